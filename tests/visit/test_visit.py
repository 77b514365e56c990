"""A visit: what was said is remembered until it is reset, and silence is answered with silence."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.core import Intent, Language, Question
from kiosk.core.settings import load_settings
from kiosk.store.phrases import phrases_of_store
from kiosk.visit import House, Visit

MARKET = Path("assets/stores/market")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(load_settings(state=tmp_path_factory.mktemp("state"), store=MARKET))


def test_it_means_the_product_asked_about_before(house: House) -> None:
    visit = Visit(house)
    visit.ask("where is the oatly oat drink")
    answer = visit.ask("how much is it")
    assert answer.intent == Intent.product_price
    assert answer.products[0].sku == "oatly-oat-milk"
    assert any(c.source == "product:oatly-oat-milk" and c.field == "price" for c in answer.citations)


def test_a_reset_visit_remembers_nothing(house: House) -> None:
    visit = Visit(house, Language.zh)
    visit.ask("put two bananas on my list")
    visit.reset()
    assert visit.state == type(visit.state).fresh(Language.zh)


def test_the_answer_comes_in_the_language_of_the_question(house: House) -> None:
    visit = Visit(house)
    assert visit.ask("厕所在哪").language == Language.zh
    assert visit.ask("and where can I park").language == Language.en


def test_a_question_is_timed_step_by_step(house: House) -> None:
    assert {"understand", "total"} <= set(Visit(house).ask("hello").milliseconds)


def test_the_senses_are_given_words_of_both_languages(house: House) -> None:
    words = phrases_of_store(house.store)
    assert "oat milk" in words["en"]
    assert "燕麦奶" in words["zh"]


def test_a_shown_product_is_what_this_means(house: House) -> None:
    """A picture and a question are one question: the assistant is given what the eyes saw."""
    from kiosk.core import Seen

    answer, _ = house.assistant.answer(
        Question("how much is this", seen=(Seen("barcode", "granny-smith", 0.999, True),)), Visit(house).state
    )
    assert answer.products[0].sku == "granny-smith"


def test_an_array_that_is_no_picture_is_bad_input(house: House) -> None:
    from kiosk.core import KioskError

    with pytest.raises(KioskError):
        Visit(house).ask(images=[np.zeros((0, 0, 3), np.uint8)])


@pytest.mark.parametrize("question", ["what is this?", "这是什么？"])
def test_what_is_this_asks_about_what_is_shown(house: House, question: str) -> None:
    """Bug: with an accepted picture the question was taken for a plea for help."""
    from kiosk.core import Seen

    answer, _ = house.assistant.answer(Question(question, seen=(Seen("barcode", "granny-smith", 0.999, True),)), Visit(house).state)
    assert answer.products[0].sku == "granny-smith"
    assert answer.intent in (Intent.find_product, Intent.product_info)


@pytest.mark.parametrize("text", ["where is the oat milk", "有没有无麸质的面包"])
def test_a_rehearsed_answer_is_the_one_that_is_given_and_nothing_is_remembered_of_it(house: House, text: str) -> None:
    visit = Visit(house)
    visit.ask("hello")
    before = visit.state
    rehearsed = visit.rehearse(text)
    assert visit.state == before
    assert rehearsed is not None and rehearsed.text == visit.ask(text).text != ""


def test_what_would_do_something_is_not_rehearsed(house: House) -> None:
    """A call of staff is made once, when it is asked for; a rehearsal makes none and gives no answer that speaks of one."""
    calls = len(house.tickets.calls())
    assert Visit(house).rehearse("can I talk to a person please") is None
    assert len(house.tickets.calls()) == calls


def test_half_a_question_is_taken_back(house: House) -> None:
    visit = Visit(house)
    visit.ask("put two bananas on my list")
    listed = visit.state
    visit.ask("take the bananas off")
    assert visit.state.listed != listed.listed
    assert visit.take_back() and visit.state == listed
    assert not visit.take_back()


def test_what_was_done_for_good_is_not_taken_back(house: House) -> None:
    visit = Visit(house)
    visit.ask("can I talk to a person please")
    assert visit.state.calls and not visit.take_back() and visit.state.calls
