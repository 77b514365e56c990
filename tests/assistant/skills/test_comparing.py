"""A comparison is of what was named, its verdict answers what was asked, and a superlative has looked at the whole kind."""

import pytest

from kiosk.core import Intent
from kiosk.store.catalogue import Store
from tests.assistant.conftest import NOW, Visit


@pytest.mark.parametrize(("text", "ends"), [
    ("which has fewer calories, whole milk or skimmed milk", "skimmed milk has less."), ("which is fattier, whole milk or skimmed milk", "whole milk has more."),
    ("脱脂牛奶和全脂牛奶哪个脂肪少", "脱脂牛奶更低。"), ("脱脂牛奶和全脂牛奶哪个脂肪多", "全脂牛奶更高。"),
])  # fmt: skip
def test_the_verdict_is_the_less_where_the_less_is_asked(visit: Visit, text: str, ends: str) -> None:
    """And the more where the more is."""
    said = visit.say(text).text
    assert said.endswith(ends), said


@pytest.mark.parametrize(("text", "skus"), [
    ("is there a difference between the lindt 70 and the lindt 90 percent", {"70", "90"}), ("有机鸡蛋和平养鸡蛋有什么不一样", {"organic", "barn"}),
])  # fmt: skip
def test_only_what_was_named_is_compared(visit: Visit, text: str, skus: set[str]) -> None:
    """A third of the kind is not put beside the two that were asked for."""
    answer = visit.say(text)
    told = {c.source for c in answer.citations if c.field.startswith("name_")}
    assert len(told) == 2, told
    assert all(any(s in source for source in told) for s in skus), told


def test_the_price_is_left_out_where_it_was(visit: Visit) -> None:
    """Who asks what differs besides the price hears the descriptions."""
    answer = visit.say("what's different about heineken 0.0 and erdinger alcohol-free, apart from the price")
    assert answer.intent == Intent.compare_products
    assert not any(c.field == "price" for c in answer.citations)


@pytest.mark.parametrize("text", ["which olive oil is the cheapest", "最便宜的橄榄油是哪种"])
def test_the_cheapest_is_the_cheapest_of_all(visit: Visit, store: Store, text: str) -> None:
    """Of the whole kind in stock, per litre where all are sold by the litre, at today's price."""
    answer = visit.say(text)
    every = [p for p in store.products_of("olive-oil") if p.stock]
    cheapest = min(every, key=lambda p: store.unit_price(p, store.price_on(p, NOW.date()))[0])
    assert answer.products[0].sku == cheapest.sku
    assert any(c.field == "price" for c in answer.citations)


@pytest.mark.parametrize(
    ("first", "then", "asks"),
    [("where's the mango sorbet", "and the vanilla ice cream", "which of them has less sugar"), ("香草冰淇淋在哪", "柠檬雪葩呢", "哪个糖少一点")],
)
def test_the_last_two_are_compared_where_nothing_is_named(visit: Visit, first: str, then: str, asks: str) -> None:
    """Talked about one after the other."""
    visit.say(first)
    visit.say(then)
    assert sum(c.field == "sugars" for c in visit.say(asks).citations) == 2


@pytest.mark.parametrize(("text", "told"), [("is the gold kiwi sweeter than the green kiwi", "sweeter and softer"), ("黄金奇异果和绿心猕猴桃哪种甜", "更甜更软")])
def test_equal_figures_are_told_with_what_the_rows_say_in_words(visit: Visit, text: str, told: str) -> None:
    assert told in visit.say(text).text
