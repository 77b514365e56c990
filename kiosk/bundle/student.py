"""Runs the language student on OpenVINO: a question and the intent before it in, probabilities, mood, slots and a sentence vector out.

One request, one thread at a time; the model is the int8 IR of the bundle's understanding part. Nothing is decided here.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import openvino as ov
from tokenizers import Tokenizer

from kiosk.bundle.understanding import encode, pad
from kiosk.core import BrokenData, Intent, Sentiment
from kiosk.core.text import normalise

Matrix = npt.NDArray[np.float32]
BUCKET = 8
"""Tokens. Questions are padded to a multiple of this, so that OpenVINO meets few lengths."""


@dataclass(frozen=True, slots=True)
class RawUnderstanding:
    """What the student says: intents best first with probabilities, mood, the words of each slot, and an L2-normalised vector (d,)."""

    intents: tuple[tuple[Intent, float], ...]
    sentiment: Sentiment
    slots: dict[str, tuple[str, ...]]
    embedding: Matrix


class Student:
    """The understanding part of a bundle, opened.

    Args:
        folder: a part folder that was already verified.
        threads: CPU threads of one question; more than one does not help a model of this size.
        cache: folder for OpenVINO's compiled blobs, so that a second start is quick; None for none.
    """

    def __init__(self, folder: Path, threads: int = 1, cache: Path | None = None) -> None:
        try:
            about: dict[str, Any] = json.loads((folder / "part.json").read_text("utf-8"))
            self._intents = [Intent(i) for i in about["labels"]]
            self._sentiments = [Sentiment(s) for s in about["sentiments"]]
            self._tags: list[str] = about["tags"]
            self._temperature = float(about["temperature"])
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            core = ov.Core()
            if cache:
                core.set_property({"CACHE_DIR": str(cache)})
            # Told to stay in f32 beside its int8 layers: a model this small loses more by conversions to bf16 than it gains.
            options = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
            compiled = core.compile_model(folder / "model.xml", "CPU", options)
        except (OSError, KeyError, ValueError, RuntimeError) as error:
            raise BrokenData(f"the understanding part cannot be opened ({error})", str(folder), "install the bundle again") from error
        self._request = compiled.create_infer_request()
        # OpenVINO prepares itself anew for each length (20 to 120 ms, once): questions come in few lengths, and the usual ones are warm.
        for length in range(BUCKET, 4 * BUCKET + 1, BUCKET):
            self._infer(np.ones((1, length), dtype=np.int64), np.ones((1, length), dtype=np.int64))

    def _infer(self, ids: npt.NDArray[np.int64], mask: npt.NDArray[np.int64]) -> Any:
        """One run, padded to a multiple of `BUCKET` tokens; what is padded is masked."""
        missing = -ids.shape[1] % BUCKET
        return self._request.infer({"input_ids": np.pad(ids, ((0, 0), (0, missing))), "attention_mask": np.pad(mask, ((0, 0), (0, missing)))})

    def understand(self, text: str, before: Intent | None) -> RawUnderstanding:
        """One question. `before` is the intent of the question before it in the same visit."""
        row, encoding = encode(self._tokenizer, text, before)
        ids, mask = pad([row])
        result = self._infer(ids, mask)
        logits = np.array(result["intent"][0], dtype=np.float64) / self._temperature
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        order = np.argsort(-chances)[:6]
        tags = np.argmax(result["slots"][0], axis=-1)[2 : len(row) - 1]
        plain = normalise(text)
        return RawUnderstanding(
            intents=tuple((self._intents[n], float(chances[n])) for n in order),
            sentiment=self._sentiments[int(np.argmax(result["sentiment"][0]))],
            slots=spans(plain, list(tags), encoding.offsets, self._tags),
            embedding=np.array(result["embedding"][0], dtype=np.float32),
        )

    def embed(self, texts: Sequence[str]) -> Matrix:
        """(n, d) L2-normalised sentence vectors."""
        found = []
        for start in range(0, len(texts), 16):
            ids, mask = pad([encode(self._tokenizer, t)[0] for t in texts[start : start + 16]])
            found.append(np.array(self._infer(ids, mask)["embedding"], dtype=np.float32))
        return np.concatenate(found)


def spans(text: str, tags: Sequence[int], offsets: Sequence[tuple[int, int]], names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Words of each slot from the B/I/O tags of its tokens; an I without a B before it begins a span, a word cut in two is made whole."""
    found: list[tuple[str, int, int]] = []
    for tag, (start, end) in zip(tags, offsets, strict=False):
        name = names[tag]
        if name == "O":
            continue
        slot = name[2:]
        touches = found and found[-1][0] == slot and text[found[-1][2] : start].strip(" '-") == "" and start - found[-1][2] <= 2
        if touches and (name[0] == "I" or start == found[-1][2]):
            found[-1] = (slot, found[-1][1], end)
        else:
            found.append((slot, start, end))
    slots: dict[str, list[str]] = {}
    for slot, start, end in found:
        while start > 0 and text[start - 1].isascii() and text[start - 1].isalnum() and text[start].isascii() and text[start].isalnum():
            start -= 1
        while end < len(text) and text[end].isascii() and text[end].isalnum() and text[end - 1].isascii() and text[end - 1].isalnum():
            end += 1
        if (words := text[start:end].strip()) and words not in slots.get(slot, []):
            slots.setdefault(slot, []).append(words)
    return {slot: tuple(words) for slot, words in slots.items()}
