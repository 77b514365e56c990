"""Large dictionaries in little memory: the promises of kiosk.speaking.tables, and of the two that are made of packages' data."""

import json
from itertools import repeat

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.speaking.english import dictionary_files, load
from kiosk.speaking.mandarin import HAN, segmenter
from kiosk.speaking.tables import Numbers, Texts


@given(st.dictionaries(st.text(), st.integers(0, 2**31 - 1)), st.text())
def test_numbers_answer_as_the_dictionary_they_were_made_of(known: dict[str, int], other: str) -> None:
    table = Numbers(known, known.values())
    assert all(table[word] == number and word in table for word, number in known.items())
    assert table.get(other) == known.get(other) and len(table) == len(known)


def test_of_two_values_of_a_word_the_first_holds() -> None:
    assert Numbers(["a", "b", "a"], [1, 2, 3])["a"] == 1
    assert Numbers(["a", "b"], repeat(0))["b"] == 0


def test_a_word_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Numbers(["a"], [1])["b"]


@given(st.dictionaries(st.text(), st.text()), st.text())
def test_texts_answer_as_the_dictionary_they_were_made_of(known: dict[str, str], other: str) -> None:
    table = Texts(known.items())
    assert all(table.get(word) == text and word in table for word, text in known.items())
    assert table.get(other) == known.get(other) and len(table) == len(known)


def test_a_pronunciation_dictionary_says_what_its_file_says() -> None:
    file = dictionary_files()[0]
    table = load(file)
    assert all(table.get(word) == said for word, said in json.loads(file.read_text("utf-8")).items())


def test_the_segmenter_finds_the_same_words_as_jiebas_own() -> None:
    text = "红茶在八号通道七层，比如港湾有机红茶。五丰桂林米粉每公斤二点五九欧元，已经呼叫工作人员，目前还没有人应答。瑞士莲特醇百分之七十黑巧克力，老抽和生抽都在四号通道。"
    assert [segmenter().lcut(run) for run in HAN.findall(text)] == [jieba.lcut(run) for run in HAN.findall(text)]
