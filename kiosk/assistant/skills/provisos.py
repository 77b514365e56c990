"""What is said before or instead of an answer about a product: that none is known, that it is not sold here, that it is recalled.

A product that the shop does not carry is never spoken of as if it did.
"""

from kiosk.assistant.draft import Draft, Mention, Turn
from kiosk.assistant.state import Pending
from kiosk.assistant.wording import Fact, Piece, Quote, piece
from kiosk.core import Citation, Slot
from kiosk.store import rows


def which_product(turn: Turn) -> Draft:
    """Nothing was named or understood: ask, or say that it is not sold."""
    said = turn.quote(Slot.product, Slot.category, Slot.brand)
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


def f_batch(turn: Turn, recall: rows.Recall) -> Fact:
    """The batch of a recall."""
    return Fact(recall.batch, (Citation(f"recall:{recall.id}", "batch", recall.batch),))


def not_carried(turn: Turn, mention: Mention) -> Piece:
    """What was named is not sold; the nearest is."""
    f = turn.facts
    said = turn.quote(Slot.product, Slot.category) or Quote(mention.phrase)
    best = mention.best
    return piece("nearest", what=said, name=f.name(best), aisle=f.column(best, "aisle"), shelf=f.column(best, "shelf"))
