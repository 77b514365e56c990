"""Yes and no fit the fact behind them, an allergy is asked of the product and not of a word in its name, and what stands in for a product keeps its diet."""

import pytest

from kiosk.assistant.diets import fits, holds, suits
from kiosk.assistant.facts import short_name
from kiosk.core import Intent
from kiosk.store.catalogue import Store
from tests.assistant.conftest import Visit


@pytest.mark.parametrize(("text", "begins"), [
    ("celiac here, are the kettle chips alright", ("Yes,", "The label")), ("would haribo be ok, my friend is muslim", ("No –",)),
    ("has the cooking wine got alcohol in it", ("Yes,",)), ("黄酒里有酒精吗", ("有，",)), ("回民能吃哈瑞宝吗", ("不行，",)),
])  # fmt: skip
def test_the_verdict_agrees_with_its_fact(visit: Visit, text: str, begins: tuple[str, ...]) -> None:
    """A "no" is never said of what is labelled as it was asked, nor a "yes" of what holds it."""
    said = visit.say(text).text
    assert said.startswith(begins), said
    assert not (said.startswith(("No", "不行")) and ("labelled gluten free" in said.split(".")[0] or "标明无麸质" in said.split("。")[0]))


@pytest.mark.parametrize(("text", "sku", "code"), [
    ("my niece carries an epipen for nuts, would the beyond burger be fine", "beyond", "nuts"), ("she's allergic to sesame, would nutella be ok for her", "nutella", "sesame"),
    ("我女儿对芝麻过敏，能多益她能吃吗", "nutella", "sesame"),
])  # fmt: skip
def test_the_allergen_is_not_the_product(visit: Visit, text: str, sku: str, code: str) -> None:
    """What somebody reacts to is kept in mind; the answer is about what they want to eat."""
    answer = visit.say(text)
    assert sku in answer.products[0].sku
    assert visit.state.avoids == (code,)


@pytest.mark.parametrize(("text", "code"), [
    ("is there any halal minced beef left", "halal"), ("have you got gluten free spaghetti", "gluten"), ("有清真牛肉末吗", "halal"), ("无麸质意大利面还有吗", "gluten"), ("素饺子还有吗", "vegetarian"),
])  # fmt: skip
def test_what_stands_in_keeps_the_diet(visit: Visit, store: Store, text: str, code: str) -> None:
    """Nothing is offered in place of a product that is sold out that breaks the diet it was asked for by."""
    answer = visit.say(text)
    told = {c.source.removeprefix("product:") for c in answer.citations if c.field.startswith("name_")}
    products = [p for sku in told if (p := store.product(sku))]
    assert products
    assert all(suits(p, code) for p in products), told


@pytest.mark.parametrize("text", ["any vegetable gyoza left", "蔬菜煎饺还有没有"])
def test_no_pork_stands_in_for_vegetables(visit: Visit, text: str) -> None:
    """Also where nobody said that they eat none."""
    said = visit.say(text).text
    assert "pork" not in said and "猪肉" not in said, said


def test_what_is_sold_out_is_told_so_beside_its_diet(visit: Visit) -> None:
    """A place is no help where nothing is left."""
    said = visit.say("I need gluten free pasta").text
    assert "sold out" in said or "Schär" not in said


@pytest.mark.parametrize(
    ("text", "told"), [("a person with an egg allergy, can they eat the vegan mayonnaise", "does not list egg"), ("对鸡蛋过敏能吃纯素蛋黄酱吗", "没写含蛋")]
)
def test_a_diet_in_the_name_answers_no_allergy(visit: Visit, text: str, told: str) -> None:
    """Vegan promises nothing about an allergen: the label is told."""
    assert told in visit.say(text).text


def test_silence_about_gluten_is_no_label(visit: Visit) -> None:
    """A row that lists no gluten is not said to be gluten free."""
    said = visit.say("I can't eat gluten, would the beyond burger suit").text
    assert "not labelled gluten free" in said


@pytest.mark.parametrize(("text", "intent"), [
    ("how do I cook the halal chicken breast", Intent.product_info), ("猪肉白菜水饺还有吗", Intent.product_availability), ("do you have pork dumplings", Intent.product_availability),
    ("does the halal chicken contain soy", Intent.product_allergens), ("any dairy at all in the milka white one", Intent.product_allergens), ("饺子里放没放虾", Intent.product_allergens),
])  # fmt: skip
def test_a_word_of_a_name_asks_for_no_diet(visit: Visit, text: str, intent: Intent) -> None:
    """What a product is called by is not what is asked about it."""
    assert visit.say(text).intent in ({intent, Intent.find_product} if intent == Intent.product_availability else {intent})


@pytest.mark.parametrize(
    ("text", "told"),
    [("is the camembert from président pure veg", "labelled vegetarian"), ("tell me, is the mozzarella ball veg or non-veg", "labelled vegetarian")],
)
def test_pure_veg_is_vegetarian(visit: Visit, text: str, told: str) -> None:
    """Ways of speaking that the student has not read are put in plain words first; the caption stays as it was said."""
    answer = visit.say(text)
    assert told in answer.text
    assert answer.question == text


@pytest.mark.parametrize(
    ("asks", "then", "sku"), [("do you have dumplings with pork and cabbage", "any vegetarian ones?", "gyoza"), ("有猪肉水饺吗", "有没有素的", "gyoza")]
)
def test_a_diet_is_looked_for_among_the_kind_before(visit: Visit, asks: str, then: str, sku: str) -> None:
    """ "Any vegetarian ones" is no question about the pork dumplings."""
    visit.say(asks)
    assert sku in visit.say(then).products[0].sku


@pytest.mark.parametrize("text", ["can diabetics drink coke zero", "我怀孕了，能吃布里奶酪吗", "糖尿病人可以喝雪碧零卡吗"])
def test_what_a_doctor_decides_is_left_to_the_doctor(visit: Visit, text: str) -> None:
    """The fact is told, and no yes."""
    said = visit.say(text).text
    assert not said.startswith(("Yes", "是的", "可以"))
    assert "doctor" in said or "医生" in said


def test_the_label_is_pointed_to_once(visit: Visit) -> None:
    """Not in two sentences of one reply."""
    assert visit.say("she can't have sesame, is the nutella alright for her").text.lower().count("check the label") == 1
    assert visit.say("对芝麻过敏，能多益能吃吗").text.count("标签") <= 2


@pytest.mark.parametrize("text", ["does the rum baba contain alcohol", "米酒酿含酒精吗"])
def test_what_is_not_sold_is_not_answered_for(visit: Visit, text: str) -> None:
    """The row of another product is no answer."""
    assert "contain alcohol" not in visit.say(text).text
    assert "标明含酒精" not in visit.say(text).text


def test_no_nearest_that_breaks_the_diet(visit: Visit) -> None:
    """Where a vegan thing is not sold the nearest that is not vegan is not offered."""
    assert "blue cheese" not in visit.say("where can I find vegan cheese").text


@pytest.mark.parametrize("text", ["where do I find nut free chocolate", "不含坚果的巧克力在哪儿", "哪里有没有坚果的巧克力", "无糖的饼干有没有"])
def test_who_wants_something_left_out_is_sent_to_nothing_that_holds_it(visit: Visit, store: Store, text: str) -> None:
    """Bug: the way to nut-free chocolate led to whole hazelnuts, as the product or as the nearest one, and sugar-free biscuits were butter biscuits."""
    answer = visit.say(text)
    code = "sugar" if "糖" in text else "nuts"
    led_to = [p for a in answer.actions if a.name == "show_map" and (p := store.product(a.args["sku"]))]
    assert all(fits(p, code) for p in led_to)
    assert not any(p.name_en in answer.text for p in store.products() if holds(p, code) == "contains" and "Mind" not in answer.text)


def test_what_may_hold_it_is_told(visit: Visit) -> None:
    assert "may contain nuts" in visit.say("where is the milk chocolate without nuts").text


@pytest.mark.parametrize(("said", "code"), [
    ("I can't have egg, is your mayonnaise ok for me", "eggs"), ("my son is allergic to milk, is your chocolate spread safe", "milk"), ("我鸡蛋过敏，你们的蛋黄酱能吃吗", "eggs"),
])  # fmt: skip
def test_asked_whether_a_kind_is_safe_those_that_hold_it_are_told_too(visit: Visit, store: Store, said: str, code: str) -> None:
    """One of the kind that suits, or that may hold only traces, would sound as if all were safe."""
    answer = visit.say(said)
    holding = [p for p in store.products_of(answer.products[0].kind) if code in p.allergens]
    name = "name_zh" if answer.language == "zh" else "name_en"
    assert holding and all(short_name(str(getattr(p, name))) in answer.text for p in holding[:2])


@pytest.mark.parametrize("said", ["do you sell ice cream without milk", "有没有不含牛奶的冰淇淋"])
def test_what_is_made_without_it_is_offered_with_its_traces(visit: Visit, said: str) -> None:
    answer = visit.say(said)
    assert answer.products[0].sku == "harbour-vegan-vanilla-ice-cream-500"
    assert "may contain" in answer.text or "微量" in answer.text


def test_who_keeps_to_it_is_not_sent_to_what_may_hold_it(visit: Visit) -> None:
    visit.say("my daughter is allergic to milk")
    assert "nothing like that" in visit.say("do you have ice cream without milk").text
