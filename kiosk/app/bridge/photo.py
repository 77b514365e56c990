"""One photo for a case of this visit: offered, taken after a count, shown, and only then kept.

What must hold: the camera opens only after a yes, by touch or by voice; nothing of a picture is written before "Use it", and what was not used is
dropped with its step, at the latest with the visit; whatever goes wrong, the case stands, and the shopper is told so.
"""

import logging
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from kiosk.app.bridge.camera import CameraView
from kiosk.app.bridge.house import Parts, Turn
from kiosk.app.bridge.jobs import Jobs
from kiosk.app.bridge.talk import Talk
from kiosk.app.bridge.voice_loop import VoiceLoop
from kiosk.core import KioskError, Language

log = logging.getLogger(__name__)
COUNT: Final = 3
OPEN: Final = frozenset({"aim", "count", "taking", "check", "keeping"})
"""Stages in which the panel is up."""


class Photo(QObject):
    """`stage` is "closed", "offered" (by a reply that asks), "aim", "count", "taking", "check" or "keeping".

    Args:
        camera, talk, loop: the window's own.
    """

    changed = Signal()

    def __init__(self, parts: Parts, jobs: Jobs, camera: CameraView, talk: Talk, loop: VoiceLoop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts, self._jobs, self._camera, self._talk, self._loop = parts, jobs, camera, talk, loop
        self._stage, self._number, self._count = "closed", "", 0
        self._visit, self._step, self._serial = 0, 0, 0
        self._jpeg: bytes | None = None
        self._picture: QImage | None = None
        self._kept: list[str] = []
        self._heard = ""
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.second)
        talk.answered.connect(self._about)
        talk.panelChanged.connect(self._look)

    def _get_stage(self) -> str:
        return self._stage

    def _get_number(self) -> str:
        return self._number

    def _get_count(self) -> int:
        return self._count

    def _get_picture(self) -> str:
        return f"image://photo/{self._serial}" if self._picture else ""

    def _get_kept(self) -> list[str]:
        return list(self._kept)

    stage = Property(str, _get_stage, notify=changed)
    number = Property(str, _get_number, notify=changed)
    count = Property(int, _get_count, notify=changed)
    """Seconds until the picture is taken."""
    picture = Property(str, _get_picture, notify=changed)
    kept = Property("QStringList", _get_kept, notify=changed)  # type: ignore[arg-type]  # PySide takes the name of a C++ type
    """Cases of this visit that have a photo by now."""

    # What QML does

    @Slot(str)
    def begin(self, number: str) -> None:
        """Yes to a photo for this case: the viewfinder."""
        if self._stage not in OPEN and number and number not in self._kept:
            self._number = number
            self._to("aim")
            self._talk.show("photo")
            self._camera.start()
            self._tell("photo_aim", asks=True)

    @Slot()
    def shutter(self) -> None:
        """Counts down to the picture."""
        if self._stage == "aim":
            self._count = COUNT
            self._to("count")
            self._timer.start()

    @Slot()
    def use(self) -> None:
        """The picture that is shown is kept."""
        jpeg, number = self._jpeg, self._number
        if self._stage == "check" and jpeg is not None:
            self._to("keeping")
            visit, step = self._visit, self._step

            def kept(_: None) -> None:
                if visit == self._visit:
                    self._kept.append(number)
                    self.changed.emit()
                if step == self._step:
                    self._end("photo_kept")

            self._jobs.run(lambda: self._parts.keep_photo(number, jpeg), kept, lambda error: self._lost(error, step))

    @Slot()
    def again(self) -> None:
        """The picture that is shown is dropped, for another one."""
        if self._stage == "check":
            self._drop()
            self._to("aim")
            self._camera.start()
            self._tell("photo_aim", asks=True)

    @Slot()
    def none(self) -> None:
        """No photo."""
        if self._stage not in ("closed", "keeping"):
            self._end("photo_dropped")

    # What the other bridges do

    def hears(self, text: str, language: Language) -> bool:
        """Whether what was said or typed answers what is asked about the photo; then it is done."""
        wish = "" if self._stage in ("closed", "taking", "keeping") else self._parts.photo_wish(text, language)
        step: Callable[[], None] | None = {
            ("offered", "do"): lambda: self.begin(self._number), ("aim", "do"): self.shutter, ("count", "do"): lambda: None,
            ("check", "do"): self.use, ("check", "again"): self.again,
        }.get((self._stage, wish), self.none if wish == "none" else None)  # fmt: skip
        if step is None:
            self._heard = ""
            return False
        self._heard = self._stage
        self._talk.hear(text)
        step()
        return True

    def resumed(self) -> bool:
        """The shopper goes on: what was heard was only the beginning. Whether it had been an answer to the photo's question; that step is taken back."""
        heard, self._heard = self._heard, ""
        if heard == "offered" and self._stage in ("aim", "count"):
            self._close()
            self._to("offered")
            self._talk.back()
        elif heard == "aim" and self._stage == "count":
            self._to("aim")
        return heard != ""

    def lost_camera(self) -> bool:
        """The camera is gone. Whether it was in use here."""
        used = self._stage in ("aim", "count")
        if used:
            self._end("photo_no_camera")
        return used

    def shown(self) -> QImage | None:
        """The picture that waits for a yes."""
        return self._picture

    def second(self) -> None:
        """A second of the count went by."""
        if self._stage != "count":
            return
        frame = self._camera.newest() if self._count <= 1 else None
        if frame is None:
            self._count = max(1, self._count - 1)  # a camera that is still waking up is waited for
            self.changed.emit()
            return
        self._to("taking")
        self._camera.stop()

        def take() -> tuple[bytes, QImage]:
            jpeg = self._parts.photo(frame)
            return jpeg, QImage.fromData(jpeg)

        step = self._step
        self._jobs.run(take, lambda made: self._took(made) if step == self._step else None, lambda error: self._lost(error, step))

    def forget(self) -> None:
        """The visit is over: what was not kept is gone."""
        self._visit += 1
        self._close()
        self._number, self._heard = "", ""
        self._kept.clear()
        self._to("closed")

    def _took(self, made: tuple[bytes, QImage]) -> None:
        self._jpeg, self._picture = made
        self._serial += 1
        self._to("check")
        self._tell("photo_check", asks=True)

    def _about(self, turn: Turn | None) -> None:
        """Another reply: what was asked before is not asked any more."""
        if turn is not None:
            self._close()
            self._heard, self._number = "", turn.photo
            self._to("offered" if turn.photo else "closed")

    def _look(self) -> None:
        """Another panel came up."""
        if self._stage in OPEN and self._talk.property("panel") != "photo":
            self._close()
            self._to("closed")

    def _lost(self, error: Exception, step: int) -> None:
        log.error("a photo was not kept: %s", error, exc_info=None if isinstance(error, KioskError) else error)
        if step == self._step:
            self._end("photo_not_kept")

    def _to(self, stage: str) -> None:
        self._step += 1
        self._stage = stage
        if stage != "count":
            self._timer.stop()
        self.changed.emit()

    def _drop(self) -> None:
        self._jpeg, self._picture = None, None

    def _close(self) -> None:
        """Camera off, picture dropped."""
        if self._stage in OPEN:
            self._camera.stop()
        self._drop()

    def _end(self, key: str) -> None:
        self._close()
        self._to("closed")
        if self._talk.property("panel") == "photo":
            self._talk.back()
        self._tell(key, asks=False)

    def _tell(self, key: str, asks: bool) -> None:
        self._talk.tell(key)
        self._loop.say(*self._talk.aloud, asks)
