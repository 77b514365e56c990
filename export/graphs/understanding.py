"""The language student as a graph: through Optimum to OpenVINO IR, quantised to int8 by NNCF, and through torch.onnx to ONNX.

Pooling, heads and the embedding's normalisation are inside the graph; the kiosk only encodes text and reads the outputs. A part is written
whole or not at all: everything is made in a folder beside it and moved at the end.
"""

import json
import shutil
import time
from collections.abc import Sequence
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
from kiosk.bundle.understanding import MAX_TOKENS, encode, pad

OUTPUTS = ("intent", "sentiment", "slots", "embedding")
Feed = dict[str, np.ndarray[Any, Any]]


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


def agreement(reference: Sequence[dict[str, Any]], other: Sequence[dict[str, Any]]) -> dict[str, float]:
    """How near two runs are: label agreement, least embedding cosine, largest difference of intent logits; NaN fails every bound."""
    same = [int(a["intent"].argmax()) == int(b["intent"].argmax()) for a, b in zip(reference, other, strict=True)]
    cosine = [float((a["embedding"] * b["embedding"]).sum()) for a, b in zip(reference, other, strict=True)]
    error = [float(np.abs(a["intent"] - b["intent"]).max()) for a, b in zip(reference, other, strict=True)]
    return {"label_agreement": round(float(np.mean(same)), 4), "least_cosine": round(min(cosine), 4), "mean_cosine": round(float(np.mean(cosine)), 4),
            "largest_logit_error": round(max(error), 4)}  # fmt: skip


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
    verified = {}
    for name, got in {"torch": source, **runs}.items():
        right = np.array([int(g["intent"].argmax()) for g in got]) == wanted
        verified[name] = {"intent_accuracy": round(float(right.mean()), 4), **agreement(source, got)}
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


