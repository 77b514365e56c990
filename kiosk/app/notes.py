"""What an answer rests on, as the window shows it beside the reply: the shop's own sentence, the state of a case, or a case as far as it is told.
Read from the rows that it cites and the forms of the shop; in a case stand the shopper's own words."""

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


def case_note(store: Store, form: Form, case: "Case", language: Language) -> dict[str, Any]:
    """A case while it is told: a row a field that is known or can be asked for. `ready` once it was read back."""
    from kiosk.assistant.skills.trouble import told_fields  # opened with the house, not with the window

    chinese = language is Language.zh
    told = told_fields(store, form, case, language)

    def text(row: Form | FormField, column: str = "") -> str:
        own = str(getattr(row, f"{column}{language}"))
        return own if chinese else own[:1].upper() + own[1:]

    rows = [
        {"label": text(f), "said": told.get(f.id, ""), "ask": text(f, "ask_"), "asked": f.id == case.field, "first": n == 0}
        for n, f in enumerate(form.fields)
        if f.id in told or f.ask_en
    ]
    return {"kind": "case", "title": text(form), "rows": rows, "ready": case.read}
