"""Which of a kind a description means: "the sweet ones" among kiwis, "a leaner one" of mince, 那草莓的呢 of ice cream, 自己牌子那个 of toothpaste.

What must hold: a description is of the kind that was talked about before it is anything else; only where nothing of that kind answers to it may the whole
shop be searched. What a description picks answers to all of its words by name, brand, tag, diet or synonym; a comparative also by what stands in the
description, or by a nutrient. Pure but for reading the store.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kiosk.assistant.diets import LIVED_BY
from kiosk.assistant.draft import MAX_PRODUCTS, Mention, pointed
from kiosk.assistant.mentions.kinship import called
from kiosk.assistant.words.following import bases, describes, is_compared
from kiosk.assistant.words.listening import Lexicon
from kiosk.core import Language, Slot
from kiosk.core.text import has_chinese
from kiosk.store import rows
from kiosk.store.catalogue import Store
from kiosk.store.naming import is_stop
from kiosk.store.words import bare_name, join, tokens

MOST_KINDS = 8
"""Kinds of a word that is near enough to one of them: yoghurt, and not all fruit."""
_NOT = re.compile(r"\b(?:not|less|no|never|without|little)\b[^.,;]*|不[^，,。；]*")
_WITH = re.compile(r"\bwith (?:the |an? )?([a-z -]+)")
_OTHER_KIND = re.compile(r"\b(?:ones?|kind|type|version|variety)\b|\bin [a-z0-9%' -]+[ ?.!]*$|\bnot\b")
"""Where a word stands so, it describes; the bare "the butter" after peanut butter is butter."""


def described(
    store: Store, lexicon: Lexicon, normal: str, focus: rows.Product, shown: Sequence[rows.Product], before: Sequence[rows.Product] = ()
) -> Mention | None:
    """What the turn's description picks of what came up before, else of what is on the screen, of the kind in focus, of those that one word means with it
    (skimmed and whole milk), or of the other kinds on the screen; None where it describes nothing, or nothing answers."""
    said = describes(normal, lexicon.language)
    if not said:
        return None
    parts = [t for t in tokens(said) if not is_stop([t]) and not lexicon.is_all("names_nothing", t)] if lexicon.language == Language.en else [said]
    if not parts or (lexicon.language == Language.en and not _OTHER_KIND.search(normal) and _is_a_name(store, parts)):
        return None
    compared = is_compared(said, normal, lexicon.language)
    for whole, pool in _pools(store, focus, shown, before):
        found = _fit(store, lexicon, pool, parts, focus, compared)
        if found and whole == focus.kind and len(found) == len(pool):
            return None  # "the skimmed one" of skimmed milk tells nothing apart
        if found and (whole == "others" or len(found) < len(pool)):
            kinds = {p.kind for p in found}
            rest = [p for p in pool if p not in found and (whole != "others" or p.kind in kinds)]
            return replace(pointed([*found, *rest][:MAX_PRODUCTS]), phrase=join(tokens(said)), leaders=min(len(found), MAX_PRODUCTS))
    return None


def _is_a_name(store: Store, parts: list[str]) -> bool:
    """Whether words are a name of their own: of a kind, or of several ("milk")."""
    return called(store, set(parts), "") is not None or any(tokens(n) == parts for g in store.shop.groups for n in g.en)


def _pools(
    store: Store, focus: rows.Product, shown: Sequence[rows.Product], before: Sequence[rows.Product]
) -> Iterator[tuple[str, list[rows.Product]]]:
    """What a description may pick from, the nearest first, each with what it is all of: nothing, the kind in focus, or other kinds."""
    groups = sorted((g.kinds for g in store.shop.groups if focus.kind in g.kinds and len(g.kinds) <= MOST_KINDS), key=len)
    yield "", [p for p in before if p.kind == focus.kind]
    yield "", list({p.sku: p for p in shown}.values())
    yield focus.kind, store.products_of(focus.kind)
    yield "", [focus, *(p for p in before if any(p.kind in kinds for kinds in groups))]
    for kinds in (*groups, tuple(dict.fromkeys(p.kind for p in shown if p.kind != focus.kind))):
        yield "others", [p for k in kinds for p in store.products_of(k)]


def _fit(store: Store, lexicon: Lexicon, pool: list[rows.Product], parts: list[str], focus: rows.Product, compared: bool) -> list[rows.Product]:
    named = {p.sku: _names_of(store, p) for p in pool}
    found = [p for p in pool if all(_holds(named[p.sku], t) for t in parts)]
    found.sort(key=lambda p: (p.sku != focus.sku, not p.stock, len(tokens(bare_name(p.name_en)))))  # the plainest: green kiwi, before organic green kiwi
    if not compared:
        return found
    others = [p for p in found if p.sku != focus.sku]  # "a softer one" is another
    if others or found:
        return others or found
    told = {p.sku: _NOT.sub(" ", f"{p.description_en} {p.description_zh}".lower()) for p in pool}
    return [p for p in pool if all(_holds(told[p.sku], t) for t in parts)] or _by_nutrient(lexicon, pool, parts, focus)


def _by_nutrient(lexicon: Lexicon, pool: list[rows.Product], parts: list[str], focus: rows.Product) -> list[rows.Product]:
    """Those that hold less of a nutrient than the product in focus, or more: 瘦一点的, "a saltier one"."""
    said = " ".join(parts)
    name = next(iter(lexicon.which("nutrients", said)), None)
    own = getattr(focus, name) if name else None
    if name is None or own is None:
        return []
    less = lexicon.hears("asks_less", said)
    held = [(v, p) for p in pool if (v := getattr(p, name)) is not None and (v < own if less else v > own)]
    return [p for _, p in sorted(held, key=lambda pair: pair[0] if less else -pair[0])]


def _holds(text: str, word: str) -> bool:
    """Whether a text answers to a word: an English one in any of its degrees, a Chinese one as it stands, or by its characters."""
    if not has_chinese(word):
        held = set(tokens(text))
        return any(b in held for b in (word, *bases(word)))
    return word in text or (len(word) > 1 and set(word) <= set(text.split("\n")[0]))


def _names_of(store: Store, product: rows.Product) -> str:
    """All that a product is called by; its Chinese name stands first, in a line of its own."""
    brand = next((b for b in store.brands if b.brand == product.brand), None)
    of_brand = (brand.name_zh, *brand.synonyms_en, *brand.synonyms_zh) if brand else ()
    more = (product.name_en, product.brand, *product.synonyms_en, *product.synonyms_zh, *product.tags, *map(str, product.diets), *of_brand)
    return f"{product.name_zh}\n{' / '.join(more)}".lower()


def told_apart(lexicon: Lexicon, slots: Mapping[str, tuple[str, ...]], normal: str, mention: Mention) -> Mention:
    """The product of those that fit which the marked words outside its name tell: 豆豉 of 老干妈，豆豉的, the organic of "does the brie come in organic"."""
    marked = {t for s in (Slot.product, Slot.category, Slot.attribute, Slot.brand) for w in slots.get(str(s), ()) for t in tokens(w)}
    marked |= {t for w in slots.get(str(Slot.allergen_or_diet), ()) for t in tokens(w) if LIVED_BY & set(lexicon.which("codes", w))}
    marked |= {t for words in _WITH.findall(normal) for t in tokens(words) if not is_stop([t])}
    outside = normal.replace(mention.phrase, " ")
    pairs = {outside[n : n + 2] for n in range(len(outside) - 1) if all(map(has_chinese, outside[n : n + 2]))}
    own = set(tokens(mention.phrase))  # 燕麦 of "oatly那个燕麦奶" is in the phrase, though not as it stands
    telling = {t for t in (marked | pairs) - own if not (has_chinese(t) and set(t) <= own) and not lexicon.is_all("containers", t)}
    near = [p for p in mention.products if p.kind == mention.best.kind]
    if (by_size := _by_size(lexicon, normal, near)) is not None:
        return replace(mention.led_by([by_size]), kind=None)
    held = {p.sku: sum(t in p.name_zh or t in tokens(p.name_en) for t in telling) for p in near}
    most = max(held.values(), default=0)
    if most == min(held.values(), default=0) or (held[mention.best.sku] == most and mention.leaders == 1):
        return mention
    first = [p for p in near if held[p.sku] == most]
    return replace(mention.led_by(first), kind=mention.kind if len(first) > 1 else None)


def _by_size(lexicon: Lexicon, normal: str, near: Sequence[rows.Product]) -> rows.Product | None:
    """The biggest or smallest of some products, where "a bigger bottle" asks for it and they differ."""
    alike = [p for p in near if p.unit == near[0].unit and p.sold_by == near[0].sold_by]
    if len({p.amount for p in alike}) < 2 or alike[0].sold_by == "kg":
        return None
    if lexicon.hears("bigger", normal):
        return max(alike, key=lambda p: p.amount)
    return min(alike, key=lambda p: p.amount) if lexicon.hears("smaller", normal) else None
