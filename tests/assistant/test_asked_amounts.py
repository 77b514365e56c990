"""What an asked amount costs is worked out for what it is an amount of, and how much is in a pack is no price."""

from decimal import Decimal

import pytest

from kiosk.core import Intent
from kiosk.store.catalogue import Store
from tests.assistant.conftest import NOW, Visit


@pytest.mark.parametrize(("text", "sku", "count"), [
    ("what do five limes cost", "lime", "5"), ("how much would 2 yellow peppers be", "pepper", "2"), ("两个柠檬一共多少钱", "lemon", "2"),
    ("half a kilo of salmon, how much is that", "salmon-fillet-kg", "0.5"), ("一公斤半香蕉多少钱", "banana", "1.5"), ("how much for three kilos of bananas", "banana", "3"),
])  # fmt: skip
def test_an_amount_is_worked_out(visit: Visit, store: Store, text: str, sku: str, count: str) -> None:
    """With today's offers, for single things by number and for what is sold by weight by weight."""
    answer = visit.say(text)
    product = store.product(answer.products[0].sku)
    assert product is not None and sku in product.sku
    total = store.bill([(product, Decimal(count))], NOW.date()).total
    assert any(c.source == "computed" and c.field == "bill" and Decimal(c.value) == total for c in answer.citations), answer.text


@pytest.mark.parametrize("text", ["how much are ten eggs", "十个鸡蛋一共多少钱", "half a kilo of penne, how much"])
def test_no_part_of_a_pack_and_no_ten_boxes_are_reckoned(visit: Visit, text: str) -> None:
    """Ten eggs are no ten boxes, and half a kilo is no half pack."""
    bills = [Decimal(c.value) for c in visit.say(text).citations if c.field == "bill"]
    assert all(Decimal(1) < b < Decimal(10) for b in bills), bills


@pytest.mark.parametrize(
    ("text", "told"),
    [("牛奶巧克力一块几克", "克"), ("一盒鸡蛋有几个", "枚"), ("how many eggs are in a carton", "pieces"), ("how many in a pack of finish tablets", "tablets")],
)
def test_what_is_in_a_pack_is_told(visit: Visit, text: str, told: str) -> None:
    """The size, and no price."""
    answer = visit.say(text)
    assert answer.intent == Intent.product_info
    assert told in answer.text


def test_there_is_no_bigger_pack_where_there_is_one_size(visit: Visit) -> None:
    """The same pack is no "yes"."""
    visit.say("how much are the lay's paprika crisps")
    assert not visit.say("is there a bigger bag of the lay's").text.startswith("Yes")


@pytest.mark.parametrize(("text", "names"), [("are the eggs free-range ones", "free-range"), ("三文鱼都是野生的吗", "野生")])
def test_whether_a_kind_is_so_is_told_by_name(visit: Visit, text: str, names: str) -> None:
    """Those whose names say so, and that of the others nothing is known."""
    said = visit.say(text).text
    assert names in said
    assert "don't know" in said or "没有这项资料" in said


def test_where_the_shop_keeps_it_is_its_place(visit: Visit) -> None:
    """And no question of how it keeps."""
    assert visit.say("where do you keep the rice").intent == Intent.find_product


@pytest.mark.parametrize("text", ["best way to store tofu", "豆腐怎么存才不会坏", "can you freeze the bread", "how do I keep ginger from drying out"])
def test_how_it_is_kept_is_told_of_what_we_have(visit: Visit, text: str) -> None:
    """Neither a recipe nor a suggestion, and never "not found"."""
    answer = visit.say(text)
    assert answer.intent == Intent.product_info
    assert any(c.field.startswith("keep_") for c in answer.citations), answer.text
