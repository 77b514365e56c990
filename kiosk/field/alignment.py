"""Where a known sound stands in a recording: normalised cross-correlation, by FFT. Pure arrays."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sound was found.

    Args:
        at: index of the sound's first sample in the recording.
        similarity: cosine of sound and recording there, -1 to 1; 1 where only the level differs.
        gain: by how much the sound was multiplied on its way, least squares.
    """

    at: int
    similarity: float
    gain: float


def locate(sound: Samples, recording: Samples) -> Place:
    """The place of (n,) `sound` in (m,) `recording`, m ≥ n, both at one sample rate. A recording that is too short or silent gives similarity 0."""
    size = len(sound)
    norm = float(np.linalg.norm(sound.astype(np.float64)))
    if len(recording) < size or norm == 0.0:
        return Place(0, 0.0, 0.0)
    width = 1 << (len(recording) + size - 1).bit_length()
    spectrum = np.fft.rfft(recording, width) * np.conj(np.fft.rfft(sound, width))
    products = np.fft.irfft(spectrum, width)[: len(recording) - size + 1]
    power = np.concatenate([[0.0], np.cumsum(recording.astype(np.float64) ** 2)])
    norms = np.sqrt(np.maximum(power[size:] - power[:-size], 0.0))
    # Stretches of near silence have no direction: beside the loudest one they count as silent.
    audible = norms > 1e-4 * max(float(norms.max()), 1e-9)
    likeness = np.where(audible, products / (norm * np.where(audible, norms, 1.0)), 0.0)
    at = int(np.argmax(likeness))
    return Place(at, float(likeness[at]), float(products[at]) / norm**2)
