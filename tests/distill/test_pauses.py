"""Sentences with a pause inside: as long as was asked for, nothing lost, held between two words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distill.data.pauses import Samples, begins, gaps, held, hiss, in_a_room, quiet_level, voiced, words
from kiosk.hearing.features import RATE


def two_words(gap: float = 0.08) -> Samples:
    """Two bursts of half a second with a gap between them, silence around."""
    random = np.random.default_rng(1)
    word = (0.1 * random.standard_normal(RATE * 6 // 10)).astype(np.float32)
    quiet = np.zeros(RATE // 4, np.float32)
    return np.concatenate([quiet, word, np.zeros(int(gap * RATE), np.float32), word, quiet])


def test_the_gap_between_two_words_is_found_first() -> None:
    """To a frame of ten milliseconds."""
    start, end = gaps(two_words())[0]
    assert start == pytest.approx(0.85 * RATE, abs=RATE // 50) and end == pytest.approx(0.93 * RATE, abs=RATE // 50)


def test_silence_and_a_short_word_have_none() -> None:
    """Nothing to part."""
    assert gaps(np.zeros(RATE, np.float32)) == [] and gaps(two_words()[: RATE // 2]) == []
    assert voiced(np.zeros(RATE, np.float32)) == (0, 0) and voiced(np.zeros(0, np.float32)) == (0, 0)


@given(st.floats(0.1, 1.5), st.floats(0.02, 0.3))
def test_a_pause_is_as_long_as_was_asked_for(seconds: float, gap: float) -> None:
    """And what is said is all there; a longer gap stays."""
    sound = two_words(gap)
    start, end = gaps(sound)[0]
    made = held(sound, start, end, seconds)
    assert len(made) == len(sound) + max(0, round(seconds * RATE) - (end - start))
    margin = RATE // 100
    assert np.array_equal(made[: start - margin], sound[: start - margin]) and np.array_equal(made[len(made) - len(sound) + end + margin :], sound[end + margin :])


def test_the_fill_is_as_loud_as_the_clips_own_quiet() -> None:
    """Within the bounds of a room: a microphone is never digitally silent."""
    sound = two_words() + hiss(len(two_words()), 0.002, 7)
    assert quiet_level(sound) == pytest.approx(0.002, rel=0.2)
    assert quiet_level(two_words()) == quiet_level(np.zeros(RATE, np.float32)) > 0
    assert in_a_room(sound) is sound and np.abs(in_a_room(two_words())[:100]).max() > 0


@pytest.mark.parametrize(
    ("part", "whole", "so"),
    [("Where is", "where is the milk?", True), ("where is the mi-", "where is the milk", False), ("where", "where is", False), ("where is", "Where is?", False),
     ("没有料酒，", "没有料酒红烧肉里用什么", True), ("把奇异果从购", "把奇异果从购物清单拿掉", False), ("", "where is", False)],
)  # fmt: skip
def test_the_part_before_must_be_whole_words(part: str, whole: str, so: bool) -> None:
    """Two words at least, none of them broken, Chinese ones as jieba parts them."""
    assert begins(part, whole) is so


def test_words_have_no_marks() -> None:
    """Nor capitals, nor traditional characters."""
    assert words("I'm, Here!") == ["i'm", "here"] and "".join(words("請問，牛奶。")) == "请问牛奶"
