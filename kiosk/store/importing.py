"""Writes a valid pack into the catalogue database: in one transaction, so that readers see the old catalogue or the new one.

Rows are kept as JSON beside the columns that are searched; phrases are every way to name a kind, a brand, a group or a variety, each with its
spelling key and its sound key.
"""

import json
import sqlite3
from collections.abc import Iterator
from itertools import count
from typing import Any

from pydantic import BaseModel

from kiosk.core import Language
from kiosk.core.text import has_chinese
from kiosk.store.building import Facility, Floor
from kiosk.store.pack import LISTS, TABLES, Pack, key_of
from kiosk.store.rows import Product, Recipe, Shop
from kiosk.store.words import bare_name, key, segmented, sound_key

MIGRATIONS = (
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE rows (source TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (source, id)) WITHOUT ROWID;
    CREATE TABLE products (
        number INTEGER PRIMARY KEY, sku TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, brand TEXT NOT NULL, name_en TEXT NOT NULL, name_zh TEXT NOT NULL,
        price TEXT NOT NULL, aisle TEXT NOT NULL, shelf TEXT NOT NULL, stock INTEGER NOT NULL, ean TEXT NOT NULL, body TEXT NOT NULL
    );
    CREATE INDEX products_kind ON products (kind, stock);
    CREATE INDEX products_ean ON products (ean);
    CREATE VIRTUAL TABLE product_words USING fts5 (name, brand, kind, more, content='', tokenize='unicode61 remove_diacritics 2');
    CREATE TABLE phrases (
        phrase TEXT NOT NULL, sound TEXT NOT NULL, language TEXT NOT NULL, type TEXT NOT NULL, target TEXT NOT NULL, weight REAL NOT NULL
    );
    CREATE INDEX phrases_phrase ON phrases (phrase);
    CREATE INDEX phrases_sound ON phrases (sound);
    """,
    """
    ALTER TABLE products ADD COLUMN name_words TEXT NOT NULL DEFAULT '';
    ALTER TABLE products ADD COLUMN tag_words TEXT NOT NULL DEFAULT '';
    ALTER TABLE products ADD COLUMN text_words TEXT NOT NULL DEFAULT '';
    """,
    "CREATE INDEX products_brand ON products (brand, kind);",
)
"""Schema of a catalogue; a new step is appended, none is ever changed."""
INDEX = "8"
"""Version of the phrases and the full text: raised whenever `words`, `phrases_of` or the columns of `product_words` change, so that a catalogue
which an older program imported is indexed anew when it is opened."""


SAME_NAME = 200
"""Targets of one name that are kept: thousands of products that are "organic" make it no better a name."""


def phrases_of(pack: Pack) -> Iterator[tuple[str, str, str, str, float]]:
    """Every way to name something: (phrase, language, type, target, weight). Targets are a kind, a brand, a SKU, a group, a dish or a place."""
    for kind in pack.kinds:
        for language, name, synonyms in ((Language.en, kind.en, kind.synonyms_en), (Language.zh, kind.zh, kind.synonyms_zh)):
            yield name, language, "kind", kind.kind, 1.0
            for word in synonyms:
                yield word, language, "kind", kind.kind, 0.95
    for brand in pack.brands:
        for word in (brand.brand, *brand.synonyms_en):
            yield word, Language.en, "brand", brand.brand, 0.9
        for word in (brand.name_zh, *brand.synonyms_zh):
            if word:
                yield word, Language.zh, "brand", brand.brand, 0.9
    for group in pack.shop.groups:
        for word in group.en:
            yield word, Language.en, "group", group.id, 0.8
        for word in group.zh:
            yield word, Language.zh, "group", group.id, 0.8
    for department in pack.shop.departments:
        for word in (department.en, *department.synonyms_en):
            yield word, Language.en, "department", department.id, 0.6
        for word in (department.zh, *department.synonyms_zh):
            yield word, Language.zh, "department", department.id, 0.6
    others: tuple[Recipe | Facility, ...] = (*pack.recipes, *pack.facilities)  # no products: the meat of 红烧肉 is not asked for
    for row in others:
        for language, words in ((Language.en, (row.en, *row.synonyms_en)), (Language.zh, (row.zh, *row.synonyms_zh))):
            for word in words:
                yield word, language, "other", row.id, 0.5
    yield from _varieties(pack)


_HOW_GROWN = {key("organic"), key("有机")}
"""Words of a product's name that shoppers leave out: 胡萝卜土豆泥 of 有机胡萝卜土豆泥."""


def _varieties(pack: Pack) -> Iterator[tuple[str, str, str, str, float]]:
    """Names of products: whole, without the brand, and what is left of them beside brand and kind ("lactose free", 有机)."""
    kinds = {(k.kind, Language.en): {key(n) for n in (k.en, *k.synonyms_en)} for k in pack.kinds}
    kinds |= {(k.kind, Language.zh): {key(n) for n in (k.zh, *k.synonyms_zh)} for k in pack.kinds}
    brands = {b.brand: {key(n) for n in (b.brand, b.name_zh, *b.synonyms_zh)} for b in pack.brands}
    for product in pack.products:
        for language in Language:
            english = language == Language.en
            name = bare_name(product.name_en if english else product.name_zh)
            yield name, language, "sku", product.sku, 1.0
            for word in product.synonyms_en if english else product.synonyms_zh:
                yield word, language, "sku", product.sku, 0.95
            names, whole = kinds[product.kind, language], key(name)
            unbranded = _without(whole, brands.get(product.brand) or {key(product.brand)})
            if unbranded != whole and unbranded not in names and len(unbranded) > 1:
                yield unbranded, language, "sku", product.sku, 0.9
                plain = _without(unbranded, _HOW_GROWN)
                if plain != unbranded and plain not in names and len(plain.split()) + len(plain) * has_chinese(plain) > 1:
                    yield plain, language, "sku", product.sku, 0.85
            variety = _without(unbranded, names)
            if len(variety) > 1 and variety != whole and not variety.replace(" ", "").isdigit():
                yield variety, language, "variety", product.sku, 0.85


def _without(name: str, parts: set[str]) -> str:
    """A key without other keys that stand in it, the longest first; the whole where nothing would be left."""
    left = name
    for part in sorted(parts, key=len, reverse=True):
        if part and part in left:
            left = left.replace(part, " ") if has_chinese(part) else f" {left} ".replace(f" {part} ", " ")
            left = left.strip()
    return key(left) or name


def kind_tag(kind: str) -> str:
    """The word that stands for a kind in the full text."""
    return f"kind0{kind.replace('-', '0')}"


def import_pack(connection: sqlite3.Connection, pack: Pack, origin: str = "import") -> None:
    """Replaces the catalogue by the pack's, wholly or not at all. `origin` says who asked: `default` is replaced when the embedded pack changes."""
    kinds = {k.kind: k for k in pack.kinds}
    connection.execute("BEGIN IMMEDIATE")
    try:
        for table in ("rows", "products", "phrases"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - only marks and names of our own
        connection.execute("INSERT INTO product_words (product_words) VALUES ('delete-all')")
        connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?)", _rows(pack))
        numbers = count(1)
        kind_words = {k.kind: f"{kind_tag(k.kind)} {segmented(k.en, k.zh, *k.synonyms_en, *k.synonyms_zh)}" for k in pack.kinds}
        for product in pack.products:
            number, kind = next(numbers), kinds[product.kind]
            names = segmented(product.name_en, product.name_zh, *product.synonyms_en, *product.synonyms_zh)
            brand, tags = segmented(product.brand), segmented(*product.tags, *product.diets)
            text = segmented(product.description_en, product.description_zh)
            connection.execute(
                "INSERT INTO products VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, product.sku, product.kind, product.brand, product.name_en, product.name_zh, str(product.price), product.aisle,
                 product.shelf, product.stock, product.ean, product.model_dump_json(),
                 f"{names} {brand}", f"{segmented(product.size)} {tags}", text),
            )  # fmt: skip
            connection.execute(
                "INSERT INTO product_words (rowid, name, brand, kind, more) VALUES (?, ?, ?, ?, ?)",
                (number, names, brand, kind_words[kind.kind], f"{text} {tags}"),
            )  # fmt: skip
        connection.executemany("INSERT INTO phrases VALUES (?, ?, ?, ?, ?, ?)", _indexed(pack))
        generation = int((connection.execute("SELECT value FROM meta WHERE name='generation'").fetchone() or ["0"])[0]) + 1
        connection.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            [("digest", pack.digest), ("generation", str(generation)), ("index", INDEX), ("origin", origin), ("shop", pack.shop.model_dump_json())],
        )
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _indexed(pack: Pack) -> Iterator[tuple[str, str, str, str, str, float]]:
    """Rows of `phrases`, none twice, each name with at most `SAME_NAME` targets."""
    seen: dict[tuple[str, str], dict[str, None]] = {}
    for phrase, language, type_, target, weight in phrases_of(pack):
        name = key(phrase)
        targets = seen.setdefault((name, type_), {})
        if name and target not in targets and len(targets) < SAME_NAME:
            targets[target] = None
            yield name, sound_key(phrase), language, type_, target, weight


def read_back(connection: sqlite3.Connection) -> Pack:
    """The pack that a catalogue was imported from, but for the lines of its files."""
    meta = dict(connection.execute("SELECT name, value FROM meta").fetchall())
    found: dict[str, Any] = {}
    for name, model in {**TABLES, **{n: m for n, (_, m) in LISTS.items()}}.items():
        held = connection.execute("SELECT body FROM rows WHERE source=? ORDER BY position", (name,)).fetchall()
        found[name] = tuple(model.model_validate_json(r[0]) for r in held)
    found["products"] = tuple(Product.model_validate_json(r[0]) for r in connection.execute("SELECT body FROM products ORDER BY number"))
    floor = connection.execute("SELECT body FROM rows WHERE source='floor'").fetchone()
    return Pack(**found, shop=Shop.model_validate_json(meta["shop"]), floor=Floor.model_validate_json(floor[0]) if floor else None, digest=meta["digest"])


def index_anew(connection: sqlite3.Connection) -> None:
    """Imports a catalogue again from its own rows where an older program made its index."""
    held = dict(connection.execute("SELECT name, value FROM meta WHERE name IN ('digest', 'index')").fetchall())
    if "digest" in held and held.get("index") != INDEX:
        import_pack(connection, read_back(connection))


def _rows(pack: Pack) -> Iterator[tuple[str, str, int, str]]:
    def dump(source: str, found: tuple[BaseModel, ...]) -> Iterator[tuple[str, str, int, str]]:
        for position, row in enumerate(found):
            yield source, key_of(row), position, row.model_dump_json()

    for source in ("kinds", "brands", "facilities", "offers", "recalls", "orders", "receipts", "recipes", "policies", "counters", "holidays", "forms"):
        yield from dump(source, getattr(pack, source))
    if pack.floor:
        yield "floor", "floor", 0, json.dumps(pack.floor.model_dump(mode="json"))
