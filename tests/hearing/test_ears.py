"""The whole way from sound to text, with the real part."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from kiosk.core import BadInput, BrokenData, Language
from kiosk.hearing.ears import Ears, Heard
from kiosk.hearing.ending import RULES

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


def played(ears: Ears, *parts: Samples, push_to_talk: bool = False) -> tuple[Heard | None, float, list[tuple[int, Heard]]]:
    """What was heard of a stream, seconds that were taken of it, and each transcript with the samples that were taken when it was made."""
    sound, taken, made = np.concatenate(parts), 0, list[tuple[int, Heard]]()
    hear = ears.hear

    def counted(samples: Samples, language: Language | None = None) -> Heard:
        made.append((taken, hear(samples, language)))
        return made[-1][1]

    def stream() -> Iterator[Samples]:
        nonlocal taken
        for taken in range(512, len(sound) + 1, 512):
            yield sound[taken - 512 : taken]

    ears.hear = counted  # type: ignore[method-assign]
    try:
        return ears.listen(stream(), push_to_talk=push_to_talk), taken / 16_000, made
    finally:
        del ears.hear  # type: ignore[method-assign]


def quiet(seconds: float) -> Samples:
    """A room."""
    return (np.random.default_rng(1).standard_normal(int(seconds * 16_000)) * 0.0005).astype(np.float32)


def test_a_finished_question_ends_soon_and_its_draft_is_the_transcript(
    ears: Ears, spoken: dict[Language, Samples], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within 0.45 s of the last sound; what is given is what was written at the first 0.15 s of silence."""
    monkeypatch.setattr(ears, "_opinions", lambda sound, draft: (0.99, 0.95))
    question = spoken[Language.en]
    heard, taken, made = played(ears, quiet(0.5), question, quiet(3))
    assert heard is not None and "milk" in heard.text.lower() and heard == made[-1][1]
    assert made[-1][0] / 16_000 < taken <= 0.5 + len(question) / 16_000 + 0.45


def test_an_open_one_is_waited_for_and_its_draft_thrown_away(ears: Ears, spoken: dict[Language, Samples], monkeypatch: pytest.MonkeyPatch) -> None:
    """0.7 s of thinking are one turn; without a second part the turn ends all the same."""
    monkeypatch.setattr(ears, "_opinions", lambda sound, draft: (0.02, 0.02))
    question = spoken[Language.en]
    half = len(question) * 6 // 10
    heard, _, made = played(ears, quiet(0.5), question[:half], quiet(0.7), question[half:], quiet(3))
    assert heard is not None and "milk" in heard.text.lower() and "milk" not in made[0][1].text.lower() and heard == made[-1][1]
    _, taken, _ = played(ears, quiet(0.5), question, quiet(3))
    assert 0.65 <= taken - 0.5 - len(question) / 16_000 <= 1.2


def test_in_a_pause_that_may_be_the_end_the_answer_is_rehearsed(ears: Ears, spoken: dict[Language, Samples], monkeypatch: pytest.MonkeyPatch) -> None:
    """With what was heard so far, before the turn is over; not where it is over at once."""
    question, rehearsed = spoken[Language.en], list[Heard | None]()
    sound = np.concatenate([quiet(0.5), question, quiet(3)])

    def heard() -> Heard | None:
        return ears.listen((sound[n : n + 512] for n in range(0, len(sound), 512)), rehearse=rehearsed.append)

    monkeypatch.setattr(ears, "_opinions", lambda sound, draft: (None, None))
    assert heard() is rehearsed[-1]
    rehearsed.clear()
    monkeypatch.setattr(ears, "_opinions", lambda sound, draft: (0.99, 0.9))
    monkeypatch.setattr(ears, "_rules", replace(RULES, quick=0.1))
    assert heard() is not None and not rehearsed


def test_where_the_speaker_goes_on_the_rehearsal_is_called_off(ears: Ears, spoken: dict[Language, Samples], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ears, "_opinions", lambda sound, draft: (0.02, 0.02))
    question, rehearsed = spoken[Language.en], list[Heard | None]()
    half = len(question) * 6 // 10
    sound = np.concatenate([quiet(0.5), question[:half], quiet(0.5), question[half:], quiet(3)])
    heard = ears.listen((sound[n : n + 512] for n in range(0, len(sound), 512)), rehearse=rehearsed.append)
    drafts, called_off = rehearsed[::2], rehearsed[1::2]
    assert len(drafts) == len(called_off) + 1 > 1 and None not in drafts and called_off == [None] * len(called_off) and drafts[-1] is heard


def test_a_turn_that_only_seemed_over_is_taken_up_again(ears: Ears, spoken: dict[Language, Samples], monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause of 0.6 s: what was heard is told at once, taken back, and told again as a whole; a pause of a second ends the turn."""
    monkeypatch.setattr(ears, "_opinions", lambda sound, draft: (None, None))
    question, told = spoken[Language.en], list[Heard | None]()
    half = len(question) * 6 // 10

    def listened(seconds: float) -> Heard | None:
        told.clear()
        sound = np.concatenate([quiet(0.5), question[:half], quiet(seconds), question[half:], quiet(3)])
        return ears.listen((sound[n : n + 512] for n in range(0, len(sound), 512)), over=told.append)

    whole = listened(0.6)
    first, back, second = told
    assert first is not None and "milk" not in first.text.lower() and back is None
    assert whole == second is not None and "where" in whole.text.lower() and "milk" in whole.text.lower()
    assert "milk" not in str(listened(1.2)).lower() and len(told) == 1


def test_what_looks_open_is_asked_of_whoever_knows_words(ears: Ears, spoken: dict[Language, Samples], monkeypatch: pytest.MonkeyPatch) -> None:
    """The draft and its language are what `complete` is given."""
    asked: list[tuple[str, Language]] = []
    monkeypatch.setattr(ears, "_complete", lambda text, language: asked.append((text, language)))
    heard, _, _ = played(ears, quiet(0.5), spoken[Language.zh], quiet(3))
    assert heard is not None and asked[-1] == (heard.text, Language.zh)


def test_without_the_melody_a_turn_still_ends(ears: Ears, spoken: dict[Language, Samples], monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is missing: the pause alone decides."""
    monkeypatch.setattr(ears, "_smart_turn", None)
    heard, taken, _ = played(ears, quiet(0.5), spoken[Language.en], quiet(3))
    assert heard is not None and "milk" in heard.text.lower() and taken < 0.5 + len(spoken[Language.en]) / 16_000 + 1.0


def test_push_to_talk_takes_everything_until_it_is_let_go(ears: Ears, spoken: dict[Language, Samples]) -> None:
    """However long the silence between; silence alone is an empty text."""
    question = spoken[Language.en]
    half = len(question) * 6 // 10
    heard, _, _ = played(ears, question[:half], quiet(2.5), question[half:], quiet(0.1), push_to_talk=True)
    assert heard is not None and "where" in heard.text.lower() and "milk" in heard.text.lower()
    heard, _, _ = played(ears, quiet(1.0), push_to_talk=True)
    assert heard is not None and heard.text == ""


def test_what_the_recogniser_hears_nothing_in_is_no_turn(ears: Ears, spoken: dict[Language, Samples], monkeypatch: pytest.MonkeyPatch) -> None:
    """The shop's noise was taken for speech: the kiosk listens on, and the question after it is heard."""
    texts = iter(["", "where is the milk"])
    monkeypatch.setattr(ears, "hear", lambda samples, language=None: Heard(next(texts), Language.en, 0.9))
    sound = np.concatenate([spoken[Language.en], quiet(2), spoken[Language.en], quiet(2)])
    heard = ears.listen(sound[n : n + 512] for n in range(0, len(sound), 512))
    assert heard is not None and heard.text == "where is the milk"


def test_nobody_speaking_is_none(ears: Ears) -> None:
    """Patience ends a turn in which nobody spoke."""
    assert ears.listen((np.zeros(512, np.float32) for _ in range(200)), patience=2.0) is None


def test_a_broken_part_is_broken_data(tmp_path: Path) -> None:
    """A folder without the part says so and how to mend."""
    with pytest.raises(BrokenData):
        Ears(tmp_path)


def test_what_was_said_so_far_is_told_while_it_is_said(ears: Ears, spoken: dict[Language, Samples]) -> None:
    """Word by word on the screen: captions grow, the last one is nearly the question, and the turn is the same with and without them."""
    sound = np.concatenate([spoken[Language.en], np.zeros(16_000, np.float32)])
    told: list[str] = []
    ears._captioning = 0.0

    def stream() -> Iterator[Samples]:
        for n in range(0, len(sound), 512):
            ears._captioning = min(ears._captioning, 0.1)  # whatever this machine's load is
            yield sound[n : n + 512]

    with_captions = ears.listen(stream(), caption=told.append)
    plain = ears.listen(sound[n : n + 512] for n in range(0, len(sound), 512))
    assert with_captions and plain and with_captions.text == plain.text
    assert told and "where" in told[-1].lower() and len(told[-1]) <= len(plain.text) + 12


def test_a_machine_that_is_too_slow_for_captions_shows_none(ears: Ears, spoken: dict[Language, Samples]) -> None:
    sound = np.concatenate([spoken[Language.en], np.zeros(16_000, np.float32)])
    told: list[str] = []
    ears._captioning = 5.0
    heard = ears.listen((sound[n : n + 512] for n in range(0, len(sound), 512)), caption=told.append)
    ears._captioning = 0.0
    assert heard and heard.text and not told
