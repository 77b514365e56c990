"""One training loop for every student and teacher: bf16 autocast, one-cycle AdamW, exact resume.

What must hold: batches depend only on (seed, pass), and everything that changes is in the checkpoint, so a run that was killed and resumed
ends with the same weights and figures as one that was not. The checkpoint is written atomically after each pass.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from torch import Tensor, nn

from distill.losses import is_finite
from distill.runs import Metrics
from kiosk.core import BrokenData

Batch = list[int]
Loss = Callable[[Batch, int], tuple[Tensor, dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast: passes over the data, the peak rate, its warm-up share and the weight decay."""

    passes: int
    rate: float
    warm_up: float = 0.1
    decay: float = 0.01
    batch: int = 64
    seed: int = 7


def batches_by_length(lengths: Sequence[int], size: int, seed: int) -> list[Batch]:
    """Shuffled batches of rows of similar length, so that little of a batch is padding."""
    random = np.random.default_rng(seed)
    order = np.argsort(np.asarray(lengths) + random.random(len(lengths)) * 4, kind="stable")
    batches = [order[n : n + size].tolist() for n in range(0, len(order), size)]
    random.shuffle(batches)
    return batches


def _save(file: Path, state: dict[str, Any]) -> None:
    partial = file.with_suffix(".part")
    torch.save(state, partial)
    os.replace(partial, file)


def train(
    model: nn.Module, loss: Loss, plan: Callable[[int], list[Batch]], schedule: Schedule, folder: Path,
    after_pass: Callable[[int], dict[str, float]] | None = None,
) -> None:  # fmt: skip
    """Trains in place; goes on from `folder/checkpoint.pt` where there is one, and does nothing where it is finished.

    Args:
        loss: of a batch of row numbers and the pass; returns the scalar to minimise and figures to log.
        plan: the batches of a pass, a pure function of its number.
        after_pass: figures of a held-out measurement, logged beside the losses (`distill.runs.Metrics`).

    Raises:
        BrokenData: there is nothing to train on, or the loss is not a finite number.
    """
    metrics = Metrics(folder)
    checkpoint = folder / "checkpoint.pt"
    decayed = [p for p in model.parameters() if p.requires_grad and p.dim() > 1]
    plain = [p for p in model.parameters() if p.requires_grad and p.dim() <= 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": schedule.decay}, {"params": plain, "weight_decay": 0.0}], lr=schedule.rate)
    steps = sum(len(plan(n)) for n in range(schedule.passes))
    if not steps:
        raise BrokenData("There is nothing to train on", str(folder), "look at what the prepare stage made: the split is empty")
    cycle = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=schedule.rate, total_steps=steps, pct_start=schedule.warm_up)
    first = 0
    if checkpoint.is_file():
        state = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        cycle.load_state_dict(state["cycle"])
        first = state["pass"] + 1
    metrics.rewind(first)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[loss]}"))
    with Progress(*columns, refresh_per_second=0.2) as progress:
        task = progress.add_task(folder.name, total=steps, completed=sum(len(plan(n)) for n in range(first)), loss="")
        for number in range(first, schedule.passes):
            torch.manual_seed(schedule.seed * 1000 + number)
            started = time.monotonic()
            figures = _one_pass(model, loss, plan(number), number, optimiser, cycle, lambda text: progress.update(task, advance=1, loss=text))
            if after_pass:
                figures |= after_pass(number)
            metrics.log(number, figures, time.monotonic() - started)
            print(f"pass {number}: {figures}", flush=True)
            _save(checkpoint, {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "cycle": cycle.state_dict(), "pass": number})


def _one_pass(
    model: nn.Module, loss: Loss, batches: list[Batch], number: int, optimiser: Any, cycle: Any, tell: Callable[[str], None]
) -> dict[str, float]:
    model.train()
    sums = dict[str, float]()
    for batch in batches:
        optimiser.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            value, figures = loss(batch, number)
        if not is_finite(value.detach()):
            raise BrokenData(f"The loss is not a finite number in pass {number}", "this training", "lower the rate, or look for NaN in the teachers' answers")
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        cycle.step()
        for name, figure in figures.items():
            sums[name] = sums.get(name, 0.0) + figure
        tell(f"{float(value.detach()):.3f}")
    return {k: v / len(batches) for k, v in sums.items()}


def forward_in_batches(lengths: Sequence[int], size: int) -> Iterator[Batch]:
    """Row numbers in batches of similar length, for inference."""
    order = np.argsort(lengths, kind="stable")
    for n in range(0, len(order), size):
        yield order[n : n + size].tolist()
