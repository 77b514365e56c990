"""What of a picture decided, by the shipped student: on pictures drawn here."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.bundle.gallery import Judged, load_gallery
from kiosk.seeing.appearance import Appearance
from kiosk.seeing.heat import CELLS, POSITIONS, covered, heat, score_of, seen_part
from tests.seeing.test_eyes import PART

Pixels = npt.NDArray[np.uint8]


@pytest.fixture(scope="module")
def student() -> Appearance:
    return Appearance(PART, load_gallery(PART).keys)


def with_oranges(left: int) -> Pixels:
    """Orange balls in a crate, pasted on a grey frame with their left edge there."""
    frame = np.full((480, 480, 3), 128, np.uint8)
    for x in range(left + 35, left + 235, 70):
        for y in range(140, 360, 70):
            cv2.circle(frame, (x, y), 34, (20, 140, 250), -1)
    return frame


@pytest.mark.parametrize(("left", "lights"), [(10, "left"), (250, "right")])
def test_a_product_on_one_side_of_a_grey_frame_lights_up_there(student: Appearance, left: int, lights: str) -> None:
    frame = with_oranges(left)
    ((key, whole),) = student.look(frame, 1)
    found = heat(whole, [score_of(student, covered(frame, n), key) for n in range(POSITIONS)])
    assert found.max() == 1
    halves = {"left": found[:, : CELLS // 2].sum(), "right": found[:, CELLS // 2 :].sum()}
    assert halves.pop(lights) > 2 * max(halves.values())


def test_the_score_of_a_product_is_the_one_it_was_judged_by(student: Appearance) -> None:
    frame = with_oranges(120)
    for key, score in student.look(frame):
        assert score_of(student, frame, key) == pytest.approx(score)
    assert score_of(student, frame, "no-such-product") == 0


@given(st.lists(st.floats(0, 1), min_size=POSITIONS, max_size=POSITIONS), st.floats(0, 1))
def test_shares_lie_between_nought_and_one_and_what_raises_the_score_has_none(scores: list[float], whole: float) -> None:
    found = heat(whole, scores)
    assert found.shape == (CELLS, CELLS) and found.min() >= 0 and found.max() in (0, 1)
    assert all(share == 0 for share, score in zip(found.ravel(), scores, strict=True) if score >= whole)


def test_where_covering_changes_next_to_nothing_no_part_is_named() -> None:
    assert not heat(0.9, [0.895] * POSITIONS).any()


@given(width=st.integers(8, 90), height=st.integers(8, 90), position=st.integers(0, POSITIONS - 1))
def test_covering_changes_only_the_part_and_its_surroundings_and_never_the_picture_itself(width: int, height: int, position: int) -> None:
    frame = np.random.default_rng(0).integers(0, 256, (height, width, 3)).astype(np.uint8)
    before, square = frame.copy(), seen_part(frame)
    made = covered(frame, position)
    assert np.array_equal(frame, before) and made.shape == square.shape
    row, column = divmod(position, CELLS)
    side = square.shape[0] / CELLS
    rows, columns = np.nonzero((made != square).any(axis=2))
    for places, at in ((rows, row), (columns, column)):
        assert places.size == 0 or (places.min() >= (at - 0.5) * side - 1 and places.max() <= (at + 1.5) * side + 1)


def test_a_judge_is_asked_for_all_its_products() -> None:
    """Also one that is not among the first five has its score."""

    class Many:
        def judge(self, image: Pixels, rows: int = 5) -> Judged:
            return Judged(tuple((f"p{n}", 1 / (n + 1)) for n in range(9))[:rows], 1.0, True)

    assert score_of(Many(), np.zeros((9, 9, 3), np.uint8), "p8") == pytest.approx(1 / 9)
