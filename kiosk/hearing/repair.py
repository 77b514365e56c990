"""Repair by sound: what sounds (English) or is pronounced (Chinese) like a word of this shop becomes that word.

What must hold: words that are already the shop's stay; words that the recogniser was sure of stay, unless they sound exactly alike; a
phrase of the shop is only put in the place of words that sound like it. The ears know no shop: its phrases are given.

Where that leaves a Chinese sentence that makes little sense, `others` tells what else it may have been; who understands sentences chooses.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from kiosk.core import Language
from kiosk.core.sounds import phone, syllable
from kiosk.core.text import fold, has_chinese
from kiosk.hearing.decoding import Piece
from kiosk.hearing.simplify import simplify

_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LONGEST_ENGLISH, _LONGEST_CHINESE = 4, 8

MOST: Final = 8
"""Other readings of a text: each costs a look of the language student."""
CLEAR: Final = 0.9
"""Sense from which a text stays as it was heard."""
MEANT: Final = 0.75
"""Sense that another reading must have to be taken."""
BETTER: Final = 0.2
"""How much more of it than what was heard."""
UNSURE: Final = 0.6
"""Probability below which a written character may give way to another of the same sound."""
EVERYDAY: Final = frozenset(re.split(" ",
    "a about add again aisle all also am an and another any anything are as ask at back bag be because bit both bottle bought box bread buy by "
    "call can can't cash charge cheap cheaper check close closed come cost could customer day deal deals did do does doesn't don't down each else "
    "euro euros excuse find for free fresh from get give go good got had has have he hello help her here hi how i i'd i'll i'm if in instead is isn't "
    "it it's its just keep kids kind know last left less like list little long look looking lot made make many maybe me member more much my near need "
    "new next nice no not now of off offer ok okay old on one open or order other our out over pack paid park pay people place please point price put "
    "quick really receipt return right same sell sells shelf shop should show size small so some someone something sorry stock stop store take talk "
    "tell than thank thanks that that's the their them then there these they thing this those three time to today tomorrow too two under until up us "
    "use very walk want was way we well went were what what's when where where's which who whole why will with without won't work would year yes "
    "you your"))  # fmt: skip
"""Words of any question: never replaced, and never alone a reason to replace."""
EVERYDAY_CHINESE: Final = frozenset(re.split(" ",
    "现在 多少 可以 哪里 哪儿 什么 怎么 有没有 请问 我要 我想 这个 那个 一下 今天 明天 你们 我们 他们 时候 几点 谢谢 知道 没有 需要 还有 不是 "
    "服务 态度 帮我 告诉 地方 东西 如果 因为 但是 能不能 是不是 可不可以 一个 两个 三个 一点 有点 多大 价格 优惠 会员 办理 在哪 在哪里 在哪儿 多少钱 你好 "
    "再见 找到 看看 问题 工作 人员 时间 开门 关门 营业 退货 小票 发票 停车 收费 免费 支付 付款 现金 推荐 比较 适合 便宜 新鲜 已经 昨天 刚才 怎样"))  # fmt: skip


TRADE_CHINESE: Final = (
    "退货", "换货", "退款", "清单", "货架", "收银台", "收银员", "小票", "发票", "会员卡", "积分", "优惠券", "召回", "投诉", "工单", "送货上门", "自提",
    "停车场", "洗手间", "服务台", "支付宝", "微信支付", "信用卡", "礼品卡", "保质期", "过敏", "配料", "产地", "无麸质", "营业时间", "购物车", "失物招领",
    "收现金", "刷卡", "扫码", "找零", "结账", "退钱", "运费", "免运费", "有效期", "公共假日", "节假日", "周末", "买一送一", "第二件半价", "打折", "特价",
    "有货", "缺货", "过期", "发霉", "包装", "标价", "多收", "素食", "清真", "含糖", "无糖", "麸质", "乳糖", "不含麸质", "婴儿车", "电梯", "充电", "寄存",
)  # fmt: skip
"""Words of any shop, which are put right like its products."""
SAME_SOUND: Final = {
    "leak": "leek", "leaks": "leeks", "serial": "cereal", "serials": "cereals", "bred": "bread", "beats": "beets", "muscle": "mussel", "muscles": "mussels",
    "mustered": "mustard", "pare": "pear", "pares": "pears", "plumb": "plum", "bury": "berry", "stakes": "steaks", "tees": "teas", "chilly": "chilli",
    "roles": "rolls", "moose": "mousse", "doe": "dough", "carat": "carrot", "karat": "carrot", "pees": "peas", "maze": "maize", "wry": "rye", "ail": "ale",
}  # fmt: skip
"""English words that sound exactly like a thing that shops sell, and that nobody asks a shop for: no surety tells them apart."""
_PARTICLES: Final = frozenset("的了吗呢吧啊呀嘛有没是在和跟就都也还要会能不给把买卖吃喝放拿")
"""Characters that stand beside a name in any sentence: one that was heard is no misheard edge of a longer name (酸奶有 stays, and is not 酸奶油)."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    text: str
    sound: tuple[str, ...]


class Repair:
    """Puts the shop's words where they were misheard.

    Args:
        words: phrases of this shop by language ("en", "zh").
    """

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._english: dict[str, list[str]] = {}
        self._known_english: set[str] = set()
        for text in words.get("en", ()):
            parts = [fold(w) for w in _WORD.findall(text)]
            if not 1 <= len(parts) <= _LONGEST_ENGLISH or has_chinese(text) or all(p in EVERYDAY for p in parts):
                continue
            self._known_english |= set(parts)
            sound = "".join(phone(p) for p in parts)
            if len(sound) >= 3:
                self._english.setdefault(sound, []).append(" ".join(parts))
        self._chinese: dict[tuple[str, ...], list[str]] = {}
        self._near: dict[tuple[str, ...], list[_Phrase]] = {}
        self._known_chinese: set[str] = set()
        for text in (*words.get("zh", ()), *TRADE_CHINESE):
            for run in {text, *re.split(r"[^\u3400-\u9fff]+", text)}:
                if not 2 <= len(run) <= _LONGEST_CHINESE or any(not _HAN.match(c) for c in run) or run in self._known_chinese:
                    continue
                syllables = tuple(syllable(c) for c in run)
                self._known_chinese.add(run)
                self._chinese.setdefault(syllables, []).append(run)
                for n in range(len(syllables) if len(syllables) >= 3 else 0):
                    self._near.setdefault((*syllables[:n], "*", *syllables[n + 1 :]), []).append(_Phrase(run, syllables))

    def __call__(self, pieces: Sequence[Piece], language: Language) -> str:
        """The repaired, simplified text of a transcript's pieces."""
        text = "".join(p.text for p in pieces)
        surety = [p.probability for p in pieces for _ in p.text]
        if has_chinese(text):
            kept = [(c, s) for n, (c, s) in enumerate(zip(text, surety, strict=True)) if not (c.isspace() and _between_chinese(text, n))]
            bare = "".join(c for c, _ in kept)
            simple = simplify(bare)
            if len(simple) != len(bare):
                return self._chinese_repaired(simple, [0.5] * len(simple))
            return self._chinese_repaired(simple, [s for _, s in kept])
        return simplify(self._english_repaired(text, surety))

    def _chinese_repaired(self, text: str, surety: Sequence[float]) -> str:
        held = self._held(text)
        sounds = [syllable(c) if _HAN.match(c) else c for c in text]
        found: list[tuple[int, float, int, str]] = []
        for length in range(_LONGEST_CHINESE, 1, -1):
            for start in range(len(text) - length + 1):
                if any(held[start : start + length]):
                    continue
                said = self._like(tuple(sounds[start : start + length]), text[start : start + length], surety[start : start + length])
                if said:
                    found.append((-length, min(surety[start : start + length]), start, said))
        out = list(text)
        for minus, _, start, said in sorted(found):
            if not any(held[start : start - minus]):
                out[start : start - minus] = list(said)
                held[start : start - minus] = [True] * -minus
        return "".join(out)

    def others(self, text: str) -> tuple[str, ...]:
        """What a repaired Chinese text may have been instead, each with one more phrase of the shop put in: one that sounds alike or, from three
        characters on, is one like syllable away, however sure the recogniser was. Likest and longest first, at most `MOST`."""
        sounds, held = [syllable(c) if _HAN.match(c) else c for c in text], self._held(text)
        found: dict[str, tuple[float, int]] = {}
        for length in range(_LONGEST_CHINESE, 1, -1):
            for start in range(len(text) - length + 1):
                if any(held[start : start + length]):
                    continue
                run = text[start : start + length]
                for said, alike in self._sounding(tuple(sounds[start : start + length]), run):
                    reading = text[:start] + said + text[start + length :]
                    found[reading] = max(found.get(reading, (0.0, 0)), (alike, length))
        return tuple(sorted(found, key=lambda reading: found[reading], reverse=True)[:MOST])

    def sensible(self, text: str, sense: Callable[[str], float]) -> str:
        """A repaired text, or another reading of it that makes far more sense.

        Args:
            sense: how much a text is like something that a shopper says, 0 to 1.
        """
        if not text or (least := sense(text)) >= CLEAR:
            return text
        while others := {other: sense(other) for other in self.others(text)}:
            other = max(others, key=lambda reading: others[reading])
            if others[other] < max(MEANT, least + BETTER):
                break
            text, least = other, others[other]
        return text

    def _sounding(self, sound: tuple[str, ...], run: str) -> Iterator[tuple[str, float]]:
        """Phrases that sound like a run of characters, and how alike."""
        for said in self._chinese.get(sound, ()):
            if said != run and (len(sound) >= 3 or _toneless(run) == _toneless(said)):
                yield said, 1.0
        for n in range(len(sound) if len(sound) >= 3 else 0):
            for phrase in self._near.get((*sound[:n], "*", *sound[n + 1 :]), ()):
                alike = syllables_alike(sound[n], phrase.sound[n])
                if 0.5 <= alike < 1.0:
                    yield phrase.text, alike

    def _held(self, text: str) -> list[bool]:
        """Which characters stand in a word of the shop or an everyday one: these stay."""
        held = [False] * len(text)
        for length in range(_LONGEST_CHINESE, 1, -1):
            for start in range(len(text) - length + 1):
                run = text[start : start + length]
                if (run in self._known_chinese or run in EVERYDAY_CHINESE) and not any(held[start : start + length]):
                    held[start : start + length] = [True] * length
        return held

    def _like(self, sound: tuple[str, ...], run: str, surety: Sequence[float]) -> str | None:
        """The shop's phrase that a run of characters was meant to be, if any."""
        same = [said for said in self._chinese.get(sound, ()) if not _only_longer(said, run)]
        if same and (_unsure_of_the_odd(same, run, surety, 0.9) if len(sound) >= 3 else
                     _unsure_of_the_odd(same, run, surety, UNSURE) and _toneless(run) in map(_toneless, same)):  # fmt: skip
            return max(same, key=lambda said: sum(a == b for a, b in zip(said, run, strict=True)))
        if len(sound) < 3:
            return None
        best: tuple[float, str] | None = None
        for n in range(len(sound)):
            if surety[n] >= 0.75:
                continue
            for phrase in self._near.get((*sound[:n], "*", *sound[n + 1 :]), ()):
                alike = syllables_alike(sound[n], phrase.sound[n])
                if alike >= 0.5 and (best is None or alike > best[0]) and not _only_longer(phrase.text, run):
                    best = (alike, phrase.text)
        return best[1] if best else None

    def _english_repaired(self, text: str, surety: Sequence[float]) -> str:
        words = [(m.start(), m.end(), fold(m[0])) for m in _WORD.finditer(text)]
        found: list[tuple[float, int, int, str]] = []
        for first in range(len(words)):
            meant = SAME_SOUND.get(words[first][2])
            if meant in self._known_english and words[first][2] not in self._known_english:
                found.append((-100.0, first, first, meant))
            for last in range(first, min(len(words), first + _LONGEST_ENGLISH)):
                span = [w for _, _, w in words[first : last + 1]]
                if span[0] in EVERYDAY or span[-1] in EVERYDAY or all(w in self._known_english for w in span):
                    continue
                least = min(surety[words[n][0]] for n in range(first, last + 1) if words[n][2] not in self._known_english)
                said, score = self._sounds_like(span, least)
                if said:
                    found.append((-score, first, last, said))
        taken: list[tuple[int, int, str]] = []
        for _, first, last, said in sorted(found):
            if all(last < a or first > b for a, b, _ in taken):
                taken.append((first, last, said))
        for first, last, said in sorted(taken, reverse=True):
            text = text[: words[first][0]] + said + text[words[last][1] :]
        return text

    def _sounds_like(self, span: Sequence[str], least: float) -> tuple[str | None, float]:
        sound, spelled = "".join(phone(w) for w in span), " ".join(span)
        best: tuple[str | None, float] = (None, 0.0)
        if least < 0.85:
            for said in self._english.get(sound, ()):
                likeness = fuzz.ratio(spelled.replace(" ", ""), said.replace(" ", ""))
                if likeness >= 60 and likeness > best[1] and said != spelled:
                    best = (said, likeness)
        if best[0] is None and least < 0.55 and len(sound) >= 4:
            for other, phrases in self._english.items():
                if abs(len(other) - len(sound)) > 1 or Levenshtein.distance(sound, other, score_cutoff=1) > 1:
                    continue
                for said in phrases:
                    likeness = fuzz.ratio(spelled.replace(" ", ""), said.replace(" ", ""))
                    if likeness >= 72 and likeness > best[1]:
                        best = (said, likeness - 10)
        return best


def _unsure_of_the_odd(said: Sequence[str], run: str, surety: Sequence[float], bound: float) -> bool:
    """Whether a character that would change was written without surety. Two characters share their sound with too many others."""
    return any(min(s for a, b, s in zip(text, run, surety, strict=True) if a != b) < bound for text in said if text != run)


def _only_longer(said: str, run: str) -> bool:
    """Whether all that a phrase puts right is a particle at its edge."""
    odd = [n for n, (a, b) in enumerate(zip(said, run, strict=True)) if a != b]
    return len(odd) == 1 and odd[0] in (0, len(run) - 1) and run[odd[0]] in _PARTICLES


def _toneless(text: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(text))


def syllables_alike(one: str, other: str) -> float:
    """1 for the same folded syllable, 0.5 where only the beginning or only the end differs, else 0."""
    if one == other:
        return 1.0
    a, b = _parts(one), _parts(other)
    return 0.5 if a and b and (a[0] == b[0] or a[1] == b[1]) else 0.0


def _parts(sound: str) -> tuple[str, str] | None:
    match = re.match(r"([bpmfdtlgkhjqxzcsrnyw]?)([aeiouv].*)$", sound)
    return (match[1], match[2]) if match else None


def _between_chinese(text: str, at: int) -> bool:
    before, after = text[:at].rstrip(), text[at:].lstrip()
    return not before or not after or bool(_HAN.match(before[-1]) or _HAN.match(after[0]))
