"""What a shop does to speech: babble of other speakers, coloured noise, a room, a louder or quieter voice.

Every function is pure: the same key gives the same sound. Signal-to-noise ratios are of the mean power of the parts where speech is.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
RATE: Final = 16_000
VOICES: Final = 4
"""Speakers of a babble."""


def power(sound: Samples, floor: float = 0.05) -> float:
    """Mean power of the parts that are louder than `floor` of the loudest 20 ms: pauses do not count."""
    frames = sound[: len(sound) // 320 * 320].reshape(-1, 320)
    if not len(frames):
        return float((sound**2).mean()) if len(sound) else 0.0
    powers = (frames.astype(np.float64) ** 2).mean(axis=1)
    return float(powers[powers >= floor**2 * powers.max()].mean())


def at_ratio(sound: Samples, noise: Samples, decibels: float) -> Samples:
    """The sound with the noise that many decibels below it."""
    gain = np.sqrt(power(sound) / (float((noise.astype(np.float64) ** 2).mean()) + 1e-12) / 10 ** (decibels / 10))
    return np.asarray(sound + gain * noise, dtype=np.float32)


def babble(sounds: Sequence[Samples], without: int, length: int, random: np.random.Generator, voices: int = VOICES) -> Samples:
    """(length,) of several other clips at once, each from a place of its own and as loud as the others.

    Args:
        without: the clip that is spoken over; its own voice is no babble.
    """
    others = [n for n in random.permutation(len(sounds)) if n != without][:voices]
    mixed = np.zeros(length, np.float32)
    for n in others:
        clip = sounds[n]
        mixed += np.resize(np.roll(clip, int(random.integers(len(clip)))), length) / np.sqrt(power(clip) + 1e-9)
    return mixed


def coloured(length: int, random: np.random.Generator) -> Samples:
    """Noise whose power falls with the frequency, between white and brown: fridges, air, trolleys."""
    slope = random.uniform(0.0, 1.0)
    shape = np.fft.rfft(random.standard_normal(length)) / np.maximum(np.fft.rfftfreq(length, 1 / RATE), 40) ** slope
    return np.asarray(np.fft.irfft(shape, length), dtype=np.float32)


def in_room(sound: Samples, random: np.random.Generator) -> Samples:
    """The sound with the echo of a room: noise that decays by 60 dB in 0.15 to 0.7 s, 2 to 18 dB below the direct sound."""
    seconds = random.uniform(0.15, 0.7)
    at = np.arange(int(RATE * seconds)) / RATE
    tail = random.standard_normal(len(at)) * 10 ** (-3 * at / seconds)
    tail[: int(0.002 * RATE)] = 0
    tail *= 10 ** (-random.uniform(2, 18) / 20) / np.sqrt((tail**2).sum())
    tail[0] = 1.0
    size = 1 << (len(sound) + len(tail) - 1).bit_length()
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(tail, size), size)[: len(sound)]
    return np.asarray(wet, dtype=np.float32)


def spoiled(sounds: Sequence[Samples], number: int, key: Sequence[int]) -> Samples:
    """One clip as the kiosk may hear it: later, in a room (a third), with babble or noise 3 to 25 dB below (six of ten), louder or quieter.

    Args:
        sounds: all clips; the others are the babble.
        key: non-negative integers; the result depends on nothing else.
    """
    random = np.random.default_rng(list(key))
    sound = np.concatenate([np.zeros(int(random.uniform(0.02, 0.4) * RATE), np.float32), sounds[number], np.zeros(int(random.uniform(0.05, 0.4) * RATE), np.float32)])
    if random.random() < 0.33:
        sound = in_room(sound, random)
    kind = random.random()
    if kind < 0.4:
        sound = at_ratio(sound, babble(sounds, number, len(sound), random), random.uniform(3, 25))
    elif kind < 0.6:
        sound = at_ratio(sound, coloured(len(sound), random), random.uniform(3, 25))
    peak = float(np.abs(sound).max()) or 1.0
    return np.asarray(sound / peak * 10 ** (random.uniform(-20, -1) / 20), dtype=np.float32)
