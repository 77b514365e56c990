"""The states of the gallery: every screen alone, reached through the real bridges by what a shopper would do, with made-up answers.

A state's texts stand here in both languages; what belongs to the shop is read from the demo store.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from kiosk.app import made_up
from kiosk.app.enrol_states import ENROL
from kiosk.app.order_states import ORDER
from kiosk.app.staff_states import STAFF
from kiosk.app.stage import Both, Stage, State
from kiosk.app.trouble_states import TROUBLE
from kiosk.app.way_states import WAYS
from kiosk.core import Action, Intent, Language, Sentiment

SHORT: Final = ("Where is the oat milk?", "燕麦奶在哪里？")
SHORT_REPLY: Final = ("Aisle 4, shelf 7.", "在4号通道，7号货架。")
LONG: Final = (
    "Hello, I am looking for something for my daughter's birthday party on Saturday, there are twelve children coming and two of them must not eat "
    "nuts and one is vegan, so what could I bake or buy, and where do I find it in your shop?",
    "你好，我女儿星期六过生日，要来十二个小朋友，其中两个对坚果过敏，还有一个吃纯素，我想问一下可以烤点什么或者买点什么，这些东西在你们店里都放在哪里？",
)
LONG_REPLY: Final = (
    "For twelve children without nuts there are vanilla muffins and chocolate cake in the bakery, aisle 3. Nothing in them comes from nuts, but they "
    "may contain traces. For the vegan child: oat biscuits in aisle 10, fruit jelly in aisle 11 and sorbet in the freezer, aisle 5. If you would "
    "rather bake, flour, sugar and baking powder are in aisle 9, and oat drink to replace the milk is in aisle 4, shelf 7. A colleague at the "
    "service desk gladly looks at the packs with you. Shall I put the ingredients on your list, or show you the way to the bakery first?",
    "十二个小朋友、不含坚果的话，3号通道的烘焙区有香草松饼和巧克力蛋糕，配料里没有坚果，但可能含有微量坚果成分。给吃纯素的小朋友：10号通道有燕麦饼干，11号通道有果冻，5号通道的冷冻柜里有雪芭。如果您想自己烤，"
    "面粉、糖和泡打粉在9号通道，代替牛奶的燕麦饮在4号通道7号货架。服务台的同事也很乐意陪您一起看包装上的说明。要不要我把材料加到清单里，或者先带您去烘焙区？",
)
CHIPS: Final = (("How much is it?", "Is it on offer?", "Add it to my list", "Something cheaper"), ("多少钱？", "有优惠吗？", "加入清单", "有便宜点的吗？"))
APPLES: Final = ("golden-delicious", "pink-lady", "red-delicious", "royal-gala", "granny-smith")


def _chips(stage: Stage) -> tuple[str, ...]:
    return CHIPS[stage.language is Language.zh]


def _ask(question: Both, reply: Both, *, quiet: bool = True, **more: Any) -> Callable[[Stage], None]:
    def set_up(stage: Stage) -> None:
        stage.app.begin("touch")
        made = made_up.answer(stage.text(reply), stage.language, **{"chips": _chips(stage), **more})
        stage.answer(stage.text(question), made, quiet)

    return set_up


def _watching(stage: Stage) -> None:
    stage.until(lambda: bool(stage.app.presence.property("looking")), "the camera")


def _unwatched(stage: Stage) -> None:
    _watching(stage)
    stage.press(stage.word("presence_off"))
    stage.until(lambda: not stage.app.presence.property("looking"), "the camera to be let go")


def _thinking(stage: Stage) -> None:
    stage.app.begin("touch")
    stage.app.talk.ask(stage.text(SHORT))


def _listening(stage: Stage) -> None:
    stage.app.begin("speak")
    stage.until(lambda: stage.app.listening.property("level") > 0, "the microphone")


def _captioned(stage: Stage) -> None:
    stage.visit.house.ears.so_far = stage.text(("Where is the oat", "燕麦奶在"))
    _listening(stage)
    stage.until(lambda: bool(stage.app.listening.property("caption")), "what was heard so far")


def _hearing(stage: Stage) -> None:
    _listening(stage)
    stage.app.listen()
    stage.until(lambda: stage.app.listening.property("state") == "hearing", "the end of the question")


def _no_microphone(stage: Stage) -> None:
    stage.app.begin("speak")
    stage.until(lambda: bool(stage.app.talk.property("reply")), "the word that there is none")


def _camera(stage: Stage) -> None:
    stage.app.begin("show")
    stage.until(lambda: stage.app.camera.property("serial") > 1, "the camera")


def _no_camera(stage: Stage) -> None:
    stage.app.begin("show")
    stage.until(lambda: bool(stage.app.talk.property("reply")), "the word that there is none")


def _ticket(stage: Stage) -> None:
    stage.app.begin("touch")
    ticket = stage.visit.tickets.open("ticket", stage.language, Intent.report_damaged, "", "made up")
    reply = (f"Case {ticket.number} was reported on 24 November. Nobody has taken it on yet.", f"{ticket.number}号登记于11月24日提交，还没有店员处理。")
    question = (f"Any news on ticket {ticket.number}?", f"{ticket.number}号处理得怎么样了？")
    stage.answer(stage.text(question), made_up.answer(stage.text(reply), stage.language, Intent.ticket_status, cited=[f"ticket:{ticket.number}"]))


def _map(stage: Stage) -> None:
    PRODUCT(stage)
    stage.app.talk.lead("oatly-oat-milk")
    stage.until(lambda: stage.app.talk.property("panel") == "map" and bool(stage.app.plan.property("way")), "the plan")


def _list(stage: Stage) -> None:
    stage.app.begin("touch")
    stage.visit.state = _with(stage, listed=(("hass-avocado-ripe-2", "1"), ("oatly-oat-milk", "1"), ("lemon", "3"), ("granny-smith", "0.5"), ("avocado", "2")))
    reply = ("On your list: 3 × Lemon.", "已加入清单：3 × 柠檬。")
    question = ("Add three lemons to my list", "把三个柠檬加到清单")
    stage.answer(stage.text(question), made_up.answer(stage.text(reply), stage.language, Intent.list_add, actions=[Action("list_add", {"sku": "lemon"})]))


def _with(stage: Stage, **values: Any) -> Any:
    return replace(stage.visit.state, **values)


def _code(stage: Stage) -> None:
    _list(stage)
    stage.press(stage.word("take"))


def _empty_list(stage: Stage) -> None:
    stage.app.begin("touch")
    stage.app.talk.show("list")


def _keyboard(stage: Stage, text: str, chinese: bool) -> None:
    stage.app.begin("type")
    keyboard = stage.app.keyboard
    if keyboard.property("chinese") != chinese:
        keyboard.toggleChinese()

    def there() -> bool:
        keyboard.clear()
        keyboard.press("y")
        return bool(keyboard.property("candidates"))

    if chinese:
        stage.until(there, "the pinyin dictionary")
    keyboard.clear()
    for key in text:
        keyboard.press(key)


def _staff(stage: Stage, urgent: bool = False, coming: bool = False) -> None:
    stage.app.begin("touch")
    call = stage.visit.tickets.call_staff("asked", stage.language, urgent=urgent)
    stage.visit.state = _with(stage, calls=(call.id,))
    question = ("My friend collapsed", "我朋友晕倒了") if urgent else ("I want to talk to a person", "我要找工作人员")
    reply = (
        ("Staff have been called.", "已经呼叫店员。")
        if urgent
        else ("I have called a colleague. Nobody has answered yet.", "已经呼叫工作人员，目前还没有人应答。")
    )
    actions = [Action("raise_alarm", {})] if urgent else [Action("call_staff", {"reason": "asked"})]
    stage.answer(
        stage.text(question),
        made_up.answer(stage.text(reply), stage.language, Intent.call_staff, actions=actions, sentiment=Sentiment.negative),
        quiet=not urgent,
    )
    if coming:
        stage.visit.tickets.acknowledge_call(call.id, "gallery")
        stage.until(lambda: stage.app.staff.property("state") == "coming", "the staff")
        stage.app.sound.stop()


def _still_there(stage: Stage) -> None:
    PRODUCT(stage)
    while not stage.app.idle.counting:
        stage.app.idle.second(False)


def _box(stage: Stage, key: str) -> None:
    PRODUCT(stage)
    stage.press(stage.word(key))


def _low(stage: Stage) -> None:
    PRODUCT(stage)
    stage.app.looks.setLow(True)


PRODUCT: Final = _ask(SHORT, SHORT_REPLY, skus=["oatly-oat-milk", "alpro-oat-unsweetened-1l", "harbour-organic-oat-drink-1l"])
STATES: Final = (
    State("attract", lambda stage: None),
    State("attract-camera", _watching, presence=True),
    State("attract-camera-off", _unwatched, presence=True),
    State("broken", lambda stage: None, ("house",)),
    State("greeted", lambda stage: stage.app.begin("near")),
    State("welcome"),
    State("caption-short", _ask(SHORT, SHORT_REPLY)),
    State("caption-long", _ask(LONG, LONG_REPLY)),
    State("listening", _listening),
    State("captions-so-far", _captioned),
    State("hearing", _hearing),
    State("thinking", _thinking),
    State("speaking", _ask(SHORT, SHORT_REPLY, quiet=False, skus=["oatly-oat-milk"])),
    State("camera", _camera),
    State("product", PRODUCT),
    State("found", _ask(("Which apples do you have?", "有哪些苹果？"), ("We have five kinds of apple.", "我们有五种苹果。"), skus=APPLES)),
    State("compare", _ask(
        ("Which is cheaper, Golden Delicious, Pink Lady or Granny Smith?", "金冠、粉红佳人和青苹果哪个便宜？"),
        ("Golden Delicious are the cheapest of the three.", "三种里金冠苹果最便宜。"), intent=Intent.compare_products, skus=[APPLES[0], APPLES[1], APPLES[4]],
    )),
    State("offers", _ask(("Any deals on fruit this week?", "水果有什么优惠？"), ("20 per cent off all apples.", "苹果全线八折。"), intent=Intent.promotions, skus=APPLES)),
    State("policy", _ask(
        ("Can I return this without a receipt?", "没有小票能退货吗？"), ("Without a receipt we give a voucher.", "没有小票的话，我们可以退成代金券。"),
        intent=Intent.return_or_refund, cited=["policy:return-or-refund/without-receipt"],
    )),
    State("ticket", _ticket),
    State("map", _map),
    State("list", _list),
    State("list-empty", _empty_list),
    State("code", _code),
    State("keyboard-en", lambda stage: _keyboard(stage, "where is the oat milk", False)),
    State("keyboard-pinyin", lambda stage: _keyboard(stage, "yanmainaizainali", True), types=True),
    State("staff-called", _staff),
    State("staff-coming", lambda stage: _staff(stage, coming=True)),
    State("emergency", lambda stage: _staff(stage, urgent=True)),
    State("emergency-silent", lambda stage: _staff(stage, urgent=True), ("speaker",)),
    State("still-there", _still_there),
    State("volume", lambda stage: _box(stage, "volume")),
    State("looks", lambda stage: _box(stage, "looks")),
    State("low", _low),
    State("no-microphone", _no_microphone, ("microphone",)),
    State("no-camera", _no_camera, ("camera",)),
    *STAFF,
    *ENROL,
    *WAYS,
    *TROUBLE,
    *ORDER,
)  # fmt: skip
