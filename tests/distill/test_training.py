"""A run that was killed and resumed ends with the same weights as one that was not."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import torch
from torch import Tensor, nn

from distill.training import WEIGHTS, Schedule, batches_by_length, train

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
import sys
from pathlib import Path
import torch
from torch import nn
from distill.training import Schedule, batches_by_length, train
torch.set_num_threads(1)
torch.manual_seed(1)
model = nn.Sequential(nn.Linear(8, 32), nn.Tanh(), nn.Linear(32, 3))
inputs = torch.randn(96, 8, generator=torch.Generator().manual_seed(2))
targets = inputs[:, :3].argmax(1)
def loss(batch, number):
    value = nn.functional.cross_entropy(model(inputs[batch]).float(), targets[batch])
    return value, {"loss": float(value.detach())}
train(model, loss, lambda n: batches_by_length([1] * 96, 8, n), Schedule(4, 3e-2, batch=8), Path(sys.argv[1]))
"""


def test_two_processes_train_one_model(tmp_path: Path) -> None:
    """Accelerate's DDP over gloo: both processes end with one model, whose loss fell; half the steps are taken, each over twice the rows."""
    (tmp_path / "program.py").write_text(PROGRAM)
    command = [sys.executable, "-m", "accelerate.commands.launch", "--cpu", "--num_processes", "2", "--num_machines", "1", "--mixed_precision", "bf16",
               "--dynamo_backend", "no", "--num_cpu_threads_per_process", "1", str(tmp_path / "program.py"), str(tmp_path / "run")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stderr[-2000:]
    losses = [json.loads(line)["loss"] for line in (tmp_path / "run" / "metrics.jsonl").read_text().splitlines()]
    assert len(losses) == 4
    assert losses[-1] < 0.8 * losses[0]
    assert set(torch.load(tmp_path / "run" / WEIGHTS, weights_only=True)) == {"0.weight", "0.bias", "2.weight", "2.bias"}
