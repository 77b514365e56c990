"""A person is called, an alarm is raised. Both act first and speak the truth: a call is queued; "someone is coming" is said only when staff
acknowledged it."""

from kiosk.assistant.draft import CallStaff, Draft, Turn, act
from kiosk.assistant.wording import Piece, piece
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
    known = _coming(turn)
    if known is not None:
        return Draft((known,), turn.mentions, (act("call_staff", reason="again"),), ("where_desk", "help"))
    reason = reason_of(turn)
    return Draft(
        (piece("staff_called", desk=turn.facts.shop("service_desk")),), turn.mentions, (act("call_staff", reason=reason),), ("where_desk", "help"),
        effects=(CallStaff(reason),), failed=piece("call_failed", desk=turn.facts.shop("service_desk")),
    )  # fmt: skip


def emergency(turn: Turn) -> Draft:
    """Bell and light, a call on top of the queue, the emergency number; whatever fails, the number is told."""
    f = turn.facts
    number = f.shop("emergency_number")
    calls = [c for n in turn.state.calls if (c := turn.cases.call(n)) and c.urgent]
    actions = (act("raise_alarm", number=turn.store.shop.emergency_number), act("call_staff", reason="emergency"))
    if calls:
        key = "emergency_coming" if any(c.acknowledged for c in calls) else "emergency_again"
        return Draft((piece(key, number=number),), (), actions, ("where_exit",))
    return Draft((piece("emergency", number=number),), (), actions, ("where_exit",), effects=(CallStaff("emergency", urgent=True),),
                 failed=piece("emergency_only_number", number=number))  # fmt: skip


SKILLS = {Intent.call_staff: call_staff, Intent.emergency: emergency}
