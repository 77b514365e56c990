"""The gallery's states of ways and reasons: one round for a list, ways without steps, and why an answer is as it is."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from kiosk.app import made_up
from kiosk.app.stage import Stage, State
from kiosk.core import Action, Citation, Intent, Seen
from kiosk.store.building import Wall

LISTED: Final = (
    ("hass-avocado-ripe-2", "1"), ("oatly-oat-milk", "1"), ("lemon", "3"), ("granny-smith", "0.5"), ("avocado", "2"), ("alpro-oat-unsweetened-1l", "2"),
)  # fmt: skip


def _sold_out() -> str:
    return next(p.sku for p in made_up.demo_store().products() if not p.stock)


def round_past_all(stage: Stage) -> None:
    """A list, one of it out of stock, and the touch that asks for one way past all."""
    stage.app.begin("touch")
    stage.visit.state = replace(stage.visit.state, language=stage.language, listed=(*LISTED, (_sold_out(), "1")))
    question, reply = ("Add a lemon to my list", "把柠檬加到清单"), ("On your list: 1 × Lemon.", "已加入清单：1 × 柠檬。")
    stage.answer(stage.text(question), made_up.answer(stage.text(reply), stage.language, Intent.list_add, actions=[Action("list_add", {"sku": "lemon"})]))
    stage.press(stage.word("round_all"))
    stage.until(lambda: bool(stage.app.plan.property("stops")), "the round")


def step_free(stage: Stage, shut: bool = False) -> None:
    """The way to the café, which lies two steps up; `shut`: its ramp is walled up."""
    stage.app.begin("touch")
    floor = made_up.demo_store().floor
    if shut and floor is not None:
        stage.app.plan.open(floor.model_copy(update={"walls": (*floor.walls, Wall(x=0, y=28.9, width=3, height=0.2), Wall(x=2.8, y=28.9, width=0.2, height=1.5)),
                                                     "passages": floor.passages[:1]}), made_up.demo_store().facilities)  # fmt: skip
    stage.app.talk.leadTo("cafe")
    stage.until(lambda: bool(stage.app.plan.property("way")), "the way")
    stage.press(stage.word("step_free"))
    stage.until(lambda: bool(stage.app.plan.property("noWay" if shut else "way")), "the way without steps")


def why(stage: Stage) -> None:
    """Two figures of the price list, and one that was computed from them."""
    stage.app.begin("touch")
    product = made_up.demo_store().product("oatly-oat-milk")
    if product is None:
        return
    source, name, price = f"product:{product.sku}", stage.text((product.name_en, product.name_zh)), f"{product.price:.2f}"
    total = f"{made_up.demo_store().bill([(product, Decimal(2))], made_up.NOW.date()).total:.2f}"
    cited = (
        Citation(source, "name_en", name), Citation(source, "price", price), Citation(source, "aisle", product.aisle), Citation(source, "shelf", product.shelf),
        Citation("question", "number", "2"), Citation("computed", "bill", total, (f"{source}.price", "number:2")),
    )  # fmt: skip
    reply = stage.text((
        f"{name} costs €{price}. 2 of them come to €{total}. It is in aisle {product.aisle}, shelf {product.shelf}.",
        f"{name}的价格是{price}欧元。2件一共{total}欧元。在{product.aisle}号通道{product.shelf}号货架。",
    ))  # fmt: skip
    question = stage.text(("what do two oat milks cost", "两盒燕麦奶多少钱"))
    given = made_up.answer(reply, stage.language, Intent.product_price, skus=[product.sku])
    words = {"product": (stage.text(("oat milks", "燕麦奶")),), "quantity": (stage.text(("two", "两盒")),)}
    stage.app.why.hear(question, stage.text(("what do two oh tilt cost", "两盒岩麦奶多少钱")))
    stage.answer(question, replace(given, citations=cited, slots=words, question=question, confidence=0.97))
    stage.press(stage.word("why_name"))
    stage.until(lambda: stage.app.talk.property("panel") == "why", "the reasons")


def why_picture(stage: Stage) -> None:
    """What was shown, recognised by its looks; the parts that matter worked out."""
    stage.app.begin("show")
    stage.until(lambda: stage.app.camera.property("serial") > 1, "the camera")
    scores = {"oatly-oat-milk": 0.82, "alpro-oat-unsweetened-1l": 0.09, "harbour-organic-oat-drink-1l": 0.04, "lemon": 0.01, "granny-smith": 0.01}
    seen = tuple(Seen("appearance", sku, score, sku == "oatly-oat-milk") for sku, score in scores.items())
    product = made_up.demo_store().product("oatly-oat-milk")
    reply = ("That is Oatly oat drink.", "这是Oatly 燕麦饮。")
    given = made_up.answer(stage.text(reply), stage.language, skus=["oatly-oat-milk"])
    name = stage.text((product.name_en, product.name_zh)) if product else ""
    stage.visit.answers[""] = replace(given, seen=seen, confidence=0.82, citations=(Citation("product:oatly-oat-milk", "name_en", name),))
    stage.app.identify()
    stage.until(lambda: not stage.app.talk.property("busy"), "the answer")
    stage.app.sound.stop()
    stage.until(lambda: not stage.app.sound.property("speaking"), "silence")
    stage.press(stage.word("why_name"))
    stage.until(lambda: stage.app.why.property("heat") == "ready", "what decided")


WAYS: Final = (
    State("round", round_past_all),
    State("step-free", step_free),
    State("no-way", lambda stage: step_free(stage, shut=True)),
    State("why", why),
    State("why-picture", why_picture),
)
