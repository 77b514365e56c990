"""One real window a test, off screen, on a fake visit; a test fails on any message of Qt."""

import os
import re
import threading

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from pytestqt.qtbot import QtBot

from kiosk.app.main import Window, application
from kiosk.core import MissingPart
from kiosk.core.settings import load_settings
from tests.fakes.talk import Ears, Gate, Loudspeaker, Microphone, Shop, Voice
from tests.fakes.visit import FakeCamera, FakeMicrophone, FakeVisit


def no_speaker() -> None:
    raise MissingPart("no loudspeaker", "test", "none")


@pytest.fixture(scope="session")
def qapp() -> object:
    return application()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What Qt said from the test's begin on; must stay empty. A failure tells all of it, in which thread, and nothing beside it."""
    said: list[str] = []

    def hear(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        said.append(f"{re.sub(r'file://[^ ]*/', '', text)} ({kind.name} in {threading.current_thread().name}, {context.category})")

    before = qInstallMessageHandler(hear)
    yield said
    qInstallMessageHandler(before)
    if said:
        pytest.fail("Qt said: " + "; ".join(said), pytrace=False)


@pytest.fixture
def visit() -> FakeVisit:
    return FakeVisit()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, visit: FakeVisit, complaints: list[str]) -> Iterator[Window]:
    settings = load_settings(state=tmp_path, voice=False)
    made = Window(settings, make=lambda: visit, microphone=FakeMicrophone, camera=FakeCamera, speaker=no_speaker, width=540, height=960)
    made.app.open(lambda words: visit.pinyin(words))
    qtbot.waitUntil(lambda: bool(made.app.property("ready")), timeout=10_000)
    yield made
    made.close()


@pytest.fixture
def real(qtbot: QtBot, tmp_path: Path, complaints: list[str]) -> Iterator[Window]:
    """A window over the real house: the demo store, the students of the default bundle and the assistant."""
    made = Window(load_settings(state=tmp_path, voice=False), speaker=no_speaker, width=540, height=960)
    made.open()
    qtbot.waitUntil(lambda: bool(made.app.property("ready") or made.app.property("broken")), timeout=60_000)
    assert made.app.property("broken") == ""
    yield made
    made.close()


@pytest.fixture
def ask(qtbot: QtBot, window: Window) -> Callable[[str], None]:
    """Asks and waits for the answer."""

    def asking(text: str) -> None:
        window.app.talk.ask(text)
        qtbot.waitUntil(lambda: not window.app.talk.property("busy"), timeout=10_000)

    return asking


@pytest.fixture
def shop(qtbot: QtBot, tmp_path: Path, complaints: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    Microphone.opened, Microphone.lost = 0, False
    visit, voice, speaker, gate, ears = FakeVisit(), Voice(), Loudspeaker(), Gate(), Ears()
    visit.house.voice, visit.house.ears = voice, ears
    monkeypatch.setattr("kiosk.app.bridge.house.Parts.open_gate", staticmethod(lambda: gate))
    made = Window(load_settings(state=tmp_path), make=lambda: visit, microphone=Microphone, camera=FakeCamera, speaker=lambda: speaker, width=540, height=960)
    made.app.open(lambda words: visit.pinyin(words))
    found = Shop(made, qtbot, voice, speaker, gate, ears, visit)
    found.until(lambda: made.app.property("ready") and made.app.sound.property("available"))
    made.app.begin("touch")
    yield found
    speaker.stop()
    for _ in range(50):
        voice.made.release()
    made.close()
