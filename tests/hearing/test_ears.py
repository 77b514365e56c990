"""The whole way from sound to text, with the real part."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from kiosk.core import BadInput, BrokenData, Language
from kiosk.hearing.ears import Ears

Samples = npt.NDArray[np.float32]


@pytest.mark.parametrize("language", list(Language))
def test_a_question_is_heard_and_its_language_told_apart(ears: Ears, spoken: dict[Language, Samples], language: Language) -> None:
    """A spoken question comes back in its language with the product in it."""
    heard = ears.hear(spoken[language])
    assert heard.language is language
    assert ("milk" if language is Language.en else "牛奶") in heard.text.lower()
    assert 0.3 < heard.confidence <= 1.0 and heard.milliseconds["total"] > 0


@pytest.mark.parametrize("level", [0.0, 1e-4, 0.02, 0.3])
def test_silence_and_noise_are_empty(ears: Ears, level: float) -> None:
    """Three seconds of nothing or of white noise give no text."""
    sound = (np.random.default_rng(3).standard_normal(48_000) * level).clip(-1, 1).astype(np.float32)
    assert ears.hear(sound).text == ""


def test_a_sound_of_no_length_is_empty(ears: Ears) -> None:
    """Nothing at all is heard as nothing."""
    assert ears.hear(np.zeros(0, np.float32)).text == ""


def test_a_file_is_heard_like_its_samples(ears: Ears, spoken: dict[Language, Samples], tmp_path: Path) -> None:
    """8 kHz stereo from a file still holds the question."""
    import soxr

    low = soxr.resample(spoken[Language.en], 16_000, 8_000)
    soundfile.write(tmp_path / "q.wav", np.stack([low, low], axis=1), 8_000)
    assert "milk" in ears.hear(tmp_path / "q.wav").text.lower()


def test_a_bad_file_is_bad_input(ears: Ears, tmp_path: Path) -> None:
    """A file without sound is the world's error, not ours."""
    (tmp_path / "q.wav").write_text("hello")
    with pytest.raises(BadInput):
        ears.hear(tmp_path / "q.wav")


def test_a_turn_ends_at_the_pause(ears: Ears, spoken: dict[Language, Samples]) -> None:
    """From a stream, one turn is heard and nothing behind its pause is waited for."""
    sound = np.concatenate([np.zeros(8_000, np.float32), spoken[Language.en], np.zeros(48_000, np.float32)])
    given = 0

    def stream():  # type: ignore[no-untyped-def]
        nonlocal given
        for start in range(0, len(sound), 700):
            given = start
            yield sound[start : start + 700]

    heard = ears.listen(stream())
    assert heard is not None and "milk" in heard.text.lower()
    assert given < 8_000 + len(spoken[Language.en]) + 16_000


def test_nobody_speaking_is_none(ears: Ears) -> None:
    """Patience ends a turn in which nobody spoke."""
    assert ears.listen((np.zeros(512, np.float32) for _ in range(200)), patience=2.0) is None


def test_a_broken_part_is_broken_data(tmp_path: Path) -> None:
    """A folder without the part says so and how to mend."""
    with pytest.raises(BrokenData):
        Ears(tmp_path)
