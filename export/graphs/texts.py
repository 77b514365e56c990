"""A student of short questions as a graph: through Optimum to OpenVINO IR, beside torch.onnx's ONNX, both made int8 by `export.quantise`, all compared.

A part is written whole or not at all; it holds the int8 IR, the other graphs stay in the run's folder. `part.json` holds what
`distill.predicting` needs: labels, temperature, and for a set with an answer for "none of these" from which score on that answer is given.
"""

import json
import time
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from optimum.exporters.openvino.convert import export as optimum_export
from optimum.exporters.openvino.model_configs import BertOpenVINOConfig

from distill.data.public_texts import OUTSIDE, Labelled
from distill.evaluation.costs import milliseconds
from distill.evaluation.metrics import at_temperature, decide, fit_refusal, fit_temperature
from distill.evaluation.records import Gate, Model
from distill.students.texts import TextStudent, encode
from distill.texts import OUTSIDE_SHARE, TextsRecipe, figures, load
from distill.weights import FILE, load_student, vocabulary_hash
from export.graphs.understanding import Form, accuracy, graph_of, quantise_graph, run_ir, run_onnx, source_of, verified
from export.parts import making
from export.reporting import tell
from export.verify import FLOAT, INT8, Feed, GateClosed, Tolerance
from kiosk.bundle.manifest import sha256
from kiosk.bundle.understanding import MAX_TOKENS, pad
from kiosk.core import MissingPart

OUTPUTS = ("logits",)
CALIBRATION = 600
LARGEST = 12_000_000
"""Bytes of graph, weights and vocabulary together."""
TOLERANCE = INT8.model_copy(update={"lost": 0.005, "lost_in_a_class": 0.25})
"""What int8 may differ by from torch; `lost` is also what sends `export.quantise` to more careful ways."""


PURPOSE = (
    "Proof of the teaching on {}, and an example of what the pipeline makes. Not for a shop: it knows the set's labels and nothing else. "
    "Temperature and refusal were fitted on the checked questions after quantisation, so its own figures on them are a little too good."
)


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


def forms(run: Path, part: Path, int8: Tolerance = TOLERANCE) -> dict[str, Form]:
    """All graphs of a student; of these the int8 IR alone ships."""
    return {"float_ir": Form(run_ir, run / "float.xml", FLOAT), "float_onnx": Form(run_onnx, run / "float.onnx", FLOAT),
            "int8_ir": Form(run_ir, part / "model.xml", int8), "int8_onnx": Form(run_onnx, run / "int8.onnx", int8)}  # fmt: skip


def checked_of(labels: Sequence[str], rows: Sequence[Labelled], tokenizer: Any) -> tuple[list[Feed], Any]:
    """Inputs and (n,) labels of the questions that nobody was trained on."""
    checked = [r for r in rows if r.checked]
    return [feed(tokenizer, r.text) for r in checked], np.array([labels.index(r.label) for r in checked])


def build_part(recipe: TextsRecipe, run: Path, part: Path, largest: int = LARGEST, int8: Tolerance = TOLERANCE) -> dict[str, Any]:
    """Writes the part folder from a finished run; returns what `part.json` says.

    Raises:
        MissingPart: the run has not finished.
        BrokenData: what the run left is broken or does not belong together.
        GateClosed: a graph is beyond its tolerance, or the part is too large: nothing is written.
    """
    if not (run / "evaluation.json").is_file():
        raise MissingPart("the student is not taught", str(run), "run: kiosk-distill run distill/recipes/" + recipe.source + ".yaml")
    with making(part) as work:
        return _build(recipe, run, work, largest, int8)


def _build(recipe: TextsRecipe, run: Path, work: Path, largest: int, int8: Tolerance) -> dict[str, Any]:
    labels, rows, _, tokenizer = load(run)
    student, graphs = load_student(TextStudent, run / "model", tokenizer, len(labels)), forms(run, work, int8)
    taught, (questions, wanted) = [r for r in rows if not r.checked], checked_of(labels, rows, tokenizer)
    chosen = np.random.default_rng(recipe.seed).permutation(len(taught))[:CALIBRATION]
    optimum_export(student, TextStudentConfig(student.config, task="feature-extraction"), run / "float.xml")
    to_onnx(student, run / "float.onnx")
    (work / "tokenizer.json").write_text(tokenizer.to_str())
    source = source_of(student, questions)
    whole, calibration = accuracy(source, wanted, "logits"), [feed(tokenizer, taught[n].text) for n in chosen]

    def right(form: Form, file: Path) -> float:
        return accuracy(form.ask(file, questions, outputs=OUTPUTS), wanted, "logits")

    tries = {
        small: quantise_graph(graphs[origin].file, graphs[small].file, calibration, partial(right, graphs[small]), whole, int8.lost)
        for origin, small in (("float_ir", "int8_ir"), ("float_onnx", "int8_onnx"))
    }
    verdicts, runs = verified(source, graphs, questions, wanted, "logits", str(run))
    size, lost = sum(f.stat().st_size for f in work.iterdir()), {name: v.figures() for name, v in verdicts.items()}
    if size > largest:
        raise GateClosed(f"the part has {size} bytes, {largest} are allowed", str(run), "teach a student with fewer neurons or words")
    logits = np.concatenate([r["logits"] for r in runs["int8_ir"]])
    temperature = round(fit_temperature(logits.astype(np.float64), wanted), 3)
    chances, refusal = at_temperature(logits, temperature), None
    if OUTSIDE in labels:
        beyond = labels.index(OUTSIDE)
        fitted = fit_refusal(chances, wanted, beyond, OUTSIDE_SHARE)
        refusal = fitted._replace(threshold=round(fitted.threshold, 4))
    said = decide(chances, *((labels.index(OUTSIDE), refusal.threshold, refusal.score) if refusal else ()))
    inside = wanted != (labels.index(OUTSIDE) if OUTSIDE in labels else -1)
    about = {
        "part": "texts", "format": 1, "labels": labels, "vocabulary": vocabulary_hash(tokenizer), "max_tokens": MAX_TOKENS, "temperature": temperature,
        "outside": OUTSIDE if refusal else None, "refusal": refusal._asdict() if refusal else None,
        "metrics": {"shipped": figures(said, wanted, inside), "checked": json.loads((run / "evaluation.json").read_text("utf-8")), "export": lost, "quantisation": tries},
        "recipe": recipe.model_dump(mode="json"), "licences": {"student": "Apache-2.0", "all-MiniLM-L6-v2": "Apache-2.0", "multilingual-e5-small": "MIT"},
        "made_by": {p: version(p) for p in ("torch", "transformers", "optimum-intel", "openvino", "nncf")}, "made_at": time.strftime("%Y-%m-%d", time.gmtime()),
    }  # fmt: skip
    (work / "part.json").write_text(json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True))
    taken = milliseconds(graph_of(work / "model.xml", outputs=OUTPUTS), questions)
    shipped = Model("student, int8", "int8", chances, taken, size, refusal.threshold if refusal else None)
    hashes = {"student, float": sha256(run / "model" / FILE), "student, int8": sha256(work / "model.bin")}
    bound = Gate("graph, weights and vocabulary", f"{size / 1e6:.1f} MB", f"≤ {largest / 1e6:.1f} MB", True)
    tell(run, work, lambda _: shipped, [bound], PURPOSE.format(recipe.source), recipe.model_dump(mode="json"), hashes, refusal.score if refusal else None)
    return about


def feed(tokenizer: Any, text: str) -> Feed:
    """Inputs of a single question, as `distill.predicting` makes them."""
    ids, mask = pad([encode(tokenizer, text)])
    return {"input_ids": ids, "attention_mask": mask}
