"""Hours in which nobody speaks to the kiosk: the sounds are what they say, and a shopper among them is still heard."""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from distill.evaluation.triggers import MINUTE, NEAR, SHARES, Samples, main, measure, minute, triggers
from kiosk.core import BadInput, Language
from kiosk.hearing.ears import Ears
from kiosk.hearing.ending import BLOCK
from tests.hearing.conftest import PART, ears, spoken

__all__ = ["ears", "spoken"]  # the fixtures of the hearing tests: the real part, a question in each language


def clips() -> list[Samples]:
    random = np.random.default_rng(0)
    return [(0.1 * random.standard_normal(16_000 + 100 * n)).astype(np.float32) for n in range(8)]


@pytest.mark.parametrize("kind", [k for k in SHARES if k != "voice"])
def test_a_minute_is_a_minute_far_below_somebody_near_and_the_same_each_time(kind: str) -> None:
    sound = minute(kind, 3, clips())
    assert sound.shape == (MINUTE,) and np.isfinite(sound).all() and np.abs(sound).max() < 1.0
    quiet = np.percentile(np.sqrt(np.mean(sound[: MINUTE // 160 * 160].reshape(-1, 160) ** 2, axis=1)), 50)
    assert 1e-4 < quiet < NEAR / 3
    assert np.array_equal(sound, minute(kind, 3, clips())) and not np.array_equal(sound, minute(kind, 4, clips()))


def test_a_shopper_in_the_noise_is_heard(ears: Ears, spoken: dict[Language, Samples]) -> None:
    """A measure that finds nothing in noise must find somebody who speaks in it."""
    sound = minute("noise", 0, clips())[: 20 * 16_000]
    question = spoken[Language.en] * (NEAR / float(np.sqrt(np.mean(spoken[Language.en] ** 2))))
    sound[8 * 16_000 : 8 * 16_000 + len(question)] += question

    def stream() -> Iterator[Samples]:
        yield from (sound[n : n + BLOCK] for n in range(0, len(sound) - BLOCK + 1, BLOCK))

    assert any("milk" in text.lower() for text in triggers(ears, stream()))


def test_no_figure_over_no_time(ears: Ears) -> None:
    with pytest.raises(BadInput, match="no whole minute"):
        measure(ears, clips(), 0.1, lambda *_: None)
    with pytest.raises(BadInput, match="seven clips"):
        measure(ears, clips()[:3], 1.0, lambda *_: None)


def test_help_says_what_is_measured(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["triggers"])
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "far away" in capsys.readouterr().out and PART.is_dir() and Path("assets/stores/market").is_dir()
