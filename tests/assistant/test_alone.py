"""A word alone is looked for; a greeting, thanks or goodbye is one only in its own words, and nothing else ends a visit."""

import pytest

from tests.assistant.conftest import Visit


@pytest.mark.parametrize(
    "word", ["turnips", "wrench", "stapler", "wok", "parsnips", "do you do tempeh", "any chutney", "菠萝蜜", "螺丝刀", "莲藕", "毛笔", "有没有砂锅"]
)
def test_a_word_alone_is_something_to_look_for(visit: Visit, word: str) -> None:
    answer = visit.say(word)
    assert str(answer.intent) in ("find_product", "product_availability", "product_price")
    assert "end_visit" not in [a.name for a in answer.actions]


@pytest.mark.parametrize(("said", "intent"), [
    ("see you later then", "goodbye"), ("bye now", "goodbye"), ("hiya", "greeting"), ("cheers mate", "thanks"), ("louder", "change_volume"),
    ("拜拜啦", "goodbye"), ("多谢晒", "thanks"), ("晚上好", "greeting"), ("大声点", "change_volume"),
])  # fmt: skip
def test_manners_are_heard_in_their_own_words(visit: Visit, said: str, intent: str) -> None:
    assert str(visit.say(said).intent) == intent


@pytest.mark.parametrize("said", ["last tuesday", "yesterday evening", "turnips", "昨天下午", "上周五"])
def test_no_word_alone_ends_a_visit(visit: Visit, said: str) -> None:
    assert "end_visit" not in [a.name for a in visit.say(said).actions]


def test_a_place_alone_is_the_way_there(visit: Visit) -> None:
    assert str(visit.say("tills").intent) == "find_facility"
