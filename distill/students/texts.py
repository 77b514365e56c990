"""A student that sorts short English questions: MiniLM's layers with fewer neurons and fewer words, one answer.

Inputs are `input_ids` and `attention_mask`, int64 (batch, sequence); output `logits` (batch, classes). Pooling and head are inside the graph.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel, BertConfig, BertModel, BertPreTrainedModel

from distill.students.pruning import prune_feed_forward, prune_vocabulary
from distill.students.vocabulary import SPECIAL, make_tokenizer, read_teacher_vocabulary
from distill.teachers.encoders import minilm_folder
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
        # The additive mask is made here: the library's own mask code cannot be traced by torch.onnx.
        added = (1.0 - attention_mask[:, None, None, :].to(self.answer.weight.dtype)) * -10_000.0
        hidden = self.bert(input_ids=input_ids, attention_mask=added).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        pooled = torch.cat([hidden[:, 0], (hidden * mask).sum(1) / mask.sum(1)], dim=-1)
        return {"logits": self.answer(self.dropout(pooled))}


def vocabulary(texts: Iterable[str], size: int) -> Tokenizer:
    """MiniLM's pieces that the texts use, then its short ones, then the most frequent of the rest, `size` in all."""
    known = read_teacher_vocabulary(minilm_folder())
    whole = make_tokenizer(known)
    used = {t for e in whole.encode_batch(list(texts), add_special_tokens=False) for t in e.tokens}
    plain = [t for t in known if t.isascii() and not t.startswith("[")]
    short = [t for t in plain if len(t.removeprefix("##")) == 1]
    tokens = list(dict.fromkeys([*SPECIAL, *short, *(t for t in plain if t in used), *plain]))
    return make_tokenizer(tokens[: max(size, len(SPECIAL) + len(short))])


def piece_table() -> tuple[Callable[[str], list[int]], npt.NDArray[np.float32]]:
    """What finds a text's rows in MiniLM's token embeddings, and those (pieces, 384): all that the plainest baseline knows."""
    whole: Any = AutoModel.from_pretrained(minilm_folder(), add_pooling_layer=False)
    words = make_tokenizer(read_teacher_vocabulary(minilm_folder()))
    return lambda text: words.encode(normalise(text), add_special_tokens=False).ids, whole.embeddings.word_embeddings.weight.detach().numpy()


def fresh_text_student(tokenizer: Tokenizer, layers: Sequence[int], ffn: int, classes: int, seed: int) -> TextStudent:
    """A student that starts from MiniLM: the given layers of it, its strongest neurons, its rows of the tokens."""
    torch.manual_seed(seed)
    whole: Any = AutoModel.from_pretrained(minilm_folder(), add_pooling_layer=False)
    whole.encoder.layer = nn.ModuleList([whole.encoder.layer[n] for n in layers])
    whole.config.num_hidden_layers = len(layers)
    known = {t: n for n, t in enumerate(read_teacher_vocabulary(minilm_folder()))}
    mine = sorted(tokenizer.get_vocab(), key=lambda t: tokenizer.get_vocab()[t])
    small, _ = prune_vocabulary(prune_feed_forward(whole, ffn), [known[t] for t in mine], known["[UNK]"])
    config = BertConfig(**{**small.config.to_dict(), "num_labels": classes})
    student = TextStudent(config)
    student.bert.load_state_dict(small.state_dict())
    return student
