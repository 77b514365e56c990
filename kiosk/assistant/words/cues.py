"""Words of the pack that ask for something it says: a rule of the shop, a place in the building.

What must hold: English words may stand in any order and in any of their forms; Chinese ones in their order, with a little between them. Pure.
"""

import re
from dataclasses import dataclass

from kiosk.assistant.words.listening import Lexicon
from kiosk.core.text import fold, has_chinese
from kiosk.store.words import key, tokens

LETTERS = 5
"""Beginning of an English word by which its forms are one: expire, expiry, expired."""
APART = 0.8
"""How well Chinese words fit with others between them (积分会不会过期), beside 1 where they stand together; English ones in another order likewise."""
_PARTS = re.compile(r"(?<!\d)[,.:]|[,.:](?!\d)|[，。！？!?;；]")
"""Between two parts of a sentence: 没开过，小票也在 has no 没小票 in it."""
_SMALL = frozenset({
    "a", "an", "the", "my", "i", "me", "you", "your", "do", "does", "it", "its", "is", "are", "am", "be", "to", "of", "for", "on", "in", "at", "with", "and",
    "or", "this", "that", "there", "we", "us", "our",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that ask for something.

    Args:
        words: as they are compared. parts: English words by their beginnings, Chinese characters.
        chinese: what finds a Chinese cue of three characters or more with others between them.
        worth: what it is worth that they were said.
    """

    words: str
    parts: frozenset[str]
    chinese: bool
    apart: re.Pattern[str] | None = None
    worth: float = 1.0


@dataclass(frozen=True, slots=True)
class Said:
    """A question as cues are looked for in it."""

    words: str
    parts: frozenset[str]

    @staticmethod
    def of(lexicon: Lexicon, normal: str) -> "Said":
        """A normalised question."""
        words = "，".join(filter(None, (_compared(lexicon, part) for part in _PARTS.split(lexicon.plainly(normal)))))
        return Said(words, frozenset(_english(words)))

    def has(self, cue: Cue) -> float:
        """How well a cue fits, 0 to 1; 0 where its words are not all there."""
        if not cue.words:
            return 0.0
        if cue.chinese:
            return 1.0 if cue.words in self.words else APART if cue.apart and cue.apart.search(self.words) else 0.0
        if f" {cue.words} " in f" {self.words.replace('，', ' ， ')} ":
            return 1.0
        return APART if cue.parts <= self.parts else 0.0

    def together(self, words: str) -> bool:
        """Whether words of the pack stand in the question side by side, small ones aside."""
        return words in self.words if has_chinese(words) else f" {' '.join(_english(words))} " in f" {' '.join(_english(self.words))} "


def cue_of(lexicon: Lexicon, words: str) -> Cue:
    """Words of the pack made ready for a language."""
    said = _compared(lexicon, fold(words))
    chinese = has_chinese(said)
    parts = parts_of(said)
    apart = re.compile("[^，。]{0,3}".join(map(re.escape, said))) if chinese and len(said) > 2 else None
    return Cue(said, frozenset(parts), chinese, apart)


def parts_of(words: str) -> list[str]:
    """What words are compared by: Chinese characters, or the beginnings of English words."""
    return [t for t in tokens(words) if has_chinese(t)] if has_chinese(words) else _english(words) or [words]


def _compared(lexicon: Lexicon, text: str) -> str:
    """What means the same made one, and Chinese without the measure word that parts a verb from its noun: 退个瓶 is 退瓶."""
    said = key(lexicon.plainly(text))
    return said.replace("个", "") if has_chinese(said) else said


def _english(text: str) -> list[str]:
    return [t[:LETTERS] for t in tokens(text) if t not in _SMALL]
