"""The voice's graph, rewritten: the promises of kiosk.speaking.graph, on the real model."""

import numpy as np
import onnxruntime
import pytest

from kiosk.core import Language
from kiosk.speaking import EXTERNAL, KokoroVoice
from kiosk.speaking.graph import is_exact, with_signed_weights
from kiosk.speaking.model import find


@pytest.mark.skipif(not is_exact(), reason="this processor adds such products up in 16 bits")
def test_the_rewritten_graph_gives_the_same_sound_bit_by_bit(voice: KokoroVoice) -> None:
    model = b"".join(find(external).read_bytes() for external in EXTERNAL if external.part == "speaking-model")
    sessions = [onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"]) for graph in (model, with_signed_weights(model))]
    for text, language in (("不客气！", Language.zh), ("It is in aisle four.", Language.en)):
        tokens = [voice._model.vocabulary[c] for c in voice.phonemes(text, language)]
        feed = {
            "tokens": np.array([[0, *tokens, 0]], np.int64), "style": voice._styles[language][len(tokens) - 1][None], "speed": np.ones(1, np.float32),
        }  # fmt: skip
        before, after = (session.run(None, feed)[0] for session in sessions)
        assert before.size > 10_000 and np.array_equal(before, after)
