"""Numbers in words: the promises of kiosk.speaking.numbers."""

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.speaking.numbers import cardinal_en, cardinal_zh, counted_zh, digits_en, digits_zh, number_en, number_zh, ordinal_en, split_money, year_en

_ONES = {word: n for n, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
                                      "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"])}
_TENS = {word: 10 * n for n, word in enumerate(["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}


def value_of(words: str) -> int:
    """English number words back to a number, written apart from the code under test."""
    total = part = 0
    for word in words.replace("-", " ").split():
        if word == "hundred":
            part *= 100
        elif word in _SCALES:
            total, part = total + part * _SCALES[word], 0
        elif word != "and":
            part += _ONES[word] if word in _ONES else _TENS[word]
    return total + part


@given(st.integers(0, 10**12 - 1))
def test_english_cardinals_can_be_read_back(number: int) -> None:
    assert value_of(cardinal_en(number)) == number


@given(st.integers(0, 10**12 - 1))
def test_chinese_cardinals_can_be_read_back(number: int) -> None:
    assert cn2an.cn2an(cardinal_zh(number), "smart") == number


@pytest.mark.parametrize(
    ("number", "said"), [(0, "零"), (2, "二"), (12, "十二"), (22, "二十二"), (200, "两百"), (1042, "一千零四十二"), (2000, "两千"), (120000, "十二万"), (-18, "负十八")]
)
def test_chinese_cardinals_are_what_people_say(number: int, said: str) -> None:
    assert cardinal_zh(number) == said


def test_two_things_are_liang_and_the_name_two_is_er() -> None:
    assert (counted_zh(2), counted_zh(12), cardinal_zh(2)) == ("两", "十二", "二")


@given(st.integers(0, 10**9))
def test_ordinals_end_like_ordinals(number: int) -> None:
    assert ordinal_en(number).endswith(("th", "first", "second", "third"))


@pytest.mark.parametrize(
    ("year", "said"), [(1905, "nineteen oh five"), (2000, "two thousand"), (2005, "two thousand and five"), (2026, "twenty twenty-six"), (1900, "nineteen hundred")]
)
def test_years(year: int, said: str) -> None:
    assert year_en(year) == said


@given(st.text("0123456789", min_size=1, max_size=20))
def test_digit_by_digit_says_each_digit(digits: str) -> None:
    assert len(digits_en(digits).split()) == len(digits) == len(digits_zh(digits))


@given(st.from_regex(r"\A[0-9]{1,15}(\.[0-9]{1,4})?\Z"))
def test_written_numbers_leave_no_digit(written: str) -> None:
    assert not any(c.isdigit() for c in number_en(written) + number_zh(written) + number_zh(written, counted=True))


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_money_is_split_exactly(whole: int, part: int) -> None:
    assert split_money(f"{whole}.{part:02d}") == (whole, part)


def test_what_is_no_amount_is_not_split() -> None:
    assert split_money("1.234") is None and split_money("x") is None and split_money("1" * 40) is None
