"""Wordings are read whole or refused by file and line; filling keeps slots where they are."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distill.data.language import leaks
from distill.data.slips import sound_slips, typing_slips, with_fillers, without_punctuation
from distill.data.wordings import Filled, expand, fill, read_line, read_lists, read_wordings, side, slots_of
from kiosk.core import BrokenData, Intent, Sentiment, Slot


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_intent_has_150_wordings(language: str) -> None:
    """What the issue promises: at least 150 wordings an intent and language before slots are filled."""
    count = Counter(w.intent for w in read_wordings(language))
    assert {i: count[i] for i in Intent if count[i] < 150} == {}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_slot_of_every_wording_can_be_filled(language: str) -> None:
    given = {"product", "product2", "brand", "diet", *read_lists(language)}
    assert {s for w in read_wordings(language) for s in slots_of(w.template)} <= given


def test_a_line_has_mood_slots_choices_and_options() -> None:
    wording = read_line("- (where|which aisle) is the {product} [please], {attribute:the big one}?", Intent.find_product, "en", "x:1")
    assert wording is not None
    assert wording.sentiment == Sentiment.negative
    filled = fill(wording.template, {"product": ["oat milk"]}, Random(3))
    assert [(filled.text[a:b], slot) for a, b, slot in filled.spans] == [("oat milk", Slot.product), ("the big one", Slot.attribute)]
    assert not set("()[]{}|") & set(filled.text)


@pytest.mark.parametrize("line", ["where is {produkt}", "where is {product", "where is product}", "where [is it"])
def test_a_bad_line_is_refused_by_place(line: str) -> None:
    with pytest.raises(BrokenData, match=r"f\.txt:7"):
        read_line(line, Intent.find_product, "en", "f.txt:7")


def test_the_same_wording_for_two_intents_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "greeting.txt").write_text("hello there\n")
    (tmp_path / "en" / "goodbye.txt").write_text("Hello there\n")
    with pytest.raises(BrokenData, match=r"greeting\.txt:1"):
        read_wordings("en", tmp_path)


@given(st.integers(0, 10_000))
def test_slips_keep_the_spans_on_the_words(seed: int) -> None:
    """After any slip the span still starts and ends at the slot's own characters."""
    random = Random(seed)
    text = "请问燕麦奶 or oat milk, 在哪里?"
    filled = Filled(text, ((2, 5, Slot.product), (9, 17, Slot.product)))
    for changed in (without_punctuation(filled), typing_slips(filled, random), sound_slips(filled, random, 0.3), with_fillers(filled, "zh", random)):
        for start, end, _ in changed.spans:
            assert 0 <= start < end <= len(changed.text)
            assert not changed.text[start].isspace()
            assert not changed.text[end - 1].isspace()


def test_the_split_is_the_same_everywhere_and_by_wording() -> None:
    held = [side(f"wording {n}", 0.08) for n in range(5000)]
    assert held == [side(f"wording {n}", 0.08) for n in range(5000)]
    assert 0.06 < sum(held) / 5000 < 0.10


def test_a_leak_is_found_whatever_its_marks_and_capitals() -> None:
    from distill.data.language import Row

    row = Row("Where's the MILK?", "Where's the MILK?", (), Intent.find_product, None, "en", None, "w", False)
    assert leaks([row], ["where s the milk", "something else"]) == ["where s the milk"]


def test_expansion_makes_each_choice() -> None:
    assert {expand("(a|b) c", Random(n)) for n in range(20)} == {"a c", "b c"}
