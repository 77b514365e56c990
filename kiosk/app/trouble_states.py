"""The gallery's states of a case while it is told, of a photo for it, and of what was said in the visit."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kiosk.app import made_up
from kiosk.app.stage import Stage, State
from kiosk.assistant.state import Case, Pending
from kiosk.core import Action, Intent

SAID: Final = ("The milk I bought here was off", "在这儿买的牛奶是酸的")
ASKS: Final = (
    "I am sorry about that. Bring it back, with the receipt if you have it, and you get your money back or a new one. Shall I note it for our staff? "
    "You'd get a number to ask about it. If you can, tell me too: when did you buy it?",
    "很抱歉给您添麻烦，带来退换，最好带小票，退钱或换新都行。要我记下来交给同事吗？会给您一个编号，方便查询。方便的话，也跟我说一下：是什么时候买的？",
)
READS: Final = (
    'Thank you. I have: what is wrong "The milk I bought here was off", product "milk", bought "yesterday" and wish "a new one". Shall I store it like this?',
    "谢谢您。我记的是：问题“在这儿买的牛奶是酸的”、商品“牛奶”、购买时间“昨天”、希望“换一个”。就这样存下来，可以吗？",
)
YES: Final = ("Yes, please note it", "好的，记下来")
STORED: Final = (
    "Noted. Your number is {number}. Staff will look at it; you can ask for news here or at the desk.",
    "已经记下了，您的编号是{number}。同事会处理，您可以在这里或服务台查询进展。",
)
CHIPS: Final = (("Today", "Yesterday", "Last week", "Skip", "Yes, please note it", "No, thanks"), ("今天", "昨天", "上周", "跳过", "好的，记下来", "不用了"))
TALK: Final = (
    (("Where is the oat milk?", "燕麦奶在哪里？"), ("Oatly oat drink is in aisle 4, shelf 7.", "Oatly燕麦饮在4号通道7号货架。"), ("oatly-oat-milk",)),
    (("Is parking free?", "停车收费吗？"), ("Two hours are free.", "前两个小时免费。"), ()),
    (("Which apples do you have?", "有哪些苹果？"), ("Yes, that's in our range: apples, in aisle 1, shelf 1.", "有的，苹果在1号通道1号货架。"), ("pink-lady", "granny-smith")),
    (("Thank you", "谢谢"), ("You're welcome!", "不客气！"), ()),
)  # fmt: skip


def told(stage: Stage, whole: bool = False) -> None:
    """A case with a question open; `whole`: read back."""
    stage.app.begin("touch")
    words = {"product": ("milk", "牛奶"), "when": ("yesterday", "昨天"), "wish": ("a new one", "换一个")}
    known = tuple((name, stage.text(both)) for name, both in words.items() if whole or name == "product")
    case = Case(Intent.report_damaged, stage.text(SAID), told=known, asked=("when",), field="" if whole else "when", read=whole)
    stage.visit.state = replace(stage.visit.state, language=stage.language, pending=Pending("ticket", case.intent, case=case))
    chips = CHIPS[stage.text(("0", "1")) == "1"][4 if whole else 0 :]
    stage.answer(stage.text(SAID), made_up.answer(stage.text(READS if whole else ASKS), stage.language, Intent.report_damaged, chips=chips))


def talked(stage: Stage) -> None:
    """Some turns, and a touch on what was said."""
    stage.app.begin("touch")
    for question, reply, skus in TALK:
        stage.answer(stage.text(question), made_up.answer(stage.text(reply), stage.language, skus=skus))
    stage.press(stage.word("history"))


def noted(stage: Stage) -> str:
    """A case was stored, and a photo offered. Returns its number."""
    stage.app.begin("touch")
    ticket = stage.visit.tickets.open("damaged", stage.language, Intent.report_damaged, "oatly-oat-milk", stage.text(SAID))
    stage.visit.state = replace(stage.visit.state, language=stage.language, tickets=(ticket.number,))
    reply = stage.text(STORED).format(number=ticket.number)
    opened = Action("open_ticket", {"number": ticket.number})
    stage.answer(stage.text(YES), made_up.answer(reply, stage.language, Intent.affirm, actions=[opened], cited=[f"ticket:{ticket.number}"]))
    return ticket.number


def aim(stage: Stage) -> str:
    """The viewfinder of a photo for a case. Returns its number."""
    number = noted(stage)
    stage.app.photo.begin(number)
    stage.until(lambda: stage.app.camera.newest() is not None, "the camera")
    _quiet(stage)
    return number


def counted(stage: Stage) -> str:
    """Two seconds before the picture. Returns the case's number."""
    number = aim(stage)
    stage.app.photo.shutter()
    stage.app.photo.second()
    stage.app.photo._timer.stop()
    return number


def taken(stage: Stage) -> str:
    """The picture, before it is kept. Returns the case's number."""
    number = counted(stage)
    for _ in range(2):
        stage.app.photo.second()
    stage.until(lambda: stage.app.photo.property("stage") == "check", "the picture")
    _quiet(stage)
    return number


def kept(stage: Stage) -> str:
    """It is kept. Returns the case's number."""
    number = taken(stage)
    stage.app.photo.use()
    stage.until(lambda: stage.app.photo.property("kept") == [number], "the disk")
    _quiet(stage)
    return number


def _shows(step: Callable[[Stage], str]) -> Callable[[Stage], None]:
    def set_up(stage: Stage) -> None:
        step(stage)

    return set_up


def _camera_gone(stage: Stage) -> None:
    number = noted(stage)
    stage.app.photo.begin(number)
    stage.until(lambda: stage.app.talk.property("reply") == stage.word("photo_no_camera"), "the word that there is none")
    _quiet(stage)


def _quiet(stage: Stage) -> None:
    stage.app.sound.stop()
    stage.until(lambda: not stage.app.sound.property("speaking"), "silence")


TROUBLE: Final = (
    State("trouble", told),
    State("trouble-ready", lambda stage: told(stage, whole=True)),
    State("photo-offered", _shows(noted)),
    State("photo-aim", _shows(aim)),
    State("photo-count", _shows(counted)),
    State("photo-check", _shows(taken)),
    State("photo-kept", _shows(kept)),
    State("photo-no-camera", _camera_gone, ("camera",)),
    State("history", talked),
)
