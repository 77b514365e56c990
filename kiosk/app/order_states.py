"""The gallery's states of an order: begun, and as far as one sentence tells it. The shop is the coffee bar, whose pack declares the form."""

from typing import Final

from kiosk.app import made_up
from kiosk.app.stage import Stage, State
from kiosk.core import Action, Intent

ORDERS: Final = (
    ("A large one with oat milk, please", "要大杯的，加燕麦奶", {"size": "large", "milkAmount": "oat milk"},
     "Your coffee order so far: large and oat milk. Which drink would you like?", "您的点单，现在有：大杯、燕麦奶。您想喝点什么？"),
    ("Can I get a small dark roast cappuccino to go?", "来一杯小杯深烘卡布奇诺，外带", {"coffeeDrink": "cappuccino", "size": "small", "roast": "dark roast", "extras": "to go"},
     "Your coffee order: cappuccino, small, dark roast and to go. Anything else?", "您的点单：卡布奇诺、小杯、深烘、外带。还要别的吗？"),
)  # fmt: skip


def _ordered(stage: Stage, number: int) -> None:
    question, question_zh, slots, reply, reply_zh = ORDERS[number]
    stage.visit.house.store = made_up.demo_store("coffee")
    stage.app.begin("touch")
    fills = Action("fill_form", {"form": "orderDrink", "slots": slots})
    stage.answer(stage.text((question, question_zh)), made_up.answer(stage.text((reply, reply_zh)), stage.language, Intent.list_add, actions=[fills]))


ORDER: Final = (State("order-begun", lambda stage: _ordered(stage, 0)), State("order", lambda stage: _ordered(stage, 1)))
