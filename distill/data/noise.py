"""What a shop does to speech: babble of other speakers, coloured noise, the reverberation of a room, a louder or quieter voice.

Every function is pure: the same random generator or key gives the same sound. A signal-to-noise ratio is that of the powers of speech and noise
while somebody speaks, pauses left out.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from kiosk.core import BadInput
from kiosk.hearing.features import RATE

Samples = npt.NDArray[np.float32]
TALKERS: Final = 4
"""Speakers of a babble that teaches."""
FRAME: Final = RATE // 50
QUIET: Final = 10**-2.5
"""Of the power of the loud frames: what is 25 dB below them is a pause."""
DIRECT: Final = 3.0
"""Decibels that the direct sound is above the reverberation: somebody at arm's length from the microphone."""


def active(sound: Samples) -> npt.NDArray[np.bool_]:
    """(n,) whether somebody speaks: 20 ms frames no more than 25 dB below the loud ones (their 95th percentile)."""
    whole = np.pad(sound, (0, -len(sound) % FRAME)).reshape(-1, FRAME).astype(np.float64)
    power = (whole**2).mean(axis=1)
    return np.asarray(np.repeat(power >= max(np.quantile(power, 0.95) * QUIET, 1e-12), FRAME)[: len(sound)], dtype=np.bool_)


def mix(speech: Samples, noise: Samples, decibels: float) -> Samples:
    """Speech with noise of the same length at a ratio; the whole is made quieter where it would be louder than a file can hold.

    Raises:
        BadInput: one of them is silent: there is no ratio.
    """
    spoken = active(speech)
    loud, under = float((speech[spoken].astype(np.float64) ** 2).sum()), float((noise[spoken].astype(np.float64) ** 2).sum())
    if not loud or not under:
        raise BadInput("silence has no signal-to-noise ratio", "babble", "give clips that hold speech")
    total = speech + noise * np.sqrt(loud / under) * 10 ** (-decibels / 20)
    return np.asarray(total * min(1.0, 0.99 / float(np.abs(total).max())), dtype=np.float32)


def together(clips: Sequence[Samples], length: int, random: np.random.Generator) -> Samples:
    """(length,) of several clips at once, equally loud, each turned round by chance and said over again."""
    total = np.zeros(length, dtype=np.float64)
    for clip in clips:
        loud = np.sqrt((clip[active(clip)].astype(np.float64) ** 2).mean())
        total += np.resize(np.roll(clip, int(random.integers(len(clip)))), length) / loud
    return total.astype(np.float32)


def coloured(length: int, random: np.random.Generator) -> Samples:
    """Noise whose power falls with the frequency, between white and brown: fridges, air, trolleys."""
    slope = random.uniform(0.0, 1.0)
    shape = np.fft.rfft(random.standard_normal(length)) / np.maximum(np.fft.rfftfreq(length, 1 / RATE), 40) ** slope
    return np.asarray(np.fft.irfft(shape, length), dtype=np.float32)


def room(sound: Samples, seconds: float, random: np.random.Generator, direct: float = DIRECT) -> Samples:
    """The sound in a synthetic room, as long and as loud as before: decaying noise (60 dB in `seconds`) from 3 ms after the direct sound on.

    Args:
        direct: decibels that the direct sound is above the reverberation.
    """
    at = np.arange(int(seconds * RATE)) / RATE
    answer = random.standard_normal(len(at)) * np.exp(-np.log(1000.0) * at / seconds) * (at >= 0.003)
    answer *= np.sqrt(10 ** (-direct / 10) / (answer**2).sum())
    answer[0] = 1.0
    size = len(sound) + len(answer)
    made = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(answer, size), size)[: len(sound)]
    return np.asarray(made * np.sqrt((sound.astype(np.float64) ** 2).mean() / ((made**2).mean() + 1e-12)), dtype=np.float32)


def spoiled(sounds: Sequence[Samples], number: int, key: Sequence[int]) -> Samples:
    """One clip as the kiosk may hear it: later, in a room (a third), with babble or noise 3 to 25 dB below (six of ten), louder or quieter.

    Args:
        sounds: all clips; the others are the babble.
        key: non-negative integers; the result depends on nothing else.
    """
    random = np.random.default_rng(list(key))
    before, after = (np.zeros(int(random.uniform(0.02, 0.4) * RATE), np.float32) for _ in range(2))
    sound = np.concatenate([before, sounds[number], after])
    if random.random() < 0.33:
        sound = room(sound, random.uniform(0.15, 0.7), random, random.uniform(2, 15))
    kind = random.random()
    if kind < 0.4:
        others = [sounds[n] for n in random.permutation(len(sounds)) if n != number][:TALKERS]
        sound = mix(sound, together(others, len(sound), random), random.uniform(3, 25))
    elif kind < 0.6:
        sound = mix(sound, coloured(len(sound), random), random.uniform(3, 25))
    peak = float(np.abs(sound).max()) or 1.0
    return np.asarray(sound / peak * 10 ** (random.uniform(-20, -1) / 20), dtype=np.float32)
