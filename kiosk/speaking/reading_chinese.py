"""Chinese text as a person reads it aloud: prices, units, dates, times, places, numbers and signs become characters.

What must hold: no digit is left, nothing fails, and the order of what is said is the order of what stands there.
Latin words keep their letters: they are spoken by the English path.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from re import Match
from typing import Final

from kiosk.speaking.numbers import cardinal_zh, counted_zh, digits_zh, number_zh, split_money

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_DASH = r"\s?[-–—−~～至到]\s?"

_CURRENCIES: Final = {
    "€": ("欧元", "欧分"), "eur": ("欧元", "欧分"), "欧元": ("欧元", "欧分"), "欧": ("欧元", "欧分"), "euro": ("欧元", "欧分"), "euros": ("欧元", "欧分"),
    "£": ("英镑", "便士"), "gbp": ("英镑", "便士"), "英镑": ("英镑", "便士"), "$": ("美元", "美分"), "usd": ("美元", "美分"), "美元": ("美元", "美分"),
    "¥": ("元", ""), "￥": ("元", ""), "cny": ("元", ""), "rmb": ("元", ""), "元": ("元", ""), "块": ("块", ""), "块钱": ("块钱", ""),
    "sek": ("瑞典克朗", "欧尔"), "kr": ("瑞典克朗", "欧尔"), "克朗": ("克朗", "欧尔"),
}  # fmt: skip
_UNITS: Final = {
    "kg": "公斤", "g": "克", "mg": "毫克", "µg": "微克", "l": "升", "ml": "毫升", "cl": "厘升", "dl": "分升", "cm": "厘米", "mm": "毫米", "m": "米",
    "km": "公里", "kcal": "千卡", "kj": "千焦", "w": "瓦", "v": "伏", "min": "分钟", "h": "小时", "°c": "摄氏度", "℃": "摄氏度", "°": "度", "oz": "盎司",
}  # fmt: skip
_LIANG: Final = "个瓶盒袋包罐颗粒只条支杯件种款样位份人家块元升斤两米天周年桶串根片双把台辆本张套组卷箱棵枚次遍毛度公小千欧英美袋听捆束格排"
"""Words after which 2 is 两. 号, 月, 日, 楼, 层 and 点 are not here: they name, they do not count (点 is handled as a time)."""
_MEASURE_NOT = r"(?!月|号|日|楼|层|年[1-9\d零一二])"
_NUMBERED = r"(?:工单|单号|编号|订单|小票|票号|投诉|号码|批号|批次|条码|条形码|验证码|取货码|发票|预约)(?:号码|号|是|为|编号)*[：:\s#]*"
_HALVES: Final = ((5, "凌晨"), (9, "早上"), (12, "上午"), (13, "中午"), (18, "下午"), (25, "晚上"))
_WITH_A_HALF = r"(?P<half>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|今晚|明晚|明早)?\s?"
_SIGNS: Final = ((r"\s*&\s*", "和"), (r"(?<=[\w一-鿿])\s*\+\s*", "加"), (r"%", "百分之"), (r"\s*×\s*", "乘"), (r"°", "度"), (r"#", "号"),
                 (r"€", "欧元"), (r"£", "英镑"), (r"\$", "美元"), (r"[¥￥]", "元"), (r"№", "编号"), (r"=", "等于"))  # fmt: skip


def money_zh(written: str, currency: str) -> str:
    """ "2.49", "€" → 二点四九欧元; 2 → 两欧元; below one 七十九欧分; renminbi as 十二元五角."""
    unit, part = _CURRENCIES[currency.lower()]
    amount = split_money(written)
    if amount is None:
        return number_zh(written) + unit
    whole, rest = amount
    if not rest:
        return counted_zh(whole) + unit
    if part:
        return counted_zh(rest) + part if whole == 0 else f"{number_zh(f'{whole}.{rest:02d}'.rstrip('0'))}{unit}"
    tenths, hundredths = divmod(rest, 10)
    if "块" in unit:
        # 两块五, 两块零五分, 两块四毛九: the last unit is left out where nothing follows.
        small = (f"{cardinal_zh(tenths)}{'毛' if hundredths else ''}" if tenths else "零") + (cardinal_zh(hundredths) if hundredths else "")
        return (f"{counted_zh(whole)}块" if whole else "") + small + ("" if whole and tenths else "分" if hundredths else "毛")
    said = f"{counted_zh(whole)}{unit}" if whole else ""
    said += f"{counted_zh(tenths)}角" if tenths else "零" if whole else ""
    return said + (f"{cardinal_zh(hundredths)}分" if hundredths else "")


def clock_zh(hour: int, minute: int, half: str | None = None) -> str:
    """21, 0 → 晚上九点; 7, 30 → 早上七点半; the part of the day as given, or by the hour."""
    if hour == 24:
        hour, half = 12, half or "半夜"
    half = half or next(name for end, name in _HALVES if hour < end)
    said = f"{half}{counted_zh(hour - 12 if hour > 12 else hour)}点"
    if minute == 30:
        return f"{said}半"
    return said + (f"零{cardinal_zh(minute)}分" if 0 < minute < 10 else f"{cardinal_zh(minute)}分" if minute else "")


def _date(match: Match[str]) -> str:
    year, month, day = match["year"], int(match["month"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return match[0]
    return f"{digits_zh(year)}年{cardinal_zh(month)}月{cardinal_zh(day)}日"


def _time(match: Match[str]) -> str:
    return clock_zh(int(match["hour"]), int(match["minute"]), match["half"])


def _money(match: Match[str]) -> str:
    return money_zh(match["amount"], match["before"] or match["after"])


def _money_range(match: Match[str]) -> str:
    currency = match["before"] or match["after"]
    return f"{money_zh(match['low'], currency)}到{money_zh(match['high'], currency)}"


def _spell(match: Match[str], one: str = "一") -> str:
    letters = " ".join(match["letters"] or "")
    return f"{match['before']}{letters}{digits_zh(match['digits'], one)}"


def _phone(match: Match[str]) -> str:
    return _spell(match, "幺")


_BEFORE = r"(?P<before>[€£$¥￥]|(?<![A-Za-z])(?:EUR|GBP|USD|CNY|RMB|SEK)(?![A-Za-z]))\s?"
_AFTER = r"\s?(?P<after>[€£$¥￥]|(?:EUR|GBP|USD|CNY|RMB|SEK|[Ee]uros?)(?![A-Za-z])|欧元|欧(?![洲米盟])|英镑|美元|克朗|元|块钱|块(?=[，。,.！？]|$))"
_UNIT = r"(?P<unit>" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)) + r")(?![A-Za-z°])"

_Rule = tuple[re.Pattern[str], str | Callable[[Match[str]], str]]


def _rule(pattern: str, said: str | Callable[[Match[str]], str], flags: int = 0) -> _Rule:
    return re.compile(pattern, flags), said


_RULES: Final[tuple[_Rule, ...]] = (
    # dates
    _rule(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)", _date),
    _rule(r"(?<!\d)(\d{4}|\d{2})\s?年(?!级|前|后|多|来)(?=\s?\d|[，。,.\s底初末的春夏秋冬]|$)", lambda m: f"{digits_zh(m[1])}年"),
    _rule(r"(?<!\d)(?:19|20)\d\d(?=年)", lambda m: digits_zh(m[0])),
    _rule(r"(?<=[月日号])\s?[-–—~～]\s?(?=\d)", "到"),
    # times
    _rule(rf"(\d{{1,2}}[:：]\d\d){_DASH}(?=\d{{1,2}}[:：]\d\d)", r"\1到"),
    _rule(rf"{_WITH_A_HALF}(?<!\d)(?P<hour>2[0-4]|[01]?\d)[:：](?P<minute>[0-5]\d)(?:[:：]\d\d)?(?!\d)", _time),
    _rule(r"(?<!第)(?<![\d.])2点(?!\d)", "两点"),
    # money
    _rule(rf"{_BEFORE}(?P<low>{_NUMBER}){_DASH}[€£$¥￥]?(?P<high>{_NUMBER})(?P<after>(?!))?", _money_range),
    _rule(rf"(?P<before>(?!))?(?P<low>{_NUMBER}){_DASH}(?P<high>{_NUMBER}){_AFTER}", _money_range),
    _rule(rf"{_BEFORE}(?P<amount>{_NUMBER})(?P<after>(?!))?", _money),
    _rule(rf"(?P<before>(?!))?(?<![\d.,])(?P<amount>{_NUMBER}){_AFTER}", _money),
    _rule(r"\s?/\s?(kg|l|g|ml|m|100 ?g|100 ?ml|公斤|升|斤|克|件|个|瓶|盒|袋|包)(?![A-Za-z])", r"每\1"),
    _rule(r"每(kg|l|g|ml|m)(?![A-Za-z])", lambda m: f"每{_UNITS[m[1]]}"),
    # numbers that are names
    _rule(r"(?P<before>)(?P<letters>)(?<![\w.,])\+?(?P<digits>\(?\d{2,5}\)?(?:[ /-]\d{2,5}){2,5}|\d{3,4}-\d{7,8})(?![.,]?\d)", _phone),
    _rule(r"(?P<before>(?:拨打|拨|打|电话|致电|热线|报警)(?:号码|电话|是|为)*[：:\s]*)(?P<letters>)(?P<digits>\d{3,12})(?![\d.])(?!\s?[个分件元欧克])", _phone),
    _rule(rf"(?P<before>{_NUMBERED})(?P<letters>[A-Z]{{0,3}})-?(?P<digits>\d+)(?![.,]?\d)(?!\s?[件个份])", _spell),
    _rule(r"(?P<before>(?<![A-Za-z]))(?P<letters>[A-Z])(?P<digits>\d{3,})", _spell),
    _rule(r"(?P<before>)(?P<letters>)(?<![\d.,])(?P<digits>\d{7,})(?![.,]?\d)", _spell),
    # shares, measures, ranges, the rest
    _rule(rf"(?P<low>{_NUMBER})%?{_DASH}(?P<amount>{_NUMBER})\s?[%％]", lambda m: f"百分之{number_zh(m['low'])}到百分之{number_zh(m['amount'])}"),
    _rule(rf"(?P<amount>{_NUMBER})\s?[%％]", lambda m: f"百分之{number_zh(m['amount'])}"),
    _rule(r"(?<![\d/.])([1-9])/([1-9]\d?)(?![\d/])", lambda m: f"{cardinal_zh(int(m[2]))}分之{cardinal_zh(int(m[1]))}"),
    _rule(r"(?<=\d)\s?([包瓶块罐盒袋支片卷个枚杯条])\s?[x×*]\s?(?=\d)", r"\1,每\1"),
    _rule(r"(?<=\d)\s?[x×*]\s?(?=\d)", "乘"),
    _rule(rf"(?<![\w.,])(?P<low>{_NUMBER}){_DASH}(?=(?:{_NUMBER})(?![\d-]))", lambda m: f"{m['low']}到"),
    _rule(r"(?<![A-Za-z\d.])[-−](?=\d)", "零下"),
    _rule(rf"(?P<amount>{_NUMBER})\s?{_UNIT}", lambda m: f"{number_zh(m['amount'], True)}{_UNITS[m['unit'].lower()]}", re.I),
    _rule(rf"(?<!第)(?<![\d.,])(?P<amount>{_NUMBER})\s?(?={_MEASURE_NOT}[{_LIANG}分])", lambda m: number_zh(m["amount"], True)),
    _rule(rf"(?P<before>[A-Za-z]?)-?(?P<amount>{_NUMBER})", lambda m: f"{m['before']}{number_zh(m['amount'])}"),
    *(_rule(pattern, said) for pattern, said in _SIGNS),
    # Erhua that the voice would say as a syllable of its own.
    _rule(r"(哪|这|那)儿(?!子|童|女|科)", r"\1里"),
    _rule(r"(一点|一会|一块|有点)儿(?!童|子|女|科)", r"\1"),
)  # fmt: skip


def read_chinese(text: str) -> str:
    """The text in characters; Latin words keep their letters."""
    text = "".join(str(int(c)) if c.isdecimal() and not c.isascii() else c for c in text)
    for glyph, said in (("½", "1/2"), ("¼", "1/4"), ("¾", "3/4")):
        text = text.replace(glyph, said)
    for pattern, said_as in _RULES:
        text = pattern.sub(said_as, text)
    return re.sub(r"[ \t]+", " ", text).strip()
