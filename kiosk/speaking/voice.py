"""The kiosk's voice: a reply in, sound out, clause by clause.

What must hold: chunks come in the order of the text and the first one as early as can be; closing the iterator stops the work after the clause
in hand; what was said in a visit is forgotten on `forget_visit`, only phrases given to `prepare` stay. Preparing never runs beside speaking, nor
between `pause` and `resume`; what is got ready for the next reply (`get_ready`) is done for no longer than it may be wanted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from kiosk.core import BadInput, Language
from kiosk.speaking.ahead import Ahead
from kiosk.speaking.cache import ClauseCache, key
from kiosk.speaking.clauses import FIRST, SECOND, SENTENCE_PAUSE, clauses, pause_after, sentences, size
from kiosk.speaking.english import name_words
from kiosk.speaking.model import JOINED_SHA256, RATE, Kokoro, Run, Samples
from kiosk.speaking.phonemes import Phonemes
from kiosk.speaking.preparing import Phrase, Preparer
from kiosk.speaking.reading import read

SLOWEST: Final = 0.6
FASTEST: Final = 1.6
VOICES: Final[Mapping[Language, str]] = {Language.en: "jm_kumo", Language.zh: "jm_kumo+jf_gongitsune"}
"""The styles that Whisper base understands best. Over ten English replies jm_kumo had 7.9 % wrong words (kiosk.hearing, language not
told, no repair). Over nineteen Chinese ones the mixture
had 15 % wrong characters (12 on the nine it was chosen by, 18 on ten others), jm_kumo alone 21 %; without tones 3 to 4 % of syllables."""
PACE: Final[Mapping[Language, float]] = {Language.en: 1.0, Language.zh: 0.93}
"""The pace of speed 1.0; Chinese a little slower. A choice by judgement, not by proof: over five replies (jm_kumo) a pace of 0.85 had fewer wrong
syllables (4.3 against 6.5 %) but no fewer wrong characters (25.0 against 23.9 %); 0.93 itself was not compared."""
_LONGEST_PREPARED: Final = 90
"""Characters of a prepared phrase that may begin a sentence."""
_SHORTEST: Final = 0.5
"""Seconds of prepared sound below which the rest of the sentence would not be ready in time: "yes", and then nothing."""
_AFTER_NAME: Final = 0.03
"""Seconds between a prepared name and the rest of its sentence."""
_MARKS: Final = frozenset(",;:，、；：")
_WORDS_A_SECOND: Final = 6.0
"""Words that are made while a second of a prepared phrase is heard: so long may the piece after it be without a gap before it."""


class Voice(Protocol):
    """Anything that speaks."""

    @property
    def rate(self) -> int:
        """Samples a second of what `say` gives."""
        ...

    def say(self, text: str, language: Language) -> Iterator[Samples]:
        """Chunks of (n,) float32 between -1 and 1, in order; none for text without anything to say."""
        ...


class KokoroVoice:
    """Kokoro in both languages.

    Args:
        lexicon: names and respellings ("Oatly" → "oat-lee").
        cache_folder: where prepared phrases stay between starts; None keeps them in memory only.
        speed: 1.0 is the voice's own pace.
        threads: of the synthesiser.
        max_bytes: of sound kept in memory (48 kB a second of speech).
        recurring: what the shop says again and again, most useful first: what `prepare` makes.
    """

    def __init__(
        self,
        lexicon: Mapping[str, str],
        cache_folder: Path | None = None,
        *,
        speed: float = 1.0,
        threads: int = 2,
        voices: Mapping[Language, str] = VOICES,
        max_bytes: int = 24_000_000,
        recurring: Callable[[], Iterable[Phrase]] = tuple,
    ) -> None:
        """Raises MissingPart where a package is not installed, BrokenData where a file was altered, BadInput for a wrong option."""
        self._model = Kokoro(threads)
        unknown = [part for name in voices.values() for part in name.split("+") if part not in self._model.voices]
        if unknown:
            raise BadInput(f"There is no voice {unknown[0]!r}", "voices", f"choose from {', '.join(self._model.voices)}")
        self._names = dict(voices)
        self._styles = {language: self._model.style(name) for language, name in voices.items()}
        self._phonemes = Phonemes({}, self._model.vocabulary)
        self.learn(lexicon)
        self._cache = ClauseCache(max_bytes, cache_folder)
        self._recurring = recurring
        self._phrases: dict[Language, dict[str, bool]] = {language: {} for language in Language}
        self._preparer = Preparer(self._prepare_one)
        self._ahead = Ahead()
        self._speed = 1.0
        self.speed = speed

    @property
    def rate(self) -> int:
        """24,000 samples a second."""
        return RATE

    @property
    def speed(self) -> float:
        """Pace, 1.0 as taught, within `SLOWEST` and `FASTEST`; holds from the next clause on."""
        return self._speed

    @speed.setter
    def speed(self, value: float) -> None:
        self._speed = round(float(np.clip(value, SLOWEST, FASTEST)), 2)

    def say(self, text: str, language: Language) -> Iterator[Samples]:
        """See `Voice`. A chunk is a clause with the pause after it."""
        self._ahead.settle((text, language, self._speed))
        yield from self._chunks(text, language)

    def get_ready(self, text: str, language: Language) -> None:
        """Begins to make the first sound of what will probably be said, and returns at once; what was begun so before is broken off, as `say` breaks it
        off where it says something else. An empty text: nothing is to be got ready any more."""

        def make(run: Run) -> None:
            chunks = self._chunks(text, language, run)
            next(chunks, None)
            chunks.close()

        if text:
            self._ahead.begin((text, language, self._speed), make)
        else:
            self._ahead.settle(None)

    def _chunks(self, text: str, language: Language, run: Run | None = None) -> Generator[Samples]:
        self._preparer.hold()
        try:
            begun = False
            for sentence in sentences(read(text, language)):
                first = SECOND if begun else FIRST
                prepared, sentence = self._prepared_begin(sentence, language)
                for n, (said, sound) in enumerate(prepared):
                    following = prepared[n + 1][0] if n + 1 < len(prepared) else sentence
                    yield _with_pause(sound, _pause_between(said, following))
                if prepared and not begun:
                    first = float(np.clip(_WORDS_A_SECOND * sum(sound.size for _, sound in prepared) / RATE, FIRST, SECOND))
                begun = begun or bool(prepared)
                for clause in clauses(sentence, first):
                    sound = self._clause(clause.text, language, run)
                    if sound.size:
                        yield _with_pause(sound, clause.pause)
                        begun = True
        finally:
            self._preparer.release()

    def learn(self, lexicon: Mapping[str, str]) -> None:
        """Say these names their way, and no others, from the next clause on; what was prepared with another respelling is made anew when it is said."""
        self._phonemes.learn(lexicon)
        self._respelt = {name_words(name): spelling for name, spelling in lexicon.items()}

    def warm_up(self) -> None:
        """Make one sound of each language, so that the first reply does not pay for the dictionaries and the first run."""
        for text, language in (("Hello.", Language.en), ("你好。", Language.zh)):
            self._clause(text, language)

    def phonemes(self, text: str, language: Language) -> str:
        """What would be said, for the doctor and for tests."""
        return self._phonemes(read(text, language))

    def prepare(self, phrases: Iterable[Phrase] | None = None) -> None:
        """Make phrases ready in this order, by a thread of its own, while nothing is said and nobody paused it; what lies on disk is ready at once.

        Args:
            phrases: and their languages; without them those that the voice was opened with, and the files of all others are removed.
        """
        self._preparer.add(self._beginnings(phrases))

    def prepare_all(self) -> Iterator[tuple[bool, int]]:
        """Make ready what the voice was opened with, all of it and on the caller's thread; what lies on disk is not made again.

        Yields:
            after each phrase whether it had to be made, and how many there are. Whoever stops in between keeps what was made.
        """
        wanted, run = self._beginnings(None), Run()
        for phrase in wanted:
            yield self._prepare_one(phrase, run), len(wanted)

    def _beginnings(self, phrases: Iterable[Phrase] | None) -> list[Phrase]:
        """Phrases as they are said, those too long cut to their first clause; without any the recurring ones, and the files of all others are removed."""
        wanted: dict[Phrase, None] = {}
        if phrases is None:
            self._preparer.drop()
            self._phrases = {language: {} for language in Language}
        for phrase, language in self._recurring() if phrases is None else phrases:
            said = read(phrase, language)
            if size(said) > SECOND:
                said = clauses(said)[0].text
            if said and len(said) <= _LONGEST_PREPARED:
                self._phrases[language].setdefault(key(said), False)
                wanted[(said, language)] = None
        if phrases is None:
            self._cache.keep_only(self._key(said, language, 1.0) for said, language in wanted)
        return list(wanted)

    def pause(self) -> None:
        """Prepare nothing until `resume`: somebody needs the processor. Also the phrase in hand is broken off."""
        self._preparer.pause(True)

    def resume(self) -> None:
        """Go on preparing."""
        self._preparer.pause(False)

    def is_prepared(self, text: str, language: Language) -> bool:
        """Whether the first sound of a text lies ready."""
        return bool(self._prepared_begin(next(iter(sentences(read(text, language))), ""), language)[0])

    @property
    def waiting(self) -> int:
        """Phrases still to be prepared."""
        return self._preparer.waiting

    def forget_visit(self) -> None:
        """Drop the sounds of everything that was said and not prepared, or was to be said."""
        self._ahead.end()
        self._cache.forget_visit()

    def close(self) -> None:
        """End the background threads."""
        self._ahead.close()
        self._preparer.close()

    def _prepare_one(self, phrase: Phrase, run: Run) -> bool:
        said, language = phrase
        name = self._key(said, language, 1.0)
        missing = not self._cache.is_prepared(name)
        if missing:
            self._cache.put(name, self._made(said, language, 1.0, run), prepared=True)
        self._phrases[language][key(said)] = True
        return missing

    def _prepared_begin(self, sentence: str, language: Language) -> tuple[list[tuple[str, Samples]], str]:
        """The prepared phrases that a sentence begins with, one after another as far as pauses part them, with their sounds, and the rest."""
        found: list[tuple[str, Samples]] = []
        rest = sentence
        while (not found or found[-1][0][-1] in _MARKS) and (end := self._prepared_head(rest, language)):
            said = rest[:end].strip()
            sound = self._ready(said, language)
            if sound is None:
                break
            found.append((said, sound))
            rest = rest[end:].strip(" ,，")
        if sum(sound.size for _, sound in found) < _SHORTEST * RATE and re.search(r"\w", rest):
            return [], sentence
        return found, rest

    def _prepared_head(self, sentence: str, language: Language) -> int:
        """Length of the prepared phrase that begins the sentence and ends with a word of it; 0 without one.

        Only the longest of all phrases counts, made or not: "dark chocolate" does not begin "dark chocolate biscuits".
        """
        known = self._phrases[language]
        for end in range(min(len(sentence), _LONGEST_PREPARED) if known else 0, 1, -1):
            if end < len(sentence) and sentence[end].isalnum() and sentence[end - 1].isascii() and sentence[end - 1].isalnum():
                continue
            made = known.get(key(sentence[:end]))
            if made is not None:
                return end if made else 0
        return 0

    def _ready(self, said: str, language: Language) -> Samples | None:
        """A prepared phrase; None where the pace is another one, or its file was lost: then it is made again."""
        sound = self._cache.get(self._key(said, language))
        if sound is None and self._speed == 1.0:
            self._phrases[language][key(said)] = False
            self._preparer.add([(said, language)])
        return sound

    def _key(self, said: str, language: Language, speed: float | None = None) -> str:
        pace = f"{(speed or self._speed) * PACE[language]:.3f}"
        words = f" {' '.join(name_words(said))} "
        respelt = [spelling for name, spelling in self._respelt.items() if f" {' '.join(name)} " in words]
        return "|".join((JOINED_SHA256[:8], self._names[language], pace, language.value, key(said), *respelt))

    def _clause(self, said: str, language: Language, run: Run | None = None) -> Samples:
        name = self._key(said, language)
        sound = self._cache.get(name)
        if sound is None:
            sound = self._made(said, language, self._speed, run)
            if sound.size:
                self._cache.put(name, sound)
        return sound

    def _made(self, said: str, language: Language, speed: float, run: Run | None = None) -> Samples:
        phonemes = self._phonemes(said)
        if phonemes and phonemes[-1] not in ".,!?;:":
            phonemes += ","  # a name whose sentence goes on
        return self._model.sound(phonemes, self._styles[language], speed * PACE[language], run)


def _pause_between(said: str, following: str) -> float:
    """Seconds of silence between a prepared phrase and what follows it."""
    if not re.search(r"\w", following):
        return SENTENCE_PAUSE
    return pause_after(said) if said[-1] in _MARKS else _AFTER_NAME


def _with_pause(sound: Samples, seconds: float) -> Samples:
    return np.concatenate([sound, np.zeros(int(seconds * RATE), np.float32)])
