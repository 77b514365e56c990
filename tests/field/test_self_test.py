"""The self-test's judgement: from numbers to what is good and how to mend the rest. The devices themselves are tried in tests/virtual."""

from dataclasses import replace

import numpy as np
import pytest

from kiosk.core import Language
from kiosk.field.alignment import locate
from kiosk.field.findings import State
from kiosk.field.self_test import SENTENCES, SILENCE, Hearing, Sentence, decibels, errors, findings, measured

GOOD = Sentence(Language.en, SENTENCES[Language.en], "where can i find the milk and the apples", 0, 9, 0.9, 0.21, -24.0, -10.0, 0.0)
NOISE = (0.1 * np.random.default_rng(0).standard_normal(16_000)).astype(np.float32)


def way(noise: float = -60.0, **changed: float | str | None) -> tuple[State, str, str]:
    """What is told of the way from the loudspeaker to the microphone."""
    row = next(f for f in findings(Hearing(noise, (replace(GOOD, **changed),))) if f.name == "own voice")  # type: ignore[arg-type]
    return row.state, row.what, row.mend


def test_what_is_good_is_told_with_its_numbers_and_nothing_to_mend() -> None:
    assert way() == (State.ok, "heard at -24 dBFS, 36 dB above the noise, after 0.21 s", "")
    assert all(f.state == State.ok and not f.mend for f in findings(Hearing(-60.0, (GOOD,))))


@pytest.mark.parametrize(
    ("changed", "what", "mend"),
    [
        ({"similarity": 0.05, "delay": None, "heard": "", "wrong": 9}, "does not hear", "turn the loudspeaker up; check its plug"),
        ({"noise": -30.0}, "drowns", "turn the loudspeaker up by 9 dB"),
        ({"noise": -80.0, "level": -50.0}, "too quiet", "up by 8 dB"),
        ({"clipped": 0.02}, "2.0% of it is clipped", "turn the microphone down"),
        ({"delay": 0.8}, "after 0.80 s", "with a cable"),
        ({"delay": None}, "another shape", "echo cancelling"),
    ],
)
def test_each_trouble_is_told_with_its_own_cure(changed: dict[str, float | str | None], what: str, mend: str) -> None:
    state, told, cure = way(**changed)  # type: ignore[arg-type]
    assert state == State.warning and what in told and mend in cure


@pytest.mark.parametrize(("noise", "state", "what"), [(SILENCE, "warning", "pure silence"), (-30.0, "warning", "loud"), (-60.0, "ok", "quiet")])
def test_the_room_is_judged_by_its_noise(noise: float, state: str, what: str) -> None:
    room = findings(Hearing(noise, (GOOD,)))[0]
    assert (room.name, str(room.state)) == ("room", state) and what in room.what and bool(room.mend) == (state == "warning")


def test_too_many_wrong_words_are_told_with_what_was_said_and_heard() -> None:
    row = findings(Hearing(-60.0, (replace(GOOD, heard="wear can I", wrong=7),)))[-1]
    assert row.state == State.warning and "7 of 9 words wrong" in row.what and "wear can I" in row.what and SENTENCES[Language.en] in row.what


@pytest.mark.parametrize(
    ("said", "heard", "language", "found"),
    [
        ("Where can I find the milk?", "where can i find the milk", Language.en, (0, 6)),
        ("It's here.", "its there now", Language.en, (2, 2)),
        ("请问牛奶在哪里？", "請問牛奶 在那里", Language.zh, (1, 7)),
        ("请问", "", Language.zh, (2, 2)),
    ],
)
def test_words_of_english_and_characters_of_chinese_are_counted_without_marks(said: str, heard: str, language: Language, found: tuple[int, int]) -> None:
    assert errors(said, heard, language) == found


def test_level_gain_and_delay_of_an_echo_are_found_in_noise() -> None:
    """A fifth as loud, 0.25 s into a recording that began 0.1 s after the loudspeaker, in noise 20 dB below it."""
    recorded = (0.002 * np.random.default_rng(1).standard_normal(32_000)).astype(np.float32)
    recorded[4_000:20_000] += 0.2 * NOISE
    found = measured(NOISE, recorded, 0.1)
    assert found["delay"] == pytest.approx(0.35)
    assert found["gain"] == pytest.approx(20 * np.log10(0.2), abs=0.2)
    assert found["level"] == pytest.approx(decibels(NOISE) + 20 * np.log10(0.2), abs=0.2)
    assert found["clipped"] == 0.0


def test_an_echo_that_is_not_there_is_not_found() -> None:
    """Neither in noise, nor in silence, nor in a recording that is too short; clipping is still told."""
    other = (0.1 * np.random.default_rng(2).standard_normal(32_000)).astype(np.float32)
    for recorded in (other, np.zeros(32_000, np.float32), other[:100], np.zeros(0, np.float32)):
        assert measured(NOISE, recorded, 0.1)["delay"] is None
    assert measured(NOISE, np.ones(20_000, np.float32), 0.0)["clipped"] == 1.0


def test_a_sound_is_located_by_its_shape_and_not_by_the_loudest_place() -> None:
    """A loud knock in the recording does not draw it away."""
    recorded = np.zeros(40_000, np.float32)
    recorded[30_000:30_400] = 1.0
    recorded[5_000:21_000] = -0.5 * NOISE[:16_000]
    recorded[5_000:21_000] *= -1
    place = locate(NOISE, recorded)
    assert place.at == 5_000 and place.similarity == pytest.approx(1.0, abs=1e-4) and place.gain == pytest.approx(0.5, abs=1e-4)
