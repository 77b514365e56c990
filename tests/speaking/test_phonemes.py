"""Text to phonemes: the promises of kiosk.speaking.english, letters, mandarin and phonemes."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.speaking.english import English
from kiosk.speaking.letters import STRESS, sound_out, vowel_places
from kiosk.speaking.mandarin import mandarin, third_tones
from kiosk.speaking.model import EXTERNAL, read_checked
from kiosk.speaking.phonemes import Phonemes
from tests.speaking.conftest import LEXICON


@pytest.fixture(scope="module")
def english() -> English:
    return English(LEXICON)


@pytest.fixture(scope="module")
def phonemes() -> Phonemes:
    import json

    vocabulary = json.loads(read_checked(next(e for e in EXTERNAL if e.file == "data/vocab.json")))["vocab"]
    return Phonemes(LEXICON, vocabulary)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the aisle", "ði ˈIl"), ("the shelf", "ðə ʃˈɛlf"), ("to eat", "tʊ ˈit"), ("to buy", "tə bˈI"), ("a trolley", "ɐ tɹˈɑli"), ("it's in", "ɪts ˈɪn"),
        ("forty-nine euros", "fˈɔɹɾi nˈIn jˈʊɹOz"), ("a TV", "ɐ tˌivˈi"), ("nine PM", "nˈIn pˌiˈɛm"), ("eight AM", "ˈAt ˌAˈɛm"),
    ],
)  # fmt: skip
def test_small_words_and_initials_are_said_as_in_speech(english: English, text: str, said: str) -> None:
    assert english(text) == said


@pytest.mark.parametrize(
    ("word", "stem", "end"),
    [("courgettes", "courgette", "s"), ("trolleys", "trolley", "z"), ("sauces", "sauce", "ᵻz"), ("unwrapped", "unwrap", "t"), ("simmering", "simmer", "ɪŋ")],
)
def test_endings_follow_the_sound_of_the_stem(english: English, word: str, stem: str, end: str) -> None:
    assert english(word) == english(stem) + end


def test_verbs_and_nouns_written_alike_are_told_apart(english: English) -> None:
    assert english("fresh produce") != english("we produce") and english("the use") != english("please use")


@pytest.mark.parametrize(
    ("text", "said"),
    [("Oatly", "ˈOtli"), ("OATLY", "ˈOtli"), ("oatly's", "ˈOtliz"), ("Barilla", "bəɹˈɪlə"), ("Ben and Jerry's", "bˈɛn ænd ʤˈɛɹiz"), ("Häagen-Dazs", "hˈɑɡɛn dˈɑz")],
)
def test_names_are_said_as_the_lexicon_respells_them(english: English, text: str, said: str) -> None:
    heard = english(text)
    assert heard.replace("bɑ", "bə") == said


@given(st.text("abcdefghijklmnopqrstuvwxyzäöüéçñ", min_size=1, max_size=20))
def test_the_rules_give_every_word_a_sound_and_one_stress_at_most(word: str) -> None:
    said = sound_out(word)
    assert said and said.count(STRESS) == bool(vowel_places(said))


@given(st.text(max_size=60))
def test_only_the_voices_phonemes_come_out_and_nothing_fails(phonemes: Phonemes, text: str) -> None:
    phonemes(text)


@pytest.mark.parametrize("word", ["Zurvita", "xylkrant", "Gullön", "ŽŽ", "brr"])
def test_a_word_that_no_dictionary_has_is_said(phonemes: Phonemes, word: str) -> None:
    assert phonemes(word)


def test_english_inside_chinese_goes_through_the_english_path(phonemes: Phonemes) -> None:
    said = phonemes("Oatly 燕麦饮在哪里？")
    assert said.startswith("ˈOtli ") and "→" in said + "→" and said.endswith("?") and mandarin("燕麦") in said


def test_chinese_inside_english_goes_through_the_mandarin_path(phonemes: Phonemes) -> None:
    assert mandarin("港湾") in phonemes("Welcome to 港湾, please.")


def test_third_tones_before_third_tones_become_second() -> None:
    assert third_tones(["xi3", "shou3", "jian1"]) == ["xi2", "shou3", "jian1"]


def test_the_digit_two_is_opener_than_child() -> None:
    assert mandarin("二") != mandarin("儿").replace("↗", "↘")


def test_every_common_character_has_a_sound() -> None:
    assert all(mandarin(c) for c in "的一是不了人我在有他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么")


def test_whoever_wants_the_loudspeaker_does_not_import_the_chinese_dictionaries() -> None:
    code = "import sys, kiosk.speaking.loudspeaker; sys.exit(any(name in sys.modules for name in ('pypinyin', 'jieba', 'misaki')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
