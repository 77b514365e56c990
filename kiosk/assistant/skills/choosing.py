"""Choosing: a suggestion, a comparison, something in place of something. Pure functions from a Turn to a Draft.

Nothing recalled and nothing out of stock is suggested. A comparison tells what the rows hold; "better" is the shopper's to judge.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from kiosk.assistant.diets import LIVED_BY, code_name, fits, holds, kept_in_mind, uncut
from kiosk.assistant.draft import Draft, Mention, Turn, act, mention_of, pointed
from kiosk.assistant.facts import plain
from kiosk.assistant.likeness import is_a_piece
from kiosk.assistant.skills.allergens import asked_codes
from kiosk.assistant.skills.product_facts import by_unit, country, nutrient
from kiosk.assistant.skills.products import MAX_SAID, age, cheaper_today, cost, offers_on, on_offer, short_cost
from kiosk.assistant.skills.provisos import not_carried, which_product
from kiosk.assistant.wording import Fact, Piece, Value, piece
from kiosk.core import Citation, Intent, Language, Slot
from kiosk.store import rows
from kiosk.store.naming import is_stop
from kiosk.store.search import Wanted
from kiosk.store.words import tokens


def _fit(turn: Turn, products: Sequence[rows.Product]) -> list[rows.Product]:
    """Those that can be suggested: in stock, not recalled, within the price, and not against a diet that was named."""
    called_back = {r.sku for r in turn.store.recalls}
    limit = next((n for w in turn.slot(Slot.price_limit) if (n := turn.lexicon.number(w)) is not None), None)
    found = [p for p in products if p.stock and p.sku not in called_back and (limit is None or turn.store.price_on(p, turn.today) <= limit)]
    age = turn.lexicon.months(turn.normal)
    if any(turn.lexicon.months_from(p.name_en) is not None for p in found):
        found = [p for p in found if (turn.lexicon.months_from(p.name_en) or 0) <= (age or 0)]
    for code in _wishes(turn):
        found = [p for p in found if holds(p, code) == "suits"] or [p for p in found if fits(p, code)]
    return found


def _wishes(turn: Turn) -> tuple[str, ...]:
    """Allergens and diets that the suggestion must suit. "Milk" or "sugar" alone may be the product itself; "vegan" never is."""
    found = asked_codes(turn)
    if not (turn.slot(Slot.allergen_or_diet) or turn.lexicon.hears("left_out", turn.normal)):
        found = tuple(c for c in found if c in ("vegan", "vegetarian", "halal", "kosher"))
    return tuple(dict.fromkeys((*found, *turn.avoids)))


def recommend_product(turn: Turn) -> Draft:
    """A suggestion by taste, need, occasion or budget."""
    mentions = _heads(turn) or _by_words(turn)
    if not mentions:
        return Draft((piece("recommend_what"),), chips=("offers", "help"), asks=True, answered=False)
    mention = mentions[0]
    if not mention.carried and (not mention.missing or (mention.by == "text" and turn.mentions)):
        return Draft((not_carried(turn, mention),), mentions, chips=("where", "staff"))
    pool = [p for m in mentions for p in m.products]
    fitting = _fit(turn, pool)
    if not fitting:
        same = [p for p in _fit(turn, turn.store.products_of(mention.best.kind)) if p not in pool]
        fitting = same
    if not fitting:
        others = [p for p in mention.products if p.stock and all(fits(p, c) for c in _wishes(turn))][:2]
        instead = (piece("instead_there_is", items=tuple(turn.facts.names(others))),) if others else ()
        none = piece("none_fits", items=kept_in_mind(turn, _wishes(turn))) if _wishes(turn) else piece("recommend_none")
        return Draft((none, *instead), (mention.only(others),) if others else (), chips=("staff",))
    fitting = _wanted_first(turn, fitting)
    first = fitting[0]
    f = turn.facts
    by_age = any(turn.lexicon.months_from(p.name_en) is not None for p in mention.products)
    pieces = [piece("for_age" if by_age else "recommend_kg" if first.sold_by == "kg" else "recommend", name=f.name(first), text=f.cited(f"product:{first.sku}", first, "description"),
                    price=f.price(first), aisle=f.column(first, "aisle"), shelf=f.column(first, "shelf"))]  # fmt: skip
    silent = [code for code in _wishes(turn) if holds(first, code) == "silent"]
    said = {"sugar": "sugar_not_declared"} | dict.fromkeys(LIVED_BY, "not_labelled")
    pieces += [piece(said.get(code, "not_declared"), name=f.name(first), code=code_name(turn, code)) for code in silent[:2]]
    others = [p for p in fitting[1:] if p.sku != first.sku and not (silent and not turn.avoids)][:2]
    if others and not turn.is_upset:
        pieces.append(
            piece("for_age_also" if by_age else "recommend_also", items=tuple(short_cost(turn, p, n) for p, n in zip(others, f.names(others), strict=True)))
        )
    pieces += [*age(turn, first), *on_offer(turn, first)]
    about = (mention.only(fitting),) if _wishes(turn) else (mention.led_by(fitting), *mentions[1:])
    return Draft(tuple(pieces), about, (act("show_map", sku=first.sku, aisle=first.aisle, shelf=first.shelf),),
                 ("why", "cheaper", "list_add"), heads=(first.sku,))  # fmt: skip


def _heads(turn: Turn) -> tuple[Mention, ...]:
    """What is asked for, without what it is to go with ("cheese to grate over pasta", 配鱼的酒) and without a lone piece of a word (面 of 体面)."""
    named = tuple(m for m in turn.mentions if not is_a_piece(turn, m))
    use = r"(?:{0}) (?:(?:a|the|my|some|your|our) )*$" if turn.lexicon.language == Language.en else "(?:{0})$"
    words = use.format(turn.lexicon.pattern("for_use"))

    def serves(mention: Mention) -> bool:
        at = turn.normal.find(mention.phrase)
        return at > 0 and re.search(words, turn.normal[:at]) is not None

    heads = tuple(m for m in named if not serves(m))
    if heads or not named:
        return heads
    found = turn.store.search(Wanted(text=uncut(turn.lexicon, turn.normal), language=turn.understanding.language))
    free = [mention_of(g, found.exact) for g in found.groups if found.exact and g.by == "name"]
    return tuple(m for m in free if not serves(m)) or named


def _by_words(turn: Turn) -> tuple[Mention, ...]:
    """Products that the question's other words fit: "something sour for a salad"."""
    words = (*turn.slot(Slot.attribute), *turn.slot(Slot.reason), *turn.slot(Slot.dish))
    text = uncut(turn.lexicon, turn.normal)
    found = turn.store.search(Wanted(text=text, language=turn.understanding.language, spans=tuple(w for w in words if w in text)))
    products = [h.product for g in found.groups for h in g.hits]
    return (pointed(products),) if products else ()


def _wanted_first(turn: Turn, products: list[rows.Product]) -> list[rows.Product]:
    """Those whose tags and descriptions hold the question's words first, otherwise in the order of the search."""
    words = {t for t in tokens(turn.normal) if not is_stop([t]) and not turn.lexicon.is_all("for_use", t)}
    child = turn.lexicon.hears("for_a_child", turn.normal)
    cheap = "price" in turn.lexicon.which("compares", turn.normal)

    def rank(product: rows.Product) -> tuple[float, ...]:
        held = set(tokens(" ".join((*product.tags, product.description_en, product.description_zh))))
        kind_words = set(tokens(f"{product.name_en} {product.name_zh}"))
        childish = "kids" in product.tags and not child
        return (
            float(childish),
            -float(turn.lexicon.months_from(product.name_en) or 0),
            float(_per_unit(turn, product)) if cheap else 0.0,
            -len(words & (held - kind_words)),
        )

    return sorted(products, key=rank)


def compare_products(turn: Turn) -> Draft:
    """The difference between products, or which of them."""
    mentions = turn.mentions
    if len(mentions) == 1:
        only = mentions[0]
        pool = only.equals if only.leaders > 1 else only.products
        mentions = tuple(Mention("", (p,), (s,)) for p, s in zip(pool[:3], only.scores, strict=False)) if len(pool) > 1 else mentions
    if not mentions:
        return which_product(turn)
    mentions = _of_one_kind(mentions)
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


def _of_one_kind(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Two brands that make more than one thing are compared in what both make: the butter of Lurpak and of Kerrygold."""
    if len(mentions) != 2 or mentions[0].best.kind == mentions[1].best.kind or any(m.kind for m in mentions):
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
            most = [n for n, value in zip(names, held, strict=True) if value == max(held)]
            same = len(set(held)) == 1
            verdict = [piece("compare_same")] if same and len(held) == 2 else [piece("compare_most", name=most[0])] if len(most) == 1 else []
            return [piece(by_unit("compare_nutrient", products), items=items), *verdict]
    aspects = turn.lexicon.which("compares", turn.normal)
    if "origin" in aspects and all(p.origin for p in products):
        return [piece("origins", items=tuple(piece("item_origin", name=n, country=country(turn, p)) for n, p in zip(names, products, strict=True)))]
    if "size" in aspects:
        return [piece("sizes", items=tuple(piece("item_size", name=n, size=f.amount(p)) for n, p in zip(names, products, strict=True)))]
    prices = piece("compare", items=tuple(_price_line(turn, p, n) for n, p in zip(names, products, strict=True)))
    if "price" in aspects:
        return [prices, *offers_on(turn, products), *_cheapest(turn, products, names)]
    lines = [piece("compare_line", name=n, text=f.cited(f"product:{p.sku}", p, "description")) for n, p in zip(names, products, strict=True)]
    return [*lines[:3], prices]


def _price_line(turn: Turn, product: rows.Product, name: Fact) -> Piece:
    f = turn.facts
    per, unit = f.unit_price(product)
    if product.sold_by == "kg" or turn.store.unit_price(product)[0] == product.price:
        return short_cost(turn, product, name)
    return piece("item_price_unit", name=name, price=f.price(product), per=per, unit=unit)


def _cheapest(turn: Turn, products: list[rows.Product], names: list[Fact]) -> list[Piece]:
    """Which is the cheapest, or the dearest where that is asked, for the same amount at today's price, where their units allow it."""
    units = [turn.store.unit_price(p) for p in products]
    if len({u for _, u in units}) > 1:
        return []
    asks_dearer = turn.lexicon.hears("asks_dearer", turn.normal)
    today = [_per_unit(turn, p) for p in products]
    chosen = (max if asks_dearer else min)(range(len(products)), key=lambda n: today[n])
    if today.count(today[chosen]) > 1:
        return [piece("same_price")]
    of_two = "_of_two" if len(products) == 2 else ""
    return [piece(("dearest" if asks_dearer else "cheapest") + of_two, name=names[chosen], unit=turn.facts.unit_price(products[chosen])[1])]


def _per_unit(turn: Turn, product: rows.Product) -> Decimal:
    """What a kilogram, litre or piece of a product costs today."""
    return turn.store.unit_price(product, turn.store.price_on(product, turn.today))[0]


def find_substitute(turn: Turn) -> Draft:
    """Something in place of a product, or something cheaper."""
    if not turn.mentions:
        return which_product(turn)
    mention = turn.mentions[0]
    best, f = mention.best, turn.facts
    if turn.lexicon.hears("something_cheaper", turn.normal) or "price" in turn.lexicon.which("compares", turn.normal):
        return _cheaper(turn, mention)
    kind = turn.store.kinds.get(best.kind)
    found: list[rows.Product] = []
    if mention.leaders == 1 or not mention.carried:
        found += _fit(turn, [p for p in turn.store.products_of(best.kind, 8) if p.sku != best.sku])[:1]
    elif turn.avoids:  # the lactose-free milk in place of milk
        found += [p for p in _fit(turn, turn.store.products_of(best.kind)) if any(holds(p, c) == "suits" for c in turn.avoids)][:1]
    instead_of = [p for other in (kind.substitutes if kind else ()) for p in _fit(turn, turn.store.products_of(other, 6))[:1]]
    found += sorted(instead_of, key=lambda p: -_used_for(turn, p))
    if not found:
        found = _fit(turn, [p for p in (*mention.products, *turn.store.products_of(best.kind, 6)) if p.sku != best.sku])[:MAX_SAID]
    found = list({p.sku: p for p in found}.values())
    if not found:
        return Draft((piece("no_substitute", name=f.name(best)),), turn.mentions, chips=("staff",), answered=False)
    instead: Value = f.kind(best.kind) if mention.leaders > 1 or mention.kind else f.name(best)
    items = tuple(
        piece("item_place", name=n, aisle=f.column(p, "aisle"), shelf=f.column(p, "shelf")) for n, p in zip(f.names(found[:MAX_SAID]), found, strict=False)
    )
    about = Mention(mention.phrase, (best, *found), (1.0, *(0.6 for _ in found)), carried=True)
    way = act("show_map", sku=found[0].sku, aisle=found[0].aisle, shelf=found[0].shelf)
    return Draft((piece("instead_of", name=instead, items=items),), (about, *turn.mentions[1:]), (way,), ("price", "list_add", "why"))


def _used_for(turn: Turn, product: rows.Product) -> int:
    """How many of the question's words the use of a product's kind speaks of: toast, baking."""
    kind = turn.store.kinds.get(product.kind)
    asked = {t for t in tokens(turn.normal) if len(t) > 2 and not is_stop([t])}
    return len(asked & set(tokens(f"{kind.use_en} {kind.use_zh} {product.description_en}"))) if kind else 0


def _cheaper(turn: Turn, mention: Mention) -> Draft:
    """The same kind for less money per kilogram, litre or piece, as it costs today."""
    f, best = turn.facts, mention.best
    price, unit = _per_unit(turn, best), turn.store.unit_price(best)[1]
    same = [p for p in _fit(turn, turn.store.products_of(best.kind)) if turn.store.unit_price(p)[1] == unit and _per_unit(turn, p) < price]
    same.sort(key=lambda p: _per_unit(turn, p))
    if not same:
        cheapest = piece("is_cheapest", name=f.name(best), price=f.price(best))
        return Draft((cheapest, *cheaper_today(turn, [best])), turn.mentions, chips=("offer", "list_add"))
    chosen = same[:2]
    items = tuple(_price_line(turn, p, n) for p, n in zip(chosen, f.names(chosen), strict=True))
    about = Mention(mention.phrase, (best, *same), (1.0, *(0.7 for _ in same)))
    cheaper = piece("cheaper_are", own=_price_line(turn, best, f.name(best)), items=items)
    return Draft((cheaper, *cheaper_today(turn, [best, *chosen])), (about,), (act("show_product", sku=chosen[0].sku),),
                 ("where", "list_add"), heads=(chosen[0].sku,))  # fmt: skip


def difference(turn: Turn, dear: rows.Product, cheap: rows.Product) -> Fact:
    """How much more one product costs than another."""
    amount_of = abs(dear.price - cheap.price)
    cited = Citation("computed", "difference", f"{Decimal(plain(amount_of)):.2f}", (f"product:{dear.sku}.price", f"product:{cheap.sku}.price"))
    return Fact(turn.facts.money(amount_of), (cited,))


SKILLS = {Intent.recommend_product: recommend_product, Intent.compare_products: compare_products, Intent.find_substitute: find_substitute}
