"""The screen's brightness: the machine's own where it can be set, else a layer under which everything is still read, and full light where it counts."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from kiosk.app.bridge.brightness import BACKLIGHTS, LEAST, Brightness, backlight, shine
from kiosk.app.bridge.jobs import Jobs
from kiosk.app.gallery import picture, staged
from kiosk.app.staff_states import go
from kiosk.app.stage import Stage, State, items
from kiosk.app.states import STATES
from kiosk.core import BadInput, Language
from kiosk.core.settings import Settings, load_settings
from tests.app import checks
from tests.app.staff import buttons, seen, touch

KNOWN = {state.name: state for state in STATES}
NOTHING = State("attract", lambda stage: None)
real_machine = pytest.mark.skipif(backlight() is not None, reason="this machine's own backlight would be changed")


def device(folder: Path, name: str, kind: str = "raw", most: str = "1515") -> Path:
    """A backlight as the kernel shows it."""
    made = folder / name
    made.mkdir(parents=True)
    for file, text in (("type", kind), ("max_brightness", most), ("brightness", "700")):
        (made / file).write_text(f"{text}\n", "ascii")
    return made


def layer(stage: Stage) -> QQuickItem:
    return next(i for i in items(stage.window.view.contentItem()) if i.objectName() == "veil")


def test_of_several_backlights_the_one_that_the_kernel_prefers_is_set(tmp_path: Path) -> None:
    device(tmp_path, "a_raw")
    wanted = device(tmp_path, "z_firmware", "firmware", "10")
    device(tmp_path, "broken", "firmware", "many")
    (tmp_path / "broken" / "type").unlink()
    found = backlight(tmp_path)
    assert found == wanted
    shine(wanted, 60)
    assert (wanted / "brightness").read_text() == "6"


@pytest.mark.parametrize(("most", "percent", "value"), [("1515", 100, "1515"), ("1515", 40, "606"), ("1", 40, "1")])
def test_a_backlight_is_set_in_its_own_steps_and_never_to_nothing(tmp_path: Path, most: str, percent: int, value: str) -> None:
    made = device(tmp_path, "one", most=most)
    shine(made, percent)
    assert (made / "brightness").read_text() == value


def test_without_a_backlight_there_is_none(tmp_path: Path) -> None:
    assert backlight(tmp_path / "nowhere") is None
    device(tmp_path, "off", most="0")
    assert backlight(tmp_path) is None


def test_a_backlight_is_used_in_place_of_the_layer_and_shines_fully_when_it_must(tmp_path: Path, qtbot: QtBot) -> None:
    made, jobs, must = device(tmp_path, "one", most="100"), Jobs("test"), [False]
    light = Brightness(50, jobs, lambda: must[0], tmp_path)
    shown = made / "brightness"
    assert light.property("veil") == pytest.approx(0.4), "until it is found"
    light.open()
    qtbot.waitUntil(lambda: shown.read_text() == "50")
    assert (light.property("veil"), light.property("least")) == (0.0, LEAST)
    must[0] = True
    light.look()
    qtbot.waitUntil(lambda: shown.read_text() == "100")
    must[0] = False
    light.look()
    qtbot.waitUntil(lambda: shown.read_text() == "50")
    jobs.close()


def test_a_backlight_that_goes_away_leaves_the_layer(tmp_path: Path, qtbot: QtBot) -> None:
    made, jobs = device(tmp_path, "one"), Jobs("test")
    light = Brightness(100, jobs, lambda: False, tmp_path)
    light.open()
    qtbot.waitUntil(lambda: (made / "brightness").read_text() == "1515")
    (made / "max_brightness").unlink()
    light.choose(70)
    qtbot.waitUntil(lambda: light.property("veil") > 0)
    assert light.property("veil") == pytest.approx(0.3)
    jobs.close()


@real_machine
@pytest.mark.parametrize("name", ["product", "staff-calls", "trouble-ready"])
def test_at_the_darkest_every_text_is_still_read(name: str, qapp: object, complaints: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Measured on the painted window: 3:1 at the least, as WCAG 2.2 asks of large text. The layer darkens the letters too."""
    contrast = checks.ratio
    monkeypatch.setattr(checks, "ratio", lambda ink, ground: contrast(ink * 0.6, ground))
    with staged(KNOWN[name], Language.en) as stage:
        stage.app.brightness.choose(LEAST)
        assert layer(stage).opacity() == pytest.approx(0.4)
        image = picture(stage)
        assert checks.pale_texts(checks.Sight(stage.window.view), image, 3.0) == []


@real_machine
def test_an_emergency_and_the_strong_contrast_have_full_light(qapp: object, complaints: list[str]) -> None:
    with staged(KNOWN["product"], Language.en) as stage:
        stage.app.brightness.choose(60)
        assert layer(stage).isVisible()
        stage.app.looks.setStrong(True)
        assert not layer(stage).isVisible()
        stage.app.looks.setStrong(False)
        assert layer(stage).isVisible()
        KNOWN["emergency"].set_up(stage)
        assert stage.app.staff.property("emergency") and not layer(stage).isVisible()
        stage.app.staff.stand_down()
        assert layer(stage).isVisible()


@real_machine
def test_staff_choose_the_brightness_and_it_is_kept(qapp: object, complaints: list[str]) -> None:
    with staged(NOTHING, Language.en) as stage:
        go(stage, "volume")
        for _ in range(4):
            touch(stage, stage.word("darker"))
        assert stage.word("darker") not in buttons(stage), "there is no darker"
        stage.until(lambda: bool(stage.app.mode.rooms.property("saved")), "the disk")
        assert "60 %" in seen(stage)
        assert load_settings(state=stage.folder).brightness == 60
        stage.app.finish()
        QCoreApplication.processEvents()
        assert layer(stage).isVisible(), "it is the machine's, not the visitor's"


@real_machine
def test_a_brightness_that_cannot_be_kept_is_told_and_taken_back(qapp: object, complaints: list[str]) -> None:
    with staged(NOTHING, Language.en) as stage:
        go(stage, "volume")
        (stage.folder / "kiosk.toml").mkdir()
        touch(stage, stage.word("darker"))
        stage.until(lambda: bool(stage.app.mode.rooms.property("failed")), "the fault")
        assert (stage.app.brightness.property("percent"), layer(stage).isVisible()) == (100, False)


@pytest.mark.parametrize("percent", [0, 39, 101])
def test_the_settings_take_no_brightness_that_nobody_can_read_by(percent: int) -> None:
    with pytest.raises(BadInput, match="brightness"):
        load_settings(brightness=percent)
    assert Settings().brightness == 100
    assert BACKLIGHTS.is_absolute()
