"""One student through two ONNX exporters, torch's own and Optimum's, held against torch and against each other.

Optimum's exporter needs an older transformers than everything else here, so it lives in an environment of its own (`make onnx-env`) and is
started as a program; a run's folder is all that the two share.
"""

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import torch

from distill.language import load as language_run
from distill.recipe import read_recipe
from distill.students.language import INTENTS, LanguageStudent
from distill.students.texts import TextStudent
from distill.texts import load as texts_run
from distill.weights import load_student
from export.graphs import texts, understanding
from export.graphs.understanding import run_onnx
from export.verify import FLOAT, Feed, Verdict, compare, require
from kiosk.core import BadInput, KioskError, MissingPart

SAMPLES: Final = 500
"""Questions that both exporters' graphs are asked."""
ROOT: Final = Path(__file__).parent.parent
ENVIRONMENT: Final = ROOT / ".venv-onnx"
Kind = Literal["language", "texts"]


def through_optimum(kind: Kind, model: Path, out: Path, environment: Path = ENVIRONMENT) -> None:
    """Writes the ONNX graph of a student's folder by Optimum's exporter.

    Raises:
        MissingPart: the environment is not there.
        KioskError: the exporter failed; its last line is told.
    """
    python = environment / "bin" / "python"
    if not python.is_file():
        raise MissingPart("Optimum's ONNX exporter is not installed", str(environment), "run: make onnx-env")
    partial = out.with_name(out.name + ".part")
    words = [str(python), "-m", "export.optimum_onnx", kind, str(model.resolve()), str(partial.resolve())]
    done = subprocess.run(words, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    if done.returncode:
        partial.unlink(missing_ok=True)
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise KioskError(f"Optimum's ONNX exporter failed: {last}", str(model), "run it by hand to see the whole error: " + " ".join(words[1:]))
    partial.replace(out)


def compare_exporters(
    student: Any, kind: Kind, model: Path, work: Path, own: Callable[[Any, Path], None], questions: Sequence[Feed], wanted: Any, decides: str, environment: Path = ENVIRONMENT
) -> dict[str, Verdict]:  # fmt: skip
    """Both graphs against torch on the same questions, and Optimum's against torch.onnx's.

    Args:
        student: in torch, in evaluation mode.
        model: its folder.
        work: where the graphs are written: `torch.onnx` and `optimum.onnx`.
        own: writes a student's graph by torch.onnx.
        wanted: (n,) right labels.
        decides: the output that labels.

    Raises:
        MissingPart: see `through_optimum`.
        GateClosed: a graph is beyond the tolerance of float graphs.
    """
    work.mkdir(parents=True, exist_ok=True)
    own(student, work / "torch.onnx")
    through_optimum(kind, model, work / "optimum.onnx", environment)
    with torch.no_grad():
        source = [{k: v.numpy() for k, v in student(torch.from_numpy(f["input_ids"]), torch.from_numpy(f["attention_mask"])).items()} for f in questions]
    outputs = tuple(source[0])
    by_torch, by_optimum = (run_onnx(work / name, questions, 2, outputs) for name in ("torch.onnx", "optimum.onnx"))
    verdicts = {
        "torch.onnx against torch": compare(source, by_torch, wanted, FLOAT, decides),
        "optimum against torch": compare(source, by_optimum, wanted, FLOAT, decides),
        "optimum against torch.onnx": compare(by_torch, by_optimum, wanted, FLOAT, decides),
    }
    require(verdicts, str(work))
    return verdicts


def of_run(run: Path, environment: Path = ENVIRONMENT) -> dict[str, Verdict]:
    """Both exporters on a finished run of the language student or of a student of texts; its graphs go to `exporters/` in the run.

    Raises:
        MissingPart: the run has not finished, or the environment is not there. BadInput: the run is of a student that is no text model.
        GateClosed: see `compare_exporters`.
    """
    kind = read_recipe(run / "recipe.yaml").get("student", "pictures")
    student: Any
    if kind == "texts":
        labels, rows, _, tokenizer = texts_run(run)
        student, own, decides = load_student(TextStudent, run / "model", tokenizer, len(labels)), texts.to_onnx, "logits"
        checked = [r for r in rows if r.checked][:SAMPLES]
        questions, wanted = [texts.feed(tokenizer, r.text) for r in checked], np.array([labels.index(r.label) for r in checked])
    elif kind == "language":
        corpus, tokenizer = language_run(run)
        student, own, decides = load_student(LanguageStudent, run / "model", tokenizer), understanding.to_onnx, "intent"
        held = [r for r in corpus if r.held_out][:SAMPLES]
        questions, wanted = understanding.feeds(tokenizer, [r.text for r in held]), np.array([INTENTS.index(r.intent) for r in held])
    else:
        raise BadInput(f"Optimum's exporter is compared on text models, this run is of {kind}", str(run), "name a run of language, clinc150 or banking77")
    return compare_exporters(student, kind, run / "model", run / "exporters", own, questions, wanted, decides, environment)
