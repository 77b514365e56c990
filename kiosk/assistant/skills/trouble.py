"""A case told step by step: what the first sentence said is not asked again, at most three short questions follow, then it is read back.

What must hold: nothing is stored before a yes, and a plain yes to the first offer is enough. What is read back is the shopper's own words, in
quotation marks, or a cited row. What is no answer is another question: it is answered, and the case is offered again once. Which fields there
are, and how they are asked for, is the pack's (`kiosk.store.forms`); a shop without a form for a topic notes the words alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kiosk.assistant.draft import Draft, Turn
from kiosk.assistant.mentions.reference import ABOUT_GOODS
from kiosk.assistant.state import Case, Pending, VisitState
from kiosk.assistant.words.wording import NO_MARKS, Fact, Piece, Quote, Value, piece
from kiosk.core import Citation, Intent, Language, Slot
from kiosk.core.text import fold, normalise
from kiosk.store.catalogue import Store
from kiosk.store.forms import Form, FormField
from kiosk.store.words import key, tokens

MAX_QUESTIONS = 3
MAX_SAID = 80
"""Characters of an answer that are kept and read back."""
SHORT, REMARK = 4, 12
"""Words beside a time, price or place in a bare answer; words of an answer that describes something."""
AND = " / "
"""Between two accounts in a case's words."""
UNSURE, SURE = 0.6, 0.8
"""Below the first, what the student takes for chat may be an answer; from the second, "Sunday opening" is a question and no answer to "when"."""
CASES = frozenset({Intent.complaint, Intent.report_damaged, Intent.price_dispute, Intent.lost_property, Intent.return_or_refund})
ENDS = frozenset({Intent.cancel, Intent.goodbye, Intent.emergency})
"""Turns after which a case is not spoken of again; so is a yes or no to its offer."""
POLICY = frozenset({
    Intent.opening_hours, Intent.find_facility, Intent.parking, Intent.payment_methods, Intent.delivery_and_pickup, Intent.promotions, Intent.receipt,
})  # fmt: skip
WAITS = frozenset({Intent.out_of_scope, Intent.small_talk, Intent.greeting})
"""Turns whose reply asks something itself: the case is offered again after the next one; so it is after a call for staff."""
SAME_MATTER = frozenset({Intent.return_or_refund, Intent.receipt})
"""Questions about the same matter: the offer stays open as long as they go on."""
DESCRIBES = (ABOUT_GOODS | CASES | WAITS) - {Intent.list_add, Intent.list_remove}
"""Readings of a description ("Samsung with a cracked screen") by a student that does not know what was asked."""


def open_case(state: VisitState) -> Case | None:
    """The case that the kiosk offered to note in its last reply."""
    return state.pending.case if state.pending is not None and state.pending.kind == "ticket" else None


def words_of(state: VisitState) -> Iterator[str]:
    """What the shopper said in earlier turns of the cases that are open or wait."""
    for case in (open_case(state), state.case):
        if case is not None:
            yield from (case.words, *(words for _, words in case.told))


def form_of(store: Store, intent: Intent) -> Form | None:
    """The shop's form for an intent."""
    return store.form(str(intent).replace("_", "-"))


def is_about_goods(store: Store, case: Case) -> bool:
    """Whether a case has a product."""
    form = form_of(store, case.intent)
    return form is None or any(f.kind == "product" for f in form.fields)


def missing(form: Form, case: Case) -> tuple[FormField, ...]:
    """Fields with a question that nothing was said about."""
    told = {name for name, _ in case.told}
    return tuple(f for n, f in enumerate(form.fields) if f.ask_en and (case.bare if n == 0 else f.id not in told))


def tells(turn: Turn, intent: Intent, confidence: float) -> bool:
    """Whether a turn that was read as something else (`intent`) goes on with the open case: it answers the question, skips it or picks a field."""
    case = open_case(turn.state)
    form = form_of(turn.store, case.intent) if case else None
    rule = turn.understanding.rule
    if case is None or form is None or intent == Intent.emergency or rule not in (None, "shown"):
        return False
    if rule == "shown":
        return any(f.kind == "product" for f in missing(form, case))
    if _picked(turn, form) is not None or any(_is_value(turn, f) for f in missing(form, case)):
        return True
    if case.intent == Intent.complaint and turn.lexicon.hears("tells_of_them", turn.normal):
        return True  # "I asked her where the grapes are, and she laughed"
    most = SHORT + 1 if turn.understanding.language == Language.en else REMARK  # Chinese is counted by characters
    short = len(tokens(turn.normal)) <= most and not turn.lexicon.hears("asks", turn.normal)
    if short and any(f.kind in ("words", "place") and _fits(turn, f) for f in missing(form, case) if f.id != form.fields[0].id):
        return True  # "a new one please", though something else was asked
    if confidence < SURE and intent in DESCRIBES and turn.lexicon.hears("describes_it", turn.normal) and len(tokens(turn.normal)) <= REMARK:
        return True  # "it's a Samsung with a cracked screen"
    field = _asked(form, case)
    if field is None:
        return case.read and not turn.lexicon.hears("asks", turn.normal) and any(_fits(turn, f) for f in missing(form, case))
    if turn.lexicon.hears("skips", turn.normal):
        return True
    if turn.lexicon.hears("asks", turn.normal) or turn.lexicon.hears("person", turn.normal):
        return False
    if _fits(turn, field, sure=confidence >= SURE and intent in (DESCRIBES | POLICY) - {Intent.greeting}):  # "it was morning" greets nobody
        return True
    if len(tokens(turn.normal)) > REMARK or turn.lexicon.hears("orders", turn.normal):
        return False
    if field.kind == "words" and (case.bare or len(case.asked) > 1):
        return intent in DESCRIBES
    return confidence < (SURE if intent == Intent.out_of_scope else UNSURE) and intent in WAITS


def answers(turn: Turn, case: Case) -> bool:
    """Whether a turn may be the answer to the question that the case waits for."""
    form = form_of(turn.store, case.intent)
    field = _asked(form, case) if form else None
    return field is not None and (field.kind == "words" or _fits(turn, field))


def tells_later(turn: Turn) -> Intent | None:
    """The intent of the case that was stored a turn ago, where this turn tells what had been asked for: "about ten minutes ago", "at the tills"."""
    case = turn.state.stored
    if case is None or not turn.state.tickets or turn.understanding.rule is not None:
        return None
    form = form_of(turn.store, case.intent)
    if form is None or turn.lexicon.hears("asks", turn.normal) or turn.lexicon.hears("orders", turn.normal):
        return None
    places = {key(n) for x in turn.store.facilities for n in (x.en, x.zh, *x.synonyms_en, *x.synonyms_zh)}
    fits = (_fits(turn, f) or (f.kind == "place" and key(turn.normal) in places) for f in missing(form, case) if f.kind != "product")
    return case.intent if any(fits) else None


def another(turn: Turn) -> str:
    """What a yes to the open case goes on with: "my bread was mouldy" of "yes, and also my bread was mouldy". Empty where it is no more than a yes."""
    if open_case(turn.state) is None or turn.understanding.rule is not None or turn.lexicon.hears("asks", turn.normal):
        return ""
    rest = turn.lexicon.behind("yes_and", turn.normal)
    return _said(turn, len(turn.normal) - len(rest), len(turn.normal), len(turn.text)) if rest else ""


def begin(turn: Turn, asks: bool = True) -> Case:
    """A case from its first sentence. What was told of another case just before is kept with it. Without `asks` no question follows."""
    before = open_case(turn.state) or turn.state.case
    form = form_of(turn.store, turn.intent)
    bare = before is None and turn.lexicon.hears("announces", turn.normal)
    words = turn.text if before is None or before.bare else f"{before.words}{AND}{turn.text}"
    done = tuple(f.id for f in form.fields) if form and not asks else ()
    case = Case(turn.intent, words, bare and asks, before.about if before else "", before.told if before else (), done)
    return _noted(turn, case, form, _details(turn, form)) if form else replace(case, about=_about(turn) or case.about)


def go_on(turn: Turn, case: Case) -> Case:
    """The case after a turn that tells more of it."""
    form = form_of(turn.store, case.intent)
    if form is None:
        return replace(case, words=f"{case.words}{AND}{turn.text}", about=_about(turn) or case.about)
    picked = _picked(turn, form)
    if picked is not None:  # what was being asked for is asked for afterwards
        told, asked = tuple((n, w) for n, w in case.told if n != picked.id), tuple(a for a in case.asked if a != case.field)
        return replace(case, field=picked.id, told=told, asked=asked)
    field = _asked(form, case)
    if field is not None and turn.lexicon.hears("skips", turn.normal):
        return replace(case, field="")
    details = _details(turn, form)
    if field is None and case.read:
        field = next((f for f in missing(form, case) if _fits(turn, f)), None)
    if field is None or field.id == form.fields[0].id:
        words = turn.text if case.bare else f"{case.words}{AND}{turn.text}" if turn.text else case.words
        return _noted(turn, replace(case, words=words, bare=False, field=""), form, details)
    if answered := _answered(turn, form, case, field):
        details = {answered: turn.text[:MAX_SAID], **details}
    said = sum(len(tokens(w)) for w in details.values())
    if (turn.text and len(tokens(turn.normal)) > said + SHORT) or not details:
        case = replace(case, words=f"{case.words}{AND}{turn.text}")
    return _noted(turn, replace(case, told=tuple((n, w) for n, w in case.told if n != field.id or n not in details), field=""), form, details)


def ask_on(turn: Turn, case: Case, before: tuple[Piece, ...], first: bool = False) -> Draft:
    """The next question, or the whole read back; on the first turn the offer stands before it (`before`)."""
    form = form_of(turn.store, case.intent)
    if form is None:
        pieces = before if first else (*before, piece("shall_i_note"))
        return _draft(turn, case, pieces)
    wanted = {f.id: f for f in form.fields}.get(case.field) if case.field else None
    had_enough = not first and turn.is_upset and len(tokens(turn.normal)) > SHORT  # of a bare "at the tills" the mood says nothing
    if wanted is None and len(case.asked) < MAX_QUESTIONS and not had_enough:
        wanted = next((f for f in missing(form, case) if f.id not in case.asked), None)
    if wanted is not None:
        case = replace(case, field=wanted.id, asked=(*(a for a in case.asked if a != wanted.id), wanted.id))
        question = Fact(_by_language(turn, wanted, "ask"), (_cite(turn, form, wanted, "ask"),))
        asked = [piece("ask_too", question=question)] if first else [piece("ask_next", question=question)]
        if len(case.asked) == 2:  # said once
            asked.append(piece("or_store"))
        return _draft(turn, case, (*before, *asked), (*_suggested(turn, wanted), turn.facts.words.chip("skip")))
    case = replace(case, field="", read=not first)
    told = () if first else (piece("read_back", items=tuple(lines(turn, form, case))), piece("shall_i_store"))
    return _draft(turn, case, (*before, *told))


def offered_again(turn: Turn, draft: Draft) -> Draft:
    """The reply to another question, with the open case offered once more at its end; or the case put by where the reply asks something."""
    pending = turn.state.pending
    case = open_case(turn.state) or turn.state.case
    told = turn.intent in (Intent.affirm, Intent.deny) and pending is not None and pending.kind == "ticket"
    if case is None or turn.intent in ENDS or told or draft.forgets or (draft.pending is not None and draft.pending.kind == "ticket"):
        return draft
    if draft.pending is not None or draft.repeats or turn.intent in WAITS | {Intent.call_staff}:
        return replace(draft, case=case)
    if case.again:
        stays = Pending("ticket", case.intent, case=case) if turn.intent in SAME_MATTER else None
        return replace(draft, pending=stays)
    offer = Pending("ticket", case.intent, case=replace(case, again=True, field="", read=False))
    return replace(draft, pieces=(*draft.pieces, piece("offer_again")), chips=("yes_note", "no_thanks", *draft.chips[:2]), pending=offer)


def lines(turn: Turn, form: Form, case: Case) -> Iterator[Value]:
    """What is known, field by field: its name, which the pack gives, and the shopper's words or the product's name."""
    told = dict(case.told)
    for n, f in enumerate(form.fields):
        value: Value | None = Quote(told[f.id], MAX_SAID) if told.get(f.id) else None
        if n == 0:
            value = tuple(Quote(_thing(turn, case, part), MAX_SAID) for part in case.words.split(AND)[:MAX_QUESTIONS])
        if n and f.id in told and not told[f.id]:
            product = turn.store.product(case.about)
            value = turn.facts.name(product) if product else None
        if value is not None:
            label = Fact(_by_language(turn, f, ""), (_cite(turn, form, f, ""),))
            yield piece("told_line", label=label, words=value)


def _thing(turn: Turn, case: Case, words: str) -> str:
    """What was lost, of the sentence that told it: "my purse" of "I think I left my purse at the till"; the sentence where it does not say it so."""
    normal = normalise(words)
    said = turn.lexicon.said("lost_thing", normal) if case.intent == Intent.lost_property and len(normal) == len(words) else None
    return words[(at := normal.index(said)) : at + len(said)] if said else words


def detail(store: Store, case: Case, language: Language) -> str:
    """What the staff read: "What: the lid was open / Bought: yesterday", in the order of the form."""
    form = form_of(store, case.intent)
    if form is None:
        return case.words
    told = told_fields(store, form, case, language)
    labels = [(getattr(f, str(language)), told[f.id]) for f in form.fields if f.id in told]
    return AND.join(f"{label[:1].upper()}{label[1:]}: {words}" for label, words in labels)


def told_fields(store: Store, form: Form, case: Case, language: Language) -> Mapping[str, str]:
    """Field to what was said for it, or the name of the product that was pointed at."""
    product = store.product(case.about)
    name = getattr(product, f"name_{language}") if product else ""
    return {form.fields[0].id: case.words} | {field: words or name for field, words in case.told if words or name}


def _draft(turn: Turn, case: Case, pieces: tuple[Piece, ...], values: tuple[str, ...] = ()) -> Draft:
    return Draft(pieces, turn.mentions, chips=("yes_note", "no_thanks", "staff"), values=values, pending=Pending("ticket", case.intent, case=case))


def _asked(form: Form, case: Case) -> FormField | None:
    return next((f for f in form.fields if f.id == case.field), None)


def _picked(turn: Turn, form: Form) -> FormField | None:
    """The field whose name is all that was said: a touch on the form, or "when"."""
    said = key(turn.normal)
    return next((f for f in form.fields[1:] if f.ask_en and said and said in (key(f.en), key(f.zh))), None)


def _is_value(turn: Turn, field: FormField) -> bool:
    """Whether a turn is one of the answers that the form suggests for a field, word for word."""
    return tokens(turn.normal) in [tokens(v) for v in (*field.values_en, *field.values_zh)]


def _fits(turn: Turn, field: FormField, sure: bool = False) -> bool:
    """Whether a turn is by its words an answer to a field's question; `sure`: although the student is sure that it asks something else."""
    if _is_value(turn, field):
        return True
    parts = tokens(turn.normal)
    spans = _spans(turn, field.kind)
    beside = len(parts) - len(tokens(turn.normal[spans[0][0] : spans[0][1]])) if spans else len(parts)
    match field.kind:
        case "time" | "price":
            return bool(spans) and beside <= (0 if sure else SHORT)
        case "place":
            begins = turn.lexicon.hears("begins_a_place", turn.normal)
            return len(parts) <= REMARK and (begins or (bool(spans) and beside <= (0 if sure else SHORT)))
        case "product":
            return bool(turn.mentions) and turn.mentions[0].carried and turn.mentions[0].by == "name" and len(parts) <= REMARK
    return _describes(turn, field) and len(parts) <= REMARK and (len(parts) <= SHORT + 1 or not turn.lexicon.hears("orders", turn.normal))


def _describes(turn: Turn, field: FormField) -> bool:
    """Whether one of the answers that the form suggests stands in a turn."""
    parts = tokens(turn.normal)
    values = [tokens(v) for v in (*field.values_en, *field.values_zh)]
    return any(v == parts[n : n + len(v)] for v in values for n in range(len(parts)))


def _answered(turn: Turn, form: Form, case: Case, field: FormField) -> str:
    """The field that a turn as a whole answers: the one asked for, or another that it fits better; empty where it only tells more."""
    if not turn.text:
        return ""
    fitting = next((f.id for f in (field, *missing(form, case)[1 if case.bare else 0 :]) if _fits(turn, f)), "")
    short = len(tokens(turn.normal)) <= (REMARK if field.kind == "words" else SHORT + 1) and field.kind != "price"  # "fifteen per cent off" is none
    return fitting or (field.id if short and not turn.lexicon.hears("asks", turn.normal) else "")


def _spans(turn: Turn, kind: str) -> list[tuple[int, int]]:
    """Where a turn tells a time, a price or a place: by the lexicon's words, a place also by a name that the shop has for it."""
    found = turn.lexicon.spans("told", kind, turn.normal) if kind in ("time", "price", "place") else []
    return found or (list(_places(turn)) if kind == "place" else [])


def _places(turn: Turn) -> Iterator[tuple[int, int]]:
    """Where a place of the building stands behind a word that says where: the 咖啡角 of 忘在咖啡角了, "in the café". The longest first."""
    edge = r"(?:in|at|by|near|on|beside|outside) (?:the |your )?({})(?![a-z])" if turn.understanding.language == Language.en else "(?:在|落|忘|掉|到)({})"
    names = {fold(n) for x in turn.store.facilities for n in (x.en, x.zh, *x.synonyms_en, *x.synonyms_zh) if len(n) > 1}
    every = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    if every and (match := re.search(edge.format(every), turn.normal)):
        yield match.span(0 if turn.understanding.language == Language.en else 1)


def _details(turn: Turn, form: Form) -> Mapping[str, str]:
    """Fields that the turn's own words fill, whatever was asked; an empty text stands for the product that was pointed at."""
    found: dict[str, str] = {}
    for f in form.fields[1:]:
        spans = _spans(turn, f.kind)
        if f.kind in ("time", "place") and spans:
            found[f.id] = _said(turn, *spans[0])
        elif f.kind == "product" and (turn.slot(Slot.product) or turn.mentions):
            found[f.id] = _product_words(turn)
    prices = [f for f in form.fields if f.kind == "price"]
    asked = open_case(turn.state)
    for span in _spans(turn, "price") if prices else []:
        field = _priced(turn, prices, span) or next((f for f in prices if asked and f.id == asked.field), None)
        if field is not None:
            found.setdefault(field.id, _said(turn, *span))
    return found


def _priced(turn: Turn, prices: list[FormField], span: tuple[int, int]) -> FormField | None:
    """Which price an amount is, by the nearest word beside it: "1.99 on the shelf"; first of all in its own half of the sentence."""
    text = turn.normal
    starts, ends = [0, *(b for _, b in turn.lexicon.spans("told", "turn", text))], [*(a for a, _ in turn.lexicon.spans("told", "turn", text)), len(text)]
    own = next(((a, b) for a, b in zip(starts, ends, strict=True) if a <= span[0] < b), (0, len(text)))
    near: list[tuple[bool, int, int]] = []
    for n, f in enumerate(prices):
        for cue in f.cues_en if turn.understanding.language == Language.en else f.cues_zh:
            at = text.find(fold(cue))
            while at >= 0:
                gap = max(at - span[1], span[0] - at - len(cue), 0)
                near.append((not own[0] <= at < own[1], gap, n))
                at = text.find(fold(cue), at + 1)
    return prices[min(near)[2]] if near else None


def _said(turn: Turn, start: int, end: int, most: int = MAX_SAID) -> str:
    """Words of the turn as the shopper wrote them, by where they stand in the normalised text."""
    text = turn.text if len(turn.text) == len(turn.normal) else turn.normal
    return text[start:end].translate(NO_MARKS).strip()[:most]


def _product_words(turn: Turn) -> str:
    words = turn.slot(Slot.product) or ((turn.mentions[0].phrase,) if turn.mentions and turn.mentions[0].phrase else ())
    places = [(at, at + len(w)) for word in words if (w := fold(word)) and (at := turn.normal.find(w)) >= 0]
    if not places:
        return ""
    start, end = min(a for a, _ in places), max(b for _, b in places)
    return _said(turn, start, end) if end - start <= MAX_SAID // 2 else _said(turn, *places[0])


def _about(turn: Turn) -> str:
    return turn.mentions[0].best.sku if turn.mentions else ""


def _noted(turn: Turn, case: Case, form: Form, details: Mapping[str, str]) -> Case:
    """The case with the details that it had not; a product that is only pointed at counts if it is known which."""
    about = case.about or (_about(turn) if is_about_goods(turn.store, case) else "")
    if turn.mentions and any(f.kind == "product" and f.id in details and f.id not in dict(case.told) for f in form.fields):
        about = _about(turn)
    told = dict(details) | dict(case.told)
    kept = tuple((f.id, told[f.id]) for f in form.fields if f.id in told and (told[f.id] or about))
    return replace(case, told=kept, about=about, read=False)


def _suggested(turn: Turn, field: FormField) -> tuple[str, ...]:
    values: tuple[str, ...] = field.values_en if turn.understanding.language == Language.en else field.values_zh
    return tuple(v[:1].upper() + v[1:] for v in values[:3])


def _by_language(turn: Turn, field: FormField, column: str) -> str:
    return str(getattr(field, f"{column}_{turn.understanding.language}" if column else str(turn.understanding.language)))


def _cite(turn: Turn, form: Form, field: FormField, column: str) -> Citation:
    name = f"{column}_{turn.understanding.language}" if column else str(turn.understanding.language)
    return Citation(f"form:{form.id}", f"fields.{form.fields.index(field)}.{name}", _by_language(turn, field, column))
