"""Repair by sound: the shop's words come back, all else stays."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import Language
from kiosk.hearing.decoding import Piece, loop_length
from kiosk.hearing.repair import MOST, Repair
from kiosk.hearing.simplify import simplify

REPAIR = Repair({"en": ["light roast", "iced mocha", "guacamole", "courgettes", "oat milk"], "zh": ["燕麦奶", "西红柿", "猫粮", "剃须刀", "酱油"]})


def english(text: str, unsure: str = "") -> str:
    words = text.split(" ")
    pieces = [Piece(("" if not n else " ") + w, 0.3 if w in unsure.split() else 0.95) for n, w in enumerate(words)]
    return REPAIR(pieces, Language.en)


def chinese(text: str, unsure: str = "") -> str:
    return REPAIR([Piece(c, 0.3 if c in unsure else 0.95) for c in text], Language.zh)


def test_english_words_that_sound_alike_become_the_shops() -> None:
    """ "gwakamolee" heard without surety is guacamole."""
    assert english("where is the gwacamole", "gwacamole") == "where is the guacamole"


def test_words_that_were_heard_surely_stay() -> None:
    """A sure word is not the shop's only because it sounds like it."""
    assert english("a light rest please") == "a light rest please"


def test_everyday_words_stay() -> None:
    """Words of any question are never replaced, sure or not."""
    text = "how much is the milk and where can I find it"
    assert english(text, text) == text


def test_homophones_become_the_shops_words() -> None:
    """Three characters of the same sound, other tones, are the product, unless all of them were sure."""
    assert chinese("请问提需刀在哪里", "提") == "请问剃须刀在哪里"
    assert chinese("西宏柿多少钱", "宏") == "西红柿多少钱"
    assert chinese("西宏柿多少钱") == "西宏柿多少钱"


def test_a_near_syllable_is_enough_where_it_was_unsure() -> None:
    """夜卖奶 is 燕麦奶 where 夜 was not sure, and stays where it was."""
    assert chinese("有夜卖奶吗", "夜") == "有燕麦奶吗"


def test_two_characters_need_doubt() -> None:
    """毛粮 becomes 猫粮 only where 毛 was not sure."""
    assert chinese("毛粮在哪", "毛") == "猫粮在哪"
    assert chinese("毛粮在哪") == "毛粮在哪"


def test_the_shops_own_words_stay() -> None:
    """What is already right is not touched."""
    assert chinese("西红柿和酱油", "西红柿酱油") == "西红柿和酱油"


def test_traditional_becomes_simplified() -> None:
    """Characters are simplified, gaps between them closed, English left."""
    assert simplify("請問 燕麥奶 在哪裡") == "请问燕麦奶在哪里"
    assert simplify("Where is the milk?") == "Where is the milk?"


def test_loops_are_seen() -> None:
    """A run said four times is a loop; three equal digits are not."""
    assert loop_length([7, 1, 2, 1, 2, 1, 2, 1, 2]) == 6
    assert loop_length([5, 5, 5]) == 0


def test_a_whole_sentence_that_comes_again_is_a_loop_and_half_of_it_is_none() -> None:
    """Bug: "Brew a medium roast … soy milk." was written four times over, for its tokens were too many to be looked at."""
    sentence = list(range(100, 117))
    assert loop_length([1, *sentence, *sentence]) == 17
    assert loop_length([1, *sentence, *sentence[:16]]) == 0
    assert loop_length([*sentence[:10], *sentence[:10]]) == 0


def test_a_particle_beside_a_name_is_no_misheard_end_of_a_longer_one() -> None:
    """酸奶有 is 酸奶 and 有, though 酸奶油 sounds the same; in the middle of a name such a character gives way."""
    repair = Repair({"zh": ["酸奶油", "豆酸奶", "西红柿"]})
    heard = [Piece(c, 0.3) for c in "小朋友吃的酸奶有啥"]
    assert repair(heard, Language.zh) == "小朋友吃的酸奶有啥"
    assert repair([Piece(c, 0.3) for c in "西和柿多少钱"], Language.zh) == "西红柿多少钱"


def test_what_sounds_exactly_like_the_shops_word_is_it() -> None:
    """However sure the recogniser was, where the shop sells the one and not the other."""
    repair = Repair({"en": ["leek", "leeks", "mussels"]})
    assert repair([Piece("are the", 0.95), Piece(" leaks", 0.95), Piece(" fresh", 0.95)], Language.en) == "are the leeks fresh"
    assert repair([Piece("muscles", 0.95)], Language.en) == "mussels"
    assert Repair({"en": ["cereal", "serial"]})([Piece("serial", 0.95)], Language.en) == "serial"


def test_what_a_sentence_may_have_been_instead_sounds_like_it() -> None:
    """Other readings hold a phrase of the shop that sounds like what was heard, surely heard or not; a word of the shop is left alone."""
    repair = Repair({"zh": ["免运费", "购物卡", "燕麦奶"]})
    assert "要买多少免运费" in repair.others("要买多少面印肺")
    assert "购物卡怎么买" in repair.others("购物开怎么买")
    assert repair.others("燕麦奶在哪") == ()


@given(st.text(alphabet="要买多少面印肺购物开的有燕麦奶西红柿a ,", max_size=14))
def test_other_readings_are_few_and_as_long_as_the_text(text: str) -> None:
    """Each differs from the text, none comes twice, and no character is lost or added."""
    others = Repair({"zh": ["免运费", "购物卡", "燕麦奶", "西红柿"]}).others(text)
    assert len(set(others)) == len(others) <= MOST
    assert all(len(other) == len(text) and other != text for other in others)


def test_the_reading_that_makes_far_more_sense_is_taken() -> None:
    """As often as it helps; where the text makes sense, or another one hardly more, it stays."""
    repair = Repair({"zh": ["买一送一", "结账时", "燕麦奶"]})
    told = {"买衣送衣节丈时多收": 0.3, "买一送一节丈时多收": 0.76, "买衣送衣结账时多收": 0.7, "买一送一结账时多收": 0.97}
    assert repair.sensible("买衣送衣节丈时多收", lambda text: told[text]) == "买一送一结账时多收"
    assert repair.sensible("买衣送衣节丈时多收", lambda text: {**told, "买衣送衣节丈时多收": 0.9}[text]) == "买衣送衣节丈时多收"
    assert repair.sensible("买衣送衣节丈时多收", lambda _: 0.8) == "买衣送衣节丈时多收"
