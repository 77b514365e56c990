"""The shop itself: opening hours and places in the building.

Opening hours are worked out from the clock that was passed in, holidays before weekdays. A place is named by the pack's own words for it first.
"""

import re
from dataclasses import replace
from datetime import date, time, timedelta
from functools import lru_cache
from typing import TypeVar

from rapidfuzz import fuzz, process

from kiosk.assistant.draft import Draft, Mention, Turn, act, unknown
from kiosk.assistant.skills.policies import WEEK, asks_for
from kiosk.assistant.words.codes import said_code
from kiosk.assistant.words.cues import Cue, Said, cue_of
from kiosk.assistant.words.listening import Lexicon
from kiosk.assistant.words.moments import moments
from kiosk.assistant.words.wording import Fact, Piece, Value, piece
from kiosk.core import Citation, Intent, Language, Slot
from kiosk.core.text import fold, has_chinese
from kiosk.store import building, rows
from kiosk.store.words import key

T = TypeVar("T")
OWN_NAMES = frozenset({"shop", "store", "supermarket", "market", "place", "店", "超市", "商店", "门店", "你们店", "店里", "这里", "door", "门", "大门"})
"""Words for the shop itself."""
LIKE_A_PLACE = 84.0
"""Likeness of spelling, 0 to 100 (rapidfuzz ratio), from which a place is the one meant."""
PLACES_TAKEN_FOR = frozenset({
    Intent.out_of_scope, Intent.small_talk, Intent.help, Intent.payment_methods, Intent.return_or_refund, Intent.call_staff, Intent.find_product,
    Intent.product_availability, Intent.product_info, Intent.delivery_and_pickup, Intent.order_status, Intent.recommend_product, Intent.receipt,
    Intent.lost_property,
})  # fmt: skip
"""Readings of a question for a place of the building."""
OF_THEIR_OWN = frozenset({
    Intent.payment_methods, Intent.return_or_refund, Intent.delivery_and_pickup, Intent.order_status, Intent.receipt, Intent.lost_property,
})  # fmt: skip
"""Those of them that speak of places and things themselves: one word ("key", 自提), or words here and there, are not enough."""
TAKEN_FOR_UNSAID = frozenset({
    Intent.parking, Intent.payment_methods, Intent.call_staff, Intent.product_availability, Intent.find_product, Intent.delivery_and_pickup,
    Intent.find_facility, Intent.help, Intent.loyalty_program, Intent.recommend_product, Intent.product_info, Intent.gift_card, Intent.complaint,
})  # fmt: skip
"""Readings of "can I charge my phone"."""
PLAINLY, DOUBTFUL = 1.0, 0.6
"""Worth of its words from which a fact is asked for (`policies.asks_for`); confidence below which a reading is put right by them."""
DAYS_AHEAD = 60
"""How far a holiday that is named without its date may lie ahead before it is told with its date all the same."""


def counter_of(turn: Turn) -> rows.Counter | None:
    """The counter that the question names, or the one of the hours that were just told ("and on Sunday"), else the shop."""
    named = (*turn.slot(Slot.place), turn.normal)
    for words in named:
        best = _by_name(words, [(n, c) for c in turn.store.counters if c.id != "shop" for n in (c.en, c.zh, *c.synonyms_en, *c.synonyms_zh)])
        if best is not None:
            return best
    before = {c.source for c in turn.state.last_citations} if turn.state.intent == Intent.opening_hours and not _of_the_shop(turn) else set()
    told = [c for c in turn.store.counters if f"counter:{c.id}" in before]
    return next((c for c in (*told, *turn.store.counters) if told or c.id == "shop"), turn.store.counters[0] if turn.store.counters else None)


def _of_the_shop(turn: Turn) -> bool:
    """Whether a question asks for the shop itself, or for a place that has no hours of its own."""
    return bool(turn.slot(Slot.place)) or turn.lexicon.hears("the_shop", turn.normal)


def _by_name(words: str, names: list[tuple[str, T]]) -> T | None:
    """The thing with the longest name inside the words."""
    asked = key(words)
    spaced = f" {asked} "
    inside = [(k, thing) for n, thing in names if (k := key(n)) and (f" {k} " in spaced if k.isascii() else k in asked)]
    return max(inside, key=lambda pair: len(pair[0]))[1] if inside else None


def hours_on(turn: Turn, counter: rows.Counter, day: date) -> tuple[rows.Span, Citation, rows.Holiday | None]:
    """When a counter is open on a day, and the row that says so."""
    holiday = next((h for h in turn.store.holidays if h.date == day), None)
    if holiday is not None:
        return holiday.hours, Citation(f"holiday:{day.isoformat()}", "hours", _span(holiday.hours)), holiday
    weekday = WEEK[day.weekday()]
    span = counter.week[weekday]
    return span, Citation(f"counter:{counter.id}", f"week.{weekday}", _span(span)), None


def _span(span: rows.Span) -> str:
    return f"{span.opens:%H:%M}-{span.closes:%H:%M}" if span.opens and span.closes else "closed"


def opening_hours(turn: Turn) -> Draft:
    """When the shop or a counter in it is open: now, on a day, on a holiday, or in a usual week."""
    counter = counter_of(turn)
    if counter is None:
        return unknown(turn)
    asked = " ".join((*turn.slot(Slot.day_or_time), turn.normal))
    holiday = _by_name(asked, [(n, h) for h in turn.store.holidays if h.date >= turn.today for n in (h.en, h.zh, *h.synonyms_en, *h.synonyms_zh)])
    relative = turn.lexicon.which("days", turn.normal)
    day = holiday.date if holiday else turn.lexicon.day(asked, turn.today)
    name = turn.facts.cited(f"counter:{counter.id}", counter, "")
    pieces: list[Piece]
    said = turn.quote(Slot.place)
    own = {key(n) for c in turn.store.counters if c.id == "shop" for n in (c.en, c.zh, *c.synonyms_en, *c.synonyms_zh)} | OWN_NAMES
    unknown_place = counter.id == "shop" and said is not None and not any(w in own or w in OWN_NAMES for w in (key(said.words), *key(said.words).split()))
    named_day = turn.quote(Slot.day_or_time)
    if unknown_place and said is not None:
        pieces = [piece("no_hours_of", what=said), *_today(turn, counter, name)]
    elif at := moments(turn.normal, turn.understanding.language):
        pieces = _at(turn, counter, day or turn.today, at, name)
    elif day is None and named_day is not None and len(named_day.words) > 1 and not relative:
        pieces = [piece("no_special_hours", what=named_day), *_week(turn, counter)]
    elif "weekend" in relative and holiday is None:
        saturday = turn.today + timedelta(days=(5 - turn.today.weekday()) % 7)
        pieces = [_on(turn, counter, d, name) for d in (saturday, saturday + timedelta(days=1))]
    elif day is None or day == turn.today:
        pieces = _today(turn, counter, name)
        if day is None and ("week" in relative or not {"now", "today"} & set(relative)):
            pieces += _week(turn, counter)
    else:
        pieces = [_on(turn, counter, day, name)]
    return Draft(tuple(pieces), chips=("sunday", "parking", "help"))


def _times(turn: Turn, span: rows.Span, cited: Citation) -> dict[str, Value]:
    assert span.opens
    assert span.closes
    return {"opens": Fact(turn.facts.clock(span.opens), (cited,)), "closes": Fact(turn.facts.clock(span.closes), (cited,))}


def _day(turn: Turn, day: date, holiday: rows.Holiday | None) -> Fact:
    """A day with its holiday's name; the clock or the holiday's row is what it comes from."""
    english = str(turn.understanding.language) == "en"
    said = turn.facts.say_day(day, weekday=english or holiday is None)
    if holiday is not None:
        row = turn.facts.cited(f"holiday:{day.isoformat()}", holiday, "")
        shown = f"{row.shown}, {said}" if english else f"{row.shown}（{said}）"
        return Fact(shown, (*row.citations, Citation(f"holiday:{day.isoformat()}", "date", day.isoformat())))
    return Fact(said, (Citation("calendar", "day", day.isoformat()),))


def _on(turn: Turn, counter: rows.Counter, day: date, name: Fact) -> Piece:
    span, cited, holiday = hours_on(turn, counter, day)
    if span.opens is None:
        return piece("closed_on", name=name, day=_with(_day(turn, day, holiday), cited))
    return Piece("open_on", {"name": name, "day": _day(turn, day, holiday), **_times(turn, span, cited)})


def _at(turn: Turn, counter: rows.Counter, day: date, at: tuple[time, ...], name: Fact) -> list[Piece]:
    """Whether it is open at a time of a day: a plain yes or no, unless the time may be in either half of the day and they differ."""
    span, _, holiday = hours_on(turn, counter, day)
    if span.opens is None or span.closes is None:
        return _today(turn, counter, name) if day == turn.today else [_on(turn, counter, day, name)]
    if day == turn.today:
        at = tuple(t for t in at if t > turn.now.time().replace(tzinfo=None)) or at[-1:]
    if turn.lexicon.hears("in_the_evening", turn.normal):
        at = at[-1:]
    is_open = {span.opens <= t < span.closes for t in at}
    if len(is_open) > 1:
        return [_on(turn, counter, day, name)]
    told = ("open_then" if True in is_open else "closed_then") + ("_today" if day == turn.today else "")
    fields = {"name": name, **_times(turn, span, hours_on(turn, counter, day)[1])}
    return [Piece(told, fields if day == turn.today else {**fields, "day": _day(turn, day, holiday)})]


def _with(fact: Fact, cited: Citation) -> Fact:
    return Fact(fact.shown, (*fact.citations, cited))


def _today(turn: Turn, counter: rows.Counter, name: Fact) -> list[Piece]:
    """Open or closed at this moment, and until when."""
    span, cited, holiday = hours_on(turn, counter, turn.today)
    now = turn.now.time().replace(tzinfo=None)
    special = [piece("because_holiday", day=_day(turn, turn.today, holiday))] if holiday else []
    if span.opens and span.closes and span.opens <= now < span.closes:
        return [Piece("open_now", {"name": name, **_times(turn, span, cited)}), *special]
    if span.opens and now < span.opens:
        return [Piece("opens_later", {"name": name, **_times(turn, span, cited)}), *special]
    for ahead in range(1, 15):
        day = turn.today + timedelta(days=ahead)
        later, cited_later, next_holiday = hours_on(turn, counter, day)
        if later.opens:
            key = "closed_now" if span.opens else "closed_today"
            return [Piece(key, {"name": _with(name, cited), "day": _day(turn, day, next_holiday), **_times(turn, later, cited_later)}), *special]
    return [piece("closed_now_only", name=_with(name, cited))]


def _week(turn: Turn, counter: rows.Counter) -> list[Piece]:
    """The usual week, equal days that follow each other drawn together."""
    runs: list[list[rows.Weekday]] = []
    for day in WEEK:
        if runs and counter.week[runs[-1][0]] == counter.week[day]:
            runs[-1].append(day)
        else:
            runs.append([day])
    items: list[Value] = []
    for run in runs:
        span = counter.week[run[0]]
        cited = tuple(Citation(f"counter:{counter.id}", f"week.{d}", _span(span)) for d in run)
        words = [turn.facts.words.term("weekdays", str(WEEK.index(d))) for d in (run[0], run[-1])]
        days = Fact(words[0] if len(run) == 1 else f"{words[0]}{turn.facts.words.term('units', 'to')}{words[1]}", cited)
        if span.opens is None:
            items.append(piece("item_closed", days=days))
        else:
            items.append(Piece("item_hours", {"days": days, **_times(turn, span, cited[0])}))
    return [piece("usual_week", items=tuple(items))]


def asked_of_the_shop(turn: Turn) -> Intent | None:
    """What a question asks that was taken for something else and names what the shop has laid down, or says nothing of: when a counter is there, by its
    people too ("when does the butcher pack up"); how much must be ordered; whether a dog may come in; spoiled milk that was taken for a wrong price."""
    if turn.understanding.rule is not None or turn.lexicon.hears("other_house", turn.normal):
        return None
    if turn.intent in (Intent.out_of_scope, Intent.small_talk, Intent.help, Intent.call_staff) and turn.lexicon.hears("asks_when", turn.normal):
        counter = counter_of(turn)
        return Intent.opening_hours if counter is not None and counter.id != "shop" else None
    if turn.intent != Intent.find_facility and unsaid(turn):
        return Intent.find_facility
    if turn.intent == Intent.find_facility and turn.lexicon.hears("asks_minimum", turn.normal):
        return Intent.delivery_and_pickup if asks_for(turn, Intent.delivery_and_pickup, PLAINLY) else None
    priced = turn.intent == Intent.price_dispute and turn.understanding.confidence < DOUBTFUL and not turn.lexicon.hears("rung", turn.normal)
    return Intent.report_damaged if priced and asks_for(turn, Intent.report_damaged, PLAINLY) else None


def is_answered(turn: Turn) -> bool:
    """Whether a question for a place is one of the building, of where faulty things are brought, or of what nothing is said about."""
    return facility_of(turn) is not None or unsaid(turn) or turn.lexicon.hears("where_to_bring", turn.normal)


def unsaid(turn: Turn) -> bool:
    """Whether a question asks for what the shop's data say nothing of, whatever it sounds like: a phone to be charged, a taxi, a dog."""
    asked = turn.lexicon.which("unsaid", turn.normal)
    if not asked or turn.understanding.rule is not None or turn.intent not in TAKEN_FOR_UNSAID or any(m.carried and m.by == "name" for m in turn.mentions):
        return False
    said = [n for x in turn.store.facilities for n in (x.en, x.zh, *x.synonyms_en, *x.synonyms_zh)]
    said += [w for p in turn.store.policies for f in p.facts for w in (*f.about_en, *f.about_zh)]
    return not any(asked[0] in turn.lexicon.which("unsaid", fold(words)) for words in said)


def facility_of(turn: Turn) -> building.Facility | None:
    """The place in the building that the question names: by name, by the words of a name, or by nearness of spelling."""
    names = [(n, x) for x in turn.store.facilities for n in (x.en, x.zh, *x.synonyms_en, *x.synonyms_zh)]
    for words in turn.slot(Slot.place):
        if found := _by_name(words, names):
            return found
    if named := facility_named(turn):
        return named[0]
    for words in turn.slot(Slot.place):
        near = process.extractOne(key(words), [key(n) for n, _ in names], scorer=fuzz.ratio, score_cutoff=LIKE_A_PLACE)
        if near:
            return names[near[2]][1]
    return None


def facility_named(turn: Turn) -> tuple[building.Facility, str] | None:
    """The place that is named best."""
    return next(iter(facilities_named(turn)), None)


def facilities_named(turn: Turn) -> list[tuple[building.Facility, str]]:
    """Places whose name, or words of it ("change the baby", 退空瓶), stand in the question, and those words; whole ones, then the longest first."""
    said = Said.of(turn.lexicon, _with_the_thing(turn))
    fits = [(place, cue.words) for cue, place in _names(turn.store.facilities, turn.lexicon) if said.has(cue)]
    return sorted(fits, key=lambda fit: (said.together(fit[1]), len(fit[1])), reverse=True)


def _with_the_thing(turn: Turn) -> str:
    """The question; "the old ones", 旧的, by the name of the kind that was talked about: old AA batteries."""
    focus = turn.store.product(turn.state.focus) if turn.state.focus and turn.lexicon.asked_anew(turn.normal) == Intent.find_facility else None
    kind = turn.store.kinds.get(focus.kind) if focus else None
    if kind is None:
        return turn.normal
    if turn.lexicon.language == Language.zh:
        return re.sub("(旧|废|空|用完|用过|没电)了?的?", lambda m: m[1] + kind.zh, turn.normal, count=1)
    return re.sub(r"\b(?:old|used|dead|spent|finished)(?: ones?)?\b", f"old used {kind.en}", turn.normal, count=1)


@lru_cache(maxsize=8)
def _names(facilities: tuple[building.Facility, ...], lexicon: Lexicon) -> tuple[tuple[Cue, building.Facility], ...]:
    return tuple((cue_of(lexicon, n), x) for x in facilities for n in (x.en, x.zh, *x.synonyms_en, *x.synonyms_zh))


def names_place_alone(turn: Turn) -> bool:
    """Whether the question is nothing but the name of a place of the building."""
    return any(key(n) == key(turn.normal) for x in turn.store.facilities for n in (x.en, x.zh, *x.synonyms_en, *x.synonyms_zh))


def place_asked_for(turn: Turn, goods: tuple[Mention, ...]) -> bool:
    """Whether a question that was read as something else asks for a place of the building by its own name, and for none of the goods: the loo, 退瓶机,
    but not toilet paper."""
    u = turn.understanding
    needed = turn.lexicon.hears("needs", turn.normal)
    plainly = needed or turn.lexicon.hears("asks_way", turn.normal)
    wants = plainly or turn.lexicon.hears("wants_place", turn.normal)
    if u.rule is not None or turn.shown or not (needed or turn.intent in PLACES_TAKEN_FOR) or not wants or not (named := facilities_named(turn)):
        return False
    if turn.lexicon.hears("asks_minimum", turn.normal):
        return False
    if turn.intent == Intent.order_status and said_code(turn.normal):  # the order with this number, and not where orders are handed out
        return False
    if (turn.intent in OF_THEIR_OWN or not plainly) and not _plainly_named(turn, named[0][1]):
        return False
    words = [w for place, w in named if place is named[0][0]]
    return needed or all(m.by != "name" or not m.carried or any(m.phrase in w for w in words) for m in goods)


def _plainly_named(turn: Turn, words: str) -> bool:
    """Whether a name of several words stands in the question as it is."""
    several = len(words) > 2 if has_chinese(words) else " " in words
    return several and Said.of(turn.lexicon, turn.normal).together(words)


def find_facility(turn: Turn) -> Draft:
    """Where a place or service in the building is."""
    f = turn.facts
    if unsaid(turn):
        return unknown(replace(turn, mentions=()))
    if turn.lexicon.hears("where_to_bring", turn.normal) and not facility_named(turn):
        return Draft((piece("bring_to_desk", desk=f.shop("service_desk")),), chips=("refund", "hours", "help"))
    found = facility_of(turn)
    if found is None:
        return _department(turn)
    source = f"facility:{found.id}"
    pieces = [piece("facility", name=f.cited(source, found, ""), where=f.cited(source, found, "where"))]
    if f.text_of(found, "note"):
        pieces.append(piece("as_it_stands", text=f.cited(source, found, "note")))
    return Draft(tuple(pieces), actions=(act("show_map", facility=found.id),), chips=("hours", "help"))


def _department(turn: Turn) -> Draft:
    """A part of the shop that is no facility: an aisle, or unknown."""
    floor, f = turn.store.floor, turn.facts
    said = turn.quote(Slot.place, Slot.category, Slot.product)
    wanted = " ".join((*turn.slot(Slot.place), *turn.slot(Slot.category), turn.normal))
    aisle = _by_name(wanted, [(n, a) for a in floor.aisles for n in (a.en, a.zh)]) if floor else None
    if aisle is not None:
        source = f"floor:{aisle.aisle}"
        told = piece("aisle_of", name=f.cited(source, aisle, ""), aisle=Fact(aisle.aisle, (Citation(source, "aisle", aisle.aisle),)))
        return Draft((told,), actions=(act("show_map", aisle=aisle.aisle),), chips=("hours", "help"))
    first = (piece("no_facility", what=said),) if said else ()
    return unknown(turn, *first)


SKILLS = {Intent.opening_hours: opening_hours, Intent.find_facility: find_facility}
