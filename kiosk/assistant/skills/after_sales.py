"""After the sale: returns, faults, wrong charges, orders, receipts, lost things, complaints, and cases reported before.

A case is noted only after the shopper's yes; its number is told only after it is stored. What the shop promises is told in its own words.
"""

from dataclasses import replace

from kiosk.assistant.draft import AddToTicket, Draft, OpenTicket, Turn, unknown
from kiosk.assistant.skills import people, trouble
from kiosk.assistant.skills.policies import policy_of
from kiosk.assistant.skills.products import cheaper_today
from kiosk.assistant.state import Case, Pending
from kiosk.assistant.words.codes import said_code
from kiosk.assistant.words.wording import NO_MARKS, Fact, Later, Piece, Quote, Value, piece
from kiosk.core import Citation, Intent, Slot
from kiosk.store import rows
from kiosk.store.tickets import Ticket

KINDS = {
    Intent.complaint: "complaint", Intent.report_damaged: "damaged", Intent.price_dispute: "price", Intent.lost_property: "lost",
    Intent.return_or_refund: "return", Intent.product_recall: "recall",
}  # fmt: skip
"""Kind of ticket by intent."""


def _policy(turn: Turn, topic: str, only_asked: bool = False) -> list[Piece]:
    facts, asked = policy_of(turn, topic, limit=1)
    return [piece("as_it_stands", text=f) for f in facts] if facts and (asked or not only_asked) else []


def return_or_refund(turn: Turn) -> Draft:
    """How goods go back, in the shop's words; who wants to bring something back, and does not only ask, may have it noted."""
    told = trouble.open_case(turn.state)
    if told is not None and told.intent == turn.intent:
        known = _policy(turn, "return-or-refund", only_asked=True)
        if known and turn.lexicon.hears("asks", turn.normal):  # the note waits
            return Draft((*known,), turn.mentions, chips=("where_desk", "hours", "staff"))
        if known and not trouble.answers(turn, told):  # "it's opened though" is no answer to "which product": it is told what that means, and asked again
            return trouble.ask_on(turn, replace(told, words=f"{told.words}{trouble.AND}{turn.text}"), (*known,))
        return offer_ticket(turn)
    topic = "report-damaged" if told is not None and told.intent == Intent.report_damaged else "return-or-refund"  # a fault has its own promise
    facts, _ = policy_of(turn, topic)
    if not facts:
        return unknown(turn)
    desk = (piece("bring_to_desk", desk=turn.facts.shop("service_desk")),) if turn.lexicon.hears("where_to_bring", turn.normal) else ()
    pieces = (*desk, *(piece("as_it_stands", text=f) for f in facts))
    if told is None and trouble.form_of(turn.store, turn.intent) and turn.lexicon.hears("wants_return", turn.normal):
        return trouble.ask_on(turn, trouble.begin(turn), (*pieces, piece("shall_i_note")), first=True)
    return Draft(pieces, turn.mentions, chips=("where_desk", "note_return", "hours", "staff"))


def offer_ticket(turn: Turn) -> Draft:
    """Listens, says sorry, and asks whether it shall be noted. What the shopper adds afterwards is added to the note."""
    if turn.intent == Intent.complaint and (called := people.swept_up(turn)):
        return called
    told = trouble.open_case(turn.state)
    if told is not None and told.intent == turn.intent:
        if turn.intent == Intent.lost_property and turn.lexicon.hears("asks_for_found", turn.normal):  # the note waits
            return Draft((piece("ask_what_was_found", desk=turn.facts.shop("service_desk")),), chips=("where_desk", "staff"))
        return trouble.ask_on(turn, trouble.go_on(turn, told), (piece("got_it"),))
    praise = turn.intent == Intent.complaint and turn.lexicon.hears("praises", turn.normal)
    pieces = [] if praise else [Piece(f"sorry_{KINDS[turn.intent]}", {})]
    if turn.intent == Intent.price_dispute and turn.mentions and turn.mentions[0].leaders == 1:
        best = turn.mentions[0].best
        pieces += [piece("our_price", name=turn.facts.name(best), price=turn.facts.price(best)), *cheaper_today(turn, [best])]
    if turn.intent == Intent.report_damaged:
        pieces = _policy(turn, "report-damaged") or [*pieces, *_damaged_policy(turn)]
    elif turn.intent == Intent.complaint:
        pieces += _policy(turn, "complaint", only_asked=True)
    elif turn.intent in (Intent.lost_property, Intent.price_dispute):
        pieces += _policy(turn, str(turn.intent).replace("_", "-"))
    found = turn.intent == Intent.lost_property and turn.lexicon.hears("found", turn.normal) and not turn.lexicon.hears("asks_for_found", turn.normal)
    if found:
        pieces = [piece("thanks_found", desk=turn.facts.shop("service_desk"))]
    return trouble.ask_on(turn, trouble.begin(turn, asks=not found), (*pieces, piece("shall_i_note")), first=True)


def _damaged_policy(turn: Turn) -> list[Piece]:
    """The fact of the refund policy that is about faulty goods."""
    policy = next((p for p in turn.store.policies if p.topic == "return-or-refund"), None)
    for fact in policy.facts if policy else ():
        if (
            any(w in {"damaged", "faulty", "broken", "spoiled", "坏", "坏了", "变质", "质量问题"} for w in (*fact.about_en, *fact.about_zh))
            or "damaged" in fact.id
            or "faulty" in fact.id
        ):
            return [piece("as_it_stands", text=turn.facts.cited(f"policy:return-or-refund/{fact.id}", fact, "answer"))]
    return []


def note_it(turn: Turn, pending: Pending) -> Draft:
    """After the yes: the case is stored, then its number told."""
    case = pending.case or Case(pending.intent, turn.text)
    form = trouble.form_of(turn.store, case.intent)
    detail = trouble.detail(turn.store, case, turn.understanding.language)
    effect = OpenTicket(KINDS.get(case.intent, "complaint"), case.intent, case.about, detail)
    told = piece("ticket_stored", number=Later("ticket"))
    if form and case.told and not case.read:
        told = piece("ticket_stored_with", items=tuple(trouble.lines(turn, form, case)), number=Later("ticket"))
    asked = bool(form and case.asked and trouble.missing(form, case))  # what was asked for and not told may still be said
    return Draft((told,), effects=(effect,), stored=replace(case, field="") if asked else None, failed=piece("not_stored", desk=turn.facts.shop("service_desk")),
                 chips=("staff", "anything_else"))  # fmt: skip


def add_to_it(turn: Turn) -> Draft:
    """What was asked for before the yes and is told after it goes to the case that was stored."""
    number = turn.state.tickets[-1]
    fact = Fact(number, (Citation(f"ticket:{number}", "number", number),))
    words = turn.text.translate(NO_MARKS).strip()[: trouble.MAX_SAID]
    return Draft((piece("added_to_case", number=fact),), effects=(AddToTicket(number, words),), failed=piece("not_stored", desk=turn.facts.shop("service_desk")),
                 chips=("staff", "anything_else"), stored=turn.state.stored)  # fmt: skip


def order_status(turn: Turn) -> Draft:
    """News of an online order by its number."""
    f = turn.facts
    number, news = _number(turn), turn.lexicon.hears("asks_news", turn.normal)
    told = _policy(turn, "order-status", only_asked=True) if number is None else []
    before = next((c.source.removeprefix("order:") for c in turn.state.last_citations if c.source.startswith("order:")), None)
    if number is None and before is not None and turn.state.intent == turn.intent and (news or not told):
        number = before  # of the order just told
    elif told and (news or turn.lexicon.hears("asks", turn.normal)):
        if not news:
            return Draft((*told,), turn.mentions, chips=("order", "where_desk", "staff"))
        return Draft((*told, piece("which_order")), turn.mentions, chips=("staff", "help"), pending=Pending("number", turn.intent), asks=True)
    if number is None and turn.lexicon.hears("lacks_number", turn.normal):
        return _without_number(turn)
    if number is None:
        return Draft((piece("which_order"),), turn.mentions, chips=("staff", "help"), pending=Pending("number", turn.intent), asks=True)
    order = turn.store.order(number)
    if order is None:
        return Draft((piece("no_order", number=Quote(_as_said(turn, number)), desk=f.shop("service_desk")),), turn.mentions, chips=("staff",),
                     pending=Pending("staff", turn.intent), answered=False)  # fmt: skip
    source = f"order:{order.number}"
    fields = {
        "number": Fact(order.number, (Citation(source, "number", order.number),)),
        "status": Fact(f.words.term("orders", order.status), (Citation(source, "status", order.status),)),
    }
    if order.status not in ("received", "packing", "ready", "on-the-way"):
        return Draft((Piece("order", dict(fields)),), turn.mentions, chips=("where_desk", "staff"))
    rule = tuple(told or (_policy(turn, "order-status", only_asked=True) if turn.lexicon.hears("alters", turn.normal) else ()))
    late = "" if order.due >= turn.today else "_kept" if order.status == "ready" else "_late"
    when: dict[str, Value] = {"day": f.day(order.due, source, "due", weekday=True)}
    if order.due_time:
        when["time"] = Fact(order.due_time, (Citation(source, "due_time", order.due_time),))
    pieces = (*rule, Piece("order", dict(fields)), Piece(f"order_due{late}{'_at' if order.due_time else ''}", when))
    if not late:
        return Draft(pieces, turn.mentions, chips=("where_desk", "staff"))
    return Draft((*pieces, piece("shall_i_call")), turn.mentions, chips=("staff", "where_desk"), pending=Pending("staff", turn.intent))


def _number(turn: Turn) -> str | None:
    said = said_code(turn.normal)
    marked = map(said_code, turn.slot(Slot.order_or_ticket_number))
    return said if said and turn.store.order(said) else next(filter(None, marked), None) or said


def _without_number(turn: Turn) -> Draft:
    told = piece("without_number", desk=turn.facts.shop("service_desk"))
    return Draft((told,), turn.mentions, chips=("staff", "where_desk"), pending=Pending("staff", turn.intent))


def _as_said(turn: Turn, number: str) -> str:
    """A number as it stands in the question."""
    return number if number in turn.text else number.lower() if number.lower() in turn.text else next(iter(turn.slot(Slot.order_or_ticket_number)), turn.text)


def receipt(turn: Turn) -> Draft:
    """A copy of a receipt, an invoice."""
    number = _number(turn)
    found = turn.store.receipt(number) if number else None
    pieces: list[Piece] = []
    if found is not None:
        pieces.append(_receipt(turn, found))
    pieces += _policy(turn, "receipt")
    if not pieces:
        return unknown(turn)
    return Draft(tuple(pieces), turn.mentions, chips=("where_desk", "refund", "staff"))


def _receipt(turn: Turn, found: rows.Receipt) -> Piece:
    f, source = turn.facts, f"receipt:{found.number}"
    return piece(
        "receipt", number=Fact(found.number, (Citation(source, "number", found.number),)), day=f.day(found.sold, source, "sold"),
        till=Fact(str(found.till), (Citation(source, "till", str(found.till)),)),
        total=Fact(f.money(found.total), (Citation(source, "total", f"{found.total:.2f}"),)),
    )  # fmt: skip


def ticket_status(turn: Turn) -> Draft:
    """News of a case reported before."""
    number = _number(turn) or (turn.state.tickets[-1] if turn.state.tickets else None)
    if number is None and turn.lexicon.hears("lacks_number", turn.normal):
        return _without_number(turn)
    if number is None:
        return Draft((piece("which_ticket"),), chips=("staff", "help"), pending=Pending("number", turn.intent), asks=True)
    ticket = turn.cases.get(number)
    if ticket is None:
        return Draft((piece("no_ticket", number=Quote(_as_said(turn, number)), desk=turn.facts.shop("service_desk")),), chips=("staff",),
                     pending=Pending("staff", turn.intent), answered=False)  # fmt: skip
    return Draft((_ticket(turn, ticket),), chips=("staff", "where_desk"))


def _ticket(turn: Turn, ticket: Ticket) -> Piece:
    source = f"ticket:{ticket.number}"
    number = Fact(ticket.number, (Citation(source, "number", ticket.number),))
    opened = Fact(turn.facts.say_day(ticket.opened.date()), (Citation(source, "opened", ticket.opened.date().isoformat()),))
    if ticket.acknowledged_at is None:
        return piece("ticket_waiting", number=number, day=opened)
    taken = Fact(turn.facts.say_day(ticket.acknowledged_at.date()), (Citation(source, "acknowledged_at", ticket.acknowledged_at.date().isoformat()),))
    return piece("ticket_taken", number=number, day=opened, taken=taken)


SKILLS = {
    Intent.return_or_refund: return_or_refund, Intent.report_damaged: offer_ticket, Intent.price_dispute: offer_ticket, Intent.complaint: offer_ticket,
    Intent.lost_property: offer_ticket, Intent.order_status: order_status, Intent.receipt: receipt, Intent.ticket_status: ticket_status,
}  # fmt: skip
