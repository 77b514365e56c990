"""Whether a shopper speaks while the kiosk does. No I/O: blocks of the microphone and of the reference in, cleaned blocks out.

What must hold: its own voice, as far as the canceller knows the room, is never taken for a shopper; until it does, and where the room is found to
be another one, the gate stays closed; a hum ("mm-hm", 嗯) opens it as little as a bang does.
"""

from collections import deque
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from kiosk.hearing.activity import BEGINS, GOES_ON, Activity
from kiosk.hearing.echo import EchoCanceller
from kiosk.hearing.ending import BLOCK
from kiosk.hearing.features import RATE
from kiosk.hearing.path import changed
from kiosk.hearing.reference import Delay

Samples = npt.NDArray[np.float32]
NEEDED: Final = 2
"""Blocks of open speech, one after another, that count: 64 ms. One sure block would be 30 ms sooner, and opened once in ten minutes of its own voice."""
_TRUSTED: Final = RATE // BLOCK
"""Blocks of the kiosk's own voice, one after another, of which nothing was left that sounds like speech: a second."""
_SOUNDS: Final = 1e-5
"""Power of the reference above which the loudspeaker counts as heard (−50 dB)."""
_HUM: Final = 0.01
"""Share of the sound between 900 and 4500 Hz below which speech is a hum, of what is between 90 and 900: lips closed. Of 60 real orders 57 had
a block above it within the first 130 ms."""
_LASTS: Final = 8
"""Blocks for which a hum is remembered: 256 ms."""
_CHECKED: Final = 8
"""Blocks between two looks whether the way changed, 256 ms: unseen, the canceller would half learn the new one, and nothing explains what it leaves."""
_BEFORE: Final = 12
"""Blocks before the moment that belong to what was said: 384 ms, for first consonants are quiet."""


class Judge(Protocol):
    """What is needed of `kiosk.hearing.activity.Activity`."""

    def chance(self, block: Samples) -> float:
        """Probability that 512 samples hold speech, given those before."""
        ...


class BargeIn:
    """One microphone beside one loudspeaker. What it learns of the room is kept between replies."""

    def __init__(self, judge: Judge | None = None) -> None:
        self._judge = judge or Activity()
        self._delay, self._canceller = Delay(), EchoCanceller()
        self._recent: deque[Samples] = deque(maxlen=_BEFORE)
        self._clean, self._open, self._unchecked = 0, 0, 0
        self._lows: deque[float] = deque(maxlen=_LASTS)
        bins = np.fft.rfftfreq(BLOCK, 1 / RATE)
        self._low, self._high = (bins >= 90) & (bins < 900), (bins >= 900) & (bins < 4500)
        self._window = np.hanning(BLOCK).astype(np.float32)

    @property
    def erle(self) -> float:
        """Echo return loss enhancement of the linear filter, dB."""
        return self._canceller.erle

    @property
    def delay(self) -> float | None:
        """Seconds from the reference to the microphone; None while not found."""
        return None if self._delay.samples is None else self._delay.samples / RATE

    @property
    def ready(self) -> bool:
        """Whether the gate can open: it heard its own voice for a second and took nothing of it for speech."""
        return self._clean >= _TRUSTED

    def hear(self, near: Samples, far: Samples) -> Samples:
        """Takes 512 samples of the microphone and what was played then; gives them back without the echo."""
        known = self._delay.samples
        aligned = self._delay.align(near, far)
        if self._delay.samples != known:
            self._learn_anew()
        block = self._canceller.cancel(near, aligned)
        self._recent.append(block)
        chance = self._judge.chance(block)
        if not self.ready and float(np.square(aligned).mean()) > _SOUNDS:
            self._clean = self._clean + 1 if chance < GOES_ON else 0
        hums, before = self._hums(block), self._open
        self._open = before + 1 if chance >= BEGINS and not hums else 0
        self._unchecked += 1
        if self.ready and (before < NEEDED <= self._open or self._unchecked >= _CHECKED):
            self._unchecked = 0
            if changed(*self._delay.recent, self._delay.samples or 0, self._canceller.response):
                self._learn_anew()
        return block

    @property
    def spoken(self) -> bool:
        """Whether somebody speaks now, over the voice."""
        return self.ready and self._open >= NEEDED

    def before(self) -> Samples:
        """The cleaned sound up to now that may belong to what is being said."""
        return np.concatenate(list(self._recent))

    def doubt(self) -> None:
        """It was nobody: the gate closes until the room is known again."""
        self._clean = 0

    def begin(self) -> None:
        """Another reply begins."""
        self._recent.clear()
        self._lows.clear()
        self._open = 0

    def _learn_anew(self) -> None:
        self._canceller, self._clean = EchoCanceller(), 0

    def _hums(self, block: Samples) -> bool:
        power = np.abs(np.fft.rfft(self._window * block)) ** 2
        # The loudest of the blocks just before counts too: a judge with a memory takes the silence behind a hum for speech.
        self._lows.append(float(power[self._low].sum()))
        return bool(power[self._high].sum() < _HUM * max(self._lows))
