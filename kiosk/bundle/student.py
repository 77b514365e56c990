"""Runs the language student on OpenVINO: a question and the intent before it in, probabilities, mood, slots and a sentence vector out.

One request, one thread at a time; the model is the int8 IR of the bundle's understanding part. Nothing is decided here.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
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
LENGTHS = (12, 16, 24)
"""Tokens. A question is padded to the next of these, each with a graph of its own: a fixed shape halves the time of a call (0.39 against 0.70 ms)."""
BUCKET = 8
"""Tokens. Longer questions and batches are padded to a multiple of this, so that the graph of free shape meets few of them."""


class Request:
    """One compiled graph of a fixed length, fed through memory that stays where it is.

    Args:
        compiled: the graph, (1, length) in.
    """

    def __init__(self, compiled: ov.CompiledModel) -> None:
        self.length = int(compiled.input("input_ids").shape[1])
        self._ids, self._mask = np.zeros((1, self.length), np.int64), np.zeros((1, self.length), np.int64)
        self._request = compiled.create_infer_request()
        self._request.set_tensor("input_ids", ov.Tensor(self._ids, shared_memory=True))
        self._request.set_tensor("attention_mask", ov.Tensor(self._mask, shared_memory=True))
        self._outputs = {port.get_any_name(): self._request.get_tensor(port) for port in compiled.outputs}

    def __call__(self, row: npt.NDArray[np.int64]) -> dict[str, npt.NDArray[np.float32]]:
        """Outputs of one question of at most `length` tokens; they hold until the next call."""
        self._ids[0, : len(row)], self._ids[0, len(row) :] = row, 0
        self._mask[0, : len(row)], self._mask[0, len(row) :] = 1, 0
        self._request.infer()
        return {name: tensor.data for name, tensor in self._outputs.items()}


def compile_lengths(core: ov.Core, file: Path, threads: int, lengths: Sequence[int] = LENGTHS) -> list[Request]:
    """The student's graph once for each length, shortest first."""
    model = core.read_model(file)
    found = []
    for length in lengths:
        model.reshape({"input_ids": [1, length], "attention_mask": [1, length]})
        found.append(Request(core.compile_model(model, "CPU", options(threads))))
    return found


def options(threads: int) -> dict[str, Any]:
    """How the student is compiled: in f32 beside its int8 layers, a model this small loses more by conversions to bf16 than it gains."""
    return {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1, "PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}


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
            self._fixed = compile_lengths(core, folder / "model.xml", threads)
            self._free = partial(core.compile_model, folder / "model.xml", "CPU", options(threads))
        except (OSError, KeyError, ValueError, RuntimeError) as error:
            raise BrokenData(f"the understanding part cannot be opened ({error})", str(folder), "install the bundle again") from error
        for request in self._fixed:
            request(np.ones(1, np.int64))  # the first run allocates

    @cached_property
    def _batches(self) -> ov.InferRequest:
        """The graph of free shape, for batches and for long questions; opened when first needed."""
        return self._free().create_infer_request()

    def _infer(self, ids: npt.NDArray[np.int64], mask: npt.NDArray[np.int64]) -> Any:
        """One run of the graph of free shape, padded to a multiple of `BUCKET` tokens; what is padded is masked."""
        missing = -ids.shape[1] % BUCKET
        return self._batches.infer({"input_ids": np.pad(ids, ((0, 0), (0, missing))), "attention_mask": np.pad(mask, ((0, 0), (0, missing)))})

    def understand(self, text: str, before: Intent | None) -> RawUnderstanding:
        """One question. `before` is the intent of the question before it in the same visit."""
        row, encoding = encode(self._tokenizer, text, before)
        fitting = next((request for request in self._fixed if request.length >= len(row)), None)
        result = fitting(row) if fitting else self._infer(*pad([row]))
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
