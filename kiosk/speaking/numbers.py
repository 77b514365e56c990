"""Numbers in words, English and Chinese. Pure functions: no digit is left in what they return, and they accept every number they are given.

English is written out here (forty lines; the libraries for it are LGPL and read prices otherwise than a shop does); Chinese is cn2an's, with
两 where people say it.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

import cn2an

LARGEST: Final = 10**12
"""From here on a number is said digit by digit: nothing in a shop is that large."""

_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
_DIGITS_ZH = "零一二三四五六七八九"


def cardinal_en(number: int) -> str:
    """1042 → "one thousand and forty-two"; negative numbers begin with "minus"."""
    if number < 0:
        return f"minus {cardinal_en(-number)}"
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{_ONES[number // 100]} hundred" + (f" and {cardinal_en(number % 100)}" if number % 100 else "")
    if number >= LARGEST:
        return digits_en(str(number))
    for size, name in _SCALES:
        if number >= size:
            rest = number % size
            joined = " and " if rest < 100 else " "
            return f"{cardinal_en(number // size)} {name}" + (f"{joined}{cardinal_en(rest)}" if rest else "")
    raise AssertionError(number)


def ordinal_en(number: int) -> str:
    """21 → "twenty-first". For 0 and above."""
    words = cardinal_en(number)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    head, last = words[:cut], words[cut:]
    if last in _ORDINALS:
        return head + _ORDINALS[last]
    return f"{head}{last[:-1]}ieth" if last.endswith("y") else f"{head}{last}th"


def year_en(year: int) -> str:
    """2026 → "twenty twenty-six", 1905 → "nineteen oh five", 2000 → "two thousand"; other than four digits as a cardinal."""
    century, rest = divmod(year, 100)
    if not 1000 <= year <= 9999 or (rest == 0 and century % 10 == 0) or 2000 <= year <= 2009:
        return cardinal_en(year)
    if rest == 0:
        return f"{cardinal_en(century)} hundred"
    return f"{cardinal_en(century)} {'oh ' if rest < 10 else ''}{cardinal_en(rest)}"


def digits_en(digits: str) -> str:
    """ "1042" → "one zero four two"; whatever is no digit is left out."""
    return " ".join(_ONES[int(digit)] for digit in digits if digit.isdecimal())


def number_en(written: str) -> str:
    """A number as it stands in a text ("1,200", "2.5", "007") in words; digit by digit after the point and where it begins with a zero."""
    whole, _, part = written.replace(",", "").partition(".")
    words = digits_en(whole) if len(whole) > 12 or (len(whole) > 1 and whole.startswith("0")) else cardinal_en(int(whole or 0))
    return f"{words} point {digits_en(part)}" if part else words


def cardinal_zh(number: int) -> str:
    """1042 → 一千零四十二, 12 → 十二, 200 → 两百, 20000 → 两万; 2 alone stays 二, see `counted_zh`."""
    if number < 0:
        return f"负{cardinal_zh(-number)}"
    if number >= LARGEST:
        return digits_zh(str(number))
    words = str(cn2an.an2cn(str(number), "low"))
    if words.startswith("一十"):
        words = words[1:]
    for unit in "百千万亿":
        words = words.replace(f"二{unit}", f"两{unit}")
    return words.replace("十两", "十二")  # 十二万 keeps its 二


def counted_zh(number: int) -> str:
    """How many of a thing there are: as `cardinal_zh`, but 两 for 2."""
    return "两" if number == 2 else cardinal_zh(number)


def digits_zh(digits: str, one: str = "一") -> str:
    """ "1042" → 一零四二; `one` is 幺 in telephone numbers; whatever is no digit is left out."""
    return "".join(_DIGITS_ZH[int(digit)] for digit in digits if digit.isdecimal()).replace("一", one)


def number_zh(written: str, counted: bool = False) -> str:
    """A number as it stands in a text ("1,200", "2.5", "007") in characters; with `counted` 2 is 两."""
    whole, _, part = written.replace(",", "").partition(".")
    if len(whole) > 12 or (len(whole) > 1 and whole.startswith("0")):
        words = digits_zh(whole)
    elif counted and not part:
        words = counted_zh(int(whole or 0))
    else:
        words = cardinal_zh(int(whole or 0))
    return f"{words}点{digits_zh(part)}" if part else words


def split_money(written: str) -> tuple[int, int] | None:
    """ "2.49" → (2, 49), "1,200" → (1200, 0), "2.5" → (2, 50); None where it is no amount with at most two decimals."""
    try:
        amount = Decimal(written.replace(",", ""))
    except InvalidOperation:
        return None
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -2 or abs(amount) >= LARGEST:
        return None
    hundredths = int(amount * 100)
    return hundredths // 100, hundredths % 100
