"""An alarm: what this danger asks for first, kept on until it is called off; none for what is no danger. Staff are called for those who ask."""

import pytest

from kiosk.core import Intent
from kiosk.store.tickets import Tickets
from tests.assistant.conftest import Visit
from tests.assistant.test_conversation import needs_student


def done(answer: object) -> list[str]:
    return [a.name for a in answer.actions]  # type: ignore[attr-defined]


@needs_student
@pytest.mark.parametrize(("cry", "first"), [
    ("I can't find my little girl anywhere", "Please stay here by me."), ("我儿子走丢了", "请您就站在这里"), ("there is a fire in the bin over there", "Please get away from it"),
    ("那边着火了", "请离开那里"), ("an old man has collapsed", "Ring 112 now."), ("有人晕倒了", "请马上拨打112"), ("my baby is choking", "Ring 112 now and call out"),
    ("a man with a knife is attacking the cashier", "Please keep away from it"),
])  # fmt: skip
def test_each_danger_is_told_what_comes_first(visit: Visit, cry: str, first: str) -> None:
    answer = visit.say(cry)
    assert answer.text.startswith(first)
    assert done(answer) == ["raise_alarm", "call_staff"]


@needs_student
@pytest.mark.parametrize(("cry", "name"), [("somebody has fainted by the bread", "defibrillator"), ("有人不省人事了", "除颤仪")])
def test_who_collapsed_is_told_where_the_defibrillator_is(visit: Visit, cry: str, name: str) -> None:
    assert name in visit.say(cry).text


@needs_student
@pytest.mark.parametrize(("cry", "first"), [
    ("my wife's waters have gone", "Ring 112 now."), ("my sister is pregnant and has awful cramps", "Ring 112 now."), ("孕妇说肚子一阵阵地痛", "请马上拨打112"),
    ("我肚子疼得直不起腰", "请马上拨打112"),
    ("a small boy is standing here on his own, crying", "Please stay with the child."), ("有个小男孩一个人在那儿哭着找妈妈", "请您先陪着孩子"),
    ("some man keeps following me from aisle to aisle", "Please stay here by me."), ("那个人一路尾随我", "请您就站在我这里"),
])  # fmt: skip
def test_a_birth_a_child_that_was_found_and_a_follower_each_have_their_own_word(visit: Visit, cry: str, first: str) -> None:
    answer = visit.say(cry)
    assert answer.text.startswith(first)
    assert done(answer) == ["raise_alarm", "call_staff"]


@needs_student
@pytest.mark.parametrize(("said", "intent"), [
    ("my grandson needs a pee really badly", Intent.find_facility), ("the baby needs a clean nappy, where can I change her", Intent.find_facility), ("娃憋不住了要尿尿", Intent.find_facility),
    ("I'm eight months pregnant and want to sit down", Intent.find_facility), ("孕妇累了想坐会儿", Intent.find_facility), ("there is a bit of wire in my yoghurt", Intent.report_damaged),
    ("酸奶里吃出一块塑料", Intent.report_damaged), ("somebody has stolen my purse", Intent.lost_property), ("我手机让小偷偷走了", Intent.lost_property),
])  # fmt: skip
def test_a_need_a_thing_in_the_food_and_a_theft_raise_no_alarm(visit: Visit, said: str, intent: Intent) -> None:
    answer = visit.say(said)
    assert answer.intent == intent
    assert not {"raise_alarm", "call_staff"} & set(done(answer))


@needs_student
@pytest.mark.parametrize("cry", [
    "somebody stole the pram with my baby in it", "a thief took my handbag and now I feel like I'm going to faint", "they nicked my insulin and I'm shaking all over",
    "he stole my wallet and he is threatening my son", "found a needle in my salad and it pricked my tongue", "my sister is having contractions", "她破水了怎么办",
    "小偷拿了我的包还威胁我", "面包里吃出刀片，孩子的嘴割破了", "菜里有根针扎到我了",
])  # fmt: skip
def test_a_theft_or_a_thing_in_the_food_that_hurts_somebody_rings_the_bell(visit: Visit, cry: str) -> None:
    """Bug: the words of a theft spoke louder than the baby in the pram, and the student that had heard it was not asked."""
    assert done(visit.say(cry)) == ["raise_alarm", "call_staff"]


@needs_student
def test_what_is_missing_in_a_child_s_toy_is_no_missing_child(visit: Visit) -> None:
    assert "raise_alarm" not in done(visit.say("the puzzle for my son is missing three pieces"))


@needs_student
@pytest.mark.parametrize("cry", [
    "he swallowed a piece of glass in my soup and there is blood", "a man with a knife stole my bag", "someone is shouting for help in the toilet", "孩子把塑料吞下去了，喘不上气", "有人晕倒在厕所里",
])  # fmt: skip
def test_a_need_or_a_theft_with_somebody_hurt_is_an_emergency(visit: Visit, cry: str) -> None:
    assert "raise_alarm" in done(visit.say(cry))


@needs_student
@pytest.mark.parametrize("said", [
    "I've got an awful sore throat", "I've come down with a cold", "anything for a migraine", "do you sell paracetamol", "嗓子疼，买点什么好", "有止咳药吗", "我有点发烧",
])  # fmt: skip
def test_who_feels_ill_is_sent_to_the_pharmacist_and_sold_nothing(visit: Visit, said: str) -> None:
    answer = visit.say(said)
    assert any(c.source == "facility:pharmacy" for c in answer.citations)
    assert not answer.products
    assert not answer.actions


@needs_student
@pytest.mark.parametrize("said", ["my son has a temperature of forty, should I take him to hospital", "宝宝烧到四十度，用不用去医院"])
def test_a_high_fever_is_a_doctor_s_and_the_number_is_told(visit: Visit, said: str) -> None:
    assert "112" in visit.say(said).text


@needs_student
@pytest.mark.parametrize(("end", "place"), [("false alarm, sorry. where are the toilets", "toilets"), ("找到他了，谢谢，请问服务台在哪", "service-desk")])
def test_what_is_asked_behind_the_end_of_an_alarm_is_answered(visit: Visit, end: str, place: str) -> None:
    visit.say("I've lost my son")
    answer = visit.say(end)
    assert done(answer) == ["end_alarm", "show_map"]
    assert answer.actions[1].args == {"facility": place}


@needs_student
@pytest.mark.parametrize(("cry", "end"), [
    ("I've lost my daughter", "good news, we have found her"), ("I've lost my daughter", "false alarm, sorry"), ("there is smoke everywhere", "please stop the alarm"),
    ("my husband has fainted", "he's awake now"), ("孩子走丢了", "孩子找到了，谢谢"), ("有人晕倒了", "人醒过来了，没事了"), ("着火了", "我搞错了，把警报关了吧"),
])  # fmt: skip
def test_an_alarm_can_be_called_off_and_staff_are_told(visit: Visit, tickets: Tickets, cry: str, end: str) -> None:
    visit.say(cry)
    answer = visit.say(end)
    assert done(answer) == ["end_alarm"]
    assert [c.reason for c in tickets.calls()] == ["emergency", "emergency called off by the shopper"]  # the first stays for staff to close
    assert done(visit.say("where is the oat milk")) != ["raise_alarm", "call_staff"]


@needs_student
@pytest.mark.parametrize("still", ["we found him but he's not breathing", "she's back but she is bleeding", "找到了，可是叫不醒"])
def test_found_but_in_danger_ends_no_alarm(visit: Visit, still: str) -> None:
    visit.say("I can't find my child")
    assert "end_alarm" not in done(visit.say(still))


@needs_student
def test_who_presses_for_help_is_not_sent_to_the_desk(visit: Visit) -> None:
    visit.say("I can't find my little boy")
    pressed = visit.say("please hurry")
    assert pressed.intent == Intent.emergency
    assert pressed.text.endswith("Please stay here by me.")
    assert visit.say("oh no, now someone has collapsed").text.startswith("Ring 112 now.")  # another danger is another call


@needs_student
@pytest.mark.parametrize("harmless", [
    "my son is allergic to eggs", "could somebody come and carry this, I have the pram with me", "is morning sickness normal", "ring me twice when it's ready",
    "我先生对虾过敏", "孕吐很厉害，要紧吗",
])  # fmt: skip
def test_what_is_no_danger_rings_no_bell(visit: Visit, harmless: str) -> None:
    assert "raise_alarm" not in done(visit.say(harmless))


@needs_student
@pytest.mark.parametrize("danger", ["my son is allergic to nuts and he just ate one", "孩子对花生过敏，刚才吃了花生，喘不过气"])
def test_an_allergy_that_strikes_does(visit: Visit, danger: str) -> None:
    assert "raise_alarm" in done(visit.say(danger))


@needs_student
def test_where_nothing_is_on_good_news_is_only_thanked_for(visit: Visit) -> None:
    assert "end_alarm" not in done(visit.say("we found it, thanks"))


@needs_student
@pytest.mark.parametrize(("question", "who"), [
    ("are you hiring at the moment", "service desk"), ("你们还招临时工吗", "服务台"), ("can I take aspirin with my blood pressure tablets", "pharmac"), ("感冒药和头孢能一起吃吗", "药剂师"),
])  # fmt: skip
def test_what_is_not_ours_is_sent_to_who_knows(visit: Visit, question: str, who: str) -> None:
    answer = visit.say(question)
    assert answer.intent == Intent.out_of_scope
    assert who in answer.text


@needs_student
@pytest.mark.parametrize(
    ("cry", "next_words", "intent"),
    [
        ("someone has collapsed by the fridges", "sorry, can you repeat that", Intent.repeat), ("有人晕倒了", "什么？再讲一遍", Intent.repeat),
        ("my son is missing", "could I speak to the store manager", Intent.call_staff), ("有人晕倒了", "能让你们经理过来一趟吗", Intent.call_staff),
    ],
)  # fmt: skip
def test_what_is_asked_while_an_alarm_is_on_is_still_that(visit: Visit, cry: str, next_words: str, intent: Intent) -> None:
    """Only who insists on help is told of the alarm again."""
    visit.say(cry)
    assert visit.say(next_words).intent == intent


@needs_student
@pytest.mark.parametrize("said", [
    "there is a puddle on the floor by the fridges", "someone has dropped a jar and there's glass everywhere", "it's flooded near the yoghurts, the floor is all water",
    "the tiles by the entrance are wet and slippery, an old lady could break her hip", "通道里地很滑，老人会摔跤的", "有人把酱油打翻了，地上一大片", "地上有水，刚才我差点滑倒",
])  # fmt: skip
def test_a_slippery_floor_is_told_to_staff_and_is_no_emergency(visit: Visit, tickets: Tickets, said: str) -> None:
    answer = visit.say(said)
    assert done(answer) == ["call_staff"]
    assert [(c.reason, c.urgent) for c in tickets.calls()] == [("wet or dirty floor", False)]


@needs_student
@pytest.mark.parametrize("said", [
    "my gran fell on your wet floor", "a boy slipped in the puddle and hit his head", "the floor is full of glass and a girl has cut her foot", "a cable over there is sparking",
    "有位老人踩到油摔伤了", "地上有碎玻璃，孩子手割破流血了",
])  # fmt: skip
def test_who_is_hurt_on_a_slippery_floor_raises_the_alarm(visit: Visit, said: str) -> None:
    assert "raise_alarm" in done(visit.say(said))
