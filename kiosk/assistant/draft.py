"""What goes into a skill and what comes out: a Turn and a Draft. Plain data; a skill is a pure function from one to the other.

A Draft says which effects must have happened before its text may be told (a ticket's number exists only once it is stored); the assistant
carries them out, renders the pieces and checks the claims.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, Protocol

from kiosk.assistant.facts import Facts
from kiosk.assistant.state import Case, Pending, VisitState
from kiosk.assistant.words.listening import Lexicon
from kiosk.assistant.words.wording import Piece, Quote
from kiosk.core import Action, Intent, Sentiment, Slot, Understanding
from kiosk.store import rows
from kiosk.store.catalogue import Store
from kiosk.store.search import Group
from kiosk.store.tickets import Call, Ticket

CLOSE = 0.05
"""Scores this near to the best one are as good as the best: the question did not tell the products apart."""
MAX_PRODUCTS = 10


class Cases(Protocol):
    """Tickets and calls, to read."""

    def get(self, number: str) -> Ticket | None:
        """A ticket by its number."""

    def call(self, number: int) -> Call | None:
        """A call as it stands now."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One product or kind of product that the turn is about.

    Args:
        phrase: the shopper's words for it, or empty where it was pointed at.
        products: best first, at least one.
        scores: of the products, 0 to 1.
        missing: words that no product of the shop answers to.
        carried: false where the shop does not seem to sell what was named; the products are only near.
        leaders: how many of the first products fit equally well: 1 where one product is meant.
        kind: the kind that was named as a whole, if the question named no single product.
        by: how the words were recognised: `name`, or nearly by `spelling`, `sound`, `text`.
        kinds: every kind that the words may mean, also of products beyond the first ten.
        unsized: the size that was asked, as it was said, where the shop has the product in no such size.
    """

    phrase: str
    products: tuple[rows.Product, ...]
    scores: tuple[float, ...]
    missing: tuple[str, ...] = ()
    carried: bool = True
    leaders: int = 1
    kind: str | None = None
    by: str = "name"
    kinds: tuple[str, ...] = ()
    unsized: str = ""

    @property
    def best(self) -> rows.Product:
        """The product that fits best."""
        return self.products[0]

    @property
    def equals(self) -> tuple[rows.Product, ...]:
        """The products that fit equally well."""
        return self.products[: self.leaders]

    def led_by(self, products: Iterable[rows.Product]) -> "Mention":
        """The same mention with these products in front."""
        first = tuple(products)
        skus = {p.sku for p in first}
        score = dict(zip((p.sku for p in self.products), self.scores, strict=True))
        rest = tuple(p for p in self.products if p.sku not in skus)
        everything = first + rest
        return replace(self, products=everything, scores=tuple(score.get(p.sku, 0.5) for p in everything), leaders=max(1, len(first)))

    def only(self, products: Iterable[rows.Product], others: Iterable[rows.Product] = ()) -> "Mention":
        """The same mention of these products, followed by some others, and of none else."""
        led, kept = self.led_by(products), {p.sku for p in others}
        held = [(p, s) for n, (p, s) in enumerate(zip(led.products, led.scores, strict=True)) if n < led.leaders or p.sku in kept]
        return replace(led, products=tuple(p for p, _ in held), scores=tuple(s for _, s in held))


def mention_of(group: Group, exact: bool) -> Mention:
    """A search group as a mention."""
    products = tuple(h.product for h in group.hits)
    scores = tuple(h.score for h in group.hits)
    leaders = sum(1 for s in scores if s >= scores[0] - CLOSE)
    carried = exact and group.hits[0].exact and not group.missing
    kinds = {p.kind for p in products[:leaders]}
    return Mention(
        group.phrase, products, scores, group.missing, carried, leaders, next(iter(kinds)) if leaders > 1 and len(kinds) == 1 else None, group.by, group.kinds
    )


def pointed(products: Sequence[rows.Product], scores: Sequence[float] | None = None) -> Mention:
    """A mention of products that were pointed at or shown, the first of them meant."""
    return Mention("", tuple(products), tuple(scores or [1.0] * len(products)))


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything a skill may look at."""

    text: str
    normal: str
    understanding: Understanding
    intent: Intent
    state: VisitState
    store: Store
    now: datetime
    cases: Cases
    facts: Facts
    lexicon: Lexicon
    mentions: tuple[Mention, ...] = ()
    shown: bool = False
    """Whether the products were shown to the camera."""
    everything: bool = False
    avoids: tuple[str, ...] = ()
    """Allergens and diets that this visit keeps to, those of this question among them."""
    told: tuple[str, ...] = ()
    """Those of them that this question told of."""

    @property
    def today(self) -> date:
        """The day in the shop."""
        return self.now.date()

    @property
    def is_upset(self) -> bool:
        """Whether the shopper sounds annoyed: short and warm then, without offers."""
        return self.understanding.sentiment == Sentiment.negative

    def slot(self, slot: Slot) -> tuple[str, ...]:
        """The words that fill a slot."""
        return tuple(self.understanding.slots.get(str(slot), ()))

    def quote(self, *slots: Slot) -> Quote | None:
        """The shopper's own words for something, as they stand in the question."""
        words = next((w for s in slots for w in self.slot(s)), "")
        return Quote(words) if words else None


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Store a case; its number is the fact `ticket` afterwards."""

    kind: str
    intent: Intent
    about: str
    detail: str


@dataclass(frozen=True, slots=True)
class AddToTicket:
    """Put more words to a case of this visit."""

    number: str
    detail: str


@dataclass(frozen=True, slots=True)
class CallStaff:
    """Put a call into the queue; its identifier is the fact `call` afterwards."""

    reason: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply before it is rendered.

    Args:
        mentions: what the turn is about; named ones first. They become `Answer.products` and what "it" means next.
        chips: keys of suggestions; before them stand `values`, suggestions in the shop's own words.
        failed: said instead of `pieces` when an effect did not work out.
        stays: whether what "it" means stays as it was.
        form: fields of the order form after the turn; see `skills.ordering`. case: a case that waits; stored: one that was just stored; see `skills.trouble`.
        occasion: what the goods are suggested for; see `skills.occasions`. left_open: SKUs put on the list for words that did not tell which of them.
        alarm: kind of danger that the alarm is on for after the turn; None where it stays as it was.
        repeats: the reply is the one before, word for word.
    """

    pieces: tuple[Piece, ...]
    mentions: tuple[Mention, ...] = ()
    actions: tuple[Action, ...] = ()
    chips: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    pending: Pending | None = None
    listed: tuple[tuple[str, str], ...] | None = None
    effects: tuple[OpenTicket | AddToTicket | CallStaff, ...] = ()
    failed: Piece | None = None
    answered: bool = True
    asks: bool = False
    language: Literal["en", "zh"] | None = None
    heads: tuple[str, ...] | None = None
    repeats: bool = False
    forgets: bool = False
    form: tuple[tuple[str, int, int], ...] | None = None
    case: Case | None = None
    stored: Case | None = None
    occasion: str = ""
    left_open: tuple[str, ...] = ()
    alarm: str | None = None


Skill = Callable[[Turn], Draft]


def act(name: str, **args: str) -> Action:
    """An action of the closed set."""
    return Action(name, args)  # type: ignore[arg-type]  # the name is checked by `ACTIONS` in the tests and by mypy where it is a literal


def interleave(mentions: Sequence[Mention], limit: int = MAX_PRODUCTS) -> list[tuple[rows.Product, float]]:
    """Products of several mentions: the first of each, then the second of each; each product once."""
    found: dict[str, tuple[rows.Product, float]] = {}
    for rank in range(max((len(m.products) for m in mentions), default=0)):
        for m in mentions:
            if rank < len(m.products):
                found.setdefault(m.products[rank].sku, (m.products[rank], m.scores[rank]))
    return list(found.values())[:limit]


def unknown(turn: Turn, *before: Piece, mentions: tuple[Mention, ...] = (), key: str = "dont_know") -> Draft:
    """ "I don't know, I'll ask staff", with a person one yes away."""
    return Draft(
        (*before, Piece(key, {"desk": turn.facts.shop("service_desk")})), mentions or turn.mentions, chips=("staff", "help"),
        pending=Pending("staff", turn.intent), answered=False, asks=True,
    )  # fmt: skip
