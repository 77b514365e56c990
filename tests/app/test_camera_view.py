"""The camera panel's device: opened again as soon as it is wanted again, and never two at once."""

import threading
import time
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.bridge.camera import CameraView


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
