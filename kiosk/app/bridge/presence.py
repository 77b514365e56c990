"""Whether somebody comes, told by the camera while the attract screen is up: then a visit begins without a touch.

What must hold: `looking` is true while the device is held; it is held on the camera panel's own worker, so that never two hold it, and let go as soon as
anything else is on the screen; no frame leaves that worker; whoever was there when looking began is nobody new.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from kiosk.app.bridge.camera import CameraView, Frames, Pixels
from kiosk.core import KioskError

log = logging.getLogger(__name__)
PERIOD: Final = 0.25
"""Seconds between two looks: five in the second for which somebody must stand here."""
OFF: Final = 15 * 60
"""Seconds for which a shopper switches it off, as the screen says."""
SOONEST, LATEST = 1.0, 60.0
"""Seconds between two tries to open a camera that is missing: doubled from the first to the last."""


class Watcher(Protocol):
    """What the window needs of `kiosk.seeing.presence.Presence`."""

    def resume(self) -> None:
        """Whoever is there now was there before."""
        ...

    def see(self, frame: Pixels, seconds: float) -> bool:
        """Whether somebody stands here."""
        ...


def _watcher() -> Watcher:
    from kiosk.seeing.presence import Presence as Core  # OpenCV is opened with it, on the worker: the window does without until then

    return Core()


class Presence(QObject):
    """`offered`: the shop has switched it on. `listens`: what follows is the microphone. `off`: a shopper has switched it off for a while.

    Args:
        open_camera: opens the device, on the worker. camera: the panel whose worker it is.
    """

    changed = Signal()
    came = Signal()
    """Somebody has come, and stands here."""
    _held = Signal(bool)
    _seen = Signal(object)

    def __init__(self, offered: bool, listens: bool, open_camera: Callable[[], Frames], camera: CameraView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._offered, self._listens, self._open, self._camera = offered, listens, open_camera, camera
        self._core: Watcher | None = None
        self._asked, self._looking, self._off = False, False, False
        self._stop: threading.Event | None = None
        self._wait = SOONEST
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._begin)
        self._until = QTimer(self, singleShot=True, interval=OFF * 1000)
        self._until.timeout.connect(lambda: self.turn(True))
        self._held.connect(self._hold)
        self._seen.connect(lambda stop: self.came.emit() if stop is self._stop else None)

    def _get_offered(self) -> bool:
        return self._offered

    def _get_listens(self) -> bool:
        return self._listens

    def _get_looking(self) -> bool:
        return self._looking

    def _get_off(self) -> bool:
        return self._off

    offered = Property(bool, _get_offered, constant=True)
    listens = Property(bool, _get_listens, constant=True)
    looking = Property(bool, _get_looking, notify=changed)
    off = Property(bool, _get_off, notify=changed)

    def look(self, asked: bool) -> None:
        """Whether the attract screen is up, so that the camera may look."""
        self._asked = asked
        self._settle()

    @Slot(bool)
    def turn(self, on: bool) -> None:
        """A shopper wants no camera for a while, or it back; the screen says for how long."""
        self._off = not on
        (self._until.stop if on else self._until.start)()
        self._settle()
        self.changed.emit()

    def close(self) -> None:
        """Looks no more; before the panel is closed."""
        self._offered = False
        self._until.stop()
        self._settle()

    def _settle(self) -> None:
        wanted = self._offered and self._asked and not self._off
        if wanted and self._stop is None:
            self._wait = SOONEST
            self._begin()
        elif not wanted and self._stop is not None:
            self._again.stop()
            self._stop.set()
            self._stop = None

    def _begin(self) -> None:
        stop = self._stop = threading.Event()
        self._camera.lend(lambda: self._watch(stop), lambda error: self._failed(error, stop))

    def _watch(self, stop: threading.Event) -> None:
        if stop.is_set():
            return
        if self._core is None:
            self._core = _watcher()
        self._core.resume()
        camera = self._open()
        self._held.emit(True)
        try:
            was = False
            while not stop.is_set():
                began = time.monotonic()
                there = self._core.see(camera.frame(), began)
                if there and not was:
                    self._seen.emit(stop)
                was = there
                stop.wait(max(0.0, PERIOD - (time.monotonic() - began)))
        finally:
            camera.close()
            self._held.emit(False)

    def _failed(self, error: Exception, stop: threading.Event) -> None:
        if stop is not self._stop:
            return
        known = isinstance(error, KioskError)
        log.log(logging.WARNING if self._wait == SOONEST else logging.DEBUG, "nobody is looked for: %s", error, exc_info=None if known else error)
        self._again.start(int(self._wait * 1000))
        self._wait = min(LATEST, 2 * self._wait)

    def _hold(self, held: bool) -> None:
        self._looking = held
        self.changed.emit()
