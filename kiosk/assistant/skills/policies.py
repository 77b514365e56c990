"""Which of the things that the shop has laid down on a topic answers a question.

What must hold: the general fact of a topic is told only where no other one is asked for; a fact whose limit the question goes beyond is told by its
refusal and never as if it applied; what is told is the shop's own words. The words that ask for a fact, and its limits, are the pack's.
"""

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from math import log

from kiosk.assistant.draft import Draft, Turn, unknown
from kiosk.assistant.words.cues import Cue, Said, cue_of, parts_of
from kiosk.assistant.words.listening import Lexicon
from kiosk.assistant.words.wording import Fact, piece
from kiosk.core import Intent, Language, Slot
from kiosk.store import rows

WEEK: tuple[rows.Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ALSO = 0.75
"""A second fact is told where it is asked for at least so much as the first, and by other words."""
NAMED = 1.0
"""Worth of a weekday or a distance that a fact sets a limit to; less than two words of its own."""
FACTS = (Intent.parking, Intent.payment_methods, Intent.delivery_and_pickup, Intent.loyalty_program, Intent.gift_card)
"""Intents that are answered from what is laid down and nothing else."""
CONTINUED = frozenset({*FACTS, Intent.return_or_refund, Intent.receipt, Intent.order_status, Intent.product_recall})
"""Topics that half a question goes on with."""
SURE = 0.9
"""Confidence from which "when do you close" asks for the shop's own hours whatever was spoken of."""
SHORT = {Language.en: 48, Language.zh: 14}
"""Characters of half a question."""


def policy_of(turn: Turn, topic: str, limit: int = 2) -> tuple[tuple[Fact, ...], bool]:
    """What the shop has laid down on a topic, for what the question asks: the facts that fit best, and whether one of them was asked for by its
    own words (otherwise it is the general answer)."""
    policy = next((p for p in turn.store.policies if p.topic == topic), None)
    if policy is None:
        return (), False
    asked = _asked(turn, policy)
    if not asked:
        return (_told(turn, policy, 0),), False
    best = asked[0]
    chosen = [best]
    for other in asked[1:limit]:
        if other[0] >= best[0] * ALSO and not other[2] & best[2] and not _refused(turn, policy.facts[best[1]]):
            chosen.append(other)
    return tuple(_told(turn, policy, n) for _, n, _ in chosen), True


def asks_for(turn: Turn, intent: Intent, at_least: float = 0.0, fact: str = "") -> bool:
    """Whether one of the facts of an intent's topic (`fact`: this one) is asked for by its own words, worth so much."""
    policy = next((p for p in turn.store.policies if p.topic == topic_of(intent)), None)
    best = _asked(turn, policy)[:1] if policy else []
    return bool(best) and best[0][0] >= at_least and (not fact or (policy is not None and policy.facts[best[0][1]].id == fact))


def goes_on(turn: Turn) -> bool:
    """Whether a short question that names no product goes on with the topic before: "and how much is that?" after a word about delivery, also where
    the kiosk asked something of that topic itself."""
    before, u, waits = turn.state.intent, turn.understanding, turn.state.pending
    if before not in CONTINUED or u.rule is not None or turn.shown or (waits is not None and (waits.intent != before or waits.kind == "intent")):
        return False
    if turn.intent == Intent.find_facility or (turn.intent == Intent.opening_hours and u.confidence >= SURE and turn.lexicon.hears("opens", turn.normal)):
        return False
    if len(turn.normal) > SHORT[u.language] or u.slots.get(str(Slot.order_or_ticket_number)):
        return False
    policy = next((p for p in turn.store.policies if p.topic == topic_of(before)), None)
    best = _asked(turn, policy)[:1] if policy else []
    marked = {t for s in (Slot.product, Slot.brand, Slot.category) for w in turn.slot(s) for t in parts_of(w)}
    return bool(best) and marked <= best[0][2]  # 银联卡 is marked as goods, and is what the fact is asked for by


def topic_of(intent: Intent) -> str:
    """The topic of policies.yaml that an intent is answered from."""
    return str(intent).replace("_", "-")


def by_policy(turn: Turn) -> Draft:
    """The shop's own words on parking, payment, delivery, the member card, gift cards."""
    facts, _ = policy_of(turn, topic_of(turn.intent))
    if not facts:
        return unknown(turn)
    yes = (piece("yes_so"),) if _within(turn) else ()
    return Draft((*yes, *(piece("as_it_stands", text=f) for f in facts)), turn.mentions, chips=_CHIPS.get(turn.intent, ("help", "staff")))


def _within(turn: Turn) -> bool:
    """Whether the question asks for a yes or no about an amount that keeps to the limit of the fact it asks for."""
    policy = next((p for p in turn.store.policies if p.topic == topic_of(turn.intent)), None)
    best = _asked(turn, policy)[:1] if policy else []
    if policy is None or not best or turn.lexicon.hears("asks_what", turn.normal) or not turn.lexicon.hears("asks_whether", turn.normal):
        return False
    fact = policy.facts[best[0][1]]
    return bool(fact.unit) and turn.lexicon.measure(fact.unit, turn.normal) is not None and not _refused(turn, fact)


def _told(turn: Turn, policy: rows.Policy, n: int) -> Fact:
    fact = policy.facts[n]
    return turn.facts.cited(f"policy:{policy.topic}/{fact.id}", fact, "refusal" if _refused(turn, fact) else "answer")


def _asked(turn: Turn, policy: rows.Policy) -> list[tuple[float, int, frozenset[str]]]:
    """Facts that the question asks for by words of theirs, best first, each with its worth, its place and those words. The general one is not among
    them: it is what is left."""
    said = Said.of(turn.lexicon, turn.normal)
    found: list[tuple[float, int, frozenset[str]]] = []
    for n, fact in enumerate(policy.facts[1:], 1):
        fits = [(fit * cue.worth, cue.parts) for cue in _cues(policy, turn.lexicon)[n] if (fit := said.has(cue))]
        if _limit_named(turn, fact):
            fits.append((NAMED, frozenset()))
        if fits:
            best = max(worth for worth, _ in fits)
            total = best + 0.4 * sum(worth for worth, _ in fits if worth < best)
            found.append((total, n, frozenset[str]().union(*(parts for _, parts in fits))))
    return sorted(found, key=lambda f: (-f[0], f[1]))


@lru_cache(maxsize=64)
def _cues(policy: rows.Policy, lexicon: Lexicon) -> tuple[tuple[Cue, ...], ...]:
    """The words that ask for each fact of a topic, made ready once a language; worth more the fewer facts of the topic are asked for by them."""
    facts = [[cue_of(lexicon, c) for c in (*f.about_en, *f.about_zh)] for f in policy.facts]
    held = Counter(part for cues in facts for part in {p for c in cues for p in c.parts})
    worth = {part: log((len(facts) + 1) / n) for part, n in held.items()}
    return tuple(tuple(replace(c, worth=sum(worth[p] for p in c.parts) * (0.5 if c.chinese else 1)) for c in cues) for cues in facts)


def _limit_named(turn: Turn, fact: rows.Fact) -> bool:
    if fact.never and _weekday(turn.lexicon, turn) is not None:
        return True
    return fact.unit in ("km", "m") and turn.lexicon.measure(fact.unit, turn.normal) is not None


def _refused(turn: Turn, fact: rows.Fact) -> bool:
    """Whether the question goes beyond a limit of a fact: too far, too high, too much, on a day on which it does not apply."""
    if fact.never and (day := _weekday(turn.lexicon, turn)) is not None and day in fact.never:
        return True
    said = turn.lexicon.measure(fact.unit, turn.normal) if fact.unit else None
    return said is not None and ((fact.most is not None and said > fact.most) or (fact.least is not None and said < fact.least))


def _weekday(lexicon: Lexicon, turn: Turn) -> rows.Weekday | None:
    """The weekday that the question names, or that tomorrow is; today is told by much that asks for no day ("yet", "already")."""
    named = lexicon.which("weekdays", turn.normal) or {"tomorrow", "after_tomorrow"} & set(lexicon.which("days", turn.normal))
    day = lexicon.day(turn.normal, turn.today) if named else None
    return WEEK[day.weekday()] if day else None


_CHIPS: dict[Intent, tuple[str, ...]] = {
    Intent.parking: ("charging", "hours", "staff"), Intent.payment_methods: ("gift_card", "where_tills", "staff"),
    Intent.delivery_and_pickup: ("order", "hours", "staff"), Intent.loyalty_program: ("offers", "gift_card", "staff"),
    Intent.gift_card: ("payment", "where_desk", "staff"),
}  # fmt: skip

SKILLS = dict.fromkeys(FACTS, by_policy)
