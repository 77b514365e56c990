"""What the words of a question say plainly where the student took them for something near: another shop, the weather, what needs seeing to.

What must hold: only readings that are near are put right, and only by words that leave no doubt. Pure.
"""

from kiosk.assistant.words.listening import Lexicon
from kiosk.core import Intent, Slot, Understanding

_PLACES = frozenset({Intent.opening_hours, Intent.find_facility, Intent.find_product, Intent.product_availability})
_CHAT = frozenset({Intent.out_of_scope, Intent.small_talk, Intent.help, Intent.cancel, Intent.deny, Intent.affirm})
_LISTS = frozenset({Intent.list_add, Intent.list_remove, Intent.list_show})
_NEGLECT = frozenset({Intent.lost_property, Intent.find_product, Intent.product_availability, Intent.find_facility, Intent.product_info, *_CHAT})
_BROUGHT = frozenset({Intent.find_facility, Intent.find_product, Intent.product_availability, *_CHAT})
AFTER_A_FAULT = frozenset({Intent.report_damaged, Intent.return_or_refund, Intent.price_dispute, Intent.product_recall})
"""Topics after which "where do I take it" means the thing that is wrong."""


def said_plainly(u: Understanding, topic: Intent | None, lexicon: Lexicon, normal: str) -> Intent | None:
    """The intent that the words name, None where they name none; `topic` is that of the turn before."""
    if u.intent in _PLACES | _CHAT and lexicon.hears("other_house", normal):
        return Intent.out_of_scope
    if u.intent in _LISTS | _CHAT | {Intent.opening_hours} and lexicon.hears("weather", normal):
        return Intent.out_of_scope
    if u.intent == Intent.call_staff and lexicon.hears("praises", normal):
        return Intent.complaint
    neglect = any(lexicon.hears(name, normal) for name in ("seeing_to", "hazard"))
    if u.intent in _NEGLECT and neglect and not lexicon.hears("asks_where", normal):
        return Intent.complaint
    if u.intent in _BROUGHT and lexicon.hears("where_to_bring", normal) and (topic in AFTER_A_FAULT or lexicon.hears("brings_back", normal)):
        return Intent.find_facility
    if u.intent in _CHAT and lexicon.hears("finds_for", normal) and any(u.slots.get(str(s)) for s in (Slot.product, Slot.category, Slot.brand)):
        return Intent.find_product
    if u.intent in (Intent.repeat, Intent.cancel) and lexicon.hears("normal", normal):
        return Intent.change_volume
    if u.intent == Intent.change_language and lexicon.hears("other_size", normal):
        return Intent.return_or_refund
    return None
