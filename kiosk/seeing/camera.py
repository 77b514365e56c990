"""The camera behind a small Protocol, so that everything above it runs without one.

A camera gives the newest frame, never an old one from a buffer, and keeps nothing: no frame is written anywhere by this module.
"""

from __future__ import annotations

import contextlib
from types import TracebackType
from typing import Protocol, Self

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.core import MissingPart
from kiosk.seeing.frames import check_frame

Pixels = npt.NDArray[np.uint8]


class Camera(Protocol):
    """Something that gives frames."""

    def frame(self) -> Pixels:
        """The newest frame, (h, w, 3) BGR uint8.

        Raises:
            MissingPart: the camera gives nothing any more.
        """
        ...

    def close(self) -> None:
        """Let the device go; a closed camera gives no frames."""
        ...


class OpenCVCamera:
    """A camera of the machine."""

    def __init__(self, device: int | str = 0, width: int = 1280, height: int = 720) -> None:
        """Open the device.

        Args:
            device: its number, or a path or address that OpenCV can open.
            width, height: the wanted size of a frame in pixels; the camera may give another.

        Raises:
            MissingPart: there is no such camera, or another program holds it.
        """
        self._device = device
        with contextlib.suppress(AttributeError, cv2.error):
            cv2.utils.logging.setLogLevel(2)  # its own complaints would stand beside our one clear line
        self._capture = cv2.VideoCapture(device)
        if not self._capture.isOpened():
            self._capture.release()
            raise MissingPart("The camera cannot be opened", f"camera {device}", "plug it in, close other programs that use it, or set its number")
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)

    def frame(self) -> Pixels:
        """See `Camera.frame`."""
        self._capture.grab()  # the driver may hold one frame from the past
        there, image = self._capture.read()
        if not there or image is None:
            raise MissingPart("The camera gives no picture", f"camera {self._device}", "check its cable, then start the kiosk again")
        return check_frame(np.asarray(image))

    def close(self) -> None:
        """See `Camera.close`."""
        self._capture.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
