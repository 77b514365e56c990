"""Anybody's file through an exported student: `{"text"}` a line in, `{"label", "score"}` a line out, `{"id"}` kept where there is one."""

import json
from collections.abc import Callable
from math import isfinite
from pathlib import Path
from textwrap import shorten
from typing import Any

import numpy as np

from distill.evaluation import metrics
from distill.runs import whole
from kiosk.core import BadInput, BrokenData

Told = tuple[str, float]


def predict(model: Path, source: Path, out: Path) -> int:
    """Labels a file; returns how many lines. The output is written whole or not at all.

    Raises:
        BadInput: a line is not what the model labels; names file and line.
        BrokenData: the model cannot be opened, or answers no numbers.
    """
    told = opened(model)
    try:
        lines = source.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the file cannot be read ({error})", str(source), "give a UTF-8 JSONL file") from error
    count = 0
    with whole(out) as partial, partial.open("w", encoding="utf-8") as f:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                text = row["text"]
            except (ValueError, KeyError, TypeError) as error:
                raise BadInput('the line is not {"text": …}', f"{source}:{number}", "this student labels texts only") from error
            label, score = told(str(text))
            if not isfinite(score):
                raise BrokenData("The model's answer is no number", f"{model}, asked {source}:{number}", "export it again from a student that was evaluated")
            f.write(json.dumps(({"id": row["id"]} if "id" in row else {}) | {"label": label, "score": round(score, 4)}, ensure_ascii=False) + "\n")
            count += 1
    return count


def opened(model: Path) -> Callable[[str], Told]:
    """What turns a text into its label and the label's probability.

    Raises:
        BrokenData: this is no part folder of a student of texts, or it is damaged.
    """
    try:
        about = json.loads((model / "part.json").read_text("utf-8"))
        kind = about["part"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenData(f"the model cannot be opened ({error})", str(model), "name a part folder, as assets/bundles/market/understanding") from error
    if kind == "understanding":
        from kiosk.bundle.student import Student

        _fit(model, about, "intent")
        student = Student(model)
        return lambda text: (lambda best: (str(best[0]), best[1]))(student.understand(text, None).intents[0])
    if kind == "texts":
        return _texts(model, about)
    raise BrokenData(f"a {kind} part labels no texts", str(model), "name an understanding part or one of assets/proofs")


def _texts(folder: Path, about: dict[str, Any]) -> Callable[[str], Told]:
    import openvino as ov
    from tokenizers import Tokenizer

    from distill.texts import encode
    from distill.weights import vocabulary_hash
    from kiosk.bundle.student import options
    from kiosk.bundle.understanding import pad

    _fit(folder, about, "logits")
    try:
        labels, temperature, refusal = about["labels"], float(about["temperature"]), about["refusal"]
        beyond = labels.index(about["outside"]) if refusal else None
        threshold = float(refusal["threshold"]) if refusal else None
        by: metrics.OosScore = refusal["score"] if refusal else "max"
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        request = ov.Core().compile_model(folder / "model.xml", "CPU", options(1)).create_infer_request()
    except Exception as error:  # the libraries' own errors have no common kind
        raise BrokenData(f"the model cannot be opened ({error})", str(folder), "build it again: kiosk-export build texts") from error
    if about.get("vocabulary") not in (None, vocabulary_hash(tokenizer)):  # None: a part from before the hash was kept
        raise BrokenData("The vocabulary is not the one that the model was taught in", str(folder / "tokenizer.json"), "build it again: kiosk-export build texts")

    def told(text: str) -> Told:
        ids, mask = pad([encode(tokenizer, text)])
        logits = np.array(request.infer({"input_ids": ids, "attention_mask": mask})["logits"], np.float64)
        chances = metrics.at_temperature(logits, temperature)
        best = int(metrics.decide(chances, beyond, threshold, by)[0])
        return labels[best], float(metrics.out_of_scope_scores(chances, best, by)[0] if best == beyond else chances[0, best])

    return told


def _fit(folder: Path, about: dict[str, Any], output: str) -> None:
    """Raises BrokenData where the graph has another number of answers than `part.json` has labels, or of token embeddings than there are tokens."""
    import openvino as ov
    from tokenizers import Tokenizer

    mend = "build the part again, or copy the whole folder again"
    try:
        graph, labels = ov.Core().read_model(folder / "model.xml"), len(about["labels"])
        answers, rows = graph.output(output).get_partial_shape()[-1], _embeddings(graph)
        tokens = 1 + max(Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab().values())
    except Exception as error:  # the libraries' own errors have no common kind
        raise BrokenData(f"the model cannot be opened ({shorten(str(error), 160)})", str(folder), mend) from error
    if answers != labels:
        raise BrokenData(f"The model has {answers} answers, its part.json {labels} labels", str(folder), mend)
    if rows not in (None, tokens):
        raise BrokenData(f"The model has {rows} token embeddings, its tokenizer.json {tokens} tokens", str(folder), mend)


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
