"""Text as it is read aloud: the door to the two languages' rules.

What must hold for every text: the result has no digit and nothing unprintable, and it is at most `MAX_READ` characters. What is said of a
sensible reply reads as itself. What is shown on the screen stays as it is; only the voice reads this.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kiosk.core import Language
from kiosk.core.text import clean
from kiosk.speaking.numbers import digits_en, digits_zh
from kiosk.speaking.reading_chinese import read_chinese
from kiosk.speaking.reading_english import read_english

MAX_SPOKEN: Final = 1500
"""Characters of one reply that are spoken: three minutes of speech."""
MAX_READ: Final = 6 * MAX_SPOKEN

_KEPT = re.compile(r"[½¼¾⅓⅔²³°µ℃№]")
_SEPARATORS = re.compile(r"\s*[•·|／_~～<>\[\]{}\\^*]+\s*|\s*[\n\r]+\s*")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "`": "'", "‐": "-", "‑": "-"})


def read(text: str, language: Language) -> str:
    """What the voice says for `text`, in words. Empty for text without a sayable character."""
    text = _as_written(text)
    said = read_chinese(text) if language == Language.zh else read_english(text)
    said = "".join(_last_digit(c, language) for c in said)
    said = _SEPARATORS.sub(", ", said).strip(" ,")
    return re.sub(r"(?:, )+(?=[,.!?;:，。！？；：])", "", " ".join(said.split()))[:MAX_READ].strip()


def _as_written(text: str) -> str:
    """Cleaned as `kiosk.core` does, line breaks and bullets as short pauses, the few signs kept that NFKC would turn into digits."""
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(match[0])
        return "\ue000"

    text = text[: MAX_SPOKEN * 2].replace("\ue000", " ").replace("\r", "\n")
    text = re.sub(r"(?<![.!?。！？,，;；:：\n])\n+", ", ", text)
    text = clean(_KEPT.sub(hide, text), MAX_SPOKEN).translate(_QUOTES)
    parts = text.split("\ue000")
    return "".join(part + (kept[n] if n < len(parts) - 1 else "") for n, part in enumerate(parts))


def _last_digit(character: str, language: Language) -> str:
    """No rule leaves a digit in sensible text; in senseless text it is said as what it is."""
    if not character.isdigit() and not character.isdecimal():
        return character if character.isprintable() else " "
    value = unicodedata.digit(character, None)
    if value is None:
        return " "
    return digits_zh(str(value)) if language == Language.zh else f" {digits_en(str(value))} "
