"""What things cost today: never more than their plain prices, and what the shop's offers say."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store import rows
from kiosk.store.catalogue import Store
from kiosk.store.paying import bill, price_of
from tests.store.conftest import TODAY

CENTS = st.integers(5, 2000).map(lambda cents: Decimal(cents) / 100)


def product(sku: str, price: Decimal | str, sold_by: str = "piece", kind: str = "soap") -> rows.Product:
    return rows.Product.model_validate({
        "sku": sku, "kind": kind, "name_en": sku, "name_zh": sku, "amount": 1000, "unit": "g", "sold_by": sold_by, "price": price, "aisle": "1", "shelf": "1",
        "stock": 3, "stock_date": TODAY, "description_en": "x", "description_zh": "x",
    })  # fmt: skip


def offer(type: str, skus: tuple[str, ...] = ("a", "b", "c", "d"), **more: object) -> rows.Offer:
    said = "-".join(str(v).replace(".", "") for v in more.values()).lower()
    return rows.Offer.model_validate(
        {"id": f"{type}-{said}", "type": type, "skus": skus, "starts": TODAY, "ends": TODAY, "name_en": "Offer", "name_zh": "优惠", **more}
    )


@st.composite
def offers(draw: st.DrawFn) -> rows.Offer:
    skus = tuple(draw(st.sets(st.sampled_from("abcd"), min_size=1)))
    members = draw(st.booleans())
    match draw(st.sampled_from(["price", "percent", "multi-pay", "multi-price"])):
        case "price":
            return offer("price", skus, price=draw(CENTS), members_only=members)
        case "percent":
            return offer("percent", skus, percent=draw(st.integers(1, 99)), members_only=members)
        case "multi-pay":
            buy = draw(st.integers(2, 6))
            return offer("multi-buy", skus, buy=buy, pay=draw(st.integers(1, buy - 1)), members_only=members)
        case _:
            return offer("multi-buy", skus, buy=draw(st.integers(2, 6)), price=draw(CENTS), members_only=members)


@st.composite
def baskets(draw: st.DrawFn) -> list[tuple[rows.Product, Decimal]]:
    skus = draw(st.lists(st.sampled_from("abcd"), unique=True, max_size=4))
    loose = {sku: draw(st.booleans()) for sku in skus}
    return [(product(s, draw(CENTS), "kg" if loose[s] else "piece"), draw(st.sampled_from([Decimal("0.5"), Decimal(2)])) if loose[s] else Decimal(draw(st.integers(1, 12))))
            for s in skus]  # fmt: skip


@given(baskets(), st.lists(offers(), max_size=4, unique_by=lambda o: o.id))
def test_a_bill_is_never_more_than_the_plain_prices_and_its_lines_add_up(bought: list[tuple[rows.Product, Decimal]], valid: list[rows.Offer]) -> None:
    made = bill(bought, valid)
    plain = sum(line.plain for line in made.lines)
    assert 0 <= made.total <= plain
    assert made.total + made.saved == plain
    assert all(0 <= line.cost <= line.plain for line in made.lines)


@given(baskets(), st.lists(offers(), max_size=4))
def test_without_an_offer_for_everybody_it_is_the_sum_of_the_prices(bought: list[tuple[rows.Product, Decimal]], valid: list[rows.Offer]) -> None:
    made = bill(bought, [o.model_copy(update={"members_only": True}) for o in valid])
    assert made.saved == 0
    assert made.total == sum((p.price * n).quantize(Decimal("0.01"), ROUND_HALF_UP) for p, n in bought)


@given(baskets(), offers(), st.data())
def test_one_more_never_makes_it_cheaper(bought: list[tuple[rows.Product, Decimal]], valid: rows.Offer, data: st.DataObject) -> None:
    """Unless the offer itself says so: three for less than two of them cost, buy three and pay for one."""
    if not bought or (valid.buy and valid.pay and valid.pay < valid.buy - 1):
        return
    if valid.buy and valid.price and any(valid.price < p.price * (valid.buy - 1) for p, _ in bought):
        return
    at = data.draw(st.integers(0, len(bought) - 1))
    more = [(p, n + 1 if i == at else n) for i, (p, n) in enumerate(bought)]
    assert bill(more, [valid]).total >= bill(bought, [valid]).total


@given(CENTS, st.lists(offers(), max_size=4, unique_by=lambda o: o.id))
def test_one_piece_costs_what_a_bill_of_one_says(price: Decimal, valid: list[rows.Offer]) -> None:
    assert bill([(product("a", price), Decimal(1))], valid).total == price_of(product("a", price), valid)


@pytest.mark.parametrize(("counts", "valid", "total"), [
    ((3, 0), offer("multi-buy", buy=3, pay=2), "4.00"), ((2, 1), offer("multi-buy", buy=3, pay=2), "4.00"), ((5, 0), offer("multi-buy", buy=3, pay=2), "8.00"),
    ((2, 0), offer("multi-buy", buy=2, price="3.00"), "3.00"), ((3, 0), offer("multi-buy", buy=2, price="3.00"), "5.00"),
    ((1, 1), offer("multi-buy", buy=2, price="2.50"), "2.50"), ((2, 2), offer("percent", percent=10), "5.40"), ((2, 0), offer("price", ("a",), price="1.50"), "3.00"),
    ((2, 0), offer("price", ("a",), price="2.50"), "4.00"), ((2, 0), offer("percent", percent=10, members_only=True), "4.00"),
])  # fmt: skip
def test_an_offer_is_worth_what_it_says(counts: tuple[int, int], valid: rows.Offer, total: str) -> None:
    """Of a product for 2.00 and one for 1.00."""
    bought = [(product(s, p), Decimal(n)) for s, p, n in (("a", "2.00", counts[0]), ("b", "1.00", counts[1])) if n]
    assert bill(bought, [valid]).total == Decimal(total)


def test_of_two_offers_the_better_one_counts_for_that_many() -> None:
    three, tenth = offer("multi-buy", buy=3, pay=2), offer("percent", percent=10)
    assert bill([(product("a", "2.00"), Decimal(2))], [three, tenth]).total == Decimal("3.60")
    assert bill([(product("a", "2.00"), Decimal(3))], [three, tenth]).total == Decimal("4.00")


def test_a_multi_buy_offer_needs_what_is_paid_or_what_they_cost_together() -> None:
    with pytest.raises(ValueError, match="needs buy and pay, or buy and price"):
        offer("multi-buy", buy=3)
    with pytest.raises(ValueError, match="pay and price"):
        offer("multi-buy", buy=3, pay=2, price="3.00")


def test_the_day_decides(market: Store) -> None:
    oat = market.product("oatly-oat-milk")
    assert oat is not None
    assert market.price_on(oat, TODAY) == Decimal("1.99")
    assert market.price_on(oat, date(2028, 1, 1)) == oat.price == Decimal("2.49")
    assert market.bill([(oat, Decimal(2))], TODAY).saved == Decimal("1.00")
