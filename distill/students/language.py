"""The language student: one small shared encoder for English and Chinese with four outputs.

Inputs are `input_ids` and `attention_mask`, int64 (batch, sequence). Pooling, heads and normalisation are inside the graph. Outputs:
`intent` (batch, intents), `sentiment` (batch, 3) and `slots` (batch, sequence, 25) are logits; `embedding` (batch, 512) is L2-normalised and
lies in the space of the multilingual teacher, where a Chinese question meets its English twin.

The encoder starts from layers of the English teacher; feed-forward neurons are pruned by the product of their weight norms.
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel, BertPreTrainedModel

from distill.students.mask import bert_mask
from distill.students.pruning import strongest_neurons
from kiosk.core import Intent, Sentiment, Slot

INTENTS = tuple(Intent)
SENTIMENTS = tuple(Sentiment)
TAGS = ("O", *(f"{prefix}-{slot}" for slot in Slot for prefix in ("B", "I")))
EMBEDDING = 512


class LanguageStudent(BertPreTrainedModel):
    """Shared encoder, mean pooling, four heads. See the module's docstring for shapes."""

    config_class = BertConfig

    def __init__(self, config: BertConfig) -> None:
        super().__init__(config)
        self.bert = BertModel(config, add_pooling_layer=False)
        self.dropout = nn.Dropout(0.1)
        self.intent = nn.Linear(2 * config.hidden_size, len(INTENTS))
        self.sentiment = nn.Linear(2 * config.hidden_size, len(SENTIMENTS))
        self.tags = nn.Linear(config.hidden_size, len(TAGS))
        self.projection = nn.Linear(config.hidden_size, EMBEDDING)
        self.post_init()

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> dict[str, Tensor]:
        hidden = self.bert(input_ids=input_ids, attention_mask=bert_mask(attention_mask, self.projection.weight.dtype)).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        pooled = self.dropout(torch.cat([hidden[:, 0], mean], dim=-1))
        embedding = self.projection(mean)
        return {
            "intent": self.intent(pooled),
            "sentiment": self.sentiment(pooled),
            "slots": self.tags(self.dropout(hidden)),
            "embedding": embedding / embedding.norm(dim=-1, keepdim=True).clamp_min(1e-6),
        }


def student_config(vocabulary: int, layers: int, ffn: int, hidden: int = 384, heads: int = 12, positions: int = 96) -> BertConfig:
    """Configuration of a student of `layers` layers with `ffn` feed-forward neurons each."""
    return BertConfig(
        vocab_size=vocabulary, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads, intermediate_size=ffn,
        max_position_embeddings=positions, type_vocab_size=1, hidden_dropout_prob=0.1, attention_probs_dropout_prob=0.1,
    )  # fmt: skip


def start_from_teacher(student: LanguageStudent, teacher: Any, rows: Tensor, layers: Sequence[int]) -> None:
    """Copies embeddings, positions and the given layers of a BERT teacher of the same width into the student.

    Args:
        rows: (vocabulary, hidden) initial token embeddings of the student.
        layers: for each student layer, the teacher layer that it starts from.
    """
    state = student.bert.state_dict()
    source = teacher.state_dict()
    with torch.no_grad():
        state["embeddings.word_embeddings.weight"].copy_(rows)
        positions = state["embeddings.position_embeddings.weight"]
        positions.copy_(source["embeddings.position_embeddings.weight"][: len(positions)])
        state["embeddings.token_type_embeddings.weight"].copy_(source["embeddings.token_type_embeddings.weight"][:1])
        for name in ("weight", "bias"):
            state[f"embeddings.LayerNorm.{name}"].copy_(source[f"embeddings.LayerNorm.{name}"])
        for n, layer in enumerate(layers):
            up = source[f"encoder.layer.{layer}.intermediate.dense.weight"]
            down = source[f"encoder.layer.{layer}.output.dense.weight"]
            keep = strongest_neurons(up, down, student.config.intermediate_size)
            for key, value in source.items():
                if not key.startswith(f"encoder.layer.{layer}."):
                    continue
                target = key.replace(f"layer.{layer}.", f"layer.{n}.", 1)
                if "intermediate.dense" in key:
                    value = value[keep]
                elif key.endswith(".output.dense.weight") and "attention" not in key:
                    value = value[:, keep]
                state[target].copy_(value)
