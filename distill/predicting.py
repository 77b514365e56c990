"""Anybody's file through an exported student: `{"text"}` a line in, `{"label", "score"}` a line out, `{"id"}` kept where there is one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from kiosk.core import BadInput, BrokenData

Told = tuple[str, float]


def predict(model: Path, source: Path, out: Path) -> int:
    """Labels a file; returns how many lines. The output is written whole or not at all.

    Raises:
        BadInput: a line is not what the model labels; names file and line.
        BrokenData: the model cannot be opened.
    """
    told = opened(model)
    try:
        lines = source.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the file cannot be read ({error})", str(source), "give a UTF-8 JSONL file") from error
    partial, count = out.with_name(out.name + ".part"), 0
    with partial.open("w", encoding="utf-8") as f:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                text = row["text"]
            except (ValueError, KeyError, TypeError) as error:
                raise BadInput('the line is not {"text": …}', f"{source}:{number}", "this student labels texts only") from error
            label, score = told(str(text))
            f.write(json.dumps(({"id": row["id"]} if "id" in row else {}) | {"label": label, "score": round(score, 4)}, ensure_ascii=False) + "\n")
            count += 1
    partial.replace(out)
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

        student = Student(model)
        return lambda text: (lambda best: (str(best[0]), best[1]))(student.understand(text, None).intents[0])
    if kind == "texts":
        return _texts(model, about)
    raise BrokenData(f"a {kind} part labels no texts", str(model), "name an understanding part or one of assets/proofs")


def _texts(folder: Path, about: dict[str, Any]) -> Callable[[str], Told]:
    import openvino as ov
    from tokenizers import Tokenizer

    from distill.texts import encode
    from kiosk.bundle.student import options
    from kiosk.bundle.understanding import pad

    try:
        labels, temperature, least, outside = about["labels"], float(about["temperature"]), float(about["least_chance"]), about["outside"]
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        request = ov.Core().compile_model(folder / "model.xml", "CPU", options(1)).create_infer_request()
    except Exception as error:  # the libraries' own errors have no common kind
        raise BrokenData(f"the model cannot be opened ({error})", str(folder), "build it again: kiosk-export build texts") from error

    def told(text: str) -> Told:
        ids, mask = pad([encode(tokenizer, text)])
        logits = request.infer({"input_ids": ids, "attention_mask": mask})["logits"][0].astype(np.float64) / temperature
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        best = int(chances.argmax())
        if outside is not None and labels[best] != outside and chances[best] < least:
            return outside, float(1 - chances[best])
        return labels[best], float(chances[best])

    return told
