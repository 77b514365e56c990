"""A run's folder tells what was done, holds one experiment, and an interrupted run's figures are those of one that was not."""

import json
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from random import Random

import pytest

from distill.recipe import Recipe
from distill.runs import Metrics, open_run, read_lines
from kiosk.core import BadInput

PROGRAM = textwrap.dedent(
    """
    import hashlib, sys
    from pathlib import Path
    import torch
    from torch import nn
    from distill.training import Schedule, batches_by_length, train
    torch.set_num_threads(1)
    torch.manual_seed(1)
    model = nn.Sequential(nn.Linear(8, 64), nn.Dropout(0.2), nn.Tanh(), nn.Linear(64, 3))
    inputs = torch.randn(96, 8, generator=torch.Generator().manual_seed(2))
    targets = torch.arange(96) % 3
    def loss(batch, number):
        value = nn.functional.cross_entropy(model(inputs[batch]).float(), targets[batch])
        return value, {"loss": float(value.detach())}
    train(model, loss, lambda n: batches_by_length([1] * 96, 4, n), Schedule(12, 1e-2, batch=4), Path(sys.argv[1]))
    print("digest", hashlib.sha256(b"".join(p.detach().numpy().tobytes() for p in model.parameters())).hexdigest())
    """
)


class Experiment(Recipe):
    seed: int = 7
    passes: int = 1


def _run(folder: Path, kill_after: float | None = None) -> str:
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(folder)], stdout=subprocess.PIPE, text=True)
    if kill_after is not None:
        until = time.monotonic() + 60
        while not (folder / "checkpoint.json").is_file() and time.monotonic() < until and process.poll() is None:
            time.sleep(0.005)
        time.sleep(kill_after)
        process.send_signal(signal.SIGKILL)
    told = process.communicate(timeout=120)[0]
    return told.split("digest ")[-1].strip() if "digest" in told else ""


def test_killed_at_random_moments_and_run_again_the_result_is_the_same(tmp_path: Path) -> None:
    whole = _run(tmp_path / "whole")
    random = Random(5)
    for _ in range(3):
        _run(tmp_path / "killed", random.uniform(0, 0.2))
    assert _run(tmp_path / "killed") == whole != ""
    assert (tmp_path / "killed" / "metrics.jsonl").read_text() == (tmp_path / "whole" / "metrics.jsonl").read_text()


def test_a_folder_holds_one_experiment(tmp_path: Path) -> None:
    open_run(tmp_path / "run", Experiment(), {"photos": "abc"})
    open_run(tmp_path / "run", Experiment())
    with pytest.raises(BadInput, match="other passes"):
        open_run(tmp_path / "run", Experiment(passes=2))


def test_a_run_tells_seed_versions_and_data(tmp_path: Path) -> None:
    open_run(tmp_path / "run", Experiment(), {"photos": "abc"})
    about = json.loads((tmp_path / "run" / "run.json").read_text())
    assert about["seed"] == 7
    assert about["data"] == {"photos": "abc"}
    assert "torch" in about["packages"]


def test_what_never_reached_its_checkpoint_is_taken_back(tmp_path: Path) -> None:
    metrics = Metrics(tmp_path)
    for number in range(3):
        metrics.log(number, {"loss": 1.0 / (number + 1)}, 0.1)
    with (tmp_path / "metrics.jsonl").open("a") as f:
        f.write('{"pass": 3, "lo')
    Metrics(tmp_path).rewind(2)
    assert [row["pass"] for row in read_lines(tmp_path / "metrics.jsonl")] == [0, 1]


def test_figures_can_be_looked_at_in_tensorboard(tmp_path: Path) -> None:
    Metrics(tmp_path).log(0, {"loss": 0.5}, 0.1)
    assert list((tmp_path / "tensorboard").glob("events.*"))
