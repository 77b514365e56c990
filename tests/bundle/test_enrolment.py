"""Whether pictures will find their product: judged by the very gallery, each picture by the others."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kiosk.bundle.enrolment import NEEDED, Check, check
from kiosk.bundle.gallery import Calibration, Floats, Gallery

CALIBRATION = Calibration(1.0, 20.0, 0.5, (0.0, 0.0, 0.0), (-10.0, 20.0), 0.2, 0.5)
AXES = np.eye(6, dtype=np.float32)
GALLERY = Gallery(("pear", "milk"), AXES[:2], (), CALIBRATION)
NO_LOGITS = np.zeros((8, 0), np.float32)


def around(*directions: Floats, spread: float = 0.1) -> Floats:
    """A unit vector near each direction."""
    random = np.random.default_rng(0)
    vectors = np.stack(directions) + spread * random.normal(size=(len(directions), 6)).astype(np.float32)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_pictures_of_one_thing_that_nothing_else_looks_like_find_it() -> None:
    assert check(GALLERY, "tea", NO_LOGITS, around(*[AXES[3]] * 8)) == Check(8, 8, ())


def test_pictures_that_look_like_another_product_name_it() -> None:
    towards_milk, towards_pear = AXES[1] + 0.2 * AXES[3], AXES[0] + 0.2 * AXES[3]
    found = check(GALLERY, "tea", NO_LOGITS, around(*[AXES[3]] * 5, towards_milk, towards_pear, towards_milk, spread=0.02))
    assert found == Check(8, 5, (("milk", 2), ("pear", 1))) and not found.good


def test_another_product_held_up_by_mistake_is_named_though_its_pictures_find_each_other() -> None:
    same_moment = around(*[AXES[1] + 0.3 * AXES[3]] * 8, spread=0.01)
    assert check(GALLERY, "tea", NO_LOGITS, same_moment) == Check(8, 0, (("milk", 8),))


def test_pictures_of_different_things_do_not_find_each_other() -> None:
    """Nothing else looks like them either: they are simply unlike, and none is found surely enough."""
    found = check(GALLERY, "tea", NO_LOGITS, AXES[[2, 3, 4, 5]])
    assert (found.found, found.good) == (0, False)


def test_a_picture_is_never_found_by_itself() -> None:
    assert check(GALLERY, "tea", NO_LOGITS[:1], AXES[3:4]) == Check(1, 0, (("pear", 1),))


def test_the_first_products_of_an_empty_gallery_are_checked_by_each_other() -> None:
    empty = Gallery((), np.zeros((0, 6), np.float32), (), CALIBRATION)
    assert check(empty, "tea", NO_LOGITS, around(*[AXES[3]] * 8)).good
    assert not check(empty, "tea", NO_LOGITS[:1], AXES[3:4]).good


@given(st.integers(1, 24), st.integers(0, 24))
def test_good_is_three_in_four_of_at_least_two(pictures: int, found: int) -> None:
    found = min(found, pictures)
    assert Check(pictures, found, ()).good == (pictures > 1 and found / pictures >= NEEDED)


def test_more_pictures_of_a_product_that_the_gallery_holds_are_checked_together_with_what_it_has() -> None:
    """Each other they do not find; what the gallery already has finds them all."""
    unlike = np.stack([AXES[0] + 0.6 * AXES[2], AXES[0] - 0.6 * AXES[2]]) / np.float32(np.hypot(1, 0.6))
    assert check(GALLERY, "pear", NO_LOGITS, unlike) == Check(2, 2, ())
    assert check(GALLERY, "tea", NO_LOGITS, unlike).like == (("pear", 2),)
