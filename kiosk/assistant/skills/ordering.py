"""Fills the shop's own order form from what was said: "a large latte with oat milk". Which forms and values there are is the pack's.

Only values of the form get into it, one a field; a later turn ("make it a small one") changes the fields that it names.
"""

from collections.abc import Mapping

from kiosk.assistant.draft import Draft, Mention, Turn
from kiosk.assistant.words.closed import Filled, matched
from kiosk.assistant.words.wording import Fact, Piece, Value, piece
from kiosk.core import Action, Citation, Intent
from kiosk.store.forms import Form, FormField

NOT_AN_ORDER = frozenset({
    Intent.product_price, Intent.product_allergens, Intent.product_info, Intent.compare_products, Intent.promotions, Intent.find_facility,
    Intent.opening_hours, Intent.report_damaged, Intent.return_or_refund, Intent.complaint,
})  # fmt: skip
"""Intents that name products and order none, unless the words are those of an order."""
MANY = 3
"""Fields that nobody names but to order."""


def ordered(turn: Turn, confidence: float) -> Filled:
    """What an order says, empty where the turn is none."""
    form = turn.store.form("order")
    if form is None or turn.understanding.rule is not None:
        return {}
    found = matched(form, turn.text)
    if not found or turn.lexicon.hears("asks_about_goods", turn.normal):
        return {}
    wished = turn.lexicon.hears("orders", turn.normal)
    if turn.state.form:
        return found if wished or turn.intent not in NOT_AN_ORDER or len(found) >= MANY else {}
    if not _required(form) <= set(found):
        return found if wished and len(found) > 1 else {}
    sure_of_another = turn.intent != Intent.list_add and (confidence >= 0.6 or turn.intent in NOT_AN_ORDER)
    return found if wished or len(found) > 1 or not sure_of_another else {}


def _required(form: Form) -> set[str]:
    return {f.id for f in form.fields if f.required}


def _question(turn: Turn, source: str, n: int, field: FormField) -> Piece:
    """What a field is asked for by, in the shop's own words."""
    column = f"ask_{turn.understanding.language}"
    words: str = getattr(field, column) or getattr(field, str(turn.understanding.language))
    return piece("ask_next", question=Fact(words, (Citation(source, f"fields.{n}.{column}", words),)))


def fill_form(turn: Turn, found: Mapping[str, tuple[int, int]]) -> Draft:
    """The form as it stands after this turn, and the question for what it still needs. Raises StopIteration where the shop has none: `ordered`
    finds nothing there."""
    form = next(f for f in turn.store.forms if f.topic == "order")
    held: Filled = {name: (int(n), int(i)) for name, n, i in turn.state.form} | dict(found)
    source, column = f"form:{form.id}", f"values_{turn.understanding.language}"
    items: list[Value] = []
    slots: dict[str, str] = {}
    for name, (n, i) in sorted(held.items(), key=lambda pair: pair[1]):
        slots[name] = form.fields[n].values_en[i].lower()
        value: str = getattr(form.fields[n], column)[i]
        items.append(Fact(value, (Citation(source, f"fields.{n}.{column}", value),)))
    needed = next(((n, f) for n, f in enumerate(form.fields) if f.required and f.id not in held), None)
    pieces = [piece("order_so_far" if needed else "order_is", form=turn.facts.cited(source, form, ""), items=tuple(items))]
    if needed is not None:
        pieces.append(_question(turn, source, *needed))
    lead: tuple[Mention, ...] = turn.mentions[:1]
    fills = Action("fill_form", {"form": form.id, "slots": slots})
    return Draft(tuple(pieces), lead, (fills,), ("price", "staff"), form=tuple((name, n, i) for name, (n, i) in held.items()), asks=needed is not None)
