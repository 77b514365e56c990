"""What a turn that leans on the one before says by itself. Pure; the sentences are this file's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.assistant.words.following import base_zh, bases, describes, new_amount, swapped
from kiosk.assistant.words.listening import lexicon
from kiosk.core import Intent, Language

EN, ZH = Language.en, Language.zh


@pytest.mark.parametrize(("said", "words"), [
    ("and the raspberry one?", "raspberry"), ("how much are the salted ones", "salted"), ("does it come in decaf", "decaf"),
    ("i want white, not red", "white"), ("three of the yellow please", "yellow"), ("have you got a thicker one", "thicker"),
])  # fmt: skip
def test_english_words_that_describe_are_found(said: str, words: str) -> None:
    assert describes(said, EN) == words


@pytest.mark.parametrize(("said", "words"), [
    ("那芒果的呢", "芒果"), ("低脂那个多少钱", "低脂"), ("还是要原味的，来一袋", "原"), ("有没有软一点的", "软"), ("你们自家牌子的那款在哪", "自家牌子"), ("有机的那种有吗", "有机"),
])  # fmt: skip
def test_chinese_words_that_describe_are_found(said: str, words: str) -> None:
    assert describes(said, ZH) == words


@pytest.mark.parametrize(("said", "language"), [
    ("the other one", EN), ("how much is the second one", EN), ("the cheaper one please", EN), ("where is it", EN), ("what's on my list", EN),
    ("便宜的那个", ZH), ("第二个多少钱", ZH), ("前面那个在哪", ZH), ("多少钱一盒", ZH), ("在哪里", ZH),
])  # fmt: skip
def test_which_place_is_meant_is_no_description(said: str, language: Language) -> None:
    assert describes(said, language) == ""


@pytest.mark.parametrize(("word", "base"), [("leaner", "lean"), ("driest", "dry"), ("thinner", "thin"), ("sliced", "slice"), ("whiter", "white")])
def test_a_word_in_another_degree_is_of_its_base(word: str, base: str) -> None:
    assert base in bases(word)


def test_a_chinese_description_is_read_without_its_degree() -> None:
    assert [base_zh(w) for w in ("更软一点", "草莓味", "甜")] == ["软", "草莓", "甜"]


@pytest.mark.parametrize(("said", "language", "amount"), [
    ("make it three", EN, "three"), ("sorry, make that five tins", EN, "five tins"), ("no, two", EN, "two"), ("change the beans to four", EN, "four"),
    ("just one will do", EN, "one"), ("actually only six", EN, "six"),
    ("改成四袋", ZH, "四袋"), ("不对，两瓶", ZH, "两瓶"), ("多了，一盒就够", ZH, "一盒"), ("还是三包吧", ZH, "三包"), ("香蕉改成两斤", ZH, "两斤"),
])  # fmt: skip
def test_a_number_that_is_put_right_is_found(said: str, language: Language, amount: str) -> None:
    assert new_amount(said, language) == amount


@pytest.mark.parametrize(("said", "language"), [
    ("two more of those", EN), ("add three", EN), ("and two tins of beans", EN), ("make it spicy", EN), ("is one enough for four people", EN),
    ("再来两包", ZH), ("加三盒", ZH), ("来两瓶", ZH), ("改天再来", ZH), ("不是两层的吗", ZH),
])  # fmt: skip
def test_what_comes_on_top_puts_no_number_right(said: str, language: Language) -> None:
    assert new_amount(said, language) == ""


@pytest.mark.parametrize(("said", "language", "parts"), [
    ("swap the rolls for a baguette", EN, ("the rolls", "baguette")), ("change it to apple juice", EN, ("it", "apple juice")), ("make it the big one", EN, ("", "big one")),
    ("不要面条了，换成米粉", ZH, ("不要面条了，", "米粉")), ("换成低脂的", ZH, ("", "低脂的")),
])  # fmt: skip
def test_what_is_exchanged_for_what_is_told_apart(said: str, language: Language, parts: tuple[str, str]) -> None:
    assert swapped(said, language) == parts


@pytest.mark.parametrize(("said", "language"), [("what could i use instead", EN), ("can i change my order", EN), ("这个能换吗", ZH), ("换零钱", ZH)])
def test_a_question_for_another_exchanges_nothing(said: str, language: Language) -> None:
    assert swapped(said, language) is None


def test_no_and_sorry_put_right_and_also_wants_more() -> None:
    assert lexicon(EN).hears("puts_right", "no, the white one") and lexicon(ZH).hears("puts_right", "不对，要白的")
    assert not lexicon(EN).hears("puts_right", "no, and two more please") and not lexicon(ZH).hears("puts_right", "白的")
    assert lexicon(EN).hears("wants_more", "and the white one") and lexicon(ZH).hears("wants_more", "再加一个白的")
    assert not lexicon(EN).hears("wants_more", "the white one")


@pytest.mark.parametrize(("said", "language", "intent"), [
    ("and where's that made", EN, Intent.product_info), ("the halal one, where does it come from", EN, Intent.product_info), ("那个是哪国产的", ZH, Intent.product_info),
    ("what's the difference to the red one", EN, Intent.compare_products), ("跟白的有什么区别", ZH, Intent.compare_products),
    ("is the half price on those too", EN, Intent.promotions), ("有机的也打折吗", ZH, Intent.promotions),
    ("how much is it", EN, Intent.product_price), ("贵不贵", ZH, Intent.product_price),
    ("where do i get rid of the empty ones", EN, Intent.find_facility), ("旧的扔哪儿", ZH, Intent.find_facility),
    ("where is it", EN, None), ("where can i get it from", EN, None), ("在哪", ZH, None), ("有吗", ZH, None),
])  # fmt: skip
def test_a_turn_asks_what_its_own_words_say(said: str, language: Language, intent: Intent | None) -> None:
    assert lexicon(language).asked_anew(said) == intent


def test_asking_for_one_is_no_question_of_how_many() -> None:
    assert lexicon(EN).hears("asks_for_one", "is there a leaner one") and lexicon(ZH).hears("asks_for_one", "有没有软一点的")
    assert not lexicon(EN).hears("asks_for_one", "where is the leaner one") and not lexicon(ZH).hears("asks_for_one", "有几个")


def test_where_old_things_go_is_told_from_old_kinds() -> None:
    assert lexicon(EN).asked_anew("where can i throw the old ones away") == Intent.find_facility and lexicon(ZH).asked_anew("旧的可以扔哪里") == Intent.find_facility
    assert lexicon(EN).asked_anew("is that cheese old") != Intent.find_facility and lexicon(ZH).asked_anew("旧金山牌的有吗") != Intent.find_facility


@given(st.text(max_size=60), st.sampled_from(list(Language)))
def test_any_text_is_read(text: str, language: Language) -> None:
    """Whatever is typed: what is found stands in the text."""
    assert describes(text, language) in text
    assert new_amount(text, language) in text
    lexicon(language).asked_anew(text)
    swapped(text, language)
