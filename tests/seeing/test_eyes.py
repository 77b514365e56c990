"""The eyes with the shipped part: real model, real barcodes, pictures drawn here. No photo is in the repository."""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp

from kiosk.bundle.gallery import load_gallery
from kiosk.core import BadInput, BrokenData, MissingPart
from kiosk.seeing import Eyes
from kiosk.seeing.appearance import Appearance

PART = Path(__file__).parents[2] / "assets" / "bundles" / "market" / "seeing"
EAN = {"7394376615733": "oatly-oat-milk"}
LEXICON = {"oatly-oat-milk": ["Oatly oat drink"], "granny-smith": ["Granny Smith apple"]}


def oranges() -> npt.NDArray[np.uint8]:
    """Orange balls on green, BGR."""
    image = np.full((480, 480, 3), (40, 90, 40), np.uint8)
    for x in range(60, 480, 120):
        for y in range(60, 480, 120):
            cv2.circle(image, (x, y), 56, (20, 140, 250), -1)
    return image


def with_code() -> npt.NDArray[np.uint8]:
    """A barcode on a white box, with print beside it."""
    bars = np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode("7394376615733", zxingcpp.BarcodeFormat.EAN13), scale=3))
    image = np.full((480, 640, 3), 230, np.uint8)
    image[20 : 20 + bars.shape[0], 20 : 20 + bars.shape[1]] = bars[:, :, None]
    cv2.putText(image, "GRANNY SMITH APPLE", (20, 430), cv2.FONT_HERSHEY_DUPLEX, 1.4, (0, 0, 0), 2)
    return image


@pytest.fixture(scope="module")
def eyes() -> Eyes:
    """Eyes for the shipped gallery."""
    return Eyes(PART, load_gallery(PART).keys, LEXICON, EAN)


def test_appearance_always_gives_five_rows_best_first(eyes: Eyes) -> None:
    """Also for a picture of nothing; scores are chances that add up to at most one."""
    for image in (oranges(), np.full((100, 300, 3), 90, np.uint8), np.random.default_rng(0).integers(0, 256, (90, 70, 3)).astype(np.uint8)):
        rows = eyes.see(image, {"appearance"})
        scores = [row.score for row in rows]
        assert len(rows) == 5
        assert scores == sorted(scores, reverse=True)
        assert min(scores) >= 0
        assert sum(scores) <= 1.0001
        assert not any(row.accepted for row in rows[1:])


def test_a_picture_of_nothing_is_turned_down(eyes: Eyes) -> None:
    """A grey wall and noise are accepted as no product."""
    for image in (np.full((240, 320, 3), 128, np.uint8), np.random.default_rng(1).integers(0, 256, (240, 320, 3)).astype(np.uint8)):
        assert not any(row.accepted for row in eyes.see(image, {"appearance"}))


def test_a_barcode_tells_and_then_no_label_is_read(eyes: Eyes) -> None:
    """The code's product comes first and is accepted; the print beside it is not even read."""
    rows = eyes.see(with_code())
    assert rows[0].by == "barcode"
    assert rows[0].sku == "oatly-oat-milk"
    assert rows[0].accepted
    assert rows[0].box is not None
    assert [row.by for row in rows[1:]] == ["appearance"] * 5
    assert "label" not in eyes.milliseconds


def test_without_a_known_code_the_label_is_read(eyes: Eyes) -> None:
    """A code that the shop does not carry leaves it to the print, and can be told apart from no code."""
    strange = Eyes(PART, {"granny-smith"}, LEXICON, {})
    rows = strange.see(with_code(), {"barcode", "label"})
    assert rows
    assert rows[0].by == "label"
    assert rows[0].sku == "granny-smith"
    assert strange.unknown_codes(with_code()) == ["7394376615733"]
    assert eyes.unknown_codes(with_code()) == []


def test_only_what_the_shop_sells_is_seen() -> None:
    """Gallery keys that were not given never come back; fewer products give fewer rows."""
    rows = Eyes(PART, {"banana", "lemon", "not-in-the-gallery"}, {}, {}).see(oranges(), {"appearance"})
    assert {row.sku for row in rows} == {"banana", "lemon"}
    assert Eyes(PART, set(), {}, {}).see(oranges(), {"appearance"}) == []


def test_a_new_product_needs_one_picture() -> None:
    """Shown once, a thing that the classifier was never taught is the best row from then on."""
    student = Appearance(PART)
    page = np.full((300, 300, 3), 250, np.uint8)
    cv2.rectangle(page, (60, 40), (240, 260), (180, 30, 150), -1)
    cv2.circle(page, (150, 150), 60, (0, 220, 220), -1)
    student.know({"harbour-tea": student.observe(page)[1][None]})
    again = np.asarray(cv2.resize(page, (500, 500)), np.uint8)
    key, score = student.look(again)[0]
    assert key == "harbour-tea"
    assert score > 0.3


def test_a_broken_or_missing_part_is_said_clearly(tmp_path: Path, eyes: Eyes) -> None:
    """Missing, and there but altered, are two things; a bad frame is a third."""
    with pytest.raises(MissingPart):
        Appearance(tmp_path)
    for name in ("model.xml", "model.bin", "gallery.npz", "part.json"):
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(BrokenData):
        Appearance(tmp_path)
    with pytest.raises(BadInput):
        eyes.see(np.zeros((0, 0, 3), np.uint8))
