"""Labels: text drawn here, read by the real reader, matched against a small shop's words."""

import time

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from kiosk.seeing.label import LabelMatcher, LabelReader, Line, words

LEXICON = {
    "oatly-oat-milk": ["Oatly oat drink", "Oatly 燕麦饮"],
    "oatly-oatghurt": ["Oatly natural oatghurt"],
    "bravo-apple-juice": ["Bravo apple juice", "Bravo 苹果汁"],
    "bravo-orange-juice": ["Bravo orange juice", "Bravo 橙汁"],
    "arla-standard-milk": ["Arla standard milk", "Arla 全脂牛奶"],
} | {f"own-{n}": [f"Harbour {word} biscuits"] for n, word in enumerate(["cocoa", "ginger", "butter", "almond", "cherry", "walnut"])}


@pytest.fixture(scope="module")
def reader() -> LabelReader:
    """The real reader, opened once."""
    return LabelReader()


def label(*lines: str) -> npt.NDArray[np.uint8]:
    """Lines of print on a box."""
    image = np.full((480, 640, 3), (200, 225, 235), np.uint8)
    for n, line in enumerate(lines):
        cv2.putText(image, line, (60, 150 + 90 * n), cv2.FONT_HERSHEY_DUPLEX, 1.8, (30, 30, 60), 3, cv2.LINE_AA)
    return image


def test_a_printed_name_is_recognised_with_its_place(reader: LabelReader) -> None:
    """Brand and name on the box lead to the product, and the box lies around them."""
    best = LabelMatcher(LEXICON).match(reader.read(label("BRAVO", "apple juice")))[0]
    assert best.key == "bravo-apple-juice"
    assert best.score > 0.6
    assert 20 <= best.box[0] <= 80
    assert best.box[2] > 150


def test_a_brand_alone_leaves_its_products_equal_and_none_certain(reader: LabelReader) -> None:
    """Where the label says only the brand, no product of it is accepted over the other."""
    rows = LabelMatcher(LEXICON).match(reader.read(label("BRAVO")))
    assert {row.key for row in rows[:2]} == {"bravo-apple-juice", "bravo-orange-juice"}
    assert rows[0].score < 0.6
    assert sum(row.score for row in rows) <= 1


def test_other_text_is_no_product(reader: LabelReader) -> None:
    """A notice on the wall names no product."""
    rows = LabelMatcher(LEXICON).match(reader.read(label("PLEASE QUEUE", "PLATFORM 9")))
    assert all(row.score < 0.6 for row in rows)


def test_a_blank_picture_has_no_lines(reader: LabelReader) -> None:
    """Nothing is read where nothing stands, in any size of picture."""
    for shape in ((20, 900, 3), (900, 20, 3), (480, 640, 3)):
        assert reader.read(np.full(shape, 128, np.uint8)) == []


def test_slips_of_the_reader_are_tolerated_and_chance_is_not() -> None:
    """A wrong letter in a long word is forgiven; two in a short one are not."""
    matcher = LabelMatcher(LEXICON)
    assert matcher.match([Line("OATLV OAT DRINK", 0.9, (0, 0, 9, 9))])[0].key == "oatly-oat-milk"
    assert matcher.match([Line("NaturalOatghurt", 0.9, (0, 0, 9, 9))])[0].key == "oatly-oatghurt"
    assert matcher.match([Line("苹果汁", 0.9, (0, 0, 9, 9))])[0].key == "bravo-apple-juice"
    assert matcher.match([Line("xy 123 !!", 0.9, (0, 0, 9, 9))]) == []
    assert LabelMatcher({}).match([Line("BRAVO", 0.9, (0, 0, 9, 9))]) == []


def test_words_are_folded_and_numbers_are_left_out() -> None:
    """Accents and capitals do not matter, sizes and prices neither."""
    assert words("ÄPPLE Juice 1 l 2.49") == ["apple", "juice"]
    assert words("燕麦饮") == ["燕麦", "麦饮"]


def test_reading_is_bounded(reader: LabelReader) -> None:
    """A page full of text takes no longer than a label; the bound is loose because tests share their cores."""
    page = label(*["alpha beta gamma delta" for _ in range(4)])
    reader.read(page)
    began = time.perf_counter()
    reader.read(np.asarray(cv2.resize(page, (2048, 1536)), np.uint8))
    assert time.perf_counter() - began < 3.0
