"""Speed of the senses: picture to products, spoken question to transcript, answer to first sound.

The pictures are drawn packs and the spoken questions are the kiosk's own voice: what they show is time, not how much is recognised.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import soxr

from kiosk.core import Language
from kiosk.field.figures import Figure, measured, not_taken, taken, timed
from kiosk.field.questions import WITHOUT_NAME
from kiosk.speaking import Voice, read
from kiosk.visit import House, Visit

Pixels = npt.NDArray[np.uint8]
Samples = npt.NDArray[np.float32]

PICTURES, SPOKEN = 40, 10
SECONDS = 3.0
RATE = 16_000
TRAILING = 0.3
"""Seconds of silence after the last word in a spoken question's file."""
TURNS = 6
"""Spoken turns of each language that are played in real time: four seconds each."""
LONGEST_PREPARING = 120
"""Seconds after which phrases that are not prepared yet stay so."""
BLOCK = 512
"""Samples of a block, as the microphone gives them."""
LOUD = 0.01
"""Amplitude above which a sample of the kiosk's own voice is speech."""
_NO_LABEL, _LABEL = "picture → products without label reading", "picture → products with label reading"


def pictures(house: House, rounds: int = PICTURES) -> list[Figure]:
    """Picture to products, with and without reading labels."""

    def measure() -> list[Figure]:
        drawn = drawn_pictures(house, rounds)
        house.eyes.warm_up()
        how = f"{len(drawn)} drawn packs of 1280 × 960 with name and brand on them, from pixels in memory, after 3 to warm up"
        plain = timed(lambda p: house.eyes.see(p, ("barcode", "appearance")), drawn, drawn[:3])
        read = timed(lambda p: house.eyes.see(p), drawn, drawn[:3])
        return [
            taken(_NO_LABEL, "ms", f"{how}; barcode and appearance", plain, {"p50": 40.0}),
            taken(_LABEL, "ms", f"{how}; all three ways", read, {"p95": 500.0}),
        ]

    return measured([(_NO_LABEL, "ms"), (_LABEL, "ms")], measure)


def _begin(voice: Voice, language: Language, text: str) -> None:
    """Makes the first sound of a text."""
    next(iter(voice.say(text, language)), None)


def drawn_pictures(house: House, count: int) -> list[Pixels]:
    """(960, 1280, 3) BGR pictures of a plain pack with a product's English name and brand, in front of a shaded wall.

    With a camera's noise (3 of 255): barcode reading then takes 8 ms of CPU, on real photos of this size 10 ms, on a picture of pure noise 50.
    """
    chance = np.random.default_rng(5)
    names = house.store.names()
    found = []
    for number in range(count):
        _, name, _, brand = names[number * 17 % len(names)]
        picture = np.repeat(np.tile(np.linspace(90, 140, 1280).astype(np.uint8), (960, 1))[:, :, None], 3, axis=2)
        colour = [int(c) for c in chance.integers(120, 255, 3)]
        cv2.rectangle(picture, (400, 120), (880, 860), colour, -1)
        for line, words in enumerate((brand or "HARBOUR", *name.split()[:3])):
            cv2.putText(picture, words, (420, 260 + 120 * line), cv2.FONT_HERSHEY_DUPLEX, 2.0 if len(words) < 11 else 1.2, (20, 20, 20), 3)
        noise = chance.normal(0, 3, picture.shape).astype(np.float32)
        found.append(np.clip(picture + noise, 0, 255).astype(np.uint8))
    return found


def spoken(house: House, folder: Path, rounds: int = SPOKEN) -> list[Figure]:
    """A spoken question of three seconds to its transcript, and from the end of speech to the first sound of the answer: with nothing prepared,
    and with what these answers begin with."""
    transcript = "spoken question of 3 s → transcript"
    first = {Language.en: "end of speech → first sound, English", Language.zh: "end of speech → first sound, Chinese"}
    ready = {language: f"{name}, phrases prepared" for language, name in first.items()}

    def measure() -> list[Figure]:
        ears, voice = house.ears, house.voice  # both, or the row says which is missing
        clips = {language: said(house, folder, language, rounds) for language in Language}
        every = [clip for found in clips.values() for clip in found]
        how = f"{len(every)} questions in the kiosk's own voice, half of them Chinese, brought to 3.0 s, WAV files of 16 kHz, after 2 to warm up"
        spent = timed(lambda clip: ears.hear(clip, None), every, every[:2])
        figures = [taken(transcript, "s", how, spent, {"p50": 0.40})]
        voice.warm_up()
        bounds = {Language.en: {"p50": 1.0}, Language.zh: {"p50": 1.2}}
        turns = _turns(house, clips)
        figures += [_first_sound(first[language], language, turns[language], "nothing prepared", bounds[language]) for language in Language]
        prepare_for(house, [made for found in turns.values() for made in found])
        turns = _turns(house, clips)
        for language in Language:
            count = sum(voice.is_prepared(made.answer, made.language) for made in turns[language])
            told = f"what these answers begin with prepared, as far as it recurs in this shop: {count} of them begin so"
            figures.append(_first_sound(ready[language], language, turns[language], told, {}))
        return figures

    return measured([(transcript, "s"), *((name, "s") for name in (*first.values(), *ready.values()))], measure)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was heard and answered: seconds from its last loud sample to the first sound of the answer."""

    wait: float
    answer: str
    language: Language


def turn(house: House, clip: Path) -> Turn | None:
    """A spoken question and its answer; None where nothing was heard."""
    from kiosk.hearing.sound import read_sound

    samples = read_sound(clip)
    ends = int(np.flatnonzero(np.abs(samples) > LOUD)[-1]) / RATE
    house.voice.forget_visit()
    began = time.perf_counter()
    heard = house.ears.listen(in_real_time(samples, began))
    if heard is None or not heard.text:
        return None
    answer = Visit(house).ask(heard.text, language=heard.language)
    _begin(house.voice, answer.language, answer.text)
    return Turn(time.perf_counter() - began - ends, answer.text, answer.language)


def _turns(house: House, clips: Mapping[Language, list[Path]]) -> dict[Language, list[Turn]]:
    return {language: [made for clip in found[:TURNS] if (made := turn(house, clip)) is not None] for language, found in clips.items()}


def _first_sound(name: str, language: Language, turns: list[Turn], told: str, bounds: Mapping[str, float]) -> Figure:
    if not turns:
        return not_taken(name, "s", "no question was heard")
    how = f"{len(turns)} of these {language} questions as a microphone gives them, in real time: trailing silence, transcript, answer, first clause"
    return taken(name, "s", f"{how}; {told}, no sound card", [made.wait for made in turns], bounds)


def prepare_for(house: House, turns: Sequence[Turn]) -> None:
    """Prepares what the kiosk would, alone for an hour, of what these answers begin with; waits until it is done."""
    from kiosk.speaking.cache import key
    from kiosk.speaking.clauses import sentences
    from kiosk.visit.house import said_phrases

    begun = [(key(next(iter(sentences(read(made.answer, made.language))), "")), made.language) for made in turns]
    house.voice.prepare((text, lang) for text, lang in said_phrases(house.store) if any(lang is of and key(read(text, lang)) in said for said, of in begun))
    for _ in range(LONGEST_PREPARING * 10):
        if not house.voice.waiting:
            return
        time.sleep(0.1)


def in_real_time(samples: Samples, began: float) -> Iterator[Samples]:
    """Blocks of a sound and three seconds of silence, each no sooner than a microphone would give it."""
    whole = np.concatenate([samples, np.zeros(RATE * 3, np.float32)])
    for start in range(0, whole.size - BLOCK + 1, BLOCK):
        time.sleep(max(0.0, began + (start + BLOCK) / RATE - time.perf_counter()))
        yield whole[start : start + BLOCK]


def said(house: House, folder: Path, language: Language, count: int) -> list[Path]:
    """WAV files of `SECONDS` seconds at 16 kHz: questions spoken by the kiosk's own voice, with silence around."""
    from kiosk.speaking import render, write_wav

    kinds = sorted(house.store.kinds.values(), key=lambda k: k.kind)
    texts = [
        f"where can i find {k.en}" if language == Language.en else f"请问{k.zh}放在哪里" for k in kinds[:: max(1, len(kinds) // count)]
    ]
    found = []
    for number, text in enumerate((*WITHOUT_NAME[language], *texts)[:count]):
        samples, rate = render(text, language, house.voice)
        file = folder / f"{language}-{number}.wav"
        write_wav(file, brought_to(np.asarray(soxr.resample(samples, rate, RATE), np.float32), SECONDS), RATE)
        found.append(file)
    return found


def brought_to(samples: Samples, seconds: float) -> Samples:
    """Sound at `RATE` of exactly this length: `TRAILING` seconds of silence after it, the rest before it; too long a sound loses its
    beginning."""
    length, tail = round(seconds * RATE), round(TRAILING * RATE)
    kept = samples[-(length - tail) :]
    return np.concatenate([np.zeros(length - tail - kept.size, np.float32), kept, np.zeros(tail, np.float32)])


def first_sound(house: House, rounds: int = SPOKEN) -> list[Figure]:
    """A reply to the first sound of it, by the voice alone, nothing prepared."""
    names = {language: f"reply → first sound, {'English' if language == Language.en else 'Chinese'}" for language in Language}

    def measure() -> list[Figure]:
        voice = house.voice
        voice.warm_up()
        figures = []
        for language, name in names.items():
            kinds = sorted(house.store.kinds.values(), key=lambda k: k.kind)[:: max(1, len(house.store.kinds) // rounds)][:rounds]
            asked = [f"where can i find {k.en}" if language == Language.en else f"请问{k.zh}放在哪里" for k in kinds]
            replies = [Visit(house).ask(text, language=language).text for text in asked]
            voice.forget_visit()
            spent = timed(partial(_begin, voice, language), replies)
            how = f"{len(replies)} replies of this store, first clause, nothing prepared, dictionaries warm"
            figures.append(taken(name, "s", how, spent))
        return figures

    return measured([(name, "s") for name in names.values()], measure)
