"""What only a look at several rows of a pack can show: broken references, and what is implausible in a real shop.

What must hold: a problem refuses the pack, because an answer built on it would be wrong (a product of an unknown kind, an aisle that is
nowhere); a doubt is only shown, because a shop may mean it (a dear apple, a brand without a row). Each says file, line, reason and mend.
Words for allergens and alcohol are matched against the names of kinds, never against a list of one shop's identifiers.
"""

import csv
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rapidfuzz import fuzz, process

from kiosk.store import building, rows
from kiosk.store.pack import Pack, Problem, pack_digest, read_rows, refuse
from kiosk.store.rows import Allergen, Diet
from kiosk.store.walking import Ground
from kiosk.store.words import tokens

KIND_RATIO, PACKS_RATIO, OTHERS_RATIO = 8.0, 40.0, 25.0
"""How many times dearer or cheaper than the median of its kind, or of its department, a unit price may be. On the demo store the widest
honest spread within a kind is 6 (matcha among green teas), of packs counted in pieces 26 (moist toilet paper in sheets), and within a
department 20 (pepper among pantry goods)."""
ENOUGH_OF_KIND, ENOUGH_OTHERS = 2, 3
"""Products to compare with before a median means anything."""
LOOSE_LIMIT = Decimal(30)
"""Price of a kilogram of loose goods that is looked at where there is nothing to compare with."""


@dataclass(frozen=True, slots=True)
class _Expected:
    """An allergen that a kind with one of `words` in its name has, unless the name has one of `unless` or a diet of `diets` is declared."""

    allergen: Allergen
    words: frozenset[str]
    unless: frozenset[str] = frozenset()
    diets: frozenset[Diet] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


_NOT_FOOD = _words("sun hand body face shaving cat dog pet toy soap shampoo cleaner candle paper cloth litter bottle maker cooker knife board tin opener")
_PLANT = _words("oat soy soya almond coconut plant rice cashew hazelnut pea hemp cocoa peanut nut apple shea vegan hulled dairy-free")
_MILKY = _words("milk cream butter cheese yoghurt yogurt skyr kefir quark whey mozzarella cheddar gouda parmesan feta brie camembert manchego")
_VEGAN, _MEATLESS = frozenset({Diet.vegan}), frozenset({Diet.vegan, Diet.vegetarian})
_EXPECTED = (
    _Expected(Allergen.milk, _MILKY, _PLANT, _VEGAN),
    _Expected(Allergen.gluten, _words("wheat rye barley bread baguette croissant flour pasta spaghetti penne macaroni udon seitan couscous"),
              _words("sauce sauces rice corn maize almond coconut buckwheat chickpea spread butter potato"), frozenset({Diet.gluten_free})),
    _Expected(Allergen.fish, _words("fish salmon cod trout tuna herring sardine anchovy mackerel haddock"), _words("vegan tank toy shell"), _MEATLESS),
    _Expected(Allergen.eggs, _words("egg mayonnaise omelette meringue"), _words("chocolate plant free cup timer holder easter"), _VEGAN),
    _Expected(Allergen.crustaceans, _words("prawn shrimp crab lobster crayfish langoustine"), _words("cracker vegan stick"), _MEATLESS),
    _Expected(Allergen.peanuts, _words("peanut")),
    _Expected(Allergen.nuts, _words("almond walnut hazelnut cashew pistachio pecan")),
    _Expected(Allergen.soy, _words("soy soya tofu tempeh edamame"), _words("free")),
    _Expected(Allergen.sesame, _words("sesame tahini")),
    _Expected(Allergen.mustard, _words("mustard")),
    _Expected(Allergen.celery, _words("celery celeriac")),
)  # fmt: skip
_ALCOHOL = _words("wine beer vodka whisky whiskey rum gin liqueur cider champagne prosecco brandy cognac sake baijiu spirits sherry port")
_NOT_ALCOHOL = _words("vinegar cooking gum free ginger root glass opener rack")


def check_pack(folder: Path, today: date | None = None) -> tuple[list[Problem], list[Problem]]:
    """The problems that refuse a pack and the doubts that are only shown, in the order of the files and lines.

    Args:
        today: the day to judge dates by; the day in the shop's time zone where none is given.

    Raises:
        MissingPart: there is no such folder.
    """
    tables, lines, problems = read_rows(folder)
    look = _Look(folder, tables, lines, today)
    return sorted((*problems, *look.problems()), key=_place), sorted(look.doubts(), key=_place)


def load_pack(folder: Path) -> Pack:
    """A pack without problems, read once.

    Raises:
        MissingPart: there is no such folder. BrokenData: the pack has problems; says the first and how many there are.
    """
    tables, lines, problems = read_rows(folder)
    problems = sorted((*problems, *_Look(folder, tables, lines, None).problems()), key=_place)
    if problems:
        raise refuse(folder, problems)
    return Pack(**tables, digest=pack_digest(folder), lines=lines)


def _place(problem: Problem) -> tuple[str, int]:
    return problem.file, problem.line


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _line_of(file: Path, *needles: str) -> int:
    """The first line of a file that holds all the needles; 1 where none does."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return 1
    return next((n for n, line in enumerate(text.splitlines(), 1) if all(x in line for x in needles)), 1)


def unit_price(product: rows.Product) -> float:
    """Price of a kilogram, a litre or a piece."""
    if product.sold_by == "kg":
        return float(product.price)
    return float(product.price) / (product.amount if product.unit == "piece" else product.amount / 1000)


class _Look:
    """One look over the rows of a pack."""

    def __init__(self, folder: Path, tables: Mapping[str, Any], lines: Mapping[tuple[str, str], int], today: date | None) -> None:
        self._folder, self._tables, self._lines = folder, tables, lines
        self._shop: rows.Shop | None = tables.get("shop")
        self._zone = _zone(self._shop.timezone) if self._shop else None
        self._today = today or datetime.now(self._zone).date()
        self._floor: building.Floor | None = tables.get("floor")
        self._products: dict[str, rows.Product] = {p.sku: p for p in tables.get("products", ())}
        self._kinds: dict[str, rows.Kind] = {k.kind: k for k in tables.get("kinds", ())}
        self._brands: dict[str, rows.Brand] = {b.brand: b for b in tables.get("brands", ())}
        # A row that does not validate is told once, by the reader; its identifier still counts as there.
        self._known_skus = set(self._products) | self._column("products.csv", "sku")
        self._known_kinds = set(self._kinds) | self._column("kinds.csv", "kind")

    def _column(self, file: str, name: str) -> set[str]:
        try:
            with (self._folder / file).open(encoding="utf-8-sig", newline="") as stream:
                return {(row.get(name) or "").strip() for row in csv.DictReader(stream)}
        except (OSError, UnicodeDecodeError, csv.Error):
            return set()

    def _at(self, table: str, key: str, reason: str, mend: str) -> Problem:
        file = {"counters": "hours.yaml", "holidays": "hours.yaml", "recipes": "recipes.yaml", "forms": "forms.yaml"}.get(table, f"{table}.csv")
        return Problem(file, self._lines.get((table, key), 0), reason, mend)

    def _unknown(self, what: str, names: Sequence[str], known: set[str]) -> Iterator[tuple[str, str]]:
        for name in dict.fromkeys(names):
            if name not in known:
                near = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=75) if known else None
                yield f"{what} {name!r} is not in this pack", f"Write {near[0]!r} or add it" if near else "Add it or remove the reference"

    def problems(self) -> Iterator[Problem]:
        """What refuses the pack."""
        if self._shop and not self._zone:
            line = _line_of(self._folder / "store.yaml", "timezone:")
            yield Problem("store.yaml", line, f"timezone {self._shop.timezone!r} is not known", "Write it as Europe/Berlin")
        if self._kinds:
            yield from self._references()
        yield from self._same_barcodes()
        yield from self._recalls()
        yield from self._topics()
        if self._floor:
            yield from self._places(self._floor)

    def _references(self) -> Iterator[Problem]:
        kinds, skus = self._known_kinds, self._known_skus
        for product in self._products.values():
            for fault in self._unknown("kind", (product.kind,), kinds):
                yield self._at("products", product.sku, *fault)
        for kind in self._kinds.values():
            for fault in self._unknown("substitute", kind.substitutes, kinds):
                yield self._at("kinds", kind.kind, *fault)
            if kind.kind in kind.substitutes:
                yield self._at("kinds", kind.kind, f"{kind.kind!r} is a substitute of itself", "Remove it from its substitutes")
            if self._shop:
                for fault in self._unknown("department", (kind.department,), {d.id for d in self._shop.departments}):
                    yield self._at("kinds", kind.kind, *fault)
        if self._products:
            for offer in self._tables.get("offers", ()):
                for fault in (*self._unknown("SKU", offer.skus, skus), *self._unknown("kind", offer.kinds, kinds)):
                    yield self._at("offers", offer.id, *fault)
            for recall in self._tables.get("recalls", ()):
                for fault in self._unknown("SKU", (recall.sku,), skus):
                    yield self._at("recalls", recall.id, *fault)
            for table in ("orders", "receipts"):
                for sale in self._tables.get(table, ()):
                    for fault in self._unknown("SKU", sale.items, skus):
                        yield self._at(table, sale.number, *fault)
        for recipe in self._tables.get("recipes", ()):
            for fault in self._unknown("kind", [i.kind for i in recipe.ingredients if i.kind], kinds):
                yield self._at("recipes", recipe.id, *fault)
        for group in self._shop.groups if self._shop else ():
            for reason, mend in self._unknown("kind", group.kinds, kinds):
                yield Problem("store.yaml", self._line_in_shop(group.id), f"group {group.id!r}: {reason}", mend)
        for ids, what in (([g.id for g in self._shop.groups], "group"), ([d.id for d in self._shop.departments], "department")) if self._shop else ():
            for name in sorted({i for i in ids if ids.count(i) > 1}):
                yield Problem("store.yaml", self._line_in_shop(name), f"{what} {name!r} stands twice", "Remove or rename one")

    def _line_in_shop(self, name: str) -> int:
        file = self._folder / "store.yaml"
        found = _line_of(file, f"id: {name},")
        return found if found > 1 else _line_of(file, f"id: {name}")

    def _same_barcodes(self) -> Iterator[Problem]:
        first: dict[str, str] = {}
        for product in self._products.values():
            if product.ean and product.ean in first:
                other = first[product.ean]
                yield self._at("products", product.sku, f"EAN {product.ean} is also that of {other!r} on line {self._lines.get(('products', other), 0)}",
                               "A barcode belongs to one product: correct or empty one of them")  # fmt: skip
            elif product.ean:
                first[product.ean] = product.sku

    def _recalls(self) -> Iterator[Problem]:
        for recall in self._tables.get("recalls", ()):
            product = self._products.get(recall.sku)
            brand = self._brands.get(product.brand) if product else None
            if product and not (brand and brand.own_brand):
                yield self._at("recalls", recall.id, f"recall of {recall.sku!r}, which is not of the shop's own brand",
                               "Only the shop's own brand is recalled here; mark the brand own_brand in brands.csv or remove the recall")  # fmt: skip

    def _topics(self) -> Iterator[Problem]:
        first: dict[str, str] = {}
        for form in self._tables.get("forms", ()):
            if (other := first.setdefault(form.topic, form.id)) != form.id:
                yield self._at("forms", form.id, f"topic {form.topic!r} is also that of {other!r}", "One form a topic: remove one or change its topic")

    def _places(self, floor: building.Floor) -> Iterator[Problem]:
        file = self._folder / "floor.yaml"
        drawn = {a.aisle for a in floor.aisles}
        outside = f"lies outside the floor of {floor.width:g} by {floor.height:g} metres"
        seen: set[str] = set()
        for aisle in floor.aisles:
            line = _line_of(file, f'aisle: "{aisle.aisle}"')
            if aisle.aisle in seen:
                yield Problem("floor.yaml", line, f"aisle {aisle.aisle} is drawn twice", "Remove or renumber one")
            seen.add(aisle.aisle)
            if aisle.x + aisle.width > floor.width or aisle.y + aisle.height > floor.height:
                yield Problem("floor.yaml", line, f"aisle {aisle.aisle} {outside}", "Correct x, y, width or height")
        for name, x, y in (("kiosk", floor.kiosk_x, floor.kiosk_y), ("entrance", floor.entrance_x, floor.entrance_y)):
            if x > floor.width or y > floor.height:
                yield Problem("floor.yaml", _line_of(file, f"{name}_x:"), f"the {name} {outside}", f"Correct {name}_x or {name}_y")
        for place in self._tables.get("facilities", ()):
            if place.x > floor.width or place.y > floor.height:
                yield self._at("facilities", place.id, f"{place.id!r} {outside}", "Correct x or y")
        for product in self._products.values():
            if product.aisle not in drawn:
                yield self._at("products", product.sku, f"aisle {product.aisle} is not on the floor plan", "Correct the aisle or draw it in floor.yaml")
        yield from self._ways(floor, step_free=False)

    def _ways(self, floor: building.Floor, step_free: bool) -> Iterator[Problem]:
        """Shelves that nobody reaches from the kiosk; or that others reach, but not without steps."""
        ground, everyone = Ground(floor, step_free), Ground(floor)
        for aisle in floor.aisles:
            shelves = sorted({int(p.shelf) for p in self._products.values() if p.aisle == aisle.aisle})
            there = [(shelf, point) for shelf in shelves if (point := everyone.before(aisle.aisle, shelf)) and not ground.reaches(point)]
            cut = [str(shelf) for shelf, point in there if not step_free or everyone.reaches(point)]
            if cut:
                said = f"shelf {', '.join(cut)} of aisle {aisle.aisle} cannot be reached from the kiosk{' without steps' if step_free else ''}"
                mend = "Draw a ramp, or leave 1.2 m of room" if step_free else "Move what stands in the way or draw a passage through the wall"
                yield Problem("floor.yaml", _line_of(self._folder / "floor.yaml", f'aisle: "{aisle.aisle}"'), said, mend)

    def doubts(self) -> Iterator[Problem]:
        """What is only shown."""
        used = {p.kind for p in self._products.values()}
        if self._products:
            for kind in self._kinds.values():
                if kind.kind not in used:
                    yield self._at("kinds", kind.kind, f"kind {kind.kind!r} has no product", "Add a product of it or remove the kind")
        for product in self._products.values():
            if self._brands and product.brand and product.brand not in self._brands:
                near = process.extractOne(product.brand, list(self._brands), scorer=fuzz.ratio, score_cutoff=75)
                mend = f"Write {near[0]!r} or add it" if near else "Add it, so that it is said and found well"
                yield self._at("products", product.sku, f"brand {product.brand!r} is not in brands.csv", mend)
            if product.stock_date > self._today:
                yield self._at("products", product.sku, f"stock date {product.stock_date} is in the future", "Write the day of the last count")
            yield from self._declared(product)
        if self._floor:
            yield from self._ways(self._floor, step_free=True)
        yield from self._prices()
        yield from self._offers()

    def _declared(self, product: rows.Product) -> Iterator[Problem]:
        kind = self._kinds.get(product.kind)
        name = set(tokens(product.kind.replace("-", " "))) | (set(tokens(kind.en)) if kind else set())
        for rule in _EXPECTED:
            if not name & rule.words or name & rule.unless or name & _NOT_FOOD or set(product.diets) & rule.diets:
                continue
            if rule.allergen not in product.allergens:
                told = " (it stands in may_contain)" if rule.allergen in product.may_contain else ""
                yield self._at("products", product.sku, f"{product.kind} without the allergen {rule.allergen}{told}",
                               f"Add {rule.allergen} to allergens if the label says so")  # fmt: skip
        if name & _ALCOHOL and not name & _NOT_ALCOHOL and Diet.alcohol_free not in product.diets and product.age_limit == 0:
            yield self._at("products", product.sku, f"{product.kind} without an age limit", "Write 16, 18 or 21 in age_limit, or alcohol-free in diets")

    def _prices(self) -> Iterator[Problem]:
        units = {"g": "kilogram", "ml": "litre", "piece": "piece"}
        by_kind: dict[tuple[str, str, bool], list[float]] = {}
        by_department: dict[tuple[str, str], list[float]] = {}
        for product in self._products.values():
            kind = self._kinds.get(product.kind)
            by_kind.setdefault(_likeness(product), []).append(unit_price(product))
            if kind and product.unit != "piece":  # pieces of a department have nothing in common
                by_department.setdefault((kind.department, product.unit), []).append(unit_price(product))
        for prices in (*by_kind.values(), *by_department.values()):
            prices.sort()
        for product in self._products.values():
            kind, price = self._kinds.get(product.kind), unit_price(product)
            alike = by_kind[_likeness(product)]
            wider = by_department.get((kind.department, product.unit), []) if kind else []
            if len(alike) > ENOUGH_OF_KIND:
                ratio = PACKS_RATIO if _likeness(product)[2] else KIND_RATIO
                usual, of = _median_without(alike, price), product.kind
            elif kind and len(wider) > ENOUGH_OTHERS:
                ratio = KIND_RATIO if product.sold_by == "kg" else OTHERS_RATIO
                usual, of = _median_without(wider, price), kind.department
            else:
                if product.sold_by == "kg" and product.price > LOOSE_LIMIT:
                    yield self._at("products", product.sku, f"{product.price} for a kilogram is dear for loose goods", "Check price and amount")
                continue
            if price > usual * ratio or price * ratio < usual:
                said = f"{price:.2f} for a {units[product.unit]} is far from {usual:.2f}, which is usual for {of}"
                yield self._at("products", product.sku, said, "Check price, amount and unit")

    def _offers(self) -> Iterator[Problem]:
        for offer in self._tables.get("offers", ()):
            on = [p for p in self._products.values() if p.sku in offer.skus or p.kind in offer.kinds]
            many = offer.buy or 1 if offer.type == "multi-buy" else 1
            for product in on if offer.type != "percent" and offer.price else ():
                if offer.price >= product.price * many:
                    said = (
                        f"offer price {offer.price} is not lower than {product.price * many}, the price of {f'{many} of ' if many > 1 else ''}{product.sku!r}"
                    )
                    yield self._at("offers", offer.id, said, "Correct the offer or the price")


def _likeness(product: rows.Product) -> tuple[str, str, bool]:
    """What is priced alike: a kind by weight or volume, and single pieces, which packs of several are not."""
    return product.kind, product.unit, product.unit == "piece" and product.amount > 1


def _median_without(prices: Sequence[float], price: float) -> float:
    """The median of sorted prices without one of them."""
    at = bisect_left(prices, price)
    last = len(prices) - 2
    low, high = last // 2, (last + 1) // 2
    return (prices[low + (low >= at)] + prices[high + (high >= at)]) / 2
