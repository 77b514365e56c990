"""Whatever a sound card gives: the promises of kiosk.hearing.conditioning."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hearing.conditioning import Conditioner


@pytest.mark.parametrize("rate", [44_100, 48_000, 8_000])
def test_a_tone_of_another_rate_comes_out_without_a_seam(rate: int) -> None:
    """Block by block it is the same tone: nothing else above −50 dB of it."""
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(2 * rate) / rate)
    condition = Conditioner(rate)
    size = int(rate * 0.032)
    out = np.concatenate([condition(tone[at : at + size].astype(np.float32)) for at in range(0, len(tone), size)])[8000:24_000]
    time = np.arange(len(out)) / 16_000
    waves = np.stack([np.sin(2 * np.pi * 440 * time), np.cos(2 * np.pi * 440 * time)], axis=1)
    rest = out - waves @ np.linalg.lstsq(waves, out, rcond=None)[0]
    assert np.abs(rest).max() < 0.0015


@given(st.lists(st.floats(width=32), min_size=0, max_size=300), st.sampled_from([16_000, 44_100]))
def test_nothing_but_finite_samples_within_one_comes_out(values: list[float], rate: int) -> None:
    """Not a number, infinite, enormous: silence or clipped."""
    out = Conditioner(rate)(np.array(values, np.float32))
    assert np.isfinite(out).all()
    assert not out.size or np.abs(out).max() <= 1.2  # a resampler overshoots a little


def test_a_constant_offset_is_gone_without_a_step() -> None:
    """Speech stays, the offset goes, and no edge of a block is heard."""
    tone = 0.1 * np.sin(2 * np.pi * 250 * np.arange(16_000) / 16_000)
    condition = Conditioner(16_000)
    out = np.concatenate([condition((tone[at : at + 512] + 0.4).astype(np.float32)) for at in range(0, 16_000, 512)])
    assert abs(float(out.mean())) < 0.005
    assert np.abs(out - tone).max() < 0.03
    assert np.abs(np.diff(out)).max() < 1.3 * np.abs(np.diff(tone)).max()


def test_clipping_is_reported_for_a_second() -> None:
    """Shouted into: reported, then forgotten."""
    condition = Conditioner(16_000)
    condition(np.clip(3 * np.sin(np.arange(512, dtype=np.float32) / 5), -1, 1))
    assert condition.clipping
    for _ in range(40):
        condition(np.full(512, 0.01, np.float32))
    assert not condition.clipping


def test_zeros_are_counted_and_a_quiet_room_is_not_zeros() -> None:
    """A muted microphone gives zeros, a quiet room noise."""
    condition = Conditioner(16_000)
    for _ in range(100):
        condition(np.zeros(512, np.float32))
    assert condition.zeros == pytest.approx(3.2)
    condition(np.full(512, 1e-5, np.float32))
    assert condition.zeros == 0.0
