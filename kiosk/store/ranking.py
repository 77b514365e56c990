"""How well products fit what was named: by kind, by name, by brand, and by every further word that they answer to.

What must hold: only products of the named kinds, names and brands are looked at, at most `CANDIDATES` times four of them, and parsed products are
kept for one generation of the catalogue only.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kiosk.core.text import has_chinese
from kiosk.store.importing import kind_tag
from kiosk.store.rows import Kind, Product
from kiosk.store.words import segmented

CANDIDATES = 60
"""Products of a kind that are scored: more than any shop puts side by side."""
KEPT = 4000
"""Products whose words are kept: those of some hundred questions."""
MANY_KINDS = 12
"""A word for more kinds than this means the shelf, and its products are not looked through by their words."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A product and how well it fits, 0 to 1. `exact` is false where a brand was named and this is another."""

    product: Product
    score: float
    exact: bool = True


@dataclass(frozen=True, slots=True)
class _Read:
    """What is needed of a product to score it: the words of its name and brand, of its size, tags and diets, and of its description."""

    number: int
    sku: str
    kind: str
    brand: str
    in_stock: bool
    name: frozenset[str]
    tags: frozenset[str]
    text: frozenset[str]


class Ranking:
    """Scores products of one generation of a catalogue."""

    def __init__(self, connection: sqlite3.Connection, kinds: Mapping[str, Kind]) -> None:
        self._db = connection
        self._kinds = kinds
        self._kind_words = {k.kind: frozenset(segmented(k.en, k.zh, *k.synonyms_en, *k.synonyms_zh).split()) for k in kinds.values()}
        self._kept: OrderedDict[int, _Read] = OrderedDict()

    def words_of(self, hits: Sequence[Hit]) -> set[str]:
        """Every word that the hits answer to: of their names, brands, sizes, tags, diets, synonyms and kinds."""
        marks = ",".join("?" * len(hits))
        numbers = [r[0] for r in self._db.execute(f"SELECT number FROM products WHERE sku IN ({marks})", [h.product.sku for h in hits])]  # noqa: S608 - only marks and names of our own
        return {w for read in self._read(numbers) for w in self._all_words(read)}

    def _all_words(self, read: _Read) -> frozenset[str]:
        return read.name | read.tags | self._kind_words.get(read.kind, frozenset())

    def _read(self, numbers: Collection[int]) -> list[_Read]:
        missing = [n for n in numbers if n not in self._kept]
        for at in range(0, len(missing), 400):
            piece = missing[at : at + 400]
            columns = "number, sku, kind, brand, stock, name_words, tag_words, text_words"
            for row in self._db.execute(f"SELECT {columns} FROM products WHERE number IN ({','.join('?' * len(piece))})", piece):  # noqa: S608 - only marks and names of our own
                words = [frozenset(row[column].split()) for column in ("name_words", "tag_words", "text_words")]
                self._kept[row["number"]] = _Read(row["number"], row["sku"], row["kind"], row["brand"], row["stock"] > 0, *words)
        found = []
        for number in numbers:
            self._kept.move_to_end(number)
            found.append(self._kept[number])
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found

    def _numbers(self, where: str, values: Sequence[str], limit: int) -> list[int]:
        query = f"SELECT number FROM products WHERE {where} ORDER BY stock=0, number LIMIT {limit}"  # noqa: S608 - only marks and names of our own
        return [r[0] for r in self._db.execute(query, values)]

    def _candidates(self, kinds: Mapping[str, float], skus: Mapping[str, float], brands: Collection[str], words: Collection[str]) -> list[_Read]:
        found: dict[int, None] = {}
        if skus:
            best = sorted(skus, key=lambda s: -skus[s])[:400]
            found |= dict.fromkeys(self._numbers(f"sku IN ({','.join('?' * len(best))})", best, CANDIDATES * 4))
        per_kind = max(6, CANDIDATES * 2 // max(1, len(kinds)))
        for kind in kinds:
            found |= dict.fromkeys(self._numbers("kind=?", (kind,), per_kind))
            for brand in brands:
                found |= dict.fromkeys(self._numbers("kind=? AND brand=?", (kind, brand), per_kind))
        if words and kinds and len(kinds) <= MANY_KINDS:
            found |= dict.fromkeys(self._worded(words, kinds))
        if brands and not kinds:
            for brand in brands:
                found |= dict.fromkeys(self._numbers("brand=?", (brand,), CANDIDATES))
        return self._read(list(found))

    def _worded(self, words: Collection[str], kinds: Collection[str]) -> list[int]:
        """Products of the kinds that the words find in full text: what a large catalogue would otherwise hide."""
        query = f"({{kind}} : ({' OR '.join(kind_tag(k) for k in kinds)})) AND ({{name brand more}} : ({_any_of(words)}))"
        ranked = "SELECT rowid FROM product_words WHERE product_words MATCH ? ORDER BY bm25(product_words, 4, 3, 0, 1) LIMIT ?"
        return [r[0] for r in self._db.execute(ranked, (query, 12 * len(kinds)))]

    def score(self, kinds: Mapping[str, float], skus: Mapping[str, float], brands: Collection[str], words: Collection[str], limit: int) -> list[Hit]:
        """Products of these kinds, SKUs and brands, best first; every word that a product answers to lifts it.

        Args:
            kinds, skus: with the weight, 0 to 1, of the name that they were named by.
        """
        wanted = frozenset(words)
        scored = []
        for read in self._candidates(kinds, skus, brands, wanted):
            score = 0.55 * kinds.get(read.kind, 0.0) + 0.5 * skus.get(read.sku, 0.0) or 0.3
            score += 0.25 if read.brand in brands else -0.25 if brands else 0.0
            if wanted:
                by_name = wanted & read.name
                score += 0.2 * len(by_name) / len(wanted) + 0.06 * len((wanted - by_name) & (read.tags | read.text)) / len(wanted)
                score -= 0.002 * (len(read.name) - len(by_name))
            score += 0.01 if read.in_stock else 0.0
            scored.append((round(min(max(score, 0.01), 0.99), 4), read))
        scored.sort(key=lambda s: -s[0])
        return self._hits([(score, read, not brands or read.brand in brands) for score, read in scored[:limit]])

    def _hits(self, chosen: Sequence[tuple[float, _Read, bool]]) -> list[Hit]:
        query = f"SELECT number, body FROM products WHERE number IN ({','.join('?' * len(chosen))})"  # noqa: S608 - only marks and names of our own
        products = {r[0]: Product.model_validate_json(r[1]) for r in self._db.execute(query, [read.number for _, read, _ in chosen])}
        return [Hit(products[read.number], score, exact) for score, read, exact in chosen]

    def by_text(self, words: Sequence[str], limit: int) -> list[Hit]:
        """Products that hold at least half of the words, wherever; all of a single word, or of two Chinese characters."""
        ranked = "SELECT rowid FROM product_words WHERE product_words MATCH ? ORDER BY bm25(product_words, 4, 3, 2, 1) LIMIT ?"
        found = [r[0] for r in self._db.execute(ranked, (_any_of(words), limit))]
        need = 1.0 if len(words) == 1 or (len(words) == 2 and has_chinese("".join(words))) else 0.5
        shares = [(len(set(words) & self._all_words(read)) / len(words), read) for read in self._read(found)]
        return self._hits([(round(0.4 * share, 4), read, False) for share, read in shares if share >= need])


def _any_of(words: Collection[str]) -> str:
    return " OR ".join(f'"{w}"' for w in sorted(words))
