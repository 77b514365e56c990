"""The window. Its first frame comes before the house is opened: the attract screen is up at once, the parts follow on a worker."""

import ctypes
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, QUrl, Signal, Slot, qInstallMessageHandler
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow
from PySide6.QtQuickControls2 import QQuickStyle

from kiosk.app.back_room import Examine
from kiosk.app.bridge.app import TOUCHES, App
from kiosk.app.bridge.house import Conversation, Parts
from kiosk.app.bridge.listening import Microphone
from kiosk.app.devices import Devices, cameras
from kiosk.app.guard import Guard
from kiosk.app.images import CameraFrames, Codes, Icons, ProductPictures, ShownPictures, WaitingPhoto
from kiosk.app.pictures import FONT
from kiosk.bundle.weights import let_go
from kiosk.core import KioskError, MissingPart
from kiosk.core.settings import Settings, load_settings
from kiosk.store.pin import FILE, StaffPin
from kiosk.store.word_files import read_languages

if TYPE_CHECKING:
    from kiosk.hearing.reference import Reference

log = logging.getLogger(__name__)
AGAIN: Final = 75
"""What Qt's loop ends with where the window is to be opened anew, with other settings."""
QML: Final = Path(__file__).parent / "qml"
_ARENA_MAX: Final = -8
"""glibc's name for it, in malloc.h."""
ALONE_AFTER: Final = 5.0
"""Seconds without a visit or a touch after which nobody is there."""


class Alone(QObject):
    """Tells when nobody is there, some seconds after the last touch, and at once when somebody is.

    Args:
        is_busy: whether a visit goes on, or the window is not ready for one.
    """

    changed = Signal(bool)

    def __init__(self, is_busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_busy = is_busy
        self._told = False
        self._timer = QTimer(self, interval=int(ALONE_AFTER * 1000), singleShot=True)
        self._timer.timeout.connect(lambda: self._tell(not self._is_busy()))

    @Slot()
    def look(self) -> None:
        """Something changed in the window."""
        if self._is_busy():
            self._tell(False)
        elif not self._told and not self._timer.isActive():
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The finger is on the glass before the window knows what it wants."""
        if event.type() in TOUCHES:
            self._tell(False)
            self._timer.start()
        return False

    def _tell(self, alone: bool) -> None:
        if not alone:
            self._timer.stop()
        if alone != self._told:
            self._told = alone
            self.changed.emit(alone)


class Window:
    """The window with everything it is bound to; `close` takes it down in an order in which QML never sees a null.

    Args:
        make: gives the conversation; the real one of the settings without it.
        camera, speaker: devices in place of the machine's own.
        examine: the doctor, whose findings staff mode shows. devices: what a technician may choose among; this machine's without it.
    """

    def __init__(
        self, settings: Settings, *, make: Callable[[], Conversation] | None = None, microphone: Callable[[], Microphone] | None = None,
        camera: Callable[[], Any] | None = None, speaker: Callable[[], Any] | None = None, examine: Examine | None = None,
        devices: Devices | None = None, width: int = 0, height: int = 0,
    ) -> None:  # fmt: skip
        found = read_languages(settings.state)
        for fault in found.faults:
            log.error("a language is missing: %s", fault.line())
        words = found.words
        reference = cache(_reference)
        self.parts = Parts(settings, words, make, lambda: camera is not None or settings.camera in dict(cameras()))
        self.app = App(
            settings, words, self.parts, microphone=microphone or (lambda: _microphone(settings)),
            camera=camera or (lambda: _camera(settings)), watching=camera or (lambda: _camera(settings, 320, 240)),
            speaker=speaker or (lambda: _speaker(settings, reference())), voice=self.parts.open_voice,
            played=lambda count, when: reference().take(count, when), examine=examine, devices=devices,
        )  # fmt: skip
        self._providers = {
            "product": ProductPictures(), "icon": Icons(), "camera": CameraFrames(self.app.camera.picture), "code": Codes(),
            "trial": CameraFrames(self.app.first.trial.camera.picture),
            "why": ShownPictures(self.app.why.shown), "photo": WaitingPhoto(self.app.photo.shown),
        }  # fmt: skip
        self.engine = QQmlApplicationEngine()
        for name, provider in self._providers.items():
            self.engine.addImageProvider(name, provider)
        first = {"app": self.app, "fullScreen": settings.full_screen}
        if width and height:
            first |= {"startWidth": width, "startHeight": height}
        self.engine.setInitialProperties(first)
        self.engine.load(QUrl.fromLocalFile(str(QML / "Main.qml")))
        roots = self.engine.rootObjects()
        if not roots or not isinstance(roots[0], QQuickWindow):
            raise MissingPart("The window cannot be built", str(QML), "install the kiosk's package again")
        self.view: QQuickWindow = roots[0]
        self._guard = Guard(self.view) if settings.full_screen else None
        self.view.installEventFilter(self.app)
        self.alone = Alone(self._is_busy, self.view)
        self.alone.changed.connect(self.app.sound.leave)
        self.alone.changed.connect(lambda alone: give_back_aside() if alone else None)
        self.app.sound.readied.connect(give_back_aside)
        for told in (self.app.changed, self.app.talk.changed, self.app.listening.stateChanged, self.app.sound.changed):
            told.connect(self.alone.look)
        self.view.installEventFilter(self.alone)

    def open(self) -> None:
        """Opens the house, on its worker."""
        from kiosk.app.pinyin import open_pinyin

        self.app.open(open_pinyin)

    def _is_busy(self) -> bool:
        app = self.app
        attract = app.property("ready") and app.property("screen") == "attract" and app.listening.property("state") == "idle"
        return not attract or any((app.talk.property("busy"), app.sound.property("speaking"), app.sound.property("ringing")))

    def close(self) -> None:
        """Takes the window down: first what is seen, then what it is bound to."""
        self.view.removeEventFilter(self.app)
        self.view.removeEventFilter(self.alone)
        self.alone.changed.disconnect()
        self.app.sound.readied.disconnect()
        self.view.setProperty("leaving", True)
        if self._guard:
            self._guard.stop()
        self.view.close()
        self.view.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.engine.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.app.close()


def thrifty() -> None:
    """Tells glibc to share two heaps among all threads, before the first of them has one of its own: 10 MB less, and no slower."""
    with suppress(OSError, AttributeError):  # another system, or another C library
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)


def keep_constants() -> None:
    """Keeps True, False and None for good, as Python 3.12 does by itself (PEP 683).

    PySide6 6.12 gives references away that it does not own: of True with each `emit`, of None with each `parent()` that there is not. Before 3.12
    the interpreter ends when the last one is gone, which a camera's preview brings about within minutes.
    """
    if sys.version_info < (3, 12):
        for constant in (True, False, None):
            ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40  # ob_refcnt, the first field of every object


def give_back() -> None:
    """Gives free memory back to the system: 70 to 100 MB after the voice was opened, and after a visit; and the models' files, up to 70 MB. Takes some
    hundredths of a second."""
    let_go()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def give_back_aside() -> None:
    """The same, while the window goes on."""
    threading.Thread(target=lambda: give_back(), name="memory", daemon=True).start()


def application() -> QGuiApplication:
    """The one Qt application of this process."""
    there = QGuiApplication.instance()
    if isinstance(there, QGuiApplication):
        return there
    keep_constants()
    # Python's 5 ms are long for a window that takes a turn for each value it reads while a worker thinks: a screen of 200 values would wait a second.
    sys.setswitchinterval(0.0005)
    QQuickStyle.setStyle("Basic")
    os.environ.setdefault("QT_QUICK_CONTROLS_HOVER_ENABLED", "0")
    made = QGuiApplication(sys.argv[:1])
    made.setApplicationName("kiosk")
    made.setFont(QFont(FONT))
    return made


def run(settings: Settings, examine: Examine | None = None, first: bool = False) -> int:
    """Shows the window until it is closed. The exit code is 0.

    Args:
        examine: the doctor, whose findings staff mode shows.
        first: begins with first start, as a window in full screen does that has no PIN; what was saved there holds from then on.

    Raises:
        MissingPart: there is no display, or the window's files are missing.
    """
    thrifty()
    qt = application()
    qInstallMessageHandler(qt_log)
    try:
        while (code := _show(qt, settings, examine, first or (settings.full_screen and not _has_pin(settings)))) == AGAIN:
            settings, first = load_settings(state=settings.state), False
        return code
    finally:
        qInstallMessageHandler(None)
        logging.getLogger(__name__).info("the window is closed")


def qt_log(kind: Qt.ConnectionType | Any, context: Any, text: str) -> None:
    """Qt's own messages go to Python's log."""
    level = {"QtDebugMsg": logging.DEBUG, "QtInfoMsg": logging.INFO, "QtWarningMsg": logging.WARNING}.get(getattr(kind, "name", ""), logging.ERROR)
    logging.getLogger("kiosk.app.qt").log(level, "%s (%s:%s)", text, context.file, context.line)


def _has_pin(settings: Settings) -> bool:
    try:
        return StaffPin(settings.state / FILE, lambda: datetime.now(UTC)).is_set
    except KioskError:  # one that cannot be read is no reason to let a passer-by set another
        return True


def _show(qt: QGuiApplication, settings: Settings, examine: Examine | None, first: bool) -> int:
    window = Window(settings, examine=examine)
    if first:
        window.app.set_up()
        window.app.first.saved.connect(lambda: qt.exit(AGAIN))
    signal.signal(signal.SIGINT, lambda *_: qt.exit(0))
    signal.signal(signal.SIGTERM, lambda *_: qt.exit(0))  # quit() would ask the window first, which says no
    beat = QTimer(interval=500)  # Python sees a signal only when it runs
    beat.timeout.connect(lambda: None)
    beat.start()
    _after_first_frame(window.view, window.open)
    try:
        return int(qt.exec())
    finally:
        beat.stop()
        window.close()


def _after_first_frame(view: QQuickWindow, then: Callable[[], None]) -> None:
    begun: list[bool] = []

    def once() -> None:
        if not begun:
            begun.append(True)
            then()

    view.frameSwapped.connect(lambda: QTimer.singleShot(0, view, once))
    QTimer.singleShot(1500, view, once)  # a hidden window swaps no frame


def _microphone(settings: Settings) -> Microphone:
    from kiosk.hearing.microphone import DeviceMicrophone

    return DeviceMicrophone(settings.microphone)


def _camera(settings: Settings, width: int = 1280, height: int = 720) -> Any:
    from kiosk.seeing.camera import OpenCVCamera

    if settings.camera < 0:
        raise MissingPart("The camera is switched off", "setting camera", "set its number")
    return OpenCVCamera(settings.camera, width, height)


def _reference() -> "Reference":
    from kiosk.hearing.reference import Reference

    return Reference()


def _speaker(settings: Settings, reference: "Reference") -> Any:
    from kiosk.speaking.loudspeaker import DeviceLoudspeaker

    return DeviceLoudspeaker(settings.loudspeaker or None, played=reference.put)
