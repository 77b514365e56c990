"""A visit that begins without a touch: a real window and the real eye for somebody near, over a camera that shows a drawn place and who comes by.

Before the attract screen the camera's clock is the only fake: a look takes no time, and a quarter of a second goes by from one to the next.
"""

import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.bridge import presence
from kiosk.app.gallery import staged
from kiosk.app.main import Window
from kiosk.app.staff_states import PIN, to_step
from kiosk.app.stage import State
from kiosk.core import Language, MissingPart
from kiosk.core.settings import load_settings
from tests.app.checks import Sight
from tests.app.conftest import no_speaker
from tests.app.staff import buttons, keys, seen, touch
from tests.fakes.people import RATE, Figure, Pixels, Place, standing
from tests.fakes.talk import Ears, Gate, Loudspeaker, Microphone, Shop, Voice
from tests.fakes.visit import FakeVisit


class Scene:
    """What is before the camera, and how often the device was opened. `dead` takes it away."""

    def __init__(self) -> None:
        self.place = Place(2)
        self.opened = self.most = self.taken = 0
        self.dead = False
        self.empty()

    def empty(self) -> None:
        self._frames: Iterator[Pixels] = (self.place.frame() for _ in repeat(None))

    def somebody(self, seconds: float = 3600) -> None:
        self._frames = chain((self.place.frame(figure) for figure in standing(Figure(), seconds)), (self.place.frame() for _ in repeat(None)))

    def poster(self) -> None:
        self._frames = (self.place.frame(Figure()) for _ in repeat(None))

    def open(self) -> "Scene":
        if self.dead:
            raise MissingPart("there is no camera", "test", "plug one in")
        self.opened += 1
        self.most = max(self.most, self.opened)
        return self

    def frame(self) -> Pixels:
        if self.dead:
            raise MissingPart("the camera gives nothing", "test", "plug it in")
        time.sleep(0.001)  # as a driver does: the window's thread gets its turn
        self.taken += 1
        return next(self._frames)

    def close(self) -> None:
        self.opened -= 1


class Watched(Shop):
    """A window whose camera looks."""

    scene: Scene

    def looks(self, seconds: float) -> None:
        """So many seconds go by before the camera."""
        end = self.scene.taken + seconds * RATE
        while (before := self.scene.taken) < end:
            self.until(lambda: self.scene.taken >= min(end, before + 40))

    @property
    def screen(self) -> str:
        return str(self.app.property("screen"))

    def shown(self) -> set[str]:
        return {node.text for node in Sight(self.window.view).texts}

    def word(self, key: str) -> str:
        return str(self.app.property("words")[key])

    def known(self) -> None:
        """The empty place is known."""
        self.until(lambda: self.app.presence.property("looking"))
        self.looks(14)


Make = Callable[..., "Watched"]


@pytest.fixture
def watch(qtbot: QtBot, tmp_path: Path, complaints: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    opened: list[Watched] = []

    def make(silent: bool = False, **settings: object) -> Watched:
        Microphone.opened, Microphone.lost = 0, False
        visit, scene = FakeVisit(), Scene()
        voice, speaker, gate, ears = Voice(), Loudspeaker(), Gate(), Ears()
        visit.house.voice, visit.house.ears = voice, ears
        monkeypatch.setattr("kiosk.app.bridge.house.Parts.open_gate", staticmethod(lambda: gate))
        monkeypatch.setattr(presence, "time", SimpleNamespace(monotonic=lambda: scene.taken / RATE))
        monkeypatch.setattr(presence, "PERIOD", 0.0)
        monkeypatch.setattr(presence, "SOONEST", 0.02)
        made = Window(
            load_settings(state=tmp_path, **{"presence": True, **settings}), make=lambda: visit, microphone=Microphone, camera=scene.open,
            speaker=no_speaker if silent else lambda: speaker, width=540, height=960,
        )  # fmt: skip
        opened.append(Watched(made, qtbot, voice, speaker, gate, ears, visit))
        opened[-1].scene = scene
        made.app.open(lambda words: visit.pinyin(words))
        opened[-1].until(lambda: made.app.property("ready") and (silent or made.app.sound.property("available")))
        return opened[-1]

    yield make
    for shop in opened:
        shop.speaker.stop()
        shop.window.close()
        assert shop.scene.opened == 0, "the device is let go"


def test_somebody_who_stops_is_greeted_and_listened_to_without_a_touch(watch: Make) -> None:
    """The sign is there while the camera looks, and the microphone is shut; then the greeting is shown and said, and the microphone opens. The camera is let go."""
    shop = watch()
    shop.known()
    assert {shop.word("camera_on"), shop.word("presence_note")} <= shop.shown()
    assert shop.screen == "attract" and Microphone.opened == 0 and not shop.voice.texts
    shop.scene.somebody()
    shop.until(lambda: shop.screen == "visit")
    shop.until(lambda: shop.voice.texts == [shop.word("greeting")] and shop.speaker.given)
    assert shop.app.talk.property("reply") == shop.word("greeting")
    shop.speaker.played()
    shop.until(lambda: shop.app.listening.property("state") == "listening" and Microphone.opened == 1)
    shop.until(lambda: shop.scene.opened == 0 and not shop.app.presence.property("looking"))
    shop.ears.next.append("where is the oat milk")
    shop.until(lambda: shop.asked() == ["where is the oat milk"])


def test_without_a_loudspeaker_it_listens_at_once(watch: Make) -> None:
    shop = watch(silent=True)
    shop.known()
    shop.scene.somebody()
    shop.until(lambda: shop.app.listening.property("state") == "listening" and Microphone.opened == 1)
    assert shop.app.talk.property("reply") == shop.word("greeting")


def test_where_the_microphone_opens_by_touch_only_somebody_is_greeted_and_not_listened_to(watch: Make) -> None:
    """And the attract screen says just that."""
    shop = watch(hands_free=False)
    shop.known()
    assert shop.word("presence_note_quiet") in shop.shown() and shop.word("presence_note") not in shop.shown()
    shop.scene.somebody()
    shop.until(lambda: shop.voice.texts and shop.speaker.given)
    shop.speaker.played()
    shop.until(lambda: not shop.app.sound.property("speaking"))
    assert shop.screen == "visit" and Microphone.opened == 0 and not shop.app.listening.property("open")


def test_who_says_nothing_and_stays_is_not_greeted_again_before_the_place_was_empty(watch: Make) -> None:
    shop = watch(silent=True)
    shop.known()
    shop.scene.somebody()
    shop.until(lambda: shop.screen == "visit" and Microphone.opened == 1)
    shop.ears.next.append("")
    shop.until(lambda: Microphone.opened == 0)
    for _ in range(45 + 20):
        shop.app.idle.second(False)
    assert shop.screen == "attract"
    shop.until(lambda: shop.app.presence.property("looking"))
    shop.looks(60)
    assert shop.screen == "attract" and Microphone.opened == 0
    shop.scene.empty()
    shop.looks(5)
    assert shop.screen == "attract"
    shop.scene.somebody()
    shop.until(lambda: shop.screen == "visit" and Microphone.opened == 1)


def test_an_empty_place_and_a_poster_that_is_hung_there_open_no_microphone(watch: Make) -> None:
    shop = watch()
    shop.known()
    shop.scene.poster()
    shop.looks(60)
    assert shop.screen == "attract" and Microphone.opened == 0 and not shop.voice.texts


def test_a_camera_that_dies_takes_the_sign_with_it_and_is_looked_for_until_it_is_back(watch: Make) -> None:
    """A touch begins meanwhile, as always."""
    shop = watch()
    shop.known()
    shop.scene.dead = True
    shop.until(lambda: not shop.app.presence.property("looking"))
    assert shop.scene.opened == 0 and shop.word("camera_on") not in shop.shown() and shop.word("presence_note") not in shop.shown()
    shop.app.begin("touch")
    assert shop.screen == "visit"
    shop.app.finish()
    shop.scene.dead = False
    shop.until(lambda: shop.app.presence.property("looking"))
    shop.looks(5)
    shop.scene.somebody()
    shop.until(lambda: shop.screen == "visit")


def test_a_visit_that_needs_the_camera_gets_it_and_never_two_hold_it(watch: Make) -> None:
    shop = watch()
    shop.until(lambda: shop.app.presence.property("looking"))
    shop.app.begin("show")
    shop.until(lambda: shop.app.camera.newest() is not None)
    assert shop.app.camera.property("active") and not shop.app.presence.property("looking") and (shop.scene.opened, shop.scene.most) == (1, 1)
    shop.app.finish()
    shop.until(lambda: shop.app.presence.property("looking"))
    assert shop.scene.most == 1


def test_behind_the_staffs_door_nobody_is_looked_for(watch: Make) -> None:
    shop = watch()
    shop.until(lambda: shop.app.presence.property("looking"))
    shop.app.knock()
    shop.until(lambda: shop.scene.opened == 0 and not shop.app.presence.property("looking"))


def test_a_shopper_switches_it_off_for_as_long_as_the_screen_says(watch: Make) -> None:
    """Also over a visit between; then, or by the other button, it looks again."""
    shop = watch()
    shop.until(lambda: shop.app.presence.property("looking"))
    shop.app.presence.turn(False)
    shop.until(lambda: shop.scene.opened == 0 and not shop.app.presence.property("looking"))
    assert shop.word("presence_is_off") in shop.shown() and shop.word("camera_on") not in shop.shown()
    shop.app.begin("touch")
    shop.app.finish()
    assert f"{presence.OFF // 60} minutes" in shop.word("presence_is_off") and shop.app.presence._until.remainingTime() > 1000 * (presence.OFF - 60)
    assert shop.scene.opened == 0 and shop.app.presence.property("off")
    shop.app.presence._until.timeout.emit()
    shop.until(lambda: shop.app.presence.property("looking"))
    assert not shop.app.presence.property("off") and not shop.app.presence._until.isActive()


@pytest.mark.parametrize("settings", [{"presence": False}, {"camera": -1}])
def test_where_the_shop_did_not_ask_for_it_the_camera_stays_shut_and_the_screen_says_nothing_of_it(watch: Make, settings: dict[str, object]) -> None:
    shop = watch(**settings)
    shop.app.begin("touch")
    shop.app.finish()
    shop.until(lambda: shop.screen == "attract")
    assert shop.scene.most == 0 and not shop.app.presence.property("looking")
    assert not {shop.word(key) for key in ("camera_on", "presence_note", "presence_note_quiet", "presence_is_off")} & shop.shown()


def test_it_is_off_unless_it_was_chosen(tmp_path: Path) -> None:
    """A camera that is on while nobody asked for it is the shop's choice, not ours."""
    assert load_settings(state=tmp_path).presence is False


@pytest.mark.parametrize(("camera", "chosen", "kept"), [("2", True, True), ("2", False, False), ("-1", True, False)])
def test_first_start_asks_for_it_by_one_switch_with_the_camera(camera: str, chosen: bool, kept: bool, qapp: object, complaints: list[str]) -> None:
    """Told in a sentence before, among what will be saved after; without a camera there is nothing to choose."""
    with staged(State("attract", lambda stage: None), Language.en) as stage:
        first = stage.app.first

        def reached(step: str) -> None:
            stage.until(lambda: first.property("step") == step, step)

        to_step(stage, "camera")
        assert not first.property("presence") and stage.word("first_presence_sub") in seen(stage)
        for _ in range(1 if chosen else 2):
            touch(stage, stage.word("first_presence"))
        first.choose(camera)
        assert (stage.word("first_presence") in buttons(stage)) is (camera != "-1")
        for wanted in ("microphone", "loudspeaker", "place", "pin"):
            touch(stage, stage.word("first_next"))
            reached(wanted)
        keys(stage, f"{PIN}\n{PIN}\n")
        reached("done")
        assert stage.word("first_presence_yes" if kept else "first_presence_no") in seen(stage)
        touch(stage, stage.word("first_save"))
        stage.until(lambda: stage.app.property("screen") == "attract", "what was chosen on the disk")
        assert load_settings(state=stage.folder).presence is kept
