"""A run that was killed and resumed ends with the same weights as one that was not."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from distill.students.texts import TextStudent
from distill.training import WEIGHTS, Schedule, batches_by_length, train
from distill.weights import load_student
from tests.distill.conftest import SmallRun
from tests.fakes.runs import at, begun, half_written, words_of

ROOT = Path(__file__).parents[2]


def _train(folder: Path, passes: int, stop_after: int | None = None) -> str:
    torch.manual_seed(1)
    model = nn.Sequential(nn.Linear(8, 16), nn.Dropout(0.2), nn.Tanh(), nn.Linear(16, 3))
    inputs = torch.randn(60, 8, generator=torch.Generator().manual_seed(2))
    targets = torch.arange(60) % 3

    def loss(batch: list[int], number: int) -> tuple[Tensor, dict[str, float]]:
        if stop_after is not None and number > stop_after:
            raise KeyboardInterrupt
        value = nn.functional.cross_entropy(model(inputs[batch]).float(), targets[batch])
        return value, {"loss": float(value.detach())}

    schedule = Schedule(passes, 1e-2, batch=16)
    try:
        train(model, loss, lambda n: batches_by_length([1] * 60, 16, n), schedule, folder)
    except KeyboardInterrupt:
        return ""
    return hashlib.sha256(b"".join(p.detach().numpy().tobytes() for p in model.parameters())).hexdigest()


def test_a_killed_run_ends_with_the_same_weights(tmp_path: Path) -> None:
    whole = _train(tmp_path / "whole", 4)
    _train(tmp_path / "killed", 4, stop_after=1)
    assert _train(tmp_path / "killed", 4) == whole


def test_a_finished_run_run_again_changes_nothing(tmp_path: Path) -> None:
    first = _train(tmp_path / "run", 2)
    written = (tmp_path / "run" / "metrics.jsonl").read_text()
    assert _train(tmp_path / "run", 2) == first
    assert (tmp_path / "run" / "metrics.jsonl").read_text() == written


def test_batches_hold_every_row_once() -> None:
    batches = batches_by_length([n % 7 for n in range(100)], 8, 3)
    assert sorted(n for b in batches for n in b) == list(range(100))


PROGRAM = """
import hashlib, os, sys
from pathlib import Path
import torch
from accelerate import DistributedType, PartialState
from torch import nn
from distill.training import Schedule, batches_by_length, train
if "ACCELERATE_USE_FSDP" in os.environ:  # Accelerate shards on GPUs only: these two processors are told to it as such
    PartialState(cpu=True)
    PartialState._shared_state["distributed_type"] = DistributedType.MULTI_GPU
torch.set_num_threads(1)
torch.manual_seed(1)
model = nn.Sequential(nn.Linear(8, 32), nn.Tanh(), nn.Linear(32, 3))
inputs = torch.randn(96, 8, generator=torch.Generator().manual_seed(2))
targets, rows = inputs[:, :3].argmax(1), 0
def loss(batch, number):
    global rows
    rows += len(batch)
    value = nn.functional.cross_entropy(model(inputs[batch]).float(), targets[batch])
    return value, {"loss": float(value.detach())}
train(model, loss, lambda n: batches_by_length([1] * 96, 8, n), Schedule(4, 3e-2, batch=8), Path(sys.argv[1]), (lambda _: {}) if "MEASURED" in os.environ else None)
told = hashlib.sha256(b"".join(getattr(p, "full_tensor", p.detach)().detach().numpy().tobytes() for p in model.parameters())).hexdigest()
Path(sys.argv[1], f"told-{PartialState().process_index}").write_text(f"{rows} {told}")
"""


def in_two_processes(folder: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The program, or a module's command line, in two processes that train together, as torch's launcher starts them."""
    (folder / "program.py").write_text(PROGRAM)
    # `accelerate launch --cpu` starts one process, however many it is asked for
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    command = [*launcher, *(words or (str(folder / "program.py"), str(folder / "run")))]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **environment})


SHARDED = {"ACCELERATE_USE_FSDP": "true", "FSDP_VERSION": "2", "FSDP_AUTO_WRAP_POLICY": "NO_WRAP"}


@pytest.mark.parametrize("environment", [{}, pytest.param(SHARDED, marks=pytest.mark.slow)])
def test_two_processes_train_one_model(tmp_path: Path, environment: dict[str, str]) -> None:
    """By DDP, and sharded by FSDP, over gloo: each process learns from half of the rows of each pass, both end with one model, and its loss fell."""
    done = in_two_processes(tmp_path, **environment)
    assert done.returncode == 0, done.stderr[-2000:]
    rows, weights = zip(*((tmp_path / "run" / f"told-{n}").read_text().split() for n in range(2)), strict=True)
    assert rows == ("192", "192")
    assert weights[0] == weights[1]
    losses = [json.loads(line)["loss"] for line in (tmp_path / "run" / "metrics.jsonl").read_text().splitlines()]
    assert len(losses) == 4
    assert losses[-1] < 0.8 * losses[0]
    kept = torch.load(tmp_path / "run" / WEIGHTS, weights_only=True)
    assert {name: list(value.shape) for name, value in kept.items()} == {"0.weight": [32, 8], "0.bias": [32], "2.weight": [3, 32], "2.bias": [3]}


@pytest.mark.slow
def test_a_net_that_is_measured_as_a_whole_is_not_sharded(tmp_path: Path) -> None:
    """One process would wait for the other for ever."""
    done = in_two_processes(tmp_path, MEASURED="yes", **SHARDED)
    assert done.returncode != 0 and "cannot be sharded" in done.stderr


@pytest.mark.slow
def test_two_processes_of_the_command_line_teach_one_student(small_run: SmallRun, tmp_path: Path) -> None:
    """Neither disturbs what the other writes."""
    out = begun(small_run, tmp_path / "run", "model", "student", "alone-model", "recipe.yaml")
    done = in_two_processes(tmp_path, "-m", "distill.cli", *at("train", out, small_run, "passes=2"))
    assert done.returncode == 0, done.stderr[-2000:]
    load_student(TextStudent, out / "model", words_of(small_run))
    assert not half_written(out)
