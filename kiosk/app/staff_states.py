"""The staff's states of the gallery: the door, and the rooms behind it."""

from datetime import UTC, date, datetime
from typing import Final

from kiosk.app import made_up
from kiosk.app.stage import Both, Stage, State
from kiosk.core import Intent, Language
from kiosk.store.pin import FILE, StaffPin
from kiosk.visit.photos import as_jpeg

PIN: Final = "4071"
DETAIL: Final = (
    "The oat milk I bought yesterday was already sour when I opened it at home, and the carton had a dent at the bottom.",
    "我昨天买的燕麦奶回家一打开就是酸的，盒子底下还有一个凹痕。",
)
LOST: Final = ("I lost my blue umbrella near the tills this morning.", "今天早上我在收银台附近丢了一把蓝色的伞。")
MISSED: Final[tuple[tuple[Intent, Both, int], ...]] = (
    (Intent.find_product, ("dragon fruit", "火龙果"), 14), (Intent.find_product, ("printer paper", "打印纸"), 6), (Intent.out_of_scope, ("", ""), 5),
    (Intent.product_info, ("oyster sauce", "蚝油"), 2), (Intent.parking, ("", ""), 1),
)  # fmt: skip


def knock(stage: Stage) -> None:
    """The pad of a kiosk whose PIN is set."""
    StaffPin(stage.folder / FILE, lambda: datetime.now(UTC)).set(PIN)
    stage.app.knock()
    stage.until(lambda: stage.app.mode.property("state") == "pin", "the pad")


def enter(stage: Stage, pin: str = PIN) -> None:
    """A PIN is typed and tried."""
    for digit in pin:
        stage.app.mode.press(digit)
    stage.app.mode.submit()
    stage.until(lambda: not stage.app.mode.property("checking"), "the verdict")


def go(stage: Stage, room: str) -> None:
    """Inside, in a room, with its rows read."""
    knock(stage)
    enter(stage)
    rooms = stage.app.mode.rooms
    rooms.go(room)
    stage.until(lambda: bool(rooms.property("known")), "the room")


def _typing(stage: Stage) -> None:
    knock(stage)
    for digit in PIN[:3]:
        stage.app.mode.press(digit)


def _wrong(stage: Stage, times: int) -> None:
    knock(stage)
    for _ in range(times):
        enter(stage, "0815")


def _unset(stage: Stage) -> None:
    stage.app.knock()
    stage.until(lambda: stage.app.mode.property("state") == "unset", "the door")


def _damaged(stage: Stage) -> None:
    (stage.folder / FILE).write_text("{", "utf-8")
    stage.app.knock()
    stage.until(lambda: stage.app.mode.property("state") == "broken", "the door")


def _calls(stage: Stage) -> None:
    tickets = stage.visit.tickets
    done = tickets.call_staff("asked for a person", Language.en)
    tickets.acknowledge_call(done.id, "Ana")
    tickets.call_staff("unlock: red-wine", Language.zh)
    tickets.call_staff("emergency", Language.en, urgent=True)
    damaged = tickets.open("ticket", stage.language, Intent.report_damaged, "oatly-oat-milk", stage.text(DETAIL))
    tickets.keep_photo(damaged.number, as_jpeg(made_up.MadeUpCamera().frame()))
    tickets.open("ticket", stage.language, Intent.lost_property, "", stage.text(LOST))
    go(stage, "calls")


def _questions(stage: Stage) -> None:
    for intent, both, times in MISSED:
        for _ in range(times):
            stage.visit.house.unanswered.count(intent, [stage.text(both)], date(2026, 11, 24))
    go(stage, "questions")


def to_step(stage: Stage, step: str) -> None:
    """First start, as far as a step, with the first device of each kind."""
    first = stage.app.first
    stage.app.set_up()
    while first.property("step") != step:
        if first.property("step") == "pin":
            for digit in (*PIN, "", *PIN, ""):
                if digit:
                    first.press(digit)
                else:
                    first.submit()
        else:
            stage.until(lambda: first.property("step") == "place" or bool(first.property("choices")), "the choices")
            first.next()
    stage.until(lambda: step in ("place", "pin", "done") or bool(first.property("choices")), "the choices")


def _first_camera(stage: Stage) -> None:
    to_step(stage, "camera")
    stage.until(lambda: stage.app.first.trial.camera.property("serial") > 1, "the picture")


def _first_microphone(stage: Stage) -> None:
    to_step(stage, "microphone")
    stage.until(lambda: bool(stage.app.first.trial.property("heard")), "the level")


def _first_loudspeaker(stage: Stage) -> None:
    to_step(stage, "loudspeaker")
    stage.app.first.play()
    stage.until(lambda: stage.app.first.trial.property("played") == "voice", "the sentence")


def _first_place(stage: Stage) -> None:
    to_step(stage, "place")
    stage.app.first.move(-0.5, 0)


STAFF: Final = (
    State("staff-pin", _typing),
    State("staff-wrong", lambda stage: _wrong(stage, 2)),
    State("staff-locked", lambda stage: _wrong(stage, 5)),
    State("staff-unset", _unset),
    State("staff-broken", _damaged),
    State("staff-calls", _calls),
    State("staff-calls-none", lambda stage: go(stage, "calls")),
    State("staff-questions", _questions),
    State("staff-questions-none", lambda stage: go(stage, "questions")),
    State("staff-volume", lambda stage: go(stage, "volume")),
    State("staff-machine", lambda stage: go(stage, "machine")),
    State("first-language", lambda stage: to_step(stage, "language")),
    State("first-camera", _first_camera),
    State("first-microphone", _first_microphone),
    State("first-loudspeaker", _first_loudspeaker),
    State("first-place", _first_place),
    State("first-pin", lambda stage: to_step(stage, "pin")),
    State("first-done", lambda stage: to_step(stage, "done")),
)
