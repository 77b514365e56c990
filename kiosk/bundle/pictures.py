"""A picture as the image student takes it: written once, for training, export and the kiosk.

The student sees the largest centred square of the picture and, closer, its middle, each 224 x 224 pixels, RGB, uint8; normalisation and
the mirror image are inside its graph. A shopper holds a product to the middle; a shelf photo fills the square: the mean serves both.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
SIDE = 224
"""Side of the student's input in pixels."""
MIDDLE = 0.85
"""Side of the closer look as a share of the square's; chosen on validation photos."""


def centre_square(image: Pixels) -> Pixels:
    """The largest centred square of an (h, w, 3) picture, as a view on the same memory."""
    height, width = image.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return image[top : top + side, left : left + side]


def prepare(image: Pixels, side: int = SIDE) -> Pixels:
    """An RGB picture of any shape (h, w, 3) as (side, side, 3) uint8.

    Shrinking averages over the area, so that a 12-megapixel frame and a 256-pixel photo of the same thing look the same to the student.
    """
    square = centre_square(image)
    method = cv2.INTER_AREA if square.shape[0] > side else cv2.INTER_LINEAR
    return np.ascontiguousarray(cv2.resize(square, (side, side), interpolation=method), np.uint8)


def looks(image: Pixels, side: int = SIDE) -> Pixels:
    """What the student is given of one RGB picture (h, w, 3): the whole square and its middle, (2, side, side, 3) uint8."""
    square = centre_square(image)
    inner = max(1, round(square.shape[0] * MIDDLE))
    edge = (square.shape[0] - inner) // 2
    return np.stack([prepare(square, side), prepare(square[edge : edge + inner, edge : edge + inner], side)])


def pool(logits: Floats, embeddings: Floats) -> tuple[Floats, Floats]:
    """One answer from those about all looks: mean logits (classes,) and the mean embedding (d,), L2-normalised again.

    Args:
        logits: (looks, classes).
        embeddings: (looks, d), L2-normalised.
    """
    vector = embeddings.mean(axis=0)
    return logits.mean(axis=0), vector / max(float(np.linalg.norm(vector)), 1e-9)
