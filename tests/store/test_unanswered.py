"""Of a question that could not be answered, the intent and the product words are counted, and nothing else is on the disk."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import BrokenData, Intent
from kiosk.store.unanswered import FILE, LONGEST, Unanswered, UnansweredCounts, product_words

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def counts(tmp_path: Path) -> UnansweredCounts:
    return UnansweredCounts(tmp_path)


def test_the_most_frequent_comes_first_with_its_newest_day_and_survives_a_restart(counts: UnansweredCounts, tmp_path: Path) -> None:
    counts.count(Intent.find_product, ("Dragon fruit",), TUESDAY)
    counts.count(Intent.parking, (), TUESDAY)
    counts.count(Intent.find_product, ("dragon  fruit",), MONDAY)
    counts.close()
    first, second = UnansweredCounts(tmp_path).most(5)
    assert first == Unanswered(Intent.find_product, "dragon fruit", 2, TUESDAY)
    assert second == Unanswered(Intent.parking, "", 1, TUESDAY)


@pytest.mark.parametrize("said", ["call me at 0171 555", "第１件", "my very long story about what happened to me here", "a b c d e f"])
def test_what_is_no_products_name_is_not_kept(counts: UnansweredCounts, said: str) -> None:
    counts.count(Intent.find_product, (said,), TUESDAY)
    assert counts.most(5) == [Unanswered(Intent.find_product, "", 1, TUESDAY)]


@pytest.mark.parametrize("said", ["三文鱼", "gluten free dragon fruit jam"])
def test_what_a_product_is_called_is_kept(said: str) -> None:
    assert product_words((said,)) == said


@given(st.lists(st.text()))
def test_no_digit_and_no_long_text_gets_through(said: list[str]) -> None:
    kept = product_words(said)
    assert len(kept) <= LONGEST and not any(c.isdigit() for c in kept)


def test_the_table_has_no_room_for_anything_else(counts: UnansweredCounts, tmp_path: Path) -> None:
    counts.close()
    columns = [row[1] for row in sqlite3.connect(tmp_path / FILE).execute("PRAGMA table_info(unanswered)")]
    assert columns == ["intent", "words", "count", "last"]


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    with pytest.raises(BrokenData):
        UnansweredCounts(tmp_path)
