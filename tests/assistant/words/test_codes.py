"""An order's number is understood however it is said: with its letter, spaced, spoken or by its digits alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.assistant.words.codes import said_code
from tests.assistant.conftest import Visit


@pytest.mark.parametrize(("text", "number"), [
    ("it is h 1 0 4 6", "H1046"), ("h-1046", "H1046"), ("one oh four six", "1046"), ("h ten forty six", "H1046"), ("one zero double four", "1044"),
    ("订单号一零四六", "1046"), ("幺零四六", "1046"), ("twenty one eleven", "2111"), ("a 500 note", "500"), ("two apples", None), ("两个苹果", None), ("", None),
    ("order h1042", "H1042"), ("case number 5570", "5570"), ("编号1001", "1001"), ("the 2nd one", None),
])  # fmt: skip
def test_a_number_is_read_as_it_is_said(text: str, number: str | None) -> None:
    assert said_code(text) == number


def test_number_words_beside_a_price_are_the_price() -> None:
    assert said_code("it was one sixty nine") == "169"
    assert said_code("it was one sixty nine", spoken=False) is None


@given(st.text(alphabet="h0123456789 -onetwfurliygh一零四块,.", max_size=40))
def test_only_digits_and_one_letter_come_out(text: str) -> None:
    code = said_code(text)
    assert code is None or (code[-3:].isdigit() and code[1:].isdigit())


@pytest.mark.parametrize(
    "said", ["H1046", "h1046 please", "is my h 1046 ready", "H 1 0 4 6", "any news of order ten forty six", "1046", "查查H1046", "一零四六这单到哪了"]
)
def test_an_orders_number_asks_for_its_news(visit: Visit, said: str) -> None:
    answer = visit.say(said)
    assert (str(answer.intent), "H1046" in answer.text) == ("order_status", True)


@pytest.mark.parametrize(("asked", "said"), [("where is my order", "1046"), ("where is my order", "it's ten forty six"), ("我的订单呢", "一零四六")])
def test_the_digits_that_were_asked_for_are_enough(visit: Visit, asked: str, said: str) -> None:
    visit.say(asked)
    assert "H1046" in visit.say(said).text


def test_a_battery_is_no_order(visit: Visit) -> None:
    assert str(visit.say("have you got cr2032").intent) != "order_status"
