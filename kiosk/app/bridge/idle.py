"""When a visit ends by itself. What must hold: nothing is counted while somebody talks, listens or waits; every sign of life starts anew."""

from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot

COUNTDOWN: Final = 20
"""Seconds in which a shopper may ask for more time (WCAG 2.2, 2.2.1)."""


class Idle(QObject):
    """Counts the seconds alone, then the last ones aloud.

    Args:
        seconds: alone before the count-down begins.
    """

    changed = Signal()
    warned = Signal()
    ended = Signal()

    def __init__(self, seconds: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seconds, self._quiet = seconds, 0

    def _get_countdown(self) -> int:
        return max(0, self._seconds + COUNTDOWN - self._quiet) if self._quiet >= self._seconds else 0

    countdown = Property(int, _get_countdown, notify=changed)

    @property
    def counting(self) -> bool:
        """Whether the count-down is on."""
        return self._quiet >= self._seconds

    @Slot()
    def stay(self) -> None:
        """Somebody is there."""
        if self._quiet:
            self._quiet = 0
            self.changed.emit()

    def second(self, held: bool) -> None:
        """A second went by. `held`: something goes on that is nobody's silence."""
        if held:
            self.stay()
            return
        self._quiet += 1
        if self._quiet == self._seconds:
            self.warned.emit()
        if self._quiet >= self._seconds + COUNTDOWN:
            self._quiet = 0
            self.ended.emit()
        self.changed.emit()
