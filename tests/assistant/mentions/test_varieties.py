"""A description is of the kind that was talked about: the real store, the real student; what was said is this file's own."""

import pytest

from kiosk.core import Intent
from tests.assistant.conftest import STUDENT, Visit

pytestmark = pytest.mark.skipif(not (STUDENT / "model.xml").exists(), reason="the default bundle is not built: make bundle")


def first(answer: object) -> str:
    return str(answer.products[0].sku)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("before", "then", "sku"), [
    ("do you have vanilla yoghurt", "and the strawberry one, how much is that", "yoggi-strawberry-yoghurt"),
    ("where are the crisps", "how much are the paprika ones", "lays-paprika"),
    ("how much are the apples", "four of the red on my list please", "red-delicious"),
    ("where's the camembert", "does it come in organic", "harbour-organic-camembert-150"),
    ("有香草冰淇淋吗", "草莓的多少钱", "harbour-strawberry-ice-cream-1l"),
    ("酸奶在哪", "那零脂的有吗", "fage-total-0-450"),
])  # fmt: skip
def test_a_taste_a_colour_or_a_diet_picks_of_the_kind(visit: Visit, before: str, then: str, sku: str) -> None:
    visit.say(before)
    assert first(visit.say(then)) == sku


def test_the_shops_own_is_of_the_kind(visit: Visit) -> None:
    visit.say("洗发水有吗")
    product = visit.say("你们自家牌子的那款多少钱").products[0]
    assert (product.kind, product.brand) == ("shampoo", "Harbour")


@pytest.mark.parametrize(("before", "then", "sku"), [
    ("where is the minced beef", "have you got a leaner one", "harbour-lean-minced-beef-5-400"),
    ("牛肉末在哪", "有没有瘦一点的", "harbour-lean-minced-beef-5-400"),
    ("where is the toilet roll", "is there a softer one", "zewa-soft-4ply"),
])  # fmt: skip
def test_more_of_a_quality_is_asked_of_the_kind_and_answered_with_whether_there_is_one(visit: Visit, before: str, then: str, sku: str) -> None:
    visit.say(before)
    answer = visit.say(then)
    assert (answer.intent, first(answer)) == (Intent.product_availability, sku)


def test_those_and_the_described_are_two(visit: Visit) -> None:
    visit.say("how much are the gold kiwis")
    visit.say("add one pack of those to my list and three of the green")
    assert dict(visit.state.listed) == {"gold-kiwi-4": "1", "kiwi": "3"}


def test_the_first_one_is_the_one_that_came_up_first(visit: Visit) -> None:
    begun = first(visit.say("do you have gluten-free porridge oats"))
    assert first(visit.say("and the ordinary quaker?")) != begun
    assert first(visit.say("put the first one on my list")) == begun


def test_only_what_nothing_of_the_kind_answers_to_is_looked_for_in_the_whole_shop(visit: Visit) -> None:
    visit.say("where is the strawberry yoghurt")
    assert visit.say("and the bananas?").products[0].kind == "banana"
    visit.say("有草莓酸奶吗")
    assert visit.say("那香蕉呢").products[0].kind == "banana"


def test_a_nutrient_asked_yes_or_no_is_no_name_and_leaves_the_subject(visit: Visit) -> None:
    sku = first(visit.say("零脂希腊酸奶有吗"))
    for question in ("蛋白质高不高", "脂肪高吗", "热量多少"):
        answer = visit.say(question)
        assert (answer.intent, first(answer)) == (Intent.product_info, sku)


@pytest.mark.parametrize(("before", "then", "intent"), [
    ("how much is the basmati rice", "and the tilda, where is that grown", Intent.product_info),
    ("where are the AA batteries", "where can I get rid of the old ones", Intent.find_facility),
    ("how much are the AA batteries", "is the two for one on those as well", Intent.promotions),
    ("do you have cooked ham", "is that gluten free too", Intent.product_allergens),
    ("有海天生抽吗", "跟李锦记的有什么区别", Intent.compare_products),
    ("where's the vanilla ice cream", "ok, which freezer is it in", Intent.find_product),
    ("where's the brie", "does the feta come in organic", Intent.product_availability),
    ("what do I need for a lasagne", "for eight people", Intent.recipe_ingredients),
    ("推荐一款红酒", "梅洛那个是哪国的", Intent.product_info),
    ("五号电池有吗", "旧的可以扔哪儿", Intent.find_facility),
])  # fmt: skip
def test_the_turns_own_words_go_before_what_was_asked_before(visit: Visit, before: str, then: str, intent: Intent) -> None:
    visit.say(before)
    assert visit.say(then).intent == intent


def test_the_other_kind_that_is_wanted_and_not_this_one_is_recommended(visit: Visit) -> None:
    visit.say("recommend a tea")
    answer = visit.say("no, I want green, not black")
    assert (answer.intent, answer.products[0].kind) == (Intent.recommend_product, "green-tea")


def test_what_it_is_to_come_with_tells_it_apart(visit: Visit) -> None:
    assert first(visit.say("how much is the toaster with the long slot")) == "harbour-long-slot-toaster"


def test_they_are_all_that_were_compared(visit: Visit) -> None:
    visit.say("which is fruitier, the riesling or the chardonnay")
    assert {p.sku for p in visit.say("how much are they").products[:2]} == {"harbour-riesling", "gallo-chardonnay"}


@pytest.mark.parametrize("said", ["买错电池了，要的是七号，拿成五号了，能换吗", "I bought the wrong size of nappies, can you swap them", "牙膏拿错了，可以换一支吗"])
def test_what_was_bought_wrong_is_exchanged_and_nothing_is_suggested(visit: Visit, said: str) -> None:
    assert visit.say(said).intent == Intent.return_or_refund
