"""When a visit ends by itself: seconds are given one by one, no clock runs."""

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from kiosk.app.bridge.idle import COUNTDOWN, Idle
from kiosk.app.main import Window
from tests.fakes.visit import FakeVisit

ALONE = 45


def seconds(window: Window, count: int) -> None:
    """Lets the visit's clock tick, and only so."""
    window.app._clock.stop()
    for _ in range(count):
        window.app._second()


def told(idle: Idle) -> list[str]:
    """What the idle clock says from now on."""
    said: list[str] = []
    idle.warned.connect(lambda: said.append("warned"))
    idle.ended.connect(lambda: said.append("ended"))
    return said


def test_45_seconds_alone_then_20_more_end_a_visit_and_the_warning_comes_once() -> None:
    idle = Idle(ALONE)
    said = told(idle)
    shown = []
    for _ in range(ALONE + COUNTDOWN):
        idle.second(False)
        shown.append(idle.property("countdown"))
    assert said == ["warned", "ended"]
    assert shown == [0] * (ALONE - 1) + list(range(COUNTDOWN, 0, -1)) + [0]


def test_more_time_can_be_asked_for_any_number_of_times() -> None:
    idle = Idle(ALONE)
    said = told(idle)
    for _ in range(50):
        for _ in range(ALONE + COUNTDOWN - 1):
            idle.second(False)
        idle.stay()
        assert idle.property("countdown") == 0
    assert said == ["warned"] * 50


@given(st.lists(st.booleans(), max_size=400))
def test_a_visit_never_ends_before_65_quiet_seconds_in_a_row(held: list[bool]) -> None:
    idle = Idle(ALONE)
    said = told(idle)
    row = 0
    for now in held:
        row = 0 if now else row + 1
        before = len(said)
        idle.second(now)
        assert ("ended" in said[before:]) == (row > 0 and row % (ALONE + COUNTDOWN) == 0)
        if "ended" in said[before:]:
            row = 0


def test_nothing_is_counted_while_the_kiosk_listens_thinks_or_speaks(window: Window, qtbot: QtBot, visit: FakeVisit) -> None:
    window.app.begin("touch")
    app = window.app
    for begin, end in (
        (lambda: app._listening._set_state("listening"), lambda: app._listening._set_state("idle")),
        (lambda: app._sound._set_speaking(True), lambda: app._sound._set_speaking(False)),
        (lambda: setattr(app._talk, "_busy", True), lambda: setattr(app._talk, "_busy", False)),
    ):
        begin()
        seconds(window, 3 * (ALONE + COUNTDOWN))
        assert (app.property("screen"), app.idle.property("countdown")) == ("visit", 0)
        end()


def test_the_warning_is_said_and_saying_it_does_not_stop_the_count(window: Window) -> None:
    app = window.app
    app.begin("touch")
    said: list[str] = []
    app._sound.say = lambda text, language: (said.append(text), app._sound._set_speaking(True))  # type: ignore[method-assign,assignment,func-returns-value]
    seconds(window, ALONE + 5)
    assert said == ["Are you still there? Touch the screen if you need more time."]
    assert app.idle.property("countdown") == COUNTDOWN - 5
    app._sound._set_speaking(False)


def test_typing_keeps_the_visit(window: Window, qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt

    window.app.begin("type")
    for _ in range(6):
        seconds(window, ALONE - 1)
        qtbot.keyClick(window.view, "a")  # type: ignore[no-untyped-call]  # pytest-qt leaves it untyped
    assert window.app.idle.property("countdown") == 0
    assert window.app.keyboard.property("text") == "aaaaaa"
    qtbot.keyClick(window.view, Qt.Key.Key_Escape)  # type: ignore[no-untyped-call]
    assert window.app.keyboard.property("visible") is False


def test_more_time_is_one_key_away_when_the_count_begins(window: Window, qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt

    window.app.begin("touch")
    seconds(window, ALONE + 3)
    qtbot.waitUntil(lambda: window.view.activeFocusItem() is not None and window.view.activeFocusItem().property("name") == "More time")
    qtbot.keyClick(window.view, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    assert (window.app.property("screen"), window.app.idle.property("countdown")) == ("visit", 0)
