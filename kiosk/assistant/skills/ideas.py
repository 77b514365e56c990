"""Offers of today and what a dish needs. Pure functions from a Turn to a Draft.

Only offers that are valid on the day of the question are told, each with its last day.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from rapidfuzz import fuzz, process

from kiosk.assistant.draft import Draft, Mention, Turn, act, pointed, unknown
from kiosk.assistant.facts import HALF_A_YEAR, plain
from kiosk.assistant.skills.products import offer_piece, short_cost
from kiosk.assistant.words.wording import Fact, Piece, Value, piece
from kiosk.core import Citation, Intent, Language, Slot
from kiosk.core.text import fold, has_chinese
from kiosk.store import rows
from kiosk.store.naming import is_stop
from kiosk.store.search import Wanted
from kiosk.store.words import key, tokens

MAX_OFFERS = 3
LETTERS = 5
"""Letters of an English word of the question that a name of an offer is looked through for."""
SOON = 7
"""Days in which an offer ends "this week"."""
MAX_PEOPLE = 40
"""Guests that somebody cooks for; a larger number is something else."""
LIKE_A_DISH = 86.0
"""Likeness of spelling, 0 to 100 (rapidfuzz ratio), from which a dish is the one meant."""


def promotions(turn: Turn) -> Draft:
    """Offers in general, or on a product."""
    f = turn.facts
    if not turn.mentions:
        offers = _asked_for(turn, turn.store.offers_on(turn.today))
        if not offers:
            some = bool(turn.store.offers_on(turn.today))
            return Draft((piece("no_such_offers" if some else "no_offers"),), chips=("offers", "help") if some else ("help",))
        chosen = offers[:MAX_OFFERS]
        pieces = (piece("offers_today", items=tuple(_offer_item(turn, o) for o in chosen)),)
        return Draft(pieces, actions=(act("show_suggestions"),), chips=("offer_fruit", "member_card"))
    pieces_found: list[Piece] = []
    lead: list[Mention] = []
    for mention in turn.mentions[:2]:
        told: dict[str, Piece] = {}
        first: list[rows.Product] = []
        pool = mention.equals if mention.leaders > 1 else mention.products[:1]
        for product in pool if mention.leaders > 1 or mention.carried else ():
            for offer in turn.store.offers_for(product, turn.today):
                if offer.id not in told:
                    told[offer.id] = offer_piece(turn, offer, product)
                    first.append(product)
        broad = set(mention.kinds) if mention.leaders > 1 and mention.kind is None else set()
        for offer in turn.store.offers_on(turn.today) if broad and not told else ():
            fitting = _of_kinds(turn, offer, broad)
            if fitting is not None:
                told[offer.id] = offer_piece(turn, offer, fitting)
                first.append(fitting)
        lead.append(mention.led_by(first) if first else mention)
        pieces_found += list(told.values())[:MAX_OFFERS]
        said = turn.quote(Slot.category, Slot.product)
        if not told and broad and said is not None:
            pieces_found.append(piece("no_offer_in", what=said))
        elif not told:
            name: Value = f.kind(mention.kind) if mention.kind else f.name(mention.best)
            pieces_found.append(piece("no_offer_on", name=name, item=short_cost(turn, mention.best, f.name(mention.best))))
    return Draft(tuple(pieces_found), tuple(lead), (act("show_product", sku=lead[0].best.sku),), ("where", "list_add", "offers"))


def _offer_item(turn: Turn, offer: rows.Offer) -> Piece:
    """An offer as one of several, with its last day where that is near enough to matter."""
    told = offer_piece(turn, offer)
    near = (offer.ends - turn.today).days <= HALF_A_YEAR
    named = any(w in turn.facts.text_of(offer, "name") for w in ("members", "会员"))  # said once
    return Piece(f"item_{'offer' if named else told.key}{'_until' if near else ''}", told.fields)


def _asked_for(turn: Turn, offers: list[rows.Offer]) -> list[rows.Offer]:
    """The offers of the sort that is asked for: two for one, other multi-buys, those that end this week, those whose own names say it (Christmas)."""
    if turn.lexicon.hears("one_free", turn.normal):
        return [o for o in offers if o.type == "multi-buy" and o.buy == 2 and o.pay == 1]
    if turn.lexicon.hears("multi_buys", turn.normal):
        return [o for o in offers if o.type == "multi-buy"]
    if turn.lexicon.hears("ends_soon", turn.normal):
        return [o for o in offers if (o.ends - turn.today).days <= SOON]
    text = re.sub(f"{turn.lexicon.pattern('offer_words')}|{turn.lexicon.pattern('in_general')}", " ", turn.normal)
    if turn.understanding.language == Language.zh:
        said = {text[n : n + 2] for n in range(len(text) - 1) if all(has_chinese(c) and not is_stop([c]) for c in text[n : n + 2])}
    else:
        said = {t for t in tokens(text) if len(t) >= LETTERS and not is_stop([t])}
    return [o for o in offers if any(w in fold(turn.facts.text_of(o, "name")) for w in said)] or offers


def _of_kinds(turn: Turn, offer: rows.Offer, kinds: set[str]) -> rows.Product | None:
    """The first product of some kinds that an offer is on."""
    for sku in offer.skus:
        product = turn.store.product(sku)
        if product is not None and product.kind in kinds:
            return product
    return next((p for k in offer.kinds if k in kinds for p in turn.store.products_of(k, 1)), None)


def recipe_of(turn: Turn) -> rows.Recipe | None:
    """The recipe that the question names, by the longest of its names, or one spelt nearly so."""
    asked = key(turn.normal)
    names = {key(n): r for r in turn.store.recipes for n in (r.en, r.zh, *r.synonyms_en, *r.synonyms_zh)}
    spaced = f" {asked} "
    inside = [n for n in names if (f" {n} " in spaced if n.isascii() else n in asked)]
    if inside:
        return names[max(inside, key=len)]
    if not turn.slot(Slot.dish) and turn.state.intent == Intent.recipe_ingredients:  # "and for eight people"
        told = next((c.source.removeprefix("recipe:") for c in turn.state.last_citations if c.source.startswith("recipe:")), "")
        return next((r for r in turn.store.recipes if r.id == told), None) if turn.lexicon.people(turn.normal) else None
    for dish in turn.slot(Slot.dish):
        near = process.extractOne(key(dish), list(names), scorer=fuzz.ratio, score_cutoff=LIKE_A_DISH)
        if near:
            return names[near[0]]
        words = set(tokens(dish))
        held = [n for n in names if n.isascii() and set(n.split()) and set(n.split()) <= words]
        if held:
            return names[max(held, key=len)]
    return None


def plainest(turn: Turn, kind: str) -> list[rows.Product]:
    """Three products of a kind for a recipe: in stock, and the cheapest for its weight first, which is white sugar and not icing sugar."""
    found = turn.store.products_of(kind)
    return sorted(found, key=lambda p: (p.stock == 0, turn.store.unit_price(p)[1] == "piece" and p.unit != "piece", turn.store.unit_price(p)[0]))[:3]


def recipe_ingredients(turn: Turn) -> Draft:
    """What a dish needs, and where to find the first of it."""
    f = turn.facts
    recipe = recipe_of(turn)
    if recipe is None:
        return _no_recipe(turn)
    source = f"recipe:{recipe.id}"
    items: list[Value] = []
    mentions: list[Mention] = []
    for n, ingredient in enumerate(recipe.ingredients):
        amount = f.text_of(ingredient, "amount")
        name: Value
        if ingredient.kind and ingredient.kind in turn.store.kinds:
            name = f.kind(ingredient.kind)
            products = plainest(turn, ingredient.kind)
            if products:
                mentions.append(pointed(products))
        else:
            column = f"{turn.understanding.language}"
            value = f.text_of(ingredient, "")
            name = Fact(value, (Citation(source, f"ingredients.{n}.{column}", value),))
        if amount:
            said = Fact(amount, (Citation(source, f"ingredients.{n}.amount_{turn.understanding.language}", amount),))
            items.append(piece("item_amount", name=name, amount=said))
        else:
            items.append(name)
    pieces: tuple[Piece, ...] = (
        piece(
            "recipe", dish=f.cited(source, recipe, ""), serves=Fact(str(recipe.serves), (Citation(source, "serves", str(recipe.serves)),)), items=tuple(items)
        ),
    )
    pieces += _for_people(turn, recipe)
    actions = (act("show_product", sku=mentions[0].best.sku),) if mentions else ()
    heads = tuple(m.best.sku for m in mentions)
    return Draft(pieces, tuple(mentions), actions, ("add_all", "where_first", "other_recipes"), heads=heads)


def _for_people(turn: Turn, recipe: rows.Recipe) -> tuple[Piece, ...]:
    """How much more or less is needed for the people that the question names."""
    people = turn.lexicon.people(turn.normal)
    if not people or people == recipe.serves or people > MAX_PEOPLE:
        return ()
    factor = (Decimal(people) / recipe.serves).quantize(Decimal("0.01"), ROUND_HALF_UP)
    by = turn.facts.computed("ratio", factor, f"number:{people}", f"recipe:{recipe.id}.serves")
    return (piece("recipe_for", people=turn.facts.asked(Decimal(people)), factor=Fact(plain(factor), (by,))),)


def _no_recipe(turn: Turn) -> Draft:
    """A dish without a recipe here: the products that its words name, or the dishes that are known."""
    f = turn.facts
    said = turn.quote(Slot.dish, Slot.product)
    marked = turn.slot(Slot.product)
    focus = turn.store.product(turn.state.focus) if turn.state.focus and turn.lexicon.hears("this", turn.normal) and not marked else None
    with_it = [r for r in turn.store.recipes if focus and any(i.kind == focus.kind for i in r.ingredients)]
    if focus and with_it:
        dishes = tuple(f.cited(f"recipe:{r.id}", r, "") for r in with_it[:3])
        return Draft((piece("dishes_with", kind=f.kind(focus.kind), items=dishes),), (pointed([focus]),), chips=("list_add", "other_recipes"))
    found = turn.store.search(Wanted(text=turn.text, language=turn.understanding.language, spans=marked)) if marked else None
    mentions = tuple(pointed([h.product for h in g.hits]) for g in found.groups) if found and found.exact else ()
    known = tuple(f.cited(f"recipe:{r.id}", r, "") for r in turn.store.recipes[:3])
    if not known:
        return unknown(turn, mentions=mentions)
    told = piece("no_recipe_quoted", what=said, items=known) if said else piece("which_dish", items=known)
    return Draft((told,), mentions, chips=("staff", "help"), answered=False, asks=said is None)


SKILLS = {Intent.promotions: promotions, Intent.recipe_ingredients: recipe_ingredients}
