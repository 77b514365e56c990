"""A photo for a case: only after a yes, shown before it is kept, and nothing of it anywhere else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.app import made_up
from kiosk.app.gallery import TALL, WIDE, staged
from kiosk.app.staff_states import go
from kiosk.app.stage import Stage, State, items
from kiosk.app.trouble_states import aim, counted, kept, noted, taken
from kiosk.core import BadInput, Intent, Language, MissingPart
from kiosk.store.tickets import PHOTOS
from tests.app.staff import buttons, press, seen, touch

NOTHING = State("attract", lambda stage: None)


@contextmanager
def kiosk(language: Language = Language.en, size: tuple[int, int] = TALL) -> Iterator[Stage]:
    """A kiosk that nobody is at."""
    with staged(NOTHING, language, size) as stage:
        yield stage


def lying(stage: Stage) -> list[str]:
    """Names of all files that hold a photo, or part of one."""
    return sorted(file.name for file in (stage.folder / PHOTOS).glob("*"))


def at(stage: Stage) -> str:
    return str(stage.app.photo.property("stage"))


def hear(stage: Stage, text: str) -> None:
    """What the recogniser wrote down."""
    stage.app._heard(SimpleNamespace(text=text, raw=text, language=stage.language))


def seconds(stage: Stage, count: int = 3) -> None:
    for _ in range(count):
        stage.app.photo.second()


def worked(stage: Stage) -> None:
    """Everything that was given to the house's worker is done."""
    done: list[None] = []
    stage.app._jobs.run(lambda: None, done.append)
    stage.until(lambda: bool(done), "all that was asked")


@pytest.mark.parametrize("size", [TALL, WIDE])
@pytest.mark.parametrize("language", Language)
def test_a_photo_is_taken_shown_and_kept_by_touch_alone(language: Language, size: tuple[int, int], qapp: object, complaints: list[str]) -> None:
    with kiosk(language, size) as stage:
        number = noted(stage)
        assert stage.app.talk.property("reply").endswith(stage.word("photo_ask"))
        touch(stage, stage.word("photo_add"))
        stage.until(lambda: stage.app.camera.newest() is not None, "the camera")
        touch(stage, stage.word("photo_take"))
        seconds(stage)
        stage.until(lambda: at(stage) == "check", "the picture")
        stage.until(lambda: not stage.app.camera.property("active"), "the camera's end")
        assert lying(stage) == [], "it is only shown"
        assert any(i.property("source").toString() == stage.app.photo.property("picture") for i in items(stage.window.view.contentItem())
                   if i.inherits("QQuickImage") and i.isVisible())  # fmt: skip
        touch(stage, stage.word("photo_use"))
        stage.until(lambda: stage.app.photo.property("kept") == [number], "the disk")
        ticket = stage.visit.tickets.get(number)
        assert ticket is not None and ticket.photo is not None and lying(stage) == [ticket.photo.name]
        picture = Image.open(BytesIO(ticket.photo.read_bytes()), formats=("JPEG",))
        assert picture.size == (640, 480)
        assert stage.app.talk.property("panel") == "note" and stage.word("photo_added") in seen(stage)
        assert stage.word("photo_add") not in buttons(stage)
        assert stage.app.photo.shown() is None


@pytest.mark.parametrize(
    ("language", "said"), [(Language.en, ("yes please", "ready", "take it again", "I'm ready", "use it")), (Language.zh, ("好的", "好了", "重拍", "拍吧", "就用这张"))]
)  # fmt: skip
def test_a_photo_is_taken_and_kept_by_voice_alone(language: Language, said: tuple[str, ...], qapp: object, complaints: list[str]) -> None:
    with kiosk(language) as stage:
        number = noted(stage)
        stages = []
        for text in said:
            hear(stage, text)
            stages.append(at(stage))
            if at(stage) == "aim":
                stage.until(lambda: stage.app.camera.newest() is not None, "the camera")
            if at(stage) == "count":
                seconds(stage)
                stage.until(lambda: at(stage) == "check", "the picture")
        assert stages == ["aim", "count", "aim", "count", "keeping"]
        stage.until(lambda: stage.app.photo.property("kept") == [number], "the disk")
        assert len(lying(stage)) == 1


def test_a_photo_is_taken_and_kept_by_keys_alone(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        number = noted(stage)
        press(stage, stage.word("photo_add"))
        stage.until(lambda: stage.app.camera.newest() is not None, "the camera")
        press(stage, stage.word("photo_take"))
        seconds(stage)
        stage.until(lambda: at(stage) == "check", "the picture")
        press(stage, stage.word("photo_use"))
        stage.until(lambda: stage.app.photo.property("kept") == [number], "the disk")


@pytest.mark.parametrize(("language", "no"), [(Language.en, "no thanks"), (Language.en, "no photo"), (Language.zh, "不用"), (Language.zh, "不要照片")])
def test_after_a_no_the_camera_stays_shut(language: Language, no: str, qapp: object, complaints: list[str]) -> None:
    with kiosk(language) as stage:
        noted(stage)
        hear(stage, no)
        assert (at(stage), stage.app.camera.property("active"), stage.app.talk.property("reply")) == ("closed", False, stage.word("photo_dropped"))
        hear(stage, "yes" if language is Language.en else "好的")
        assert at(stage) == "closed", "that yes is to nothing the photo asked"


def test_anything_but_a_yes_is_a_question_as_ever_and_ends_the_offer(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        noted(stage)
        stage.visit.answers["where are lemons"] = made_up.answer("Aisle 2.", Language.en)
        hear(stage, "where are lemons")
        stage.until(lambda: stage.app.talk.property("reply") == "Aisle 2.", "the answer")
        assert at(stage) == "closed"
        assert not stage.app.photo.hears("yes", Language.en)


BEFORE_USE: tuple[Callable[[Stage], str], ...] = (noted, aim, counted, taken)


@pytest.mark.parametrize("step", BEFORE_USE, ids=[s.__name__ for s in BEFORE_USE])
def test_a_visit_that_ends_before_use_it_leaves_no_picture(step: Callable[[Stage], str], qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        number = step(stage)
        stage.app.finish()
        for late in (stage.app.photo.use, stage.app.photo.shutter, stage.app.photo.second, stage.app.photo.again):
            late()
        worked(stage)
        stage.until(lambda: not stage.app.camera.property("active"), "the camera's end")
        assert (at(stage), lying(stage), stage.app.photo.shown(), stage.app.photo.property("number")) == ("closed", [], None, "")
        assert stage.app.camera.newest() is None
        ticket = stage.visit.tickets.get(number)
        assert ticket is not None and ticket.photo is None


def test_a_visit_that_ends_while_the_picture_is_being_made_leaves_none(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        counted(stage)
        seconds(stage, 2)
        assert at(stage) == "taking"
        stage.app.finish()
        worked(stage)
        assert (at(stage), lying(stage), stage.app.photo.shown()) == ("closed", [], None)


def test_no_photo_and_again_drop_the_picture(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        taken(stage)
        touch(stage, stage.word("photo_again"))
        assert (at(stage), stage.app.photo.shown()) == ("aim", None)
        stage.until(lambda: stage.app.camera.newest() is not None, "the camera")
        touch(stage, stage.word("photo_none"))
        stage.until(lambda: not stage.app.camera.property("active"), "the camera's end")
        assert (at(stage), lying(stage), stage.app.talk.property("panel")) == ("closed", [], "note")
        assert stage.word("photo_add") in buttons(stage), "the shopper may think again"


def test_another_panel_or_question_closes_the_camera_and_drops_the_picture(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        aim(stage)
        stage.app.talk.show("list")
        stage.until(lambda: not stage.app.camera.property("active"), "the camera's end")
        assert at(stage) == "closed"
        stage.app.talk.back()
        assert stage.app.talk.property("panel") == "note"
        taken_now = stage.app.photo
        taken_now.begin(stage.app.talk.property("note")["number"])
        stage.answer("where are lemons", made_up.answer("Aisle 2.", Language.en))
        assert (at(stage), lying(stage)) == ("closed", [])


class Dying(made_up.MadeUpCamera):
    """Gives some frames, then nothing any more."""

    left = 2

    def frame(self) -> npt.NDArray[np.uint8]:
        if self.left <= 0:
            raise MissingPart("The camera gives no picture", "camera 0", "check its cable")
        self.left -= 1
        return super().frame()


@pytest.mark.parametrize("step", ["aim", "count"])
def test_a_camera_that_goes_away_leaves_the_case_without_a_photo_and_says_so(
    step: str, qapp: object, complaints: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with kiosk() as stage:
        monkeypatch.setattr(Dying, "left", 2 if step == "count" else 0)
        stage.app.camera._open = Dying
        number = noted(stage)
        stage.app.photo.begin(number)
        stage.app.photo.shutter()
        stage.until(lambda: at(stage) == "closed", "the end")
        assert stage.app.talk.property("reply") == "The camera is not available. Your case stands without a photo."
        assert stage.app.talk.property("panel") == "note" and lying(stage) == []
        assert stage.visit.tickets.get(number) is not None


def test_a_disk_that_takes_nothing_leaves_the_case_without_a_photo_and_says_so(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        number = taken(stage)
        (stage.folder / PHOTOS).write_text("in the way", "utf-8")
        touch(stage, stage.word("photo_use"))
        stage.until(lambda: at(stage) == "closed", "the end")
        assert stage.app.talk.property("reply") == "The photo could not be stored. Your case stands without it."
        ticket = stage.visit.tickets.get(number)
        assert ticket is not None and ticket.photo is None and stage.app.photo.property("kept") == []


def test_a_yes_that_was_only_the_beginning_of_a_sentence_is_taken_back(qapp: object, complaints: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """And the question before it, which was a whole one, is not."""
    with kiosk() as stage:
        noted(stage)
        back: list[bool] = []
        monkeypatch.setattr(stage.visit, "take_back", lambda: back.append(True) or False)
        hear(stage, "yes")
        stage.app._resumed()
        stage.until(lambda: not stage.app.camera.property("active"), "the camera's end")
        assert (at(stage), stage.app.talk.property("panel")) == ("offered", "note")
        hear(stage, "yes please")
        worked(stage)
        assert at(stage) == "aim" and back == []


def test_a_photo_is_offered_only_where_there_is_a_camera_and_nothing_else_is_asked(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        stage.app._parts._has_camera = lambda: False
        noted(stage)
        assert (at(stage), stage.word("photo_add") in buttons(stage)) == ("closed", False)
        assert not stage.app.talk.property("reply").endswith("?")


def test_a_case_of_another_visit_gets_no_photo(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        stage.app.begin("touch")
        ticket = stage.visit.tickets.open("lost", Language.en, Intent.lost_property, "", "a scarf")
        news = made_up.answer("Nobody has taken it on yet.", Language.en, Intent.ticket_status, cited=[f"ticket:{ticket.number}"])
        stage.answer("any news on my ticket", news)
        assert stage.app.talk.property("panel") == "note" and stage.word("photo_add") not in buttons(stage)
        with pytest.raises(BadInput):
            stage.app._parts.keep_photo(ticket.number, b"a photo")
        stage.visit.state = replace(stage.visit.state, tickets=(ticket.number,))
        stage.answer("any news on my ticket", news)
        assert stage.word("photo_add") in buttons(stage), "of this one it may"


def test_staff_see_the_photo_with_the_case(qapp: object, complaints: list[str]) -> None:
    with kiosk() as stage:
        number = kept(stage)
        stage.app.finish()
        go(stage, "calls")

        def pictures() -> list[Any]:
            there = items(stage.window.view.contentItem())
            return [i for i in there if i.inherits("QQuickImage") and i.isVisible() and i.property("source").toString().endswith(".jpg")]

        stage.until(lambda: bool(pictures()) and pictures()[0].property("implicitWidth") == 640, "the photo")
        assert [row["id"] for row in stage.app.mode.rooms.property("tickets") if row["photo"]] == [number]
        QTest.keyClick(stage.window.view, Qt.Key.Key_Escape)
        assert stage.app.mode.rooms.property("tickets") == []
