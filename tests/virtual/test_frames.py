"""The measurement of frames: it counts what is slow, and nothing that is not the window's."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from tests.virtual.finger import why_not
from tests.virtual.frames import LONG_WORK, SLOW_FRAME, Counts, Probe, figures, row, share, together

QML = b"""import QtQuick
Window { width: 80; height: 60; visible: true; Rectangle { objectName: "spot"; width: 20; height: 20; property int turn: 0; rotation: turn } }"""


@pytest.fixture
def window(qapp: object) -> Iterator[QQuickWindow]:
    """A window of one square."""
    engine = QQmlEngine()
    made = QQmlComponent(engine)
    made.setData(QML, QUrl())
    view = made.create()
    assert isinstance(view, QQuickWindow), made.errorString()
    yield view
    view.close()


def test_a_slow_frame_is_counted_as_slow_and_a_fast_one_is_not(window: QQuickWindow, qtbot: QtBot) -> None:
    """A frame lasts from its synchronisation to its swap: what a painter spends between both is in it."""
    probe = Probe(window)
    probe.scene = "fast"
    window.contentItem().childItems()[0].setProperty("turn", 1)
    qtbot.waitUntil(lambda: bool(probe.counts().frames))
    probe.scene = "slow"
    window.afterSynchronizing.connect(lambda: time.sleep(2 * SLOW_FRAME / 1000))
    window.contentItem().childItems()[0].setProperty("turn", 2)
    qtbot.waitUntil(lambda: bool(probe.counts().frames))
    probe.close()
    assert min(probe.scenes["slow"].frames) >= 2 * SLOW_FRAME
    assert row(probe.scenes["slow"])["slow_percent"] == 100.0
    assert row(together(probe.scenes))["frames"] == sum(len(c.frames) for c in probe.scenes.values())


def test_long_work_on_the_windows_thread_is_counted_and_the_scripts_own_questions_are_not(window: QQuickWindow, qtbot: QtBot) -> None:
    probe = Probe(window)
    probe.scene = "work"
    probe.post(lambda: time.sleep(10 * LONG_WORK / 1000))
    qtbot.waitUntil(lambda: any(spent >= 5 * LONG_WORK for spent in probe.counts().work))
    probe.scene = "asked"
    told: Future[None] = Future()
    threading.Thread(target=lambda: told.set_result(probe.call(lambda: time.sleep(40 * LONG_WORK / 1000)))).start()
    qtbot.waitUntil(lambda: told.done() and bool(probe.counts().work))
    probe.close()
    assert max(probe.scenes["asked"].work) < 40 * LONG_WORK


def test_a_tap_that_nothing_answered_is_told_and_not_timed() -> None:
    """So a window cannot become faster by answering less."""
    told = row(Counts(frames=[5.0, 40.0], taps=[0.05, None]))
    assert (told["taps"], told["unanswered"], told["reaction"]["max"], told["slow_percent"]) == (2, 1, 50.0, 50.0)
    assert figures([]) == {} and share([], 1.0) == 0.0


@pytest.mark.slow
@pytest.mark.skipif(bool(why_not()), reason=f"no display can be made here: {why_not()}")
def test_a_shopper_is_measured_from_outside_in_every_scene(tmp_path: Path) -> None:
    """The real window under a real finger, while the recogniser hears the kiosk's own voice."""
    import json

    import soundfile

    from kiosk.core import Language
    from kiosk.speaking.sound import render

    samples, rate = render("where can I find the milk", Language.en)
    soundfile.write(tmp_path / "milk.flac", samples, rate)
    (tmp_path / "labels.jsonl").write_text('{"file": "milk.flac"}\n', "utf-8")
    out = tmp_path / "out.json"
    command = [sys.executable, "-m", "tests.virtual.frames", str(tmp_path), "--seconds", "1", "--size", "1280x800", "--json", str(out)]
    assert subprocess.run(command, check=False).returncode in (0, 1)
    (report,) = json.loads(out.read_text("utf-8"))["sizes"]
    assert report["heard"] > 0 and report["skipped"] == []
    assert all(report["scenes"][scene]["frames"] for scene in ("type", "cards", "way", "list", "camera", "chinese"))
    assert report["all"]["taps"] > 20 and report["all"]["reaction"]["p95"] > 0
