"""The language student as a graph: through Optimum to OpenVINO IR, quantised to int8 by NNCF, and through torch.onnx to ONNX.

Pooling, heads and the embedding's normalisation are inside the graph; the kiosk only encodes text and reads the outputs. A part is written
whole or not at all: everything is made in a folder beside it and moved at the end.
"""

import json
import shutil
import time
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
import torch
from optimum.exporters.openvino.convert import export as optimum_export
from optimum.exporters.openvino.model_configs import BertOpenVINOConfig
from tokenizers import Tokenizer

from distill.students.language import EMBEDDING, INTENTS, SENTIMENTS, TAGS, LanguageStudent
from export.verify import FLOAT, INT8, Feed, GateClosed, compare, moves_with_its_shape, require
from kiosk.bundle.understanding import MAX_TOKENS, encode, pad

INT8_PADDED = 0.3
"""Largest change of an int8 logit when masked tokens are added: quantised activations see them before the mask does."""
OUTPUTS = ("intent", "sentiment", "slots", "embedding")


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


def feeds(tokenizer: Tokenizer, questions: Sequence[str]) -> list[Feed]:
    """Inputs of single questions, as the kiosk makes them."""
    made = []
    for question in questions:
        ids, mask = pad([encode(tokenizer, question)[0]])
        made.append({"input_ids": ids, "attention_mask": mask})
    return made


def quantise_ir(source: Path, target: Path, calibration: Sequence[Feed]) -> None:
    """Static int8, per channel, with smooth-quant; calibrated on training questions only."""
    import nncf

    model = ov.Core().read_model(source)
    quantised = nncf.quantize(model, nncf.Dataset(list(calibration)), model_type=nncf.ModelType.TRANSFORMER, subset_size=len(calibration))
    ov.save_model(quantised, target, compress_to_fp16=True)


def quantise_onnx(source: Path, target: Path) -> None:
    """Dynamic int8 of the ONNX graph by onnxruntime, per channel."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(source), str(target), weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gather"])


def run_ir(file: Path, questions: Sequence[Feed], threads: int = 1, outputs: Sequence[str] = OUTPUTS) -> list[dict[str, Any]]:
    """Outputs of an IR for each question."""
    request = ov.Core().compile_model(file, "CPU", {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY"}).create_infer_request()
    found = []
    for feed in questions:
        result = request.infer(feed)
        found.append({name: np.array(result[name]) for name in outputs})
    return found


def run_onnx(file: Path, questions: Sequence[Feed], threads: int = 1, outputs: Sequence[str] = OUTPUTS) -> list[dict[str, Any]]:
    """Outputs of an ONNX graph for each question."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    session = ort.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    return [dict(zip(outputs, session.run(list(outputs), feed), strict=True)) for feed in questions]


def fit_temperature(logits: Any, targets: Any) -> float:
    """The temperature T that minimises the cross-entropy of softmax(z / T) on held-out wordings (Guo et al. 2017)."""
    grid = np.linspace(0.5, 2.5, 81)

    def cost(t: float) -> float:
        z = logits / t
        z = z - z.max(axis=1, keepdims=True)
        return float((np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(targets)), targets]).mean())

    return float(grid[int(np.argmin([cost(t) for t in grid]))])


def build_part(run: Path, part: Path, calibration: Sequence[str], held: Sequence[tuple[str, int, str]], metrics: dict[str, Any], teachers: dict[str, str]) -> dict[str, Any]:
    """Writes the part folder from a finished run and returns what `part.json` says.

    Args:
        calibration: training questions for the int8 ranges.
        held: (question, intent number, language) of held-out wordings: temperature and int8 figures come from them.
        teachers: SHA-256 of each teacher by name.
    """
    student = LanguageStudent.from_pretrained(run / "model").eval()
    tokenizer = Tokenizer.from_file(str(run / "tokenizer.json"))
    work = part.with_name(part.name + ".making")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    float_ir, float_onnx = run / "float.xml", run / "float.onnx"
    to_openvino(student, float_ir)
    to_onnx(student, float_onnx)
    quantise_ir(float_ir, work / "model.xml", feeds(tokenizer, calibration))
    quantise_onnx(float_onnx, run / "int8.onnx")
    (work / "tokenizer.json").write_text(tokenizer.to_str())
    questions = feeds(tokenizer, [h[0] for h in held])
    wanted = np.array([h[1] for h in held])
    runs = {"float_ir": run_ir(float_ir, questions), "float_onnx": run_onnx(float_onnx, questions), "int8_ir": run_ir(work / "model.xml", questions),
            "int8_onnx": run_onnx(run / "int8.onnx", questions)}  # fmt: skip
    with torch.no_grad():
        source = [{k: v.numpy() for k, v in student(torch.from_numpy(f["input_ids"]), torch.from_numpy(f["attention_mask"])).items()} for f in questions]
    verdicts = {name: compare(source, got, wanted, FLOAT if "float" in name else INT8, "intent", "embedding") for name, got in {"torch": source, **runs}.items()}
    require(verdicts, str(run))
    for name, file, allowed in (("float_ir", float_ir, 1e-2), ("int8_ir", work / "model.xml", INT8_PADDED)):
        moved = moves_with_its_shape(partial(run_ir, file), questions[:64], "intent", allowed)
        if moved:
            raise GateClosed(f"the export {name} is not what was taught: {moved[0]}", str(run), "look at how the graph pools and masks")
    verified = {name: {"intent_accuracy": v.accuracy, **v.figures()} for name, v in verdicts.items()}
    logits = np.concatenate([g["intent"] for g in runs["int8_ir"]])
    part_json = {
        "part": "understanding", "format": 1, "labels": list(INTENTS), "sentiments": list(SENTIMENTS), "tags": list(TAGS), "embedding": EMBEDDING,
        "max_tokens": MAX_TOKENS, "temperature": round(fit_temperature(logits, wanted), 3), "preprocessing": "kiosk.core.text.normalise, kiosk.bundle.understanding.encode",
        "metrics": {**metrics, "export": verified, "export_measured_on": f"{len(held)} questions of held-out wordings"}, "teachers": teachers,
        "licences": {"student": "Apache-2.0", "all-MiniLM-L6-v2": "Apache-2.0", "USE multilingual v3": "Apache-2.0", "CLINC150": "CC BY 3.0"},
        "made_by": {p: version(p) for p in ("torch", "transformers", "optimum", "optimum-intel", "openvino", "nncf", "onnx", "onnxruntime")},
        "made_at": time.strftime("%Y-%m-%d", time.gmtime()),
    }  # fmt: skip
    (work / "part.json").write_text(json.dumps(part_json, ensure_ascii=False, indent=1, sort_keys=True))
    shutil.rmtree(part, ignore_errors=True)
    work.rename(part)
    return part_json


