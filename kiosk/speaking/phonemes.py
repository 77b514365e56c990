"""Text in words to the phonemes of both languages: Chinese runs through Mandarin, all else through English, whatever the reply's language.

What must hold: only characters of the given vocabulary come out, and the order of the text is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kiosk.speaking.english import English
from kiosk.speaking.mandarin import HAN, mandarin

_PUNCTUATION = str.maketrans({
    "，": ", ", "、": ", ", "。": ". ", "．": ". ", "！": "! ", "？": "? ", "：": ": ", "；": "; ", "（": " (", "）": ") ", "《": ' "', "》": '" ',
    "「": ' "', "」": '" ', "【": ' "', "】": '" ', "–": ", ", "—": ", ",
})  # fmt: skip


class Phonemes:
    """Phonemes of mixed text.

    Args:
        lexicon: names and their respellings, for the English path.
        vocabulary: the characters that the voice knows.
    """

    def __init__(self, lexicon: Mapping[str, str], vocabulary: Collection[str]) -> None:
        self._english = English(lexicon)
        self._vocabulary = frozenset(vocabulary)

    def learn(self, lexicon: Mapping[str, str]) -> None:
        """These names and no others from now on."""
        self._english.learn(lexicon)

    def __call__(self, text: str) -> str:
        """Phonemes, empty where nothing can be said."""
        text = text.translate(_PUNCTUATION)
        parts: list[str] = []
        at = 0
        for run in HAN.finditer(text):
            parts += [self._english(text[at : run.start()]), mandarin(run[0])]
            at = run.end()
        parts.append(self._english(text[at:]))
        said = ""
        for part in filter(None, parts):
            said += part if not said or part[0] in ".,!?;:)" else f" {part}"
        return "".join(c for c in said if c in self._vocabulary).strip()
