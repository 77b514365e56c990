"""Anybody's file through an exported student: `{"text"}`, `{"image"}` or `{"audio"}` a line in, `{"label", "score"}` a line out, `{"id"}` kept.

What must hold: pictures and sounds go the kiosk's own way, so that the label and the score are those that a shopper would meet.
"""

import json
import os
from collections.abc import Callable
from math import isfinite
from pathlib import Path
from textwrap import shorten
from typing import Any, Final, Literal, NamedTuple

import numpy as np

from distill.evaluation import metrics
from distill.progress import bar
from distill.runs import whole
from kiosk.core import BadInput, BrokenData, KioskError

Told = tuple[str, float]
Taken = Literal["text", "image", "audio"]
WORDS: Final[dict[Taken, str]] = {"text": "texts", "image": "pictures", "audio": "sounds"}
MEND: Final = "build the part again, or copy the whole folder again"


class Model(NamedTuple):
    """A part that is open: the key of what it takes of a line, and what turns that (a text, or a file's path) into label and score."""

    takes: Taken
    told: Callable[[str], Told]


def predict(model: Path, source: Path, out: Path) -> int:
    """Labels a file; returns how many lines. The output is written whole or not at all.

    The name of a picture or sound is looked for in the file's own folder, then where the command runs.

    Raises:
        BadInput: a line is not what the model takes, or its picture or sound cannot be read; names file and line.
        BrokenData: the model cannot be opened, or answers no numbers.
    """
    opened = open_model(model)
    try:
        lines = source.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the file cannot be read ({error})", str(source), "give a UTF-8 JSONL file") from error
    count = 0
    with whole(out) as partial, partial.open("w", encoding="utf-8") as f:
        for number, line in enumerate(bar(lines, model.name), 1):
            if not line.strip():
                continue
            where = f"{source}:{number}"
            row, given = _read(line, opened.takes, where)
            try:
                label, score = opened.told(given if opened.takes == "text" else str(_found(given, source.parent)))
            except BadInput as error:
                raise BadInput(f"{error.what}: {error.where}", where, error.mend) from error
            except OSError as error:  # a name that no file can have
                raise BadInput(f"the file cannot be read ({error})", where, "check the name") from error
            if not isfinite(score):
                raise BrokenData("The model's answer is no number", f"{model}, asked {where}", "export it again from a student that was evaluated")
            f.write(json.dumps(({"id": row["id"]} if "id" in row else {}) | {"label": label, "score": round(score, 4)}, ensure_ascii=False) + "\n")
            count += 1
    return count


def _read(line: str, takes: Taken, where: str) -> tuple[dict[str, Any], str]:
    """The line, and what the model takes of it."""
    try:
        row = json.loads(line)
        given = row[takes]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f'the line is not {{"{takes}": …}}', where, f"this model labels {WORDS[takes]} only") from error
    if not isinstance(given, str):
        raise BadInput(f'"{takes}" is no string', where, f'write {{"{takes}": "…"}}: this model labels {WORDS[takes]}')
    return row, given


def _found(name: str, folder: Path) -> Path:
    beside = folder / name
    return beside if os.path.exists(beside) or not os.path.exists(name) else Path(name)


def read_about(folder: Path) -> dict[str, Any]:
    """What a part says of itself; `part` is which it is. Raises BrokenData where this is no part folder of a student."""
    try:
        about: dict[str, Any] = json.loads((folder / "part.json").read_text("utf-8"))
        str(about["part"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenData(f"the model cannot be opened ({error})", str(folder), "name a part folder, as assets/bundles/market/understanding") from error
    return about


def open_model(folder: Path) -> Model:
    """A part of a bundle or a student of a public set, ready to be asked.

    Raises:
        BrokenData: this is no part folder of a student, or it is damaged.
    """
    about = read_about(folder)
    kind = str(about["part"])
    ways: dict[str, tuple[Taken, Callable[[Path, dict[str, Any]], Callable[[str], Told]]]] = {
        "understanding": ("text", _understanding), "texts": ("text", _texts), "seeing": ("image", _seeing), "hearing": ("audio", _hearing),
    }  # fmt: skip
    if kind not in ways:
        raise BrokenData(f"a {kind} part labels nothing", str(folder), "name an understanding, seeing or hearing part, or one of assets/proofs")
    takes, way = ways[kind]
    try:
        return Model(takes, way(folder, about))
    except KioskError:
        raise
    except Exception as error:  # the libraries' own errors have no common kind
        raise BrokenData(f"the model cannot be opened ({shorten(str(error), 160)})", str(folder), MEND) from error


def _understanding(folder: Path, about: dict[str, Any]) -> Callable[[str], Told]:
    from kiosk.bundle.student import Student

    _answers_fit(folder, about, "intent")
    _tokens_fit(folder)
    student = Student(folder)

    def told(text: str) -> Told:
        intent, chance = student.understand(text, None).intents[0]
        return str(intent), chance

    return told


def _seeing(folder: Path, about: dict[str, Any]) -> Callable[[str], Told]:
    """The product whose score is the largest, accepted or not."""
    from kiosk.seeing.appearance import Appearance
    from kiosk.seeing.frames import read_frame

    _answers_fit(folder, about, "logits")
    eyes = Appearance(folder)
    if not eyes.gallery.keys:
        raise BrokenData("The gallery holds no product", str(folder / "gallery.npz"), MEND)
    return lambda name: eyes.look(read_frame(Path(name)), 1)[0]


def _hearing(folder: Path, about: dict[str, Any]) -> Callable[[str], Told]:
    """The transcript and the recogniser's confidence; an empty one and nought where no speech was heard."""
    from kiosk.hearing.ears import Ears

    ears = Ears(folder)

    def told(name: str) -> Told:
        heard = ears.hear(Path(name))
        return heard.text, heard.confidence

    return told


def _texts(folder: Path, about: dict[str, Any]) -> Callable[[str], Told]:
    import openvino as ov
    from tokenizers import Tokenizer

    from distill.students.texts import encode
    from distill.weights import vocabulary_hash
    from kiosk.bundle.student import options
    from kiosk.bundle.understanding import pad

    _answers_fit(folder, about, "logits")
    _tokens_fit(folder)
    labels, temperature, refusal = about["labels"], float(about["temperature"]), about["refusal"]
    beyond = labels.index(about["outside"]) if refusal else None
    threshold = float(refusal["threshold"]) if refusal else None
    by: metrics.OosScore = refusal["score"] if refusal else "max"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    request = ov.Core().compile_model(folder / "model.xml", "CPU", options(1)).create_infer_request()
    if about.get("vocabulary") not in (None, vocabulary_hash(tokenizer)):  # None: a part from before the hash was kept
        raise BrokenData(
            "The vocabulary is not the one that the model was taught in", str(folder / "tokenizer.json"), "build it again: kiosk-export build texts"
        )

    def told(text: str) -> Told:
        ids, mask = pad([encode(tokenizer, text)])
        logits = np.array(request.infer({"input_ids": ids, "attention_mask": mask})["logits"], np.float64)
        chances = metrics.at_temperature(logits, temperature)
        best = int(metrics.decide(chances, beyond, threshold, by)[0])
        return labels[best], float(metrics.out_of_scope_scores(chances, best, by)[0] if best == beyond else chances[0, best])

    return told


def _answers_fit(folder: Path, about: dict[str, Any], output: str) -> None:
    """Raises BrokenData where the graph has another number of answers than `part.json` has labels."""
    graph = _graph(folder)
    answers, labels = graph.output(output).get_partial_shape()[-1], len(about["labels"])
    if answers != labels:
        raise BrokenData(f"The model has {answers} answers, its part.json {labels} labels", str(folder), MEND)


def _tokens_fit(folder: Path) -> None:
    """Raises BrokenData where the graph has another number of token embeddings than there are tokens."""
    from tokenizers import Tokenizer

    rows = _embeddings(_graph(folder))
    tokens = 1 + max(Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab().values())
    if rows not in (None, tokens):
        raise BrokenData(f"The model has {rows} token embeddings, its tokenizer.json {tokens} tokens", str(folder), MEND)


def _graph(folder: Path) -> Any:
    import openvino as ov

    return ov.Core().read_model(folder / "model.xml")


def _embeddings(graph: Any) -> int | None:
    """Rows of the table that `input_ids` are looked up in; None where the graph looks them up in another way."""
    for node in graph.get_ops():
        if node.get_type_name() == "Gather":
            asked = node.input_value(1).get_node()
            while asked.get_type_name() == "Convert":
                asked = asked.input_value(0).get_node()
            if asked.get_friendly_name() == "input_ids":
                return int(node.input(0).get_partial_shape()[0].get_length())
    return None
