"""What is put right on the list takes the place of what stood there: the real store, the real student; what was said is this file's own."""

import pytest

from tests.assistant.conftest import STUDENT, Visit

pytestmark = pytest.mark.skipif(not (STUDENT / "model.xml").exists(), reason="the default bundle is not built: make bundle")


@pytest.mark.parametrize(("first", "then", "count"), [
    ("put three bottles of olive oil on my list", "make that two", "2"), ("put three bottles of olive oil on my list", "no, five", "5"),
    ("add two bags of crisps", "just one will do", "1"), ("add one pack of butter to my list", "actually change it to four packs", "4"),
    ("来五盒鸡蛋，记清单", "改成两盒", "2"), ("加四瓶可乐", "多了，一瓶就够", "1"), ("记两包挂面", "不对，是三包", "3"),
])  # fmt: skip
def test_a_number_that_is_put_right_is_set_and_not_added(visit: Visit, first: str, then: str, count: str) -> None:
    visit.say(first)
    visit.say(then)
    assert [c for _, c in visit.state.listed] == [count]


def test_single_things_are_counted_into_their_packs(visit: Visit) -> None:
    visit.say("put six eggs on my list")
    visit.say("actually a dozen")
    assert [c for _, c in visit.state.listed] == ["2"]


def test_what_is_taken_off_by_its_name_is_that_and_not_what_came_last(visit: Visit) -> None:
    visit.say("add milk")
    milk = visit.state.listed
    visit.say("and bread")
    visit.say("take the milk off")
    assert len(visit.state.listed) == 1 and visit.state.listed != milk


def test_more_of_it_is_still_added(visit: Visit) -> None:
    visit.say("加一包挂面")
    visit.say("再来两包")
    assert [c for _, c in visit.state.listed] == ["3"]


def test_a_line_is_set_by_its_name_when_others_came_after_it(visit: Visit) -> None:
    visit.say("put eggs on my list")
    visit.say("put bananas on my list")
    visit.say("change the eggs to two boxes")
    assert [c for _, c in visit.state.listed] == ["2", "1"]


@pytest.mark.parametrize(("first", "then", "kind", "word"), [
    ("add butter", "no, the unsalted one", "butter", "unsalted"), ("put some cheese on my list", "gouda", "gouda", "Gouda"),
    ("add milk to my list", "actually the semi-skimmed", "semi-skimmed-milk", "semi-skimmed"), ("put tomatoes on my list", "the cherry ones", "tomato", "Cherry"),
    ("put orange juice on my list", "swap it for apple juice", "apple-juice", "apple"),
    ("加一瓶生抽", "换成老抽", "dark-soy-sauce", "dark"), ("加点土豆", "要脆一点的那种", "potato", "waxy"), ("记两包挂面", "不要挂面了，换成米粉", "rice-noodle", "rice"),
])  # fmt: skip
def test_a_choice_that_is_put_right_takes_the_place_of_the_first(visit: Visit, first: str, then: str, kind: str, word: str) -> None:
    visit.say(first)
    answer = visit.say(then)
    assert [s for s, _ in visit.state.listed] == [answer.products[0].sku]
    assert answer.products[0].kind == kind and word in answer.products[0].names["en"]


def test_another_product_beside_it_leaves_it_on_the_list(visit: Visit) -> None:
    visit.say("add butter")
    visit.say("and the unsalted one as well")
    visit.say("add bananas")
    assert len(visit.state.listed) == 3


def test_the_choice_that_was_made_already_changes_nothing(visit: Visit) -> None:
    visit.say("把土豆和洋葱加进清单")
    listed = visit.state.listed
    visit.say("土豆要粉一点的那种")
    assert visit.state.listed == listed
