"""What something costs today is one figure, in every reply: of one, of several, of the list, beside others, in a dispute."""

import pytest

from kiosk.core import Intent
from tests.assistant.conftest import STUDENT, Visit

pytestmark = pytest.mark.skipif(not (STUDENT / "model.xml").exists(), reason="the default bundle is not built: make bundle")


@pytest.mark.parametrize(("add", "show", "total", "saved"), [
    ("add two oatly oat drinks to my list", "what does my list come to", "€3.98 in all", "save you €1.00"),
    ("add three packs of barilla spaghetti", "what's on my list", None, "save you"),
    ("把两盒Oatly燕麦饮加到清单", "清单里有什么，一共多少钱", "一共3.98欧元", "省了1.00欧元"),
])  # fmt: skip
def test_the_list_comes_to_what_is_paid_today_and_says_what_is_saved(visit: Visit, add: str, show: str, total: str | None, saved: str) -> None:
    visit.say(add)
    answer = visit.say(show)
    assert answer.intent is Intent.list_show
    assert saved in answer.text
    assert total is None or total in answer.text


def test_a_list_without_an_offer_speaks_of_none(visit: Visit) -> None:
    visit.say("add two lemons to my list")
    assert "offer" not in visit.say("what's on my list").text


@pytest.mark.parametrize(("said", "total"), [("how much are three oatly oat drinks", "3 of them come to €5.97")])
def test_several_cost_what_the_offer_makes_of_them(visit: Visit, said: str, total: str) -> None:
    assert total in visit.say(said).text


def test_an_offer_that_only_several_get_is_in_the_sum(visit: Visit) -> None:
    """Barilla spaghetti: buy three, pay for two."""
    price = visit.assistant._store.product("barilla-spaghetti").price  # type: ignore[union-attr]  # in the demo store
    assert f"€{2 * price:.2f}" in visit.say("how much are three packs of barilla spaghetti").text


@pytest.mark.parametrize("said", ["the till charged me too much for the oatly oat drink", "收银台把Oatly燕麦饮的钱收多了"])
def test_a_dispute_hears_of_the_offer(visit: Visit, said: str) -> None:
    answer = visit.say(said)
    assert answer.intent is Intent.price_dispute
    assert "2.49" in answer.text
    assert "1.99" in answer.text


@pytest.mark.parametrize(("question", "words"), [("圣诞节前有什么优惠活动", "圣诞前"), ("what deals do you have on till christmas", "before Christmas")])
def test_offers_are_told_by_what_their_names_say(visit: Visit, question: str, words: str) -> None:
    answer = visit.say(question)
    told = [c.value for c in answer.citations if c.source.startswith("offer:") and c.field in ("name_en", "name_zh")]
    assert told
    assert all(words in name for name in told)


@pytest.mark.parametrize(("question", "unit"), [("how much are the bananas", "€1.49 a kilo"), ("香蕉一斤多少钱", "1.49欧元一公斤")])
def test_the_offer_of_what_is_weighed_is_told_by_the_kilo(visit: Visit, question: str, unit: str) -> None:
    assert unit in visit.say(question).text
