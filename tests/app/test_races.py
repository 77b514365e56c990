"""What two threads do at once, or one of them too late: each was a bug, or would have been a rare one."""

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from kiosk.app.bridge.house import Parts
from kiosk.app.bridge.jobs import Jobs
from kiosk.app.bridge.trial import Trial
from kiosk.app.main import Window
from kiosk.core import Language
from kiosk.core.settings import load_settings
from tests.fakes.talk import Loudspeaker, Shop
from tests.fakes.visit import FakeVisit


def test_a_bell_that_was_stopped_does_not_stop_the_next_one_when_its_end_is_told(shop: Shop) -> None:
    """Two emergencies soon after each other: the second rings until somebody stops it."""
    sound, done = shop.app.sound, list[None]()
    sound.ring()
    shop.until(lambda: shop.speaker.given)
    sound.quiet()
    sound._jobs._pool.submit(lambda: None).result()  # the worker is through with the first, and the window was not told yet
    sound.ring()
    QCoreApplication.processEvents()  # now it is told
    assert sound.property("ringing") and not sound._bell.is_set()
    sound.quiet()
    sound._jobs.run(lambda: None, done.append)
    shop.until(lambda: done)
    assert not sound.property("ringing")


def test_a_visit_is_forgotten_though_the_count_of_its_last_question_fails(tmp_path: Path) -> None:
    def full(*_: Any) -> None:
        raise OSError("no space left on device")

    visit = FakeVisit()
    visit.house.unanswered = SimpleNamespace(count=full)
    parts = Parts(load_settings(state=tmp_path), {}, lambda: visit)
    parts._missed = visit.ask("oat")
    visit.ask("add")
    with pytest.raises(OSError, match="no space"):
        parts.forget(Language.zh)
    assert visit.resets == 1 and visit.state.listed == () and visit.state.language is Language.zh
    assert parts._missed is None


def test_the_house_is_made_once_though_a_shopper_speaks_while_it_is_being_opened(tmp_path: Path) -> None:
    """The microphone's worker needs it too, and need not wait for the touch that comes later."""
    begun, go = threading.Event(), threading.Event()
    made: list[FakeVisit] = []

    def make() -> FakeVisit:
        begun.set()
        go.wait(10)
        made.append(FakeVisit())
        return made[-1]

    parts = Parts(load_settings(state=tmp_path), {}, make)
    asked: list[object] = []
    one = threading.Thread(target=lambda: asked.append(parts.visit))
    one.start()
    begun.wait(10)
    other = threading.Thread(target=lambda: asked.append(parts.visit))
    other.start()
    go.set()
    one.join()
    other.join()
    assert len(made) == 1 and asked == [made[0], made[0]]


def test_a_loudspeaker_that_is_let_go_while_it_is_told_to_stop_is_no_fault(qapp: object) -> None:
    """Its worker forgets it between two looks of the window's thread."""

    class Fleeting(Trial):
        looks = 0

        @property
        def _speaker(self) -> Any:
            self.looks += 1
            return Loudspeaker() if self.looks == 1 else None

        @_speaker.setter
        def _speaker(self, value: Any) -> None:
            return

    jobs = Jobs("house")
    trial = Fleeting(SimpleNamespace(), lambda: None, jobs, 70)  # type: ignore[arg-type]  # no device is asked for
    trial.looks = 0
    trial.stop()
    trial.close()
    jobs.close()


def test_a_doctor_that_takes_long_keeps_no_visit_from_ending(window: Window, qtbot: QtBot) -> None:
    """Staff asked him and left; the next shopper goes too, and what was asked is to be forgotten."""
    rooms, held = window.app.mode.rooms, threading.Event()
    rooms._back.examine = lambda: [{}] * (not held.wait(10))
    rooms.enter()
    rooms.go("machine")
    assert rooms.property("looking")
    window.app.finish()
    window.app.begin("touch")
    window.app._clock.stop()
    for _ in range(45):
        window.app._second()
    assert window.app.idle.counting
    held.set()
