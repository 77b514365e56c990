"""What a product contains, may contain and suits, and what a visit keeps to. Pure functions from a Turn to a Draft.

About allergens the row speaks and nothing else: "contains", "may contain" and declared diets apart, never "free from" unless the row declares it,
and a pointer to the label wherever the row is silent. Yes and no answer what was asked; where neither was asked, the row is told without them.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from kiosk.assistant.diets import (
    ALLERGENS,
    CLASHES,
    DECLARED,
    FREE,
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
    uncut,
    warnings,
)
from kiosk.assistant.draft import Draft, Mention, Turn, act, pointed
from kiosk.assistant.mentions.kinship import whole_kind
from kiosk.assistant.mentions.likeness import is_a_piece
from kiosk.assistant.skills.in_place import alike, instead
from kiosk.assistant.skills.product_facts import by_unit, nutrient
from kiosk.assistant.skills.provisos import not_carried, out_of_stock, recalled, which_product
from kiosk.assistant.words.wording import Fact, Piece, piece
from kiosk.core import Intent, Language, Slot
from kiosk.core.text import normalise
from kiosk.store import rows
from kiosk.store.search import Wanted
from kiosk.store.words import join, tokens


def asked_codes(turn: Turn) -> tuple[str, ...]:
    """Allergens and diets that the question names: what somebody must not have first, then the marked words."""
    if turn.told:  # an egg allergy and "the vegan mayo": vegan is what the product is called by, and asks for nothing
        beside = turn.lexicon.which("codes", _without_names(turn, uncut(turn.lexicon, turn.normal, told_only=True)))
        return _sorted_out((*turn.told, *beside))
    marked = " / ".join(turn.slot(Slot.allergen_or_diet))
    found = turn.lexicon.which("codes", marked) if marked else ()
    if not found:
        found = turn.lexicon.which("codes", _without_names(turn, turn.normal)) or tuple(
            c for c in turn.lexicon.which("codes", turn.normal) if c not in ALLERGENS
        )
    if not found:  # the words of a product hold it too: "allergic to eggs", "no nuts"
        found = turn.lexicon.which("codes", turn.lexicon.behind("left_out", turn.normal))
    if not found and turn.intent == turn.state.intent == Intent.product_allergens and turn.lexicon.said("ellipsis", turn.normal):
        return turn.state.codes
    if not found and turn.intent == Intent.product_allergens and turn.lexicon.hears("suits_whom", turn.normal):
        return turn.avoids  # "is that one all right for her"
    return _sorted_out(found)


def _sorted_out(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Each code once; of lactose and milk, which one word can mean, lactose."""
    return tuple(c for c in dict.fromkeys(codes) if not (c == "milk" and "lactose" in codes))


def _without_names(turn: Turn, text: str) -> str:
    """A text without the words that named products: what is left of it asks."""
    plural = "" if turn.lexicon.language == Language.zh else r"(?:e?s)?(?![a-z])"  # phrases are stems
    for word in " ".join(m.phrase for m in turn.mentions).split():
        text = re.sub(re.escape(word) + plural, " ", text)
    return text


def misread(turn: Turn) -> Intent | None:
    """What a question asks that was taken for one about allergens because a product's name holds the word of one: "can I freeze the halal chicken",
    猪肉水饺有没有. None where it does ask about them."""
    if turn.intent != Intent.product_allergens or turn.told or turn.shown or not turn.mentions or not turn.mentions[0].phrase:
        return None
    left, hears, best = _without_names(turn, turn.normal), turn.lexicon.hears, turn.mentions[0].best
    codes = turn.lexicon.which("codes", left)
    phrase = turn.mentions[0].phrase
    only_a_code = turn.lexicon.which("codes", phrase) and not tokens(turn.lexicon.without("codes", phrase, ()))
    if any(hears(words, left) for words in ("suits_whom", "left_out", "allergy_words")):
        return None
    if only_a_code and tokens(left):  # "is there a vegan one she can eat"
        return None
    if turn.lexicon.which("aspects", left) and not codes:
        return Intent.product_info
    goes_on = turn.state.intent == Intent.product_allergens
    of_its_name = set(codes) <= set(turn.lexicon.which("codes", normalise(turn.facts.text_of(best, "name"))))
    if hears("asks_stock", left) and of_its_name and not hears("inside", turn.normal):
        return Intent.product_availability
    bare = not tokens(turn.lexicon.without("codes", left, ())) and turn.lexicon.which("codes", turn.mentions[0].phrase)
    return Intent.find_product if bare and not goes_on else None


def any_such(turn: Turn) -> bool:
    """Whether "any vegetarian ones", 有没有素的, asks for a diet among the kind that was talked about."""
    nothing_named = bool(turn.mentions) and not turn.mentions[0].phrase and not turn.shown
    return nothing_named and turn.lexicon.hears("any_such", turn.normal) and bool(set(asked_codes(turn)) & set(DECLARED))


def product_allergens(turn: Turn) -> Draft:
    """What a product contains, may contain, and which diets it suits; or what is to be minded for the rest of the visit."""
    if turn.told and only_tells(turn.lexicon, turn.normal) and not any(m.phrase for m in turn.mentions):
        return _noted(turn)
    if not turn.mentions:
        return which_product(turn)
    mention = _whole_kind_named(turn, turn.mentions[0])
    if not mention.carried and (not mention.missing or mention.by == "text" or _of_another_brand(turn, mention) or is_a_piece(turn, mention)):
        return Draft((not_carried(turn, mention),), turn.mentions, chips=("where", "staff"))
    if mention.leaders > 1 and (codes := unwanted(turn, mention)):
        return without(turn, mention, codes)
    codes = asked_codes(turn)
    if any_such(turn):
        mention = whole_kind("", turn.store.products_of(mention.best.kind))
    pieces: list[Piece] = []
    if mention.leaders > 1 and codes and not turn.shown:
        pieces, mention = _several(turn, mention, codes)
    else:
        pieces += _both_held(turn, mention.best, codes[:2]) or [p for code in codes[:2] or ("",) for p in _one(turn, mention.best, code)]
    pieces += recalled(turn, (mention.best,))
    return Draft(tuple(pieces), (mention, *turn.mentions[1:]), (act("show_product", sku=mention.best.sku),), ("ingredients", "where", "staff"))


def _whole_kind_named(turn: Turn, mention: Mention) -> Mention:
    """All of a kind where it is named by its own name and no product of it was talked about: of "is your mayo safe" one product that suits is no answer."""
    kind = turn.store.kinds.get(mention.best.kind)
    names = {join(tokens(n)) for n in (kind.en, kind.zh, *kind.synonyms_en, *kind.synonyms_zh)} if kind else set()
    alone = mention.leaders == 1 and mention.by == "name" and mention.carried and mention.best.sku not in turn.state.mentioned and not turn.shown
    if not alone or mention.phrase not in names or len(every := turn.store.products_of(mention.best.kind)) < 2:
        return mention
    return replace(mention.led_by(every), kind=mention.best.kind)


LABELLED_FREE = ("gluten", "lactose")
"""Codes of which a label says that food is free: where it does not, that a row is silent is not enough."""


def _of_another_brand(turn: Turn, mention: Mention) -> bool:
    """Whether the words name a brand that none of the products found is of: no row of theirs answers for it."""
    said = "".join(mention.missing)
    names = {n.lower() for b in turn.store.brands if b.brand not in {p.brand for p in mention.products} for n in (b.brand, b.name_zh, *b.synonyms_en)}
    return said in names or any(word in names for word in mention.missing)


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
    asked = [c for c in asked_codes(turn) if c in ALLERGENS or c in ("lactose", "sugar")] if turn.lexicon.hears("left_out", turn.normal) else []
    return tuple(c for c in dict.fromkeys((*asked, *turn.avoids)) if any(not fits(p, c) for p in mention.equals or (mention.best,)))


def without(turn: Turn, mention: Mention, codes: tuple[str, ...]) -> Draft:
    """Products of a kind that hold nothing of what is to be left out by their rows, nor may; never one that does. Where there is none, that they all do."""
    pool = [*mention.products, *(p for k in mention.kinds[:MAX_KINDS] for p in turn.store.products_of(k))]
    every = list({p.sku: p for p in pool if not mention.kinds or p.kind in mention.kinds}.values())
    these = turn.intent == Intent.product_allergens and turn.lexicon.hears("suits_whom", turn.normal)  # "is the milka ok": of those that were named
    fitting = sorted((p for p in every if keeps(p, codes)), key=lambda p: (p.stock == 0, these and p not in mention.equals, not _names_it(p, codes)))
    chips = ("ingredients", "where", "staff")
    minded = [w for p in mention.equals[:MOST_TOLD] for w in warnings(turn, (p,), codes)] if these else []
    if not fitting:
        if traces := _with_traces(turn, every, codes):
            told, first = traces
            return Draft(told, (mention.led_by([first]), *turn.mentions[1:]), (act("show_product", sku=first.sku),), chips)
        none = piece("none_fits", items=kept_in_mind(turn, codes))
        pieces = (*minded, none) if minded else (none, *warnings(turn, tuple(every[:1]), codes))
        pieces += tuple(p for code in codes[:1] for p in instead(turn, mention.best, code))
        return Draft(pieces, turn.mentions, (act("show_product", sku=mention.best.sku),), chips)
    first, f = fitting[0], turn.facts
    said = minded
    for product, name in zip(fitting[:2], f.names(fitting[:2]), strict=True):
        for code in codes[:1]:
            diet = suits(product, code)
            said.append(
                piece("labelled", name=name, diet=f.codes(product, "diets", "diets", {diet}))
                if diet
                else piece("not_declared", name=name, code=code_name(turn, code))
            )
    said += [
        *_placed(turn, first),
        piece("check_label"),
        *recalled(turn, (first,)),
    ]
    return Draft(tuple(said), (mention.only(fitting), *turn.mentions[1:]), (act("show_product", sku=first.sku),), chips)


def _with_traces(turn: Turn, every: Sequence[rows.Product], codes: tuple[str, ...]) -> tuple[tuple[Piece, ...], rows.Product] | None:
    """What was asked for by name where every one may hold traces of what is kept in mind, and none of what there is holds it: walnuts, for who must
    not have peanuts. It is there, with what its label says; the shopper decides. None where the question itself wants it left out."""
    hears = turn.lexicon.hears
    asks = turn.intent == Intent.product_availability or hears("asks_stock", turn.normal)
    names_it = set(codes) & set(turn.lexicon.which("codes", turn.normal))
    wants_free = bool(turn.avoids) and (names_it or hears("left_out", turn.normal))  # only who keeps to it is not sent to what may hold it
    if not asks or turn.told or wants_free or hears("suits_whom", turn.normal):
        return None
    here = [p for p in every if p.stock and all(holds(p, c) in (*FREE, "may") for c in codes)]
    return ((*_placed(turn, here[0]), *warnings(turn, (here[0],), codes), piece("check_label")), here[0]) if here else None


def _placed(turn: Turn, product: rows.Product) -> tuple[Piece, ...]:
    """Where a product is, or that nothing of it is left."""
    f = turn.facts
    return out_of_stock(turn, product) or (piece("first_is_in", name=f.name(product), aisle=f.column(product, "aisle"), shelf=f.column(product, "shelf")),)


def asks_free(turn: Turn, code: str) -> bool | None:
    """Whether a question asks if a product is free of something or suits a diet (True) or if it holds it (False): the other way round, yes is no.
    None where it asks neither."""
    left = uncut(turn.lexicon, turn.normal, told_only=True)
    if code in LIVED_BY or turn.lexicon.hears("left_out", left) or turn.lexicon.hears("suits_whom", left):
        return True
    if turn.lexicon.hears("asks_holds", left):
        return False
    return True if code in turn.avoids else None


def _one(turn: Turn, product: rows.Product, code: str) -> list[Piece]:
    f = turn.facts
    name = f.name(product)
    if not code:
        return declared(turn, product)
    free = asks_free(turn, code)
    match holds(product, code):
        case "suits":
            diet = f.codes(product, "diets", "diets", {suits(product, code) or ""})
            whom, stock = (turn.lexicon.hears(words, turn.normal) for words in ("suits_whom", "asks_stock"))
            neither = turn.lexicon.hears("medical", turn.normal) or (stock and not whom)  # 有没有不含糖的: told, with no verdict
            says = {True: "declared_fits" if whom else "declared_as", False: "declared_free", None: "labelled"}[None if neither else free]
            return [piece(says, name=name, diet=diet), *_traces(turn, product, code)]
        case "contains":
            says = {True: "no_contains", False: "yes_contains", None: "contains"}[free]
            told = piece(says, name=name, codes=f.codes(product, "allergens", "allergens", {allergen(code)}))
            return [told, *(instead(turn, product, code) if free else ())]
        case "may":
            return [piece("may_contain", name=name, codes=f.codes(product, "may_contain", "allergens", {allergen(code)}))]
        case "against":
            is_it = code in LIVED_BY and not turn.lexicon.hears("suits_whom", turn.normal)
            if clash := clashing(product, code):
                return [
                    piece(
                        "not_declared_is" if is_it else "not_declared_contains",
                        name=name,
                        code=code_name(turn, code),
                        codes=f.codes(product, "allergens", "allergens", clash),
                    )
                ]
            diet = f.codes(product, "diets", "diets", {against(product, code) or ""})
            says = {True: "declared_is_not" if is_it else "declared_as_not", False: "declared_holds", None: "declared_so"}[free]
            return [piece(says, name=name, diet=diet), *(instead(turn, product, code) if free else ())]
    if code == "sugar" and product.sugars is not None:
        return [piece(by_unit("nutrition", (product,)), name=name, items=(nutrient(turn, product, "sugars"),)), piece("sugar_not_declared")]
    if code in LIVED_BY:
        other = instead(turn, product, code) or [*_contents(turn, product), piece("check_label")]
        return [piece("not_labelled", name=name, code=code_name(turn, code)), *other]
    if code in LABELLED_FREE:
        diet_name = Fact(turn.facts.words.term("diets", DECLARED[code][0]), ())
        told = piece("unlisted_unlabelled", name=name, code=code_name(turn, code), diet=diet_name)
        return [told, *_contents(turn, product), piece("check_label")]
    return [piece("not_declared", name=name, code=code_name(turn, code)), *_contents(turn, product), piece("check_label")]


def _both_held(turn: Turn, product: rows.Product, codes: tuple[str, ...]) -> list[Piece]:
    """Two declarations that a question names in one breath, where the product has both."""
    held = {d for c in codes if (d := against(product, c)) and holds(product, c) == "against" and not clashing(product, c)}
    if len(held) < 2 or any(asks_free(turn, c) for c in codes):
        return []
    return [piece("declared_holds", name=turn.facts.name(product), diet=turn.facts.codes(product, "diets", "diets", held))]


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
    """Which of several products suit, or hold it: those that declare it come first."""
    f, code = turn.facts, codes[0]
    if code in ALLERGENS and code not in DECLARED:
        with_it = [p for p in mention.equals if code in p.allergens]
        if len(with_it) == len(mention.equals):
            return [piece("all_contain", items=tuple(f.names(with_it[:3])), codes=f.codes(with_it[0], "allergens", "allergens", {code}))], mention
        if len({holds(p, code) for p in mention.equals}) > 1 and len(mention.equals) <= MOST_TOLD:
            return [*(_short(turn, p, code) for p in mention.equals), piece("check_label")], mention
        return _one(turn, mention.best, code), mention
    free = asks_free(turn, code)
    if free is False and (with_it := [p for p in mention.equals if holds(p, code) in ("contains", "against")][:3]):
        return _all_hold(turn, with_it, code), mention.led_by(with_it)
    kinds = {e.kind for e in mention.equals}
    pool = [*mention.products, *(p for k in mention.kinds[:MAX_KINDS] for p in turn.store.products_of(k))]
    fitting = list({p.sku: p for p in pool if suits(p, code) and (p.kind in kinds or p.kind in mention.kinds)}.values())
    if not fitting and free is not False and mention.phrase:  # the kind that suits may have a name of its own: alcohol-free beer
        said = f"{turn.facts.words.term('diets', DECLARED[code][0]) if DECLARED.get(code) else ' '.join(turn.slot(Slot.allergen_or_diet))} {mention.phrase}"
        found = turn.store.search(Wanted(text=said, language=turn.understanding.language, spans=(said,)))
        hits = [h.product for g in found.groups[:1] for h in g.hits] if found.exact else []
        fitting = [p for p in hits if suits(p, code) and alike(turn, p, mention.best)]
    if not fitting:
        if not mention.phrase or mention.leaders > MOST_TOLD:  # none of the whole kind
            return [piece("none_fits", items=kept_in_mind(turn, codes[:1])), *instead(turn, mention.best, code)], mention
        return _one(turn, mention.best, code), mention
    chosen = sorted(fitting, key=lambda p: p.stock == 0)[:3]
    items = tuple(
        piece("item_declared", name=n, diet=f.codes(p, "diets", "diets", {suits(p, code) or ""})) for n, p in zip(f.names(chosen), chosen, strict=True)
    )
    return [piece("these_declare", items=items), *_placed(turn, chosen[0])], mention.led_by(fitting)


MOST_TOLD = 3
"""Products that one question about an allergen is answered for one by one."""


def _short(turn: Turn, product: rows.Product, code: str) -> Piece:
    """What the row of one of several says about an allergen."""
    name, state = turn.facts.name(product), holds(product, code)
    if state in ("contains", "may"):
        column = "allergens" if state == "contains" else "may_contain"
        key = "contains" if state == "contains" else "may_hold"
        return piece(key, name=name, codes=turn.facts.codes(product, column, "allergens", {allergen(code)}))
    return piece("not_declared", name=name, code=code_name(turn, code))


def _all_hold(turn: Turn, products: Sequence[rows.Product], code: str) -> list[Piece]:
    """That each of some products holds what was asked: as an allergen, or by its maker's declaration."""
    f, first = turn.facts, products[0]
    by_diet = against(first, code)
    column, table, word = ("diets", "diets", by_diet) if by_diet else ("allergens", "allergens", allergen(code))
    alike = [p for p in products if word in {str(c) for c in getattr(p, column)}]
    cited = tuple(c for p in alike for fact in f.codes(p, column, table, {word}) for c in fact.citations)
    held = Fact(f.words.term(table, word), cited)
    names = tuple(f.names(alike))
    return [piece("declared_holds", name=names, diet=held) if by_diet else piece("yes_contains", name=names, codes=held)]


SKILLS = {Intent.product_allergens: product_allergens}
