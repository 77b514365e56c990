"""What a product is: origin, size, nutrition, keeping, use, ingredients, maker. Pure functions from a Turn to a Draft; the rows' own words and numbers."""

from collections.abc import Sequence

from kiosk.assistant.diets import MAX_KINDS
from kiosk.assistant.draft import Draft, Mention, Turn, act, unknown
from kiosk.assistant.skills.provisos import not_carried, recalled, which_product
from kiosk.assistant.words.wording import Fact, Piece, piece
from kiosk.core import Citation, Intent, Language
from kiosk.store import rows
from kiosk.store.naming import is_stop
from kiosk.store.words import tokens

ONE_PORTION = 125
"""Grams of a pack that one person eats at once: a bar, a pot."""
MOST_SO = 3
"""Products that are told by name to answer whether a kind is so."""
NUTRIENTS = ("kcal", "fat", "carbs", "sugars", "protein", "salt")


def product_info(turn: Turn) -> Draft:
    """Origin, size, nutrition, maker, keeping, use, ingredients, or what it is."""
    if not turn.mentions:
        return which_product(turn)
    mention = turn.mentions[0]
    if not mention.carried:
        return Draft((not_carried(turn, mention),), turn.mentions, chips=("where", "staff"))
    aspects = _aspects(turn)
    pieces: list[Piece] = _is_it_so(turn, mention)
    aspects = () if pieces else aspects
    for aspect in aspects:
        if not (aspect == "size" and any(p.key == "nutrition_of_one" for p in pieces)):  # the size of the pack is told with it
            pieces += _ASPECTS[aspect](turn, mention)
    if not pieces and aspects:
        told = (piece("aspect_unknown", name=turn.facts.name(mention.best)),)
        return unknown(turn, *told)
    if not pieces:
        pieces = _describe(turn, mention)
    pieces += recalled(turn, (mention.best,))
    chips = ("price", "allergens", "list_add") if not turn.is_upset else ("price", "staff")
    return Draft(tuple(pieces), turn.mentions, (act("show_product", sku=mention.best.sku),), chips)


def _aspects(turn: Turn) -> tuple[str, ...]:
    """What is asked about, at most two aspects, the more telling ones first."""
    found = [a for a in turn.lexicon.which("aspects", turn.normal) if a in _ASPECTS]
    if turn.lexicon.hears("asks_content", turn.normal):
        return ("size",)
    if "expiry" in found:
        return ("expiry",)
    beside = turn.normal.replace(turn.mentions[0].phrase, " ") if turn.mentions[0].phrase else turn.normal
    if not found and turn.lexicon.which("nutrients", beside):
        return ("nutrition",)
    if "origin" not in found and _country_named(turn):
        found.insert(0, "origin")
    if "keep" in found and "use" in found:
        found.remove("use")
    if "nutrition" in found and "use" in found and len(found) > 1:
        found.remove("use")
    return tuple(found[:2])


def _is_it_so(turn: Turn, mention: Mention) -> list[Piece]:
    """ "Are the eggs free range": of a kind with more than one product those whose names say so, and that nothing is known of the others."""
    if not turn.lexicon.hears("is_it_so", turn.normal) or not mention.phrase or turn.shown or _country_named(turn):
        return []
    pool = [p for k in mention.kinds[:MAX_KINDS] or (mention.best.kind,) for p in turn.store.products_of(k) if p.stock]
    phrase = tokens(mention.phrase)
    beside = {t for t in tokens(turn.normal) if not is_stop([t])} - set(phrase)
    asked = beside | (set(phrase[-1:]) if len(phrase) > 1 and turn.lexicon.language == Language.en else set())  # the wild of "is the salmon wild"
    words = {p.sku: set(tokens(f"{p.name_en} {p.name_zh} {' '.join((*p.tags, *p.diets))}")) & asked for p in pool}
    most = max((len(w) for w in words.values()), default=0)
    so = [p for p in pool if len(words[p.sku]) == most]
    branded = any(p.brand and p.brand.lower() in turn.normal for p in pool)
    if not most or branded or len(so) == len(pool) or len(so) > MOST_SO:
        return []
    return [piece("so_by_name", names=tuple(turn.facts.names(so)))]


def _country_named(turn: Turn) -> bool:
    """Whether a question names a country: "is the gold kiwi from New Zealand"."""
    return any(name.lower() in turn.normal for name in turn.facts.words.terms("countries").values() if len(name) > 1)


def _origin(turn: Turn, mention: Mention) -> list[Piece]:
    f, best = turn.facts, mention.best
    chosen = [p for p in mention.equals[:3] if p.origin]
    if not chosen:
        return []
    countries = {p.origin for p in mention.equals}
    if len(countries) == 1 or mention.leaders == 1:
        name = f.kind(mention.kind) if mention.kind and len(countries) == 1 and all(p.origin for p in mention.equals) else f.name(chosen[0])
        told = [piece("origin", name=name, country=country(turn, chosen[0]))]
        own = bool(best.brand) and best.maker.startswith(best.brand)  # a house brand by its own house says nothing
        return [*told, *([piece("maker", maker=f.column(best, "maker"))] if best.maker and mention.leaders == 1 and not own else [])]
    return [piece("origins", items=tuple(piece("item_origin", name=n, country=country(turn, p)) for n, p in zip(f.names(chosen), chosen, strict=True)))]


def country(turn: Turn, product: rows.Product) -> Fact:
    """The country of origin by its name in the language."""
    return Fact(turn.facts.words.term("countries", product.origin), (Citation(f"product:{product.sku}", "origin", product.origin),))


def _size(turn: Turn, mention: Mention) -> list[Piece]:
    f, best = turn.facts, mention.best
    chosen = list(mention.equals[:3]) or [best]
    if best.sold_by == "kg" and mention.leaders == 1:
        return [piece("sold_loose", name=f.name(best))]
    items = tuple(piece("item_size", name=n, size=f.amount(p)) for n, p in zip([f.name(p) for p in chosen], chosen, strict=True))
    return [piece("sizes", items=items)]


def _nutrition(turn: Turn, mention: Mention) -> list[Piece]:
    f, best = turn.facts, mention.best
    asked = [n for n in turn.lexicon.which("nutrients", turn.normal) if getattr(best, n) is not None]
    known = asked or [n for n in NUTRIENTS if getattr(best, n) is not None]
    if not known:
        return []
    if best.unit == "g" and best.amount <= ONE_PORTION and best.sold_by == "piece" and turn.lexicon.hears("for_one", turn.normal):
        whole = tuple(Piece(f"nutrient_{n}", {"value": f.in_pack(best, n)}) for n in known)
        return [piece("nutrition_of_one", name=f.name(best), size=f.amount(best), items=whole)]
    return [piece(by_unit("nutrition", (best,)), name=f.name(best), items=tuple(nutrient(turn, best, n) for n in known))]


def by_unit(key: str, products: Sequence[rows.Product]) -> str:
    """The wording for a hundred grams, for a hundred millilitres, or for both where products differ."""
    units = {p.unit == "ml" for p in products}
    return f"{key}_mixed" if len(units) > 1 else f"{key}_ml" if True in units else key


def nutrient(turn: Turn, product: rows.Product, name: str) -> Piece:
    """One nutrient per 100 g or 100 ml."""
    return Piece(f"nutrient_{name}", {"value": turn.facts.column(product, name)})


def _kind_text(field: str, turn: Turn, mention: Mention) -> list[Piece]:
    kind = turn.store.kinds.get(mention.best.kind)
    if kind is None or not turn.facts.text_of(kind, field):
        return []
    return [piece("as_it_stands", text=turn.facts.cited(f"kind:{kind.kind}", kind, field))]


def _keep(turn: Turn, mention: Mention) -> list[Piece]:
    return _kind_text("keep", turn, mention)


def _use(turn: Turn, mention: Mention) -> list[Piece]:
    return _kind_text("use", turn, mention)


def _ingredients(turn: Turn, mention: Mention) -> list[Piece]:
    best, f = mention.best, turn.facts
    if not f.text_of(best, "ingredients"):
        return []
    return [piece("ingredients", name=f.name(best), text=f.cited(f"product:{best.sku}", best, "ingredients"))]


def _maker(turn: Turn, mention: Mention) -> list[Piece]:
    f = turn.facts
    branded = [p for p in mention.equals if p.brand][:3]
    if not branded:
        return []
    best = branded[0]
    if mention.leaders > 1:
        return [piece("brands", items=tuple(f.column(p, "brand") for p in {p.brand: p for p in branded}.values()))]
    told = [piece("brand", name=f.name(best), brand=f.column(best, "brand"))]
    return [*told, *([piece("maker", maker=f.column(best, "maker"))] if best.maker and best.maker != best.brand else [])]


def _expiry(turn: Turn, mention: Mention) -> list[Piece]:
    told = [piece("expiry_on_pack", name=turn.facts.name(mention.best))]
    return [*told, *_keep(turn, mention)]


_ASPECTS = {
    "expiry": _expiry, "origin": _origin, "nutrition": _nutrition, "keep": _keep, "use": _use, "ingredients": _ingredients, "size": _size, "maker": _maker,
}  # fmt: skip


def _describe(turn: Turn, mention: Mention) -> list[Piece]:
    f, best = turn.facts, mention.best
    told = [piece("describe", name=f.name(best, full=True), text=f.cited(f"product:{best.sku}", best, "description"))]
    return [*told, *_origin(turn, Mention("", (best,), (1.0,)))]


SKILLS = {Intent.product_info: product_info}
