"""Shop noise: the stated ratio is what is heard, a clip is never its own babble, and the same key gives the same sound."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.data.noise import at_ratio, babble, coloured, in_room, power, spoiled


def _clips(count: int = 6) -> list[np.ndarray]:
    random = np.random.default_rng(3)
    return [(np.sin(np.arange(16_000) * 0.05 * (n + 1)) * random.uniform(0.1, 0.9)).astype(np.float32) for n in range(count)]


@given(st.floats(-5, 30), st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_the_stated_ratio_is_what_is_mixed(decibels: float, seed: int) -> None:
    sound = _clips()[1]
    noise = coloured(len(sound), np.random.default_rng(seed))
    added = at_ratio(sound, noise, decibels) - sound
    assert 10 * np.log10(power(sound) / float((added.astype(np.float64) ** 2).mean())) == pytest.approx(decibels, abs=0.2)


def test_pauses_do_not_count_as_speech() -> None:
    sound = _clips()[0]
    paused = np.concatenate([sound, np.zeros(64_000, np.float32)])
    assert power(paused) == pytest.approx(power(sound), rel=0.02)


def test_a_clip_is_never_its_own_babble() -> None:
    """With two clips the babble over the first is the second alone."""
    clips = [np.zeros(8_000, np.float32), np.ones(8_000, np.float32)]
    assert np.abs(babble(clips, 1, 8_000, np.random.default_rng(0))).max() == 0
    assert np.abs(babble(clips, 0, 8_000, np.random.default_rng(0))).min() > 0


def test_a_room_keeps_the_direct_sound_and_adds_a_tail() -> None:
    knock = np.zeros(16_000, np.float32)
    knock[100] = 1.0
    wet = in_room(knock, np.random.default_rng(1))
    assert wet[100] == pytest.approx(1.0, abs=0.05)
    assert np.abs(wet[200:4_000]).max() > 0


def test_the_same_key_gives_the_same_sound_and_another_key_another() -> None:
    clips = _clips()
    assert np.array_equal(spoiled(clips, 2, (1, 2, 3)), spoiled(clips, 2, (1, 2, 3)))
    first, second = spoiled(clips, 2, (1, 2, 3)), spoiled(clips, 2, (1, 3, 3))
    assert len(first) != len(second) or not np.array_equal(first, second)
    assert np.abs(first).max() <= 1.0
