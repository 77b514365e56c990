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
    ("can I have the rest of my gift card in cash", "gift-card/cash-out"), ("购物卡里剩的钱能变现吗", "gift-card/cash-out"), ("礼品卡想充个六十六，行吗", "gift-card/amounts"),
    ("礼品卡网上买东西能花吗", "gift-card/online"), ("消费多少可以不交停车费", "parking/validation"), ("充电桩一度电多少钱", "parking/charging"),
    ("is there a minimum order if I collect it", "delivery-and-pickup/pickup-minimum"), ("自提的东西能留到大后天吗", "delivery-and-pickup/how-long-kept"),
    ("小票找不到了，公司要报销", "receipt/without-details"), ("发票上公司名写错了怎么办", "receipt/receipt-wrong"), ("裤子买小了，能换大一码吗", "return-or-refund/exchange"),
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
@pytest.mark.parametrize(("said", "fact"), [
    ("the yoghurt has gone all lumpy", "report-damaged/food-spoiled"), ("葡萄买回来烂了一半", "report-damaged/food-spoiled"), ("there was a stone in my rice", "report-damaged/foreign-body"),
    ("酸奶里吃出一根头发", "report-damaged/foreign-body"), ("the toaster I bought gives off sparks", "report-damaged/unsafe"), ("新买的电饭锅漏电", "report-damaged/unsafe"),
    ("I'd like to complain about one of your security guards", "complaint/staff"), ("洗手间里没有纸了", "complaint/cleanliness"),
    ("I want to praise one of your colleagues", "complaint/praise"), ("想表扬一下你们的店员", "complaint/praise"),
])  # fmt: skip
def test_a_fault_and_a_grievance_are_answered_by_their_own_fact(visit: Visit, said: str, fact: str) -> None:
    answer = visit.say(said)
    assert cited(answer) == [fact]
    assert "call_staff" not in [a.name for a in answer.actions]


@needs_student
def test_a_fault_keeps_its_promise_when_the_money_is_asked_for(visit: Visit) -> None:
    visit.say("the raspberries are mouldy")
    assert cited(visit.say("can I have my money back")) == ["report-damaged/refund"]


@needs_student
@pytest.mark.parametrize(("question", "yes"), [("is a 100 euro note okay", "Yes."), ("两百欧的大钞收吗", "可以。")])
def test_an_amount_within_its_limit_is_a_plain_yes(visit: Visit, question: str, yes: str) -> None:
    assert visit.say(question).text.startswith(yes)


@needs_student
def test_who_wants_to_change_an_order_is_told_until_when(visit: Visit) -> None:
    for question in ("can I still change order H1046", "订单H1046还能改吗"):
        assert "order-status/change" in cited(visit.say(question))


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
    from kiosk.assistant.words.listening import lexicon

    assert lexicon(language).measure(unit, text) == Decimal(value)


@pytest.mark.parametrize(
    "wrong", [{"most": 10, "unit": "km"}, {"most": 10, "refusal_en": "No.", "refusal_zh": "不。"}, {"refusal_en": "No.", "refusal_zh": "不。"}]
)
def test_a_limit_without_its_refusal_or_unit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Fact(id="area", about_en=("far",), about_zh=("远",), answer_en="Near.", answer_zh="近。", **wrong)  # type: ignore[arg-type]


@needs_student
@pytest.mark.parametrize(("first", "then", "fact"), [
    ("can I pay with Mastercard", "and what about PayPal", "payment-methods/paypal"), ("收现金吗", "那饭票呢", "payment-methods/vouchers"), ("可以刷卡吗", "那银联呢", "payment-methods/unionpay"),
    ("may I bring back a lamp", "there's no receipt any more", "return-or-refund/without-receipt"), ("玩具能退吗", "盒子没拆，小票也带了", "return-or-refund/change-of-mind"),
    ("你们送货吗", "最晚送到几点", "delivery-and-pickup/times"), ("停车收费吗", "停三个钟头呢", "parking/cost"),
])  # fmt: skip
def test_half_a_question_names_another_means_or_condition_of_the_same_matter(visit: Visit, first: str, then: str, fact: str) -> None:
    visit.say(first)
    assert cited(visit.say(then)) == [fact]


@needs_student
@pytest.mark.parametrize(("first", "then", "fact"), [
    ("I'd like to return a kettle", "the box is opened though", "return-or-refund/opened"), ("我想退个水壶", "小票没带", "return-or-refund/without-receipt"),
])  # fmt: skip
def test_the_condition_of_a_return_is_answered_while_its_note_is_open_and_fills_no_field(visit: Visit, first: str, then: str, fact: str) -> None:
    visit.say(first)
    answer = visit.say(then)
    assert cited(answer) == [fact]
    assert visit.state.pending is not None
    assert visit.state.pending.case is not None
    assert then not in dict(visit.state.pending.case.told).values()


@needs_student
@pytest.mark.parametrize(("question", "fact"), [
    ("do your self-checkouts accept coins", "payment-methods/cash"), ("the label said 3.20 and the receipt 3.80", "price-dispute/shelf-price"),
    ("五百分能抵多少钱", "loyalty-program/redeem"), ("晚上七点之后还能送到吗", "delivery-and-pickup/times"), ("朋友送的，只有礼品小票，能退吗", "return-or-refund/gift-return"),
    ("小票扔了，可以再给一张吗", "receipt/without-details"),
])  # fmt: skip
def test_a_word_that_looks_like_another_asks_for_no_other_fact(visit: Visit, question: str, fact: str) -> None:
    assert cited(visit.say(question))[0] == fact


@needs_student
@pytest.mark.parametrize(("first", "then"), [("what's the news of order H1042", "why is it still not here"), ("帮我查一下订单H1042", "怎么还没送来呀，等好久了")])
def test_the_order_just_told_is_the_one_that_is_late(visit: Visit, first: str, then: str) -> None:
    visit.say(first)
    answer = visit.say(then)
    assert answer.intent == Intent.order_status
    assert "order:H1042" in [c.source for c in answer.citations]
    assert not any(a.name == "call_staff" for a in answer.actions)


@needs_student
@pytest.mark.parametrize("question", ["I've come to collect my shopping, is it ready?", "我订的菜备好了吗"])
def test_whether_an_order_is_ready_asks_for_its_number(visit: Visit, question: str) -> None:
    visit.say(question)
    assert visit.state.pending is not None
    assert visit.state.pending.kind == "number"
