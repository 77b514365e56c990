"""A number is a size, a count or neither; the size that was asked is the one that is answered, listed and priced."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.assistant.words.amounts import counts, number, share_out, sizes
from kiosk.core import Language
from tests.assistant.conftest import STUDENT, Visit

EN, ZH = Language.en, Language.zh
real = pytest.mark.skipif(not (STUDENT / "model.xml").exists(), reason="the default bundle is not built: make bundle")


@pytest.mark.parametrize(("text", "size", "count"), [
    ("three packs of nappies size five", ("number", "5"), ["3"]), ("the two hundred and fifty gram one", ("g", "250"), []),
    ("a one point five litre bottle of cola", ("ml", "1500"), []), ("two boxes of six eggs", ("piece", "6"), ["2"]), ("half a kilo of carrots", ("g", "500"), []),
    ("two six packs of cola", ("piece", "6"), ["2"]), ("three packs of the six-pack", ("piece", "6"), ["3"]), ("a couple of six-packs", ("piece", "6"), ["2"]),
    ("2 x 6 packs of water", ("piece", "6"), ["2"]), ("six packs of nappies", None, ["6"]), ("twenty six packs of gum", None, ["26"]),
    ("half a dozen lemons", None, ["6"]), ("it was 2.49 and I have 3 euros", None, []), ("dinner for four people", None, []), ("a couple of limes", None, ["2"]),
])  # fmt: skip
def test_sizes_and_counts_are_told_apart(text: str, size: tuple[str, str] | None, count: list[str]) -> None:
    assert [(s.unit, f"{s.value.normalize():f}") for s in sizes(text, EN)] == ([size] if size else [])
    assert [str(c.value) for c in counts(text, EN)] == count


@pytest.mark.parametrize(("text", "size", "count"), [
    ("来两盒十二个装的鸡蛋", ("piece", "12"), ["2"]), ("五斤装的大米", ("g", "2500"), []), ("一公斤半土豆", ("g", "1500"), []), ("三段奶粉", ("number", "3"), []),
    ("两箱六瓶装的水", ("piece", "6"), ["2"]), ("六罐装可乐来三提", ("piece", "6"), ["3"]), ("两箱可乐", None, ["2"]), ("三盒牛奶", None, ["3"]),
    ("再加俩柠檬", None, ["2"]), ("换大一号的", None, []), ("这两个哪个好", None, []), ("四个人吃火锅", None, []), ("来三瓶1.5升的雪碧", ("ml", "1500"), ["3"]),
])  # fmt: skip
def test_chinese_sizes_and_counts_are_told_apart(text: str, size: tuple[str, str] | None, count: list[str]) -> None:
    assert [(s.unit, f"{s.value.normalize():f}") for s in sizes(text, ZH)] == ([size] if size else [])
    assert [str(c.value) for c in counts(text, ZH)] == count


@given(st.text(alphabet="a 1234567890.,two hundred and a half kg litre packs of 三十五个盒装斤半号点", max_size=60), st.sampled_from([EN, ZH]))
def test_no_number_is_a_size_and_a_count(text: str, language: Language) -> None:
    for count in counts(text, language):
        assert all(count.end <= s.start or s.end <= count.start for s in sizes(text, language))


@given(st.integers(1, 99))
def test_a_chinese_number_is_read_as_it_is_written(value: int) -> None:
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    written = (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones else "")
    assert number(written, ZH) == Decimal(value)


def test_each_product_gets_the_count_in_front_of_it_or_else_behind() -> None:
    assert share_out([(10, 14), (20, 24)], [(0, 3), (15, 18)]) == [0, 1]
    assert share_out([(0, 4), (20, 24)], [(5, 8), (15, 18)]) == [0, 1]
    assert share_out([(0, 4)], [(5, 8)]) == [0]
    assert share_out([None], [(5, 8)]) == [0]
    assert share_out([(0, 4), (10, 14)], []) == [None, None]


@real
@pytest.mark.parametrize(("said", "listed"), [
    ("put nappies size three on my list", {"pampers-size-3": "1"}),
    ("add two packs of pampers size four", {"pampers-size-4": "2"}),
    ("清单上记一盒十五个装的鸡蛋", {"harbour-barn-eggs-15": "1"}),
    ("加三瓶海天老抽和一盒嫩豆腐", {"haitian-dark-soy": "3", "harbour-silken-tofu-300": "1"}),
    ("add ten eggs", {"harbour-free-range-eggs-10": "1"}),
    ("add a dozen eggs", {"harbour-organic-eggs-6": "2"}),
    ("清单里加一打鸡蛋", {"harbour-organic-eggs-6": "2"}),
    ("add a dozen quail eggs", {"quail-eggs-12": "1"}),
    ("add two six packs of cola", {"pepsi-cans": "2"}),
    ("add three packs of the six-pack of cola", {"pepsi-cans": "3"}),
    ("two cases of beer on my list please", {"becks-pils": "2"}),
    ("add twelve cans of pepsi", {"pepsi-cans": "2"}),
    ("把两箱可乐加到清单", {"pepsi-cans": "2"}),
    ("加两提矿泉水", {"volvic-still": "2"}),
    ("清单加六罐百事可乐", {"pepsi-cans": "1"}),
    ("add two bottles of coke", {"coca-cola": "2"}),
    ("把三盒Oatly燕麦饮加到清单", {"oatly-oat-milk": "3"}),
    ("add a case of lemons", {"lemon": "1"}),
])  # fmt: skip
def test_the_list_takes_the_size_and_the_number_that_were_said(visit: Visit, said: str, listed: dict[str, str]) -> None:
    visit.say(said)
    assert dict(visit.state.listed) == listed


@real
def test_the_size_picks_among_what_was_talked_about(visit: Visit) -> None:
    visit.say("where is the basmati rice")
    visit.say("two bags of the 500 gram one on the list please")
    assert dict(visit.state.listed) == {"harbour-organic-basmati": "2"}


@real
def test_two_of_those_are_two_of_the_one(visit: Visit) -> None:
    visit.say("where are the peaches")
    visit.say("three of those on my list")
    assert dict(visit.state.listed) == {"peach": "3"}


@real
def test_both_are_the_two_that_were_talked_about(visit: Visit) -> None:
    visit.say("牛油果在哪")
    visit.say("百香果呢")
    visit.say("两样都放到清单里")
    assert len(visit.state.listed) == 2


@real
@pytest.mark.parametrize(("said", "told"), [
    ("do you have cat litter in a 30 litre bag", "Not in “30 litre”"), ("有没有二十升装的猫砂", "猫砂没有“二十升”的"), ("nappies size nine please, have you got them", "size 5"),
])  # fmt: skip
def test_a_size_that_the_shop_has_not_is_said_so(visit: Visit, said: str, told: str) -> None:
    assert told in visit.say(said).text


@real
def test_the_size_that_was_asked_is_priced(visit: Visit) -> None:
    assert visit.say("what does the five kilo bag of golden phoenix jasmine rice cost").products[0].sku == "golden-phoenix-jasmine-5kg"
    assert visit.say("爱他美二段多少钱").products[0].sku == "aptamil-follow-on-2"


@real
def test_brands_are_compared_within_one_kind_and_the_dearer_is_named(visit: Visit) -> None:
    answer = visit.say("which is more expensive, kerrygold or lurpak")
    assert {p.kind for p in answer.products[:2]} == {"butter"}
    assert "dearer" in answer.text


@real
def test_one_bar_has_its_own_figure_and_drinks_go_by_the_millilitre(visit: Visit) -> None:
    assert "50 g" in visit.say("how many calories has one twix").text
    assert "millilitres" in visit.say("how much sugar does coca cola have").text


@real
def test_a_recipe_says_what_more_people_need(visit: Visit) -> None:
    assert "3 times" in visit.say("what do I need to make carbonara for six people").text
    assert "乘以2" in visit.say("做番茄炒蛋，四个人吃，要买什么").text


@real
def test_offers_are_told_beside_several_prices(visit: Visit) -> None:
    assert "20 per cent off all apples" in visit.say("how much are apples").text
