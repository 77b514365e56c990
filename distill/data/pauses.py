"""Sentences with a pause inside: a clip is parted between two words and held there, as somebody does who thinks while speaking.

Where two words may meet is told by the sound, the longest gap of low energy first; that they do, by what a recogniser writes: the part before must
be the first words of the whole (`begins`). The words before the gap keep the melody of a sentence that goes on without a break; somebody who
really hesitates draws the last one out as well, which helps a listener: a figure on these clips is a little worse than life.

What must hold: the gap is exactly as long as was asked for; no sample of the speech is lost; the fill is noise as loud as the clip's own quiet.
"""

import re
from typing import Final

import jieba
import numpy as np
import numpy.typing as npt

from distill.data.noise import active
from kiosk.core.text import fold, has_chinese, simplified
from kiosk.hearing.features import RATE

Samples = npt.NDArray[np.float32]
FRAME: Final = RATE // 100
FADE: Final = RATE // 200
AFTER_START, BEFORE_END = 0.5, 0.35
"""Seconds of speech that both parts have at least."""
QUIET: Final = -25.0
"""Decibels below the loud frames under which a frame may be a gap."""
LOUDEST, FAINTEST = 0.003, 0.0005
"""Root mean square of the quiet: a room with a microphone is never digitally silent."""


def voiced(sound: Samples) -> tuple[int, int]:
    """First and last sample in which somebody speaks, by energy; (0, 0) for silence."""
    spoken = np.flatnonzero(active(sound)) if np.abs(sound).max(initial=0) > 0 else np.zeros(0, np.int64)
    return (int(spoken[0]), int(spoken[-1]) + 1) if spoken.size else (0, 0)


def gaps(sound: Samples) -> list[tuple[int, int]]:
    """(start, end) samples of stretches of low energy inside the speech, longest first; where there is none, the faintest frames."""
    first, last = voiced(sound)
    low, high = (first + int(AFTER_START * RATE)) // FRAME, (last - int(BEFORE_END * RATE)) // FRAME
    frames = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME).astype(np.float64)
    level = 10 * np.log10((frames**2).mean(axis=1) + 1e-12)
    inside = np.arange(len(level))
    usable = (inside >= low) & (inside < high)
    if not usable.any():
        return []
    quiet = usable & (level < np.quantile(level, 0.95) + QUIET)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(np.int8), [0]])))
    runs = sorted(zip(edges[::2], edges[1::2], strict=True), key=lambda r: (r[0] - r[1], level[r[0] : r[1]].mean()))
    faint = sorted(inside[usable], key=lambda n: level[n])[:12:3]
    return [(int(a) * FRAME, int(b) * FRAME) for a, b in [*runs, *((n, n + 1) for n in faint)]]


def words(text: str) -> list[str]:
    """Words in lower case without marks, Chinese ones as jieba parts them."""
    plain = fold(simplified(text))
    found = jieba.lcut(plain) if has_chinese(plain) else re.findall(r"[a-z0-9']+", plain)
    return [w for w in found if any(c.isalnum() for c in w)]


def begins(part: str, whole: str) -> bool:
    """Whether a transcript holds the first words of another, two at least and not all of them."""
    some, every = words(part), words(whole)
    return 2 <= len(some) < len(every) and every[: len(some)] == some


def quiet_level(sound: Samples) -> float:
    """Root mean square of the clip's quietest tenth of 10 ms frames, within the bounds of a room."""
    frames = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME).astype(np.float64)
    return float(np.clip(np.quantile(np.sqrt((frames**2).mean(axis=1)), 0.1), FAINTEST, LOUDEST))


def hiss(length: int, level: float, seed: int) -> Samples:
    """(length,) white noise of this root mean square."""
    return np.asarray(np.random.default_rng(seed).standard_normal(length) * level, dtype=np.float32)


def in_a_room(sound: Samples, seed: int = 4) -> Samples:
    """The clip; one that is digitally silent between the words with the faintest hiss under it."""
    return sound if quiet_level(sound) > FAINTEST else sound + hiss(len(sound), FAINTEST, seed)


def held(sound: Samples, start: int, end: int, seconds: float, seed: int = 3) -> Samples:
    """The clip with low energy for `seconds` from sample `start` on, where it had it until `end`; a gap that is longer already stays as it is."""
    middle = (start + end) // 2
    missing = max(0, round(seconds * RATE) - (end - start))
    fade = np.linspace(1, 0, FADE, dtype=np.float32)
    before, after = sound[:middle].copy(), sound[middle:].copy()
    before[-FADE:] *= fade[-len(before) :]
    after[:FADE] *= fade[::-1][: len(after)]
    return np.concatenate([before, hiss(missing, quiet_level(sound), seed), after]).astype(np.float32)
