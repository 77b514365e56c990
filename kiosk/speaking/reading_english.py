"""English text as a person reads it aloud: prices, units, dates, times, places, numbers and signs become words.

What must hold: no digit is left, nothing fails, and the order of what is said is the order of what stands there.
The rules run from the most particular to the most general; each later one sees only what the earlier ones left.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from re import Match
from typing import Final

from kiosk.speaking.numbers import cardinal_en, digits_en, number_en, ordinal_en, split_money, year_en

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_DASH = r"\s?[-–—−~]\s?"

_CURRENCIES: Final = {
    "€": ("euro", "cent"), "eur": ("euro", "cent"), "euro": ("euro", "cent"), "euros": ("euro", "cent"),
    "£": ("pound", "penny"), "gbp": ("pound", "penny"), "pounds": ("pound", "penny"),
    "$": ("dollar", "cent"), "usd": ("dollar", "cent"), "dollar": ("dollar", "cent"), "dollars": ("dollar", "cent"),
    "¥": ("yuan", "fen"), "cny": ("yuan", "fen"), "rmb": ("yuan", "fen"), "yuan": ("yuan", "fen"),
    "kr": ("krona", "öre"), "sek": ("krona", "öre"), "kronor": ("krona", "öre"),
}  # fmt: skip
_PLURALS: Final = {"penny": "pence", "yuan": "yuan", "fen": "fen", "krona": "kronor", "öre": "öre", "foot": "feet", "inch": "inches"}
_UNITS: Final = {
    "kg": "kilo", "g": "gram", "mg": "milligram", "µg": "microgram", "l": "litre", "ml": "millilitre", "cl": "centilitre", "dl": "decilitre",
    "cm": "centimetre", "mm": "millimetre", "m": "metre", "km": "kilometre", "kcal": "kilocalorie", "kj": "kilojoule", "w": "watt", "v": "volt",
    "pcs": "piece", "pc": "piece", "min": "minute", "h": "hour", "hrs": "hour", "sec": "second", "oz": "ounce", "lb": "pound", "lbs": "pound",
    "mb": "megabyte", "gb": "gigabyte", "mah": "milliampere hour", "°c": "degree", "°": "degree", "°f": "degree Fahrenheit", "ply": "ply",
}  # fmt: skip
_PLURALS_OF_UNITS: Final = {"ply": "ply", "degree Fahrenheit": "degrees Fahrenheit"}
_MONTHS: Final = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_MONTH = "(" + "|".join(f"{name}|{name[:3]}" for name in _MONTHS) + r")\.?"
_ABBREVIATIONS: Final = (
    (r"\be\.\s?g\.", "for example"), (r"\bi\.\s?e\.", "that is"), (r"\betc\.", "et cetera"), (r"\bapprox\.", "approximately"),
    (r"\bincl\.", "including"), (r"\bexcl\.", "excluding"), (r"\bmax\.", "at most"), (r"\bmin\.", "at least"), (r"\bvs\.?(?=\s)", "versus"),
    (r"\bDr\.?(?=\s[A-Z])", "doctor"), (r"\bMr\.", "mister"), (r"\bMrs\.", "missus"), (r"\bSt\.(?=\s[A-Z])", "saint"),
    (r"\b[Nn]o\.\s?(?=\d)", "number "), (r"\b[Tt]el\.\s?(?=[\d+])", "telephone "), (r"\bc/o\b", "care of"), (r"\b24/7\b", "twenty-four seven"),
    (r"\bMon\b", "Monday"), (r"\bTues?\b", "Tuesday"), (r"\bThurs?\b", "Thursday"), (r"\bWed\b", "Wednesday"), (r"\bFri\b", "Friday"), (r"\bSat\b(?=\.|\s?[-–]|$)", "Saturday"),
)  # fmt: skip
_FRACTIONS: Final = {"1/2": "a half", "1/4": "a quarter", "3/4": "three quarters", "1/3": "a third", "2/3": "two thirds"}
_GLYPHS: Final = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3", "²": " squared", "³": " cubed", "№": "number "}
_SIGNS: Final = ((r"\s*&\s*", " and "), (r"\s*\+\s*", " plus "), (r"\s*=\s*", " equals "), (r"\bper cent\b", "percent"), (r"%", " percent"), (r"\s*@\s*", " at "),
                 (r"\s*×\s*", " times "), (r"°", " degrees"), (r"#", " number "), (r"€", " euros"), (r"£", " pounds"), (r"\$", " dollars"))  # fmt: skip
_NUMBERED = r"(?:tickets?|orders?|cases?|receipts?|invoices?|complaints?|reservations?|batch|codes?|references?|ref|EAN|barcodes?|PIN)"


def _many(word: str, plural: bool) -> str:
    if not plural:
        return word
    return _PLURALS_OF_UNITS.get(word) or _PLURALS.get(word) or f"{word}s"


def money_en(written: str, currency: str) -> str:
    """ "2.49", "€" → "two euros forty-nine"; whole amounts and amounts below one name one unit only."""
    unit, part = _CURRENCIES[currency.lower()]
    amount = split_money(written)
    if amount is None:
        return f"{number_en(written)} {_many(unit, True)}"
    whole, rest = amount
    if whole == 0 and rest:
        return f"{cardinal_en(rest)} {_many(part, rest != 1)}"
    said = f"{cardinal_en(whole)} {_many(unit, whole != 1)}"
    if not rest:
        return said
    # "two euros oh five" is understood by few; the small unit makes it plain.
    return f"{said} and {cardinal_en(rest)} {_many(part, rest != 1)}" if rest < 10 else f"{said} {cardinal_en(rest)}"


def clock_en(hour: int, minute: int) -> str:
    """21, 0 → "nine p.m." written as the two letters; noon and midnight by name."""
    if minute == 0 and hour in (0, 12, 24):
        return "twelve noon" if hour == 12 else "midnight"
    half = "PM" if 12 <= hour < 24 else "AM"
    said = cardinal_en((hour - 1) % 12 + 1)
    if minute:
        said += f" oh {cardinal_en(minute)}" if minute < 10 else f" {cardinal_en(minute)}"
    return f"{said} {half}"


def _money_range(match: Match[str]) -> str:
    currency = match["before"] or match["after"]
    return f"{money_en(match['low'], currency)} to {money_en(match['high'], currency)}"


def _money(match: Match[str]) -> str:
    return money_en(match["amount"], match["before"] or match["after"])


def _measure(match: Match[str]) -> str:
    unit = _UNITS[match["unit"].lower()]
    return f"{number_en(match['amount'])} {_many(unit, match['amount'] != '1')}"


def _time(match: Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").replace(".", "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return clock_en(hour, minute) + (" " if match[0].endswith(" ") else "")


def _date(day: str, month: str, year: str | None) -> str:
    said = f"the {ordinal_en(int(day))} of {month}"
    return f"{said} {year_en(int(year))}" if year else said


def _month_name(written: str) -> str:
    return next(name for name in _MONTHS if name.startswith(written.rstrip(".").capitalize()[:3]))


def _numeric_date(match: Match[str]) -> str:
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return match[0]
    return _date(match["day"], _MONTHS[month - 1], match["year"])


def _spell(match: Match[str]) -> str:
    letters, digits = match["letters"] or "", match["digits"]
    return f"{match['before']}{' '.join(letters)}{' ' if letters else ''}{digits_en(digits)}"


_BEFORE = r"(?P<before>[€£$¥]|\b(?:EUR|GBP|USD|CNY|SEK)\b)\s?"
_AFTER = r"\s?(?P<after>[€£$¥]|(?:EUR|GBP|USD|CNY|RMB|SEK|[Ee]uros?|[Pp]ounds|[Dd]ollars?|yuan|kronor|kr)\b)"
_UNIT = r"(?P<unit>" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)) + r")(?![A-Za-z°])"

_Rule = tuple[re.Pattern[str], str | Callable[[Match[str]], str]]


def _rule(pattern: str, said: str | Callable[[Match[str]], str], flags: int = 0) -> _Rule:
    return re.compile(pattern, flags), said


_RULES: Final[tuple[_Rule, ...]] = (
    *(_rule(pattern, said) for pattern, said in _ABBREVIATIONS),
    *(_rule(rf"(?<![\d/.]){pattern}(?![\d/])", said) for pattern, said in _FRACTIONS.items()),
    _rule(r"\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\s?[-–—]\s?(?=(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun))", r"\1 to "),
    # dates
    _rule(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b", _numeric_date),
    _rule(r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})\b", _numeric_date),
    _rule(rf"\b(?:the\s)?(\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s{_MONTH}(?:,?\s(\d{{4}}))?(?![\w.]*\d)", lambda m: _date(m[1], _month_name(m[2]), m[3])),
    _rule(rf"\b{_MONTH}\s(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(\d{{4}}))?(?![\w.:]*\d)", lambda m: _date(m[2], _month_name(m[1]), m[3])),
    _rule(r"\b(in|since|from|until|year)\s((?:19|20)\d\d)(?![\d.,:]|\s?[%€£$a-z]*g\b)", lambda m: f"{m[1]} {year_en(int(m[2]))}"),
    # times
    _rule(rf"\b(?P<a>\d{{1,2}}[:.]\d\d){_DASH}(?=\d{{1,2}}[:.]\d\d\b)", r"\g<a> to "),
    _rule(r"\b(?P<hour>2[0-4]|[01]?\d):(?P<minute>[0-5]\d)(?::\d\d)?(?:\s?(?P<half>[ap]\.?m\b\.?))?(?:\s?(?:h|hrs)\b)?", _time, re.I),
    _rule(r"\b(?P<hour>1[0-2]|\d)(?P<minute>(?!))?\s?(?P<half>[ap]\.?m\b\.?)", _time, re.I),
    # money
    _rule(rf"{_BEFORE}(?P<low>{_NUMBER}){_DASH}[€£$¥]?(?P<high>{_NUMBER})(?P<after>(?!))?", _money_range),
    _rule(rf"(?P<before>(?!))?(?P<low>{_NUMBER}){_DASH}(?P<high>{_NUMBER}){_AFTER}", _money_range),
    _rule(rf"{_BEFORE}(?P<amount>{_NUMBER})(?P<after>(?!))?", _money),
    _rule(rf"(?P<before>(?!))?(?<![\d.,])(?P<amount>{_NUMBER}){_AFTER}", _money),
    _rule(r"\s?/\s?(kg|l|g|ml|m|100 ?g|100 ?ml)\b", lambda m: f" per {'' if m[1][0] == '1' else ' '}{m[1]}".replace("  ", " ")),
    _rule(r"\bper\s(kg|l|g|ml|m)\b", lambda m: f"per {_UNITS[m[1]]}"),
    # numbers that are names: telephone, ticket, order, emergency
    _rule(r"(?P<before>)(?P<letters>)(?<![\w.,])\+?(?P<digits>\(?\d{2,5}\)?(?:[ /-]\d{2,5}){2,5})(?![\w.,]*\d)", _spell),
    _rule(rf"(?P<before>\b{_NUMBERED}(?:\s(?:number|no|is|was|code))*[\s:#]*)(?P<letters>[A-Z]{{0,3}})-?(?P<digits>\d+)\b", _spell, re.I),
    _rule(r"(?P<before>\b(?:call|dial|ring|phone|telephone|emergency|number is)\s(?:on\s|number\s|services\s)*)(?P<letters>)(?P<digits>\d{3,6})\b", _spell, re.I),
    _rule(r"(?P<before>\b)(?P<letters>[A-Z])(?P<digits>\d{3,})\b", _spell),
    _rule(r"(?P<before>)(?P<letters>)(?<![\d.,])(?P<digits>\d{7,})(?![.,]?\d)", _spell),
    # measures, ranges, the rest
    _rule(r"(?<=\d)\s?[x×*]\s?(?=\d)", " times "),
    _rule(rf"(?<![\w.,])(?P<low>{_NUMBER}){_DASH}(?=(?:{_NUMBER})(?![\d-]))", lambda m: f"{m['low']} to "),
    _rule(r"(?<![\w.])[-−](?=\d)", "minus "),
    _rule(rf"(?P<amount>{_NUMBER})\s?{_UNIT}", _measure, re.I),
    _rule(rf"(?P<amount>{_NUMBER})\s?%", lambda m: f"{number_en(m['amount'])} percent"),
    _rule(r"\b(\d+)(?:st|nd|rd|th)\b", lambda m: ordinal_en(int(m[1])) if len(m[1]) < 12 else digits_en(m[1])),
    _rule(rf"(?P<before>[A-Za-z]?)-?(?P<amount>{_NUMBER})(?P<after>[A-Za-z]?)",
          lambda m: f"{m['before']}{' ' if m['before'] else ''}{number_en(m['amount'])}{' ' if m['after'] else ''}{m['after']}"),
    *(_rule(pattern, said) for pattern, said in _SIGNS),
)  # fmt: skip


def read_english(text: str) -> str:
    """The text in words; Chinese parts keep their characters."""
    for glyph, said in _GLYPHS.items():
        text = text.replace(glyph, said)
    text = "".join(str(int(c)) if c.isdecimal() and not c.isascii() else c for c in text)
    for pattern, said_as in _RULES:
        text = pattern.sub(said_as, text)
    return re.sub(r"[ \t]+", " ", text).strip()
