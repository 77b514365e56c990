"""The size that was asked is the size that is answered: products of a turn by their sizes, and how many of each are meant.

What must hold: a size that the shop has not is told as such (`Mention.unsized`) and never passed over for another one.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from kiosk.assistant.draft import CLOSE, MAX_PRODUCTS, Mention, pointed
from kiosk.assistant.words.amounts import Size, Span, asks_case, counts, counts_singles, in_one_pack, is_sized, named_so, number, of_size, share_out, sizes
from kiosk.core import Language
from kiosk.store import rows
from kiosk.store.catalogue import Store
from kiosk.store.words import placed, tokens

_PACKS = re.compile(r" ?(packs?|packets?|box(es)?|bottles?|tins?|cans?|jars?|bags?|tubs?|cartons?|bunch(es)?|of|x|times|more)\b")
_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[一二两三四五六七八九十]+")


def where(mention: Mention, text: str) -> Span | None:
    """Where a mention stands in a normalised text, in characters; None where it was pointed at or heard otherwise."""
    words, parts = tokens(mention.phrase), placed(text)
    for n in range(len(parts) - len(words) + 1) if words else ():
        if [t for t, _, _ in parts[n : n + len(words)]] == words:
            return parts[n][1], parts[n + len(words) - 1][2]
    return None


def sized(store: Store, mentions: Sequence[Mention], text: str, language: Language) -> list[Mention]:
    """The mentions led by the products of the sizes that were asked beside them."""
    asked, places = sizes(text, language), [where(m, text) for m in mentions]
    given = share_out(places, [(s.start, s.end) for s in asked])
    return [
        of(store, mention, asked[at], text) if at is not None else _counted(store, _numbered(mention, place, text, language), place, text, language)
        for mention, at, place in zip(mentions, given, places, strict=True)
    ]


def plain_ones(store: Store, products: Sequence[rows.Product]) -> list[rows.Product]:
    """Those that are called as their kind is, in both languages: "eggs" are no quail eggs (鹌鹑蛋)."""
    words = {k: set(tokens(kind.zh)) for p in products if (kind := store.kinds.get(k := p.kind))}
    return [p for p in products if 2 * len(words.get(p.kind, set()) & set(tokens(p.name_zh))) > len(words.get(p.kind, set()))]


def _counted(store: Store, mention: Mention, place: Span | None, text: str, language: Language) -> Mention:
    """ "Ten eggs" are the box of ten, a dozen two boxes of six; "two cases of cola" are of what comes several in a pack. A count that was taken for
    a part of the name (三盒燕麦饮) is none of it."""
    said = counts(text, language)
    mention = _without_counts(mention, text, [(c.start, c.end) for c in said], language)
    if place is None:
        return mention
    near = [p for p in mention.equals if p.stock] or list(mention.equals)
    plain = (plain_ones(store, near) or near) if mention.kind else near
    loose = [c.value for c in said if c.loose and text[c.end : place[0]].strip(" 个枚只打") in ("", "of", "of the")]
    for count in loose:
        fit = [p for p in plain if p.unit == "piece" and p.amount > 1 and count % Decimal(str(p.amount)) == 0]
        if fit:
            return mention.led_by([max(fit, key=lambda p: p.amount)])
    before = max((c.start for c in said if c.end <= place[0]), default=max(0, place[0] - 20))
    if asks_case(text[before : place[1]] if language == Language.en else text[before : place[1] + 3], language):
        several = [p for p in plain if in_one_pack(p) > 1]
        return mention.led_by(several) if several else mention
    return mention


def _without_counts(mention: Mention, text: str, spans: Sequence[Span], language: Language) -> Mention:
    left = {t for start, end in spans for t in tokens(text[start : end + (language == Language.zh)])}  # 三盒: the measure word too
    missing = tuple(t for t in mention.missing if t not in left)
    return mention if missing == mention.missing else replace(mention, missing=missing, carried=mention.carried or not missing)


def of(store: Store, mention: Mention, size: Size, text: str) -> Mention:
    """A mention led by its products of a size; `unsized` where a pack of that size was asked and there is none."""
    kinds, said = {p.kind for p in mention.equals}, set(tokens(text))
    near = [p for p in mention.products if p.kind in kinds]
    if mention.best.brand and said & set(tokens(mention.best.brand)):
        near = [p for p in near if p.brand == mention.best.brand]
    scores = dict(zip((p.sku for p in mention.products), mention.scores, strict=True))
    fit = of_size(mention.equals, size) or of_size(near, size)
    most = max((scores[p.sku] for p in fit), default=0.0)
    fit = [p for p in fit if scores[p.sku] >= most - CLOSE]
    wider = [p for p in _so_called(store, mention, size) if p not in mention.products] if not fit else []
    fit = fit or of_size(wider, size)
    missing = tuple(t for t in mention.missing if t not in tokens(size.words))
    found = replace(mention, missing=missing, carried=mention.carried or bool(mention.missing and not missing))
    if fit:
        led = found.led_by(fit)
        return replace(led, kind=mention.kind if len(fit) > 1 else None)
    lacks = (
        size.strict
        and mention.best.sold_by == "piece"
        and any(is_sized(p, size.unit) or (size.unit in ("g", "ml") and p.unit in ("g", "ml") and p.sold_by == "piece") for p in near)
    )
    more = tuple(wider[: MAX_PRODUCTS - 1])
    return replace(found, unsized=size.words, products=(*found.products, *more), scores=(*found.scores, *(0.3 for _ in more))) if lacks else found


def _so_called(store: Store, mention: Mention, size: Size) -> list[rows.Product]:
    """Further products of the kind that hold every word of the name."""
    kind = store.kinds.get(mention.best.kind)
    of_kind = f"{kind.en} {kind.zh} {' '.join((*kind.synonyms_en, *kind.synonyms_zh))}" if kind else ""
    asked = set(tokens(mention.phrase)) - set(tokens(size.words))
    return [p for p in store.products_of(mention.best.kind) if asked <= set(tokens(f"{p.name_en} {p.name_zh} {p.brand} {of_kind}"))]


def _numbered(mention: Mention, place: Span | None, text: str, language: Language) -> Mention:
    """ "aptamil two": a number right behind a name that is part of some of the products' names."""
    if place is None:
        return mention
    near = [p for p in mention.products if p.kind == mention.best.kind]
    for value in _numbers_of(place, text, language):
        fit = [p for p in near if named_so(p, value)]
        if fit and len(fit) < len(near):
            return replace(mention.led_by(fit[:1]), kind=None)
    return mention


def _numbers_of(place: Span, text: str, language: Language) -> list[Decimal]:
    """Numbers inside a name or right behind it that count no packs; the "one" of "the aptamil one" is none."""
    found = []
    for word in _WORD.finditer(text, place[0]):
        if word.start() > place[1] + 1:
            break
        behind = word.start() >= place[1]
        if behind and (_PACKS.match(text, word.end()) or (word[0] == "one" and re.search(r"\b(the|that|this|your|other|any) [a-z' -]*$", text[: place[1]]))):
            continue
        if value := number(word[0], language):
            found.append(value)
    return found


def among(store: Store, pool: Sequence[rows.Product], focus: rows.Product, text: str, language: Language) -> Mention | None:
    """Of what was talked about, what is of the size that is asked now: "the 500 gram one", 十五个那盒. None where no size is asked."""
    asked = [s for s in sizes(text, language) if s.strict]
    if not asked or focus.sold_by == "kg":
        return None
    of_kind = [p for p in pool if p.kind == focus.kind]
    fit = of_size([focus], asked[0]) or of_size(of_kind, asked[0]) or of_size(store.products_of(focus.kind), asked[0])
    if fit:
        return replace(pointed([*fit, *(p for p in of_kind if p not in fit)][:MAX_PRODUCTS]), leaders=len(fit[:MAX_PRODUCTS]))
    unit = asked[0].unit
    return replace(pointed([focus]), unsized=asked[0].words) if is_sized(focus, unit) else None


def _pointing(text: str, language: Language) -> Span | None:
    """Where a word points at what was talked about: the "them" of "put three of them down and two limes"."""
    found = re.search(r"\b(?:it|them|those|these|that|this)\b" if language == Language.en else "它们?|这个?|那个?|这些|那些", text)
    return found.span() if found else None


def how_many(mentions: Sequence[Mention], products: Sequence[rows.Product], text: str, language: Language, each: bool) -> list[Decimal]:
    """How many of each product are meant: packs, or kilograms where it is sold so.

    Args:
        mentions: in the order of the question, one for each product.
        each: whether one count is said of all of them.
    """
    places = [where(m, text) or (_pointing(text, language) if not m.phrase else None) for m in mentions]
    said = [
        c for c in counts(text, language)
        if not any(p and p[0] <= c.start <= p[1] + 1 and c.value in _numbers_of(p, text, language) and named_so(b, c.value)
                   for p, b in zip(places, products, strict=True))
    ]  # fmt: skip
    measured = sizes(text, language)
    given = share_out(places, [(c.start, c.end) for c in said])
    weighed = share_out(places, [(s.start, s.end) for s in measured])
    found = []
    for product, place, at, by in zip(products, places, given, weighed, strict=True):
        count = said[at] if at is not None else said[-1] if each and said else None
        size = measured[by] if by is not None else None
        number_of = count.value if count else Decimal(1)
        if size and size.unit == "g" and product.sold_by == "kg":
            number_of = size.value / 1000
        elif size and not count and not of_size([product], size) and size.unit == product.unit and not size.strict:
            number_of = (size.value / Decimal(str(product.amount))).to_integral_value(rounding=ROUND_CEILING)
        elif count and count.value >= 2 and in_one_pack(product) > 1 and counts_singles(text, count, language):
            number_of = (count.value / in_one_pack(product)).to_integral_value(rounding=ROUND_CEILING)  # twelve cans are two packs of six
        elif (
            count and count.loose and place and product.unit == "piece" and product.amount > 1 and text[count.end : place[0]].strip(" ") in ("", "of", "of the")
        ):
            number_of = (count.value / Decimal(str(product.amount))).to_integral_value(rounding=ROUND_CEILING)  # ten eggs are a box of ten
        found.append(max(number_of, Decimal(1)) if product.sold_by == "piece" else number_of)
    return found
