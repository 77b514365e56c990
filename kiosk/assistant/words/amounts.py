"""How big and how many: the sizes and the counts that stand in a question, and which products are of a size.

What must hold: a number is a size, a count or neither, never two of them. "Size four", "the 500 gram one" and 十五个装 are sizes; "two packs" and 两盒 are
counts; prices, days, people and the numbers inside names are neither. Pure: all texts are normalised, positions are characters of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from kiosk.core import Language
from kiosk.core.text import normalise
from kiosk.store import rows
from kiosk.store.words import bare_name, tokens

Unit = Literal["g", "ml", "piece", "number"]
Span = tuple[int, int]
MOST = Decimal(99)
"""Pieces or packs of one product that somebody buys at a kiosk."""

_ONES = {w: n for n, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1)}
_TEENS = {w: n for n, w in enumerate(["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"], 10)}
_TENS = {w: n * 10 for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}
_WORDS = {**_ONES, **_TEENS, **_TENS}
_ONE, _ANY = "|".join(_ONES), "|".join(_WORDS)
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{_ONE}))?|{'|'.join(_TEENS)}|{_ONE})"
_EN = rf"(?:\d+(?:[.,]\d+)?|(?:(?:an?|{_ONE}) )?hundred(?: and)?(?: {_SMALL})?|(?:{_ONE}|zero) point (?:{_ONE})(?: (?:{_ONE}))?|{_SMALL}(?: and a half)?|half an?|a half)"
_ZH = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百半零]+(?:点[一二三四五六七八九]+)?)"
_ZH_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_FACTORS: dict[str, tuple[int, Unit]] = {
    "kg": (1000, "g"), "kilo": (1000, "g"), "公斤": (1000, "g"), "千克": (1000, "g"), "斤": (500, "g"), "克": (1, "g"), "g": (1, "g"),
    "毫升": (1, "ml"), "升": (1000, "ml"), "m": (1, "ml"), "cl": (10, "ml"), "l": (1000, "ml"),
}  # fmt: skip
_SIZES = {
    Language.en: re.compile(
        rf"(?<![\w.,€£$])(?:(?P<n>{_EN})[ -]?(?P<u>kilo(?:gram(?:me)?)?s?|kgs?|gram(?:me)?s?|g|millilit(?:re|er)s?|mls?|cl|lit(?:re|er)s?|l)(?P<of> of\b)?(?![\w'])"
        rf"|(?P<pack>(?:packs?|packets?|box(?:es)?|bags?|cartons?|trays?) of) (?P<p>{_EN})(?![\w'])|(?P<q>{_EN})[ -](?:pack|count|piece)(?![\w'])|(?P<sets>{_EN})(?:-packs|(?<=\w) packs)(?![\w'])"
        rf"|(?:size|stage|number|no\.?) (?P<i>{_EN})(?![\w']))"
    ),
    Language.zh: re.compile(
        rf"(?P<n>{_ZH})\s?(?P<u>公斤|千克|kg|斤|克|g|毫升|ml|升|l(?![a-z]))(?P<half>半)?(?P<s>装|的(?!话)|那|这)?"
        rf"|(?P<p>{_ZH})[个枚片只颗粒卷包支节块抽](?:装|的(?!话)|那|一[盒包袋板提箱])|(?P<k>{_ZH})[瓶罐听盒袋杯条](?:装|一[提箱板])|(?<![大小])(?P<i>{_ZH})[号段]"
    ),
}  # fmt: skip
_COUNTS = {
    Language.en: re.compile(
        rf"(?<![\w.,€£$])(?:(?P<half>half a dozen)|(?P<dozen>(?:an?|{_EN}) dozen)|(?P<pair>a? ?(?:couple|pair)(?: of)?)|(?P<few>a few)|(?P<n>{_EN}))(?![\w%€]|[.,:]\d|'s)"
        r"(?! ?(?:%|percent|per cent|people|persons?|of us|adults|kids|children|days?|weeks?|hours?|minutes?|years?|months?|o'clock|am\b|pm\b|euros?|quid|cents?|pounds?|degrees))"
    ),
    Language.zh: re.compile(
        rf"(?<![第这那每几\d.])(?P<n>{_ZH})(?=(?P<m>[个盒包袋瓶罐桶箱条根把支块颗粒只枚片提卷听板份件束串打杯双对组台套扎棵朵头瓶])(?!都|人|月|小时))|(?<=[来要加买拿])(?P<two>[俩仨])"
    ),
}  # fmt: skip
_MANY = re.compile(rf"(?:{_EN}|couple of|a few|several|some)(?: ?[x×]| times)? $")
"""How many, in front of a pack of several."""
_CASE = {
    Language.en: re.compile(r"\b(?:cases?|crates?|multi-?packs?|slabs?) of|\b(?:cases?|crates?|multi-?packs?)$"),
    Language.zh: re.compile(r"[箱提](?:装)?的?"),
}
_SINGLE = {Language.en: re.compile(r" ?(?:cans?|tins?|bottles?|bars?|pots?|cups?)\b"), Language.zh: re.compile(r"[罐瓶听杯条支]")}
_MULTI = re.compile(r"(\d+)\s*[x×]\s*(\d+(?:\.\d+)?)\s*([a-z]*)")
_PACKED = re.compile(r"(\d+(?:\.\d+)?) ?([a-z]+)")


@dataclass(frozen=True, slots=True)
class Size:
    """A size that was asked: grams, millilitres, pieces, or a number ("size 4", 2段).

    Args:
        strict: whether the words ask for a pack of it ("the 5 kg bag") and do not only measure ("two kilos of").
        words: as the shopper said it.
    """

    value: Decimal
    unit: Unit
    start: int
    end: int
    strict: bool
    words: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many, and where it stands. `loose` where it counts single things (ten eggs, 十个鸡蛋) and no packs."""

    value: Decimal
    start: int
    end: int
    loose: bool


@lru_cache(maxsize=2_000)
def sizes(text: str, language: Language) -> tuple[Size, ...]:
    """The sizes that stand in a text, in order."""
    found = []
    for m in _SIZES[language].finditer(text):
        held = m.groupdict()
        if n := held.get("n"):
            factor, unit = _factor(held["u"])
            value = number(n, language) + (Decimal("0.5") if held.get("half") else 0)
            measures = bool(held.get("of")) or held["u"].endswith("s") or n in ("a", "half a") if language == Language.en else not held.get("s")
            found.append(Size(value * factor, unit, *m.span(), not measures, m[0].removesuffix(" of").rstrip("的那这装")))
        elif held.get("sets") and "-" not in m[0] and not _MANY.search(text[: m.start()]):
            continue  # "six packs of" counts; only "two six packs of" measures
        elif held.get("i"):
            strict = not m[0].startswith("n")  # "number four" may be anything
            found.append(Size(number(held["i"], language), "number", *m.span(), strict, m[0]))
        else:
            value = number(held.get("p") or held.get("q") or held.get("sets") or held.get("k") or "", language)
            if value > 1:
                found.append(Size(value, "piece", *m.span(), True, m[0].rstrip("的那这装")))
    return tuple(found)


@lru_cache(maxsize=2_000)
def counts(text: str, language: Language) -> tuple[Count, ...]:
    """The counts above one that stand in a text beside its sizes, in order; one is what is meant where nothing is said."""
    taken = [(s.start, s.end) for s in sizes(text, language)]
    found = []
    for m in _COUNTS[language].finditer(text):
        if any(a < m.end() and m.start() < b for a, b in taken):
            continue
        held = m.groupdict()
        if held.get("half"):
            value = Decimal(6)
        elif held.get("dozen"):
            value = 12 * number(held["dozen"].removesuffix(" dozen"), language)
        elif held.get("pair") or held.get("few"):
            value = Decimal(2 if held.get("pair") else 3)
        elif held.get("two"):
            value = Decimal(2 if held["two"] == "俩" else 3)
        else:
            value = number(held["n"], language) * (12 if held.get("m") == "打" else 1)
        if (1 < value <= MOST and value % 1 == 0) or value == Decimal("0.5"):
            loose = held["m"] in "个枚片只颗粒根打" if held.get("m") else language == Language.en
            found.append(Count(value, *m.span(), loose))
    return tuple(found)


def of_size(products: Sequence[rows.Product], size: Size) -> list[rows.Product]:
    """Those of some products that are of a size."""
    return [p for p in products if (size.unit, size.value) in _sizes_of(p)]


def in_one_pack(product: rows.Product) -> int:
    """How many cans, bottles or bars a pack holds: 6 of "6 x 330 ml", 1 where it is sold singly."""
    multi = _MULTI.search(normalise(product.size)) if product.sold_by == "piece" else None
    return int(multi[1]) if multi else 1


def asks_case(text: str, language: Language) -> bool:
    """Whether words ask for a pack of several: a case of, 两箱."""
    return _CASE[language].search(text) is not None


def counts_singles(text: str, count: Count, language: Language) -> bool:
    """Whether a count is of cans, bottles or bars ("twelve cans of", 六罐) and not of packs."""
    return _SINGLE[language].match(text, count.end) is not None


def named_so(product: rows.Product, value: Decimal) -> bool:
    """Whether a number is part of a product's name and not of its size: Aptamil 2."""
    said = f"{value.normalize():f}"
    return any(said in tokens(bare_name(name)) for name in (product.name_en, product.name_zh))


def is_sized(product: rows.Product, unit: Unit) -> bool:
    """Whether a product comes in such a size at all: a number, grams, pieces."""
    return any(u == unit for u, _ in _sizes_of(product))


@lru_cache(maxsize=4_000)
def _sizes_of(product: rows.Product) -> frozenset[tuple[str, Decimal]]:
    if product.sold_by == "kg":
        return frozenset()
    found: set[tuple[str, Decimal]] = {(product.unit, Decimal(str(product.amount)))}
    size = normalise(product.size)
    if multi := _MULTI.search(size):
        many, each = Decimal(multi[1]), Decimal(multi[2])
        factor, unit = _factor(multi[3]) if multi[3] in ("g", "kg", "ml", "l", "cl") else (1, "piece")
        found |= {("piece", many), (unit, each * factor), (unit, many * each * factor)}
    elif packed := _PACKED.fullmatch(size):
        factor, unit = _factor(packed[2]) if packed[2] in ("g", "kg", "ml", "l", "cl") else (1, "piece")
        found.add((unit, Decimal(packed[1]) * factor))
    for name, language in ((product.name_en, Language.en), (product.name_zh, Language.zh)):
        found |= {("number", s.value) for s in sizes(normalise(name), language) if s.unit == "number"}
    return frozenset(found)


def _factor(unit: str) -> tuple[int, Unit]:
    short = unit.rstrip("s") if unit.isascii() else unit
    for start, factor in _FACTORS.items():
        if short == start or (len(start) > 2 and short.startswith(start)):
            return factor
    return _FACTORS["m" if short.startswith("m") else short[0]]


def number(said: str, language: Language) -> Decimal:
    """A number in digits or words; zero where it is none."""
    if re.fullmatch(r"\d+(?:[.,]\d+)?", said):
        return Decimal(said.replace(",", "."))
    return _english(said) if language == Language.en else _chinese(said)


def _english(said: str) -> Decimal:
    if said in ("half a", "half an", "a half"):
        return Decimal("0.5")
    if " point " in said:
        whole, _, parts = said.partition(" point ")
        return Decimal(f"{_ONES.get(whole, 0)}.{''.join(str(_ONES[p]) for p in parts.split())}")
    words = said.replace("-", " ").split()
    half = Decimal("0.5") if words[-2:] == ["a", "half"] else Decimal(0)
    total = Decimal(0)
    for word in words[:-3] if half else words:
        total = max(total, Decimal(1)) * 100 if word == "hundred" else total + _WORDS.get(word, 1 if word in ("a", "an") else 0)
    return total + half


def _chinese(said: str) -> Decimal:
    whole, _, parts = said.partition("点")
    if not set(whole) <= {*_ZH_DIGITS, *"半十百"} or not set(parts) <= set(_ZH_DIGITS):  # no number at all: a brand's name
        return Decimal(0)
    total, digit = Decimal(0), Decimal(0)
    for c in whole:
        if c == "半":
            digit += Decimal("0.5")
        elif c in "十百":
            total, digit = total + (digit or 1) * (10 if c == "十" else 100), Decimal(0)
        else:
            digit = Decimal(_ZH_DIGITS[c])
    tenths = Decimal(f"0.{''.join(str(_ZH_DIGITS[c]) for c in parts)}") if parts else Decimal(0)
    return total + digit + tenths


def share_out(named: Sequence[Span | None], said: Sequence[Span]) -> list[int | None]:
    """Which of some counts (or sizes) belongs to which of the named products: the one in front of it, else the one behind it.

    Args:
        named: where the products stand, None for one that was pointed at; in order.
        said: where the counts stand, in order.

    Returns:
        For each product the index of its count, None where it has none.
    """
    given: list[int | None] = [None] * len(named)
    free = list(range(len(said)))
    places = [n for n, span in enumerate(named) if span is not None]
    for before, at in zip([None, *places], places, strict=False):
        span, floor = named[at], named[before][1] if before is not None and named[before] else 0  # type: ignore[index]
        assert span is not None
        inside = [i for i in free if said[i][0] < span[1] and said[i][1] > span[0]]
        front = [i for i in free if floor <= said[i][0] and said[i][1] <= span[0]]
        if before is not None and given[before] is None and len(front) > 1:  # "eggs two boxes, one milk"
            given[before] = earlier = front.pop(0)
            free.remove(earlier)
        chosen = inside[-1:] or front[-1:]
        if chosen:
            given[at] = chosen[0]
            free = [i for i in free if i not in front and i not in inside]
    behind = [i for i in free if not places or said[i][0] >= named[places[-1]][1]]  # type: ignore[index]
    last = places[-1] if places else len(named) - 1
    if behind and named and given[last] is None:
        given[last] = behind[0]
    return given
