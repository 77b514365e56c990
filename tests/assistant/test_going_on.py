"""What goes on with what was talked about: fewer, bigger, cheaper, that one instead; packs that only count, and dishes that are no goods."""

import pytest

from tests.assistant.conftest import Visit


def listed(visit: Visit) -> dict[str, str]:
    return dict(visit.state.listed)


@pytest.mark.parametrize(("first", "then", "kind"), [
    ("recommend a white wine", "red", "red-wine"), ("any good red wine", "rosé, dry", "rose-wine"),
])  # fmt: skip
def test_a_bare_quality_is_said_of_what_was_talked_about(visit: Visit, first: str, then: str, kind: str) -> None:
    visit.say(first)
    assert visit.say(then).products[0].kind == kind


@pytest.mark.parametrize(("first", "then"), [("how much is the feta", "three pieces on my list please"), ("where is the butter", "two packs on the list")])
def test_packs_only_count(visit: Visit, first: str, then: str) -> None:
    sku = visit.say(first).products[0].sku
    assert sku in [a.args["sku"] for a in visit.say(then).actions if a.name == "list_add"]


def test_them_has_a_count_of_its_own(visit: Visit) -> None:
    sku = visit.say("where are the mangoes").products[0].sku
    visit.say("put four of them down and three lemons")
    assert listed(visit)[sku] == "4"
    assert "3" in listed(visit).values()


def test_more_of_the_same_is_added_up_aloud(visit: Visit) -> None:
    visit.say("add two lemons")
    assert "5 ×" in visit.say("add three more lemons").text


@pytest.mark.parametrize(("first", "add", "swap"), [
    ("how much is the brown rice", "put it on my list", "swap it for the organic one"), ("意大利面多少钱", "加到清单", "换成有机的"),
])  # fmt: skip
def test_an_exchange_takes_the_old_one_off(visit: Visit, first: str, add: str, swap: str) -> None:
    visit.say(first)
    visit.say(add)
    visit.say(swap)
    assert len(listed(visit)) == 1


@pytest.mark.parametrize("said", ["加散养的那盒", "再加一盒平养的"])
def test_that_box_is_added(visit: Visit, said: str) -> None:
    visit.say("鸡蛋多少钱")
    assert str(visit.say(said).intent) == "list_add"


def test_the_other_size_is_the_next_bigger_or_smaller(visit: Visit) -> None:
    small = visit.say("蓝莓多少钱").products[0]
    big = visit.say("大盒的呢").products[0]
    assert small.sku != big.sku
    assert visit.say("小盒的呢").products[0].sku == small.sku


def test_an_outcry_before_cheaper_is_no_product(visit: Visit) -> None:
    kind = visit.say("how much is the olive oil").products[0].kind
    assert visit.say("gosh, anything cheaper?").products[0].kind == kind


def test_in_place_of_the_gluten_free_one_nothing_with_gluten(visit: Visit) -> None:
    visit.say("do you have gluten free bread")
    assert "toast" not in visit.say("anything cheaper").text


@pytest.mark.parametrize("asked", ["is there anything buy one get one free", "有没有买一送一的"])
def test_only_offers_of_the_sort_that_is_asked_for(visit: Visit, asked: str) -> None:
    text = visit.say(asked).text
    assert "20" not in text.replace("2027", "")
    assert "Lay" in text or "乐事" in text


@pytest.mark.parametrize(("dish", "people"), [("how about a lasagne", "and for nine people"), ("宫保鸡丁呢", "八个人的话呢")])
def test_a_dish_is_a_recipe_and_grows_with_the_guests(visit: Visit, dish: str, people: str) -> None:
    assert str(visit.say(dish).intent) == "recipe_ingredients"
    assert str(visit.say(people).intent) == "recipe_ingredients"


@pytest.mark.parametrize(("asked", "kind"), [
    ("which red would go with a roast", "red-wine"), ("a decent white under seven euros", "white-wine"), ("have you a vegan red with that", "red-wine"),
])  # fmt: skip
def test_a_red_with_a_meal_is_a_wine(visit: Visit, asked: str, kind: str) -> None:
    assert visit.say(asked).products[0].kind == kind


@pytest.mark.parametrize(
    ("ask", "word"),
    [("can you suggest something", w) for w in ("breakfast", "dinner", "a drink", "a gift")]
    + [("随便推荐点东西", w) for w in ("早餐", "做饭", "喝的", "送人")],
)
def test_the_words_that_are_offered_are_taken(visit: Visit, ask: str, word: str) -> None:
    visit.say(ask)
    answer = visit.say(word)
    assert str(answer.intent) == "recommend_product"
    assert answer.answered


@pytest.mark.parametrize("asked", ["I'm looking for a present for my sister, up to twelve euros", "给闺蜜送点什么礼物好，十二欧元以内"])
def test_a_present_keeps_to_its_price(visit: Visit, asked: str) -> None:
    products = visit.say(asked).products
    assert products
    assert all(float(p.price) <= 12 for p in products[:3])


def test_a_present_for_a_child_suits_its_age_and_more_can_be_said_of_it(visit: Visit) -> None:
    visit.say("I need a gift for a four year old girl")
    assert "Catan" not in visit.say("under fifteen euros").text


@pytest.mark.parametrize(
    ("asked", "intent"), [("can I have a gift receipt", "receipt"), ("do you sell gift cards", "gift_card"), ("礼品卡在哪买", "gift_card")]
)
def test_a_gift_card_or_receipt_is_no_present(visit: Visit, asked: str, intent: str) -> None:
    assert str(visit.say(asked).intent) == intent
