"""A reply in the pieces in which it is made and played: the first one short, so that the first sound comes early.

What must hold: the pieces in order are the text, nothing added but a comma where a sentence was cut, nothing lost but spaces; none is empty;
none is longer than `LONGEST` words. The text is in words already, in either language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

FIRST: Final = 5.0
"""Words in the first piece, where the sentence can be cut; a Chinese character counts 0.6 of a word. About two seconds of speech at most, mostly less."""
SECOND: Final = 12.0
LATER: Final = 16.0
"""The model's memory grows with the longest piece: six seconds of speech need 170 MB for the moment."""
LONGEST: Final = 22.0
_TOO_SHORT: Final = 2.0
"""A piece of one word sounds clipped: it goes with what follows."""

SENTENCE_PAUSE: Final = 0.30
CLAUSE_PAUSE: Final = 0.12
CUT_PAUSE: Final = 0.02
"""Seconds of silence after a piece, as people pause."""

_SENTENCE = re.compile(r".+?(?:[.!?。！？…]+[\")）”]*(?=\s|$|[㐀-鿿A-Z])|$)", re.S)
_UNIT = re.compile(r".+?(?:[,;:，、；：](?=\s|$|[㐀-鿿A-Za-z])\s*|$)", re.S)
_CUT: Final = "\ue001"
"""Ends a piece that was cut where no mark stood; becomes a comma."""
_SMALL = "in|on|at|with|for|and|or|but|that|which|who|is|are|was|will|costs?|from|until|by|because|if|when|where|you|it|so|to|behind|beside|next|near|than"
_HAN = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[^\W\d_㐀-鿿]+(?:'[^\W\d_㐀-鿿]+)*")
# Not after another small word ("is | in aisle"), not inside a number ("hundred and five").
_CUT_EN = re.compile(rf"(?<!hundred)(?<!thousand)(?<!million)\s(?=(?:{_SMALL})\b)", re.I)
_ENDS_SMALL = re.compile(rf"(?:^|\s)(?:{_SMALL}|the|an?|of|our|your)$", re.I)
_CUT_ZH = re.compile(r"(?=在|请|就在|还有|每|一共|可以|到|比如|因为|所以|如果|要不要|价格|正在|目前|最接近|和|或者|您|我)")


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece and the silence after it in seconds."""

    text: str
    pause: float


def size(text: str) -> float:
    """Length in words; a Chinese character counts 0.6."""
    return len(_WORD.findall(text)) + 0.6 * len(_HAN.findall(text))


def sentences(text: str) -> list[str]:
    """The sentences with their marks."""
    return [s for s in (match[0].strip() for match in _SENTENCE.finditer(text)) if s]


def clauses(text: str, first: float = FIRST) -> list[Clause]:
    """The pieces of a text.

    Args:
        first: words in the first piece; larger where something is already playing.
    """
    out: list[Clause] = []
    for sentence in sentences(text):
        for piece in _pieces(sentence, len(out), first):
            if out and size(out[-1].text) < _TOO_SHORT and size(out[-1].text + piece) <= max(first, FIRST) + 2:
                gap = "" if _HAN.search(piece[:1]) else " "
                out[-1] = Clause(out[-1].text + gap + piece, _pause(piece))
            else:
                out.append(Clause(piece, _pause(piece)))
    out = [Clause(clause.text.replace(_CUT, ","), clause.pause) for clause in out]
    return [clause for clause in out if _WORD.search(clause.text) or _HAN.search(clause.text)]


def _pieces(sentence: str, made: int, first: float) -> list[str]:
    """A sentence at its commas, several parts together up to the limit of the place in the reply, long parts cut."""
    limits = [first, SECOND, LATER]

    def limit(n: int) -> float:
        return limits[min(made + n, 2)]

    parts: list[str] = []
    for unit in (match[0].strip() for match in _UNIT.finditer(sentence)):
        rest = unit
        while rest:
            cut = _cut(rest, limit(len(parts)))
            parts.append(rest[:cut].strip() + (_CUT if cut < len(rest) else ""))
            rest = rest[cut:].strip()
    joined: list[str] = []
    for part in parts:
        room = limit(len(joined) - 1) if joined else 0.0
        if joined and (size(joined[-1]) + size(part) <= room or size(part) < _TOO_SHORT):
            joined[-1] = joined[-1].removesuffix(_CUT) + ("" if _HAN.search(part[:1]) and _HAN.search(joined[-1][-3:]) else " ") + part
        else:
            joined.append(part)
    return joined


def _cut(unit: str, limit: float) -> int:
    """Where to cut a part without commas: before a small word as near to the limit as can be; its whole length where it is short enough."""
    if size(unit) <= limit + 2:
        return len(unit)
    places = sorted({m.start() for pattern in (_CUT_EN, _CUT_ZH) for m in pattern.finditer(unit)})
    places = [place for place in places if not _ENDS_SMALL.search(unit[:place])]
    good = [place for place in places if 3 <= size(unit[:place]) <= limit and size(unit[place:]) >= _TOO_SHORT]
    if good:
        return good[-1]
    later = [place for place in places if limit < size(unit[:place]) <= 1.7 * limit and size(unit[place:]) >= _TOO_SHORT]
    if later:
        return later[0]
    if size(unit) <= LONGEST:
        return len(unit)
    return _hard_cut(unit, limit)


def _hard_cut(unit: str, limit: float) -> int:
    """At a space, or between characters, where no small word helps."""
    ends = [m.end() for m in re.finditer(r"[^\W\d_㐀-鿿]+(?:'[^\W\d_]+)*|[㐀-鿿]", unit)]
    fitting = [end for end in ends if size(unit[:end]) <= limit]
    return fitting[-1] if fitting else ends[0] if ends else len(unit)


def _pause(piece: str) -> float:
    if piece.endswith(_CUT):
        return CUT_PAUSE
    end = piece.rstrip('")）”')[-1:]
    return SENTENCE_PAUSE if end in ".!?。！？…" else CLAUSE_PAUSE if end in ",;:，、；：" else 0.05
