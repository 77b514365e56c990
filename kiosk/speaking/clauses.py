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
GROWTH: Final = 2.4
"""A piece is at most so many times as long as the one before, in whose sound it is made."""
SECOND: Final = GROWTH * FIRST
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
_SMALL = "in|on|at|with|for|and|or|but|that|which|who|is|are|was|will|costs?|from|until|by|because|if|when|where|you|it|so|to|behind|beside|next|near|than|nothing"
_HAN = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[^\W\d_㐀-鿿]+(?:'[^\W\d_㐀-鿿]+)*")
_NUMBER = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty"
    "|sixty|seventy|eighty|ninety|hundred|thousand|million"
)
_NUMBER_ZH = "〇零一二两三四五六七八九十百千万点"
# Before a small word, a price ("… juice | three euros") or a bracket.
_CUT_EN = re.compile(rf"\s(?=(?:{_SMALL})\b|(?:{_NUMBER})(?:[ -](?:{_NUMBER}))*\s(?:euros?|pounds?|dollars?|cents?)\b|\()", re.I)
_ENDS_SMALL = re.compile(rf"(?:^|\s)(?:{_SMALL}|the|an?|of|our|your)$", re.I)
_ENDS_NUMBER = re.compile(rf"(?:^|\s|-)(?:{_NUMBER})$", re.I)
_GOES_ON = re.compile(rf"\s(?:{_NUMBER}|and|to)\b", re.I)
_PRICE_ZH = rf"(?<![{_NUMBER_ZH}])(?=[{_NUMBER_ZH}]+(?:欧元|英镑|美元|克朗|元|块))"
_TOPIC_ZH = re.compile(rf"(?<![正现就])(?=在(?!哪)|就在|没有标明|没有召回|含有|可能含|标明|产自|现在|今天)|{_PRICE_ZH}")
"""Before what is said of a topic."""
_CUT_ZH = re.compile(rf"{_TOPIC_ZH.pattern}|(?=请|还有|每|一共|可以|到|比如|因为|所以|如果|要不要|价格|正在|目前|最接近|(?<![温柔平暖])和(?![牛风面])|或者|您|我|[(（])")


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
        for piece in _pieces(sentence, _after(size(out[-1].text)) if out else first, not out):
            room = FIRST if len(out) == 1 else FIRST + 2
            if out and not out[-1].text.endswith(_CUT) and size(out[-1].text) < _TOO_SHORT and size(out[-1].text + piece) <= max(first, room):
                gap = "" if _HAN.search(piece[:1]) else " "
                out[-1] = Clause(out[-1].text + gap + piece, pause_after(piece))
            else:
                out.append(Clause(piece, pause_after(piece)))
    out = [Clause(clause.text.replace(_CUT, ","), clause.pause) for clause in out]
    return [clause for clause in out if _WORD.search(clause.text) or _HAN.search(clause.text)]


def _after(before: float) -> float:
    """The most words of a piece after one of so many."""
    return min(LATER, max(FIRST, GROWTH * before))


def _pieces(sentence: str, limit: float, is_first: bool) -> list[str]:
    """A sentence at its commas, several parts together up to the limit of the place in the reply, long parts cut."""
    out: list[str] = []
    piece = ""

    def end() -> None:
        nonlocal piece, limit, is_first
        out.append(piece)
        piece, limit, is_first = "", _after(size(piece)), False

    for rest in (match[0].strip() for match in _UNIT.finditer(sentence)):
        if piece and size(piece) >= _TOO_SHORT and size(piece) + size(rest) > limit:
            end()
        while rest:
            cut = _cut(rest, limit - size(piece), is_first and not piece)
            if piece and size(piece) + size(rest[:cut]) > limit:
                end()
                continue
            piece = _together(piece, rest[:cut].strip()) if piece else rest[:cut].strip()
            rest = rest[cut:].strip()
            if rest:
                piece += _CUT
                end()
    if out and size(piece) < _TOO_SHORT:
        out[-1] = _together(out[-1], piece)
    elif piece:
        out.append(piece)
    return out


def _together(one: str, other: str) -> str:
    return one.removesuffix(_CUT) + ("" if _HAN.search(other[:1]) and _HAN.search(one[-3:]) else " ") + other


def _cut(unit: str, limit: float, is_first: bool = False) -> int:
    """Where to cut a part without commas: before a small word as near to the limit as can be; its whole length where it is short enough.

    In Chinese the topic is a piece that stands by itself, however short (牛奶，在四号通道), and what comes first is cut as soon as it is too long.
    """
    if is_first and size(unit) > limit:
        topics = [m.start() for m in _TOPIC_ZH.finditer(unit) if 1.2 <= size(unit[: m.start()]) <= limit and size(unit[m.start() :]) >= _TOO_SHORT]
        if topics:
            return topics[-1]
    if size(unit) <= limit + 2:
        return len(unit)
    places = sorted({m.start() for pattern in (_CUT_EN, _CUT_ZH) for m in pattern.finditer(unit)})
    places = [place for place in places if not _parts_a_pair(unit[:place], unit[place:])]
    good = [place for place in places if 3 <= size(unit[:place]) <= limit and size(unit[place:]) >= _TOO_SHORT]
    if good:
        return good[-1]
    later = [place for place in places if limit < size(unit[:place]) <= LONGEST and size(unit[place:]) >= _TOO_SHORT]
    if later:
        return later[0]
    if size(unit) <= LONGEST:
        return len(unit)
    return _hard_cut(unit, limit)


def _parts_a_pair(before: str, after: str) -> bool:
    """Whether a cut would part two small words ("is | in aisle") or a number ("hundred | and five")."""
    return bool(_ENDS_SMALL.search(before) or (_ENDS_NUMBER.search(before) and _GOES_ON.match(after)))


def _hard_cut(unit: str, limit: float) -> int:
    """At a space, or between characters, where no small word helps."""
    ends = [m.end() for m in re.finditer(r"[^\W\d_㐀-鿿]+(?:'[^\W\d_]+)*|[㐀-鿿]", unit)]
    fitting = [end for end in ends if size(unit[:end]) <= limit]
    return fitting[-1] if fitting else ends[0] if ends else len(unit)


def pause_after(piece: str) -> float:
    """Seconds of silence after a piece."""
    if piece.endswith(_CUT):
        return CUT_PAUSE
    end = piece.rstrip('")）”')[-1:]
    return SENTENCE_PAUSE if end in ".!?。！？…" else CLAUSE_PAUSE if end in ",;:，、；：" else 0.05
