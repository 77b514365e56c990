"""How finished a text looks: what the language student makes of it, and whether it ends in a word after which nobody stops.

What must hold: an ending that is open stays open however sure the student is of the intent ("do you have" is surely about a product);
no text is ever surely finished on the student's word alone; nothing here knows a shop.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

import yaml

from kiosk.core import Intent, Language
from kiosk.core.text import normalise

OPEN, LOOSE, NAMELESS, CLOSED = 0.02, 0.15, 0.08, 0.9
"""Chance that a text is finished which ends in an open word, in a loose one, names nothing where its intent is about some thing, or ends in a closed one."""
SUREST: Final = 0.75
"""Chance above which the student alone says nothing: half of what it is sure of goes on ("add milk" to my list)."""
_MARKS: Final = re.compile(r"[^\w\s']+|_")
_THINGS: Final = ("product", "brand", "category", "attribute", "allergen_or_diet", "dish", "place", "order_or_ticket_number")


class Reading(Protocol):
    """What the student makes of a text."""

    @property
    def intents(self) -> Sequence[tuple[Intent, float]]:
        """Probabilities, best first."""

    @property
    def slots(self) -> Mapping[str, Sequence[str]]:
        """Slot name to the words that fill it."""


class Reader(Protocol):
    """The language student."""

    def understand(self, text: str, before: Intent | None) -> Reading:
        """Its reading of a text."""


@cache
def endings() -> Mapping[str, Any]:
    """The lists of `open_endings.yaml`."""
    found: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "open_endings.yaml").read_text("utf-8"))
    return found


@cache
def _endings(language: Language) -> Mapping[str, str]:
    """Each word of the lists, with the list that it stands in."""
    return {word: name for name in ("closed", "loose", "open") for word in endings()[language][name]}


def ending(text: str, language: Language) -> str:
    """How a text ends: "open", "loose", "closed", or "" where it ends in any other word. The longest entry counts."""
    lists, plain = _endings(language), _plain(text)
    if language is Language.en:
        words = plain.split()
        tails = (" ".join(words[-n:]) for n in range(min(5, len(words)), 0, -1))
    else:
        whole = plain.replace(" ", "")
        tails = (whole[-n:] for n in range(min(6, len(whole)), 0, -1))
    return next((lists[tail] for tail in tails if tail in lists), "")


def points(text: str, language: Language) -> bool:
    """Whether a word stands for a thing that is not named."""
    plain, words = _plain(text), endings()[language]["pointing"]
    return any(w in (plain.split() if language is Language.en else plain) for w in words)


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub(" ", normalise(text).replace("’", "'")).split())


class Finished:
    """Whether a text is finished, by the student.

    Args:
        reader: the language student.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __call__(self, text: str, language: Language) -> float | None:
        """Chance, 0 to 1, that nothing more is to come after a text; None for one without a word."""
        if not _plain(text):
            return None
        how = ending(text, language)
        if how == "open":
            return OPEN
        read = self._reader.understand(text, None)
        intent, chance = read.intents[0]
        if str(intent) in endings()["needs"] and not any(read.slots.get(name) for name in _THINGS) and not points(text, language):
            return NAMELESS
        return {"loose": LOOSE, "closed": CLOSED}.get(how, min(SUREST, chance))
