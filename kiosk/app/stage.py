"""The stage of the gallery: a real window over a made-up visit, in which a state is set up by what a shopper would do."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from shutil import copytree
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QMetaObject
from PySide6.QtQuick import QQuickItem

from kiosk.app import made_up
from kiosk.app.main import Window
from kiosk.app.pinyin import Pinyin, open_pinyin
from kiosk.core import Answer, BrokenData, Language, MissingPart, spoken
from kiosk.core.settings import load_settings
from kiosk.store.word_files import FOLDER

PATIENCE: Final = 120.0
Both = tuple[str, str]


class Stage:
    """A window in which a state is set up.

    Args:
        state: folder for the visit's tickets. language: of the window. words: folder of the languages that are not our own.
        without: devices that are missing, of "microphone", "camera", "speaker"; "house" for a broken store.
        size: width and height in pixels. dots: pixels a millimetre; the screen's own without it. types: needs the pinyin dictionary, which takes seconds to build.
        presence: the camera looks whether somebody comes, and the microphone would open then; without it only a touch opens that.
    """

    def __init__(
        self, state: Path, language: str, without: Sequence[str] = (), size: tuple[int, int] = (1080, 1920), dots: float = 0, types: bool = False,
        words: Path | None = None, presence: bool = False,
    ) -> None:  # fmt: skip
        self.language, self.folder = spoken(language), state
        if words is not None:
            copytree(words, state / FOLDER)
        self.visit = made_up.MadeUpVisit(state)
        self.window = Window(
            load_settings(state=state, voice=True, language=language, full_screen=False, hands_free=presence, presence=presence),
            make=_broken if "house" in without else lambda: self.visit,
            microphone=partial(made_up.missing, "microphone") if "microphone" in without else made_up.MadeUpMicrophone,
            camera=partial(made_up.missing, "camera") if "camera" in without else made_up.MadeUpCamera,
            speaker=partial(made_up.missing, "loudspeaker") if "speaker" in without else made_up.MadeUpSpeaker,
            examine=lambda: made_up.FINDINGS, devices=made_up.DEVICES, width=size[0], height=size[1],
        )  # fmt: skip
        if dots:
            self.window.view.setProperty("dotsPerMm", dots)
        self.app = self.window.app
        self.app.open(_pinyin if types else lambda _: Pinyin({}))
        self.until(lambda: bool(self.app.property("broken") or self.app.attract.property("hours")), "the shop")
        if "speaker" not in without and "house" not in without:
            self.until(lambda: bool(self.app.sound.property("available")), "the loudspeaker")

    def text(self, both: Both) -> str:
        """The wording in the language that serves the stage's."""
        return both[self.language is Language.zh]

    def word(self, key: str) -> str:
        """One of the window's own words."""
        return str(self.app.property("words")[key])

    def until(self, done: Callable[[], bool], what: str) -> None:
        """Lets the window live until something is so.

        Raises:
            MissingPart: it was not so in time.
        """
        end = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > end:
                raise MissingPart(f"Waited in vain for {what}", "gallery", "see the log")
            QCoreApplication.processEvents()
            time.sleep(0.002)

    def answer(self, question: str, given: Answer, quiet: bool = True) -> None:
        """Asks, and waits for the answer; `quiet` stops its voice."""
        self.visit.answers[question] = given
        self.app.talk.ask(question)
        self.until(lambda: not self.app.talk.property("busy"), "the answer")
        if quiet:
            self.app.sound.stop()
            self.until(lambda: not self.app.sound.property("speaking"), "silence")

    def press(self, name: str) -> None:
        """Presses what has this accessible name."""
        there = items(self.window.view.contentItem())
        found = next((i for i in there if i.objectName() == "pressable" and i.property("name") == name and i.isVisible()), None)
        if found is None:
            raise MissingPart(f"Nothing on the screen is called {name!r}", "gallery", "see kiosk/app/states.py")
        QMetaObject.invokeMethod(found, "touched")

    def close(self) -> None:
        """Takes the window down."""
        self.visit.close()
        self.app.sound.stop()
        self.window.close()
        self.visit.tickets.close()
        self.visit.house.unanswered.close()


def items(root: QQuickItem) -> list[QQuickItem]:
    """An item and all below it, as they are drawn."""
    return [root, *(below for child in root.childItems() for below in items(child))]


@cache
def _pinyin(words: tuple[str, ...]) -> Pinyin:
    return open_pinyin(words)


def _broken() -> Any:
    raise BrokenData("The catalogue is damaged", "gallery", "kiosk store import PACK")


@dataclass(frozen=True)
class State:
    """One screen of the gallery."""

    name: str
    set_up: Callable[[Stage], None] = lambda stage: stage.app.begin("touch")
    without: tuple[str, ...] = ()
    types: bool = False
    presence: bool = False
