"""Which values of a closed form stand in a text, also where they were misheard: "12 ounce dark rose mocker" is a twelve ounce dark roast mocha.

What must hold: a field holds one value, and a word of the text fills one field; what is written as the form has it goes before what only sounds
like it, and the longer value before the shorter. Short words are taken only where they are written, or sound exactly, like the form's.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from kiosk.core.sounds import phones, syllable
from kiosk.store.forms import Form, FormField
from kiosk.store.words import tokens

Filled = dict[str, tuple[int, int]]
"""Field identifier to (position of the field, position of the value)."""
ALIKE: Final = 0.72
"""Share of a value's sounds that a misheard one has at least."""
CERTAIN: Final = 0.9
"""Share from which the spelling does not matter."""
SPELLED: Final = 60.0
"""Likeness of the spelling, in per cent, below which a value is taken by ear only where nearly every sound is the same."""
LAST: Final = 0.6
"""Share of the sounds of a value's last word, which says what it is."""
SHORT: Final = 3
"""Sounds up to which a value is taken by ear only where all of them are the same."""
WORTH: Final = 0.6
"""Likeness that gains nothing: what is more counts once for each sound of the value, so that the longest values win."""
WRITTEN: Final = 1.0
"""What a value that is written gains beside that with each word, and a little more with each but the first: "ice mocha" is one thing."""
SMALL: Final = frozenset(re.split(" ", "a an the and or with of to in on for me my i it is have get can may please want like make give also then"))
"""Words that no misheard value begins or ends with, unless the value does."""
_LONGEST: Final = 8
"""Words of the longest value."""
_NUMBERS: Final = dict(zip(
    ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "24", "30", "40", "50", "60", "80"),
    re.split(" ", "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty "
             "twentyfour thirty forty fifty sixty eighty"), strict=True)) | {"oz": "ounce"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of saying a value."""

    field: int
    value: int
    words: tuple[str, ...]
    sounds: tuple[str, ...]
    """A character a sound."""


def words_of(text: str) -> tuple[str, ...]:
    """Its words as `kiosk.store.words.tokens` cuts them, small numbers in letters."""
    return tuple(_NUMBERS.get(t, t) for t in tokens(text))


def matched(form: Form, text: str) -> Filled:
    """The values that a text holds: those that together explain most of it."""
    said = words_of(text)
    found = _found(_ways(form), said)
    best: list[dict[int, tuple[float, Filled]]] = [{} for _ in range(len(said) + 1)]  # by place: fields used → gain and values
    best[0][0] = (0.0, {})
    for at in range(len(said)):
        for used, (gain, filled) in best[at].items():
            _keep(best[at + 1], used, gain, filled)
            for end, way, worth in found[at]:
                if not used >> way.field & 1:
                    _keep(best[end], used | 1 << way.field, gain + worth, filled | {form.fields[way.field].id: (way.field, way.value)})
    return max(best[-1].values(), key=lambda pair: pair[0])[1]


def _keep(place: dict[int, tuple[float, Filled]], used: int, gain: float, filled: Filled) -> None:
    if used not in place or gain > place[used][0]:
        place[used] = (gain, filled)


def _found(ways: Sequence[_Way], said: Sequence[str]) -> list[list[tuple[int, _Way, float]]]:
    """By the word at which they begin: where values end that may be meant there, and what each gains."""
    found: list[list[tuple[int, _Way, float]]] = [[] for _ in said]
    written: list[tuple[int, int, int]] = []
    for way in ways:
        size = len(way.words)
        for start in range(len(said) - size + 1):
            if said[start] == way.words[0] and tuple(said[start : start + size]) == way.words:
                found[start].append((start + size, way, len(way.sounds[0]) * (1 - WORTH) + WRITTEN * (1.2 * size - 0.2)))
                written.append((start, start + size, way.field))
    sounds = [_keys(word)[0] for word in said]
    for start in range(len(said)):
        for end in range(start + 1, min(start + _LONGEST, len(said)) + 1):
            whole = "".join(sounds[start:end])
            for way in ways:
                if abs(end - start - len(way.words)) > 2 or _holds(written, start, end, way.field, said):
                    continue
                likeness = _alike(way, said[start:end], whole)
                if likeness:
                    found[start].append((end, way, len(way.sounds[0]) * (likeness - WORTH)))
    return found


def _holds(written: Sequence[tuple[int, int, int]], start: int, end: int, field: int, said: Sequence[str]) -> bool:
    """Whether a span holds a written value of another field, or one of the same field with nothing but small words around it."""
    return any(
        start <= first and last <= end and (of != field or all(w in SMALL for w in (*said[start:first], *said[last:end]))) for first, last, of in written
    )


def _alike(way: _Way, span: Sequence[str], sound: str) -> float:
    """How much a span sounds like a value, 0 where not enough."""
    if (span[0] in SMALL and span[0] != way.words[0]) or (span[-1] in SMALL and span[-1] != way.words[-1]):
        return 0.0
    best = 0.0
    for own in way.sounds:
        longest = max(len(own), len(sound))
        most = 0 if len(own) <= SHORT else int(longest * (1 - ALIKE))
        if abs(len(own) - len(sound)) <= most:
            distance = Levenshtein.distance(sound, own, score_cutoff=most)
            best = max(best, 1 - distance / longest if distance <= most else 0.0)
    if best and not _ends_alike(span[-1], way.words[-1]):
        return 0.0
    if best and (best < CERTAIN or len(sound) <= SHORT) and fuzz.ratio("".join(span), "".join(way.words)) < SPELLED:
        return 0.0
    return best


def _ends_alike(heard: str, word: str) -> bool:
    """Whether a last word may be the value's: "a lot of skin" is no lot of sugar."""
    sound = _keys(heard)[0]
    alike = any(1 - Levenshtein.distance(sound, own) / max(len(sound), len(own)) >= LAST for own in _keys(word))
    return alike and (not word.isascii() or fuzz.ratio(heard, word) >= 100 * LAST - 10)


@lru_cache(maxsize=8)
def _ways(form: Form) -> tuple[_Way, ...]:
    return tuple(_Way(n, i, words, _sounds(words)) for n, field in enumerate(form.fields) for i, said in _said_as(field) if (words := words_of(said)))


def _said_as(field: FormField) -> Iterator[tuple[int, str]]:
    """Position of a value and a way of saying it: itself in both languages, and what else the pack declares for it."""
    for values, also in ((field.values_en, dict(field.also_en)), (field.values_zh, dict(field.also_zh))):
        for i, value in enumerate(values):
            yield from ((i, said) for said in (value, *also.get(value, ())))


def _sounds(words: Sequence[str]) -> tuple[str, ...]:
    """Every way in which a value may sound; four at most."""
    return tuple("".join(keys) for keys in list(product(*(_keys(w) for w in words)))[:4])


@lru_cache(maxsize=5_000)
def _keys(word: str) -> tuple[str, ...]:
    """How a word may sound, a character a sound; a Chinese character is one of its own."""
    if word.isascii():
        return phones(word)
    return (chr(0xF0000 + zlib.crc32(syllable(word).encode()) % 0xFFFD),)
