"""What may teach and what may not: texts that cannot be read, twins, contradictions, and whatever the evaluation has already seen.

Pure and deterministic: the same rows give the same result on every machine, and cleaning what was kept drops nothing more. No text is changed. No two rows
are kept that are equal after `kiosk.core.text.normalise` and stand in the same context; a row of `train` is not kept when an evaluation row that is kept,
or a question of an exam, is near it. Exams are compared with and never cleaned.

Near copies are proposed by MinHash over character shingles with locality-sensitive hashing (Broder 1997; Leskovec, Rajaraman and Ullman, "Mining of
Massive Datasets", chapter 3; datasketch) and decided by rapidfuzz's ratio. The proposals may miss a pair; the decision is exact.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]
from pydantic import Field
from rapidfuzz import fuzz, process

from distill.data.wordings import SLOT_OF
from distill.recipe import Recipe
from kiosk.core import BrokenData, Slot
from kiosk.core.text import MAX_CHARACTERS, normalise

TRAIN: Final = "train"
SHINGLES: Final = (3, 4, 5)
"""Characters of a shingle; two marks are set before and behind a text, so that the shortest one has some."""
MISSED: Final = 0.02
"""Share of pairs at the threshold that the proposals may miss."""
SCRIPTS: Final = {"en": "LATIN", "zh": "CJK"}

_SPACES = "\t\n\r"
_UNREADABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_MARKS = re.compile(r"[\W_]+")
_BESIDE_CHINESE = re.compile(r" (?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff]) ")
_WORDS = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+")
_SLOT = re.compile(r"\{([a-z_0-9]+)(?::([^{}]*))?\}")
_LETTERS = {name: chr(0x3B1 + list(Slot).index(slot)) for name, slot in SLOT_OF.items()}  # Greek: no shopper's


class Reason(StrEnum):
    """Why a row was dropped, in the order of the steps."""

    unreadable = "control, unassigned or replacement characters"
    too_short = "too short"
    too_long = "too long"
    wrong_language = "another language"
    near_exam = "near an exam's question"
    near_held_out = "near a held-out text"
    near_wording = "its wording is near a held-out one"
    two_labels = "the same text under two labels"
    duplicate = "exact duplicate"
    near_duplicate = "near duplicate"


_ORDER = {reason: n for n, reason in enumerate(Reason)}


Watch = Callable[[Sequence[int], str], Iterable[int]]
"""Gives out numbers one by one to a step that takes long, and shows how far it is: `distill.progress.bar`."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row to be cleaned.

    Args:
        split: `train`, or the name of an evaluation split.
        context: what the label rests on beside the text (the intent of the question before); rows of different contexts are never twins.
        clean: the text before slips were put in; also compared with what evaluates. Empty where there is none.
        wording: the template that the text was filled from. Rows of one wording differ by design and are never near duplicates. Empty where there is none.
        source: an id of `distill.data.sources`.
    """

    text: str
    language: str
    label: str
    split: str = TRAIN
    context: str = ""
    clean: str = ""
    wording: str = ""
    source: str = ""


class Cleaning(Recipe):
    """Settings."""

    shortest: int = Field(default=1, ge=1, description="letters and digits that a text must have")
    longest: int = Field(default=MAX_CHARACTERS, ge=1, le=MAX_CHARACTERS, description="characters that a text may have; the kiosk reads no more")
    own_script: float = Field(default=0.2, ge=0, le=1, description="share of Chinese characters and words that must be in the language's own script")
    foreign: int = Field(default=3, ge=0, description="characters or words that may be in another script whatever the share: 'OK', '中文'")
    near: float = Field(default=0.95, ge=0.8, le=1, description="likeness from which rows of one split, label and context are near duplicates")
    leak: float = Field(default=0.85, ge=0.8, le=1, description="likeness from which a row of train is a copy of what evaluates")
    permutations: int = Field(default=128, ge=16, le=512, description="hashes of a MinHash")


@dataclass(frozen=True, slots=True)
class Dropped:
    """A row that is not kept. `twin` is the row it is like; for `near_exam` a number of the exam's questions; None where the row alone is at fault."""

    index: int
    reason: Reason
    twin: int | None = None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Numbers of the rows kept, in their order, and of those dropped."""

    kept: tuple[int, ...]
    dropped: tuple[Dropped, ...]

    def counts(self) -> dict[Reason, int]:
        """How many rows were dropped for each reason that occurred."""
        count = Counter(d.reason for d in self.dropped)
        return {r: count[r] for r in Reason if count[r]}


def clean(rows: Sequence[Item], exam: Sequence[str] = (), settings: Cleaning | None = None, watch: Watch = lambda numbers, _: numbers) -> Cleaned:
    """Drops what must not teach or measure.

    Args:
        exam: questions that are measured on and stand in no split.
        watch: shows how far the slow steps are.

    Raises:
        BrokenData: there are no rows, one is in a language that is not known, or a split has none left.
    """
    s = settings or Cleaning()
    if not rows:
        raise BrokenData("there is nothing to clean", "corpus", "build the corpus first")
    if strange := {row.language for row in rows} - set(SCRIPTS):
        raise BrokenData(f"rows are in a language that cleaning does not know: {', '.join(sorted(strange))}", "corpus", f"use {' or '.join(SCRIPTS)}")
    dropped: dict[int, Dropped] = {}
    for n, row in enumerate(rows):
        if reason := _at_fault(row, s):
            dropped[n] = Dropped(n, reason)

    def left(train: bool) -> list[int]:
        return [n for n, row in enumerate(rows) if (row.split == TRAIN) == train and n not in dropped]

    def drop(found: Iterable[Dropped]) -> None:
        dropped.update((d.index, d) for d in found)

    forms = _Forms(rows, s.permutations)
    for train in (False, True):
        if train:
            drop(_leaks(rows, watch(left(True), "comparing with what evaluates"), left(False), exam, s, forms))
        drop(_contradictions(rows, left(train), forms))
        drop(_duplicates(rows, left(train), forms))
        drop(_near_duplicates(rows, watch(left(train), "looking for near duplicates"), s, forms))
    cleaned = Cleaned(tuple(n for n in range(len(rows)) if n not in dropped), tuple(dropped[n] for n in sorted(dropped)))
    _refuse_empty(rows, cleaned)
    return cleaned


def _refuse_empty(rows: Sequence[Item], cleaned: Cleaned) -> None:
    alive = {rows[n].split for n in cleaned.kept}
    for split in dict.fromkeys(row.split for row in rows):
        if split not in alive:
            why = Counter(d.reason for d in cleaned.dropped if rows[d.index].split == split)
            told = ", ".join(f"{count} {reason}" for reason, count in why.most_common())
            raise BrokenData(f"nothing of the split '{split}' is left after cleaning ({told})", "corpus", "look at the rows, or make the thresholds milder")


def key(text: str) -> str:
    """The form in which texts are compared for likeness: normalised, marks as spaces, none beside Chinese characters; a slot counts as one letter."""
    plain = _MARKS.sub(" ", _SLOT.sub(lambda m: m[2] or _LETTERS.get(m[1], m[1]), normalise(text))).strip()
    return _BESIDE_CHINESE.sub("", plain)


@cache
def _category(character: str) -> str:
    return unicodedata.category(character)


@cache
def _script(character: str) -> str:
    return unicodedata.name(character, "?").split(" ", 1)[0]


def own_script(text: str, language: str) -> tuple[int, int]:
    """Chinese characters and words of other scripts that are in the language's own script, and all of them."""
    words = _WORDS.findall(unicodedata.normalize("NFKC", text))
    return sum(_script(w[0]) == SCRIPTS[language] for w in words), len(words)


def _at_fault(row: Item, s: Cleaning) -> Reason | None:
    if any(c == "\ufffd" or (_category(c) in _UNREADABLE and c not in _SPACES) for c in row.text):
        return Reason.unreadable
    if len(row.text) > s.longest:
        return Reason.too_long
    if len(key(row.text).replace(" ", "")) < s.shortest:
        return Reason.too_short
    own, words = own_script(row.text, row.language)
    return Reason.wrong_language if words > s.foreign and own < s.own_script * words else None


def _contradictions(rows: Sequence[Item], numbers: Sequence[int], forms: _Forms) -> list[Dropped]:
    """All rows of a text that stands under two labels in the same context: nobody can tell which is right. Each names the first of another label."""
    groups: dict[tuple[str, str], list[int]] = {}
    for n in numbers:
        groups.setdefault((forms.normal[n], rows[n].context), []).append(n)
    return [
        Dropped(n, Reason.two_labels, next(other for other in group if rows[other].label != rows[n].label))
        for group in groups.values() if len({rows[n].label for n in group}) > 1 for n in group
    ]  # fmt: skip


def _duplicates(rows: Sequence[Item], numbers: Sequence[int], forms: _Forms) -> list[Dropped]:
    first: dict[tuple[str, str], int] = {}
    twins = ((n, first.setdefault((forms.normal[n], rows[n].context), n)) for n in numbers)
    return [Dropped(n, Reason.duplicate, twin) for n, twin in twins if twin != n]


def _near_duplicates(rows: Sequence[Item], numbers: Iterable[int], s: Cleaning, forms: _Forms) -> list[Dropped]:
    """Rows that are near an earlier one of the same label and context that stays, and are of another wording."""
    groups: defaultdict[tuple[str, str], _Index] = defaultdict(lambda: _Index(s.near, forms))
    found = []
    for n in numbers:
        index, text, wording = groups[rows[n].label, rows[n].context], forms.key(rows[n].text), rows[n].wording
        twin = next((t for t in index.near(text) if not wording or rows[t].wording != wording), None)
        if twin is None:
            index.add(text, n)
        else:
            found.append(Dropped(n, Reason.near_duplicate, twin))
    return found


def _leaks(rows: Sequence[Item], train: Iterable[int], held: Sequence[int], exam: Sequence[str], s: Cleaning, forms: _Forms) -> list[Dropped]:
    """Rows of train that the evaluation has already seen, as texts (with or without slips) or as wordings."""
    texts, wordings = _Index(s.leak, forms), _Index(s.leak, forms)
    first: dict[tuple[str, bool], int] = {}
    for n in held:
        for text in filter(None, (rows[n].text, rows[n].clean)):
            first.setdefault((forms.key(text), False), n)
    for n, text in enumerate(exam, len(rows)):
        first.setdefault((forms.key(text), True), n)
    for (text, _), n in first.items():
        texts.add(text, n)
    for wording, n in {rows[n].wording: n for n in reversed(held) if rows[n].wording}.items():
        wordings.add(forms.key(wording), n)

    @cache
    def heard(text: str) -> tuple[Reason, int] | None:
        near = texts.near(forms.key(text))
        asked, held_out = next((n for n in near if n >= len(rows)), None), next((n for n in near if n < len(rows)), None)
        return (Reason.near_exam, asked - len(rows)) if asked is not None else (Reason.near_held_out, held_out) if held_out is not None else None

    @cache
    def worded(wording: str) -> tuple[Reason, int] | None:
        near = (n for n in wordings.near(forms.key(wording)) if _slots(rows[n].wording) == _slots(wording))
        return next(((Reason.near_wording, n) for n in near), None)

    found = []
    for n in train:
        row = rows[n]
        why = [w for w in (heard(row.text), row.clean and heard(row.clean), row.wording and worded(row.wording)) if w]
        if why:
            found.append(Dropped(n, *min(why, key=lambda w: _ORDER[w[0]])))
    return found


def _slots(wording: str) -> list[str]:
    return sorted(_LETTERS.get(m[1], m[1]) for m in _SLOT.finditer(wording) if m[2] is None)


def bands(likeness: float, permutations: int) -> tuple[int, int]:
    """Bands and rows a band of an LSH that proposes all but `MISSED` of the pairs that are just so like.

    An exchanged letter spoils at most 3 + 4 + 5 of a text's three shingles a letter, so texts that differ in a share d of their letters have a
    Jaccard similarity of (1 - 4d) / (1 + 4d) or more; a pair of similarity j is proposed with probability 1 - (1 - j^r)^b.
    """
    spoiled = 4 * (1 - likeness)
    jaccard = (1 - spoiled) / (1 + spoiled)
    width = max(r for r in range(1, permutations // 2 + 1) if r == 1 or (1 - jaccard**r) ** (permutations // r) <= MISSED)
    return permutations // width, width


class _Forms:
    """The normalised texts of the rows, and the keys and MinHashes of any texts, each computed once."""

    def __init__(self, rows: Sequence[Item], permutations: int) -> None:
        self.permutations = permutations
        self.normal = [normalise(row.text) for row in rows]
        self.key = cache(key)
        self._empty = MinHash(num_perm=permutations, hashfunc=zlib.crc32, scheme="affine32")
        self._signed: dict[str, MinHash] = {}

    def sign(self, text: str) -> MinHash:
        """The MinHash of a key's shingles."""
        if text not in self._signed:
            marked = f"\x02\x02{text}\x03\x03"
            made = self._empty.copy()
            made.update_batch({marked[n : n + size].encode() for size in SHINGLES for n in range(len(marked) - size + 1)})
            self._signed[text] = made
        return self._signed[text]


class _Index:
    """Keys with the numbers of their rows."""

    def __init__(self, likeness: float, forms: _Forms) -> None:
        self._cutoff = 100 * likeness
        self._forms = forms
        self._lsh = MinHashLSH(num_perm=forms.permutations, params=bands(likeness, forms.permutations))
        self._keys: list[str] = []
        self._numbers: list[int] = []

    def add(self, text: str, number: int) -> None:
        """Adds a key."""
        self._lsh.insert(len(self._keys), self._forms.sign(text))
        self._keys.append(text)
        self._numbers.append(number)

    def near(self, text: str) -> list[int]:
        """Numbers of the keys that are alike enough, the most alike first, of equals the first added."""
        proposed = sorted(self._lsh.query(self._forms.sign(text))) if self._keys else []
        found = process.extract(text, [self._keys[n] for n in proposed], scorer=fuzz.ratio, score_cutoff=self._cutoff, limit=None)
        return [self._numbers[proposed[place]] for _, _, place in found]
