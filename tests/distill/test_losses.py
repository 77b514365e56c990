"""Each loss against a case worked by hand, and what all of them promise: the teacher learns nothing, padding counts nothing, a NaN is told."""

import math
from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from distill.losses import (
    coarse_loss,
    cosine_loss,
    distillation_loss,
    hidden_loss,
    info_nce_loss,
    is_finite,
    mixed_teachers,
    relation_loss,
    soft_target_loss,
    squared_loss,
    token_loss,
)
from kiosk.core import BrokenData

LN3 = math.log(3.0)
KL = 0.130812  # of (3/4, 1/4) from (1/2, 1/2): 3/4 ln 3/2 + 1/4 ln 1/2 = 0.304099 - 0.173287
MASK = torch.tensor([[1, 1, 0], [1, 0, 0]])
LABELS = torch.tensor([0, 4, 2])
Loss = Callable[[Tensor, Tensor], Tensor]

FLAT: dict[str, Loss] = {  # of (3, 5)
    "soft_target": lambda s, t: soft_target_loss(s, t, 2.0),
    "distillation": lambda s, t: distillation_loss(s, t, LABELS, temperature=2.0, weight=0.5),
    "cosine": cosine_loss,
    "squared": squared_loss,
}
MASKED: dict[str, Loss] = {  # of (2, 3, 4)
    "token": lambda s, t: token_loss(s, t, MASK, 2.0),
    "hidden": lambda s, t: hidden_loss(s, t, MASK),
    "relation": lambda s, t: relation_loss((s, s), (t, t), MASK, 2),
}
ALL = {**{name: (loss, (3, 5)) for name, loss in FLAT.items()}, **{name: (loss, (2, 3, 4)) for name, loss in MASKED.items()}}
every_loss = pytest.mark.parametrize(("loss", "shape"), ALL.values(), ids=ALL)
every_masked_loss = pytest.mark.parametrize("loss", MASKED.values(), ids=MASKED)


def tensors(*shape: int) -> st.SearchStrategy[Tensor]:
    """Tensors of a shape with values from -20 to 20."""
    size = math.prod(shape)
    return st.lists(st.floats(-20, 20, width=32), min_size=size, max_size=size).map(lambda values: torch.tensor(values).reshape(shape))


def near(value: float) -> object:
    return pytest.approx(value, abs=2e-6)


def test_soft_targets_by_hand() -> None:
    """Teacher (ln 3, 0) says 3/4 and 1/4, student (0, 0) says halves; at τ = 2 and twice the logits τ² makes it four times that."""
    teacher, student = torch.tensor([[LN3, 0.0]]), torch.zeros(1, 2)
    assert float(soft_target_loss(student, teacher, 1.0)) == near(KL)
    assert float(soft_target_loss(student, 2 * teacher, 2.0)) == near(4 * KL)
    assert float(soft_target_loss(student.repeat(2, 1), torch.tensor([[LN3, 0.0], [1.0, 1.0]]), 1.0)) == near(KL / 2)


def test_tokens_by_hand() -> None:
    """Of three real tokens the teacher differs from the student in one."""
    teacher, student = torch.zeros(2, 2, 2), torch.zeros(2, 2, 2)
    teacher[0, 0, 0], teacher[1, 1] = LN3, torch.tensor([50.0, -50.0])
    assert float(token_loss(student, teacher, torch.tensor([[1, 1], [1, 0]]), 1.0)) == near(KL / 3)


def test_hard_and_soft_by_hand() -> None:
    """An undecided student pays ln 2 for the label and half of the divergence."""
    teacher, student = torch.tensor([[LN3, 0.0]]), torch.zeros(1, 2)
    value = distillation_loss(student, teacher, torch.tensor([0]), temperature=1.0, weight=0.5)
    assert float(value) == near(0.693147 + 0.5 * KL)
    assert float(distillation_loss(student, teacher, torch.tensor([0]), temperature=1.0, weight=0.0)) == near(0.693147)


def test_a_smoothed_label_by_hand() -> None:
    """Logits (ln 3, 0): the label is 0.9 · (-ln 3/4) + 0.1 · (-ln 1/4) when 0.2 of it is spread over two classes."""
    logits = torch.tensor([[LN3, 0.0]])
    value = distillation_loss(logits, logits, torch.tensor([0]), temperature=1.0, weight=1.0, smoothing=0.2)
    assert float(value) == near(0.9 * 0.287682 + 0.1 * 1.386294)


def test_coarse_classes_by_hand() -> None:
    """Chances 0.5, 0.25, 0.25, the first two one group: -ln 0.75 for a label in it, -ln 0.25 for the third."""
    logits, groups = torch.log(torch.tensor([[0.5, 0.25, 0.25]])), torch.tensor([7, 7, 9])
    assert float(coarse_loss(logits, groups, torch.tensor([1]))) == near(0.287682)
    assert float(coarse_loss(logits, groups, torch.tensor([2]))) == near(1.386294)


def test_cosines_by_hand() -> None:
    """Same way 0, across 1, apart 2; lengths do not matter."""
    student, teacher = torch.tensor([[1.0, 0.0]] * 3), torch.tensor([[5.0, 0.0], [0.0, 3.0], [-2.0, 0.0]])
    assert [float(cosine_loss(student[[n]], teacher[[n]])) for n in range(3)] == [near(0), near(1), near(2)]
    assert float(cosine_loss(student, teacher)) == near(1)


def test_squares_by_hand() -> None:
    """Differences 0, 2, 0, 1: five fourths."""
    assert float(squared_loss(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[1.0, 0.0], [3.0, 3.0]]))) == near(1.25)


def test_hidden_states_by_hand_and_their_projection_learns() -> None:
    """States (1) and (2) projected by (2, 0)ᵀ meet (2, 1) and (4, 3); a third token is padding: (0 + 1 + 0 + 9) / 4."""
    projection = nn.Linear(1, 2, bias=False)
    with torch.no_grad():
        projection.weight.copy_(torch.tensor([[2.0], [0.0]]))
    student, teacher = torch.tensor([[[1.0], [2.0], [9.0]]]), torch.tensor([[[2.0, 1.0], [4.0, 3.0], [0.0, 0.0]]])
    value = hidden_loss(projection(student), teacher, torch.tensor([[1, 1, 0]]))
    value.backward()  # type: ignore[no-untyped-call]
    assert float(value.detach()) == near(2.5)
    assert projection.weight.grad is not None
    assert projection.weight.grad.tolist() == [[near(0.0)], [near(-3.5)]]  # Σ 2 · difference · state / 4 = (-2 · 1 - 6 · 2) / 4


def test_relations_by_hand() -> None:
    """Teacher's tokens (x, 0, 0, 0) and 0, student's all 0. One head: x² / √4 = ln 3 makes the first row 3/4 and 1/4, the second is halves."""
    student, teacher, mask = torch.zeros(1, 3, 2), torch.zeros(1, 3, 4), torch.tensor([[1, 1, 0]])
    student[0, 2], teacher[0, 2] = 7.0, -5.0  # padding
    teacher[0, 0, 0] = math.sqrt(2 * LN3)
    assert float(relation_loss((student, student), (teacher, teacher), mask, 1)) == near(KL / 2)
    teacher[0, 0, 0] = math.sqrt(math.sqrt(2) * LN3)  # two heads: x² / √2 = ln 3 in the first, nothing in the second
    assert float(relation_loss((student, student), (teacher, teacher), mask, 2)) == near(KL / 4)


def test_relations_of_queries_and_keys_by_hand() -> None:
    """Queries 1 and 0, keys ln 3 and 0: the first row is 3/4 and 1/4."""
    zeros = torch.zeros(1, 2, 1)
    queries, keys = torch.tensor([[[1.0], [0.0]]]), torch.tensor([[[LN3], [0.0]]])
    assert float(relation_loss((zeros, zeros), (queries, keys), torch.ones(1, 2), 1)) == near(KL / 2)


def test_twins_by_hand() -> None:
    """Orthogonal sentences and their exact twins: ln(1 + 1/e), whatever their lengths; at τ = 1/2 ln(1 + 1/e²)."""
    left, right = torch.eye(2), torch.tensor([[3.0, 0.0], [0.0, 0.5]])
    assert float(info_nce_loss(left, right, 1.0)) == near(0.313262)
    assert float(info_nce_loss(left, right, 0.5)) == near(0.126928)


def test_twins_in_both_directions_by_hand() -> None:
    """Both twins are the first's: from the left ln 2 each, from the right ln(1 + 1/e) and ln(1 + e)."""
    left, right = torch.eye(2), torch.tensor([[1.0, 0.0], [1.0, 0.0]])
    assert float(info_nce_loss(left, right, 1.0, symmetric=False)) == near(0.693147)
    assert float(info_nce_loss(left, right, 1.0)) == near((0.693147 + (0.313262 + 1.313262) / 2) / 2)


def test_both_languages_learn_from_twins() -> None:
    left, right = torch.randn(3, 4, requires_grad=True), torch.randn(3, 4, requires_grad=True)
    info_nce_loss(left, right, 0.1).backward()  # type: ignore[no-untyped-call]
    assert left.grad is not None and right.grad is not None


def test_mixed_teachers_by_hand() -> None:
    """One is certain, one says halves (exp(-H) = 1/2): weights 2/3 and 1/3; by shares alone 1/2 each; trusted doubly 4/5 and 1/5."""
    chances, even = torch.tensor([[[1.0, 0.0], [0.5, 0.5]]]), torch.tensor([0.5, 0.5])
    assert mixed_teachers(chances, even).exp().tolist() == [[near(5 / 6), near(1 / 6)]]
    assert mixed_teachers(chances, even, trust=0.0).exp().tolist() == [[near(0.75), near(0.25)]]
    assert mixed_teachers(chances, even, trust=2.0).exp().tolist() == [[near(0.9), near(0.1)]]
    assert mixed_teachers(chances, torch.tensor([0.2, 0.8])).exp().tolist() == [[near(2 / 3), near(1 / 3)]]  # weights 0.2 and 0.4, of 0.6
    assert mixed_teachers(chances, torch.tensor([0.0, 1.0])).exp().tolist() == [[near(0.5), near(0.5)]]


def test_what_certain_teachers_say_together_is_a_soft_target() -> None:
    """A class that all rule out has a finite logarithm, so the student's loss is a number."""
    told = mixed_teachers(torch.tensor([[[1.0, 0.0], [1.0, 0.0]]]), torch.tensor([0.5, 0.5]))
    assert told.isfinite().all()
    assert float(soft_target_loss(torch.zeros(1, 2), told, 1.0)) == near(0.693147)


@pytest.mark.parametrize(
    ("chances", "shares", "trust", "reason"),
    [
        ([[[0.5, 0.4]]], [1.0], 1.0, "probabilities"),
        ([[[1.5, -0.5]]], [1.0], 1.0, "probabilities"),
        ([[[math.nan, 0.5]]], [1.0], 1.0, "probabilities"),
        ([[[0.5, 0.5]]], [0.9], 1.0, "shares"),
        ([[[0.5, 0.5]]], [0.5, 0.5], 1.0, "do not belong"),
        ([[[0.5, 0.5]]], [1.0], -1.0, "trust"),
        ([[[0.5, 0.5]]], [1.0], math.nan, "trust"),
    ],
)
def test_teachers_that_do_not_add_up_are_refused(chances: list[list[list[float]]], shares: list[float], trust: float, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        mixed_teachers(torch.tensor(chances), torch.tensor(shares), trust)


@every_loss
def test_no_gradient_reaches_the_teacher(loss: Loss, shape: tuple[int, ...]) -> None:
    """The teacher is given; the student learns."""
    student, teacher = torch.randn(shape, requires_grad=True), torch.randn(shape, requires_grad=True)
    loss(student, teacher).backward()  # type: ignore[no-untyped-call]
    assert teacher.grad is None
    assert student.grad is not None and bool(student.grad.any())


def test_no_gradient_reaches_the_mixed_teachers() -> None:
    chances = torch.full((2, 3, 4), 0.25, requires_grad=True)
    assert not mixed_teachers(chances, torch.full((3,), 1 / 3)).requires_grad


@every_loss
@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_value_that_is_no_number_is_told_with_whose_it_is(loss: Loss, shape: tuple[int, ...], bad: float) -> None:
    good, broken = torch.randn(shape), torch.randn(shape)
    broken[0, 0] = bad
    with pytest.raises(BrokenData, match="from student"):
        loss(broken, good)
    with pytest.raises(BrokenData, match="from teacher"):
        loss(good, broken)


def test_a_value_that_is_no_number_is_told_where_there_is_no_teacher() -> None:
    broken = torch.tensor([[math.nan, 0.0], [0.0, 1.0]])
    with pytest.raises(BrokenData, match="from right"):
        info_nce_loss(torch.eye(2), broken, 1.0)
    with pytest.raises(BrokenData, match="from student"):
        coarse_loss(broken, torch.tensor([0, 1]), torch.tensor([0, 1]))
    with pytest.raises(BrokenData, match="from student"):
        distillation_loss(broken, torch.eye(2), torch.tensor([0, 1]), temperature=1.0, weight=0.0)


def test_an_empty_batch_is_told() -> None:
    """Its mean is no number, and no tensor is to blame."""
    with pytest.raises(BrokenData, match="empty batch"):
        squared_loss(torch.zeros(0, 3), torch.zeros(0, 3))


def test_whether_a_loss_is_finite() -> None:
    assert is_finite(torch.tensor(1.0))
    assert not is_finite(torch.tensor(math.nan))
    assert not is_finite(torch.tensor([0.0, -math.inf]))


@every_loss
def test_shapes_that_differ_are_refused(loss: Loss, shape: tuple[int, ...]) -> None:
    """Also those that torch would broadcast."""
    with pytest.raises(ValueError, match=r"do not belong|not the same"):
        loss(torch.zeros(shape), torch.zeros(1, *shape[1:]))


@pytest.mark.parametrize("temperature", [0.0, -1.0, math.nan])
def test_a_temperature_must_be_positive(temperature: float) -> None:
    flat, tokens = torch.zeros(3, 5), torch.zeros(2, 3, 4)
    with pytest.raises(ValueError, match="positive"):
        soft_target_loss(flat, flat, temperature)
    with pytest.raises(ValueError, match="positive"):
        token_loss(tokens, tokens, MASK, temperature)
    with pytest.raises(ValueError, match="positive"):
        info_nce_loss(flat, flat, temperature)


def test_relation_heads_must_divide_the_width() -> None:
    vectors = torch.zeros(2, 3, 4)
    for heads in (0, 3):
        with pytest.raises(ValueError, match="do not divide"):
            relation_loss((vectors, vectors), (vectors, vectors), MASK, heads)


@every_masked_loss
def test_padding_counts_nothing(loss: Loss) -> None:
    """What stands under the mask changes neither the loss nor the gradient, and gets none."""
    student, teacher, padding = torch.randn(2, 3, 4), torch.randn(2, 3, 4), MASK[:, :, None] == 0
    values, gradients = [], []
    for filler in (0.0, 30.0):
        filled = student.masked_fill(padding, filler).requires_grad_()
        value = loss(filled, teacher.masked_fill(padding, -filler))
        value.backward()  # type: ignore[no-untyped-call]
        assert filled.grad is not None
        assert not filled.grad[MASK == 0].any()
        values.append(float(value.detach()))
        gradients.append(filled.grad)
    assert values[0] == near(values[1])
    assert torch.allclose(gradients[0], gradients[1], atol=1e-6)


@pytest.mark.parametrize("name", ["token", "hidden"])
def test_even_a_nan_in_padding_counts_nothing(name: str) -> None:
    student, teacher = torch.randn(2, 3, 4), torch.randn(2, 3, 4)
    student[0, 2] = math.nan
    assert is_finite(MASKED[name](student, teacher))


def test_a_mask_must_fit_and_leave_a_token() -> None:
    states = torch.zeros(2, 3, 4)
    with pytest.raises(ValueError, match="leaves no token"):
        hidden_loss(states, states, torch.zeros(2, 3))
    with pytest.raises(ValueError, match="mask of shape"):
        hidden_loss(states, states, torch.ones(2, 4))


@every_loss
def test_autocast_does_not_blur_a_loss(loss: Loss, shape: tuple[int, ...]) -> None:
    """A training computes its losses under bf16 autocast; they are the same as without."""
    student, teacher = torch.randn(shape), torch.randn(shape)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        inside = loss(student, teacher)
    assert torch.equal(inside, loss(student, teacher))


def test_autocast_does_not_blur_twins() -> None:
    left, right = torch.randn(8, 16), torch.randn(8, 16)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        inside = info_nce_loss(left, right, 0.05)
    assert torch.equal(inside, info_nce_loss(left, right, 0.05))


@settings(max_examples=40)
@given(tensors(3, 5), tensors(3, 5), st.floats(0.5, 8))
def test_soft_targets_are_never_below_nothing(student: Tensor, teacher: Tensor, temperature: float) -> None:
    """And nothing when equal, which logits also are that differ by a constant."""
    assert float(soft_target_loss(student, teacher, temperature)) >= -1e-4
    assert float(soft_target_loss(teacher + 3, teacher, temperature)) == pytest.approx(0, abs=1e-4)


@settings(max_examples=40)
@given(tensors(2, 3, 4), tensors(2, 3, 4))
def test_masked_losses_are_never_below_nothing(student: Tensor, teacher: Tensor) -> None:
    """And nothing when equal."""
    for loss in MASKED.values():
        assert float(loss(student, teacher)) >= -1e-4
        assert float(loss(teacher, teacher)) == pytest.approx(0, abs=1e-4)


@settings(max_examples=40)
@given(tensors(4, 3), tensors(4, 3))
def test_twins_cost_the_same_from_either_side(left: Tensor, right: Tensor) -> None:
    """And never less than nothing."""
    value = float(info_nce_loss(left, right, 0.1))
    assert value >= 0
    assert float(info_nce_loss(right, left, 0.1)) == pytest.approx(value, abs=1e-4)


@settings(max_examples=40)
@given(tensors(2, 3, 4), tensors(3), st.floats(0, 5))
def test_mixed_teachers_are_a_distribution_between_theirs(logits: Tensor, counts: Tensor, trust: float) -> None:
    chances = logits.softmax(dim=-1)
    mixed = mixed_teachers(chances, counts.softmax(dim=-1), trust).exp()
    assert torch.allclose(mixed.sum(dim=-1), torch.ones(2), atol=1e-5)
    assert bool((mixed >= chances.amin(dim=1) - 1e-5).all() and (mixed <= chances.amax(dim=1) + 1e-5).all())
