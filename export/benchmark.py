"""How fast, how large, how heavy: every form of a student beside every other, on the same inputs, in turn, in the same run.

What must hold: only figures of one run are compared, so that a noisy machine is noisy for all; each form is called once untimed before it is timed,
so that none pays for the others' use of the cache; load time and memory are taken in a process of the form's own.

The language student beside MiniLM is a comparison of its own: fp32 OpenVINO IR of the teacher against the int8 student, one thread, batch 1.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from tokenizers import Tokenizer

from export.candidates import Call, Candidate, Feed, opened, probe
from export.ratios import FIXED, MINILM, STUDENT, TEACHER, flat, keep, ratios, read_kept, shortfalls
from kiosk.bundle.student import LENGTHS, compile_lengths, options
from kiosk.bundle.understanding import encode, pad
from kiosk.core import BadInput, MissingPart

QUESTIONS = (
    "where can i find the peanut butter", "how much is a kilo of bananas", "do you have anything without lactose for my daughter", "what time do you close today",
    "can i return this without the receipt", "the strawberries i bought were mouldy", "i would like to talk to the manager please", "add three lemons and a bag of flour to my list",
    "花生酱在哪个货架", "香蕉多少钱一公斤", "你们几点关门", "没有小票可以退吗", "帮我叫一下店员", "这个含不含坚果", "有没有便宜一点的橄榄油", "停车怎么收费",
)  # fmt: skip
"""Sixteen questions of the benchmark's own; nothing is measured on them but time."""
ROUNDS = 60
QUIET: Final = 0.9
"""Share of a core that a run must have had: with less a long call waits for other work more often than a short one, and ratios grow."""
NO_RUN: Final = "there is no run folder"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the forms of a part's student lie: `run` in the runs' folder, `folder` under the bundle (texts: a part's own folder)."""

    run: str
    folder: str
    torch: str
    float_ir: str
    int8_ir: str
    float_onnx: str | None
    int8_onnx: str | None
    rounds: int
    inputs: str
    shipped: str

    def whole(self, bundle: Path) -> Path:
        """The part's folder."""
        return Path(self.folder) if "/" in self.folder else bundle / self.folder


KIOSK, INT8 = "OpenVINO int8, as the kiosk runs it", "OpenVINO int8, CPU"
PLACES: Final = {
    "understanding": Place("language", "understanding", "model", "float.xml", "model.xml", "float.onnx", "model.onnx", 40, "questions", KIOSK),
    "texts": Place("clinc150", "assets/proofs/clinc150", "model", "float.xml", "model.xml", "float.onnx", "int8.onnx", 40, "questions", INT8),
    "seeing": Place("pictures", "seeing", "final-*.safetensors", "seeing.xml", "model.xml", "seeing.onnx", "model.onnx", 10, "pictures of two looks", KIOSK),
    "hearing": Place("hearing", "hearing", "model", "float/encoder.xml", "encoder.xml", None, None, 5, "sounds of ten seconds, encoder alone", INT8),
}


def candidates(part: str, folder: Path, run: Path, devices: Sequence[str]) -> tuple[list[Candidate], dict[str, str]]:
    """The forms of a student whose files are there, and of the others why they are left out.

    Args:
        folder: the part's, with what ships.
        run: the run's, with the student in torch and the float graphs.
        devices: of OpenVINO.
    """
    place = PLACES[part]
    torch = max(run.glob(place.torch), key=lambda f: f.stat().st_mtime, default=run / place.torch)
    # The kiosk's graphs have fixed shapes; where its part has a free one only, it is run as every other.
    kiosk = [Candidate(KIOSK, "kiosk", str(folder / place.int8_ir), part)] if place.shipped == KIOSK else []
    asked = [*kiosk, Candidate("torch fp32", "torch", str(torch), part)]
    asked += [Candidate(f"OpenVINO {kind}, {d}", "openvino", str(file), part, d) for kind, file in (("float", run / place.float_ir), ("int8", folder / place.int8_ir)) for d in devices]
    if place.float_onnx and place.int8_onnx:
        int8 = (run if part == "texts" else folder) / place.int8_onnx
        asked += [Candidate(f"ONNX Runtime {kind}", "onnxruntime", str(file), part) for kind, file in (("float", run / place.float_onnx), ("int8", int8))]
    found = [c for c in asked if Path(c.file).exists()]
    gone = not run.is_dir()
    return found, {c.name: f"{NO_RUN} {run}" if gone and Path(c.file).is_relative_to(run) else f"there is no {c.file}" for c in asked if c not in found}


def feeds_of(part: str, folder: Path) -> list[Feed]:
    """The benchmark's inputs of a part, one sample each."""
    random = np.random.default_rng(7)
    if part == "hearing":
        return [{"features": random.normal(size=(1, 80, 1000)).astype(np.float32)} for _ in range(3)]
    if part == "seeing":
        from distill.data.non_products import non_product
        from kiosk.bundle.pictures import looks

        return [{"image": looks(non_product(n))} for n in range(8)]
    words = Tokenizer.from_file(str(folder / "tokenizer.json"))
    if part == "texts":
        from distill.students.texts import encode as encode_text

        rows = [encode_text(words, q) for q in QUESTIONS if q.isascii()]
    else:
        rows = [encode(words, q)[0] for q in QUESTIONS]
    return [dict(zip(("input_ids", "attention_mask"), pad([row]), strict=True)) for row in rows]


def stacked(feeds: Sequence[Feed]) -> Feed:
    """All samples as one feed; rows of different lengths are padded with zeros."""

    def joined(rows: Sequence[Any]) -> Any:
        longest = max(r.shape[1] for r in rows)
        return np.concatenate([np.pad(r, ((0, 0), (0, longest - r.shape[1]), *((0, 0),) * (r.ndim - 2))) for r in rows])

    return {name: joined([feed[name] for feed in feeds]) for name in feeds[0]}


def interleaved(calls: Sequence[Mapping[str, Callable[[], Any]]], rounds: int, untimed: int = 5, tick: Callable[[], Any] = lambda: None) -> dict[str, list[float]]:
    """Milliseconds of each form.

    Args:
        calls: one row a sample: what answers it, by form.
        rounds: how often all samples are gone through; the first `untimed` are not counted.
        tick: called after each round.
    """
    spent: dict[str, list[float]] = {name: [] for name in calls[0]}
    for turn in range(rounds):
        for call in calls:
            for name, run_once in call.items():
                run_once()  # once untimed, so that none pays for the others' use of the cache
                began = time.perf_counter()
                run_once()
                if turn >= untimed:
                    spent[name].append((time.perf_counter() - began) * 1000)
        tick()
    return spent


def milliseconds(spent: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    return {"p50_ms": round(float(np.percentile(spent, 50)), 3), "p95_ms": round(float(np.percentile(spent, 95)), 3)}


def measure(found: Sequence[Candidate], feeds: Sequence[Feed], shipped: str, rounds: int, threads: int, progress: Progress) -> dict[str, Any]:
    """Figures of all forms, those that cannot be opened and why, and what the shipped one gains over each other.

    Returns:
        `processor`: share of a core that the run had; `rows` by form: p50_ms and p95_ms of one sample, per_second with all samples in one call (one after another where a graph's shape is fixed),
        load_ms, bytes, peak_bytes, libraries_bytes; `failed` by form; `ratio` as `ratios` gives it.
    """
    rows: dict[str, dict[str, float]] = {}
    failed: dict[str, str] = {}
    calls: dict[str, Call] = {}
    task = progress.add_task(found[0].part if found else "", total=len(found) + rounds)
    with tempfile.TemporaryDirectory() as folder:
        for candidate in found:
            try:
                figures = probe(candidate, feeds[0], Path(folder), threads)
                calls[candidate.name] = opened(candidate, threads)
                rows[candidate.name] = {"bytes": candidate.size(), **figures}
            except (RuntimeError, OSError) as error:
                failed[candidate.name] = (str(error).strip().splitlines() or [type(error).__name__])[-1][:200]
            progress.advance(task)
    processor = 1.0
    if calls:
        began = time.perf_counter(), time.process_time()
        whole, untimed = stacked(feeds), max(1, rounds // 10)
        each = [{name: partial(call, feed) for name, call in calls.items()} for feed in feeds]
        together = [{f"{name}, all": partial(call, whole) for name, call in calls.items()}]
        spent = {name: list[float]() for row in (each[0], together[0]) for name in row}
        for turn in range(rounds):
            for batch in (each, together):
                for name, times in interleaved(batch, 1, 0 if turn >= untimed else 1).items():
                    spent[name] += times
            progress.advance(task)
        processor = _share_of_core(*began)
        for name in calls:
            rows[name] |= {**milliseconds(spent[name]), "per_second": round(len(feeds) * 1000 / float(np.median(spent[f"{name}, all"])), 1)}
    progress.remove_task(task)
    return {"rows": rows, "failed": failed, "ratio": ratios(rows, shipped), "processor": processor}


def _share_of_core(began: float, spent: float) -> float:
    """Processor time over time since a moment that both clocks told."""
    return round((time.process_time() - spent) / max(time.perf_counter() - began, 1e-9), 2)


def _teacher_ir(file: Path) -> Path:
    from optimum.exporters.openvino.convert import export as optimum_export
    from optimum.exporters.openvino.model_configs import BertOpenVINOConfig
    from transformers import AutoModel

    from distill.teachers.encoders import minilm_folder

    if not file.is_file():
        teacher: Any = AutoModel.from_pretrained(minilm_folder()).eval()
        optimum_export(teacher, BertOpenVINOConfig(teacher.config, task="feature-extraction"), file)
    return file


def against_minilm(part: Path, run: Path, progress: Progress) -> dict[str, Any]:
    """p50 and p95 of the teacher, the teacher at fixed lengths and the student, their bytes, and `ratio`. The teacher's IR is made in the run folder.

    The teacher runs as its IR comes, with free shapes and exact lengths, and also at the fixed lengths that the kiosk gives its student: the
    second ratio is what the student alone gains, the first what a kiosk gains that runs it so.
    """
    import openvino as ov
    from transformers import AutoTokenizer

    from distill.teachers.encoders import minilm_folder

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
    task = progress.add_task(MINILM, total=ROUNDS)
    began = time.perf_counter(), time.process_time()
    spent = interleaved(calls, ROUNDS, tick=partial(progress.advance, task))
    processor = _share_of_core(*began)
    progress.remove_task(task)
    sizes = {TEACHER: minilm_folder() / "model.safetensors", FIXED: minilm_folder() / "model.safetensors", STUDENT: part / "model.bin"}
    rows: dict[str, dict[str, float]] = {n: {**milliseconds(t), "bytes": sizes[n].stat().st_size} for n, t in spent.items()}
    ours = rows[STUDENT]
    ratio = {"faster": round(rows[TEACHER]["p50_ms"] / ours["p50_ms"], 2), "faster_at_fixed_lengths": round(rows[FIXED]["p50_ms"] / ours["p50_ms"], 2),
             "share_of_bytes": round(ours["bytes"] / rows[TEACHER]["bytes"], 4)}  # fmt: skip
    return {**rows, "ratio": ratio, "processor": processor}


def _show(console: Console, part: str, report: Mapping[str, Any], title: str) -> None:
    """The table of a part, and what was left out."""
    if part == MINILM:
        table = Table("model", "p50 ms", "p95 ms", "MB", title=f"{len(QUESTIONS)} questions x {ROUNDS - 5} rounds in turn, one thread, the graphs alone")
        for name in (TEACHER, FIXED, STUDENT):
            row = report[name]
            table.add_row(name, f"{row['p50_ms']:.2f}", f"{row['p95_ms']:.2f}", f"{row['bytes'] / 1e6:.1f}")
        ratio = report["ratio"]
        told = f"the student is {ratio['faster']} x faster than the teacher's IR as it comes, {ratio['faster_at_fixed_lengths']} x than at the same fixed lengths"
        console.print(table, f"{told}, at {ratio['share_of_bytes']:.3f} of the bytes")
        return
    table = Table(part, "p50 ms", "p95 ms", "a second", "load ms", "MB", "peak MB", "of it libraries", title=title)
    for name, row in sorted(report["rows"].items(), key=lambda pair: pair[1]["p50_ms"]):
        large = (f"{row[key] / 1e6:.1f}" for key in ("bytes", "peak_bytes", "libraries_bytes"))
        table.add_row(name, f"{row['p50_ms']:.2f}", f"{row['p95_ms']:.2f}", f"{row['per_second']:.0f}", f"{row['load_ms']:.0f}", *large)
    console.print(table, *(f"left out: {name}: {why}" for name, why in {**report["skipped"], **report["failed"]}.items()), sep="\n")


def bench(
    parts: Sequence[str], *, runs: Path, bundle: Path, run: Path | None = None, part: Path | None = None, threads: int = 1, as_json: bool = False,
    check: Path | None = None, kept: Path | None = None,
) -> int:  # fmt: skip
    """Measures parts and prints a table or JSON; without a part the language student beside MiniLM, or all for `check` and `kept`.

    Args:
        runs: folder of the runs' folders. bundle: folder of the parts.
        run, part: folders of the one part that is measured, in place of its own.
        check: file of kept ratios that the run is held to. kept: file that its ratios are written to.

    Returns:
        0, or 4 where a ratio fell short.

    Raises:
        BadInput: no such part; a folder is named for several; the kept ratios are malformed. MissingPart: a named part is not there.
    """
    everything = [MINILM, *PLACES]
    asked = list(parts) or (everything if check or kept else [MINILM])
    if strange := [name for name in asked if name not in everything]:
        raise BadInput(f"there is no part {strange[0]}", "bench", f"name some of {', '.join(everything)}")
    if (run or part) and len(asked) > 1:
        raise BadInput("--run and --part are of one part", "bench", "name one part, or --runs and --bundle")
    held = read_kept(check) if check else None
    reports: dict[str, Any] = {}
    excused: dict[str, str] = {}
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        for name in asked:
            place = PLACES["understanding" if name == MINILM else name]
            folder, origin = part or place.whole(bundle), run or runs / place.run
            if not (folder / place.int8_ir).is_file():
                if parts or len(asked) == 1:
                    raise MissingPart(f"there is no {name} part", str(folder), "build it: kiosk-export build, or name it with --part")
                continue
            if name == MINILM:
                reports[name] = against_minilm(folder, origin, progress)
                continue
            found, skipped = candidates(name, folder, origin, _devices())
            reports[name] = measure(found, feeds_of(name, folder), place.shipped, place.rounds, threads, progress) | {"skipped": skipped}
            excused |= {f"{name}/{form}": why for form, why in skipped.items() if why.startswith(NO_RUN)}
    if as_json:
        print(json.dumps(reports if parts or len(reports) > 1 else reports[MINILM], ensure_ascii=False))
    else:
        for name, report in reports.items():
            inputs = "" if name == MINILM else f"{len(feeds_of(name, part or PLACES[name].whole(bundle)))} {PLACES[name].inputs} x {PLACES[name].rounds} rounds in turn, {threads} thread(s)"
            _show(Console(), name, report, inputs)
    for name, report in reports.items():
        if report["processor"] < QUIET:
            print(f"{name}: the machine was busy, {report['processor']:.0%} of a core was this run's: its ratios are not to be trusted", file=sys.stderr)
    if kept:
        keep(kept, reports, threads)
    if held is None:
        return 0
    short, notes = shortfalls(held, flat(reports), asked, excused)
    for line in notes:
        print(f"not held here: {line}", file=sys.stderr)
    for line in short:
        print(f"falls short: {line}", file=sys.stderr)
    return 4 if short else 0


def _devices() -> list[str]:
    import openvino as ov

    return list(ov.Core().available_devices)
