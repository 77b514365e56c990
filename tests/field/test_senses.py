"""What the bench shows and says to the senses: pictures and sounds of known size, given no sooner than a device would give them."""

import time
from pathlib import Path

import numpy as np
import pytest

from kiosk.core.settings import load_settings
from kiosk.field.senses import BLOCK, RATE, TRAILING, brought_to, drawn_pictures, in_real_time, pictures
from kiosk.visit import House


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(load_settings(state=tmp_path_factory.mktemp("state")))


@pytest.mark.parametrize("seconds", [0.5, 2.7, 9.0])
def test_a_spoken_question_has_its_length_and_its_trailing_silence(seconds: float) -> None:
    made = brought_to(np.full(round(seconds * RATE), 0.5, np.float32), 3.0)
    assert made.size == 3 * RATE
    assert not made[-round(TRAILING * RATE) :].any()
    assert made[-round(TRAILING * RATE) - 1] == 0.5


def test_blocks_come_no_sooner_than_a_microphone_gives_them() -> None:
    began = time.perf_counter()
    blocks = in_real_time(np.full(BLOCK * 4, 0.5, np.float32), began)
    first = [next(blocks) for _ in range(4)]
    assert time.perf_counter() - began >= BLOCK * 4 / RATE
    assert all(b.size == BLOCK and b.all() for b in first)
    assert not next(blocks).any()


def test_drawn_pictures_are_the_same_each_time_and_differ_from_each_other(house: House) -> None:
    made = drawn_pictures(house, 3)
    assert [p.shape for p in made] == [(960, 1280, 3)] * 3
    assert all(np.array_equal(a, b) for a, b in zip(made, drawn_pictures(house, 3), strict=True))
    assert not np.array_equal(made[0], made[1])


def test_pictures_are_measured_with_and_without_labels(house: House) -> None:
    if not house.bundle.has("seeing"):
        assert all("seeing" in f.missing for f in pictures(house, 2))
        return
    plain, read = pictures(house, 2)
    assert not plain.missing, plain.missing
    assert 0 < plain.values["p50"] < read.values["p95"]


def test_clips_are_files_of_the_wanted_length(house: House, tmp_path: Path) -> None:
    import soundfile

    from kiosk.core import Language
    from kiosk.field.senses import said

    files = said(house, tmp_path, Language.zh, 1)
    samples, rate = soundfile.read(files[0])
    assert (rate, len(samples)) == (RATE, 3 * RATE)
    assert np.abs(samples).max() > 0.05
