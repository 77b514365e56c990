"""The wordings: the same in both languages, without a fact of their own, and every key that a skill uses is there."""

import re
from itertools import chain
from pathlib import Path

import pytest

from kiosk.assistant import skills
from kiosk.assistant.claims import ClaimCheck
from kiosk.assistant.policy import ASKABLE
from kiosk.assistant.words.wording import Fact, Piece, Quote, Wordings, wordings
from kiosk.core import BrokenData, Citation, Intent, Language
from kiosk.store import rows
from kiosk.store.catalogue import Store
from kiosk.store.tickets import Tickets
from tests.assistant.conftest import NOW

EN, ZH = wordings(Language.en), wordings(Language.zh)
SOURCE = "\n".join(f.read_text("utf-8") for f in Path(skills.__file__).parent.parent.rglob("*.py"))
NUMBER_WORDS = re.compile(r"\b(two|three|four|five|six|seven|eight|nine|ten|twenty|euros?|cents?)\b|[二三四五六七八九十](个|件|元|块|折)|欧元")


def test_both_languages_can_say_the_same() -> None:
    assert set(EN.keys) == set(ZH.keys)
    assert set(EN.chip_keys) == set(ZH.chip_keys)
    assert [k for k in EN.keys if EN.fields(k) != ZH.fields(k)] == []


def test_every_intent_has_a_skill() -> None:
    assert set(skills.SKILLS) == set(Intent)


def test_every_wording_that_a_skill_names_is_there() -> None:
    used = set(re.findall(r"""[pP]iece\(\s*"([a-z_]+)\"""", SOURCE))
    assert len(used) > 80
    assert used - set(EN.keys) == set()


def test_every_chip_that_a_skill_names_is_there() -> None:
    used = set(chain.from_iterable(re.findall(r'"([a-z_]+)"', c) for c in re.findall(r"chips=\(([^()]*)\)", SOURCE)))
    assert used - set(EN.chip_keys) == set()


def test_a_clarifying_question_can_name_every_intent_it_may_offer() -> None:
    for intent in ASKABLE:
        assert f"ask_{intent}" in EN.keys
        assert f"ask_{intent}" in EN.chip_keys


@pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])
def test_no_wording_holds_a_fact_of_its_own(words: Wordings, store: Store, tickets: Tickets) -> None:
    """Neither a digit, nor an amount in words, nor a product or brand of the shop."""
    check = ClaimCheck(store, tickets)
    for key in words.keys:
        for literal in words.literals(key):
            assert not NUMBER_WORDS.search(literal), key
            assert check.problems(literal, (), "", NOW) == [], key


@pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])
def test_every_stored_code_has_a_word(words: Wordings, store: Store) -> None:
    assert {str(a) for a in rows.Allergen} <= set(words.terms("allergens"))
    assert {str(d) for d in rows.Diet} <= set(words.terms("diets"))
    assert {p.origin for p in store.products() if p.origin} <= set(words.terms("countries"))


def test_a_wording_with_a_digit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en.yaml").write_text("replies: {a: It costs 2 euros}\nterms: {}\nchips: {}\n")
    with pytest.raises(BrokenData, match="digit"):
        Wordings(Language.en, tmp_path / "en.yaml")


def test_rendering_records_every_citation_once_and_in_order() -> None:
    one, two = Citation("product:a", "aisle", "4"), Citation("product:a", "shelf", "2")
    pieces = [Piece("where", {"name": Fact("Oat", ()), "aisle": Fact("4", (one,)), "shelf": Fact("2", (two, one))})]
    text, citations = EN.render(pieces, 0, {})
    assert text == "Oat is in aisle 4, shelf 2."
    assert citations == (one, two)


def test_the_shoppers_words_are_always_quoted() -> None:
    text, _ = EN.render([Piece("not_sold", {"what": Quote("dragon")})], 0, {})
    assert "“dragon”" in text


def test_a_field_without_a_value_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        EN.render([Piece("where", {})], 0, {})
