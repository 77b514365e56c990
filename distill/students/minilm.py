"""What a student of short English questions takes from MiniLM: layers, the strongest neurons, words and their rows."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel, BertConfig

from distill.students.pruning import prune_feed_forward, prune_vocabulary
from distill.students.texts import TextStudent
from distill.students.vocabulary import SPECIAL, make_tokenizer, read_teacher_vocabulary
from distill.teachers.encoders import minilm_folder
from kiosk.bundle.understanding import MAX_TOKENS
from kiosk.core.text import normalise


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


def shortened(student: TextStudent, tokens: int, unknown: int) -> TextStudent:
    """A copy that keeps the first tokens of its vocabulary, and no more positions than a question may have tokens.

    Args:
        tokens: how many; what is dropped is read in smaller pieces from then on (`vocabulary` puts what the questions use first).
        unknown: id of the token for what cannot be read.
    """
    small, _ = prune_vocabulary(student, range(tokens), unknown)
    state = small.state_dict()
    positions = "bert.embeddings.position_embeddings.weight"
    state[positions] = state[positions][:MAX_TOKENS].clone()
    made = TextStudent(BertConfig(**{**small.config.to_dict(), "max_position_embeddings": MAX_TOKENS}))
    made.load_state_dict(state)
    made.eval()
    return made
