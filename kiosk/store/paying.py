"""What things cost today: the one rule of prices and offers. Reply, card, comparison, list and QR code ask here and nowhere else.

What must hold: nothing costs more than its plain price. Offers for members only are left out, for not everybody gets them. Of several offers on a
product only the one that saves most counts. The pieces of a multi-buy offer are taken together, dearest first. A piece's price is rounded half up
to cents before it is multiplied. Pure; amounts are of the shop's currency.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from kiosk.store import rows

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one product: pieces, or kilograms where it is sold so.

    Args:
        plain: what they cost without any offer.
        cost: what they cost today.
    """

    product: rows.Product
    count: Decimal
    plain: Decimal
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Bill:
    """What several things cost together."""

    lines: tuple[Line, ...]

    @property
    def total(self) -> Decimal:
        """What is paid today."""
        return sum((line.cost for line in self.lines), Decimal(0))

    @property
    def saved(self) -> Decimal:
        """What today's offers take off."""
        return sum((line.plain - line.cost for line in self.lines), Decimal(0))


def price_of(product: rows.Product, offers: Sequence[rows.Offer]) -> Decimal:
    """What one piece, or a kilogram where it is sold so, costs with the offers of a day."""
    return min([product.price, *(_single(product, o) for o in offers if is_for(o, product))])


def bill(bought: Sequence[tuple[rows.Product, Decimal]], offers: Sequence[rows.Offer]) -> Bill:
    """What things cost together with the offers of a day.

    Args:
        bought: products, each once, with how many of them.
        offers: those that are valid on the day.
    """
    lines, together = [], dict[str, list[int]]()
    for at, (product, count) in enumerate(bought):
        plain = _round(product.price * count)
        best = min((o for o in offers if is_for(o, product)), key=lambda o: _alone(product, count, o), default=None)
        multi = best is not None and best.type == "multi-buy"
        lines.append(Line(product, count, plain, plain if best is None or multi else min(plain, _alone(product, count, best))))
        if best is not None and multi and product.sold_by == "piece":
            together.setdefault(best.id, []).append(at)
    for offer in offers:
        pieces = [(lines[at].product.price, at) for at in together.get(offer.id, ()) for _ in range(int(lines[at].count))]
        for whose, less in _off(offer, pieces):
            lines[whose] = replace(lines[whose], cost=lines[whose].cost - less)
    return Bill(tuple(lines))


def is_for(offer: rows.Offer, product: rows.Product) -> bool:
    """Whether everybody gets an offer on a product."""
    return not offer.members_only and (product.sku in offer.skus or product.kind in offer.kinds)


def _single(product: rows.Product, offer: rows.Offer) -> Decimal:
    if offer.type == "price" and offer.price is not None:
        return offer.price
    return _round(product.price * (100 - offer.percent) / 100) if offer.type == "percent" and offer.percent is not None else product.price


def _alone(product: rows.Product, count: Decimal, offer: rows.Offer) -> Decimal:
    """What so many of a product cost with one offer and nothing beside them."""
    off = _off(offer, [(product.price, 0)] * int(count)) if product.sold_by == "piece" else []
    return _round(_single(product, offer) * count) - sum((less for _, less in off), Decimal(0))


def _off(offer: rows.Offer, pieces: Sequence[tuple[Decimal, int]]) -> list[tuple[int, Decimal]]:
    """What a multi-buy offer takes off pieces (price, whose line), the cheapest of each group first."""
    if offer.type != "multi-buy" or offer.buy is None:
        return []
    row, found = sorted(pieces, key=lambda piece: -piece[0]), []
    for start in range(0, len(row) - offer.buy + 1, offer.buy):
        group = row[start : start + offer.buy]
        whole = sum((price for price, _ in group), Decimal(0))
        left = whole - offer.price if offer.price is not None else sum((price for price, _ in group[offer.pay :]), Decimal(0))
        for price, at in reversed(group):
            less = max(Decimal(0), min(price, left))
            found.append((at, less))
            left -= less
    return found


def _round(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
