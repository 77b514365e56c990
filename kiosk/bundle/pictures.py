"""A picture as the image student takes it: written once, for training, export and the kiosk.

The student sees the largest centred square of the picture, 224 x 224 pixels, RGB, uint8; the normalisation is inside its graph.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
SIDE = 224
"""Side of the student's input in pixels."""


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
