"""Whisper's log-mel spectrogram in numpy: 16 kHz mono in, (80, frames) out, the same numbers as OpenAI's to float precision.

The recogniser hears ten seconds at once; shorter sound is padded with silence. Radford et al. 2022, section 2.2; mel scale of Slaney 1998.
"""

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

RATE: Final = 16_000
FFT: Final = 400
HOP: Final = 160
MELS: Final = 80
FRAMES: Final = 1000
WINDOW: Final = FRAMES * HOP
"""Samples heard at once."""

Samples = npt.NDArray[np.float32]


@cache
def _filters() -> npt.NDArray[np.float32]:
    """(201, 80) triangular filters of equal area on Slaney's mel scale: linear below 1 kHz, logarithmic above."""

    def to_hertz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.where(mels >= 15.0, 1000.0 * np.exp(np.log(6.4) / 27.0 * (mels - 15.0)), 200.0 / 3.0 * mels)

    top = 15.0 + np.log(8.0) / (np.log(6.4) / 27.0)
    edges = to_hertz(np.linspace(0.0, top, MELS + 2))
    bins = np.linspace(0, RATE / 2, FFT // 2 + 1)
    slopes = edges[None, :] - bins[:, None]
    widths = np.diff(edges)
    rising, falling = -slopes[:, :-2] / widths[:-1], slopes[:, 2:] / widths[1:]
    return np.asarray(np.maximum(0, np.minimum(rising, falling)) * (2.0 / (edges[2:] - edges[:-2])), dtype=np.float32)


@cache
def _hann() -> npt.NDArray[np.float32]:
    return np.asarray(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FFT) / FFT), dtype=np.float32)


def log_mel(samples: Samples, length: int = FRAMES) -> Samples:
    """(80, length) log-mel of at most `length` hundredths of a second at 16 kHz; what is longer is cut."""
    window = length * HOP
    sound = np.zeros(window, dtype=np.float32)
    sound[: min(len(samples), window)] = samples[:window]
    padded = np.pad(sound, FFT // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP][:length]
    # Frames wholly in the padded silence give a power of nothing; only the others are transformed.
    heard = min(length, (min(len(samples), window) + FFT) // HOP + 2)
    power = np.zeros((length, FFT // 2 + 1), dtype=np.float32)
    power[:heard] = np.abs(np.fft.rfft(frames[:heard] * _hann(), axis=1)) ** 2
    if heard < length:
        # The reflection at the far end can carry sound only where the sound reaches it, and then every frame was transformed.
        power[heard:] = 0
    logs = np.log10(np.maximum(power @ _filters(), 1e-10))
    logs = np.maximum(logs, logs.max() - 8.0)
    return np.ascontiguousarray(((logs + 4.0) / 4.0).T.astype(np.float32))
