"""The shorter window of the recogniser: the same words for half the work, and never for sound that it cannot hold."""

import numpy as np
import openvino as ov
import pytest

from kiosk.core import BrokenData, Language
from kiosk.hearing.decoding import SHORT, Decoder
from kiosk.hearing.ears import Samples
from kiosk.hearing.features import FRAMES, HOP, log_mel
from kiosk.hearing.windows import of_any_length
from tests.hearing.conftest import PART


@pytest.fixture(scope="module")
def decoder() -> Decoder:
    return Decoder(PART)


def test_a_sound_of_three_seconds_gives_the_same_words_in_both_windows(decoder: Decoder, spoken: dict[Language, Samples]) -> None:
    for language, sound in spoken.items():
        texts = []
        for frames in (SHORT, FRAMES):
            decoder.features(log_mel(sound, frames))
            texts.append(decoder.decode(len(sound) / 16_000, None, 0).transcripts[0].text)
        assert texts[0] and texts[0] == texts[1], language


@pytest.mark.parametrize(("samples", "frames"), [(0, SHORT), (1, SHORT), (SHORT * HOP, SHORT), (SHORT * HOP + 1, FRAMES), (12 * 16_000, FRAMES)])
def test_no_sound_is_cut_to_the_shorter_window(decoder: Decoder, samples: int, frames: int) -> None:
    assert decoder.mel(np.zeros(samples, np.float32)).shape == (80, frames)


def test_after_a_long_sound_a_short_one_is_heard_without_what_was_left_of_it(decoder: Decoder, spoken: dict[Language, Samples]) -> None:
    """The decoder's keys of the longer window must not linger behind those of the shorter one."""
    english, chinese = spoken[Language.en], spoken[Language.zh]
    alone = decoder.hear(english).transcripts[0].text
    decoder.hear(np.tile(chinese, 6)[: 9 * 16_000])
    assert decoder.hear(english).transcripts[0].text == alone


def test_a_graph_without_a_table_of_places_is_refused() -> None:
    """What is no encoder of ours is told apart before anything is compiled."""
    sound = ov.opset13.parameter([1, 80, FRAMES], np.float32)
    with pytest.raises(BrokenData, match="0 tables of 500 places"):
        of_any_length(ov.Model([ov.opset13.relu(sound)], [sound]))


def test_the_whole_window_gives_what_the_graph_gave_before() -> None:
    """Only the length is free: every key and value is the same to float precision."""
    core = ov.Core()
    before, after = (core.compile_model(m, "CPU") for m in (core.read_model(PART / "encoder.xml"), of_any_length(core.read_model(PART / "encoder.xml"))))
    sound = np.random.default_rng(1).normal(size=(1, 80, FRAMES)).astype(np.float32)
    one, other = before(sound), after(sound)
    assert all(np.abs(one[n] - other[n]).max() < 1e-3 * np.abs(one[n]).max() for n in range(len(before.outputs)))
