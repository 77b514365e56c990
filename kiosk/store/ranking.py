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
from kiosk.store.words import tokens

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
    """A product with the words of its name and of the rest."""

    product: Product
    name: frozenset[str]
    more: frozenset[str]
    all: frozenset[str]


class Ranking:
    """Scores products of one generation of a catalogue."""

    def __init__(self, connection: sqlite3.Connection, kinds: Mapping[str, Kind]) -> None:
        self._db = connection
        self._kinds = kinds
        self._kept: OrderedDict[int, _Read] = OrderedDict()

    def words_of(self, product: Product) -> frozenset[str]:
        """Every word that a product answers to: of its name, brand, size, tags, diets, synonyms and kind."""
        kind = self._kinds.get(product.kind)
        more = (kind.en, kind.zh, *kind.synonyms_en, *kind.synonyms_zh) if kind else ()
        return frozenset(tokens(" ".join((product.name_en, product.name_zh, product.brand, product.size, *product.tags, *product.diets,
                                          *product.synonyms_en, *product.synonyms_zh, *more))))  # fmt: skip

    def _read(self, numbers: Collection[int]) -> list[_Read]:
        missing = [n for n in numbers if n not in self._kept]
        for at in range(0, len(missing), 400):
            piece = missing[at : at + 400]
            query = f"SELECT number, body FROM products WHERE number IN ({','.join('?' * len(piece))})"  # noqa: S608 - only marks
            for number, body in self._db.execute(query, piece):
                product = Product.model_validate_json(body)
                name = frozenset(tokens(f"{product.name_en} {product.name_zh} {product.brand} {' '.join((*product.synonyms_en, *product.synonyms_zh))}"))
                more = frozenset(tokens(" ".join((*product.tags, *product.diets, product.description_en, product.description_zh))))
                self._kept[number] = _Read(product, name, more, self.words_of(product))
        found = []
        for number in numbers:
            self._kept.move_to_end(number)
            found.append(self._kept[number])
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found

    def _numbers(self, where: str, values: Sequence[str], limit: int) -> list[int]:
        query = f"SELECT number FROM products WHERE {where} ORDER BY stock=0, number LIMIT {limit}"  # noqa: S608 - conditions of our own
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
        hits = []
        for read in self._candidates(kinds, skus, brands, wanted):
            product = read.product
            score = 0.55 * kinds.get(product.kind, 0.0) + 0.5 * skus.get(product.sku, 0.0) or 0.3
            score += 0.25 if product.brand in brands else -0.25 if brands else 0.0
            if wanted:
                score += 0.2 * len(wanted & read.name) / len(wanted) + 0.06 * len(wanted & (read.more - read.name)) / len(wanted)
                score -= 0.002 * len(read.name - wanted)
            score += 0.01 if product.stock else 0.0
            hits.append(Hit(product, round(min(max(score, 0.01), 0.99), 4), exact=not brands or product.brand in brands))
        hits.sort(key=lambda h: -h.score)
        return hits[:limit]

    def by_text(self, words: Sequence[str], limit: int) -> list[Hit]:
        """Products that hold at least half of the words, wherever; all of a single word, or of two Chinese characters."""
        ranked = "SELECT rowid FROM product_words WHERE product_words MATCH ? ORDER BY bm25(product_words, 4, 3, 2, 1) LIMIT ?"
        found = [r[0] for r in self._db.execute(ranked, (_any_of(words), limit))]
        need = 1.0 if len(words) == 1 or (len(words) == 2 and has_chinese("".join(words))) else 0.5
        shares = [(read.product, len(set(words) & read.all) / len(words)) for read in self._read(found)]
        return [Hit(product, round(0.4 * share, 4), exact=False) for product, share in shares if share >= need]


def _any_of(words: Collection[str]) -> str:
    return " OR ".join(f'"{w}"' for w in sorted(words))
