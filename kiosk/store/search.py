"""Which products a question is about.

Hybrid: phrases that name kinds, brands, groups and varieties are looked up by spelling, then by sound, then by nearness of spelling; what is
left goes to full text (FTS5) and to the student's sentence vectors. A question that names several products gets one group each. The work
does not grow with the catalogue but for indexed look-ups: nothing here walks over all products.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from kiosk.core import Language
from kiosk.core.text import has_chinese, normalise
from kiosk.store.rows import Kind, Product, Shop
from kiosk.store.words import grams, join, sound_key, tokens

Matrix = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Matrix]

CANDIDATES = 60
"""Products of a kind that are scored: more than any shop puts side by side."""
NEAR_SPELLING = 84.0
NEAR_SOUND = 84.0
NEAR_MEANING = 0.45
"""Bounds of likeness, 0 to 100 (rapidfuzz ratio) and cosine; chosen on the demo store's names with one slip a word."""

_STOP = frozenset(
    "a an the of for in on at to is are do does did you your yours i we my me it its this that these those and or with without any some "
    "have has got get where what which how much many price cost sell stock please can could would there here one ones ok okay hi hello hey "
    "need want looking find buy good best better nice big small large little cheap cheaper cheapest expensive fresh new own brand thing stuff kind "
    "sort type bit lot more less than from by be was were not no yes out off up my our us them they he she still just really also too very".split()
)
_STOP_ZH = frozenset("的了吗呢啊呀吧在哪里有没有是不我你您们他她它这那个些要买卖找几多少钱什么怎么请问一下想给把和跟与或还都也就很最好点儿")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for: the question and what the student marked in it."""

    text: str
    language: Language
    spans: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    embedding: Matrix | None = None
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A product and how well it fits, 0 to 1. `exact` is false where a brand was named and this is another."""

    product: Product
    score: float
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """One product that the question names.

    Args:
        phrase: its words in the question, normalised.
        kinds: the kinds it may mean.
        hits: best first.
        missing: words of the phrase that no hit answers to ("coconut" of "coconut flour").
        by: how it was recognised.
    """

    phrase: str
    kinds: tuple[str, ...]
    hits: tuple[Hit, ...]
    missing: tuple[str, ...] = ()
    by: str = "name"


@dataclass(frozen=True, slots=True)
class Found:
    """Groups in the order of the question. `exact` is false where nothing was named that the shop knows: the hits are only near."""

    groups: tuple[Group, ...] = ()
    exact: bool = True


@dataclass(slots=True)
class _Mention:
    """A run of tokens that names something."""

    start: int
    end: int
    kinds: dict[str, float] = field(default_factory=dict)
    skus: dict[str, float] = field(default_factory=dict)
    brands: set[str] = field(default_factory=set)
    weight: float = 0.0
    broad: bool = False
    by: str = "name"
    extra: set[str] = field(default_factory=set)

    @property
    def is_head(self) -> bool:
        return bool(self.kinds or self.skus)


class Search:
    """Search over one catalogue connection; `refresh` follows the catalogue's generations."""

    def __init__(self, connection: sqlite3.Connection, embed: Embed | None) -> None:
        self._db = connection
        self._embed = embed
        self._kinds: Mapping[str, Kind] = {}
        self._shop: Shop | None = None
        self._near: dict[bool, tuple[list[str], list[str]]] = {}
        self._vectors: tuple[list[str], Matrix] | None = None

    def refresh(self, shop: Shop, kinds: Mapping[str, Kind], generation: int) -> None:
        """Takes the small tables of a new generation."""
        self._shop, self._kinds, self._vectors = shop, kinds, None
        self._groups = {g.id: g.kinds for g in shop.groups}
        self._departments: dict[str, tuple[str, ...]] = {}
        for kind in kinds.values():
            self._departments[kind.department] = (*self._departments.get(kind.department, ()), kind.kind)
        found = self._db.execute("SELECT DISTINCT phrase, sound FROM phrases WHERE type IN ('kind', 'brand', 'group', 'sku', 'variety') LIMIT 40000").fetchall()
        for chinese in (False, True):
            chosen = [r for r in found if has_chinese(r["phrase"]) == chinese and len(r["phrase"]) > (1 if chinese else 3)]
            self._near[chinese] = ([r["phrase"] for r in chosen], [r["sound"] for r in chosen])

    def find(self, wanted: Wanted) -> Found:
        """The products that the question is about, one group a product named."""
        parts = tokens(wanted.text)
        marked = [m for m in (_locate(parts, tokens(s)) for s in wanted.spans) if m]
        mentions = self._named(parts, marked)
        for start, end in marked:
            unknown = [n for n in range(start, end) if not _is_stop([parts[n]]) and not any(m.start <= n < m.end for m in mentions)]
            if unknown:
                near = self._near_mentions(parts, start, end, unknown)
                mentions = [m for m in mentions if not any(m.start < x.end and m.end > x.start for x in near)] + near
        if not any(m.is_head or m.brands for m in mentions) and not marked:
            mentions += self._near_mentions(parts, 0, len(parts), list(range(len(parts))), strict=True)
        mentions = sorted(mentions, key=lambda m: m.start)
        if marked:
            inside = [m for m in mentions if any(m.start < e and m.end > s for s, e in marked)]
            if any(m.is_head or m.brands for m in inside):
                mentions = [m for m in mentions if m in inside or m.brands]
        groups = [g for g in (self._group(heap, parts, marked, wanted) for heap in self._gather(mentions, parts, marked)) if g.hits]
        if groups:
            return Found(tuple(_without_twins(groups)), exact=True)
        return Found(tuple(self._by_text(parts, marked, wanted)), exact=False)

    def _named(self, parts: list[str], marked: list[tuple[int, int]]) -> list[_Mention]:
        """The longest phrases of the catalogue that stand in the question, not overlapping."""
        runs = grams(parts)
        keys = list(runs)
        rows: dict[str, list[sqlite3.Row]] = {}
        for n in range(0, len(keys), 400):
            piece = keys[n : n + 400]
            marks = ",".join("?" * len(piece))
            for row in self._db.execute(f"SELECT phrase, type, target, weight FROM phrases WHERE phrase IN ({marks})", piece):  # noqa: S608 - only marks
                rows.setdefault(row["phrase"], []).append(row)
        found = [(s, e, rows[k]) for k in rows for s, e in runs[k] if not _is_stop(parts[s:e])]
        found.sort(key=lambda f: (-(f[1] - f[0]), -len(join(parts[f[0] : f[1]])), f[0]))
        taken: list[_Mention] = []
        for start, end, targets in found:
            if any(start < m.end and end > m.start for m in taken):
                continue
            crossing = any((s < start < e < end) or (start < s < end < e) for s, e in marked)
            if crossing and end - start == 1:
                continue
            taken.append(self._mention(start, end, targets))
        return taken

    def _mention(self, start: int, end: int, targets: Iterable[sqlite3.Row], factor: float = 1.0, by: str = "name") -> _Mention:
        mention = _Mention(start, end, by=by)
        for row in targets:
            weight = float(row["weight"]) * factor
            mention.weight = max(mention.weight, weight)
            match row["type"]:
                case "kind":
                    mention.kinds[row["target"]] = weight
                case "group":
                    mention.kinds |= {k: max(weight, mention.kinds.get(k, 0.0)) for k in self._groups.get(row["target"], ())}
                    mention.broad = True
                case "department":
                    mention.kinds |= {k: max(weight, mention.kinds.get(k, 0.0)) for k in self._departments.get(row["target"], ())}
                    mention.broad = True
                case "brand":
                    mention.brands.add(row["target"])
                case _:
                    mention.skus[row["target"]] = weight
        return mention

    def _near_mentions(self, parts: list[str], start: int, end: int, unknown: list[int], strict: bool = False) -> list[_Mention]:
        """Phrases that are written or sound nearly like a run of tokens which holds one of the `unknown`."""
        best: tuple[float, int, int, str, str] | None = None
        for a in range(start, end):
            for b in range(a + 1, min(end, a + 7) + 1):
                run = parts[a:b]
                text = join(run)
                chinese = has_chinese(text)
                if not any(a <= n < b for n in unknown):
                    continue
                if _is_stop(run) or len(text) < (2 if chinese else 4) or (strict and any(_is_stop([t]) for t in (run[0], run[-1]))):
                    continue
                phrases, sounds = self._near[chinese]
                bonus = 0.3 * (b - a)
                if not chinese:
                    near = process.extractOne(text, phrases, scorer=fuzz.ratio, score_cutoff=NEAR_SPELLING + (6 if strict else 0))
                    if near and (best is None or near[1] + bonus > best[0]):
                        best = (near[1] + bonus, a, b, near[0], "spelling")
                heard = process.extractOne(sound_key(text), sounds, scorer=fuzz.ratio, score_cutoff=NEAR_SOUND + (6 if strict else 0))
                if heard and len(heard[0]) > 3 and (best is None or heard[1] - 1 + bonus > best[0]):
                    best = (heard[1] - 1 + bonus, a, b, phrases[heard[2]], "sound")
        if best is None:
            return []
        _, a, b, phrase, by = best
        targets = self._db.execute("SELECT phrase, type, target, weight FROM phrases WHERE phrase=?", (phrase,)).fetchall()
        mention = self._mention(a, b, targets, 0.85, by)
        mention.extra = set(phrase.split())
        return [mention]

    def _gather(self, mentions: list[_Mention], parts: list[str], marked: list[tuple[int, int]]) -> list[list[_Mention]]:
        """Mentions that belong to one product: "arla" + "lactose free" + "milk"."""
        heaps: list[list[_Mention]] = []
        for mention in mentions:
            if heaps and self._belongs(heaps[-1], mention, parts, marked):
                heaps[-1].append(mention)
            else:
                heaps.append([mention])
        with_head = [h for h in heaps if any(m.is_head for m in h)]
        if not with_head:
            return heaps
        for heap in heaps:
            if not any(m.is_head for m in heap):
                other = min(with_head, key=lambda h: abs(h[0].start - heap[0].start))
                kinds = {k for m in other for k in self._kinds_of(m)}
                if self._carries({b for m in heap for b in m.brands}, kinds):
                    heap[-1].kinds = {k: 0.9 for k in kinds}
        return [h for h in heaps if any(m.is_head or m.brands for m in h)]

    def _belongs(self, heap: list[_Mention], mention: _Mention, parts: list[str], marked: list[tuple[int, int]]) -> bool:
        last = heap[-1]
        gap = parts[last.end : mention.start]
        same_mark = any(s <= last.start and mention.end <= e for s, e in marked)
        if len(gap) > (3 if same_mark else 1) or any(g in {"or", "and", "vs", "versus", "than", "和", "跟", "或", "还", "与", "比"} for g in gap):
            return False
        brands = {b for m in heap for b in m.brands}
        heads = [m for m in heap if m.is_head]
        if not mention.is_head:
            return not brands
        if not heads:
            return True
        before, after = {k for m in heads for k in self._kinds_of(m)}, set(self._kinds_of(mention))
        common = before & after
        if all(m.skus for m in [*heads, mention]) and not (mention.kinds or any(m.kinds for m in heads)):
            return bool(set.intersection(*(set(m.skus) for m in [*heads, mention])))
        if common:
            return True
        words = set(parts[last.start : last.end])
        return any(words <= set(tokens(f"{p.name_en} {p.name_zh}")) for k in mention.kinds for p in self._products("kind=?", (k,), 20))

    def _kinds_of(self, mention: _Mention) -> set[str]:
        if not mention.skus:
            return set(mention.kinds)
        return set(mention.kinds) | self._kinds_of_skus(tuple(mention.skus))

    def _kinds_of_skus(self, skus: tuple[str, ...]) -> set[str]:
        marks = ",".join("?" * min(len(skus), 400))
        return {r[0] for r in self._db.execute(f"SELECT DISTINCT kind FROM products WHERE sku IN ({marks})", skus[:400])}  # noqa: S608 - only marks

    def _carries(self, brands: set[str], kinds: set[str]) -> bool:
        marks = ",".join("?" * len(kinds))
        return any(self._db.execute(f"SELECT 1 FROM products WHERE brand=? AND kind IN ({marks}) LIMIT 1", (b, *kinds)).fetchone() for b in brands)  # noqa: S608 - only marks

    def _group(self, heap: list[_Mention], parts: list[str], marked: list[tuple[int, int]], wanted: Wanted) -> Group:
        start, end = heap[0].start, heap[-1].end
        mark = next(((s, e) for s, e in marked if s < end and e > start), None)
        near = range(min(start, mark[0]), max(end, mark[1])) if mark else range(max(0, start - 2), min(len(parts), end + 2))
        heads = [m for m in heap if m.is_head]
        last_kinds = next((m.kinds for m in reversed(heads) if m.kinds), {})
        narrow = [m for m in heads if m.kinds and not m.broad]
        kinds: dict[str, float] = dict(narrow[-1].kinds) if narrow else dict(last_kinds)
        for other in heads:
            shared = set(kinds) & set(other.kinds)
            if shared and len(shared) < len(kinds):
                kinds = {k: kinds[k] for k in shared}
        skus = {s: w for m in heads for s, w in m.skus.items()}
        brands = {b for m in heap for b in m.brands}
        words = {parts[n] for n in near if not _is_stop([parts[n]])} | {t for m in heap for t in m.extra}
        words |= {t for a in wanted.attributes for t in tokens(a) if not _is_stop([t])}
        hits = self._score(kinds, skus, brands, words, wanted.limit)
        known = {t for h in hits for t in self._words_of(h.product)}
        inside = [parts[n] for n in (range(*mark) if mark else range(start, end)) if not _is_stop([parts[n]])]
        named = {t for m in heap if m.by != "name" for t in parts[m.start : m.end]}
        missing = tuple(t for t in inside if t not in known and t not in named and not t.isdigit())
        chosen = tuple(dict.fromkeys([*kinds, *(h.product.kind for h in hits)]))
        return Group(join(parts[min(near) : max(near) + 1] if mark else parts[start:end]), chosen, tuple(hits), missing, heads[0].by if heads else "name")

    def _words_of(self, product: Product) -> set[str]:
        kind = self._kinds.get(product.kind)
        more = (kind.en, kind.zh, *kind.synonyms_en, *kind.synonyms_zh) if kind else ()
        return set(tokens(" ".join((product.name_en, product.name_zh, product.brand, product.size, *product.tags, *product.diets,
                                    *product.synonyms_en, *product.synonyms_zh, *more))))  # fmt: skip

    def _score(self, kinds: Mapping[str, float], skus: Mapping[str, float], brands: set[str], words: set[str], limit: int) -> list[Hit]:
        """Products of these kinds, SKUs and brands; every part of the phrase that a product answers to lifts it."""
        found: dict[str, Product] = {}
        if skus:
            marks = ",".join("?" * min(len(skus), 400))
            found |= {p.sku: p for p in self._products(f"sku IN ({marks})", tuple(skus)[:400], CANDIDATES * 4)}
        for kind in kinds:
            per_kind = max(6, CANDIDATES * 4 // len(kinds))
            found |= {p.sku: p for p in self._products("kind=?", (kind,), per_kind)}
            for brand in brands:
                found |= {p.sku: p for p in self._products("kind=? AND brand=?", (kind, brand), per_kind)}
            if words and len(kinds) <= 12:
                found |= {p.sku: p for p in self._worded(words, kind)}
        if brands and not kinds:
            for brand in brands:
                found |= {p.sku: p for p in self._products("brand=?", (brand,), CANDIDATES)}
        carried = {p.brand for p in found.values()}
        hits = []
        for product in found.values():
            name = set(tokens(f"{product.name_en} {product.name_zh} {product.brand} {' '.join((*product.synonyms_en, *product.synonyms_zh))}"))
            more = set(tokens(" ".join((*product.tags, *product.diets, product.description_en, product.description_zh))))
            score = 0.55 * kinds.get(product.kind, 0.0) + (0.5 * skus[product.sku] if product.sku in skus else 0.0)
            score = score or 0.3
            score += 0.25 if product.brand in brands else -0.25 if brands else 0.0
            if words:
                score += 0.2 * len(words & name) / len(words) + 0.06 * len(words & (more - name)) / len(words)
                score -= 0.002 * len(name - words)
            score += 0.01 if product.stock else 0.0
            hits.append(Hit(product, round(min(max(score, 0.01), 0.99), 4), exact=not brands or product.brand in brands or not brands & carried and False))
        hits.sort(key=lambda h: -h.score)
        return hits[:limit]

    def _worded(self, words: set[str], kind: str) -> list[Product]:
        """Products of a kind that the words find in full text: what a large catalogue would otherwise hide."""
        query = " OR ".join(f'"{w}"' for w in sorted(words))
        found = self._db.execute(
            "SELECT p.body FROM product_words w JOIN products p ON p.number = w.rowid WHERE product_words MATCH ? AND p.kind=? ORDER BY bm25(product_words, 4, 3, 1, 1) LIMIT 12",
            (f"{{name brand more}} : ({query})", kind),
        )
        return [Product.model_validate_json(r["body"]) for r in found]

    def _products(self, where: str, values: tuple[str, ...], limit: int) -> list[Product]:
        found = self._db.execute(f"SELECT body FROM products WHERE {where} ORDER BY stock=0, number LIMIT {limit}", values)  # noqa: S608 - conditions of our own
        return [Product.model_validate_json(r["body"]) for r in found]

    def _by_text(self, parts: list[str], marked: list[tuple[int, int]], wanted: Wanted) -> list[Group]:
        """Nothing named that the shop knows: full text, then the nearest kinds by meaning."""
        chosen = [t for s, e in marked for t in parts[s:e]] if marked else parts
        words = [t for t in dict.fromkeys(chosen) if not _is_stop([t]) and (marked or not has_chinese(t))]
        phrase = join(chosen) if marked else " ".join(words)
        hits: list[Hit] = []
        if words:
            query = " OR ".join(f'"{w}"' for w in words)
            found = self._db.execute(
                "SELECT p.body, bm25(product_words, 4, 3, 2, 1) AS rank FROM product_words w JOIN products p ON p.number = w.rowid "
                "WHERE product_words MATCH ? ORDER BY rank LIMIT ?",
                (query, wanted.limit),
            ).fetchall()
            need = 1.0 if len(words) == 1 else 0.5
            for row in found:
                product = Product.model_validate_json(row["body"])
                share = len(set(words) & self._words_of(product)) / len(words)
                if share >= need:
                    hits.append(Hit(product, round(0.4 * share, 4), exact=False))
        if not hits and self._embed is not None and marked:
            hits = self._by_meaning(wanted.spans, wanted.limit)
        missing = tuple(t for t in words if not any(t in self._words_of(h.product) for h in hits[:3]))
        return [Group(phrase, tuple(dict.fromkeys(h.product.kind for h in hits)), tuple(hits), missing, "text")] if hits else []

    def _by_meaning(self, spans: tuple[str, ...], limit: int) -> list[Hit]:
        assert self._embed is not None
        if self._vectors is None:
            names = [(k.kind, n) for k in self._kinds.values() for n in (k.en, k.zh)]
            self._vectors = ([k for k, _ in names], self._embed([n for _, n in names]))
        kinds, vectors = self._vectors
        likeness = (vectors @ self._embed(list(spans)[:3]).T).max(axis=1)
        best = list(dict.fromkeys(kinds[n] for n in np.argsort(-likeness)[:8] if likeness[n] > NEAR_MEANING))[:3]
        return [Hit(h.product, round(h.score * 0.5, 4), exact=False) for k in best for h in self._score({k: 1.0}, {}, set(), set(), max(1, limit // 3))]


def _locate(parts: list[str], run: list[str]) -> tuple[int, int] | None:
    """Where the run of tokens stands in the question."""
    for start in range(len(parts) - len(run) + 1) if run else ():
        if parts[start : start + len(run)] == run:
            return start, start + len(run)
    return None


def _is_stop(run: Sequence[str]) -> bool:
    """Whether a run says nothing about a product by itself."""
    return all(t in _STOP or (t in _STOP_ZH and len(run) == 1) for t in run)


def _without_twins(groups: list[Group]) -> list[Group]:
    """The same product named twice is one group."""
    kept: list[Group] = []
    for group in groups:
        if any(g.hits[0].product.sku == group.hits[0].product.sku for g in kept):
            continue
        kept.append(group)
    return kept


def describe(found: Found) -> str:
    """One line for logs and tests."""
    return json.dumps([[g.phrase, g.by, [h.product.sku for h in g.hits[:3]], list(g.missing)] for g in found.groups], ensure_ascii=False)


