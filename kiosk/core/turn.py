"""The words of one turn: a Question goes in, an Answer comes out. Plain immutable data; nothing here does anything.

Every number, price, place and name in `Answer.text` is a `Citation` of a database row, or computed from cited ones.
An `Action` is one of a closed set; nothing that a shopper says, prints or shows can do anything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from kiosk.core.intents import Intent, Language, Sentiment

Vector = npt.NDArray[np.float32]

ActionName = Literal[
    "show_product", "show_map", "show_list", "list_add", "list_remove", "open_ticket", "call_staff", "raise_alarm", "end_alarm",
    "set_language", "set_volume", "fill_form", "show_suggestions", "end_visit",
]  # fmt: skip
SeenBy = Literal["barcode", "label", "appearance"]


@dataclass(frozen=True, slots=True)
class Seen:
    """One product key that the camera may be looking at.

    Args:
        by: how it was seen.
        sku: a key of the gallery, lexicon or barcode table that was given to the eyes.
        score: honest probability, 0 to 1.
        accepted: whether the score is good enough to act on.
        box: x, y, width, height in pixels of the given picture, where the reader knows it.
    """

    by: SeenBy
    sku: str
    score: float
    accepted: bool
    box: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a shopper brought in one turn. `text` is what was typed, or the best transcript of what was heard."""

    text: str
    language: Language | None = None
    heard: str | None = None
    alternatives: tuple[str, ...] = ()
    seen: tuple[Seen, ...] = ()
    id: str | int | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the student made of a question.

    Args:
        intents: probabilities of the intents, best first, at least three; they add up to at most 1.
        slots: slot name to the words of the question that fill it, in order of appearance.
        embedding: (d,) L2-normalised sentence vector.
        rule: the rule that overrode the student (emergency, a plea for a person, yes, no), if any.
    """

    intent: Intent
    confidence: float
    intents: tuple[tuple[Intent, float], ...]
    sentiment: Sentiment
    language: Language
    slots: Mapping[str, tuple[str, ...]]
    embedding: Vector
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product as a card and as `ask --json` show it. Prices are decimal strings ("2.49")."""

    sku: str
    kind: str
    name: str
    names: Mapping[str, str]
    brand: str | None
    price: str
    aisle: str
    shelf: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a fact in the reply comes from.

    Args:
        source: a row, such as `product:oatly-oat-milk` or `facility:toilets`, or `computed`.
        field: the column, or the operation of a computed value.
        value: the value as stored, as text.
        operands: for a computed value, the `source.field` references it was computed from.
    """

    source: str
    field: str
    value: str
    operands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """Something the kiosk does beside speaking. Arguments are text; only the `slots` of `fill_form` are a mapping, of field to value."""

    name: ActionName
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question. `answered` is false where the kiosk said that it does not know or asked staff."""

    text: str
    language: Language
    intent: Intent
    confidence: float
    sentiment: Sentiment
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    products: tuple[ProductView, ...] = ()
    seen: tuple[Seen, ...] = ()
    actions: tuple[Action, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    answered: bool = True
    heard: str | None = None
    question: str = ""
    id: str | int | None = None
    milliseconds: Mapping[str, float] = field(default_factory=dict)
