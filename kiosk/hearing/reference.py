"""What the loudspeaker played, at the time at which the microphone heard it: the echo canceller's reference.

What must hold: `put` only notes and leaves (the loudspeaker's own thread calls it); the newest seconds are kept, nothing else; where nothing was
played there is silence, never an older sound.
"""

from collections import deque
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt
import soxr

from kiosk.hearing.features import RATE

Samples = npt.NDArray[np.float32]
KEPT: Final = 4 * RATE
_GAP: Final = 0.05
"""Seconds by which a block may come early and still belongs to the one before, or be asked for early or late."""
_STALLED: Final = 0.02
"""Seconds by which a block comes late where the device ran dry, and was silent; time stamps wander by less."""
_SLIP: Final = 160
"""Samples that two clocks may drift apart, or PortAudio's time stamps wander (4 ms were seen), before the reading place is moved: every move costs
the filter what it learned, while it follows a slow drift by itself."""
_WINDOW, _FARTHEST = 16_384, 8_192
"""Samples that are compared, and the longest delay that is looked for: 1 s and 0.5 s."""
_CLEAR: Final = 8.0
"""Times its surroundings that a peak must be to count."""
_SAME: Final = 128
"""Samples within which two delays are one."""
_EARLY: Final = 192
"""Samples before the peak at which the filter begins: the first sound is not always the strongest, and time stamps wander."""


class Reference:
    """A bounded memory of what was played, in 16 kHz, read by time. One writing and one reading thread."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Samples, int, float]] = deque(maxlen=500)
        self._ring = np.zeros(KEPT, np.float32)
        self._end, self._given_for, self._origin = 0, 0.0, 0.0
        self._next, self._slip = 0, 0.0
        self._rate = 0
        self._resampler: soxr.ResampleStream | None = None
        self._lock = Lock()

    def put(self, samples: Samples, rate: int, when: float) -> None:
        """Notes (n,) samples at `rate` that sound from `when` on, in seconds of the clock that `take` is asked by."""
        self._waiting.append((samples, rate, when))

    def take(self, count: int, when: float) -> Samples:
        """(count,) samples at 16 kHz that were played from `when` on; asked for in the order of time."""
        with self._lock:
            while self._waiting:
                self._write(*self._waiting.popleft())
            wanted = round((when - self._origin) * RATE)
            self._slip += 0.02 * (wanted - self._next - self._slip)
            if abs(wanted - self._next) > _GAP * RATE or abs(self._slip) > _SLIP:
                self._next, self._slip = wanted, 0.0
            at = np.arange(self._next, self._next + count)
            self._next += count
            known = (at >= max(0, self._end - KEPT)) & (at < self._end)
            return np.where(known, self._ring[at % KEPT], np.float32(0.0)).astype(np.float32)

    def _write(self, samples: Samples, rate: int, when: float) -> None:
        if rate != self._rate:
            self._rate, self._resampler = rate, None if rate == RATE else soxr.ResampleStream(rate, RATE, 1, dtype="float32", quality="LQ")
            self._end, self._given_for, self._origin = 0, 0.0, when
        gap = when - self._origin - self._given_for
        if abs(gap) > KEPT / RATE:
            self._end, self._given_for, self._origin = 0, 0.0, when
        elif gap < -_GAP:  # the device was emptied: what was to come never sounded
            self._end, self._given_for = max(0, self._end + round(gap * RATE)), self._given_for + gap
        elif gap > _STALLED:
            self._append(np.zeros(round(gap * RATE), np.float32))
            self._given_for += gap
        else:
            self._origin += 0.02 * gap
        # The resampler keeps some samples back: what was given is counted, not what came out.
        self._given_for += len(samples) / rate
        self._append(samples if self._resampler is None else self._resampler.resample_chunk(samples))

    def _append(self, samples: Samples) -> None:
        self._ring[np.arange(self._end, self._end + len(samples)) % KEPT] = samples
        self._end += len(samples)


class Delay:
    """How much later than it was played the voice is heard, found by cross-correlation with phase transform and kept.

    C. Knapp and G. Carter, "The generalized correlation method for estimation of time delay", IEEE Trans. ASSP 24 (1976).
    """

    def __init__(self) -> None:
        self.samples: int | None = None
        """The delay; None until it was found twice alike."""
        self._near = np.zeros(_WINDOW, np.float32)
        self._far = np.zeros(_WINDOW + _FARTHEST, np.float32)
        self._waited, self._candidate = 0, -_FARTHEST

    def align(self, near: Samples, far: Samples) -> Samples:
        """The reference (n,) as late as the microphone's (n,) samples hear it. `samples` changes only here."""
        count = len(near)
        self._near = np.concatenate([self._near[count:], near])
        self._far = np.concatenate([self._far[count:], far])
        self._waited += count
        if self._waited >= RATE // 2 and float(np.square(self._far[_FARTHEST:]).mean()) > 1e-4:
            self._waited = 0
            self._look()
        late = self.samples or 0
        return self._far[len(self._far) - late - count : len(self._far) - late]

    @property
    def recent(self) -> tuple[Samples, Samples]:
        """The microphone's last second, and what was played in the last second and a half, neither shifted."""
        return self._near, self._far

    def _look(self) -> None:
        size = 2 * _WINDOW
        cross = np.fft.rfft(self._near, size) * np.conj(np.fft.rfft(self._far, size))
        found = np.fft.irfft(cross / (np.abs(cross) + 1e-9), size)
        # The far sound begins `_FARTHEST` samples before the near one.
        likeness = np.abs(np.concatenate([found[-_FARTHEST:], found[:1]]))
        peak = int(np.argmax(likeness))
        if likeness[peak] < _CLEAR * float(np.sqrt(np.mean(likeness**2))):
            return
        late = max(0, peak - _EARLY)
        if abs(late - self._candidate) <= _SAME and (self.samples is None or abs(late - self.samples) > _SAME):
            self.samples = late
        self._candidate = late
