"""Somebody at the real window over the real house who has one way only: a finger, or the keys of a keyboard.

What must hold: a person here does nothing that a shopper cannot do: a finger hits what it sees and drags what is longer than its room, keys go where
the tabulator leads, and what is expected is what stands on the screen. Words are the window's own, so each journey is told once for both languages.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.app.main import Window
from kiosk.assistant.state import VisitState
from kiosk.core import Answer
from kiosk.core.settings import load_settings
from kiosk.store.pin import FILE, StaffPin
from tests.app.checks import Node, Sight
from tests.app.conftest import no_speaker

TALL, WIDE, DOTS = (540, 960), (960, 540), 2.02
"""Pixels, and pixels a millimetre: a screen of 21.5 inches, drawn with every second line so that a slow machine can follow."""
PIN = "4071"
PATIENCE = 180.0
"""Seconds of real time for one step, on a machine that teaches a model meanwhile."""


class Person(ABC):
    """Someone before the window. `answers` is what the kiosk said so far; `steps` counts touches or keys."""

    def __init__(self, window: Window) -> None:
        self.window, self.app = window, window.app
        self.answers: list[Answer] = []
        self.steps = 0
        self.began = time.monotonic()
        self.app.talk.answered.connect(self._answered)

    def leave(self) -> None:
        """Is heard no more; whoever comes next is somebody else."""
        self.app.talk.answered.disconnect(self._answered)

    def _answered(self, turn: object) -> None:
        assert turn is not None, "a question failed: see the log"
        self.answers.append(turn.answer)  # type: ignore[attr-defined]  # a `Turn`; Qt's signal knows no type

    def word(self, key: str, **more: object) -> str:
        """One of the window's own words, in its language."""
        return str(self.app.property("words")[key]).format(**more)

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Lets the window live until something is so. Raises AssertionError with what is on the screen where it does not come."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, f"waited in vain for {what}; there is: {sorted(self.texts())}"
            live()
            time.sleep(0.02)

    def sight(self) -> Sight:
        """What is on the screen now."""
        live()
        return Sight(self.window.view)

    def texts(self) -> set[str]:
        """Every text on the screen."""
        return {node.text for node in self.sight().texts}

    def sees(self, part: str) -> None:
        """Waits until a text with this part stands on the screen."""
        self.until(lambda: any(part in text for text in self.texts()), repr(part))

    def find(self, name: str) -> Node:
        """What can be pressed and is called so, or begins so; where there are several, the one that is called so, else the first."""
        there = self.sight().pressables
        found = [n for n in there if n.text == name] or [n for n in there if n.text.startswith(name)]
        assert found, f"nothing is called {name!r}; there is: {[n.text for n in there]}"
        return found[0]

    def offered(self, name: str) -> bool:
        """Whether something that can be pressed is called so, or begins so."""
        return any(n.text.startswith(name) for n in self.sight().pressables)

    @abstractmethod
    def press(self, name: str) -> None:
        """Presses what is called so."""

    @abstractmethod
    def say(self, letters: str, chosen: tuple[str, ...] = ()) -> Answer:
        """Asks in writing. In pinyin, `chosen` are the candidates taken one after the other, each for the letters up to the next "'"."""

    def asks(self, ask: Callable[[], None]) -> Answer:
        """Does what asks something, and waits for the answer to stand there."""
        before = len(self.answers)
        ask()
        self.until(lambda: len(self.answers) > before and not self.app.talk.property("busy"), "an answer")
        return self.answers[-1]

    def alone(self, seconds: int) -> None:
        """So many seconds go by, counted from now, in which nothing is done; the clock is stepped."""
        self.app._clock.stop()
        self.app.idle.stay()
        for _ in range(seconds):
            self.app._second()
        live()


class Finger(Person):
    """Touches only."""

    def press(self, name: str) -> None:
        node = self._at_rest(name)
        for _ in range(12):
            if self._in_sight(node):
                break
            self._drag(node)
            node = self._at_rest(name)
        place = node.seen(node.place).intersected(self._screen()).center()
        assert self._in_sight(node), f"no finger reaches {name!r}"
        self.steps += 1
        QTest.mouseClick(self.window.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place.toPoint())
        live()

    def say(self, letters: str, chosen: tuple[str, ...] = ()) -> Answer:
        self.press(self.word("keyboard"))
        for part, candidate in zip_longest(letters.split("'"), chosen):
            for letter in part:
                self.press(self.word("type_space") if letter == " " else letter)
            if candidate:
                self.press(candidate)
        return self.asks(lambda: self.press(self.word("ask")))

    def _at_rest(self, name: str) -> Node:
        """Where it is when nothing slides any more."""
        place = QRectF()

        def rests() -> bool:
            nonlocal place
            before, place = place, self.find(name).place
            return before == place

        self.until(rests, f"{name!r} to rest")
        return self.find(name)

    def _screen(self) -> QRectF:
        return QRectF(0, 0, self.window.view.width(), self.window.view.height())

    def _in_sight(self, node: Node) -> bool:
        """Whether a finger that is 15 mm wide finds enough of it."""
        seen, whole = node.seen(node.place).intersected(self._screen()), node.place
        return seen.width() >= 0.6 * whole.width() and seen.height() >= 0.6 * whole.height()

    def _drag(self, node: Node) -> None:
        """A finger draws the column until what lies in it comes up."""
        scroll = next((above for above in node.all_above() if above.item.inherits("QQuickFlickable")), None)
        assert scroll is not None, f"{node.text!r} is out of sight and nothing can be drawn"
        room = scroll.place.intersected(self._screen())
        by = room.center() - node.place.center()
        sideways = bool(scroll.get("sideways"))
        most = 0.4 * (room.width() if sideways else room.height())
        by = QPointF(max(-most, min(most, by.x())), 0) if sideways else QPointF(0, max(-most, min(most, by.y())))
        start, view = room.center() - by / 2, self.window.view
        QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start.toPoint())
        for n in range(1, 13):
            QTest.mouseMove(view, (start + by * n / 12).toPoint(), 8)
        for _ in range(30):  # a finger that rests does not flick
            QTest.mouseMove(view, (start + by).toPoint(), 8)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, (start + by).toPoint())
        self.until(lambda: not scroll.get("moving"), "the column to rest")


class Keys(Person):
    """A keyboard only: what is pressed must be reached by the tabulator, and one must see that it is."""

    def key(self, key: Qt.Key | str) -> None:
        """One key."""
        self.steps += 1
        QTest.keyClick(self.window.view, key)
        live()

    def press(self, name: str) -> None:
        wanted = self.find(name).text
        for _ in range(120):
            item = self.focus()
            if item is not None and item.property("name") == wanted and item.objectName() == "pressable":
                break
            self.key(Qt.Key.Key_Tab)
        else:
            raise AssertionError(f"the keys do not reach {wanted!r}")
        node = next(n for n in self.sight().pressables if n.item is self.focus() or n.item == self.focus())
        seen = node.seen(node.place).intersected(QRectF(0, 0, self.window.view.width(), self.window.view.height()))
        assert any(child.isVisible() and child.inherits("QQuickRectangle") for child in node.item.childItems()), f"nobody sees that the focus is on {wanted!r}"
        assert seen.height() >= 0.5 * node.place.height() and seen.width() >= 0.5 * node.place.width(), f"{wanted!r} has the focus, out of sight"
        self.key(Qt.Key.Key_Return)

    def focus(self) -> QQuickItem | None:
        """Where the keys go."""
        return self.window.view.activeFocusItem()

    def say(self, letters: str, chosen: tuple[str, ...] = ()) -> Answer:
        """A key a letter; a candidate is the first one, by the space bar, or another one by its number."""
        for part, candidate in zip_longest(letters.split("'"), chosen):
            for letter in part:
                self.key(Qt.Key.Key_Space if letter == " " else letter)
            if candidate:
                number = list(self.app.keyboard.property("candidates")).index(candidate)
                self.key(Qt.Key.Key_Space if number == 0 else str(number + 1))
        return self.asks(lambda: self.key(Qt.Key.Key_Return))


def live() -> None:
    """What the event loop does in a turn of its own; `processEvents` alone leaves screens that were taken down where they are."""
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def open_window(state: Path, pin: bool = True, camera: Callable[[], object] | None = None) -> Window:
    """The real window over the real house of the demo store; without a loudspeaker. `camera` in place of the machine's own."""
    if pin:
        StaffPin(state / FILE, lambda: datetime.now(UTC)).set(PIN)
    window = Window(load_settings(state=state, voice=False), camera=camera, speaker=no_speaker, width=TALL[0], height=TALL[1])
    window.view.setProperty("dotsPerMm", DOTS)
    window.open()
    end = time.monotonic() + PATIENCE
    while not (window.app.property("ready") or window.app.property("broken")):
        assert time.monotonic() < end
        live()
        time.sleep(0.02)
    assert window.app.property("broken") == ""
    return window


def wiped(person: Person, *said: str) -> None:
    """The attract screen is up, and nothing of the visit is left: not on the screen, not in the window, not in the house, not on the disk.

    Args:
        said: words of the shopper's own that no file may hold.
    """
    app = person.app
    person.until(lambda: app.property("screen") == "attract", "the attract screen")
    settled: list[None] = []
    app._jobs.run(lambda: None, settled.append)
    person.until(lambda: settled, "the house")
    talk = app.talk
    assert (talk.property("question"), talk.property("reply"), list(talk.property("cards")), list(talk.property("listed"))) == ("", "", [], [])
    assert (talk.history.property("rows"), talk.property("ticketText"), talk.property("wayText"), talk.property("listText")) == ([], "", "", "")
    assert (app.keyboard.property("text"), app.keyboard.property("letters")) == ("", "")
    assert (app.looks.property("text"), app.looks.property("strong")) == ("normal", False)
    assert (app.camera.property("active"), app.camera.newest(), app.why.property("picture"), app.listening.property("state")) == (False, None, "", "idle")
    assert person.window.parts.visit.state == VisitState(language=app._settings.language)
    kept = [file for file in app._settings.state.rglob("*") if file.is_file()]
    assert not [(file.name, word) for file in kept for word in said if word.encode() in file.read_bytes()]
    live()
    assert person.word("touch") in person.texts()
