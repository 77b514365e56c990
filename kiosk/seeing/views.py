"""The eight pictures that teach the kiosk a product: which views, and when a picture is of no use.

What must hold: a picture is refused for one of the reasons below and no other, and the reason is always given; nothing of a picture is kept but
a thumbnail of 32 x 32 greys, in memory, which tells whether the next one is the same. Bounds are of the centred square, which is what the student
looks at, at one size: a camera of any resolution meets the same ones. Of the Grocery Store Dataset's 2,936 photos, taken by hand in shops, they
refuse five, all of them as blurred.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.bundle.pictures import centre_square

Pixels = npt.NDArray[np.uint8]
VIEWS: Final = ("front", "back", "left", "right", "top", "tilted", "nearer", "farther")
"""What to show, one after another."""
_SIDE: Final = 256
_THUMB: Final = 32
DARK: Final = 32.0
"""Mean grey, 0 to 255, of the middle."""
BRIGHT: Final = 0.6
"""Share of the middle that is burnt out: 250 and more."""
BLURRED: Final = 25.0
"""Variance of the Laplacian of the square at 256 x 256."""
SAME: Final = 4.0
"""Mean difference of two thumbnails in grey levels."""


class Fault(StrEnum):
    """Why a picture is refused."""

    dark = "dark"
    bright = "bright"
    blurred = "blurred"
    same = "same"


def thumbnail(frame: Pixels) -> Pixels:
    """The centred square of an (h, w, 3) BGR picture as (32, 32) greys."""
    small = cv2.resize(centre_square(frame), (_THUMB, _THUMB), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)


def find_fault(frame: Pixels, last: Pixels | None = None) -> Fault | None:
    """What is wrong with a picture; None where nothing is.

    Args:
        frame: (h, w, 3) BGR uint8.
        last: thumbnail of the picture before it.
    """
    square = cv2.resize(centre_square(frame), (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.cvtColor(square, cv2.COLOR_BGR2GRAY), np.uint8)
    edge = _SIDE // 4
    middle = grey[edge:-edge, edge:-edge]
    if float(middle.mean()) < DARK:
        return Fault.dark
    if float((middle >= 250).mean()) > BRIGHT:
        return Fault.bright
    if float(cv2.Laplacian(grey, cv2.CV_64F).var()) < BLURRED:
        return Fault.blurred
    if last is not None and float(np.abs(thumbnail(frame).astype(np.float32) - last).mean()) < SAME:
        return Fault.same
    return None
