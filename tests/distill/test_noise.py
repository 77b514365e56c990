"""Spoiled clips: the same key gives the same sound, and what is heard stays within a file's bounds."""

import numpy as np

from distill.data.noise import spoiled


def _clips(count: int = 6) -> list[np.ndarray]:
    random = np.random.default_rng(3)
    return [(np.sin(np.arange(16_000) * 0.05 * (n + 1)) * random.uniform(0.1, 0.9)).astype(np.float32) for n in range(count)]


def test_the_same_key_gives_the_same_sound_and_another_key_another() -> None:
    clips = _clips()
    assert np.array_equal(spoiled(clips, 2, (1, 2, 3)), spoiled(clips, 2, (1, 2, 3)))
    first, second = spoiled(clips, 2, (1, 2, 3)), spoiled(clips, 2, (1, 3, 3))
    assert len(first) != len(second) or not np.array_equal(first, second)
    assert np.abs(first).max() <= 1.0
