"""What was said in this visit, both sides, oldest first; each reply can be said again, and what it showed be shown again.

What must hold: it lives as long as the visit; a reply that was taken back, because the shopper went on, is not in it.
"""

from collections import deque
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.app.bridge.house import Turn

KEPT: Final = 60
"""Turns: more than a shopper scrolls through."""


@dataclass(frozen=True)
class Said:
    """One turn: the number of the question, what was asked, what was replied and shown."""

    number: int
    question: str
    reply: str
    turn: Turn


class History(QObject):
    """The visit so far. `wanted` asks for a reply's voice (text, language), `shown` for its cards (a `Said`)."""

    changed = Signal()
    wanted = Signal(str, object)
    shown = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._said: deque[Said] = deque(maxlen=KEPT)

    def _get_rows(self) -> list[dict[str, Any]]:
        return [{"number": s.number, "question": s.question, "reply": s.reply, "shows": _shows(s.turn)} for s in self._said]

    rows = Property("QVariantList", _get_rows, notify=changed)  # type: ignore[arg-type]  # PySide takes the name of a C++ type

    @Slot(int)
    def say(self, number: int) -> None:
        """A reply is said again."""
        for said in self._said:
            if said.number == number:
                self.wanted.emit(said.reply, said.turn.answer.language)

    @Slot(int)
    def show(self, number: int) -> None:
        """What a reply showed is shown again."""
        for said in self._said:
            if said.number == number and _shows(said.turn):
                self.shown.emit(said)

    def add(self, number: int, question: str, reply: str, turn: Turn) -> None:
        """A question was answered."""
        self._said.append(Said(number, question, reply, turn))
        self.changed.emit()

    def take_back(self, number: int) -> None:
        """A question was only the beginning of one."""
        if self._said and self._said[-1].number == number:
            self._said.pop()
            self.changed.emit()

    def forget(self) -> None:
        """The visit is over."""
        self._said.clear()
        self.changed.emit()


def _shows(turn: Turn) -> bool:
    """Whether a reply had more than words; a case is not shown again as it stood when it was still being told."""
    note = next(iter(turn.note.values()), {}) if turn.note else {}
    return note.get("kind") != "case" and bool(note or turn.place is not None or any(turn.cards.values()))
