"""The language student beside MiniLM: fp32 OpenVINO IR of the teacher against the int8 student, one thread, batch 1, the same questions in
turn in the same run, so that a noisy machine is noisy for both."""

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
from optimum.exporters.openvino.convert import export as optimum_export
from optimum.exporters.openvino.model_configs import BertOpenVINOConfig
from rich.console import Console
from rich.table import Table
from tokenizers import Tokenizer
from transformers import AutoModel, AutoTokenizer

from distill.teachers.encoders import minilm_folder
from kiosk.bundle.student import BUCKET
from kiosk.bundle.understanding import encode, pad

QUESTIONS = (
    "where can i find the peanut butter", "how much is a kilo of bananas", "do you have anything without lactose for my daughter", "what time do you close today",
    "can i return this without the receipt", "the strawberries i bought were mouldy", "i would like to talk to the manager please", "add three lemons and a bag of flour to my list",
    "花生酱在哪个货架", "香蕉多少钱一公斤", "你们几点关门", "没有小票可以退吗", "帮我叫一下店员", "这个含不含坚果", "有没有便宜一点的橄榄油", "停车怎么收费",
)  # fmt: skip
"""Sixteen questions of the benchmark's own; nothing is measured on them but time."""
ROUNDS = 60


def _request(model: Any, precision: str | None) -> Any:
    options = {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "PERFORMANCE_HINT": "LATENCY"}
    return ov.Core().compile_model(model, "CPU", {**options, **({"INFERENCE_PRECISION_HINT": precision} if precision else {})}).create_infer_request()


def compare(part: Path, run: Path, as_json: bool) -> int:
    """Prints p50 and p95 of both in milliseconds, their ratio, and their sizes. The teacher's IR is made in the run folder."""
    run.mkdir(parents=True, exist_ok=True)
    teacher: Any = AutoModel.from_pretrained(minilm_folder()).eval()
    file = run / "minilm-fp32.xml"
    if not file.is_file():
        optimum_export(teacher, BertOpenVINOConfig(teacher.config, task="feature-extraction"), file)
    theirs, ours = _request(file, "f32"), _request(part / "model.xml", "f32")
    tokenizer = AutoTokenizer.from_pretrained(minilm_folder())
    student = Tokenizer.from_file(str(part / "tokenizer.json"))
    inputs = list(theirs.model_inputs)
    spent: dict[str, list[float]] = {"MiniLM fp32": [], "student int8": []}
    feeds = []
    for question in QUESTIONS:
        ids = np.array([tokenizer(question)["input_ids"]], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        ours_ids, mask = (np.pad(x, ((0, 0), (0, -x.shape[1] % BUCKET))) for x in pad([encode(student, question)[0]]))  # as the kiosk runs it
        feeds.append(({n: feed[n.get_any_name()] for n in inputs}, {"input_ids": ours_ids, "attention_mask": mask}))
    for turn in range(ROUNDS):
        for teacher_feed, student_feed in feeds:
            theirs.infer(teacher_feed)  # once untimed each, so that neither pays for the other's use of the cache
            began = time.perf_counter()
            theirs.infer(teacher_feed)
            middle = time.perf_counter()
            ours.infer(student_feed)
            between = time.perf_counter()
            ours.infer(student_feed)
            if turn >= 5:
                spent["MiniLM fp32"].append((middle - began) * 1000)
                spent["student int8"].append((time.perf_counter() - between) * 1000)
    weights = {"MiniLM fp32": minilm_folder() / "model.safetensors", "student int8": part / "model.bin"}
    rows: dict[str, dict[str, float]] = {n: {"p50_ms": round(float(np.percentile(t, 50)), 3), "p95_ms": round(float(np.percentile(t, 95)), 3), "bytes": weights[n].stat().st_size}
            for n, t in spent.items()}  # fmt: skip
    ratio = {"faster": round(rows["MiniLM fp32"]["p50_ms"] / rows["student int8"]["p50_ms"], 2),
             "share_of_bytes": round(rows["student int8"]["bytes"] / rows["MiniLM fp32"]["bytes"], 4)}  # fmt: skip
    if as_json:
        print(json.dumps({**rows, "ratio": ratio}))
        return 0
    table = Table("model", "p50 ms", "p95 ms", "MB", title=f"{len(QUESTIONS)} questions x {ROUNDS - 5} rounds in turn, one thread, the graphs alone")
    for name, row in rows.items():
        table.add_row(name, f"{row['p50_ms']:.2f}", f"{row['p95_ms']:.2f}", f"{row['bytes'] / 1e6:.1f}")
    Console().print(table, f"the student is {ratio['faster']} x faster at {ratio['share_of_bytes']:.3f} of the bytes")
    return 0
