"""Why this answer: what is told of its facts, what was understood and seen; by touch and keys, and how nothing of it stays."""

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.app import made_up
from kiosk.app.bridge.why import region
from kiosk.app.cards import read_words
from kiosk.app.gallery import staged
from kiosk.app.images import lit
from kiosk.app.main import Window
from kiosk.app.reasons import computed, fact, reasons, sureness
from kiosk.app.stage import Stage, State
from kiosk.app.way_states import why, why_picture
from kiosk.core import Citation, Intent, Language, Seen
from kiosk.seeing.heat import CELLS, POSITIONS
from tests.app import checks
from tests.fakes.visit import FakeVisit

WORDS = {language: read_words(language) for language in Language}
OAT = "product:oatly-oat-milk"
Ask = Callable[[str], None]


def answer(text: str, *citations: Citation, language: Language = Language.en, **more: Any) -> Any:
    return replace(made_up.answer(text, language, Intent.product_price, skus=["oatly-oat-milk"]), citations=citations, **more)


def told(text: str, *citations: Citation, language: Language = Language.en, **more: Any) -> dict[str, Any]:
    return reasons(made_up.demo_store(), answer(text, *citations, language=language, **more), WORDS[language], language)


def test_a_fact_stands_under_the_sentence_that_tells_it_with_its_source_in_words() -> None:
    price, aisle = Citation(OAT, "price", "2.49"), Citation(OAT, "aisle", "4")
    found = told("It costs €2.49. It is in aisle 4.", aisle, price)["sentences"]
    assert [s["text"] for s in found] == ["It costs €2.49.", "It is in aisle 4."]
    assert found[0]["facts"] == [{"fact": "Price: €2.49", "source": "the shop's price list, row oatly-oat-milk"}]
    assert found[1]["facts"] == [{"fact": "Aisle: 4", "source": "the shop's product list, row oatly-oat-milk"}]


def test_two_offers_that_end_on_one_day_have_each_their_own() -> None:
    days = [Citation(f"offer:{offer}", "ends", "2026-12-31") for offer in ("a", "b")]
    found = told("Until 31 December: apples. Until 31 December: pears.", *days)["sentences"]
    assert [f["source"] for s in found for f in s["facts"]] == ["the shop's offers, row a", "the shop's offers, row b"]
    assert [len(s["facts"]) for s in found] == [1, 1]


def test_only_a_sentence_that_no_row_holds_is_said_to_hold_no_fact() -> None:
    rule = Citation("policy:return-or-refund/general", "answer_en", "Bring it back. The receipt helps.")
    assert [s["plain"] for s in told("Bring it back. The receipt helps. Anything else?", rule)["sentences"]] == [False, False, True]


def test_in_chinese_it_is_told_in_chinese() -> None:
    found = told("价格是2.49欧元。", Citation(OAT, "price", "2.49"), language=Language.zh)
    assert found["sentences"][0]["facts"] == [{"fact": "价格：€2.49", "source": "本店价目表，oatly-oat-milk"}]
    assert found["understood"][0] == "您想要：商品多少钱 – 很有把握"


@given(st.lists(st.tuples(st.sampled_from(["price", "aisle", "shelf", "stock", "stock_date"]), st.sampled_from(["4", "2.49", "2026-11-22"])), max_size=8))
def test_every_citation_is_told_once_and_none_is_made_up(pairs: list[tuple[str, str]]) -> None:
    citations = [Citation(OAT, field, value) for field, value in pairs if field != "price" or value == "2.49"]
    shown = [f for s in told("It costs €2.49. It is in aisle 4. Counted on 22 November.", *citations)["sentences"] for f in s["facts"]]
    assert len(shown) == len(set(citations))


@pytest.mark.parametrize(
    ("citation", "says"),
    [
        (Citation("computed", "bill", "3.98", (f"{OAT}.price", "number:2")), "2 × 2.49 − 1.00 = 3.98"),
        (Citation("computed", "half", "1.25", (f"{OAT}.price",)), "2.49 ÷ 2 = 1.25"),
        (Citation("computed", "bill", "7.47", (f"{OAT}.price", "number:2", f"{OAT}.price", "number:1")), "2 × 2.49 + 1 × 2.49 = 7.47"),
        (Citation("computed", "unit_price", "2.49", (f"{OAT}.price", f"{OAT}.amount", f"{OAT}.unit")), "2.49 ÷ 1 = 2.49"),
        (Citation("computed", "count", "3", ("a", "b", "c")), "Counted: 3"),
    ],
)
def test_what_was_computed_shows_the_figures_it_was_computed_from(citation: Citation, says: str) -> None:
    assert computed(made_up.demo_store(), citation, WORDS[Language.en]) == says


def test_every_source_and_intent_has_words_of_its_own_in_both_languages() -> None:
    """As the claim check knows them (kiosk/assistant/claims.py)."""
    rows = "product kind order receipt ticket call policy facility counter offer recall recipe brand holiday form department floor"
    sources = ["shop", "question", "visit", "clock", "calendar", *(f"{row}:1" for row in rows.split())]
    for language in Language:
        general = WORDS[language]["why_from"].split("{row}")[0]
        for source in sources:
            assert not fact(made_up.demo_store(), Citation(source, "name", "x"), WORDS[language], language)["source"].startswith(general), source
        assert all(WORDS[language][f"why_intent_{intent}"] for intent in Intent)


@given(st.floats(0, 1))
def test_a_chance_is_told_in_words_and_never_as_a_number(chance: float) -> None:
    line = told("Yes.", confidence=chance)["understood"][0]
    assert not re.search(r"\d", line) and line.endswith(WORDS[Language.en][sureness(chance)])


def test_of_a_picture_it_is_told_what_decided_and_who_else_it_could_be() -> None:
    seen = (Seen("barcode", "lemon", 0.999, True), *(Seen("appearance", sku, s, False) for sku, s in (("lemon", 0.5), ("oatly-oat-milk", 0.1))))
    found = told("That is a lemon.", seen=seen)
    assert found["decided"] == "The barcode decided."
    assert [(c["name"], c["score"]) for c in found["candidates"]] == [("Lemon", 0.5), ("Oatly oat drink 1 l", 0.1)]
    assert told("I am not sure.", seen=seen[1:])["decided"] == "Nothing I saw was certain enough."


@pytest.mark.parametrize(("at", "ninth"), [((0, 0), 0), ((0, 5), 2), ((5, 0), 6), ((3, 0), 3), ((5, 5), 8)])
def test_what_decided_is_also_told_as_a_place_in_the_picture(at: tuple[int, int], ninth: int) -> None:
    found = np.zeros((CELLS, CELLS), np.float32)
    found[at] = 1
    assert region(found) == ninth


def test_what_decided_stays_bright_and_the_rest_goes_dark_whatever_its_colour() -> None:
    found = np.zeros((CELLS, CELLS), np.float32)
    found[2:4, :2] = 1
    shown = lit(np.full((120, 120, 3), 200, np.uint8), found)
    assert shown[60, 15].min() >= 190 and shown[60, 105].max() <= 60


def test_a_touch_opens_the_reasons_and_back_leads_to_what_was_there(window: Window, ask: Ask, qtbot: QtBot) -> None:
    app = window.app
    app.begin("touch")
    ask("add oat")
    assert app.talk.property("panel") == "list"
    app.why.ask()
    qtbot.waitUntil(lambda: app.talk.property("panel") == "why")
    assert app.why.property("told")["sentences"][0]["text"] == "reply to add oat"
    app.speak("zh")
    assert app.why.property("told")["understood"][0].startswith("您想要")
    app.talk.back()
    assert app.talk.property("panel") == "list"
    app.finish()
    assert app.why.property("told") == {}


def test_only_an_answer_has_reasons_not_a_sentence_of_the_window(window: Window, ask: Ask) -> None:
    app = window.app
    app.begin("touch")
    assert not app.talk.property("answers")
    ask("oat")
    assert app.talk.property("answers")
    app.talk.tell("no_microphone")
    assert not app.talk.property("answers")


def test_what_was_heard_otherwise_is_told_once_and_not_of_the_next_question(window: Window, ask: Ask, qtbot: QtBot) -> None:
    with staged(State("why", why), Language.en) as stage:
        assert stage.app.why.property("heard").startswith('"what do two oh tilt cost", taken as "what do two oat milks cost"')
        stage.answer("and now?", made_up.answer("Nothing.", Language.en))
        assert stage.app.why.property("heard") == ""


def test_the_picture_of_what_decided_is_made_beside_the_windows_thread(qapp: object, complaints: list[str]) -> None:
    """It takes longer than a frame may."""
    with staged(State("why-picture", why_picture), Language.en) as stage:
        bridge, made = stage.app.why, list[str]()
        stage.window._providers["why"]._shown = lambda what: made.append(threading.current_thread().name) or bridge.shown(what)
        bridge._serial += 1
        bridge.changed.emit()
        stage.until(lambda: bool(made), "the picture")
        assert threading.main_thread().name not in made


def test_the_picture_is_covered_only_while_the_panel_is_up_and_goes_with_the_visit(qapp: object, complaints: list[str]) -> None:
    with staged(State("why-picture", why_picture), Language.en) as stage:
        app = stage.app
        assert app.why.property("picture").startswith("image://why/heat/") and "the middle" in app.why.property("heatText")
        assert app.why.shown("heat") is not None and app.camera.newest() is None
        stage.answer("thanks", made_up.answer("Gladly.", Language.en))
        assert app.why.property("picture") == "" and app.why.property("heat") == ""
        app.finish()
        assert app.why.shown("photo") is None and app.why.shown("heat") is None


def test_covering_stops_with_the_panel_and_goes_on_where_it_was(window: Window, visit: FakeVisit, qtbot: QtBot) -> None:
    looks: list[int] = []

    class Sight:
        def judge(self, image: Any, rows: int = 5) -> Any:
            looks.append(len(looks))
            if len(looks) == 5:
                window.app.talk.panelChanged.disconnect()  # as if it had been closed meanwhile
                window.app.why._open = False
            return made_up.MadeUpSight().judge(image)

    visit.house.eyes.appearance = Sight()
    app = window.app
    app.begin("touch")
    app.why.keep(np.full((60, 80, 3), 128, np.uint8))
    turn = app._parts._turn(replace(made_up.answer("That is it.", Language.en), seen=(Seen("appearance", "oat", 0.9, True),)))
    app.why.about(turn)
    app.why.look("why")
    app.why.ask()
    qtbot.waitUntil(lambda: len(looks) == 5)
    qtbot.wait(50)
    assert len(looks) == 5 and app.why.property("heat") == "looking"
    app.why.look("why")
    qtbot.waitUntil(lambda: app.why.property("heat") == "flat")
    assert len(looks) == POSITIONS + 1


def test_without_eyes_it_is_said_that_the_part_cannot_be_worked_out(window: Window, qtbot: QtBot) -> None:
    app = window.app
    app.begin("touch")
    app.why.keep(np.full((60, 80, 3), 128, np.uint8))
    app.why.about(app._parts._turn(replace(made_up.answer("That is it.", Language.en), seen=(Seen("appearance", "oat", 0.9, True),))))
    app.why.look("why")
    app.why.ask()
    qtbot.waitUntil(lambda: app.why.property("heat") == "missing")
    assert app.why.property("picture").startswith("image://why/photo/")


@pytest.mark.parametrize("language", Language)
def test_the_keys_lead_to_the_reasons_and_through_them(language: Language, qapp: object, complaints: list[str]) -> None:
    def set_up(stage: Stage) -> None:
        stage.app.begin("touch")
        stage.answer("oat", answer("It costs €2.49.", Citation(OAT, "price", "2.49"), language=language))

    with staged(State("answered", set_up), language) as stage:
        view = stage.window.view
        for _ in range(40):
            QTest.keyClick(view, Qt.Key.Key_Tab)
            item = view.activeFocusItem()
            if item is not None and item.property("name") == stage.word("why_name"):
                break
        QTest.keyClick(view, Qt.Key.Key_Return)
        stage.until(lambda: stage.app.talk.property("panel") == "why", "the reasons")
        view.grabWindow()
        assert any("oatly-oat-milk" in n.text for n in checks.Sight(view).texts)
        QTest.keyClick(view, Qt.Key.Key_Return)
        assert stage.app.talk.property("panel") == "cards"
