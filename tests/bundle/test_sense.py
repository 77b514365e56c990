"""What a shopper would say is told from what sounds like it."""

from pathlib import Path

import pytest

from kiosk.bundle.sense import sense
from kiosk.bundle.student import Student


@pytest.fixture(scope="module")
def student() -> Student:
    return Student(Path("assets/bundles/market/understanding"))


@pytest.mark.parametrize(("said", "misheard"), [("要买多少才免运费", "要买多少才面印肺"), ("这张购物卡还能用多久", "这张购物开还能用多久")])
def test_what_was_said_makes_more_sense_than_what_was_heard(student: Student, said: str, misheard: str) -> None:
    """By enough to be chosen: the bound of `kiosk.hearing.repair`."""
    assert sense(student, said) > sense(student, misheard) + 0.2


def test_what_no_shop_is_asked_makes_no_sense(student: Student) -> None:
    """A question beyond the shop is no reading to prefer, however sure the student is that it is beyond."""
    assert sense(student, "who won the world cup in 1998") < 0.5
