"""The decode loop over the recogniser's two graphs: greedy, with log-probabilities, and with every guard against inventions.

What must hold: a transcript is never longer than its sound allows, never holds a loop, and is empty where the model itself says that it
heard no speech. The language is told apart between English and Chinese only, by the model's own language tokens (Radford et al. 2022).
"""

import json
import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import openvino as ov
from tokenizers import Tokenizer

from kiosk.core import BrokenData, Language
from kiosk.hearing.features import FRAMES, HOP, MELS, RATE, Samples, log_mel
from kiosk.hearing.hotwords import BOOST, HotWords
from kiosk.hearing.windows import of_any_length

Row = npt.NDArray[np.float32]
LONGEST: Final = 160
"""Tokens of a transcript, whatever the sound."""
SURE: Final = 0.8
"""Confidence from which no other hypothesis is tried: each costs as much time as the first."""
SHORT: Final = 500
"""Frames of the shorter of the two windows: five seconds, as most questions are."""
LANGUAGES: Final = (Language.en, Language.zh)
MARKS: Final = "\"#()*+/:;<=>@[\\]^_`{|}~「」『』"
"""Marks that nobody speaks: the model writes them for what is not speech."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or character of a transcript and the least probability of its tokens."""

    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """One hypothesis. `log_probability` is the mean of its tokens', the end included; `looped` says that a loop was cut off."""

    text: str
    language: Language
    log_probability: float
    pieces: tuple[Piece, ...]
    looped: bool = False

    @property
    def confidence(self) -> float:
        """Mean probability of a token, 0 to 1."""
        return math.exp(min(0.0, self.log_probability)) if self.text else 0.0


@dataclass(frozen=True, slots=True)
class Sensed:
    """What was made of one sound: hypotheses best first (none where no speech was heard), probabilities of the languages and of no speech."""

    transcripts: tuple[Transcript, ...]
    languages: dict[Language, float]
    no_speech: float


@dataclass(slots=True)
class _Path:
    """A hypothesis while it grows: tokens as rows of the vocabulary, log-probabilities, and the row that came second at each place."""

    rows: list[int]
    logs: list[float]
    second: list[tuple[int, float]]
    past: Row


class Decoder:
    """The hearing part of a bundle, opened.

    Args:
        folder: a part folder that was already verified.
        threads: CPU threads.
        cache: folder for OpenVINO's compiled blobs; None for none.
        windows: frames of the windows to hear in, the longest last.
    """

    def __init__(self, folder: Path, threads: int = 2, cache: Path | None = None, windows: Sequence[int] = (SHORT, FRAMES)) -> None:
        try:
            about: dict[str, Any] = json.loads((folder / "part.json").read_text("utf-8"))
            self._kept = np.load(folder / "tokens.npy", allow_pickle=False)
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._row = {name: int(np.flatnonzero(self._kept == number)[0]) for name, number in about["tokens"].items()}
            self._limits: dict[str, float] = about["thresholds"]
            core = ov.Core()
            options: dict[str, Any] = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY", "NUM_STREAMS": 1, **about.get("options", {})}
            if cache:
                core.set_property({"CACHE_DIR": str(cache)})
            self._windows = windows
            self._encoder = core.compile_model(of_any_length(core.read_model(folder / "encoder.xml")), "CPU", options).create_infer_request()
            self._decoder = core.compile_model(_any_length(core.read_model(folder / "decoder.xml")), "CPU", options).create_infer_request()
        except (OSError, KeyError, IndexError, ValueError, RuntimeError) as error:
            raise BrokenData(f"the hearing part cannot be opened ({error})", str(folder), "install the bundle again") from error
        self._cross = [o.get_any_name() for o in self._encoder.get_compiled_model().outputs]
        shape = self._decoder.get_compiled_model().input("past").get_partial_shape()
        self._empty = np.zeros([0 if d.is_dynamic else d.get_length() for d in shape], dtype=np.float32)
        self._banned = self._unspoken()
        self._hot = HotWords((), self._rows_of)

    def steer(self, phrases: Iterable[str]) -> None:
        """From now on these phrases are likelier once they are begun; those of before no more."""
        self._hot = HotWords(phrases, self._rows_of)

    def _rows_of(self, text: str) -> list[int] | None:
        """Rows of the vocabulary that write a text; None where it was cut so that none do."""
        tokens = self._tokenizer.encode(text, add_special_tokens=False).ids
        rows = [int(np.searchsorted(self._kept, t)) for t in tokens]
        return rows if all(r < len(self._kept) and self._kept[r] == t for r, t in zip(rows, tokens, strict=True)) else None

    def _unspoken(self) -> Row:
        """(rows,) minus infinity for specials and for marks that nobody speaks, else zero."""
        penalty = np.zeros(len(self._kept), dtype=np.float32)
        for row, token in enumerate(self._kept):
            text = self._tokenizer.id_to_token(int(token)) or ""
            bare = text.replace("Ġ", "").strip()
            if (text.startswith("<|") and row != self._row["end"]) or (bare and all(c in MARKS for c in bare)) or bare in ("--", "---", "...", "â̦", "âĻª"):
                penalty[row] = -np.inf
        return penalty

    def warm_up(self) -> None:
        """Runs both graphs once: the first run allocates."""
        for frames in self._windows:
            self.features(np.zeros((MELS, frames), dtype=np.float32))
            self._step([self._row["start"]], self._empty)

    def hear(self, samples: Samples, language: Language | None = None, alternatives: int = 1) -> Sensed:
        """Hypotheses of at most ten seconds of 16 kHz mono.

        Args:
            language: the language, where it is known; else the model tells it apart.
            alternatives: how many other hypotheses to try where the first is not sure.
        """
        self.features(self.mel(samples))
        return self.decode(len(samples) / RATE, language, alternatives)

    def mel(self, samples: Samples) -> Row:
        """(80, n) log-mel of 16 kHz mono in the shortest window that holds it; what is longer than ten seconds is cut."""
        return log_mel(samples, next((n for n in self._windows if len(samples) <= n * HOP), FRAMES))

    def features(self, mel: Row) -> None:
        """Runs the encoder on what `mel` gives and keeps what it found for the decoder."""
        self._encoder.infer({"features": mel[None]})
        for name in self._cross:
            self._decoder.set_tensor(name, self._encoder.get_tensor(name))

    def decode(self, seconds: float, language: Language | None, alternatives: int) -> Sensed:
        """Hypotheses of the sound that the encoder has heard."""
        logits, past = self._step([self._row["start"]], self._empty)
        chances = _softmax(logits)
        no_speech = float(chances[self._row["no_speech"]])
        pair = _softmax(np.array([logits[self._row[str(x)]] for x in LANGUAGES], dtype=np.float32))
        languages = {x: float(p) for x, p in zip(LANGUAGES, pair, strict=True)}
        first = language or max(languages, key=lambda x: languages[x])
        limit = min(LONGEST, 6 + math.ceil(seconds * self._limits["tokens_a_second"]))
        path = self._begin(first, past, limit)
        best = self._transcript(path, first)
        if no_speech > self._limits["no_speech"] and best.log_probability < self._limits["mean_log_probability"]:
            return Sensed((), languages, no_speech)
        found = [best]
        if best.confidence < SURE and alternatives:
            found += self._others(path, best, past, limit, languages, language, alternatives)
        found = [t for t in found if t.text and t.log_probability > self._limits["mean_log_probability"] - 0.5]
        if len(found) > 1:
            # A later hypothesis goes first only where it is likelier by more than noise, or where the first was a loop.
            found.sort(key=lambda t: (t.looped, -t.log_probability - (0.02 if t is best else 0.0)))
        return Sensed(tuple(found), languages, no_speech)

    def _others(
        self, path: _Path, best: Transcript, start: Row, limit: int, languages: dict[Language, float], told: Language | None, count: int
    ) -> list[Transcript]:
        """Other hypotheses: the other language where it is in doubt, and the second choice at the least certain places."""
        found = []
        other = next(x for x in LANGUAGES if x != best.language)
        if told is None and languages[other] > 0.15:
            found.append(self._transcript(self._begin(other, start, limit), other))
        doubt = sorted(range(len(path.second)), key=lambda n: path.logs[n] - path.second[n][1])
        for place in [n for n in doubt if path.logs[n] - path.second[n][1] < 1.5][: count - len(found)]:
            row, log = path.second[place]
            kept = path.past[:, :, :, : 4 + place]
            branch = _Path([*path.rows[:place], row], [*path.logs[:place], log], list(path.second[:place]), kept)
            if row != self._row["end"]:
                logits, branch.past = self._step([row], kept)
                self._grow(branch, logits, limit)
            found.append(self._transcript(branch, best.language))
        return [t for t in found if t.text and t.text != best.text]

    def _begin(self, language: Language, past: Row, limit: int) -> _Path:
        logits, past = self._step([self._row[str(language)], self._row["transcribe"], self._row["no_timestamps"]], past)
        path = _Path([], [], [], past)
        self._grow(path, logits, limit)
        return path

    def _grow(self, path: _Path, logits: Row, limit: int) -> None:
        """Takes the likeliest token until the end, the limit, or a loop."""
        end = self._row["end"]
        while True:
            logits = logits + self._banned
            if not path.rows:
                logits[end] = -np.inf
            if self._hot:
                logits[list(self._hot.follow(path.rows))] += BOOST
            logs = logits - (float(logits.max()) + math.log(float(np.exp(logits - logits.max()).sum())))
            row = int(logs.argmax())
            path.rows.append(row)
            path.logs.append(float(logs[row]))
            logs[row] = -np.inf
            second = int(logs.argmax())
            path.second.append((second, float(logs[second])))
            if row == end or len(path.rows) >= limit or loop_length(path.rows):
                return
            logits, path.past = self._step([row], path.past)

    def _step(self, rows: list[int], past: Row) -> tuple[Row, Row]:
        self._decoder.set_tensor("ids", ov.Tensor(np.array([rows], dtype=np.int64)))
        self._decoder.set_tensor("past", ov.Tensor(np.ascontiguousarray(past)))
        self._decoder.infer()
        return np.array(self._decoder.get_tensor("logits").data[0]), np.array(self._decoder.get_tensor("present").data)

    def _transcript(self, path: _Path, language: Language) -> Transcript:
        loop = loop_length(path.rows)
        rows = path.rows[: len(path.rows) - loop] if loop else path.rows
        rows = [r for r in rows if r != self._row["end"]]
        text = self._tokenizer.decode([int(self._kept[r]) for r in rows]).replace("\ufffd", "").strip()
        looped = bool(loop) or (len(text) > 40 and compression(text) > self._limits["compression"])
        return Transcript(text, language, float(np.mean(path.logs)) if path.logs else -9.0, self._pieces(rows, path.logs), looped)

    def _pieces(self, rows: list[int], logs: list[float]) -> tuple[Piece, ...]:
        """Words (English) and characters (Chinese), each with the least probability of its tokens."""
        found: list[Piece] = []
        held: list[int] = []
        least = 0.0
        for row, log in zip(rows, logs, strict=False):
            held.append(int(self._kept[row]))
            least = min(least, log)
            text = self._tokenizer.decode(held)
            if "\ufffd" in text:
                continue
            if found and text and not text.startswith(" ") and text[0].isascii() and found[-1].text[-1:].isascii():
                found[-1] = Piece(found[-1].text + text, min(found[-1].probability, math.exp(least)))
            elif text:
                found.append(Piece(text, math.exp(least)))
            held, least = [], 0.0
        return tuple(found)


def _any_length(model: ov.Model) -> ov.Model:
    """The decoder over what an encoder of any window found."""
    shapes = {port.get_any_name(): port.get_partial_shape() for port in model.inputs}
    for name, shape in shapes.items():
        if name not in ("ids", "past"):
            shape[2] = ov.Dimension(1, FRAMES // 2)
    model.reshape(shapes)
    return model


def loop_length(rows: list[int]) -> int:
    """How many tokens at the end only repeat those before: a run said four times over, three times from 4 tokens on, twice from 13 on: a whole
    sentence that comes again word by word, which a speaker who repeats himself hardly does, and of whom it loses nothing."""
    for size in range(1, LONGEST // 2 + 1):
        times = 4 if size < 4 else 3 if size < 13 else 2
        if len(rows) >= size * times and all(rows[-n] == rows[-n - size] for n in range(1, size * (times - 1) + 1)):
            return size * (times - 1)
    return 0


def compression(text: str) -> float:
    """Bytes of a text against its zlib bytes: above 2.4 it repeats itself (Radford et al. 2022, section 4.5)."""
    raw = text.encode("utf-8")
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def _softmax(values: Row) -> Row:
    powers = np.exp(values - values.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)
