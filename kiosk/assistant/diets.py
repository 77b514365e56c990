"""What a product holds, what a diet or an allergy rules out, and what a shopper said of it. Pure but for reading the store.

About allergens the row speaks and nothing else. What a shopper must not have, or does not eat, is kept for the whole visit, is no search term, and
nothing that holds it, or may hold it, is suggested.
"""

from kiosk.assistant.draft import Mention, Turn
from kiosk.assistant.words.listening import Lexicon
from kiosk.assistant.words.wording import Fact, Piece, piece
from kiosk.store import rows
from kiosk.store.catalogue import Store

MAX_KINDS = 8
"""Kinds of a broad word ("beer") that are looked through for products that suit."""
ALLERGENS = frozenset(str(a) for a in rows.Allergen)
FREE = ("suits", "silent")
"""What `holds` says of a product that neither holds an allergen by its row nor may."""
LABELS = frozenset({"vegan", "vegetarian", "halal", "kosher", "pork", "gelatine"})
"""Codes that no product is called by: a question that names one asks for the label."""
LIVED_BY = frozenset({"vegan", "vegetarian", "halal", "kosher", "organic"})
"""Codes that a product is, and not what is in it."""
NEED_A_LABEL = frozenset({"vegan", "vegetarian", "halal", "kosher"})
"""Diets that food without their label is not suggested for: a row declares no meat."""
LOW_SUGARS = 5
"""Grams in 100 that food may have to be called low in sugars: Regulation (EC) 1924/2006."""
CLASHES = {
    "vegan": {"milk", "eggs", "fish", "crustaceans", "molluscs"}, "vegetarian": {"fish", "crustaceans", "molluscs"}, "lactose-free": set(),
}  # fmt: skip
"""Declared allergens that rule a diet out; what is not in here is only known from the diets a maker declares."""
DECLARED = {
    "vegan": ("vegan",), "vegetarian": ("vegetarian", "vegan"), "halal": ("halal",), "kosher": ("kosher",), "organic": ("organic",),
    "lactose": ("lactose-free", "vegan"), "gluten": ("gluten-free",), "sugar": ("sugar-free", "no-added-sugar"), "alcohol": ("alcohol-free",),
    "pork": ("vegan", "vegetarian", "halal"), "gelatine": ("vegan", "vegetarian"), "caffeine": (),
}  # fmt: skip
"""Diets whose declaration answers a question about a code with "suits"."""
AGAINST = {"alcohol": ("contains-alcohol",), "pork": ("contains-pork",), "gelatine": ("contains-gelatine",), "caffeine": ("contains-caffeine",),
           "halal": ("contains-pork", "contains-alcohol"), "vegan": ("contains-gelatine", "contains-pork"),
           "vegetarian": ("contains-gelatine", "contains-pork")}  # fmt: skip


NEAR = {"peanuts": ("nuts", "lupin"), "nuts": ("peanuts",), "crustaceans": ("molluscs",), "molluscs": ("crustaceans",)}
"""Allergens that who must not have one often must not have either; without being told, nobody knows. They are not avoided, but told of."""


def suits(product: rows.Product, code: str) -> str | None:
    """The declared diet that answers a question about a code with "suits", if one does."""
    return next((str(d) for d in product.diets if str(d) in DECLARED.get(code, ())), None)


def against(product: rows.Product, code: str) -> str | None:
    """The declaration that rules a code's diet out: contains-pork for halal."""
    return next((str(d) for d in product.diets if str(d) in AGAINST.get(code, ())), None)


def allergen(code: str) -> str:
    """The allergen that a row would declare for a code: lactose is declared as milk."""
    return "milk" if code == "lactose" else code


def clashing(product: rows.Product, code: str) -> set[str]:
    """Declared allergens that a diet leaves out."""
    return CLASHES.get(code, set()) & {str(a) for a in product.allergens}


def holds(product: rows.Product, code: str) -> str:
    """What the row says about a code: `suits`, `contains`, `may`, `against`, or `silent`."""
    if suits(product, code):
        return "suits"
    if allergen(code) in product.allergens:
        return "contains"
    if allergen(code) in product.may_contain:
        return "may"
    return "against" if against(product, code) or clashing(product, code) else "silent"


def fits(product: rows.Product, code: str) -> bool:
    """Whether a product may be suggested: it holds nothing that the code rules out, nor may, and food without a label is none for who eats no meat."""
    state = holds(product, code)
    if code == "sugar" and state == "silent":
        return product.sugars is None or product.sugars <= LOW_SUGARS
    if state != "silent" or code not in NEED_A_LABEL or product.kcal is None:
        return state in FREE
    return code in ("halal", "kosher") and (suits(product, "vegetarian") is not None or "fish" in product.allergens)


def keeps(product: rows.Product, codes: tuple[str, ...]) -> bool:
    """Whether a product fits all of the codes."""
    return all(fits(product, c) for c in codes)


def told(lexicon: Lexicon, normal: str) -> tuple[str, ...]:
    """What the shopper, or somebody they shop for, must not have or lives by: "my son is allergic to eggs", 我吃素."""
    found = [c for _, _, codes, personal in lexicon.avoided(normal) if personal for c in codes]
    return tuple(dict.fromkeys(found))


def only_tells(lexicon: Lexicon, normal: str) -> bool:
    """Whether a sentence says so and asks for nothing."""
    if not told(lexicon, normal):
        return False
    rest = uncut(lexicon, normal).strip(" ,.!;，。！；")
    return not any(lexicon.hears(words, rest) for words in ("asks", "asks_for", "suits_whom", "reacts"))


def uncut(lexicon: Lexicon, normal: str, told_only: bool = False) -> str:
    """The sentence without what is to be left out: no search term. With `told_only` only without what tells of a person."""
    for start, end, _, personal in reversed(lexicon.avoided(normal)):
        if told_only and not personal:
            continue
        normal = f"{normal[:start]} {normal[end:]}"
    return normal


def of_age(lexicon: Lexicon, mention: Mention, normal: str) -> Mention:
    """A mention without what is for older babies than the one that is spoken of."""
    age = lexicon.months(normal)
    fit = [p for p in mention.equals if age is None or (lexicon.months_from(p.name_en) or 0) <= age]
    return mention if len(fit) in (0, mention.leaders) else mention.only(fit)


def kept_to(store: Store, mention: Mention, codes: tuple[str, ...]) -> Mention:
    """A mention of several products without those that the codes rule out, also looked for beyond the first ones; as it was where none is left."""
    if not codes or (mention.leaders == 1 and mention.phrase):
        return mention
    fit = [p for p in mention.equals if keeps(p, codes)] or [p for p in mention.products if keeps(p, codes)]
    if not fit:
        fit = [p for k in mention.kinds[:MAX_KINDS] for p in store.products_of(k) if keeps(p, codes)]
    return mention.only(fit, [p for p in mention.products if keeps(p, codes)]) if fit else mention


def code_name(turn: Turn, code: str) -> Fact:
    """An allergen or diet in words."""
    return Fact(turn.facts.words.term("codes", code), ())


def kept_in_mind(turn: Turn, codes: tuple[str, ...]) -> tuple[Piece, ...]:
    """Each code as a rule to keep to: "no milk", "vegan"."""
    return tuple(piece("rule_diet" if c in LIVED_BY else "rule_without", code=code_name(turn, c)) for c in codes)


def near_ones(product: rows.Product, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Allergens that a product holds, or may hold, and that often go along with one that is to be left out."""
    held = {str(a) for a in (*product.allergens, *product.may_contain)}
    return tuple(n for n in dict.fromkeys(n for c in codes for n in NEAR.get(c, ())) if n in held and n not in codes)


def near_warning(turn: Turn, product: rows.Product, codes: tuple[str, ...]) -> tuple[Piece, ...]:
    """What a suggestion holds, or may hold, that often goes along with what is to be left out: the shopper knows whether it does."""
    near, f = set(near_ones(product, codes)), turn.facts
    held = near & {str(a) for a in product.allergens}
    key, column, told = ("near_contains", "allergens", held) if held else ("near_may", "may_contain", near)
    return (piece(key, name=f.name(product), codes=f.codes(product, column, "allergens", told)),) if told else ()


def warnings(turn: Turn, products: tuple[rows.Product, ...], codes: tuple[str, ...]) -> tuple[Piece, ...]:
    """What to mind about the first product that holds, or may hold, what is to be left out."""
    for p in products:
        for code in codes:
            if not fits(p, code):
                return (warning(turn, p, code),)
    return ()


def warning(turn: Turn, product: rows.Product, code: str) -> Piece:
    """What stands against one product."""
    f, name, state = turn.facts, turn.facts.name(product), holds(product, code)
    if state == "may":
        return piece("mind_may", name=name, codes=f.codes(product, "may_contain", "allergens", {allergen(code)}))
    if state == "silent":
        return piece("not_labelled", name=name, code=code_name(turn, code))
    held = {allergen(code)} if state == "contains" else clashing(product, code)
    if held:
        return piece("mind_contains", name=name, codes=f.codes(product, "allergens", "allergens", held))
    return piece("mind_declared", name=name, diet=f.codes(product, "diets", "diets", {against(product, code) or ""}))
