"""Text normalisation holds for any text."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.text import MAX_CHARACTERS, chinese_share, clean, normalise


@given(st.text(max_size=2000))
def test_cleaned_text_is_short_and_without_control_characters(text: str) -> None:
    found = clean(text)
    assert len(found) <= MAX_CHARACTERS
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in found)


@given(st.text(max_size=300))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(max_size=300))
def test_the_chinese_share_is_a_share(text: str) -> None:
    assert 0 <= chinese_share(text) <= 1


def test_accents_and_capitals_fold_and_chinese_stays() -> None:
    assert normalise("  Crème FRAÎCHE，燕麦奶 ") == "creme fraiche,燕麦奶"
