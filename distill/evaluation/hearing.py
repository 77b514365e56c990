"""How well the ears hear: coffee orders of real people, real Mandarin, spoken shop questions, silence and noise.

    python -m distill.evaluation.hearing --part PART --data DATA [--store PACK] [--spoken FOLDER] [--json OUT]

The language is never told. What must hold: a figure over no clips is an error, not a pass. Every figure says how many clips it is of.
"""

import argparse
import json
import re
import statistics
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from kiosk.core import Language, MissingPart
from kiosk.core.text import fold
from kiosk.hearing.ears import Ears, Heard
from kiosk.hearing.simplify import simplify
from kiosk.store.pack import Pack, read_pack
from kiosk.store.words import bare_name

Samples = npt.NDArray[np.float32]
_NUMBERS = {"1": "one", "2": "two", "3": "three", "4": "four", "6": "six", "8": "eight", "12": "twelve", "16": "sixteen", "20": "twenty", "24": "twenty four"}


def shop_phrases(pack: Pack) -> dict[str, list[str]]:
    """Kinds, synonyms, brands and names without size, by language: what the kiosk gives its ears."""
    english, chinese = list[str](), list[str]()
    for kind in pack.kinds:
        english += [kind.en, *kind.synonyms_en]
        chinese += [kind.zh, *kind.synonyms_zh]
    for brand in pack.brands:
        english += [brand.brand, *brand.synonyms_en]
        chinese += [w for w in (brand.name_zh, *brand.synonyms_zh) if w]
    for product in pack.products:
        english.append(bare_name(product.name_en))
        chinese.append(bare_name(product.name_zh))
    return {"en": list(dict.fromkeys(english)), "zh": list(dict.fromkeys(chinese))}


def english_words(text: str) -> list[str]:
    """Words in lower case, small numbers in letters, hyphens parted."""
    found = re.findall(r"[a-z]+(?:'[a-z]+)?|\d+", fold(text).replace("-", " "))
    return [w for token in found for w in _NUMBERS.get(token, token).split()]


def characters(text: str) -> list[str]:
    """Simplified characters and folded letters without marks or spaces."""
    return [c for c in fold(simplify(text)) if c.isalnum()]


def rows(folder: Path) -> list[dict[str, Any]]:
    """The lines of `labels.jsonl`. Raises MissingPart where there are none."""
    file = folder / "labels.jsonl"
    found = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()] if file.is_file() else []
    if not found:
        raise MissingPart("there are no labelled clips", str(file), "see ../shared/data/README.md")
    return found


def slot_words(ears: Ears, folder: Path, text_of: Callable[[Heard], str] = lambda h: h.raw) -> dict[str, float]:
    """Share of slot words that stand in the transcript, of clips with all of theirs, and of clips taken for English."""
    hit = total = whole = english = 0
    spent = []
    said = rows(folder)
    for row in said:
        heard = ears.hear(folder / row["file"])
        spent.append(heard.milliseconds["total"] - heard.milliseconds["read"])
        words = set(english_words(text_of(heard)))
        wanted = [w for value in row["slots"].values() for w in english_words(str(value))]
        found = [w in words for w in wanted]
        hit, total, whole, english = hit + sum(found), total + len(found), whole + all(found), english + (heard.language is Language.en)
    shares = {"slot_words": hit / total, "whole_clips": whole / len(said), "taken_for_english": english / len(said)}
    return {"clips": len(said), **{k: round(v, 4) for k, v in shares.items()}, "median_ms": round(statistics.median(spent), 1)}


def error_rates(ears: Ears, folder: Path, spoil: Callable[[Samples], Samples] | None = None) -> dict[str, Any]:
    """Word errors (English) and character errors (Chinese) before and after repair, and the share whose language was right."""
    from kiosk.hearing.sound import read_sound

    sums: dict[str, list[float]] = {}
    for row in rows(folder):
        sound = read_sound(folder / row["file"])
        heard = ears.hear(spoil(sound) if spoil else sound)
        cut = characters if row["language"] == "zh" else english_words
        wanted = cut(row["text"])
        one = sums.setdefault(row["language"], [0, 0, 0, 0, 0])
        for n, value in enumerate((len(wanted), Levenshtein.distance(cut(heard.raw), wanted), Levenshtein.distance(cut(heard.text), wanted), 1,
                                   heard.language == row["language"])):  # fmt: skip
            one[n] += value
    return {x: {"clips": int(s[3]), "errors": round(s[1] / s[0], 4), "errors_repaired": round(s[2] / s[0], 4), "language_right": round(s[4] / s[3], 4)}
            for x, s in sums.items()}  # fmt: skip


def nothing_said(count: int = 200, seed: int = 5) -> Iterator[tuple[str, Samples]]:
    """Sounds of 1 to 8 s without speech: silence, white, pink and brown noise at -60 to -10 dBFS, hum, tones, beeps, knocks, a chord."""
    random = np.random.default_rng(seed)
    for n in range(count):
        size = int(16_000 * random.uniform(1, 8))
        at = np.arange(size) / 16_000
        kind = ("silence", "white", "pink", "brown", "hum", "tone", "beeps", "knocks", "chord", "gusts")[n % 10]
        level = 10 ** (random.uniform(-60, -10) / 20)
        white = random.standard_normal(size)
        shape = np.fft.rfft(white) / np.maximum(np.fft.rfftfreq(size, 1 / 16_000), 20) ** {"pink": 0.5, "brown": 1.0, "gusts": 1.0}.get(kind, 0.0)
        sound: Any = np.fft.irfft(shape, size)
        if kind == "silence":
            sound, level = white, 1e-4 * (n % 20 > 9)
        elif kind in ("hum", "tone", "chord"):
            pitches = {"hum": (50, 100, 150), "tone": (random.uniform(200, 4000),), "chord": (262, 330, 392, 523)}[kind]
            sound = sum(np.sin(2 * np.pi * p * at) for p in pitches)
        elif kind == "beeps":
            sound = np.sin(2 * np.pi * random.uniform(800, 3000) * at) * (at % 0.5 < 0.1)
        elif kind == "knocks":
            sound = white * np.exp(-(at % random.uniform(0.3, 1.2)) * 60)
        elif kind == "gusts":
            sound = sound * (1 + np.sin(2 * np.pi * 0.3 * at))
        yield kind, (sound / (np.abs(sound).max() + 1e-9) * level).astype(np.float32)


def inventions(ears: Ears, count: int = 200) -> dict[str, Any]:
    """Share of sounds without speech that come back empty, and what was invented."""
    made = [(kind, ears.hear(sound).text) for kind, sound in nothing_said(count)]
    wrong = [f"{kind}: {text}" for kind, text in made if text]
    return {"clips": len(made), "empty": round(1 - len(wrong) / len(made), 4), "invented": wrong[:10]}


def main(arguments: list[str] | None = None) -> int:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--spoken", type=Path, help="folder of spoken questions with labels.jsonl (file, text, language)")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args(arguments)
    ears = Ears(chosen.part, shop_phrases(read_pack(chosen.store)) if chosen.store else None)
    found: dict[str, Any] = {}

    def tell(name: str, figures: dict[str, Any]) -> None:
        found[name] = figures
        print(json.dumps({name: figures}, ensure_ascii=False), flush=True)

    tell("no_speech", inventions(ears))
    if chosen.data:
        tell("real_speech", error_rates(ears, chosen.data / "real_speech"))
    if chosen.spoken:
        tell("spoken_questions", error_rates(ears, chosen.spoken))
    if chosen.data:
        tell("coffee", slot_words(ears, chosen.data / "coffee_speech"))
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
