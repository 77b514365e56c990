"""`kiosk ui gallery`: every screen alone in made-up states, to look at or to save. Opens no model, no device and no bundle."""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import Property, QCoreApplication, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtQml import QQmlApplicationEngine

from kiosk.app.main import QML, application
from kiosk.app.stage import Stage, State
from kiosk.app.states import STATES
from kiosk.core import BadInput, Language
from kiosk.core.settings import load_settings
from kiosk.store.word_files import FOLDER, read_languages

TALL: Final = (1080, 1920)
WIDE: Final = (1920, 1080)
SETTLE: Final = 0.4
"""Seconds in which pictures are drawn and panels slide in."""


@contextmanager
def staged(state: State, language: str, size: tuple[int, int] = TALL, dots: float = 0, words: Path | None = None) -> Iterator[Stage]:
    """A window in a state; taken down at the end."""
    with tempfile.TemporaryDirectory(prefix="kiosk-gallery-") as folder:
        stage = Stage(Path(folder), language, state.without, size, dots, state.types, words, state.presence)
        try:
            stage.app.looks.setStill(state.name != "looks")  # nothing is half-way on a picture
            state.set_up(stage)
            yield stage
        finally:
            stage.close()


def look(stage: Stage, text: str = "normal", strong: bool = False) -> None:
    """Gives the window a look."""
    stage.app.looks.setText(text)
    stage.app.looks.setStrong(strong)


def picture(stage: Stage) -> QImage:
    """What the window shows, once everything on it is drawn."""
    end = time.monotonic() + SETTLE
    stage.until(lambda: time.monotonic() > end, "the frame")
    return stage.window.view.grabWindow()


def shrunk(image: QImage, short: int) -> QImage:
    """With a short side of so many pixels: small enough for a repository."""
    scale = short / min(image.width(), image.height())
    size = (round(image.width() * scale), round(image.height() * scale))
    return image.scaled(*size, mode=Qt.TransformationMode.SmoothTransformation).convertToFormat(QImage.Format.Format_RGB888)


def save(
    out: Path, language: str, *, names: Sequence[str] = (), size: tuple[int, int] = TALL, text: str = "normal", strong: bool = False, short: int = 0,
    words: Path | None = None,
) -> list[Path]:  # fmt: skip
    """Saves the states as PNG files; returns them.

    Args:
        names: of the states; all without it. words: folder of the languages that are not our own. short: pixels of a picture's short side; the window's own without it.

    Raises:
        BadInput: there is no such state.
    """
    known = {state.name: state for state in STATES}
    if wrong := [name for name in names if name not in known]:
        raise BadInput(f"There is no state {wrong[0]!r}", "--state", f"one of {', '.join(known)}")
    application()
    out.mkdir(parents=True, exist_ok=True)
    files = []
    for name in names or known:
        with staged(known[name], language, size, words=words) as stage:
            look(stage, text, strong)
            image = picture(stage)
        files.append(out / f"{name}.png")
        (shrunk(image, short) if short else image).save(str(files[-1]), quality=0)  # the slowest and smallest PNG
    return files


class Browser(QObject):
    """The list beside the window: which state is up, in which look.

    Args:
        language: the first one. size: of the window. words: folder of the languages that are not our own.
    """

    changed = Signal()

    def __init__(self, language: str, size: tuple[int, int], words: Path | None) -> None:
        super().__init__()
        self._at, self._language, self._size, self._words = 0, language, size, words
        self._text, self._strong = "normal", False
        self._stage: Stage | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="kiosk-gallery-")

    def _get_names(self) -> list[str]:
        return [state.name for state in STATES]

    def _get_at(self) -> int:
        return self._at

    names = Property("QStringList", _get_names, constant=True)  # type: ignore[arg-type]  # PySide takes the name of a C++ type
    at = Property(int, _get_at, notify=changed)

    @Slot(int)
    def open(self, number: int) -> None:
        """Shows a state in a window of its own."""
        self.close()
        self._at = number % len(STATES)
        state = STATES[self._at]
        folder = Path(self._folder.name) / str(time.monotonic_ns())
        folder.mkdir()
        self._stage = Stage(folder, self._language, state.without, self._size, types=state.types, words=self._words, presence=state.presence)
        state.set_up(self._stage)
        look(self._stage, self._text, self._strong)
        self.changed.emit()

    @Slot()
    def turnLanguage(self) -> None:
        """The next language."""
        if self._stage is not None:
            codes = [one["code"] for one in self._stage.app.tongue.property("all")]
            self._language = codes[(codes.index(self._stage.app.tongue.code) + 1) % len(codes)]
        self.open(self._at)

    @Slot()
    def turnText(self) -> None:
        """The next size of text."""
        sizes = ("normal", "large", "largest")
        self._text = sizes[(sizes.index(self._text) + 1) % len(sizes)]
        self.open(self._at)

    @Slot()
    def turnContrast(self) -> None:
        """The other theme."""
        self._strong = not self._strong
        self.open(self._at)

    @Slot()
    def turnAround(self) -> None:
        """Portrait or landscape."""
        self._size = (self._size[1], self._size[0])
        self.open(self._at)

    def begin(self, text: str, strong: bool) -> None:
        """The look that the command asked for."""
        self._text, self._strong = text, strong
        self.open(0)

    def close(self) -> None:
        """Takes the state's window down."""
        if self._stage is not None:
            self._stage.close()
            self._stage = None


def browse(language: str, size: tuple[int, int], text: str, strong: bool, words: Path | None) -> int:
    """Shows the list and a state; ends when the list is closed."""
    qt = application()
    qt.setQuitOnLastWindowClosed(False)
    browser = Browser(language, size, words)
    engine = QQmlApplicationEngine()
    engine.setInitialProperties({"browser": browser})
    engine.load(QUrl.fromLocalFile(str(QML / "Gallery.qml")))
    engine.rootObjects()[0].closing.connect(lambda _: QCoreApplication.quit())  # type: ignore[attr-defined]  # a QQuickWindow's signal
    QTimer.singleShot(0, lambda: browser.begin(text, strong))
    try:
        return int(qt.exec())
    finally:
        browser.close()


def command(args: argparse.Namespace) -> int:
    """`kiosk ui gallery`; its exit code. A shop's own language is shown with its files; else the pictures are the same on every machine.

    Raises:
        BadInput: there is no such language.
    """
    size = TALL if args.portrait else WIDE
    state = load_settings().state
    if args.language not in (known := read_languages(state).words):
        raise BadInput(f"There are no words in {args.language!r}", "--language", f"one of {', '.join(known)}")
    words = None if args.language in list(Language) else state / FOLDER
    strong = args.theme == "high_contrast"
    if args.out is None:
        return browse(args.language, (size[0] // 2, size[1] // 2), args.text, strong, words)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for file in save(Path(args.out), args.language, names=args.state, size=size, text=args.text, strong=strong, short=args.short, words=words):
        print(f"{file}  {file.stat().st_size // 1000} kB")
    return 0
