"""What an answer rests on, as the window shows it beside the reply: the shop's own sentence, the state of a case, or a case as far as it is told.
Read from the rows that it cites and the forms of the shop; in a case stand the shopper's own words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kiosk.app.cards import Card, Words, day
from kiosk.core import Answer, Language
from kiosk.store.catalogue import Store
from kiosk.store.forms import Form, FormField
from kiosk.store.tickets import Ticket

if TYPE_CHECKING:
    from kiosk.assistant.state import Case


def policy_note(store: Store, answer: Answer, language: Language) -> Card | None:
    """The sentences of the shop's policies that the answer cites; None where it cites none."""
    cited = {c.source.removeprefix("policy:") for c in answer.citations if c.source.startswith("policy:")}
    facts = [fact for policy in store.policies for fact in policy.facts if f"{policy.topic}/{fact.id}" in cited]
    if not facts:
        return None
    return {"kind": "policy", "text": "\n".join(f.answer_zh if language is Language.zh else f.answer_en for f in facts)}


def ticket_number(answer: Answer) -> str:
    """The case that the answer is about; empty where it is about none."""
    return next((c.source.removeprefix("ticket:") for c in answer.citations if c.source.startswith("ticket:")), "")


def ticket_note(ticket: Ticket, words: Words) -> Card:
    """The state of a case, as staff left it."""
    taken = ticket.acknowledged_at
    state = words["ticket_taken"].format(day=day(taken.date(), words)) if taken else words["ticket_waiting"]
    return {
        "kind": "ticket", "number": ticket.number, "opened": words["ticket_opened"].format(day=day(ticket.opened.date(), words)), "text": state,
        "taken": taken is not None,
    }  # fmt: skip


OFFERED = 8
"""Values of a field that a touch shows; the others can be said."""


def order_note(form: Form, slots: Mapping[str, str], language: Language) -> dict[str, Any]:
    """The shop's order form with what was understood so far; `needed` marks the first field that it still lacks.

    Args:
        slots: field to value, as `fill_form` has them.
    """
    needed = next((f.id for f in form.fields if f.required and f.id not in slots), "")

    def said(field: FormField) -> str:
        places = {v.lower(): n for n, v in enumerate(field.values_en)}
        return str(getattr(field, f"values_{language}")[places[slots[field.id]]]) if field.id in slots else ""

    rows = [
        {"id": f.id, "label": _text(f, language), "said": said(f), "ask": _text(f, language, "ask_") if f.id == needed else "", "needed": f.id == needed,
         "values": list(getattr(f, f"values_{language}"))[:OFFERED]}
        for f in form.fields
    ]  # fmt: skip
    return {"kind": "order", "title": _text(form, language), "rows": rows}


def _text(row: Form | FormField, language: Language, column: str = "") -> str:
    """A line of the form, as it stands at the beginning of a line."""
    own = str(getattr(row, f"{column}{language}"))
    return own if language is Language.zh else own[:1].upper() + own[1:]


def case_note(store: Store, form: Form, case: "Case", language: Language) -> dict[str, Any]:
    """A case while it is told: a row a field that is known or can be asked for. `ready` once it was read back."""
    from kiosk.assistant.skills.trouble import told_fields  # opened with the house, not with the window

    told = told_fields(store, form, case, language)
    rows = [
        {"label": _text(f, language), "said": told.get(f.id, ""), "ask": _text(f, language, "ask_"), "asked": f.id == case.field, "first": n == 0}
        for n, f in enumerate(form.fields)
        if f.id in told or f.ask_en
    ]
    return {"kind": "case", "title": _text(form, language), "rows": rows, "ready": case.read}
