"""An exponential moving average of a model's weights: a smoother copy to keep, or a teacher of the model itself.

As a teacher its answers go into `soft_target_loss` beside the labels, while it follows the student: Tarvainen and Valpola, "Mean teachers are
better role models", 2017. (The other way to teach oneself, Furlanello et al., "Born-Again Neural Networks", 2018, needs nothing of its own:
each generation's final model is the teacher of a fresh one.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel


class MovingAverage:
    """θ̄ ← d_t θ̄ + (1 - d_t) θ with d_t = min(d, t / (t + 1)), t updates before this one. Buffers are copied, not averaged.

    While t / (t + 1) < d it is the plain mean of all weights seen, so the initial weights leave no trace and no correction of bias is needed.

    Args:
        model: the model that is trained; it is copied and not kept.
        decay: d, from 0 (the last weights) to below 1; it looks back about 1 / (1 - d) updates.

    Raises:
        ValueError: the decay is out of bounds.
    """

    def __init__(self, model: nn.Module, decay: float) -> None:
        if not 0 <= decay < 1:
            raise ValueError("the decay must be from 0 to below 1")
        self._decay = decay
        self._averaged = AveragedModel(model, multi_avg_fn=self._blend)
        self._averaged.requires_grad_(False).eval()

    @property
    def model(self) -> nn.Module:
        """The averaged model, in evaluation mode and without gradients; before the first update the weights it was made with."""
        return self._averaged.module

    def update(self, model: nn.Module) -> None:
        """Take in the model's weights, after each step of its optimiser."""
        self._averaged.update_parameters(model)

    def state(self) -> dict[str, Any]:
        """Weights, buffers and the number of updates, for a checkpoint: these tensors change with the next update."""
        return self._averaged.state_dict()

    def load(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint: the next update does what it would have done.

        Raises:
            RuntimeError: the state is of another model.
        """
        self._averaged.load_state_dict(state)

    @torch.no_grad()
    def _blend(self, averaged: Sequence[Tensor], current: Sequence[Tensor], updates: Tensor | int) -> None:
        seen = int(updates)
        torch._foreach_lerp_(list(averaged), list(current), 1 - min(self._decay, seen / (seen + 1)))
