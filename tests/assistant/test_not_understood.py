"""What is said when nothing is understood: first what it knows, then what can be asked, then a person. And what is no question at all."""

import pytest

from kiosk.assistant.words.listening import lexicon
from kiosk.core import Language
from tests.assistant.conftest import Visit

BEYOND = {Language.en: "what is the capital of peru", Language.zh: "秘鲁的首都是哪里"}


@pytest.mark.parametrize("language", list(Language))
def test_twice_brings_suggestions_and_thrice_a_person(visit: Visit, language: Language) -> None:
    """In a row; a yes then calls one."""
    first, second, third = (visit.say(BEYOND[language], language=language) for _ in range(3))
    assert [a.name for a in first.actions] == []
    assert [a.name for a in second.actions] == ["show_suggestions"]
    assert len({first.text, second.text, third.text}) == 3
    assert visit.state.pending is not None
    assert visit.state.pending.kind == "staff"
    yes = visit.say({Language.en: "yes please", Language.zh: "好的"}[language], language=language)
    assert "call_staff" in [a.name for a in yes.actions]


def test_what_is_understood_in_between_begins_anew(visit: Visit) -> None:
    """Once, then a good question, then once again: no suggestions."""
    visit.say(BEYOND[Language.en])
    visit.say("where are the bananas")
    assert visit.say(BEYOND[Language.en]).actions == ()


@pytest.mark.parametrize(
    ("language", "agrees", "asks"),
    [
        (Language.en, ("mm-hm", "okay", "oh, i see", "yeah right", "uh-huh", "thanks", "yes i'm still here"), ("stop", "wait", "is it still here", "okay and the milk", "no", "right where is it")),
        (Language.zh, ("嗯", "好的", "哦, 明白了", "对对", "在的", "我还在"), ("停", "还在打折吗", "在哪里", "等一下", "好的牛奶呢", "不是", "对面在哪里")),
    ],
)
def test_agreeing_along_is_told_from_asking(language: Language, agrees: tuple[str, ...], asks: tuple[str, ...]) -> None:
    """Only what agrees as a whole is a back-channel."""
    heard = lexicon(language)
    assert [words for words in agrees if not heard.hears("back_channel", words)] == []
    assert [words for words in asks if heard.hears("back_channel", words)] == []


@pytest.mark.parametrize(("typed", "kind", "asks"), [
    ("where is the mlik", "milk", "aisle 4"), ("cofee", "coffee", ""), ("有牛乃吗", "milk", "吗"), ("酱由在哪", "soy-sauce", "吗"),
])  # fmt: skip
def test_what_is_nearly_written_is_found_or_asked_about(visit: Visit, typed: str, kind: str, asks: str) -> None:
    """Also where the word means several kinds at once; nothing is said not to be sold that stands on the shelf."""
    answer = visit.say(typed)
    assert kind in answer.products[0].kind
    assert asks in answer.text
