"""The window over the real house: the demo store, the students of the default bundle and the assistant, no fake but the missing devices."""

from pytestqt.qtbot import QtBot

from kiosk.app.main import Window


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
    assert card["price"] == f"€{product.price:.2f}"
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
