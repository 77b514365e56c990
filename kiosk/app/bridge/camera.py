"""Showing something: a live preview, and one frame that is looked at. Frames live in memory only, and go when the panel closes."""

import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Property, QObject, QSize, Signal, Slot
from PySide6.QtGui import QImage

from kiosk.app.bridge.jobs import Jobs

Pixels = npt.NDArray[np.uint8]
PERIOD: Final = 1 / 15
"""Seconds between two frames of the preview: smooth enough to aim, cheap enough for two cores."""


class Frames(Protocol):
    """What the window needs of `kiosk.seeing.camera.Camera`."""

    def frame(self) -> Pixels:
        """The newest frame, (h, w, 3) BGR."""
        ...

    def close(self) -> None:
        """Lets the device go."""
        ...


def to_image(frame: Pixels, size: QSize | None = None) -> QImage:
    """A BGR frame as a picture of the window, mirrored: people aim better in a mirror.

    Args:
        size: the picture's; what of the frame does not fit its shape is cut off on both sides. The frame's own without it.
    """
    import cv2  # opened with the camera: the window does without until then

    height, width = frame.shape[:2]
    if size is not None:
        scale = max(size.width() / width, size.height() / height)
        wide, high = min(width, round(size.width() / scale)), min(height, round(size.height() / scale))
        left, top = (width - wide) // 2, (height - high) // 2
        frame = np.asarray(cv2.resize(frame[top : top + high, left : left + wide], (size.width(), size.height())), np.uint8)
    # As the window keeps its pixels, so that drawing copies and does not reckon.
    pixels = cv2.cvtColor(cv2.flip(frame, 1), cv2.COLOR_BGR2BGRA)
    return QImage(pixels.data, pixels.shape[1], pixels.shape[0], 4 * pixels.shape[1], QImage.Format.Format_RGB32).copy()  # the pixels are numpy's


class CameraView(QObject):
    """The camera panel: `active` while the device is open, `serial` changes with each frame.

    Args:
        open_camera: opens the device, on a worker.
    """

    activeChanged = Signal()
    frameChanged = Signal()
    missing = Signal(str)
    _ticked = Signal()

    def __init__(self, open_camera: Callable[[], Frames], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = open_camera
        self._jobs = Jobs("camera", self)
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._newest: Pixels | None = None
        self._picture: QImage | None = None
        self._size: QSize | None = None
        self._active, self._serial = False, 0
        self._ticked.connect(self._tick)

    def _get_active(self) -> bool:
        return self._active

    def _get_serial(self) -> int:
        return self._serial

    active = Property(bool, _get_active, notify=activeChanged)
    serial = Property(int, _get_serial, notify=frameChanged)

    @Slot()
    def start(self) -> None:
        """Opens the camera."""
        if self._active and not self._stop.is_set():
            return
        # An event of its own: the one before may still be letting the device go, and this one is opened after it.
        stop = self._stop = threading.Event()
        self._set_active(True)
        self._jobs.run(lambda: self._watch(stop), lambda _: self._ended(stop), lambda error: self._failed(error, stop))

    @Slot()
    def stop(self) -> None:
        """Lets the camera go and drops its last frame."""
        self._stop.set()
        with self._lock:
            self._newest = self._picture = None

    def lend(self, job: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        """Another use of the device, after those before and before those to come; on the worker, as its opening and closing."""
        self._jobs.run(job, lambda _: None, failed)

    def newest(self) -> Pixels | None:
        """The frame that is on the screen, (h, w, 3) BGR."""
        with self._lock:
            return self._newest

    def picture(self, size: QSize) -> QImage | None:
        """The newest frame as it is to be shown, made ready on the camera's thread; the next ones come in this size (not valid: in their own)."""
        with self._lock:
            self._size = size if size.isValid() and not size.isEmpty() else None
            return self._picture

    def close(self) -> None:
        """Lets the device go for good."""
        self.stop()
        self._jobs.close()

    def _watch(self, stop: threading.Event) -> None:
        if stop.is_set():
            return
        camera = self._open()
        try:
            while not stop.is_set():
                began = time.monotonic()
                frame = camera.frame()
                picture = to_image(frame, self._size)
                with self._lock:
                    self._newest, self._picture = (None, None) if stop.is_set() else (frame, picture)
                self._ticked.emit()
                stop.wait(max(0.0, PERIOD - (time.monotonic() - began)))
        finally:
            with self._lock:
                self._newest = self._picture = None
            camera.close()

    def _tick(self) -> None:
        self._serial += 1
        self.frameChanged.emit()

    def _ended(self, stop: threading.Event) -> None:
        if stop is self._stop:
            self._set_active(False)

    def _failed(self, error: Exception, stop: threading.Event) -> None:
        if stop is self._stop:
            self._set_active(False)
            self.missing.emit(str(error))

    def _set_active(self, value: bool) -> None:
        if value != self._active:
            self._active = value
            self.activeChanged.emit()
