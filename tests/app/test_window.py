"""The window from a shopper's side: every test drives the real QML over a fake visit, and fails on any message of Qt."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtQml import QQmlExpression, qmlContext
from pytestqt.qtbot import QtBot

from kiosk.app.main import Window
from tests.fakes.visit import FakeVisit

Ask = Callable[[str], None]


def seconds(window: Window, count: int) -> None:
    """Lets the visit's clock tick, and only so."""
    window.app._clock.stop()
    for _ in range(count):
        window.app._second()


def test_the_attract_screen_is_up_before_the_house_is_open_and_a_touch_begins_a_visit(window: Window, qtbot: QtBot) -> None:
    assert window.app.property("screen") == "attract"
    qtbot.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=QPoint(270, 300))  # type: ignore[no-untyped-call]  # pytest-qt leaves it untyped
    assert window.app.property("screen") == "visit"


def test_a_question_brings_captions_of_both_sides_and_cards_with_the_rows_own_figures(window: Window, ask: Ask) -> None:
    window.app.begin("touch")
    ask("where is the oat milk")
    talk = window.app.talk
    assert talk.property("question") == "where is the oat milk"
    assert talk.property("reply") == "reply to where is the oat milk"
    first, second = talk.property("cards")
    assert (first["price"], first["place"], first["contains"], first["mayContain"]) == ("€2.49", "Aisle 4 · Shelf 7", "Contains: gluten", "May contain: nuts")
    assert first["stock"] == "20 in stock · as of 22 Nov"
    assert second["per"] == "per kg"
    assert second["stock"].startswith("Out of stock")
    assert talk.property("panel") == "cards"


@pytest.mark.parametrize("size", [(540, 960), (960, 540), (1080, 1920), (1920, 1080)])
def test_every_panel_draws_in_both_languages_and_orientations_without_a_complaint(window: Window, ask: Ask, qtbot: QtBot, size: tuple[int, int]) -> None:
    window.view.resize(*size)
    window.app.begin("touch")
    for language in ("en", "zh"):
        window.app.speak(language)
        for question in ("oat", "toilet", "add", "person"):
            ask(question)
            qtbot.wait(20)
    assert not window.view.grabWindow().isNull()


def test_the_floor_plan_leads_to_a_product_and_to_a_facility(window: Window, ask: Ask, qtbot: QtBot) -> None:
    window.app.begin("touch")
    ask("oat")
    window.app.talk.lead("oat")
    qtbot.waitUntil(lambda: window.app.talk.property("panel") == "map")
    way = window.app.plan.property("way")
    assert (way[0]["x"], way[0]["y"]) == (15, 18)
    assert window.app.plan.property("aisle") == "4"
    ask("where are the toilets")
    assert window.app.talk.property("panel") == "map"
    assert window.app.plan.property("name") == "toilets"


def test_the_list_shows_what_is_on_it_in_the_order_of_the_walk_and_what_it_comes_to(window: Window, ask: Ask) -> None:
    window.app.begin("touch")
    ask("add oat milk")
    assert [row["sku"] for row in window.app.talk.property("listed")] == ["apple", "oat"]
    assert window.app.talk.property("total") == "€6.32" or window.app.talk.property("total") == "€6.33"
    assert window.app.talk.property("panel") == "list"


def test_someone_is_coming_is_said_only_after_staff_acknowledged(window: Window, ask: Ask, visit: FakeVisit, qtbot: QtBot) -> None:
    window.app.begin("touch")
    ask("a person please")
    assert window.app.staff.property("state") == "waiting"
    window.app.staff._ask()
    qtbot.wait(100)
    assert window.app.staff.property("state") == "waiting"
    assert window.app.talk.property("reply") == "reply to a person please"
    visit.acknowledged = True
    window.app.staff._ask()
    qtbot.waitUntil(lambda: window.app.staff.property("state") == "coming")
    assert window.app.talk.property("reply") == "Our staff have seen your call. Please wait here."


def test_an_emergency_fills_the_screen_and_stays_while_nobody_has_answered(window: Window, ask: Ask) -> None:
    window.app.begin("touch")
    ask("my friend collapsed")
    assert window.app.staff.property("emergency") is True
    assert window.app.staff.property("number") == "112"
    seconds(window, 300)
    assert window.app.property("screen") == "visit"
    window.app.staff.stand_down()
    assert window.app.staff.property("emergency") is False
    assert window.app.staff.property("state") == "waiting", "the call stays in the queue"


def test_a_visit_that_ends_by_itself_leaves_nothing_behind(window: Window, ask: Ask, visit: FakeVisit, qtbot: QtBot) -> None:
    window.app.begin("touch")
    ask("add oat milk")
    window.app.keyboard.press("x")
    window.app.looks.setText("largest")
    seconds(window, 44)
    assert window.app.idle.property("countdown") == 0
    seconds(window, 1)
    assert window.app.idle.property("countdown") == 20
    qtbot.wait(20)
    seconds(window, 20)
    assert window.app.property("screen") == "attract"
    talk = window.app.talk
    assert (talk.property("question"), talk.property("reply"), talk.property("cards"), talk.property("listed")) == ("", "", [], [])
    assert (window.app.keyboard.property("text"), window.app.looks.property("text")) == ("", "normal")
    qtbot.waitUntil(lambda: visit.resets == 1)


def test_a_touch_during_the_countdown_keeps_the_visit(window: Window, qtbot: QtBot) -> None:
    window.app.begin("touch")
    seconds(window, 50)
    qtbot.wait(20)
    qtbot.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))  # type: ignore[no-untyped-call]  # pytest-qt leaves it untyped
    assert window.app.idle.property("countdown") == 0
    assert window.app.property("screen") == "visit"


def test_the_microphone_button_listens_until_the_shopper_is_silent_and_shows_the_transcript(window: Window, visit: FakeVisit, qtbot: QtBot) -> None:
    window.app.begin("speak")
    qtbot.waitUntil(lambda: window.app.talk.property("question") == "where is the oat milk")
    qtbot.waitUntil(lambda: not window.app.talk.property("busy"))
    assert window.app.listening.property("state") == "idle"
    assert visit.given[-1]["language"] == "en"


def test_silence_asks_nothing_and_says_so(window: Window, visit: FakeVisit, qtbot: QtBot) -> None:
    visit.ears.silent = True
    window.app.begin("speak")
    qtbot.waitUntil(lambda: "didn't hear" in window.app.talk.property("reply"))
    assert visit.given == []


def test_showing_a_product_asks_with_one_frame_and_lets_the_camera_go(window: Window, visit: FakeVisit, qtbot: QtBot) -> None:
    window.app.begin("show")
    qtbot.waitUntil(lambda: window.app.camera.property("serial") > 2)
    window.app.identify()
    qtbot.waitUntil(lambda: not window.app.talk.property("busy") and not window.app.camera.property("active"))
    assert visit.given[-1]["images"] == 1
    assert window.app.camera.newest() is None


def test_a_fault_of_the_house_is_said_calmly_and_the_next_question_is_answered(window: Window, ask: Ask) -> None:
    window.app.begin("touch")
    ask("crash")
    assert "went wrong" in window.app.talk.property("reply")
    ask("oat")
    assert window.app.talk.property("reply") == "reply to oat"


def test_switching_the_language_changes_every_word_of_the_window_and_the_cards(window: Window, ask: Ask) -> None:
    window.app.begin("touch")
    ask("oat")
    window.app.speak("zh")
    assert window.app.property("words")["staff"] == "呼叫店员"
    assert window.app.talk.property("cards")[0]["name"] == "燕麦饮 1升"
    assert window.app.property("shop") == "测试店"


def test_a_filter_shows_what_is_in_stock_or_the_cheapest_first_and_the_next_answer_shows_all(window: Window, ask: Ask) -> None:
    window.app.begin("touch")
    ask("oat")
    talk = window.app.talk

    def shown() -> list[str]:
        return [card["sku"] for card in talk.property("cards")]

    assert shown() == ["oat", "apple"]
    talk.narrow("stock")
    assert shown() == ["oat"]
    talk.narrow("offer")
    assert shown() == []
    talk.narrow("cheap")
    assert shown() == ["oat", "apple"]
    assert talk.property("found") == 2
    ask("oat again")
    assert talk.property("filter") == ""


def test_the_screen_of_a_visit_that_is_being_made_is_made_to_its_end_though_staff_come_meanwhile(window: Window, qtbot: QtBot) -> None:
    """Of one that is thrown away half-made the parts go before what is bound to them, which Qt complains of now and then."""
    none, made, making = range(3)  # a Loader's status
    loader = window.view.findChild(QObject, "visit")

    def status() -> int:
        return int(QQmlExpression(qmlContext(loader), loader, "+status").evaluate()[0])

    window.app.begin("touch")
    window.app.finish()
    assert status() == none, "nothing of a visit outlives it"
    qtbot.waitUntil(lambda: status() == making)
    window.app.knock()
    assert status() == making
    qtbot.waitUntil(lambda: status() == made)
    assert window.app.property("screen") == "staff" and not loader.property("visible")
    window.app.finish()
    window.app.begin("touch")
    window.app.finish()
    assert status() == none
