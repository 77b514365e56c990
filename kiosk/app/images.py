"""Pictures for QML, made at run time: product drawings, line icons in any colour, the camera's newest frame, and QR codes."""

from collections.abc import Callable
from typing import Final
from urllib.parse import unquote

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from kiosk.app.pictures import ICONS, svg
from kiosk.app.takeaway import code

SIDE: Final = 256
LARGEST: Final = 1024


def render(text: str, size: QSize) -> QImage:
    """An SVG text as a picture with a transparent ground."""
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return image


def _asked(wanted: QSize) -> QSize:
    side = max(wanted.width(), wanted.height())
    side = SIDE if side <= 0 else min(LARGEST, side)
    return QSize(side, side)


class ProductPictures(QQuickImageProvider):
    """`image://product/<picture id>`: see `kiosk.app.pictures.picture_id`."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, identifier: str, size: QSize, wanted: QSize) -> QImage:
        """Draws one."""
        return render(svg(identifier), _asked(wanted))


class Icons(QQuickImageProvider):
    """`image://icon/<name>/<rrggbb>`: a line icon in a colour."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, identifier: str, size: QSize, wanted: QSize) -> QImage:
        """Draws one; an unknown name is drawn as a pin."""
        name, _, colour = unquote(identifier).partition("/")
        file = ICONS / "ui" / f"{name}.svg"
        text = (file if name.isalpha() and file.exists() else ICONS / "ui" / "pin.svg").read_text(encoding="utf-8")
        return render(text.replace("#000000", f"#{colour.lstrip('#')[-6:] or '000000'}"), _asked(wanted))


class CameraFrames(QQuickImageProvider):
    """`image://camera/<serial>`: the newest frame."""

    def __init__(self, picture: Callable[[QSize], QImage | None]) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._picture = picture

    def requestImage(self, identifier: str, size: QSize, wanted: QSize) -> QImage:
        """The frame; a dark picture before the first one."""
        picture = self._picture(wanted)
        if picture is None:
            picture = QImage(16, 9, QImage.Format.Format_RGB32)
            picture.fill(0xFF1C2A2C)
        return picture


class ShownPictures(QQuickImageProvider):
    """`image://why/<photo or heat>/<serial>`: the picture that a shopper showed, as it was judged."""

    def __init__(self, shown: Callable[[str], npt.NDArray[np.uint8] | None]) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._shown = shown

    def requestImage(self, identifier: str, size: QSize, wanted: QSize) -> QImage:
        """The picture; an empty one once the visit is over."""
        frame = self._shown(identifier.partition("/")[0])
        if frame is None:
            return QImage(1, 1, QImage.Format.Format_RGB32)
        pixels = np.ascontiguousarray(frame)
        return QImage(pixels.data, pixels.shape[1], pixels.shape[0], 3 * pixels.shape[1], QImage.Format.Format_BGR888).copy()


class WaitingPhoto(QQuickImageProvider):
    """`image://photo/<serial>`: the photo that waits for a yes, as it would be kept."""

    def __init__(self, shown: Callable[[], QImage | None]) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._shown = shown

    def requestImage(self, identifier: str, size: QSize, wanted: QSize) -> QImage:
        """The picture; an empty one where none waits."""
        return self._shown() or QImage(1, 1, QImage.Format.Format_RGB32)


def lit(photo: npt.NDArray[np.uint8], heat: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """A photo (side, side, 3) with what decided left bright and lined, the rest dark: told by light, not by colour.

    Args:
        heat: (n, n) of 0 to 1.
    """
    import cv2  # opened with the eyes, which gave the heat: the window does without until then

    side = photo.shape[1], photo.shape[0]
    smooth = np.clip(cv2.resize(heat, side, interpolation=cv2.INTER_CUBIC), 0, 1)
    lined = np.ascontiguousarray((photo * (0.22 + 0.78 * smooth[..., None])).astype(np.uint8))
    edges, _ = cv2.findContours((smooth >= 0.5).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for colour, width in (((0, 0, 0), 0.016), ((255, 255, 255), 0.007)):
        cv2.drawContours(lined, edges, -1, colour, max(1, round(width * side[0])))
    return lined


class Codes(QQuickImageProvider):
    """`image://code/<percent-encoded text>`: a QR code on white with its quiet zone, every module the same whole number of pixels."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, identifier: str, size: QSize, wanted: QSize) -> QImage:
        """The largest that fits into `wanted`; never less than a pixel a module."""
        modules = code(unquote(identifier))
        scale = max(1, min(wanted.width(), wanted.height()) // len(modules))
        pixels = np.ascontiguousarray(modules.repeat(scale, 0).repeat(scale, 1))
        return QImage(pixels.data, len(pixels), len(pixels), len(pixels), QImage.Format.Format_Grayscale8).copy()  # the pixels are numpy's
