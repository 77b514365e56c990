"""Everything that keeps a conversation going: hello, thanks, yes, no, again, never mind, another language, louder, and what is not ours to answer.

A yes or no answers what the kiosk asked; nothing is done on a yes that nobody asked for.
"""

from dataclasses import replace

from kiosk.assistant.draft import Draft, Turn, act
from kiosk.assistant.skills import after_sales, people
from kiosk.assistant.state import Option, Pending
from kiosk.assistant.words.wording import Piece, Value, piece
from kiosk.core import Intent, Language
from kiosk.store.words import tokens


def greeting(turn: Turn) -> Draft:
    """Hello."""
    return Draft((piece("greeting", shop=turn.facts.shop("name")),), chips=("example_find", "offers", "hours", "help"))


def thanks(turn: Turn) -> Draft:
    """You are welcome; an "ok, thanks" to an open question is not taken for a yes."""
    return Draft((piece("thanks_sorry" if turn.is_upset else "thanks"),), chips=("anything_else", "goodbye"), pending=turn.state.pending)


def goodbye(turn: Turn) -> Draft:
    """The visit ends; its list goes with it."""
    key = "goodbye_list" if turn.state.listed else "goodbye"
    return Draft((piece(key, shop=turn.facts.shop("name")),), actions=(act("end_visit"),), chips=())


def affirm(turn: Turn) -> Draft:
    """Yes to what was asked."""
    pending = turn.state.pending
    if turn.state.stored is not None and turn.lexicon.hears("enough", turn.normal):
        return Draft((piece("thanks"),), chips=("anything_else", "goodbye"))
    if pending is None and turn.state.intent == Intent.call_staff and turn.state.calls:
        return people.call_staff(turn)  # "yes, now please": how the call stands
    if pending is None or pending.kind == "occasion":
        return Draft((piece("yes_to_what"),), chips=("help", "staff"))
    match pending.kind:
        case "ticket":
            return after_sales.note_it(turn, pending)
        case "staff":
            return people.call_staff(turn)
        case "number":
            return Draft((piece("tell_number"),), chips=("staff",), pending=pending)
        case "intent" if pending.options:
            return _go_on(turn, pending.options[0].intent)
    return Draft((piece("which_product"),), chips=("help", "staff"), pending=pending)


def _go_on(turn: Turn, intent: Intent) -> Draft:
    from kiosk.assistant.mentions.reference import Resolver
    from kiosk.assistant.skills import SKILLS as every

    found = Resolver(turn.store, turn.lexicon, turn.state, turn.understanding, "", "", turn.today).resolve(intent, ())
    return every[intent](replace(turn, intent=intent, mentions=found.mentions))


def deny(turn: Turn) -> Draft:
    """No to what was asked."""
    pending = turn.state.pending
    if pending is not None and pending.kind == "ticket":
        return Draft((piece("not_noted"),), chips=("staff", "help"))
    if pending is not None and pending.kind == "intent" and len(pending.options) > 1:
        return _go_on(turn, pending.options[1].intent)
    if pending is not None and pending.kind == "staff":
        return Draft((piece("no_staff_then"),), chips=("help", "anything_else"))
    if turn.state.intent == Intent.call_staff and turn.state.calls:
        return Draft((piece("call_stands"),), chips=("help", "anything_else"))
    if turn.lexicon.hears("enough", turn.normal):
        return Draft((piece("thanks"),), chips=("anything_else", "goodbye"))
    if turn.state.focus and turn.state.intent is not None:
        rest = [s for s in turn.state.shown if s != turn.state.focus]
        names: Value = tuple(turn.facts.name(p) for s in rest[:2] if (p := turn.store.product(s)))
        if names:
            return Draft((piece("not_that_maybe", items=names),), chips=("staff", "help"), pending=Pending("product", turn.state.intent), asks=True)
    return Draft((piece("not_that"),), chips=("staff", "help"), asks=True)


def repeat(turn: Turn) -> Draft:
    """The last reply, word for word."""
    if not turn.state.last_text:
        return Draft((piece("nothing_said"),), chips=("help",))
    return Draft((), chips=("louder", "slower"), repeats=True, pending=turn.state.pending)


def cancel(turn: Turn) -> Draft:
    """Stop; what was asked is forgotten. "Start over" forgets the list too."""
    over = turn.lexicon.hears("start_over", turn.normal)
    if turn.state.intent == Intent.call_staff and turn.state.calls and not over:
        return Draft((piece("call_stands"),), chips=("help", "anything_else"))
    return Draft((piece("started_over" if over else "cancelled"),), chips=("example_find", "offers", "help"), forgets=over)


def help_(turn: Turn) -> Draft:
    """What the kiosk can do."""
    return Draft((piece("help"),), actions=(act("show_suggestions"),), chips=("example_find", "offers", "hours", "staff"), pending=turn.state.pending)


def change_language(turn: Turn) -> Draft:
    """Another language: the other one of ours, or an honest no."""
    here = turn.understanding.language
    named = turn.lexicon.which("languages", turn.normal)
    if turn.lexicon.hears("other_languages", turn.normal) and not named:
        return Draft((piece("two_languages"),), chips=("speak_other", "staff"))
    other = Language.zh if here == Language.en else Language.en
    wanted = [Language(n) for n in named]
    chosen = next((w for w in wanted if w != here), wanted[0] if wanted else other)
    return Draft((piece("language_set"),), actions=(act("set_language", language=str(chosen)),), chips=("example_find", "help"),
                 language="zh" if chosen == Language.zh else "en", pending=turn.state.pending)  # fmt: skip


def change_volume(turn: Turn) -> Draft:
    """Louder, quieter, slower, faster, silent, or a level from 0 to 10. What is asked for goes before what is complained of: "it's so loud in here,
    speak up" wants it louder."""
    asked = next((c for c in ("normal", "slower", "faster", "mute", "quieter", "louder") if turn.lexicon.hears(c, turn.normal)), None)
    change = asked or ("quieter" if turn.lexicon.hears("too_loud", turn.normal) and not turn.lexicon.hears("too_quiet", turn.normal) else "louder")
    number = turn.lexicon.number(turn.normal)
    if (
        number is not None
        and number == number.to_integral_value()
        and 0 <= number <= 10
        and len(tokens(turn.normal)) > 2
        and change == "louder"
        and _is_level(turn)
    ):
        return Draft((piece("volume_set"),), actions=(act("set_volume", level=str(int(number))),), chips=("repeat",), pending=turn.state.pending)
    return Draft((piece(f"volume_{change}"),), actions=(act("set_volume", change=change),), chips=("repeat",), pending=turn.state.pending)


def _is_level(turn: Turn) -> bool:
    return " to " in turn.normal or " at " in turn.normal or "到" in turn.normal


def small_talk(turn: Turn) -> Draft:
    """A short, honest word about itself, and back to the shop."""
    topics = turn.lexicon.which("small_talk", turn.normal)
    topic = topics[0] if topics else "other"
    fields: dict[str, Value] = {"shop": turn.facts.shop("name")} if topic == "name" else {}
    return Draft((Piece(f"talk_{topic}", fields),), chips=("example_find", "offers", "help"))


def _beyond(turn: Turn) -> Draft | None:
    """Who answers what is not ours: the service desk about jobs, a doctor or the shop's pharmacist about medicine."""
    topic = next(iter(turn.lexicon.which("beyond", turn.normal)), None)
    if topic is None and (about := next((n for n in ("other_house", "weather") if turn.lexicon.hears(n, turn.normal)), None)):
        return Draft((piece(f"beyond_{about}"),), chips=("help", "staff"), answered=False)
    if topic == "jobs":
        return Draft((piece("beyond_jobs", desk=turn.facts.shop("service_desk")),), chips=("where_desk", "help"), answered=False)
    if topic == "medicine":
        return Draft((piece("beyond_medicine"), *people.way_to(turn, "pharmacy")), chips=("staff", "help"), answered=False)
    return None


def out_of_scope(turn: Turn) -> Draft:
    """Not ours to answer, or not understood: said so, with what is; the second time in a row what can be asked, from the third on a person."""
    if beyond := _beyond(turn):
        return beyond
    if turn.state.missed >= 2:
        return asked_often(turn)
    if turn.state.missed == 1:
        actions = (act("show_suggestions"),)
        return Draft((piece("not_understood"),), turn.mentions, actions, chips=("example_find", "offers", "hours", "staff"), answered=False)
    return Draft((piece("out_of_scope"),), chips=("example_find", "help", "staff"), answered=False)


def clarify(turn: Turn, other: Intent) -> Draft:
    """One question back: which of two is meant."""
    skus = tuple(m.best.sku for m in turn.mentions)
    said: tuple[Value, ...] = (Piece(f"ask_{turn.intent}", {}), Piece(f"ask_{other}", {}))
    options = (Option(turn.intent, skus), Option(other, skus))
    return Draft((piece("do_you_mean", first=said[0], second=said[1]),), turn.mentions, chips=(f"ask_{turn.intent}", f"ask_{other}", "staff"),
                 pending=Pending("intent", turn.intent, options=options), asks=True)  # fmt: skip


def asked_often(turn: Turn) -> Draft:
    """After three questions back, or two turns that were not understood: a person."""
    return Draft((piece("better_a_person", desk=turn.facts.shop("service_desk")),), turn.mentions, chips=("staff", "help"),
                 pending=Pending("staff", turn.intent), answered=False)  # fmt: skip


SKILLS = {
    Intent.greeting: greeting, Intent.thanks: thanks, Intent.goodbye: goodbye, Intent.affirm: affirm, Intent.deny: deny, Intent.repeat: repeat,
    Intent.cancel: cancel, Intent.help: help_, Intent.change_language: change_language, Intent.change_volume: change_volume,
    Intent.small_talk: small_talk, Intent.out_of_scope: out_of_scope,
}  # fmt: skip
