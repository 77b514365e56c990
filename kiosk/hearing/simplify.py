"""Transcripts as the shop writes: simplified characters, half-width digits and letters, Chinese marks between Chinese.

`simplify` is idempotent and leaves English text as it is.
"""

import re
import unicodedata
from functools import cache
from typing import Any

from kiosk.core.text import clean, has_chinese

_GAP = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")

_OUNCE = re.compile(r"(?<=\d)\s?oz\b|(?<=\d )oz\b", re.IGNORECASE)


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional to simplified characters, full-width to half-width, no gaps between Chinese characters."""
    if not has_chinese(text):
        return _OUNCE.sub(" ounce", clean(text)).replace("  ", " ")
    return _GAP.sub("", clean(unicodedata.normalize("NFKC", _converter().convert(text))))
