"""What the words of a turn mean beside the turns before: the real store, the real student; what was said is this file's own."""

import pytest

from kiosk.core import Intent
from tests.assistant.conftest import STUDENT, Visit

pytestmark = pytest.mark.skipif(not (STUDENT / "model.xml").exists(), reason="the default bundle is not built: make bundle")


def skus(answer: object) -> list[str]:
    return [p.sku for p in answer.products]  # type: ignore[attr-defined]


def first_kind(answer: object) -> str:
    return str(answer.products[0].kind)  # type: ignore[attr-defined]


def test_the_two_are_the_last_two_that_were_talked_about(visit: Visit) -> None:
    visit.say("how much is the riesling")
    visit.say("and the oyster bay?")
    assert set(skus(visit.say("which of the two is sweeter"))[:2]) == {"harbour-riesling", "oyster-bay-sauvignon"}


def test_a_product_is_compared_with_the_one_before(visit: Visit) -> None:
    visit.say("where is the oatly barista")
    assert set(skus(visit.say("how does it compare with the alpro unsweetened soy milk"))[:2]) == {"oatly-barista-1l", "alpro-soy-unsweetened-1l"}
    visit.say("瓦尔塔七号电池在哪里")
    assert set(skus(visit.say("跟充电七号电池比，哪个划算"))[:2]) == {"varta-aaa", "harbour-aaa-rechargeable"}


def test_a_brand_beside_another_kind_is_that_kinds(visit: Visit) -> None:
    visit.say("where is the oatly barista")
    assert first_kind(visit.say("and the alpro soy one, what's that cost")) == "soy-milk"


def test_what_was_only_nearly_named_is_what_was_talked_about(visit: Visit) -> None:
    visit.say("which is milder, the grana padano or the parmigiano reggiano")
    assert skus(visit.say("fine, add the grana"))[0] == "harbour-hard-cheese-flakes-100"


@pytest.mark.parametrize(("before", "then"), [("where is the heinz tomato soup", "has that got celery in it"), ("亨氏番茄汤在哪儿", "里面有没有芹菜")])
def test_what_is_in_it_is_a_question_of_contents(visit: Visit, before: str, then: str) -> None:
    sku = skus(visit.say(before))[0]
    answer = visit.say(then)
    assert (answer.intent, answer.products[0].sku) == (Intent.product_allergens, sku)


def test_what_is_no_product_of_the_list_leaves_it_to_the_pronoun(visit: Visit) -> None:
    visit.say("put fresh coriander on my list")
    assert visit.say("ugh no, it smells of soap, take that off").intent == Intent.list_remove
    assert visit.state.listed == ()


def test_the_one_on_the_way_is_what_was_talked_about(visit: Visit) -> None:
    visit.say("how much is the oatly oat cooking cream")
    visit.say("where are the bananas")
    assert skus(visit.say("put the cream on my list"))[0] == "oatly-imat-cooking-250"


def test_a_yes_with_more_words_to_an_offered_ticket_is_a_yes(visit: Visit) -> None:
    visit.say("your cashier shouted at me in front of everybody, disgraceful")
    assert visit.state.pending is not None
    answer = visit.say("yes please, do write that down")
    assert answer.intent == Intent.affirm
    assert any(a.name == "open_ticket" for a in answer.actions)


@pytest.mark.parametrize(
    ("before", "then", "sku"),
    [
        ("where are the tinned tomatoes", "have you got any peeled ones", "harbour-peeled-tomatoes"),
        ("番茄罐头在哪儿", "有去皮的吗", "harbour-peeled-tomatoes"),
        ("七号电池放哪了", "有可以充电的吗", "harbour-aaa-rechargeable"),
    ],
)
def test_a_property_is_looked_for_among_the_kind_talked_about(visit: Visit, before: str, then: str, sku: str) -> None:
    visit.say(before)
    assert skus(visit.say(then))[0] == sku


def test_a_brand_alone_is_of_the_kind_talked_about(visit: Visit) -> None:
    visit.say("where are the aaa batteries")
    assert skus(visit.say("what does the varta cost"))[0] == "varta-aaa"


def test_that_one_named_by_its_kind_is_the_one_from_before(visit: Visit) -> None:
    visit.say("what is the price of the alpro unsweetened soy milk")
    visit.say("where are the bananas")
    assert skus(visit.say("how much was that soy milk again"))[0] == "alpro-soy-unsweetened-1l"


def test_a_named_kind_beside_the_one_before_is_another_kind(visit: Visit) -> None:
    visit.say("燕麦奶在哪里")
    assert first_kind(visit.say("那杏仁奶的呢")) == "almond-milk"


    visit.say("有牛奶吗")
    assert first_kind(visit.say("那豆奶的呢")) == "soy-milk"


def test_cheaper_is_of_the_product_before_whatever_else_is_said(visit: Visit) -> None:
    visit.say("西冷牛排多少钱")
    visit.say("那肉眼的呢")
    cheaper = visit.say("太肉疼了，有便宜点的吗")
    assert (cheaper.intent, first_kind(cheaper)) == (Intent.find_substitute, "beef-steak")


def test_going_back_is_to_the_product_before_the_last(visit: Visit) -> None:
    visit.say("帕尔马干酪多少钱")
    dear = visit.state.focus
    assert skus(visit.say("有便宜点的吗"))[0]
    assert visit.state.focus != dear
    added = visit.say("算了，还是要刚才那个，加到清单")
    assert (added.intent, added.products[0].sku) == (Intent.list_add, dear)


@pytest.mark.parametrize(("add", "drop"), [("put bananas on my list", "hang on, scrap the bananas, we have some"), ("香蕉加到清单", "哎，香蕉不要了，家里还有")])
def test_what_is_on_the_list_and_no_longer_wanted_is_taken_off(visit: Visit, add: str, drop: str) -> None:
    visit.say(add)
    assert visit.state.listed
    assert visit.say(drop).intent == Intent.list_remove
    assert visit.state.listed == ()


@pytest.mark.parametrize(("before", "then"), [("how much are the bananas", "and where are they"), ("香蕉多少钱", "在哪儿呢")])
def test_a_question_with_a_question_word_is_no_half_question(visit: Visit, before: str, then: str) -> None:
    visit.say(before)
    answer = visit.say(then)
    assert (answer.intent, first_kind(answer)) == (Intent.find_product, "banana")


@pytest.mark.parametrize(("before", "then"), [("when do you close today", "and sundays?"), ("今天几点关门", "周六也一样吗")])
def test_another_day_keeps_the_question(visit: Visit, before: str, then: str) -> None:
    visit.say(before)
    assert visit.say(then).intent == Intent.opening_hours


def test_a_corrected_number_is_of_the_same_matter(visit: Visit) -> None:
    visit.say("where is my online order 5512")
    assert visit.say("sorry, 5521 i meant").intent == Intent.order_status


@pytest.mark.parametrize(("said", "then"), [
    ("oh no where's my little boy", "he is four, blue coat, curly hair"),
    ("咦，我闺女呢？刚才还在玩具那边", "四岁，扎两个小辫子"),
    ("我家孩子一转眼就找不着了", "穿黄色雨衣"),
])  # fmt: skip
def test_a_child_that_is_lost_is_an_emergency_and_stays_one(visit: Visit, said: str, then: str) -> None:
    assert visit.say(said).intent == Intent.emergency
    assert visit.say(then).intent == Intent.emergency


@pytest.mark.parametrize("said", ["where's my daughter's favourite cereal", "我儿子呢喜欢吃草莓，草莓在哪", "儿子的玩具车找不着了", "孩子喝的酸奶在哪儿"])
def test_a_childs_things_are_no_emergency(visit: Visit, said: str) -> None:
    assert visit.say(said).intent != Intent.emergency


def test_a_no_with_more_words_to_an_offered_ticket_is_a_no(visit: Visit) -> None:
    visit.say("the yoghurt i bought here yesterday was leaking all over my bag")
    assert visit.say("no thanks, i don't want any money back").intent == Intent.deny


def test_two_sides_of_a_comparison_where_one_is_only_described(visit: Visit) -> None:
    visit.say("where is the washing powder")
    assert set(skus(visit.say("which is gentler, ariel or the eco one"))[:2]) == {"ariel-universal-powder", "harbour-eco-powder"}
    visit.say("抹茶冰淇淋在哪")
    compared = visit.say("它跟巧克力的比，哪个甜")
    assert {p.kind for p in compared.products[:2]} == {"ice-cream"}


def test_the_milk_that_it_may_contain_is_not_looked_for(visit: Visit) -> None:
    visit.say("do you have skippy peanut butter")
    assert first_kind(visit.say("the crunchy skippy, does it contain milk")) == "peanut-butter"


def test_what_is_replaced_comes_before_what_it_is_eaten_with(visit: Visit) -> None:
    answer = visit.say("早饭抹在面包上，用什么代替花生酱好")
    assert (answer.intent, first_kind(answer)) == (Intent.find_substitute, "peanut-butter")


@pytest.mark.parametrize(("before", "then"), [("oatly多少钱", "你们店里有牛奶吗"), ("苹果在哪里", "这里有没有酸奶"), ("where is the oatly barista", "have they got any milk in")])
def test_what_the_shop_has_is_no_question_of_contents(visit: Visit, before: str, then: str) -> None:
    visit.say(before)
    assert visit.say(then).intent == Intent.product_availability


def test_an_ok_before_another_question_opens_no_ticket(visit: Visit) -> None:
    visit.say("your cashier shouted at me in front of everybody, disgraceful")
    assert visit.state.pending is not None
    answer = visit.say("ok and where is my online order 5512")
    assert answer.intent == Intent.order_status
    assert not any(a.name == "open_ticket" for a in answer.actions)


@pytest.mark.parametrize("then", ["no, i want my money back", "不行，我要退钱"])
def test_a_no_that_goes_on_to_demand_is_no_refusal(visit: Visit, then: str) -> None:
    visit.say("the yoghurt i bought here yesterday was leaking all over my bag")
    assert visit.say(then).intent != Intent.deny


def test_an_emergency_that_is_over_stays_over(visit: Visit) -> None:
    assert visit.say("oh no where's my little boy").intent == Intent.emergency
    visit.say("thank you")
    assert visit.say("tell me a joke").intent != Intent.emergency


@pytest.mark.parametrize(("asked", "word"), [("你们有没有不辣的零食", "辣"), ("有不甜的酸奶吗", "甜"), ("do you have crisps that are not spicy", "spicy")])
def test_a_property_that_is_not_wanted_is_not_looked_for(visit: Visit, asked: str, word: str) -> None:
    products = visit.say(asked).products[:3]
    assert products
    assert not any(word in f"{p.names['en']} {p.names['zh']}".lower() for p in products)


def test_whether_it_is_spicy_is_asked_of_what_is_spicy(visit: Visit) -> None:
    visit.say("黄飞红花生在哪儿")
    assert skus(visit.say("它辣不辣"))[0] == visit.state.focus
    assert "huang" in skus(visit.say("黄飞红麻辣花生辣不辣"))[0]
