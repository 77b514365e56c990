"""The enrolment's states of the gallery: a product chosen, shown from eight sides, found or not, kept and forgotten."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np

from kiosk.app.made_up import MadeUpCamera
from kiosk.app.staff_states import enter, knock
from kiosk.app.stage import Stage, State
from kiosk.bundle.enrolment import Enrolled

SKU: Final = "harbour-organic-oat-drink-1l"
STEP: Final = 60
"""Pixels that the carton is moved by, to and fro, before the next picture, so that it is another."""


def products(stage: Stage) -> None:
    """Staff are in the room of products, and what is taught is read."""
    knock(stage)
    enter(stage)
    stage.app.mode.rooms.go("products")
    settle(stage, "choose")


def settle(stage: Stage, wanted: str) -> None:
    """Lets the window live until a stage is reached and nothing is worked on."""
    stage.until(lambda: stage.app.enrol.property("stage") == wanted and not stage.app.enrol.property("busy"), f"the stage {wanted!r}")
    done: list[bool] = []
    stage.app.enrol._jobs.run(lambda: None, lambda _: done.append(True))
    stage.until(lambda: bool(done), "the worker")


def hold(stage: Stage, moved: int) -> None:
    """The carton is moved, and the window has the frame of it."""
    MadeUpCamera.moved = moved
    wanted = MadeUpCamera().frame()

    def there() -> bool:
        newest = stage.app.camera.newest()
        return newest is not None and np.array_equal(newest, wanted)

    stage.until(there, "the camera")


def shoot(stage: Stage, count: int) -> None:
    """The product chosen, and so many pictures taken."""
    products(stage)
    enrol = stage.app.enrol
    enrol.choose(SKU)
    settle(stage, "frames")
    for number in range(count):
        hold(stage, STEP if number % 2 else -STEP)
        enrol.take()
        stage.until(lambda wanted=number + 1: enrol.property("taken") == wanted and not enrol.property("busy"), "the picture")  # type: ignore[misc]
    MadeUpCamera.moved = 0


def _listed(stage: Stage) -> None:
    vectors = np.eye(16, dtype=np.float32)[4:12]
    for sku, student, day in (("alpro-oat-unsweetened-1l", "another", 3), (SKU, "made up", 20), ("gone-tea", "made up", 21)):
        stage.visit.house.enrolled.put(Enrolled(sku, student, date(2026, 11, day), vectors))
    products(stage)


def _typed(stage: Stage) -> None:
    products(stage)
    stage.app.keyboard.show()
    for key in "oat":
        stage.app.keyboard.press(key)
    stage.until(lambda: bool(stage.app.enrol.property("found")), "the products")


def _found(stage: Stage) -> None:
    _typed(stage)
    stage.app.keyboard.hide()


def _code(stage: Stage) -> None:
    products(stage)
    stage.app.enrol.scan()
    stage.until(lambda: stage.app.camera.property("serial") > 1, "the camera")


def _refused(stage: Stage) -> None:
    shoot(stage, 2)
    hold(stage, STEP)
    stage.app.enrol.take()
    stage.until(lambda: stage.app.enrol.property("fault") == "same", "the refusal")
    MadeUpCamera.moved = 0


def _checked(stage: Stage, axes: Sequence[int]) -> None:
    stage.visit.house.eyes.appearance.axes = axes
    shoot(stage, 8)
    settle(stage, "check")


def _saved(stage: Stage) -> None:
    _checked(stage, (4,))
    stage.app.enrol.save()
    settle(stage, "saved")


ENROL: Final = (
    State("enrol-none", products),
    State("enrol-listed", _listed),
    State("enrol-typed", _typed),
    State("enrol-found", _found),
    State("enrol-code", _code),
    State("enrol-first", lambda stage: shoot(stage, 0)),
    State("enrol-next", lambda stage: shoot(stage, 3)),
    State("enrol-refused", _refused),
    State("enrol-good", lambda stage: _checked(stage, (4,))),
    State("enrol-like", lambda stage: _checked(stage, (0, 4, 0, 4))),
    State("enrol-unlike", lambda stage: _checked(stage, tuple(range(4, 12)))),
    State("enrol-saved", _saved),
)
