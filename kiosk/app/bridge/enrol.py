"""A new product by camera: which one, eight pictures, a check, saved or not, undone.

What must hold: every slot is deaf unless it may be used (staff are inside); nothing is kept before `save`, and after `close` nothing of the pictures
is left; a frame goes to the worker and nowhere else; of two searches only the later one's products are shown.
"""

import logging
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.app.bridge.camera import CameraView
from kiosk.app.bridge.jobs import Jobs
from kiosk.app.bridge.keyboard import Keyboard
from kiosk.app.cards import Card
from kiosk.app.teaching import Both, Taken, Teaching, Verdict
from kiosk.core import KioskError, Language

log = logging.getLogger(__name__)
VIEWS: Final = ("front", "back", "left", "right", "top", "tilted", "nearer", "farther")
"""As `kiosk.seeing.views.VIEWS`, which the window may not load before it is needed."""


class Enrol(QObject):
    """`stage` is "closed", "choose", "code" (a barcode is looked for), "frames", "check" or "saved".

    Args:
        camera, keyboard: the window's own.
        allowed: whether staff are inside.
    """

    changed = Signal()

    def __init__(
        self, teaching: Teaching, jobs: Jobs, camera: CameraView, keyboard: Keyboard, allowed: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._teaching, self._jobs, self._camera, self._keyboard, self._allowed = teaching, jobs, camera, keyboard, allowed
        self._language = str(Language.en)
        self._stage, self._visit, self._asked, self._reading = "closed", 0, "", False
        self._empty()
        keyboard.changed.connect(self._typed)
        camera.frameChanged.connect(self._read_code)
        camera.missing.connect(self._no_camera)

    def _empty(self) -> None:
        self._found: list[Both] = []
        self._listed: list[Both] = []
        self._product: Both | None = None
        self._verdict: Verdict | None = None
        self._taken, self._fault, self._code, self._failed = 0, "", "", ""
        self._busy, self._searched = False, False

    # What QML reads

    def _get_stage(self) -> str:
        return self._stage

    def _get_busy(self) -> bool:
        return self._busy

    def _get_found(self) -> list[Card]:
        return [both[self._language] for both in self._found]

    def _get_searched(self) -> bool:
        return self._searched

    def _get_listed(self) -> list[Card]:
        return [both[self._language] for both in self._listed]

    def _get_product(self) -> Card:
        return self._product[self._language] if self._product else {}

    def _get_taken(self) -> int:
        return self._taken

    def _get_views(self) -> int:
        return len(VIEWS)

    def _get_view(self) -> str:
        return VIEWS[min(self._taken, len(VIEWS) - 1)]

    def _get_fault(self) -> str:
        return self._fault

    def _get_code(self) -> str:
        return self._code

    def _get_good(self) -> bool:
        return bool(self._verdict and self._verdict.good)

    def _get_hits(self) -> int:
        return self._verdict.found if self._verdict else 0

    def _get_like(self) -> str:
        return self._verdict.like[self._language] if self._verdict and self._verdict.like else ""

    def _get_likes(self) -> int:
        return self._verdict.likes if self._verdict else 0

    def _get_failed(self) -> str:
        return self._failed

    stage = Property(str, _get_stage, notify=changed)
    busy = Property(bool, _get_busy, notify=changed)
    found = Property("QVariantList", _get_found, notify=changed)  # type: ignore[arg-type]  # PySide takes the name of a C++ type
    searched = Property(bool, _get_searched, notify=changed)
    """Whether `found` is what was typed."""
    listed = Property("QVariantList", _get_listed, notify=changed)  # type: ignore[arg-type]  # as above
    product = Property("QVariantMap", _get_product, notify=changed)  # type: ignore[arg-type]
    taken = Property(int, _get_taken, notify=changed)
    views = Property(int, _get_views, constant=True)
    view = Property(str, _get_view, notify=changed)
    """What to show next."""
    fault = Property(str, _get_fault, notify=changed)
    """Why the last frame was refused: "", "dark", "bright", "blurred" or "same"."""
    code = Property(str, _get_code, notify=changed)
    """A barcode that was read and that the shop does not know."""
    good = Property(bool, _get_good, notify=changed)
    hits = Property(int, _get_hits, notify=changed)
    like = Property(str, _get_like, notify=changed)
    likes = Property(int, _get_likes, notify=changed)
    failed = Property(str, _get_failed, notify=changed)
    """What went wrong: "camera", or a sentence that says how to mend it."""

    # What QML does

    @Slot()
    def open(self) -> None:
        """The panel is on the screen."""
        if self._allowed():
            self._to("choose")
            self._keyboard.clear()
            self._look()

    @Slot()
    def close(self) -> None:
        """The panel is gone: nothing of the pictures stays, and the camera is off."""
        if self._stage == "closed":
            return
        if self._stage in ("code", "frames", "check"):
            self._camera.stop()
        self._keyboard.clear()
        self._keyboard.hide()
        self._to("closed")
        self._jobs.run(self._teaching.forget, lambda _: None)

    @Slot()
    def scan(self) -> None:
        """The product's barcode is held up to the camera."""
        if self._stage == "choose":
            self._keyboard.hide()
            self._to("code")
            self._camera.start()

    @Slot(str)
    def choose(self, sku: str) -> None:
        """This product is taught."""
        if self._stage in ("choose", "code", "saved"):
            self._do(lambda: self._teaching.begin(sku), self._begun)

    @Slot()
    def take(self) -> None:
        """The frame that is on the screen."""
        frame = self._camera.newest()
        if self._stage == "frames" and frame is not None and self._taken < len(VIEWS):
            self._do(lambda: self._teaching.take(frame), self._took)

    @Slot()
    def retake(self) -> None:
        """The last frame once more."""
        if self._stage in ("frames", "check") and self._taken:
            self._do(self._teaching.retake, self._took)

    @Slot()
    def again(self) -> None:
        """All frames once more."""
        if self._stage in ("frames", "check"):
            self._do(self._teaching.again, self._took)

    @Slot()
    def save(self) -> None:
        """Keeps it."""
        if self._stage == "check":
            self._do(self._teaching.save, self._kept)

    @Slot(str)
    def undo(self, sku: str) -> None:
        """Takes a product out again."""
        if self._stage in ("choose", "saved"):
            self._do(lambda: self._teaching.undo(sku), lambda _: self.back())

    @Slot()
    def back(self) -> None:
        """To the choice; what was not saved is dropped."""
        if self._stage != "closed" and self._allowed():
            if self._stage in ("code", "frames", "check"):
                self._camera.stop()
            self._to("choose")
            self._keyboard.clear()
            self._jobs.run(self._teaching.forget, lambda _: None)
            self._look()

    def speak(self, language: str) -> None:
        """English or Chinese."""
        self._language = language
        self.changed.emit()

    def _to(self, stage: str) -> None:
        """Another stage; what is still being worked on for this one comes to nothing."""
        self._visit += 1
        listed, product = self._listed, self._product
        self._empty()
        self._asked = ""
        if stage != "closed":
            self._listed = listed
        if stage in ("frames", "check", "saved"):
            self._product = product
        self._stage = stage
        self.changed.emit()

    def _do(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Works on one thing at a time; its end is heard only in the same stage."""
        if self._busy or not self._allowed():
            return
        self._busy, self._failed, self._fault, visit = True, "", "", self._visit

        def ended(result: Any) -> None:
            if visit == self._visit:
                self._busy = False
                done(result)
                self.changed.emit()

        def lost(error: Exception) -> None:
            if visit == self._visit:
                self._busy = False
            self._lost(error, visit)

        self._jobs.run(job, ended, lost)
        self.changed.emit()

    def _look(self) -> None:
        """Reads what is enrolled."""
        visit = self._visit

        def read(rows: list[Both]) -> None:
            if visit == self._visit:
                self._listed = rows
                self.changed.emit()

        def lost(error: Exception) -> None:
            if visit == self._visit:
                self._listed = []
            self._lost(error, visit)

        self._jobs.run(self._teaching.listed, read, lost)

    def _typed(self) -> None:
        text = (self._keyboard.property("text") + self._keyboard.property("letters")).strip()
        if self._stage != "choose" or text == self._asked:
            return
        self._asked, visit = text, self._visit

        def found(rows: list[Both]) -> None:
            if visit == self._visit and text == self._asked:
                self._found, self._searched = rows, bool(text)
                self.changed.emit()

        self._jobs.run(lambda: self._teaching.search(text), found, lambda error: self._lost(error, visit))

    def _read_code(self) -> None:
        frame = self._camera.newest() if self._stage == "code" and not self._reading else None
        if frame is None:
            return
        self._reading, visit = True, self._visit

        def read(found: tuple[Both | None, str]) -> None:
            self._reading = False
            both, digits = found
            if visit != self._visit:
                return
            if both is not None:
                self.choose(str(both[self._language]["sku"]))
            elif digits and digits != self._code:
                self._code = digits
                self.changed.emit()

        def lost(error: Exception) -> None:
            self._reading = False
            self._lost(error, visit)

        self._jobs.run(lambda: self._teaching.read_code(frame), read, lost)

    def _begun(self, both: Both) -> None:
        self._keyboard.hide()
        self._to("frames")
        self._product = both
        self._camera.start()

    def _took(self, taken: Taken) -> None:
        if self._stage == "check":
            self._to("frames")
        self._taken, self._fault = taken.count, taken.fault
        if self._taken == len(VIEWS):
            self._do(self._teaching.check, self._checked)

    def _checked(self, verdict: Verdict) -> None:
        taken = self._taken
        self._to("check")
        self._taken, self._verdict = taken, verdict

    def _kept(self, _: None) -> None:
        self._camera.stop()
        self._to("saved")
        self._look()

    def _no_camera(self, why: str) -> None:
        if self._stage in ("code", "frames", "check"):
            log.warning("the camera is missing: %s", why)
            self.back()
            self._failed = "camera"
            self.changed.emit()

    def _lost(self, error: Exception, visit: int) -> None:
        log.error("enrolment: %s", error, exc_info=None if isinstance(error, KioskError) else error)
        if visit == self._visit:
            self._failed = str(error) if isinstance(error, KioskError) else type(error).__name__
            self.changed.emit()
