"""Product rows as the window shows them. Every figure on a card is the row's own, or computed from it by the store; nothing is guessed.

A card is a plain mapping of text, so that QML only lays out. Cards are made on the house's thread from rows read at that moment.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from kiosk.app.pictures import picture_id
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
    unit_price, unit = store.unit_price(product)
    currency = store.shop.currency
    offers = store.offers_for(product, today)
    per_unit = product.sold_by == "piece" and unit != "piece"
    recalled = any(r.sku == product.sku for r in store.recalls)
    return {
        "sku": product.sku,
        "name": product.name_zh if chinese else product.name_en,
        "brand": product.brand,
        "picture": f"image://product/{picture_id(product, kind, chinese)}",
        "price": money(product.price, currency),
        "per": words["per_kg"] if product.sold_by == "kg" else "",
        "unitPrice": words["unit_price"].format(price=money(unit_price, currency), unit=words[f"unit_{unit}"]) if per_unit else "",
        "aisle": product.aisle,
        "place": words["place"].format(aisle=product.aisle, shelf=product.shelf),
        "contains": allergens(product.allergens, words, "contains"),
        "mayContain": allergens(product.may_contain, words, "may_contain"),
        "declared": bool(product.allergens or product.may_contain),
        "inStock": product.stock > 0,
        "stock": f"{words['in_stock'].format(count=product.stock) if product.stock else words['sold_out']} · {words['as_of'].format(day=day(product.stock_date, words))}",
        "cents": int(product.price * 100),
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


def list_rows(store: Store, listed: tuple[tuple[str, str], ...], words: Words, language: Language) -> tuple[list[Card], str]:
    """The shopping list as rows, in the order of the walk, and what it comes to."""
    found = [(store.product(sku), quantity) for sku, quantity in listed]
    there = [(product, quantity) for product, quantity in found if product is not None]
    total = sum((product.price * Decimal(quantity) for product, quantity in there), Decimal(0))
    chinese = language is Language.zh
    made: list[Card] = [
        {
            "sku": product.sku,
            "name": product.name_zh if chinese else product.name_en,
            "picture": f"image://product/{picture_id(product, store.kinds[product.kind], chinese)}",
            "quantity": f"{quantity} {words['unit_kg']}" if product.sold_by == "kg" else f"{quantity} ×",
            "price": money(product.price * Decimal(quantity), store.shop.currency),
            "place": words["place"].format(aisle=product.aisle, shelf=product.shelf),
        }
        for product, quantity in sorted(there, key=lambda pair: (int(pair[0].aisle), int(pair[0].shelf)))
    ]
    return made, money(total, store.shop.currency) if made else ""
