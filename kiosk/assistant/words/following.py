"""What a turn that leans on the one before says by itself: which of a kind it means, a number or a choice put right, what it asks now.

What must hold: only the words of the turn are read, never what was talked about; whoever uses what is found here checks it against the shop. Pure: all
texts are normalised.
"""

import re

from kiosk.core import Intent, Language
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
_PUT_RIGHT = {
    Language.en: re.compile(r"^(?:(?:oh|ok(?:ay)?|um|er|well)[ ,]+)?(?:no|nope|sorry|actually|wait|not that|i mean|i meant|rather|i'd rather|i'd prefer)\b(?!.*\b(?:more|also|as well|too|another)\b)"),
    Language.zh: re.compile("^(?:不是|不对|不好意思|错了|说错了?|我(?:是)?说的?是|我要的是|等等|还是)(?!.*(?:再来|也要|还要|另外))"),
}  # fmt: skip
_MORE = {
    Language.en: re.compile(r"\b(?:and|also|as well|too|another|more|plus|add|put|stick|pop|chuck)\b"),
    Language.zh: re.compile("再|也|还要|另外|加|记|放|写|和"),
}  # fmt: skip
_STOCKED = {
    Language.en: re.compile(r"\b(?:is|are) there\b|\bhave you\b|\bdo you (?:have|do|sell|stock|get|carry)\b|^(?:and |any |got |you got )+\b|\bcomes? in\b|\bavailable in\b"),
    Language.zh: re.compile("有没有|有卖|(?<!没)有[吗么嘛没]|有[^，,。多几什哪]{1,10}[吗么嘛]"),
}  # fmt: skip
_THEY = {Language.en: re.compile(r"\b(?:they|them|those|these)\b"), Language.zh: re.compile("它们|这些|那些|[这那][两俩几]")}
_BOUGHT_WRONG = {
    Language.en: re.compile(r"\b(?:bought|got|picked(?: up)?|took|grabbed|purchased)\b.{0,24}\bwrong (?!price|aisle|shelf|way|order)"),
    Language.zh: re.compile("(?:买|拿|选|挑|要)错了?[^，,。]{0,8}.{0,20}(?:换|退)|(?:买|拿)错了"),
}  # fmt: skip
_OF_OLD = {
    Language.en: re.compile(
        r"\b(?:get rid of|throw(?: away| out)?|dispose of|recycle|bin|drop(?: off)?|hand in|take|bring|leave|return)\b.*\b(?:old|used|empty|empties|dead|spent|finished)\b"
        r"|\bwhere (?:do|does|can|should|would)\b.*\b(?:old|used|empty|dead|spent)\b.*\bgo\b"
    ),
    Language.zh: re.compile("(?:旧|废|用完|用过|没电)[^，,。]{0,6}(?:扔|丢|回收|处理|放|退)|(?:扔|丢|回收|处理)[^，,。]{0,3}(?:旧|废|用完|用过|没电)"),
}  # fmt: skip
_ORIGIN = {
    Language.en: re.compile(
        r"\bwhere(?:'s|'re| is| are| was| were| do| does| did)?\b(?!.*\b(?:can|could|get|buy|find|pick it|take)\b).*\b"
        r"(?:from|grown|made|produced|caught|farmed|raised|reared|bred|brewed|picked)[ ?.!]*(?:, .*)?$"
        r"|\bwhere (?:do|does|did) (?:it|that|this|they|those|these|the [a-z -]+) come from\b|\b(?:what|which) country\b"
    ),
    Language.zh: re.compile("(?:哪里|哪儿|什么地方|哪个?国家?|哪个地方)(?:产|进口|种|养|捕|生产|出产|做)的?|哪产的|(?:哪里?儿?|什么地方|哪个?国家?)来的|是哪个?(?:国家?|里)的|产地"),
}  # fmt: skip
_COMPARES = {
    Language.en: re.compile(r"\b(?:what(?:'s| is) the difference|how (?:does|do|is|are) (?:it|that|this|they|those|these) (?:compare|differ|different)|difference between)\b"),
    Language.zh: re.compile("[跟和与比][^，,。]{1,12}(?:比|不一样|不同|区别|差别|差在哪)|(?:这|那|它们?)[俩两][^，,。]{0,4}(?:不一样|不同|区别|差别|哪里不|差在)"),
}  # fmt: skip
_OFFERED = {
    Language.en: re.compile(
        r"^(?:so |and |but |ok(?:ay)? )*(?:is|does|do|are|will|can)\b.*\b(?:for one|for two|for the price|offers?|deals?|discounts?|promotions?|per ?cent off|half price|reduced)\b"
    ),
    Language.zh: re.compile(
        "(?:优惠|打折|折扣|促销|特价|活动|买.送.|买.付.)[^，,。]{0,8}(?:吗|么|嘛|算不算|有没有)|(?:也|都)?(?:有|算|参加|打)[^，,。]{0,4}(?:优惠|折|活动|特价)[^，,。]{0,3}(?:吗|么|没)"
    ),
}  # fmt: skip
_PRICE = {
    Language.en: re.compile(r"\bhow much (?:is|are|does|do)\b|\bwhat (?:does|do) .{1,24} cost\b|\bis (?:it|that|this) (?:dear|expensive|pricey)\b"),
    Language.zh: re.compile("多少钱|几块钱|什么价|怎么卖|贵不贵|贵[吗么嘛]"),
}  # fmt: skip

_WHERE = {
    Language.en: re.compile(r"\b(?:which|what) (?:freezer|fridge|chiller|cabinet|aisle|shelf)\b"),
    Language.zh: re.compile("(?:哪个?|几号)(?:冰柜|冷柜|冷藏柜|货架|通道)"),
}  # fmt: skip
_COMES_IN = re.compile(r"\b(?:does|do) [a-z' -]+ come in\b|\b(?:is|are) [a-z' -]+ available in\b")
_ASKS = {
    Intent.find_facility: _OF_OLD, Intent.find_product: _WHERE, Intent.product_info: _ORIGIN, Intent.compare_products: _COMPARES, Intent.product_price: _PRICE, Intent.promotions: _OFFERED,
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


def puts_right(text: str, language: Language) -> bool:
    """Whether a turn begins as one that puts the turn before right: "no, …", "actually …", 不对…."""
    return _PUT_RIGHT[language].search(text) is not None


def wants_more(text: str, language: Language) -> bool:
    """Whether words say that something comes on top: "and", "also", 再, 也."""
    return _MORE[language].search(text) is not None


def asks_for_one(text: str, language: Language) -> bool:
    """Whether a turn asks if there is such a one: "is there a leaner one", 有没有去皮的."""
    return _STOCKED[language].search(text) is not None


def asks_for_variety(text: str) -> bool:
    """Whether an English turn asks if something comes in a variety: "does the feta come in light"."""
    return _COMES_IN.search(text) is not None


def means_several(text: str, language: Language) -> bool:
    """Whether a pronoun means more than one: they, 这俩."""
    return _THEY[language].search(text) is not None


def bought_wrong(text: str, language: Language) -> bool:
    """Whether a turn tells that the wrong thing was bought: to exchange it is no question for another product."""
    return _BOUGHT_WRONG[language].search(text) is not None


def of_old(text: str, language: Language) -> bool:
    """Whether a turn asks where old or used things go: "the old ones", 旧的."""
    return _OF_OLD[language].search(text) is not None


def asked_anew(text: str, language: Language) -> Intent | None:
    """What a turn asks of the product talked about in so many words, whatever was asked before: where it comes from, how two differ, whether an offer
    holds, what it costs, where old ones go. None where its words say nothing of these."""
    return next((intent for intent, pattern in _ASKS.items() if pattern[language].search(text)), None)
