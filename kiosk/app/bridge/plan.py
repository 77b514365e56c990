"""The floor plan: shelving, facilities, where this kiosk stands, and the way to a place or past a whole list. Metres throughout; QML scales.

What must hold: a way is looked for on the worker; what is shown is the way to the place that was asked for last; step-free is a wish of this visit.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.app.bridge.jobs import Jobs
from kiosk.app.places import Place, Stop
from kiosk.app.touring import Tour, tour
from kiosk.core import Language, spoken
from kiosk.store.building import Facility, Floor
from kiosk.store.walking import Ground, length

DRAWN: Final = {
    "toilets": "toilets", "service-desk": "desk", "tills": "till", "exit": "exit", "lift": "lift", "cash-machine": "cash", "bakery-counter": "bread",
    "meat-counter": "meat", "fish-counter": "fish", "cheese-counter": "cheese", "cafe": "cafe", "bottle-return": "bottle",
}  # fmt: skip
"""Facilities that every plan shows; the others appear when they are asked for, so that the plan stays readable."""


class Plan(QObject):
    """What is drawn of the floor, and the way on it.

    Args:
        jobs: the worker that looks for ways.
        words: the window's words by language.
    """

    changed = Signal()

    def __init__(self, jobs: Jobs, words: Mapping[str, Mapping[str, str]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._words = jobs, words
        self._floor: Floor | None = None
        self._facilities: tuple[Facility, ...] = ()
        self._grounds: dict[bool, Ground] = {}
        self._place: Place | None = None
        self._tour: Tour | None = None
        self._step_free = False
        self._number = 0
        self._language = str(Language.en)

    def open(self, floor: Floor | None, facilities: tuple[Facility, ...]) -> None:
        """The building is known."""
        self._floor, self._facilities = floor, facilities
        self._grounds = {free: Ground(floor, free) for free in (False, True)} if floor else {}
        self.changed.emit()

    def stand(self, x: float, y: float) -> None:
        """Shows this kiosk at a point, for the technician who places it; nothing is kept of that here."""
        if self._floor:
            self.open(self._floor.model_copy(update={"kiosk_x": x, "kiosk_y": y}), self._facilities)

    def is_free(self, x: float, y: float) -> bool:
        """Whether one can stand there."""
        return bool(self._grounds) and not bool(self._grounds[False].is_blocked(np.array(x), np.array(y)))

    def speak(self, language: str) -> None:
        """Names are shown in this language."""
        self._language = language
        self.changed.emit()

    def lead(self, place: Place | None) -> None:
        """Shows the way to a place; None shows none. The place that is shown already draws nothing anew."""
        if place != self._place:
            self._place = place
            self._look()

    @Slot(bool)
    def setStepFree(self, wanted: bool) -> None:
        """Ways without steps, for the rest of this visit."""
        if wanted != self._step_free:
            self._step_free = wanted
            self._look()

    def forget(self) -> None:
        """The visit is over."""
        self._place, self._step_free = None, False
        self._look()

    def _look(self) -> None:
        self._number += 1
        self._tour = None
        number, place, ground = self._number, self._place, self._grounds.get(self._step_free)
        if place and ground:

            def find() -> Tour:
                if not place.is_round:
                    return tour(ground, [place.point])
                return tour(ground, [s.point for s in place.stops], place.point if place.ends else None)

            self._jobs.run(find, lambda found: self._found(found, number))
        self.changed.emit()

    def _found(self, found: Tour, number: int) -> None:
        if number == self._number:
            self._tour = found
            self.changed.emit()

    def _said(self, said: Mapping[str, str] | None) -> str:
        return said[self._language] if said else ""

    def _ordered(self) -> list[Stop]:
        return [self._place.stops[n] for n in self._tour.order] if self._place and self._tour and self._place.stops else []

    def _get_floor(self) -> dict[str, Any]:
        floor = self._floor
        if floor is None:
            return {"width": 1.0, "height": 1.0, "kioskX": 0.0, "kioskY": 0.0, "entranceX": 0.0, "entranceY": 0.0}
        return {"width": floor.width, "height": floor.height, "kioskX": floor.kiosk_x, "kioskY": floor.kiosk_y,
                "entranceX": floor.entrance_x, "entranceY": floor.entrance_y}  # fmt: skip

    def _get_there(self) -> bool:
        return self._floor is not None

    def _get_aisles(self) -> list[dict[str, Any]]:
        chinese = spoken(self._language) is Language.zh
        targets = {self._place.aisle, *(s.aisle for s in self._place.stops)} if self._place else set()
        return [
            {"aisle": a.aisle, "name": a.zh if chinese else a.en, "x": a.x, "y": a.y, "width": a.width, "height": a.height, "target": a.aisle in targets}
            for a in (self._floor.aisles if self._floor else ())
        ]

    def _get_walls(self) -> list[dict[str, Any]]:
        return [{"x": w.x, "y": w.y, "width": w.width, "height": w.height} for w in (self._floor.walls if self._floor else ())]

    def _get_passages(self) -> list[dict[str, Any]]:
        return [
            {"kind": p.kind, "x": p.x, "y": p.y, "width": p.width, "height": p.height, "shut": p.kind == "steps" and self._step_free}
            for p in (self._floor.passages if self._floor else ())
        ]

    def _get_facilities(self) -> list[dict[str, Any]]:
        chinese = spoken(self._language) is Language.zh
        asked = self._place.facility if self._place else ""
        return [
            {"id": f.id, "name": f.zh if chinese else f.en, "icon": DRAWN.get(f.id, "place"), "x": f.x, "y": f.y, "target": f.id == asked}
            for f in self._facilities
            if f.id in DRAWN or f.id == asked
        ]

    def _get_way(self) -> list[dict[str, float]]:
        walk = self._tour.walk if self._tour else ()
        return [{"x": x, "y": y} for x, y in walk] if len(walk) > 1 else []

    def _get_stops(self) -> list[dict[str, Any]]:
        walk = self._tour.walk if self._tour else ()
        reached = [walk[n] for n in self._tour.reached] if self._tour else []
        return [
            {"number": n, "goods": self._said(s.goods), "where": self._said(s.where), "x": x, "y": y}
            for n, (s, (x, y)) in enumerate(zip(self._ordered(), reached, strict=False), 1)
        ]

    def _get_round(self) -> bool:
        return self._place is not None and self._place.is_round

    def _get_end(self) -> str:
        return self._said(self._place.names) if self._place and self._place.ends and self._ordered() else ""

    def _get_left_out(self) -> str:
        """What of the list the round leaves out, and why."""
        place, words = self._place, self._words[self._language]
        if place is None or self._tour is None or not place.is_round:
            return ""
        missed = [self._said(place.stops[n].goods) for n in self._tour.missed]
        parts = [words["round_absent"].format(names=self._said(place.absent))] if place.absent else []
        parts += [words["round_missed" if not self._step_free else "round_missed_free"].format(names=words["comma"].join(missed))] if missed else []
        return "\n".join(parts)

    def _get_no_way(self) -> str:
        if self._tour is None or not self._tour.missed or self._get_round():
            return ""
        return self._words[self._language]["no_way_free" if self._step_free else "no_way"]

    def _get_metres(self) -> int:
        return max(5, round(length(list(self._tour.walk)) / 5) * 5) if self._tour and len(self._tour.walk) > 1 else 0

    def _get_name(self) -> str:
        return self._said(self._place.names) if self._place else ""

    def _get_aisle(self) -> str:
        return self._place.aisle if self._place else ""

    def _get_step_free(self) -> bool:
        return self._step_free

    there = Property(bool, _get_there, notify=changed)
    floor = Property("QVariantMap", _get_floor, notify=changed)  # type: ignore[arg-type]  # PySide takes the name of a C++ type
    aisles = Property("QVariantList", _get_aisles, notify=changed)  # type: ignore[arg-type]
    walls = Property("QVariantList", _get_walls, notify=changed)  # type: ignore[arg-type]
    passages = Property("QVariantList", _get_passages, notify=changed)  # type: ignore[arg-type]
    facilities = Property("QVariantList", _get_facilities, notify=changed)  # type: ignore[arg-type]
    way = Property("QVariantList", _get_way, notify=changed)  # type: ignore[arg-type]
    stops = Property("QVariantList", _get_stops, notify=changed)  # type: ignore[arg-type]
    round = Property(bool, _get_round, notify=changed)
    end = Property(str, _get_end, notify=changed)
    leftOut = Property(str, _get_left_out, notify=changed)
    noWay = Property(str, _get_no_way, notify=changed)
    stepFree = Property(bool, _get_step_free, notify=changed)
    metres = Property(int, _get_metres, notify=changed)
    name = Property(str, _get_name, notify=changed)
    aisle = Property(str, _get_aisle, notify=changed)
