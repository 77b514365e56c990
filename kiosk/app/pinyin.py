"""Chinese by Latin letters: what was typed without tones ("yanmainai") becomes candidates (燕麦奶).

The words come from jieba's frequencies, their readings from pypinyin's dictionaries, and the shop's own words come first. Nothing is learned
from what shoppers type. A candidate says how many letters it uses up; choosing it leaves the rest to be turned.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

LEAST: Final = 80
"""Occurrences in jieba's corpus (60 million words) below which a word is left out: 40,000 words stay, which take 60 MB less than all."""
LONGEST: Final = 5
RARE: Final = 4.0
"""Natural logarithm of how much rarer a character's second reading is than its first: 但 is dan, hardly ever yan."""
PHRASES: Final = (
    "多少钱", "在哪里", "在哪儿", "有没有", "怎么卖", "这个", "请问", "加到清单", "便宜一点", "洗手间", "店员", "怎么走", "几点关门", "几点开门", "优惠",
)  # fmt: skip
"""What everybody asks in a shop and a corpus of novels and news hardly knows."""
SHOP_WORDS: Final = 20000
"""What a word of the shop counts: as much as a very common word, so that 燕麦 comes before 言卖."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Chinese text, and how many of the typed letters it stands for."""

    text: str
    letters: int


def plain(reading: str) -> str:
    """A reading without tone marks; ü is typed v ("lǜ" → "lv")."""
    return reading.translate(_PLAIN)


_MARKS: Final = {"a": "āáǎà", "e": "ēéěèê", "i": "īíǐì", "o": "ōóǒò", "u": "ūúǔù", "v": "üǖǘǚǜ", "n": "ńňǹ", "m": "ḿ"}
_PLAIN: Final = {ord(mark): letter for letter, marks in _MARKS.items() for mark in marks}


class Pinyin:
    """A dictionary that is searched by typed letters.

    Args:
        words: word → how often it is used; every character must have a reading in `readings`.
    """

    def __init__(self, words: Mapping[str, float], extra: Iterable[str] = ()) -> None:
        counts = dict(words)
        for word in (*PHRASES, *extra):
            if 0 < len(word) <= 12 and all(_characters(c) for c in word):
                counts[word] = counts.get(word, 0) + SHOP_WORDS
        self._total = math.log(sum(counts.values()) or 1)
        by_key: dict[str, list[tuple[float, str]]] = defaultdict(list)
        by_initials: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for word, count in counts.items():
            weight = math.log(max(1.0, count)) - self._total
            for rank, syllables in enumerate(_readings(word)):
                ranked = weight - RARE * rank
                by_key["".join(syllables)].append((ranked, word))
                by_initials["".join(s[0] for s in syllables)].append((ranked, word))
        self._by_key = {key: sorted(found, reverse=True) for key, found in by_key.items()}
        self._by_initials = {key: sorted(found, reverse=True)[:30] for key, found in by_initials.items()}
        self._keys = sorted(self._by_key)
        self._longest = max(map(len, self._keys), default=0)

    def candidates(self, letters: str, limit: int = 40) -> list[Candidate]:
        """Best first: the whole as a word or a sentence, words that begin so, words by their initials, then words for the beginning alone."""
        letters = "".join(c for c in letters.lower() if c.isascii() and c.isalpha())[:60]
        if not letters:
            return []
        size = len(letters)
        found = [Candidate(word, size) for _, word in self._by_key.get(letters, ())[:12]]
        sentence = self._sentence(letters)
        if sentence and not found:
            found.append(Candidate(sentence, size))
        by_initials = [Candidate(word, size) for _, word in self._by_initials.get(letters, ())[:12]]
        found += by_initials if size == 1 else [Candidate(word, size) for word in self._beginning(letters)] + by_initials
        for length in range(min(size - 1, self._longest), 0, -1):
            found += [Candidate(word, length) for _, word in self._by_key.get(letters[:length], ())[:12]]
        return list({c.text: c for c in reversed(found)}.values())[::-1][:limit]

    def _beginning(self, letters: str) -> list[str]:
        start = bisect_left(self._keys, letters)
        hits: list[tuple[float, str]] = []
        for key in self._keys[start : start + 400]:
            if not key.startswith(letters):
                break
            if key != letters:
                hits += self._by_key[key][:2]
        return [word for _, word in sorted(hits, reverse=True)[:10]]

    def _sentence(self, letters: str) -> str:
        """The likeliest row of words that spells all letters (Viterbi over word frequencies); empty where there is none."""
        best: list[tuple[float, str] | None] = [(0.0, "")] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - self._longest), end):
                before, words = best[start], self._by_key.get(letters[start:end])
                if before and words:
                    score = before[0] + words[0][0]
                    held = best[end]
                    if held is None or score > held[0]:
                        best[end] = (score, before[1] + words[0][1])
        last = best[-1]
        return last[1] if last else ""


@cache
def _characters(character: str) -> tuple[str, ...]:
    from pypinyin.pinyin_dict import pinyin_dict

    return tuple(dict.fromkeys(plain(r) for r in pinyin_dict.get(ord(character), "").split(",") if r))


def _readings(word: str) -> list[tuple[str, ...]]:
    from pypinyin.phrases_dict import phrases_dict

    if len(word) == 1:
        return [(r,) for r in _characters(word)[:3]]
    known = phrases_dict.get(word)
    return [tuple(plain(s[0]) for s in known)] if known else [tuple(_characters(c)[0] for c in word)]


def open_pinyin(extra: Iterable[str] = ()) -> Pinyin:
    """The dictionary with a shop's own words; takes about a second, so not on the window's thread."""
    import jieba

    words: dict[str, float] = {}
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, count, _ = line.split(" ", 2)
            if int(count) >= (1 if len(word) == 1 else LEAST) and len(word) <= LONGEST and all(_characters(c) for c in word):
                words[word] = float(count)
    return Pinyin(words, extra)
