"""The camera panel's device: opened again as soon as it is wanted again, and never two at once."""

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from kiosk.app.bridge.camera import CameraView, to_image
from kiosk.app.main import Window
from kiosk.core import MissingPart


class SlowCamera:
    """Takes a while to give a frame and to be let go; counts how many are open."""

    opened = most = 0

    def __init__(self) -> None:
        SlowCamera.opened += 1
        SlowCamera.most = max(SlowCamera.most, SlowCamera.opened)

    def frame(self) -> npt.NDArray[np.uint8]:
        time.sleep(0.05)
        return np.zeros((4, 4, 3), np.uint8)

    def close(self) -> None:
        time.sleep(0.1)
        SlowCamera.opened -= 1


@pytest.fixture
def view(qapp: object) -> Iterator[CameraView]:
    SlowCamera.opened = SlowCamera.most = 0
    made = CameraView(SlowCamera)
    yield made
    made.close()


def test_a_camera_that_is_wanted_again_at_once_comes_back(view: CameraView, qtbot: QtBot) -> None:
    """Bug: while the device was still being let go, a second start was taken for the first and no frame came any more."""
    for _ in range(3):
        view.start()
        qtbot.waitUntil(lambda: view.newest() is not None, timeout=20_000)
        view.stop()
        assert view.newest() is None
    view.start()
    qtbot.waitUntil(lambda: view.newest() is not None, timeout=20_000)
    assert view.property("active") and SlowCamera.most == 1


def test_after_the_last_stop_the_device_is_let_go(view: CameraView, qtbot: QtBot) -> None:
    for _ in range(3):
        view.start()
        view.stop()
    qtbot.waitUntil(lambda: not view.property("active") and SlowCamera.opened == 0, timeout=20_000)
    assert view.newest() is None and threading.active_count() < 50


def test_a_picture_is_mirrored_and_cut_to_the_shape_in_which_it_is_shown() -> None:
    """The middle of the frame stays in the middle, nothing is squeezed, and the colours are the frame's."""
    frame = np.zeros((120, 200, 3), np.uint8)
    frame[:, :100] = (255, 0, 0)  # BGR: the left half is blue
    frame[55:65, 95:105] = (0, 0, 255)
    own = to_image(frame)
    assert (own.width(), own.height()) == (200, 120) and own.pixelColor(199, 0).name() == "#0000ff" and own.pixelColor(0, 0).name() == "#000000"
    tall = to_image(frame, QSize(120, 240))
    assert (tall.width(), tall.height()) == (120, 240) and tall.pixelColor(60, 120).red() > 200
    assert tall.pixelColor(119, 10).name() == "#0000ff" and tall.pixelColor(60, 145).red() < 30


def test_frames_come_in_the_size_that_was_asked_for_last(view: CameraView, qtbot: QtBot) -> None:
    view.start()
    qtbot.waitUntil(lambda: view.picture(QSize(30, 20)) is not None, timeout=20_000)
    qtbot.waitUntil(lambda: (picture := view.picture(QSize(30, 20))) is not None and picture.width() == 30, timeout=20_000)
    view.stop()
    assert view.picture(QSize(30, 20)) is None


def test_a_camera_that_dies_leaves_no_frame_behind(qapp: object, qtbot: QtBot) -> None:
    """Else the next question would be about what was there before."""

    class Dying(SlowCamera):
        def frame(self) -> npt.NDArray[np.uint8]:
            if view.newest() is not None:
                raise MissingPart("the camera gives nothing", "test", "plug it in")
            return super().frame()

    view = CameraView(Dying)
    view.start()
    with qtbot.waitSignal(view.missing, timeout=20_000):
        pass
    assert view.newest() is None and view.picture(QSize()) is None
    view.close()


@pytest.mark.parametrize("leave", ["list", "why", "answer"])
def test_the_camera_is_let_go_whichever_way_its_panel_is_left(leave: str, window: Window, ask: Callable[[str], None], qtbot: QtBot) -> None:
    """By another panel or by an answer to something else; and what explains an answer leads back to the answer."""
    app = window.app
    app.begin("touch")
    ask("where are the toilets")
    app.look()
    qtbot.waitUntil(lambda: app.camera.newest() is not None)
    if leave == "answer":
        ask("oat")
    else:
        app.talk.show(leave)
    qtbot.waitUntil(lambda: not app.camera.property("active"))
    if leave != "answer":
        app.talk.back()
        assert app.talk.property("panel") == "map"
