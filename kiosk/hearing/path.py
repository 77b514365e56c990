"""Whether the way from the loudspeaker to the microphone became another one. Pure arrays.

What must hold: a shopper who speaks over the voice is not taken for a changed way. Both leave much behind the echo canceller, but only what a
changed way leaves is explained by the voice itself: sooner, later, louder or quieter than it was.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
SPAN: Final = 1024
"""Samples that are looked at, 64 ms: the blocks that would open the gate."""
_FARTHEST: Final = 1600
"""Samples by which the way may have become longer or shorter, 100 ms: a sound card that drops or repeats a buffer."""
_UNEXPLAINED: Final = 1 / 3
"""Share of what is left now that a changed way may leave. In simulated rooms speech over the voice left more than 0.7 of it at all of 227 openings,
and less than 0.1 was left at the first opening after each of ten jumps of the delay or the gain."""


def changed(near: Samples, far: Samples, late: int, response: Samples) -> bool:
    """Whether the echo that is expected, at another delay and gain, explains the microphone's newest sound much better than where it is expected.

    Args:
        near: (n,) newest samples of the microphone, n ≥ `SPAN`.
        far: (m,) newest samples that were played, m ≥ n + `late`; those that were not heard yet stand at the end.
        late: samples by which `near` is behind `far`.
        response: (r,) impulse response that the canceller believes in.
    """
    sound = near[-SPAN:].astype(np.float64)
    end = len(far) - late
    size = 1 << (len(far) + len(response) - 1).bit_length()
    echo = np.fft.irfft(np.fft.rfft(far, size) * np.fft.rfft(response, size), size)[: len(far)]
    left = float(np.square(sound - echo[end - SPAN : end]).sum())
    around = echo[max(0, end - SPAN - _FARTHEST) : end + _FARTHEST]
    likeness = np.maximum(np.correlate(around, sound), 0.0)
    power = np.convolve(np.square(around), np.ones(SPAN), "valid") + 1e-6 * SPAN
    # The least squares' gain at every delay takes away likeness² / power.
    return float(sound @ sound) - float((likeness**2 / power).max()) < _UNEXPLAINED * left
