"""How finished a text looks: open words, closed ones, and what the student makes of the rest."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.bundle.finished import CLOSED, LOOSE, NAMELESS, OPEN, SUREST, Finished, ending, endings
from kiosk.bundle.student import Student
from kiosk.core import Intent, Language

PART = Path(__file__).parents[2] / "assets" / "bundles" / "market" / "understanding"


@dataclass
class Told:
    """A reading that a test gives."""

    intents: tuple[tuple[Intent, float], ...] = ((Intent.find_product, 0.9),)
    slots: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def understand(self, text: str, before: Intent | None) -> "Told":
        return self


@pytest.fixture(scope="module")
def complete() -> Finished:
    """With the real student."""
    return Finished(Student(PART))


@pytest.mark.parametrize("text", ["I'm looking for", "where is the", "do you have…", "oat milk and", "um", "I’d like to", "it's the one with the"])
def test_english_that_breaks_off_is_open(complete: Finished, text: str) -> None:
    """Whatever the student is sure of."""
    assert complete(text, Language.en) == OPEN


@pytest.mark.parametrize("text", ["我想要", "我在找", "请问", "燕麦奶还有", "有没有", "嗯那个", "帮我找"])
def test_chinese_that_breaks_off_is_open(complete: Finished, text: str) -> None:
    """Whatever the student is sure of."""
    assert complete(text, Language.zh) == OPEN


@pytest.mark.parametrize(
    ("text", "language"), [("where is the milk", "en"), ("where are the toilets", "en"), ("do you sell oat milk?", "en"), ("牛奶在哪里", "zh"), ("有燕麦奶吗", "zh")]
)
def test_a_question_looks_finished(complete: Finished, text: str, language: str) -> None:
    """More than any text that is loose, nameless or open."""
    found = complete(text, Language(language))
    assert found is not None and found >= 0.5


def test_an_intent_that_needs_a_name_waits_for_it() -> None:
    """ "do you sell" something: nothing is named; "how much is this" points at it; "do you sell milk" names it."""
    assert Finished(Told())("it costs pennies", Language.en) == SUREST
    assert Finished(Told())("oat", Language.en) == NAMELESS
    assert Finished(Told(slots={"product": ("oat",)}))("oat", Language.en) == SUREST
    assert Finished(Told(((Intent.parking, 0.6),)))("oat", Language.en) == 0.6


def test_the_longest_ending_counts() -> None:
    """ "of" is loose, "a bottle of" open, "made of it" neither; 哪个 is open, 在哪里 closed."""
    assert [ending(t, Language.en) for t in ("proud of", "a bottle of", "what is it made of milk")] == ["loose", "open", ""]
    assert [ending(t, Language.zh) for t in ("哪个", "牛奶在哪里", "牛奶")] == ["open", "closed", ""]


def test_marks_and_capitals_say_nothing() -> None:
    """What the recogniser puts at the end is no reason."""
    assert ending("I'm Looking FOR...", Language.en) == ending("i'm looking for", Language.en) == "open"


@given(st.text(max_size=60), st.sampled_from(list(Language)))
def test_any_text_gets_a_chance_or_none(text: str, language: Language) -> None:
    """None without a word, else one of a few values or the student's, never sure."""
    found = Finished(Told())(text, language)
    assert found is None or found in (OPEN, LOOSE, NAMELESS, CLOSED) or 0 <= found <= SUREST


@pytest.mark.parametrize("language", list(Language))
def test_the_lists_hold_words_and_no_word_twice(language: Language) -> None:
    """YAML takes a bare on or no for true or false; a word in two lists would be decided by their order."""
    lists = [endings()[language][name] for name in ("open", "loose", "closed")]
    assert all(isinstance(w, str) and w == w.lower().strip() for words in [*lists, endings()[language]["pointing"]] for w in words)
    words = [w for held in lists for w in held]
    assert len(words) == len(set(words))
    assert all(Intent(name) for name in endings()["needs"])
