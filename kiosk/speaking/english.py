"""English text to Kokoro's phonemes: misaki's dictionaries (read as data), word endings, compounds, initials, letter-to-sound rules.

What must hold: every word with a letter gets a phoneme, only phonemes and punctuation of the vocabulary come out, and the caller's lexicon of
names goes before the dictionaries. The text is in words already (`kiosk.speaking.reading`). Ending rules follow
https://en.wiktionary.org/wiki/-s and -ed, as misaki does.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from kiosk.core import BrokenData, MissingPart
from kiosk.core.text import fold
from kiosk.speaking.letters import VOWELS, join_respelling, plain_letters, respelled, sound_out
from kiosk.speaking.reading_english import read_english
from kiosk.speaking.tables import Texts

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*'?|[.,!?;:—…\"()]|-")
_TAPS = frozenset("AIOWYiuæɑəɛɪɹʊʌ")
_LONGEST_NAME: Final = 5
_MARKS: Final = frozenset(".,!?;:—…\"()")
_ENDS: Final = frozenset(".,!?;:—…)")
_NOUN_BEFORE: Final = frozenset(["a", "an", "the", "this", "that", "my", "your", "our", "their", "its", "his", "her", "no", "some", "any", "every", "each", "fresh", "of", "in", "for", "with", "our"])
_VERB_BEFORE: Final = frozenset(["to", "will", "can", "could", "should", "would", "please", "we", "you", "i",
    "they", "don't", "doesn't", "didn't", "let's", "not", "and", "who", "must", "may", "we'll", "i'll", "you'll"])  # fmt: skip
_REDUCED: Final = {"a": "ɐ", "an": "ɐn", "am": "ɐm"}
_OVERRIDES: Final = {
    # The dictionaries' unknown or American-only words that a European shop says all day.
    "euros": "jˈʊɹOz", "litre": "lˈiɾəɹ", "aisle": "ˈIl", "muesli": "mjˈuzli", "gnocchi": "njˈɑki", "am": "ˈAˈɛm", "ok": "ˌOkˈA", "wifi": "wˈIfˌI",
    "yuan": "jˈuɑn", "fen": "fˈɛn", "kronor": "kɹˈOnəɹ", "krona": "kɹˈOnə", "öre": "ˈɜɹə", "fraiche": "fɹˈɛʃ", "creme": "kɹˈɛm", "pesto": "pˈɛstO", "baguette": "bæɡˈɛt",
    "quark": "kwˈɑɹk", "skyr": "skˈɪɹ",
}  # fmt: skip


def dictionary_files() -> tuple[Path, Path]:
    """misaki's American dictionaries, checked and unchecked. MissingPart where the package is not installed."""
    spec = importlib.util.find_spec("misaki")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders:
        raise MissingPart("The pronunciation dictionaries are not installed", "misaki", "install the kiosk again")
    data = Path(folders[0]) / "data"
    return data / "us_gold.json", data / "us_silver.json"


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name as they are looked for in a text."""
    return tuple(fold(token) for token in _TOKEN.findall(read_english(text)) if token[0].isalpha())


class English:
    """Phonemes of English words and texts.

    Args:
        lexicon: name as written → respelling ("Oatly" → "oat-lee"), names of several words too. The part in capitals is stressed.
    """

    def __init__(self, lexicon: Mapping[str, str] | None = None) -> None:
        """Raises MissingPart without the dictionaries, BrokenData where they cannot be read."""
        gold, silver = dictionary_files()
        self._gold, self._silver = load(gold), load(silver)
        self._cached = lru_cache(maxsize=4096)(self._word)
        self.learn(lexicon or {})

    def learn(self, lexicon: Mapping[str, str]) -> None:
        """These names and no others from now on."""
        names: dict[tuple[str, ...], str] = {}
        for name, spelling in lexicon.items():
            words = name_words(name)
            if words and spelling.strip():
                names[words] = self.respelling(spelling)
        self._names = names

    def __call__(self, text: str) -> str:
        """Phonemes with the text's punctuation, words parted by one space. Letters of other scripts are left out."""
        tokens = list(_TOKEN.findall(text.replace("’", "'")))
        said: list[str] = []
        at = 0
        while at < len(tokens):
            if tokens[at] == "-" or tokens[at] in _MARKS:
                said += [tokens[at]] if tokens[at] in _MARKS else []
                at += 1
                continue
            length, phonemes = self._name(tokens, at)
            if not length:
                length, phonemes = self._hyphenated(tokens, at)
            if not length:
                length = 1
                following = next((t for t in tokens[at + 1 : at + 3] if t != "-"), "")
                phonemes = self.word(tokens[at], tokens[at - 1] if at else "", following)
            if phonemes:
                said.append(phonemes)
            at += length
        return _spaced(said)

    def word(self, word: str, before: str = "", following: str = "") -> str:
        """Phonemes of one word between its neighbours (empty or punctuation at a clause's ends)."""
        lower = word.lower()
        ends = not following or following[0] in _ENDS
        vowel_follows = not ends and self._starts_with_vowel(following)
        if lower == "the":
            return "ði" if vowel_follows else "ðə"
        if lower == "to":
            return "tu" if ends else "tʊ" if vowel_follows else "tə"
        if word == "a" or (word in ("A", "An", "an") and not ends and not following.isupper()):
            return _REDUCED[lower]
        if word == "am" and not ends:
            return "ɐm"
        if lower in ("in", "by") and ends:
            return {"in": "ˈɪn", "by": "bˈI"}[lower]
        if word == "I":
            return "ˌI"
        entry = self._gold.get(lower)
        if isinstance(entry, Mapping) and not (word.isupper() and len(word) > 1):
            return self._reading(entry, before.lower(), ends)
        return self._cached(word)

    def respelling(self, spelling: str) -> str:
        """Phonemes of a respelling: words parted by spaces, syllables by hyphens."""
        said = []
        for word in spelling.split():
            written = [part for part in word.split("-") if plain_letters(part)]
            if not written:
                continue
            whole = (self._known(written[0].lower()) or self._ending(written[0].lower())) if len(written) == 1 else None
            if whole:
                said.append(whole)
                continue
            parts = [respelled(part, self._known(part.lower()), n == len(written) - 1) for n, part in enumerate(written)]
            said.append(join_respelling(parts, written))
        return " ".join(said)

    def _name(self, tokens: list[str], at: int) -> tuple[int, str]:
        """The longest name of the lexicon that begins here, by tokens, with its possessive."""
        words: list[str] = []
        best = (0, "")
        for end in range(at, min(len(tokens), at + 2 * _LONGEST_NAME)):
            if tokens[end] == "-":
                continue
            if not tokens[end][0].isalpha():
                break
            words.append(fold(tokens[end]))
            if tuple(words) in self._names:
                best = (end - at + 1, self._names[tuple(words)])
            elif words[-1].endswith("'s") and (*words[:-1], words[-1][:-2]) in self._names:
                best = (end - at + 1, _with_s(self._names[(*words[:-1], words[-1][:-2])]))
            if len(words) == _LONGEST_NAME:
                break
        return best

    def _hyphenated(self, tokens: list[str], at: int) -> tuple[int, str]:
        """A hyphenated word that the dictionary has as one ("gluten-free")."""
        if at + 2 < len(tokens) and tokens[at + 1] == "-" and tokens[at + 2][0].isalpha():
            known = self._known(fold(f"{tokens[at]}-{tokens[at + 2]}"))
            if known:
                return 3, known
        return 0, ""

    def _starts_with_vowel(self, word: str) -> bool:
        phonemes = self._names.get((fold(word),)) or self._cached(word)
        return next((c in VOWELS for c in phonemes if c not in "ˈˌ"), False)

    @staticmethod
    def _reading(entry: Mapping[str, str | None], before: str, ends: bool) -> str:
        """One of a word's readings: at the end of a clause, as a noun after an article, as a verb after "to" and the like."""
        if ends and entry.get("None"):
            return str(entry["None"])
        if before in _NOUN_BEFORE and entry.get("NOUN"):
            return str(entry["NOUN"])
        if before in _VERB_BEFORE and entry.get("VERB"):
            return str(entry["VERB"])
        return str(entry["DEFAULT"])

    def _known(self, lower: str) -> str | None:
        """What the dictionaries say of a word in lower case."""
        for form in (lower, lower.capitalize()):
            entry = _OVERRIDES.get(form) or self._gold.get(form) or self._silver.get(form)
            if isinstance(entry, Mapping):
                entry = entry["DEFAULT"]
            if entry and (len(form) > 1):
                return entry
        return None

    def _word(self, word: str) -> str:
        bare = word.strip("'")
        if bare.isupper() and (len(bare) == 1 or (bare not in self._gold and (len(bare) <= 3 or not re.search("[AEIOUY]", bare))) or bare == "AM"):
            spelled = self._spelled(bare)
            if spelled:
                return spelled
        lower = bare.lower()
        exact = self._gold.get(bare)
        if isinstance(exact, str) and len(bare) > 1 and lower not in _OVERRIDES:
            return exact
        for form in dict.fromkeys((lower, fold(lower), plain_letters(lower))):
            said = self._known(form) or self._ending(form) or self._compound(form)
            if said:
                return said
        return sound_out(bare)

    def _spelled(self, letters: str) -> str:
        """Letter by letter, the main stress on the last."""
        names = [self._gold.get(letter) for letter in letters]
        if any(not isinstance(name, str) for name in names):
            return ""
        said = [str(name).replace("ˈ", "ˌ") for name in names]
        return "".join(said[:-1]) + said[-1].replace("ˌ", "ˈ")

    def _ending(self, word: str) -> str | None:
        """A known word with 's, -s, -es, -ed, -ing, -er, -est, -ly, -less, -ness."""
        for ending, stems in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 2:
                base = word[: len(word) - len(ending)]
                for stem in stems:
                    known = self._known(base + stem)
                    if known:
                        return _SUFFIXED[ending](known)
                if ending in ("ed", "ing", "er") and len(base) > 3 and base[-1] == base[-2]:
                    known = self._known(base[:-1])
                    if known:
                        return _SUFFIXED[ending](known)
        return None

    def _compound(self, word: str) -> str | None:
        """Two known words written as one, each of at least four letters ("hazelnutcream"), the first part as long as can be."""
        for cut in range(len(word) - 4, 3, -1):
            head, tail = self._known(word[:cut]), self._known(word[cut:]) or self._ending(word[cut:])
            if head and tail:
                return head + tail.replace("ˈ", "ˌ")
        return None


def _with_s(stem: str) -> str:
    if stem[-1] in "ptkfθ":
        return f"{stem}s"
    return f"{stem}ᵻz" if stem[-1] in "szʃʒʧʤ" else f"{stem}z"


def _with_ed(stem: str) -> str:
    if stem[-1] in "pkfθʃsʧ":
        return f"{stem}t"
    if stem[-1] == "t" and len(stem) > 1 and stem[-2] in _TAPS:
        return f"{stem[:-1]}ɾᵻd"
    return f"{stem}ᵻd" if stem[-1] in "dt" else f"{stem}d"


def _with_ing(stem: str, ending: str = "ɪŋ") -> str:
    return f"{stem[:-1]}ɾ{ending}" if stem[-1] == "t" and len(stem) > 1 and stem[-2] in _TAPS else f"{stem}{ending}"


_ENDINGS: Final = (
    ("'s", ("",)), ("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ied", ("y",)), ("ed", ("", "e")), ("ing", ("", "e")), ("iest", ("y",)),
    ("est", ("", "e")), ("ier", ("y",)), ("er", ("", "e")), ("ily", ("y",)), ("ly", ("",)), ("less", ("",)), ("ness", ("",)),
)  # fmt: skip
_SUFFIXED: Final[Mapping[str, Callable[[str], str]]] = {
    "'s": _with_s, "ies": _with_s, "es": _with_s, "s": _with_s, "ied": _with_ed, "ed": _with_ed, "ing": _with_ing,
    "iest": lambda s: f"{s}əst", "est": lambda s: _with_ing(s, "əst"), "ier": lambda s: f"{s}əɹ", "er": lambda s: _with_ing(s, "əɹ"),
    "ily": lambda s: f"{s[:-1]}əli", "ly": lambda s: f"{s.rstrip('l')}li" if s.endswith("l") else f"{s}li", "less": lambda s: f"{s}ləs",
    "ness": lambda s: f"{s}nəs",
}  # fmt: skip


def _spaced(said: list[str]) -> str:
    out = ""
    for part in said:
        if part in _MARKS and part not in '("':
            out = out.rstrip() + part + " "
        else:
            out += part if part in '("' else f"{part} "
    return out.strip()


class Dictionary:
    """One of misaki's dictionaries: a word's phonemes, or its several readings by their part of speech.

    Args:
        text: a JSON object. Raises ValueError where it is none.
    """

    def __init__(self, text: str) -> None:
        self._several: dict[str, Mapping[str, str | None]] = {}
        self._one = Texts(self._read(text))

    def __contains__(self, word: str) -> bool:
        return word in self._several or word in self._one

    def get(self, word: str) -> str | Mapping[str, str | None] | None:
        """None for an unknown word."""
        return self._several.get(word) or self._one.get(word)

    def _read(self, text: str) -> Iterator[tuple[str, str]]:
        """Entry by entry: an object that is read as a whole stays in memory in pieces (20 MB), though nothing of it is used any more."""
        at, ended = text.index("{") + 1, False
        while not ended:
            entry = _ENTRY.match(text, at)
            if entry is None:
                raise ValueError("no object of words")
            if entry[2]:
                yield _unquoted(entry[1]), _unquoted(entry[2])
            elif entry[3]:
                self._several[_unquoted(entry[1])] = json.loads(entry[3])
            at, ended = entry.end(), entry[4] == "}"


_STRING: Final = r'"(?:[^"\\]|\\.)*"'
_ENTRY: Final = re.compile(rf"\s*({_STRING})\s*:\s*(?:({_STRING})|(\{{[^{{}}]*\}})|null)\s*([,}}])")
"""A word, and its phonemes, its readings, or nothing."""


def _unquoted(text: str) -> str:
    return str(json.loads(text)) if "\\" in text else text[1:-1]


def load(path: Path) -> Dictionary:
    """A dictionary file. MissingPart where it is not there, BrokenData where it is no table."""
    try:
        return Dictionary(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise MissingPart("A pronunciation dictionary is missing", str(path), "install misaki again") from error
    except ValueError as error:
        raise BrokenData("A pronunciation dictionary cannot be read", str(path), "install misaki again") from error
