"""Where a product is, what it costs, whether the shop has it. Pure functions from a Turn to a Draft.

A product that the shop does not carry is never spoken of as if it did; one that is recalled is never recommended without saying so.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kiosk.assistant.diets import holds, warnings
from kiosk.assistant.draft import Draft, Mention, Turn, act, unknown
from kiosk.assistant.mentions.likeness import names_of
from kiosk.assistant.mentions.sizing import how_many
from kiosk.assistant.skills.allergens import any_such, product_allergens, unwanted, without
from kiosk.assistant.skills.in_place import in_place_of
from kiosk.assistant.skills.policies import policy_of, topic_of
from kiosk.assistant.skills.provisos import f_batch, nearest, no_such_size, not_carried, out_of_stock, recalled, said_for, which_product
from kiosk.assistant.state import Option, Pending
from kiosk.assistant.words.amounts import MOST, counts, sizes
from kiosk.assistant.words.wording import Fact, Piece, Value, piece
from kiosk.core import Action, Citation, Intent, Language, Slot
from kiosk.store import rows
from kiosk.store.paying import price_of
from kiosk.store.words import tokens

MAX_SAID = 3
"""Products in one sentence: what a listener keeps."""


def place(turn: Turn, product: rows.Product, key: str = "where") -> Piece:
    """Where one product is."""
    f = turn.facts
    return piece(key, name=f.name(product), aisle=f.column(product, "aisle"), shelf=f.column(product, "shelf"))


def cost(turn: Turn, product: rows.Product, full: bool = False) -> Piece:
    """What one product costs, with its unit price where that says more."""
    f = turn.facts
    if product.sold_by == "kg":
        if "斤" in turn.text and "公斤" not in turn.text:
            return piece("costs_jin", name=f.name(product, full), price=f.per_jin(product), kilo=f.price(product))
        return piece("costs_kg", name=f.name(product, full), price=f.price(product))
    per, unit = f.unit_price(product)
    if turn.store.unit_price(product)[0] == product.price:
        return piece("costs", name=f.name(product, full), price=f.price(product))
    return piece("costs_unit", name=f.name(product, full), price=f.price(product), per=per, unit=unit)


def short_cost(turn: Turn, product: rows.Product, name: Fact) -> Piece:
    """Name and price, as one of a list."""
    key = "item_price_kg" if product.sold_by == "kg" else "item_price"
    return piece(key, name=name, price=turn.facts.price(product))


def age(turn: Turn, product: rows.Product) -> tuple[Piece, ...]:
    """The age that the law asks for."""
    return (piece("age_limit", age=turn.facts.column(product, "age_limit")),) if product.age_limit else ()


def on_offer(turn: Turn, product: rows.Product) -> tuple[Piece, ...]:
    """Today's offer on a product; nothing for a shopper who is annoyed."""
    offers = [] if turn.is_upset else turn.store.offers_for(product, turn.today)
    return tuple(offer_piece(turn, o) for o in offers[:1])


def offer_piece(turn: Turn, offer: rows.Offer, product: rows.Product | None = None) -> Piece:
    """An offer by its name and last day, with the price it makes where a product is given."""
    f = turn.facts
    source = f"offer:{offer.id}"
    fields: dict[str, Value] = {"offer": f.cited(source, offer, "name"), "ends": f.day(offer.ends, source, "ends")}
    key = "offer_members" if offer.members_only else "offer"
    if product is not None and offer.type == "price" and offer.price is not None:
        fields |= {"name": f.name(product), "price": Fact(f.money(offer.price), (Citation(source, "price", f"{offer.price:.2f}"),))}
        key += "_price"
    elif product is not None and offer.type == "percent" and offer.percent is not None:
        fields |= {"name": f.name(product), "price": f.saving(product, offer.percent, source)}
        key += "_price"
    if product is not None and product.sold_by == "kg" and "price" in fields:
        fields["price"] = piece("a_kilo", price=fields["price"])
    return Piece(key, fields)


def offers_on(turn: Turn, products: list[rows.Product]) -> list[Piece]:
    """Today's offers on some products whose prices were told, each once."""
    found: dict[str, list[tuple[rows.Offer, rows.Product]]] = {}
    for product in [] if turn.is_upset else products:
        for offer in turn.store.offers_for(product, turn.today):
            found.setdefault(offer.id, []).append((offer, product))
    return [offer_piece(turn, on[0][0], on[0][1] if len(on) == 1 else None) for on in found.values()]


def cheaper_today(turn: Turn, products: Sequence[rows.Product]) -> list[Piece]:
    """The offers that make products cheaper than their prices say; also for whoever is annoyed, where that is what was asked."""
    found = {o.id: offer_piece(turn, o, p) for p in products for o in turn.store.offers_for(p, turn.today) if price_of(p, [o]) < p.price}
    return list(found.values())


def show(products: list[rows.Product]) -> tuple[Action, ...]:
    """The way to the first product and its card."""
    return (act("show_map", sku=products[0].sku, aisle=products[0].aisle, shelf=products[0].shelf),) if products else ()


def find_product(turn: Turn) -> Draft:
    """Where a product or kind of product is."""
    if not turn.mentions:
        return which_product(turn)
    first = turn.mentions[0]
    codes = unwanted(turn, first) if first.carried else ()
    if any(holds(first.best, c) in ("contains", "against") for c in codes):
        return without(turn, first, codes)
    pieces: list[Piece] = []
    mentions = tuple(m.led_by(sorted(m.equals, key=lambda p: p.stock == 0)) for m in turn.mentions)  # what is there, before what is sold out
    for mention in mentions[:MAX_SAID]:
        pieces += _find(turn, mention)
    pieces += warnings(turn, mentions[0].equals[:MAX_SAID], codes)
    chips = ("price", "offer", "list_add") if not turn.is_upset else ("price", "staff")
    return Draft(tuple(pieces), mentions, show(_told(turn, mentions)), chips)


def _told(turn: Turn, mentions: Sequence[Mention]) -> list[rows.Product]:
    """The products that the reply speaks of: what is not sold here has no way to it."""
    return [p for m in mentions if (p := m.best if m.carried else nearest(turn, m))]


def _find(turn: Turn, mention: Mention) -> list[Piece]:
    best, f = mention.best, turn.facts
    if not mention.carried:
        return [not_carried(turn, mention)]
    if mention.unsized:
        return [*no_such_size(turn, mention), *out_of_stock(turn, best)]
    if mention.leaders == 1:
        pieces = [place(turn, best)]
        if not out_of_stock(turn, best) and not turn.is_upset and len(turn.mentions) == 1:
            pieces.append(piece("price_after_kg" if best.sold_by == "kg" else "price_after", price=f.price(best)))
        return [*pieces, *out_of_stock(turn, best), *on_offer(turn, best), *recalled(turn, (best,))]
    left = [p for p in mention.equals if p.stock]
    if not left:
        return [*out_of_stock(turn, best), *in_place_of(turn, best, turn.store.products_of(best.kind))]
    chosen = left[:MAX_SAID]
    places = {(p.aisle, p.shelf) for p in mention.equals}
    names = tuple(f.names(chosen))
    if len({(p.aisle, p.shelf) for p in chosen}) == 1 and not mention.kind:
        together = piece("where_together", names=names, aisle=f.column(best, "aisle"), shelf=f.column(best, "shelf"))
        return [together, *recalled(turn, mention.equals)]
    if mention.kind and len(places) == 1:
        return [
            piece("where_kind", kind=f.kind(mention.kind), aisle=f.column(best, "aisle"), shelf=f.column(best, "shelf"), names=names),
            *recalled(turn, mention.equals),
        ]
    spots = tuple(piece("item_place", name=n, aisle=f.column(p, "aisle"), shelf=f.column(p, "shelf")) for n, p in zip(names, chosen, strict=True))
    return [piece("where_several", items=spots), *recalled(turn, mention.equals)]


def product_price(turn: Turn) -> Draft:
    """What a product costs."""
    if not turn.mentions:
        return which_product(turn)
    f = turn.facts
    pieces: list[Piece] = []
    mentions = tuple(_as_counted(turn, m) for m in turn.mentions)
    for mention in mentions[:MAX_SAID]:
        best = mention.best
        if not mention.carried:
            near = nearest(turn, mention)
            told = piece("nearest_price", what=said_for(turn, mention), item=short_cost(turn, near, f.name(near))) if near else not_carried(turn, mention)
            pieces.append(told)
        elif mention.leaders == 1:
            pieces += [*no_such_size(turn, mention), cost(turn, best, full=bool(mention.unsized))]
            offers = [] if turn.is_upset else turn.store.offers_for(best, turn.today)
            pieces += [*(offer_piece(turn, o, best) for o in offers[:1]), *_together(turn, mentions, mention)]
            pieces += [*out_of_stock(turn, best), *recalled(turn, (best,))]
        else:
            chosen = list(mention.equals[:MAX_SAID])
            items = tuple(short_cost(turn, p, n) for p, n in zip(chosen, f.names(chosen), strict=True))
            pieces += [*no_such_size(turn, mention), _prices(turn, mention, items)]
            pieces += [*offers_on(turn, chosen), *_together(turn, mentions, mention), *recalled(turn, tuple(chosen))]
    return Draft(tuple(pieces), mentions, tuple(act("show_product", sku=m.best.sku) for m in mentions[:1]),
                 ("where", "cheaper", "list_add") if not turn.is_upset else ("where", "staff"))  # fmt: skip


def _prices(turn: Turn, mention: Mention, items: tuple[Piece, ...]) -> Piece:
    kind = turn.facts.kind(mention.kind) if mention.kind else None
    named = kind is None or any(p.name_en.lower() == turn.store.kinds[p.kind].en.lower() for p in mention.equals)  # "Salmon fillet: Salmon fillet"
    return piece("prices", items=items) if kind is None or named else piece("prices_kind", kind=kind, items=items)


def _as_counted(turn: Turn, mention: Mention) -> Mention:
    """Of several products the one that the amount asked is of: what is sold by weight for a weight, single ones for a number of them."""
    measured, counted = sizes(turn.normal, turn.lexicon.language), counts(turn.normal, turn.lexicon.language)
    said = set(tokens(mention.phrase))
    if mention.carried and said and any(s.unit == "g" and not s.strict for s in measured):
        loose = [p for p in turn.store.products_of(mention.best.kind) if p.sold_by == "kg" and p.stock]
        fit = [p for p in loose if said <= {t for n in names_of(turn.store, (p,)) for t in tokens(n)}]
        return mention.led_by(fit[:1]) if fit else mention
    if mention.leaders > 1 and any(c.loose for c in counted):
        single = [p for p in mention.equals if p.unit == "piece" and p.amount == 1 and p.stock]
        return mention.led_by(single[:1]) if single else mention
    return mention


def _together(turn: Turn, mentions: Sequence[Mention], mention: Mention) -> tuple[Piece, ...]:
    """What the asked amount costs together, with today's offers: so many packs, or kilograms of what is sold by weight."""
    language, product = turn.lexicon.language, mention.best
    each = turn.lexicon.hears("each", turn.normal)
    count = how_many(mentions, [m.best for m in mentions], turn.normal, language, each)[list(mentions).index(mention)]
    weighed = any(s.unit == "g" for s in sizes(turn.normal, language))
    if product.sold_by == "kg":
        if not weighed or count == 1 or ("斤" in turn.text and count == Decimal("0.5")):
            return ()
        total, saved = turn.facts.bill([(product, count)], turn.today)
        return (piece("together_kg_saved" if saved else "together_kg", count=turn.facts.asked(count), total=total),)
    if count <= 1 or count > MOST or any(s.strict for s in sizes(turn.normal, language)):
        return ()
    single = language == Language.zh and any(c.loose and c.value == count for c in counts(turn.normal, language))
    if single and product.unit == "piece" and product.amount > 1:  # ten eggs are no ten boxes
        count = count / Decimal(str(product.amount))
        if count <= 1 or count % 1:
            return ()
    measure = next((turn.normal[c.end] for c in counts(turn.normal, language) if c.value == count and c.end < len(turn.normal)), "份")
    said = turn.facts.asked(count)
    said = replace(said, shown=f"{said.shown}{measure}") if language == Language.zh else said
    total, saved = turn.facts.bill([(product, count)], turn.today)
    packed = product.unit == "piece" and product.amount > 1  # two boxes of ten, and not two eggs
    if mention.leaders > 1 or packed:
        return (piece("together_of_saved" if saved else "together_of", count=said, name=turn.facts.name(product, full=packed), total=total),)
    return (piece("together_saved" if saved else "together", count=said, total=total),)


def product_availability(turn: Turn) -> Draft:
    """Whether the shop sells a product and has any left; one that a question wants left out of it is never offered."""
    if not turn.mentions:
        return which_product(turn)
    if any_such(turn):
        return product_allergens(turn)
    if turn.mentions[0].carried and (codes := unwanted(turn, turn.mentions[0])):
        return without(turn, turn.mentions[0], codes)
    if only := _no_other_size(turn, turn.mentions[0]):
        return Draft(only, turn.mentions, show([turn.mentions[0].best]), ("price", "where", "list_add"))
    pieces: list[Piece] = []
    for mention in turn.mentions[:MAX_SAID]:
        pieces += _availability(turn, mention)
    return Draft(tuple(pieces), turn.mentions, show(_told(turn, turn.mentions)), ("price", "offer", "list_add") if not turn.is_upset else ("price", "staff"))


def _no_other_size(turn: Turn, mention: Mention) -> tuple[Piece, ...]:
    """That a product comes in one size alone, where a bigger or smaller one is asked for; nothing where there is one."""
    if not mention.carried or mention.unsized or not turn.lexicon.hears("other_than", turn.normal):
        return ()
    focus = turn.store.product(turn.state.focus) if turn.state.focus else None
    of = focus if focus is not None and focus.kind == mention.best.kind else mention.best
    same = [p for p in turn.store.products_of(of.kind) if (p.brand, p.unit, p.sold_by) == (of.brand, of.unit, of.sold_by)]
    if of.sold_by == "kg" or len({p.amount for p in same}) > 1:
        return ()
    names = tuple(turn.facts.names([of] if mention.leaders == 1 or of is focus else same[:MAX_SAID]))
    return (piece("only_size", name=names, size=turn.facts.amount(of)),)


def _availability(turn: Turn, mention: Mention) -> list[Piece]:
    f, best = turn.facts, mention.best
    if not mention.carried:
        return [not_carried(turn, mention)]
    if mention.unsized:
        return [*no_such_size(turn, mention)]
    left = [p for p in mention.equals if p.stock]
    if not left:
        near = [p for p in mention.products[mention.leaders :] if p.kind == best.kind]
        others = list({p.sku: p for p in (*near, *turn.store.products_of(best.kind))}.values())
        return [*out_of_stock(turn, best), *in_place_of(turn, best, others)]
    if mention.leaders == 1:
        source = f"product:{best.sku}"
        return [
            piece("have", name=f.name(best), stock=f.column(best, "stock"), day=f.day(best.stock_date, source, "stock_date"),
                  aisle=f.column(best, "aisle"), shelf=f.column(best, "shelf")),
            *recalled(turn, (best,)),
        ]  # fmt: skip
    chosen = left[:MAX_SAID]
    names = tuple(f.names(chosen))
    first = left[0]
    if mention.kind:
        return [
            piece("have_kind", kind=f.kind(mention.kind), names=names, aisle=f.column(first, "aisle"), shelf=f.column(first, "shelf")),
            *recalled(turn, tuple(chosen)),
        ]
    return [piece("have_several", names=names, first=names[0], aisle=f.column(first, "aisle"), shelf=f.column(first, "shelf")), *recalled(turn, tuple(chosen))]


def product_recall(turn: Turn) -> Draft:
    """Whether a product is called back; "do I throw it away?" after that: what is laid down about it."""
    f = turn.facts
    told, asked = policy_of(turn, topic_of(Intent.product_recall), limit=1)
    goes_on = turn.state.intent == Intent.product_recall and not turn.slot(Slot.product) and not turn.lexicon.hears("asks_batch", turn.normal)
    if asked and goes_on:
        return Draft(tuple(piece("as_it_stands", text=t) for t in told), turn.mentions, chips=("refund", "staff"))
    if turn.mentions and (turn.mentions[0].carried or turn.mentions[0].by == "name"):
        mention = turn.mentions[0]
        products = mention.equals or mention.products[:1]
        warned = recalled(turn, products)
        known = turn.state.intent == Intent.product_recall and turn.state.focus in {p.sku for p in products}
        if warned and known and turn.lexicon.hears("asks_batch", turn.normal):
            batches = tuple(piece("batch_is", batch=f_batch(turn, r)) for r in turn.store.recalls if r.sku == turn.state.focus)
            return Draft(batches, turn.mentions, chips=("refund", "staff"))
        if warned:
            hit = {r.sku for r in turn.store.recalls}
            lead = mention.led_by([p for p in mention.products if p.sku in hit])
            return Draft(warned, (lead, *turn.mentions[1:]), (act("show_product", sku=lead.best.sku),), ("refund", "staff"))
        several: Value = tuple(f.names(list(products[:MAX_SAID])))
        name: Value = f.kind(mention.kind) if mention.kind and _says_kind(turn, mention) else several
        return Draft((piece("no_recall", name=name),), turn.mentions, chips=("recalls", "staff"))
    said = turn.quote(Slot.product, Slot.category)
    if said is not None and not turn.mentions:
        return Draft((piece("no_recall_quoted", what=said),), chips=("recalls", "staff"), answered=True)
    recalls = turn.store.recalls
    if not recalls:
        return Draft((piece("no_recalls"),), turn.mentions, chips=("staff",))
    found = [p for r in recalls if (p := turn.store.product(r.sku))]
    return Draft(
        recalled(turn, tuple(found)), tuple(Mention("", (p,), (1.0,)) for p in found) if not turn.mentions else turn.mentions, chips=("refund", "staff")
    )


def _says_kind(turn: Turn, mention: Mention) -> bool:
    """Whether a mention was named by its kind and not by a brand."""
    return mention.best.brand.lower() not in turn.normal if mention.best.brand else True


def not_sure(turn: Turn) -> Draft:
    """Something was shown that is recognised as nothing for sure: is it one of what it looks like, if it looks like anything?"""
    if not turn.mentions:
        return unknown(turn, piece("not_recognised"), piece("hold_closer"))
    products = turn.mentions[0].products
    names: Value = tuple(turn.facts.name(p) for p in products)
    asked = piece("is_it_this", name=turn.facts.name(products[0])) if len(products) == 1 else piece("is_it_one_of", items=names)
    one = Pending("intent", Intent.find_product, (Option(Intent.find_product, (products[0].sku,)),))
    pending = one if len(products) == 1 else Pending("product", Intent.find_product)
    return Draft((asked,), turn.mentions, chips=("staff", "help"), pending=pending, answered=False, asks=True)


SKILLS = {
    Intent.find_product: find_product, Intent.product_price: product_price, Intent.product_availability: product_availability,
    Intent.product_recall: product_recall,
}  # fmt: skip
