"""First start: each step is tried, nothing is written before the last, everything is written then; by touch alone and by keys alone."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt, QTimer
from PySide6.QtTest import QTest

from kiosk.app import made_up, main
from kiosk.app.devices import cameras
from kiosk.app.gallery import TALL, WIDE, staged
from kiosk.app.main import Window
from kiosk.app.staff_states import PIN, to_step
from kiosk.app.stage import Stage, State, items
from kiosk.core import Language, MissingPart
from kiosk.core.settings import Settings, load_settings
from kiosk.store.catalogue import open_store
from kiosk.store.pin import FILE, StaffPin
from kiosk.store.settings_file import save_settings
from tests.app.staff import buttons, keys, press, seen, touch

NOTHING = State("attract", lambda stage: None)


@contextmanager
def kiosk(language: Language = Language.en, size: tuple[int, int] = TALL) -> Iterator[Stage]:
    with staged(NOTHING, language, size) as stage:
        yield stage


def step(stage: Stage) -> str:
    return str(stage.app.first.property("step"))


def listed(stage: Stage, wanted: str) -> None:
    """The step is up, with its choices."""
    stage.until(lambda: step(stage) == wanted and (wanted in ("place", "pin", "done") or bool(stage.app.first.property("choices"))), wanted)


def saved(stage: Stage) -> None:
    stage.until(lambda: stage.app.property("screen") == "attract", "what was chosen on the disk")


def untouched(stage: Stage) -> bool:
    """Whether the state folder holds neither settings nor a PIN."""
    return not (stage.folder / "kiosk.toml").exists() and not (stage.folder / FILE).exists()


@pytest.mark.parametrize("size", [TALL, WIDE])
def test_a_technician_sets_a_kiosk_up_by_touch_alone(size: tuple[int, int], qapp: object, complaints: list[str]) -> None:
    with kiosk(size=size) as stage:
        stage.app.set_up()
        listed(stage, "language")
        touch(stage, "中文")
        assert stage.app.property("chinese")
        touch(stage, stage.word("first_next"))
        listed(stage, "camera")
        touch(stage, "USB 2.0 Camera")
        stage.until(lambda: stage.app.first.trial.camera.property("serial") > 1, "the picture")
        touch(stage, stage.word("first_next"))
        listed(stage, "microphone")
        touch(stage, "USB Conference Mic")
        stage.until(lambda: stage.word("first_microphone_heard") in seen(stage), "the level")
        touch(stage, stage.word("first_next"))
        listed(stage, "loudspeaker")
        touch(stage, "USB Audio")
        touch(stage, stage.word("first_loudspeaker_try"))
        stage.until(lambda: stage.word("first_loudspeaker_asked") in seen(stage), "the sentence")
        touch(stage, stage.word("first_loudspeaker_yes"))
        stage.until(lambda: stage.word("first_loudspeaker_good") in seen(stage), "the thanks")
        touch(stage, stage.word("first_next"))
        listed(stage, "place")
        floor = stage.app.plan.property("floor")
        ground = next(i for i in items(stage.window.view.contentItem()) if str(i.property("objectName")) == "ground")
        spot = ground.mapRectToScene(QRectF(0, 0, ground.width() * 0.3, ground.height() * 0.9)).bottomRight().toPoint()
        QTest.mouseClick(stage.window.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(spot.x(), spot.y()))
        moved = stage.app.plan.property("floor")
        assert (moved["kioskX"], moved["kioskY"]) == pytest.approx((0.3 * floor["width"], 0.9 * floor["height"]), abs=0.3)
        touch(stage, stage.word("first_next"))
        for _ in range(2):
            for digit in PIN:
                touch(stage, digit)
            touch(stage, stage.word("door_open"))
        listed(stage, "done")
        assert untouched(stage)
        assert {"中文", "USB 2.0 Camera", "USB Conference Mic", "USB Audio"} <= seen(stage)
        touch(stage, stage.word("first_save"))
        saved(stage)
        found = load_settings(state=stage.folder)
        assert (found.language, found.camera, found.microphone, found.loudspeaker) == (Language.zh, 2, "USB Conference Mic", "USB Audio")
        assert (found.place_x, found.place_y) == (moved["kioskX"], moved["kioskY"])
        assert StaffPin(stage.folder / FILE, lambda: datetime.now(UTC)).check(PIN).right


@pytest.mark.parametrize("language", Language)
def test_a_technician_sets_a_kiosk_up_by_keys_alone(language: Language, qapp: object, complaints: list[str]) -> None:
    with kiosk(language) as stage:
        stage.app.set_up()
        for name in ("language", "camera", "microphone", "loudspeaker"):
            listed(stage, name)
            if name == "camera":
                press(stage, stage.word("first_camera_none"))
            press(stage, stage.word("first_next"))
        listed(stage, "place")
        before = stage.app.plan.property("floor")
        QTest.keyClick(stage.window.view, Qt.Key.Key_Left)
        after = stage.app.plan.property("floor")
        assert after["kioskX"] == before["kioskX"] - 0.5
        press(stage, stage.word("first_next"))
        listed(stage, "pin")
        keys(stage, f"{PIN}\n{PIN}\n")
        listed(stage, "done")
        press(stage, stage.word("first_save"))
        saved(stage)
        found = load_settings(state=stage.folder)
        assert (found.language, found.camera, found.place_x) == (language, -1, after["kioskX"])


@pytest.mark.parametrize("at", ["language", "camera", "microphone", "loudspeaker", "place", "pin", "done"])
def test_leaving_on_the_way_changes_nothing_and_lets_every_device_go(at: str, qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        to_step(stage, at)
        here = stage.visit.house.store.floor
        if at == "place":
            stage.app.first.move(-0.5, 0)
        touch(stage, stage.word("first_leave"))
        stage.until(lambda: not stage.app.first.trial.camera.property("active"), "the camera")
        assert untouched(stage) and stage.app.property("screen") == "attract"
        assert (stage.app.plan.property("floor")["kioskX"], step(stage)) == (here.kiosk_x, "")


def test_what_cannot_be_saved_is_told_and_sets_no_pin(qapp: object, complaints: list[str]) -> None:
    """The settings come first: a kiosk with a PIN counts as set up."""
    with kiosk() as stage:
        to_step(stage, "done")
        (stage.folder / "kiosk.toml").mkdir()
        touch(stage, stage.word("first_save"))
        stage.until(lambda: bool(stage.app.first.property("why")), "the fault")
        assert any(text.startswith(stage.word("first_not_saved")) for text in seen(stage))
        assert not (stage.folder / FILE).exists() and stage.app.property("screen") == "first"


def test_while_it_is_being_saved_nobody_leaves(qapp: object, complaints: list[str]) -> None:
    """Leaving promises that nothing is changed."""
    with kiosk() as stage:
        to_step(stage, "done")
        held = threading.Event()
        stage.app._jobs.run(held.wait, lambda _: None)
        touch(stage, stage.word("first_save"))
        assert stage.word("first_leave") not in buttons(stage)
        held.set()
        saved(stage)


def test_a_pin_is_refused_where_it_is_short_weak_or_not_the_same_twice(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        to_step(stage, "pin")
        for typed, told in (("407\n", "door_short"), ("1234\n", "first_pin_weak"), (f"{PIN}\n4072\n", "first_pin_differs")):
            keys(stage, typed)
            assert stage.word(told) in seen(stage)
            assert step(stage) == "pin" and not stage.app.first.property("ready")


def test_back_leads_back_and_a_pin_is_asked_anew(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        to_step(stage, "done")
        touch(stage, stage.word("back"))
        assert step(stage) == "pin" and not stage.app.first.property("ready")
        touch(stage, stage.word("back"))
        assert step(stage) == "place"


def test_a_shelf_is_no_place_for_a_kiosk(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        to_step(stage, "place")
        before = dict(stage.app.plan.property("floor"))
        aisle = stage.visit.house.store.floor.aisles[0]
        stage.app.first.put(aisle.x + aisle.width / 2, aisle.y + aisle.height / 2)
        assert stage.word("first_place_shelf") in seen(stage)
        assert stage.app.plan.property("floor") == before


def test_a_device_that_cannot_be_opened_is_told_and_another_can_be_chosen(qapp: object, complaints: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def microphone(name: str) -> Any:
        opened.append(name)
        if name == "USB Conference Mic":
            raise MissingPart("it is in use", "test", "close the other program")
        return made_up.MadeUpMicrophone()

    monkeypatch.setattr(made_up, "DEVICES", replace(made_up.DEVICES, microphone=microphone))
    with kiosk() as stage:
        to_step(stage, "microphone")
        stage.app.first.choose("USB Conference Mic")
        stage.until(lambda: bool(stage.app.first.trial.property("failed")), "the fault")
        assert any("close the other program" in text.lower() for text in seen(stage))
        stage.app.first.choose("HDA Intel PCH: ALC257 Analog (hw:0,0)")
        stage.until(lambda: bool(stage.app.first.trial.property("heard")), "the level")
        assert not stage.app.first.trial.property("failed") and stage.app.first.property("ready")


def test_a_silent_microphone_is_told(qapp: object, complaints: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent(made_up.MadeUpMicrophone):
        silent = True

        def blocks(self) -> Iterator[Any]:
            while not self._closed.wait(0.01):
                yield np.zeros(512, np.float32)

    monkeypatch.setattr(made_up, "DEVICES", replace(made_up.DEVICES, microphone=lambda name: Silent()))
    with kiosk(Language.zh) as stage:
        to_step(stage, "microphone")
        stage.until(lambda: stage.word("first_microphone_silent") in seen(stage), "the warning")
        assert stage.word("first_microphone_heard") not in seen(stage)


def test_of_two_microphones_only_the_chosen_one_is_open(qapp: object, complaints: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    open_now: set[str] = set()
    most: list[int] = []
    lock = threading.Lock()

    class Counted(made_up.MadeUpMicrophone):
        def __init__(self, name: str) -> None:
            super().__init__()
            self._name = name
            with lock:
                open_now.add(name)
                most.append(len(open_now))

        def close(self) -> None:
            super().close()
            with lock:
                open_now.discard(self._name)

    monkeypatch.setattr(made_up, "DEVICES", replace(made_up.DEVICES, microphone=Counted))
    with kiosk() as stage:
        to_step(stage, "microphone")
        stage.app.first.choose("USB Conference Mic")
        stage.until(lambda: "USB Conference Mic" in open_now, "the other one")
        stage.app.first.next()
        stage.until(lambda: not open_now, "the microphone to be let go")
        assert max(most) == 1


def test_without_a_voice_the_loudspeaker_is_tried_with_a_bell_and_says_so(qapp: object, complaints: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with kiosk() as stage:
        to_step(stage, "loudspeaker")
        monkeypatch.setattr(stage.app.first.trial, "_voice", lambda: made_up.missing("voice"))
        stage.app.first.play()
        stage.until(lambda: stage.word("first_loudspeaker_bell") in seen(stage), "the bell")
        touch(stage, stage.word("first_loudspeaker_no"))
        assert stage.word("first_loudspeaker_bad") in seen(stage)


def test_a_kiosk_that_the_technician_left_goes_back_to_the_shop_unchanged(qapp: object, complaints: list[str]) -> None:
    """Else the first passer-by would choose the PIN."""
    with kiosk() as stage:
        to_step(stage, "camera")
        stage.app._clock.stop()
        for _ in range(599 + 45):
            stage.app._second()
        assert stage.app.idle.counting and stage.app.property("screen") == "first"
        for _ in range(21):
            stage.app._second()
        assert stage.app.property("screen") == "attract" and untouched(stage)


def test_a_shopper_reaches_nothing_of_it(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        first = stage.app.first
        for do in (first.next, first.back, first.submit, first.play, lambda: first.choose("zh"), lambda: first.press("4"), lambda: first.put(1.0, 1.0)):
            do()
        assert step(stage) == "" and untouched(stage) and not stage.app.property("chinese")
        stage.app.begin("touch")
        assert stage.word("first_next") not in buttons(stage)


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Window]]:
    """The windows that `run` opens, over a made-up visit."""
    whole, opened = Window, list[Window]()
    visits: list[made_up.MadeUpVisit] = []

    def window(settings: Settings, examine: Any = None) -> Window:
        visits.append(made_up.MadeUpVisit(tmp_path))
        opened.append(
            whole(
                settings, make=lambda: visits[-1], microphone=made_up.MadeUpMicrophone, camera=made_up.MadeUpCamera, speaker=made_up.MadeUpSpeaker,
                devices=made_up.DEVICES, width=1080, height=1920,
            )
        )  # fmt: skip
        return opened[-1]

    monkeypatch.setattr(main, "Window", window)
    kept = [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)]
    yield opened
    for number, handler in zip((signal.SIGINT, signal.SIGTERM), kept, strict=True):
        signal.signal(number, handler)
    for visit in visits:
        visit.close()
        visit.tickets.close()
        visit.house.unanswered.close()


def ticking(tick: Callable[[], None]) -> QTimer:
    """Looks again and again while the window's own loop runs."""
    timer = QTimer(interval=20)
    timer.timeout.connect(tick)
    timer.start()
    return timer


def test_after_saving_the_window_opens_anew_with_what_was_chosen(windows: list[Window], tmp_path: Path, qapp: Any) -> None:
    def tick() -> None:
        first = windows[-1].app.first
        if len(windows) == 2:
            if windows[-1].app.property("ready"):
                qapp.exit(0)
        elif first.property("step") == "pin":
            for key in f"{PIN}\n{PIN}\n":
                first.submit() if key == "\n" else first.press(key)
        elif first.property("step") == "language" and not first.property("choices")[1]["chosen"]:
            first.choose("zh")
        else:
            first.next()

    timer = ticking(tick)
    assert main.run(load_settings(state=tmp_path), first=True) == 0
    timer.stop()
    assert load_settings(state=tmp_path).language == "zh"
    assert len(windows) == 2


@pytest.mark.parametrize(("full_screen", "pin", "screen"), [(True, False, "first"), (True, True, "attract"), (False, False, "attract")])
def test_a_shops_window_without_a_pin_begins_with_first_start(
    full_screen: bool, pin: bool, screen: str, windows: list[Window], tmp_path: Path, qapp: Any
) -> None:
    if pin:
        StaffPin(tmp_path / FILE, lambda: datetime.now(UTC)).set(PIN)
    found: list[str] = []

    def tick() -> None:
        if windows[-1].app.property("ready"):
            found.append(str(windows[-1].app.property("screen")))
            qapp.exit(0)

    timer = ticking(tick)
    assert main.run(load_settings(state=tmp_path, full_screen=full_screen)) == 0
    timer.stop()
    assert found[0] == screen


def test_the_plan_and_every_way_begin_where_the_technician_put_the_kiosk(tmp_path: Path) -> None:
    store = open_store(load_settings().default_store, tmp_path)
    floor = store.floor
    assert floor is not None
    store.stands_at = (3.5, floor.height - 2)
    moved = store.floor
    assert moved is not None and (moved.kiosk_x, moved.kiosk_y) == (3.5, floor.height - 2) and moved.aisles == floor.aisles
    store.stands_at = (floor.width + 1, 1.0)
    assert store.floor == floor, "a place of another plan is not used"


def test_the_doctor_of_staff_mode_looks_with_the_settings_that_first_start_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window that first start opens anew lives in the same process."""
    from kiosk import cli
    from kiosk.field import doctor
    from kiosk.field.findings import Finding
    from kiosk.field.findings import State as Condition

    monkeypatch.setenv("KIOSK_STATE", str(tmp_path))
    monkeypatch.setattr(doctor, "examine", lambda settings: [Finding("camera", Condition.ok, f"camera {settings.camera}")])
    assert [row["what"] for row in cli._findings()] == ["camera 0"]
    save_settings(tmp_path, {"camera": 2})
    assert [row["what"] for row in cli._findings()] == ["camera 2"]


def test_only_what_gives_pictures_is_offered_as_a_camera(tmp_path: Path) -> None:
    for node, index, name in (("video0", "0", "Webcam"), ("video1", "1", "Webcam"), ("video10", "0", "Other"), ("vbi0", "0", "TV")):
        (tmp_path / node).mkdir()
        (tmp_path / node / "index").write_text(index + "\n")
        (tmp_path / node / "name").write_text(name + "\n")
    (tmp_path / "video3").mkdir()
    assert cameras(tmp_path) == [(0, "Webcam"), (10, "Other")]
