"""Text normalisation, written once: training, understanding, search and the proofs all use this file.

`clean` never fails and never returns control characters; `normalise` is idempotent.
"""

import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

MAX_CHARACTERS = 600
"""A spoken question has 10 to 60 characters, a long typed complaint 500; what is beyond is not read."""

_CONTROL = re.compile(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]")
_SPACE = re.compile(r"\s+")
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z]+")


def clean(text: str, limit: int = MAX_CHARACTERS) -> str:
    """Without control and bidirectional characters, one space between words, at most `limit` characters."""
    text = text[: limit * 4].encode("utf-8", "ignore").decode("utf-8")
    text = _SPACE.sub(" ", _CONTROL.sub(" ", unicodedata.normalize("NFKC", text))).strip()
    return text[:limit].strip()


def fold(text: str) -> str:
    """Lower case, without accents on Latin letters: the form in which words are compared. Chinese is left as it is."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))


@cache
def _simple() -> dict[int, str]:
    """Traditional characters and the simplified one that stands for each: OpenCC's table, first choice."""
    spec = find_spec("opencc")
    folder = Path(next(iter(spec.submodule_search_locations))) if spec and spec.submodule_search_locations else None
    pairs = (line.split() for line in (folder / "dictionary" / "TSCharacters.txt").read_text("utf-8").splitlines()) if folder else ()
    table = {pair[0]: pair[1] for pair in pairs if len(pair) > 1 and len(pair[0]) == len(pair[1]) == 1}
    return {ord(old): table.get(new, new) for old, new in table.items()}


def simplified(text: str) -> str:
    """Traditional characters as simplified ones, one for one; all else as it is."""
    return text.translate(_simple()) if has_chinese(text) else text


def normalise(text: str, limit: int = MAX_CHARACTERS) -> str:
    """The student's input: cleaned, folded, in simplified characters."""
    return simplified(clean(fold(clean(text, limit)), limit))


def has_chinese(text: str) -> bool:
    """Whether the text holds at least one Chinese character."""
    return _CJK.search(text) is not None


def chinese_share(text: str) -> float:
    """Share of Chinese characters among Chinese characters and Latin words, 0 to 1; 0 for text without either."""
    chinese, latin = len(_CJK.findall(text)), len(_LATIN.findall(text))
    return chinese / (chinese + latin) if chinese + latin else 0.0
