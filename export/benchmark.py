"""The language student beside MiniLM: fp32 OpenVINO IR of the teacher against the int8 student, one thread, batch 1, the same questions in
turn in the same run, so that a noisy machine is noisy for both."""

import json
import time
from collections.abc import Callable
from functools import partial
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
from kiosk.bundle.student import LENGTHS, compile_lengths, options
from kiosk.bundle.understanding import encode

QUESTIONS = (
    "where can i find the peanut butter", "how much is a kilo of bananas", "do you have anything without lactose for my daughter", "what time do you close today",
    "can i return this without the receipt", "the strawberries i bought were mouldy", "i would like to talk to the manager please", "add three lemons and a bag of flour to my list",
    "花生酱在哪个货架", "香蕉多少钱一公斤", "你们几点关门", "没有小票可以退吗", "帮我叫一下店员", "这个含不含坚果", "有没有便宜一点的橄榄油", "停车怎么收费",
)  # fmt: skip
"""Sixteen questions of the benchmark's own; nothing is measured on them but time."""
ROUNDS = 60


TEACHER, FIXED, STUDENT = "MiniLM fp32", "MiniLM fp32, fixed lengths", "student int8"


def _teacher_ir(file: Path) -> Path:
    if not file.is_file():
        teacher: Any = AutoModel.from_pretrained(minilm_folder()).eval()
        optimum_export(teacher, BertOpenVINOConfig(teacher.config, task="feature-extraction"), file)
    return file


def compare(part: Path, run: Path, as_json: bool) -> int:
    """Prints p50 and p95 of all three in milliseconds, their ratios, and their sizes. The teacher's IR is made in the run folder.

    The teacher runs as its IR comes, with free shapes and exact lengths, and also at the fixed lengths that the kiosk gives its student: the
    second ratio is what the student alone gains, the first what a kiosk gains that runs it so.
    """
    run.mkdir(parents=True, exist_ok=True)
    core = ov.Core()
    file = _teacher_ir(run / "minilm-fp32.xml")
    free = core.compile_model(file, "CPU", options(1)).create_infer_request()
    model, fixed = core.read_model(file), dict[int, Any]()
    inputs = [port.get_any_name() for port in model.inputs]
    for length in LENGTHS:
        model.reshape({name: [1, length] for name in inputs})
        fixed[length] = core.compile_model(model, "CPU", options(1)).create_infer_request()
    tokenizer, words = AutoTokenizer.from_pretrained(minilm_folder()), Tokenizer.from_file(str(part / "tokenizer.json"))
    students = compile_lengths(core, part / "model.xml", 1)
    calls: list[dict[str, Callable[[], Any]]] = []
    for question in QUESTIONS:
        ids = np.array([tokenizer(question)["input_ids"]], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        feed = {name: feed[name] for name in inputs}
        length = next(n for n in LENGTHS if n >= ids.shape[1])
        padded = {name: np.pad(value, ((0, 0), (0, length - ids.shape[1]))) for name, value in feed.items()}
        row = encode(words, question)[0]
        student = next(r for r in students if r.length >= len(row))
        calls.append({TEACHER: partial(free.infer, feed), FIXED: partial(fixed[length].infer, padded), STUDENT: partial(student, row)})
    spent: dict[str, list[float]] = {TEACHER: [], FIXED: [], STUDENT: []}
    for turn in range(ROUNDS):
        for call in calls:
            for name, run_once in call.items():
                run_once()  # once untimed, so that none pays for the others' use of the cache
                began = time.perf_counter()
                run_once()
                if turn >= 5:
                    spent[name].append((time.perf_counter() - began) * 1000)
    sizes = {TEACHER: minilm_folder() / "model.safetensors", FIXED: minilm_folder() / "model.safetensors", STUDENT: part / "model.bin"}
    rows: dict[str, dict[str, float]] = {
        n: {"p50_ms": round(float(np.percentile(t, 50)), 3), "p95_ms": round(float(np.percentile(t, 95)), 3), "bytes": sizes[n].stat().st_size} for n, t in spent.items()
    }
    ours = rows[STUDENT]
    ratio = {"faster": round(rows[TEACHER]["p50_ms"] / ours["p50_ms"], 2), "faster_at_fixed_lengths": round(rows[FIXED]["p50_ms"] / ours["p50_ms"], 2),
             "share_of_bytes": round(ours["bytes"] / rows[TEACHER]["bytes"], 4)}  # fmt: skip
    if as_json:
        print(json.dumps({**rows, "ratio": ratio}))
        return 0
    table = Table("model", "p50 ms", "p95 ms", "MB", title=f"{len(QUESTIONS)} questions x {ROUNDS - 5} rounds in turn, one thread, the graphs alone")
    for name, figures in rows.items():
        table.add_row(name, f"{figures['p50_ms']:.2f}", f"{figures['p95_ms']:.2f}", f"{figures['bytes'] / 1e6:.1f}")
    told = f"the student is {ratio['faster']} x faster than the teacher's IR as it comes, {ratio['faster_at_fixed_lengths']} x than at the same fixed lengths"
    Console().print(table, f"{told}, at {ratio['share_of_bytes']:.3f} of the bytes")
    return 0
