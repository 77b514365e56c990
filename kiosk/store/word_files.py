"""The window's words: Qt Linguist's own files `kiosk_<code>.ts`, one a language, read as they are, so that nothing compiled can be older than what a translator saved.

What must hold: English and Chinese are the program's and complete. Any other language is a file in `words/` of the state folder; what it lacks, or
has with other {places} than ours, comes from the language that serves it (`kiosk.core.spoken`), and so does what the kiosk asks itself or says
aloud. A file that cannot be used costs its language and is told; it never stops the window.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Final
from xml.etree import ElementTree

from kiosk.core import BadInput, KioskError, Language, spoken
from kiosk.core.intents import CODE

FOLDER: Final = "words"
"""In the state folder."""
OWN: Final = Path(__file__).parents[1] / "app" / "words"
NAME: Final = "language_name"
"""The message that says what the language calls itself."""
ASKED: Final = "extra-asked"
"""The element that marks what the kiosk asks itself or says aloud."""
_FILE: Final = re.compile(rf"kiosk_({CODE})\.ts")
_MOST: Final = 2_000_000
"""Bytes of a file."""
_STRAIGHT: Final = str.maketrans("“”„‘’", '"""\'\'')
"""The window's font draws the curved ones as wide as a Chinese character."""
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Message:
    """A translation, empty where there is none, and whether the kiosk asks it itself or says it aloud."""

    text: str
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Languages:
    """The window's words by language, English first, then Chinese; by key in each.

    Args:
        lacking: how many words are missing in each language that lacks some.
        faults: what cannot be used, and how to mend it.
    """

    words: Mapping[str, Words]
    lacking: Mapping[str, int]
    faults: tuple[KioskError, ...]


def own_words(language: Language) -> dict[str, Message]:
    """The program's words in a language of its own."""
    return read_file(OWN / f"kiosk_{language}.ts")


def read_languages(state: Path) -> Languages:
    """Every language of the window, those of the state folder too."""
    own = {language: own_words(language) for language in Language}
    words: dict[str, Words] = {str(language): {key: m.text for key, m in said.items()} for language, said in own.items()}
    lacking: dict[str, int] = {}
    faults: list[KioskError] = []
    for file in _handed_in(state / FOLDER, faults):
        try:
            code = _code(file)
            base = own[spoken(code)]
            given, odd = _fitting(read_file(file), base, spoken(code) is Language.zh)
            if not given.get(NAME) or given[NAME] in [said[NAME] for said in words.values()]:
                raise BadInput(f"the message {NAME} does not say what this language is called", str(file), "translate it in Qt Linguist")
        except KioskError as fault:
            faults.append(fault)
            continue
        words[code] = {key: given.get(key, m.text) for key, m in base.items()}
        if len(given) < (count := sum(not m.asked for m in base.values())):
            lacking[code] = count - len(given)
        if odd:
            faults.append(BadInput(
                f"{len(odd)} messages have other places in braces than ours and are not used, {odd[0]} first", str(file), "correct them in Qt Linguist"
            ))  # fmt: skip
    return Languages(words, lacking, tuple(faults))


def read_file(file: Path) -> dict[str, Message]:
    """The messages of a file by key, those that are no longer used left out.

    Raises:
        BadInput: it cannot be read, or is no file of Qt Linguist.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(_MOST + 1)
    except OSError as error:
        raise BadInput(f"the words cannot be read ({error.strerror})", str(file), "make the file readable") from error
    if len(data) > _MOST:
        raise BadInput(f"the words are more than {_MOST // 1_000_000} MB", str(file), "is it really a file of Qt Linguist?")
    try:
        return parse(data)
    except ValueError as error:
        raise BadInput(f"it is not a file of Qt Linguist ({error})", str(file), "save it with Qt Linguist again") from error


def parse(data: bytes) -> dict[str, Message]:
    """The messages of a `.ts` file by key. Raises ValueError where it is none."""
    try:
        root = ElementTree.fromstring(data)  # noqa: S314  # expat bounds what entities may grow to; it is the shop's own file
    except (ElementTree.ParseError, LookupError) as error:
        raise ValueError(str(error)) from error
    if root.tag != "TS":
        raise ValueError(f"it begins with <{root.tag}>")
    return {
        key: Message("".join(said.itertext()), message.find(ASKED) is not None)
        for message in root.iter("message")
        if (key := message.get("id")) and (said := message.find("translation")) is not None and said.get("type") not in ("vanished", "obsolete")
    }


def places(text: str) -> frozenset[str] | None:
    """What a text leaves open: "{count} in stock" has one place, `count`. None where its braces cannot be read."""
    try:
        return frozenset(f"{name}!{conversion}:{form}" for _, name, form, conversion in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def _handed_in(folder: Path, faults: list[KioskError]) -> list[Path]:
    try:
        return sorted(file for file in folder.iterdir() if file.suffix in (".ts", ".qm")) if folder.exists() else []
    except OSError as error:
        faults.append(BadInput(f"the folder of words cannot be read ({error.strerror})", str(folder), "make it a folder that the kiosk may read"))
        return []


def _code(file: Path) -> str:
    found = _FILE.fullmatch(file.name)
    if found is None:
        raise BadInput("the file's name is not kiosk_<code>.ts", str(file), "call it kiosk_de.ts or kiosk_pt_BR.ts, and save it with Qt Linguist")
    if found[1] in list(Language):
        raise BadInput("English and Chinese are the kiosk's own", str(file), "take the file away")
    return found[1]


def _fitting(given: Mapping[str, Message], base: Mapping[str, Message], chinese: bool) -> tuple[dict[str, str], list[str]]:
    """What of a file can be used, and the keys of what has other places than ours."""
    said = {key: m.text for key, m in given.items() if key in base and not base[key].asked and m.text.strip()}
    if not chinese:
        said = {key: text.translate(_STRAIGHT) for key, text in said.items()}
    odd = [key for key, text in said.items() if places(text) != places(base[key].text)]
    return {key: text for key, text in said.items() if key not in odd}, odd
