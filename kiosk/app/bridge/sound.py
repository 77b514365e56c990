"""What is heard: the answers' voice and the emergency bell. Without a loudspeaker or voice it says so, and captions go on.

What must hold: the voice prepares phrases only while nobody is there, and stops at the first touch; after `stop` or a newer `say` no sample of
an older reply is played, however late it was made.
"""

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.app.bridge.jobs import Jobs
from kiosk.core import Answer, KioskError, Language

log = logging.getLogger(__name__)
Samples = npt.NDArray[np.float32]
RATE: Final = 24_000
STEP: Final = 10
AHEAD: Final = 0.14
"""Seconds that a sample needs at least from the voice to the ear: what the device holds is more."""


class Speaker(Protocol):
    """What the window needs of `kiosk.speaking.loudspeaker.Loudspeaker`."""

    volume: float

    def play(self, chunks: Any, rate: int, on_first: Callable[[], None] | None = None) -> bool:
        """Plays until the chunks end or `stop` is called."""
        ...

    def stop(self) -> None:
        """Silence at once."""
        ...

    def hold(self) -> None:
        """Silence at once; what is left is kept."""
        ...

    def go_on(self) -> None:
        """The rest of what was held."""
        ...

    def close(self) -> None:
        """Lets the device go."""
        ...


def bell(stop: threading.Event) -> Iterator[Samples]:
    """Two tones a second, until told to stop; (24000,) float32 each."""
    time = np.arange(RATE, dtype=np.float32) / RATE
    tone = np.where(time < 0.5, np.sin(2 * np.pi * 880 * time), np.sin(2 * np.pi * 660 * time)) * np.exp(-3 * (time % 0.5))
    while not stop.is_set():
        yield (0.8 * tone).astype(np.float32)


class Sound(QObject):
    """Volume in per cent, whether anything can be heard, and whether a reply is being spoken.

    Args:
        speaker: opens the loudspeaker, on a worker; raises KioskError where there is none.
        voice: opens the voice, on a worker.
    """

    changed = Signal()
    began = Signal()
    """A reply begins to be spoken."""
    finished = Signal()
    """A reply was spoken to its end."""
    readied = Signal()
    """The voice was opened while nobody was there."""

    def __init__(self, volume: int, enabled: bool, speaker: Callable[[], Speaker], voice: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._first = self._volume = volume
        self._enabled = enabled
        self._open_speaker, self._open_voice = speaker, voice
        self._speaker: Speaker | None = None
        self._voice: Any = None
        self._jobs = Jobs("voice", self)
        self._available, self._speaking, self._ringing = False, False, False
        self._alone, self._prepares, self._outdated = False, False, False
        self._turn, self._heard_from = 0, math.inf
        self._bell = threading.Event()

    def _get_volume(self) -> int:
        return self._volume

    def _get_available(self) -> bool:
        return self._available

    def _get_speaking(self) -> bool:
        return self._speaking

    def _get_ringing(self) -> bool:
        return self._ringing

    volume = Property(int, _get_volume, notify=changed)
    available = Property(bool, _get_available, notify=changed)
    speaking = Property(bool, _get_speaking, notify=changed)
    ringing = Property(bool, _get_ringing, notify=changed)

    def open(self) -> None:
        """Looks for the loudspeaker."""
        self._jobs.run(self._open_speaker, self._opened, lambda error: log.info("no loudspeaker: %s", error))

    @Slot(int)
    def setVolume(self, percent: int) -> None:
        """Louder or quieter; 0 is captions only."""
        self._volume = max(0, min(100, percent))
        if self._speaker:
            self._speaker.volume = self._volume / 100
        if self._volume == 0:
            self.stop()
        self.changed.emit()

    @Slot(int)
    def begin_with(self, percent: int) -> None:
        """The shop's own volume is another one from now on."""
        self._first = percent
        self.setVolume(percent)

    def by(self, change: str) -> None:
        """`louder`, `quieter`, or something else that changes the voice's pace; `normal` is the pace that a visit begins with."""
        pace = {"slower": -0.15, "faster": 0.15}.get(change)
        if pace is not None and self._voice is not None:
            self._voice.speed = self._voice.speed + pace
        if change == "normal" and self._voice is not None:
            self._voice.speed = 1.0
        self.setVolume(self._volume + {"louder": 2 * STEP, "quieter": -2 * STEP}.get(change, 0))

    def say(self, text: str, language: Language) -> None:
        """Speaks a reply, unless silenced; a new one ends the one before."""
        self.stop()
        if not (self._enabled and self._available and self._volume and text):
            return
        self._turn += 1
        turn = self._turn
        self._heard_from = math.inf
        self._set_speaking(True)
        self.began.emit()

        def chunks() -> Iterator[Samples]:
            for chunk in self._voice.say(text, language):
                if turn != self._turn:  # meanwhile something newer came: a slow voice must not be heard after it
                    return
                yield chunk

        def speak() -> bool:
            if turn != self._turn or self._speaker is None:
                return False
            if self._voice is None:
                self._voice = self._open_voice()
            return self._speaker.play(chunks(), self._voice.rate, sounding)

        def sounding() -> None:
            if turn == self._turn:
                self._heard_from = time.monotonic() + AHEAD

        def spoken(whole: bool) -> None:
            if turn == self._turn:
                self._set_speaking(False)
                if whole:
                    self.finished.emit()

        self._jobs.run(speak, spoken, self._mute)

    def sounds(self) -> bool:
        """Whether the reply can be heard by now; from any thread."""
        return time.monotonic() >= self._heard_from

    def ready(self, answer: Answer | None) -> None:
        """The voice begins to make the first sound of a reply that will probably be said next, of none any more for None; nothing is heard of it.
        Returns at once; from any thread."""
        if self._enabled and self._available and self._volume and self._voice is not None:
            self._voice.get_ready(*(("", Language.en) if answer is None else (answer.text, answer.language)))

    @Slot(bool)
    def leave(self, alone: bool) -> None:
        """Whether nobody is there: then the voice is opened, and prepares what this shop says again and again until somebody comes."""
        self._alone = alone
        if alone and self._outdated and self._prepares and self._voice is not None:
            self._outdated = False
            self._jobs.run(self._voice.prepare, lambda _: None, self._mute)
        if self._prepares and self._voice is not None:
            (self._voice.resume if alone else self._voice.pause)()
        elif alone and not self._prepares and self._enabled and self._available and self._volume:
            self._prepares = True
            self._jobs.run(self._prepare, self._prepared, self._mute)

    def renew(self) -> None:
        """The shop has other names from now on: they are said its way at once, and what it says again and again is prepared when nobody is there."""
        if self._voice is not None:
            self._outdated = True
            self._jobs.run(self._open_voice, lambda _: None, self._mute)

    def _prepare(self) -> None:
        """On the worker; a shopper who comes meanwhile needs the open voice, but nothing prepared."""
        if self._voice is None:
            self._voice = self._open_voice()
        self._voice.pause()
        self._voice.warm_up()
        self._voice.prepare()

    def _prepared(self, _: None) -> None:
        self.readied.emit()
        self.leave(self._alone)

    @Slot()
    def stop(self) -> None:
        """Falls silent: the shopper speaks, or touched something."""
        self._turn += 1
        self._heard_from = math.inf
        if self._speaker and not self._ringing:
            self._speaker.stop()
        if self._speaking:
            self._set_speaking(False)

    def hold(self) -> None:
        """Silent at once, the rest kept, while it is heard whether somebody speaks; from any thread."""
        if self._speaker and not self._ringing:
            self._heard_from = math.inf
            self._speaker.hold()

    def go_on(self) -> None:
        """Nobody spoke, or only agreed: the rest is said."""
        if self._speaker:
            self._heard_from = time.monotonic() + AHEAD
            self._speaker.go_on()

    def ring(self) -> None:
        """The emergency bell, at full volume, until `quiet`."""
        if self._ringing or not self._available:
            return
        self.stop()
        over = self._bell = threading.Event()
        self._ringing = True
        self.changed.emit()

        def ringing() -> None:
            if self._speaker and not over.is_set():
                self._speaker.volume = 1.0
                self._speaker.play(bell(over), RATE)

        def ended() -> None:
            if over is self._bell:  # the end of one that was stopped is no reason to stop the next
                self.quiet()

        self._jobs.run(ringing, lambda _: ended(), lambda _: ended())

    @Slot()
    def quiet(self) -> None:
        """The bell stops."""
        self._bell.set()
        if self._ringing and self._speaker:
            self._speaker.stop()
            self._speaker.volume = self._volume / 100
        self._ringing = False
        self.changed.emit()

    def forget(self) -> None:
        """The visit is over: silence, the shop's own volume, no sounds of the visit kept."""
        self.stop()
        self.quiet()
        if self._voice is not None:
            self._voice.forget_visit()
            self._voice.speed = 1.0
        self.setVolume(self._first)

    def close(self) -> None:
        """Lets the device go."""
        self.stop()
        self.quiet()
        self._jobs.close()
        if self._voice is not None:
            self._voice.close()
        if self._speaker:
            self._speaker.close()

    def _opened(self, speaker: Speaker) -> None:
        self._speaker = speaker
        speaker.volume = self._volume / 100
        self._available = True
        self.changed.emit()
        self.leave(self._alone)

    def _mute(self, error: Exception) -> None:
        if not isinstance(error, KioskError):
            log.error("the voice failed", exc_info=error)
        self._enabled = False
        self._set_speaking(False)

    def _set_speaking(self, value: bool) -> None:
        self._speaking = value
        self.changed.emit()
