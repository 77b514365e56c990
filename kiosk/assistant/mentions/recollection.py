"""What the words of a turn mean beside the turns before: "it", "the other one", "the Varta" among batteries, "that beer", 还是要刚才那个.

Pure but for reading the store. Nothing here looks for names in a question: that is `kiosk.assistant.mentions.reference`, which asks here.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from kiosk.assistant.draft import MAX_PRODUCTS, Mention, pointed
from kiosk.assistant.mentions.kinship import called, neighbour, whole_kind
from kiosk.assistant.mentions.sizing import where
from kiosk.assistant.state import VisitState
from kiosk.assistant.words.listening import Lexicon
from kiosk.core import Intent, Language, Slot, Understanding
from kiosk.core.text import has_chinese
from kiosk.store import rows
from kiosk.store.catalogue import Store
from kiosk.store.naming import is_stop
from kiosk.store.words import tokens

OF_THE_ONE = frozenset({
    Intent.product_price, Intent.product_info, Intent.product_allergens, Intent.promotions, Intent.product_recall, Intent.list_add, Intent.list_remove,
})  # fmt: skip
"""Intents in which "the milk" is the milk that was talked about, and not all the milk there is."""
FILLERS = {Language.en: frozenset({
    "the", "a", "an", "one", "ones", "some", "any", "of", "please", "that", "this", "those", "these", "it", "is", "kind", "in", "with", "for", "to", "and"}),
            Language.zh: frozenset("的那种个款是了吗呢做这")}  # fmt: skip


@lru_cache(maxsize=20_000)
def tokens_of(text: str) -> tuple[str, ...]:
    """Tokens of a text, remembered: names of products are read again with every turn."""
    return tuple(tokens(text))


class Recollection:
    """The turns before, asked by one turn."""

    def __init__(self, store: Store, lexicon: Lexicon, state: VisitState, understanding: Understanding, normal: str, today: date) -> None:
        self._store = store
        self._lexicon = lexicon
        self._state = state
        self._u = understanding
        self._normal = normal
        self._today = today

    def product(self, sku: str | None) -> rows.Product | None:
        """The product as the store has it now."""
        return self._store.product(sku) if sku else None

    def focus_of(self, focus: rows.Product) -> tuple[Mention, ...]:
        """The product in focus; the others on the screen follow it."""
        rest = self.products([s for s in self._state.shown if s != focus.sku]) if focus.sku in self._state.shown else []
        return (pointed([focus, *rest][:MAX_PRODUCTS]),)

    def says_this(self) -> bool:
        """Whether a word points at something: it, that one, 这个."""
        return self._lexicon.hears("this", self._normal)

    def right_after_this(self, phrase: str) -> bool:
        """ "this orange", 这个橙子: the pointing word belongs to the name behind it."""
        if not phrase:
            return False
        words = re.escape(phrase.split()[0])
        return re.search(rf"(this|that|these|those) ({words})|[这那](个|些|种|款|盒|瓶|袋|包|箱|斤)?({words})", self._normal) is not None

    def is_this(self, focus: rows.Product, named: list[Mention]) -> bool:
        """ "this yoghurt", right after a yoghurt: the one that was talked about."""
        says = self.says_this() or (len(named) == 1 and self.right_after_this(named[0].phrase))
        return len(named) == 1 and named[0].leaders > 1 and says and focus.kind in {*named[0].kinds, *(p.kind for p in named[0].equals)}

    def selected(self, intent: Intent) -> tuple[Mention, ...]:
        """What pointing words pick from the products of the turns before."""
        state, hears = self._state, self._lexicon.hears
        rivals = self.products(state.rivals)
        pool = rivals if len(rivals) > 1 else self.products(state.shown)
        both = hears("takes_both", self._normal) and intent in (Intent.list_add, Intent.list_remove)
        last_two = self.products(state.mentioned[-2:])
        if both and len(rivals) < 2:
            told = self._told()
            of_two = len(told) != 2 and hears("two", self._normal) and len(last_two) > 1
            pool = told if len(told) > 1 and not of_two else last_two if len(last_two) > 1 else pool
        if intent == Intent.compare_products and len(rivals) < 2 and len(last_two) == 2 and hears("two", self._normal):
            return tuple(pointed([p]) for p in last_two)
        if intent == Intent.compare_products and len(pool) < 2 and len(last_two) == 2:  # 哪个糖少, of one after the other
            return tuple(pointed([p]) for p in last_two)
        if len(pool) > 1 and (both or intent == Intent.compare_products):
            return tuple(pointed([p]) for p in pool[: 4 if len(rivals) > 1 else 3])
        several = len(rivals) > 1 and intent in (Intent.product_price, Intent.find_product) and self._lexicon.hears("means_several", self._normal)
        if several and {p.sku for p in rivals} <= {p.sku for p in self._told()}:  # "how much are they", of two that were compared
            return tuple(pointed([p]) for p in rivals)
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
            others = [p for p in pool if p.sku != state.focus] or self.products([s for s in reversed(state.mentioned) if s != state.focus])
            if not others:
                return ()
            chosen = others[0]
        elif hears("latter", self._normal) and state.mentioned:
            chosen = rivals[-1] if len(rivals) > 1 else self.products(state.mentioned[-1:])[0]
        elif hears("former", self._normal) and len(state.mentioned) > 1:
            chosen = rivals[0] if len(rivals) > 1 else self.products(state.mentioned[-2:-1])[0]
        else:
            place = self._lexicon.ordinal(self._normal)
            before = [p for p in self.products(state.mentioned) if p.sku == state.focus or p.kind == self._kind_in_focus()]
            if len(rivals) < 2 and len(self._told()) < 2 and len(before) > 1:
                pool = before  # one after the other: the first is the one that came up first, and not the first of the screen
            if place is None or place >= len(pool):
                return ()
            chosen = pool[place]
        return (pointed([chosen, *(p for p in pool if p.sku != chosen.sku)][:MAX_PRODUCTS]),)

    def _kind_in_focus(self) -> str:
        focus = self.product(self._state.focus)
        return focus.kind if focus else ""

    def _told(self) -> list[rows.Product]:
        """The products that the last reply told by name, in its order."""
        named = (c.source.removeprefix("product:") for c in self._state.last_citations if c.field.startswith("name_"))
        return self.products(tuple(dict.fromkeys(named)))

    def narrow(self, focus: rows.Product) -> Mention | None:
        """ "no, I meant the soy one" beside oat milk: soy milk. The new word is looked for among the kinds that share the old one's head
        word, then among the varieties of the old kind."""
        words = next((w for table in ("the_one", "meant", "ellipsis") if (w := self._lexicon.said(table, self._normal))), None)
        if not words:
            return self._of_such(focus)
        fillers = FILLERS[self._lexicon.language]
        parts = {t for t in tokens_of(words) if t not in fillers}
        if not parts or len(parts) > 6:
            return None
        state = self._state
        pool = self.products(tuple(dict.fromkeys((*state.rivals, *reversed(state.mentioned), *state.shown))))
        held = [p for p in pool if parts <= set(tokens_of(f"{p.name_en} {p.name_zh} {p.brand}"))]
        if held == [focus] and len(pool) == 1 and self._lexicon.said("the_one", self._normal) and not self._lexicon.behind_lead_in(self._normal):
            return pointed(held)  # "is the ground one in stock", of the decaf that is ground
        if held and len(held) < len(pool):
            return pointed([*held, *(p for p in pool if p not in held)][:MAX_PRODUCTS])
        near = neighbour(self._store, focus.kind, parts) or called(self._store, parts, focus.kind)
        if near and (products := self._store.products_of(near, MAX_PRODUCTS)):
            return whole_kind(words, products)
        alike = [p for p in self._store.products_of(focus.kind) if p.sku != focus.sku and parts <= set(tokens_of(f"{p.name_en} {p.name_zh} {p.brand}"))]
        if alike:
            return pointed(alike[:MAX_PRODUCTS])
        return None

    def _of_such(self, focus: rows.Product) -> Mention | None:
        """What bare qualities mean beside a product: "white, dry" after red wine is white wine, the dry ones first. None where anything else is said, or
        a quality is a thing by its own name."""
        parts = [t for t in tokens_of(self._normal) if t not in FILLERS[self._lexicon.language]]
        if self._lexicon.language != Language.en or not 0 < len(parts) <= 3 or self._u.rule or any(is_stop([t]) or called(self._store, {t}, "") for t in parts):
            return None
        kind = next((k for t in parts if (k := neighbour(self._store, focus.kind, {t}))), None)
        if kind is None or not (products := self._store.products_of(kind, MAX_PRODUCTS)):
            return None
        held = {p.sku: len(set(parts) & (self._words_of(p) | set(tokens_of(p.description_en)))) for p in products}
        return pointed(sorted(products, key=lambda p: -held[p.sku]))

    def same_kind(self, focus: rows.Product) -> Mention | None:
        """Products of the kind talked about that answer to what is asked for now, best first: "any without sugar", 有去皮的吗."""
        slots = (Slot.attribute, Slot.allergen_or_diet)
        marked = {t for s in slots for w in self._u.slots.get(str(s), ()) for t in tokens_of(w)} - FILLERS[self._lexicon.language]
        of_kind = [(p, self._words_of(p)) for p in self._store.products_of(focus.kind)]
        if not marked:  # the student marked nothing: words that some products of the kind answer to and others do not
            asked = {t for t in tokens_of(self._normal) if not is_stop([t])} - FILLERS[self._lexicon.language]
            marked = {t for t in asked if 0 < sum(t in words for _, words in of_kind) < len(of_kind)}
        held = [(len(marked & words), p) for p, words in of_kind]
        found = sorted((h for h in held if h[0]), key=lambda h: -h[0])
        return pointed([p for _, p in found][:MAX_PRODUCTS]) if found else None

    def other_size(self, focus: rows.Product) -> Mention | None:
        """The next bigger or smaller pack of what was talked about: "is there a bigger one", 小包的呢. None where no such thing is asked, or there is none."""
        bigger, smaller = (self._lexicon.hears(name, self._normal) for name in ("bigger", "smaller"))
        if bigger == smaller or focus.sold_by == "kg":
            return None
        alike = [p for p in self._store.products_of(focus.kind) if p.unit == focus.unit and p.sold_by == focus.sold_by]
        own = set(tokens_of(f"{focus.name_en} {focus.name_zh} {focus.brand}"))
        found = [p for p in alike if (p.amount > focus.amount if bigger else p.amount < focus.amount)]
        found.sort(key=lambda p: (-len(own & self._words_of(p)), abs(p.amount - focus.amount)))
        return pointed([*found, focus][:MAX_PRODUCTS]) if found else None

    def in_context(self, named: list[Mention], focus: rows.Product | None, intent: Intent, spans: tuple[str, ...]) -> list[Mention]:
        """What was named, read beside the products talked about: a brand or a property alone is of their kind ("and the Varta", 去皮的), "that
        beer" is the beer from before, and "compare it with X" has two sides."""
        if focus is None or not named:
            return named
        marked = {t for s in spans for t in tokens_of(s)} - FILLERS[self._lexicon.language]
        if marked and not any(marked & set(tokens_of(m.phrase)) for m in named):  # "fine, add the grana": nothing of what was marked was found
            before = [p for p in self.products(self._state.mentioned[::-1]) if marked <= self._words_of(p)]
            if before or self.says_this():
                return [pointed(before)] if before else list(self.focus_of(focus))
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
            if self._lexicon.hears("compared_with", self._normal) and (self.says_this() or (alike and other.leaders == 1)):
                return [pointed([focus]), other]
        return read

    def lists_any(self, named: list[Mention]) -> bool:
        """Whether one of the named products, or one of their kinds, is on the list."""
        kinds = {p.kind for m in named for p in m.equals}
        return any(p.kind in kinds for p in self.products([s for s, _ in self._state.listed]))

    def _rival(self, named: Mention) -> Mention | None:
        """The other side of "Ariel or your eco one": of the same kind, told apart by the question's other words."""
        others = [p for p in self._store.products_of(named.best.kind) if p.sku != named.best.sku]
        asked = {t for t in tokens_of(self._normal) if not is_stop([t])} - FILLERS[self._lexicon.language] - self._words_of(named.best)
        held = [(len(asked & self._words_of(p)), p) for p in others]
        best = max((n for n, _ in held), default=0)
        found = [p for n, p in held if n == best] if best else []
        return pointed(found[:MAX_PRODUCTS]) if 0 < len(found) < len(others) or len(found) == 1 else None

    def _of_kind(self, focus: rows.Product, mention: Mention) -> Mention:
        """The same words among the products of the kind talked about, where they name no kind themselves."""
        words = set(tokens_of(mention.phrase)) - FILLERS[self._lexicon.language]
        of_it = f"{mention.phrase}的" in self._normal and self._u.intent == Intent.compare_products  # 它跟巧克力的比
        if not words or mention.best.kind == focus.kind or (mention.carried and not of_it and any(words & self._words_of_kind(p.kind) for p in mention.equals)):
            return mention
        held = self._store.products_of(focus.kind)
        found = [p for p in held if words <= self._words_of(p)]
        brands = {p.brand for p in mention.equals}
        if not found and not mention.carried and has_chinese(mention.phrase):  # 木头 beside 木质猫砂: a character that only some of the kind have
            telling = {t for t in words - self._words_of_kind(focus.kind) if 0 < sum(t in self._words_of(p) for p in held) < len(held)}
            found = [p for p in held if telling & self._words_of(p)]
        if not found and len(brands) == 1 and len({p.kind for p in mention.equals}) > 1:
            found = [p for p in held if p.brand in brands]
        asked = {t for t in tokens_of(self._normal) if not is_stop([t])}
        best = mention.best
        if found and not of_it and len(asked & self._words_of(found[0])) < len(asked & (self._words_of(best) | self._words_of_kind(best.kind))):
            return mention  # "the Alpro soy one" beside oat milk: more of the question is about soy milk
        return replace(pointed(found[:MAX_PRODUCTS]), phrase=mention.phrase, leaders=min(len(found), MAX_PRODUCTS)) if found else mention

    def _from_before(self, mention: Mention, intent: Intent) -> Mention:
        """The product of the turns before that is pointed back at by its name."""
        place = where(mention, self._normal)
        definite = intent in OF_THE_ONE and place is not None and self._normal[: place[0]].endswith("the ")
        # 酒 after a red wine is that wine: a word for many kinds means the one that was talked about.
        generic = has_chinese(mention.phrase) and len(mention.kinds) > 1 and intent in OF_THE_ONE
        back = definite or generic or self.says_this() or any(self._lexicon.hears(name, self._normal) for name in ("other", "back", "earlier"))
        sure = mention.carried and mention.by == "name"
        if not mention.phrase or (sure and (mention.leaders < 2 or not back or intent == Intent.compare_products)):
            return mention
        words = set(tokens_of(mention.phrase)) - FILLERS[self._lexicon.language]
        named = {p.sku: set(tokens_of(f"{p.name_en} {p.name_zh} {p.brand}")) | self._words_of_kind(p.kind) for p in self.products(self._state.mentioned)}
        before = [p for p in self.products(self._state.mentioned[::-1]) if words <= named[p.sku]]
        if sure:
            before = [p for p in before if p.kind in {*mention.kinds, *(e.kind for e in mention.equals)}]
        if self._lexicon.hears("other", self._normal):
            before = [p for p in before if p.sku != self._state.focus]
        if before and not sure:
            return replace(pointed(before), phrase=mention.phrase)
        return mention.led_by(before[:1]) if before else mention

    def _price_as_said(self, product: rows.Product) -> Decimal:
        """The price that the shopper read out for every rival ("1.89 for this, 1.49 for that"), else the store's of today."""
        said = dict(self._state.said_prices)
        if set(self._state.rivals) <= set(said) and product.sku in said:
            return Decimal(said[product.sku])
        return self._store.price_on(product, self._today)

    def products(self, skus: Sequence[str]) -> list[rows.Product]:
        """The products as the store has them now; those that are gone are left out."""
        return [p for p in map(self._store.product, skus) if p]

    @staticmethod
    def _words_of(product: rows.Product) -> set[str]:
        return set(tokens_of(" ".join((product.name_en, product.name_zh, product.brand or "", *product.tags, *product.diets))))

    def _words_of_kind(self, kind: str) -> set[str]:
        row = self._store.kinds.get(kind)
        return set(tokens_of(" ".join((row.en, row.zh, *row.synonyms_en, *row.synonyms_zh)))) if row else set()
