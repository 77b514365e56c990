"""Versions of a sound: the same every time, all of them sound, none too loud, and not the one that they were made of."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.evaluation.variants import RATE, Samples, variant


def tone(pitch: float, seconds: float = 1.5) -> Samples:
    at = np.arange(int(RATE * seconds)) / RATE
    return (0.3 * np.sin(2 * np.pi * pitch * at)).astype(np.float32)


OTHERS = [tone(200 + 50 * n) for n in range(8)]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 10_000))
def test_every_version_is_finite_never_clipped_and_the_same_each_time(number: int) -> None:
    one, again = (variant(tone(440), OTHERS, number) for _ in range(2))
    assert one.dtype == np.float32 and len(one) and np.isfinite(one).all() and 0 < np.abs(one).max() <= 1.0
    assert np.array_equal(one, again)


def test_version_nought_is_the_sound_itself() -> None:
    assert variant(tone(440), OTHERS, 0) is not None and np.array_equal(variant(tone(440), OTHERS, 0), tone(440))


def test_versions_differ() -> None:
    assert len({variant(tone(440), OTHERS, n).tobytes() for n in range(50)}) == 50


@pytest.mark.parametrize("seconds", [0.01, 0.05, 12.0])
def test_very_short_and_long_sounds_have_versions(seconds: float) -> None:
    for number in range(1, 20):
        assert np.isfinite(variant(tone(300, seconds), OTHERS, number)).all()
