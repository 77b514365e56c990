"""The moving average of a net's weights: its values by hand, its buffers, its checkpoint, and that it teaches without learning."""

from pathlib import Path

import pytest
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel

from distill.averages import moving_average
from distill.losses import soft_target_loss


class _Scalar(nn.Module):
    """One weight and one buffer."""

    def __init__(self, weight: float = 0.0) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.tensor([weight]))
        self.register_buffer("running", torch.zeros(1))


def _follow(average: AveragedModel, values: list[float]) -> list[tuple[float, float]]:
    """The averaged weight and buffer after each of the values, which both of the model's take."""
    model, found = _Scalar(), []
    for value in values:
        with torch.no_grad():
            model.weight.fill_(value)
            model.get_buffer("running").fill_(value)
        average.update_parameters(model)
        found.append((float(average.module.get_parameter("weight")), float(average.module.get_buffer("running"))))
    return found


@pytest.mark.parametrize(
    ("buffers", "running"),
    [(False, [1.0, 3.0, 6.0]), (True, [1.0, 2.0, 4.0])],
)
def test_the_average_by_hand(buffers: bool, running: list[float]) -> None:
    """d = 0.5: the first weight whole, whatever it was made with, then half of what was and half of what is; buffers are copied, or averaged too."""
    assert _follow(moving_average(_Scalar(99.0), 0.5, buffers), [1, 3, 6]) == list(zip([1.0, 2.0, 4.0], running, strict=True))


def test_an_average_that_was_saved_goes_on_as_one_that_was_not(tmp_path: Path) -> None:
    whole, first, second = (moving_average(_Scalar(), 0.7) for _ in range(3))
    expected = _follow(whole, [1, 3, 8, 0, 5])
    _follow(first, [1, 3, 8])
    torch.save(first.state_dict(), tmp_path / "average.pt")
    second.load_state_dict(torch.load(tmp_path / "average.pt", weights_only=True))
    assert _follow(second, [0, 5]) == expected[3:]


def test_as_a_teacher_it_is_still_and_learns_nothing() -> None:
    """No dropout, no gradient: its answers are soft targets for the net it follows, which stays as it was."""
    model = nn.Sequential(nn.Linear(3, 4), nn.Dropout(0.5))
    average = moving_average(model, 0.9)
    average.update_parameters(model)
    inputs = torch.randn(5, 3)
    assert torch.equal(average.module(inputs), average.module(inputs))
    soft_target_loss(model(inputs), average.module(inputs), 2.0).backward()  # type: ignore[no-untyped-call]
    assert all(p.grad is None for p in average.module.parameters())
    assert all(p.grad is not None for p in model.parameters()) and model.training
