"""A suggestion hears the need: by what the rows themselves say, and on the whole shelf; what does not answer to it is not put beside it."""

import pytest

from kiosk.core import Intent
from tests.assistant.conftest import Visit
from tests.assistant.test_conversation import needs_student


@needs_student
@pytest.mark.parametrize(("question", "kind"), [
    ("which wine would you take to a steak", "red-wine"), ("烤肉配什么酒比较好", "red-wine"), ("any wine that goes with fish", "white-wine"), ("什么巧克力送长辈比较好", "chocolate-box"),
    ("recommend a shampoo for a sensitive scalp", "shampoo"),
])  # fmt: skip
def test_what_it_is_for_is_looked_for_on_the_whole_shelf(visit: Visit, question: str, kind: str) -> None:
    answer = visit.say(question)
    assert answer.intent == Intent.recommend_product
    assert answer.products[0].kind == kind


@needs_student
@pytest.mark.parametrize(("question", "first", "never"), [
    ("皮肤容易敏感，推荐个沐浴露", "敏感肌", "男士"), ("recommend a toothpaste for sensitive teeth", "sensitive", "children"), ("推荐一款送礼的茶", "龙井", "伯爵"),
])  # fmt: skip
def test_nothing_is_put_beside_it_that_does_not_answer_to_the_need(visit: Visit, question: str, first: str, never: str) -> None:
    text = visit.say(question).text
    assert first in text
    assert never not in text
