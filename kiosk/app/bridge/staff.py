"""Calling staff, told truthfully: "called" when the call is in the queue, "coming" only after staff acknowledged it."""

from typing import Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

PERIOD: Final = 1000
"""Milliseconds between two looks into the queue while a call waits."""


class Staff(QObject):
    """State of this visit's calls: `state` is "none", "waiting" or "coming"; `emergency` while the alarm is on."""

    changed = Signal()
    asked = Signal(int)
    seen = Signal()
    """Staff acknowledged the call."""
    stopped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls: tuple[int, ...] = ()
        self._state, self._emergency, self._number = "none", False, ""
        self._timer = QTimer(self, interval=PERIOD)
        self._timer.timeout.connect(self._ask)

    def _get_state(self) -> str:
        return self._state

    def _get_emergency(self) -> bool:
        return self._emergency

    def _get_number(self) -> str:
        return self._number

    state = Property(str, _get_state, notify=changed)
    emergency = Property(bool, _get_emergency, notify=changed)
    number = Property(str, _get_number, notify=changed)

    def open(self, emergency_number: str) -> None:
        """The shop's own emergency number."""
        self._number = emergency_number
        self.changed.emit()

    def called(self, calls: tuple[int, ...], emergency: bool) -> None:
        """The visit's calls after a turn."""
        if calls and calls != self._calls:
            self._calls = calls
            self._state = "waiting"
            self._timer.start()
        if emergency:
            self._emergency = True
        self.changed.emit()

    def told(self, call: int, acknowledged: bool) -> None:
        """What the queue says of a call; only the newest counts: of one that was made meanwhile nobody knows yet."""
        if acknowledged and self._state == "waiting" and self._calls[-1:] == (call,):
            self._state = "coming"
            self._timer.stop()
            self.changed.emit()
            self.seen.emit()

    @Slot()
    def stand_down(self) -> None:
        """The shopper says that nobody is in danger. The call stays in the queue: only staff close it."""
        self._emergency = False
        self.stopped.emit()
        self.changed.emit()

    def forget(self) -> None:
        """The visit is over; its calls stay in the queue."""
        self._calls = ()
        self._state, self._emergency = "none", False
        self._timer.stop()
        self.changed.emit()

    def _ask(self) -> None:
        if self._calls:
            self.asked.emit(self._calls[-1])
