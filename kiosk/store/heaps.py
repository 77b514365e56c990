"""Which names of a question belong to one product: "arla" + "lactose free" + "milk" is one, 生抽老抽 are two.

What must hold: a variety ("lactose free", 有机) is a modifier wherever a kind is named beside it, and a head only where nothing else is; two
kinds are one product only where a product answers to both names, or where the words were marked as one and differ in kind of goods.
"""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.core.text import has_chinese
from kiosk.store.naming import Mention, is_stop
from kiosk.store.rows import Kind

BETWEEN = frozenset(("or", "and", "vs", "versus", "than", "plus", "和", "跟", "或", "还", "与", "比", "及"))
"""Words that part two products."""
PLAIN = 0.1
"""Share of a product's name in its weight, where the name is only that of its kind."""
NEARBY = 6
"""Tokens between a product and a variety that is said of it."""
MANY = 400
"""SKUs of one name that are looked up: the name of more is a modifier of everything."""


@dataclass(slots=True)
class Heap:
    """Names that mean one product.

    Args:
        kinds, skus, brands: what it may be, with weights.
        shares_mark: whether the words that the student marked were parted into several products.
        own_mark: whether the student marked it, and nothing else with it.
    """

    mentions: list[Mention]
    kinds: dict[str, float] = field(default_factory=dict)
    skus: dict[str, float] = field(default_factory=dict)
    shares_mark: bool = False
    own_mark: bool = False

    @property
    def start(self) -> int:
        return self.mentions[0].start

    @property
    def end(self) -> int:
        return self.mentions[-1].end

    @property
    def brands(self) -> set[str]:
        return {b for m in self.mentions for b in m.brands}

    @property
    def has_head(self) -> bool:
        return any(m.is_head for m in self.mentions)

    @property
    def by(self) -> str:
        return next((m.by for m in self.mentions if m.by != "name"), "name")


class Heaps:
    """Gathers the names of questions to one catalogue."""

    def __init__(self, connection: sqlite3.Connection, kinds: Mapping[str, Kind]) -> None:
        self._db = connection
        self._kinds = kinds

    def gather(self, mentions: Sequence[Mention], parts: list[str], marked: Sequence[tuple[int, int]]) -> list[Heap]:
        """The products that are named, in the order of the question."""
        heaps: list[Heap] = []
        for at, mention in enumerate(mentions):
            following = mentions[at + 1] if at + 1 < len(mentions) else None
            if not (heaps and self._joins(heaps[-1], mention, following, parts, marked)):
                heaps.append(Heap([mention], dict(mention.kinds), _whole_names(mention)))
        for heap in heaps:
            mark = _mark_of(heap.mentions[0], marked)
            heap.shares_mark = mark is not None and any(h is not heap and _mark_of(h.mentions[0], marked) == mark for h in heaps)
            heap.own_mark = mark is not None and not heap.shares_mark
            if heap.brands and heap.kinds and not self._carries(heap.brands, self._all_kinds(heap.kinds, heap.skus)):
                heap.kinds = dict.fromkeys(self._of_brand(heap, parts), 0.9) or heap.kinds
        return self._with_heads(heaps, parts)

    def _joins(self, heap: Heap, mention: Mention, following: Mention | None, parts: list[str], marked: Sequence[tuple[int, int]]) -> bool:
        """Puts a name to the product before it, if it belongs there."""
        last = heap.mentions[-1]
        same_mark = _mark_of(last, marked) is not None and _mark_of(last, marked) == _mark_of(mention, marked)
        gap = [t for t in parts[last.end : mention.start] if t in BETWEEN or not is_stop([t])]
        if any(g in BETWEEN for g in gap) or len(gap) > (8 if same_mark else 1) or mention.start - last.end > (12 if same_mark else 3):
            return False
        if mention.brands and heap.brands and not mention.brands & heap.brands and not mention.is_head:
            return False
        marks = _mark_of(last, marked), _mark_of(mention, marked)
        apart = mention.brands and not mention.is_head and heap.has_head and None not in marks and marks[0] != marks[1]
        if apart and not self._carries(mention.brands, self._all_kinds(heap.kinds, heap.skus)):
            return False  # "coke, sprite": a brand of other goods
        if not mention.is_head:
            if heap.has_head and not same_mark and following and _leads_to(mention, following, parts) and (mention.brands or following.is_head):
                return False  # "milk, organic bananas": the modifier is the next one's
            if not heap.has_head and mention.varieties and self._is_another(heap, mention):
                return False
            heap.mentions.append(mention)
            return True
        if not heap.has_head:
            heap.mentions.append(mention)
            heap.kinds, heap.skus = dict(mention.kinds), _whole_names(mention)
            return True
        return self._joins_heads(heap, mention, parts, same_mark)

    def _is_another(self, heap: Heap, mention: Mention) -> bool:
        """Whether a variety is another product than the varieties before it: "granny smith, pink lady"; "organic" beside "lactose free" is not."""
        before = {s for m in heap.mentions for s in m.varieties}
        kinds = set(self._kinds_of({*before, *mention.varieties}).values())
        return bool(before) and len(kinds) == 1 and not before & set(mention.varieties)

    def _joins_heads(self, heap: Heap, mention: Mention, parts: list[str], same_mark: bool) -> bool:
        """Joins two names of products where one product answers to both."""
        before, after = self._all_kinds(heap.kinds, heap.skus), self._all_kinds(mention.kinds, mention.skus)
        common = set(before) & set(after)
        both = set(heap.skus) & set(mention.skus)
        if heap.skus and mention.skus and not heap.kinds and not mention.kinds and not both and not same_mark:
            return False
        covering: set[str] = set() if common else self._answering([*(m for m in heap.mentions if m.is_head), mention], parts, {*before, *after})
        chosen = common or covering
        if not chosen and same_mark and not self._are_alike(heap.mentions[-1], mention):
            chosen = set(after)  # the last word is the head: "chocolate cake" is a cake, if the shop has none with chocolate
        if not chosen:
            return False
        heap.mentions.append(mention)
        heap.kinds = {k: max(before.get(k, 0.0), after.get(k, 0.0)) for k in (*after, *before) if k in chosen}
        skus = both or {*heap.skus, *mention.skus}
        kinds = self._kinds_of(skus)
        weights = {**heap.skus, **_whole_names(mention)}
        heap.skus = {s: weights[s] for s in skus if kinds.get(s) in chosen}
        return True

    def _are_alike(self, one: Mention, other: Mention) -> bool:
        """Whether both name kinds of one department exactly: coordinated without a word between, as Chinese does."""
        if one.broad or other.broad or not (one.kinds and other.kinds):
            return False
        departments = [{self._kinds[k].department for k in m.kinds if k in self._kinds} for m in (one, other)]
        return bool(departments[0] & departments[1])

    def _all_kinds(self, kinds: Mapping[str, float], skus: Mapping[str, float]) -> dict[str, float]:
        found = dict.fromkeys(self._kinds_of(skus).values(), 0.9) if skus else {}
        return found | dict(kinds)

    def _kinds_of(self, skus: Collection[str]) -> dict[str, str]:
        some = list(skus)[:MANY]
        query = f"SELECT sku, kind FROM products WHERE sku IN ({','.join('?' * len(some))})"  # noqa: S608 - only marks and names of our own
        return {r["sku"]: r["kind"] for r in self._db.execute(query, some)}

    def _answering(self, heads: Sequence[Mention], parts: list[str], kinds: Collection[str]) -> set[str]:
        """The kinds among these of which a product has all the names in its own and its kind's."""
        phrases = [" ".join(m.meant or parts[m.start : m.end]) for m in heads]
        query = " AND ".join(f'{{name brand kind}} : "{p}"' for p in phrases if p)
        if not query:
            return set()
        rows = self._db.execute(
            "SELECT DISTINCT p.kind AS kind FROM product_words w JOIN products p ON p.number = w.rowid WHERE product_words MATCH ? LIMIT 40", (query,)
        )
        return {r["kind"] for r in rows} & set(kinds)

    def _with_heads(self, heaps: list[Heap], parts: list[str]) -> list[Heap]:
        """Gives modifiers that stand alone to the product they can belong to, or makes them heads where nothing else is named."""
        with_head = [h for h in heaps if h.has_head]
        kept = []
        for heap in heaps:
            if heap.has_head:
                kept.append(heap)
                continue
            if not with_head:
                heap.skus = {s: w for m in heap.mentions for s, w in m.varieties.items()}
                kept.append(heap)
            elif self._stays(heap, min(with_head, key=lambda h: abs(h.start - heap.start)), parts):
                kept.append(heap)
        return kept

    def _stays(self, heap: Heap, other: Heap, parts: list[str]) -> bool:
        """Gives names without a head to the nearest product, or tells that they name one of their own; what can be neither is dropped."""
        first, second = sorted((heap, other), key=lambda h: h.start)
        between = parts[first.end : second.start]
        parted = bool(BETWEEN & set(between))
        kinds = self._all_kinds(other.kinds, other.skus)
        if heap.brands:
            if not self._carries(heap.brands, kinds):
                return parted or heap.own_mark  # "coke or fanta": a brand of other goods is a product of its own
            if not parted and not other.brands:  # "from arla, do you have milk"
                other.mentions = sorted([*other.mentions, *heap.mentions], key=lambda m: m.start)
                return False
            heap.kinds = dict.fromkeys(kinds, 0.9)  # "oatly or alpro oat drink"
            return True
        varieties = {s: w for m in heap.mentions for s, w in m.varieties.items()}
        of = set(self._kinds_of(varieties).values())
        if not of & set(kinds):
            return False
        if not parted and self._answering([*other.mentions, *heap.mentions], parts, of):
            if len(between) <= NEARBY:  # "milk that is lactose free"
                other.mentions = sorted([*other.mentions, *heap.mentions], key=lambda m: m.start)
            return False
        if len(of) > 1:
            return False
        heap.skus = varieties  # "Anjou pears … than Kaiser"
        return True

    def _of_brand(self, heap: Heap, parts: list[str]) -> list[str]:
        """Kinds that a brand makes and whose products answer to the words by their names: the oat drink of "Alpro oat", which is no porridge."""
        phrases = [" ".join(m.meant or parts[m.start : m.end]) for m in heap.mentions if m.is_head]
        query = " AND ".join(f'{{name kind}} : "{p}"' for p in phrases if p)
        some = list(heap.brands)
        sql = "SELECT DISTINCT p.kind AS kind FROM product_words w JOIN products p ON p.number = w.rowid WHERE product_words MATCH ?"
        rows = self._db.execute(f"{sql} AND p.brand IN ({','.join('?' * len(some))}) LIMIT 8", (query, *some)) if query else ()
        return [r["kind"] for r in rows]

    def _carries(self, brands: Collection[str], kinds: Collection[str]) -> bool:
        query = f"SELECT 1 FROM products WHERE brand=? AND kind IN ({','.join('?' * len(kinds))}) LIMIT 1"  # noqa: S608 - only marks and names of our own
        return any(self._db.execute(query, (b, *kinds)).fetchone() for b in brands)


def _whole_names(mention: Mention) -> dict[str, float]:
    """The products with this whole name; where it names a kind as well ("bananas"), the one that is called just so is only a little likelier."""
    return {s: w * (PLAIN if mention.kinds else 1.0) for s, w in mention.skus.items()}


def _mark_of(mention: Mention, marked: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    return next(((s, e) for s, e in marked if s <= mention.start and mention.end <= e), None)


def _leads_to(mention: Mention, following: Mention, parts: list[str]) -> bool:
    """Whether the next name follows at once."""
    gap = parts[mention.end : following.start]
    return len(gap) == 0 or (len(gap) == 1 and is_stop(gap) and gap[0] not in BETWEEN and not has_chinese(gap[0]))
