"""What a product contains, may contain and suits, and what a visit keeps to. Pure functions from a Turn to a Draft.

About allergens the row speaks and nothing else: "contains", "may contain" and declared diets apart, never "free from" unless the row declares it,
and a pointer to the label wherever the row is silent. Yes and no answer what was asked; where neither was asked, the row is told without them.
"""

from kiosk.assistant.diets import (
    ALLERGENS,
    CLASHES,
    DECLARED,
    LIVED_BY,
    MAX_KINDS,
    against,
    allergen,
    clashing,
    code_name,
    fits,
    holds,
    keeps,
    kept_in_mind,
    only_tells,
    suits,
    warnings,
)
from kiosk.assistant.draft import Draft, Mention, Turn, act, pointed
from kiosk.assistant.skills.product_facts import by_unit, nutrient
from kiosk.assistant.skills.provisos import not_carried, recalled, which_product
from kiosk.assistant.wording import Piece, piece
from kiosk.core import Intent, Slot
from kiosk.store import rows
from kiosk.store.search import Wanted


def asked_codes(turn: Turn) -> tuple[str, ...]:
    """Allergens and diets that the question names, from the marked words first."""
    marked = " / ".join(turn.slot(Slot.allergen_or_diet))
    found = turn.lexicon.which("codes", marked) if marked else ()
    if not found:
        named = " ".join(m.phrase for m in turn.mentions)
        left = turn.normal
        for word in named.split():
            left = left.replace(word, " ")
        found = turn.lexicon.which("codes", left) or tuple(c for c in turn.lexicon.which("codes", turn.normal) if c not in ALLERGENS)
    if not found:  # the words of a product hold it too: "allergic to eggs", "no nuts"
        found = turn.lexicon.which("codes", turn.lexicon.behind("left_out", turn.normal))
    if not found and turn.intent == turn.state.intent == Intent.product_allergens and turn.lexicon.said("ellipsis", turn.normal):
        return turn.state.codes
    if not found and turn.intent == Intent.product_allergens and turn.lexicon.hears("suits_whom", turn.normal):
        return turn.avoids  # "is that one all right for her"
    if "lactose" in found and "milk" in found:
        found = tuple(c for c in found if c != "milk")
    return found


def product_allergens(turn: Turn) -> Draft:
    """What a product contains, may contain, and which diets it suits; or what is to be minded for the rest of the visit."""
    if turn.told and only_tells(turn.lexicon, turn.normal) and not any(m.phrase for m in turn.mentions):
        return _noted(turn)
    if not turn.mentions:
        return which_product(turn)
    mention = turn.mentions[0]
    if not mention.carried and (not mention.missing or mention.by == "text"):
        return Draft((not_carried(turn, mention),), turn.mentions, chips=("where", "staff"))
    if mention.leaders > 1 and (codes := unwanted(turn, mention)):
        return without(turn, mention, codes)
    codes = asked_codes(turn)
    pieces: list[Piece] = []
    if mention.leaders > 1 and codes and not turn.shown:
        pieces, mention = _several(turn, mention, codes)
    else:
        pieces += _both_held(turn, mention.best, codes[:2]) or [p for code in codes[:2] or ("",) for p in _one(turn, mention.best, code)]
    pieces += recalled(turn, (mention.best,))
    return Draft(tuple(pieces), (mention, *turn.mentions[1:]), (act("show_product", sku=mention.best.sku),), ("ingredients", "where", "staff"))


def _names_it(product: rows.Product, codes: tuple[str, ...]) -> bool:
    """Whether a product declares the very diet that is asked for: lactose-free, and not only vegan."""
    return any(DECLARED[c][0] in product.diets for c in codes if DECLARED.get(c))


def _noted(turn: Turn) -> Draft:
    """What somebody must not have or lives by, kept for this visit; what it means for the product that was talked about."""
    focus = turn.store.product(turn.state.focus) if turn.state.focus else None
    about = (focus,) if focus else ()
    pieces = (piece("keeps_in_mind", items=kept_in_mind(turn, turn.told)), *warnings(turn, about, turn.told), piece("looking_for"))
    return Draft(pieces, tuple(pointed([p]) for p in about), chips=("help", "staff"))


def unwanted(turn: Turn, mention: Mention) -> tuple[str, ...]:
    """What the question or the visit wants left out ("without nuts", 不含坚果) and some of what it would be answered with holds, or may."""
    if turn.shown:
        return ()
    asked = [c for c in asked_codes(turn) if c in ALLERGENS or c == "lactose"] if turn.lexicon.hears("left_out", turn.normal) else []
    return tuple(c for c in dict.fromkeys((*asked, *turn.avoids)) if any(not fits(p, c) for p in mention.equals or (mention.best,)))


def without(turn: Turn, mention: Mention, codes: tuple[str, ...]) -> Draft:
    """Products of a kind that hold nothing of what is to be left out by their rows, nor may; never one that does. Where there is none, that they all do."""
    pool = [*mention.products, *(p for k in mention.kinds[:MAX_KINDS] for p in turn.store.products_of(k))]
    every = list({p.sku: p for p in pool if not mention.kinds or p.kind in mention.kinds}.values())
    fitting = sorted((p for p in every if keeps(p, codes)), key=lambda p: (p.stock == 0, not _names_it(p, codes)))
    chips = ("ingredients", "where", "staff")
    if not fitting:
        pieces = (piece("none_fits", items=kept_in_mind(turn, codes)), *warnings(turn, tuple(every[:1]), codes))
        return Draft(pieces, turn.mentions, (act("show_product", sku=mention.best.sku),), chips)
    first, f = fitting[0], turn.facts
    said: list[Piece] = []
    for product, name in zip(fitting[:2], f.names(fitting[:2]), strict=True):
        for code in codes[:1]:
            diet = suits(product, code)
            said.append(
                piece("labelled", name=name, diet=f.codes(product, "diets", "diets", {diet}))
                if diet
                else piece("not_declared", name=name, code=code_name(turn, code))
            )
    said += [
        piece("first_is_in", name=f.name(first), aisle=f.column(first, "aisle"), shelf=f.column(first, "shelf")),
        piece("check_label"),
        *recalled(turn, (first,)),
    ]
    return Draft(tuple(said), (mention.only(fitting), *turn.mentions[1:]), (act("show_product", sku=first.sku),), chips)


def asks_free(turn: Turn, code: str) -> bool:
    """Whether a question asks if a product is free of something or suits a diet, and not whether it holds it: the other way round, yes is no."""
    return code in LIVED_BY or code in turn.avoids or turn.lexicon.hears("left_out", turn.normal) or turn.lexicon.hears("suits_whom", turn.normal)


def _one(turn: Turn, product: rows.Product, code: str) -> list[Piece]:
    f = turn.facts
    name = f.name(product)
    if not code:
        return declared(turn, product)
    free = asks_free(turn, code)
    match holds(product, code):
        case "suits":
            diet = f.codes(product, "diets", "diets", {suits(product, code) or ""})
            return [piece("declared_as" if free else "declared_free", name=name, diet=diet), *_traces(turn, product, code)]
        case "contains":
            told = piece("no_contains" if free else "yes_contains", name=name, codes=f.codes(product, "allergens", "allergens", {allergen(code)}))
            return [told, *(_instead(turn, product, code) if free else ())]
        case "may":
            return [piece("may_contain", name=name, codes=f.codes(product, "may_contain", "allergens", {allergen(code)}))]
        case "against":
            if clash := clashing(product, code):
                return [piece("not_declared_contains", name=name, code=code_name(turn, code), codes=f.codes(product, "allergens", "allergens", clash))]
            diet = f.codes(product, "diets", "diets", {against(product, code) or ""})
            return [piece("declared_as_not" if free else "declared_holds", name=name, diet=diet), *(_instead(turn, product, code) if free else ())]
    if code == "sugar" and product.sugars is not None:
        return [piece(by_unit("nutrition", (product,)), name=name, items=(nutrient(turn, product, "sugars"),)), piece("sugar_not_declared")]
    if code in LIVED_BY:
        other = _instead(turn, product, code) or [*_contents(turn, product), piece("check_label")]
        return [piece("not_labelled", name=name, code=code_name(turn, code)), *other]
    return [piece("not_declared", name=name, code=code_name(turn, code)), *_contents(turn, product), piece("check_label")]


def _both_held(turn: Turn, product: rows.Product, codes: tuple[str, ...]) -> list[Piece]:
    """Two declarations that a question names in one breath, where the product has both."""
    held = {d for c in codes if (d := against(product, c)) and holds(product, c) == "against" and not clashing(product, c)}
    if len(held) < 2 or any(asks_free(turn, c) for c in codes):
        return []
    return [piece("declared_holds", name=turn.facts.name(product), diet=turn.facts.codes(product, "diets", "diets", held))]


def _instead(turn: Turn, product: rows.Product, code: str) -> list[Piece]:
    """Something like it in stock that is labelled as asked: the halal sausages beside frankfurters."""
    if turn.is_upset or not DECLARED.get(code):
        return []
    kind = turn.store.kinds.get(product.kind)
    same = [p for p in turn.store.products_of(product.kind) if p.stock and suits(p, code)]
    if not same and kind is not None:
        same = [p for k in kind.substitutes for p in turn.store.products_of(k) if p.stock and suits(p, code)]
    if not same and kind is not None:
        diet, said = turn.facts.words.term("diets", DECLARED[code][0]), turn.facts.text_of(kind, "")
        near = turn.store.search(Wanted(text=f"{diet} {said}", language=turn.understanding.language))
        same = [h.product for g in near.groups for h in g.hits if h.product.stock and suits(h.product, code) and _alike(turn, h.product, product)]
    same = [p for p in same if keeps(p, turn.avoids)]
    if not same:
        return []
    f, other = turn.facts, same[0]
    place = {"aisle": f.column(other, "aisle"), "shelf": f.column(other, "shelf")}
    return [piece("labelled_is", code=f.codes(other, "diets", "diets", {suits(other, code) or ""}), name=f.name(other), price=f.price(other), **place)]


def _alike(turn: Turn, one: rows.Product, other: rows.Product) -> bool:
    near = [turn.store.kinds.get(p.kind) for p in (one, other)]
    return near[0] is not None and near[1] is not None and near[0].department == near[1].department


def _traces(turn: Turn, product: rows.Product, code: str) -> list[Piece]:
    """May-contain beside a diet that it matters to."""
    matters = {str(a) for a in product.may_contain} & (CLASHES.get(code, set()) | {code, allergen(code)})
    return [piece("traces", codes=turn.facts.codes(product, "may_contain", "allergens", matters))] if matters else []


def _contents(turn: Turn, product: rows.Product) -> list[Piece]:
    f = turn.facts
    told = [piece("declares", codes=f.codes(product, "allergens", "allergens"))] if product.allergens else [piece("declares_none")]
    return [*told, *([piece("traces", codes=f.codes(product, "may_contain", "allergens"))] if product.may_contain else [])]


def declared(turn: Turn, product: rows.Product) -> list[Piece]:
    """All that the row declares."""
    f = turn.facts
    name = f.name(product)
    told = [piece("contains", name=name, codes=f.codes(product, "allergens", "allergens"))] if product.allergens else [piece("no_allergen", name=name)]
    told += [piece("traces", codes=f.codes(product, "may_contain", "allergens"))] if product.may_contain else []
    told += [piece("diets", codes=f.codes(product, "diets", "diets"))] if product.diets else []
    return [*told, piece("check_label")]


def _several(turn: Turn, mention: Mention, codes: tuple[str, ...]) -> tuple[list[Piece], Mention]:
    """Which of several products suit: those that declare it come first."""
    f, code = turn.facts, codes[0]
    if code in ALLERGENS and code not in DECLARED:
        with_it = [p for p in mention.equals if code in p.allergens]
        without = [p for p in mention.equals if code not in p.allergens]
        if with_it and not without:
            return [piece("all_contain", items=tuple(f.names(with_it[:3])), codes=f.codes(with_it[0], "allergens", "allergens", {code}))], mention
        return _one(turn, mention.best, code), mention
    kinds = {e.kind for e in mention.equals}
    pool = [*mention.products, *(p for k in mention.kinds[:MAX_KINDS] for p in turn.store.products_of(k))]
    fitting = list({p.sku: p for p in pool if suits(p, code) and (p.kind in kinds or p.kind in mention.kinds)}.values())
    if not fitting:  # the kind that suits may have a name of its own: alcohol-free beer
        said = f"{turn.facts.words.term('diets', DECLARED[code][0]) if DECLARED.get(code) else ' '.join(turn.slot(Slot.allergen_or_diet))} {mention.phrase}"
        found = turn.store.search(Wanted(text=said, language=turn.understanding.language, spans=(said,)))
        fitting = [h.product for g in found.groups[:1] for h in g.hits if suits(h.product, code)] if found.exact else []
    if not fitting:
        return _one(turn, mention.best, code), mention
    chosen = sorted(fitting, key=lambda p: p.stock == 0)[:3]
    items = tuple(
        piece("item_declared", name=n, diet=f.codes(p, "diets", "diets", {suits(p, code) or ""})) for n, p in zip(f.names(chosen), chosen, strict=True)
    )
    first = chosen[0]
    told = [piece("these_declare", items=items), piece("first_is_in", name=f.name(first), aisle=f.column(first, "aisle"), shelf=f.column(first, "shelf"))]
    return told, mention.led_by(fitting)


SKILLS = {Intent.product_allergens: product_allergens}
