"""Sentences for teaching the recogniser: which are said, in which styles, and that new wordings change none of the old ones."""

from pathlib import Path

import pytest

from distill.data import speech
from distill.data.speech import HELD_STYLES, STYLES, TEST_VOICES, Sentence, clips, sentences
from kiosk.core import BadInput, Language
from kiosk.store.pack import read_pack

PACK = read_pack(Path("assets/stores/market"))


def test_any_beginning_of_the_list_has_both_languages_in_their_share() -> None:
    said = sentences(PACK, 30, 60, 11)
    assert len(said) == 90
    assert sum(s.language is Language.zh for s in said[:30]) == pytest.approx(20, abs=2)


def test_no_sentence_is_said_by_a_test_voice_and_a_test_voice_is_refused(tmp_path: Path) -> None:
    assert not any(voice in s.voice for s in sentences(PACK, 50, 50, 11) for voice in TEST_VOICES)
    with pytest.raises(BadInput):
        list(clips([Sentence("hello", Language.en, TEST_VOICES[0], 1.0)], tmp_path))


def test_what_is_held_out_shares_neither_styles_nor_sentences_with_what_teaches() -> None:
    taught, held = sentences(PACK, 300, 600, 11), sentences(PACK, 20, 40, 11, held_out=True)
    assert {s.voice for s in taught} <= set(STYLES)
    assert {s.voice for s in held} <= set(HELD_STYLES)
    assert not {s.text for s in taught} & {s.text for s in held}


def test_a_new_wording_adds_sentences_and_changes_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine of ten sentences of a list stay when a tenth of the wordings goes away: each depends on its own wording alone."""
    before = set(sentences(PACK, 100, 200, 11))
    whole = speech.read_wordings
    monkeypatch.setattr(speech, "read_wordings", lambda language: [w for n, w in enumerate(whole(language)) if n % 10])
    after = set(sentences(PACK, 100, 200, 11))
    assert len(before & after) > 0.8 * len(before)
