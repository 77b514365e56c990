"""Pieces of words are no words: the 鱼 of 带鱼 is no fish, the 维生 of 维生素 nothing at all; nor is what counts at a name's edge a part of it. Pure but
for what it is told of names.

What must hold: a marked word grows only by characters that stand beside it and end no other word, and a name of the shop stays as it is; a
quality (大, 鲜, 红) is no part of a word. An English word grows only to a name of the shop.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kiosk.core import Language, Slot, Understanding
from kiosk.core.text import has_chinese
from kiosk.store.search import QUALITIES

ENDS = frozenset(
    "的了吗呢啊呀吧么嘛咯啦哈在哪里有没无是不我你您们他她它这那个些要买卖找几多少钱什怎请问一下想给把和跟与或还都也就很最点到去来拿放加记再又上进出"
    "能会可以该得着过帮看弄吃喝用对两二三四五六七八九十半盒包袋瓶罐斤克条根块种份件只支双听桶箱喺边冇啲嘅咩啥谁咋款号店家柜台今明天昨早晚现搞整说讲"
    "先啦儿坏破裂漏臭霉碎丢掉错蘸涮抹做配拌煮炒炸蒸为因比被让从但而如果所只每另别其当跑逛住往找同位层排号贵便宜问叫"
)
"""Characters that belong to the sentence and not to the word beside them."""
FARTHEST = 2
"""Characters by which a word grows on each side."""
GROWS = (Slot.product, Slot.category)
EDGES = frozenset({
    "the", "a", "an", "some", "any", "your", "my", "our", "those", "these", "of", "can", "cans", "tin", "tins", "jar", "jars", "pack", "packs", "packet", "packets",
    "bottle", "bottles", "box", "boxes", "bag", "bags", "tub", "tubs", "set", *"罐瓶盒袋包桶箱支条块只个",
})  # fmt: skip
"""Words and characters that count, pack or point, at the edge of a name."""


def whole_words(u: Understanding, normal: str, is_name: Callable[[str], bool]) -> Understanding:
    """The understanding with the marked products grown to whole words: 蛋 of 皮蛋有吗 is 皮蛋, "pies" of the marked dish "mince pies" all of it.

    Args:
        is_name: whether a word is a name of this shop.
    """
    slots: dict[str, tuple[str, ...]] = dict(u.slots)
    for slot in GROWS:
        if words := slots.get(str(slot)):
            grown = tuple(_grown(w, normal, is_name) if u.language == Language.zh else _with_words_before(_in_a_dish(w, slots), normal, is_name) for w in words)
            slots[str(slot)] = tuple(dict.fromkeys(grown))
    for name in (*GROWS, Slot.brand):
        if words := slots.get(str(name)):
            slots[str(name)] = tuple(dict.fromkeys(_bare(w, is_name) for w in words if w not in EDGES or is_name(w))) or words
    return replace(u, slots=slots) if slots != u.slots else u


def _bare(word: str, is_name: Callable[[str], bool]) -> str:
    """The name of the shop in a marked word that has a measure or an article at its edge: the tahini of 罐芝麻酱, "the pampers", "pepsi set"."""
    chinese = has_chinese(word)
    parts = list(word) if chinese else word.split()
    if len(parts) < 2 or is_name(word):
        return word
    for rest in (parts[1:] if parts[0] in EDGES else [], parts[:-1] if parts[-1] in EDGES and not chinese else []):
        bare = _bare(("" if chinese else " ").join(rest), is_name) if rest else ""
        if bare and is_name(bare):
            return bare
    return word


def _in_a_dish(word: str, slots: Mapping[str, tuple[str, ...]]) -> str:
    """The marked dish that ends in the word, else the word."""
    return next((d for d in slots.get(str(Slot.dish), ()) if d.endswith(f" {word}")), word)


def _with_words_before(word: str, normal: str, is_name: Callable[[str], bool]) -> str:
    """The name of the shop that ends in the word: "white wine", of which only the wine was marked; else the word."""
    at = normal.find(word)
    before = normal[:at].split()[-FARTHEST:] if at > 0 and normal[at - 1] == " " else []
    longer = (" ".join([*before[n:], word]) for n in range(len(before)))
    return next((run for run in longer if is_name(run)), word)


def _grown(word: str, normal: str, is_name: Callable[[str], bool]) -> str:
    at = normal.find(word)
    if at < 0 or not all(map(has_chinese, word)) or (len(word) > 1 and is_name(word)):
        return word
    low, high = at, at + len(word)
    while low > 0 and at - low < FARTHEST and has_chinese(normal[low - 1]) and normal[low - 1] not in ENDS:
        low -= 1
    while high < len(normal) and high - at - len(word) < FARTHEST and has_chinese(normal[high]) and normal[high] not in ENDS:
        high += 1
    named = [normal[a:b] for a in range(low, at + 1) for b in range(high, at + len(word) - 1, -1) if is_name(normal[a:b])]
    if named and len(max(named, key=len)) > 1:
        return max(named, key=len)
    added = normal[low:at] + normal[at + len(word) : high]
    if set(added) <= QUALITIES or (len(word) > 1 and any(is_name(word[a:b]) for a in range(len(word)) for b in range(a + 2, len(word) + 1))):
        return word
    return normal[low:high]


def adjoined(text: str, pieces: Sequence[str]) -> list[str]:
    """Marked words in their order, those that touch in the text made one: "god" + "morgon orange juice", 饼 + 干."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((s, s + len(p)) for p in pieces if (s := text.find(p)) >= 0):
        if found and text[found[-1][1] : start].strip() == "" and end > found[-1][1]:
            found[-1] = (found[-1][0], end)
        elif not found or start >= found[-1][1]:
            found.append((start, end))
    return [text[a:b].strip() for a, b in found]
