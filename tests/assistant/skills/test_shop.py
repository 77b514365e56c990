"""Places of the building by their own names, orders whose day is past, the voice, lost and found."""

import pytest

from kiosk.core import Intent
from tests.assistant.conftest import NOW, Clock, Visit
from tests.assistant.test_conversation import needs_student


@needs_student
@pytest.mark.parametrize(("question", "place"), [
    ("where can I return my empties", "bottle-return"), ("哪儿能把空瓶子退了", "bottle-return"), ("I need the loo, which way is it", "toilets"),
    ("is there somewhere to sit down for a cup of tea", "cafe"), ("有没有能坐一会儿喝咖啡的地方", "cafe"), ("where can I get a present wrapped", "gift-wrap"), ("哪里可以包一下礼物", "gift-wrap"),
    ("which way to print photos from my phone", "photo-machine"), ("哪里能给孩子喂个奶", "baby-changing"), ("can I get a key cut in here", "key-cutting"), ("where do I pay", "tills"),
])  # fmt: skip
def test_a_place_is_found_by_its_own_names(visit: Visit, question: str, place: str) -> None:
    answer = visit.say(question)
    assert answer.intent == Intent.find_facility
    assert [a.args for a in answer.actions if a.name == "show_map"] == [{"facility": place}]


@needs_student
@pytest.mark.parametrize(("question", "counter"), [
    ("when does the butcher knock off on Saturdays", "butcher"), ("是卖鱼的，周六几点收摊", "fish-counter"), ("肉摊周六几点下班", "butcher"), ("卖面包的周日开门吗", "bakery"),
])  # fmt: skip
def test_a_counter_is_known_by_its_people(visit: Visit, question: str, counter: str) -> None:
    answer = visit.say(question)
    assert answer.intent == Intent.opening_hours
    assert any(c.source == f"counter:{counter}" for c in answer.citations)


@needs_student
def test_a_counter_that_is_shut_all_day_has_not_closed_for_today(visit: Visit, clock: Clock) -> None:
    clock.now = NOW.replace(day=23)  # a Monday
    assert visit.say("is the fish counter open").text.startswith("Fish counter: not open today.")
    assert visit.say("水产柜台今天开吗").text.startswith("水产柜台今天不营业")


@needs_student
@pytest.mark.parametrize(("question", "start"), [
    ("is the service desk still open at seven in the evening", "Yes"), ("is the cheese counter open at nine at night", "No"), ("are you open at six tomorrow morning", "No"),
    ("服务台晚上七点还开吗", "开着"), ("周日早上八点开门吗", "那时候不开"), ("is the cheese counter open at half eight in the morning", "No"), ("when does the bakery close", "Bakery counter"),
])  # fmt: skip
def test_who_asks_for_a_time_is_told_yes_or_no(visit: Visit, question: str, start: str) -> None:
    assert visit.say(question).text.startswith(start)


@needs_student
@pytest.mark.parametrize("question", ["对面那家面包店几点关门", "隔壁超市有鸡蛋吗", "is the bakery across the road open yet", "最近的医院在哪儿", "明天会下雨吗"])
def test_other_houses_and_the_weather_are_not_ours(visit: Visit, question: str) -> None:
    answer = visit.say(question)
    assert answer.intent == Intent.out_of_scope
    assert not answer.products


@needs_student
@pytest.mark.parametrize("question", ["can I charge my mobile somewhere", "有没有充电宝", "can I bring my dog in", "能带猫进来吗", "do you have wifi here", "who is the store manager", "附近好打车吗"])
def test_what_the_data_say_nothing_of_is_not_known_and_calls_nobody_unasked(visit: Visit, question: str) -> None:
    answer = visit.say(question)
    assert not answer.citations or {c.source for c in answer.citations} == {"shop"}
    assert not answer.answered
    assert "call_staff" not in [a.name for a in answer.actions]


@needs_student
@pytest.mark.parametrize(("fault", "question"), [("my kettle is broken", "where do I take it"), ("hello", "where do I bring a faulty lamp back"), ("灯泡坏了", "那我拿去哪里退")])
def test_what_is_faulty_goes_to_the_service_desk(visit: Visit, fault: str, question: str) -> None:
    visit.say(fault)
    answer = visit.say(question)
    assert "the service desk" in answer.text or "服务台" in answer.text
    assert "show_map" not in [a.name for a in answer.actions]


@needs_student
@pytest.mark.parametrize("question", ["where is the toilet paper", "where are the bottles of water", "卫生纸在哪里", "哪里有牛奶"])
def test_goods_that_hold_the_name_of_a_place_stay_goods(visit: Visit, question: str) -> None:
    answer = visit.say(question)
    assert answer.intent == Intent.find_product
    assert answer.products


@needs_student
def test_words_of_a_place_here_and_there_are_no_place_where_an_order_is_missed(visit: Visit) -> None:
    assert visit.say("I ordered my food online for four and nobody has brought it, where are they").intent == Intent.order_status


@needs_student
def test_an_order_whose_day_is_past_is_not_told_as_to_come(visit: Visit, clock: Clock) -> None:
    assert "is due on" in visit.say("where is my order H1044").text
    clock.now = NOW.replace(day=29)
    late = visit.say("where is my order H1044")
    assert "is due on" not in late.text
    assert "should have come on Tuesday 24 November" in late.text
    assert visit.say("yes please").actions[0].name == "call_staff"
    assert "本来" in visit.say("订单H1044到哪了").text


@needs_student
@pytest.mark.parametrize(("said", "change"), [
    ("it's so loud in here, speak up", "louder"), ("I can't hear you, it's too loud in this place", "louder"), ("you are too loud", "quieter"), ("shush, not so loud", "quieter"),
    ("店里好吵，声音大一点", "louder"), ("太吵了，小声点", "quieter"), ("听不清，响一点", "louder"),
])  # fmt: skip
def test_what_is_asked_for_beats_what_is_complained_of(visit: Visit, said: str, change: str) -> None:
    assert [a.args for a in visit.say(said).actions] == [{"change": change}]


@needs_student
@pytest.mark.parametrize(("said", "thanked"), [
    ("has anybody handed in a red scarf", False), ("did someone find a set of keys", False), ("有没有人捡到一副眼镜", False), ("谁看到我的帽子了", False),
    ("I found a purse by the tills", True), ("我捡到一串钥匙", True),
])  # fmt: skip
def test_who_asks_whether_it_was_found_has_lost_it(visit: Visit, said: str, thanked: bool) -> None:
    answer = visit.say(said)
    assert answer.intent == Intent.lost_property
    assert answer.text.startswith(("Thank you", "太感谢了")) is thanked


@needs_student
@pytest.mark.parametrize("said", ["the label said 2.49 and the till took 2.99 off me", "货架上写两块五，结账收我三块"])
def test_two_prices_that_differ_are_a_dispute(visit: Visit, said: str) -> None:
    assert visit.say(said).intent == Intent.price_dispute


@needs_student
def test_an_offer_of_next_year_is_told_with_its_year(visit: Visit) -> None:
    offer = next(o for o in visit.assistant._store.offers if (o.ends - NOW.date()).days > 200 and o.kinds)
    kind = visit.assistant._store.kinds[offer.kinds[0]]
    assert str(offer.ends.year) in visit.say(f"is there an offer on {kind.en}").text
    assert f"{offer.ends.year}年" in visit.say(f"{kind.zh}有优惠吗").text


@needs_student
def test_an_offer_that_ends_soon_is_told_without_one(visit: Visit) -> None:
    offer = next(o for o in visit.assistant._store.offers if o.starts <= NOW.date() <= o.ends and (o.ends - NOW.date()).days < 180 and o.skus)
    product = visit.assistant._store.product(offer.skus[0])
    assert product is not None
    assert str(NOW.year) not in visit.say(f"is there an offer on {product.name_en}").text


@needs_student
@pytest.mark.parametrize(("first", "then", "counter"), [
    ("when does the fish counter close", "and on sunday", "counter:fish-counter"), ("what time does the bakery open", "and tomorrow", "counter:bakery"),
    ("面包房几点开", "礼拜天呢", "counter:bakery"), ("鱼柜几点关", "那明天呢", "counter:fish-counter"), ("鱼柜周六开吗", "那周日几点开门", "counter:fish-counter"),
    ("when does the fish counter close", "and when do you close on sunday", "counter:shop"), ("鱼柜几点关", "那你们超市周日几点开", "counter:shop"),
])  # fmt: skip
def test_another_day_is_asked_of_the_counter_that_was_spoken_of(visit: Visit, first: str, then: str, counter: str) -> None:
    visit.say(first)
    told = {c.source for c in visit.say(then).citations if c.source.startswith("counter:")}
    assert told == {counter}


@needs_student
@pytest.mark.parametrize("question", ["周围哪家饺子馆好吃", "附近哪里有好吃的火锅"])
def test_a_dish_of_another_house_is_no_recipe(visit: Visit, question: str) -> None:
    assert visit.say(question).intent == Intent.out_of_scope


@needs_student
@pytest.mark.parametrize("said", ["一盒鸡蛋扫了我两遍，真是的", "那袋米刷了我三次"])
def test_what_was_scanned_more_than_once_is_no_search(visit: Visit, said: str) -> None:
    assert visit.say(said).intent == Intent.price_dispute
