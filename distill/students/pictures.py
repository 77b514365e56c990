"""Teaching an image net: passes over deterministic views, small ones first, in the training loop that all students share.

Everything random in pass p follows from (seed, p): the order, the views, the drop-out. What is kept may be a moving average of the weights,
with the running statistics of the normalisation averaged too: those of the last weights would not fit the mean.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt
import torch
from pydantic import Field
from torch import Tensor, nn

from distill.averages import moving_average
from distill.data.pictures import Photos, Pixels, ViewSettings, view
from distill.precision import computing
from distill.recipe import Recipe
from distill.teachers.efficientnet import MEAN, SCALE, PictureNet
from distill.training import Schedule, tensors, train
from kiosk.bundle.pictures import prepare

Rows = npt.NDArray[np.int64]
Loss = Callable[[Tensor, Tensor, Rows, int], Tensor]
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


def to_tensor(pixels: npt.NDArray[np.uint8]) -> Tensor:
    """(n, h, w, 3) uint8 RGB → (n, 3, h, w) float, normalised, channels last in memory."""
    tensor = torch.from_numpy(pixels).permute(0, 3, 1, 2)
    return ((tensor.float() - MEAN) / SCALE).contiguous(memory_format=torch.channels_last)


def fit(
    model: PictureNet, photos: Photos, views: ViewSettings, settings: FitSettings, loss: Loss, *,
    folder: Path, seed: int, check: Photos | None = None, helpers: nn.Module | None = None,
) -> None:  # fmt: skip
    """Trains `model` in place in the one loop of `distill.training`; goes on from the last whole pass in `folder`.

    Args:
        loss: what is minimised; it may use the parameters of `helpers`, which are trained too.
        folder: of checkpoints and figures.
        check: photos to measure on after each pass; they teach nothing.

    Raises:
        BrokenData: the loss is not a finite number, or the checkpoint is broken or of another training.
    """
    modules = nn.ModuleList([model, helpers or nn.Identity()])
    model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs leave this form out
    averaged = moving_average(modules, settings.average, buffers=True) if settings.average else None
    kept = cast(PictureNet, model if averaged is None else averaged.module[0])  # type: ignore[index]
    cv2.setNumThreads(1)

    def plan(number: int) -> list[list[int]]:
        """A lone last photo joins its neighbours: one alone has no variance to normalise by."""
        order = np.random.default_rng([seed, number]).permutation(len(photos))
        return [part.tolist() for part in np.array_split(order, max(1, len(order) // settings.batch)) if len(part)]

    def seen(rows: list[int], number: int) -> tuple[list[int], Tensor]:
        return rows, to_tensor(np.stack([view(photos.images[n], settings.sizes[number], views, (seed, number, n)) for n in rows]))

    def value(batch: tuple[list[int], Tensor], number: int) -> tuple[Tensor, dict[str, float]]:
        rows, (pixels,) = batch[0], tensors(batch[1:], model)
        logits, embedding = model(pixels)
        with torch.autocast(pixels.device.type, enabled=False):
            found = loss(logits.float(), embedding.float(), np.array(rows), number)
        return found, {"loss": float(found.detach())}

    def measure(_: int) -> dict[str, float]:
        assert check is not None
        logits, _vectors = answers(kept, [prepare(image) for image in check.images])
        return {f"top_{k}": top(logits, check.labels, k) for k in (1, 3)}

    schedule = Schedule(len(settings.sizes), settings.learning_rate, settings.warm_up, settings.weight_decay, settings.batch, seed, clip=5.0)
    train(modules, value, plan, schedule, folder, measure if check else None, averaged, seen)
    if kept is not model:
        model.load_state_dict(kept.state_dict())


def answers(model: PictureNet, images: list[Pixels], batch: int = 32) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Logits (n, classes) and embeddings (n, 1280) of pictures of one size, in bf16 where the machine has it, in evaluation mode."""
    model.eval()
    logits, embeddings = [], []
    with torch.no_grad(), computing(next(model.parameters()).device.type):
        for start in range(0, len(images), batch):
            said, vector = model(*tensors([to_tensor(np.stack(images[start : start + batch]))], model))
            logits.append(said.float().cpu().numpy())
            embeddings.append(vector.float().cpu().numpy())
    return np.concatenate(logits), np.concatenate(embeddings)


def top(logits: npt.NDArray[np.float32], labels: npt.NDArray[np.int64], k: int) -> float:
    """Percentage of rows whose label is among the k largest logits."""
    best = np.argsort(-logits, axis=1, kind="stable")[:, :k]  # of equal logits the first class
    return 100.0 * float((best == labels[:, None]).any(axis=1).mean())
