"""Proofs of hearing: noise at the stated ratio, nobody in their own babble, questions spread over intents, answers scored by the rule."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.data.noise import Samples, active, mix, room
from distill.data.speech import TEST_VOICES
from distill.evaluation import spoken
from distill.evaluation.hearing import errors_of, noise, read_any, repeats, rows, same_part, slots_of, sounds
from distill.evaluation.noise import Talk, babble, in_shop
from distill.evaluation.spoken import by_language, label, make, product_right, read_questions, scored, share, spread, teller, understood
from kiosk.core import BadInput, Language, MissingPart
from kiosk.hearing.ears import Heard
from kiosk.hearing.features import RATE

ASSETS = Path(__file__).parents[2] / "assets"
MILK = {"kind": "oat-milk", "names": {"en": "Crème Oatly oat drink 1 l"}, "brand": "Oatly"}
PEAR = {"kind": "pear", "names": {"en": "Pears"}, "brand": None}


def syllables(seed: int, seconds: float = 2.0) -> Samples:
    """Noise that swells four times a second, with half a second of silence before and after: shaped like speech."""
    random = np.random.default_rng(seed)
    at = np.arange(int(seconds * RATE)) / RATE
    loud = 0.05 * random.standard_normal(len(at)) * np.abs(np.sin(2 * np.pi * 2 * at))
    return np.pad(loud, RATE // 2).astype(np.float32)


TALK = [Talk(f"{n}.flac", f"text {n // 2}", syllables(n)) for n in range(10)]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 1000), st.floats(-5, 25))
def test_noise_stands_at_the_stated_ratio_while_somebody_speaks(seed: int, decibels: float) -> None:
    speech, under = 0.1 * syllables(seed), syllables(seed + 1, 2.0)[::-1]
    spoken_part = active(speech)
    left = mix(speech, under, decibels) - speech
    ratio = 10 * np.log10((speech[spoken_part].astype(float) ** 2).sum() / (left[spoken_part].astype(float) ** 2).sum())
    assert ratio == pytest.approx(decibels, abs=0.05)


def test_pauses_do_not_count_for_the_ratio() -> None:
    speech = syllables(1)
    assert not active(speech)[: RATE // 2 - 320].any() and 0.5 < active(speech).mean() < 0.75


def test_a_mix_never_clips() -> None:
    assert np.abs(mix(20 * syllables(1), syllables(2), 0)).max() <= 0.991


def test_silence_has_no_ratio() -> None:
    with pytest.raises(BadInput, match="silence"):
        mix(np.zeros(RATE, np.float32), syllables(1)[:RATE], 10)


@pytest.mark.parametrize("n", range(10))
def test_a_clip_is_never_its_own_babble_nor_another_reading_of_its_words(n: int) -> None:
    chosen = babble(TALK, {"file": f"{n}.flac", "text": f"text {n // 2}"}, RATE)[1]
    assert len({t.file for t in chosen}) == 6 and not {t.text for t in chosen} & {f"text {n // 2}"}


def test_babble_of_too_few_clips_is_refused() -> None:
    with pytest.raises(BadInput, match="as many other clips"):
        babble(TALK[:7], {"file": "0.flac", "text": "text 0"}, RATE)


def test_every_talker_is_equally_loud() -> None:
    """Clips that were recorded ten times louder change nothing."""
    louder = [Talk(t.file, t.text, t.sound * (10 if n % 2 else 1)) for n, t in enumerate(TALK)]
    row = {"file": "x.flac", "text": "x"}
    assert np.allclose(babble(TALK, row, RATE)[0], babble(louder, row, RATE)[0], rtol=1e-3, atol=1e-3)


def test_the_same_clip_and_level_give_the_same_sound() -> None:
    spoil = in_shop(TALK, 10, 0.3)
    assert spoil is not None
    row = {"file": "0.flac", "text": "text 0"}
    assert np.array_equal(spoil(row, TALK[0].sound), spoil(row, TALK[0].sound))


def test_a_quiet_shop_does_nothing() -> None:
    assert in_shop(TALK, None, None) is None


def test_a_room_keeps_length_and_loudness() -> None:
    sound = syllables(3)
    there = room(sound, 0.5, np.random.default_rng(1))
    assert len(there) == len(sound) and float((there**2).mean()) == pytest.approx(float((sound**2).mean()), rel=1e-3)


def test_a_room_fades_as_fast_as_it_says() -> None:
    """An impulse in a room of half a second: about 30 dB less after a quarter of a second."""
    impulse = np.zeros(RATE, np.float32)
    impulse[0] = 1
    power = room(impulse, 0.5, np.random.default_rng(4)).astype(float) ** 2
    early, late = power[200:1000].mean(), power[200 + RATE // 4 : 1000 + RATE // 4].mean()
    assert 10 * np.log10(early / late) == pytest.approx(30, abs=2)


def questions(each: int = 4) -> list[dict[str, Any]]:
    """Three intents in both languages; one has many more questions than the others."""
    return [
        {"id": f"{language}-{intent}-{n}", "text": f"{intent} {n}", "language": str(language), "intent": intent}
        for language in Language
        for intent, times in (("greeting", each), ("find_product", 5 * each), ("thanks", each))
        for n in range(times)
    ]


def test_questions_are_spread_evenly_over_intents() -> None:
    count = Counter((q["language"], q["intent"]) for q in spread(questions(), 9))
    assert set(count.values()) == {3} and len(count) == 6


def test_a_smaller_count_is_the_beginning_of_a_larger_one() -> None:
    assert spread(questions(), 10)[:8] == spread(questions(), 4)


def test_the_order_of_the_file_does_not_matter() -> None:
    assert spread(questions()[::-1], 7) == spread(questions(), 7)


def test_labels_record_digits_and_latin_letters_in_chinese() -> None:
    made = label({"id": "zh/1", "text": "Oatly燕麦奶3瓶", "language": "zh", "intent": "list_add"}, TEST_VOICES[0])
    assert made["latin"] and made["digits"] and "/" not in made["file"] and "wanted" not in made


def test_a_new_text_under_an_old_id_is_another_clip() -> None:
    one, two = ({"id": "1", "text": text, "language": "en", "intent": "thanks"} for text in ("thanks", "ta"))
    assert label(one, TEST_VOICES[0])["file"] != label(two, TEST_VOICES[0])["file"]


def test_a_question_without_intent_is_refused_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"id": "1", "text": "hi", "language": "en", "intent": "greeting"}\n{"id": "2", "text": "hi", "language": "en"}\n')
    with pytest.raises(BadInput, match=r"q\.jsonl:2"):
        read_questions(file)


def test_what_is_there_is_not_said_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real voice says a question twice; an interrupted run begins where it stopped."""
    asked = [{"id": "1", "text": "thanks", "language": "en", "intent": "thanks"}]
    made = make(asked, tmp_path)
    sound, rate = soundfile.read(tmp_path / made[0]["file"])
    assert rate == RATE and 0.9 < len(sound) / rate < 3 and {m["voice"] for m in made} == set(TEST_VOICES)
    before = (tmp_path / made[0]["file"]).read_bytes()
    (tmp_path / made[1]["file"]).unlink()
    voices = list[str]()
    really = spoken.say
    monkeypatch.setattr(spoken, "say", lambda kokoro, phonemes, sentence: voices.append(sentence.voice) or really(kokoro, phonemes, sentence))
    assert make(asked, tmp_path) == made == rows(tmp_path)
    assert voices == [made[1]["voice"]] and (tmp_path / made[0]["file"]).read_bytes() == before


@pytest.mark.parametrize(
    ("wanted", "products", "right"),
    [
        ([{"kind": ["oat-milk"], "words": []}], [MILK], True),
        ([{"kind": ["oat-milk"], "words": ["oat", "creme"]}], [PEAR, PEAR, MILK], True),
        ([{"kind": ["oat-milk"], "words": []}], [PEAR, PEAR, PEAR, MILK], False),
        ([{"kind": ["oat-milk"], "words": ["alpro"]}], [MILK], False),
        ([{"kind": ["oat-milk", "soy-milk"], "words": []}, {"kind": ["pear"], "words": []}], [MILK, PEAR], True),
        ([{"kind": ["oat-milk"], "words": []}, {"kind": ["pear"], "words": []}], [MILK], False),
        ([{"kind": ["oat-milk"], "words": []}], [], False),
    ],
)
def test_every_product_wanted_is_among_the_first_three(wanted: list[dict[str, Any]], products: list[dict[str, Any]], right: bool) -> None:
    assert product_right(wanted, products) is right


def test_understood_is_intent_and_product() -> None:
    row = {"intent": "find_product", "wanted": [{"kind": ["pear"], "words": []}]}
    right = scored(row, {"intent": "find_product", "heard": "pears", "products": [PEAR]})
    assert right["understood"] and not scored(row, {"intent": "find_product", "heard": "pairs", "products": [MILK]})["understood"]


def test_no_product_is_needed_where_none_was_wanted() -> None:
    found = scored({"intent": "thanks"}, {"intent": "thanks", "heard": "thanks", "products": []})
    assert found["understood"] and "product" not in found


@pytest.mark.parametrize("answer", [{"intent": "out_of_scope", "heard": ""}, {"error": "no such file"}])
def test_what_was_not_heard_was_not_understood(answer: dict[str, Any]) -> None:
    """Silence is answered as out of scope, which must not make a deaf kiosk right about such questions."""
    assert not scored({"intent": "out_of_scope"}, answer)["understood"]


def test_shares_are_told_by_language_and_voice() -> None:
    good, bad = {"heard": True, "intent": True, "understood": True}, {"heard": True, "intent": False, "understood": False}
    found = by_language([({"language": "en", "voice": "a"}, good), ({"language": "en", "voice": "b"}, bad), ({"language": "zh", "voice": "a"}, good)])
    assert (found["en"]["understood"], found["en"]["clips"], found["en"]["voices"]["b"]["understood"], found["zh"]["understood"]) == (0.5, 2, 0.0, 1.0)


@pytest.mark.parametrize("figure", [lambda: share(0, 0), lambda: by_language([]), lambda: errors_of([]), lambda: slots_of([])])
def test_a_figure_over_no_clips_is_an_error(figure: Any) -> None:
    with pytest.raises(BadInput, match="no clips"):
        figure()


def test_no_labels_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(MissingPart, match="no labelled clips"):
        rows(tmp_path)


def heard(text: str, language: Language) -> Heard:
    return Heard(text, language, 0.9, (), {"total": 5.0, "read": 1.0}, text)


def test_errors_are_of_words_in_english_and_of_characters_in_chinese() -> None:
    found = errors_of([
        ({"language": "en", "text": "Where is the oat milk"}, heard("where is the oak milk", Language.en)),
        ({"language": "zh", "text": "燕麦奶在哪里", "digits": False}, heard("夜卖奶在哪里", Language.zh)),
        ({"language": "zh", "text": "3瓶", "digits": True}, heard("三瓶", Language.en)),
    ])  # fmt: skip
    assert (found["en"]["errors"], found["zh"]["errors"], found["zh"]["plain_errors"], found["zh"]["plain_clips"]) == (0.2, 0.375, 0.3333, 1)
    assert found["zh"]["language_right"] == 0.5 and found["en"]["clips"] == 1


@pytest.mark.parametrize(
    ("text", "loop"),
    [("no no no no no", True), ("我要我要我要我要牛奶", True), ("where is the milk where is the milk where is the milk", True), ("请问请问牛奶在哪里", False),
     ("Can I get a triple shot light roast iced coffee?", False), ("", False)],
)  # fmt: skip
def test_a_loop_is_found_anywhere_in_a_transcript(text: str, loop: bool) -> None:
    assert repeats(text) is loop


def test_sounds_of_a_cache_are_read_as_they_were_said(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", syllables(1).astype(np.float16))
    assert np.allclose(read_any(sounds(tmp_path)[0]), syllables(1), atol=1e-3)


def test_noise_is_stated_beside_its_figure() -> None:
    assert noise(10.0, 0.4) == {"babble_db": 10.0, "talkers": 6, "reverberation_s": 0.4, "direct_db": 3.0}


def test_a_part_is_told_from_another_by_its_graphs(tmp_path: Path) -> None:
    """Figures are written into `part.json` after they were taken: it is the same part all the same."""
    part = ASSETS / "bundles" / "market" / "hearing"
    for file in part.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / "part.json").unlink()
    assert same_part(part, tmp_path)
    (tmp_path / "tokens.npy").unlink()
    (tmp_path / "tokens.npy").write_bytes(b"another")
    assert not same_part(part, tmp_path)


def test_the_whole_kiosk_is_asked_through_its_command_line() -> None:
    """Typed, with the real bundle and store: one question that it understands and one whose label is wrong."""
    asked = [
        {"id": "1", "text": "where is the oat milk", "language": "en", "intent": "find_product", "wanted": [{"kind": ["oat-milk"], "words": []}], "file": "1"},
        {"id": "2", "text": "where is the oat milk", "language": "en", "intent": "goodbye", "file": "2"},
    ]
    found = understood(asked, ASSETS, ASSETS / "bundles" / "market", ASSETS / "stores" / "market", typed=True)
    assert found["en"] == {"clips": 2, "understood": 0.5, "intent": 0.5, "not_heard": 0, "product": 1.0, "product_clips": 1}
    assert json.dumps(found)


def test_figures_are_told_a_line_each_and_stand_in_the_file_from_the_first_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever ends a measurement of an hour half way keeps what was measured."""
    found, tell = teller(tmp_path / "figures.json")
    tell("clean", {"clips": 2})
    assert json.loads((tmp_path / "figures.json").read_text("utf-8")) == {"clean": {"clips": 2}}
    tell("噪声", {"clips": 3})
    assert found == json.loads((tmp_path / "figures.json").read_text("utf-8")) == {"clean": {"clips": 2}, "噪声": {"clips": 3}}
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [{"clean": {"clips": 2}}, {"噪声": {"clips": 3}}]
    teller(None)[1]("alone", {"clips": 1})
