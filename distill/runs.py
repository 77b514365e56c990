"""What a run leaves beside its results, so that it can be told later what was done and done again: recipe, versions, data, figures.

    recipe.yaml      the resolved recipe
    run.json         seed, versions of what computes and in which numbers, hashes of the data, machine, commit; written anew whenever the run goes on
    metrics.jsonl    figures a pass, the same in an interrupted run as in one that was not
    timing.jsonl     seconds a pass, which are not
    tensorboard/     the same figures for TensorBoard

What must hold: a folder holds one experiment; another recipe is refused rather than mixed with what is there.
"""

import json
import os
import platform
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from distill.precision import numbers
from kiosk.core import BadInput

PACKAGES = ("torch", "transformers", "numpy", "tokenizers", "scikit-learn", "openvino", "nncf", "optimum-intel", "onnx", "onnxruntime", "datasets", "accelerate")
"""Packages whose versions can change a result."""


def open_run(out: Path, recipe: BaseModel, data: Mapping[str, str] | None = None) -> None:
    """Writes `recipe.yaml` and `run.json` into a run folder, new or gone on with.

    Args:
        data: source → SHA-256 of what was read.

    Raises:
        BadInput: the folder holds a run of another recipe.
    """
    out.mkdir(parents=True, exist_ok=True)
    values = json.loads(recipe.model_dump_json())
    file = out / "recipe.yaml"
    if file.is_file():
        changed = _differences(_as_now(recipe, yaml.safe_load(file.read_text("utf-8")) or {}), values)
        if changed:
            raise BadInput(f"The folder holds a run of another recipe (other {', '.join(changed[:4])})", str(out), "give another --out, or remove the folder")
    write_text(file, yaml.safe_dump(values, sort_keys=False, allow_unicode=True))
    about = {"seed": values.get("seed"), "packages": _versions(), "numbers": numbers(), "python": platform.python_version(), "machine": _machine(), "commit": _commit(), "data": dict(data or {})}
    write_text(out / "run.json", json.dumps(about, indent=1) + "\n")


def write_text(file: Path, text: str) -> None:
    """Writes a file wholly or not at all."""
    with whole(file) as partial, partial.open("w", encoding="utf-8") as f:
        f.write(text)
        f.flush()
        os.fsync(f.fileno())


def first_process() -> bool:
    """Whether this process is the only one of a training, or the first of several, by what their launcher tells them."""
    return os.environ.get("RANK", "0") == "0"


@contextmanager
def whole(file: Path) -> Iterator[Path]:
    """Where to write what becomes `file` when all of it was written; of what was not, nothing is left. Processes that train together may write the
    same file at once."""
    partial = file.with_name(file.name + ("" if first_process() else f".{os.environ['RANK']}") + ".part")
    try:
        yield partial
        os.replace(partial, file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


class Metrics:
    """The figures of one training, pass by pass.

    A run that goes on calls `rewind` first: what was written of a pass that never reached its checkpoint is taken back.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._board: Any = None
        self._from = 0

    def rewind(self, passes: int) -> None:
        """Keeps the figures of the first `passes` passes."""
        self._from = passes
        for name in ("metrics.jsonl", "timing.jsonl"):
            file = self._folder / name
            if file.is_file():
                kept = [json.dumps(row) for row in read_lines(file) if row.get("pass", passes) < passes]
                write_text(file, "".join(line + "\n" for line in kept))

    def log(self, number: int, figures: Mapping[str, float], seconds: float) -> None:
        """Appends the figures of one finished pass."""
        self._append("metrics.jsonl", {"pass": number, **{name: round(value, 5) for name, value in figures.items()}})
        self._append("timing.jsonl", {"pass": number, "seconds": round(seconds, 1)})
        if self._board is None:
            from torch.utils.tensorboard import SummaryWriter

            self._board = SummaryWriter(str(self._folder / "tensorboard"), purge_step=self._from)
        for name, value in figures.items():
            self._board.add_scalar(name, value, number)
        self._board.flush()

    def _append(self, name: str, row: Mapping[str, float]) -> None:
        with (self._folder / name).open("a", encoding="utf-8") as f:
            f.write(json.dumps(row) + "\n")
            f.flush()
            os.fsync(f.fileno())


def read_lines(file: Path) -> list[dict[str, Any]]:
    """The whole lines of a JSONL file; a last one that was cut off is left out."""
    rows = []
    for line in file.read_text("utf-8").splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            rows.append(row)
    return rows


def read_figures(out: Path) -> dict[str, Any]:
    """What an evaluation before left in `evaluation.json`; empty where there was none, or none that can be read."""
    try:
        return dict(json.loads((out / "evaluation.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _as_now(recipe: BaseModel, before: Mapping[str, Any]) -> Mapping[str, Any]:
    """An older run's recipe as its model reads it today: a key that came later has its default. What the model cannot read stays as it is."""
    try:
        values: dict[str, Any] = json.loads(type(recipe).model_validate(before).model_dump_json())
    except ValidationError:
        return before
    return values


def _differences(before: Mapping[str, Any], now: Mapping[str, Any], above: str = "") -> list[str]:
    """Dotted keys whose values differ."""
    found = []
    for key in dict.fromkeys((*before, *now)):
        one, other = before.get(key), now.get(key)
        if isinstance(one, dict) and isinstance(other, dict):
            found += _differences(one, other, f"{above}{key}.")
        elif one != other:
            found.append(above + key)
    return found


def _versions() -> dict[str, str]:
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def _commit() -> str | None:
    """The commit that the code stands at, marked where it was changed since; None outside a checkout."""
    try:
        told = subprocess.run(["git", "describe", "--always", "--dirty", "--abbrev=12"], cwd=Path(__file__).parent, capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return told.stdout.strip() or None
