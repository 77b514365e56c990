"""Every state of the gallery, in both languages, themes, sizes of text and three screens: readable, reachable, large enough to hit.

The quick part sees every state once in each language, with the looks and screens taking turns; the slow part sees every combination.
"""

import itertools
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage

from kiosk.app import made_up
from kiosk.app.bridge.looks import SIZES
from kiosk.app.cards import allergens, read_words
from kiosk.app.gallery import TALL, look, picture, save, staged
from kiosk.app.stage import Stage, State
from kiosk.app.states import STATES
from kiosk.core import BadInput, Intent, Language
from tests.app import checks
from tests.app.staff import tab_to

SCREENS = (((1080, 1920), 4.03), ((1280, 800), 5.88), ((1920, 1080), 4.03))
"""Pixels, and pixels a millimetre: 21.5 inches upright, 10.1 inches, 21.5 inches lying."""
LOOKS = tuple(itertools.product((False, True), ("normal", "largest")))
Combination = tuple[tuple[tuple[int, int], float], tuple[bool, str]]
ALL: tuple[Combination, ...] = tuple(itertools.product(SCREENS, LOOKS))


def show(stage: Stage, combination: Combination) -> QImage:
    """Gives the window a screen and a look, lets it lay itself out (a frame each for the items and for what depends on them), and gives its picture."""
    (size, dots), (strong, text) = combination
    stage.app.looks.setStill(True)
    stage.window.view.setProperty("dotsPerMm", dots)
    stage.window.view.resize(*size)
    look(stage, text, strong)
    for _ in range(2):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        image = stage.window.view.grabWindow()
    return image


def faults(stage: Stage, combination: Combination) -> list[str]:
    """All that is wrong with what is shown."""
    image = show(stage, combination)
    (size, dots), (strong, text) = combination
    sight, words = checks.Sight(stage.window.view), dict(stage.app.property("words"))
    found = [*checks.misfits(sight), *checks.missing_glyphs(sight), *checks.small_targets(sight, dots, words), *checks.unnamed(sight)]
    found += checks.pale_texts(sight, image, 7.0 if strong else 4.5)
    return [f"{size[0]} x {size[1]}, {'7:1' if strong else 'plain'}, {text}: {fault}" for fault in found]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("number", range(len(STATES)), ids=[s.name for s in STATES])
def test_every_text_of_a_state_is_read_and_every_button_hit(number: int, language: Language, qapp: object, complaints: list[str]) -> None:
    combination = ALL[5 * (2 * number + (language is Language.zh)) % len(ALL)]
    with staged(STATES[number], language, *combination[0]) as stage:
        assert faults(stage, combination) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("state", STATES, ids=lambda s: s.name)
def test_it_is_so_in_every_look_on_every_screen(state: State, language: Language, qapp: object, complaints: list[str]) -> None:
    with staged(state, language) as stage:
        assert [fault for combination in ALL for fault in faults(stage, combination)] == []


@pytest.mark.parametrize("state", STATES, ids=lambda s: s.name)
def test_the_keys_lead_to_everything_that_can_be_pressed_and_one_sees_where_they_are(state: State, qapp: object, complaints: list[str]) -> None:
    with staged(state, Language.en, *ALL[4][0]) as stage:
        show(stage, ALL[4])
        assert checks.unreached(stage.window.view) == []


def by_name(state: str) -> State:
    return next(s for s in STATES if s.name == state)


def test_the_check_finds_a_cut_text_a_small_button_and_a_pale_word(qapp: object) -> None:
    """The checks themselves can fail."""
    with staged(by_name("product"), Language.en) as stage:
        show(stage, ALL[0])
        sight = checks.Sight(stage.window.view)
        next(n for n in sight.texts if n.text == "Show the way").item.setWidth(30)
        call = next(n for n in sight.pressables if n.text == "Call staff").above
        assert call is not None
        call.item.setHeight(20)
        next(n for n in sight.texts if n.text == "€1.99").item.setProperty("color", "#e8f0f0")
        sight = checks.Sight(stage.window.view)
        assert any("Show the way" in f for f in checks.misfits(sight))
        assert any("Call staff" in f for f in checks.small_targets(sight, 4.03, dict(stage.app.property("words"))))
        assert any("€1.99" in f for f in checks.pale_texts(sight, picture(stage), 4.5))


def test_the_gallery_saves_a_state_as_a_picture_of_the_asked_size(tmp_path: Path, qapp: object, complaints: list[str]) -> None:
    (file,) = save(tmp_path, Language.zh, names=["welcome"], size=TALL, text="largest", strong=True, short=270)
    assert (file.name, QImage(str(file)).width(), QImage(str(file)).height()) == ("welcome.png", 270, 480)


def test_a_state_that_there_is_not_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="attract"):
        save(tmp_path, Language.en, names=["nowhere"])


def test_a_comparison_tells_all_that_a_row_says_of_allergens_and_where_it_says_nothing(qapp: object, complaints: list[str]) -> None:
    """What may be in it stands beside what is in it; a row without either never looks as if there were none."""
    store, words = made_up.demo_store(), read_words(Language.en)
    both = next(p for p in store.products() if p.allergens and p.may_contain)
    neither = next(p for p in store.products() if not p.allergens and not p.may_contain)
    given = made_up.answer("Both.", Language.en, Intent.compare_products, skus=[both.sku, neither.sku])
    with staged(by_name("welcome"), Language.en) as stage:
        stage.answer("compare them", given)
        shown = {n.text for n in checks.Sight(stage.window.view).texts}
        told = f"{allergens(both.allergens, words, 'contains')}\n{allergens(both.may_contain, words, 'may_contain')}"
        assert {told, words["none_declared"]} <= shown


def test_lying_down_an_answer_with_nothing_to_show_has_the_wide_side(qapp: object, complaints: list[str]) -> None:
    with staged(by_name("caption-long"), Language.en) as stage:
        show(stage, (((1280, 800), 5.88), (False, "normal")))
        reply = next(n for n in checks.Sight(stage.window.view).texts if n.text.startswith("For twelve children"))
        assert reply.place.left() > 0.42 * 1280


@pytest.mark.parametrize("size", SIZES)
def test_the_shopper_chooses_a_size_of_text_on_the_top_bar_and_the_next_visitor_starts_plain(size: str, qapp: object, complaints: list[str]) -> None:
    with staged(by_name("looks"), Language.en) as stage:
        stage.press(stage.word(f"text_{size}"))
        stage.press(stage.word("looks_strong"))
        looks = stage.app.looks
        assert (looks.property("text"), looks.property("strong")) == (size, True)
        stage.app.finish()
        assert (looks.property("text"), looks.property("strong"), looks.property("still"), looks.property("low")) == ("normal", False, False, False)


def test_a_box_that_is_closed_by_key_gives_the_keys_back(qapp: object, complaints: list[str]) -> None:
    """Bug: the closed box kept them, so that of a question typed then the spaces and Enter went nowhere."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    with staged(by_name("product"), Language.en) as stage:
        view = stage.window.view
        stage.visit.answers["a b"] = made_up.answer("Both.", Language.en)
        tab_to(stage, "Text and contrast")
        QTest.keyClick(view, Qt.Key.Key_Return)
        tab_to(stage, "Close")
        QTest.keyClick(view, Qt.Key.Key_Return)
        stage.until(lambda: view.activeFocusItem() is not None and view.activeFocusItem().property("name") == "Text and contrast", "the keys")
        for key in ("a", Qt.Key.Key_Space, "b", Qt.Key.Key_Return):
            QTest.keyClick(view, key)
        stage.until(lambda: stage.app.talk.property("question") == "a b", "the question")


def test_a_visit_by_keys_alone(qapp: object, complaints: list[str]) -> None:
    """From the attract screen to an answer without a touch: tabulator, Enter, letters."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    with staged(by_name("attract"), Language.en) as stage:
        view = stage.window.view
        stage.visit.answers["oat milk"] = made_up.answer("Aisle 4.", Language.en, skus=["oatly-oat-milk"])

        def go(name: str) -> None:
            for _ in range(40):
                QTest.keyClick(view, Qt.Key.Key_Tab)
                item = view.activeFocusItem()
                if item is not None and item.property("name") == name:
                    return
            raise AssertionError(name)

        go("Touch to start")
        QTest.keyClick(view, Qt.Key.Key_Return)
        assert stage.app.property("screen") == "visit"
        for key in "oat":
            QTest.keyClick(view, key)
        QTest.keyClick(view, Qt.Key.Key_Space)
        for key in "milk":
            QTest.keyClick(view, key)
        assert stage.app.keyboard.property("text") == "oat milk"
        QTest.keyClick(view, Qt.Key.Key_Return)
        stage.until(lambda: stage.app.talk.property("reply") == "Aisle 4.", "the answer")
        go("Show the way")
        QTest.keyClick(view, Qt.Key.Key_Space)
        stage.until(lambda: stage.app.talk.property("panel") == "map", "the plan")
