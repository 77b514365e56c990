"""When the voice may prepare phrases: only in a window where nobody is. A real window; the voice only notes what it is told."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from kiosk.app import main
from kiosk.app.main import Window
from kiosk.core import Language
from kiosk.core.settings import load_settings
from tests.fakes.visit import FakeCamera, FakeMicrophone, FakeVisit


class NotingVoice:
    """Says nothing, and notes what it was told."""

    rate = 24_000
    speed = 1.0

    def __init__(self) -> None:
        self.told: list[str] = []

    def warm_up(self) -> None:
        self.told.append("warm up")

    def prepare(self) -> None:
        self.told.append("prepare")

    def pause(self) -> None:
        self.told.append("pause")

    def resume(self) -> None:
        self.told.append("resume")

    def say(self, text: str, language: Language) -> Iterator[npt.NDArray[np.float32]]:
        return iter(())

    def forget_visit(self) -> None:
        return

    def close(self) -> None:
        return


class SilentSpeaker:
    """Takes all sound at once."""

    volume = 0.0

    def play(self, chunks: object, rate: int, on_first: object = None) -> bool:
        return True

    def stop(self) -> None:
        return

    def close(self) -> None:
        return


@pytest.fixture
def voice() -> NotingVoice:
    return NotingVoice()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, voice: NotingVoice, complaints: list[str]) -> Iterator[Window]:
    visit = FakeVisit()
    visit.house.voice = voice
    made = Window(load_settings(state=tmp_path), make=lambda: visit, microphone=FakeMicrophone, camera=FakeCamera, speaker=SilentSpeaker, width=540, height=960)
    made.alone._timer.setInterval(200)
    made.app.open(lambda words: visit.pinyin(words))
    yield made
    made.close()


def test_in_a_window_where_nobody_is_the_voice_opens_and_prepares(window: Window, voice: NotingVoice, qtbot: QtBot) -> None:
    assert voice.told == []
    qtbot.waitUntil(lambda: voice.told[-1:] == ["resume"], timeout=10_000)
    assert voice.told == ["pause", "warm up", "prepare", "resume"]


def test_the_first_touch_stops_it_and_it_goes_on_some_seconds_after_the_visit(window: Window, voice: NotingVoice, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: voice.told[-1:] == ["resume"], timeout=10_000)
    qtbot.mousePress(window.view, Qt.MouseButton.LeftButton, pos=QPoint(270, 300))  # type: ignore[no-untyped-call]  # pytest-qt leaves it untyped
    assert voice.told[-1] == "pause"
    qtbot.mouseRelease(window.view, Qt.MouseButton.LeftButton, pos=QPoint(270, 300))  # type: ignore[no-untyped-call]
    assert window.app.property("screen") == "visit"
    qtbot.wait(500)
    assert voice.told[-1] == "pause"
    window.app.finish()
    assert voice.told[-1] == "pause"
    qtbot.waitUntil(lambda: voice.told[-1] == "resume", timeout=10_000)


def test_a_visit_that_begins_at_once_keeps_the_voice_closed_until_it_is_needed(window: Window, voice: NotingVoice, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(window.app.property("ready")), timeout=10_000)
    window.app.begin("type")
    qtbot.wait(500)
    assert voice.told == []


def test_memory_is_given_back_beside_the_windows_thread(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes longer than a frame may, and somebody may be coming."""
    gave: list[threading.Thread] = []
    monkeypatch.setattr(main, "give_back", lambda: gave.append(threading.current_thread()))
    window.alone.changed.emit(True)
    window.app.sound.readied.emit()
    qtbot.waitUntil(lambda: len(gave) >= 2)
    assert threading.main_thread() not in gave
