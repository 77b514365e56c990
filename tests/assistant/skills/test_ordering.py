"""The second shop's order form is filled from words; nothing about the first shop is in the code."""

from pathlib import Path

import pytest

from kiosk.assistant import Assistant, LanguageModel, Understander
from kiosk.core import Intent
from kiosk.store.catalogue import Store, open_store
from kiosk.store.tickets import Tickets
from tests.assistant.conftest import ROOT, STUDENT, Clock, Visit

COFFEE = ROOT / "assets" / "stores" / "coffee"
pytestmark = pytest.mark.skipif(not (STUDENT / "model.xml").exists(), reason="the default bundle is not built: make bundle")


@pytest.fixture(scope="module")
def coffee(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The coffee shop."""
    return open_store(COFFEE, tmp_path_factory.mktemp("coffee"))


@pytest.fixture
def counter(coffee: Store, student: LanguageModel, tickets: Tickets, clock: Clock) -> Visit:
    """A visit to the coffee shop."""
    return Visit(Assistant(coffee, Understander(student), tickets, clock))


def test_an_order_fills_the_form_and_a_later_turn_changes_it(counter: Visit) -> None:
    first = counter.say("can I get a large latte with oat milk please")
    assert first.intent == Intent.list_add
    assert first.actions[0].name == "fill_form"
    assert first.actions[0].args == {"form": "orderDrink", "slots": {"coffeeDrink": "latte", "size": "large", "milkAmount": "oat milk"}}
    second = counter.say("make it a small one")
    assert second.actions[0].args["slots"] == {"coffeeDrink": "latte", "size": "small", "milkAmount": "oat milk"}


def test_what_an_order_lacks_is_asked_for_and_what_is_known_comes_with_every_turn(counter: Visit) -> None:
    first = counter.say("can I get a large one with oat milk please")
    assert first.actions[0].args["slots"] == {"size": "large", "milkAmount": "oat milk"}
    assert "which drink would you like?" in first.text.lower()
    second = counter.say("a cappuccino")
    assert second.actions[0].args["slots"] == {"coffeeDrink": "cappuccino", "size": "large", "milkAmount": "oat milk"}
    assert "which drink" not in second.text.lower()


def test_a_misheard_order_is_the_order_that_it_sounds_like(counter: Visit) -> None:
    """As the recogniser wrote down what real people said."""
    slots = counter.say("Get me a dark rose double shot 8 ounce marker with some skin milk and sweetener.").actions[0].args["slots"]
    wanted = {
        "coffeeDrink": "mocha",
        "roast": "dark roast",
        "numberOfShots": "double shot",
        "size": "eight ounce",
        "milkAmount": "some skim milk",
        "sugarAmount": "sweetener",
    }
    assert slots == wanted


@pytest.mark.parametrize("question", [
    "how much is a large latte with oat milk", "does the house coffee have milk in it", "I want my money back for the latte", "where is the oat milk",
    "what time do you close", "大杯拿铁多少钱", "拿铁里有没有牛奶", "你们几点关门",
])  # fmt: skip
def test_what_is_no_order_is_turned_down(counter: Visit, question: str) -> None:
    assert all(a.name != "fill_form" for a in counter.say(question).actions)


def test_the_form_is_filled_in_chinese_with_the_same_keys(counter: Visit) -> None:
    slots = counter.say("我要一杯大杯拿铁，外带").actions[0].args["slots"]
    assert slots == {"coffeeDrink": "latte", "size": "large", "extras": "to go"}


def test_the_longest_value_wins_and_no_word_is_used_twice(counter: Visit) -> None:
    slots = counter.say("I'd like an iced coffee with a little bit of brown sugar").actions[0].args["slots"]
    assert slots == {"coffeeDrink": "iced coffee", "sugarAmount": "a little bit of brown sugar"}


def test_a_question_about_a_drink_orders_nothing(counter: Visit) -> None:
    answer = counter.say("how much is a latte")
    assert answer.intent == Intent.product_price
    assert all(a.name != "fill_form" for a in answer.actions)


def test_a_shop_without_a_form_fills_none(visit: Visit) -> None:
    assert all(a.name != "fill_form" for a in visit.say("can I get a large latte with oat milk please").actions)


def test_no_word_of_the_demo_store_stands_in_the_code() -> None:
    """Names of the shop and its own brand come from the pack only."""
    for file in (ROOT / "kiosk" / "assistant").rglob("*.*"):
        if file.suffix in (".py", ".yaml"):
            text = Path(file).read_text("utf-8")
            assert "Harbour" not in text
            assert "港湾" not in text
