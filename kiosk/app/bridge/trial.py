"""Devices that a technician tries before choosing: the picture, the level, a sentence.

What must hold: at most one device of a kind is open, and none after `stop`; what a device that was left still gives is shown no more; nothing that
is seen or heard is kept.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.app.bridge.camera import CameraView
from kiosk.app.bridge.jobs import Jobs
from kiosk.app.bridge.listening import LOUD
from kiosk.app.bridge.sound import RATE, Samples, bell
from kiosk.app.devices import Devices
from kiosk.core import KioskError, Language, MissingPart

log = logging.getLogger(__name__)
HEARD: Final = 0.3
"""The level from which somebody has spoken."""


class Trial(QObject):
    """`level` from 0 to 1; `heard` and `silent` of the microphone; `played` is "", "playing", "voice" or "bell" (the voice is missing).

    Args:
        voice: opens the voice, on the house's worker.
    """

    changed = Signal()
    levelChanged = Signal()
    _measured = Signal(int, float, bool)

    def __init__(self, devices: Devices, voice: Callable[[], Any], jobs: Jobs, volume: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices, self._voice, self._house, self._volume = devices, voice, jobs, volume
        self._ears, self._mouth = Jobs("microphone", self), Jobs("loudspeaker", self)
        self._number, self._run = -1, 0
        self._waits = False
        self._camera = CameraView(self._open_camera, self)
        self._camera.activeChanged.connect(self._let_go)
        self._camera.missing.connect(self._fault)
        self._ended = threading.Event()
        self._speaker: Any = None
        self._level, self._heard, self._silent, self._played, self._failed = 0.0, False, False, "", ""
        self._measured.connect(self._measure)

    def _get_level(self) -> float:
        return self._level

    def _get_heard(self) -> bool:
        return self._heard

    def _get_silent(self) -> bool:
        return self._silent

    def _get_played(self) -> str:
        return self._played

    def _get_failed(self) -> str:
        return self._failed

    level = Property(float, _get_level, notify=levelChanged)
    heard = Property(bool, _get_heard, notify=changed)
    silent = Property(bool, _get_silent, notify=changed)
    played = Property(str, _get_played, notify=changed)
    failed = Property(str, _get_failed, notify=changed)
    """Why a device cannot be opened; empty where it can."""
    if TYPE_CHECKING:
        camera: CameraView
    else:
        camera = Property(QObject, lambda self: self._camera, constant=True)

    def look(self, number: int) -> None:
        """The picture of a camera; of none with -1."""
        self.stop()
        if number >= 0:
            self._number, self._waits = number, bool(self._camera.property("active"))
            if not self._waits:
                self._camera.start()

    def listen(self, name: str) -> None:
        """How loud it is before a microphone."""
        self.stop()
        run, ended = self._run, threading.Event()
        self._ended = ended

        def hear() -> None:
            microphone = self._devices.microphone(name)
            try:
                for block in microphone.blocks():
                    if ended.is_set():
                        return
                    self._measured.emit(run, min(1.0, LOUD * float(np.sqrt(np.mean(block**2)))), microphone.silent)
            finally:
                microphone.close()

        self._ears.run(hear, lambda _: None, lambda error: self._lost(error, run))

    def play(self, name: str, sentence: str, language: Language) -> None:
        """A sentence from a loudspeaker; two strokes of a bell where the voice is missing."""
        self.stop()
        run = self._run
        self._played = "playing"
        self.changed.emit()

        def open_voice() -> Any:
            try:
                return self._voice()
            except MissingPart as error:
                log.warning("the voice is missing: %s", error)
                return None

        def sound(voice: Any) -> None:
            if run == self._run:
                self._mouth.run(lambda: self._sound(name, voice, sentence, language, run), lambda how: self._done(how, run), lambda e: self._lost(e, run))

        self._house.run(open_voice, sound, lambda error: self._lost(error, run))

    @Slot()
    def stop(self) -> None:
        """Lets every device go."""
        self._run += 1
        self._number, self._waits = -1, False
        self._camera.stop()
        self._ended.set()
        if (speaker := self._speaker) is not None:  # its worker may let go of it at any time
            speaker.stop()
        self._level, self._heard, self._silent, self._played, self._failed = 0.0, False, False, "", ""
        self.levelChanged.emit()
        self.changed.emit()

    def close(self) -> None:
        """For good."""
        self.stop()
        self._camera.close()
        self._ears.close()
        self._mouth.close()

    def _let_go(self) -> None:
        """The camera before was closed: now the next one can be opened."""
        if self._waits and not self._camera.property("active"):
            self._waits = False
            self._camera.start()

    def _open_camera(self) -> Any:
        return self._devices.camera(self._number)

    def _sound(self, name: str, voice: Any, sentence: str, language: Language, run: int) -> str:
        speaker = self._devices.speaker(name)
        self._speaker = speaker
        try:
            if run != self._run:
                return ""
            speaker.volume = self._volume / 100
            chunks: Iterator[Samples] = iter(voice.say(sentence, language)) if voice is not None else _strokes()
            speaker.play(chunks, voice.rate if voice is not None else RATE)
        finally:
            self._speaker = None
            speaker.close()
        return "voice" if voice is not None else "bell"

    def _done(self, how: str, run: int) -> None:
        if run == self._run:
            self._played = how
            self.changed.emit()

    def _measure(self, run: int, level: float, silent: bool) -> None:
        if run != self._run:
            return
        self._level = level
        self.levelChanged.emit()
        if (self._heard or level >= HEARD, silent) != (self._heard, self._silent):
            self._heard, self._silent = self._heard or level >= HEARD, silent
            self.changed.emit()

    def _lost(self, error: Exception, run: int) -> None:
        if not isinstance(error, KioskError):
            log.error("a device failed", exc_info=error)
        if run == self._run:
            self._played = ""
            self._fault(str(error))

    def _fault(self, why: str) -> None:
        self._failed = why
        self.changed.emit()


def _strokes() -> Iterator[Samples]:
    stop = threading.Event()
    for number, stroke in enumerate(bell(stop)):
        yield stroke
        if number:
            stop.set()
