"""Staff from door to door over the real house: PIN, calls, cases, what was not answered, volume, leaving; with a finger alone and with keys alone.

Teaching a product by camera is told in `test_enrol.py`, the technician's first start on real devices in `tests/virtual/test_journeys_technician.py`.
"""

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from kiosk.app.main import Window
from kiosk.core import Intent, Language
from kiosk.core.settings import load_settings
from tests.app.journeys import PIN, TALL, WIDE, Finger, Keys, Person, open_window, wiped

pytestmark = pytest.mark.slow
WAYS = {"finger": (Finger, WIDE), "keys": (Keys, TALL)}


@pytest.fixture(scope="module")
def kiosk(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """One kiosk for all of them."""
    window = open_window(tmp_path_factory.mktemp("kiosk"))
    yield window
    window.close()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("way", WAYS)
def test_staff_take_on_calls_read_what_was_not_answered_and_leave(way: str, language: Language, kiosk: Window, complaints: list[str]) -> None:
    kind, size = WAYS[way]
    kiosk.view.resize(*size)
    person = kind(kiosk)
    try:
        round_of(person, language)
    finally:
        person.leave()
        kiosk.app.finish()
    print(f"{way}, {language}: {person.steps} touches or keys, {time.monotonic() - person.began:.0f} s")


def round_of(person: Person, language: Language) -> None:
    """All of it; what shoppers left behind is put into the house first."""
    app, house = person.app, person.window.parts.visit.house
    house.tickets.call_staff("asked for a person", language)
    urgent = house.tickets.call_staff("emergency", language, urgent=True)
    case = house.tickets.open("ticket", language, Intent.complaint, "", "the lid was open")
    house.unanswered.count(Intent.find_product, ("dragon fruit",), house.now().date())
    mode = app.mode

    if language is Language.zh:
        person.press("中文")
    enter(person, "0815")
    person.sees(person.word("door_wrong", left=4))
    type_digits(person, PIN)
    person.until(lambda: mode.property("state") == "inside" and mode.rooms.property("known"), "the rooms")
    assert mode.rooms.property("calls")[0]["id"] == str(urgent.id), "the urgent one stands first"
    person.sees("the lid was open")
    person.press(f"{person.word('calls_take')}: {person.word('calls_emergency')}")
    person.until(lambda: len(mode.rooms.property("calls")) == 1, "the urgent call to be taken on")
    person.press(f"{person.word('calls_take')}: {person.word('calls_asked')}")
    person.until(lambda: not mode.rooms.property("calls"), "the other call")
    person.sees(person.word("calls_none"))
    person.press(f"{person.word('cases_take')}: {case.number}")
    person.until(lambda: not mode.rooms.property("tickets"), "the case to be taken on")
    found = house.tickets.get(case.number)
    assert found is not None and found.acknowledged

    person.press(person.word("mode_questions"))
    person.sees("dragon fruit")
    before = mode.rooms.property("volume")
    person.press(person.word("mode_volume"))
    person.press(person.word("quieter"))
    person.sees(f"{before - 10} %")
    person.sees(person.word("volume_saved"))
    assert load_settings(state=app._settings.state).volume == before - 10
    person.press(person.word("mode_products"))
    person.sees(person.word("enrol_title"))

    person.alone(45)
    person.sees(person.word("mode_closing", seconds=20))
    person.press(person.word("still_here"))
    assert mode.property("state") == "inside"
    person.press(person.word("mode_leave"))
    assert (app.property("screen"), mode.property("state")) == ("attract", "closed")
    person.press(person.word("door"))
    person.until(lambda: mode.property("state") == "pin", "the pad, shut again")
    person.alone(65)
    wiped(person)


def enter(person: Person, digits: str) -> None:
    """Through the door, up to the answer to a PIN."""
    person.press(person.word("door"))
    person.until(lambda: person.app.mode.property("state") == "pin", "the pad")
    type_digits(person, digits)
    person.until(lambda: not person.app.mode.property("checking"), "the check")


def type_digits(person: Person, digits: str) -> None:
    """On the glass, or on a keyboard."""
    for digit in digits:
        person.key(digit) if isinstance(person, Keys) else person.press(digit)
    person.key(Qt.Key.Key_Return) if isinstance(person, Keys) else person.press(person.word("door_open"))
