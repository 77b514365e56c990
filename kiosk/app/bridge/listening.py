"""The microphone button: listens until the shopper has finished, shows how loud it is, and hands the sound on. Nothing is written anywhere."""

import threading
from collections.abc import Callable
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.app.bridge.jobs import Jobs
from kiosk.core import MissingPart

Samples = npt.NDArray[np.float32]
RATE: Final = 16_000
BLOCK: Final = 1_600
LONGEST: Final = 15.0
PAUSE: Final = 0.9
"""Seconds of quiet after speech that end a question."""
PATIENCE: Final = 6.0
"""Seconds without any speech after which listening stops."""
LOUD: Final = 3.0
"""Times the room's own loudness that count as speech."""


class Microphone(Protocol):
    """Gives sound in blocks."""

    def record(self, each: Callable[[Samples], bool]) -> None:
        """Calls `each` with blocks of (1600,) float32 at 16 kHz until it returns False.

        Raises:
            MissingPart: there is no microphone.
        """
        ...


class DeviceMicrophone:
    """The machine's microphone. `device` is a name, or empty for the system's own choice."""

    def __init__(self, device: str = "") -> None:
        self._device = device or None

    def record(self, each: Callable[[Samples], bool]) -> None:
        """See `Microphone.record`."""
        try:
            import sounddevice as sd

            with sd.InputStream(samplerate=RATE, channels=1, dtype="float32", blocksize=BLOCK, device=self._device) as stream:
                going = True
                while going:
                    block, _ = stream.read(BLOCK)
                    going = each(np.asarray(block, np.float32)[:, 0].copy())
        except Exception as error:  # PortAudio's own errors, and OSError where its library is missing
            raise MissingPart(f"The microphone cannot be used: {error}", "microphone", "plug one in or choose it in the settings") from error


class TurnEnd:
    """Says when a shopper has finished, from loudness alone: speech is what is louder than the quietest tenth of what was heard."""

    def __init__(self) -> None:
        self._levels: list[float] = []
        self.spoke = False
        self._quiet = 0.0

    def __call__(self, block: Samples) -> bool:
        """Takes a block; True when the question is over."""
        level = float(np.sqrt(np.mean(block**2))) if block.size else 0.0
        self._levels.append(level)
        floor = max(0.002, float(np.percentile(self._levels, 10)))
        loud = level > floor * LOUD
        self.spoke = self.spoke or loud
        self._quiet = 0.0 if loud else self._quiet + block.size / RATE
        heard = len(self._levels) * BLOCK / RATE
        return heard > LONGEST or (self._quiet > PAUSE if self.spoke else heard > PATIENCE)


class Listening(QObject):
    """State of the microphone button: `state` is "idle", "listening" or "hearing"."""

    stateChanged = Signal()
    levelChanged = Signal()
    heard = Signal(object)
    missing = Signal(str)
    _loudness = Signal(float)

    def __init__(self, microphone: Microphone, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._microphone = microphone
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

    @Slot()
    def toggle(self) -> None:
        """Starts listening; a second touch ends the question."""
        if self._state == "listening":
            self._stop.set()
        elif self._state == "idle":
            self._start()

    @Slot()
    def cancel(self) -> None:
        """Stops listening and drops what was heard."""
        self._dropped = True
        self._stop.set()

    def finished(self) -> None:
        """What was heard has been dealt with."""
        self._set_state("idle")

    def close(self) -> None:
        """Lets the device go."""
        self.cancel()
        self._jobs.close()

    def _start(self) -> None:
        self._stop.clear()
        self._dropped = False
        self._set_state("listening")
        self._jobs.run(self._record, self._recorded, self._failed)

    def _record(self) -> Samples:
        blocks: list[Samples] = []
        end = TurnEnd()

        def each(block: Samples) -> bool:
            blocks.append(block)
            self._loudness.emit(min(1.0, float(np.sqrt(np.mean(block**2))) * 8))
            return not (end(block) or self._stop.is_set())

        self._microphone.record(each)
        return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)

    def _recorded(self, sound: Any) -> None:
        self._set_level(0.0)
        if self._dropped or sound.size < RATE // 5:
            self._set_state("idle")
            return
        self._set_state("hearing")
        self.heard.emit(sound)

    def _failed(self, error: Exception) -> None:
        self._set_level(0.0)
        self._set_state("idle")
        self.missing.emit(str(error))

    def _set_state(self, value: str) -> None:
        if value != self._state:
            self._state = value
            self.stateChanged.emit()

    def _set_level(self, value: float) -> None:
        self._level = value
        self.levelChanged.emit()
