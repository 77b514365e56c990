"""Confusions are what one thing was written for another; slips made of them keep slots on their words."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from distill.data.confusions import FILE, confused, count, read, units
from distill.data.slips import heard_slips
from distill.data.wordings import Filled
from kiosk.core import Language, Slot


def test_units_are_characters_in_chinese_and_words_in_english() -> None:
    assert units("燕麦奶,在哪?", Language.zh) == list("燕麦奶在哪")
    assert units("Where's the Oat-milk?", Language.en) == ["where's", "the", "oat", "milk"]


def test_a_character_that_came_back_as_another_is_counted() -> None:
    heard = [(Language.zh, "燕麦奶在哪", "夜卖奶在哪"), (Language.zh, "燕麦奶呢", "燕卖奶呢"), (Language.en, "oat milk please", "oak milk please")]
    assert count(heard) == {"zh": {"燕": {"夜": 1}, "麦": {"卖": 2}}, "en": {"oat": {"oak": 1}}}


def test_another_sentence_tells_nothing_of_single_words() -> None:
    assert confused(["where", "is", "it"], ["thank", "you", "it"]) == []
    assert confused([], ["you"]) == []


def test_the_table_of_the_repository_holds_both_languages() -> None:
    table = read()
    assert FILE.stat().st_size < 200_000
    assert len(table["zh"]) > 200 and len(table["en"]) > 50
    assert all(right not in wrong for rows in table.values() for right, wrong in rows.items())


@given(st.integers(0, 10_000))
def test_what_is_heard_wrong_keeps_the_spans_on_the_words(seed: int) -> None:
    for text, spans, language in (("请问燕麦奶在哪里", ((2, 5, Slot.product),), "zh"), ("where's the oat milk, please", ((12, 20, Slot.product),), "en")):
        changed = heard_slips(Filled(text, spans), language, Random(seed), 1.0)
        (start, end, _), (before, after, _) = changed.spans[0], spans[0]
        assert changed.text[:start] == heard_slips(Filled(text[:before], ()), language, Random(seed), 1.0).text
        assert 0 <= start < end <= len(changed.text)
        assert changed.text[end:].strip(" ,") or after == len(text)
        assert not changed.text[start].isspace() and not changed.text[end - 1].isspace()


def test_at_a_rate_of_one_every_known_word_is_heard_wrong_and_the_rest_stays() -> None:
    table = read()
    word = next(w for w in table["en"] if w.isalpha() and len(w) > 2)
    changed = heard_slips(Filled(f"Qqqq {word}, qqqq", ()), "en", Random(1), 1.0).text
    assert changed.startswith("Qqqq ") and changed.endswith(", qqqq")
    assert changed[5:-6] in table["en"][word]
