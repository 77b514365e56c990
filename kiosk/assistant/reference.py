"""Which products a turn is about: named in the question, shown to the camera, or pointed at with a word ("it", "the other one", 后面那个).

Pure but for reading the store. A name in the question wins over a pronoun; a pronoun wins over a guess from the question's other words; what
was on the screen is the last resort.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from rapidfuzz import fuzz

from kiosk.assistant.draft import MAX_PRODUCTS, Mention, mention_of, pointed
from kiosk.assistant.kinship import alongside, called, neighbour, whole_kind
from kiosk.assistant.listening import Lexicon
from kiosk.assistant.state import VisitState
from kiosk.core import Intent, Language, Seen, Slot, Understanding
from kiosk.core.text import has_chinese
from kiosk.store import rows
from kiosk.store.catalogue import Store
from kiosk.store.naming import is_stop
from kiosk.store.search import Group, Wanted
from kiosk.store.words import bare_name, join, tokens

ABOUT_GOODS = frozenset({
    Intent.find_product, Intent.product_price, Intent.product_availability, Intent.product_info, Intent.product_allergens, Intent.recommend_product,
    Intent.compare_products, Intent.find_substitute, Intent.promotions, Intent.product_recall, Intent.list_add, Intent.list_remove,
})  # fmt: skip
"""Intents that are always about products: what is on the screen helps out where none is named."""
MAY_NAME_GOODS = frozenset({
    Intent.return_or_refund, Intent.report_damaged, Intent.price_dispute, Intent.call_staff, Intent.delivery_and_pickup, Intent.order_status,
})  # fmt: skip
"""Intents that are about products only where the student marked one."""
NAMED_IN_PASSING = frozenset({Intent.return_or_refund, Intent.report_damaged, Intent.price_dispute, Intent.call_staff})
"""Those of them in which a product's name means the product even where the student marked none."""
LIKE_A_NAME = 85.0
"""Likeness of spelling, 0 to 100 (rapidfuzz ratio), from which a phrase is a slip of a name and not another word that sounds like it."""
ATTRIBUTE_LIFT = 0.12
"""What a product gains that answers to every marked attribute: more than search's step between equal names, less than a kind."""
GENERAL = frozenset({Intent.promotions, Intent.product_recall, Intent.recommend_product})
"""Intents that can be asked without any product: "any deals today"."""
ASKS_FOR_ANOTHER = frozenset({Intent.find_product, Intent.product_availability, Intent.product_price, Intent.recommend_product, Intent.list_add})
"""Intents in which a property alone ("any rechargeable ones") asks for another product of the kind talked about."""
KEEPS_TOPIC = frozenset({
    Intent.find_product, Intent.product_price, Intent.product_availability, Intent.product_info, Intent.product_allergens, Intent.recommend_product,
    Intent.find_substitute, Intent.promotions, Intent.list_add, Intent.list_remove, Intent.product_recall,
})  # fmt: skip
"""Intents that "and the pears?" keeps."""
OF_THE_ONE = frozenset({
    Intent.product_price, Intent.product_info, Intent.product_allergens, Intent.promotions, Intent.product_recall, Intent.list_add, Intent.list_remove,
})  # fmt: skip
"""Intents in which "the milk" is the milk that was talked about, and not all the milk there is."""
_FILLERS = {Language.en: frozenset({
    "the", "a", "an", "one", "ones", "some", "any", "of", "please", "that", "this", "those", "these", "it", "is", "kind", "in", "with", "for", "to", "and"}),
            Language.zh: frozenset("的那种个款是了吗呢做这")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """What was resolved. `narrowed` is true where the words only make sense beside the product before ("the soy one")."""

    mentions: tuple[Mention, ...] = ()
    narrowed: bool = False
    shown: bool = False


@lru_cache(maxsize=20_000)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(tokens(text))


class Resolver:
    """Resolves one turn."""

    def __init__(self, store: Store, lexicon: Lexicon, state: VisitState, understanding: Understanding, text: str, normal: str) -> None:
        self._store = store
        self._lexicon = lexicon
        self._state = state
        self._u = understanding
        self._text = text
        self._normal = normal

    def resolve(self, intent: Intent, seen: Sequence[Seen]) -> Reference:
        """The products of the turn, for an intent that the policy settled on."""
        if intent not in ABOUT_GOODS and intent not in MAY_NAME_GOODS and not seen:
            return Reference()
        spans = self._spans()
        shown = self._shown(seen)
        if shown:
            return self._with_shown(shown, spans, intent)
        focus = self._product(self._state.focus)
        if focus and intent == Intent.product_allergens:  # "which ones haven't got milk in": what it is to be free of is no product
            codes = set(self._lexicon.which("codes", self._normal))
            spans = tuple(s for s in spans if not self._is_code(s) or codes - set(self._lexicon.which("codes", s)))
        if focus:
            narrowed = self._narrow(focus)
            if narrowed:
                return Reference((narrowed,), narrowed=True)
            selected = self._selected(intent)
            if selected and not (spans and self._named(spans, exact=True)):
                return Reference(selected)
            if not spans and intent == Intent.find_substitute and self._lexicon.hears("something_cheaper", self._normal):
                return Reference(self._focus_of(focus))
            if not spans and intent in ASKS_FOR_ANOTHER and not self._lexicon.hears("about_it", self._normal) and (another := self._same_kind(focus)):
                return Reference((another,))
        if spans:
            named = self._in_context(self._named(spans), focus, intent, spans)
            if intent == Intent.list_remove and focus and self._says_this() and self._state.on_list(focus.sku) and not self._lists_any(named):
                return Reference(self._focus_of(focus))  # "it tastes of soap, take that off"
            if focus and named and self._is_this(focus, named):
                whole = len(named[0].kinds) > 1 and self._right_after_this(named[0].phrase)  # "this fish": the salmon that is on the screen
                return Reference(self._focus_of(focus) if whole else (named[0].led_by([focus]),))
            if intent == Intent.find_substitute and len(named) > 1 and (words := self._lexicon.said("replaces", self._normal)):
                named.sort(key=lambda m: m.phrase not in _phrase(words))
            adds_this = intent == Intent.list_add and self._lexicon.hears("adds_this", self._normal)
            if named and focus and adds_this and not any(self._right_after_this(m.phrase) or m.best.sku == focus.sku for m in named):
                named = [pointed([focus]), *named]  # "put it on my list, and some soy sauce"
            if named:
                return Reference(tuple(named + self._alongside(named, intent)))
        if intent in MAY_NAME_GOODS:
            free = [m for m in self._named((), exact=True) if m.by == "name"] if intent in NAMED_IN_PASSING and not spans else []
            goes_on = self._says_this() or (self._state.intent in NAMED_IN_PASSING and intent != Intent.call_staff)
            return Reference(tuple(free) or (self._focus_of(focus) if focus and not spans and goes_on and intent in NAMED_IN_PASSING else ()))
        free = [] if spans else self._in_context(self._named((), exact=True), focus, intent, ())
        if focus or intent in GENERAL:  # a guess from spelling or sound is for a question that has nothing else to go by
            free = [m for m in free if m.by == "name" and not (focus and self._is_a_piece(m.phrase))]
        if focus and free and intent == Intent.recommend_product and self._says_this() and focus.kind not in free[0].kinds and free[0].leaders > 1:
            return Reference(tuple(free))  # "a wine to go with them"
        if focus and self._says_this():
            pointed_at = [m for m in free if self._right_after_this(m.phrase)]
            return Reference(tuple(pointed_at) or self._focus_of(focus))
        if focus and free and self._lexicon.said("the_one", self._normal):  # "the sliced one" is one of what was talked about
            near = self._store.kinds.get(focus.kind)
            free = [m for m in free if near and (k := self._store.kinds.get(m.best.kind)) and k.department == near.department]
        if free:
            return Reference(tuple(free + self._alongside(free, intent)))
        in_general = intent in GENERAL and self._lexicon.hears("in_general", self._normal)
        return Reference(self._focus_of(focus) if focus and not spans and not in_general else ())

    def narrowed(self) -> Mention | None:
        """The product that a correction or an elliptical question means beside the one before, if it is such a question."""
        focus = self._product(self._state.focus)
        return self._narrow(focus) if focus else None

    def such(self) -> Mention | None:
        """Products of the kind talked about that "any rechargeable ones" asks for, where the question says no more than that."""
        focus = self._product(self._state.focus)
        return self._same_kind(focus) if focus and self._lexicon.hears("any_such", self._normal) and not self._spans() else None

    def bare_name(self) -> tuple[Mention, ...]:
        """The product where the question is nothing but its name, or the name of its brand."""
        asked = [t for t in _tokens(self._normal) if t not in _FILLERS[self._lexicon.language]]
        named = self._named((), exact=True) if 0 < len(asked) <= 12 else []
        return tuple(named) if len(named) == 1 and named[0].by == "name" and named[0].carried and set(asked) <= set(_tokens(named[0].phrase)) else ()

    def _spans(self) -> tuple[str, ...]:
        named = {s: self._u.slots.get(str(s), ()) for s in (Slot.product, Slot.category, Slot.brand)}
        goods = {*named[Slot.product], *named[Slot.category]}
        if not goods and self._u.intent not in (Intent.recommend_product, Intent.recipe_ingredients):  # "put pizza on the list"
            goods = set(self._u.slots.get(str(Slot.dish), ()))
        whole = [w for w in _whole(self._normal, [*goods, *named[Slot.brand]]) if any(g in w for g in goods) or not goods]
        if self._lexicon.language == Language.zh:  # a lone character is mostly a piece of a word; the free search reads it in its place
            whole = [w for w in whole if len(w) > 1 or self._is_name(w)]
        return tuple(w for w in whole if not self._points(w))

    def _is_name(self, word: str) -> bool:
        """Whether a lone character names a product by itself (梨, 盐) and is no piece of a longer marked word."""
        at = self._normal.find(word)
        beside = {self._normal[n : n + 1] for n in (at - 1, at + len(word)) if n >= 0} - {""}
        if any(w != word and (w[0] in beside or w[-1] in beside) for words in self._u.slots.values() for w in words):
            return False
        found = self._store.search(Wanted(text=word, language=self._u.language, spans=(word,), limit=1))
        return found.exact and found.groups[0].by == "name" and any(m.phrase == word for m in self._named((), exact=True))

    def _points(self, words: str) -> bool:
        """Whether a marked product is only a pointing word."""
        left = " ".join(words.lower().split())
        for name in ("other", "cheaper", "dearer", "both", "former", "latter", "this"):
            if self._lexicon.hears(name, left) and len(left) <= 6 + 12 * (self._lexicon.language == Language.en):
                rest = [t for t in _tokens(left) if t not in _FILLERS[self._lexicon.language]]
                return len(rest) <= 1 or not any(self._named((left,), exact=True))
        return False

    def _named(self, spans: tuple[str, ...], exact: bool = False) -> list[Mention]:
        slots, text = self._u.slots, self._text
        if spans and self._u.intent == Intent.product_allergens:  # the milk of "the crunchy one, does it contain milk" is not looked for
            for words in slots.get(str(Slot.allergen_or_diet), ()):
                if not any(words in s for s in spans):
                    text = re.sub(rf"(?i)(?<![a-z]){re.escape(words)}(?![a-z])", " ", text)
        found = self._store.search(Wanted(
            text=text, language=self._u.language, spans=spans, brands=tuple(slots.get(str(Slot.brand), ())),
            attributes=(*slots.get(str(Slot.attribute), ()), *slots.get(str(Slot.allergen_or_diet), ())), limit=MAX_PRODUCTS,
        ))  # fmt: skip
        if exact and not found.exact:
            return []
        known = self._shelf_words()
        groups = [replace(g, missing=tuple(t for t in g.missing if t not in known)) if g.by == "name" else g for g in found.groups]
        mentions = [mention_of(self._by_attributes(g), found.exact) for g in groups]
        if self._u.intent != Intent.product_recall:
            mentions = [self._recalled_last(m) for m in mentions]
        if any(m.by in ("sound", "spelling") for m in mentions) and spans:
            mentions = list({m.best.sku: m for m in map(self._better_by_name, mentions)}.values())
        if not spans and exact:
            own = [m for m in mentions if not self._is_other_slot(m.phrase)]
            mentions = own if own or self._state.focus or self._u.intent == Intent.product_allergens else mentions
            if self._u.intent == Intent.product_allergens and len(mentions) > 1:
                mentions = [m for m in mentions if not self._is_code(m.phrase)] or mentions
        return mentions

    def _recalled_last(self, mention: Mention) -> Mention:
        """Among products that fit equally well, a recalled one is not the first to be named."""
        called_back = {r.sku for r in self._store.recalls}
        if mention.leaders == 1 or not any(p.sku in called_back for p in mention.equals):
            return mention
        return mention.led_by(sorted(mention.equals, key=lambda p: p.sku in called_back))

    def _in_context(self, named: list[Mention], focus: rows.Product | None, intent: Intent, spans: tuple[str, ...]) -> list[Mention]:
        """What was named, read beside the products talked about: a brand or a property alone is of their kind ("and the Varta", 去皮的), "that
        beer" is the beer from before, and "compare it with X" has two sides."""
        if focus is None or not named:
            return named
        marked = {t for s in spans for t in _tokens(s)} - _FILLERS[self._lexicon.language]
        if marked and not any(marked & set(_tokens(m.phrase)) for m in named):  # "fine, add the grana": nothing of what was marked was found
            before = [p for p in self._products(self._state.mentioned[::-1]) if marked <= self._words_of(p)]
            if before or self._says_this():
                return [pointed(before)] if before else list(self._focus_of(focus))
        read = [self._from_before(self._of_kind(focus, m), intent) for m in named]
        other = read[0]
        if intent == Intent.compare_products and len(read) == 1 and focus.sku in {p.sku for p in other.equals[:1]} and other.leaders == 1:
            rival = self._rival(other)
            return [other, rival] if rival else read
        if intent == Intent.compare_products and len(read) == 1 and focus.sku not in {p.sku for p in other.equals}:
            near = [self._store.kinds.get(k) for k in (focus.kind, other.best.kind)]
            alike = near[0] is not None and near[1] is not None and near[0].department == near[1].department
            if other.leaders == 1 and other.best.kind == focus.kind and (rival := self._rival(other)):
                return [other, rival]
            if self._lexicon.hears("compared_with", self._normal) and (self._says_this() or (alike and other.leaders == 1)):
                return [pointed([focus]), other]
        return read

    def _rival(self, named: Mention) -> Mention | None:
        """The other side of "Ariel or your eco one": of the same kind, told apart by the question's other words."""
        others = [p for p in self._store.products_of(named.best.kind) if p.sku != named.best.sku]
        asked = {t for t in _tokens(self._normal) if not is_stop([t])} - _FILLERS[self._lexicon.language] - self._words_of(named.best)
        held = [(len(asked & self._words_of(p)), p) for p in others]
        best = max((n for n, _ in held), default=0)
        found = [p for n, p in held if n == best] if best else []
        return pointed(found[:MAX_PRODUCTS]) if 0 < len(found) < len(others) or len(found) == 1 else None

    def _lists_any(self, named: list[Mention]) -> bool:
        """Whether one of the named products, or one of their kinds, is on the list."""
        kinds = {p.kind for m in named for p in m.equals}
        return any(p.kind in kinds for p in self._products([s for s, _ in self._state.listed]))

    def _of_kind(self, focus: rows.Product, mention: Mention) -> Mention:
        """The same words among the products of the kind talked about, where they name no kind themselves."""
        words = set(_tokens(mention.phrase)) - _FILLERS[self._lexicon.language]
        of_it = f"{mention.phrase}的" in self._normal and self._u.intent == Intent.compare_products  # 它跟巧克力的比
        if not words or mention.best.kind == focus.kind or (mention.carried and not of_it and any(words & self._words_of_kind(p.kind) for p in mention.equals)):
            return mention
        held = self._store.products_of(focus.kind)
        found = [p for p in held if words <= self._words_of(p)]
        brands = {p.brand for p in mention.equals}
        if not found and not mention.carried and has_chinese(mention.phrase):  # 木头 beside 木质猫砂: a character that only some of the kind have
            telling = {t for t in words if 0 < sum(t in self._words_of(p) for p in held) < len(held)}
            found = [p for p in held if telling & self._words_of(p)]
        if not found and len(brands) == 1 and len({p.kind for p in mention.equals}) > 1:
            found = [p for p in held if p.brand in brands]
        asked = {t for t in _tokens(self._normal) if not is_stop([t])}
        best = mention.best
        if found and not of_it and len(asked & self._words_of(found[0])) < len(asked & (self._words_of(best) | self._words_of_kind(best.kind))):
            return mention  # "the Alpro soy one" beside oat milk: more of the question is about soy milk
        return replace(pointed(found[:MAX_PRODUCTS]), phrase=mention.phrase, leaders=min(len(found), MAX_PRODUCTS)) if found else mention

    def _from_before(self, mention: Mention, intent: Intent) -> Mention:
        """The product of the turns before that is pointed back at by its name."""
        definite = intent in OF_THE_ONE and re.search(rf"\bthe {re.escape(mention.phrase)}", self._normal) is not None
        back = definite or self._says_this() or any(self._lexicon.hears(name, self._normal) for name in ("other", "back", "earlier"))
        sure = mention.carried and mention.by == "name"
        if not mention.phrase or (sure and (mention.leaders < 2 or not back or intent == Intent.compare_products)):
            return mention
        words = set(_tokens(mention.phrase)) - _FILLERS[self._lexicon.language]
        named = {p.sku: set(_tokens(f"{p.name_en} {p.name_zh} {p.brand}")) | self._words_of_kind(p.kind) for p in self._products(self._state.mentioned)}
        before = [p for p in self._products(self._state.mentioned[::-1]) if words <= named[p.sku]]
        if self._lexicon.hears("other", self._normal):
            before = [p for p in before if p.sku != self._state.focus]
        if before and not sure:
            return replace(pointed(before), phrase=mention.phrase)
        return mention.led_by(before[:1]) if before else mention

    @staticmethod
    def _words_of(product: rows.Product) -> set[str]:
        return set(_tokens(" ".join((product.name_en, product.name_zh, product.brand or "", *product.tags, *product.diets))))

    def _words_of_kind(self, kind: str) -> set[str]:
        row = self._store.kinds.get(kind)
        return set(_tokens(" ".join((row.en, row.zh, *row.synonyms_en, *row.synonyms_zh)))) if row else set()

    def _alongside(self, named: list[Mention], intent: Intent) -> list[Mention]:
        """Further kinds of a comparison that share the last words of the one that was named."""
        if intent != Intent.compare_products or len(named) != 1 or not named[0].kind:
            return []
        kinds = alongside(self._store, named[0].kind, set(_tokens(self._normal)))
        return [whole_kind(self._normal, found) for kind in kinds if (found := self._store.products_of(kind, MAX_PRODUCTS))]

    def _shelf_words(self) -> set[str]:
        """Words of the shop's departments and groups: the snacks of "snacks for a baby" are sold, though no product is called so."""
        shop = self._store.shop
        names = [n for d in shop.departments for n in (d.en, d.zh, *d.synonyms_en, *d.synonyms_zh)] + [n for g in shop.groups for n in (*g.en, *g.zh)]
        return {t for n in names for t in _tokens(n)}

    def _better_by_name(self, mention: Mention) -> Mention:
        """ "coconut flour" sounds like "cut flowers", yet it names flour: a far likeness gives way to a name inside the same words, and the
        word that is left over is missing."""
        words = mention.phrase
        if mention.by not in ("sound", "spelling") or has_chinese(words):
            return mention
        names = [n for p in mention.equals for n in (bare_name(p.name_en), *self._kind_names(p.kind))]
        if max((fuzz.ratio(words, " ".join(_tokens(n))) for n in names), default=0.0) >= LIKE_A_NAME:
            return mention
        inside = set(_tokens(words))
        found = self._store.search(Wanted(text=words, language=self._u.language, limit=MAX_PRODUCTS))
        for group in found.groups if found.exact else ():
            if group.by == "name" and set(_tokens(group.phrase)) < inside:
                known = set(_tokens(" ".join((*self._kind_names(group.hits[0].product.kind), *(f"{h.product.name_en} {h.product.brand}" for h in group.hits)))))
                missing = tuple(t for t in _tokens(words) if t not in known)
                return replace(mention_of(group, exact=True), phrase=words, missing=missing, carried=not missing)
        return mention

    def _kind_names(self, kind: str) -> tuple[str, ...]:
        row = self._store.kinds.get(kind)
        return (row.en, *row.synonyms_en) if row else ()

    def _by_attributes(self, group: Group) -> Group:
        """Lifts the products that answer to what was marked as an attribute, also by the name of their kind: 湿 of 湿猫粮."""
        marked = {t for w in self._u.slots.get(str(Slot.attribute), ()) for t in _tokens(w)}
        if not marked:
            return group
        lifted = []
        for hit in group.hits:
            kind = self._store.kinds.get(hit.product.kind)
            p = hit.product
            names = f"{p.name_en} {p.name_zh} {' '.join((*p.tags, *p.diets))} {f'{kind.en} {kind.zh}' if kind else ''}"
            held = len(marked & set(_tokens(names))) / len(marked)
            lifted.append(replace(hit, score=round(min(0.99, hit.score + ATTRIBUTE_LIFT * held), 4)))
        lifted.sort(key=lambda h: -h.score)
        return replace(group, hits=tuple(lifted))

    def _is_other_slot(self, phrase: str) -> bool:
        """Whether a phrase stands in words that fill another slot: the sugar of "has it got added sugar" is no product."""
        others = (Slot.allergen_or_diet, Slot.attribute, Slot.quantity, Slot.place, Slot.reason, Slot.dish, Slot.day_or_time)
        held = {t for s in others for w in self._u.slots.get(str(s), ()) for t in _tokens(w)}
        return bool(held) and set(_tokens(phrase)) <= held

    def _is_code(self, phrase: str) -> bool:
        """Whether a phrase is nothing but an allergen or a diet: the alcohol of "is there alcohol in the vinegar"."""
        return len(_tokens(phrase)) <= 2 + 2 * has_chinese(phrase) and bool(self._lexicon.which("codes", phrase))

    def _shown(self, seen: Sequence[Seen]) -> list[tuple[rows.Product, float]]:
        best: dict[str, float] = {}
        for s in seen:
            if s.accepted:
                best[s.sku] = max(s.score, best.get(s.sku, 0.0))
        found = [(p, score) for sku, score in sorted(best.items(), key=lambda pair: -pair[1]) if (p := self._store.product(sku))]
        return found

    def _with_shown(self, shown: list[tuple[rows.Product, float]], spans: tuple[str, ...], intent: Intent) -> Reference:
        """What was shown is "this"; a product named beside it comes along when it is another one."""
        mention = pointed([p for p, _ in shown], [s for _, s in shown])
        named = [m for m in self._named(spans) if m.carried] if spans else []
        others = [m for m in named if not {p.kind for p in m.products[: m.leaders]} & {p.kind for p, _ in shown}]
        if intent == Intent.compare_products and len(shown) > 1 and not others:
            return Reference(tuple(pointed([p], [s]) for p, s in shown), shown=True)
        return Reference((mention, *others), shown=True)

    def _product(self, sku: str | None) -> rows.Product | None:
        return self._store.product(sku) if sku else None

    def _products(self, skus: Sequence[str]) -> list[rows.Product]:
        return [p for p in map(self._store.product, skus) if p]

    def _focus_of(self, focus: rows.Product) -> tuple[Mention, ...]:
        """The product in focus; the others on the screen follow it."""
        rest = self._products([s for s in self._state.shown if s != focus.sku]) if focus.sku in self._state.shown else []
        return (pointed([focus, *rest][:MAX_PRODUCTS]),)

    def _says_this(self) -> bool:
        return self._lexicon.hears("this", self._normal)

    def _right_after_this(self, phrase: str) -> bool:
        """ "this orange", 这个橙子: the pointing word belongs to the name behind it."""
        if not phrase:
            return False
        words = re.escape(phrase.split()[0])
        return re.search(rf"(this|that|these|those) ({words})|[这那](个|些|种|款|盒|瓶|袋|包|箱|斤)?({words})", self._normal) is not None

    def _is_a_piece(self, phrase: str) -> bool:
        """Whether a lone character that nobody marked or pointed at is likely a piece of a word: the 面 of 里面."""
        return len(phrase) == 1 and has_chinese(phrase) and not self._right_after_this(phrase)

    def _is_this(self, focus: rows.Product, named: list[Mention]) -> bool:
        """ "this yoghurt", right after a yoghurt: the one that was talked about."""
        says = self._says_this() or (len(named) == 1 and self._right_after_this(named[0].phrase))
        return len(named) == 1 and named[0].leaders > 1 and says and focus.kind in {*named[0].kinds, *(p.kind for p in named[0].equals)}

    def _selected(self, intent: Intent) -> tuple[Mention, ...]:
        """What pointing words pick from the products of the turns before."""
        state, hears = self._state, self._lexicon.hears
        rivals = self._products(state.rivals)
        pool = rivals if len(rivals) > 1 else self._products(state.shown)
        both = hears("both", self._normal) and intent in (Intent.list_add, Intent.list_remove)
        last_two = self._products(state.mentioned[-2:])
        if intent == Intent.compare_products and len(rivals) < 2 and len(last_two) == 2 and hears("two", self._normal):
            return tuple(pointed([p]) for p in last_two)
        if len(pool) > 1 and (both or intent == Intent.compare_products):
            return tuple(pointed([p]) for p in pool[: 4 if len(rivals) > 1 else 2 if both else 3])
        if len(pool) > 1 and intent == Intent.recommend_product and hears("both", self._normal):
            return (pointed(pool),)
        if hears("something_cheaper", self._normal) and (len(rivals) < 2 or intent == Intent.find_substitute):
            return ()
        if hears("back", self._normal) and len(last_two) == 2:
            return (pointed([last_two[0], *(p for p in pool if p.sku != last_two[0].sku)][:MAX_PRODUCTS]),)
        if hears("cheaper", self._normal) and len(pool) > 1:
            chosen = min(pool, key=self._price_as_said)
        elif hears("dearer", self._normal) and len(pool) > 1:
            chosen = max(pool, key=self._price_as_said)
        elif hears("other", self._normal) and (len(pool) > 1 or len(state.mentioned) > 1):
            others = [p for p in pool if p.sku != state.focus] or self._products([s for s in reversed(state.mentioned) if s != state.focus])
            if not others:
                return ()
            chosen = others[0]
        elif hears("latter", self._normal) and state.mentioned:
            chosen = rivals[-1] if len(rivals) > 1 else self._products(state.mentioned[-1:])[0]
        elif hears("former", self._normal) and len(state.mentioned) > 1:
            chosen = rivals[0] if len(rivals) > 1 else self._products(state.mentioned[-2:-1])[0]
        else:
            place = self._lexicon.ordinal(self._normal)
            if place is None or place >= len(pool):
                return ()
            chosen = pool[place]
        return (pointed([chosen, *(p for p in pool if p.sku != chosen.sku)][:MAX_PRODUCTS]),)

    def _price_as_said(self, product: rows.Product) -> Decimal:
        """The price that the shopper read out for every rival ("1.89 for this, 1.49 for that"), else the store's."""
        said = dict(self._state.said_prices)
        return Decimal(said[product.sku]) if set(self._state.rivals) <= set(said) and product.sku in said else product.price

    def _narrow(self, focus: rows.Product) -> Mention | None:
        """ "no, I meant the soy one" beside oat milk: soy milk. The new word is looked for among the kinds that share the old one's head
        word, then among the varieties of the old kind."""
        words = next((w for table in ("the_one", "meant", "ellipsis") if (w := self._lexicon.said(table, self._normal))), None)
        if not words:
            return None
        fillers = _FILLERS[self._lexicon.language]
        parts = {t for t in _tokens(words) if t not in fillers}
        if not parts or len(parts) > 6:
            return None
        state = self._state
        pool = self._products(tuple(dict.fromkeys((*state.rivals, *reversed(state.mentioned), *state.shown))))
        held = [p for p in pool if parts <= set(_tokens(f"{p.name_en} {p.name_zh} {p.brand}"))]
        if held and len(held) < len(pool):
            return pointed([*held, *(p for p in pool if p not in held)][:MAX_PRODUCTS])
        near = neighbour(self._store, focus.kind, parts) or called(self._store, parts, focus.kind)
        if near and (products := self._store.products_of(near, MAX_PRODUCTS)):
            return whole_kind(words, products)
        alike = [p for p in self._store.products_of(focus.kind) if p.sku != focus.sku and parts <= set(_tokens(f"{p.name_en} {p.name_zh} {p.brand}"))]
        if alike:
            return pointed(alike[:MAX_PRODUCTS])
        return None

    def _same_kind(self, focus: rows.Product) -> Mention | None:
        """Products of the kind talked about that answer to what is asked for now, best first: "any without sugar", 有去皮的吗."""
        slots = (Slot.attribute, Slot.allergen_or_diet)
        marked = {t for s in slots for w in self._u.slots.get(str(s), ()) for t in _tokens(w)} - _FILLERS[self._lexicon.language]
        of_kind = [(p, self._words_of(p)) for p in self._store.products_of(focus.kind)]
        if not marked:  # the student marked nothing: words that some products of the kind answer to and others do not
            asked = {t for t in _tokens(self._normal) if not is_stop([t])} - _FILLERS[self._lexicon.language]
            marked = {t for t in asked if 0 < sum(t in words for _, words in of_kind) < len(of_kind)}
        held = [(len(marked & words), p) for p, words in of_kind]
        found = sorted((h for h in held if h[0]), key=lambda h: -h[0])
        return pointed([p for _, p in found][:MAX_PRODUCTS]) if found else None


def _phrase(words: str) -> str:
    """Words as a search group's phrase has them."""
    return join(list(_tokens(words)))


def _whole(text: str, pieces: Sequence[str]) -> list[str]:
    """Marked words in their order, those that touch in the text made one: "god" + "morgon orange juice", 饼 + 干."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((s, s + len(p)) for p in pieces if (s := text.find(p)) >= 0):
        if found and text[found[-1][1] : start].strip() == "" and end > found[-1][1]:
            found[-1] = (found[-1][0], end)
        elif not found or start >= found[-1][1]:
            found.append((start, end))
    return [text[a:b].strip() for a, b in found]
