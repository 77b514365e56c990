"""What is not sold is not answered by a piece of its name, nor by what it sounds like, and leaves nothing behind for the next question."""

import pytest

from kiosk.assistant.words.pieces import adjoined, whole_words
from kiosk.core import Intent, Language, Sentiment, Slot, Understanding
from tests.assistant.conftest import Visit


@pytest.mark.parametrize(("question", "word"), [
    ("荠菜有没有", "荠菜"), ("有没有墨鱼", "墨鱼"), ("面皮有吗", "面皮"), ("请问栗子有吗", "栗子"), ("有豆瓣鱼吗", "豆瓣鱼"), ("有没有丝瓜", "丝瓜"),
    ("do you have beef jerky", "beef jerky"), ("have you got fish cakes", "fish cakes"), ("do you sell mint jelly", "mint jelly"),
])  # fmt: skip
def test_a_piece_of_a_word_is_no_yes(visit: Visit, question: str, word: str) -> None:
    answer = visit.say(question)
    assert word in answer.text
    assert not answer.text.startswith(("Yes", "有的", "有货", "有，"))


def test_a_word_that_sounds_alike_is_no_yes(visit: Visit) -> None:
    """Both sound like 李子, plums: two syllables are not enough."""
    for question in ("有没有栗子", "荔子有吗"):
        assert not visit.say(question).text.startswith(("有的", "有货"))


@pytest.mark.parametrize(("first", "then"), [("do you sell crumpets", "how much is it"), ("有没有墨鱼", "多少钱")])
def test_what_is_not_sold_is_no_topic(visit: Visit, first: str, then: str) -> None:
    visit.say(first)
    assert not visit.say(then).products


@pytest.mark.parametrize("question", ["do you sell crumpets", "有没有墨鱼"])
def test_there_is_no_way_to_what_is_not_sold(visit: Visit, question: str) -> None:
    assert "show_map" not in [a.name for a in visit.say(question).actions]


@pytest.mark.parametrize(
    ("question", "kind"), [("where are the tinned tomatoes", "tinned-tomato"), ("大葱在哪", "leek"), ("有鱼吗", "salmon-fillet"), ("鲜鱼在哪", "cod-fillet")]
)
def test_what_is_sold_is_found_as_before(visit: Visit, question: str, kind: str) -> None:
    answer = visit.say(question)
    assert kind in [p.kind for p in answer.products]
    assert answer.answered


def reading(word: str, slot: Slot = Slot.product) -> Understanding:
    return Understanding(Intent.find_product, 0.9, ((Intent.find_product, 0.9),), Sentiment.neutral, Language.zh, {str(slot): (word,)}, (), None)  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "word", "whole"), [
    ("墨鱼有吗", "鱼", "墨鱼"), ("有没有咸鸭蛋", "蛋", "咸鸭蛋"), ("请问鱼在哪", "鱼", "鱼"), ("新鲜鱼有吗", "鱼", "鱼"), ("我要买两包面", "面", "面"), ("苹果有吗", "苹果", "苹果"),
])  # fmt: skip
def test_a_marked_word_grows_to_the_whole_one(text: str, word: str, whole: str) -> None:
    grown = whole_words(reading(word), text, {"鱼", "蛋", "面", "苹果"}.__contains__)
    assert grown.slots[str(Slot.product)] == (whole,)


def test_marked_words_that_touch_are_one() -> None:
    assert adjoined("where are the tinned red plums and jam", ["plums", "tinned red", "jam"]) == ["tinned red plums", "jam"]


@pytest.mark.parametrize(("question", "kind"), [
    ("what do they charge for the ariel", "washing-powder"), ("how much would a bottle of fanta set me back", "lemonade"),
    ("how many nappies come in a pack of the pampers", "nappy"), ("我想带罐蜂蜜回去，在哪儿", "honey"), ("麻烦问下，买瓶老抽去哪边", "dark-soy-sauce"),
])  # fmt: skip
def test_what_counts_or_packs_at_the_edge_of_a_name_is_no_part_of_it(visit: Visit, question: str, kind: str) -> None:
    answer = visit.say(question)
    assert kind in [p.kind for p in answer.products]
    assert not any(words in answer.text for words in ("not in our range", "没查到"))


@pytest.mark.parametrize(("marked", "bare"), [("the pears", "pears"), ("a bag of pears", "pears"), ("box set", "box set"), ("罐梨汁", "梨汁"), ("罐头", "罐头"), ("the moon", "the moon")])
def test_only_a_name_is_what_is_left(marked: str, bare: str) -> None:
    names = {"pears", "梨汁", "罐头", "头"}
    language = Language.en if marked.isascii() else Language.zh
    u = Understanding(Intent.find_product, 0.9, ((Intent.find_product, 0.9),), Sentiment.neutral, language, {str(Slot.product): (marked,)}, None, None)  # type: ignore[arg-type]
    assert whole_words(u, marked, names.__contains__).slots[str(Slot.product)] == (bare,)
