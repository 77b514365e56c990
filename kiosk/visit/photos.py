"""A photo as it is kept with a case.

What must hold: it is a JPEG of at most `MOST` bytes and `SIDE` pixels on its longer side, and holds the pixels alone: no EXIF, no place, no time.
"""

from io import BytesIO
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from kiosk.seeing.frames import check_frame

SIDE: Final = 1280
MOST: Final = 200_000
QUALITIES: Final = (88, 80, 70, 60, 50, 40)
"""Tried in turn. A frame of 1,280 x 720 from a shop fits with the first or the second; below the last, fewer pixels show more than worse ones."""
SMALLER: Final = 0.75


def as_jpeg(frame: npt.NDArray[np.generic]) -> bytes:
    """A frame, (h, w, 3) BGR uint8, as a JPEG file.

    Raises:
        BadInput: it is no frame.
    """
    image = Image.fromarray(np.ascontiguousarray(check_frame(frame)[:, :, ::-1]))
    image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    while True:
        for quality in QUALITIES:
            out = BytesIO()
            image.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= MOST:
                return out.getvalue()
        image = image.resize((max(1, round(image.width * SMALLER)), max(1, round(image.height * SMALLER))), Image.Resampling.LANCZOS)
