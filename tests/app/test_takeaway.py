"""What is taken along by QR code: read back by a reader, complete or counted, and so off the pixels of the window."""

from urllib.parse import quote

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from kiosk.app import made_up
from kiosk.app.cards import Card, Listed, card, list_rows, read_words
from kiosk.app.gallery import look, picture, staged
from kiosk.app.images import Codes
from kiosk.app.stage import Stage, State, items
from kiosk.app.states import STATES
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
    text = list_text("Harbour Market", Listed((row("Oat drink"), row("燕麦饮 1升"), row("Apples", "Aisle 1 · Shelf 1")), "€9.96", "saved"), WORDS[language])
    assert read(text) == text
    assert text.count("Aisle 4") == 1 and text.index("Apples") > text.index("Aisle 1") and text.endswith("€9.96\nsaved")


@given(st.lists(st.text("abc 燕麦é", min_size=1, max_size=60).map(row), max_size=60))
def test_a_list_of_any_length_fits_and_says_how_many_are_left_out(rows: list[Card]) -> None:
    text = list_text("Harbour Market", Listed(tuple(rows), "€9.96", "€1.00 saved"), WORDS[Language.en])
    assert len(text.encode()) <= LONGEST and text.endswith("Together €9.96\n€1.00 saved")
    shown = sum(line.startswith("  2 ×") for line in text.splitlines())
    assert shown == len(rows) or f"{len(rows) - shown} more" in text


def test_the_way_and_a_case_are_read_back() -> None:
    assert read(way_text("Harbour Market", "Toilets", "")) == "Harbour Market\nToilets"
    note: Card = {"kind": "ticket", "number": "1001", "opened": "opened 22 Nov", "text": "Nobody has taken it yet.", "taken": False}
    assert "1001" in read(ticket_text("Harbour Market", note))


def pixels(image: QImage) -> npt.NDArray[np.uint8]:
    """(height, width) grey."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].copy()


@given(st.text(min_size=1, max_size=120).map(lambda text: text.replace("\0", "0")))
def test_a_code_is_as_large_as_fits_and_every_module_a_whole_number_of_pixels(text: str) -> None:
    """Nothing of it is blurred: shrunk by that number it is the code again, quiet zone and all."""
    made = pixels(Codes().requestImage(quote(text, safe=""), QSize(), QSize(400, 360)))
    modules = code(text)
    scale = len(made) // len(modules)
    assert 360 - len(modules) < len(made) <= 360
    assert (made == modules.repeat(scale, 0).repeat(scale, 1)).all()


SHOWN = {"list": ("listText", "3 × "), "map": ("wayText", "7"), "ticket": ("ticketText", "1001")}
"""State of the gallery: the text that is taken along there, and a part of it."""
SCREENS = (((1080, 1920), 4.03, "normal", False), ((1280, 800), 5.88, "largest", True), ((1920, 1080), 4.03, "largest", False))


def at(state: str) -> State:
    return next(s for s in STATES if s.name == state)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("state", SHOWN)
def test_what_the_window_shows_is_read_back_off_its_pixels(state: str, language: Language, qapp: object, complaints: list[str]) -> None:
    """On every screen, in the largest text and in the strong theme; the code is 60 mm wide or more."""
    with staged(at(state), language) as stage:
        stage.press(stage.word("take"))
        name, part = SHOWN[state]
        text = stage.app.talk.property(name)
        assert part in text
        for size, dots, letters, strong in SCREENS:
            stage.window.view.setProperty("dotsPerMm", dots)
            stage.window.view.resize(*size)
            look(stage, letters, strong)
            (found,) = zxingcpp.read_barcodes(pixels(picture(stage)))
            assert found.text == text
            shown = next(i for i in items(stage.window.view.contentItem()) if i.objectName() == "code")
            assert shown.property("paintedWidth") >= 60 * dots


def code_is_shown(stage: Stage) -> bool:
    return bool(zxingcpp.read_barcodes(pixels(picture(stage))))


def test_the_code_is_opened_and_folded_by_keys_alone_and_goes_with_its_list(qapp: object, complaints: list[str]) -> None:
    with staged(at("list"), Language.en) as stage:
        view = stage.window.view
        for name in ("Take it with you", "Close"):
            for _ in range(60):
                QTest.keyClick(view, Qt.Key.Key_Tab)
                if view.activeFocusItem().property("name") == name:
                    break
            QTest.keyClick(view, Qt.Key.Key_Return)
            assert code_is_shown(stage) == (name != "Close")
        stage.press("Take it with you")
        QTest.keyClick(view, Qt.Key.Key_Escape)
        assert not code_is_shown(stage)
        stage.press("Take it with you")
        stage.app.finish()
        stage.app.begin("touch")
        assert not code_is_shown(stage)


@pytest.mark.parametrize("state", ["list-empty", "welcome", "policy", "product"])
def test_where_there_is_nothing_to_take_along_nothing_offers_it(state: str, qapp: object, complaints: list[str]) -> None:
    with staged(at(state), Language.en) as stage:
        offered = [i for i in items(stage.window.view.contentItem()) if i.property("name") == "Take it with you" and i.isVisible()]
        assert offered == []
        assert [stage.app.talk.property(name) for name, _ in SHOWN.values()] == ["", "", ""]


@pytest.mark.parametrize("language", Language)
def test_card_list_and_code_tell_the_price_of_today_and_what_it_saves(language: Language) -> None:
    market, day, words = made_up.demo_store(), made_up.NOW.date(), WORDS[language]
    oat = market.product("oatly-oat-milk")
    assert oat is not None
    shown, listed = card(market, oat, words, language, day), list_rows(market, [("oatly-oat-milk", "2"), ("lemon", "1")], words, language, day)
    lemon = market.product("lemon")
    assert lemon is not None
    assert (shown["price"], "€2.49" in str(shown["usual"])) == ("€1.99", True)
    row = next(r for r in listed.rows if r["sku"] == "oatly-oat-milk")
    assert (row["price"], "€4.98" in str(row["usual"])) == ("€3.98", True)
    assert "€1.00" in listed.saved
    assert listed.total == f"€{lemon.price + 2 * market.price_on(oat, day):.2f}"
    text = list_text("Harbour Market", listed, words)
    assert listed.total in text and listed.saved in text
