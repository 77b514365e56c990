"""The door of staff mode: a PIN pad, and behind it the rooms.

What must hold: nothing behind the door is read or changed before the PIN was right, nor after staff left; a verdict that comes after somebody left
opens nothing; the digits that were typed are nowhere but here, and only until they are tried.
"""

import logging
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from kiosk.app.back_room import BackRoom
from kiosk.app.bridge.brightness import Brightness
from kiosk.app.bridge.jobs import Jobs
from kiosk.app.bridge.staff_rooms import StaffRooms
from kiosk.core import KioskError
from kiosk.store.pin import DIGITS, StaffPin, Verdict

log = logging.getLogger(__name__)
SECOND: Final = 1000


class StaffMode(QObject):
    """`state` is "closed", "asking" (whether a PIN is set), "pin", "unset", "broken" or "inside".

    Args:
        pin: checked on the worker: it takes a moment, and writes.
    """

    changed = Signal()

    def __init__(self, pin: StaffPin, room: BackRoom, jobs: Jobs, volume: int, brightness: Brightness, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pin, self._jobs = pin, jobs
        self._rooms = StaffRooms(room, jobs, volume, brightness, self)
        self._state, self._typed, self._note = "closed", "", ""
        self._left, self._wait, self._checking, self._visit = 0, 0, False, 0
        self._clock = QTimer(self, interval=SECOND)
        self._clock.timeout.connect(self.second)

    def _get_state(self) -> str:
        return self._state

    def _get_entered(self) -> int:
        return len(self._typed)

    def _get_note(self) -> str:
        return self._note

    def _get_left(self) -> int:
        return self._left

    def _get_wait(self) -> int:
        return self._wait

    def _get_checking(self) -> bool:
        return self._checking

    state = Property(str, _get_state, notify=changed)
    entered = Property(int, _get_entered, notify=changed)
    note = Property(str, _get_note, notify=changed)
    """What is wrong: "", "wrong", "locked" or "short"."""
    left = Property(int, _get_left, notify=changed)
    wait = Property(int, _get_wait, notify=changed)
    checking = Property(bool, _get_checking, notify=changed)
    if TYPE_CHECKING:
        rooms: StaffRooms
    else:
        rooms = Property(QObject, lambda self: self._rooms, constant=True)

    def knock(self) -> None:
        """Somebody touched the door: is there a PIN, and may one be tried?"""
        self._visit += 1
        visit = self._visit
        self._state, self._typed, self._note = "asking", "", ""

        def asked(found: tuple[bool, int]) -> None:
            if visit == self._visit:
                self._state = "pin" if found[0] else "unset"
                self._lock(found[1])

        self._jobs.run(lambda: (self._pin.is_set, self._pin.waiting()), asked, lambda error: self._failed(error, visit))
        self.changed.emit()

    @Slot(str)
    def press(self, digit: str) -> None:
        """A digit, of the pad or of a keyboard."""
        if self._open_to_tries() and len(digit) == 1 and digit in "0123456789" and len(self._typed) < DIGITS[1]:
            self._typed, self._note = self._typed + digit, ""
            self.changed.emit()

    @Slot()
    def erase(self) -> None:
        """The last digit goes."""
        self._typed = self._typed[:-1]
        self.changed.emit()

    @Slot()
    def submit(self) -> None:
        """Tries what was typed."""
        if not self._open_to_tries():
            return
        typed, self._typed = self._typed, ""
        if len(typed) < DIGITS[0]:
            self._note = "short"
        else:
            visit, self._checking, self._note = self._visit, True, ""
            self._jobs.run(lambda: self._pin.check(typed), lambda verdict: self._judged(verdict, visit), lambda error: self._failed(error, visit))
        self.changed.emit()

    def leave(self) -> None:
        """The door closes; what was on the screen is gone."""
        self._visit += 1
        self._state, self._typed, self._note = "closed", "", ""
        self._checking = False
        self._clock.stop()
        self._rooms.leave()
        self.changed.emit()

    def close(self) -> None:
        """Nothing is waited for or looked at any more."""
        self._clock.stop()
        self._rooms.close()

    def speak(self, language: str) -> None:
        """A language of the window."""
        self._rooms.speak(language)

    def second(self) -> None:
        """A second of waiting went by."""
        self._wait = max(0, self._wait - 1)
        if not self._wait:
            self._clock.stop()
            self._note = "" if self._note == "locked" else self._note
        self.changed.emit()

    def _open_to_tries(self) -> bool:
        return self._state == "pin" and not self._checking and not self._wait

    def _lock(self, seconds: int) -> None:
        self._wait = seconds
        if seconds:
            self._note = "locked"
            self._clock.start()
        self.changed.emit()

    def _judged(self, verdict: Verdict, visit: int) -> None:
        if visit != self._visit or self._state != "pin":
            return
        self._checking = False
        if verdict.right:
            self._state = "inside"
            self._rooms.enter()
            self.changed.emit()
        else:
            self._note, self._left = "wrong", verdict.left
            self._lock(verdict.wait)

    def _failed(self, error: Exception, visit: int) -> None:
        log.error("the staff PIN cannot be checked: %s", error, exc_info=None if isinstance(error, KioskError) else error)
        if visit == self._visit:
            self._state, self._checking = "broken", False
            self.changed.emit()
