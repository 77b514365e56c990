"""What of a picture decided how it was judged: each part in turn is covered, and what the winning score then loses is that part's share.

What must hold: the picture that was judged is the one that is explained; where covering changes next to nothing, no part is named. (Occlusion
sensitivity: Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", 2014, section 4.2.)
"""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from kiosk.bundle.gallery import Judged
from kiosk.bundle.pictures import centre_square

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
CELLS: Final = 6
"""Parts along a side."""
POSITIONS: Final = CELLS * CELLS
LEAST: Final = 0.02
"""Fall of a score, 0 to 1, below which covering a part changed next to nothing."""


class Judge(Protocol):
    """What is needed of `kiosk.seeing.appearance.Appearance`."""

    def judge(self, image: Pixels, rows: int = 5) -> Judged:
        """Scores of the best `rows` products."""
        ...


def seen_part(image: Pixels) -> Pixels:
    """What the student sees of a picture (h, w, 3): its middle square, (side, side, 3)."""
    return centre_square(image)


def covered(image: Pixels, position: int) -> Pixels:
    """The middle square with one part of 0 to `POSITIONS` - 1, row by row, and half a part around it in the picture's own middle tone."""
    square = seen_part(image).copy()
    side = square.shape[0] / CELLS
    row, column = divmod(position, CELLS)
    top, left = (max(0, round((n - 0.5) * side)) for n in (row, column))
    bottom, right = (round((n + 1.5) * side) for n in (row, column))
    square[top:bottom, left:right] = np.median(square, axis=(0, 1)).astype(np.uint8)
    return square


def score_of(judge: Judge, image: Pixels, key: str) -> float:
    """The score of one product for a picture, 0 to 1."""
    return dict(judge.judge(image, rows=1_000_000).rows).get(key, 0.0)


def heat(whole: float, scores: Sequence[float]) -> Floats:
    """(`CELLS`, `CELLS`) of 0 to 1: each part's share, the greatest 1; all 0 where none matters.

    Args:
        whole: the winning score of the whole picture. scores: of the picture with each part covered.
    """
    falls = np.maximum(0, whole - np.asarray(scores, np.float32)).reshape(CELLS, CELLS)
    most = float(falls.max())
    return np.asarray(falls / most if most >= LEAST else np.zeros_like(falls), np.float32)
