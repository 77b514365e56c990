"""Fills the shop's own order form from what was said: "a large latte with oat milk". Which forms and values there are is the pack's.

Only values of the form get into it, one a field; a later turn ("make it a small one") changes the fields that it names.
"""

from collections.abc import Mapping

from kiosk.assistant.draft import Draft, Mention, Turn, act
from kiosk.assistant.wording import Fact, Value, piece
from kiosk.core import Citation, Intent
from kiosk.store.forms import Form
from kiosk.store.words import tokens

Filled = dict[str, tuple[int, int]]
"""Field identifier to (position of the field, position of the value)."""

NOT_AN_ORDER = frozenset({
    Intent.product_price, Intent.product_allergens, Intent.product_info, Intent.compare_products, Intent.promotions, Intent.find_facility,
    Intent.opening_hours, Intent.report_damaged, Intent.return_or_refund, Intent.complaint,
})  # fmt: skip
"""Intents that name products and order none, unless the words are those of an order."""


def matched(form: Form, text: str) -> Filled:
    """The values that stand in a text, the longest first, no word used twice."""
    parts = tokens(text)
    values = [
        (tokens(v), n, i) for n, field in enumerate(form.fields) for held in (field.values_en, field.values_zh) for i, v in enumerate(held)
    ]
    found: Filled = {}
    used: set[int] = set()
    for words, n, i in sorted(values, key=lambda value: -len(value[0])):
        for start in range(len(parts) - len(words) + 1):
            span = set(range(start, start + len(words)))
            if form.fields[n].id not in found and parts[start : start + len(words)] == words and not span & used:
                found[form.fields[n].id] = (n, i)
                used |= span
    return found


def ordered(turn: Turn, confidence: float) -> Filled:
    """What an order says, empty where the turn is none."""
    form = turn.store.form("order")
    if form is None or turn.understanding.rule is not None:
        return {}
    found = matched(form, turn.text)
    wished = turn.lexicon.hears("orders", turn.normal)
    begun = bool(turn.state.form)
    required = {f.id for f in form.fields if f.required}
    if not found or not (required <= set(found) or begun):
        return {}
    if not wished and (turn.intent in NOT_AN_ORDER or (turn.intent != Intent.list_add and confidence >= 0.6 and len(found) < 2)):
        return {}
    return found


def fill_form(turn: Turn, found: Mapping[str, tuple[int, int]]) -> Draft:
    """The form as it stands after this turn. Raises StopIteration where the shop has none: `ordered` finds nothing there."""
    form = next(f for f in turn.store.forms if f.topic == "order")
    held: Filled = {name: (int(n), int(i)) for name, n, i in turn.state.form} | dict(found)
    items: list[Value] = []
    args: dict[str, str] = {"form": form.id}
    for name, (n, i) in sorted(held.items(), key=lambda pair: pair[1]):
        column = f"values_{turn.understanding.language}"
        values: tuple[str, ...] = getattr(form.fields[n], column)
        value = values[i] if i < len(values) else form.fields[n].values_en[i]
        args[name] = form.fields[n].values_en[i] if i < len(form.fields[n].values_en) else value
        items.append(Fact(value, (Citation(f"form:{form.id}", f"fields.{n}.{column}", value),)))
    told = piece("order_is", form=turn.facts.cited(f"form:{form.id}", form, ""), items=tuple(items))
    lead: tuple[Mention, ...] = turn.mentions[:1]
    return Draft((told,), lead, (act("fill_form", **args),), ("price", "staff"), form=tuple((name, n, i) for name, (n, i) in held.items()))
