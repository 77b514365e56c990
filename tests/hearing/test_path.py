"""The promise of kiosk.hearing.path: a changed way is told apart from a shopper who speaks over the voice."""

import numpy as np
import pytest

from kiosk.hearing.path import SPAN, changed
from tests.fakes.room import RATE, Samples, babble, heard

LATE = 1280
FAR = babble(2.0, seed=4)
"""Ends in the middle of a syllable."""


def response() -> Samples:
    """The room's impulse response, as a canceller would have learned it beginning at `LATE`."""
    click = np.zeros(RATE // 2, np.float32)
    click[0] = 1.0
    return heard(click, 0.0, noise=0.0)[:3072]


def near(delay: int = LATE, gain: float = 1.0, noise: float = 0.001) -> Samples:
    """What the microphone hears of `FAR` by that way, the newest second."""
    return (gain * heard(FAR, delay / RATE, noise=noise))[-RATE:].astype(np.float32)


@pytest.mark.parametrize(("delay", "gain"), [(LATE + 400, 1.0), (LATE - 640, 1.0), (LATE + 60, 1.3), (LATE, 2.0), (LATE, 0.4)])
def test_a_jump_of_the_delay_or_the_gain_is_a_changed_way(delay: int, gain: float) -> None:
    """A buffer that the sound card dropped or repeated; a volume knob."""
    assert changed(near(delay, gain), FAR, LATE, response())


@pytest.mark.parametrize("level", [0.02, 0.05, 0.1, 0.3])
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_shopper_over_the_voice_is_no_changed_way(level: float, seed: int) -> None:
    """From 8 dB below the echo to 16 dB above it."""
    assert not changed(near() + babble(1.0, seed, level)[:RATE], FAR, LATE, response())


def test_a_shopper_in_a_pause_of_the_voice_is_no_changed_way() -> None:
    """Nothing is expected, so nothing explains it."""
    assert not changed(babble(1.0, 4), np.zeros_like(FAR), LATE, response())


def test_without_any_sound_nothing_changed() -> None:
    """Silence on both sides, and a canceller that knows nothing."""
    assert not changed(np.zeros(SPAN, np.float32), np.zeros(2 * RATE, np.float32), 0, np.zeros(3072, np.float32))
