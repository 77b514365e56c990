"""Words that steer the recogniser: they help along what was begun, and begin nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import Language
from kiosk.hearing.decoding import Decoder
from kiosk.hearing.ears import Samples
from kiosk.hearing.hotwords import HotWords
from tests.hearing.conftest import PART

LETTERS = {c: n for n, c in enumerate(" abcdefghijklmnopqrstuvwxyz")}


def rows(text: str) -> list[int] | None:
    """Every letter a token; other characters cannot be written."""
    return [LETTERS[c] for c in text] if set(text) <= set(LETTERS) else None


def after(hot: HotWords, text: str) -> str:
    return "".join(sorted(c for c, n in LETTERS.items() if n in hot.follow(rows(text) or [])))


def test_what_goes_on_with_a_begun_phrase_is_likelier() -> None:
    hot = HotWords(["dark roast", "dark rum", "latte"], rows)
    assert after(hot, "a dark r") == "ou" and after(hot, "a dark ro") == "a"


def test_nothing_is_likelier_where_no_phrase_is_begun() -> None:
    hot = HotWords(["dark roast"], rows)
    assert after(hot, "") == "" and after(hot, "zz") == "" and not hot.follow([])


def test_a_phrase_that_cannot_be_written_is_left_out_and_none_is_no_steering() -> None:
    assert not HotWords([], rows) and not HotWords(["燕麦"], rows) and HotWords(["燕麦", "oat"], rows)


@given(st.lists(st.text(alphabet="ab ", min_size=1, max_size=6), max_size=5), st.text(alphabet="ab ", max_size=20))
def test_only_tokens_of_a_phrase_follow(phrases: list[str], said: str) -> None:
    found = HotWords(phrases, rows).follow(rows(said) or [])
    assert found <= {LETTERS[c] for p in phrases for c in p}


@pytest.fixture(scope="module")
def decoder() -> Decoder:
    return Decoder(PART)


def test_a_question_that_holds_none_of_them_is_heard_as_without_them(decoder: Decoder, spoken: dict[Language, Samples]) -> None:
    """Steering for coffee does not turn milk into mocha; afterwards it can be taken back."""
    plain = [decoder.hear(sound).transcripts[0].text for sound in spoken.values()]
    decoder.steer(["dark roast", "iced mocha", "eight ounce", "卡布奇诺"])
    assert decoder._hot.follow(decoder._rows_of(" dark") or [])
    steered = [decoder.hear(sound).transcripts[0].text for sound in spoken.values()]
    decoder.steer([])
    assert steered == plain and not decoder._hot


def test_silence_stays_silence_under_steering(decoder: Decoder) -> None:
    decoder.steer(["latte", "cappuccino"])
    found = decoder.hear(np.zeros(48_000, np.float32))
    decoder.steer([])
    assert not found.transcripts or not any(w in found.transcripts[0].text.lower() for w in ("latte", "cappuccino"))
