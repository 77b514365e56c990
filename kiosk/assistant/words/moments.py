"""Times of day as people say them: "half nine at night", 晚上七点半.

What must hold: a time without a part of the day may be either half of it, and both are told; "how late" and 快一点 name none. Pure.
"""

import re
from datetime import time

from kiosk.assistant.words.amounts import number
from kiosk.core import Language

_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOUR = rf"(?P<hour>\d{{1,2}}|{'|'.join(_HOURS)})"
_ENGLISH = (
    re.compile(rf"\b(?P<part>half|quarter)(?: (?P<side>past|to))? {_HOUR}\b(?! (?:kilos?|grams?|litres?|euros?|of))"),
    re.compile(rf"\b{_HOUR}(?:[:.](?P<minutes>[0-5]\d))? ?(?P<half>am|pm|a\.m|p\.m|o'?clock)\b"),
    re.compile(r"(?<![\d.,€$])(?P<hour>[01]?\d|2[0-3]):(?P<minutes>[0-5]\d)(?!\d)"),
    re.compile(
        rf"\b(?:at|by|around|about|before|after|till|until|past) {_HOUR}\b(?![.,:/]?\d)(?= (?:in the|at night|tonight|today|tomorrow|on|this)\b|[ .!?,]*$)"
    ),
)
_NOON = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_LATE = re.compile(r"(?<![a-z])(?:pm|p\.m|afternoon|evening|tonight|at night)\b")
_EARLY = re.compile(r"(?<![a-z])(?:am|a\.m|morning)\b")
_CHINESE = re.compile(
    r"(?P<part>凌晨|清早|清晨|大清早|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|今晚|明晚|明早|今早|晚|早)?"
    r"(?P<hour>\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点(?!五)|：|:)(?P<rest>半|一刻|三刻|[0-5]?\d分?|[一二三四五]?十?[一二三四五六七八九]?分?)?"
)
_EARLY_ZH = ("凌晨", "清早", "清晨", "大清早", "早上", "早晨", "上午", "明早", "今早", "早")


def moments(text: str, language: Language) -> tuple[time, ...]:
    """The times of day that a normalised text may mean by the first one that it names: one, or both halves of the day; none where it names none."""
    return _chinese(text) if language == Language.zh else _english(text)


def _english(text: str) -> tuple[time, ...]:
    for word, at in _NOON.items():
        if re.search(rf"\b{word}\b", text):
            return (at,)
    for pattern in _ENGLISH:
        if match := pattern.search(text):
            said = match.groupdict()
            hour = int(said["hour"]) if said["hour"].isdigit() else _HOURS.index(said["hour"]) + 1
            minutes = int(said.get("minutes") or 0)
            if part := said.get("part"):
                minutes = 30 if part == "half" else 15
                if said["side"] == "to":
                    hour, minutes = hour - 1, 60 - minutes
            return _halves(hour, minutes, early=bool(_EARLY.search(text)), late=bool(_LATE.search(text)))
    return ()


def _chinese(text: str) -> tuple[time, ...]:
    for match in _CHINESE.finditer(text):
        part, rest = match["part"] or "", (match["rest"] or "").removesuffix("分")
        hour = int(number(match["hour"], Language.zh))
        if hour == 1 and not part and not rest:
            continue  # 快一点, 便宜一点
        minutes = {"半": 30, "一刻": 15, "三刻": 45, "": 0}.get(rest)
        minutes = int(number(rest, Language.zh)) if minutes is None else minutes
        return _halves(hour, minutes, early=part in _EARLY_ZH, late=bool(part) and part not in _EARLY_ZH and not (part == "中午" and hour > 10))
    return ()


def _halves(hour: int, minutes: int, early: bool, late: bool) -> tuple[time, ...]:
    """A time of the clock's face in the half of the day that was said, or in both."""
    if hour > 24 or minutes > 59:
        return ()
    if hour > 12 or hour == 0:
        return (time(hour % 24, minutes),)
    if early:
        return (time(hour % 12, minutes),)
    if late:
        return (time(hour % 12 + 12, minutes),)
    return (time(hour, minutes), time((hour + 12) % 24, minutes)) if hour < 12 else (time(12, minutes),)
