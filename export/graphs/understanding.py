"""The language student as a graph: through Optimum to OpenVINO IR and through torch.onnx to ONNX, both made int8 by `export.quantise`.

The int8 IR, which the kiosk runs, and the int8 ONNX, for whoever has another runtime, ship; both are held to one bound. Pooling, heads and the
embedding's normalisation are inside the graph; the kiosk only encodes text and reads the outputs. A part is written whole or not at all:
everything is made in a folder beside it and moved at the end.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple

import numpy as np
import openvino as ov
import torch
from optimum.exporters.openvino.convert import export as optimum_export
from optimum.exporters.openvino.model_configs import BertOpenVINOConfig
from tokenizers import Tokenizer

from distill.evaluation.metrics import fit_temperature
from distill.students.language import EMBEDDING, INTENTS, SENTIMENTS, TAGS, LanguageStudent
from distill.weights import load_student
from export.parts import making
from export.quantise import load, quantise_within, save, tell
from export.verify import FLOAT, INT8, Feed, GateClosed, Outputs, Tolerance, Verdict, compare, moves_with_its_shape, require
from kiosk.bundle.student import options
from kiosk.bundle.understanding import MAX_TOKENS, encode, pad

INT8_PADDED = 0.3
"""Largest change of an int8 logit when masked tokens are added: quantised activations see them before the mask does."""
OUTPUTS = ("intent", "sentiment", "slots", "embedding")
TOLERANCE = INT8.model_copy(update={"lost": 0.005})
"""What int8 may differ by from torch; `lost` is also what sends `export.quantise` to more careful ways."""


class LanguageStudentConfig(BertOpenVINOConfig):
    """Optimum's export configuration of the student: two inputs, four outputs, batch and sequence free."""

    @property
    def inputs(self) -> dict[str, dict[int, str]]:
        return {name: {0: "batch", 1: "sequence"} for name in ("input_ids", "attention_mask")}

    @property
    def outputs(self) -> dict[str, dict[int, str]]:
        return {name: {0: "batch", 1: "sequence"} if name == "slots" else {0: "batch"} for name in OUTPUTS}


def to_openvino(student: LanguageStudent, file: Path) -> None:
    """Writes the float IR through Optimum."""
    student.eval()
    optimum_export(student, LanguageStudentConfig(student.config, task="feature-extraction"), file)


def to_onnx(student: LanguageStudent, file: Path) -> None:
    """Writes the float ONNX graph through torch.onnx, batch and sequence free."""
    student.eval()
    ids = torch.ones((2, 12), dtype=torch.int64)
    torch.onnx.export(
        student, (ids, torch.ones_like(ids)), str(file), input_names=["input_ids", "attention_mask"], output_names=list(OUTPUTS), dynamo=False,
        opset_version=17, dynamic_axes={n: {0: "batch", 1: "sequence"} for n in ("input_ids", "attention_mask", "slots")} | {n: {0: "batch"} for n in ("intent", "sentiment", "embedding")},
    )  # fmt: skip


def words_of(folder: Path) -> Tokenizer:
    """The tokenizer of a run or a part."""
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def feeds(tokenizer: Tokenizer, questions: Sequence[str]) -> list[Feed]:
    """Inputs of single questions, as the kiosk makes them."""
    made = []
    for question in questions:
        ids, mask = pad([encode(tokenizer, question)[0]])
        made.append({"input_ids": ids, "attention_mask": mask})
    return made


def quantise_graph(
    source: Path, target: Path, calibration: Sequence[Feed], right: Callable[[Path], float], whole: float, allowed: float
) -> list[dict[str, Any]]:
    """Static int8 of a float graph, .xml or .onnx, written to `target`; returns the tries as they stand in `part.json`.

    Args:
        calibration: training questions.
        right: share of the checked questions that the graph in a file answers rightly: a try is measured as it is written.
        whole: the same share of the student itself.
        allowed: how much less it may be.

    Raises:
        GateClosed: every try loses more.
    """

    def measure(model: Any) -> float:
        save(model, target)
        return right(target)

    return [t.figures() for t in quantise_within(load(source), calibration, measure, allowed, whole=whole, say=tell).tries]


def accuracy(outputs: Sequence[Outputs], labels: Any, head: str) -> float:
    """Share of the questions whose largest value of `head` is that of their label."""
    return float((np.concatenate([o[head] for o in outputs]).argmax(1) == labels).mean())


def graph_of(file: Path, threads: int = 1, outputs: Sequence[str] = OUTPUTS) -> Callable[[Feed], dict[str, Any]]:
    """An IR, compiled as the kiosk compiles it: a question's inputs in, its outputs by name out."""
    request = ov.Core().compile_model(file, "CPU", options(threads)).create_infer_request()

    def answer(feed: Feed) -> dict[str, Any]:
        result = request.infer(feed)
        return {name: np.array(result[name]) for name in outputs}

    return answer


def run_ir(file: Path, questions: Sequence[Feed], threads: int = 1, outputs: Sequence[str] = OUTPUTS) -> list[dict[str, Any]]:
    """Outputs of an IR for each question."""
    return list(map(graph_of(file, threads, outputs), questions))


def run_onnx(file: Path, questions: Sequence[Feed], threads: int = 1, outputs: Sequence[str] = OUTPUTS) -> list[dict[str, Any]]:
    """Outputs of an ONNX graph for each question."""
    import onnxruntime as ort

    settings = ort.SessionOptions()
    settings.intra_op_num_threads = threads
    session = ort.InferenceSession(str(file), settings, providers=["CPUExecutionProvider"])
    return [dict(zip(outputs, session.run(list(outputs), feed), strict=True)) for feed in questions]


class Form(NamedTuple):
    """One exported graph: what asks the file all questions, what it may differ by from its student, and how far masked tokens may move a logit."""

    ask: Callable[..., list[dict[str, Any]]]
    file: Path
    tolerance: Tolerance
    padded: float | None = None


def forms(run: Path, part: Path, int8: Tolerance = TOLERANCE) -> dict[str, Form]:
    """All graphs of a student, the float ones in its run and the int8 ones in its part."""
    return {"float_ir": Form(run_ir, run / "float.xml", FLOAT, 1e-2), "float_onnx": Form(run_onnx, run / "float.onnx", FLOAT, 1e-2),
            "int8_ir": Form(run_ir, part / "model.xml", int8, INT8_PADDED), "int8_onnx": Form(run_onnx, part / "model.onnx", int8, INT8_PADDED)}  # fmt: skip


def source_of(student: Any, questions: Sequence[Feed]) -> list[dict[str, Any]]:
    """What the student itself says to each question, in torch."""
    with torch.no_grad():
        return [{k: v.numpy() for k, v in student(torch.from_numpy(f["input_ids"]), torch.from_numpy(f["attention_mask"])).items()} for f in questions]


def verified(
    source: Sequence[Outputs], graphs: Mapping[str, Form], questions: Sequence[Feed], wanted: Any, head: str, where: str, embedding: str | None = None
) -> tuple[dict[str, Verdict], dict[str, list[dict[str, Any]]]]:  # fmt: skip
    """Every graph held against its student on the same questions: verdicts by form, `torch` being the student itself, and what each graph said.

    Args:
        source: see `source_of`.
        wanted: (n,) right labels.
        head: the output that labels; `embedding` the one that holds vectors.
        where: what is named where a graph falls short.

    Raises:
        GateClosed: a graph cannot be asked, is beyond its tolerance, or masked tokens move it too far.
    """
    runs = {}
    for name, form in graphs.items():
        try:
            runs[name] = form.ask(form.file, questions, outputs=tuple(source[0]))
        except Exception as error:  # the runtimes' own errors have no common kind
            raise GateClosed(
                f"the export {name} cannot be asked ({shorten(str(error), 160)})", str(form.file), "build the part again: kiosk-export build"
            ) from error
    verdicts = {"torch": compare(source, source, wanted, FLOAT, head, embedding)}
    verdicts |= {name: compare(source, runs[name], wanted, form.tolerance, head, embedding) for name, form in graphs.items()}
    require(verdicts, where)
    for name, form in graphs.items():
        if form.padded is not None and (moved := moves_with_its_shape(partial(form.ask, form.file, outputs=(head,)), questions[:64], head, form.padded)):
            raise GateClosed(f"the export {name} is not what was taught: {moved[0]}", where, "look at how the graph pools and masks")
    return verdicts, runs


def build_part(
    run: Path, part: Path, calibration: Sequence[str], held: Sequence[tuple[str, int, str]], metrics: dict[str, Any], teachers: dict[str, str],
    int8: Tolerance = TOLERANCE, told: Callable[[Path, dict[str, Any]], None] = lambda work, about: None,
) -> dict[str, Any]:  # fmt: skip
    """Writes the part folder from a finished run and returns what `part.json` says.

    Args:
        calibration: training questions for the int8 ranges.
        held: (question, intent number, language) of held-out wordings: temperature and int8 figures come from them.
        teachers: SHA-256 of each teacher by name.
        told: adds what is told of the part to its folder before it is moved to its place.

    Raises:
        MissingPart, BrokenData: the student is not there, is broken, or was taught with another vocabulary.
        GateClosed: a graph is beyond its tolerance: nothing is written.
    """
    with making(part) as work:
        about = _build(run, work, calibration, held, metrics, teachers, int8)
        told(work, about)
    return about


def _build(
    run: Path, work: Path, calibration: Sequence[str], held: Sequence[tuple[str, int, str]], metrics: dict[str, Any], teachers: dict[str, str], int8: Tolerance
) -> dict[str, Any]:  # fmt: skip
    tokenizer = words_of(run)
    student, graphs = load_student(LanguageStudent, run / "model", tokenizer), forms(run, work, int8)
    to_openvino(student, run / "float.xml")
    to_onnx(student, run / "float.onnx")
    (work / "tokenizer.json").write_text(tokenizer.to_str())
    questions, taught = feeds(tokenizer, [h[0] for h in held]), feeds(tokenizer, calibration)
    wanted, source = np.array([h[1] for h in held]), source_of(student, questions)
    whole = accuracy(source, wanted, "intent")

    def right(form: Form, file: Path) -> float:
        return accuracy(form.ask(file, questions), wanted, "intent")

    tries = {
        small: quantise_graph(graphs[origin].file, graphs[small].file, taught, partial(right, graphs[small]), whole, int8.lost)
        for origin, small in (("float_ir", "int8_ir"), ("float_onnx", "int8_onnx"))
    }
    verdicts, runs = verified(source, graphs, questions, wanted, "intent", str(run), "embedding")
    lost = {name: {"intent_accuracy": v.accuracy, **v.figures()} for name, v in verdicts.items()}
    logits = np.concatenate([g["intent"] for g in runs["int8_ir"]])
    part_json = {
        "part": "understanding", "format": 1, "labels": list(INTENTS), "sentiments": list(SENTIMENTS), "tags": list(TAGS), "embedding": EMBEDDING,
        "max_tokens": MAX_TOKENS, "temperature": round(fit_temperature(logits.astype(np.float64), wanted), 3), "preprocessing": "kiosk.core.text.normalise, kiosk.bundle.understanding.encode",
        "metrics": {**metrics, "export": lost, "quantisation": tries, "export_measured_on": f"{len(held)} questions of held-out wordings"}, "teachers": teachers,
        "licences": {"student": "Apache-2.0", "multilingual-e5-small": "MIT", "all-MiniLM-L6-v2": "Apache-2.0", "USE multilingual v3": "Apache-2.0", "CLINC150": "CC BY 3.0"},
        "made_by": {p: version(p) for p in ("torch", "transformers", "optimum", "optimum-intel", "openvino", "nncf", "onnx", "onnxruntime")},
        "made_at": time.strftime("%Y-%m-%d", time.gmtime()),
    }  # fmt: skip
    (work / "part.json").write_text(json.dumps(part_json, ensure_ascii=False, indent=1, sort_keys=True))
    return part_json
