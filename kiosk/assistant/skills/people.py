"""A person is called, an alarm is raised or called off. All act first and speak the truth: a call is queued; "someone is coming" is said only when
staff acknowledged it; an alarm that is called off is silent here, while its call stays for the staff to close."""

from kiosk.assistant.draft import CallStaff, Draft, Turn, act
from kiosk.assistant.words.wording import Piece, piece
from kiosk.core import Intent


def _coming(turn: Turn) -> Piece | None:
    """What is known of the calls of this visit; None where there is none."""
    calls = [c for n in turn.state.calls if (c := turn.cases.call(n))]
    if not calls:
        return None
    return piece("staff_coming") if any(c.acknowledged for c in calls) else piece("staff_waiting", desk=turn.facts.shop("service_desk"))


def reason_of(turn: Turn) -> str:
    """Why a person is needed, in a word of ours: never the shopper's own."""
    for reason in ("unlock", "carry", "age_words"):
        if turn.lexicon.hears(reason, turn.normal):
            about = f": {turn.mentions[0].best.kind}" if turn.mentions else ""
            return {"unlock": "unlock", "carry": "carry or reach", "age_words": "age check"}[reason] + about
    return "asked for a person"


def call_staff(turn: Turn) -> Draft:
    """Queues a call, once a visit; asked again, says how it stands."""
    if called := swept_up(turn):
        return called
    known = _coming(turn)
    if known is not None:
        return Draft((known,), turn.mentions, (act("call_staff", reason="again"),), ("where_desk", "help"))
    reason = reason_of(turn)
    return Draft(
        (piece("staff_called", desk=turn.facts.shop("service_desk")),), turn.mentions, (act("call_staff", reason=reason),), ("where_desk", "help"),
        effects=(CallStaff(reason),), failed=piece("call_failed", desk=turn.facts.shop("service_desk")),
    )  # fmt: skip


def swept_up(turn: Turn) -> Draft | None:
    """A call for somebody who sees to a wet floor or to broken glass, before anybody slips; None where nothing of the kind is told."""
    if not turn.lexicon.hears("hazard", turn.normal):
        return None
    desk = turn.facts.shop("service_desk")
    reason = "wet or dirty floor"
    return Draft((piece("keep_clear"), piece("staff_called", desk=desk)), turn.mentions, (act("call_staff", reason=reason),), ("where_desk", "help"),
                 effects=(CallStaff(reason),), failed=piece("call_failed", desk=desk))  # fmt: skip


def emergency(turn: Turn) -> Draft:
    """Bell and light, a call on top of the queue, and what this kind of danger asks for first; whatever fails, the number is told."""
    f = turn.facts
    number = f.shop("emergency_number")
    calls = [c for n in turn.state.calls if (c := turn.cases.call(n)) and c.urgent]
    actions = (act("raise_alarm", number=turn.store.shop.emergency_number), act("call_staff", reason="emergency"))
    named = next(iter(turn.lexicon.which("dangers", turn.normal)), "")
    if calls and turn.state.alarm and named in ("", turn.state.alarm):
        danger = turn.state.alarm
        key = "emergency_coming" if any(c.acknowledged for c in calls) else _AGAIN.get(danger, "emergency_again")
        return Draft((piece(key, number=number),), (), actions, ("where_exit",), alarm=danger)
    danger = named or "other"
    told = (piece(f"emergency_{danger}" if danger != "other" else "emergency", number=number), *way_to(turn, _HELPS.get(danger, "")))
    return Draft(told, (), actions, ("where_exit",), effects=(CallStaff("emergency", urgent=True),),
                 failed=piece("emergency_only_number", number=number), alarm=danger)  # fmt: skip


def called_off(turn: Turn) -> Draft | None:
    """The end of an alarm that the shopper calls off: "we found him", 没事了. None where none is on, or where the words tell of danger still."""
    said = turn.lexicon.calls_off(turn.normal) if turn.state.alarm else ""
    if not said:
        return None
    note = CallStaff("emergency called off by the shopper")
    return Draft((piece(f"emergency_over_{said}"),), (), (act("end_alarm"),), ("staff", "help"), effects=(note,),
                 failed=piece("emergency_over_untold", desk=turn.facts.shop("service_desk")), alarm="")  # fmt: skip


DOUBTED = 0.6
"""Below this confidence "I've got a cough" may have been taken for anything."""
_AGAIN = {"child": "emergency_again_child", "follow": "emergency_again_child", "found": "emergency_again_found"}
"""What is said once more to who waits; where nobody is hurt, not to ring the number."""
_HELPS = {"birth": "first aid", "collapse": "defibrillator", "choking": "defibrillator", "bleeding": "defibrillator", "fire": "emergency exit"}
"""What of the building helps in a danger, by a name of it; a shop that has none says nothing of it."""


def unwell(turn: Turn) -> Draft | None:
    """Who advises a shopper that feels ill, or asks for a medicine: the shop's pharmacist, a doctor. None where something else is asked for."""
    unsure = turn.understanding.confidence < DOUBTED and turn.intent not in _NEVER_ILL
    if not (unsure or turn.intent in _MAY_BE_ILL) or turn.understanding.rule is not None or not turn.lexicon.hears("unwell", turn.normal):
        return None
    if turn.lexicon.which("beyond", turn.normal) or any(m.carried and m.by == "name" for m in turn.mentions):
        return None  # "ginger tea for a cough" is a product
    doctor = turn.lexicon.hears("doctor", turn.normal)
    told = piece("unwell_doctor", number=turn.facts.shop("emergency_number")) if doctor else piece("unwell")
    return Draft((told, *way_to(turn, "pharmacy")), chips=("staff", "help"), answered=not doctor)


_MAY_BE_ILL = frozenset({
    Intent.out_of_scope, Intent.small_talk, Intent.recommend_product, Intent.product_availability, Intent.find_product, Intent.product_info, Intent.help,
    Intent.gift_card, Intent.call_staff, Intent.find_substitute,
})  # fmt: skip
"""Readings of "something for a headache, please"."""
_NEVER_ILL = frozenset({
    Intent.emergency, Intent.product_allergens, Intent.product_recall, Intent.report_damaged, Intent.return_or_refund, Intent.price_dispute, Intent.complaint,
    Intent.find_facility,
})  # fmt: skip
"""Readings that stand although the kiosk is unsure of them: "the salad made me sick" is no question for a remedy."""


def way_to(turn: Turn, name: str) -> tuple[Piece, ...]:
    """Where something of the building is, by an English name of it; nothing where the shop has none."""
    found = next((x for x in turn.store.facilities if name in (x.en, *x.synonyms_en)), None) if name else None
    if found is None:
        return ()
    source = f"facility:{found.id}"
    return (piece("facility_there", name=turn.facts.cited(source, found, ""), where=turn.facts.cited(source, found, "where")),)


SKILLS = {Intent.call_staff: call_staff, Intent.emergency: emergency}
