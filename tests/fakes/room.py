"""A shop's acoustics on arrays: what a microphone hears of a loudspeaker. Deterministic."""

import numpy as np
import numpy.typing as npt

RATE = 16_000
Samples = npt.NDArray[np.float32]


def heard(played: Samples, delay: float, gain: float = 0.5, reverberation: float = 0.35, drive: float = 0.0, noise: float = 0.001) -> Samples:
    """(n,) samples at the microphone.

    Args:
        delay: seconds from the reference to the first sound.
        gain: root of the energy of the way.
        reverberation: seconds in which the room falls by 60 dB.
        drive: how hard the loudspeaker is driven; it saturates as tanh(drive · x). 0 is a perfect one.
    """
    random = np.random.default_rng(5)
    time = np.arange(int(0.4 * RATE)) / RATE
    way = 0.25 * random.standard_normal(len(time)) * 10 ** (-3 * time / reverberation)
    way[:16], way[0] = 0.0, 1.0
    way *= gain / np.sqrt(np.square(way).sum())
    sound = np.tanh(drive * played) / drive if drive else played
    size = 1 << (len(played) + len(way)).bit_length()
    echo = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(way, size), size)[: len(played)]
    late = round(delay * RATE)
    return (np.concatenate([np.zeros(late), echo])[: len(played)] + noise * random.standard_normal(len(played))).astype(np.float32)


def babble(seconds: float, seed: int, level: float = 0.1) -> Samples:
    """Something like a voice: coloured noise in syllables, (n,) float32."""
    random = np.random.default_rng(seed)
    count = int(seconds * RATE)
    spectrum = np.fft.rfft(random.standard_normal(count))
    pitch = np.fft.rfftfreq(count, 1 / RATE)
    coloured = np.fft.irfft(spectrum * np.where((pitch > 120) & (pitch < 6000), 1 / (1 + pitch / 500), 0.0), count)
    syllables = np.repeat(random.choice([0.05, 0.4, 1.0], int(seconds * 6) + 1), RATE // 6)[:count]
    sound = coloured[: len(syllables)] * syllables
    return (level * sound / np.sqrt(np.square(sound).mean())).astype(np.float32)
