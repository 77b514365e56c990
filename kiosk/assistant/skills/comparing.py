"""Products beside each other, and the one that is cheapest or dearest of its whole kind. Pure functions from a Turn to a Draft.

A comparison is of what was named and nothing else, and tells what the rows hold; its verdict answers what was asked (less, or more), and "better" is
the shopper's to judge. A superlative has looked at every product of the kind that is in stock.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from kiosk.assistant.diets import MAX_KINDS, keeps
from kiosk.assistant.draft import Draft, Mention, Turn, act
from kiosk.assistant.skills.product_facts import by_unit, country, nutrient
from kiosk.assistant.skills.products import cost, offers_on, short_cost, show
from kiosk.assistant.skills.provisos import not_carried, recalled, which_product
from kiosk.assistant.words.wording import Fact, Piece, Value, piece
from kiosk.core import Intent, Language
from kiosk.store import rows
from kiosk.store.naming import is_stop
from kiosk.store.words import tokens

_BETWEEN = {
    Language.en: re.compile(r"\b(?:or|and|vs|versus|than|from|to|against|with)\b|,"), Language.zh: re.compile(r"和(?!平)|跟|与|还是|或者?|比|同|、|，"),
}  # fmt: skip
"""What parts the sides of a comparison."""


def compare_products(turn: Turn) -> Draft:
    """The difference between products, or which of them."""
    mentions = turn.mentions
    if len(mentions) == 1 and (extreme := superlative(turn)):
        return extreme
    if len(mentions) == 1 and (sides := _sides(turn, mentions[0])):
        mentions = tuple(Mention("", (p,), (1.0,)) for p in sides)
    elif len(mentions) == 1:
        only = mentions[0]
        pool = only.equals if only.leaders > 1 else only.products
        mentions = tuple(Mention("", (p,), (s,)) for p, s in zip(pool[:3], only.scores, strict=False)) if len(pool) > 1 else mentions
    if not mentions:
        return which_product(turn)
    mentions = _of_one_kind(turn, mentions)
    products = [m.best for m in mentions[:4]]
    absent = [m for m in mentions if not m.carried and not m.missing]
    pieces: list[Piece] = [not_carried(turn, m) for m in absent[:1]]
    products = [m.best for m in mentions[:4] if m not in absent] or products
    if len(products) == 1:
        pieces += [cost(turn, products[0]), piece("as_it_stands", text=turn.facts.cited(f"product:{products[0].sku}", products[0], "description"))]
    else:
        pieces += _compare(turn, products)
    return Draft(tuple(pieces), mentions, tuple(act("show_product", sku=p.sku) for p in products[:1]),
                 ("cheaper_one", "where", "list_add"))  # fmt: skip


def _sides(turn: Turn, mention: Mention) -> list[rows.Product]:
    """The products of one kind that the sides of a comparison tell apart by words of their names: the 70% and the 90% one, 散养的和平养的. Empty where
    they tell no two."""
    pool = list({p.sku: p for p in (*mention.products, *turn.store.products_of(mention.best.kind)) if p.kind == mention.best.kind}.values())
    asked = {t for t in tokens(turn.normal) if not is_stop([t])}
    words = {p.sku: _words_of(p) & asked for p in pool}
    common = set.intersection(*words.values())
    chosen: list[rows.Product] = []
    for part in _BETWEEN[turn.lexicon.language].split(turn.normal):
        side = set(tokens(part)) - common
        best = max((p for p in pool if p not in chosen), key=lambda p: len(words[p.sku] & side), default=None)
        if best is not None and words[best.sku] & side:
            chosen.append(best)
    if len(chosen) < 2:  # 青提红提哪个甜: nothing stands between them
        chosen, said = [], set[str]()
        for product in sorted(pool, key=lambda p: -len(words[p.sku] - common)):
            if words[product.sku] - common - said:
                chosen.append(product)
                said |= words[product.sku]
    return chosen[:4] if len(chosen) > 1 else []


def _words_of(product: rows.Product) -> set[str]:
    said = (product.name_en, product.name_zh, product.brand, *product.synonyms_en, *product.synonyms_zh)
    return set(tokens(" ".join(said)))


def superlative(turn: Turn) -> Draft | None:
    """The cheapest or dearest of all of a kind that is in stock, as it costs today; None where a question asks for neither or names one product."""
    said = turn.lexicon.which("extremes", turn.normal)
    if not said or len(turn.mentions) != 1 or not turn.mentions[0].carried or not turn.mentions[0].phrase:
        return None
    mention, f = turn.mentions[0], turn.facts
    kinds = mention.kinds[:MAX_KINDS] if mention.leaders > 1 and mention.kinds else (mention.best.kind,)
    if mention.leaders == 1 and _BETWEEN[turn.lexicon.language].search(turn.normal):
        return None
    brands = {p.brand for p in mention.equals} if mention.leaders > 1 else set()
    every = [p for k in kinds for p in turn.store.products_of(k, 200) if p.stock and keeps(p, turn.avoids)]
    if len(brands) == 1 and len({p.brand for p in every}) > 1 and any(b and b.lower() in turn.normal for b in brands):
        every = [p for p in every if p.brand in brands]
    if len(every) < 2:
        return None
    by_unit_price = len({turn.store.unit_price(p)[1] for p in every}) == 1

    def worth(product: rows.Product) -> Decimal:
        return per_unit(turn, product) if by_unit_price else turn.store.price_on(product, turn.today)

    first = (min if said[0] == "cheapest" else max)(every, key=worth)
    per, unit = f.unit_price(first)
    key = f"{said[0]}_of_all" + ("_per" if by_unit_price and first.sold_by != "kg" and turn.store.unit_price(first)[0] != first.price else "")
    fields: dict[str, Value] = {"name": f.name(first), "price": short_cost(turn, first, f.name(first)), "aisle": f.column(first, "aisle"), "shelf": f.column(first, "shelf")}
    fields |= {"per": per, "unit": unit} if key.endswith("_per") else {}
    told = Piece(key, fields)
    return Draft((told, *offers_on(turn, [first]), *recalled(turn, (first,))), (mention.only([first], mention.products),), show([first]),
                 ("price", "where", "list_add"), heads=(first.sku,))  # fmt: skip


def _of_one_kind(turn: Turn, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Two brands that make more than one thing are compared in what both make: the butter of Lurpak and of Kerrygold."""
    if len(mentions) != 2 or mentions[0].best.kind == mentions[1].best.kind:
        return mentions
    for at, other in ((1, mentions[0]), (0, mentions[1])):  # "Alpro oat" beside an oat drink
        words = set(tokens(mentions[at].phrase))
        held = [p for p in turn.store.products_of(other.best.kind) if words and words <= _words_of(p)]
        if not mentions[at].carried and other.carried and held:
            led = Mention(mentions[at].phrase, tuple(held), (0.9,) * len(held))
            return (other, led) if at else (led, other)
    if any(m.kind for m in mentions):
        return mentions
    common = [p.kind for p in mentions[0].products if p.kind in {q.kind for q in mentions[1].products}]
    return tuple(m.led_by([p for p in m.products if p.kind == common[0]][:1]) for m in mentions) if common else mentions


def _compare(turn: Turn, products: list[rows.Product]) -> list[Piece]:
    f = turn.facts
    names = f.names(products)
    asked = list(turn.lexicon.which("nutrients", turn.normal))
    for nutrient_name in asked:
        if all(getattr(p, nutrient_name) is not None for p in products):
            items = tuple(piece("item_nutrient", name=n, value=nutrient(turn, p, nutrient_name)) for n, p in zip(names, products, strict=True))
            held = [getattr(p, nutrient_name) for p in products]
            words = _in_words(turn, products, names) if len(set(held)) == 1 else []  # equal figures: which is sweeter stands in words only
            return [piece(by_unit("compare_nutrient", products), items=items), *_verdict(turn, held, names), *words]
    aspects = [a for a in turn.lexicon.which("compares", turn.normal) if not (a == "price" and turn.lexicon.hears("but_price", turn.normal))]
    if "origin" in aspects and all(p.origin for p in products):
        return [piece("origins", items=tuple(piece("item_origin", name=n, country=country(turn, p)) for n, p in zip(names, products, strict=True)))]
    if "size" in aspects:
        return [piece("sizes", items=tuple(piece("item_size", name=n, size=f.amount(p)) for n, p in zip(names, products, strict=True)))]
    prices = piece("compare", items=tuple(price_line(turn, p, n) for n, p in zip(names, products, strict=True)))
    if "price" in aspects:
        return [prices, *offers_on(turn, products), *_cheapest(turn, products, names)]
    lines = _in_words(turn, products, names)
    return lines if turn.lexicon.hears("but_price", turn.normal) else [*lines, prices]


def _in_words(turn: Turn, products: list[rows.Product], names: Sequence[Fact]) -> list[Piece]:
    """What the rows say of the first three."""
    told = zip(names[:3], products[:3], strict=True)
    return [piece("compare_line", name=n, text=turn.facts.cited(f"product:{p.sku}", p, "description")) for n, p in told]


def _verdict(turn: Turn, held: Sequence[float], names: Sequence[Fact]) -> list[Piece]:
    """Which has most of something, or least where that is asked; that two are the same."""
    less = turn.lexicon.hears("asks_less", turn.normal)
    best = [n for n, value in zip(names, held, strict=True) if value == (min if less else max)(held)]
    if len(set(held)) == 1:
        return [piece("compare_same")] if len(held) == 2 else [piece("compare_all_same")]
    if len(best) > 1:
        return []
    of_two = "less" if less else "more"
    return [piece(f"compare_{of_two if len(held) == 2 else 'least' if less else 'most'}", name=best[0])]


def price_line(turn: Turn, product: rows.Product, name: Fact) -> Piece:
    f = turn.facts
    per, unit = f.unit_price(product)
    if product.sold_by == "kg" or turn.store.unit_price(product)[0] == product.price:
        return short_cost(turn, product, name)
    return piece("item_price_unit", name=name, price=f.price(product), per=per, unit=unit)


def _cheapest(turn: Turn, products: list[rows.Product], names: list[Fact]) -> list[Piece]:
    """Which is the cheapest, or the dearest where that is asked, for the same amount at today's price, where their units allow it."""
    units = [turn.store.unit_price(p) for p in products]
    asks_dearer = turn.lexicon.hears("asks_dearer", turn.normal)
    if len({u for _, u in units}) > 1:  # no measure for both: a pack of each
        packs = [turn.store.price_on(p, turn.today) for p in products]
        best = (max if asks_dearer else min)(range(len(packs)), key=lambda n: packs[n])
        return [piece("dearer_pack" if asks_dearer else "cheaper_pack", name=names[best])] if packs.count(packs[best]) == 1 else []
    today = [per_unit(turn, p) for p in products]
    chosen = (max if asks_dearer else min)(range(len(products)), key=lambda n: today[n])
    if today.count(today[chosen]) > 1:
        return [piece("same_price")]
    of_two = "_of_two" if len(products) == 2 else ""
    return [piece(("dearest" if asks_dearer else "cheapest") + of_two, name=names[chosen], unit=turn.facts.unit_price(products[chosen])[1])]


def per_unit(turn: Turn, product: rows.Product) -> Decimal:
    """What a kilogram, litre or piece of a product costs today."""
    return turn.store.unit_price(product, turn.store.price_on(product, turn.today))[0]


SKILLS = {Intent.compare_products: compare_products}
