"""Where to go: a place of the plan, or a round past everything on the list. Read from the store's rows at that moment; nothing here is computed on the floor.

What must hold: a product that is out of stock is named and never a stop; products on one shelf are one stop.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kiosk.app.cards import Words, how_much
from kiosk.core import Language, spoken
from kiosk.store import rows
from kiosk.store.building import Floor
from kiosk.store.catalogue import Store
from kiosk.store.walking import Ground, Point

Said = Mapping[str, str]
"""By language of the window."""
WORDS = Mapping[str, Words]
TILLS: Final = "tills"
"""The facility where a round ends, if the shop has it."""


@dataclass(frozen=True)
class Stop:
    """One shelf of a round: where one stands, what to take there, and where that is in words."""

    point: Point
    goods: Said
    where: Said
    aisle: str


@dataclass(frozen=True)
class Place:
    """Where to go: a point of the plan in metres, what is there, and where it is in words.

    Args:
        stops: of a round, in the order of the shelves; then `point` is where it ends, if `ends`.
        absent: what is on the list and out of stock.
    """

    point: Point
    names: Said
    where: Said
    aisle: str = ""
    facility: str = ""
    stops: tuple[Stop, ...] = ()
    absent: Said | None = None
    ends: bool = False

    @property
    def is_round(self) -> bool:
        """Whether it is a list and no single place."""
        return bool(self.stops or self.absent)


def product_place(floor: Floor | None, product: rows.Product, words: WORDS) -> Place | None:
    """Where a product stands; None where the plan does not show it."""
    point = Ground(floor).before(product.aisle, int(product.shelf)) if floor else None
    where = in_words(words, "place", aisle=product.aisle, shelf=product.shelf)
    return Place(point, in_both(words, product.name_en, product.name_zh), where, product.aisle) if point else None


def aisle_place(floor: Floor | None, name: str | None, words: WORDS) -> Place | None:
    """The middle of an aisle."""
    aisle = next((a for a in floor.aisles if a.aisle == name), None) if floor else None
    point = Ground(floor).before(aisle.aisle) if floor and aisle else None
    if aisle is None or point is None:
        return None
    return Place(point, in_both(words, aisle.en, aisle.zh), in_words(words, "aisle", aisle=aisle.aisle), aisle.aisle)


def facility_place(store: Store, identifier: str, words: WORDS) -> Place | None:
    """Where a facility is."""
    found = next((f for f in store.facilities if f.id == identifier), None)
    if found is None:
        return None
    names, where = in_both(words, found.en, found.zh), in_both(words, found.where_en, found.where_zh)
    return Place((found.x, found.y), names, where, facility=found.id)


def whole_list(store: Store, listed: Sequence[tuple[str, str]], words: WORDS) -> Place | None:
    """A round past everything on a list; None where nothing is listed, or there is no plan."""
    floor = store.floor
    counts = {sku: Decimal(count) for sku, count in listed}
    products = [p for sku in counts if (p := store.product(sku)) is not None]
    if floor is None or not products:
        return None
    said = {
        code: {p.sku: f"{how_much(p, counts[p.sku], own)} {p.name_zh if spoken(code) is Language.zh else p.name_en}" for p in products}
        for code, own in words.items()
    }
    products.sort(key=lambda p: (int(p.aisle), int(p.shelf)))
    shelves: dict[tuple[str, str], list[str]] = {}
    for product in products:
        if product.stock > 0:
            shelves.setdefault((product.aisle, product.shelf), []).append(product.sku)

    def told(skus: Sequence[str]) -> Said:
        return {code: own["comma"].join(said[code][sku] for sku in skus) for code, own in words.items()}

    stops = tuple(
        Stop(point, told(skus), in_words(words, "place", aisle=aisle, shelf=shelf), aisle)
        for (aisle, shelf), skus in shelves.items()
        if (point := Ground(floor).before(aisle, int(shelf)))
    )
    absent = [p.sku for p in products if p.stock <= 0]
    tills = facility_place(store, TILLS, words)
    end = (tills.point, tills.names) if tills else ((floor.kiosk_x, floor.kiosk_y), in_words(words, "list"))
    return Place(
        end[0], end[1], in_words(words, "list"), facility=TILLS if tills else "", stops=stops, absent=told(absent) if absent else None, ends=tills is not None
    )


def in_words(words: WORDS, key: str, **values: str) -> Said:
    """One of the window's wordings in every language."""
    return {code: own[key].format(**values) for code, own in words.items()}


def in_both(words: WORDS, english: str, chinese: str) -> Said:
    """The shop's own words, which are English and Chinese, for every language of the window."""
    return {code: chinese if spoken(code) is Language.zh else english for code in words}
