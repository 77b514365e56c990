"""Numbers of orders and cases as people say them: "H 1 0 4 4", "ten forty four", 一零四四.

What must hold: only digits and what is said for them is read, so that "two euros fifty" is no number of an order. Pure; texts are normalised.
"""

import re

_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "幺": "1", "两": "2"}
_ONES = {w: str(n) for n, w in enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))} | {
    "oh": "0",
    "o": "0",
    "nought": "0",
}
_TEENS = {w: str(n) for n, w in enumerate(("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"), 10)}
_TENS = {w: str(n) for n, w in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)}
_WORD = "|".join((*_ONES, *_TEENS, *_TENS, "double"))
_ENGLISH = re.compile(rf"(?<![a-z])(?:{_WORD})(?:[ -]+(?:{_WORD}))+(?![a-z])")
_CHINESE = re.compile(rf"[{''.join(_DIGITS)}]{{3,12}}")
_SPACED = re.compile(r"(?<![a-z0-9'])(?:([b-hj-z])[ -]?)?((?:\d[ -]?){2,11}\d)(?![a-z0-9])")
_CODE = re.compile(r"(?<![\d.,a-z])#?([a-z]?\d{3,12})(?![\d.,]*\d)")


def said_code(text: str, spoken: bool = True) -> str | None:
    """The number of an order or case that a text says, in upper case and without spaces; None where it says none.

    Args:
        spoken: whether number words count; beside a price they are one ("it was one sixty nine").
    """
    written = text if not spoken else _CHINESE.sub(lambda m: "".join(_DIGITS[c] for c in m[0]), _ENGLISH.sub(lambda m: _spelt(m[0]), text))
    written = _SPACED.sub(lambda m: (m[1] or "") + re.sub(r"[ -]", "", m[2]), written)
    found = _CODE.search(written)
    return found[1].upper() if found else None


def _spelt(words: str) -> str:
    """Number words as digits, one after the other: "ten forty four" → 1044, "one oh double four" → 1044."""
    digits, tens, twice = "", "", False
    for word in re.split(r"[ -]+", words):
        if word == "double":
            twice = True
            continue
        if tens and (word not in _ONES or _ONES[word] == "0"):
            digits, tens = f"{digits}{tens}0", ""
        if word in _TENS:
            tens = _TENS[word]
        elif tens:
            digits, tens = f"{digits}{tens}{_ONES[word]}", ""
        else:
            digits += (_TEENS.get(word) or _ONES[word]) * (2 if twice else 1)
        twice = False
    return f"{digits}{tens}0" if tens else digits
