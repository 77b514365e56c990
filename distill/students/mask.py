"""The attention mask as a BERT of either library version takes it, so that a student's graph can be traced by every exporter."""

import torch
import transformers
from torch import Tensor

FROM_TWO_DIMENSIONS = int(transformers.__version__.split(".")[0]) < 5
"""Transformers 4, which Optimum's ONNX exporter needs, makes the mask itself, and so that it can be traced."""
MASKED = -10_000.0


def bert_mask(attention_mask: Tensor, dtype: torch.dtype) -> Tensor:
    """What BERT is given for (batch, sequence) ones and zeros: (batch, 1, 1, sequence) to be added to the attention's logits.

    Transformers 5 has mask code that torch.onnx cannot trace; it takes one that is ready.
    """
    return attention_mask if FROM_TWO_DIMENSIONS else (1.0 - attention_mask[:, None, None, :].to(dtype)) * MASKED
