"""What a visit remembers between two questions. Immutable: every turn makes a new one, and nothing of it is written anywhere.

Products are kept by SKU and read from the store again when they are needed, so that a price that changed in between is told as it is now.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from kiosk.core import Citation, Intent, Language, Sentiment

MAX_CLARIFICATIONS = 3
"""Clarifying questions in a row; then a person is offered."""
REMEMBERED = 6
"""Products that "the other one" and "the former" can mean: as far back as shoppers refer."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way on that a clarifying question offered: the words of it in both languages live in the replies, here only where it leads."""

    intent: Intent
    skus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A case as far as it is told; stored only after a yes. See `skills.trouble`.

    Args:
        words: the shopper's account, sentence after sentence.
        bare: whether that is no more than "I have a complaint".
        about: SKU it is about, or empty.
        told: field of the shop's form and the shopper's words for it, empty where a product was pointed at.
        asked: fields asked for so far. field: the one that the last reply asked for, or empty.
        read: whether it was read back since something was added. again: whether it was offered again after another question.
    """

    intent: Intent
    words: str
    bare: bool = False
    about: str = ""
    told: tuple[tuple[str, str], ...] = ()
    asked: tuple[str, ...] = ()
    field: str = ""
    read: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """What the kiosk asked and waits for.

    Args:
        kind: `ticket`: shall it be noted for the staff; `staff`: shall a person be called; `intent`: which of the options;
            `product`: which product; `number`: which order or ticket number; `occasion`: what something is bought for; `day` is not asked.
        intent: the intent that goes on when the answer comes.
        case: what a ticket would say.
    """

    kind: Literal["ticket", "staff", "intent", "product", "number", "list_all", "occasion"]
    intent: Intent
    options: tuple[Option, ...] = ()
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class VisitState:
    """One visit so far.

    Args:
        intent: topic of the last turn; chit-chat ("thanks", "louder") leaves it as it was.
        focus: SKU that "it" and "this one" mean.
        rivals: SKUs of the last turn that named several products, in the order named: "the other one", "the cheaper one".
        shown: SKUs on the screen, best first: "the second one".
        mentioned: SKUs in the order in which they came up, the newest last: "the former", 后面这个.
        listed: the shopping list, SKU and how many (pieces, or kilograms where sold so).
        said_prices: prices that the shopper read out for the rivals; only ever used to know which one "the cheaper one" is.
        codes: allergens and diets that the last question about contents named: "and the rolls?" asks about the same.
        avoids: allergens and diets that somebody of this visit must not have or lives by: nothing against them is suggested.
        form: the order form so far: field, its position, the value's position.
        case: a case that is told and waits while the kiosk asks something else.
        stored: the case that the last reply stored, or added to: what had been asked for may still be told.
        left_open: SKUs that the last turn put on the list for words that did not tell which: what is chosen next takes their place.
        occasion: what the last reply suggested something for, a key of the lexicons' `occasions`.
        alarm: kind of danger that the alarm is on for, a key of the lexicons' `dangers`; empty while it is off.
        asked: clarifying questions in a row. missed: turns in a row that were not understood.
        calls: identifiers of the calls of this visit; tickets: numbers of its tickets.
    """

    language: Language = Language.en
    turn: int = 0
    intent: Intent | None = None
    focus: str | None = None
    rivals: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    listed: tuple[tuple[str, str], ...] = ()
    pending: Pending | None = None
    said_prices: tuple[tuple[str, str], ...] = ()
    codes: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()
    form: tuple[tuple[str, int, int], ...] = ()
    case: Case | None = None
    stored: Case | None = None
    occasion: str = ""
    left_open: tuple[str, ...] = ()
    alarm: str = ""
    asked: int = 0
    missed: int = 0
    mood: Sentiment = Sentiment.neutral
    calls: tuple[int, ...] = ()
    tickets: tuple[str, ...] = ()
    last_text: str = ""
    last_citations: tuple[Citation, ...] = field(default=(), repr=False)

    @staticmethod
    def fresh(language: Language = Language.en) -> "VisitState":
        """The state of a visit that begins."""
        return VisitState(language=language)

    def about(self, skus: tuple[str, ...], heads: tuple[str, ...]) -> "VisitState":
        """After a turn about products: `heads` are the ones named, one each, `skus` all that are shown."""
        if not skus:
            return self
        focus = heads[0] if heads else skus[0]
        news = tuple(dict.fromkeys(heads or (focus,)))
        seen = tuple(s for s in self.mentioned if s not in news) + news
        rivals = news if len(news) > 1 else self.rivals if focus in self.rivals else ()
        said = self.said_prices if rivals == self.rivals else ()
        return replace(self, focus=focus, rivals=rivals, shown=skus, mentioned=seen[-REMEMBERED:], said_prices=said)

    def on_list(self, sku: str) -> str | None:
        """How many of a product are on the list."""
        return next((q for s, q in self.listed if s == sku), None)
