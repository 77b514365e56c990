"""What was asked before is neither shown nor believed afterwards: not in the next visit, not after it was taken back, not of another call."""

import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.main import Window
from tests.fakes.visit import FakeVisit

Ask = Callable[[str], None]


def worked(window: Window, qtbot: QtBot) -> None:
    """All that was asked of the house is done, and what came of it is shown."""
    done: list[None] = []
    window.app._jobs.run(lambda: None, done.append)
    qtbot.waitUntil(lambda: bool(done))


def looks(window: Window) -> tuple[object, ...]:
    """What the panel shows."""
    talk = window.app.talk
    return talk.property("panel"), [card["sku"] for card in talk.property("cards")], len(talk.property("listed")), window.app.plan.property("name")


@pytest.mark.parametrize("lead", [lambda talk: talk.lead("oat"), lambda talk: talk.leadTo("toilets")], ids=["product", "facility"])
def test_a_way_that_is_found_after_the_visit_is_not_shown_to_the_next_one(window: Window, qtbot: QtBot, lead: Callable[[object], None]) -> None:
    window.app.begin("touch")
    held = threading.Event()
    window.app._jobs.run(held.wait, lambda _: None)
    lead(window.app.talk)
    window.app.finish()
    window.app.begin("touch")
    held.set()
    worked(window, qtbot)
    assert looks(window) == ("welcome", [], 0, "")


@pytest.mark.parametrize("half", ["add", "where are the toilets", "oat"])
def test_what_half_a_question_brought_goes_with_it(half: str, window: Window, ask: Ask, visit: FakeVisit, qtbot: QtBot) -> None:
    """Its cards, its list and its way are not on the screen while the shopper speaks on, nor in what was said."""
    window.app.begin("touch")
    ask("a person please")
    before = looks(window)
    ask(half)
    assert looks(window) != before
    window.app._resumed()
    worked(window, qtbot)
    assert looks(window) == before
    assert [row["question"] for row in window.app.talk.history.property("rows")] == ["a person please"]


def test_what_half_a_question_did_for_good_stays_on_the_screen(
    window: Window, ask: Ask, visit: FakeVisit, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case or a call stands; its number would be nowhere else."""
    monkeypatch.setattr(visit, "take_back", lambda: False)
    window.app.begin("touch")
    ask("oat")
    shown = looks(window)
    window.app._resumed()
    worked(window, qtbot)
    assert looks(window) == shown
    assert [row["question"] for row in window.app.talk.history.property("rows")] == ["oat"]


def test_a_newer_answer_stays_though_the_one_before_it_is_taken_back_late(window: Window, ask: Ask, qtbot: QtBot) -> None:
    window.app.begin("touch")
    ask("add")
    window.app._resumed()
    ask("oat")
    worked(window, qtbot)
    assert looks(window)[:2] == ("cards", ["oat", "apple"])


def test_staff_who_took_the_call_before_have_not_seen_the_newest(window: Window, qtbot: QtBot) -> None:
    """The first was for a hand with a box; now it is an emergency."""
    staff = window.app.staff
    window.app.begin("touch")
    staff.called((1,), False)
    staff.called((1, 2), True)
    staff.told(1, True)
    assert staff.property("state") == "waiting"
    staff.told(2, False)
    assert staff.property("state") == "waiting"
    staff.told(2, True)
    assert staff.property("state") == "coming"
