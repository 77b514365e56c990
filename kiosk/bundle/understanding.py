"""The language student's input, written once: both the teaching and the kiosk build it here.

`[CLS] [c:<intent before>] question [SEP]`, at most `MAX_TOKENS`; the text between is normalised by `kiosk.core.text.normalise`.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from kiosk.core import Intent
from kiosk.core.text import normalise

MAX_TOKENS = 64
CONTEXT_NONE = "[c:none]"


def context_token(intent: Intent | None) -> str:
    """The token that names what the question before was about."""
    return f"[c:{intent}]" if intent else CONTEXT_NONE


def encode(tokenizer: Tokenizer, text: str, before: Intent | None = None) -> tuple[npt.NDArray[np.int64], Encoding]:
    """Token ids (sequence,) of a question, and the encoding of its text, whose offsets point into the normalised text.

    The first token of the text stands at position 2.
    """
    encoding = tokenizer.encode(normalise(text), add_special_tokens=False)
    ids = encoding.ids[: MAX_TOKENS - 3]
    front = [token_id(tokenizer, "[CLS]"), token_id(tokenizer, context_token(before))]
    return np.array([*front, *ids, token_id(tokenizer, "[SEP]")], dtype=np.int64), encoding


def token_id(tokenizer: Tokenizer, token: str) -> int:
    """Id of a token that must exist. Raises KeyError for a vocabulary that was made for another input."""
    found = tokenizer.token_to_id(token)
    if found is None:
        raise KeyError(token)
    return int(found)


def pad(rows: Sequence[npt.NDArray[np.int64]], padding: int = 0) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """`input_ids` and `attention_mask`, each (batch, longest)."""
    longest = max(len(r) for r in rows)
    ids = np.full((len(rows), longest), padding, dtype=np.int64)
    mask = np.zeros_like(ids)
    for n, row in enumerate(rows):
        ids[n, : len(row)] = row
        mask[n, : len(row)] = 1
    return ids, mask
