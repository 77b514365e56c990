"""Pieces of a reply: the promises of kiosk.speaking.clauses."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import Language
from kiosk.speaking.clauses import FIRST, GROWTH, LONGEST, clauses, size
from kiosk.speaking.reading import read

WORDS = st.lists(st.sampled_from(["the", "milk", "is", "in", "aisle", "four,", "and.", "yes!", "hundred", "有", "牛奶", "在", "四号通道", "，二层。", "coconut"]), max_size=80)


@given(WORDS)
def test_nothing_is_lost_or_said_twice(words: list[str]) -> None:
    text = " ".join(words)
    letters = re.sub(r"\W", "", text)
    assert re.sub(r"\W", "", "".join(clause.text for clause in clauses(text))) == letters


@given(WORDS)
def test_no_piece_is_too_long_or_empty(words: list[str]) -> None:
    assert all(0 < size(clause.text) <= LONGEST + 2 for clause in clauses(" ".join(words)))


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("Oatly oat drink 1 l is in aisle 4, shelf 2.", Language.en, "Oatly oat drink one litre,"),
        ("I don't find gluten free coconut flour in our range, sorry.", Language.en, "I don't find gluten free coconut flour,"),
        ("Oatly 燕麦饮 1升在4号通道2号货架。", Language.zh, "Oatly 燕麦饮 一升,"),
        ("不好意思，我们店里没查到椰子粉。", Language.zh, "不好意思,"),
        ("葡萄在1号通道6号货架，比如港湾 红提。", Language.zh, "葡萄,"),
        ("您可以问我东西在哪里、多少钱、含什么。", Language.zh, "您可以问我东西在哪里、"),
        ("瑞士莲 特醇黑巧克力2.99欧元（每公斤29.90欧元）。", Language.zh, "瑞士莲 特醇黑巧克力,"),
        ("Thomy sunflower oil €3.29 (€4.39 per litre).", Language.en, "Thomy sunflower oil,"),
        ("For Sprite lemon-lime lemonade nothing is declared about nuts.", Language.en, "For Sprite lemon-lime lemonade,"),
    ],
)
def test_the_first_piece_is_short_and_ends_where_people_breathe(text: str, language: Language, first: str) -> None:
    pieces = clauses(read(text, language))
    assert pieces[0].text == first and size(first) <= FIRST + 2


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("有的，橄榄油有港湾 温和橄榄油、Bertolli 特级初榨橄榄油、港湾 有机特级初榨橄榄油，在7号通道3号货架。", Language.zh),
        ("葡萄在1号通道6号货架，比如港湾 红提、港湾 青提、港湾 无籽葡萄、港湾 有机红提、港湾 巨峰葡萄。", Language.zh),
        ("Yes: Greek yoghurt, plain, with honey, with berries, without sugar, in jars, in tubs, and for drinking, in aisle 4.", Language.en),
    ],
)
def test_each_piece_is_made_while_the_one_before_is_heard(text: str, language: Language) -> None:
    sizes = [size(piece.text) for piece in clauses(read(text, language))]
    assert len(sizes) > 2
    assert all(later <= max(FIRST, GROWTH * earlier) + 2 for earlier, later in pairwise(sizes))


def test_numbers_are_not_cut() -> None:
    pieces = clauses("You'll find the soy dessert four times one hundred and twenty-five grams in aisle three.")
    assert all(not piece.text.startswith("and twenty") for piece in pieces)


def test_a_sentence_ends_with_a_longer_pause_than_a_clause() -> None:
    pieces = clauses("We are open today from eight to nine, Monday to Saturday without a break. Welcome to the shop.")
    assert pieces[-1].pause > pieces[0].pause > 0


def test_text_without_a_word_has_no_piece() -> None:
    assert clauses("?! … ,") == [] and clauses("") == []
