"""A student that sorts short English questions: a BERT of few layers, one answer.

Inputs are `input_ids` and `attention_mask`, int64 (batch, sequence); output `logits` (batch, classes). Pooling and head are inside the graph.
"""

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel, BertPreTrainedModel

from distill.students.mask import bert_mask


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
