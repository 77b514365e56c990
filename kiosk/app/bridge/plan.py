"""The floor plan: shelving, facilities, where this kiosk stands, and the way to a place. Metres throughout; QML scales."""

from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal

from kiosk.app.bridge.house import Place
from kiosk.app.route import length, way
from kiosk.core import Language
from kiosk.store import rows

DRAWN: Final = {
    "toilets": "toilets", "service-desk": "desk", "tills": "till", "exit": "exit", "lift": "lift", "cash-machine": "cash", "bakery-counter": "bread",
    "meat-counter": "meat", "fish-counter": "fish", "cheese-counter": "cheese", "cafe": "cafe", "bottle-return": "bottle",
}  # fmt: skip
"""Facilities that every plan shows; the others appear when they are asked for, so that the plan stays readable."""


class Plan(QObject):
    """What is drawn of the floor, and the way on it."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._floor: rows.Floor | None = None
        self._facilities: tuple[rows.Facility, ...] = ()
        self._place: Place | None = None
        self._way: list[tuple[float, float]] = []
        self._language = Language.en

    def open(self, floor: rows.Floor | None, facilities: tuple[rows.Facility, ...]) -> None:
        """The building is known."""
        self._floor, self._facilities = floor, facilities
        self.changed.emit()

    def speak(self, language: Language) -> None:
        """Names are shown in this language."""
        self._language = language
        self.changed.emit()

    def lead(self, place: Place | None) -> None:
        """Shows the way to a place; None shows none. The place that is shown already draws nothing anew."""
        if place == self._place:
            return
        self._place = place
        self._way = way(self._floor, place.point) if place and self._floor else []
        self.changed.emit()

    def _get_floor(self) -> dict[str, Any]:
        floor = self._floor
        if floor is None:
            return {"width": 1.0, "height": 1.0, "kioskX": 0.0, "kioskY": 0.0, "entranceX": 0.0, "entranceY": 0.0}
        return {"width": floor.width, "height": floor.height, "kioskX": floor.kiosk_x, "kioskY": floor.kiosk_y,
                "entranceX": floor.entrance_x, "entranceY": floor.entrance_y}  # fmt: skip

    def _get_there(self) -> bool:
        return self._floor is not None

    def _get_aisles(self) -> list[dict[str, Any]]:
        chinese = self._language is Language.zh
        target = self._place.aisle if self._place else ""
        return [
            {"aisle": a.aisle, "name": a.zh if chinese else a.en, "x": a.x, "y": a.y, "width": a.width, "height": a.height, "target": a.aisle == target}
            for a in (self._floor.aisles if self._floor else ())
        ]

    def _get_facilities(self) -> list[dict[str, Any]]:
        chinese = self._language is Language.zh
        asked = self._place.facility if self._place else ""
        return [
            {"id": f.id, "name": f.zh if chinese else f.en, "icon": DRAWN.get(f.id, "place"), "x": f.x, "y": f.y, "target": f.id == asked}
            for f in self._facilities
            if f.id in DRAWN or f.id == asked
        ]

    def _get_way(self) -> list[dict[str, float]]:
        return [{"x": x, "y": y} for x, y in self._way]

    def _get_metres(self) -> int:
        return max(5, round(length(self._way) / 5) * 5) if self._way else 0

    def _get_name(self) -> str:
        return self._place.names[self._language] if self._place else ""

    def _get_aisle(self) -> str:
        return self._place.aisle if self._place else ""

    there = Property(bool, _get_there, notify=changed)
    floor = Property("QVariantMap", _get_floor, notify=changed)  # type: ignore[arg-type]  # PySide takes the name of a C++ type
    aisles = Property("QVariantList", _get_aisles, notify=changed)  # type: ignore[arg-type]
    facilities = Property("QVariantList", _get_facilities, notify=changed)  # type: ignore[arg-type]
    way = Property("QVariantList", _get_way, notify=changed)  # type: ignore[arg-type]
    metres = Property(int, _get_metres, notify=changed)
    name = Property(str, _get_name, notify=changed)
    aisle = Property(str, _get_aisle, notify=changed)
