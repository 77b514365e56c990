"""The measure of an enrolment: what is left out is found again by its eight photos alone, and what is not alike is not."""

import numpy as np
import pytest

from distill.evaluation.enrolment import LEFT_OUT, SHOWN, round_of, told_apart
from distill.evaluation.gallery import Answers
from kiosk.bundle.gallery import Calibration, Gallery

CLASSES, EACH, SIDE = 12, 10, 16
LABELS = np.repeat(np.arange(CLASSES), EACH)
CALIBRATION = Calibration(1.0, 20.0, 0.5, (-10.0, 20.0, 0.0), (-10.0, 20.0), 0.2, 0.5)
NAMES = tuple(f"class-{n}" for n in range(CLASSES))


def photos(spread: float, seed: int) -> Answers:
    """Ten photos of each class around an axis of its own; the classifier knows them all."""
    vectors = np.eye(SIDE)[LABELS] + spread * np.random.default_rng(seed).normal(size=(len(LABELS), SIDE))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return Answers((10 * np.eye(CLASSES)[LABELS]).astype(np.float32), vectors, LABELS)


GALLERY = Gallery(NAMES, np.eye(SIDE, dtype=np.float32)[:CLASSES], NAMES, CALIBRATION)


def test_products_that_look_like_nothing_else_are_all_found_and_the_others_lose_nothing() -> None:
    figures = round_of(GALLERY, photos(0.05, 0), photos(0.05, 1), 0)
    assert figures == {
        "new_right": 100.0, "new_right_and_accepted": 100.0, "others_before": 100.0, "others_after": 100.0, "others_accepted_before": 100.0,
        "others_accepted_after": 100.0, "check_passed": 100.0, "left_out_auroc": 100.0, "photos_of_new": LEFT_OUT * EACH,
    }  # fmt: skip


def test_the_classifier_does_not_help_what_was_left_out() -> None:
    """Its vectors say nothing here, its logits everything: a new product is found no more often than by chance."""
    said = photos(0.05, 0)
    random = np.random.default_rng(2).normal(size=said.vectors.shape).astype(np.float32)
    blind = Answers(said.logits, random / np.linalg.norm(random, axis=1, keepdims=True), said.labels)
    assert round_of(GALLERY, blind, blind, 0)["check_passed"] == 0.0
    assert round_of(GALLERY, photos(0.05, 0), blind, 0)["new_right"] < 50.0


def test_how_well_what_is_held_is_told_from_what_is_not_by_hand() -> None:
    """Cosines with the nearest product: 0.9 and 0.4 of what is held, 0.6 and 0.2 of what is not; so three of four pairs are told apart."""

    def alike(*cosines: float) -> Answers:
        vectors = np.zeros((len(cosines), SIDE), np.float32)
        vectors[:, 0], vectors[:, CLASSES + 1] = cosines, np.sqrt(1 - np.square(cosines))
        return Answers(np.zeros((len(cosines), CLASSES), np.float32), vectors, np.zeros(len(cosines), np.int64))

    assert told_apart(GALLERY, alike(0.9, 0.4), alike(0.6, 0.2)) == 0.75
    assert told_apart(GALLERY, alike(0.9, 0.4), alike(0.9, 0.4)) == 0.5


@pytest.mark.parametrize("seed", range(3))
def test_a_round_is_the_same_for_the_same_seed(seed: int) -> None:
    assert round_of(GALLERY, photos(0.2, 0), photos(0.2, 1), seed) == round_of(GALLERY, photos(0.2, 0), photos(0.2, 1), seed)
    assert SHOWN < EACH
