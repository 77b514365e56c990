"""A photo is small, plain and whole, whatever the camera gave."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.core import BadInput
from kiosk.visit.photos import MOST, SIDE, as_jpeg


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg), formats=("JPEG",))


@settings(max_examples=12, deadline=None)
@given(st.integers(1, 2600), st.integers(1, 700), st.integers(0, 3))
def test_any_frame_becomes_a_jpeg_within_the_bounds_and_of_the_same_shape(width: int, height: int, seed: int) -> None:
    """Noise is the worst that a camera can give."""
    frame = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    jpeg = as_jpeg(frame)
    picture = opened(jpeg)
    assert len(jpeg) <= MOST and max(picture.size) <= SIDE
    scale = max(picture.size) / max(width, height)
    assert abs(picture.width - width * scale) <= 1.01 and abs(picture.height - height * scale) <= 1.01


def test_a_full_frame_of_noise_still_fits() -> None:
    frame = np.random.default_rng(0).integers(0, 256, (1280, 1280, 3), dtype=np.uint8)
    assert len(as_jpeg(frame)) <= MOST


def test_it_holds_pixels_and_nothing_else_and_is_no_mirror_image() -> None:
    frame = np.full((360, 640, 3), 128, np.uint8)
    frame[:, :320] = (255, 0, 0)  # blue, on the left
    picture = opened(as_jpeg(frame))
    assert dict(picture.getexif()) == {} and "exif" not in picture.info and "comment" not in picture.info
    assert picture.size == (640, 360)
    red, green, blue = picture.convert("RGB").getpixel((60, 180))  # type: ignore[misc]
    assert blue > 200 and red < 60 and green < 60


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(BadInput):
        as_jpeg(np.zeros((4, 4), np.float32))
