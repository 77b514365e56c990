"""A product taught by camera, in staff mode: through the real QML, by touch and by keys, with frames of drawn packs and the shipped student."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.app import made_up
from kiosk.app.bridge import enrol
from kiosk.app.cards import read_words
from kiosk.app.enrol_states import SKU, STEP, hold, products, settle, shoot
from kiosk.app.gallery import TALL, staged
from kiosk.app.main import Window
from kiosk.app.staff_states import PIN
from kiosk.app.stage import State
from kiosk.core import Language, MissingPart
from kiosk.core.settings import load_settings
from kiosk.seeing.views import VIEWS, Fault
from kiosk.store.enrolled import FILE as ENROLLED
from kiosk.store.pin import FILE, StaffPin
from kiosk.visit.enrolling import Known
from tests.app.conftest import no_speaker
from tests.app.staff import buttons, press, seen, tab_to, touch
from tests.fakes.products import view

NOTHING = State("attract", lambda stage: None)


class Shown:
    """A camera before which a drawn pack is held; `number` is how."""

    number = 0

    def frame(self) -> npt.NDArray[np.uint8]:
        return view(1, self.number)

    def close(self) -> None:
        return


@pytest.fixture
def shop(qtbot: QtBot, tmp_path: Path, complaints: list[str]) -> Iterator[tuple[Window, Shown]]:
    """The real house with a PIN, and what its camera sees."""
    StaffPin(tmp_path / FILE, lambda: datetime.now(UTC)).set(PIN)
    shown = Shown()
    made = Window(load_settings(state=tmp_path, voice=False), camera=lambda: shown, speaker=no_speaker, width=1080, height=1920)
    made.open()
    qtbot.waitUntil(lambda: bool(made.app.property("ready") or made.app.property("broken")), timeout=60_000)
    assert made.app.property("broken") == ""
    yield made, shown
    made.close()


@pytest.mark.parametrize("language", Language)
def test_staff_teach_a_product_by_touch_alone_and_the_next_shopper_is_told_what_it_is(
    language: Language, shop: tuple[Window, Shown], qtbot: QtBot, tmp_path: Path
) -> None:  # fmt: skip
    window, shown = shop
    app, glass = window.app, SimpleNamespace(window=window)

    def until(done: Any) -> None:
        qtbot.waitUntil(lambda: bool(done()), timeout=60_000)

    def on_glass(name: str) -> None:
        until(lambda: name in buttons(glass))
        touch(glass, name)

    def word(key: str) -> str:
        return str(app.property("words")[key])

    def reached(stage: str) -> None:
        until(lambda: app.enrol.property("stage") == stage and not app.enrol.property("busy"))

    app.speak(str(language))
    on_glass(word("door"))
    for digit in PIN:
        on_glass(digit)
    on_glass(word("door_open"))
    on_glass(word("mode_products"))
    on_glass(word("enrol_type"))
    if language is Language.zh:
        on_glass(word("type_english"))
    for letter in "organic oat drink":
        on_glass(word("type_space") if letter == " " else letter)
    product = app._parts.visit.house.store.product(SKU)
    name = product.name_zh if language is Language.zh else product.name_en
    until(lambda: any(row["sku"] == SKU for row in app.enrol.property("found")))
    on_glass(word("enrol_done"))
    on_glass(f"{name}, {word('enrol_known_no')}")
    reached("frames")
    for number, key in enumerate(VIEWS):
        assert word(f"enrol_view_{key}") in seen(glass)
        assert word("enrol_count").format(number=number + 1, all=8) in seen(glass)
        shown.number = number
        until(lambda number=number: np.array_equal(app.camera.newest(), view(1, number)))
        on_glass(word("enrol_take"))
        until(lambda number=number: app.enrol.property("taken") == number + 1 and not app.enrol.property("busy"))
    reached("check")
    assert {word("enrol_good"), word("enrol_hits").format(found=8, all=8)} <= seen(glass)
    assert not (tmp_path / ENROLLED).exists()
    on_glass(word("enrol_save"))
    reached("saved")
    assert word("enrol_saved") in seen(glass)
    on_glass(word("mode_leave"))
    until(lambda: not app.camera.property("active"))

    def shopper_shows() -> list[str]:
        app.begin("show")
        until(lambda: app.camera.property("serial") > 0 and app.camera.newest() is not None)
        app.identify()
        until(lambda: not app.talk.property("busy"))
        cards = [str(card["sku"]) for card in app.talk.property("cards")]
        app.finish()
        until(lambda: not app.camera.property("active"))
        return cards

    shown.number = 3
    assert shopper_shows()[:1] == [SKU]
    app.speak(str(language))
    on_glass(word("door"))
    for digit in PIN:
        on_glass(digit)
    on_glass(word("door_open"))
    on_glass(word("mode_products"))
    on_glass(f"{word('enrol_undo')}: {name}")
    until(lambda: app.enrol.property("listed") == [])
    on_glass(word("mode_leave"))
    assert shopper_shows()[:1] != [SKU]


@pytest.mark.parametrize("language", Language)
def test_by_keys_alone(language: Language, qapp: object, complaints: list[str]) -> None:
    """Letters search, the tabulator and Enter do the rest, and Escape puts the keyboard away."""
    with staged(NOTHING, language, TALL) as stage:
        products(stage)
        view_, taught = stage.window.view, stage.app.enrol
        if language is Language.zh:
            stage.app.keyboard.toggleChinese()
        for letter in "organic":
            QTest.keyClick(view_, letter)
        QTest.keyClick(view_, Qt.Key.Key_Space)
        for letter in "oatx":
            QTest.keyClick(view_, letter)
        QTest.keyClick(view_, Qt.Key.Key_Backspace)
        stage.until(lambda: any(row["sku"] == SKU for row in taught.property("found")), "the product")
        name = next(row["name"] for row in taught.property("found") if row["sku"] == SKU)
        QTest.keyClick(view_, Qt.Key.Key_Escape)
        assert not stage.app.keyboard.property("visible") and stage.app.property("screen") == "staff"
        press(stage, f"{name}, {stage.word('enrol_known_no')}")
        settle(stage, "frames")
        stage.until(lambda: stage.app.camera.property("serial") > 1, "the camera")
        tab_to(stage, stage.word("enrol_take"))
        QTest.keyClick(view_, Qt.Key.Key_Return)
        stage.until(lambda: taught.property("taken") == 1 and not taught.property("busy"), "the picture")
        press(stage, stage.word("enrol_retake"))
        stage.until(lambda: taught.property("taken") == 0, "the picture to go")
        press(stage, stage.word("close"))
        settle(stage, "choose")


def test_without_the_pin_every_slot_is_deaf(qapp: object, complaints: list[str]) -> None:
    with staged(NOTHING, Language.en) as stage:
        stage.app.begin("show")
        stage.until(lambda: stage.app.camera.property("serial") > 1, "the camera")
        taught = stage.app.enrol
        for do in (
            taught.open,
            taught.scan,
            lambda: taught.choose(SKU),
            taught.take,
            taught.retake,
            taught.again,
            taught.save,
            lambda: taught.undo(SKU),
            taught.back,
        ):
            do()
            assert (taught.property("stage"), taught.property("busy")) == ("closed", False)
        assert stage.visit.house.enrolled.rows() == {}


@pytest.mark.parametrize("leave", ["the door", "another room", "close"])
def test_leaving_half_way_keeps_nothing_and_lets_the_camera_go(leave: str, qapp: object, complaints: list[str]) -> None:
    with staged(NOTHING, Language.en) as stage:
        shoot(stage, 3)
        if leave == "the door":
            stage.app.finish()
        elif leave == "another room":
            stage.app.mode.rooms.go("volume")
        else:
            touch(stage, stage.word("close"))
        stage.until(lambda: not stage.app.camera.property("active") and stage.visit.house.enrolling.taken == 0, "the end")
        assert stage.app.enrol.property("stage") == ("choose" if leave == "close" else "closed")
        assert stage.app.enrol.property("product") == {} and stage.visit.house.enrolled.rows() == {}
        assert stage.app.camera.newest() is None


def test_a_refused_picture_says_why_and_the_last_one_goes_back(qapp: object, complaints: list[str]) -> None:
    with staged(NOTHING, Language.en) as stage:
        shoot(stage, 1)
        hold(stage, -STEP)
        touch(stage, stage.word("enrol_take"))
        stage.until(lambda: stage.app.enrol.property("fault") == "same", "the refusal")
        made_up.MadeUpCamera.moved = 0
        assert stage.word("enrol_fault_same") in seen(stage) and stage.app.enrol.property("taken") == 1
        touch(stage, stage.word("enrol_retake"))
        stage.until(lambda: stage.app.enrol.property("taken") == 0, "the picture to go")
        assert stage.word("enrol_fault_same") not in seen(stage)


def test_what_looks_like_another_product_is_named_and_saved_only_if_staff_say_so(qapp: object, complaints: list[str]) -> None:
    with staged(NOTHING, Language.en) as stage:
        stage.visit.house.eyes.appearance.axes = (0,)
        shoot(stage, 8)
        settle(stage, "check")
        assert "8 of 8 pictures look like Lemon." in seen(stage) and stage.word("enrol_save") not in buttons(stage)
        touch(stage, stage.word("enrol_again"))
        settle(stage, "frames")
        assert stage.app.enrol.property("taken") == 0 and stage.visit.house.enrolled.rows() == {}


@pytest.mark.parametrize("known", [True, False])
def test_a_barcode_before_the_camera_chooses_its_product_and_an_unknown_one_is_told(
    known: bool, qapp: object, complaints: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    digits = made_up.demo_store().product(SKU).ean if known else "4006381333931"  # type: ignore[union-attr]
    bars = np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(digits, zxingcpp.BarcodeFormat.EAN13), scale=3))
    frame = np.full((480, 640, 3), 230, np.uint8)
    frame[20 : 20 + bars.shape[0], 20 : 20 + bars.shape[1]] = bars[:, :, None]
    monkeypatch.setattr(made_up.MadeUpCamera, "frame", lambda self: frame)
    with staged(NOTHING, Language.en) as stage:
        products(stage)
        touch(stage, stage.word("enrol_code"))
        if known:
            settle(stage, "frames")
            assert stage.app.enrol.property("product")["sku"] == SKU
        else:
            stage.until(lambda: stage.app.enrol.property("code") == digits, "the code")
            assert f"{digits} is not a product of this store." in seen(stage)


def test_a_damaged_file_is_told_and_a_product_can_be_taught_all_the_same(qapp: object, complaints: list[str]) -> None:
    with staged(NOTHING, Language.en) as stage:
        (stage.folder / ENROLLED).write_text("{", "utf-8")
        products(stage)
        assert any("damaged" in text for text in seen(stage))
        stage.app.enrol.choose(SKU)
        settle(stage, "frames")
        assert stage.app.enrol.property("failed") == ""


def test_a_search_that_fails_after_staff_left_leaves_no_word_of_it(qapp: object, complaints: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(text: str) -> Any:
        raise MissingPart("the catalogue is gone", "test", "import it")

    with staged(NOTHING, Language.en) as stage:
        products(stage)
        monkeypatch.setattr(stage.app.enrol._teaching, "search", lost)
        held, done = threading.Event(), list[None]()
        stage.app._jobs.run(held.wait, lambda _: None)
        stage.app.keyboard.press("o")
        stage.app.finish()
        held.set()
        stage.app._jobs.run(lambda: None, done.append)
        stage.until(lambda: bool(done), "all that was asked")
        assert stage.app.enrol.property("failed") == ""


def test_without_a_camera_it_says_so_and_goes_back_to_the_choice(qapp: object, complaints: list[str]) -> None:
    with staged(State("attract", lambda stage: None, ("camera",)), Language.en) as stage:
        products(stage)
        touch(stage, stage.word("enrol_code"))
        stage.until(lambda: stage.app.enrol.property("failed") == "camera", "the word that there is none")
        assert stage.word("enrol_no_camera") in seen(stage) and stage.app.enrol.property("stage") == "choose"


def test_what_is_typed_in_staff_mode_is_no_question(qapp: object, complaints: list[str]) -> None:
    with staged(NOTHING, Language.en) as stage:
        products(stage)
        for letter in "oat":
            stage.app.keyboard.press(letter)
        stage.app.keyboard.submit()
        assert (stage.app.talk.property("busy"), stage.app.talk.property("question")) == (False, "")


def test_the_window_knows_the_views_and_has_words_for_all_that_can_be_said() -> None:
    assert enrol.VIEWS == VIEWS
    for language in Language:
        words = read_words(language)
        assert {*(f"enrol_view_{v}" for v in VIEWS), *(f"enrol_fault_{f}" for f in Fault), *(f"enrol_known_{k}" for k in Known)} <= set(words)
