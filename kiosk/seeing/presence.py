"""Whether somebody stands before the kiosk: camera frames in, yes or no out. Nobody is recognised.

What must hold: no frame is kept. What stays, in memory, is how each spot of a picture of 80 × 60 usually looks, and the last such picture to compare
with. What hangs or stands there without a move is no person, nor is one who walks by; after `resume` nobody is there before the place was seen empty.

OpenCV 5's package has neither its cascades nor its people detector, and no model is brought for this. So a person is a figure that differs from the place
as it usually is: as wide as somebody near, in the middle, on one spot for a second, and moving a little all the time, as the living do. Which way it looks
is not known.
"""

from __future__ import annotations

from collections import deque
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
SIZE: Final = (80, 60)
"""Width and height to which frames are shrunk: averages the camera's noise away, and a person is no more than a shape."""
TALL: Final = 0.3
"""Of the height, what of a column must differ for it to be part of a figure: the trunk, not an arm or a shadow."""
NEAR, NEAR_STILL = 0.22, 0.16
"""Of the width, what a figure takes at least, and one that was there at the last look: shoulders of 45 cm at 1.8 m before a lens of 60°."""
MIDDLE: Final = (0.2, 0.8)
"""Of the width, where a figure's middle must be."""
STRAYS: Final = 0.12
"""Of the width, how far a figure's sides may go while it still stands: who walks by at half a metre a second goes three times as far in a second."""
STANDS, LEAVES = 1.2, 2.5
"""Seconds on one spot until somebody is there, and without a figure until nobody is."""
LIVES: Final = 0.006
"""Of a figure, what moves from one look to the next: a few millimetres along its outline."""
MOVES: Final = 15
"""Levels of 255 by which a spot that moved differs, and six times the usual difference: more than noise."""
STILL: Final = 30.0
"""Seconds without a move after which what was taken for somebody is a thing."""
LEARNS: Final = 8.0
"""Seconds in which a new place, or one in another light, is learnt, and nobody told."""
FORGETS: Final = 120.0
"""Seconds, the time constant with which the usual look follows. What stays put is part of it after a tenth of that."""
ALL_OVER: Final = 0.85
"""Of the picture, what differs when the light is another one, or the camera looks elsewhere; somebody near leaves the corners free."""
DISTURBED: Final = 0.4
"""The same while the place is learnt: then it is begun anew."""
BLIND: Final = 3.0
"""Standard deviation in levels of a picture with nothing on it: dark, covered, or a dead camera."""
WHITE: Final = 250
"""Levels from which a camera no longer tells how bright it is."""
GAP: Final = 2.0
"""Seconds between two looks after which the one says nothing about the other."""
_GAINS: Final = np.linspace(-1.3, 1.3, 66)
_LIKELY: Final = np.exp(-((np.convolve(_GAINS, (0.5, 0.5), "valid") / 0.5) ** 2))


class Presence:
    """Looks at one frame after another. Not for several threads at once."""

    def __init__(self) -> None:
        self._there = self._free = False
        self._at: float | None = None
        self._gone: float | None = None
        self._before: Pixels | None = None
        self._figure: tuple[float, float] | None = None
        self._lives: deque[float] = deque()
        self._learn()

    @property
    def there(self) -> bool:
        """Whether somebody stands here, after the last look."""
        return self._there

    def resume(self) -> None:
        """The camera was away, or a visit went on: whoever is there now was there before, and counts only after the place was empty."""
        self._there = self._free = False
        self._at = self._gone = None

    def see(self, frame: Pixels, seconds: float) -> bool:
        """Looks at a frame; returns `there`.

        Args:
            frame: (h, w, 3) BGR uint8.
            seconds: when it was taken, on a clock that never goes back.
        """
        small = np.asarray(cv2.resize(frame, SIZE, interpolation=cv2.INTER_AREA), np.uint8)
        passed = seconds - self._at if self._at is not None else np.inf
        self._at = seconds
        if passed > GAP:
            self._before, self._gone = None, None
            self._lost()
        passed = 0.0 if passed > GAP else passed
        if float(small.std()) < BLIND:
            self._before = None
            self._judge(None, 0.0, seconds)
        else:
            self._compare(small, passed, seconds)
        return self._there

    def _learn(self) -> None:
        """From now on the place is a new one."""
        self._usual = cv2.createBackgroundSubtractorMOG2(varThreshold=16, detectShadows=False)
        self._age, self._changed, self._looks = 0.0, 0.0, 0
        self._at = self._gone = self._before = None
        self._moved = -np.inf
        self._lost()

    def _lost(self) -> None:
        self._figure = None
        self._since = 0.0
        self._lives.clear()

    def _compare(self, small: Pixels, passed: float, seconds: float) -> None:
        if self._looks:
            small, blown = _evened(small, np.asarray(self._usual.getBackgroundImage(), np.uint8))
        else:
            blown = np.zeros(small.shape[:2], bool)
        mask = np.asarray(self._usual.apply(small, learningRate=0.0 if self._looks else 1.0), bool)
        mask = np.asarray(cv2.morphologyEx((mask & ~blown).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), bool)
        learning = self._age < LEARNS
        self._age += passed
        self._looks += 1
        all_over = self._looks > 1 and float(mask.mean()) > (DISTURBED if learning else ALL_OVER)
        self._changed = self._changed + passed if all_over else 0.0
        if self._changed > (0 if learning else LEAVES):
            at = self._at
            self._learn()
            self._at, self._free = at, False
            return
        figure = None if learning or all_over else _figure(mask, NEAR if self._figure is None else NEAR_STILL)
        moves = 0.0
        if figure is not None and self._before is not None:
            moved = np.abs(small.astype(np.int16) - self._before).max(axis=2)
            left, right = (round(side * SIZE[0]) for side in figure)
            part = (moved > max(MOVES, 6 * float(np.median(moved)))) & mask
            moves = float(part[:, left:right].sum()) / max(1, int(mask[:, left:right].sum()))
        self._before = small
        self._judge(figure, moves, seconds, known=not learning)
        kept = mask if figure is not None and seconds - self._moved < STILL else np.zeros_like(mask)
        rate = max(1 / (self._looks + 1), passed / LEARNS) if learning else passed / FORGETS
        self._usual.apply(small, knownForegroundMask=cv2.dilate(kept.astype(np.uint8) * 255, np.ones((5, 5), np.uint8)), learningRate=rate)

    def _judge(self, figure: tuple[float, float] | None, moves: float, seconds: float, known: bool = True) -> None:
        if figure is None:
            self._lost()
            self._moved = -np.inf
            if not known:
                return
            self._gone = seconds if self._gone is None else self._gone
            if seconds - self._gone >= LEAVES:
                self._there, self._free = False, True
            return
        self._gone = None
        if self._figure is None or max(abs(a - b) for a, b in zip(figure, self._figure, strict=True)) > STRAYS:
            self._lost()
            self._figure, self._since = figure, seconds
        if moves >= LIVES:
            self._moved = seconds
            self._lives.append(seconds)
        while self._lives and seconds - self._lives[0] > 2 * STANDS:
            self._lives.popleft()
        if self._free and seconds - self._since >= STANDS and len(self._lives) >= 2:
            self._there = True


def _evened(small: Pixels, usual: Pixels) -> tuple[Pixels, npt.NDArray[np.bool_]]:
    """A picture as bright as the usual one, and where it is too bright to tell. A camera that sees somebody come brightens or darkens everything; the rest of
    the place then has one common ratio to before, and the figure many."""
    known = (small.max(axis=2) < WHITE) & (usual.max(axis=2) < WHITE)
    ratios = np.log((small.mean(axis=2) + 1) / (usual.mean(axis=2) + 1))[known]
    counts = np.convolve(np.histogram(ratios, _GAINS)[0], (1, 1, 1), "same") * _LIKELY
    at = int(counts.argmax())
    close = ratios[(ratios >= _GAINS[max(0, at - 1)]) & (ratios <= _GAINS[min(len(_GAINS) - 1, at + 2)])]
    gain = float(np.exp(close.mean())) if close.size else 1.0
    blown = (small.max(axis=2) >= WHITE) & (usual.max(axis=2) * gain >= WHITE)
    return np.clip(small / gain, 0, 255).astype(np.uint8), blown


def _figure(mask: npt.NDArray[np.bool_], least: float) -> tuple[float, float] | None:
    """Left and right side of the widest figure, 0 to 1, where it is as wide as `least` and in the middle; else None."""
    columns = np.concatenate([[0], (mask.mean(axis=0) >= TALL).astype(np.int8), [0]])
    steps = np.flatnonzero(np.diff(columns)).reshape(-1, 2)
    if not len(steps):
        return None
    left, right = steps[(steps[:, 1] - steps[:, 0]).argmax()] / SIZE[0]
    near = right - left >= least and MIDDLE[0] <= (left + right) / 2 <= MIDDLE[1]
    return (float(left), float(right)) if near else None
