"""A student of short questions as a graph: through Optimum to OpenVINO IR, int8 by NNCF, beside torch.onnx's ONNX, all compared.

A part is written whole or not at all. `part.json` holds what `distill.predicting` needs: labels, temperature, and for a set with an answer for
"none of these" the probability below which that answer is given.
"""

import json
import shutil
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from optimum.exporters.openvino.convert import export as optimum_export
from optimum.exporters.openvino.model_configs import BertOpenVINOConfig

from distill.data.public_texts import OUTSIDE
from distill.students.texts import TextStudent
from distill.texts import TextsRecipe, encode, load
from export.graphs.understanding import fit_temperature, quantise_ir, run_ir, run_onnx
from export.verify import FLOAT, INT8, Feed, GateClosed, Tolerance, compare, require
from kiosk.bundle.understanding import MAX_TOKENS, pad
from kiosk.core import MissingPart

OUTPUTS = ("logits",)
CALIBRATION = 600
LARGEST = 12_000_000
"""Bytes of graph, weights and vocabulary together."""
TOLERANCE = INT8.model_copy(update={"lost": 0.005, "lost_in_a_class": 0.25})
"""What int8 may differ by from torch."""


class TextStudentConfig(BertOpenVINOConfig):
    """Optimum's export configuration: two inputs, one output, batch and sequence free."""

    @property
    def inputs(self) -> dict[str, dict[int, str]]:
        return {name: {0: "batch", 1: "sequence"} for name in ("input_ids", "attention_mask")}

    @property
    def outputs(self) -> dict[str, dict[int, str]]:
        return {"logits": {0: "batch"}}


def to_onnx(student: TextStudent, file: Path) -> None:
    """Writes the float ONNX graph through torch.onnx, batch and sequence free."""
    ids = torch.ones((2, 12), dtype=torch.int64)
    axes = {name: {0: "batch", 1: "sequence"} for name in ("input_ids", "attention_mask")} | {"logits": {0: "batch"}}
    torch.onnx.export(student, (ids, torch.ones_like(ids)), str(file), input_names=["input_ids", "attention_mask"], output_names=list(OUTPUTS),
                      dynamo=False, opset_version=17, dynamic_axes=axes)  # fmt: skip


def least_chance(logits: Any, targets: Any, outside: int, temperature: float, share: float) -> float:
    """The in-scope probability below which "none of these" is said: the one with the most right answers.

    Args:
        logits: (n, classes) of checked questions.
        outside: number of the label for none of these.
        share: of all questions that are out of scope where the student will work; the checked ones are weighted to it.
    """
    chances = np.exp(logits / temperature - (logits / temperature).max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    inside = chances.copy()
    inside[:, outside] = 0.0
    best, sure, none = inside.argmax(axis=1), inside.max(axis=1), targets == outside
    grid = np.linspace(0.0, 0.95, 191)

    def right(bound: float) -> float:
        refused = (sure < bound) | (chances.argmax(axis=1) == outside)
        return float((1 - share) * ((best == targets) & ~refused)[~none].mean() + share * refused[none].mean())

    return float(grid[int(np.argmax([right(b) for b in grid]))])


def build_part(recipe: TextsRecipe, run: Path, part: Path, largest: int = LARGEST, int8: Tolerance = TOLERANCE) -> dict[str, Any]:
    """Writes the part folder from a finished run; returns what `part.json` says.

    Raises:
        MissingPart: the run has not finished.
        GateClosed: a graph is beyond its tolerance, or the part is too large: nothing is written.
    """
    if not (run / "evaluation.json").is_file():
        raise MissingPart("the student is not taught", str(run), "run: kiosk-distill run distill/recipes/" + recipe.source + ".yaml")
    labels, rows, _, tokenizer = load(run)
    student = TextStudent.from_pretrained(run / "model").eval()
    taught, checked = [r for r in rows if not r.checked], [r for r in rows if r.checked]
    chosen = np.random.default_rng(recipe.seed).permutation(len(taught))[:CALIBRATION]
    work = part.with_name(part.name + ".making")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    optimum_export(student, TextStudentConfig(student.config, task="feature-extraction"), run / "float.xml")
    to_onnx(student, run / "float.onnx")
    quantise_ir(run / "float.xml", work / "model.xml", [_feed(tokenizer, taught[n].text) for n in chosen])
    (work / "tokenizer.json").write_text(tokenizer.to_str())
    questions, wanted = [_feed(tokenizer, r.text) for r in checked], np.array([labels.index(r.label) for r in checked])
    with torch.no_grad():
        source = [{"logits": student(torch.from_numpy(f["input_ids"]), torch.from_numpy(f["attention_mask"]))["logits"].numpy()} for f in questions]
    graphs = {"float_ir": (run_ir, run / "float.xml", FLOAT), "float_onnx": (run_onnx, run / "float.onnx", FLOAT), "int8_ir": (run_ir, work / "model.xml", int8)}
    runs = {name: how(file, questions, 2, OUTPUTS) for name, (how, file, _) in graphs.items()}
    verdicts = {"torch": compare(source, source, wanted, FLOAT, "logits")}
    verdicts |= {name: compare(source, runs[name], wanted, tolerance, "logits") for name, (_, _, tolerance) in graphs.items()}
    require(verdicts, str(run))
    size, verified = sum(f.stat().st_size for f in work.iterdir()), {name: v.figures() for name, v in verdicts.items()}
    if size > largest:
        raise GateClosed(f"the part has {size} bytes, {largest} are allowed", str(run), "teach a student with fewer neurons or words")
    logits = np.concatenate([r["logits"] for r in runs["int8_ir"]])
    temperature = fit_temperature(logits, wanted)
    about = {
        "part": "texts", "format": 1, "labels": labels, "max_tokens": MAX_TOKENS, "temperature": round(temperature, 3), "outside": None, "least_chance": 0.0,
        "metrics": {"checked": json.loads((run / "evaluation.json").read_text("utf-8")), "export": verified},
        "recipe": recipe.model_dump(mode="json"), "licences": {"student": "Apache-2.0", "all-MiniLM-L6-v2": "Apache-2.0", "multilingual-e5-small": "MIT"},
        "made_by": {p: version(p) for p in ("torch", "transformers", "optimum-intel", "openvino", "nncf")}, "made_at": time.strftime("%Y-%m-%d", time.gmtime()),
    }  # fmt: skip
    if OUTSIDE in labels:
        outside = labels.index(OUTSIDE)
        about |= {"outside": OUTSIDE, "least_chance": round(least_chance(logits, wanted, outside, temperature, 1000 / 5500), 3)}
    (work / "part.json").write_text(json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True))
    shutil.rmtree(part, ignore_errors=True)
    work.rename(part)
    return about


def _feed(tokenizer: Any, text: str) -> Feed:
    ids, mask = pad([encode(tokenizer, text)])
    return {"input_ids": ids, "attention_mask": mask}
