"""A word alone: "scissors", 腰果, "do you do halloumi". The student was taught on sentences and takes it for a greeting, thanks or goodbye.

What must hold: a greeting, thanks, goodbye, volume or language is only what says so in its own words (`polite` of the lexicons); any other word that
stands alone names something to look for, and no word alone ends a visit. Pure.
"""

from dataclasses import replace

from kiosk.assistant.mentions.reference import ABOUT_GOODS
from kiosk.assistant.state import VisitState
from kiosk.assistant.words.listening import Lexicon
from kiosk.core import Intent, Language, Slot, Understanding
from kiosk.store.naming import is_stop
from kiosk.store.words import tokens

POLITE = frozenset({
    Intent.greeting, Intent.thanks, Intent.goodbye, Intent.small_talk, Intent.change_volume, Intent.change_language, Intent.repeat, Intent.help,
    Intent.deny, Intent.cancel, Intent.affirm,
})  # fmt: skip
"""Readings that words of their own must speak for."""
SURE, DOUBTED = 0.9, 0.6
"""Below the first a polite reading of a word alone is none; below the second no other one is, where goods are as good a guess."""
MOST = 3
"""Words of a name that stands alone."""
GOODS = (Slot.product, Slot.category, Slot.brand, Slot.dish)


def named_alone(u: Understanding, state: VisitState, lexicon: Lexicon, normal: str) -> Understanding:
    """The understanding with a word that stands alone marked as the product that is looked for."""
    if u.rule is not None or state.alarm:
        return u
    if state.pending is not None:  # an answer: it ends nothing, and what it is, is known by who asked
        return u if lexicon.hears("polite", normal) else _ends_nothing(u, SURE)
    words, asks_after = lexicon.said("alone", normal) or "", lexicon.hears("asks_after", normal)
    if lexicon.hears("polite", words or normal) or lexicon.which("small_talk", words or normal):
        return u
    if u.intent in POLITE and u.confidence < SURE and asks_after and any(u.slots.get(str(s)) for s in GOODS):
        return _as(u, Intent.product_availability, dict(u.slots))
    parts = tokens(words)
    most = MOST if lexicon.language == Language.en else 6
    if not 0 < len(parts) <= most or any(is_stop([t]) for t in parts) or _tells_when(lexicon, words):
        return _ends_nothing(u, SURE if _tells_when(lexicon, normal) else DOUBTED)
    marked = any(u.slots.get(str(s)) for s in GOODS)
    polite = u.intent in POLITE and u.confidence < SURE
    other = u.intent not in ABOUT_GOODS and u.intent not in POLITE and u.confidence < DOUBTED and not u.slots and u.intent != state.intent
    contents = asks_after and u.intent == Intent.product_allergens and u.confidence < SURE and state.intent != Intent.product_allergens
    goods = u.intent in ABOUT_GOODS and not marked and not u.slots.get(str(Slot.attribute)) and state.focus is None
    if not (polite or other or contents or goods):
        return u
    intent = Intent.product_availability if asks_after else Intent.find_product if u.intent not in ABOUT_GOODS else u.intent
    return _as(u, intent, dict(u.slots) if marked and not contents else {str(Slot.product): (words,)})


def _as(u: Understanding, intent: Intent, slots: dict[str, tuple[str, ...]]) -> Understanding:
    intents = ((intent, max(u.confidence, DOUBTED)), *(pair for pair in u.intents if pair[0] != intent))
    return replace(u, intent=intent, confidence=intents[0][1], intents=intents, slots=slots)


def _tells_when(lexicon: Lexicon, words: str) -> bool:
    return bool(lexicon.which("days", words) or lexicon.which("weekdays", words) or lexicon.spans("told", "time", words))


def _ends_nothing(u: Understanding, sure: float) -> Understanding:
    """A doubtful goodbye without a word of goodbye is not understood."""
    if u.intent != Intent.goodbye or u.confidence >= sure:
        return u
    intents = ((Intent.out_of_scope, u.confidence), *(pair for pair in u.intents if pair[0] not in (Intent.goodbye, Intent.out_of_scope)))
    return replace(u, intent=Intent.out_of_scope, intents=intents)
