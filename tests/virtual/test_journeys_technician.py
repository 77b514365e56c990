"""A technician's first start on real devices, with a finger alone and with keys alone: each device found by its name and tried, saved at the end.

Microphone and loudspeaker are the virtual ones, through PortAudio: what is said moves the level, what is played is recorded and written down. There
is no camera here, and that is chosen.
"""

import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest

from kiosk.app.main import Window
from kiosk.core import Language
from kiosk.core.settings import load_settings
from kiosk.store.pin import FILE, StaffPin
from tests.app.journeys import DOTS, PIN, TALL, Finger, Keys, Person, live
from tests.app.test_journeys_staff import type_digits
from tests.virtual.journeys import said_by_a_test_voice
from tests.virtual.sound import VirtualSound

pytestmark = pytest.mark.slow
WORDS = {Language.en: "one two three, can you hear me", Language.zh: "一二三，听得见吗"}
MEANT = {Language.en: "morning", Language.zh: "什么可以"}
"""Of the sentence that the loudspeaker is tried with."""


@pytest.mark.parametrize(("way", "language"), [(Finger, Language.zh), (Keys, Language.en)], ids=["finger-zh", "keys-en"])
def test_a_technician_sets_up_a_kiosk_that_then_hears_and_speaks(
    way: type[Finger] | type[Keys], language: Language, virtual_sound: VirtualSound, qapp: object, tmp_path: Path, complaints: list[str]
) -> None:
    window = Window(load_settings(state=tmp_path), width=TALL[0], height=TALL[1])
    window.view.setProperty("dotsPerMm", DOTS)
    window.app.set_up()
    window.open()
    person = way(window)
    try:
        set_up(person, language, virtual_sound)
        settings = load_settings(state=tmp_path)
        assert (settings.language, settings.microphone, settings.loudspeaker, settings.camera) == (language, "shop_microphone", "shop_loudspeaker", -1)
        assert (settings.place_x, settings.place_y) != (None, None)
        assert StaffPin(tmp_path / FILE, lambda: datetime.now(UTC)).check(PIN).right
    finally:
        person.leave()
        window.close()
    print(f"{way.__name__}, {language}: {person.steps} touches or keys, {time.monotonic() - person.began:.0f} s")


def set_up(person: Person, language: Language, sound: VirtualSound) -> None:
    """From the first step to the open shop."""
    app, first = person.app, person.app.first
    clip = said_by_a_test_voice([WORDS[language]], language)[WORDS[language]]
    step(person, "language")
    person.press("中文" if language is Language.zh else "English")
    person.press(person.word("first_next"))

    step(person, "camera")
    person.press(person.word("first_camera_none"))
    person.sees(person.word("first_camera_off"))
    person.press(person.word("first_next"))

    step(person, "microphone")
    person.press("shop_microphone")
    with sound.play(np.tile(clip, 20)):
        person.sees(person.word("first_microphone_heard"))
    person.press(person.word("first_next"))

    step(person, "loudspeaker")
    person.press("shop_loudspeaker")
    with sound.record() as recording:
        person.press(person.word("first_loudspeaker_try"))
        person.sees(person.word("first_loudspeaker_asked"))
        time.sleep(0.5)  # what the device still holds
        played = recording.samples(16_000)
    person.press(person.word("first_loudspeaker_yes"))
    person.press(person.word("first_next"))

    step(person, "place")
    before = app.plan.property("floor")
    if isinstance(person, Keys):
        person.key(Qt.Key.Key_Left)
    else:
        ground = next(node for node in person.sight().nodes if node.item.objectName() == "ground")
        spot: QPointF = ground.item.mapRectToScene(QRectF(0, 0, ground.item.width() * 0.3, ground.item.height() * 0.9)).bottomRight()
        QTest.mouseClick(person.window.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot.toPoint())
        live()
    after = app.plan.property("floor")
    assert (before["kioskX"], before["kioskY"]) != (after["kioskX"], after["kioskY"])
    person.press(person.word("first_next"))

    step(person, "pin")
    type_digits(person, PIN)
    type_digits(person, PIN)
    step(person, "done")
    person.sees("shop_microphone")
    person.press(person.word("first_save"))
    person.until(lambda: app.property("screen") == "attract", "what was chosen on the disk")
    person.until(lambda: app.property("ready"), "the shop")
    heard = person.window.parts.visit.house.ears.hear(played, language).text
    assert MEANT[language] in heard.lower(), heard
    assert first.property("step") == ""


def step(person: Person, name: str) -> None:
    """The step is up, with its choices."""
    first = person.app.first
    person.until(lambda: first.property("step") == name and (name in ("place", "pin", "done") or first.property("choices")), f"the step {name}")
