"""What the shop has laid down: the fact that was asked for, not the general one; a no beyond its limits; half a question goes on with the topic."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from kiosk.core import Intent, Language
from kiosk.store.rows import Fact
from tests.assistant.conftest import Visit
from tests.assistant.test_conversation import needs_student


def cited(answer: object) -> list[str]:
    """Facts that a reply told, by topic and name."""
    return [c.source.removeprefix("policy:") for c in answer.citations if c.source.startswith("policy:")]  # type: ignore[attr-defined]


@needs_student
@pytest.mark.parametrize(("question", "fact"), [
    ("what do I pay if the car stays up there for five hours", "parking/cost"), ("车在楼上停了一下午，大概收多少钱", "parking/cost"),
    ("I've mislaid my parking ticket, what now", "parking/ticket-lost"), ("停车票被我弄丢了怎么弄", "parking/ticket-lost"),
    ("may I pay part of it in cash and the rest by card", "payment-methods/splitting"), ("一半付现金一半刷卡可以不", "payment-methods/splitting"),
    ("do you accept GPay", "payment-methods/phone"), ("how long is a click and collect kept for me", "delivery-and-pickup/how-long-kept"),
    ("自提的东西过两天再来取行吗", "delivery-and-pickup/how-long-kept"), ("I forgot my member card at home, can I still get my points", "loyalty-program/forgot-card"),
    ("what are a hundred points worth", "loyalty-program/redeem"), ("会员积分放久了会不会过期", "loyalty-program/expiry"),
    ("can I use the gift card more than once", "gift-card/partial"), ("购物卡里还剩多少钱怎么看", "gift-card/balance"),
    ("we never opened it, may we return the lamp", "return-or-refund/change-of-mind"), ("退的钱几天能到账", "return-or-refund/refund-time"),
    ("please send the receipt by email instead of paper", "receipt/email"), ("公司报销，发票抬头能开吗", "receipt/invoice"),
])  # fmt: skip
def test_the_fact_that_is_asked_for_is_told_and_not_the_general_one(visit: Visit, question: str, fact: str) -> None:
    told = cited(visit.say(question))
    assert told[0] == fact
    assert f"{fact.split('/')[0]}/general" not in told


@needs_student
@pytest.mark.parametrize(("question", "no"), [
    ("we are twelve miles out, do you deliver there", "No, sorry, that is too far"), ("我家离店十四公里，给送吗", "不好意思，太远了"),
    ("do you deliver on Sundays as well", "No, we do not deliver on Sundays"), ("礼拜天送货上门吗", "周日不送货"),
    ("will you take a 500 euro note", "No, sorry, we take notes up to 200"), ("五百欧元的大钞收不收", "不收"),
    ("my van is two metres forty high, does it fit into the car park", "No, that is too high"), ("车高两米三，停车场进得去吗", "进不去"),
])  # fmt: skip
def test_what_goes_beyond_a_limit_is_a_plain_no(visit: Visit, question: str, no: str) -> None:
    assert visit.say(question).text.startswith(no)


@needs_student
def test_within_the_limit_there_is_no_refusal(visit: Visit) -> None:
    assert "No" not in visit.say("we live eight kilometres away, do you deliver there").text
    assert "No" not in visit.say("is the car park high enough for 1.95 metres").text


@needs_student
def test_no_fact_begins_with_a_yes_that_the_question_may_not_have_earned(visit: Visit) -> None:
    facts = [f for p in visit.assistant._store.policies for f in p.facts]
    assert not [f.id for f in facts if f.answer_en.startswith("Yes") or f.answer_zh.startswith("可以，")]


@needs_student
@pytest.mark.parametrize(("first", "then", "fact"), [
    ("do you deliver to people's homes", "what does that cost", "delivery-and-pickup/cost"), ("do you deliver to people's homes", "and on a Sunday?", "delivery-and-pickup/times"),
    ("停车要钱吗", "超时怎么算", "parking/cost"), ("你们送货吗", "贵不贵", "delivery-and-pickup/cost"), ("has anything been recalled", "should I bin it then", "product-recall/dispose"),
])  # fmt: skip
def test_half_a_question_goes_on_with_the_topic(visit: Visit, first: str, then: str, fact: str) -> None:
    visit.say(first)
    assert fact in cited(visit.say(then))


@needs_student
def test_a_product_ends_the_topic(visit: Visit) -> None:
    visit.say("do you deliver to people's homes")
    assert visit.say("how much is the oat milk").intent == Intent.product_price


@pytest.mark.parametrize(("language", "text", "unit", "value"), [
    (Language.en, "fifteen kilometres out", "km", "15"), (Language.en, "ten miles away", "km", "16.090"), (Language.en, "two metres thirty", "m", "2.3"),
    (Language.en, "a five hundred euro note", "euro", "500"), (Language.zh, "离你们十二公里", "km", "12"), (Language.zh, "车高两米三", "m", "2.3"),
])  # fmt: skip
def test_a_measure_is_read_in_words_and_figures(language: Language, text: str, unit: str, value: str) -> None:
    from kiosk.assistant.listening import lexicon

    assert lexicon(language).measure(unit, text) == Decimal(value)


@pytest.mark.parametrize(
    "wrong", [{"most": 10, "unit": "km"}, {"most": 10, "refusal_en": "No.", "refusal_zh": "不。"}, {"refusal_en": "No.", "refusal_zh": "不。"}]
)
def test_a_limit_without_its_refusal_or_unit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Fact(id="area", about_en=("far",), about_zh=("远",), answer_en="Near.", answer_zh="近。", **wrong)  # type: ignore[arg-type]
