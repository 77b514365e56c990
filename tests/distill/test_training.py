"""A run that was killed and resumed ends with the same weights as one that was not."""

import hashlib
from pathlib import Path

import torch
from torch import Tensor, nn

from distill.training import Schedule, batches_by_length, train


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
