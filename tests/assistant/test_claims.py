"""The claim check lets true replies pass and stops every changed one."""

import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.assistant.claims import ClaimCheck
from kiosk.core import Answer, Citation
from kiosk.store.catalogue import Store
from kiosk.store.tickets import Tickets
from tests.assistant.conftest import NOW, Visit

QUESTIONS = (
    "where are the pink lady apples", "how much is the oatly oat milk", "have you got bananas", "is the arla milk gluten free", "are you open on sunday",
    "which is cheaper, pink lady or granny smith", "香蕉多少钱", "燕麦奶在哪里", "几点关门", "where is my order H1042", "what's on offer",
)  # fmt: skip


def replies(visit: Visit) -> list[Answer]:
    return [visit.say(q) for q in QUESTIONS]


@pytest.fixture
def check(store: Store, tickets: Tickets) -> ClaimCheck:
    """The check beside the demo store."""
    return ClaimCheck(store, tickets)


def test_true_replies_pass(visit: Visit, check: ClaimCheck) -> None:
    for answer in replies(visit):
        assert answer.citations, answer.question
        assert check.problems(answer.text, answer.citations, answer.question, NOW) == []


def test_every_changed_digit_is_stopped(visit: Visit, check: ClaimCheck) -> None:
    """Whatever digit of a price, place or time is changed, unless the result happens to be another cited fact."""
    stopped = changed = 0
    for answer in replies(visit):
        for match in re.finditer(r"\d", answer.text):
            if any(
                match.start() >= (at := answer.text.find(c.value)) >= 0 and match.end() <= at + len(c.value) and re.search(r"[^\W\d]", c.value)
                for c in answer.citations
            ):
                continue  # inside a cited name or sentence: changing it breaks the name, which is another test
            lie = answer.text[: match.start()] + str((int(match[0]) + 3) % 10) + answer.text[match.end() :]
            changed += 1
            stopped += bool(check.problems(lie, answer.citations, answer.question, NOW))
    assert changed > 40
    assert stopped >= 0.97 * changed


def test_a_reply_without_its_citations_is_stopped(visit: Visit, check: ClaimCheck) -> None:
    for answer in replies(visit):
        if re.search(r"\d", answer.text):
            assert check.problems(answer.text, (), answer.question, NOW)


@pytest.mark.parametrize("lie", [
    "It costs €0.99.", "It is in aisle 77, shelf 3.", "在77号通道3号货架。", "只要0.99欧元。", "We close at 23:45.", "Until 30 February.",
    "There are 12345 left.", "Save 90 %.",
    "Oatly is nicest.", "Try the Granny Smith apples.",
])  # fmt: skip
def test_invented_facts_are_stopped(lie: str, check: ClaimCheck) -> None:
    assert check.problems(lie, (), "", NOW)


def test_the_shoppers_own_words_are_free_only_in_quotation_marks_and_only_if_said(check: ClaimCheck) -> None:
    assert check.problems("I don't find “oatly 9000” here.", (), "do you sell oatly 9000", NOW) == []
    assert check.problems("I don't find oatly 9000 here.", (), "do you sell oatly 9000", NOW)
    assert check.problems("I don't find “oatly 9000” here.", (), "hello", NOW)


def test_a_citation_that_its_row_does_not_back_is_stopped(check: ClaimCheck, store: Store) -> None:
    product = store.products()[0]
    for field, value in (("price", "0.01"), ("aisle", "99"), ("nothing", "1"), ("name_en", "Zorblax")):
        assert check.problems(".", (Citation(f"product:{product.sku}", field, value),), "", NOW)
    assert check.problems(".", (Citation("product:no-such-thing", "price", "1.00"),), "", NOW)
    assert check.problems(".", (Citation("oracle", "truth", "1"),), "", NOW)


def test_computed_values_are_worked_out_again(check: ClaimCheck, store: Store) -> None:
    product = next(p for p in store.products() if p.sold_by == "piece" and p.unit == "g")
    right, _ = store.unit_price(product)
    operands = tuple(f"product:{product.sku}.{f}" for f in ("price", "amount", "unit"))
    assert check.problems(".", (Citation("computed", "unit_price", f"{right:.2f}", operands),), "", NOW) == []
    assert check.problems(".", (Citation("computed", "unit_price", f"{right + 1:.2f}", operands),), "", NOW)
    assert check.problems(".", (Citation("computed", "unit_price", f"{right:.2f}", operands[:2]),), "", NOW)
    assert check.problems(".", (Citation("computed", "magic", f"{right:.2f}", operands),), "", NOW)


def test_the_clock_is_a_source_too(check: ClaimCheck) -> None:
    today = NOW.date().isoformat()
    assert check.problems("24 November", (Citation("clock", "today", today),), "", NOW) == []
    assert check.problems("24 November", (Citation("clock", "today", today),), "", NOW + timedelta(days=1))


@given(text=st.text(max_size=120))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_checked(check: ClaimCheck, text: str) -> None:
    """The check never fails, and text with an Arabic number and no citation never passes."""
    found = check.problems(text, (), "", NOW)
    if re.search(r"[0-9]", text):
        assert found or "“" in text
