"""How well the ears hear: coffee orders of real people, real Mandarin, spoken shop questions clean and in a shop's noise, silence and noise.

    python -m distill.evaluation.hearing --part PART --data DATA --store PACK [--spoken FOLDER] [--against PART2] [--long-window] [--curve] [--loops FOLDER] [--json OUT]

One JSON line a figure as it is taken. `--spoken` takes the folder of `distill.evaluation.spoken` and asks the whole kiosk too, where its bundle
holds this part; `--against` hears every clip with another part as well (the whole vocabulary against the cut one); `--curve` adds shop noise.

The language is never told. What must hold: a figure over no clips is an error, not a pass. Every figure says how many clips it is of.
"""

import argparse
import json
import re
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from distill.data.noise import DIRECT
from distill.evaluation.noise import TALKERS, Row, Spoil, Talk, in_shop, talk_of
from distill.evaluation.spoken import share, teller, understood
from distill.evaluation.variants import variant
from distill.progress import bar
from kiosk.core import BadInput, Language, MissingPart
from kiosk.core.text import fold
from kiosk.hearing.decoding import SHORT, Decoder, compression, loop_length
from kiosk.hearing.ears import Ears, Heard
from kiosk.hearing.features import FRAMES, WINDOW
from kiosk.hearing.simplify import simplify
from kiosk.hearing.sound import read_sound
from kiosk.store.pack import read_pack
from kiosk.store.phrases import phrases_of_pack

Samples = npt.NDArray[np.float32]
Pairs = Sequence[tuple[Row, Heard]]
LEVELS: Final = (20.0, 15.0, 10.0, 5.0, 0.0)
"""Decibels of speech above babble."""
BUNDLE: Final = Path("assets/bundles/market")
_NUMBERS = {"1": "one", "2": "two", "3": "three", "4": "four", "6": "six", "8": "eight", "12": "twelve", "16": "sixteen", "20": "twenty", "24": "twenty four"}


def english_words(text: str) -> list[str]:
    """Words in lower case, small numbers in letters, hyphens parted."""
    found = re.findall(r"[a-z]+(?:'[a-z]+)?|\d+", fold(text).replace("-", " "))
    return [w for token in found for w in _NUMBERS.get(token, token).split()]


def characters(text: str) -> list[str]:
    """Simplified characters and folded letters without marks or spaces."""
    return [c for c in fold(simplify(text)) if c.isalnum()]


def rows(folder: Path, limit: int | None = None) -> list[Row]:
    """The lines of `labels.jsonl`, the first `limit` of them. Raises MissingPart where there are none."""
    file = folder / "labels.jsonl"
    found = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()] if file.is_file() else []
    if not found:
        raise MissingPart("there are no labelled clips", str(file), "see ../shared/data/README.md, or make them: python -m distill.evaluation.spoken")
    return found[:limit]


def listened(ears: Sequence[Ears], folder: Path, spoil: Spoil | None = None, limit: int | None = None) -> list[list[tuple[Row, Heard]]]:
    """What each pair of ears makes of every clip; they take turns clip by clip, so that the machine's load is the same for all."""
    found: list[list[tuple[Row, Heard]]] = [[] for _ in ears]
    for row in bar(rows(folder, limit), f"hearing {folder.name}"):
        sound = read_sound(folder / row["file"])
        sound = spoil(row, sound) if spoil else sound
        for own, one in zip(found, ears, strict=True):
            own.append((row, one.hear(sound)))
    return found


def slot_words(ears: Ears, folder: Path, spoil: Spoil | None = None, limit: int | None = None) -> dict[str, Any]:
    """Share of slot words that stand in the transcript, of clips with all of theirs, and of clips taken for English."""
    return slots_of(listened([ears], folder, spoil, limit)[0])


def slots_of(pairs: Pairs) -> dict[str, Any]:
    """The figures of `slot_words` from what was heard."""
    hit = total = whole = english = 0
    for row, heard in pairs:
        words = set(english_words(heard.raw))
        found = [w in words for value in row["slots"].values() for w in english_words(str(value))]
        hit, total, whole, english = hit + sum(found), total + len(found), whole + all(found), english + (heard.language is Language.en)
    return {"clips": len(pairs), "slot_words": share(hit, total), "whole_clips": share(whole, len(pairs)), "taken_for_english": share(english, len(pairs)),
            **_told_apart(pairs)}  # fmt: skip


def error_rates(ears: Ears, folder: Path, spoil: Spoil | None = None, limit: int | None = None) -> dict[str, Any]:
    """Word errors (English) and character errors (Chinese) before and after repair, and the share whose language was right."""
    return errors_of(listened([ears], folder, spoil, limit)[0])


def errors_of(pairs: Pairs) -> dict[str, Any]:
    """The figures of `error_rates` from what was heard; `plain` are clips whose text holds neither digits nor, in Chinese, Latin letters: those are
    written in many ways that are all right."""
    found: dict[str, Any] = {}
    share(0, len(pairs))
    for language in dict.fromkeys(row["language"] for row, _ in pairs):
        own = [(row, heard) for row, heard in pairs if row["language"] == language]
        plain = [(row, heard) for row, heard in own if not row.get("digits") and not row.get("latin")]
        found[language] = {
            "clips": len(own), "errors": _errors(own, lambda h: h.raw), "errors_repaired": _errors(own, lambda h: h.text),
            "language_right": share(sum(heard.language == language for _, heard in own), len(own)), **_told_apart(own),
            **({"plain_clips": len(plain), "plain_errors": _errors(plain, lambda h: h.raw)} if len(plain) < len(own) and plain else {}),
        }  # fmt: skip
    return found


def _errors(pairs: Pairs, text_of: Callable[[Heard], str]) -> float:
    wrong = total = 0
    for row, heard in pairs:
        cut = characters if row["language"] == "zh" else english_words
        wanted = cut(row["text"])
        wrong, total = wrong + Levenshtein.distance(cut(text_of(heard)), wanted), total + len(wanted)
    return share(wrong, total)


def _told_apart(pairs: Pairs) -> dict[str, Any]:
    """Transcripts that still repeat themselves, clips of which nothing was heard, and the median time without reading the file."""
    return {"repeating": sum(repeats(heard.raw) for _, heard in pairs), "nothing_heard": sum(not heard.raw for _, heard in pairs),
            "median_ms": round(statistics.median(h.milliseconds["total"] - h.milliseconds["read"] for _, h in pairs), 1)}  # fmt: skip


def repeats(text: str) -> bool:
    """Whether a loop stands anywhere in a text, by the decoder's own rules over its words and characters."""
    units = re.findall(r"[a-z0-9']+|[\u3400-\u9fff]", fold(text))
    numbers = [list(dict.fromkeys(units)).index(u) for u in units]
    return any(loop_length(numbers[:n]) for n in range(1, len(numbers) + 1)) or (len(text) > 40 and compression(text) > 2.4)


def compared(ears: Ears, other: Ears, folder: Path, figures: Callable[[Pairs], dict[str, Any]], limit: int | None = None) -> dict[str, Any]:
    """The figures of two parts over the same clips, in how many the transcripts differ, and the first of those: this part's, the other's."""
    mine, others = listened([ears, other], folder, None, limit)
    differ = [(one.raw, two.raw) for (_, one), (_, two) in zip(mine, others, strict=True) if one.raw != two.raw]
    return {"clips": len(mine), "differ": len(differ), "part": figures(mine), "against": figures(others), "first": differ[:10]}


def curve(figures: Callable[[Ears, Path, Spoil | None, int | None], dict[str, Any]], ears: Ears, folder: Path, talk: Sequence[Talk],
          levels: Sequence[float | None] = (None, *LEVELS), seconds: float | None = None, limit: int | None = None) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Figures of each level of babble, None for none, in a room of `seconds` reverberation where that is given."""
    for level in levels:
        yield {**noise(level, seconds), **figures(ears, folder, in_shop(talk, level, seconds), limit)}


def noise(level: float | None, seconds: float | None) -> dict[str, Any]:
    """What stands beside every figure taken in noise."""
    return {"babble_db": "none" if level is None else level, **({"talkers": TALKERS} if level is not None else {}),
            **({"reverberation_s": seconds, "direct_db": DIRECT} if seconds else {})}  # fmt: skip


def sounds(folder: Path, limit: int | None = None) -> list[Path]:
    """Sound files and `.npy` sounds (16 kHz) of a folder by name. Raises MissingPart where there are none."""
    found = sorted(f for f in folder.glob("*") if f.suffix in (".npy", ".flac", ".wav", ".ogg"))
    if not found:
        raise MissingPart("there are no sounds", str(folder), "give a folder of .npy, FLAC, WAV or OGG files")
    return found[:limit]


def read_any(file: Path) -> Samples:
    """(n,) float32 at 16 kHz."""
    return np.load(file, allow_pickle=False).astype(np.float32) if file.suffix == ".npy" else read_sound(file)


def loops(part: Path, ears: Ears, folder: Path, limit: int | None = None, versions: int = 1) -> dict[str, Any]:
    """In how many clips the first hypothesis of the first ten seconds ran into a loop that was cut off, and in how many of those a loop or
    nothing at all is left of what the ears hear in the end.

    Args:
        versions: of each clip, see `distill.evaluation.variants`; 1 is the clips alone.
    """
    decoder, found = Decoder(part), list[dict[str, Any]]()
    files = [(file, number) for number in range(versions) for file in sounds(folder, limit)]
    others = [read_any(file) for file, _ in files[:60]]
    for file, number in bar(files, f"looking for loops in {folder.name}"):
        sound = variant(read_any(file), others, number)
        first = decoder.hear(sound[:WINDOW], None, 0).transcripts
        if first and (first[0].looped or repeats(first[0].text)):
            heard = ears.hear(sound)
            found.append({"file": file.name, "version": number, "first": first[0].text, "heard": heard.raw, "cut": first[0].looped, "left": repeats(heard.raw)})
    return {"clips": len(files), "looped": len(found), "share": share(len(found), len(files)), "cut": sum(f["cut"] for f in found),
            "left": sum(f["left"] for f in found), "emptied": sum(not f["heard"] for f in found), "first": found[:10]}  # fmt: skip


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
    return {"clips": len(made), "empty": share(len(made) - len(wrong), len(made)), "invented": wrong[:10]}


def vocabulary(part: Path) -> dict[str, int]:
    """How many rows of how many a part has kept, and its bytes."""
    about = json.loads((part / "part.json").read_text("utf-8"))
    return {**about["vocabulary"], "bytes": sum(f.stat().st_size for f in part.iterdir())}


def same_part(one: Path, other: Path) -> bool:
    """Whether two part folders hold the same graphs and words; what their `part.json` says of figures may differ."""
    names = ("encoder.xml", "encoder.bin", "decoder.xml", "decoder.bin", "tokens.npy", "tokenizer.json")
    return all((one / n).is_file() and (other / n).is_file() and (one / n).read_bytes() == (other / n).read_bytes() for n in names)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", type=Path, required=True)
    parser.add_argument("--data", type=Path, help="folder of coffee_speech and real_speech")
    parser.add_argument("--store", type=Path, help="store pack: its words repair what is heard, and the whole kiosk answers from it")
    parser.add_argument("--spoken", type=Path, help="folder of spoken questions (distill.evaluation.spoken)")
    parser.add_argument("--bundle", type=Path, help=f"signed bundle that holds PART; {BUNDLE} where that does")
    parser.add_argument("--against", type=Path, help="another part that hears the same clips")
    parser.add_argument("--long-window", action="store_true", help="hear every clip also in the window of ten seconds, however short it is")
    parser.add_argument("--curve", action="store_true", help="errors and understanding in babble")
    parser.add_argument(
        "--levels", type=lambda text: tuple(float(x) for x in text.split(",")), default=LEVELS, help="decibels of speech above babble (20,15,10,5,0)"
    )
    parser.add_argument("--room", type=float, metavar="SECONDS", help="reverberation time of a room in which the curve is taken (none)")
    parser.add_argument("--babble", type=Path, help="folder of sounds to make babble of, at most 300 of them (the other spoken questions)")
    parser.add_argument("--loops", type=Path, help="folder of sounds to count loops over")
    parser.add_argument("--versions", type=int, default=1, help="how many versions of each of these sounds: speed, pitch, room, noise, broken off (1)")
    parser.add_argument("--limit", type=int, help="only the first clips of each set, for a trial")
    parser.add_argument("--json", type=Path, help="file for all figures, written again after each")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Prints the figures as JSON, a line each."""
    chosen = _parser().parse_args(arguments)
    limit: int | None = chosen.limit
    if chosen.limit is not None and chosen.limit < 1:
        raise BadInput("a figure over no clips is no figure", "--limit", "give 1 or more")
    if chosen.curve and not (chosen.spoken or (chosen.babble and chosen.data)):
        raise BadInput("there are no clips for the curve", "--curve", "give --spoken, or --data and --babble")
    phrases = phrases_of_pack(read_pack(chosen.store)) if chosen.store else None
    ears = Ears(chosen.part, phrases)
    coffee = chosen.data / "coffee_speech" if chosen.data else None
    _, tell = teller(chosen.json)
    tell("no_speech", inventions(ears, limit or 200))
    if chosen.against or chosen.long_window:
        other = Ears(chosen.against or chosen.part, phrases, windows=(FRAMES,) if chosen.long_window else (SHORT, FRAMES))
        if chosen.against:
            tell("vocabulary", {"part": vocabulary(chosen.part), "against": vocabulary(chosen.against)})
        for folder, figures_of in ((chosen.data and chosen.data / "real_speech", errors_of), (coffee, slots_of), (chosen.spoken, errors_of)):
            if folder:
                tell(f"compared/{folder.name}", compared(ears, other, folder, figures_of, limit))
        del other
    if chosen.data:
        tell("real_speech", error_rates(ears, chosen.data / "real_speech", None, limit))
    if coffee:
        tell("coffee", slot_words(ears, coffee, None, limit))
    if chosen.spoken:
        tell("spoken_questions", error_rates(ears, chosen.spoken, None, limit))
    talk = list[Talk]()
    if chosen.curve:
        talk = [Talk(f.name, None, read_any(f)) for f in sounds(chosen.babble, 300)] if chosen.babble else talk_of(rows(chosen.spoken), chosen.spoken)
        for name, folder, taken in (("spoken_questions", chosen.spoken, error_rates), ("coffee", coffee, slot_words)):
            if folder:
                for row in curve(taken, ears, folder, talk, (*((None,) if chosen.room else ()), *chosen.levels), chosen.room, limit):
                    tell(f"{name}/babble {row['babble_db']}", row)
    if chosen.loops:
        tell(f"loops/{chosen.loops.name}", loops(chosen.part, ears, chosen.loops, limit, chosen.versions))
    if chosen.spoken and chosen.store:
        del ears  # the kiosk brings its own
        bundle = chosen.bundle or BUNDLE
        if same_part(chosen.part, bundle / "hearing"):
            said = rows(chosen.spoken, limit)
            tell("understood/typed", understood(said, chosen.spoken, bundle, chosen.store, typed=True))
            tell("understood/clean", understood(said, chosen.spoken, bundle, chosen.store))
            for level in chosen.levels if chosen.curve else ():
                shop = in_shop(talk, level, chosen.room)
                tell(f"understood/babble {level}", {**noise(level, chosen.room), **understood(said, chosen.spoken, bundle, chosen.store, shop)})
        elif chosen.bundle:
            raise BadInput("the bundle holds another hearing part", str(bundle), "sign one that holds this: kiosk-export bundle, kiosk-export sign")
        else:
            print(json.dumps({"understood": {"left_out": f"{bundle} holds another hearing part; sign one that holds this and give --bundle"}}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
