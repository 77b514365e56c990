"""Smart Turn v3.2 (Daily, BSD-2): how likely it is, by the melody of what was said, that the speaker has finished. English, Chinese and others.

It is a Whisper tiny encoder with a small head, 8 million parameters in int8, on onnxruntime. It stays in its package, of which no code runs.
What must hold: nothing but the pinned file is opened. One sound at a time.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import onnxruntime

from kiosk.bundle.external import read_checked
from kiosk.hearing.external import SMART_TURN
from kiosk.hearing.features import HOP, log_mel

Samples = npt.NDArray[np.float32]
FRAMES: Final = 800
WINDOW: Final = FRAMES * HOP
"""Samples that it looks back on, eight seconds."""


def features(samples: Samples) -> Samples:
    """(80, 800) of the last eight seconds at 16 kHz: silence in front of what is shorter, mean 0 and variance 1 over the whole, log-mel.

    The numbers of transformers' `WhisperFeatureExtractor(chunk_length=8)` with `do_normalize=True`, by which the model was taught.
    """
    last = samples[-WINDOW:]
    sound = np.concatenate([np.zeros(WINDOW - len(last), np.float32), last])
    return log_mel(((sound - sound.mean()) / np.sqrt(sound.var() + 1e-7)).astype(np.float32), FRAMES)


class SmartTurn:
    """The model, opened.

    Args:
        threads: CPU threads. Two save a third of the time of one where both cores are free.
    """

    def __init__(self, threads: int = 1) -> None:
        """Raises MissingPart where its package is not installed, BrokenData where the file is another."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # Spinning threads would take the cores from the recogniser, which runs right after.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(read_checked(SMART_TURN), options, providers=["CPUExecutionProvider"])

    def finished(self, samples: Samples) -> float:
        """Probability, 0 to 1, that the turn is over.

        Args:
            samples: (n,) the turn so far at 16 kHz with the silence after it; it was taught with about 0.2 s of it.
        """
        return float(self._session.run(None, {"input_features": features(samples)[None]})[0][0, 0])
