"""Mandarin to Kokoro's phonemes, by misaki's table from pinyin to IPA; words from jieba, readings from pypinyin.

What must hold: every Chinese character that pypinyin knows gets its phonemes and tone arrow, others are left out; nothing fails. The packages
are imported when the first Chinese text comes: whoever only wants the loudspeaker must not import them beside the thread that opens the store,
for pypinyin's modules import each other, and two threads at once end in a deadlock.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain, repeat
from pathlib import Path
from typing import Any, Final

import numpy as np

from kiosk.speaking.tables import Numbers

HAN: Final = re.compile(r"[㐀-鿿豈-﫿〇]+")
_READINGS: Final = {
    # Readings that pypinyin's phrases miss in a shop's sentences.
    "几层": "ji3 ceng2", "还有": "hai2 you3", "还是": "hai2 shi4", "一行": "yi1 hang2", "调味": "tiao2 wei4", "重口": "zhong4 kou3", "长粒": "chang2 li4",
    "薄荷": "bo4 he5", "薄脆": "bao2 cui4", "血橙": "xue4 cheng2", "盛产": "sheng4 chan3", "粘米": "nian2 mi3", "和面": "huo2 mian4", "角落": "jiao3 luo4",
}  # fmt: skip


@cache
def segmenter() -> Any:
    """jieba's own, with its table of words in a tenth of the memory."""
    import jieba

    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    counts = np.fromiter((int(line.split(" ", 2)[1]) for line in lines), np.int32)
    words = [line.split(" ", 1)[0] for line in lines]
    # jieba asks its table also for the beginnings of words, which count nothing.
    starts = (word[:end] for word in words for end in range(1, len(word)))
    made = jieba.Tokenizer()
    made.total = int(counts.sum())
    made.FREQ = Numbers(chain(words, starts), chain(counts.tolist(), repeat(0)))
    made.initialized = True
    return made


@lru_cache(maxsize=2048)
def syllable(pinyin: str) -> str:
    """ "hao3" → phonemes with a tone arrow; empty for what is no pinyin."""
    if pinyin == "er4":
        return "ɑɹ↘"  # 二 is opener than 儿; with misaki's ɚ the last digit of 1042 went unheard
    try:
        from misaki.zh import ZHG2P

        return str(ZHG2P.py2ipa(pinyin)).replace("\u032f", "")
    except (ValueError, KeyError, IndexError, AssertionError):
        return ""


@lru_cache(maxsize=4096)
def _word(word: str) -> str:
    from pypinyin import Style, lazy_pinyin

    readings = _READINGS[word].split() if word in _READINGS else [str(r) for r in lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")]
    return "".join(syllable(reading) for reading in third_tones(readings))


def third_tones(readings: list[str]) -> list[str]:
    """A third tone before another one in a word is said as a second: xi3 shou3 jian1 → xi2 shou3 jian1. Between words the voice does it itself."""
    return [
        f"{reading[:-1]}2" if reading.endswith("3") and following.endswith("3") else reading
        for reading, following in zip(readings, [*readings, ""][1:], strict=True)
    ]


def mandarin(text: str) -> str:
    """Phonemes of a run of Chinese characters, words parted by spaces, as Kokoro was taught."""
    words = (_word(word) for run in HAN.findall(text) for word in segmenter().lcut(run, HMM=True))
    return " ".join(word for word in words if word)
