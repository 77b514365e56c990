"""From an Understanding and the visit so far to what is done: answer which intent, ask back, or hand over to a person.

Emergency and a plea for a person come before everything. A question is asked back only where two readings are close and would be answered
differently, at most three times in a row; then a person is offered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.assistant.mentions.reference import ABOUT_GOODS, KEEPS_TOPIC
from kiosk.assistant.state import MAX_CLARIFICATIONS, VisitState
from kiosk.assistant.words.codes import said_code
from kiosk.assistant.words.following import new_amount, swapped
from kiosk.assistant.words.listening import Lexicon
from kiosk.assistant.words.plainly import said_plainly
from kiosk.core import Intent, Slot, Understanding

CLOSE_TOP = 0.46
CLOSE_MARGIN = 0.08
"""Below this probability of the best intent, and with less than this to the second, the kiosk asks."""
SURE = 0.80
"""A follow-up ("and the pears?") keeps the topic unless the student is this sure of another intent."""
DOUBTED = 0.60
SECOND_LOOK = 0.10
"""An `out_of_scope` below the first, with a product reading above the second, is looked up in the store before it is refused."""
CHEAPER_FROM = frozenset({Intent.promotions, Intent.product_availability, Intent.recommend_product, Intent.product_price, Intent.find_product})
"""Readings that "something cheaper", said of the product before, is taken out of."""
NO_TOPIC = frozenset({
    Intent.deny, Intent.find_product, Intent.product_availability, Intent.cancel, Intent.out_of_scope, Intent.small_talk,
})  # fmt: skip
"""Readings of "no, the soy one" that leave the question as it was."""
AFTER_SALES = frozenset({
    Intent.ticket_status, Intent.complaint, Intent.report_damaged, Intent.price_dispute, Intent.lost_property, Intent.return_or_refund, Intent.order_status,
})  # fmt: skip
"""Readings of "yes please, report it", said to the offer of a ticket."""
UNLISTS = frozenset({Intent.cancel, Intent.deny, Intent.product_availability, Intent.product_info, Intent.find_product, Intent.list_add})
"""Readings that "no, take the milk off", said with a list, is taken out of."""
TAKEN_FROM_LISTS = frozenset({
    Intent.find_substitute, Intent.return_or_refund, Intent.deny, Intent.list_remove, Intent.product_availability, Intent.find_product, Intent.out_of_scope,
    Intent.recommend_product, Intent.small_talk, Intent.affirm, Intent.cancel, Intent.product_price, Intent.product_info, Intent.compare_products,
    Intent.change_volume, Intent.repeat, Intent.greeting, Intent.goodbye, Intent.thanks,
})  # fmt: skip
"""Readings of "make it four" and "swap them for the seeded ones", said of what was just put on the list."""
FOLLOWS = frozenset({Intent.find_product, Intent.product_price, Intent.product_availability, Intent.recommend_product, Intent.product_info})
"""Readings of a question about the product before that its own words may put right."""
TAKEN_FOR_PLACES = frozenset({
    Intent.product_availability, Intent.find_product, Intent.find_facility, Intent.out_of_scope, Intent.small_talk, Intent.change_volume, Intent.complaint,
})  # fmt: skip
"""Readings of "is there a softer one", said of the product before."""
TAKEN_FROM_NUTRIENTS = frozenset({
    Intent.out_of_scope, Intent.small_talk, Intent.gift_card, Intent.loyalty_program, Intent.payment_methods, Intent.price_dispute,
})  # fmt: skip
"""Doubtful readings of how much fat or protein the product before has."""
NUMBERED = frozenset({Intent.order_status, Intent.ticket_status})
NOT_OURS = frozenset({
    Intent.out_of_scope, Intent.small_talk, Intent.complaint, Intent.product_info, Intent.recommend_product, Intent.call_staff, Intent.help, Intent.emergency,
    Intent.product_allergens,
})  # fmt: skip
"""Readings of a question for a job or about medicine."""
TAKEN_FOR_DISPUTES = frozenset({
    Intent.order_status, Intent.ticket_status, Intent.product_price, Intent.promotions, Intent.complaint, Intent.product_info, Intent.receipt,
    Intent.find_product,
})  # fmt: skip
"""Readings of "the shelf says one price and the till took another"."""
TAKEN_FOR_FAULTS = frozenset({
    Intent.out_of_scope, Intent.small_talk, Intent.complaint, Intent.call_staff, Intent.help, Intent.emergency, Intent.product_info, Intent.product_allergens,
    Intent.product_availability, Intent.find_product,
})  # fmt: skip
"""Readings of "there is glass in my jam"."""
TAKEN_FOR_LOSSES = frozenset({
    Intent.out_of_scope, Intent.small_talk, Intent.complaint, Intent.call_staff, Intent.help, Intent.emergency, Intent.report_damaged, Intent.price_dispute,
    Intent.find_facility, Intent.product_availability,
})  # fmt: skip
"""Readings of "somebody stole my bag"."""
MOST_OF_A_NUMBER = 40
"""Characters of a short answer: to "what is your order number", or what something is bought for."""
TAKEN_FOR_GIFTS = frozenset({
    Intent.receipt, Intent.out_of_scope, Intent.small_talk, Intent.loyalty_program, Intent.gift_card, Intent.find_product, Intent.product_info,
    Intent.delivery_and_pickup, Intent.recommend_product, Intent.help, Intent.find_facility,
})  # fmt: skip
"""Readings of a wish for a present."""
TAKEN_FOR_QUALITIES = frozenset({Intent.product_info, Intent.small_talk, Intent.recipe_ingredients})
"""Doubtful readings of "white, dry", said of a wine."""
TAKEN_FOR_MORE = frozenset({
    Intent.compare_products, Intent.find_substitute, Intent.product_price, Intent.product_info, Intent.product_availability, Intent.find_product,
    Intent.list_show,
})  # fmt: skip
"""Readings of "add the free-range ones"."""
TAKEN_FROM_KEEPING = frozenset({Intent.recipe_ingredients, Intent.recommend_product, Intent.find_product, Intent.product_availability, Intent.out_of_scope})
"""Readings of how something is best kept."""
TAKEN_FROM_CONTENTS = frozenset({Intent.product_price, Intent.product_availability, Intent.find_product, Intent.out_of_scope})
"""Readings of how many are in a pack."""
OF_A_PROPERTY = frozenset({Intent.product_info, Intent.product_allergens, Intent.compare_products})
"""Intents in which a search that fails leaves what was talked about: what was not found was asked of it."""
TAKEN_FOR_WISHES = frozenset({
    Intent.find_substitute, Intent.product_availability, Intent.find_product, Intent.recommend_product, Intent.product_info, Intent.find_facility,
})  # fmt: skip
"""Readings of "I bought the wrong size, can I swap it"."""
URGENT = frozenset({Intent.emergency, Intent.call_staff})
CHIT_CHAT = frozenset({
    Intent.greeting, Intent.thanks, Intent.affirm, Intent.deny, Intent.repeat, Intent.help, Intent.change_language, Intent.change_volume, Intent.small_talk,
    Intent.cancel,
})  # fmt: skip
"""Intents that leave the topic of the visit as it was."""
ALIKE = (
    frozenset({Intent.find_product, Intent.product_availability}), frozenset({Intent.report_damaged, Intent.return_or_refund, Intent.product_recall}),
    frozenset({Intent.report_damaged, Intent.price_dispute, Intent.complaint}), frozenset({Intent.recommend_product, Intent.compare_products}),
    frozenset({Intent.recommend_product, Intent.find_product}), frozenset({Intent.product_info, Intent.product_allergens}),
    frozenset({Intent.affirm, Intent.thanks}), frozenset({Intent.deny, Intent.cancel}), frozenset({Intent.goodbye, Intent.thanks}),
    frozenset({Intent.small_talk, Intent.out_of_scope}), frozenset({Intent.complaint, Intent.call_staff}),
)  # fmt: skip
"""Pairs of readings whose answers serve each other: no question is worth asking."""
ASKABLE = frozenset({
    Intent.find_product, Intent.product_price, Intent.product_info, Intent.product_allergens, Intent.promotions, Intent.list_add, Intent.opening_hours,
    Intent.find_facility, Intent.return_or_refund, Intent.order_status, Intent.ticket_status, Intent.lost_property, Intent.parking,
    Intent.payment_methods, Intent.delivery_and_pickup, Intent.gift_card, Intent.loyalty_program, Intent.receipt, Intent.recipe_ingredients,
})  # fmt: skip
"""Intents that a clarifying question can offer."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do: answer `intent`; with `other` set, ask which of the two is meant."""

    intent: Intent
    confidence: float
    other: Intent | None = None
    follows: bool = False
    order: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Fields of the shop's order form that the question fills."""


def decide(understanding: Understanding, state: VisitState, lexicon: Lexicon, normal: str, narrowed: bool) -> Decision:
    """The intent that this turn is answered as.

    Args:
        normal: the normalised question.
        narrowed: whether its words only make sense beside the product before ("the soy one").
    """
    u = understanding
    if state.alarm and lexicon.calls_off(normal):
        return Decision(Intent.thanks if u.intent == Intent.thanks else Intent.cancel, u.confidence)
    if state.alarm and u.rule is None and lexicon.hears("insists", normal):
        return Decision(Intent.emergency, u.confidence)
    if u.rule is None and (meant := _by_its_words(u, state, lexicon, normal)) is not None:
        return Decision(meant, max(u.confidence, DOUBTED))
    if u.intent == Intent.emergency or u.rule is not None or (u.intent == Intent.call_staff and u.confidence >= DOUBTED):
        return Decision(u.intent, u.confidence)
    if state.pending is not None and state.pending.kind == "number" and said_code(normal) and len(normal) <= MOST_OF_A_NUMBER:
        return Decision(state.pending.intent, max(u.confidence, 0.9))
    if state.pending is not None and state.pending.kind == "number" and lexicon.hears("lacks_number", normal):
        return Decision(state.pending.intent, max(u.confidence, DOUBTED))
    if _tells_occasion(u, state, lexicon, normal):
        return Decision(Intent.recommend_product, max(u.confidence, DOUBTED))
    topic = state.intent
    if _puts_list_right(u, state, lexicon, normal):
        return Decision(Intent.list_add, max(u.confidence, DOUBTED), follows=True)
    if narrowed and u.intent in TAKEN_FOR_PLACES and lexicon.hears("asks_for_one", normal) and not lexicon.hears("asks_where", normal):
        return Decision(Intent.product_availability, max(u.confidence, DOUBTED))
    leans = u.intent in FOLLOWS or (u.intent in (Intent.out_of_scope, Intent.small_talk) and (narrowed or lexicon.hears("this", normal)))
    if state.focus is not None and leans and (asked := _asks_anew(lexicon, normal)) not in (None, u.intent):
        return Decision(asked, max(u.confidence, DOUBTED))
    if topic in KEEPS_TOPIC and state.focus is not None and u.intent != topic:
        elliptical = lexicon.said("ellipsis", normal) is not None and not lexicon.hears("asks_where", normal)
        asks_anew = u.intent == Intent.product_availability and u.confidence >= SURE
        doubted = u.confidence < DOUBTED and u.intent in TAKEN_FOR_QUALITIES and not lexicon.hears("asks", normal)
        asks_where = u.intent == Intent.find_product and lexicon.hears("asks_where", normal)
        if narrowed and not asks_anew and not asks_where and (u.intent in NO_TOPIC or doubted):
            return Decision(topic, max(u.confidence, 0.6), follows=True)
        weak = u.confidence < SURE or u.intent in (Intent.find_product, Intent.out_of_scope)
        if elliptical and weak and _names_only_goods(u):
            return Decision(topic, max(u.confidence, 0.6), follows=True)
    if state.pending is not None and state.pending.kind in ("ticket", "staff") and _goes_with_a_yes(u) and lexicon.hears("agrees", normal):
        return Decision(Intent.affirm, u.confidence)
    if state.pending is not None and state.pending.kind == "ticket" and lexicon.hears("enough", normal):
        return Decision(Intent.affirm, max(u.confidence, DOUBTED))
    if state.pending is not None and state.pending.kind in ("ticket", "staff") and u.intent in AFTER_SALES:
        says_no = u.confidence < DOUBTED and lexicon.hears("says_no", normal)
        if says_no or lexicon.hears("declines", normal):
            return Decision(Intent.deny, u.confidence)
    if topic == Intent.emergency and u.intent in (Intent.out_of_scope, Intent.small_talk):
        return Decision(Intent.emergency, u.confidence)  # what the lost child wears
    if state.focus is not None and u.intent == Intent.out_of_scope and u.confidence < SURE and lexicon.which("aspects", normal):
        return Decision(Intent.product_info, u.confidence)
    if state.focus is not None and u.intent in TAKEN_FROM_NUTRIENTS and (
        (u.confidence < SURE and lexicon.which("nutrients", normal)) or lexicon.hears("asks_content", normal)
    ):
        return Decision(Intent.product_info, max(u.confidence, DOUBTED))
    if state.focus is not None and u.intent in (Intent.product_availability, Intent.product_info, Intent.find_product) and lexicon.hears("contains_in", normal):
        return Decision(Intent.product_allergens, u.confidence)
    if state.focus is not None and u.confidence < SURE and (reread := _reread(u, lexicon, normal)) is not None:
        return Decision(reread, u.confidence)
    if u.confidence < SURE and (kept := _kept(u, topic, lexicon, normal)) is not None:
        return Decision(kept, max(u.confidence, 0.6), follows=True)
    if state.listed and u.intent in UNLISTS and u.confidence < SURE and lexicon.hears("removes", normal):
        return Decision(Intent.list_remove, u.confidence)
    if state.focus is not None and u.intent in CHEAPER_FROM and lexicon.hears("something_cheaper", normal) and not lexicon.hears("offer_words", normal):
        return Decision(Intent.find_substitute, u.confidence)
    if u.intent in (Intent.out_of_scope, Intent.small_talk) and u.confidence < SURE and state.focus is not None and _points(lexicon, normal):
        next_best = next(((i, p) for i, p in u.intents if i in ABOUT_GOODS), None)
        if next_best is not None:
            return Decision(*next_best)
    if state.focus is not None and state.pending is None and _lists_it(u, lexicon, normal, narrowed):
        return Decision(Intent.list_add, max(u.confidence, DOUBTED))
    other = _rival(u)
    if other is not None and state.asked < MAX_CLARIFICATIONS and state.pending is None:
        return Decision(u.intent, u.confidence, other)
    return Decision(u.intent, u.confidence)


def _puts_list_right(u: Understanding, state: VisitState, lexicon: Lexicon, normal: str) -> bool:
    """Whether "make it four", 改成三盒 or "swap them for the seeded ones" puts right what was just put on the list."""
    if not state.listed or state.intent != Intent.list_add or u.intent not in TAKEN_FROM_LISTS:
        return False
    return bool(new_amount(normal, lexicon.language)) or swapped(normal, lexicon.language) is not None


def _asks_anew(lexicon: Lexicon, normal: str) -> Intent | None:
    """What a question about the product before asks by its own words, whatever its reading: they go before the topic and before a bait in them."""
    if lexicon.hears("about_it", normal) and lexicon.which("codes", normal) and not any(lexicon.hears(w, normal) for w in ("asks_where", "asks_stock")):
        return Intent.product_allergens
    return lexicon.asked_anew(normal)


def _lists_it(u: Understanding, lexicon: Lexicon, normal: str, narrowed: bool) -> bool:
    """Whether "add the cheaper one" or "two of those, please" was taken for another question about what was talked about."""
    if u.intent in TAKEN_FOR_MORE and (lexicon.hears("puts_that", normal) or (narrowed and lexicon.hears("puts", normal) and not lexicon.hears("asks", normal))):
        return True
    if u.intent in (Intent.compare_products, Intent.find_substitute, Intent.product_price) and lexicon.hears("puts", normal):
        return any(lexicon.hears(name, normal) for name in ("cheaper", "dearer", "takes_both", "other", "former", "latter"))
    return u.intent not in URGENT and u.intent != Intent.list_remove and lexicon.hears("counts_those", normal)


def _by_its_words(u: Understanding, state: VisitState, lexicon: Lexicon, normal: str) -> Intent | None:
    """What the words say plainly where the student took them for something near: thanks in dialect, a price that was rung up wrongly, a job that is
    looked for, a voice that is too loud for a shy shopper. None where they say nothing of the kind."""
    if u.intent in NOT_OURS and lexicon.which("beyond", normal):
        return Intent.out_of_scope
    if (plain := said_plainly(u, state.intent, lexicon, normal)) is not None:
        return plain
    if u.intent in TAKEN_FOR_WISHES and lexicon.hears("bought_wrong", normal):
        return Intent.return_or_refund
    if u.intent in TAKEN_FOR_LOSSES and lexicon.hears("stolen", normal):
        return Intent.lost_property
    if u.intent in TAKEN_FOR_FAULTS and lexicon.hears("in_the_food", normal):
        return Intent.report_damaged
    if u.intent in (Intent.deny, Intent.affirm, Intent.cancel, Intent.out_of_scope) and lexicon.hears("thanks_alone", normal):
        return Intent.thanks
    if u.intent in TAKEN_FOR_DISPUTES and (lexicon.hears("rung_up", normal) or (len(lexicon.prices(normal)) > 1 and lexicon.hears("rung", normal))):
        return Intent.price_dispute
    if state.focus is not None and u.intent in (*NUMBERED, Intent.price_dispute) and not said_code(normal, spoken=False) and lexicon.hears("asks_price", normal):
        return Intent.product_price
    if u.intent in TAKEN_FROM_KEEPING and lexicon.hears("asks_keeping", normal) and (u.slots.get(Slot.product) or state.focus):
        return Intent.product_info
    if u.intent in TAKEN_FROM_CONTENTS and lexicon.hears("asks_content", normal):
        return Intent.product_info
    if u.intent == Intent.product_info and lexicon.hears("comes_in", normal):
        return Intent.product_availability
    if u.intent == Intent.call_staff and state.intent == Intent.recipe_ingredients and lexicon.people(normal):
        return Intent.recipe_ingredients  # "for eight people"
    if u.intent == Intent.call_staff and u.confidence < SURE:
        voice = any(i == Intent.change_volume and p >= SECOND_LOOK / 2 for i, p in u.intents[1:4])
        if voice and any(lexicon.hears(name, normal) for name in ("quieter", "louder")):
            return Intent.change_volume
        if lexicon.hears("to_my_home", normal):
            return Intent.delivery_and_pickup
    return None


def _tells_occasion(u: Understanding, state: VisitState, lexicon: Lexicon, normal: str) -> bool:
    """Whether a turn answers what something is bought for, says more of it ("for my mum", "under ten euros"), or wants a present by its words."""
    told = any(lexicon.hears(name, normal) for name in ("for_whom", "for_a_child")) or "gift" in lexicon.which("occasions", normal)
    if lexicon.hears("wants_gift", normal) and (u.intent in TAKEN_FOR_GIFTS or (u.intent == Intent.promotions and u.confidence < SURE and told)):
        return True
    asked = state.pending is not None and state.pending.kind == "occasion"
    if not (asked or state.occasion) or len(normal) > MOST_OF_A_NUMBER:
        return False
    more = told or lexicon.hears("at_most", normal)
    return bool((asked and lexicon.which("occasions", normal)) or (state.occasion and more)) and not lexicon.hears("asks", normal)


def _goes_with_a_yes(u: Understanding) -> bool:
    """Whether a reading is what "yes please, report it" sounds like, and no question of its own."""
    return u.intent in AFTER_SALES or (u.intent == Intent.list_add and not u.slots.get(Slot.product))


def _reread(u: Understanding, lexicon: Lexicon, normal: str) -> Intent | None:
    """What a doubtful question about the product before asks by its own words: where it is, how it compares."""
    if u.intent in (Intent.find_facility, Intent.product_price, Intent.product_availability) and lexicon.hears("asks_where", normal):
        bare = not u.slots.get(Slot.place) and any(i == Intent.find_product and p >= SECOND_LOOK for i, p in u.intents)
        return Intent.find_product if bare else None
    likely = any(i == Intent.compare_products and p >= SECOND_LOOK for i, p in u.intents[:3])
    return Intent.compare_products if likely and lexicon.hears("compared_with", normal) else None


def _kept(u: Understanding, topic: Intent | None, lexicon: Lexicon, normal: str) -> Intent | None:
    """The topic that half a question goes on with: another day, another counter, a number put right."""
    if topic == Intent.recipe_ingredients and lexicon.people(normal) and not any(u.slots.get(s) for s in (Slot.product, Slot.category, Slot.dish)):
        return topic
    named = u.slots or lexicon.which("weekdays", normal) or {"tomorrow", "after_tomorrow", "weekend"} & set(lexicon.which("days", normal))
    if topic == Intent.opening_hours and named and all(Slot(name) in (Slot.day_or_time, Slot.place) for name in u.slots):
        return topic
    if {topic, u.intent} == NUMBERED and said_code(normal):
        return topic
    return None


def doubtful(decision: Decision, u: Understanding) -> bool:
    """Whether the store should be asked if a product is meant after all: a place or something out of scope, with a product marked in it."""
    marked = u.slots.get(Slot.product) or u.slots.get(Slot.category)
    if u.rule is not None or not marked or u.slots.get(Slot.place):
        return False
    if decision.intent == Intent.find_facility:
        return True
    likely_goods = any(i in ABOUT_GOODS and p >= SECOND_LOOK for i, p in u.intents[1:3])
    return decision.intent == Intent.out_of_scope and decision.confidence < DOUBTED and likely_goods


def _points(lexicon: Lexicon, normal: str) -> bool:
    """Whether a pointing word refers to something that was talked about or shown."""
    return any(lexicon.hears(name, normal) for name in ("this", "other", "cheaper", "dearer", "former", "latter"))


def _names_only_goods(u: Understanding) -> bool:
    """Whether the slots hold products and what describes them, and nothing else."""
    goods = {Slot.product, Slot.brand, Slot.category, Slot.attribute, Slot.allergen_or_diet}
    return all(Slot(name) in goods for name in u.slots)


def _rival(u: Understanding) -> Intent | None:
    """The second reading, if it is as likely and would be answered differently."""
    if len(u.intents) < 2:
        return None
    (first, p), (second, q) = u.intents[:2]
    if p >= CLOSE_TOP or p - q >= CLOSE_MARGIN or first not in ASKABLE or second not in ASKABLE:
        return None
    return None if any({first, second} <= alike for alike in ALIKE) else second
