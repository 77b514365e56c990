"""The loudspeaker: plays chunks as they come, falls silent at once when the shopper speaks.

What must hold: after `stop` or `hold` returns nothing more of the running reply is handed to the device but a fade of one block, and what the
device has not yet played is dropped; what is held goes on where it was with `go_on`; volume holds from the next block on; without a device opening
raises MissingPart and the kiosk goes on in captions. One reply is played at a time.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Condition, Event, Lock
from typing import Any, Final, Protocol

import numpy as np
import soxr

from kiosk.core import MissingPart
from kiosk.speaking.model import Samples

log = logging.getLogger(__name__)
_MEND: Final = "plug one in or choose it in the settings; the kiosk goes on in captions"
_LATENCY: Final = 0.15
"""Seconds of sound that the device holds: with the least that ALSA offers a busy machine lost a third of the samples."""
_AHEAD: Final = 30.0
"""Seconds of sound that are made ahead of what is heard."""
_BACK: Final = 0.3
"""Seconds said once more when a held voice goes on: what the device dropped, and the word it was in."""
_KEPT: Final = 24_000
"""Samples said last that are kept for it."""
Played = Callable[[Samples, int, float], None]
"""Gets what is handed to the device: (n,) samples, their rate, and when the first of them sounds by PortAudio's clock."""


class Loudspeaker(Protocol):
    """Anything that can be heard."""

    volume: float

    def play(self, chunks: Iterable[Samples], rate: int, on_first: Callable[[], None] | None = None) -> bool:
        """Play until the chunks end (True) or `stop` is called or the device is lost (False). Blocks.

        Args:
            on_first: called once when the first sample is handed to the device.
        """
        ...

    def stop(self) -> None:
        """Be silent at once; safe from any thread, also when nothing plays."""
        ...

    def hold(self) -> None:
        """Be silent at once, and keep what is left; safe from any thread."""
        ...

    def go_on(self) -> None:
        """Say the rest of what was held."""
        ...

    def close(self) -> None:
        """Let the device go."""
        ...


class Playback:
    """What is left to play, filled by one thread and emptied by the device's. No I/O: the device asks for blocks with `fill`."""

    def __init__(self) -> None:
        self.volume = 0.8
        self._chunks: deque[Samples] = deque()
        self._left = 0
        self._changed = Condition()
        self._stopping = self._held = False
        self._said = np.zeros(0, np.float32)
        self._silent = 0
        self._on_first: Callable[[], None] | None = None

    def begin(self, on_first: Callable[[], None] | None) -> None:
        """A new reply; what a stopped one left behind is gone, even where no block was asked for in between."""
        with self._changed:
            if self._stopping:
                self._chunks.clear()
                self._left = 0
            self._stopping = self._held = False
            self._said = np.zeros(0, np.float32)
            self._on_first = on_first

    def put(self, chunk: Samples, room: int) -> bool:
        """Add a chunk, waiting while more than `room` samples are still to be played; False after `stop`."""
        with self._changed:
            while self._left > room and not self._stopping:
                self._changed.wait(0.5)
            if self._stopping:
                return False
            self._chunks.append(chunk)
            self._left += chunk.size
            return True

    def wait_until_played(self, is_alive: Callable[[], bool]) -> bool:
        """True when all was played, False after `stop` or when the device died."""
        with self._changed:
            while self._left and not self._stopping and is_alive():
                self._changed.wait(0.1)
            done = not self._left and not self._stopping
            if not is_alive():
                self._chunks.clear()
                self._left = 0
            return done

    def stop(self) -> None:
        """Drop what is left, all but the next block's fade."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def hold(self) -> None:
        """Keep what is left, and give silence."""
        with self._changed:
            self._held = bool(self._left) and not self._stopping

    def go_on(self, back: int) -> None:
        """Play on, beginning with the `back` samples before the hold."""
        with self._changed:
            if self._held:
                again = self._said[len(self._said) - min(back, len(self._said)) :]
                self._chunks.appendleft(again)
                self._left += again.size
            self._held = False

    def sounds(self, within: int) -> bool:
        """Whether anything is left, or was given among the last `within` samples."""
        with self._changed:
            return bool(self._left) or (bool(self._said.size) and self._silent < within)

    def fill(self, frames: int) -> Samples:
        """The next (frames,) samples with the volume applied; silence where there is none."""
        block = np.zeros(frames, np.float32)
        with self._changed:
            at = 0
            while not self._held and at < frames and self._chunks:
                chunk = self._chunks[0]
                count = min(frames - at, chunk.size)
                block[at : at + count] = chunk[:count]
                at += count
                if count == chunk.size:
                    self._chunks.popleft()
                else:
                    self._chunks[0] = chunk[count:]
            self._left -= at
            self._silent = frames - at if at else self._silent + frames
            if at:
                self._said = np.concatenate([self._said, block[:at]])[-_KEPT:]
            if self._stopping:
                self._chunks.clear()
                self._left = 0
                block *= np.linspace(1.0, 0.0, frames, dtype=np.float32)
            first, self._on_first = (self._on_first, None) if at else (None, self._on_first)
            self._changed.notify_all()
        if first is not None:
            first()
        block *= np.float32(min(1.0, max(0.0, self.volume)))
        return block


class DeviceLoudspeaker:
    """The sound card, by PortAudio.

    Args:
        device: PortAudio's number or part of its name; None for the system's default.
        rate: samples a second of what will mostly be played; a device that cannot do it is used at its own rate, resampled.
        played: gets everything that is played, on the device's own thread: the echo canceller's reference.
    """

    def __init__(self, device: int | str | None = None, rate: int = 24_000, played: Played | None = None) -> None:
        """Raises MissingPart without PortAudio or without a device that plays."""
        try:
            import sounddevice
        except (ImportError, OSError) as error:  # OSError: libportaudio2 is not there
            raise MissingPart("There is no sound system", "PortAudio", "install libportaudio2; the kiosk goes on in captions") from error
        where = f"device {device}" if device is not None else "default output"
        try:
            found = sounddevice.query_devices(device, "output")
            self._rate = rate
            try:
                sounddevice.check_output_settings(device=device, samplerate=rate, channels=1, dtype="float32")
            except (sounddevice.PortAudioError, ValueError):
                self._rate = int(found["default_samplerate"])
            self._playback = Playback()
            self._played = played
            self._one_at_a_time = Lock()
            self._closed, self._steady = Event(), Event()
            self._steady.set()
            self._hush = ThreadPoolExecutor(1, thread_name_prefix="hush")
            self._stream = sounddevice.OutputStream(
                samplerate=self._rate, channels=1, dtype="float32", device=device, latency=_LATENCY, callback=self._fill
            )
            # It stays open and silent between replies: opening takes longer than making the first word.
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise MissingPart("There is no loudspeaker", where, _MEND) from error

    @property
    def volume(self) -> float:
        """0 to 1."""
        return self._playback.volume

    @volume.setter
    def volume(self, value: float) -> None:
        self._playback.volume = min(1.0, max(0.0, value))

    def play(self, chunks: Iterable[Samples], rate: int, on_first: Callable[[], None] | None = None) -> bool:
        """See `Loudspeaker`."""
        with self._one_at_a_time:
            self._steady.wait(1.0)  # or the beginning would be dropped with what was before it
            self._playback.begin(on_first)
            room, first = int(_AHEAD * self._rate), True
            for chunk in chunks:
                ready = np.asarray(chunk if rate == self._rate else soxr.resample(chunk, rate, self._rate), np.float32)
                if not self._is_alive():
                    return False
                if first and not self._playback.sounds(int(2 * _LATENCY * self._rate)):
                    self._steady.clear()
                    self._restart(ready)  # it sounds in the place of the silence that the device holds
                elif not self._playback.put(ready, room):
                    return False
                first = False
            return self._playback.wait_until_played(self._is_alive)

    def stop(self) -> None:
        """See `Loudspeaker`."""
        sounds = self._playback.sounds(int(2 * _LATENCY * self._rate))
        self._playback.stop()
        if sounds:
            self._empty()

    def hold(self) -> None:
        """See `Loudspeaker`."""
        self._playback.hold()
        self._empty()

    def go_on(self) -> None:
        """See `Loudspeaker`."""
        self._playback.go_on(int(_BACK * self._rate))

    def close(self) -> None:
        """See `Loudspeaker`."""
        self._playback.stop()
        self._closed.set()
        self._hush.shutdown(wait=True)
        self._stream.close()

    def _empty(self) -> None:
        """Drops what the device holds, 0.15 s of sound: it is long enough to be heard. On a thread of its own, for it takes some hundredths."""
        if self._steady.is_set() and self._is_alive():
            self._steady.clear()
            with suppress(RuntimeError):  # closed meanwhile
                self._hush.submit(self._restart)

    def _restart(self, first: Samples | None = None) -> None:
        """Empties the device; `first` is what it begins with."""
        import sounddevice

        try:
            self._stream.abort()
            if first is not None:
                self._playback.put(first, first.size)
            self._stream.start()
        except sounddevice.PortAudioError as error:
            log.warning("the loudspeaker was lost: %s", error)
        finally:
            self._steady.set()

    def _is_alive(self) -> bool:
        return not self._closed.is_set() and (not self._steady.is_set() or bool(self._stream.active))

    def _fill(self, out: Any, frames: int, time: Any, _status: Any) -> None:
        block = self._playback.fill(frames)
        out[:, 0] = block
        if self._played is not None:
            self._played(block, self._rate, time.outputBufferDacTime or time.currentTime)
