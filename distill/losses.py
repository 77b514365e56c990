"""What a student learns from: pure functions of tensors, without state, each with its formula and its source.

In every loss no gradient flows into the teacher, sums are taken in float32 (also under autocast), and a value that is not a finite number is
raised as one error that names the tensor to blame.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from kiosk.core import BrokenData

Pair = tuple[Tensor, Tensor]


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
        ValueError: the shapes differ or are not (n, classes), or τ is not positive.
        BrokenData: logits that are not finite.
    """
    _must_match(student, teacher, 2)
    _must_be_positive(temperature)
    told = functional.log_softmax(teacher.detach().float() / temperature, dim=-1)
    said = functional.log_softmax(student.float() / temperature, dim=-1)
    loss = functional.kl_div(said, told, reduction="batchmean", log_target=True) * temperature**2
    return _finite(loss, student=student, teacher=teacher)


def token_loss(student: Tensor, teacher: Tensor, mask: Tensor, temperature: float) -> Tensor:
    """τ² · KL(σ(z_t / τ) ‖ σ(z_s / τ)) of each next token, mean over the real tokens of the batch, in nats.

    A long sequence counts for more than a short one, as its cross-entropy does.
    Kim and Rush, "Sequence-Level Knowledge Distillation", 2016, section 3.1 (word-level distillation).

    Args:
        student: logits, (n, t, v).
        teacher: logits, (n, t, v), of the same tokens before; no gradient flows into them.
        mask: (n, t), true or 1 where a token counts.
        temperature: τ > 0.

    Raises:
        ValueError: the shapes do not belong together, τ is not positive, or no token counts.
        BrokenData: logits of a token that counts are not finite.
    """
    _must_match(student, teacher, 3)
    real = _real_tokens(mask, student)
    return soft_target_loss(student[real], teacher[real], temperature)


def distillation_loss(student: Tensor, teacher: Tensor, labels: Tensor, *, temperature: float, weight: float, smoothing: float = 0.0) -> Tensor:
    """H(y, σ(z_s)) + λ · τ² · KL(σ(z_t / τ) ‖ σ(z_s / τ)), mean over the batch, in nats. Source: see `soft_target_loss`.

    Args:
        student: logits, (n, classes).
        teacher: logits, (n, classes); no gradient flows into them.
        labels: class indices, (n,).
        temperature: τ > 0.
        weight: λ; 0 is plain training.
        smoothing: share of the hard label spread over all classes.

    Raises:
        ValueError: as `soft_target_loss`.
        BrokenData: logits that are not finite.
    """
    hard = _finite(functional.cross_entropy(student.float(), labels, label_smoothing=smoothing), student=student)
    return hard + weight * soft_target_loss(student, teacher, temperature) if weight else hard


def coarse_loss(logits: Tensor, groups: Tensor, labels: Tensor) -> Tensor:
    """-log Σ_{c in group(y)} σ(z)_c, mean over the batch, in nats: cross-entropy one level up a hierarchy, where a mistake among siblings costs nothing.

    Args:
        logits: of the fine classes, (n, classes).
        groups: (classes,) index of each fine class's group.
        labels: fine class indices, (n,).

    Raises:
        BrokenData: logits that are not finite.
    """
    chances = functional.log_softmax(logits.float(), dim=-1)
    outside = groups[None, :] != groups[labels][:, None]
    return _finite(-chances.masked_fill(outside, -torch.inf).logsumexp(dim=-1).mean(), student=logits)


def cosine_loss(student: Tensor, teacher: Tensor) -> Tensor:
    """1 - cos(e_s, e_t), mean over the batch: 0 when the vectors point the same way, 2 when they point apart.

    Args:
        student: embeddings, (n, d) or (n, t, d), of any length.
        teacher: embeddings of the same shape; no gradient flows into them.

    Raises:
        ValueError: the shapes differ.
        BrokenData: embeddings that are not finite.
    """
    _must_match(student, teacher)
    loss = (1.0 - functional.cosine_similarity(student.float(), teacher.detach().float(), dim=-1)).mean()
    return _finite(loss, student=student, teacher=teacher)


def squared_loss(student: Tensor, teacher: Tensor) -> Tensor:
    """(e_s - e_t)², mean over rows and dimensions: direction and length are both learnt, where `cosine_loss` learns the direction.

    Reimers and Gurevych, "Making Monolingual Sentence Embeddings Multilingual using Knowledge Distillation", 2020, section 2.

    Args:
        student: embeddings, (n, d).
        teacher: embeddings, (n, d); no gradient flows into them. The unit of the loss is theirs, squared.

    Raises:
        ValueError: the shapes differ or are not (n, d).
        BrokenData: embeddings that are not finite.
    """
    _must_match(student, teacher, 2)
    return _finite(functional.mse_loss(student.float(), teacher.detach().float()), student=student, teacher=teacher)


def hidden_loss(student: Tensor, teacher: Tensor, mask: Tensor) -> Tensor:
    """(h_s W - h_t)², mean over real tokens and dimensions.

    The student's states come here already projected by its own learnt W, an `nn.Linear` that is not shipped; of equal widths W may be left out.
    Romero et al., "FitNets", 2015, section 2.2; Jiao et al., "TinyBERT", 2020, section 3.1.

    Args:
        student: projected hidden states h_s W, (n, t, d).
        teacher: hidden states h_t, (n, t, d); no gradient flows into them. The unit of the loss is theirs, squared.
        mask: (n, t), true or 1 where a token is no padding.

    Raises:
        ValueError: the shapes do not belong together, or all is padding.
        BrokenData: states of a real token are not finite.
    """
    _must_match(student, teacher, 3)
    real = _real_tokens(mask, student)
    return squared_loss(student[real], teacher[real])


def relation_loss(student: Pair, teacher: Pair, mask: Tensor, heads: int) -> Tensor:
    """KL(R_t ‖ R_s) with R = σ(A Bᵀ / √d) in each relation head, mean over heads and real tokens, in nats.

    (A, B) are both the queries, both the keys or both the values: Wang et al., "MiniLMv2", 2021, which adds the three up;
    or the queries and the keys, which is the attention itself: Wang et al., "MiniLM", 2020.
    Vectors of all attention heads are joined and split anew into the relation heads, so student and teacher may differ in width and heads.

    Args:
        student: (A, B), each (n, t, d_s) with the attention heads joined.
        teacher: (A, B), each (n, t, d_t), of the same tokens; no gradient flows into them.
        mask: (n, t), true or 1 where a token is no padding.
        heads: number of relation heads; divides d_s and d_t.

    Returns:
        a scalar, 0 when all relations are the same.

    Raises:
        ValueError: the shapes do not belong together, the heads do not divide the widths, or all is padding.
        BrokenData: vectors that are not finite.
    """
    for pair in (student, teacher):
        _must_match(*pair, 3)
        if heads < 1 or pair[0].shape[2] % heads:
            raise ValueError(f"{heads} relation heads do not divide vectors of width {pair[0].shape[2]}")
    if student[0].shape[:2] != teacher[0].shape[:2]:
        raise ValueError(f"tokens {tuple(student[0].shape[:2])} and {tuple(teacher[0].shape[:2])} are not the same")
    real = _real_tokens(mask, student[0])
    told, said = _relations((teacher[0].detach(), teacher[1].detach()), real, heads), _relations(student, real, heads)
    apart = functional.kl_div(said, told, reduction="none", log_target=True).sum(dim=-1)  # (n, heads, t)
    return _finite(apart.transpose(1, 2)[real].mean(), student=said, teacher=told)


def info_nce_loss(left: Tensor, right: Tensor, temperature: float, *, symmetric: bool = True) -> Tensor:
    """-log(exp(cos(x_i, y_i) / τ) / Σ_j exp(cos(x_i, y_j) / τ)), mean over i, in nats: x_i finds its twin y_i among the batch.

    Symmetric is the mean of both directions. It is 0 for a single pair and about log n when nothing is learnt. Two pairs of one meaning in a
    batch are pushed apart: keep them in different batches.
    Van den Oord, Li and Vinyals, "Representation Learning with Contrastive Predictive Coding", 2018, equation 4; both directions as in
    Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", 2021, figure 3.

    Args:
        left: embeddings of the sentences in one language, (n, d), of any length.
        right: embeddings of the same sentences in the other, (n, d). The gradient flows into both; detach what comes from a teacher.
        temperature: τ > 0.
        symmetric: y_i must also find x_i.

    Raises:
        ValueError: the shapes differ or are not (n, d), or τ is not positive.
        BrokenData: embeddings that are not finite.
    """
    _must_match(left, right, 2)
    _must_be_positive(temperature)
    with torch.autocast(left.device.type, enabled=False):
        alike = functional.normalize(left.float(), dim=-1) @ functional.normalize(right.float(), dim=-1).T / temperature
    twins = torch.arange(len(left), device=left.device)
    loss = functional.cross_entropy(alike, twins)
    if symmetric:
        loss = (loss + functional.cross_entropy(alike.T, twins)) / 2
    return _finite(loss, left=left, right=right)


def mixed_teachers(chances: Tensor, shares: Tensor, trust: float = 1.0) -> Tensor:
    """log Σ_k w_k p_k with w_k ∝ s_k · exp(-γ H(p_k)): what several teachers say together, the surer one louder, row by row.

    exp(-H) is one over the number of classes a teacher hesitates between: unlike 1/H it stays finite for one that is certain.
    Weights that fall with the entropy: Kwon et al., "Adaptive Knowledge Distillation Based on Entropy", 2020.

    Args:
        chances: probabilities p, (n, k teachers, classes), each row's sum 1.
        shares: s, (k,), not negative, sum 1: how much each teacher counts before its confidence is known.
        trust: γ ≥ 0; 0 mixes by the shares alone.

    Returns:
        log-probabilities, (n, classes), in nats, without gradient. All are finite, so they serve as the teacher's logits in `soft_target_loss`:
        a class that every teacher rules out has the log of the smallest normal float32, about -87.

    Raises:
        ValueError: the shapes do not belong together, a share, a probability or γ is negative or not finite, or a sum is not 1 (±0.001).
    """
    if chances.dim() != 3 or shares.shape != chances.shape[1:2]:
        raise ValueError(f"shares of shape {tuple(shares.shape)} do not belong to probabilities of shape {tuple(chances.shape)}")
    if not 0 <= trust < float("inf"):
        raise ValueError("the trust in confidence must be finite and not negative")
    given, counts = chances.detach().float(), shares.detach().float()
    for name, part in (("probabilities", given), ("shares", counts)):
        if not bool((part >= 0).all() and ((part.sum(dim=-1) - 1).abs() <= 1e-3).all()):
            raise ValueError(f"the teachers' {name} must be finite, not negative, and sum to 1")
    weights = (counts.log() - trust * torch.special.entr(given).sum(dim=-1)).softmax(dim=-1)
    mixed: Tensor = (weights[:, :, None] * given).sum(dim=1)
    return (mixed / mixed.sum(dim=-1, keepdim=True)).clamp_min(torch.finfo(torch.float32).tiny).log()


def is_finite(loss: Tensor) -> bool:
    """Whether a loss can be stepped on; a training run stops rather than goes on from a NaN."""
    return bool(torch.isfinite(loss).all())


def _finite(loss: Tensor, **given: Tensor) -> Tensor:
    """The loss as it is. The tensors it was made from are searched only where it is no number.

    Raises:
        BrokenData: the loss is not finite; names the tensor.
    """
    if is_finite(loss):
        return loss
    broken = [name for name, tensor in given.items() if not is_finite(tensor)]
    if not broken:
        raise BrokenData("A loss is not finite although what it is made from is", "distill.losses", "look for an empty batch or impossible labels")
    mend = "lower the learning rate" if broken != ["teacher"] else "make the teacher's answers again"
    raise BrokenData(f"A loss is not finite: NaN or infinity from {' and '.join(broken)}", "distill.losses", mend)


def _must_match(one: Tensor, other: Tensor, dimensions: int | None = None) -> None:
    if one.shape != other.shape or dimensions not in (None, one.dim()):
        raise ValueError(f"tensors of shape {tuple(one.shape)} and {tuple(other.shape)} do not belong together here")


def _must_be_positive(temperature: float) -> None:
    if not temperature > 0:
        raise ValueError("the temperature must be positive")


def _real_tokens(mask: Tensor, states: Tensor) -> Tensor:
    """(n, t) bool of a mask that fits the states (n, t, …) and counts at least one token."""
    if mask.shape != states.shape[:2]:
        raise ValueError(f"a mask of shape {tuple(mask.shape)} does not belong to tokens of shape {tuple(states.shape[:2])}")
    if not mask.any():
        raise ValueError("the mask leaves no token")
    return mask.bool()


def _relations(pair: Pair, real: Tensor, heads: int) -> Tensor:
    """(n, heads, t, t) log-probabilities of `relation_loss`; a padded column's is the lowest float, whose exponential is 0."""
    left, right = (x.float().reshape(*x.shape[:2], heads, -1).transpose(1, 2) for x in pair)
    with torch.autocast(left.device.type, enabled=False):
        scores: Tensor = left @ right.transpose(2, 3) / left.shape[-1] ** 0.5
    return scores.masked_fill(~real[:, None, None, :], torch.finfo(torch.float32).min).log_softmax(dim=-1)
