"""An order in the coffee shop's window: the form fills in from one sentence, and a finger chooses what is missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.main import Window
from kiosk.app.notes import OFFERED, order_note
from kiosk.core import Language
from kiosk.core.settings import load_settings
from kiosk.store.pack import read_pack
from tests.app.conftest import no_speaker
from tests.app.test_trouble import said, touch

COFFEE = Path(__file__).parents[2] / "assets" / "stores" / "coffee"


@pytest.fixture
def bar(qtbot: QtBot, tmp_path: Path, complaints: list[str]) -> Iterator[Window]:
    """A window over the real house of the coffee shop."""
    made = Window(load_settings(state=tmp_path, voice=False, store=COFFEE), speaker=no_speaker, width=540, height=960)
    made.open()
    qtbot.waitUntil(lambda: bool(made.app.property("ready") or made.app.property("broken")), timeout=60_000)
    assert made.app.property("broken") == ""
    yield made
    made.close()


@pytest.mark.parametrize(("language", "first", "drink", "row", "other"), [
    ("en", "a large one with oat milk please", "cappuccino", "Size", "small"), ("zh", "要大杯的，加燕麦奶", "卡布奇诺", "杯型", "小杯"),
])  # fmt: skip
def test_what_a_sentence_left_open_is_chosen_by_touch(bar: Window, qtbot: QtBot, language: str, first: str, drink: str, row: str, other: str) -> None:
    app = bar.app
    app.begin("touch")
    app.speak(language)
    app.talk.ask(first)
    qtbot.waitUntil(lambda: app.talk.property("panel") == "order", timeout=30_000)
    touch(bar, qtbot, drink)
    qtbot.waitUntil(lambda: drink in said(bar).values(), timeout=30_000)
    touch(bar, qtbot, ("Change: " if language == "en" else "改一下: ") + row)
    touch(bar, qtbot, other)
    qtbot.waitUntil(lambda: said(bar)[row] == other, timeout=30_000)
    assert drink in said(bar).values() and app.talk.property("panel") == "order"


@pytest.mark.parametrize("language", list(Language))
def test_the_card_comes_from_the_declaration(language: Language) -> None:
    """Every field of the pack's form is a row, the first that is missing is asked for, and no more values are shown than fit."""
    form = read_pack(COFFEE).forms[0]
    note = order_note(form, {"size": "large"}, language)
    assert [r["id"] for r in note["rows"]] == [f.id for f in form.fields]
    assert [r["id"] for r in note["rows"] if r["needed"]] == ["coffeeDrink"]
    assert all(0 < len(r["values"]) <= OFFERED for r in note["rows"])
    assert not any(r["needed"] for r in order_note(form, {"coffeeDrink": "latte"}, language)["rows"])
