"""The moving average of a model's weights: its values by hand, its buffers, its state, and that it teaches without learning."""

import math
from pathlib import Path

import pytest
import torch
from torch import nn

from distill.averages import MovingAverage
from distill.losses import soft_target_loss


class _Scalar(nn.Module):
    """One weight, one buffer of numbers and one of a count."""

    def __init__(self, weight: float = 0.0) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.tensor([weight]))
        self.register_buffer("running", torch.zeros(1))
        self.register_buffer("count", torch.tensor(0))


def _follow(average: MovingAverage, weights: list[float]) -> list[float]:
    model, values = _Scalar(), list[float]()
    for weight in weights:
        with torch.no_grad():
            model.weight.fill_(weight)
        average.update(model)
        values += average.model.get_parameter("weight").tolist()
    return values


def test_the_average_by_hand() -> None:
    """d = 0.5: the first weight whole, the mean of two, then half of what was and half of what is."""
    assert _follow(MovingAverage(_Scalar(99.0), 0.5), [1, 3, 6, 10]) == [1, 2, 4, 7]


def test_before_the_decay_is_reached_it_is_the_plain_mean() -> None:
    """So the initial 99 leaves no trace, however slow the average is."""
    assert _follow(MovingAverage(_Scalar(99.0), 0.999), [1, 3, 8, 0]) == pytest.approx([1, 2, 4, 3])


def test_without_decay_it_is_the_last_weights() -> None:
    assert _follow(MovingAverage(_Scalar(99.0), 0.0), [1, 3, 8]) == [1, 3, 8]


def test_buffers_are_copied() -> None:
    """A mean of counts or of running means would be neither."""
    average, model = MovingAverage(_Scalar(), 0.9), _Scalar()
    for n in (1, 2, 3):
        model.get_buffer("running").fill_(n / 2)
        model.get_buffer("count").fill_(n)
        average.update(model)
    assert (float(average.model.get_buffer("running")), int(average.model.get_buffer("count"))) == (1.5, 3)


def test_an_average_that_was_saved_goes_on_as_one_that_was_not(tmp_path: Path) -> None:
    whole, first, second = (MovingAverage(_Scalar(), 0.7) for _ in range(3))
    expected = _follow(whole, [1, 3, 8, 0, 5])
    _follow(first, [1, 3, 8])
    torch.save(first.state(), tmp_path / "average.pt")
    second.load(torch.load(tmp_path / "average.pt", weights_only=True))
    assert _follow(second, [0, 5]) == expected[3:]


def test_a_state_of_another_model_is_refused() -> None:
    with pytest.raises(RuntimeError):
        MovingAverage(_Scalar(), 0.5).load(MovingAverage(nn.Linear(2, 2), 0.5).state())


def test_the_model_is_neither_changed_nor_shared() -> None:
    model = _Scalar(4.0)
    average = MovingAverage(model, 0.5)
    _follow(average, [1, 3])
    assert model.weight.tolist() == [4.0]
    assert model.weight.requires_grad and model.training


def test_as_a_teacher_it_is_still_and_learns_nothing() -> None:
    """No dropout, no gradient: its answers are soft targets for the model it follows."""
    model = nn.Sequential(nn.Linear(3, 4), nn.Dropout(0.5))
    average = MovingAverage(model, 0.9)
    average.update(model)
    inputs = torch.randn(5, 3)
    assert torch.equal(average.model(inputs), average.model(inputs))
    soft_target_loss(model(inputs), average.model(inputs), 2.0).backward()  # type: ignore[no-untyped-call]
    assert all(p.grad is None for p in average.model.parameters())
    assert all(p.grad is not None for p in model.parameters())


@pytest.mark.parametrize("decay", [-0.1, 1.0, math.nan])
def test_a_decay_out_of_bounds_is_refused(decay: float) -> None:
    with pytest.raises(ValueError, match="decay"):
        MovingAverage(_Scalar(), decay)
