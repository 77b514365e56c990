"""The window over the real house: the demo store, the students of the default bundle and the assistant, no fake but the missing devices."""

from pytestqt.qtbot import QtBot

from kiosk.app.main import Window
from kiosk.core import Language
from tests.seeing.test_heat import with_oranges


def test_a_shopper_finds_lists_and_calls_in_both_languages(real: Window, qtbot: QtBot) -> None:
    app = real.app

    def ask(text: str) -> None:
        app.talk.ask(text)
        qtbot.waitUntil(lambda: not app.talk.property("busy"), timeout=30_000)

    app.begin("touch")
    ask("where is the oat milk")
    card = app.talk.property("cards")[0]
    assert card["sku"] == "oatly-oat-milk"
    product = app._parts.visit.house.store.product("oatly-oat-milk")
    store = app._parts.visit.house.store
    assert card["price"] == f"€{store.price_on(product, app._parts.visit.house.now().date()):.2f}"
    assert card["place"] == f"Aisle {product.aisle} · Shelf {product.shelf}"
    app.talk.lead(card["sku"])
    qtbot.waitUntil(lambda: app.talk.property("panel") == "map")
    assert app.plan.property("aisle") == product.aisle
    app.talk.add(card["name"])
    qtbot.waitUntil(lambda: not app.talk.property("busy"), timeout=30_000)
    assert [row["sku"] for row in app.talk.property("listed")] == ["oatly-oat-milk"]
    ask("洗手间在哪里")
    assert app.property("chinese") is True
    assert app.talk.property("panel") == "map"
    app.callStaff()
    qtbot.waitUntil(lambda: app.staff.property("state") == "waiting", timeout=30_000)
    assert len(app._parts.visit.house.tickets.calls()) == 1
    app.finish()
    assert app.property("screen") == "attract"
    qtbot.waitUntil(lambda: app._parts.visit.state.listed == ())


def test_what_is_compared_stands_side_by_side_and_nothing_else_does(real: Window, qtbot: QtBot) -> None:
    """Bug: with five products that would also do, the comparison of two was a list of cards."""
    app = real.app
    app.begin("touch")
    for text in ("compare oatly oat drink and alpro soya milk", "燕麦奶和豆奶哪个便宜"):
        app.talk.ask(text)
        qtbot.waitUntil(lambda: not app.talk.property("busy"), timeout=60_000)
        assert app.talk.property("panel") == "compare"
        kinds = [app._parts.visit.house.store.product(card["sku"]).kind for card in app.talk.property("cards")]
        assert set(kinds) == {"oat-milk", "soy-milk"}


def test_the_reasons_of_a_real_answer_are_the_rows_it_cites(real: Window, qtbot: QtBot) -> None:
    app = real.app
    app.begin("touch")
    app.talk.ask("how much is the oatly oat drink")
    qtbot.waitUntil(lambda: not app.talk.property("busy"), timeout=30_000)
    product = app._parts.visit.house.store.product("oatly-oat-milk")
    app.why.ask()
    qtbot.waitUntil(lambda: app.talk.property("panel") == "why", timeout=30_000)
    facts = [fact for sentence in app.why.property("told")["sentences"] for fact in sentence["facts"]]
    assert {"fact": f"Price: €{product.price:.2f}", "source": "the shop's price list, row oatly-oat-milk"} in facts
    assert "what a product costs" in app.why.property("told")["understood"][0]


def test_a_picture_that_was_shown_is_covered_part_by_part_by_the_real_eyes(real: Window, qtbot: QtBot) -> None:
    app = real.app
    app.begin("touch")
    app.why.keep(with_oranges(10))
    app.talk.put("what is this?", lambda: app._parts.ask("", [with_oranges(10)], Language.en))
    qtbot.waitUntil(lambda: not app.talk.property("busy"), timeout=60_000)
    app.why.ask()
    qtbot.waitUntil(lambda: app.why.property("heat") in ("ready", "flat", "missing"), timeout=120_000)
    assert app.why.property("heat") == "ready" and "left" in app.why.property("heatText")
    assert len(app.why.property("told")["candidates"]) == 5
    app.finish()
    assert app.why.property("picture") == ""
