"""The kiosk's voice: a reply in, sound out, clause by clause.

What must hold: chunks come in the order of the text and the first one as early as can be; closing the iterator stops the work after the clause
in hand; what was said in a visit is forgotten on `forget_visit`, only phrases given to `prepare` stay. Preparing never runs beside speaking.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Lock, Thread
from typing import Final, Protocol

import numpy as np

from kiosk.core import BadInput, Language
from kiosk.speaking.cache import ClauseCache, key
from kiosk.speaking.clauses import SECOND, clauses, sentences, size
from kiosk.speaking.model import JOINED_SHA256, RATE, Kokoro, Samples
from kiosk.speaking.phonemes import Phonemes
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
_AFTER_NAME: Final = 0.03
"""Seconds between a prepared name and the rest of its sentence."""


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
        is_idle: asked before each phrase is prepared, beside "nothing is being said".
    """

    def __init__(
        self,
        lexicon: Mapping[str, str],
        cache_folder: Path | None = None,
        *,
        speed: float = 1.0,
        threads: int = 2,
        voices: Mapping[Language, str] = VOICES,
        max_bytes: int = 64_000_000,
        is_idle: Callable[[], bool] = lambda: True,
    ) -> None:
        """Raises MissingPart where a package is not installed, BrokenData where a file was altered, BadInput for a wrong option."""
        self._model = Kokoro(threads)
        unknown = [part for name in voices.values() for part in name.split("+") if part not in self._model.voices]
        if unknown:
            raise BadInput(f"There is no voice {unknown[0]!r}", "voices", f"choose from {', '.join(self._model.voices)}")
        self._names = dict(voices)
        self._styles = {language: self._model.style(name) for language, name in voices.items()}
        self._phonemes = Phonemes(lexicon, self._model.vocabulary)
        self._cache = ClauseCache(max_bytes, cache_folder)
        self._prepared: dict[Language, set[str]] = {language: set() for language in Language}
        self._wanted: Queue[tuple[str, Language]] = Queue()
        self._speaking = 0
        self._lock = Lock()
        self._closed = Event()
        self._worker: Thread | None = None
        self._is_idle = is_idle
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
        with self._lock:
            self._speaking += 1
        try:
            begun = False
            for sentence in sentences(read(text, language)):
                head = self._prepared_head(sentence, language)
                if head:
                    name, sentence = sentence[:head], sentence[head:].strip(" ,，")
                    kept = self._key(name, language)
                    ready = self._cache.get(kept)
                    if ready is None and self._cache.load(kept):  # pushed out of memory, still on disk
                        ready = self._cache.get(kept)
                    if ready is not None:
                        gap = _AFTER_NAME if re.search(r"\w", sentence) else 0.3
                        yield _with_pause(ready, gap)
                        begun = True
                    else:
                        sentence = f"{name} {sentence}" if language == Language.en else name + sentence
                for clause in clauses(sentence, SECOND) if begun else clauses(sentence):
                    sound = self._clause(clause.text, language)
                    if sound.size:
                        yield _with_pause(sound, clause.pause)
                        begun = True
        finally:
            with self._lock:
                self._speaking -= 1

    def warm_up(self) -> None:
        """Make one sound of each language, so that the first reply does not pay for the dictionaries and the first run."""
        for text, language in (("Hello.", Language.en), ("你好。", Language.zh)):
            self._clause(text, language)

    def phonemes(self, text: str, language: Language) -> str:
        """What would be said, for the doctor and for tests."""
        return self._phonemes(read(text, language))

    def prepare(self, phrases: Iterable[str], language: Language) -> None:
        """Keep phrases ready: what lies on disk at once, the rest by a background thread while nothing is said."""
        for phrase in phrases:
            said = read(phrase, language)
            if said and size(said) <= SECOND:
                self._wanted.put((said, language))
        if self._worker is None and not self._closed.is_set():
            self._worker = Thread(target=self._work, name="voice-prepare", daemon=True)
            self._worker.start()

    @property
    def waiting(self) -> int:
        """Phrases still to be prepared, about."""
        return self._wanted.qsize()

    def forget_visit(self) -> None:
        """Drop the sounds of everything that was said and not prepared."""
        self._cache.forget_visit()

    def close(self) -> None:
        """End the background thread after the phrase in hand."""
        self._closed.set()
        if self._worker is not None:
            self._worker.join(timeout=10)

    def _work(self) -> None:
        while not self._closed.is_set():
            try:
                said, language = self._wanted.get(timeout=0.5)
            except Empty:
                continue
            name = self._key(said, language)
            if name not in self._cache and not self._cache.load(name):
                while (self._speaking or not self._is_idle()) and not self._closed.wait(0.2):
                    pass
                if self._closed.is_set():
                    return
                started = time.monotonic()
                self._cache.put(name, self._made(said, language), prepared=True)
                # A fan-less machine stays cool, and a shopper who begins now finds a free core.
                self._closed.wait(time.monotonic() - started)
            if name in self._cache:
                self._prepared[language].add(key(said))

    def _prepared_head(self, sentence: str, language: Language) -> int:
        """Length of the longest prepared phrase that begins the sentence and ends with a word of it; 0 without one."""
        known = self._prepared[language]
        if not known:
            return 0
        for end in range(min(len(sentence), _LONGEST_PREPARED), 1, -1):
            if end < len(sentence) and sentence[end].isalnum() and sentence[end - 1].isascii() and sentence[end - 1].isalnum():
                continue
            if key(sentence[:end]) in known:
                return end
        return 0

    def _key(self, said: str, language: Language) -> str:
        pace = f"{self._speed * PACE[language]:.3f}"
        return "|".join((JOINED_SHA256[:8], self._names[language], pace, language.value, key(said)))

    def _clause(self, said: str, language: Language) -> Samples:
        name = self._key(said, language)
        sound = self._cache.get(name)
        if sound is None:
            sound = self._made(said, language)
            if sound.size:
                self._cache.put(name, sound)
        return sound

    def _made(self, said: str, language: Language) -> Samples:
        phonemes = self._phonemes(said)
        if phonemes and phonemes[-1] not in ".,!?;:":
            phonemes += ","  # a name whose sentence goes on
        return self._model.sound(phonemes, self._styles[language], self._speed * PACE[language])


def _with_pause(sound: Samples, seconds: float) -> Samples:
    return np.concatenate([sound, np.zeros(int(seconds * RATE), np.float32)])
