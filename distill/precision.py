"""The numbers that training and teachers compute with: bfloat16 where the machine has instructions for it, float32 elsewhere.

On a processor without them torch multiplies bfloat16 one by one: fine-tuning e5 on two AVX2 cores had not ended its first pass of 32,000 questions
after a quarter of an hour. What must hold: one process uses one kind of numbers throughout; a run says in its `run.json` which.
"""

from contextlib import AbstractContextManager, nullcontext

import torch


def has_bf16() -> bool:
    """Whether this machine multiplies bfloat16 at least as fast as float32: a GPU of its own, or a processor for which oneDNN has kernels."""
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported())
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def numbers() -> str:
    """What this machine computes in, for a run's record."""
    return "bfloat16" if has_bf16() else "float32"


def computing(device: str) -> AbstractContextManager[object]:
    """A context in which a net computes in bfloat16 where that is fast.

    Args:
        device: torch's name of the kind of device, "cpu" or "cuda".
    """
    return torch.autocast(device, dtype=torch.bfloat16) if has_bf16() else nullcontext()
