"""Synthetic speech for teaching the recogniser: shop sentences from the wordings, said by Kokoro in the training voices.

The test voices jm_kumo and jf_tebukuro are refused here. What a sentence is depends on its wording and the seed alone, so new wordings add
sentences and change none. Clips are cached one file each under the SHA-256 of what made them: a run that was interrupted goes on where it
stopped. One synthesiser made all of them, whatever the mixture of styles, the speed and the pitch: a figure taken on its voices says so.
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
from rich.progress import track

from distill.data.wordings import fill, product_names, read_lists, read_wordings, side
from kiosk.core import BadInput, Language
from kiosk.speaking.model import RATE, Kokoro
from kiosk.speaking.phonemes import Phonemes
from kiosk.speaking.reading import read
from kiosk.store.pack import Pack

TRAINING_VOICES: Final = ("jf_alpha", "jf_gongitsune", "jf_nezumi")
TEST_VOICES: Final = ("jm_kumo", "jf_tebukuro")
STYLES: Final = (
    *TRAINING_VOICES, "jf_alpha+jf_gongitsune", "jf_alpha+jf_nezumi", "jf_gongitsune+jf_nezumi",
    "jf_alpha+jf_alpha+jf_nezumi", "jf_gongitsune+jf_gongitsune+jf_alpha", "jf_nezumi+jf_nezumi+jf_gongitsune",
)  # fmt: skip
"""Voices and mixtures that teach."""
HELD_STYLES: Final = ("jf_alpha+jf_gongitsune+jf_nezumi", "jf_nezumi+jf_nezumi+jf_alpha", "jf_gongitsune+jf_gongitsune+jf_nezumi")
"""Mixtures that nothing is taught in: for choosing between students without the test voices."""
HELD_SHARE: Final = 0.06
"""Of the wordings, never taught to the recogniser."""
COPIES: Final = 5
"""Sentences made of a wording that names a product: the shop's words are what has to be learned."""
LONGEST: Final = {Language.en: 80, Language.zh: 26}
"""Characters."""

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is to be said, in which style, how fast and how high (1.0 as the voice speaks)."""

    text: str
    language: Language
    voice: str
    speed: float
    pitch: float = 1.0


def sentences(pack: Pack, english: int, chinese: int, seed: int, held_out: bool = False) -> list[Sentence]:
    """Shop sentences in a fixed order for a seed, both languages evenly spread; fewer than asked for where the wordings do not suffice.

    Args:
        held_out: of the wordings and in the styles that are never taught.
    """
    ranked: list[tuple[float, Sentence]] = []
    for language, count in ((Language.en, english), (Language.zh, chinese)):
        lists = read_lists(language)
        lists["product"] = lists["product2"] = product_names(pack, language, lists.get("product_extra", ()))
        local = {b.brand: b.name_zh for b in pack.brands if b.name_zh and language == "zh"}
        lists["brand"] = list(dict.fromkeys(local.get(p.brand, p.brand) for p in pack.products if p.brand))
        lists.setdefault("diet", lists.get("diet_free", []) + lists.get("diet_contains", []))
        made: dict[str, tuple[float, Sentence]] = {}
        for wording in read_wordings(language):
            if side(wording.template, HELD_SHARE) is not held_out:
                continue
            for copy in range(COPIES if "{product}" in wording.template else 1):
                random = Random(f"{seed}/{language}/{wording.template}/{copy}")
                text, rank = fill(wording.template, lists, random).text, random.random()
                if 4 <= len(text) <= LONGEST[language] and not any(c.isdigit() for c in text):
                    style = random.choice(HELD_STYLES if held_out else STYLES)
                    made.setdefault(text, (rank, Sentence(text, language, style, round(random.uniform(0.8, 1.25), 2), round(random.uniform(0.8, 1.12), 2))))
        chosen = sorted(made.values(), key=lambda m: m[0])[:count]
        ranked += [((n + 0.5) / len(chosen), sentence) for n, (_, sentence) in enumerate(chosen)]
    return [sentence for _, sentence in sorted(ranked, key=lambda r: (r[0], r[1].text))]


def say(kokoro: Kokoro, phonemes: Phonemes, sentence: Sentence) -> Samples:
    """(n,) float32 at 16 kHz. The pitch is changed by resampling, which moves the formants too, as another speaker's throat does."""
    sound = kokoro.sound(phonemes(read(sentence.text, sentence.language)), kokoro.style(sentence.voice), sentence.speed / sentence.pitch)
    return np.asarray(soxr.resample(sound, RATE * sentence.pitch, 16_000), dtype=np.float32)


def clips(said: list[Sentence], cache: Path, synthesise: bool = True) -> Iterator[tuple[Sentence, Samples]]:
    """Each sentence with its sound; where `synthesise` is false only what the cache holds.

    Raises:
        BadInput: a test voice is asked for.
    """
    if any(v in s.voice for s in said for v in TEST_VOICES):
        raise BadInput("a test voice may not be used for teaching", ", ".join(TEST_VOICES), f"use {', '.join(TRAINING_VOICES)}")
    cache.mkdir(parents=True, exist_ok=True)
    kokoro = phonemes = None
    for sentence in track(said, "saying sentences", disable=not synthesise):
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
