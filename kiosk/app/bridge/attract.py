"""The attract screen's own facts: today's hours and today's offers, one after the other. Asked anew so often that midnight and a price change show."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import Property, QObject, QTimer, Signal

from kiosk.app.bridge.house import Today
from kiosk.app.bridge.jobs import Jobs
from kiosk.core import Language

TURN: Final = 8_000
"""Milliseconds that an offer stands: long enough to read it twice."""
ASK: Final = 300_000
"""Milliseconds between two looks into the store."""


class Attract(QObject):
    """Hours and offers.

    Args:
        today: reads them, on the house's worker.
    """

    changed = Signal()
    asked = Signal()

    def __init__(self, today: Callable[[], Mapping[str, Today]], jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today, self._jobs = today, jobs
        self._told: Mapping[str, Today] = {}
        self._language, self._number = str(Language.en), 0
        self._turning = QTimer(self, interval=TURN)
        self._turning.timeout.connect(self.turn)
        self._asking = QTimer(self, interval=ASK)
        self._asking.timeout.connect(self.ask)

    def _get_hours(self) -> str:
        return self._told[self._language].hours if self._told else ""

    def _get_offers(self) -> list[dict[str, Any]]:
        return [dict(o) for o in self._told[self._language].offers] if self._told else []

    def _get_offer(self) -> dict[str, Any]:
        offers = self._get_offers()
        return offers[self._number % len(offers)] if offers else {}

    hours = Property(str, _get_hours, notify=changed)
    offers = Property("QVariantList", _get_offers, notify=changed)  # type: ignore[arg-type]  # PySide takes the name of a C++ type
    offer = Property("QVariantMap", _get_offer, notify=changed)  # type: ignore[arg-type]  # as above

    def open(self) -> None:
        """The house is open."""
        self._turning.start()
        self._asking.start()
        self.ask()

    def ask(self) -> None:
        """Looks into the store."""
        self.asked.emit()
        self._jobs.run(self._today, self._show)

    def turn(self) -> None:
        """The next offer."""
        self._number += 1
        self.changed.emit()

    def speak(self, language: str) -> None:
        """A language of the window."""
        self._language = language
        self.changed.emit()

    def close(self) -> None:
        """Nothing turns any more."""
        self._turning.stop()
        self._asking.stop()

    def _show(self, told: Mapping[str, Today]) -> None:
        self._told = told
        self.changed.emit()
