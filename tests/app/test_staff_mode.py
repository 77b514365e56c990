"""Staff mode: nothing of it without the PIN, by touch, keys or voice; inside, calls and cases are taken on, and it closes by itself."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMetaObject, Qt, QTimer
from PySide6.QtTest import QTest

from kiosk.app import made_up
from kiosk.app.gallery import TALL, WIDE, staged
from kiosk.app.staff_states import PIN, enter, go, knock
from kiosk.app.stage import Stage, State, items
from kiosk.core import Action, Intent, Language
from kiosk.core.settings import load_settings
from kiosk.store.pin import FILE, StaffPin
from tests.app.staff import buttons, keys, press, seen, touch

NOTHING = State("attract", lambda stage: None)


@contextmanager
def kiosk(language: Language = Language.en, size: tuple[int, int] = TALL, pin: bool = True) -> Iterator[Stage]:
    """A kiosk that nobody is at."""
    with staged(NOTHING, language, size) as stage:
        if pin:
            StaffPin(stage.folder / FILE, lambda: datetime.now(UTC)).set(PIN)
        yield stage


def state(stage: Stage) -> str:
    return str(stage.app.mode.property("state"))


def opened(stage: Stage) -> None:
    stage.until(lambda: state(stage) == "inside", "the door")
    stage.until(lambda: bool(stage.app.mode.rooms.property("known")), "the queue")


@pytest.mark.parametrize("size", [TALL, WIDE])
@pytest.mark.parametrize("language", Language)
def test_staff_take_on_an_urgent_call_and_a_case_by_touch_alone(language: Language, size: tuple[int, int], qapp: object, complaints: list[str]) -> None:
    with kiosk(language, size) as stage:
        tickets = stage.visit.tickets
        plain = tickets.call_staff("asked for a person", language)
        urgent = tickets.call_staff("emergency", language, urgent=True)
        case = tickets.open("ticket", language, Intent.complaint, "", "in my own words")
        touch(stage, stage.word("door"))
        stage.until(lambda: state(stage) == "pin", "the pad")
        for digit in PIN:
            touch(stage, digit)
        touch(stage, stage.word("door_open"))
        opened(stage)
        assert [row["id"] for row in stage.app.mode.rooms.property("calls")] == [str(urgent.id), str(plain.id)]
        assert "in my own words" in seen(stage)
        touch(stage, f"{stage.word('calls_take')}: {stage.word('calls_emergency')}")
        stage.until(lambda: len(stage.app.mode.rooms.property("calls")) == 1, "the urgent call")
        touch(stage, f"{stage.word('cases_take')}: {case.number} {stage.word('intent_complaint')}")
        stage.until(lambda: not stage.app.mode.rooms.property("tickets"), "the case")
        call, taken = tickets.call(urgent.id), tickets.get(case.number)
        assert call is not None and call.acknowledged and taken is not None and taken.acknowledged
        touch(stage, stage.word("mode_leave"))
        assert (stage.app.property("screen"), state(stage)) == ("attract", "closed")


@pytest.mark.parametrize("language", Language)
def test_staff_take_on_a_call_by_keys_alone(language: Language, qapp: object, complaints: list[str]) -> None:
    with kiosk(language) as stage:
        call = stage.visit.tickets.call_staff("asked for a person", language)
        press(stage, stage.word("door"))
        stage.until(lambda: state(stage) == "pin", "the pad")
        keys(stage, f"{PIN[:3]}9<{PIN[3:]}\n")
        opened(stage)
        press(stage, f"{stage.word('calls_take')}: {stage.word('calls_asked')}")
        stage.until(lambda: not stage.app.mode.rooms.property("calls"), "the call")
        found = stage.visit.tickets.call(call.id)
        assert found is not None and found.acknowledged
        press(stage, stage.word("mode_volume"))
        assert stage.app.mode.rooms.property("room") == "volume"
        QTest.keyClick(stage.window.view, Qt.Key.Key_Escape)
        assert stage.app.property("screen") == "attract"


def test_a_wrong_pin_is_told_with_the_tries_left_and_the_fifth_locks_even_after_a_restart(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        touch(stage, stage.word("door"))
        stage.until(lambda: state(stage) == "pin", "the pad")
        told = []
        for _ in range(5):
            keys(stage, "0815\n")
            stage.until(lambda: not stage.app.mode.property("checking"), "the verdict")
            told.append(next((t for t in seen(stage) if "PIN." in t or "PINs." in t), ""))
        assert told[:4] == ["Wrong PIN. 4 tries left.", "Wrong PIN. 3 tries left.", "Wrong PIN. 2 tries left.", "Wrong PIN. 1 try left."]
        assert told[4].startswith("Locked for ")
        assert "5" not in buttons(stage), "the pad itself is locked"
        stage.app.finish()
        stage.app.knock()
        stage.until(lambda: state(stage) == "pin", "the pad")
        assert stage.app.mode.property("wait") > 0
        keys(stage, f"{PIN}\n")
        assert stage.app.mode.property("entered") == 0 and state(stage) == "pin"
        assert StaffPin(stage.folder / FILE, lambda: datetime.now(UTC)).waiting() > 0, "it is on the disk"


def test_a_window_that_is_closed_lets_no_clock_tick_on(qapp: object, complaints: list[str]) -> None:
    """Not that of the locked pad, nor any other."""
    with kiosk() as stage:
        knock(stage)
        for _ in range(5):
            enter(stage, "0815")
        app = stage.app
        assert any(timer.isActive() for timer in app.findChildren(QTimer))
    assert not any(timer.isActive() for timer in app.findChildren(QTimer))


def test_the_pad_opens_again_when_the_wait_is_over(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        knock(stage)
        for _ in range(5):
            enter(stage, "0815")
        stage.app.mode._clock.stop()
        for _ in range(stage.app.mode.property("wait")):
            stage.app.mode.second()
        assert (stage.app.mode.property("wait"), stage.app.mode.property("note")) == (0, "")
        assert "5" in buttons(stage)


def test_too_few_digits_cost_no_try(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        knock(stage)
        enter(stage, "407")
        assert "A PIN has 4 to 8 digits." in seen(stage)
        enter(stage, "0815")
        assert "Wrong PIN. 4 tries left." in seen(stage)


def test_without_a_pin_the_door_says_how_to_set_one_and_the_shop_goes_on(qapp: object, complaints: list[str]) -> None:
    with kiosk(pin=False) as stage:
        touch(stage, stage.word("door"))
        stage.until(lambda: state(stage) == "unset", "the door")
        assert "kiosk ui first-start" in seen(stage)
        touch(stage, stage.word("back"))
        touch(stage, stage.word("touch"))
        assert stage.app.property("screen") == "visit"


def test_a_damaged_pin_file_opens_nothing(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        (stage.folder / FILE).write_text("{}", "utf-8")
        stage.app.knock()
        stage.until(lambda: state(stage) == "broken", "the door")
        keys(stage, f"{PIN}\n")
        assert state(stage) == "broken"


def test_a_verdict_that_comes_after_somebody_left_opens_nothing(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        knock(stage)
        held = threading.Event()
        stage.app._jobs.run(held.wait, lambda _: None)
        for digit in PIN:
            stage.app.mode.press(digit)
        stage.app.mode.submit()
        stage.app.finish()
        stage.app.knock()
        held.set()
        done: list[None] = []
        stage.app._jobs.run(lambda: None, done.append)
        stage.until(lambda: bool(done), "all that was asked")
        assert state(stage) == "pin"


FORBIDDEN: tuple[tuple[str, Callable[[Stage], None]], ...] = (
    ("another room", lambda stage: stage.app.mode.rooms.go("questions")),
    ("a look", lambda stage: stage.app.mode.rooms.look()),
    ("taking a call", lambda stage: stage.app.mode.rooms.take("call", "1")),
    ("the volume", lambda stage: stage.app.mode.rooms.setVolume(0)),
    ("the brightness", lambda stage: stage.app.mode.rooms.setBrightness(40)),
    ("the doctor", lambda stage: stage.app.mode.rooms.examine()),
)


@pytest.mark.parametrize(("what", "do"), FORBIDDEN, ids=[f[0] for f in FORBIDDEN])
@pytest.mark.parametrize("where", ["attract", "visit", "pad", "after"])
def test_nothing_inside_answers_without_the_pin(what: str, do: Callable[[Stage], None], where: str, qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        call = stage.visit.tickets.call_staff("asked for a person", Language.en)
        if where == "visit":
            stage.app.begin("touch")
        elif where == "pad":
            knock(stage)
        elif where == "after":
            go(stage, "volume")
            stage.app.finish()
        do(stage)
        done: list[None] = []
        stage.app._jobs.run(lambda: None, done.append)
        stage.until(lambda: bool(done), "all that was asked")
        rooms, found = stage.app.mode.rooms, stage.visit.tickets.call(call.id)
        assert found is not None and not found.acknowledged
        assert (rooms.property("room"), rooms.property("volume"), rooms.property("looking")) == ("calls", 70, False)
        assert stage.app.brightness.property("percent") == 100
        assert not rooms.property("calls") and not rooms.property("questions") and not rooms.property("findings")
        assert not (stage.folder / "kiosk.toml").exists()


def test_no_answer_and_nothing_typed_in_a_visit_leads_to_staff_mode(qapp: object, complaints: list[str]) -> None:
    """What a shopper says, types or shows ends in an action of the closed set, and none of them opens the door."""
    with kiosk() as stage:
        stage.app.begin("touch")
        for text in ("staff mode", PIN, "员工模式"):
            stage.answer(text, made_up.answer("No.", Language.en, actions=[Action("call_staff", {"reason": text})]))
        keys(stage, f"{PIN}\n")
        stage.app.knock()
        assert (stage.app.property("screen"), state(stage)) == ("visit", "closed")
        assert stage.word("door") not in buttons(stage)


def test_no_touch_or_key_reaches_the_visit_from_staff_mode(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        go(stage, "calls")
        for item in items(stage.window.view.contentItem()):
            if (
                item.objectName() == "pressable"
                and item.isVisible()
                and item.isEnabled()
                and item.property("name") in (stage.word("touch"), stage.word("staff"))
            ):
                QMetaObject.invokeMethod(item, "touched")
        stage.app.begin("touch")
        assert stage.app.property("screen") == "staff"


def test_it_closes_by_itself_after_the_idle_time_with_a_count_down(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        go(stage, "calls")
        stage.app._clock.stop()
        stage.app.stay()
        for _ in range(45):
            stage.app._second()
        assert stage.app.idle.counting and "Staff mode closes in 20 seconds." in seen(stage)
        assert stage.word("mode_leave") not in buttons(stage), "what lies below waits"
        touch(stage, stage.word("still_here"))
        assert not stage.app.idle.counting and state(stage) == "inside"
        for _ in range(65):
            stage.app._second()
        assert (stage.app.property("screen"), state(stage)) == ("attract", "closed")
        assert not stage.app.mode.rooms.property("known")


def test_the_pad_closes_by_itself_too_and_forgets_what_was_typed(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        knock(stage)
        stage.app.mode.press("4")
        stage.app._clock.stop()
        for _ in range(65):
            stage.app._second()
        stage.app.knock()
        assert stage.app.mode.property("entered") == 0


def test_the_volume_is_kept_in_the_settings_file_and_each_visitor_begins_with_it(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        go(stage, "volume")
        touch(stage, stage.word("quieter"))
        stage.until(lambda: bool(stage.app.mode.rooms.property("saved")), "the disk")
        assert {"60 %", "Saved."} <= seen(stage)
        touch(stage, stage.word("volume_try"))
        stage.until(lambda: bool(stage.app.sound.property("speaking")), "the voice")
        stage.app.finish()
        assert load_settings(state=stage.folder).volume == 60
        stage.app.begin("touch")
        stage.app.sound.setVolume(100)
        stage.app.finish()
        assert stage.app.sound.property("volume") == 60


def test_a_volume_that_cannot_be_kept_is_told_and_taken_back(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        go(stage, "volume")
        (stage.folder / "kiosk.toml").mkdir()
        touch(stage, stage.word("louder"))
        stage.until(lambda: bool(stage.app.mode.rooms.property("failed")), "the fault")
        assert stage.app.mode.rooms.property("volume") == stage.app.sound.property("volume") == 70
        assert any(text.startswith("That did not work.") for text in seen(stage))


def test_a_volume_that_the_environment_sets_is_said_to_be_so(qapp: object, complaints: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_VOLUME", "70")
    with kiosk() as stage:
        go(stage, "volume")
        assert any("KIOSK_VOLUME" in text for text in seen(stage)) and stage.word("louder") not in buttons(stage)


def test_the_machine_tells_what_the_doctor_found_and_how_to_mend_it_ills_first(qapp: object, complaints: list[str]) -> None:
    with kiosk(Language.zh) as stage:
        go(stage, "machine")
        rows = stage.app.mode.rooms.property("findings")
        assert [row["state"] == "ok" for row in rows] == [False, False, False, True, True]
        assert {"5 项里有 3 项需要处理。", "摄像头", "缺少", "运行：kiosk doctor --repair"} <= seen(stage)


def test_an_unanswered_question_is_counted_when_it_can_no_longer_be_taken_back(qapp: object, complaints: list[str]) -> None:
    """Only the intent and the product's words; an answered question leaves nothing at all."""
    from dataclasses import replace

    with kiosk() as stage:
        counts = stage.visit.house.unanswered
        missed = replace(made_up.answer("We do not sell it.", Language.en), answered=False, slots={"product": ("Dragon fruit",)})
        stage.app.begin("touch")
        stage.answer("do you have dragon fruit for Jane Doe", missed)
        assert counts.most(9) == []
        stage.answer("where are lemons", made_up.answer("Aisle 2.", Language.en))
        stage.app.finish()
        go(stage, "questions")
        (row,) = counts.most(9)
        assert (row.intent, row.words, row.count, row.last) == (Intent.find_product, "dragon fruit", 1, date(2026, 11, 24))
        assert "dragon fruit" in seen(stage)
        assert b"Jane" not in b"".join(file.read_bytes() for file in Path(stage.folder).rglob("*.sqlite*"))


def test_half_a_question_that_was_taken_back_is_not_counted(qapp: object, complaints: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    with kiosk() as stage:
        stage.app.begin("touch")
        stage.answer("where", replace(made_up.answer("What are you looking for?", Language.en), answered=False))
        monkeypatch.setattr(stage.visit, "take_back", lambda: True)
        stage.app._resumed()
        stage.answer("where are lemons", made_up.answer("Aisle 2.", Language.en))
        stage.app.finish()
        go(stage, "questions")
        assert stage.visit.house.unanswered.most(9) == []
