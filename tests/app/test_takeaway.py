"""What is taken along by QR code: read back by a reader, complete or counted."""

import cv2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from kiosk.app.cards import Card, read_words
from kiosk.app.takeaway import LONGEST, code, list_text, ticket_text, way_text
from kiosk.core import Language

WORDS = {language: read_words(language) for language in Language}


def row(name: str, place: str = "Aisle 4 · Shelf 7") -> Card:
    return {"name": name, "quantity": "2 ×", "price": "€4.98", "place": place}


def read(text: str) -> str:
    """What a phone reads of a code four pixels a module wide."""
    picture = cv2.resize(code(text), None, fx=4, fy=4, interpolation=cv2.INTER_NEAREST)
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


@pytest.mark.parametrize("language", Language)
def test_a_list_is_read_back_word_for_word_each_place_once(language: Language) -> None:
    text = list_text("Harbour Market", [row("Oat drink"), row("燕麦饮 1升"), row("Apples", "Aisle 1 · Shelf 1")], "€9.96", WORDS[language])
    assert read(text) == text
    assert text.count("Aisle 4") == 1 and text.index("Apples") > text.index("Aisle 1") and text.endswith("€9.96")


@given(st.lists(st.text("abc 燕麦é", min_size=1, max_size=60).map(row), max_size=60))
def test_a_list_of_any_length_fits_and_says_how_many_are_left_out(rows: list[Card]) -> None:
    text = list_text("Harbour Market", rows, "€9.96", WORDS[Language.en])
    assert len(text.encode()) <= LONGEST and text.endswith("Together €9.96")
    shown = sum(line.startswith("  2 ×") for line in text.splitlines())
    assert shown == len(rows) or f"{len(rows) - shown} more" in text


def test_the_way_and_a_case_are_read_back() -> None:
    assert read(way_text("Harbour Market", "Toilets", "")) == "Harbour Market\nToilets"
    note: Card = {"kind": "ticket", "number": "1001", "opened": "opened 22 Nov", "text": "Nobody has taken it yet.", "taken": False}
    assert "1001" in read(ticket_text("Harbour Market", note))
