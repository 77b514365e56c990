"""One training loop for every student and teacher: bf16 where the machine has it, one-cycle AdamW, exact resume, on one process or many.

`accelerate launch -m distill.cli train RECIPE` spreads it over GPUs, `python -m torch.distributed.run` over processors: DDP, FSDP (version 2) and the GPU
are Accelerate's configuration, not ours. Each process takes every n-th batch of a pass; what a pass leaves over is left out, so that all take as many
steps. A net that one process measures or averages as a whole cannot be sharded: FSDP is for the teachers, which are large.

What must hold: batches depend only on (seed, pass), and everything that changes is in the checkpoint, so a run that was killed and resumed
ends with the same weights and figures as one that was not. A checkpoint is a folder a pass; `checkpoint.json` names the one that counts and is
replaced atomically.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from textwrap import shorten
from typing import Any

import numpy as np
import torch
from accelerate import Accelerator, DistributedType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from safetensors import SafetensorError
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from distill.losses import is_finite
from distill.precision import has_bf16
from distill.runs import Metrics, whole, write_text
from distill.weights import look_at
from kiosk.core import BadInput, BrokenData, KioskError

Batch = list[int]
Loss = Callable[[Any, int], tuple[Tensor, dict[str, float]]]
WEIGHTS = "weights.pt"
"""State dict of the trained model, written when the last pass is done."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast: passes over the data, the peak rate, its warm-up share, the weight decay and the largest norm of the gradient."""

    passes: int
    rate: float
    warm_up: float = 0.1
    decay: float = 0.01
    batch: int = 64
    seed: int = 7
    clip: float = 1.0


class _Step(nn.Module):
    """Model and loss as one module: what spreads a training over processes needs to see its one forward call."""

    def __init__(self, model: nn.Module, loss: Loss) -> None:
        super().__init__()
        self.model = model
        self._loss = loss

    def forward(self, batch: Any, number: int) -> tuple[Tensor, dict[str, float]]:
        return self._loss(batch, number)


def batches_by_length(lengths: Sequence[int], size: int, seed: int) -> list[Batch]:
    """Shuffled batches of rows of similar length, so that little of a batch is padding."""
    random = np.random.default_rng(seed)
    order = np.argsort(np.asarray(lengths) + random.random(len(lengths)) * 4, kind="stable")
    batches = [order[n : n + size].tolist() for n in range(0, len(order), size)]
    random.shuffle(batches)
    return batches


def train(
    model: nn.Module, loss: Loss, plan: Callable[[int], list[Batch]], schedule: Schedule, folder: Path,
    after_pass: Callable[[int], dict[str, float]] | None = None, averaged: AveragedModel | None = None, made: Callable[[Batch, int], Any] | None = None,
) -> None:  # fmt: skip
    """Trains in place; goes on from the last whole pass in `folder`, and does nothing where it is finished.

    Args:
        model: moved to the device that Accelerate chooses; the loss finds its tensors there.
        loss: of a batch and the pass; returns the scalar to minimise and figures to log.
        plan: the batches of a pass, a pure function of its number.
        after_pass: figures of a held-out measurement, logged beside the losses (`distill.runs.Metrics`).
        averaged: a moving average of the model, updated after each step and kept in the checkpoint.
        made: what the loss is given of a batch's row numbers and the pass, made while the batch before is learned from; the row numbers without it.

    Raises:
        BrokenData: there is nothing to train on, or the loss is not a finite number.
        BadInput: Accelerate is told to shard a net that is measured or averaged.
    """
    accelerator = Accelerator(mixed_precision="bf16" if has_bf16() else "no", cpu=not torch.cuda.is_available())
    processes, first_process = accelerator.num_processes, accelerator.is_main_process
    if accelerator.distributed_type is DistributedType.FSDP and (after_pass or averaged):
        raise BadInput("A net that is measured or averaged as a whole cannot be sharded", "Accelerate's configuration", "use DDP: a student fits into one device")
    sizes = [len(plan(n)) // processes for n in range(schedule.passes)]
    if not all(sizes):
        raise BrokenData("There is nothing to train on", str(folder), "look at what the prepare stage made: the split is empty")
    metrics = Metrics(folder)
    step: nn.Module = _Step(model, loss)
    decayed = [p for p in step.parameters() if p.requires_grad and p.dim() > 1]
    plain = [p for p in step.parameters() if p.requires_grad and p.dim() <= 1]
    groups = [{"params": decayed, "weight_decay": schedule.decay}, {"params": plain, "weight_decay": 0.0}]
    adam = torch.optim.AdamW(groups, lr=schedule.rate, fused=True)  # one pass over the weights instead of ten: a seventh of a step's time on a CPU
    cycle = torch.optim.lr_scheduler.OneCycleLR(adam, max_lr=schedule.rate, total_steps=sum(sizes), pct_start=schedule.warm_up)
    step, optimiser = accelerator.prepare(step, adam)  # together: FSDP exchanges the parameters
    accelerator.register_for_checkpointing(cycle)
    if averaged is not None:
        accelerator.register_for_checkpointing(averaged.to(accelerator.device))

    def stepped() -> None:
        optimiser.step()
        cycle.step()
        if averaged is not None:
            averaged.update_parameters(model)

    first = _resume(accelerator, folder)
    if first_process:
        metrics.rewind(first)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[loss]}"))
    with Progress(*columns, refresh_per_second=0.2, disable=not first_process) as progress:
        task = progress.add_task(folder.name, total=sum(sizes), completed=sum(sizes[:first]), loss="")
        for number in range(first, schedule.passes):
            torch.manual_seed(schedule.seed * 1000 + number + 1_000_000 * accelerator.process_index)
            started = time.monotonic()
            mine = plan(number)[accelerator.process_index :: processes][: sizes[number]]
            given = mine if made is None else _ahead(mine, number, made)
            sums = _one_pass(accelerator, step, given, number, optimiser, schedule.clip, stepped, lambda text: progress.update(task, advance=1, loss=text))
            figures = {name: value / len(mine) for name, value in sums.items()}
            if after_pass and first_process:
                figures |= after_pass(number)
            if first_process:
                metrics.log(number, figures, time.monotonic() - started)
                print(f"pass {number}: {figures}", flush=True)
            _checkpoint(accelerator, folder, number)
    state = accelerator.get_state_dict(step)
    if first_process:
        with whole(folder / WEIGHTS) as partial:
            torch.save({name.removeprefix("model."): value.cpu() for name, value in state.items()}, partial)
    accelerator.wait_for_everyone()


def _one_pass(
    accelerator: Accelerator, step: nn.Module, batches: Iterable[Any], number: int, optimiser: Any, clip: float, stepped: Callable[[], None],
    tell: Callable[[str], None],
) -> dict[str, float]:  # fmt: skip
    """The sums of the figures over the batches of a pass."""
    step.train()
    sums = dict[str, float]()
    for batch in batches:
        optimiser.zero_grad(set_to_none=True)
        value, figures = step(batch, number)
        if not is_finite(value.detach()):
            raise BrokenData(f"The loss is not a finite number in pass {number}", "this training", "lower the rate, or look for NaN in the teachers' answers")
        accelerator.backward(value)
        accelerator.clip_grad_norm_(step.parameters(), clip)
        stepped()
        for name, figure in figures.items():
            sums[name] = sums.get(name, 0.0) + figure
        tell(f"{float(value.detach()):.3f}")
    return sums


def _ahead(batches: Sequence[Batch], number: int, made: Callable[[Batch, int], Any]) -> Iterator[Any]:
    """What is made of each batch of a pass, the next one while this one is in use."""
    with ThreadPoolExecutor(1) as worker:
        waiting = worker.submit(made, batches[0], number)
        for following in batches[1:]:
            ready, waiting = waiting.result(), worker.submit(made, following, number)
            yield ready
        yield waiting.result()


def _resume(accelerator: Accelerator, folder: Path) -> int:
    """Takes up the checkpoint that counts; returns the pass to go on with. Raises BrokenData where it is broken or of another training."""
    note = folder / "checkpoint.json"
    if not note.is_file():
        return 0
    mend = f"remove {folder} to train it anew"
    try:
        last = int(json.loads(note.read_text("utf-8"))["pass"])
        place = folder / f"pass-{last:03d}"
        for file in place.glob("*.safetensors"):
            look_at(file, mend)
        for file in place.glob("custom_checkpoint_*.pkl"):
            torch.load(file, weights_only=True)  # Accelerate would run a pickle; what is no plain state is refused here
        accelerator.load_state(str(place))
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, EOFError, UnpicklingError, SafetensorError) as error:
        raise BrokenData(f"The checkpoint is broken or of another training ({shorten(str(error), 160)})", str(folder), mend) from error
    return last + 1


def _checkpoint(accelerator: Accelerator, folder: Path, number: int) -> None:
    """Writes a pass's folder, then the note that makes it count, then removes the one before."""
    place = folder / f"pass-{number:03d}"
    try:
        accelerator.save_state(str(place))
    except (OSError, RuntimeError, SafetensorError) as error:  # a full disk has a name of its own in each library
        shutil.rmtree(place, ignore_errors=True)
        raise KioskError(f"The checkpoint cannot be written: {error}", str(folder), "make room there, then run again: it goes on from the pass before") from error
    accelerator.wait_for_everyone()
    if accelerator.is_main_process:
        write_text(folder / "checkpoint.json", json.dumps({"pass": number}))
        for older in folder.glob("pass-*"):
            if older != place:
                shutil.rmtree(older, ignore_errors=True)


def tensors(arrays: Sequence[Any], model: nn.Module) -> tuple[Tensor, ...]:
    """Arrays as tensors on the device where the model is."""
    device = next(model.parameters()).device
    return tuple(torch.as_tensor(array).to(device) for array in arrays)


def forward_in_batches(lengths: Sequence[int], size: int) -> Iterator[Batch]:
    """Row numbers in batches of similar length, for inference."""
    order = np.argsort(lengths, kind="stable")
    for n in range(0, len(order), size):
        yield order[n : n + size].tolist()
