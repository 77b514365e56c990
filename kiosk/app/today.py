"""What the attract screen tells of the day: when the shop is open and what is on offer, read from the store's rows."""

from datetime import date
from typing import Final, get_args

from kiosk.app.cards import Card, Words, money
from kiosk.app.pictures import picture_id
from kiosk.core import Language
from kiosk.store import rows
from kiosk.store.catalogue import Store
from kiosk.store.paying import price_of

MOST: Final = 8
"""Offers that take turns."""


def hours_today(store: Store, day: date, words: Words) -> str:
    """ "Open today 7:00–22:00"; empty for a store that tells no hours of its own (`counter: shop`). A holiday goes before its weekday."""
    counter = next((c for c in store.counters if c.id == "shop"), None)
    holiday = next((h for h in store.holidays if h.date == day), None)
    if counter is None and holiday is None:
        return ""
    weekdays = get_args(rows.Weekday)
    span = holiday.hours if holiday else counter.week[weekdays[day.weekday()]] if counter else rows.Span()
    if span.opens is None or span.closes is None:
        return words["closed_today"]
    return words["open_today"].format(hours=f"{span.opens.hour}:{span.opens:%M}–{span.closes.hour}:{span.closes:%M}")


def offers_today(store: Store, day: date, language: Language) -> tuple[Card, ...]:
    """The day's offers with a product of each and what it costs today, members' offers left out: not everybody who stands there gets them."""
    chinese = language is Language.zh
    found: list[Card] = []
    offers = store.offers_on(day)
    for offer in offers:
        product = _product(store, offer)
        if product is None or offer.members_only:
            continue
        found.append({
            "name": offer.name_zh if chinese else offer.name_en,
            "picture": f"image://product/{picture_id(product, store.kinds[product.kind], chinese)}",
            "costs": f"{product.name_zh if chinese else product.name_en} · {money(price_of(product, offers), store.shop.currency)}",
        })  # fmt: skip
    return tuple(found[:MOST])


def _product(store: Store, offer: rows.Offer) -> rows.Product | None:
    for sku in offer.skus:
        if (product := store.product(sku)) is not None:
            return product
    return next((products[0] for kind in offer.kinds if (products := store.products_of(kind, 1))), None)
