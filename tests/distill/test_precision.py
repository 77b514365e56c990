"""Training computes in bfloat16 only where the machine does."""

import pytest
import torch

from distill import precision


@pytest.mark.parametrize(("has", "kind"), [(True, torch.bfloat16), (False, torch.float32)])
def test_products_are_of_the_kind_that_the_machine_has(monkeypatch: pytest.MonkeyPatch, has: bool, kind: torch.dtype) -> None:
    monkeypatch.setattr(precision, "has_bf16", lambda: has)
    with precision.computing("cpu"):
        assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype is kind


def test_this_machine_is_asked_and_answers() -> None:
    assert precision.has_bf16() in (True, False)
