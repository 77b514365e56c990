"""The microphone: listens until the shopper has finished, also over the kiosk's own voice, shows how loud it is, and hands on what was heard.

What must hold: no sound is kept; `open` is true exactly while the device is; a microphone that went away is looked for until it is back, and
touch goes on meanwhile. A turn that seems over is handed on at once, while the microphone stays open: until the answer can be heard the shopper may go
on, and then the answer is to be taken back (`resumed`).
"""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, takewhile
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from kiosk.app.bridge.jobs import Jobs
from kiosk.core import MissingPart

Samples = npt.NDArray[np.float32]
LOUD: Final = 8.0
"""Times the loudness (root mean square) of near speech, about 0.12, that fill the level."""
BLOCK: Final = 512
"""Samples that are judged at once, 32 ms."""
SOONEST, LATEST = 1.0, 30.0
"""Seconds between two looks for a microphone that went away: doubled from the first to the last."""


class Microphone(Protocol):
    """What the window needs of `kiosk.hearing.microphone.Microphone`."""

    taken: float
    clipping: bool
    silent: bool

    def blocks(self) -> Iterator[Samples]:
        """16 kHz mono float32 blocks until closed."""
        ...

    def close(self) -> None:
        """Lets the device go."""
        ...


class Gate(Protocol):
    """What the window needs of `kiosk.hearing.barge_in.BargeIn`."""

    spoken: bool

    def begin(self) -> None:
        """Another reply begins."""
        ...

    def hear(self, near: Samples, far: Samples) -> Samples:
        """512 samples of the microphone without the echo of 512 samples of the voice."""
        ...

    def before(self) -> Samples:
        """What may already belong to the question."""
        ...

    def doubt(self) -> None:
        """It was nobody."""
        ...


class Over:
    """What it takes to listen over the kiosk's own voice.

    Args:
        gate: opens it, on the microphone's worker.
        played: (count, when) → what the loudspeaker played then.
        hold: silences the voice at once; called on the microphone's worker.
    """

    def __init__(self, gate: Callable[[], Gate], played: Callable[[int, float], Samples], hold: Callable[[], None]) -> None:
        self._open, self.played, self.hold = gate, played, hold
        self._gate: Gate | None = None

    @property
    def gate(self) -> Gate:
        """Kept: it learned the room."""
        if self._gate is None:
            self._gate = self._open()
        return self._gate


class Listening(QObject):
    """State of the microphone: `state` is "idle", "listening" or "hearing"; `caption` is what was heard so far; `device` is "ok", "silent", "missing" or "back".

    Args:
        microphone: opens the device, on a worker; raises MissingPart where there is none.
        hear: makes a turn of a stream of blocks, on the same worker; None where nobody spoke. It calls what it is given with what was heard as soon
            as the turn seems over, and with None where the shopper went on after all; and the second with the words so far, while they are said.
        over: how to listen while the kiosk speaks; None where it cannot.
        sounds: whether the answer can be heard by now: then a turn that seemed over is over. From any thread.
    """

    stateChanged = Signal()
    captionChanged = Signal()
    levelChanged = Signal()
    deviceChanged = Signal()
    heard = Signal(object)
    """What was said to a listening microphone; None for nothing."""
    interrupted = Signal(object)
    """What was said over the voice, which is held; None for nothing."""
    resumed = Signal()
    """What was heard was only the beginning: the shopper goes on, and what was asked is to be taken back."""
    rested = Signal()
    """The microphone is closed after a turn."""
    missing = Signal(str)
    _seemed = Signal(int, object)
    _captioned = Signal(int, str)
    _told = Signal(float, bool, bool)
    _cut = Signal()

    def __init__(
        self, microphone: Callable[[], Microphone], hear: Callable[[Iterator[Samples], Callable[[Any], None], Callable[[str], None]], Any],
        over: Over | None = None, sounds: Callable[[], bool] = lambda: False, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._microphone, self._hear, self._over, self._sounds = microphone, hear, over, sounds
        self._lingers: Any = None
        self._caption = ""
        self._to: Any = self.heard
        self._jobs = Jobs("microphone", self)
        self._state, self._level, self._open, self._clipping, self._device = "idle", 0.0, False, False, "ok"
        self._stop, self._turn = threading.Event(), threading.Event()
        self._number = 0
        self._wait = SOONEST
        self._look = QTimer(self, singleShot=True)
        self._look.timeout.connect(self._look_again)
        self._told.connect(self._tell)
        self._seemed.connect(self._seem)
        self._captioned.connect(lambda number, text: self._set_caption(text) if number == self._number and self._state == "listening" else None)
        self._cut.connect(lambda: self._set_state("listening"))

    def _get_state(self) -> str:
        return self._state

    def _get_level(self) -> float:
        return self._level

    def _get_open(self) -> bool:
        return self._open

    def _get_clipping(self) -> bool:
        return self._clipping

    def _get_device(self) -> str:
        return self._device

    def _get_caption(self) -> str:
        return self._caption

    state = Property(str, _get_state, notify=stateChanged)
    level = Property(float, _get_level, notify=levelChanged)
    open = Property(bool, _get_open, notify=stateChanged)
    clipping = Property(bool, _get_clipping, notify=levelChanged)
    device = Property(str, _get_device, notify=deviceChanged)
    caption = Property(str, _get_caption, notify=captionChanged)

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
            self.listen()

    def listen(self) -> None:
        """Starts listening, or goes on with the microphone that is open beside the voice."""
        if self._state != "idle":
            return
        if self._lingers is not None:
            self.cancel()  # what was heard is answered; this is the next question
        self._set_state("listening")
        if self._open:
            self._turn.set()
        else:
            self._start(self._listen, self.heard)

    def attend(self) -> None:
        """The kiosk speaks: whoever speaks over it is heard."""
        if self._over is not None and self._state == "idle" and not self._open and self._device != "missing":
            self._start(self._attend, self.interrupted)

    def leave(self) -> None:
        """The kiosk has spoken, and expects nothing."""
        if self._open and self._state == "idle":
            self.cancel()

    @Slot()
    def cancel(self) -> None:
        """Stops listening and drops what was heard."""
        self._number += 1
        self._stop.set()
        self._rest()

    def close(self) -> None:
        """Lets the device go."""
        self._look.stop()
        self.cancel()
        self._jobs.close()

    def _start(self, job: Callable[[threading.Event, threading.Event, int], Any], to: Any) -> None:
        self._number += 1
        number = self._number
        # New ones each time: a job that was cancelled and still runs must not take up what is meant for the next.
        stop, turn = self._stop, self._turn = threading.Event(), threading.Event()
        self._set_open(True)
        self._to = to

        def done(found: Any) -> None:
            if number == self._number:
                told = found is not None and found is self._lingers
                asked = to is self.heard or turn.is_set()
                self._rest()
                if not told:
                    (self.heard if asked else to).emit(found)
                self.rested.emit()

        def failed(error: Exception) -> None:
            if number == self._number:
                asked = self._state != "idle"
                self._rest()
                self._lost(error)
                if asked:
                    self.missing.emit(str(error))

        self._jobs.run(lambda: None if stop.is_set() else job(stop, turn, number), done, failed)

    def _seem(self, number: int, found: Any) -> None:
        """A turn seems over, or (None) was not."""
        if number != self._number:
            return
        self._lingers = found
        if found is None:
            self._set_state("listening")
            self.resumed.emit()
        else:
            self._set_state("idle")
            (self.heard if self._turn.is_set() else self._to).emit(found)

    def _turn_of(self, blocks: Iterator[Samples], number: int) -> Any:
        """A turn of a stream, on the microphone's worker. It ends with the answer's first sound, if not before."""
        seemed = threading.Event()

        def over(found: Any) -> None:
            (seemed.clear if found is None else seemed.set)()
            self._seemed.emit(number, found)

        shown = partial(self._captioned.emit, number)
        return self._hear(takewhile(lambda _: not (seemed.is_set() and self._sounds()), blocks), over, shown)

    def _listen(self, stop: threading.Event, turn: threading.Event, number: int) -> Any:
        microphone = self._microphone()
        try:
            return self._turn_of(self._watched(microphone, stop), number)
        finally:
            microphone.close()

    def _attend(self, stop: threading.Event, turn: threading.Event, number: int) -> Any:
        assert self._over is not None
        gate = self._over.gate
        gate.begin()
        microphone = self._microphone()
        try:
            blocks = self._cleaned(microphone, gate, stop)
            for _ in blocks:
                if gate.spoken:
                    self._over.hold()
                    self._cut.emit()
                    found = self._turn_of(chain([gate.before()], blocks), number)
                    if found is None or not found.text:
                        gate.doubt()
                    return found
                if turn.is_set():
                    return self._turn_of(blocks, number)
            return None
        finally:
            microphone.close()

    def _cleaned(self, microphone: Microphone, gate: Gate, stop: threading.Event) -> Iterator[Samples]:
        assert self._over is not None
        rest = np.zeros(0, np.float32)
        for block in self._watched(microphone, stop):
            begins = microphone.taken - len(rest) / 16_000
            rest = np.concatenate([rest, block])
            while len(rest) >= BLOCK:
                yield gate.hear(rest[:BLOCK], self._over.played(BLOCK, begins))
                rest, begins = rest[BLOCK:], begins + BLOCK / 16_000

    def _watched(self, microphone: Microphone, stop: threading.Event) -> Iterator[Samples]:
        for number, block in enumerate(microphone.blocks()):
            if stop.is_set():
                return
            if number % 2 == 0:  # sixteen times a second is enough for the eye
                self._told.emit(min(1.0, float(np.sqrt(np.mean(block**2))) * LOUD) if block.size else 0.0, microphone.clipping, microphone.silent)
            yield block

    def _rest(self) -> None:
        self._lingers = None
        self._level, self._clipping = 0.0, False
        self.levelChanged.emit()
        self._set_open(False)
        self._set_state("idle")

    def _lost(self, error: Exception) -> None:
        if isinstance(error, MissingPart):
            self._set_device("missing")
            self._look.start(int(self._wait * 1000))
            self._wait = min(LATEST, 2 * self._wait)

    def _look_again(self) -> None:
        """Is it back? One block is asked for and dropped."""
        if self._open:
            self._look.start(int(self._wait * 1000))
            return

        def one() -> None:
            microphone = self._microphone()
            try:
                next(microphone.blocks(), None)
            finally:
                microphone.close()

        def back(_: None) -> None:
            self._wait = SOONEST
            self._set_device("back")

        self._jobs.run(one, back, self._lost)

    def _tell(self, level: float, clipping: bool, silent: bool) -> None:
        if self._open:
            self._level, self._clipping = level, clipping
            self._set_device("silent" if silent else "ok")
            self.levelChanged.emit()

    def _set_state(self, value: str) -> None:
        if value != self._state:
            self._state = value
            self.stateChanged.emit()
            if value == "idle":
                self._set_caption("")

    def _set_caption(self, text: str) -> None:
        if text != self._caption:
            self._caption = text
            self.captionChanged.emit()

    def _set_open(self, value: bool) -> None:
        if value != self._open:
            self._open = value
            self.stateChanged.emit()

    def _set_device(self, value: str) -> None:
        if value != self._device:
            self._device = value
            self.deviceChanged.emit()
