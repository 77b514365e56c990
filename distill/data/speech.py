"""Synthetic speech for teaching the recogniser: shop sentences from the wordings, said by Kokoro in the training voices.

The test voices jm_kumo and jf_tebukuro are refused here. Clips are cached one file each under the SHA-256 of what made them, so a run that
was interrupted goes on where it stopped. One synthesiser made all of them: a figure taken on its voices says so.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

import numpy as np
import numpy.typing as npt
import soxr

from distill.data.language import product_names
from distill.data.wordings import fill, read_lists, read_wordings
from kiosk.core import BadInput, Language
from kiosk.speaking.model import RATE, Kokoro
from kiosk.speaking.phonemes import Phonemes
from kiosk.speaking.reading import read
from kiosk.store.pack import Pack

TRAINING_VOICES: Final = ("jf_alpha", "jf_gongitsune", "jf_nezumi")
TEST_VOICES: Final = ("jm_kumo", "jf_tebukuro")

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is to be said, by which training voice, how fast."""

    text: str
    language: Language
    voice: str
    speed: float


def sentences(pack: Pack, count: int, seed: int, chinese_share: float = 0.8) -> list[Sentence]:
    """Shop sentences in a fixed order for a seed: any beginning of the list has both languages and many intents."""
    random = Random(seed)
    filled = {}
    for language in Language:
        lists = read_lists(language)
        lists["product"] = lists["product2"] = product_names(pack, language, lists.get("product_extra", ()))
        chinese = {b.brand: b.name_zh for b in pack.brands if b.name_zh and language == "zh"}
        lists["brand"] = list(dict.fromkeys(chinese.get(p.brand, p.brand) for p in pack.products if p.brand))
        lists.setdefault("diet", lists.get("diet_free", []) + lists.get("diet_contains", []))
        wordings = [w for w in read_wordings(language) if "{product}" in w.template] + read_wordings(language)
        filled[language] = (wordings, lists)
    made: list[Sentence] = []
    while len(made) < count:
        language = Language.zh if random.random() < chinese_share else Language.en
        wordings, lists = filled[language]
        text = fill(random.choice(wordings).template, lists, random).text
        longest = 26 if language is Language.zh else 80
        if 4 <= len(text) <= longest:
            made.append(Sentence(text, language, random.choice(TRAINING_VOICES), round(random.uniform(0.85, 1.25), 2)))
    return made


def say(kokoro: Kokoro, phonemes: Phonemes, sentence: Sentence) -> Samples:
    """(n,) float32 at 16 kHz."""
    sound = kokoro.sound(phonemes(read(sentence.text, sentence.language)), kokoro.style(sentence.voice), sentence.speed)
    return np.asarray(soxr.resample(sound, RATE, 16_000), dtype=np.float32)


def clips(said: list[Sentence], cache: Path, synthesise: bool = True) -> Iterator[tuple[Sentence, Samples]]:
    """Each sentence with its sound; where `synthesise` is false only what the cache holds.

    Raises:
        BadInput: a test voice is asked for.
    """
    if any(v in s.voice for s in said for v in TEST_VOICES):
        raise BadInput("a test voice may not be used for teaching", ", ".join(TEST_VOICES), f"use {', '.join(TRAINING_VOICES)}")
    cache.mkdir(parents=True, exist_ok=True)
    kokoro = phonemes = None
    for sentence in said:
        file = cache / f"{hashlib.sha256(repr(sentence).encode()).hexdigest()[:20]}.npy"
        if not file.is_file():
            if not synthesise:
                continue
            if kokoro is None or phonemes is None:
                kokoro = Kokoro(threads=2)
                phonemes = Phonemes({}, kokoro.vocabulary)
            partial = file.with_suffix(".part")
            with partial.open("wb") as f:
                np.save(f, say(kokoro, phonemes, sentence).astype(np.float16))
            os.replace(partial, file)
        sound = np.load(file, allow_pickle=False).astype(np.float32)
        if 0.4 * 16_000 <= len(sound) <= 9.5 * 16_000:
            yield sentence, sound
