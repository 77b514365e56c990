"""The microphone button: listens until the shopper has finished, shows how loud it is, and hands on what was heard. No sound is kept."""

import threading
from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.app.bridge.jobs import Jobs

Samples = npt.NDArray[np.float32]
LOUD: Final = 8.0
"""Times the loudness (root mean square) of near speech, about 0.12, that fill the level."""


class Microphone(Protocol):
    """What the window needs of `kiosk.hearing.microphone.Microphone`."""

    def blocks(self) -> Iterator[Samples]:
        """16 kHz mono float32 blocks until closed."""
        ...

    def close(self) -> None:
        """Lets the device go."""
        ...


class Listening(QObject):
    """State of the microphone button: `state` is "idle", "listening" or "hearing".

    Args:
        microphone: opens the device, on a worker; raises MissingPart where there is none.
        hear: makes a turn of a stream of blocks, on the same worker; None where nobody spoke.
    """

    stateChanged = Signal()
    levelChanged = Signal()
    heard = Signal(object)
    missing = Signal(str)
    _loudness = Signal(float)

    def __init__(self, microphone: Callable[[], Microphone], hear: Callable[[Iterator[Samples]], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._microphone, self._hear = microphone, hear
        self._jobs = Jobs("microphone", self)
        self._state, self._level = "idle", 0.0
        self._stop = threading.Event()
        self._dropped = False
        self._loudness.connect(self._set_level)

    def _get_state(self) -> str:
        return self._state

    def _get_level(self) -> float:
        return self._level

    state = Property(str, _get_state, notify=stateChanged)
    level = Property(float, _get_level, notify=levelChanged)

    def warm(self, job: Callable[[], Any]) -> None:
        """Loads the recogniser before the first question; where it is missing, the first touch says so."""
        self._jobs.run(job, lambda _: None, lambda _: None)

    @Slot()
    def toggle(self) -> None:
        """Starts listening; a second touch ends the question."""
        if self._state == "listening":
            self._set_state("hearing")
            self._stop.set()
        elif self._state == "idle":
            self._stop.clear()
            self._dropped = False
            self._set_state("listening")
            self._jobs.run(self._listen, self._done, self._failed)

    @Slot()
    def cancel(self) -> None:
        """Stops listening and drops what was heard."""
        self._dropped = True
        self._stop.set()

    def close(self) -> None:
        """Lets the device go."""
        self.cancel()
        self._jobs.close()

    def _listen(self) -> Any:
        microphone = self._microphone()
        try:
            return self._hear(self._watched(microphone.blocks()))
        finally:
            microphone.close()

    def _watched(self, blocks: Iterator[Samples]) -> Iterator[Samples]:
        for number, block in enumerate(blocks):
            if self._stop.is_set():
                return
            if number % 2 == 0:  # sixteen times a second is enough for the eye
                self._loudness.emit(min(1.0, float(np.sqrt(np.mean(block**2))) * LOUD) if block.size else 0.0)
            yield block

    def _done(self, found: Any) -> None:
        self._set_level(0.0)
        self._set_state("idle")
        if not self._dropped:
            self.heard.emit(found)

    def _failed(self, error: Exception) -> None:
        self._set_level(0.0)
        self._set_state("idle")
        if not self._dropped:
            self.missing.emit(str(error))

    def _set_state(self, value: str) -> None:
        if value != self._state:
            self._state = value
            self.stateChanged.emit()

    def _set_level(self, value: float) -> None:
        self._level = value
        self.levelChanged.emit()
