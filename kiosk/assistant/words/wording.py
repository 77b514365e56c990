"""Reply wordings and shopper vocabulary, read once from YAML: `replies/<language>.yaml` says what the kiosk can say, `lexicon/<language>.yaml`
what it listens for.

What must hold: a wording has no fact of its own. Its literal text has no digit; every number, price, place and name enters through a named field, as
a `Fact` with its citations, or as the shopper's own words in quotation marks.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from kiosk.core import BrokenData, Citation, Language

REPLIES = Path(__file__).parents[1] / "replies"
LEXICON = Path(__file__).parent / "lexicon"
QUOTES: Mapping[Language, tuple[str, str]] = {Language.en: ("“", "”"), Language.zh: ("“", "”")}
NO_MARKS = dict.fromkeys(map(ord, "“”"))
_HEAD = re.compile(r" (?:with|in|from|for|of|and|size|age|aged|without)\b|[,(–]|\s\d")
"""Where the words behind a name's head begin: the "with drawstring" of bin bags."""
_SINGLE = frozenset({"snickers", "molasses"})
MAX_QUOTE = 40
"""Characters of the shopper's own words that a reply repeats."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A shown value and the rows it comes from."""

    shown: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """The shopper's own words, always shown in quotation marks: no claim of ours. `most` characters of them, cut between words."""

    words: str
    most: int = MAX_QUOTE

    @property
    def cut(self) -> str:
        """The words that are shown, without quotation marks of their own."""
        words = self.words.translate(NO_MARKS)
        if len(words) <= self.most:
            return words.strip()
        short = words[: self.most]
        return (short.rsplit(" ", 1)[0] if " " in short and not words[self.most].isspace() else short).strip()


@dataclass(frozen=True, slots=True)
class Later:
    """A fact that exists only once an effect has happened, by the effect's name (the number of a ticket)."""

    effect: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or part of one: the key of a wording and what fills its fields."""

    key: str
    fields: Mapping[str, "Value"]


Value = Fact | Quote | Later | Piece | tuple["Value", ...]
"""What may fill a field; a tuple is spoken as a list: A, B and C."""

Parts = tuple[tuple[str, str | None, str], ...]
"""Literal text, the field behind it, and how the field agrees: "{name} {name:is/are}" tells one or several."""


def piece(key: str, **fields: "Value") -> Piece:
    """A piece by its key."""
    return Piece(key, fields)


class Wordings:
    """The wordings of one language. Raises BrokenData for a file that says what it must not."""

    def __init__(self, language: Language, file: Path) -> None:
        self.language = language
        loaded = _read(file)
        self._where = file.name
        self._terms: Mapping[str, Mapping[str, str]] = loaded["terms"]
        self._chips: Mapping[str, str] = loaded["chips"]
        self._replies: dict[str, tuple[Parts, ...]] = {}
        for key, said in loaded["replies"].items():
            variants = said if isinstance(said, list) else [said]
            self._replies[key] = tuple(self._parse(key, v) for v in variants)

    def _parse(self, key: str, text: Any) -> Parts:
        if not isinstance(text, str):
            raise BrokenData(f"wording {key!r} is not text", self._where, "quote it")
        parts = tuple((literal, name, spec or "") for literal, name, spec, _ in Formatter().parse(text))
        if any(c.isdigit() for literal, _, spec in parts for c in literal + spec):
            raise BrokenData(f"wording {key!r} has a digit of its own", self._where, "let numbers come in through a field")
        return parts

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys of replies."""
        return tuple(self._replies)

    def fields(self, key: str) -> frozenset[str]:
        """Names of the fields of a wording, over all its variants."""
        return frozenset(name for parts in self._replies[key] for _, name, _ in parts if name)

    def literals(self, key: str) -> tuple[str, ...]:
        """The wording's own text, a string a variant."""
        return tuple(" ".join(f"{literal} {spec}".strip() for literal, _, spec in parts) for parts in self._replies[key])

    def term(self, table: str, key: str) -> str:
        """How a stored code is said: allergens, diets, units, countries, weekdays, statuses. A code without a word is said as it is."""
        return self._terms.get(table, {}).get(key, key)

    def terms(self, table: str) -> Mapping[str, str]:
        """A whole table of such words."""
        return self._terms.get(table, {})

    def chip(self, key: str) -> str:
        """The text of a suggestion."""
        return self._chips[key]

    @property
    def chip_keys(self) -> tuple[str, ...]:
        """All keys of suggestions."""
        return tuple(self._chips)

    def render(self, pieces: Sequence[Piece], turn: int, happened: Mapping[str, Fact]) -> tuple[str, tuple[Citation, ...]]:
        """The text of some pieces and every citation that went in, each once, in order.

        Raises KeyError for a piece without a wording, a field without a value, or an effect that did not happen: faults of ours.
        """
        citations: dict[Citation, None] = {}
        said = [self._say(p, turn, happened, citations) for p in pieces]
        gap = " " if self.language == Language.en else ""
        names = {c.value[:3] for c in citations if c.field.startswith("name_")}  # a brand that writes itself small stays small
        return gap.join(s if s[:3] in names else s[0].upper() + s[1:] for s in said if s), tuple(citations)

    def _say(self, wanted: Piece, turn: int, happened: Mapping[str, Fact], citations: dict[Citation, None]) -> str:
        variants = self._replies[wanted.key]
        out = []
        for literal, name, spec in variants[turn % len(variants)]:
            out.append(literal)
            if name is not None and spec:
                one, _, several = spec.partition("/")
                out.append(several if _is_several(wanted.fields[name]) else one)
            elif name is not None:
                out.append(self._value(wanted.fields[name], turn, happened, citations))
        return "".join(out)

    def _value(self, value: Value, turn: int, happened: Mapping[str, Fact], citations: dict[Citation, None]) -> str:
        if isinstance(value, Later):
            value = happened[value.effect]
        if isinstance(value, Fact):
            citations.update(dict.fromkeys(value.citations))
            return value.shown
        if isinstance(value, Quote):
            before, after = QUOTES[self.language]
            return f"{before}{value.cut}{after}"
        if isinstance(value, Piece):
            return self._say(value, turn, happened, citations)
        return self.join([self._value(v, turn, happened, citations) for v in value])

    def join(self, said: Sequence[str]) -> str:
        """A spoken list."""
        if self.language == Language.zh:
            return "、".join(said)
        return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}" if said else ""


def _is_several(value: "Value") -> bool:
    """Whether an English name is a plural (eggs, but neither asparagus nor Lay's), or there is more than one."""
    if isinstance(value, tuple):
        return len(value) > 1 or _is_several(value[0])
    shown = value.shown if isinstance(value, Fact) else value.words if isinstance(value, Quote) else ""
    words = _HEAD.split(shown)[0].split()
    last = words[-1].lower() if words else ""
    return len(last) > 3 and last.endswith("s") and not last.endswith(("ss", "us", "is", "'s")) and not (len(words) == 1 and last in _SINGLE)


def _read(file: Path) -> Any:
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where there is one: a tenth of the time
        return yaml.load(file.read_text("utf-8"), loader)  # noqa: S506 - a safe loader either way
    except (OSError, yaml.YAMLError) as error:
        raise BrokenData(f"the wordings cannot be read ({error})", str(file), "install the kiosk again") from error


@cache
def wordings(language: Language) -> Wordings:
    """What the kiosk can say in a language."""
    return Wordings(language, REPLIES / f"{language}.yaml")


@cache
def lexicon_data(language: Language) -> Mapping[str, Any]:
    """What the kiosk listens for in a language; see `listening`."""
    loaded: Mapping[str, Any] = _read(LEXICON / f"{language}.yaml")
    return loaded
