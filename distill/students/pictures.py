"""Teaching an image net on two CPU cores: passes over deterministic views, in bf16, that go on exactly where they were interrupted.

Everything random in pass p follows from (seed, p): the order, the views, the drop-out. The state on disk is that after a whole pass, so
an interrupted run repeats at most one pass and ends in the same weights (up to the order of floating-point sums) as an unbroken one.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt
import torch
from pydantic import Field
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from distill.data.pictures import Photos, Pixels, ViewSettings, view
from distill.losses import is_finite
from distill.recipe import Recipe
from distill.runs import Metrics
from distill.teachers.efficientnet import MEAN, SCALE, PictureNet
from kiosk.bundle.pictures import prepare
from kiosk.core import BrokenData

Say = Callable[[str], None]
Loss = Callable[[Tensor, Tensor, npt.NDArray[np.int64], int], Tensor]
"""(logits, embedding, indices of the photos in the batch, pass) → a scalar."""


class FitSettings(Recipe):
    """One training run. Later passes may look closer: small views first, as in Tan and Le, "EfficientNetV2", 2021, section 4."""

    sizes: list[int] = Field(description="side of the views in pixels, one entry a pass, multiples of 32", min_length=1)
    batch: int = Field(default=16, ge=2)
    learning_rate: float = Field(default=4e-4, gt=0, description="largest rate; one-cycle with a cosine, Smith and Topin 2018")
    weight_decay: float = Field(default=0.01, ge=0)
    warm_up: float = Field(default=0.15, ge=0, lt=1, description="share of the steps until the largest rate")
    dropout: float = Field(default=0.2, ge=0, lt=1)
    drop_connect: float = Field(default=0.0, ge=0, lt=1)
    smoothing: float = Field(default=0.1, ge=0, lt=1)
    average: float = Field(default=0.0, ge=0, lt=1, description="decay a step of a moving average of the weights, which is what is kept; 0: the last weights")


def learning_rate(step: int, steps: int, settings: FitSettings) -> float:
    """The rate at a step: a linear rise from a tenth, then half a cosine down to a thousandth."""
    rise = max(1, int(steps * settings.warm_up))
    if step < rise:
        return settings.learning_rate * (0.1 + 0.9 * step / rise)
    return settings.learning_rate * (0.001 + 0.999 * 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, steps - rise))))


def to_tensor(pixels: npt.NDArray[np.uint8]) -> Tensor:
    """(n, h, w, 3) uint8 RGB → (n, 3, h, w) float, normalised, channels last in memory."""
    tensor = torch.from_numpy(pixels).permute(0, 3, 1, 2)
    return ((tensor.float() - MEAN) / SCALE).contiguous(memory_format=torch.channels_last)


def batches(
    photos: Photos, views: ViewSettings, order: npt.NDArray[np.int64], size: int, batch: int, seed: int, epoch: int
) -> Iterator[tuple[npt.NDArray[np.int64], Tensor]]:
    """Batches of views in the given order, the next one made while the net works on this one. A lone last photo joins its neighbours."""
    cv2.setNumThreads(1)
    parts = [part for part in np.array_split(order, max(1, len(order) // batch)) if len(part)]

    def make(part: npt.NDArray[np.int64]) -> Tensor:
        return to_tensor(np.stack([view(photos.images[i], size, views, (seed, epoch, int(i))) for i in part]))

    with ThreadPoolExecutor(1) as worker:
        waiting = worker.submit(make, parts[0])
        for number, part in enumerate(parts):
            tensor = waiting.result()
            if number + 1 < len(parts):
                waiting = worker.submit(make, parts[number + 1])
            yield part, tensor


def fit(
    model: PictureNet, photos: Photos, views: ViewSettings, settings: FitSettings, loss: Loss, *,
    state: Path, seed: int, say: Say, check: Photos | None = None, helpers: nn.Module | None = None, name: str = "net",
) -> None:  # fmt: skip
    """Train `model` in place; go on from `state` when it is there.

    Args:
        loss: what is minimised; it may use the parameters of `helpers`, which are trained too.
        state: file of weights and optimiser after the last whole pass.
        check: photos to measure on after each pass; they teach nothing.
        say: takes one line of progress.

    Raises:
        BrokenData: the loss is not a finite number.
    """
    modules = nn.ModuleList([model, helpers or nn.Identity()])
    model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs leave this form out
    decayed = [p for p in modules.parameters() if p.ndim > 1]
    free = [p for p in modules.parameters() if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": settings.weight_decay}, {"params": free, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=settings.learning_rate)
    decay = get_ema_multi_avg_fn(settings.average)  # type: ignore[no-untyped-call]
    averaged = AveragedModel(model, multi_avg_fn=decay, use_buffers=True) if settings.average else None
    passes, each = len(settings.sizes), max(1, len(photos) // settings.batch)
    first, metrics = 0, Metrics(state.parent / name)
    if state.is_file():
        saved = torch.load(state, map_location="cpu", weights_only=True)
        modules.load_state_dict(saved["modules"])
        optimiser.load_state_dict(saved["optimiser"])
        first = int(saved["passes"])
        if averaged is not None:
            averaged.load_state_dict(saved["averaged"])
        say(f"{name}: going on after pass {first} of {passes}")
    metrics.rewind(first)
    work = sum(size**2 for size in settings.sizes[first:])
    began, done = time.monotonic(), 0.0
    for epoch in range(first, passes):
        torch.manual_seed(seed * 1000 + epoch)
        order = np.random.default_rng([seed, epoch]).permutation(len(photos)).astype(np.int64)
        size, total, started = settings.sizes[epoch], 0.0, time.monotonic()
        model.train()
        for step, (part, pixels) in enumerate(batches(photos, views, order, size, settings.batch, seed, epoch)):
            rate = learning_rate(epoch * each + step, passes * each, settings)
            for group in optimiser.param_groups:
                group["lr"] = rate
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits, embedding = model(pixels)
            value = loss(logits.float(), embedding.float(), part, epoch)
            if not is_finite(value):
                raise BrokenData(f"The loss of {name} is not finite in pass {epoch + 1}", str(state), "lower the learning rate")
            optimiser.zero_grad()
            value.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(modules.parameters(), 5.0)
            optimiser.step()
            if averaged is not None:
                averaged.update_parameters(model)
            total += float(value.detach())
            if step % 40 == 39:
                share = done + size**2 * (step + 1) / each
                left = (time.monotonic() - began) * (work - share) / share
                say(f"{name}: pass {epoch + 1}/{passes} ({size} px) step {step + 1}/{each} loss {total / (step + 1):.3f}, {left / 60:.1f} min left")
        done += size**2
        figures = {"loss": total / each}
        if check is not None:
            logits, _ = answers(model if averaged is None else cast(PictureNet, averaged.module), [prepare(image) for image in check.images])
            figures |= {f"top_{k}": top(logits, check.labels, k) for k in (1, 3)}
            say(f"{name}: after pass {epoch + 1}: top-1 {figures['top_1']:.1f}, top-3 {figures['top_3']:.1f}")
        metrics.log(epoch, figures, time.monotonic() - started)
        saved = {"modules": modules.state_dict(), "optimiser": optimiser.state_dict(), "passes": epoch + 1}
        _save(saved | ({} if averaged is None else {"averaged": averaged.state_dict()}), state)
    if averaged is not None:
        model.load_state_dict(averaged.module.state_dict())


def answers(model: PictureNet, images: list[Pixels], batch: int = 32) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Logits (n, classes) and embeddings (n, 1280) of pictures of one size, in bf16, in evaluation mode."""
    model.eval()
    logits, embeddings = [], []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(images), batch):
            said, vector = model(to_tensor(np.stack(images[start : start + batch])))
            logits.append(said.float().numpy())
            embeddings.append(vector.float().numpy())
    return np.concatenate(logits), np.concatenate(embeddings)


def top(logits: npt.NDArray[np.float32], labels: npt.NDArray[np.int64], k: int) -> float:
    """Percentage of rows whose label is among the k largest logits."""
    best = np.argsort(-logits, axis=1)[:, :k]
    return 100.0 * float((best == labels[:, None]).any(axis=1).mean())


def _save(state: dict[str, object], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save(state, part)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(path)
