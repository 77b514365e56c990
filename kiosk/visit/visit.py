"""One conversation: listens, looks, asks the assistant. What it remembers ends with it; nothing of a visit is written here."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kiosk.assistant.state import VisitState
from kiosk.core import Answer, Intent, Language, Question, Seen, Sentiment, spoken
from kiosk.core.text import clean
from kiosk.visit.house import House

Pixels = npt.NDArray[np.uint8]
Samples = npt.NDArray[np.float32]


class Visit:
    """A shopper's visit.

    Args:
        language: what is spoken until the shopper's own words say otherwise.
    """

    def __init__(self, house: House, language: Language | None = None) -> None:
        self.house = house
        self._first = language or spoken(house.settings.language)
        self.state = VisitState.fresh(self._first)
        self._before: VisitState | None = None

    def reset(self) -> None:
        """Forgets everything: the next word is another shopper's."""
        self.state = VisitState.fresh(self._first)
        self._before = None

    def take_back(self) -> bool:
        """The last question was only the beginning of one: it is as if it had not been asked.

        Returns:
            False where it did something that lasts (a ticket, a call): then it stands.
        """
        with self.house.lock:
            before, self._before = self._before, None
            if before is None or (before.tickets, before.calls) != (self.state.tickets, self.state.calls):
                return False
            self.state = before
            return True

    def ask(
        self,
        text: str | None = None,
        images: Sequence[Path | Pixels] = (),
        audio: Path | Samples | None = None,
        language: Language | None = None,
        id: str | int | None = None,
    ) -> Answer:
        """One turn. Sound that holds no speech gives an answer with an empty text.

        Raises:
            KioskError: what was given cannot be used, or a part is missing.
        """
        with self.house.lock:
            started = time.perf_counter()
            spent: dict[str, float] = {}
            heard, alternatives = None, tuple[str, ...]()
            if audio is not None:
                found = self.house.ears.hear(audio, language)
                spent["hear"] = _since(started)
                heard, alternatives = found.text, tuple(found.alternatives)
                if not heard and not text and not images:
                    return _silence(self.state.language, id, {**spent, "total": _since(started)})
                language = language or (found.language if heard else None)
            seen: tuple[Seen, ...] = ()
            if images:
                before = time.perf_counter()
                seen = tuple(row for image in images for row in self.look(image))
                spent["see"] = _since(before)
            words = clean(" ".join(part for part in (text or "", heard or "") if part))
            question = Question(words, language, heard, alternatives, seen, id)
            self._before = self.state
            answer, self.state = self.house.assistant.answer(question, self.state)
            return replace(answer, id=id, heard=heard, seen=seen, milliseconds={**spent, **answer.milliseconds, "total": _since(started)})

    def rehearse(self, text: str, language: Language | None = None) -> Answer | None:
        """What a question would be answered, with nothing done, said or remembered: to have the voice ready before the shopper has ended.

        Returns:
            None where an answer would do something: a ticket is opened once, when the question is asked.
        """
        with self.house.lock:
            return self.house.assistant.rehearse(Question(clean(text), language, text, (), (), None), self.state)

    def look(self, image: Path | Pixels) -> list[Seen]:
        """Rows of everything seen in one picture."""
        from kiosk.seeing.frames import read_frame

        return self.house.eyes.see(read_frame(image) if isinstance(image, Path) else image)


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _silence(language: Language, id: str | int | None, spent: dict[str, float]) -> Answer:
    return Answer("", language, Intent.out_of_scope, 0.0, Sentiment.neutral, heard="", answered=False, id=id, milliseconds=spent)
