"""When a picture teaches nothing: dark, burnt out, blurred, or the one before it once more."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from kiosk.seeing.views import VIEWS, Fault, find_fault, thumbnail
from tests.fakes.products import TURNS, view

Pixels = npt.NDArray[np.uint8]
SIZES = ((640, 480), (1280, 720), (480, 640))


def lit(frame: Pixels, gain: float) -> Pixels:
    return np.clip(frame.astype(np.float32) * gain, 0, 255).astype(np.uint8)


def blurred(frame: Pixels, share: float) -> Pixels:
    """Out of focus by a share of the picture's height."""
    return np.asarray(cv2.GaussianBlur(frame, (0, 0), share * frame.shape[0]), np.uint8)


@pytest.mark.parametrize("size", SIZES)
def test_a_good_picture_is_taken_at_any_resolution(size: tuple[int, int]) -> None:
    assert [find_fault(view(seed, number, size)) for seed in range(3) for number in range(len(TURNS))] == [None] * 24


@pytest.mark.parametrize("size", SIZES)
def test_each_fault_is_named_at_any_resolution(size: tuple[int, int]) -> None:
    good = view(1, 0, size)
    assert find_fault(lit(good, 0.1)) is Fault.dark
    assert find_fault(lit(good, 6.0)) is Fault.bright
    assert find_fault(blurred(good, 0.03)) is Fault.blurred


def test_the_same_picture_again_is_refused_though_the_camera_trembles_and_a_turned_product_is_not() -> None:
    good = view(1, 0)
    trembling = np.roll(good, 2, axis=1)
    noisy = np.clip(trembling + np.random.default_rng(3).normal(0, 4, good.shape), 0, 255).astype(np.uint8)
    assert find_fault(noisy, thumbnail(good)) is Fault.same
    assert find_fault(view(1, 2), thumbnail(good)) is None
    assert find_fault(view(2, 0), thumbnail(good)) is None


def test_there_is_a_way_to_hold_it_for_each_of_the_eight_views() -> None:
    assert len(VIEWS) == len(set(VIEWS)) == len(TURNS) == 8


def test_of_a_picture_only_a_thumbnail_is_kept() -> None:
    assert (thumbnail(view(0, 0)).shape, thumbnail(view(0, 0)).dtype) == ((32, 32), np.uint8)
