"""The README's pictures: drives the real window through a real conversation and saves what it shows; and docs/screens, chosen from the gallery.

    python -m kiosk.app.screenshots OUT [--landscape | --chosen]

Needs no display (Qt draws off screen) and no microphone, camera or loudspeaker. Its visit uses a state folder of its own, so that no call or
ticket of a picture reaches a shop's queue.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kiosk.core import KioskError, MissingPart
from kiosk.core.settings import load_settings

WIDE: Final = (1920, 1080)
TALL: Final = (1080, 1920)
PATIENCE: Final = 60.0
CHOSEN: Final[tuple[tuple[str, str, str, bool, bool], ...]] = (
    ("attract", "en", "normal", False, True), ("attract", "zh", "normal", False, False), ("attract-camera", "zh", "normal", False, True),
    ("attract-camera", "en", "normal", False, False), ("product", "en", "normal", False, True),
    ("product", "zh", "normal", False, False), ("product", "en", "largest", False, False), ("product", "zh", "largest", True, True),
    ("caption-long", "en", "normal", False, True), ("listening", "en", "normal", False, False), ("speaking", "zh", "normal", True, True),
    ("camera", "en", "normal", False, True), ("found", "en", "normal", True, False), ("compare", "en", "normal", False, True),
    ("offers", "zh", "normal", False, True), ("policy", "en", "normal", False, False), ("ticket", "zh", "largest", False, True),
    ("map", "en", "normal", False, True), ("map", "zh", "normal", True, False), ("list", "en", "largest", False, True),
    ("code", "en", "normal", False, True), ("keyboard-pinyin", "zh", "normal", False, True), ("staff-coming", "en", "normal", False, True),
    ("emergency", "zh", "normal", False, False), ("still-there", "en", "largest", False, False), ("looks", "zh", "normal", False, True),
    ("trouble", "en", "normal", False, True), ("trouble-ready", "zh", "normal", False, False), ("history", "en", "normal", False, False),
    ("photo-check", "en", "normal", False, True), ("photo-aim", "zh", "normal", False, False),
    ("order", "zh", "normal", False, True), ("captions-so-far", "en", "normal", False, True), ("why", "en", "normal", False, True),
    ("why-picture", "zh", "normal", False, False), ("round", "en", "normal", False, True), ("step-free", "zh", "normal", True, False),
    ("staff-pin", "zh", "normal", False, True), ("staff-calls", "en", "normal", False, True), ("staff-questions", "zh", "normal", False, False),
    ("staff-machine", "en", "largest", False, False), ("enrol-next", "en", "normal", False, True), ("enrol-listed", "zh", "normal", False, False),
    ("first-microphone", "en", "normal", False, True), ("first-place", "zh", "normal", False, False),
)  # fmt: skip
"""State, language, size of text, 7:1, upright: what docs/screens shows."""
HALF: Final = 540


class Photographer:
    """Drives a window and saves pictures of it.

    Args:
        out: folder for the PNG files. shrink: a saved picture's short side in pixels.
    """

    def __init__(self, state: Path, out: Path, size: tuple[int, int], shrink: int = 648) -> None:
        from kiosk.app.main import Window, application

        self._qt = application()
        self._out, self._shrink = out, shrink
        self.window = Window(load_settings(state=state, voice=False), speaker=_no_speaker, width=size[0], height=size[1])
        self.app = self.window.app
        self.window.open()
        self.until(lambda: bool(self.app.property("ready") or self.app.property("broken")), "the house to open")
        if self.app.property("broken"):
            why = self.app.property("broken")
            self.window.close()
            raise MissingPart(f"The house cannot be opened: {why}", "screenshots", "see: kiosk doctor")

    def until(self, done: Callable[[], bool], what: str) -> None:
        """Lets the window live until something is so.

        Raises:
            MissingPart: it was not so within a minute.
        """
        end = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > end:
                raise MissingPart(f"Waited in vain for {what}", "screenshots", "see the log")
            self._qt.processEvents()
            time.sleep(0.01)

    def ask(self, text: str) -> None:
        """Asks and waits for the answer."""
        self.app.talk.ask(text)
        self.until(lambda: not self.app.talk.property("busy"), f"the answer to {text!r}")

    def save(self, name: str) -> Path:
        """Saves what the window shows now, at most 200 kB."""
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QImage

        end = time.monotonic() + 0.7  # pictures are drawn on another thread, and panels slide in
        self.until(lambda: time.monotonic() > end, "the frame")
        image = self.window.view.grabWindow()
        short = min(image.width(), image.height())
        scale = self._shrink / short
        small = image.scaled(round(image.width() * scale), round(image.height() * scale), mode=Qt.TransformationMode.SmoothTransformation)
        file = self._out / f"{name}.png"
        small.convertToFormat(QImage.Format.Format_RGB888).save(str(file))
        return file


def _no_speaker() -> None:
    raise MissingPart("Pictures make no sound", "screenshots", "")


def take(out: Path, size: tuple[int, int]) -> list[Path]:
    """All pictures of one visit in both languages; returns the files."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kiosk-screens-") as state:
        made = Photographer(Path(state), out, size)
        try:
            return _tour(made)
        finally:
            made.window.close()


def _tour(made: Photographer) -> list[Path]:
    app, files = made.app, []
    files.append(made.save("attract"))
    app.begin("touch")
    files.append(made.save("welcome"))
    made.ask("Where is the oat milk?")
    files.append(made.save("answer"))
    app.talk.lead(str(app.talk.property("cards")[0]["sku"]))
    made.until(lambda: bool(app.talk.property("panel") == "map"), "the floor plan")
    files.append(made.save("floor-plan"))
    for text in ("Add two avocados to my list", "Add oat milk to my list", "Add three lemons to my list", "Add coriander to my list"):
        made.ask(text)
    files.append(made.save("list"))
    app.finish()
    app.speak("zh")
    app.begin("touch")
    app.keyboard.show()
    app.keyboard.press("y")
    made.until(lambda: _has_pinyin(app.keyboard), "the pinyin dictionary")
    app.keyboard.clear()
    for key in "yanmainaizainali":
        app.keyboard.press(key)
    files.append(made.save("keyboard-pinyin"))
    app.keyboard.clear()
    app.keyboard.hide()
    made.ask("苹果多少钱")
    files.append(made.save("answer-zh"))
    made.ask("我要找工作人员")
    files.append(made.save("staff-called"))
    made.ask("我朋友晕倒了")
    files.append(made.save("emergency"))
    return files


def _has_pinyin(keyboard: object) -> bool:
    from kiosk.app.bridge.keyboard import Keyboard

    assert isinstance(keyboard, Keyboard)
    if keyboard.property("candidates"):
        return True
    keyboard.clear()
    keyboard.press("y")
    return False


def choose(out: Path) -> list[Path]:
    """The pictures of docs/screens; returns the files."""
    from kiosk.app.gallery import save
    from kiosk.core import Language

    files = []
    for state, language, text, strong, upright in CHOSEN:
        (file,) = save(out, Language(language), names=[state], size=TALL if upright else WIDE, text=text, strong=strong, short=HALF)
        parts = [state, language, *([text] if text != "normal" else []), *(["strong"] if strong else []), "upright" if upright else "lying"]
        files.append(file.rename(out / f"{'-'.join(parts)}.png"))
    return files


def main() -> int:
    """The command; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.app.screenshots", description="Saves pictures of the real window.")
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the PNG files")
    parser.add_argument("--landscape", action="store_true", help="1920 x 1080 in place of 1080 x 1920")
    parser.add_argument("--chosen", action="store_true", help="the pictures of docs/screens, from the gallery")
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        for file in choose(given.out) if given.chosen else take(given.out, WIDE if given.landscape else TALL):
            print(f"{file}  {file.stat().st_size // 1000} kB")
    except KioskError as error:
        print(error.line(), file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
