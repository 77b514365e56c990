"""A finished run to spoil, and what a command says of it: one line, and nothing in the folder changed."""

import hashlib
import json
import pickle
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import yaml
from tokenizers import Tokenizer
from torch import nn

from distill import language, language_student
from distill.cli import main as distill
from distill.data.language import Row
from distill.data.pictures import Photos, ViewSettings
from distill.students.pictures import FitSettings, Rows, fit
from distill.students.vocabulary import SPECIAL, make_tokenizer
from distill.teachers.efficientnet import PictureNet
from distill.teachers.intents import WEIGHTS
from distill.weights import vocabulary_hash
from export.cli import main as export
from kiosk.core import Intent
from tests.distill.conftest import SmallRun
from tests.fakes.texts import RECIPE

LABELLED, TAUGHT = ("labels.npz", "lessons.json"), ("model", "student")
"""What the stages label and train write, apart from the student without teachers."""
Capture = pytest.CaptureFixture[str]


def begun(run: SmallRun, out: Path, *without: str) -> Path:
    """A copy of the finished run, without what is named and what no stage reads; the teacher's folder is linked, as it is large and only read."""
    left = ("seat-", "float.", "other", "part", "answers", "alone")

    def ignored(folder: str, names: list[str]) -> list[str]:
        return [n for n in names if n in without or (n.startswith(left) and n != "alone-model")] if Path(folder) == run.out else []

    shutil.copytree(run.out, out, ignore=ignored)
    for seat in run.out.glob("seat-*"):
        (out / seat.name).symlink_to(seat)
    return out


def listing(folder: Path) -> dict[str, str]:
    """Every file's hash; what `run.json` tells of the checkout may change meanwhile."""
    found = {str(f.relative_to(folder)): f for f in sorted(folder.rglob("*"))}
    return {name: hashlib.sha256(f.read_bytes()).hexdigest() if f.is_file() and f.name != "run.json" else "" for name, f in found.items()}


def half_written(folder: Path) -> list[Path]:
    return [f for f in folder.rglob("*") if f.name.endswith((".part", ".making"))]


def refused(capsys: Capture, words: Sequence[str], watched: Path, code: int = 4, main: Callable[[Sequence[str]], int] = distill) -> str:
    """The one line that a command ends with; what lies in the watched folder is as it was."""
    before = listing(watched)
    capsys.readouterr()
    assert main(words) == code
    lines = [line for line in capsys.readouterr().err.splitlines() if line.strip() and "%|" not in line]  # bars of the libraries aside
    assert len(lines) == 1 and lines[0].startswith(f"kiosk-{main.__module__.split('.')[0]}: "), lines
    assert str(watched) in lines[0] and lines[0].count(". ") >= 1, "it says neither where nor how to mend"
    assert listing(watched) == before
    return lines[0]


def at(stage: str, out: Path, run: SmallRun, *overrides: str) -> list[str]:
    """The command line of a stage; the recipe lies beside the run."""
    recipe = out.with_name("small.yaml")
    recipe.write_text(yaml.safe_dump(json.loads(RECIPE.model_dump_json())))
    return [stage, str(recipe), *overrides, "--data", str(run.data), "--out", str(out)]


def refused_at(stage: str, out: Path, run: SmallRun, capsys: Capture) -> str:
    """As `refused`, at a stage of the experiment or at its export."""
    if stage == "export":
        return refused(capsys, ["build", "texts", "--run", str(out), "--out", str(out / "new")], out, main=export)
    return refused(capsys, at(stage, out, run), out)


def rewritten(file: Path, change: Callable[[dict[str, Any]], object]) -> None:
    values = json.loads(file.read_text("utf-8"))
    change(values)
    file.write_text(json.dumps(values), "utf-8")


def own_teacher(out: Path) -> Path:
    """The seat's folder with weights that may be changed."""
    seat = next(out.glob("seat-*"))
    weights, done = (seat / WEIGHTS).read_bytes(), (seat / "done").read_bytes()
    seat.unlink()
    seat.mkdir()
    (seat / WEIGHTS).write_bytes(weights)
    (seat / "done").write_bytes(done)
    return seat


def copied_part(part: Path, tmp_path: Path) -> tuple[Path, list[str]]:
    """A part that may be changed, and the words that ask it."""
    copy = shutil.copytree(part, tmp_path / "part")
    (tmp_path / "in.jsonl").write_text('{"text": "is it going to be sunny at noon"}\n')
    return copy, ["predict", str(copy), "--in", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl")]


def words_of(run: SmallRun) -> Tokenizer:
    """The run's vocabulary."""
    return Tokenizer.from_file(str(run.out / "tokenizer.json"))


def prepared(out: Path) -> Path:
    """A folder as the prepare stage of the language student leaves it, of two questions."""
    rows = [Row("where is the milk", "where is the milk", (), Intent.find_product, None, "en", None, str(n), False) for n in range(2)]
    words = make_tokenizer([*SPECIAL, "milk", "where"])
    (out / "rows.pickle").write_bytes(pickle.dumps(rows))
    (out / "prepared.json").write_text(json.dumps({"vocabulary": vocabulary_hash(words)}))
    words.save(str(out / "tokenizer.json"))
    return out


def refused_in_language(stage: str, out: Path, data: Path, capsys: Capture) -> str:
    """As `refused`, at a stage of the language student."""
    recipe = out.with_name("language.yaml")
    recipe.write_text("student: language\n")
    language.run(language_student.LanguageRecipe(), data, out, ())
    return refused(capsys, [stage, str(recipe), "--data", str(data), "--out", str(out)], out)


def taught_pictures(folder: Path, stopped: bool = False) -> None:
    """Two passes of a picture net over four photos with a moving average of its weights; stopped in the second."""
    photos = Photos([np.full((32, 32, 3), 60 * n, np.uint8) for n in range(4)], np.arange(4) % 2, np.zeros(4, np.int64))

    def loss(logits: torch.Tensor, _: torch.Tensor, part: Rows, epoch: int) -> torch.Tensor:
        if stopped and epoch == 1:
            raise KeyboardInterrupt
        return nn.functional.cross_entropy(logits, torch.from_numpy(photos.labels[part]))

    fit(PictureNet("lite0", 2), photos, ViewSettings(), FitSettings(sizes=[32, 32], batch=4, average=0.9), loss, folder=folder, seed=1)
