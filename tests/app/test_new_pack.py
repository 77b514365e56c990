"""A pack that is imported while the window is up: the next shopper types its words and walks on its plan. The real store, no restart."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from kiosk.app.main import Window
from tests.store.conftest import FILES, write_pack
from tests.visit.test_reload import imports


def test_the_next_visit_types_the_words_of_a_new_pack_and_shows_its_name_and_plan(real: Window, qtbot: QtBot, tmp_path: Path) -> None:
    app = real.app
    qtbot.waitUntil(lambda: app.keyboard._pinyin is not None, timeout=120_000)
    before = app.plan.property("floor")
    kinds = FILES["kinds.csv"].replace("beer,beer,啤酒", "beer,beer,琥珀淡艾尔")
    imports(app._settings.state, write_pack(tmp_path / "pack", kinds_csv=kinds))
    app.begin("type")
    qtbot.waitUntil(lambda: app.property("shop") == "Corner Shop", timeout=60_000)
    assert app.plan.property("floor") != before
    app.keyboard.speak(True)

    def typed() -> bool:
        app.keyboard.clear()
        for letter in "hupodanaier":
            app.keyboard.press(letter)
        return "琥珀淡艾尔" in app.keyboard.property("candidates")

    qtbot.waitUntil(typed, timeout=120_000)
