"""Choosing: a suggestion, a comparison, something in place of something. Pure functions from a Turn to a Draft.

Nothing recalled and nothing out of stock is suggested. A comparison tells what the rows hold; "better" is the shopper's to judge.
"""

import re
from collections.abc import Sequence

from kiosk.assistant.diets import LIVED_BY, code_name, fits, holds, kept_in_mind, near_ones, near_warning, uncut
from kiosk.assistant.draft import Draft, Mention, Turn, act, mention_of, pointed
from kiosk.assistant.mentions.likeness import is_a_piece
from kiosk.assistant.skills.allergens import asked_codes
from kiosk.assistant.skills.comparing import per_unit, price_line
from kiosk.assistant.skills.occasions import SHELF, TAG, dinner, goods_for, limit_of, occasion_of
from kiosk.assistant.skills.products import MAX_SAID, age, cheaper_today, on_offer, short_cost
from kiosk.assistant.skills.provisos import not_carried, which_product
from kiosk.assistant.state import Pending
from kiosk.assistant.words.cues import parts_of
from kiosk.assistant.words.wording import Value, piece
from kiosk.core import Intent, Language, Slot
from kiosk.core.text import has_chinese
from kiosk.store import rows
from kiosk.store.naming import is_stop
from kiosk.store.search import Wanted
from kiosk.store.words import tokens


def _fit(turn: Turn, products: Sequence[rows.Product]) -> list[rows.Product]:
    """Those that can be suggested: in stock, not recalled, within the price, and not against a diet that was named."""
    called_back = {r.sku for r in turn.store.recalls}
    limit = limit_of(turn)
    found = [p for p in products if p.stock and p.sku not in called_back and (limit is None or turn.store.price_on(p, turn.today) <= limit)]
    age = turn.lexicon.months(turn.normal)
    if any(turn.lexicon.months_from(p.name_en) is not None for p in found):
        found = [p for p in found if (turn.lexicon.months_from(p.name_en) or 0) <= (age or 0)]
    for code in _wishes(turn):
        found = [p for p in found if holds(p, code) == "suits"] or [p for p in found if fits(p, code)]
    return [p for p in found if not near_ones(p, _wishes(turn))] or found


def _wishes(turn: Turn) -> tuple[str, ...]:
    """Allergens and diets that the suggestion must suit. "Milk" or "sugar" alone may be the product itself; "vegan" never is."""
    found = asked_codes(turn)
    if not (turn.slot(Slot.allergen_or_diet) or turn.lexicon.hears("left_out", turn.normal)):
        found = tuple(c for c in found if c in ("vegan", "vegetarian", "halal", "kosher"))
    return tuple(dict.fromkeys((*found, *turn.avoids)))


def recommend_product(turn: Turn) -> Draft:
    """A suggestion by taste, need, occasion or budget."""
    occasion = occasion_of(turn)
    if occasion == "dinner" and (ideas := dinner(turn)):
        return ideas
    mentions = goods_for(turn, occasion, _heads(turn)) if occasion else ()
    mentions = mentions or _heads(turn) or _by_words(turn)
    if not mentions:
        return Draft((piece("recommend_what"),), chips=("offers", "help"), pending=Pending("occasion", turn.intent), asks=True, answered=False)
    mention = mentions[0]
    if not mention.carried and (not mention.missing or (mention.by == "text" and turn.mentions)):
        return Draft((not_carried(turn, mention),), mentions, chips=("where", "staff"))
    pool = [p for m in mentions for p in m.products]
    words = _need(turn, mentions)
    if words and mention.carried and 1 < len(mention.kinds) <= SHELF:  # what answers to the need is looked for on the whole shelf
        pool += [p for k in mention.kinds for p in turn.store.products_of(k) if p not in pool and _answers(turn, p, words)]
    fitting = _fit(turn, pool)
    if not fitting:
        same = [p for p in _fit(turn, turn.store.products_of(mention.best.kind)) if p not in pool]
        fitting = same
    if not fitting:
        others = [p for p in mention.products if p.stock and all(fits(p, c) for c in _wishes(turn))][:2]
        instead = (piece("instead_there_is", items=tuple(turn.facts.names(others))),) if others else ()
        none = piece("none_fits", items=kept_in_mind(turn, _wishes(turn))) if _wishes(turn) else piece("recommend_none")
        return Draft((none, *instead), (mention.only(others),) if others else (), chips=("staff",))
    fitting = _wanted_first(turn, fitting, words)
    first = fitting[0]
    f = turn.facts
    by_age = any(turn.lexicon.months_from(p.name_en) is not None for p in mention.products)
    pieces = [piece("for_age" if by_age else "recommend_kg" if first.sold_by == "kg" else "recommend", name=f.name(first), text=f.cited(f"product:{first.sku}", first, "description"),
                    price=f.price(first), aisle=f.column(first, "aisle"), shelf=f.column(first, "shelf"))]  # fmt: skip
    silent = [code for code in _wishes(turn) if holds(first, code) == "silent"]
    said = {"sugar": "sugar_not_declared"} | dict.fromkeys(LIVED_BY, "not_labelled")
    pieces += [piece(said.get(code, "not_declared"), name=f.name(first), code=code_name(turn, code)) for code in silent[:2]]
    near = near_warning(turn, first, _wishes(turn))
    pieces += near
    heard = _answers(turn, first, words)
    others = [p for p in fitting[1:] if p.sku != first.sku and not near and not (silent and not turn.avoids) and (not heard or _answers(turn, p, words))]
    others = [p for p in others if "kids" in first.tags or "kids" not in p.tags][:2]
    if others and not turn.is_upset:
        pieces.append(
            piece("for_age_also" if by_age else "recommend_also", items=tuple(short_cost(turn, p, n) for p, n in zip(others, f.names(others), strict=True)))
        )
    pieces += [*age(turn, first), *on_offer(turn, first)]
    about = (mention.only(fitting),) if _wishes(turn) else (mention.led_by(fitting), *mentions[1:])
    return Draft(tuple(pieces), about, (act("show_map", sku=first.sku, aisle=first.aisle, shelf=first.shelf),),
                 ("why", "cheaper", "list_add"), heads=(first.sku,), occasion=occasion)  # fmt: skip


def _heads(turn: Turn) -> tuple[Mention, ...]:
    """What is asked for, without what it is to go with ("cheese to grate over pasta", 配鱼的酒) and without a lone piece of a word (面 of 体面)."""
    named = tuple(m for m in turn.mentions if not is_a_piece(turn, m))
    use = r"(?:{0}) (?:(?:a|the|my|some|your|our) )*$" if turn.lexicon.language == Language.en else "(?:{0})$"
    words = use.format(turn.lexicon.pattern("for_use"))

    def serves(mention: Mention) -> bool:
        at = turn.normal.find(mention.phrase)
        behind = re.match("(?:配|搭|就着?|下|蘸)(?:点|些)?(?:什么|啥|哪)", turn.normal[at + len(mention.phrase) :]) if at >= 0 else None  # 烤肉配什么酒
        return behind is not None or (at > 0 and re.search(words, turn.normal[:at]) is not None)

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


def _need(turn: Turn, mentions: Sequence[Mention]) -> frozenset[str]:
    """What the question says beside the name of the goods: beginnings of English words, pairs of Chinese characters, and the tag of a present."""
    text = turn.normal
    for name in ("asks_for", "suits_whom", "asks_what"):
        text = re.sub(turn.lexicon.pattern(name), " ", text)
    for mention in mentions:
        text = text.replace(mention.phrase, " ") if mention.phrase else text
    present = {TAG} if "gift" in turn.lexicon.which("occasions", turn.normal) else set()
    if turn.lexicon.language == Language.zh:
        return frozenset(present | {text[n : n + 2] for n in range(len(text) - 1) if all(has_chinese(c) and not is_stop([c]) for c in text[n : n + 2])})
    named = {t for m in mentions for t in parts_of(m.phrase)}
    said = {p for t in tokens(text) if not is_stop([t]) and not turn.lexicon.is_all("for_use", t) for p in parts_of(t)} - named
    pairs = zip(found := tokens(turn.normal), found[1:], strict=False)
    return frozenset(present | said | {f"{a} {b}" for a, b in pairs if turn.lexicon.is_all("for_use", a) and said & set(parts_of(b))})  # "over pasta"


def _answers(turn: Turn, product: rows.Product, words: frozenset[str]) -> int:
    """How many words of a need a product's name, tags and description, or the use of its kind, speak of."""
    f, kind = turn.facts, turn.store.kinds.get(product.kind)
    use = f.text_of(kind, "use") if kind else ""
    text = " ".join((f.text_of(product, "name"), f.text_of(product, "description"), use, *product.tags))
    return sum(w in text for w in words) if f.language == Language.zh else len(words & set(parts_of(text))) + sum(w in text for w in words if " " in w)


def _wanted_first(turn: Turn, products: list[rows.Product], words: frozenset[str]) -> list[rows.Product]:
    """Those that answer to most of the need first, otherwise in the order of the search."""
    child = turn.lexicon.hears("for_a_child", turn.normal)
    cheap = "price" in turn.lexicon.which("compares", turn.normal)

    def rank(product: rows.Product) -> tuple[float, ...]:
        childish = "kids" in product.tags and not child
        return (
            float(childish),
            -float(turn.lexicon.months_from(product.name_en) or 0),
            float(per_unit(turn, product)) if cheap else 0.0,
            -_answers(turn, product, words),
        )

    return sorted(products, key=rank)


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
    others = [sorted(_fit(turn, turn.store.products_of(other, 6)), key=lambda p: -_used_for(turn, p)) for other in (kind.substitutes if kind else ())]
    instead_of = [p for fit in others for p in fit[:1]]
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
    price, unit = per_unit(turn, best), turn.store.unit_price(best)[1]
    same = [p for p in _fit(turn, turn.store.products_of(best.kind)) if turn.store.unit_price(p)[1] == unit and per_unit(turn, p) < price]
    named = {d for d in best.diets if d.replace("-", " ") in best.name_en.lower().replace("-", " ")}
    same = [p for p in same if named <= set(p.diets)]  # nothing with gluten in place of the gluten-free bread
    same.sort(key=lambda p: per_unit(turn, p))
    if not same:
        cheapest = piece("is_cheapest", name=f.name(best), price=f.price(best))
        return Draft((cheapest, *cheaper_today(turn, [best])), turn.mentions, chips=("offer", "list_add"))
    chosen = same[:2]
    items = tuple(price_line(turn, p, n) for p, n in zip(chosen, f.names(chosen), strict=True))
    about = Mention(mention.phrase, (best, *same), (1.0, *(0.7 for _ in same)))
    cheaper = piece("cheaper_are", own=price_line(turn, best, f.name(best)), items=items)
    return Draft((cheaper, *cheaper_today(turn, [best, *chosen])), (about,), (act("show_product", sku=chosen[0].sku),),
                 ("where", "list_add"), heads=(chosen[0].sku,))  # fmt: skip


SKILLS = {Intent.recommend_product: recommend_product, Intent.find_substitute: find_substitute}
