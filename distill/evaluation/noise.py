"""Shop noise for proofs: every clip of a set in babble of the others and in a room (`distill.data.noise`), at a stated ratio.

What must hold: a clip is never part of its own babble, nor is another reading of its words; the same clip, level and seed give the same sound.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from distill.data.noise import mix, room, together
from kiosk.core import BadInput

Samples = npt.NDArray[np.float32]
Row = dict[str, Any]
Spoil = Callable[[Row, Samples], Samples]
"""The row of `labels.jsonl` and its sound → the sound that is heard instead."""
TALKERS: Final = 6


@dataclass(frozen=True, slots=True)
class Talk:
    """A clip that babble is made of; `text` is what is said in it, where that is known."""

    file: str
    text: str | None
    sound: Samples


def babble(talk: Sequence[Talk], row: Row, length: int, seed: int = 3, talkers: int = TALKERS) -> tuple[Samples, list[Talk]]:
    """(length,) of `talkers` other clips, equally loud, each turned round by chance and said over again; and which they were.

    Raises:
        BadInput: there are not enough other clips.
    """
    others = [t for t in talk if t.file != row["file"] and (t.text is None or t.text != row.get("text"))]
    if len(others) < talkers:
        raise BadInput(f"babble of {talkers} needs as many other clips, there are {len(others)}", str(row["file"]), "give a folder with more clips")
    random = np.random.default_rng(_number(f"{seed}/{row['file']}"))
    chosen = [others[n] for n in random.choice(len(others), talkers, replace=False)]
    return together([one.sound for one in chosen], length, random), chosen


def in_shop(talk: Sequence[Talk], decibels: float | None, seconds: float | None = None, seed: int = 3) -> Spoil | None:
    """What a shop does to a clip: babble at a ratio (None for none), in a room (None for none); None where it does nothing."""
    if decibels is None and seconds is None:
        return None

    def spoil(row: Row, sound: Samples) -> Samples:
        random = np.random.default_rng(_number(f"{seed}/{row['file']}/room"))
        near = room(sound, seconds, random) if seconds else sound
        if decibels is None:
            return near
        around = babble(talk, row, len(sound), seed)[0]
        # Whoever talks in the background stands far off: reverberation above the direct sound.
        return mix(near, room(around, seconds, random, -6.0) if seconds else around, decibels)

    return spoil


def talk_of(rows: Sequence[Row], folder: Path) -> list[Talk]:
    """The clips of `labels.jsonl` as babble for one another."""
    from kiosk.hearing.sound import read_sound

    return [Talk(str(r["file"]), r.get("text"), read_sound(folder / r["file"])) for r in rows]


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
