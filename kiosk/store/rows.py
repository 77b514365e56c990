"""What a row of a store pack may say. The models are the pack's schema: the check, the import, the export and the docs come from them.

A row that validates is whole: identifiers are well formed, prices are positive decimals with at most two places, an EAN's check digit
is right, allergens and diets are of closed sets and do not contradict each other. What needs more than one row is in `checking.py`.
"""

from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400, pattern=r"^[^\x00-\x1f\x7f]+$")]
OptionalLine = Annotated[str, StringConstraints(strip_whitespace=True, max_length=600, pattern=r"^[^\x00-\x1f\x7f]*$")]


def _split(value: object) -> object:
    """Spreadsheet lists are written `a; b; c`."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.replace("；", ";").split(";") if part.strip())
    return value


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


Words = Annotated[tuple[Line, ...], BeforeValidator(_split)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_split)]
Price = Annotated[Decimal, Field(gt=0, le=100000, decimal_places=2)]
Share = Annotated[Annotated[float, Field(ge=0, le=4000)] | None, BeforeValidator(_blank_is_none)]


class Allergen(StrEnum):
    """The fourteen allergens of Regulation (EU) No 1169/2011, Annex II."""

    gluten = "gluten"
    crustaceans = "crustaceans"
    eggs = "eggs"
    fish = "fish"
    peanuts = "peanuts"
    soy = "soy"
    milk = "milk"
    nuts = "nuts"
    celery = "celery"
    mustard = "mustard"
    sesame = "sesame"
    sulphites = "sulphites"
    lupin = "lupin"
    molluscs = "molluscs"


class Diet(StrEnum):
    """What a product suits or is free from, as its maker declares it."""

    vegan = "vegan"
    vegetarian = "vegetarian"
    halal = "halal"
    kosher = "kosher"
    gluten_free = "gluten-free"
    lactose_free = "lactose-free"
    sugar_free = "sugar-free"
    no_added_sugar = "no-added-sugar"
    organic = "organic"
    alcohol_free = "alcohol-free"
    contains_alcohol = "contains-alcohol"
    contains_gelatine = "contains-gelatine"
    contains_pork = "contains-pork"
    contains_caffeine = "contains-caffeine"


Allergens = Annotated[tuple[Allergen, ...], BeforeValidator(_split)]
Diets = Annotated[tuple[Diet, ...], BeforeValidator(_split)]


class Row(BaseModel):
    """A row of a pack: unknown columns are refused, text is trimmed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def ean_check_digit(first_twelve: str) -> str:
    """The thirteenth digit of an EAN-13 (GS1 General Specifications, 7.9.1)."""
    total = sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(first_twelve))
    return str(-total % 10)


class Kind(Row):
    """kinds.csv: a kind of product, with what holds for all of its products."""

    kind: Id
    en: Line
    zh: Line
    department: Id
    synonyms_en: Words = ()
    synonyms_zh: Words = ()
    keep_en: OptionalLine = ""
    keep_zh: OptionalLine = ""
    use_en: OptionalLine = ""
    use_zh: OptionalLine = ""
    substitutes: Ids = ()
    shape: Literal[
        "round", "long", "leafy", "bunch", "berry", "carton", "bottle", "jar", "can", "bag", "box", "tub", "loaf", "tray", "wrap",
        "tube", "roll", "bar", "cup", "fish", "wedge", "appliance", "toy", "flower", "battery", "bulb", "umbrella",
    ] = "box"  # fmt: skip


class Product(Row):
    """products.csv: one SKU. `price` is per piece, or per kilogram where `sold_by` is `kg`."""

    sku: Id
    kind: Id
    name_en: Line
    name_zh: Line
    brand: OptionalLine = ""
    size: OptionalLine = ""
    amount: Annotated[float, Field(gt=0, le=100000)]
    unit: Literal["g", "ml", "piece"]
    sold_by: Literal["piece", "kg"] = "piece"
    price: Price
    ean: Annotated[str, StringConstraints(pattern=r"^(\d{13})?$")] = ""
    aisle: Annotated[str, StringConstraints(pattern=r"^\d{1,2}$")]
    shelf: Annotated[str, StringConstraints(pattern=r"^\d{1,2}$")]
    stock: Annotated[int, Field(ge=0, le=100000)]
    stock_date: date
    allergens: Allergens = ()
    may_contain: Allergens = ()
    diets: Diets = ()
    age_limit: Annotated[int, Field(ge=0, le=21)] = 0
    origin: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")] = ""
    maker: OptionalLine = ""
    description_en: Line
    description_zh: Line
    synonyms_en: Words = ()
    synonyms_zh: Words = ()
    ingredients_en: OptionalLine = ""
    ingredients_zh: OptionalLine = ""
    kcal: Share = None
    fat: Share = None
    carbs: Share = None
    sugars: Share = None
    protein: Share = None
    salt: Share = None
    tags: Ids = ()
    colour: Annotated[str, StringConstraints(pattern=r"^(#[0-9a-f]{6})?$")] = ""

    @field_validator("ean")
    @classmethod
    def _ean_is_right(cls, value: str) -> str:
        if value and value[12] != ean_check_digit(value[:12]):
            raise ValueError(f"check digit of EAN {value} is wrong, it should be {ean_check_digit(value[:12])}")
        return value

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "Product":
        both = set(self.allergens) & set(self.may_contain)
        if both:
            raise ValueError(f"{', '.join(sorted(both))} is in allergens and in may_contain; keep it in allergens only")
        clash = {Diet.vegan: {Allergen.milk, Allergen.eggs, Allergen.fish, Allergen.crustaceans, Allergen.molluscs},
                 Diet.vegetarian: {Allergen.fish, Allergen.crustaceans, Allergen.molluscs}, Diet.gluten_free: {Allergen.gluten}}  # fmt: skip
        for diet, allergens in clash.items():
            wrong = set(self.allergens) & allergens
            if diet in self.diets and wrong:
                raise ValueError(f"says {diet} but contains {', '.join(sorted(wrong))}; correct diets or allergens")
        return self


class Brand(Row):
    """brands.csv: how a brand is written and said. `say_en` is a respelling for the voice ("oat-lee"), empty where the name is plain."""

    brand: Line
    name_zh: OptionalLine = ""
    say_en: OptionalLine = ""
    synonyms_en: Words = ()
    synonyms_zh: Words = ()
    own_brand: bool = False


class Offer(Row):
    """offers.csv: a dated offer on SKUs or kinds.

    `price` is what one costs, or of a multi-buy offer what `buy` of them cost together; `pay` is how many of `buy` are paid. What it comes to:
    `kiosk.store.paying`.
    """

    id: Id
    type: Literal["price", "percent", "multi-buy"]
    skus: Ids = ()
    kinds: Ids = ()
    price: Annotated[Price | None, BeforeValidator(_blank_is_none)] = None
    percent: Annotated[Annotated[int, Field(gt=0, lt=100)] | None, BeforeValidator(_blank_is_none)] = None
    buy: Annotated[Annotated[int, Field(gt=1, le=20)] | None, BeforeValidator(_blank_is_none)] = None
    pay: Annotated[Annotated[int, Field(gt=0, le=20)] | None, BeforeValidator(_blank_is_none)] = None
    starts: date
    ends: date
    members_only: bool = False
    name_en: Line
    name_zh: Line

    @model_validator(mode="after")
    def _is_complete(self) -> "Offer":
        if not self.skus and not self.kinds:
            raise ValueError("names neither SKUs nor kinds")
        if self.ends < self.starts:
            raise ValueError(f"ends {self.ends} before it starts {self.starts}")
        need = {"price": self.price, "percent": self.percent, "multi-buy": self.buy and (self.pay or self.price)}[self.type]
        if need is None:
            raise ValueError(f"an offer of type {self.type} needs {'buy and pay, or buy and price' if self.type == 'multi-buy' else self.type}")
        if self.type == "multi-buy" and self.pay and self.price:
            raise ValueError("says both pay and price; keep one of them")
        if self.buy and self.pay and self.pay >= self.buy:
            raise ValueError(f"buy {self.buy} pay {self.pay} is no offer")
        return self


class Recall(Row):
    """recalls.csv: a product called back, on the shop's own brand only."""

    id: Id
    sku: Id
    batch: Line
    date: date
    reason_en: Line
    reason_zh: Line
    advice_en: Line
    advice_zh: Line


class Order(Row):
    """orders.csv: an online order or a reservation."""

    number: Annotated[str, StringConstraints(pattern=r"^[A-Z]?\d{3,8}$")]
    status: Literal["received", "packing", "ready", "on-the-way", "delivered", "cancelled"]
    placed: date
    due: date
    due_time: OptionalLine = ""
    items: Ids = ()


class Receipt(Row):
    """receipts.csv: a sale."""

    number: Annotated[str, StringConstraints(pattern=r"^\d{4,12}$")]
    sold: date
    till: Annotated[int, Field(ge=1, le=99)]
    total: Price
    items: Ids = ()


class Ingredient(Row):
    """One line of a recipe: a kind of this shop, or words where the shop has no kind for it."""

    kind: Id | None = None
    en: OptionalLine = ""
    zh: OptionalLine = ""
    amount_en: OptionalLine = ""
    amount_zh: OptionalLine = ""

    @model_validator(mode="after")
    def _names_something(self) -> "Ingredient":
        if not self.kind and not (self.en and self.zh):
            raise ValueError("needs a kind, or a name in both languages")
        return self


class Recipe(Row):
    """recipes.yaml: what a dish needs."""

    id: Id
    en: Line
    zh: Line
    synonyms_en: Words = ()
    synonyms_zh: Words = ()
    serves: Annotated[int, Field(ge=1, le=20)]
    ingredients: tuple[Ingredient, ...]


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Fact(Row):
    """One aspect of a policy: the words that ask for it, and what the shop says. `answer_*` is shown and spoken as it stands.

    What it does not hold for is told by `refusal_*`: more than `most` or less than `least` of a `unit` (kilometres, metres, euros), and the days
    of `never`.
    """

    id: Id
    about_en: Words
    about_zh: Words
    answer_en: Line
    answer_zh: Line
    unit: Literal["", "km", "m", "euro"] = ""
    most: Decimal | None = None
    least: Decimal | None = None
    never: tuple[Weekday, ...] = ()
    refusal_en: OptionalLine = ""
    refusal_zh: OptionalLine = ""

    @model_validator(mode="after")
    def _says_no_beyond_its_limits(self) -> "Fact":
        limited = bool(self.never) or self.most is not None or self.least is not None
        if (self.most is not None or self.least is not None) and not self.unit:
            raise ValueError("has most or least without their unit")
        if limited != bool(self.refusal_en) or limited != bool(self.refusal_zh):
            raise ValueError("needs a refusal in both languages where it has a limit, and only there")
        return self


class Policy(Row):
    """policies.yaml: a topic, named by the intent that it answers, and its facts; the first fact is the general answer."""

    topic: Id
    facts: Annotated[tuple[Fact, ...], Field(min_length=1)]


class Span(Row):
    """Opening and closing time; both empty means closed."""

    opens: time | None = None
    closes: time | None = None

    @model_validator(mode="after")
    def _is_a_span(self) -> "Span":
        if (self.opens is None) != (self.closes is None):
            raise ValueError("has only one of opens and closes")
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValueError(f"closes at {self.closes} before it opens at {self.opens}")
        return self


class Counter(Row):
    """hours.yaml: the shop itself (`id: shop`) or a counter in it, and when it is open."""

    id: Id
    en: Line
    zh: Line
    synonyms_en: Words = ()
    synonyms_zh: Words = ()
    week: dict[Weekday, Span]

    @model_validator(mode="after")
    def _has_seven_days(self) -> "Counter":
        if len(self.week) != 7:
            raise ValueError("needs all seven weekdays")
        return self


class Holiday(Row):
    """hours.yaml: a day on which the shop's hours differ (for all counters)."""

    date: date
    en: Line
    zh: Line
    synonyms_en: Words = ()
    synonyms_zh: Words = ()
    hours: Span


class Department(Row):
    """store.yaml: a department and the words for it."""

    id: Id
    en: Line
    zh: Line
    synonyms_en: Words = ()
    synonyms_zh: Words = ()


class Group(Row):
    """store.yaml: words that mean several kinds at once ("cheese", "pasta", "wine", 面包)."""

    id: Id
    en: Words
    zh: Words
    kinds: Annotated[Ids, Field(min_length=1)]


class Shop(Row):
    """store.yaml: the shop itself."""

    id: Id
    name_en: Line
    name_zh: Line
    town_en: OptionalLine = ""
    town_zh: OptionalLine = ""
    currency: Literal["EUR", "GBP", "USD", "CNY", "SEK"]
    timezone: Line
    emergency_number: Annotated[str, StringConstraints(pattern=r"^\d{2,6}$")]
    service_desk_en: Line
    service_desk_zh: Line
    demonstration: bool = False
    departments: tuple[Department, ...]
    groups: tuple[Group, ...] = ()
