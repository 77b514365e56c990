"""What is offered beside or in place of a product, so that it keeps the diet that was asked for. Pure functions of a Turn.

Nothing is offered that is sold out or called back, that is against what the visit keeps to, or that breaks the diet which the question or the product's own name states.
"""

from collections.abc import Sequence

from kiosk.assistant.diets import DECLARED, fits, holds, keeps, suits
from kiosk.assistant.draft import Turn
from kiosk.assistant.mentions.kinship import common_tail
from kiosk.assistant.words.wording import Fact, Piece, piece
from kiosk.core.text import normalise
from kiosk.store import rows
from kiosk.store.search import Wanted
from kiosk.store.words import tokens

MOST_TOGETHER = 10
"""Kinds of an everyday word ("cheese") that are offered in place of each other; those of "drinks" are not."""


def instead(turn: Turn, product: rows.Product, code: str, also: Sequence[str] = ()) -> list[Piece]:
    """Something like it in stock that is labelled as asked, and as it must be `also`: the halal sausages beside frankfurters."""
    if turn.is_upset or not DECLARED.get(code):
        return []
    kind = turn.store.kinds.get(product.kind)
    groups = sorted((g.kinds for g in turn.store.shop.groups if product.kind in g.kinds and len(g.kinds) <= MOST_TOGETHER), key=len)
    together = [k for kinds in groups for k in kinds]  # the cheeses beside feta
    near = [product.kind, *together, *(kind.substitutes if kind else ())]
    same = [p for k in dict.fromkeys(near) for p in turn.store.products_of(k) if p.stock and p.sku != product.sku and suits(p, code)]
    same.sort(key=lambda p: DECLARED[code][0] not in p.diets)  # lactose-free before vegan, of which it follows
    if not same and kind is not None:
        diet, said = turn.facts.words.term("diets", DECLARED[code][0]), turn.facts.text_of(kind, "")
        found = turn.store.search(Wanted(text=f"{diet} {said}", language=turn.understanding.language))
        same = [h.product for g in found.groups for h in g.hits if h.product.stock and suits(h.product, code) and alike(turn, h.product, product)]
    called_back = {r.sku for r in turn.store.recalls}
    same = [p for p in same if p.sku not in called_back and keeps(p, turn.avoids) and _suits_all(p, also)]
    if not same:
        return []
    f, other = turn.facts, same[0]
    place = {"aisle": f.column(other, "aisle"), "shelf": f.column(other, "shelf")}
    return [piece("labelled_is", code=f.codes(other, "diets", "diets", {suits(other, code) or ""}), name=f.name(other), price=f.price(other), **place)]


def alike(turn: Turn, one: rows.Product, other: rows.Product) -> bool:
    """Whether one product can be offered beside another: of one kind, of kinds that everyday words put together, or with the same last word."""
    if one.kind == other.kind or any({one.kind, other.kind} <= set(g.kinds) for g in turn.store.shop.groups if len(g.kinds) <= MOST_TOGETHER):
        return True
    near = [turn.store.kinds.get(p.kind) for p in (one, other)]
    if near[0] is None or near[1] is None or near[0].department != near[1].department:
        return False
    return any(common_tail(tokens(a), tokens(b)) for a, b in ((near[0].en, near[1].en), (near[0].zh, near[1].zh)))


def named_diets(turn: Turn, product: rows.Product) -> tuple[str, ...]:
    """The diets that a product's own name or the question states and that it suits: what is offered in its place must suit them too."""
    said = normalise(turn.facts.text_of(product, "name"))
    codes = dict.fromkeys((*turn.lexicon.which("codes", turn.normal), *turn.lexicon.which("codes", said)))
    return tuple(c for c in codes if c in DECLARED and (suits(product, c) or (not DECLARED[c] and holds(product, c) == "silent")))


def in_place_of(turn: Turn, product: rows.Product, others: Sequence[rows.Product]) -> list[Piece]:
    """What is in stock in place of a product that is sold out; never what breaks the diet that its name or the question states, or the visit keeps to."""
    codes, f = named_diets(turn, product), turn.facts
    out = {product.sku, *(r.sku for r in turn.store.recalls)}
    left = [p for p in others if p.stock and p.sku not in out and keeps(p, turn.avoids)]
    if suits(product, "vegetarian"):
        left = [p for p in left if holds(p, "vegetarian") != "against"]  # no pork in place of the vegetable ones
    left.sort(key=lambda p: -len({str(d) for d in product.diets} & {str(d) for d in p.diets}))  # alike in what it suits, first
    same = [p for p in left if _suits_all(p, codes)]
    if same:
        return [piece("instead_there_is", items=tuple(f.names(same[:2])))]
    strict = [c for c in codes if c != "organic"]
    if near := [p for code in strict[:1] for p in instead(turn, product, code, strict)]:
        return near
    if codes:
        told: list[Piece] = [piece("nothing_else", code=tuple(_diet_name(turn, product, c) for c in codes[:2]))]
        return told if strict or not left else [*told, piece("instead_there_is", items=tuple(f.names(left[:2])))]
    return []


def _suits_all(product: rows.Product, codes: Sequence[str]) -> bool:
    """Whether a product is labelled as all of the codes ask; where no label answers to one, whether it holds nothing against it."""
    return all(suits(product, c) or (not DECLARED[c] and fits(product, c)) for c in codes)


def _diet_name(turn: Turn, product: rows.Product, code: str) -> Fact:
    diet = suits(product, code)
    return turn.facts.codes(product, "diets", "diets", {diet})[0] if diet else Fact(turn.facts.words.term("free_of", code), ())
