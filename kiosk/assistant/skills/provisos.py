"""What is said before or instead of an answer about a product: that none is known, that it is not sold here, that it is recalled.

A product that the shop does not carry is never spoken of as if it did.
"""

from kiosk.assistant.diets import LIVED_BY, fits, suits
from kiosk.assistant.draft import Draft, Mention, Turn
from kiosk.assistant.mentions.likeness import MAYBE_MEANT, MEANT, is_near, likeness
from kiosk.assistant.state import Option, Pending
from kiosk.assistant.words.amounts import sizes
from kiosk.assistant.words.pieces import adjoined
from kiosk.assistant.words.wording import Fact, Piece, Quote, piece
from kiosk.core import Citation, Slot
from kiosk.core.text import normalise
from kiosk.store import rows
from kiosk.store.words import tokens

MOST_SIZES = 4
"""Sizes that are told where the one that was asked is not there."""


def said_for(turn: Turn, mention: Mention) -> Quote:
    """The shopper's words for what was found, whole: "tinned peaches", of which the student marked two pieces."""
    marked = [*turn.slot(Slot.product), *turn.slot(Slot.category)]
    runs = adjoined(turn.normal, marked)
    held = set(tokens(mention.phrase)) | set(mention.missing)
    fit = [r for r in runs if held & set(tokens(r))]
    return Quote(max(fit, key=lambda r: len(held & set(tokens(r)))) if fit else mention.phrase or next(iter(runs), ""))


def which_product(turn: Turn) -> Draft:
    """Nothing was named or understood: ask, or say that it is not sold."""
    diet = turn.quote(Slot.allergen_or_diet)
    said = turn.quote(Slot.product, Slot.category, Slot.brand) or (diet if diet and not turn.lexicon.which("codes", diet.words) else None)
    if said is None:
        return Draft((piece("which_product"),), chips=("help", "staff"), pending=Pending("product", turn.intent), asks=True, answered=False)
    return Draft((piece("not_sold", what=said),), chips=("staff", "help"), pending=Pending("staff", turn.intent), answered=False)


def recalled(turn: Turn, products: tuple[rows.Product, ...]) -> tuple[Piece, ...]:
    """A warning for each recalled product among some."""
    f = turn.facts
    return tuple(
        piece(
            "recall_warning",
            name=f.name(p),
            batch=f_batch(turn, r),
            reason=f.cited(f"recall:{r.id}", r, "reason"),
            advice=f.cited(f"recall:{r.id}", r, "advice"),
        )
        for p in products
        for r in turn.store.recalls
        if r.sku == p.sku
    )


def out_of_stock(turn: Turn, product: rows.Product) -> tuple[Piece, ...]:
    """A sentence where nothing is left."""
    if product.stock:
        return ()
    f = turn.facts
    return (piece("sold_out", name=f.name(product), day=f.day(product.stock_date, f"product:{product.sku}", "stock_date")),)


def heard_wrong(turn: Turn) -> Draft | None:
    """Words that only sound a little like a name of the shop are taken for it by nobody: asked about where it may be meant, else not found."""
    mention = turn.mentions[0] if turn.mentions else None
    sure = 100.0 if mention is None else likeness(turn, mention)
    if mention is None or sure >= MEANT:
        return None
    said, best = said_for(turn, mention), mention.best
    if sure < MAYBE_MEANT:
        return Draft((piece("none_of", what=said),), turn.mentions, chips=("staff", "help"), heads=())
    pending = Pending("intent", turn.intent, (Option(turn.intent, (best.sku,)),))
    told = (piece("none_of", what=said), piece("is_it_maybe", name=turn.facts.name(best)))
    return Draft(told, turn.mentions, chips=("staff", "help"), pending=pending, asks=True)


def f_batch(turn: Turn, recall: rows.Recall) -> Fact:
    """The batch of a recall."""
    return Fact(recall.batch, (Citation(f"recall:{recall.id}", "batch", recall.batch),))


def nearest(turn: Turn, mention: Mention) -> rows.Product | None:
    """What is nearest to something that is not sold: near enough, and not against a diet that was named or what is to be left out."""
    left_out = turn.lexicon.hears("left_out", turn.normal)
    diets = (*turn.avoids, *(c for c in turn.lexicon.which("codes", turn.normal) if left_out or c in LIVED_BY))
    best = next((p for p in mention.products if all(fits(p, c) and (c not in LIVED_BY or suits(p, c)) for c in diets)), None)
    return best if is_near(turn, mention) else None


def not_carried(turn: Turn, mention: Mention) -> Piece:
    """What was named is not sold, and what is nearest."""
    f, said, best = turn.facts, said_for(turn, mention), nearest(turn, mention)
    if best is None:
        return piece("none_of", what=said)
    return piece("nearest", what=said, name=f.name(best), aisle=f.column(best, "aisle"), shelf=f.column(best, "shelf"))


def no_such_size(turn: Turn, mention: Mention) -> tuple[Piece, ...]:
    """That the product does not come in the size that was asked, and in which ones it does."""
    if not mention.unsized:
        return ()
    f, best = turn.facts, mention.best
    same = sorted((p for p in mention.products if p.kind == best.kind and p.sold_by == best.sold_by), key=lambda p: (p.unit, p.amount, p.name_en))
    if sizes(mention.unsized, turn.lexicon.language)[0].unit == "number":
        others = list({s.shown: s for p in same for s in _numbered(turn, p)}.values())
        others = sorted(others, key=lambda s: turn.lexicon.number(s.shown) or 0)[:MOST_SIZES]
    else:
        others = list({s.shown: s for p in same if p.unit != "piece" or p.amount > 1 for s in [f.amount(p)]}.values())[:MOST_SIZES]
    name = f.kind(mention.kind) if mention.kind else f.name(best)
    told = (
        piece("no_such_size", name=name, size=Quote(mention.unsized), items=tuple(others))
        if others
        else piece("not_in_size", name=name, size=Quote(mention.unsized))
    )
    return (told,)


def _numbered(turn: Turn, product: rows.Product) -> tuple[Fact, ...]:
    """The number that a product has for a size, as its name says it: "size 4", 4号."""
    column = f"name_{turn.lexicon.language}"
    name = str(getattr(product, column))
    return tuple(
        Fact(s.words, (Citation(f"product:{product.sku}", column, name),)) for s in sizes(normalise(name), turn.lexicon.language) if s.unit == "number"
    )
