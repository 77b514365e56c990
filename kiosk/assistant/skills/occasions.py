"""What somebody buys for: breakfast, dinner, a drink, a present. Pure functions from a Turn.

What must hold: a present keeps to the price that was named and to the age of the child it is for; a dinner is a dish of the shop's recipes.
"""

import re
from decimal import Decimal

from kiosk.assistant.draft import Draft, Mention, Turn, mention_of, pointed
from kiosk.assistant.mentions.likeness import is_a_piece
from kiosk.assistant.words.amounts import number
from kiosk.assistant.words.wording import piece
from kiosk.core import Language, Slot
from kiosk.store import rows
from kiosk.store.search import Wanted
from kiosk.store.words import tokens

GOODS = {"breakfast": "breakfast", "drink": "drinks", "toy": "toys"}
"""Occasion to the word for its goods, as any shop's departments have it."""
TAG = "gift"
"""Tag of what makes a present."""
USUAL = Decimal(10)
"""Euros of a present where nothing is said of its price."""
SHELF = 12
"""A word for more kinds than this names a shelf and no product."""
MOST = 60
DISHES = 3


def occasion_of(turn: Turn) -> str:
    """The occasion that is named, or that the kiosk asked for and the turn goes on with; empty where it is none."""
    if turn.lexicon.hears("wants_gift", turn.normal):
        return "gift"
    asked = turn.state.pending is not None and turn.state.pending.kind == "occasion"
    said = next(iter(turn.lexicon.which("occasions", turn.normal)), "") if asked or turn.state.occasion else ""
    return said or turn.state.occasion


def limit_of(turn: Turn) -> Decimal | None:
    """The most that something may cost, in euros."""
    marked = turn.slot(Slot.price_limit)
    euros = turn.lexicon.measure("euro", turn.normal) if marked or turn.lexicon.hears("at_most", turn.normal) else None
    return euros if euros is not None else next((n for w in marked if (n := turn.lexicon.number(w)) is not None), None)


def goods_for(turn: Turn, occasion: str, named: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The goods of an occasion; of a present what was named, where it is no whole shelf."""
    if occasion == "gift":
        chosen = tuple(m for m in named if _is_present(turn, m))
        return chosen or _presents(turn)
    return tuple(_shelf(turn, GOODS[occasion])) if occasion in GOODS else ()


def _shelf(turn: Turn, word: str) -> list[Mention]:
    found = turn.store.search(Wanted(text=word, language=Language.en, spans=(word,), limit=MOST))
    return [mention_of(g, found.exact) for g in found.groups[:1] if found.exact]


def _is_present(turn: Turn, mention: Mention) -> bool:
    """Whether a product was named for a present: marked, a whole word, and no "presents" themselves."""
    marked = {t for s in (Slot.product, Slot.category) for w in turn.slot(s) for t in tokens(w)}
    named = mention.carried and mention.by == "name" and len(mention.kinds) <= SHELF and len(mention.phrase) > 1 and set(tokens(mention.phrase)) <= marked
    return named and not is_a_piece(turn, mention) and not turn.lexicon.which("occasions", mention.phrase)


def _presents(turn: Turn) -> tuple[Mention, ...]:
    found = turn.store.search(Wanted(text=TAG, language=Language.en, spans=(TAG,), limit=MOST))
    tagged = [h.product for g in found.groups for h in g.hits if TAG in h.product.tags]
    if turn.lexicon.hears("for_a_child", turn.normal):
        months = turn.lexicon.months(turn.normal)
        toys = [p for m in _shelf(turn, GOODS["toy"]) for k in m.kinds for p in turn.store.products_of(k)]
        toys.sort(key=lambda p: (TAG not in p.tags, p.stock == 0))
        tagged = [p for p in toys if months is None or _from_years(p) * 12 <= months]
    limit = limit_of(turn)
    tagged.sort(key=lambda p: (p.stock == 0, abs(p.price - (USUAL if limit is None else limit))))
    return (pointed(tagged),) if tagged else ()


def _from_years(product: rows.Product) -> int:
    """The age in years that a product's description says it is from; 0 where it says none."""
    said = re.search(r"\bfrom (\d+|[a-z]+)(?: years)?\b", product.description_en)
    value = number(said[1], Language.en) if said and (said[1].isdigit() or said[1] in _YEARS) else 0
    return int(value or 0)


_YEARS = frozenset({"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"})


def dinner(turn: Turn) -> Draft | None:
    """Dishes that the shop has recipes for; None where it has none."""
    known = tuple(turn.facts.cited(f"recipe:{r.id}", r, "") for r in turn.store.recipes[:DISHES])
    return Draft((piece("dinner_ideas", items=known),), chips=("other_recipes", "help"), asks=True) if known else None
