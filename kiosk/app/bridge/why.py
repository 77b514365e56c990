"""Why this answer: its facts and where they come from, what was understood, and, for a picture, which part of it decided.

What must hold: nothing is worked out before somebody asks; the picture stays in memory only, until the next one or the visit's end; the parts of a
picture are covered one job after another, so that no question has to wait for all of them.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.app.bridge.house import Parts, Turn
from kiosk.app.bridge.jobs import Jobs
from kiosk.app.images import lit
from kiosk.core import Language

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


class Why(QObject):
    """The reasons of the newest answer. `heat` is "", "looking", "ready", "flat" (no part decides) or "missing".

    Args:
        words: the window's words by language.
    """

    changed = Signal()
    opened = Signal()

    def __init__(self, parts: Parts, jobs: Jobs, words: Mapping[str, Mapping[str, str]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts, self._jobs, self._words = parts, jobs, words
        self._language = str(Language.en)
        self._number, self._serial = 0, 0
        self._open = False
        self._heard = ("", "")
        self._frame: Pixels | None = None
        self._start(None)

    def _start(self, turn: Turn | None) -> None:
        self._number += 1
        self._turn = turn
        self._told: Mapping[str, dict[str, Any]] | None = None
        self._raw, self._looking, self._missing = "", False, False
        self._scores: list[float] = []
        self._map: Floats | None = None
        self._serial += 1

    # What the other bridges do

    def keep(self, frame: Pixels) -> None:
        """The picture of the question that is asked now; the one before goes."""
        self._frame = frame

    def hear(self, text: str, raw: str) -> None:
        """What was asked by voice, and how the recogniser had written it down."""
        self._heard = (text, raw)

    def about(self, turn: Turn) -> None:
        """There is another answer."""
        (text, raw), self._heard = self._heard, ("", "")
        self._start(turn)
        if raw and raw != text and turn.answer.question == text:
            self._raw = raw
        self.changed.emit()

    def look(self, panel: str) -> None:
        """Which panel is up: parts of a picture are only covered while somebody waits for it."""
        self._open = panel == "why"
        self._go_on()

    def speak(self, language: str) -> None:
        """Tells in another language."""
        self._language = language
        self.changed.emit()

    def forget(self) -> None:
        """Nothing of the visit stays."""
        self._frame, self._heard, self._open = None, ("", ""), False
        self._start(None)
        self.changed.emit()

    def shown(self, what: str) -> Pixels | None:
        """The part of the picture that was judged, (side, side, 3) BGR; `what` is "photo", or "heat" for the one with what decided left bright."""
        frame, found = self._frame, self._map
        if frame is None:
            return None
        from kiosk.seeing.heat import seen_part  # open since the picture was asked about; without one the window does without the eyes

        square = seen_part(frame)
        return lit(square, found) if what == "heat" and found is not None else square

    # What QML does

    @Slot()
    def ask(self) -> None:
        """Opens the panel."""
        turn, number = self._turn, self._number
        if turn is None:
            return

        def told(found: Mapping[str, dict[str, Any]]) -> None:
            if number == self._number:
                self._told = found
                self.opened.emit()
                self.changed.emit()
                self._go_on()

        self._jobs.run(lambda: self._parts.reasons(turn.answer), told)

    def _key(self) -> str:
        """The product whose chance is explained; empty where looks did not decide, or there is no picture any more."""
        seen = self._turn.answer.seen if self._turn and self._frame is not None else ()
        if any(s.accepted and s.by != "appearance" for s in seen):
            return ""
        return next((s.sku for s in seen if s.by == "appearance"), "")

    def _go_on(self) -> None:
        """Looks at the whole picture, then with one part after another covered."""
        frame, key, number, place = self._frame, self._key(), self._number, len(self._scores)
        if not self._open or self._told is None or self._looking or self._missing or frame is None or not key or self._map is not None:
            return
        from kiosk.seeing.heat import covered, seen_part

        self._looking = True

        def score() -> float:
            return self._parts.score(covered(frame, place - 1) if place else seen_part(frame), key)

        self._jobs.run(score, lambda found: self._scored(found, number), lambda error: self._failed(number))

    def _scored(self, score: float, number: int) -> None:
        if number != self._number:
            return
        from kiosk.seeing.heat import POSITIONS, heat

        self._looking = False
        self._scores.append(score)
        if len(self._scores) == POSITIONS + 1:
            self._map = heat(self._scores[0], self._scores[1:])
            self._serial += 1
        self.changed.emit()
        self._go_on()

    def _failed(self, number: int) -> None:
        if number == self._number:
            self._looking, self._missing = False, True
            self.changed.emit()

    # What QML reads

    def _get_told(self) -> dict[str, Any]:
        return dict(self._told[self._language]) if self._told else {}

    def _get_heard(self) -> str:
        return self._words[self._language]["why_heard_as"].format(raw=self._raw, text=self._turn.answer.question) if self._raw and self._turn else ""

    def _get_picture(self) -> str:
        if self._frame is None or self._turn is None or not self._turn.answer.seen:
            return ""
        return f"image://why/{'heat' if self._get_heat() == 'ready' else 'photo'}/{self._serial}"

    def _get_heat(self) -> str:
        if not self._key():
            return ""
        if self._missing:
            return "missing"
        if self._map is None:
            return "looking"
        return "ready" if self._map.any() else "flat"

    def _get_heat_text(self) -> str:
        """What the map shows, in words: also for who cannot see it."""
        words, state = self._words[self._language], self._get_heat()
        if state == "looking":
            from kiosk.seeing.heat import POSITIONS

            return words["why_looking"].format(done=max(0, len(self._scores) - 1), all=POSITIONS)
        if state != "ready" or self._map is None:
            return {"flat": words["why_heat_none"], "missing": words["why_heat_missing"]}.get(state, "")
        candidates = self._get_told().get("candidates", [])
        return words["why_heat"].format(where=words[f"why_at_{region(self._map)}"], name=candidates[0]["name"] if candidates else "")

    told = Property("QVariantMap", _get_told, notify=changed)  # type: ignore[arg-type]  # PySide takes the name of a C++ type
    heard = Property(str, _get_heard, notify=changed)
    picture = Property(str, _get_picture, notify=changed)
    heat = Property(str, _get_heat, notify=changed)
    heatText = Property(str, _get_heat_text, notify=changed)


def region(found: Floats) -> int:
    """Which ninth of a picture the middle of what decided lies in: 0 to 8, row by row.

    Args:
        found: (n, n), not all 0.
    """
    rows, columns = np.indices(found.shape) + 0.5
    row, column = (float((n * found).sum() / found.sum()) for n in (rows, columns))
    return 3 * min(2, int(3 * row / len(found))) + min(2, int(3 * column / len(found)))
