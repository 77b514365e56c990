"""Which products a turn is about: named in the question, shown to the camera, or pointed at with a word ("it", "the other one", 后面那个).

Pure but for reading the store. A name in the question wins over a pronoun; a pronoun wins over a guess from the question's other words; what
was on the screen is the last resort.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz

from kiosk.assistant.diets import uncut
from kiosk.assistant.draft import MAX_PRODUCTS, Mention, mention_of, pointed
from kiosk.assistant.mentions.kinship import alongside, whole_kind
from kiosk.assistant.mentions.likeness import names_of
from kiosk.assistant.mentions.recollection import FILLERS, Recollection, tokens_of
from kiosk.assistant.mentions.showing import shown_for_sure
from kiosk.assistant.mentions.sizing import among, sized
from kiosk.assistant.mentions.varieties import described, told_apart
from kiosk.assistant.state import VisitState
from kiosk.assistant.words.listening import Lexicon
from kiosk.assistant.words.pieces import adjoined
from kiosk.core import Intent, Language, Seen, Slot, Understanding
from kiosk.core.text import has_chinese
from kiosk.store import rows
from kiosk.store.catalogue import Store
from kiosk.store.search import Group, Wanted
from kiosk.store.words import bare_name, join

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


@dataclass(frozen=True, slots=True)
class Reference:
    """What was resolved. `narrowed` is true where the words only make sense beside the product before ("the soy one")."""

    mentions: tuple[Mention, ...] = ()
    narrowed: bool = False
    shown: bool = False


class Resolver:
    """Resolves one turn."""

    def __init__(self, store: Store, lexicon: Lexicon, state: VisitState, understanding: Understanding, text: str, normal: str, today: date) -> None:
        self._store = store
        self._lexicon = lexicon
        self._state = state
        self._u = understanding
        left_out = lexicon.avoided(normal)
        self._text = uncut(lexicon, normal) if left_out else text  # what is to be left out is no product to look for
        self._left_out = [normal[start:end] for start, end, _, _ in left_out]
        self._normal = normal
        self._before = Recollection(store, lexicon, state, understanding, normal, today)

    def resolve(self, intent: Intent, seen: Sequence[Seen]) -> Reference:
        """The products of the turn, for an intent that the policy settled on."""
        if intent not in ABOUT_GOODS and intent not in MAY_NAME_GOODS and not seen:
            return Reference()
        if intent == Intent.find_substitute and self._left_out and not self._replaces():
            self._text, self._left_out = self._normal, []  # "I can't have eggs, what can I use": in place of the very thing
        spans = self._spans()
        shown = shown_for_sure(self._store, seen)
        if shown:
            return self._with_shown(shown, spans, intent)
        focus = self._before.product(self._state.focus)
        if focus and intent == Intent.product_allergens:  # "which ones haven't got milk in": what it is to be free of is no product
            codes = set(self._lexicon.which("codes", self._normal))
            spans = tuple(s for s in spans if not self._is_code(s) or codes - set(self._lexicon.which("codes", s)))
        if focus:
            of_size = self._of_size(focus, spans)
            if of_size:
                return Reference((of_size,))
            if varied := self._varied(focus, intent, spans):
                return Reference(varied, narrowed=True)
            if narrowed := self._before.narrow(focus):
                return Reference((narrowed,), narrowed=True)
            selected = self._before.selected(intent)
            if selected and not (spans and self._named(spans, exact=True)):
                return Reference(selected)
            if intent == Intent.find_substitute and self._lexicon.hears("something_cheaper", self._normal) and not self._surely_named(spans):
                return Reference(self._before.focus_of(focus))
            if not spans and (other_size := self._before.other_size(focus)):
                return Reference((other_size,))
            if not spans and intent in ASKS_FOR_ANOTHER and not self._about_it() and (another := self._before.same_kind(focus)):
                return Reference((another,))
        if spans:
            named = self._before.in_context(self._named(spans), focus, intent, spans)
            if intent == Intent.product_recall and named and not any(m.by == "name" for m in named):  # "salmonella in the eggs": the eggs
                named = [m for m in self._named((), exact=True) if m.by == "name"]
            if intent == Intent.list_remove and focus and self._before.says_this() and self._state.on_list(focus.sku) and not self._before.lists_any(named):
                return Reference(self._before.focus_of(focus))  # "it tastes of soap, take that off"
            if focus and named and self._before.is_this(focus, named):
                whole = len(named[0].kinds) > 1 and self._before.right_after_this(named[0].phrase)  # "this fish": the salmon that is on the screen
                return Reference(self._before.focus_of(focus) if whole else (named[0].led_by([focus]),))
            if intent == Intent.find_substitute and len(named) > 1 and (words := self._lexicon.said("replaces", self._normal)):
                named.sort(key=lambda m: m.phrase not in _phrase(words))
            adds_this = intent == Intent.list_add and self._lexicon.hears("adds_this", self._normal)
            if named and focus and adds_this and not any(self._before.right_after_this(m.phrase) or m.best.sku == focus.sku for m in named):
                named = [pointed([focus]), *named]  # "put it on my list, and some soy sauce"
            if named:
                return Reference(tuple(named + self._alongside(named, intent)))
        if intent in MAY_NAME_GOODS:
            free = [m for m in self._named((), exact=True) if m.by == "name"] if intent in NAMED_IN_PASSING and not spans else []
            goes_on = self._before.says_this() or (self._state.intent in NAMED_IN_PASSING and intent != Intent.call_staff)
            return Reference(tuple(free) or (self._before.focus_of(focus) if focus and not spans and goes_on and intent in NAMED_IN_PASSING else ()))
        free = [] if spans else self._before.in_context(self._named((), exact=True), focus, intent, ())
        if focus or intent in GENERAL:  # a guess from spelling or sound is for a question that has nothing else to go by
            free = [m for m in free if m.by == "name" and not (focus and self._is_a_piece(m.phrase))]
        if focus and free and intent == Intent.recommend_product and self._before.says_this() and focus.kind not in free[0].kinds and free[0].leaders > 1:
            return Reference(tuple(free))  # "a wine to go with them"
        if focus and len(free) == 1 and not spans and self._is_shelf_of(focus, free[0]):
            return Reference(self._before.focus_of(focus))  # "in which freezer": the one that was talked about, and not all that is frozen
        if focus and self._before.says_this():
            pointed_at = [m for m in free if self._before.right_after_this(m.phrase)]
            return Reference(tuple(pointed_at) or self._before.focus_of(focus))
        if focus and free and self._lexicon.said("the_one", self._normal):  # "the sliced one" is one of what was talked about
            near = self._store.kinds.get(focus.kind)
            free = [m for m in free if near and (k := self._store.kinds.get(m.best.kind)) and k.department == near.department]
        if free:
            return Reference(tuple(free + self._alongside(free, intent)))
        in_general = intent in GENERAL and self._lexicon.hears("in_general", self._normal)
        return Reference(self._before.focus_of(focus) if focus and not spans and not in_general else ())

    def _of_size(self, focus: rows.Product, spans: tuple[str, ...]) -> Mention | None:
        """What "the 500 gram one" means of what was talked about, where nothing else is named."""
        pool = [p for s in (*self._state.rivals, *self._state.shown, *self._state.mentioned) if (p := self._before.product(s))]
        found = among(self._store, list(dict.fromkeys(pool)), focus, self._normal, self._lexicon.language)
        return None if found is None or any(m.by == "name" and m.carried for m in self._named(spans, exact=True)) else found

    def _varied(self, focus: rows.Product, intent: Intent, spans: tuple[str, ...]) -> tuple[Mention, ...]:
        """What a description means of the kind that was talked about, where nothing of another kind is surely named beside it."""
        shown, before = (self._before.products(skus) for skus in ((*self._state.rivals, *self._state.shown), self._state.mentioned))
        found = described(self._store, self._lexicon, self._normal, focus, shown, before)
        if found is None or (intent == Intent.list_remove and not any(self._state.on_list(p.sku) for p in found.equals)):
            return ()
        words, kinds = set(tokens_of(found.phrase)), {p.kind for p in found.products}
        beside = [m for m in self._named(spans, exact=True) if m.by == "name" and m.carried and not set(tokens_of(m.phrase)) <= words]
        if any(not kinds & {p.kind for p in m.equals} for m in beside):
            return ()
        if intent in (Intent.compare_products, Intent.recommend_product):  # none of what was not described
            found = found.only(found.equals)
        if intent == Intent.compare_products:
            asks = self._lexicon.hears("compared_with", self._normal) or self._lexicon.asked_anew(self._normal) == intent
            return (pointed([focus]), found) if asks and focus not in found.equals else ()
        adds = self._before.says_this() if self._lexicon.language == Language.en else self._lexicon.hears("adds_this", self._normal)
        both = intent == Intent.list_add and adds and self._lexicon.hears("wants_more", self._normal) and focus not in found.equals
        return (pointed([focus]), found) if both and not self._before.right_after_this(found.phrase) else (found,)

    def _surely_named(self, spans: tuple[str, ...]) -> bool:
        """Whether something is named as it is written, and not only nearly: an outcry is no cheese."""
        return bool(spans) and any(m.by == "name" and m.carried for m in self._named(spans, exact=True))

    def _replaces(self) -> bool:
        """Whether the question names what is to be replaced: "instead of butter", but not 拿什么替它."""
        words = self._lexicon.said("replaces", self._normal)
        return bool(words) and not self._lexicon.hears("this", str(words))

    def narrowed(self) -> Mention | None:
        """The product that a correction or an elliptical question means beside the one before, if it is such a question."""
        focus = self._before.product(self._state.focus)
        return next(iter(self._varied(focus, self._u.intent, self._spans())), None) or self._before.narrow(focus) if focus else None

    def such(self) -> Mention | None:
        """Products of the kind talked about that "any rechargeable ones" asks for, where the question says no more than that."""
        focus = self._before.product(self._state.focus)
        return self._before.same_kind(focus) if focus and self._lexicon.hears("any_such", self._normal) and not self._spans() else None

    def bare_name(self) -> tuple[Mention, ...]:
        """The product where the question is nothing but its name, or the name of its brand."""
        asked = [t for t in tokens_of(self._normal) if t not in FILLERS[self._lexicon.language]]
        named = self._named((), exact=True) if 0 < len(asked) <= 12 else []
        return tuple(named) if len(named) == 1 and named[0].by == "name" and named[0].carried and set(asked) <= set(tokens_of(named[0].phrase)) else ()

    def _spans(self) -> tuple[str, ...]:
        named = {s: self._u.slots.get(str(s), ()) for s in (Slot.product, Slot.category, Slot.brand)}
        goods = {*named[Slot.product], *named[Slot.category]}
        if not goods and self._u.intent not in (Intent.recommend_product, Intent.recipe_ingredients):  # "put pizza on the list"
            goods = set(self._u.slots.get(str(Slot.dish), ())) or self._taken_for_diets()
        whole = [w for w in adjoined(self._normal, [*goods, *named[Slot.brand]]) if any(g in w for g in goods) or not goods]
        if self._lexicon.language == Language.zh:  # a lone character is mostly a piece of a word; the free search reads it in its place
            whole = [w for w in whole if len(w) > 1 or self._is_name(w)]
        whole = [w for w in whole if not any(self._lexicon.is_all(n, w) for n in ("containers", "counts_those"))]  # "how many pieces": what was talked about
        whole = [w for w in whole if " " in w or not self._lexicon.is_all("puts", w)]  # the "bung" of "bung it on the list"
        return tuple(w for w in whole if not self._points(w) and not self._asks_of_it(w) and (w in self._text or not any(w in cut for cut in self._left_out)))

    def _asks_of_it(self, words: str) -> bool:
        """Whether marked words are a nutrient that is asked of what was talked about: 蛋白质高 of 蛋白质高不高."""
        of_it = self._state.focus is not None and self._u.intent in (Intent.product_info, Intent.product_allergens, Intent.compare_products)
        left = set(tokens_of(self._lexicon.without("nutrients", words, ()))) - FILLERS[self._lexicon.language]
        return of_it and bool(self._lexicon.which("nutrients", words)) and left <= {*"质高低多少量含大重", "content", "level", "high", "low"}

    def _is_shelf_of(self, focus: rows.Product, mention: Mention) -> bool:
        """Whether a mention is of the whole department that a product is in."""
        kind = self._store.kinds.get(focus.kind)
        return kind is not None and {k.kind for k in self._store.kinds.values() if k.department == kind.department} == set(mention.kinds)

    def _taken_for_diets(self) -> set[str]:
        """Words marked as an allergen or diet that are none, where goods are asked for: the vitamins of "have you got vitamins"."""
        if self._u.intent not in (*ASKS_FOR_ANOTHER, Intent.product_allergens):
            return set()
        return {w for w in self._u.slots.get(str(Slot.allergen_or_diet), ()) if not self._lexicon.which("codes", w)}

    def _is_name(self, word: str) -> bool:
        """Whether a lone character names a product by itself (梨, 盐)."""
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
                rest = [t for t in tokens_of(left) if t not in FILLERS[self._lexicon.language]]
                return len(rest) <= 1 or not any(self._named((left,), exact=True))
        return False

    def _named(self, spans: tuple[str, ...], exact: bool = False) -> list[Mention]:
        slots, text = self._u.slots, self._text
        if spans and self._u.intent == Intent.product_allergens:  # the milk of "the crunchy one, does it contain milk" is not looked for
            for words in slots.get(str(Slot.allergen_or_diet), ()):
                if not any(words in s for s in spans):
                    text = re.sub(rf"(?i)(?<![a-z]){re.escape(words)}(?![a-z])", " ", text)
            if self._lexicon.language == Language.en:  # marked or not: the alcohol of "does the tiramisu have alcohol"
                text = self._lexicon.without("codes", text, spans)
        unwanted = self._lexicon.said("negated", self._normal)
        if unwanted:
            text = text.replace(unwanted, " ")
        # "Is the goldbear halal" asks about the one named: what it is asked to be lifts no other product over it.
        telling = (Slot.attribute,) if self._u.intent == Intent.product_allergens and spans else (Slot.attribute, Slot.allergen_or_diet)
        properties = [w for s in telling for w in slots.get(str(s), ()) if not (unwanted and unwanted in w)]
        found = self._store.search(Wanted(
            text=text, language=self._u.language, spans=tuple(s for s in spans if s != unwanted), brands=tuple(slots.get(str(Slot.brand), ())),
            attributes=tuple(properties), limit=MAX_PRODUCTS,
        ))  # fmt: skip
        if exact and not found.exact:
            return []
        groups = [self._on_its_shelf(g) if g.by == "name" and g.missing else g for g in found.groups]
        mentions = [self._surely(mention_of(self._by_attributes(g), found.exact)) for g in groups]
        if unwanted:
            mentions = [self._without(m, unwanted) for m in mentions]
        if self._u.intent != Intent.product_recall:
            mentions = [self._recalled_last(m) for m in mentions]
        if any(m.by in ("sound", "spelling") for m in mentions) and spans:
            mentions = list({m.best.sku: m for m in map(self._better_by_name, mentions)}.values())
        if self._state.focus:
            mentions = [m for m in mentions if not self._lexicon.is_all("containers", m.phrase)]
        if not spans and exact:
            own = [m for m in mentions if not self._is_other_slot(m.phrase)]
            mentions = own if own or self._state.focus or self._u.intent == Intent.product_allergens else mentions
            if self._u.intent == Intent.product_allergens and len(mentions) > 1:
                mentions = [m for m in mentions if not self._is_code(m.phrase)] or mentions
        if len(mentions) == 1 and self._u.intent != Intent.product_allergens:  # 清真 of 金熊软糖是清真的吗 is asked of the goldbear
            mentions = [told_apart(self._lexicon, slots, self._normal, m) for m in mentions]
        return sized(self._store, mentions, self._normal, self._lexicon.language)

    @staticmethod
    def _without(mention: Mention, unwanted: str) -> Mention:
        """The products first whose names do not hold a property that is not wanted: 不辣的."""
        words = set(tokens_of(unwanted))
        fit = [p for p in mention.products if not words & set(tokens_of(f"{p.name_en} {p.name_zh} {' '.join(p.tags)}"))]
        if not fit or all(p in fit for p in mention.equals):
            return mention
        return mention.led_by([p for p in mention.equals if p in fit] or fit)

    def _recalled_last(self, mention: Mention) -> Mention:
        """Among products that fit equally well, a recalled one is not the first to be named."""
        called_back = {r.sku for r in self._store.recalls}
        if mention.leaders == 1 or not any(p.sku in called_back for p in mention.equals):
            return mention
        return mention.led_by(sorted(mention.equals, key=lambda p: p.sku in called_back))

    def _alongside(self, named: list[Mention], intent: Intent) -> list[Mention]:
        """Further kinds of a comparison that share the last words of the one that was named."""
        if intent != Intent.compare_products or len(named) != 1 or not named[0].kind:
            return []
        kinds = alongside(self._store, named[0].kind, set(tokens_of(self._normal)))
        return [whole_kind(self._normal, found) for kind in kinds if (found := self._store.products_of(kind, MAX_PRODUCTS))]

    def _on_its_shelf(self, group: Group) -> Group:
        """The group without the missing words that name its own department or a group of its kind: the snacks of "baby snacks" are sold, though no
        product is called so. Frozen spinach is not, where the spinach is fresh; a Chinese shelf counts as a whole word only."""
        shop, kind = self._store.shop, self._store.kinds.get(group.hits[0].product.kind)
        names = [n for d in shop.departments if kind and d.id == kind.department for n in (d.en, d.zh, *d.synonyms_en, *d.synonyms_zh)]
        names += [n for g in shop.groups if kind and kind.kind in g.kinds for n in (*g.en, *g.zh)]
        held = {t for n in names if not has_chinese(n) or (len(n) > 1 and n in group.phrase) for t in tokens_of(n)}
        return replace(group, missing=tuple(t for t in group.missing if t not in held and not self._names_nothing(t)))

    def _about_it(self) -> bool:
        """Whether a question is about the very thing before: "is it", 那个一袋几斤."""
        return any(self._lexicon.hears(words, self._normal) for words in ("about_it", "asks_content"))

    def _names_nothing(self, word: str) -> bool:
        """Whether a word counts, measures or tells what is done with goods: the "three" of "three avocados", the "freeze" of "can you freeze tofu"."""
        return self._lexicon.is_all("names_nothing", word) or self._lexicon.is_all("containers", word)

    def _surely(self, mention: Mention) -> Mention:
        """Full text that found just a name of the shop, or its last word, has found it by its name: the ginger of "fresh ginger"."""
        if mention.by != "text" or mention.missing:
            return mention
        said = join(list(tokens_of(mention.phrase)))
        whole = any(n == said or n.endswith(said if has_chinese(said) else f" {said}") for n in names_of(self._store, mention.products[:1]))
        return replace(mention, carried=True, by="name") if whole and len(said) > 1 else mention

    def _better_by_name(self, mention: Mention) -> Mention:
        """ "coconut flour" sounds like "cut flowers", yet it names flour: a far likeness gives way to a name inside the same words, and the
        word that is left over is missing."""
        words = mention.phrase
        if mention.by not in ("sound", "spelling") or has_chinese(words):
            return mention
        names = [n for p in mention.equals for n in (bare_name(p.name_en), *self._kind_names(p.kind))]
        if max((fuzz.ratio(words, " ".join(tokens_of(n))) for n in names), default=0.0) >= LIKE_A_NAME:
            return mention
        inside = set(tokens_of(words))
        found = self._store.search(Wanted(text=words, language=self._u.language, limit=MAX_PRODUCTS))
        for group in found.groups if found.exact else ():
            if group.by == "name" and set(tokens_of(group.phrase)) < inside:
                known = set(
                    tokens_of(" ".join((*self._kind_names(group.hits[0].product.kind), *(f"{h.product.name_en} {h.product.brand}" for h in group.hits))))
                )
                missing = tuple(t for t in tokens_of(words) if t not in known)
                return replace(mention_of(group, exact=True), phrase=words, missing=missing, carried=not missing)
        return mention

    def _kind_names(self, kind: str) -> tuple[str, ...]:
        row = self._store.kinds.get(kind)
        return (row.en, *row.synonyms_en) if row else ()

    def _by_attributes(self, group: Group) -> Group:
        """Lifts the products that answer to what was marked as an attribute, also by the name of their kind: 湿 of 湿猫粮."""
        marked = {t for w in self._u.slots.get(str(Slot.attribute), ()) for t in tokens_of(w)}
        if not marked:
            return group
        lifted = []
        for hit in group.hits:
            kind = self._store.kinds.get(hit.product.kind)
            p = hit.product
            names = f"{p.name_en} {p.name_zh} {' '.join((*p.tags, *p.diets))} {f'{kind.en} {kind.zh}' if kind else ''}"
            held = len(marked & set(tokens_of(names))) / len(marked)
            lifted.append(replace(hit, score=round(min(0.99, hit.score + ATTRIBUTE_LIFT * held), 4)))
        lifted.sort(key=lambda h: -h.score)
        return replace(group, hits=tuple(lifted))

    def _is_other_slot(self, phrase: str) -> bool:
        """Whether a phrase stands in words that fill another slot: the sugar of "has it got added sugar" is no product."""
        others = (Slot.allergen_or_diet, Slot.attribute, Slot.quantity, Slot.place, Slot.reason, Slot.dish, Slot.day_or_time)
        held = {t for s in others for w in self._u.slots.get(str(s), ()) for t in tokens_of(w)}
        return bool(held) and set(tokens_of(phrase)) <= held

    def _is_code(self, phrase: str) -> bool:
        """Whether a phrase is nothing but an allergen or a diet: the alcohol of "is there alcohol in the vinegar"."""
        return len(tokens_of(phrase)) <= 2 + 2 * has_chinese(phrase) and bool(self._lexicon.which("codes", phrase))

    def _with_shown(self, shown: list[tuple[rows.Product, float]], spans: tuple[str, ...], intent: Intent) -> Reference:
        """What was shown is "this"; a product named beside it comes along when it is another one."""
        mention = pointed([p for p, _ in shown], [s for _, s in shown])
        named = [m for m in self._named(spans) if m.carried] if spans else []
        others = [m for m in named if not {p.kind for p in m.products[: m.leaders]} & {p.kind for p, _ in shown}]
        if intent == Intent.compare_products and len(shown) > 1 and not others:
            return Reference(tuple(pointed([p], [s]) for p, s in shown), shown=True)
        return Reference((mention, *others), shown=True)

    def _is_a_piece(self, phrase: str) -> bool:
        """Whether a lone character that nobody marked or pointed at is likely a piece of a word: the 面 of 里面."""
        return len(phrase) == 1 and has_chinese(phrase) and not self._before.right_after_this(phrase)


def _phrase(words: str) -> str:
    """Words as a search group's phrase has them."""
    return join(list(tokens_of(words)))
