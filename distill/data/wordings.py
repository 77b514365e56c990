"""Wordings: how shoppers ask, one a line, in `wordings/<language>/<intent>.txt`.

A wording is the unit of every split: all questions that are filled from it stay on one side. A line may begin with `- ` (negative mood)
or `+ ` (positive), has slots `{name}` that are filled from lists or `{name:literal}` that are not, optional parts `[...]` and choices
`(a|b)`. Bad lines are refused by file and line; nothing is skipped in silence.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from kiosk.core import BrokenData, Intent, Sentiment, Slot
from kiosk.store.pack import Pack
from kiosk.store.words import bare_name

FOLDER = Path(__file__).parent / "wordings"
FOLLOW_UP = "follow_up"
"""The file of elliptical questions ("and the pears?"): they keep the intent of the question before."""

SLOT_OF = {
    "product": Slot.product, "product2": Slot.product, "brand": Slot.brand, "category": Slot.category, "attribute": Slot.attribute,
    "diet": Slot.allergen_or_diet, "diet_free": Slot.allergen_or_diet, "diet_contains": Slot.allergen_or_diet,
    "quantity": Slot.quantity, "price": Slot.price_limit, "place": Slot.place, "dish": Slot.dish, "time": Slot.day_or_time,
    "number": Slot.order_or_ticket_number, "reason": Slot.reason,
}  # fmt: skip

_SLOT = re.compile(r"\{([a-z_0-9]+)(?::([^{}]*))?\}")
_CHOICE = re.compile(r"\(([^()\[\]]*\|[^()\[\]]*)\)")
_OPTION = re.compile(r"\[([^\[\]()]*)\]")
_MOODS = {"-": Sentiment.negative, "+": Sentiment.positive}


@dataclass(frozen=True, slots=True)
class Wording:
    """One line of a wordings file. `intent` is None for a follow-up, which inherits it."""

    template: str
    intent: Intent | None
    sentiment: Sentiment
    language: str
    where: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A question made from a wording; spans are (start, end, slot) in characters of `text`."""

    text: str
    spans: tuple[tuple[int, int, Slot], ...]


def read_line(line: str, intent: Intent | None, language: str, where: str) -> Wording | None:
    """The wording on a line, None for a blank line or a comment. Raises BrokenData for unbalanced parts and unknown slots."""
    line = line.strip()
    if not line or line.startswith("#"):
        return None
    mood = Sentiment.neutral
    if line[:2] in ("- ", "+ "):
        mood, line = _MOODS[line[0]], line[2:].strip()
    bare = _SLOT.sub("", line)
    for opening, closing in ("{}", "[]"):
        if bare.count(opening) or bare.count(closing):
            if opening == "[" and bare.count("[") == bare.count("]"):
                continue
            raise BrokenData(f"unbalanced {opening}{closing} in wording {line!r}", where, "balance the brackets")
    for match in _SLOT.finditer(line):
        if match[1] not in SLOT_OF:
            raise BrokenData(f"unknown slot {{{match[1]}}} in wording {line!r}", where, f"use one of {', '.join(SLOT_OF)}")
    return Wording(line, intent, mood, language, where)


def read_wordings(language: str, folder: Path = FOLDER) -> list[Wording]:
    """All wordings of a language, in file order; the same template in two files of different intent is refused."""
    wordings: list[Wording] = []
    seen: dict[str, Wording] = {}
    for file in sorted((folder / language).glob("*.txt")):
        special = file.stem if file.stem in (FOLLOW_UP, "near_emergency") else None
        if special is None and file.stem not in Intent.__members__:
            raise BrokenData(f"{file.stem} is not an intent", str(file), "name the file after an intent of kiosk.core.Intent")
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            where = f"{language}/{file.name}:{number}"
            intent = None if special else Intent(file.stem)
            if special == "near_emergency" and line.strip() and not line.startswith("#"):
                name, _, line = line.partition("\t")
                name = name.lstrip("-+ ").strip()
                if name not in Intent.__members__:
                    raise BrokenData(f"{name!r} is not an intent", where, "begin the line with an intent and a tab")
                intent = Intent(name)
            wording = read_line(line, intent, language, where)
            if wording is None:
                continue
            key = wording.template.lower()
            if key in seen:
                if seen[key].intent != wording.intent:
                    raise BrokenData(f"{wording.template!r} stands for {seen[key].intent} and {wording.intent}", f"{seen[key].where} and {where}",
                                     "keep one")  # fmt: skip
                continue
            seen[key] = wording
            wordings.append(wording)
    return wordings


def read_lists(language: str, folder: Path = FOLDER) -> dict[str, list[str]]:
    """Values of the slots that have a list, by the slot's name in wordings."""
    lists = {}
    for file in sorted((folder / language / "slots").glob("*.txt")):
        values = [v.strip() for v in file.read_text("utf-8").splitlines() if v.strip() and not v.startswith("#")]
        lists[file.stem] = list(dict.fromkeys(values))
    return lists


def expand(template: str, random: Random) -> str:
    """The template with every choice made and every optional part kept or left, at random."""
    template = _CHOICE.sub(lambda m: random.choice(m[1].split("|")), template)
    template = _OPTION.sub(lambda m: m[1] if random.random() < 0.5 else "", template)
    return re.sub(r"\s+", " ", template).strip()


def fill(template: str, values: dict[str, list[str]], random: Random) -> Filled:
    """The question that a template makes when each slot takes a value of its list, and where the values stand in it."""
    text, spans, last = "", [], 0
    template = expand(template, random)
    for match in _SLOT.finditer(template):
        text += template[last : match.start()]
        value = match[2] if match[2] is not None else random.choice(values[match[1]])
        spans.append((len(text), len(text) + len(value), SLOT_OF[match[1]]))
        text, last = text + value, match.end()
    return Filled(text + template[last:], tuple(spans))


def slots_of(template: str) -> Iterator[str]:
    """Names of the slots of a template that need a list."""
    return (m[1] for m in _SLOT.finditer(template) if m[2] is None)


def side(wording: str, share: float) -> bool:
    """Whether a wording is held out: decided by its SHA-256, so the same on every machine and in every run."""
    return int(hashlib.sha256(wording.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF < share


def product_names(pack: Pack, language: str, extra: Iterable[str]) -> list[str]:
    """Product phrases as shoppers say them: kinds, synonyms, names without their size, brands with kinds."""
    names: list[str] = []
    for kind in pack.kinds:
        names += [kind.en, *kind.synonyms_en] if language == "en" else [kind.zh, *kind.synonyms_zh]
    kinds = {k.kind: k for k in pack.kinds}
    for product in pack.products:
        name = product.name_en if language == "en" else product.name_zh
        names.append(bare_name(name))
        if product.brand:
            names.append(f"{product.brand} {getattr(kinds[product.kind], language)}")
        names += product.synonyms_en if language == "en" else product.synonyms_zh
    return list(dict.fromkeys([*(n for n in names if n), *extra]))
