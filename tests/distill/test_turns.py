"""The measuring of turns, with ears whose opinions are known: what is cut, what is waited for, and what is refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from distill.data.pauses import Samples
from distill.evaluation.turns import FIXED, Clip, Judged, Memory, Played, figures, fit, groups_of, parted, table, tuning, whole
from kiosk.core import BadInput
from kiosk.hearing.ending import RULES
from kiosk.hearing.features import RATE


def clip(resumes: int = 0, text: str = "a") -> Clip:
    return Clip({"file": "x", "folder": "spoken", "language": "en", "voice": "v", "text": text}, np.zeros(1, np.float32), RATE, resumes)


def test_figures_tell_cut_from_waited() -> None:
    """Shares of the right clips, silence of whole sentences only."""
    made = [Played(clip(RATE), True, None, False), Played(clip(RATE), False, 0.4, False), Played(clip(), False, 0.3, False), Played(clip(), False, None, True)]
    found = figures(made)
    assert found["cut"] == 0.5 and found["parted"] == 2 and found["early"] == 0.5 and found["silence_p50"] == 0.3
    with pytest.raises(BadInput, match="no clips"):
        figures([])


def test_both_voices_of_a_sentence_are_in_one_half() -> None:
    """By their words, where they are known; both halves are used."""
    assert all(tuning({"file": f"{n}-a", "text": str(n)}) == tuning({"file": f"{n}-b", "text": str(n)}) for n in range(50))
    assert {tuning({"file": str(n)}) for n in range(50)} == {True, False}
    texts = {half: next(str(n) for n in range(50) if tuning({"file": "x", "text": str(n)}) is half) for half in (True, False)}
    made = [Played(clip(text=t), False, 0.3 if half else 0.6, False) for half, t in texts.items()]
    found = table({"kiosk": made, "fixed": made})
    assert found["tuning"]["en"]["kiosk"]["silence_p50"] == 0.3 and found["held_out"]["en spoken v"]["fixed"]["silence_p50"] == 0.6
    assert groups_of(clip().row) == ["en", "en spoken", "en spoken v"]


def test_a_parted_clip_says_where_it_goes_on() -> None:
    """Its end moves with the pause."""
    word = (0.1 * np.random.default_rng(1).standard_normal(RATE // 2)).astype(np.float32)
    sound: Samples = np.concatenate([word, np.full(RATE // 10, 0.001, np.float32), word])
    one, two = whole({"file": "x"}, sound), parted({"file": "x"}, sound, RATE // 2, RATE * 6 // 10)
    assert len(two.sound) - len(one.sound) == two.end - one.end == RATE // 2
    assert two.resumes == RATE + RATE // 2 + RATE * 6 // 10 and one.resumes == 0


def test_a_fit_prefers_what_tells_them_apart() -> None:
    """Melody that is right gets weight, words at random get little; the bounds part the two."""
    random = np.random.default_rng(2)
    row = next({"file": str(n)} for n in range(50) if tuning({"file": str(n)}))
    made = [Judged(row, over, "", float(np.clip((0.9 if over else 0.1) + random.normal(0, 0.05), 0, 1)), float(random.uniform())) for over in (True, False) * 50]
    found = fit(made)
    assert found["melody"] > 3 * abs(found["words"]) and found["open"] > 0.5 > found["finished"]


def test_what_was_heard_is_kept(tmp_path: Path) -> None:
    """By sound and by model."""
    calls: list[int] = []
    sound = np.ones(3, np.float32)

    def made() -> int:
        calls.append(1)
        return len(calls)

    memory = Memory(tmp_path / "m", b"one")
    assert memory.once("heard", sound, made) == memory.once("heard", sound, made) == 1
    memory.keep()
    assert Memory(tmp_path / "m", b"one").once("heard", sound, made) == 1
    assert Memory(tmp_path / "m", b"two").once("heard", sound, made) == 2


def test_the_fixed_rule_differs_in_patience_alone() -> None:
    """Begin, noise floor and longest turn are the same for both."""
    patience: set[str] = {"quick", "usual", "slow"}
    own: dict[str, Any] = {name: getattr(FIXED, name) for name in RULES.__slots__ if name not in patience}
    assert own == {name: getattr(RULES, name) for name in own} and json.dumps(own)
