"""The shop itself: opening hours, places in the building, and what the shop has laid down (parking, payment, delivery …) as data.

Opening hours are worked out from the clock that was passed in, holidays before weekdays. A policy is told in the shop's own words.
"""

from datetime import date, timedelta
from typing import TypeVar

from rapidfuzz import fuzz, process

from kiosk.assistant.draft import Draft, Turn, act, unknown
from kiosk.assistant.wording import Fact, Piece, Value, piece
from kiosk.core import Citation, Intent, Slot
from kiosk.store import building, rows
from kiosk.store.words import key, tokens

T = TypeVar("T")
WEEK: tuple[rows.Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OWN_NAMES = frozenset({"shop", "store", "supermarket", "market", "place", "店", "超市", "商店", "门店", "你们店", "店里", "这里", "door", "门", "大门"})
"""Words for the shop itself."""
LIKE_A_PLACE = 84.0
"""Likeness of spelling, 0 to 100 (rapidfuzz ratio), from which a place is the one meant."""
DAYS_AHEAD = 60
"""How far a holiday that is named without its date may lie ahead before it is told with its date all the same."""


def counter_of(turn: Turn) -> rows.Counter | None:
    """The counter that the question names, else the shop."""
    named = (*turn.slot(Slot.place), turn.normal)
    for words in named:
        best = _by_name(words, [(n, c) for c in turn.store.counters if c.id != "shop" for n in (c.en, c.zh, *c.synonyms_en, *c.synonyms_zh)])
        if best is not None:
            return best
    return next((c for c in turn.store.counters if c.id == "shop"), turn.store.counters[0] if turn.store.counters else None)


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
            return [Piece("closed_now", {"name": _with(name, cited), "day": _day(turn, day, next_holiday), **_times(turn, later, cited_later)}), *special]
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


def facility_of(turn: Turn) -> building.Facility | None:
    """The place in the building that the question names, by name, by nearness of spelling, or by the beginnings of its words."""
    facilities = turn.store.facilities
    names = [(n, x) for x in facilities for n in (x.en, x.zh, *x.synonyms_en, *x.synonyms_zh)]
    found: building.Facility | None = None
    for words in (*turn.slot(Slot.place), turn.normal):
        found = found or _by_name(words, names)
    if found is None:
        for words in turn.slot(Slot.place):
            near = process.extractOne(key(words), [key(n) for n, _ in names], scorer=fuzz.ratio, score_cutoff=LIKE_A_PLACE)
            found = found or (names[near[2]][1] if near else None)
    return found or _by_stems(turn.normal, names)


def find_facility(turn: Turn) -> Draft:
    """Where a place or service in the building is."""
    f = turn.facts
    found = facility_of(turn)
    if found is None:
        return _department(turn)
    source = f"facility:{found.id}"
    pieces = [piece("facility", name=f.cited(source, found, ""), where=f.cited(source, found, "where"))]
    if f.text_of(found, "note"):
        pieces.append(piece("as_it_stands", text=f.cited(source, found, "note")))
    return Draft(tuple(pieces), actions=(act("show_map", facility=found.id),), chips=("hours", "help"))


def _by_stems(text: str, names: list[tuple[str, building.Facility]]) -> building.Facility | None:
    """The place whose name's words all begin like words of the question: "change the baby" → baby changing."""
    asked = {t[:5] for t in tokens(text) if len(t) > 3}
    fits = [(n, x) for n, x in names if n.isascii() and len(tokens(n)) > 1 and all(len(t) > 3 and t[:5] in asked for t in tokens(n))]
    return max(fits, key=lambda pair: len(pair[0]))[1] if fits else None


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


def policy_of(turn: Turn, topic: str, limit: int = 2) -> tuple[tuple[Fact, ...], bool]:
    """What the shop has laid down on a topic, for what the question asks: the facts that fit best, and whether one of them was asked for by its
    own words (otherwise it is the general answer)."""
    policy = next((p for p in turn.store.policies if p.topic == topic), None)
    if policy is None:
        return (), False
    asked = key(turn.normal)
    spaced = f" {asked} "
    words = set(tokens(turn.normal))
    scored: list[tuple[float, int]] = []
    for n, fact in enumerate(policy.facts):
        fits: list[float] = []
        for about in (*fact.about_en, *fact.about_zh):
            k = key(about)
            if k and (f" {k} " in spaced if k.isascii() else k in asked):
                fits.append(1.0 + len(k.split()) + 0.1 * len(k) if k.isascii() else 1.0 + 0.5 * len(k))
            elif k.isascii() and len(k.split()) > 1 and set(k.split()) <= words:
                fits.append(1.0 + 0.6 * len(k.split()))
        scored.append((max(fits, default=0.0) + 0.4 * (sum(fits) - max(fits, default=0.0)), -n))
    best = sorted(scored, reverse=True)[:limit]
    chosen = [-n for score, n in best if score > 0 and score >= best[0][0] * 0.75]
    return tuple(
        turn.facts.cited(f"policy:{topic}/{policy.facts[n].id}", policy.facts[n], "answer") for n in (chosen or [0])
    ), bool(chosen)


def by_policy(turn: Turn) -> Draft:
    """The shop's own words on parking, payment, delivery, the member card, gift cards."""
    facts, _ = policy_of(turn, str(turn.intent).replace("_", "-"))
    if not facts:
        return unknown(turn)
    return Draft(tuple(piece("as_it_stands", text=f) for f in facts), turn.mentions, chips=_CHIPS.get(turn.intent, ("help", "staff")))


_CHIPS: dict[Intent, tuple[str, ...]] = {
    Intent.parking: ("charging", "hours", "staff"), Intent.payment_methods: ("gift_card", "where_tills", "staff"),
    Intent.delivery_and_pickup: ("order", "hours", "staff"), Intent.loyalty_program: ("offers", "gift_card", "staff"),
    Intent.gift_card: ("payment", "where_desk", "staff"),
}  # fmt: skip

SKILLS = {
    Intent.opening_hours: opening_hours, Intent.find_facility: find_facility, Intent.parking: by_policy, Intent.payment_methods: by_policy,
    Intent.delivery_and_pickup: by_policy, Intent.loyalty_program: by_policy, Intent.gift_card: by_policy,
}  # fmt: skip
