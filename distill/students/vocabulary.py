"""The language student's own vocabulary: English word pieces of the English teacher that shoppers' English uses, single Chinese
characters, and one token an intent that tells the student what the question before was about.

The tokenizer takes text that `kiosk.core.text.normalise` has already folded; it never sees capitals or accents.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import WordPiece

from kiosk.bundle.understanding import CONTEXT_NONE, context_token
from kiosk.core import Intent

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def build_vocabulary(texts: Iterable[str], teacher_vocabulary: list[str], characters: Iterable[str], size: int) -> Tokenizer:
    """A word-piece tokenizer of at most `size` tokens.

    Args:
        texts: normalised training texts; every teacher piece that occurs in them is kept.
        teacher_vocabulary: tokens of the English teacher, most frequent first within each group.
        characters: Chinese characters, most frequent first.
    """
    teacher = make_tokenizer(teacher_vocabulary)
    used = Counter(t for e in teacher.encode_batch(list(texts), add_special_tokens=False) for t in e.tokens)
    contexts = [CONTEXT_NONE, *(context_token(i) for i in Intent)]
    chinese = list(dict.fromkeys(characters))
    plain = [t for t in teacher_vocabulary if t.isascii() and not t.startswith("[")]
    short = [t for t in plain if len(t.removeprefix("##")) <= 2]
    tokens = list(dict.fromkeys([*SPECIAL, *contexts, *chinese, *short, *(t for t in plain if t in used)]))
    tokens += [t for t in plain if t not in set(tokens)][: max(0, size - len(tokens))]
    return make_tokenizer(tokens[: max(size, len(tokens))])


def make_tokenizer(tokens: list[str]) -> Tokenizer:
    """Word pieces over these tokens; Chinese characters and punctuation stand alone."""
    vocabulary = {t: n for n, t in enumerate(tokens)}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=40))  # noqa: S106 - a token of the vocabulary
    tokenizer.normalizer = normalizers.BertNormalizer(clean_text=False, handle_chinese_chars=True, strip_accents=False, lowercase=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def read_teacher_vocabulary(folder: Path) -> list[str]:
    """Tokens of a BERT teacher, one a line in `vocab.txt`."""
    return (folder / "vocab.txt").read_text("utf-8").splitlines()
