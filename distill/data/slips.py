"""Slips: what hands and recognisers do to a question. Every function keeps the slot spans in step with the text.

A slip never changes what is asked: at most one letter in seven is touched, and digits never are.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from random import Random

from distill.data.confusions import FILE, read
from distill.data.wordings import Filled
from kiosk.core import Slot
from kiosk.core.text import fold

_HAN, _WORD = re.compile("[\u4e00-\u9fff]"), re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")

_NEAR = {
    "a": "sqz", "b": "vgn", "c": "xvd", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok", "j": "hku", "k": "jli",
    "l": "kop", "m": "nj", "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf", "s": "adw", "t": "ryg", "u": "yij", "v": "cbf",
    "w": "qes", "x": "zcs", "y": "tuh", "z": "xas",
}  # fmt: skip
_FILLERS = {"en": ("um ", "uh ", "er ", "so ", "okay ", "right ", "hey ", "hi ", "excuse me ", "sorry ", "hello "),
            "zh": ("嗯", "那个", "请问", "你好", "不好意思", "哎", "麻烦问下", "我想问一下", "那什么", "诶")}  # fmt: skip
_TAILS = {"en": (" please", " thanks", " mate", " then", " now"), "zh": ("啊", "呀", "呢", "谢谢", "哈", "啦")}


def _rewrite(filled: Filled, change: Callable[[int, str], str]) -> Filled:
    """Applies `change(position, character)` to every character and moves the spans along."""
    pieces = [change(n, c) for n, c in enumerate(filled.text)]
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    spans = tuple((starts[a], starts[b], slot) for a, b, slot in filled.spans if starts[b] > starts[a])
    return Filled("".join(pieces), spans)


def without_punctuation(filled: Filled) -> Filled:
    """Recogniser style: lower case, no marks."""
    return _rewrite(filled, lambda _, c: c.lower() if c.isalnum() or c in " '" or (ord(c) > 0x2E7F and c not in "，。？！、；：") else " ")


def typing_slips(filled: Filled, random: Random, rate: float = 0.06) -> Filled:
    """Letters dropped, doubled or hit beside, as fingers on a screen do."""

    def change(_: int, c: str) -> str:
        if not (c.isascii() and c.isalpha()) or random.random() > rate:
            return c
        kind = random.random()
        return "" if kind < 0.4 else c + c if kind < 0.6 else random.choice(_NEAR[c.lower()])

    return _rewrite(filled, change)


@cache
def _homophones() -> Mapping[str, str]:
    """Frequent characters that share a syllable, by character: what an input method or a recogniser confuses."""
    import jieba
    from pypinyin import lazy_pinyin

    jieba.setLogLevel(60)
    jieba.initialize()
    frequency = {w: f for w, f in jieba.dt.FREQ.items() if len(w) == 1 and "\u4e00" <= w <= "\u9fff"}
    common = sorted(frequency, key=lambda w: -frequency[w])[:2500]
    by_sound: dict[str, list[str]] = {}
    for character in common:
        by_sound.setdefault(lazy_pinyin(character)[0], []).append(character)
    return {c: "".join(x for x in by_sound[lazy_pinyin(c)[0]][:8] if x != c) for c in common}


def sound_slips(filled: Filled, random: Random, rate: float = 0.06) -> Filled:
    """Chinese characters replaced by others of the same syllable."""
    table = _homophones()
    return _rewrite(filled, lambda _, c: random.choice(table[c]) if table.get(c) and random.random() < rate else c)


def heard_slips(filled: Filled, language: str, random: Random, rate: float = 0.1) -> Filled:
    """Characters (Chinese) or words (English) written as the recogniser once wrote them, as often as it did (`distill.data.confusions`)."""
    table = read(FILE)[language]
    pieces = _HAN.finditer(filled.text) if language == "zh" else _WORD.finditer(filled.text)
    wrong = dict[int, str]()
    for piece in pieces:
        known = table.get(fold(piece[0]))
        if known and random.random() < rate:
            wrong[piece.start()] = random.choices(list(known), list(known.values()))[0]
            wrong |= dict.fromkeys(range(piece.start() + 1, piece.end()), "")
    return _rewrite(filled, lambda n, c: wrong.get(n, c))


def with_fillers(filled: Filled, language: str, random: Random) -> Filled:
    """A word of hesitation or politeness in front, behind or both."""
    front = random.choice(_FILLERS[language]) if random.random() < 0.7 else ""
    tail = random.choice(_TAILS[language]) if random.random() < 0.4 else ""
    spans: tuple[tuple[int, int, Slot], ...] = tuple((a + len(front), b + len(front), slot) for a, b, slot in filled.spans)
    return Filled(front + filled.text + tail, spans)


def slip(filled: Filled, language: str, random: Random) -> Filled:
    """One question as somebody in a hurry, or a recogniser, would deliver it."""
    if random.random() < 0.35:
        filled = with_fillers(filled, language, random)
    if random.random() < 0.5:
        filled = without_punctuation(filled)
    if random.random() < 0.3:
        filled = heard_slips(filled, language, random)
    elif language == "zh" and random.random() < 0.3:
        filled = sound_slips(filled, random)
    if random.random() < 0.4:
        filled = typing_slips(filled, random)
    return filled
