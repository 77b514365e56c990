"""What an answer rests on, as the window shows it beside the reply: the shop's own sentence, or the state of a case. Read from the rows it cites."""

from kiosk.app.cards import Card, Words, day
from kiosk.core import Answer, Language
from kiosk.store.catalogue import Store
from kiosk.store.tickets import Ticket


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
