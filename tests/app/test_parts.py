"""The window's parts that need no window: pinyin, pictures, the way, the end of a turn, the words of both languages."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtSvg import QSvgRenderer

from kiosk.app.bridge.keyboard import Keyboard
from kiosk.app.cards import money, read_words
from kiosk.app.images import render
from kiosk.app.pictures import ICONS, picture_id, svg
from kiosk.app.pinyin import Pinyin, plain
from kiosk.core import Language
from kiosk.core.text import MAX_CHARACTERS
from tests.fakes.visit import KINDS, PRODUCTS

WORDS = {"你": 900.0, "好": 900.0, "你好": 50.0, "在": 900.0, "哪里": 80.0, "燕麦": 5.0, "奶": 50.0, "言": 40.0, "卖": 40.0}


def test_pinyin_turns_whole_sentences_and_prefers_the_shops_own_words() -> None:
    found = Pinyin(WORDS, ["燕麦奶"]).candidates("yanmainaizainali")
    assert (found[0].text, found[0].letters) == ("燕麦奶在哪里", 16)


def test_a_candidate_for_the_beginning_leaves_the_rest_to_be_turned(qtbot: object) -> None:
    keyboard = Keyboard()
    keyboard._ready(Pinyin(WORDS, ["燕麦奶"]))
    keyboard.speak(True)
    for key in "nihaozai":
        keyboard.press(key)
    keyboard.choose(keyboard.property("candidates").index("你好"))
    assert (keyboard.property("text"), keyboard.property("letters")) == ("你好", "zai")
    keyboard.space()
    assert keyboard.property("text") == "你好在"
    keyboard.close()


def test_the_digits_of_a_real_keyboard_take_a_candidate_and_are_digits_otherwise(qtbot: object) -> None:
    """Who writes pinyin picks by number; the fingers' keys for digits write digits."""
    keyboard = Keyboard()
    keyboard._ready(Pinyin(WORDS, ["燕麦奶"]))
    keyboard.speak(True)
    for key in "2nihaozai":
        keyboard.strike(key)
    wanted = keyboard.property("candidates")[1]
    keyboard.strike("2")
    assert keyboard.property("text") == f"2{wanted}" and keyboard.property("letters") != "nihaozai"
    while keyboard.property("letters"):
        keyboard.space()
    before = keyboard.property("text")
    for key in "n7":
        keyboard.press(key)
    assert keyboard.property("text").startswith(before) and keyboard.property("text").endswith("7")
    keyboard.close()


def test_letters_that_wait_to_be_turned_make_no_question_longer_than_one_may_be(qtbot: object) -> None:
    keyboard = Keyboard()
    keyboard._ready(Pinyin(WORDS, ["燕麦奶"]))
    for _ in range(MAX_CHARACTERS):
        keyboard.press("a")
    keyboard.speak(True)
    for key in "nihao":
        keyboard.press(key)
    keyboard.speak(False)
    assert keyboard.property("text") == "a" * MAX_CHARACTERS and keyboard.property("letters") == ""
    keyboard.close()


@given(st.text(max_size=80))
def test_pinyin_takes_any_text_and_never_uses_more_letters_than_were_typed(text: str) -> None:
    letters = [c for c in text.lower() if c.isascii() and c.isalpha()]
    assert all(0 < c.letters <= len(letters) for c in Pinyin(WORDS).candidates(text))


def test_tone_marks_are_dropped_and_u_umlaut_is_typed_v() -> None:
    assert [plain(r) for r in ("lǜ", "nǎi", "zhuō", "ń")] == ["lv", "nai", "zhuo", "n"]


@pytest.mark.parametrize("file", sorted(p.stem for p in (ICONS / "products").glob("*.svg")))
def test_every_drawing_is_valid_svg_once_filled_in(file: str, qapp: object) -> None:
    text = svg(f"kind=none&shape={file}&colour=%23aa5533&brand=Harbour&word=oat+milk")
    assert "$" not in text
    assert QSvgRenderer(QByteArray(text.encode())).isValid()


@given(brand=st.text(max_size=30), word=st.text(max_size=30), colour=st.text(max_size=8))
def test_nothing_in_a_picture_id_becomes_markup(brand: str, word: str, colour: str) -> None:
    from urllib.parse import urlencode

    text = svg(urlencode({"kind": "oat-milk", "shape": "carton", "colour": colour, "brand": brand, "word": word}))
    assert len(re.findall(r"<text", text)) == 2


def test_two_products_of_a_kind_differ_by_colour_and_lettering(qapp: object) -> None:
    oat = PRODUCTS["oat"]
    other = oat.model_copy(update={"colour": "#aa3333", "brand": "Harbour"})
    first, second = (render(svg(picture_id(p, KINDS["oat-milk"])), QSize(64, 64)) for p in (oat, other))
    assert first != second


def test_both_languages_have_the_same_words_with_the_same_fields() -> None:
    english, chinese = read_words(Language.en), read_words(Language.zh)
    assert english.keys() == chinese.keys()
    fields = re.compile(r"\{(\w+)\}")
    for key in english:
        assert set(fields.findall(english[key])) == set(fields.findall(chinese[key])), key


def test_money_is_written_as_on_a_price_tag() -> None:
    assert (money(Decimal("2.4"), "EUR"), money(Decimal("12"), "GBP")) == ("€2.40", "£12.00")
