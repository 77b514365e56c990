"""The rooms of staff mode: calls and cases, unanswered questions, volume and brightness, the machine.

What must hold: a room that is not entered holds nothing, and every slot is deaf until staff are inside; what was marked or written is shown only
after it is on the disk.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from kiosk.app.back_room import BackRoom, Desk
from kiosk.app.bridge.brightness import Brightness
from kiosk.app.bridge.jobs import Jobs
from kiosk.app.cards import Card
from kiosk.core import KioskError, Language

log = logging.getLogger(__name__)
ROOMS: Final = ("calls", "questions", "volume", "machine", "products")
PERIOD: Final = 5_000
"""Milliseconds between two looks into the queue: colleagues take calls on elsewhere too."""


class StaffRooms(QObject):
    """What the rooms show.

    Args:
        volume: what a visitor begins with, in per cent.
    """

    changed = Signal()
    volumeChosen = Signal(int)

    def __init__(self, room: BackRoom, jobs: Jobs, volume: int, brightness: Brightness, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._back, self._jobs, self._light = room, jobs, brightness
        self._doctor = Jobs("machine", self)
        self._language = str(Language.en)
        self._volume, self._saved, self._kept = volume, False, 0
        self._inside, self._room = False, "calls"
        self._fixed: Mapping[str, str] = {}
        self._empty()
        self._looking = False
        self._timer = QTimer(self, interval=PERIOD)
        self._timer.timeout.connect(self.look)

    def _empty(self) -> None:
        self._desk = Desk()
        self._questions: tuple[Card, ...] = ()
        self._findings: tuple[Mapping[str, Any], ...] = ()
        self._known, self._failed_why, self._saved = False, "", False

    def _get_room(self) -> str:
        return self._room

    def _get_rooms(self) -> list[str]:
        return [r for r in ROOMS if r != "machine" or self._back.examine]

    def _get_calls(self) -> list[Card]:
        return list(self._desk.calls)

    def _get_tickets(self) -> list[Card]:
        return list(self._desk.tickets)

    def _get_done(self) -> list[Card]:
        return list(self._desk.done)

    def _get_more(self) -> int:
        return self._desk.more

    def _get_questions(self) -> list[Card]:
        return list(self._questions)

    def _get_findings(self) -> list[Card]:
        return self._back.findings(self._findings, self._language)

    def _get_known(self) -> bool:
        return self._known

    def _get_looking(self) -> bool:
        return self._inside and self._looking

    def _get_volume(self) -> int:
        return self._volume

    def _get_saved(self) -> bool:
        return self._saved

    def _get_fixed(self) -> dict[str, str]:
        return dict(self._fixed)

    def _get_failed(self) -> str:
        return self._failed_why

    room = Property(str, _get_room, notify=changed)
    rooms = Property("QStringList", _get_rooms, notify=changed)  # type: ignore[arg-type]  # PySide takes the name of a C++ type
    calls = Property("QVariantList", _get_calls, notify=changed)  # type: ignore[arg-type]  # as above
    tickets = Property("QVariantList", _get_tickets, notify=changed)  # type: ignore[arg-type]
    done = Property("QVariantList", _get_done, notify=changed)  # type: ignore[arg-type]
    more = Property(int, _get_more, notify=changed)
    questions = Property("QVariantList", _get_questions, notify=changed)  # type: ignore[arg-type]
    findings = Property("QVariantList", _get_findings, notify=changed)  # type: ignore[arg-type]
    known = Property(bool, _get_known, notify=changed)
    """Whether the room's rows have been read."""
    looking = Property(bool, _get_looking, notify=changed)
    volume = Property(int, _get_volume, notify=changed)
    saved = Property(bool, _get_saved, notify=changed)
    fixed = Property("QVariantMap", _get_fixed, notify=changed)  # type: ignore[arg-type]
    """Of "volume" and "brightness", the environment's variable that decides; empty where the file does."""
    failed = Property(str, _get_failed, notify=changed)

    def enter(self) -> None:
        """The PIN was right."""
        self._inside = True
        self._timer.start()
        self._go("calls")

    def leave(self) -> None:
        """Nobody is inside any more."""
        self._inside = False
        self._timer.stop()
        self._room = "calls"
        self._empty()
        self.changed.emit()

    def speak(self, language: str) -> None:
        """A language of the window."""
        if language != self._language:
            self._language = language
            self.changed.emit()
            self.look()

    def close(self) -> None:
        """Nothing is looked at any more."""
        self._timer.stop()
        self._doctor.close()

    @Slot(str)
    def go(self, room: str) -> None:
        """Into another room."""
        if self._inside and room in self._get_rooms():
            self._go(room)

    @Slot()
    def look(self) -> None:
        """Reads the room's rows anew."""
        if not self._inside:
            return
        language = self._language
        if self._room == "calls":
            self._read(lambda: self._back.desk(language), "_desk")
        elif self._room == "questions":
            self._read(lambda: self._back.questions(language), "_questions")
        elif self._room == "volume":
            self._read(self._back.fixed, "_fixed")

    @Slot(str, str)
    def take(self, kind: str, number: str) -> None:
        """Somebody goes, or takes a case on. `kind` is "call" or "ticket"."""
        if kind == "call":
            self._do(lambda: self._back.take_call(int(number)))
        elif kind == "ticket":
            self._do(lambda: self._back.take_ticket(number))

    @Slot(int)
    def setVolume(self, percent: int) -> None:
        """What every visitor begins with."""
        if not self._inside:
            return
        before, self._volume = self._volume, max(0, min(100, percent))
        self.volumeChosen.emit(self._volume)

        def back() -> None:
            self._volume = before
            self.volumeChosen.emit(before)

        self._keep("volume", self._volume, back)

    @Slot(int)
    def setBrightness(self, percent: int) -> None:
        """How bright the screen is, from now on."""
        if not self._inside:
            return
        before = self._light.property("percent")
        self._light.choose(percent)
        self._keep("brightness", self._light.property("percent"), lambda: self._light.choose(before))

    def _keep(self, name: str, value: int, back: Callable[[], None]) -> None:
        """Puts a setting into the file; `back` undoes it where that fails."""
        self._saved, self._kept = False, self._kept + 1
        number = self._kept

        def kept(_: None) -> None:
            self._saved = number == self._kept
            self.changed.emit()

        def lost(error: Exception) -> None:
            back()
            self._fault(error)

        self.changed.emit()
        self._jobs.run(lambda: self._back.keep(name, value), kept, lost)

    @Slot()
    def examine(self) -> None:
        """Asks the doctor, on a worker of its own: it takes long, and the queue must not wait for it."""
        doctor = self._back.examine
        if not self._inside or self._looking or doctor is None:
            return
        self._looking, self._failed_why = True, ""

        def found(rows: Sequence[Mapping[str, Any]]) -> None:
            self._looking = False
            if self._inside and self._room == "machine":
                self._findings, self._known = tuple(rows), True
            self.changed.emit()

        def lost(error: Exception) -> None:
            self._looking = False
            self._fault(error)

        self._doctor.run(doctor, found, lost)
        self.changed.emit()

    def _go(self, room: str) -> None:
        self._room = room
        self._empty()
        self.changed.emit()
        self.look()
        if room == "machine":
            self.examine()

    def _do(self, job: Callable[[], None]) -> None:
        if self._inside:
            self._jobs.run(job, lambda _: self.look(), self._fault)

    def _read(self, job: Callable[[], Any], name: str) -> None:
        room = self._room

        def read(rows: Any) -> None:
            if self._inside and room == self._room and (not self._known or rows != getattr(self, name)):
                setattr(self, name, rows)
                self._known = True
                self.changed.emit()

        self._jobs.run(job, read, self._fault)

    def _fault(self, error: Exception) -> None:
        log.error("staff mode: %s", error, exc_info=None if isinstance(error, KioskError) else error)
        if self._inside:
            self._failed_why = str(error) if isinstance(error, KioskError) else type(error).__name__
            self.changed.emit()
