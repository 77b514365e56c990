"""The store as the brain sees it: rows by key, and search. Everything is read from the database at the moment it is asked for, or re-read
when the database's generation changed, so that a price change is answered from the next question on. Nothing is written here."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, TypeVar

from kiosk.core import BrokenData
from kiosk.store import building, rows
from kiosk.store.checking import load_pack
from kiosk.store.database import connect
from kiosk.store.forms import Form
from kiosk.store.importing import MIGRATIONS, import_pack, index_anew
from kiosk.store.pack import pack_digest
from kiosk.store.paying import Bill, bill, price_of
from kiosk.store.search import Embed, Found, Search, Wanted

R = TypeVar("R", bound=rows.Row)

_TABLES: Mapping[str, type[rows.Row]] = {
    "kinds": rows.Kind, "brands": rows.Brand, "facilities": building.Facility, "offers": rows.Offer, "recalls": rows.Recall,
    "recipes": rows.Recipe, "policies": rows.Policy, "counters": rows.Counter, "holidays": rows.Holiday, "forms": Form,
}  # fmt: skip


class _Snapshot:
    """The small tables of one generation of the catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.meta = {r["name"]: r["value"] for r in connection.execute("SELECT name, value FROM meta")}
        self.generation = int(self.meta.get("generation", 0))
        self.shop = rows.Shop.model_validate_json(self.meta["shop"])
        self.tables: dict[str, tuple[Any, ...]] = {}
        for name, model in _TABLES.items():
            found = connection.execute("SELECT body FROM rows WHERE source=? ORDER BY position", (name,)).fetchall()
            self.tables[name] = tuple(model.model_validate_json(r["body"]) for r in found)
        floor = connection.execute("SELECT body FROM rows WHERE source='floor'").fetchone()
        self.floor = building.Floor.model_validate_json(floor["body"]) if floor else None
        self.kinds: dict[str, rows.Kind] = {k.kind: k for k in self.tables["kinds"]}


class Store:
    """A shop's catalogue. Open it with `open_store`; not for use by two threads at once."""

    def __init__(self, connection: sqlite3.Connection, embed: Embed | None = None) -> None:
        self._connection = connection
        self._seen_version = -1
        self.stands_at: tuple[float, float] | None = None
        """Where a technician put this kiosk on the plan, in metres; None for where the pack says."""
        self._snapshot: _Snapshot
        self._search = Search(connection, embed)
        self.refresh()

    def refresh(self) -> None:
        """Reads the small tables again if another connection has committed since; costs microseconds otherwise."""
        version = int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        if version == self._seen_version:
            return
        try:
            self._snapshot = _Snapshot(self._connection)
        except KeyError as error:
            raise BrokenData("the store database holds no catalogue", "state folder", "run: kiosk store import PACK") from error
        self._search.refresh(self._snapshot.shop, self._snapshot.kinds, self._snapshot.generation)
        self._seen_version = version

    @property
    def shop(self) -> rows.Shop:
        return self._snapshot.shop

    @property
    def floor(self) -> building.Floor | None:
        floor, here = self._snapshot.floor, self.stands_at
        if floor is None or here is None or here[0] > floor.width or here[1] > floor.height:  # of another plan than this one
            return floor
        return floor.model_copy(update={"kiosk_x": here[0], "kiosk_y": here[1]})

    @property
    def generation(self) -> int:
        return self._snapshot.generation

    @property
    def kinds(self) -> Mapping[str, rows.Kind]:
        return self._snapshot.kinds

    @property
    def brands(self) -> tuple[rows.Brand, ...]:
        return self._snapshot.tables["brands"]

    @property
    def facilities(self) -> tuple[building.Facility, ...]:
        return self._snapshot.tables["facilities"]

    @property
    def offers(self) -> tuple[rows.Offer, ...]:
        return self._snapshot.tables["offers"]

    @property
    def recalls(self) -> tuple[rows.Recall, ...]:
        return self._snapshot.tables["recalls"]

    @property
    def recipes(self) -> tuple[rows.Recipe, ...]:
        return self._snapshot.tables["recipes"]

    @property
    def policies(self) -> tuple[rows.Policy, ...]:
        return self._snapshot.tables["policies"]

    @property
    def counters(self) -> tuple[rows.Counter, ...]:
        return self._snapshot.tables["counters"]

    @property
    def holidays(self) -> tuple[rows.Holiday, ...]:
        return self._snapshot.tables["holidays"]

    @property
    def forms(self) -> tuple[Form, ...]:
        return self._snapshot.tables["forms"]

    def form(self, topic: str) -> Form | None:
        """The shop's form for a topic (see `kiosk.store.forms.Topic`)."""
        return next((f for f in self.forms if f.topic == topic), None)

    @property
    def digest(self) -> str:
        """SHA-256 of the pack this catalogue was imported from."""
        return str(self._snapshot.meta["digest"])

    def product(self, sku: str) -> rows.Product | None:
        """The product with this SKU, as the database holds it now."""
        found = self._connection.execute("SELECT body FROM products WHERE sku=?", (sku,)).fetchone()
        return rows.Product.model_validate_json(found["body"]) if found else None

    def product_by_ean(self, ean: str) -> rows.Product | None:
        """The product with this barcode."""
        found = self._connection.execute("SELECT body FROM products WHERE ean=? AND ean!=''", (ean,)).fetchone()
        return rows.Product.model_validate_json(found["body"]) if found else None

    def products_of(self, kind: str, limit: int = 50) -> list[rows.Product]:
        """Products of a kind: those in stock first, cheapest first."""
        found = self._connection.execute("SELECT body FROM products WHERE kind=? ORDER BY stock=0, CAST(price AS REAL), sku LIMIT ?", (kind, limit)).fetchall()
        return [rows.Product.model_validate_json(r["body"]) for r in found]

    def products(self) -> list[rows.Product]:
        """Every product, in the pack's order."""
        return [rows.Product.model_validate_json(r["body"]) for r in self._connection.execute("SELECT body FROM products ORDER BY number")]

    def eans(self) -> dict[str, str]:
        """SKU by barcode."""
        return {r["ean"]: r["sku"] for r in self._connection.execute("SELECT ean, sku FROM products WHERE ean!=''")}

    def names(self) -> list[tuple[str, str, str, str]]:
        """(sku, name_en, name_zh, brand) of every product: what the senses are given."""
        return [tuple(r) for r in self._connection.execute("SELECT sku, name_en, name_zh, brand FROM products ORDER BY number")]

    def order(self, number: str) -> rows.Order | None:
        """An online order by its number; by its digits alone where only one has them."""
        found = self._row("orders", number, rows.Order)
        if found is not None or not number.strip().isdigit():
            return found
        query = "SELECT body FROM rows WHERE source='orders' AND ltrim(id, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-')=? LIMIT 2"
        alike = self._connection.execute(query, (number.strip(),)).fetchall()
        return rows.Order.model_validate_json(alike[0]["body"]) if len(alike) == 1 else None

    def numbers_an_order(self, number: str) -> bool:
        """Whether a number with a letter looks like those of the online orders: "H1099" beside "H1042"."""
        query = "SELECT 1 FROM rows WHERE source='orders' AND length(id)=? AND substr(id, 1, 1)=? LIMIT 1"
        return not number[:1].isdigit() and self._connection.execute(query, (len(number), number[:1].upper())).fetchone() is not None

    def receipt(self, number: str) -> rows.Receipt | None:
        """A sale by its receipt number."""
        return self._row("receipts", number, rows.Receipt)

    def _row(self, source: str, key: str, model: type[R]) -> R | None:
        found = self._connection.execute("SELECT body FROM rows WHERE source=? AND id=?", (source, key.strip().upper())).fetchone()
        return model.model_validate_json(found["body"]) if found else None

    def offers_on(self, day: date) -> list[rows.Offer]:
        """Offers that are valid on a day."""
        return [o for o in self.offers if o.starts <= day <= o.ends]

    def offers_for(self, product: rows.Product, day: date) -> list[rows.Offer]:
        """Offers on a product that are valid on a day."""
        return [o for o in self.offers_on(day) if product.sku in o.skus or product.kind in o.kinds]

    def price_on(self, product: rows.Product, day: date) -> Decimal:
        """What one piece, or a kilogram where it is sold so, costs on a day."""
        return price_of(product, self.offers_on(day))

    def bill(self, bought: Sequence[tuple[rows.Product, Decimal]], day: date) -> Bill:
        """What things, each product once, cost together on a day."""
        return bill(bought, self.offers_on(day))

    @staticmethod
    def unit_price(product: rows.Product, price: Decimal | None = None) -> tuple[Decimal, str]:
        """Price per kilogram, litre or piece, rounded half up to cents, and the unit (Directive 98/6/EC); of another price than the row's where one is given."""
        price = product.price if price is None else price
        if product.sold_by == "kg":
            return price, "kg"
        unit = {"g": "kg", "ml": "l", "piece": "piece"}[product.unit]
        per = Decimal(str(product.amount)) / (1 if unit == "piece" else 1000)
        return (price / per).quantize(Decimal("0.01"), ROUND_HALF_UP), unit

    def is_name(self, text: str) -> bool:
        """Whether a text is, as it is written, a name of this shop: of a kind, a brand, a product, a dish or a place."""
        return self._search.is_name(text)

    def search(self, wanted: Wanted) -> Found:
        """The products that a question is about; see `kiosk.store.search`."""
        return self._search.find(wanted)

    def close(self) -> None:
        """Gives the database back."""
        self._connection.close()


def open_store(pack: Path, state: Path, embed: Embed | None = None) -> Store:
    """The store of a pack folder: its database is built once for each content and kept in the state folder.

    Raises:
        MissingPart: no such pack. BrokenData: the pack has problems, or the database is damaged.
    """
    digest = pack_digest(pack)
    file = state / "stores" / f"{digest[:24]}.sqlite"
    connection = connect(file, MIGRATIONS)
    with _damage_is_told(file):
        held = connection.execute("SELECT value FROM meta WHERE name='digest'").fetchone()
        if held is None or held[0] != digest:
            import_pack(connection, load_pack(pack))
        index_anew(connection)
        return Store(connection, embed)


def open_live(state: Path, default_pack: Path, embed: Embed | None = None) -> Store:
    """The shop's own catalogue, `store.sqlite`, which `kiosk store import` replaces. Until then it follows the embedded default pack."""
    file = state / "store.sqlite"
    connection = connect(file, MIGRATIONS)
    with _damage_is_told(file):
        held = {r["name"]: r["value"] for r in connection.execute("SELECT name, value FROM meta")}
        if "digest" not in held or (held.get("origin") == "default" and held["digest"] != pack_digest(default_pack)):
            import_pack(connection, load_pack(default_pack), origin="default")
        index_anew(connection)
        return Store(connection, embed)


@contextmanager
def _damage_is_told(file: Path) -> Iterator[None]:
    """A damaged database is the world's error, with its exit code, not ours."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise BrokenData(f"the database is damaged ({error})", str(file), "run: kiosk doctor --repair (it is kept aside and made anew)") from error
