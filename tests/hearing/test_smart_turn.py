"""Smart Turn: the pinned file, the numbers that it was taught with, and what it makes of a question and of half of one."""

import logging
import sys

import numpy as np
import numpy.typing as npt
import pytest

from kiosk.bundle.external import read_checked
from kiosk.core import Language
from kiosk.hearing import ears as hearing
from kiosk.hearing import smart_turn as module
from kiosk.hearing.external import EXTERNAL, SMART_TURN
from kiosk.hearing.smart_turn import WINDOW, SmartTurn, features

Samples = npt.NDArray[np.float32]


@pytest.fixture(scope="module")
def smart_turn() -> SmartTurn:
    """The model."""
    return SmartTurn()


@pytest.mark.parametrize("size", [0, 1, 399, 16_000, 50_001, WINDOW - 50, WINDOW, WINDOW + 9_999])
def test_its_features_are_those_of_transformers(size: int) -> None:
    """Any length gives what WhisperFeatureExtractor gives for the last eight seconds, padded in front and normalised, to 1e-4."""
    extractor = pytest.importorskip("transformers").WhisperFeatureExtractor(chunk_length=8)
    sound = (np.random.default_rng(size).standard_normal(size) * 0.1).astype(np.float32)
    padded = np.concatenate([np.zeros(WINDOW - len(sound[-WINDOW:]), np.float32), sound[-WINDOW:]])
    reference = extractor(padded, sampling_rate=16_000, return_tensors="np", padding="max_length", max_length=WINDOW, truncation=True, do_normalize=True)
    found = features(sound)
    assert found.shape == (80, 800) and found.dtype == np.float32
    assert np.abs(found - reference["input_features"][0]).max() < 1e-4


def test_every_external_file_is_there_and_is_the_pinned_one() -> None:
    """Silero and Smart Turn are the files that the bundle names."""
    for external in EXTERNAL:
        read_checked(external)


def test_half_a_question_sounds_less_finished_than_the_whole(smart_turn: SmartTurn, spoken: dict[Language, Samples]) -> None:
    """With 0.2 s of silence after both; probabilities stay probabilities, for any sound."""
    pause = np.zeros(3_200, np.float32)
    question = spoken[Language.en]
    whole, half = (smart_turn.finished(np.concatenate([part, pause])) for part in (question, question[: int(len(question) * 0.6)]))
    assert half < whole and whole > 0.5
    for sound in (np.zeros(0, np.float32), np.zeros(300_000, np.float32), question):
        assert 0 <= smart_turn.finished(sound) <= 1


def test_the_same_sound_is_judged_the_same_twice(smart_turn: SmartTurn, spoken: dict[Language, Samples]) -> None:
    """It has no memory."""
    first = smart_turn.finished(spoken[Language.zh])
    smart_turn.finished(spoken[Language.en])
    assert smart_turn.finished(spoken[Language.zh]) == first


def test_none_of_the_package_runs(smart_turn: SmartTurn) -> None:
    """Its code would need packages that a kiosk has not."""
    assert SMART_TURN.module not in sys.modules


def test_without_the_package_the_ears_say_so_once_and_go_on(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Pauses and words decide then."""
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == SMART_TURN.module else found(name, *rest))
    with caplog.at_level(logging.WARNING):
        assert hearing.open_smart_turn(1) is None
    assert len(caplog.records) == 1 and SMART_TURN.package in caplog.text


def test_another_file_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose SHA-256 is another is left alone."""
    from dataclasses import replace

    monkeypatch.setattr(module, "SMART_TURN", replace(SMART_TURN, sha256="0" * 64))
    assert hearing.open_smart_turn(1) is None
