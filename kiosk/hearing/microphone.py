"""The microphone behind a small Protocol: 16 kHz mono blocks, in order, none kept.

What must hold: nothing but finite samples within ±1 comes out, without a seam, whatever the device gives; a device that goes away is MissingPart
within three seconds, never silence; one that gives only zeros says so in `silent`.
"""

import queue
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Protocol, Self

import numpy as np
import numpy.typing as npt

from kiosk.core import MissingPart
from kiosk.hearing.conditioning import Conditioner
from kiosk.hearing.features import RATE

Samples = npt.NDArray[np.float32]
SILENT_FOR: Final = 3.0
"""Seconds without a block after which the device counts as lost, and of digital zeros after which it counts as silent."""
_KEPT_BLOCKS: Final = 2000
"""A minute of blocks, while the recogniser is busy."""
_MEND: Final = "plug a microphone in, or name another one in the setting `microphone`"


class Microphone(Protocol):
    """Whatever gives sound as it is spoken.

    Attributes:
        taken: when the first sample of the block given last was heard, in seconds of the loudspeaker's clock.
        clipping: whether it was too loud within the last second.
        silent: whether the device gives nothing but zeros.
    """

    taken: float
    clipping: bool
    silent: bool

    def blocks(self) -> Iterator[Samples]:
        """16 kHz mono float32 blocks until closed. Raises MissingPart when the device is lost."""
        ...

    def close(self) -> None:
        """Stops; safe to call twice."""
        ...


class DeviceMicrophone:
    """A microphone of this machine through PortAudio.

    Args:
        name: part of the device's name; empty for the system's choice.
        seconds: length of a block.
    """

    def __init__(self, name: str = "", seconds: float = 0.032) -> None:
        self.taken, self.clipping, self.silent = 0.0, False, False
        self._queue: queue.Queue[tuple[Samples, float] | None] = queue.Queue(maxsize=_KEPT_BLOCKS)
        self._name = name or "the default microphone"
        try:
            import sounddevice
        except OSError as error:
            raise MissingPart("PortAudio is not installed, so there is no microphone", "libportaudio2", "run: apt-get install libportaudio2") from error
        self._stream: Any = None
        problem: Exception | None = None
        for rate in (RATE, None):
            try:
                if rate is None:
                    rate = int(sounddevice.query_devices(name or None, "input")["default_samplerate"])
                self._condition = Conditioner(rate)
                self._stream = sounddevice.InputStream(
                    samplerate=rate, blocksize=int(rate * seconds), device=name or None, channels=1, dtype="float32", callback=self._take,
                    finished_callback=self._ended,
                )  # fmt: skip
                self._stream.start()
                return
            except (sounddevice.PortAudioError, ValueError) as error:
                problem = error
        raise MissingPart(f"the microphone cannot be opened ({problem})", self._name, _MEND)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _take(self, data: npt.NDArray[np.float32], frames: int, when: Any, status: Any) -> None:
        # PortAudio's own thread: only copy and leave. A full queue means that nobody listens; the oldest sound goes.
        if self._queue.full():
            with suppress(queue.Empty):
                self._queue.get_nowait()
        self._queue.put_nowait((data[:, 0].copy(), when.inputBufferAdcTime or when.currentTime))

    def _ended(self) -> None:
        with suppress(queue.Full):
            self._queue.put_nowait(None)

    def blocks(self) -> Iterator[Samples]:
        """16 kHz mono float32 blocks until closed. Raises MissingPart when the device is lost."""
        while self._stream is not None:
            try:
                found = self._queue.get(timeout=SILENT_FOR)
            except queue.Empty:
                if self._stream is None:
                    return
                raise MissingPart("the microphone gives no sound any more", self._name, _MEND) from None
            if found is None:
                if self._stream is None:
                    return
                raise MissingPart("the microphone was lost", self._name, _MEND)
            block, self.taken = self._condition(found[0]), found[1]
            self.clipping, self.silent = self._condition.clipping, self._condition.zeros >= SILENT_FOR
            if len(block):
                yield block

    def close(self) -> None:
        """Stops; safe to call twice."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)
        self._ended()
