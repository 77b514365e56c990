"""Facts of the store in words of a language, each with its citation. The only way a number, price, place or name gets into a reply.

Every method reads the row it is given; computed values name their operands, so that the claim check can work them out again.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from kiosk.assistant.words.wording import Fact, Wordings
from kiosk.core import Citation, Language
from kiosk.store import rows
from kiosk.store.catalogue import Store
from kiosk.store.words import bare_name, stem

CENT = Decimal("0.01")
HALF_A_YEAR = 183
"""Days from which a day and month alone could be taken for one that is nearer."""
SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "CNY": "¥", "SEK": "kr "}
CALLED_ZH = {"EUR": "欧元", "GBP": "英镑", "USD": "美元", "CNY": "元", "SEK": "克朗"}


def plain(number: float | Decimal) -> str:
    """A number without needless zeros: 1.0 → "1", 0.50 → "0.5"."""
    text = f"{Decimal(str(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def short_name(name: str) -> str:
    """A name without its size; the whole name where only a part of the size could be taken off ("10包x")."""
    bare = bare_name(name)
    return name if bare[-1:] in "x×" and bare != name and bare[-2:-1] not in " abcdefghijklmnopqrstuvwxyz" else bare


class Facts:
    """Facts in one language.

    Args:
        today: the day in the shop; a date far from it is told with its year.
    """

    def __init__(self, store: Store, words: Wordings, today: date | None = None) -> None:
        self.store = store
        self.today_is = today
        self.words = words
        self.language = words.language

    def text_of(self, row: rows.Row, field: str) -> str:
        """The column of the turn's language: `name` → `name_en`, `` → `en`."""
        return str(getattr(row, f"{field}_{self.language}" if field else str(self.language)))

    def cited(self, source: str, row: rows.Row, field: str) -> Fact:
        """A text column of the turn's language as it stands."""
        column = f"{field}_{self.language}" if field else str(self.language)
        value = str(getattr(row, column))
        return Fact(value, (Citation(source, column, value),))

    def name(self, product: rows.Product, full: bool = False) -> Fact:
        """A product's name, without its size unless `full`."""
        column = f"name_{self.language}"
        value = str(getattr(product, column))
        return Fact(value if full else short_name(value), (Citation(f"product:{product.sku}", column, value),))

    def names(self, products: list[rows.Product]) -> list[Fact]:
        """Names of several, with their sizes where they would sound the same otherwise."""
        bare = [short_name(self.text_of(p, "name")) for p in products]
        return [self.name(p, full=bare.count(b) > 1) for p, b in zip(products, bare, strict=True)]

    def kind(self, kind: str) -> Fact:
        """A kind's name."""
        return self.cited(f"kind:{kind}", self.store.kinds[kind], "")

    def money(self, amount: Decimal) -> str:
        """An amount in the shop's currency."""
        currency = self.store.shop.currency
        if self.language == Language.zh:
            return f"{amount:.2f}{CALLED_ZH[currency]}"
        return f"{SYMBOLS[currency]}{amount:.2f}"

    def price(self, product: rows.Product) -> Fact:
        """The price of a piece, or of a kilogram where sold so."""
        return Fact(self.money(product.price), (Citation(f"product:{product.sku}", "price", f"{product.price:.2f}"),))

    def unit_price(self, product: rows.Product) -> tuple[Fact, Fact]:
        """The price per kilogram, litre or piece, computed, and the unit."""
        amount, unit = self.store.unit_price(product)
        source = f"product:{product.sku}"
        said = self._piece_of(product) or self.words.term("units", unit) if unit == "piece" else self.words.term("units", unit)
        if product.sold_by == "kg":
            return self.price(product), Fact(said, ())
        return Fact(self.money(amount), (self.computed("unit_price", amount, f"{source}.price", f"{source}.amount", f"{source}.unit"),)), Fact(said, ())

    def _piece_of(self, product: rows.Product) -> str:
        """What a pack holds pieces of, as people count it: nappy, 片; empty where the pack does not say."""
        whole = product.size if self.language == Language.en else product.name_zh
        counted = re.search(r"\d+ ([a-z]+)$" if self.language == Language.en else r"\d+([\u3400-\u9fff])$", whole)
        return stem(counted[1]) if counted else ""

    def per_jin(self, product: rows.Product) -> Fact:
        """The price of 500 g of what is sold by the kilogram: how Chinese shoppers ask."""
        half = (product.price / 2).quantize(CENT, ROUND_HALF_UP)
        return Fact(self.money(half), (self.computed("half", half, f"product:{product.sku}.price"),))

    def in_pack(self, product: rows.Product, nutrient: str) -> Fact:
        """A nutrient of a whole pack: kilocalories whole, grams to a tenth."""
        operation, step = ("kcal_in_pack", Decimal(1)) if nutrient == "kcal" else ("in_pack", Decimal("0.1"))
        value = (Decimal(str(getattr(product, nutrient))) * Decimal(str(product.amount)) / 100).quantize(step, ROUND_HALF_UP)
        return Fact(plain(value), (self.computed(operation, value, f"product:{product.sku}.{nutrient}", f"product:{product.sku}.amount"),))

    def bill(self, bought: Sequence[tuple[rows.Product, Decimal]], day: date) -> tuple[Fact, Fact | None]:
        """What so many of some products cost together on a day, and what the offers save; None where they save nothing."""
        made = self.store.bill(bought, day)
        operands = [o for line in made.lines for o in (f"product:{line.product.sku}.price", f"number:{plain(line.count)}")]
        total = Fact(self.money(made.total), (self.computed("bill", made.total, *operands),))
        return total, Fact(self.money(made.saved), (self.computed("saved", made.saved, *operands),)) if made.saved else None

    def saving(self, product: rows.Product, percent: int, source: str) -> Fact:
        """A price with so many percent off."""
        less = (product.price * (100 - percent) / 100).quantize(CENT, ROUND_HALF_UP)
        return Fact(self.money(less), (self.computed("percent_off", less, f"product:{product.sku}.price", f"{source}.percent"),))

    @staticmethod
    def computed(operation: str, value: Decimal | int, *operands: str) -> Citation:
        """The citation of a computed value."""
        return Citation("computed", operation, f"{value:.2f}" if isinstance(value, Decimal) else str(value), operands)

    def asked(self, number: Decimal) -> Fact:
        """A number that the shopper said."""
        return Fact(plain(number), (Citation("question", "number", plain(number)),))

    def column(self, product: rows.Product, field: str) -> Fact:
        """A column of a product as it stands (aisle, shelf, stock, brand, size, maker …)."""
        value = getattr(product, field)
        said = plain(value) if isinstance(value, float | Decimal) else str(value)
        return Fact(said, (Citation(f"product:{product.sku}", field, said),))

    def amount(self, product: rows.Product) -> Fact:
        """How much is in a pack, as it stands on it: "500 g", "8 l", "6 x 330 ml", 6枚."""
        column = "size" if self.language == Language.en else "name_zh"
        whole = str(getattr(product, column))
        said = whole if self.language == Language.en else whole.removeprefix(short_name(whole)).strip(" ,·，")
        if any(c.isdigit() for c in said):
            return Fact(said, (Citation(f"product:{product.sku}", column, whole),))
        source, value = f"product:{product.sku}", plain(product.amount)
        gap = " " if self.language == Language.en else ""
        return Fact(f"{value}{gap}{self.words.term('amounts', product.unit)}", (Citation(source, "amount", value), Citation(source, "unit", product.unit)))

    def day(self, day: date, source: str, field: str, weekday: bool = False) -> Fact:
        """A date as people say it."""
        return Fact(self.say_day(day, weekday), (Citation(source, field, day.isoformat()),))

    def say_day(self, day: date, weekday: bool = False) -> str:
        """ "24 November" or "11月24日", with the weekday in front or after; with its year where that is not plain."""
        named = self.words.term("weekdays", str(day.weekday()))
        far = self.today_is is not None and abs((day - self.today_is).days) > HALF_A_YEAR
        if self.language == Language.zh:
            return f"{f'{day.year}年' if far else ''}{day.month}月{day.day}日{f'（{named}）' if weekday else ''}"
        return f"{f'{named} ' if weekday else ''}{day.day} {self.words.term('months', str(day.month))}{f' {day.year}' if far else ''}"

    def clock(self, at: time) -> str:
        """ "9:00" in both languages: the voice knows how to say it."""
        return f"{at.hour}:{at.minute:02d}"

    def today(self, now: datetime) -> Fact:
        """The day it is, from the clock."""
        return Fact(self.say_day(now.date(), weekday=True), (Citation("clock", "today", now.date().isoformat()),))

    def codes(self, product: rows.Product, field: str, table: str, only: set[str] | None = None) -> tuple[Fact, ...]:
        """Allergens or diets of a product, each a fact."""
        return tuple(
            Fact(self.words.term(table, str(code)), (Citation(f"product:{product.sku}", field, str(code)),))
            for code in getattr(product, field)
            if only is None or str(code) in only
        )

    def shop(self, field: str) -> Fact:
        """A column of the shop: `name`, `service_desk`, `emergency_number`."""
        row = self.store.shop
        if hasattr(row, field):
            return Fact(str(getattr(row, field)), (Citation("shop", field, str(getattr(row, field))),))
        return self.cited("shop", row, field)
