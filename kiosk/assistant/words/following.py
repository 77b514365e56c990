"""What a turn that leans on the one before takes from its own words: which of a kind it means, the amount or the choice that is put right.

What must hold: only the words of the turn are read, never what was talked about; whoever uses what is found here checks it against the shop. Pure: all
texts are normalised.
"""

import re

from kiosk.core import Language
from kiosk.store.naming import is_stop
from kiosk.store.words import tokens

_WORD = r"[a-z0-9%'-]+"
_POINTS_EN = (
    r"other|same|first|second|third|fourth|fifth|last|next|former|latter|previous|right|wrong|only|different|another"
    r"|cheap\w*|dear\w*|pric\w*|expensive|big\w*|small\w*|larg\w*"
)
_POINTS_ZH = "便宜|贵|大|小|前面|后面|刚才|刚刚|之前|另|其他|别的|最后|最近|第.|上面|下面|左|右|一样|哪|什么|多少"
_LEAD_ZH = (
    "(?:那么?|还是|还有|还|有没有|有(?!机)|想?要|来|给|换成?|改成?|帮|加(?!了|盐|糖|奶)|就|是|不是?|不对|拿|再|也|看看|找|买|嗯|好的?|行|哦"
    "|你们?|我们?|它|跟|和|这里|店里|家里?|在|说|只)*"
)
_ENDS_ZH = (
    "(?=(?:那|这)?(?:[种款个]|一?[盒瓶包袋罐桶支])|呢|吗|么|嘛|有|没|多少|几|怎么|贵|便宜|也|都|在|来|加|要|放|能|可以|会|含|是|哪|记|写|[，,。？?！! ]|$)"
)
_DESCRIBES = {
    Language.en: tuple(map(re.compile, (
        rf"\b(?:need|want|wanted|meant?|prefer|after|rather have)(?: the| an?| some)? (?P<words>{_WORD}(?: {_WORD}){{0,2}}?),? (?:not|instead of|rather than|and not)\b",
        rf"\b(?:the|an?|any|some|your|those|these|got|have|sell|and|are)(?: (?:more|really|nice|slightly|little|bit))? (?P<words>{_WORD}(?: {_WORD}){{0,2}}?) (?:ones?|kind|type|version|variety)\b",
        rf"^(?P<words>{_WORD}(?: {_WORD})?) ones\b",
        rf"^(?:no |ok |sorry |actually )?(?:the )?(?P<words>{_WORD}(?: {_WORD})?),? not (?:the )?{_WORD}[ .!]*$",
        rf"\b(?:come|comes|do|get|have|got|is|are|available|it|that|them|those) in (?P<words>(?!which|what)(?!the |my |your ){_WORD}(?: {_WORD})?)[ ?.!]*$",
        rf"\b(?:of|and|about|is|are|was|were|take|have|put|add|want|like|on) the (?P<words>{_WORD}(?: {_WORD})?)(?=[,?.!]|$| please| then| too| as well| instead| down for| on my| on the)",
    ))),
    Language.zh: tuple(map(re.compile, (
        f"(?:^|[，,。！？ ]){_LEAD_ZH}(?P<words>[^，,。！？ 的那这哪我你它]{{1,8}}?)的?(?:那|这)(?:[种款个]|一?[盒瓶包袋罐桶支板条])",
        f"(?:^|[，,。！？ ]){_LEAD_ZH}(?P<words>[^，,。！？ 的那这哪我你它]{{1,8}}?)的{_ENDS_ZH}",
        f"(?:要|用|选){_LEAD_ZH}(?P<words>[^，,。！？ 的那这哪我你它要]{{1,8}}?)的(?:那|这)?(?:[种款个]|[。！]|$)",
    ))),
}  # fmt: skip
_DEGREE_ZH = re.compile("^(?:更|最|比较|稍微|稍|再)|(?:一?[点些]儿?|味道?|口味)$")
_NUMBER_EN = r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half a dozen|a dozen|a couple)"
_PACKS_EN = (
    r"(?: (?:kilos?|kg|pounds?|grams?|of (?:them|those|it|these)|packs?|packets?|box(?:es)?|bottles?|tins?|cans?|jars?|bags?|tubs?|cartons?|punnets?|pieces?"
    r"|bunch(?:es)?|loa(?:f|ves)|rolls?|pots?|bars?))*"
)
_AMOUNT_EN = rf"(?P<words>{_NUMBER_EN}{_PACKS_EN})"
_SORRY_EN = (
    r"(?:(?:oh|no|nope|sorry|actually|wait|hang on|hold on|hmm|um|er|ok(?:ay)?|i mean|i meant|rather|on second thoughts?|my mistake|too many|please|could you"
    r"|can you|let'?s|just|only|well|not \w+)[ ,.!-]*)"
)
_TAIL_EN = r"(?:[ ,]*(?:instead|please|then|actually|after all|thanks|will do|(?:is|are|'s|will be|would be) (?:enough|plenty|fine|all i need)|not \w+|rather|in total|altogether))*[ .!]*$"
_AMOUNT_ZH = "(?P<words>[一二两三四五六七八九十半俩仨\\d]+(?:公斤|千克|kg|斤|克|[个盒包袋瓶罐桶箱条根把支块颗粒只枚片提板份件串打杯双组台套棵瓣]|$))"
_SETS = {
    Language.en: tuple(map(re.compile, (
        rf"^{_SORRY_EN}*(?:make|change|set|cut|take|bring|turn|reduce|increase|up)(?: (?:it|that|them|those|this|these|the [a-z -]+?))?"
        rf"(?: (?:up|down|back))?(?: (?:to|into))?(?: just| only)? {_AMOUNT_EN}{_TAIL_EN}",
        rf"^{_SORRY_EN}+{_AMOUNT_EN}{_TAIL_EN}",
        rf"^{_SORRY_EN}*(?:i (?:only|just) (?:need|want)|(?:just|only)) {_AMOUNT_EN}{_TAIL_EN}",
        rf"^{_SORRY_EN}*{_AMOUNT_EN} (?:is|are|'s|will be|would be|'ll be|'ll do|will do) ?(?:enough|plenty|fine|all i need)?{_TAIL_EN}",
    ))),
    Language.zh: tuple(map(re.compile, (
        f"(?:改|换|调|变|弄|减|加|降)(?:成|为|到|作){_AMOUNT_ZH}",
        f"^(?:还是)?改{_AMOUNT_ZH}",
        f"^(?:不好意思|对不起|抱歉|不对|不是|错了|说错了?|等等|等一?下|哦|啊|其实|多了|太多了?|少了|不够|不|还是)+[，, 。]*(?:我)?(?:是|要|就|只|来|改)*{_AMOUNT_ZH}",
        f"^(?:那)?(?:我)?(?:只|就)要{_AMOUNT_ZH}(?:就?(?:够|行|好|可以)了?)",
        f"^{_AMOUNT_ZH}就?(?:够|行|好|可以)了?[吧啦。！]*$",
    ))),
}  # fmt: skip
_SWAPS = {
    Language.en: re.compile(
        r"\b(?:swap|change|switch|exchange|replace)\b(?P<gone>.{0,40}?) (?:for|to|with|into) (?:the |an? |some )?(?P<words>[a-z].+)$"
        r"|\b(?:make (?:it|that|them)) (?:the|an?) (?P<made>[a-z].+)$"
        r"|^(?:no |sorry |actually |ok(?:ay)? |and )*(?P<instead>(?!what|which|anything|something|is |do |have |are |any )[a-z].+?) instead(?: of (?P<of>[a-z].+?))?(?: please)?[ .!]*$"
    ),
    Language.zh: re.compile("^(?P<gone>.*?)(?:换|改)(?:成|为|做|作)(?P<words>.+)$"),
}  # fmt: skip


def describes(text: str, language: Language) -> str:
    """The words that may describe which of a kind is meant: "sweet" of "the sweet ones", "organic" of "does it come in organic", 零脂 of 零脂那个多少钱.
    Empty where none stand so. Which place is meant ("the other one", 第二个) is no description."""
    points = _POINTS_EN if language == Language.en else _POINTS_ZH
    for pattern in _DESCRIBES[language]:
        for found in pattern.finditer(text):
            said = base_zh(found["words"].strip()) if language == Language.zh else _without_ends(found["words"])
            if any(not is_stop([t]) for t in tokens(said)) and not re.match(rf"(?:{points})", said):
                return said
    return ""


def _without_ends(said: str) -> str:
    """English words without those that say nothing at their ends: "the yellow please"."""
    parts = said.split()
    while parts and is_stop(tokens(parts[0])):
        parts = parts[1:]
    while parts and is_stop(tokens(parts[-1])):
        parts = parts[:-1]
    return " ".join(parts)


def base_zh(said: str) -> str:
    """A Chinese description without its degree: 软 of 更软一点, 草莓 of 草莓味."""
    while (shorter := _DEGREE_ZH.sub("", said)) != said:
        said = shorter
    return said


def bases(word: str) -> tuple[str, ...]:
    """What an English word in another degree or form may be of: lean of leaner, dry of driest, slice of sliced; only itself where it is none."""
    for end in ("est", "er", "ed"):
        if word.endswith(end) and len(word) > len(end) + 2:
            root = word.removesuffix(end)
            return (root, f"{root}e", f"{root[:-1]}y" if root.endswith("i") else root, root[:-1] if root[-1] == root[-2] else root)
    return (word,)


def is_compared(said: str, text: str, language: Language) -> bool:
    """Whether a description asks for more of something: "leaner", 软一点的."""
    if language == Language.en:
        return any(t.endswith(("er", "est")) and bases(t) != (t,) for t in tokens(said)) or f"more {said}" in text or f"less {said}" in text
    return re.search(f"(?:更|最){re.escape(said)}|{re.escape(said)}(?:一?[点些])", text) is not None


def new_amount(text: str, language: Language) -> str:
    """The amount that a number is put right to: "two bottles" of "actually make that two bottles", 三盒 of 改成三盒; empty where none is."""
    found = (m for pattern in _SETS[language] if (m := pattern.search(text)))
    return next((m["words"] for m in found), "")


def swapped(text: str, language: Language) -> tuple[str, str] | None:
    """What is exchanged for what, as it was said: ("the rolls", "wholemeal ones"), (不要挂面了，, 米粉); the first is empty where only a pronoun says it.
    None where nothing is exchanged."""
    found = _SWAPS[language].search(text)
    if found is None:
        return None
    held = found.groupdict()
    return (held.get("gone") or held.get("of") or "").strip(), next(w for n in ("words", "made", "instead") if (w := held.get(n)))
