"""The moving average of a net's weights: a smoother copy to keep, and a teacher of the net that it follows.

What must hold: `distill.training` updates it after each step and keeps it in the checkpoint. It is in evaluation mode and learns nothing itself, so
its answers are soft targets: Tarvainen and Valpola, "Mean teachers are better role models", 2017. (The other way to teach oneself, by a student of an
earlier run, is `distill.teachers.students`.)
"""

from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn


def moving_average(model: nn.Module, decay: float, buffers: bool = False) -> AveragedModel:
    """θ̄ ← d θ̄ + (1 - d) θ at each update, the first of which is θ itself; the averaged net is the result's `module`.

    Args:
        model: the net that is trained; it is copied.
        decay: d, from 0 (the last weights) to below 1; it looks back about 1 / (1 - d) steps.
        buffers: average these too: the running statistics of a normalisation must fit the mean weights. Without it they are copied.
    """
    update = get_ema_multi_avg_fn(decay)  # type: ignore[no-untyped-call]
    averaged = AveragedModel(model, multi_avg_fn=update, use_buffers=buffers)
    averaged.requires_grad_(False).eval()
    return averaged
