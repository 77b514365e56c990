"""A student that sorts short English questions: a BERT of few layers, one answer; and how a question is put to it.

Inputs are `input_ids` and `attention_mask`, int64 (batch, sequence); output `logits` (batch, classes). Pooling and head are inside the graph.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel, BertPreTrainedModel

from distill.students.mask import bert_mask
from distill.teachers.encoders import Matrix
from distill.training import forward_in_batches, tensors
from kiosk.bundle.understanding import MAX_TOKENS, pad, token_id
from kiosk.core.text import normalise


class TextStudent(BertPreTrainedModel):
    """Encoder, first and mean vector side by side, one linear answer of `config.num_labels` classes."""

    config_class = BertConfig

    def __init__(self, config: BertConfig) -> None:
        super().__init__(config)
        self.bert = BertModel(config, add_pooling_layer=False)
        self.dropout = nn.Dropout(0.1)
        self.answer = nn.Linear(2 * config.hidden_size, config.num_labels)
        self.post_init()

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> dict[str, Tensor]:
        hidden = self.bert(input_ids=input_ids, attention_mask=bert_mask(attention_mask, self.answer.weight.dtype)).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        pooled = torch.cat([hidden[:, 0], (hidden * mask).sum(1) / mask.sum(1)], dim=-1)
        return {"logits": self.answer(self.dropout(pooled))}


def encode(tokenizer: Tokenizer, text: str) -> Any:
    """(sequence,) ids of `[CLS] text [SEP]`, at most `MAX_TOKENS`."""
    ids = tokenizer.encode(normalise(text), add_special_tokens=False).ids[: MAX_TOKENS - 2]
    return np.array([token_id(tokenizer, "[CLS]"), *ids, token_id(tokenizer, "[SEP]")], dtype=np.int64)


def logits_of(student: TextStudent, ids: Sequence[Any]) -> Matrix:
    """(n, classes) logits of encoded questions, in their order and without dropout; the student's mode stays as it was."""
    mode = student.training
    student.eval()
    found = np.zeros((len(ids), student.config.num_labels), np.float32)
    with torch.no_grad():
        for batch in forward_in_batches([len(x) for x in ids], 128):
            a, m = tensors(pad([ids[n] for n in batch]), student)
            found[batch] = student(a, m)["logits"].float().cpu().numpy()
    student.train(mode)
    return found
