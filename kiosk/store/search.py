"""Which products a question is about.

Hybrid: names of kinds, brands, groups and varieties are found by `naming`, by spelling and then by sound; names that belong together are one
product; what is left goes to full text (FTS5) and to the student's sentence vectors. A question that names several products gets one group
each. The work does not grow with the catalogue but for indexed look-ups: nothing here walks over all products.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kiosk.core import Language
from kiosk.core.text import has_chinese
from kiosk.store.heaps import Heap, Heaps
from kiosk.store.naming import Mention, Naming, is_stop
from kiosk.store.ranking import Hit, Ranking
from kiosk.store.rows import Kind, Shop
from kiosk.store.words import join, tokens

Matrix = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Matrix]

NEAR_MEANING = 0.45
"""Bound of the cosine between a question's words and a kind's name."""
AS_GOOD = 0.05
"""Scores this near to the best one answer for what was named; what only a product far behind them is called was not found."""
NOUNS = frozenset({"stock"})
"""Words that mostly say nothing and that are a thing of their own in front of another word: stock cubes."""
QUALITIES = frozenset("大小新鲜好老嫩生熟冷冰干湿甜辣酸咸红白黑绿黄青紫整切超")
"""Chinese characters that say how something is, and are no part of a word."""


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


class Search:
    """Search over one catalogue connection; `refresh` follows the catalogue's generations."""

    def __init__(self, connection: sqlite3.Connection, embed: Embed | None) -> None:
        self._db = connection
        self._embed = embed
        self._kinds: Mapping[str, Kind] = {}
        self._vectors: tuple[list[str], Matrix] | None = None
        self._naming: Naming
        self._ranking: Ranking
        self._heaps: Heaps

    def refresh(self, shop: Shop, kinds: Mapping[str, Kind], generation: int) -> None:
        """Takes the small tables of a new generation."""
        self._kinds, self._vectors = kinds, None
        self._naming = Naming(self._db, shop, kinds)
        self._ranking = Ranking(self._db, kinds)
        self._heaps = Heaps(self._db, kinds)

    def is_name(self, text: str) -> bool:
        """Whether a text is, as it is written, a name of this shop."""
        return self._naming.is_name(text)

    def find(self, wanted: Wanted) -> Found:
        """The products that the question is about, one group a product named."""
        parts = tokens(wanted.text)
        marked = [m for m in (_locate(parts, tokens(s)) for s in wanted.spans) if m]
        # A single character is mostly a piece of a word (肉 of 红烧肉): it gives way to a whole name elsewhere in the question.
        lone = bool(marked) and all(e - s == 1 and has_chinese(parts[s]) for s, e in marked)
        if lone and any(m.is_head and m.end - m.start > 1 for m in self._naming.named(parts, ())):
            marked = []
        elif lone:
            marked = list(dict.fromkeys(self._naming.pair(parts, s) for s, _ in marked))
        mentions = self._mentions(parts, marked)
        if marked:
            inside = [m for m in mentions if any(m.start < e and m.end > s for s, e in marked)]
            if any(m.is_head or m.brands or m.varieties for m in inside):
                mentions = [m for m in mentions if m in inside or m.brands]
        groups = [g for g in (self._group(heap, parts, marked, wanted) for heap in self._heaps.gather(mentions, parts, marked)) if g.hits]
        if groups:
            return Found(tuple(_without_twins(groups)), exact=True)
        return Found(tuple(self._by_text(parts, marked, wanted)), exact=False)

    def _mentions(self, parts: list[str], marked: list[tuple[int, int]]) -> list[Mention]:
        """The names in the question; those nearly named only among the words that were marked, or where nothing is named at all."""
        mentions = self._naming.named(parts, marked)
        for start, end in marked:
            unknown = [n for n in range(start, end) if not is_stop([parts[n]]) and not self._naming.known(parts[n]) and not _covers(mentions, n)]
            near = self._naming.near(parts, start, end, unknown, over=mentions) if unknown else None
            if near:
                mentions = [m for m in mentions if m.start >= near.end or m.end <= near.start] + [near]
        if not marked:
            for lone in [m for m in mentions if m.end - m.start == 1 and has_chinese(parts[m.start])]:
                # 酱 of 话生酱 may be the end of a name that was heard wrong.
                low = max(lone.start - 4, 0, *(m.end for m in mentions if m.end <= lone.start))
                high = min(lone.end + 3, len(parts), *(m.start for m in mentions if m.start >= lone.end))
                unknown = [n for n in range(low, high) if n != lone.start and not is_stop([parts[n]])]
                near = self._naming.near(parts, low, high, unknown, strict=True, over=[lone]) if unknown else None
                if near and near.start <= lone.start < near.end:
                    mentions = [near if m is lone else m for m in mentions]
        if not marked and not any(m.is_head or m.brands for m in mentions):
            unknown = [n for n in range(len(parts)) if not self._naming.known(parts[n]) and not _covers(mentions, n)]
            near = self._naming.near(parts, 0, len(parts), unknown, strict=True) if unknown else None
            if near:
                mentions = [m for m in mentions if m.start >= near.end or m.end <= near.start] + [near]
        return sorted((m for m in mentions if not m.is_other), key=lambda m: m.start)

    def _group(self, heap: Heap, parts: list[str], marked: list[tuple[int, int]], wanted: Wanted) -> Group:
        start, end = heap.start, heap.end
        mark = next(((s, e) for s, e in marked if s < end and e > start), None) or _right_behind(end, parts, marked)
        if mark and not heap.shares_mark:
            start, end = min(start, mark[0]), max(end, mark[1])
        near = range(start, end) if mark else range(max(0, start - 2), min(len(parts), end + 2))
        words = {parts[n] for n in near if not is_stop([parts[n]])} | {t for m in heap.mentions for t in m.meant}
        words |= {t for a in wanted.attributes for t in tokens(a) if not is_stop([t])}
        words |= {t for t in parts if any(c.isdigit() for c in t)}  # size 4, CR2032, 0.0: wherever it stands
        hits = self._ranking.score(heap.kinds, heap.skus, heap.brands, words, wanted.limit)
        known = self._ranking.words_of([h for h in hits if h.score >= hits[0].score - AS_GOOD])
        named = {t for m in heap.mentions if m.by != "name" for t in parts[m.start : m.end]}
        inside = [t for n, t in enumerate(parts[start:end], start) if not is_stop([t]) or (t in NOUNS and mark and mark[0] <= n < mark[1] - 1)]
        missing = tuple(t for t in inside if t not in known and t not in named and not t.isdigit())
        missing = missing or (self._torn(heap, parts, start, end, hits) if mark else ())
        chosen = tuple(dict.fromkeys([*heap.kinds, *(h.product.kind for h in hits)]))
        return Group(join(parts[start:end]), chosen, tuple(hits), missing, heap.by)

    def _torn(self, heap: Heap, parts: list[str], start: int, end: int, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Characters of a marked word of which only single ones are names (the 韭 of 韭菜 is in 韭葱, yet 韭菜 is no leek): those that stand beside
        the named one in no name of what was found."""
        if any(m.by != "name" or m.end - m.start > 1 or not has_chinese(parts[m.start]) for m in heap.mentions):
            return ()
        held = "".join(f"{h.product.name_zh} {' '.join(h.product.synonyms_zh)} " for h in hits)
        held += " ".join(" ".join((k.zh, *k.synonyms_zh)) for h in hits if (k := self._kinds.get(h.product.kind)))
        covered = {n for m in heap.mentions for n in range(m.start, m.end)}
        beside = [(n, n + 1 if n + 1 in covered else n - 1) for n in range(start, end) if n not in covered and {n - 1, n + 1} & covered]
        return tuple(parts[n] for n, at in beside if has_chinese(parts[n]) and not is_stop([parts[n]]) and parts[n] not in QUALITIES
                     and join([parts[i] for i in sorted((n, at))]) not in held)  # fmt: skip

    def _by_text(self, parts: list[str], marked: list[tuple[int, int]], wanted: Wanted) -> list[Group]:
        """Nothing named that the shop knows: full text, then the nearest kinds by meaning."""
        chosen = [t for s, e in marked for t in parts[s:e]] if marked else parts
        words = [t for t in dict.fromkeys(chosen) if not is_stop([t]) and (marked or not has_chinese(t))]
        phrase = join(chosen) if marked else " ".join(words)
        hits = self._ranking.by_text(words, wanted.limit) if words else []
        if not hits and self._embed is not None and marked:
            hits = self._by_meaning(wanted.spans, wanted.limit)
        known = self._ranking.words_of(hits[:3])
        missing = tuple(t for t in words if t not in known)
        return [Group(phrase, tuple(dict.fromkeys(h.product.kind for h in hits)), tuple(hits), missing, "text")] if hits else []

    def _by_meaning(self, spans: tuple[str, ...], limit: int) -> list[Hit]:
        assert self._embed is not None
        if self._vectors is None:
            names = [(k.kind, n) for k in self._kinds.values() for n in (k.en, k.zh)]
            self._vectors = ([k for k, _ in names], self._embed([n for _, n in names]))
        kinds, vectors = self._vectors
        likeness = (vectors @ self._embed(list(spans)[:3]).T).max(axis=1)
        best = list(dict.fromkeys(kinds[n] for n in np.argsort(-likeness)[:8] if likeness[n] > NEAR_MEANING))[:3]
        found = [h for k in best for h in self._ranking.score({k: 1.0}, {}, set(), set(), max(1, limit // 3))]
        return [Hit(h.product, round(h.score * 0.5, 4), exact=False) for h in found]


def _locate(parts: list[str], run: list[str]) -> tuple[int, int] | None:
    """Where the run of tokens stands in the question."""
    for start in range(len(parts) - len(run) + 1) if run else ():
        if parts[start : start + len(run)] == run:
            return start, start + len(run)
    return None


def _right_behind(end: int, parts: list[str], marked: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The marked English word right behind a name: of "mince pies" only the pies are marked."""
    return next(((s, e) for s, e in marked if s == end and not has_chinese(parts[s])), None)


def _covers(mentions: Iterable[Mention], token: int) -> bool:
    return any(m.start <= token < m.end for m in mentions)


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
