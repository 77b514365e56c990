"""The claim check: the last gate before a reply is told, independent of what rendered it.

What must hold for a reply to pass: every citation says what its row says at this moment, every computed citation comes out the same when it is
worked out again from its operands, and every price, time, date, aisle, shelf, percentage, number, product name and brand in the text is covered
by one of the citations. Words in quotation marks are free if they are the shopper's own.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from kiosk.assistant.draft import Cases
from kiosk.assistant.words.wording import NO_MARKS
from kiosk.core import Citation
from kiosk.core.text import fold
from kiosk.store import rows
from kiosk.store.catalogue import Store
from kiosk.store.words import bare_name

CENT = Decimal("0.01")
MONEY = frozenset({"price", "total", "unit_price", "half", "bill", "saved", "percent_off", "difference"})
"""Fields and operations whose values are amounts of money."""

MAX_NAMES = 20_000
"""Products whose names are looked for in the text itself; a larger catalogue is watched by its brands, and by the citations of every name."""

_QUOTED = re.compile(r"“([^”]*)”")
_PRICE = re.compile(r"(?:[€£$¥]|kr )\s?(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)\s?(?:欧元|英镑|美元|克朗|euros?\b|元)")
_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
_DAY_EN = re.compile(r"(?<!\d)(\d{1,2}) (january|february|march|april|may|june|july|august|september|october|november|december)(?: (\d{4})(?!\d))?")
_DAY_ZH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_AISLE = re.compile(r"aisle (\d+)|(\d+)号通道")
_SHELF = re.compile(r"shelf (\d+)|(\d+)号货架")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s?%")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MONTHS = {
    m: n for n, m in enumerate(("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"), 1)
}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDY = re.compile(r"[^\W\d_]{2,}|[\u3400-\u9fff]")


class ClaimCheck:
    """Checks replies against one store. Holds only an index of names, made anew when the catalogue changes."""

    def __init__(self, store: Store, cases: Cases) -> None:
        self._store = store
        self._cases = cases
        self._names = _Names(())
        self._generation = -1

    def problems(self, text: str, citations: Sequence[Citation], question: str, now: datetime) -> list[str]:
        """What is wrong with a reply, one line each; empty where all of it is covered."""
        if self._generation != self._store.generation:
            every = self._store.names()
            names = [n for _, en, zh, _ in every for n in (en, zh)] if len(every) <= MAX_NAMES else []
            self._names = _Names([*names, *(b.brand for b in self._store.brands)])
            self._generation = self._store.generation
        found = [f"{c.source}.{c.field} is not {c.value!r}" for c in citations if not self._is_true(c, citations, now)]
        return found + self._uncovered(text, citations, question)

    def _uncovered(self, text: str, citations: Sequence[Citation], question: str) -> list[str]:
        own = fold(question).translate(NO_MARKS)
        left = _QUOTED.sub(lambda m: " " if fold(m[1]) in own else m[1], text)
        left = fold(left)
        wordy = {fold(v) for c in citations for v in (c.value, bare_name(c.value)) if _WORDY.search(v)}
        for value in sorted(wordy, key=len, reverse=True):
            left = left.replace(value, " ¦ ")
        found: list[str] = []

        def take(pattern: re.Pattern[str], what: str, covered: Callable[[re.Match[str]], bool]) -> None:
            nonlocal left
            for match in pattern.finditer(left):
                if not covered(match):
                    found.append(f"{what} {match[0].strip()!r} is not cited")
            left = pattern.sub(" ¦ ", left)

        def values(fields: Iterable[str]) -> set[Decimal]:
            chosen = set(fields)
            return {n for c in citations if c.field in chosen for n in _numbers(c.value)}

        days = {date.fromisoformat(d) for c in citations for d in _ISO.findall(c.value)}
        times = {(int(h), int(m)) for c in citations for h, m in _TIME.findall(c.value)}
        numbers = {n for c in citations if not _ISO.fullmatch(c.value) for n in _numbers(c.value)}
        money = values(MONEY)
        take(_PRICE, "price", lambda m: Decimal(m[1] or m[2]) in money)
        take(_TIME, "time", lambda m: (int(m[1]), int(m[2])) in times)
        take(_DAY_EN, "date", lambda m: any(d.day == int(m[1]) and d.month == _MONTHS[m[2]] and m[3] in (None, str(d.year)) for d in days))
        take(_DAY_ZH, "date", lambda m: any(d.day == int(m[3]) and d.month == int(m[2]) and m[1] in (None, str(d.year)) for d in days))
        aisles, shelves, percents = values({"aisle"}), values({"shelf"}), values({"percent"})
        take(_AISLE, "place", lambda m: Decimal(m[1] or m[2]) in aisles)
        take(_SHELF, "place", lambda m: Decimal(m[1] or m[2]) in shelves)
        take(_PERCENT, "percentage", lambda m: Decimal(m[1]) in percents)
        take(_NUMBER, "number", lambda m: Decimal(m[0]) in numbers)
        found += [f"name {name!r} is not cited" for name in self._names.within(left)]
        return found

    def _is_true(self, citation: Citation, all_of_them: Sequence[Citation], now: datetime) -> bool:
        if citation.source == "computed":
            return self._comes_out(citation, now.date())
        if citation.source in ("question", "visit"):
            return True
        if citation.source == "clock":
            return citation.value in now.isoformat()
        if citation.source == "calendar":
            return _ISO.fullmatch(citation.value) is not None
        stored = self._stored(citation.source, citation.field)
        return any(_same(citation.value, s) for s in (stored if isinstance(stored, tuple) else (stored,))) if stored is not None else False

    def _stored(self, source: str, field: str) -> object:
        """The value that a row holds now, by a dotted path; None where there is no such row or field."""
        row = self._row(source)
        for step in field.split("."):
            if row is None:
                return None
            if isinstance(row, tuple | list):
                row = row[int(step)] if step.isdigit() and int(step) < len(row) else None
            elif isinstance(row, dict):
                row = row.get(step)
            else:
                row = getattr(row, step, None)
        return row

    def _row(self, source: str) -> object:
        kind, _, key = source.partition(":")
        store = self._store
        match kind:
            case "shop":
                return store.shop
            case "product":
                return store.product(key)
            case "kind":
                return store.kinds.get(key)
            case "order":
                return store.order(key)
            case "receipt":
                return store.receipt(key)
            case "ticket":
                return self._cases.get(key)
            case "call":
                return self._cases.call(int(key))
            case "policy":
                topic, _, fact = key.partition("/")
                return next((f for p in store.policies if p.topic == topic for f in p.facts if f.id == fact), None)
        tables: dict[str, tuple[tuple[rows.Row, ...], str]] = {
            "facility": (store.facilities, "id"), "counter": (store.counters, "id"), "offer": (store.offers, "id"), "recall": (store.recalls, "id"),
            "recipe": (store.recipes, "id"), "brand": (store.brands, "brand"), "holiday": (store.holidays, "date"), "form": (store.forms, "id"),
            "department": (store.shop.departments, "id"), "floor": (store.floor.aisles if store.floor else (), "aisle"),
        }  # fmt: skip
        table, name = tables.get(kind, ((), ""))
        return next((r for r in table if str(getattr(r, name)) == key), None)

    def _operand(self, reference: str) -> object:
        source, _, field = reference.rpartition(".") if ":" in reference and not reference.startswith("number:") else (reference, "", "")
        if reference.startswith("number:"):
            return Decimal(reference.removeprefix("number:"))
        return self._stored(source, field)

    def _comes_out(self, citation: Citation, today: date) -> bool:
        """Works a computed value out again from what the rows hold now."""
        given = [self._operand(o) for o in citation.operands]
        if any(g is None for g in given):
            return False
        try:
            match citation.field, given:
                case "unit_price", [price, amount, unit]:
                    per = Decimal(str(amount)) / (1 if unit == "piece" else 1000)
                    result = Decimal(str(price)) / per
                case "half", [price]:
                    result = Decimal(str(price)) / 2
                case "difference", [a, b]:
                    result = abs(Decimal(str(a)) - Decimal(str(b)))
                case "percent_off", [price, percent]:
                    result = Decimal(str(price)) * (100 - Decimal(str(percent))) / 100
                case "kcal_in_pack", [value, amount]:
                    result = (Decimal(str(value)) * Decimal(str(amount)) / 100).quantize(Decimal(1), ROUND_HALF_UP)
                case "in_pack", [value, amount]:
                    result = (Decimal(str(value)) * Decimal(str(amount)) / 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
                case "ratio", [many, few]:
                    result = Decimal(str(many)) / Decimal(str(few))
                case (("bill" | "saved"), list(pairs)):
                    products = [self._store.product(o.removeprefix("product:").removesuffix(".price")) for o in citation.operands[::2]]
                    bought = [(p, Decimal(str(q))) for p, q in zip(products, pairs[1::2], strict=True) if p is not None]
                    made = self._store.bill(bought, today)
                    result = made.total if citation.field == "bill" else made.saved
                case "count", list(counted):
                    return citation.value == str(len(counted))
                case _:
                    return False
        except (InvalidOperation, ZeroDivisionError, ValueError):
            return False
        return result.quantize(CENT, ROUND_HALF_UP) == Decimal(citation.value)


class _Names:
    """Finds names in a text by their first characters: the work does not grow with their number."""

    HEAD = 4

    def __init__(self, names: Iterable[str]) -> None:
        self._heads: dict[str, set[int]] = {}
        self._all: set[str] = set()
        for name in names:
            for form in {name, bare_name(name)}:
                folded = fold(form) if not form.isascii() else form.lower()
                if len(folded) > 1:
                    self._all.add(folded)
                    self._heads.setdefault(folded[: self.HEAD], set()).add(len(folded))

    def within(self, text: str) -> list[str]:
        """The names that stand in a folded text as whole words."""
        found = []
        for start in range(len(text)):
            if start and text[start - 1].isascii() and text[start - 1].isalnum() and text[start].isascii():
                continue
            lengths = {n for width in range(2, self.HEAD + 1) for n in self._heads.get(text[start : start + width], ()) if n >= width}
            for length in lengths:
                name, after = text[start : start + length], text[start + length : start + length + 1]
                if name in self._all and not (after.isascii() and after.isalnum() and name[-1].isascii()):
                    found.append(name)
        return found


def _numbers(value: str) -> set[Decimal]:
    return {Decimal(n) for n in _NUMBER.findall(value)}


def _same(value: str, stored: object) -> bool:
    """Whether a cited text is how a stored value is written."""
    if isinstance(stored, rows.Span):
        if stored.opens is None or stored.closes is None:
            return value == "closed"
        return value == f"{stored.opens:%H:%M}-{stored.closes:%H:%M}"
    if isinstance(stored, Decimal | float | int) and not isinstance(stored, bool):
        try:
            return Decimal(value) == Decimal(str(stored))
        except InvalidOperation:
            return False
    if isinstance(stored, datetime):
        return value in (stored.isoformat(), stored.date().isoformat())
    return value == (stored.isoformat() if isinstance(stored, date) else str(stored))
