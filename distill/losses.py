"""What a student learns from: pure functions of tensors, without state, each with its formula and its source."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def soft_target_loss(student: Tensor, teacher: Tensor, temperature: float) -> Tensor:
    """τ² · KL(σ(z_t / τ) ‖ σ(z_s / τ)), mean over the batch, in nats.

    The factor τ² keeps the gradient's size the same whatever the temperature is, because soft targets shrink it by 1/τ².
    Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network", 2015, section 2.

    Args:
        student: logits z_s, (n, classes).
        teacher: logits z_t, (n, classes); no gradient flows into them.
        temperature: τ > 0; higher shows more of what the teacher thinks of the wrong classes.

    Returns:
        a scalar, 0 when both distributions are the same.

    Raises:
        ValueError: the shapes differ or τ is not positive.
    """
    if student.shape != teacher.shape:
        raise ValueError(f"logits of shape {tuple(student.shape)} and {tuple(teacher.shape)} do not belong together")
    if temperature <= 0:
        raise ValueError("the temperature must be positive")
    told = functional.log_softmax(teacher.detach().float() / temperature, dim=-1)
    said = functional.log_softmax(student.float() / temperature, dim=-1)
    return functional.kl_div(said, told, reduction="batchmean", log_target=True) * temperature**2


def cosine_loss(student: Tensor, teacher: Tensor) -> Tensor:
    """1 - cos(e_s, e_t), mean over the batch: 0 when the vectors point the same way, 2 when they point apart.

    Args:
        student: embeddings, (n, d), of any length.
        teacher: embeddings, (n, d); no gradient flows into them.
    """
    return (1.0 - functional.cosine_similarity(student.float(), teacher.detach().float(), dim=-1)).mean()


def distillation_loss(
    student: Tensor, teacher: Tensor, labels: Tensor, *, temperature: float, weight: float, smoothing: float = 0.0
) -> Tensor:
    """H(y, σ(z_s)) + λ · τ² · KL(σ(z_t / τ) ‖ σ(z_s / τ)).

    Args:
        student: logits, (n, classes).
        teacher: logits, (n, classes).
        labels: class indices, (n,).
        temperature: τ.
        weight: λ; 0 is plain training.
        smoothing: share of the hard label spread over all classes.
    """
    hard = functional.cross_entropy(student.float(), labels, label_smoothing=smoothing)
    return hard + weight * soft_target_loss(student, teacher, temperature) if weight else hard


def coarse_loss(logits: Tensor, groups: Tensor, labels: Tensor) -> Tensor:
    """-log Σ_{c in group(y)} σ(z)_c, mean over the batch: cross-entropy one level up a hierarchy, where a mistake among siblings costs nothing.

    Args:
        logits: of the fine classes, (n, classes).
        groups: (classes,) index of each fine class's group.
        labels: fine class indices, (n,).
    """
    chances = functional.log_softmax(logits.float(), dim=-1)
    outside = groups[None, :] != groups[labels][:, None]
    return -chances.masked_fill(outside, -torch.inf).logsumexp(dim=-1).mean()


def is_finite(loss: Tensor) -> bool:
    """Whether a loss can be stepped on; a training run stops rather than goes on from a NaN."""
    return bool(torch.isfinite(loss).all())
