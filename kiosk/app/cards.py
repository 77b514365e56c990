"""Product rows as the window shows them. Every figure on a card is the row's own, or computed from it by the store; nothing is guessed.

A card is a plain mapping of text, so that QML only lays out. Cards are made on the house's thread from rows read at that moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from kiosk.app.pictures import picture_id
from kiosk.assistant.facts import plain
from kiosk.core import Language
from kiosk.store import rows
from kiosk.store.catalogue import Store
from kiosk.store.word_files import own_words

Words = Mapping[str, str]
Card = dict[str, str | bool | int]
SYMBOLS: Final = {"EUR": "€", "GBP": "£", "USD": "$", "CNY": "¥", "SEK": "kr "}


def read_words(language: Language) -> dict[str, str]:
    """The window's own words in a language, and those in which it gives its reasons."""
    return {key: message.text for key, message in own_words(language).items()}


def money(amount: Decimal, currency: str) -> str:
    """An amount as it stands on a price tag: €2.49."""
    return f"{SYMBOLS[currency]}{amount:.2f}"


def card(store: Store, product: rows.Product, words: Words, language: Language, today: date) -> Card:
    """What one card shows of a product."""
    chinese = language is Language.zh
    kind = store.kinds[product.kind]
    price = store.price_on(product, today)
    unit_price, unit = store.unit_price(product, price)
    currency = store.shop.currency
    offers = store.offers_for(product, today)
    per_unit = product.sold_by == "piece" and unit != "piece"
    recalled = any(r.sku == product.sku for r in store.recalls)
    return {
        "sku": product.sku,
        "name": product.name_zh if chinese else product.name_en,
        "brand": product.brand,
        "picture": f"image://product/{picture_id(product, kind, chinese)}",
        "price": money(price, currency),
        "usual": words["usual_price"].format(price=money(product.price, currency)) if price < product.price else "",
        "per": words["per_kg"] if product.sold_by == "kg" else "",
        "unitPrice": words["unit_price"].format(price=money(unit_price, currency), unit=words[f"unit_{unit}"]) if per_unit else "",
        "aisle": product.aisle,
        "place": words["place"].format(aisle=product.aisle, shelf=product.shelf),
        "contains": allergens(product.allergens, words, "contains"),
        "mayContain": allergens(product.may_contain, words, "may_contain"),
        "declared": bool(product.allergens or product.may_contain),
        "inStock": product.stock > 0,
        "stock": f"{words['in_stock'].format(count=product.stock) if product.stock else words['sold_out']} · {words['as_of'].format(day=day(product.stock_date, words))}",
        "cents": int(price * 100),
        "offer": (offers[0].name_zh if chinese else offers[0].name_en) if offers else "",
        "ageLimit": product.age_limit,
        "recalled": recalled,
        "demonstration": store.shop.demonstration,
    }


def day(when: date, words: Words) -> str:
    """A day as people write it: 22 Nov, 11月22日."""
    return words["on_day"].format(month=words[f"month_{when.month}"], day=when.day)


def allergens(found: tuple[rows.Allergen, ...], words: Words, key: str) -> str:
    """ "Contains: milk, nuts"; empty where the row declares none."""
    names = words["comma"].join(words[f"allergen_{a.value}"] for a in found)
    return words[key].format(names=names) if found else ""


def how_much(product: rows.Product, count: Decimal, words: Words) -> str:
    """How much of a product stands on the list: "2 ×", "0.5 kg"."""
    return f"{plain(count)} {words['unit_kg']}" if product.sold_by == "kg" else f"{plain(count)} ×"


@dataclass(frozen=True, slots=True)
class Listed:
    """The shopping list as rows, in the order of the walk, what it comes to today and what the offers save; empty texts where there is nothing to say."""

    rows: tuple[Card, ...] = ()
    total: str = ""
    saved: str = ""


def list_rows(store: Store, listed: Sequence[tuple[str, str]], words: Words, language: Language, today: date) -> Listed:
    """The shopping list as it is shown."""
    bought = [(product, Decimal(quantity)) for sku, quantity in listed if (product := store.product(sku)) is not None]
    made, currency = store.bill(bought, today), store.shop.currency
    chinese = language is Language.zh
    found: tuple[Card, ...] = tuple(
        {
            "sku": line.product.sku,
            "name": line.product.name_zh if chinese else line.product.name_en,
            "picture": f"image://product/{picture_id(line.product, store.kinds[line.product.kind], chinese)}",
            "quantity": how_much(line.product, line.count, words),
            "price": money(line.cost, currency),
            "usual": words["usual_price"].format(price=money(line.plain, currency)) if line.cost < line.plain else "",
            "place": words["place"].format(aisle=line.product.aisle, shelf=line.product.shelf),
        }
        for line in sorted(made.lines, key=lambda line: (int(line.product.aisle), int(line.product.shelf)))
    )
    if not found:
        return Listed()
    return Listed(found, money(made.total, currency), words["list_saved"].format(saved=money(made.saved, currency)) if made.saved else "")
