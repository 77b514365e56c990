"""Whatever a sound card gives, as the recogniser may have it: 16 kHz, numbers only, no constant offset, no seam between two blocks. No I/O.

What must hold: NaN and infinity become silence; what is too loud is clipped and reported; a microphone that gives nothing but zeros is told apart
from a quiet room.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import soxr

from kiosk.hearing.features import RATE

Samples = npt.NDArray[np.float32]
_FULL: Final = 0.985
_OFTEN: Final = 0.002
"""Share of full-scale samples in a block from which on it is distorted, and does not only peak."""
_REPORTED: Final = 1.0
"""Seconds for which clipping is reported, long enough to be seen."""
_SETTLES: Final = 1.0
"""Seconds in which a changed offset is followed; faster would bend deep voices."""


class Conditioner:
    """One stream of blocks of one device.

    Args:
        rate: the device's samples a second.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._resampler = None if rate == RATE else soxr.ResampleStream(rate, RATE, 1, dtype="float32", quality="HQ")
        self._offset = 0.0
        self._settled = False
        self._since_clipped = self._zeros = 0.0
        self._clipped = False

    def __call__(self, block: Samples) -> Samples:
        """The next (n,) or (n, channels) samples as (m,) at 16 kHz; m varies where the rate is another one, and may be 0."""
        mono = block.mean(axis=1) if block.ndim == 2 else block
        mono = np.nan_to_num(mono.astype(np.float32, copy=False), posinf=0.0, neginf=0.0)
        self._look(mono)
        mono = np.clip(self._level(np.clip(mono, -1.0, 1.0)), -1.0, 1.0)
        return np.asarray(mono if self._resampler is None else self._resampler.resample_chunk(mono), np.float32)

    @property
    def clipping(self) -> bool:
        """Whether the sound was distorted within the last second."""
        return self._clipped and self._since_clipped < _REPORTED

    @property
    def zeros(self) -> float:
        """Seconds of digital zeros up to now: a microphone that is muted or dead. A quiet room has noise."""
        return self._zeros

    def _look(self, mono: Samples) -> None:
        seconds = len(mono) / self._rate
        self._zeros = 0.0 if mono.any() else self._zeros + seconds
        self._since_clipped += seconds
        if len(mono) and float((np.abs(mono) >= _FULL).mean()) > _OFTEN:
            self._clipped, self._since_clipped = True, 0.0

    def _level(self, mono: Samples) -> Samples:
        if not len(mono):
            return mono
        share = min(1.0, len(mono) / self._rate / _SETTLES) if self._settled else 1.0
        before = self._offset if self._settled else float(mono.mean())
        self._offset, self._settled = before + share * (float(mono.mean()) - before), True
        return mono - np.linspace(before, self._offset, len(mono), dtype=np.float32)
