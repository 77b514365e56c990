"""Spoken questions: labelled questions said in the two test voices, and asked of the whole kiosk through its command line.

    python -m distill.evaluation.spoken --questions F.jsonl --out FOLDER --count 60

Each question is said in both voices: `labels.jsonl` and one FLAC a clip, 16 kHz, with silence before and after. Which questions depends on
their ids alone, and a smaller count is the beginning of a larger one. What is there is not said again. Both voices are of one synthesiser:
a figure on them says so.

What must hold: the language is never told to the kiosk; what it did not hear it did not understand; a share of no clips is an error.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import soundfile

import kiosk
from distill.data.speech import TEST_VOICES, Sentence, say
from distill.evaluation.noise import Row, Spoil
from distill.progress import bar
from distill.runs import write_text
from kiosk.core import BadInput, BrokenData, Language
from kiosk.hearing.features import RATE
from kiosk.hearing.sound import read_sound
from kiosk.speaking.model import JOINED_SHA256, Kokoro
from kiosk.speaking.phonemes import Phonemes

BEFORE, AFTER = 0.3, 0.5
"""Seconds of silence around a clip: what a microphone hands over is never cut to the word."""
SHORTEST: Final = 0.2
"""Seconds: what is shorter was not said."""
KEPT: Final = ("id", "text", "language", "intent", "wanted")


def share(part: float, whole: float) -> float:
    """Rounded to four places. Raises BadInput for a share of nothing: it would say neither good nor bad."""
    if not whole:
        raise BadInput("a figure over no clips is no figure", "", "give clips that it can be of")
    return round(part / whole, 4)


def teller(file: Path | None) -> tuple[dict[str, Any], Callable[[str, dict[str, Any]], None]]:
    """Figures by their name, and what takes one in: it is a JSON line on stdout, and all so far are written to `file` again, wholly or not at all."""
    found: dict[str, Any] = {}

    def tell(name: str, figures: dict[str, Any]) -> None:
        found[name] = figures
        print(json.dumps({name: figures}, ensure_ascii=False), flush=True)
        if file:
            write_text(file, json.dumps(found, ensure_ascii=False, indent=1))

    return found, tell


def read_questions(file: Path) -> list[Row]:
    """Labelled questions. Raises BadInput where there are none or one is without id, text, language or intent."""
    try:
        found = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise BadInput(f"the questions cannot be read ({error})", str(file), "give a JSONL file") from error
    for number, row in enumerate(found, 1):
        if any(not row.get(name) for name in KEPT[:4]) or row["language"] not in tuple(Language):
            raise BadInput("a question needs id, text, language and intent", f"{file}:{number}", "see ../shared/data/README.md")
    if not found:
        raise BadInput("there are no questions", str(file), "give a JSONL file with one question a line")
    return found


def spread(questions: Sequence[Row], count: int) -> list[Row]:
    """At most `count` questions a language, the intents one after another in rounds; the languages alternate.

    The order within an intent and that of the intents come from a hash, so that no alphabet decides who is left out.
    """
    ranked: list[tuple[int, int, Row]] = []
    for n, language in enumerate(Language):
        intents: dict[str, list[Row]] = {}
        for row in sorted((q for q in questions if q["language"] == language), key=lambda q: _hash(str(q["id"]))):
            intents.setdefault(row["intent"], []).append(row)
        rounds = sorted(((turn, _hash(intent), row) for intent, rows in intents.items() for turn, row in enumerate(rows)), key=lambda r: r[:2])
        ranked += [(place, n, row) for place, (_, _, row) in enumerate(rounds[:count])]
    return [row for _, _, row in sorted(ranked, key=lambda r: r[:2])]


def label(question: Row, voice: str) -> Row:
    """The clip's line in `labels.jsonl`; `latin` marks Chinese with Latin letters, `digits` any text with digits, as they are written in many ways."""
    kept: Row = {name: question[name] for name in KEPT if name in question}
    text, language = question["text"], question["language"]
    name = f"{re.sub(r'[^A-Za-z0-9-]', '_', str(question['id']))}-{voice}-{_hash(f'{text}/{language}/{BEFORE}/{AFTER}/{JOINED_SHA256}')[:8]}.flac"
    return {"file": name, **kept, "voice": voice, "latin": language == "zh" and bool(re.search("[A-Za-z]", text)), "digits": bool(re.search(r"\d", text))}


def make(questions: Sequence[Row], folder: Path) -> list[Row]:
    """Says each question in both voices, what is there already is kept, and writes `labels.jsonl` when all is said."""
    folder.mkdir(parents=True, exist_ok=True)
    labels = [label(q, v) for q in questions for v in TEST_VOICES]
    kokoro = phonemes = None
    for row in bar(labels, "saying questions"):
        if (folder / row["file"]).is_file():
            continue
        if kokoro is None or phonemes is None:
            kokoro = Kokoro(threads=2)
            phonemes = Phonemes({}, kokoro.vocabulary)
        sound = say(kokoro, phonemes, Sentence(row["text"], Language(row["language"]), row["voice"], 1.0))
        if len(sound) < SHORTEST * RATE:
            raise BadInput("a question cannot be said", f"{row['id']}: {row['text']}", "take it out")
        sound = np.concatenate([np.zeros(int(BEFORE * RATE)), np.clip(sound, -1, 1), np.zeros(int(AFTER * RATE))])
        partial = folder / f"{row['file']}.part"
        soundfile.write(partial, sound, RATE, format="FLAC")
        os.replace(partial, folder / row["file"])
    partial = folder / "labels.jsonl.part"
    partial.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in labels), "utf-8")
    os.replace(partial, folder / "labels.jsonl")
    return labels


def name_words(text: str) -> list[str]:
    """Words of a name without accents, lower case."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", plain)


def product_right(wanted: Sequence[Row], products: Sequence[Row]) -> bool:
    """Whether each entry of `wanted` is met by one of the first three products: its kind is among the entry's, and every word of the entry
    begins a word of its English name or brand. The rule of ../shared/tools/score_questions.py."""

    def met(entry: Row, product: Row) -> bool:
        have = name_words(f"{product.get('names', {}).get('en', '')} {product.get('brand') or ''}")
        return product.get("kind") in entry["kind"] and all(any(h.startswith(w) for h in have) for word in entry["words"] for w in name_words(word))

    return all(any(met(entry, p) for p in products[:3]) for entry in wanted)


def scored(row: Row, answer: Row) -> dict[str, bool]:
    """What was right of one answer: `heard`, `intent`, `product` (only where one was wanted), and `understood`, which is all of them.

    Silence is answered as out of scope: without `heard`, a deaf kiosk would be right about every question that is.
    """
    found = {"heard": "error" not in answer and answer.get("heard") != "", "intent": answer.get("intent") == row["intent"]}
    if row.get("wanted"):
        found["product"] = product_right(row["wanted"], answer.get("products") or [])
    return {**found, "understood": all(found.values())}


def shares(scores: Sequence[dict[str, bool]]) -> dict[str, Any]:
    """Shares of understood, intent and product right, each with how many clips it is of."""
    wanted = [s["product"] for s in scores if "product" in s]
    found = {"clips": len(scores), "understood": share(sum(s["understood"] for s in scores), len(scores)),
             "intent": share(sum(s["intent"] for s in scores), len(scores)), "not_heard": sum(not s["heard"] for s in scores)}  # fmt: skip
    return {**found, **({"product": share(sum(wanted), len(wanted)), "product_clips": len(wanted)} if wanted else {})}


def understood(rows: Sequence[Row], folder: Path, bundle: Path, store: Path, spoil: Spoil | None = None, typed: bool = False) -> dict[str, Any]:
    """Asks the whole kiosk, a new visit each clip, and scores its answers by language and voice.

    Args:
        bundle: the signed bundle that is asked.
        spoil: what is done to each clip first.
        typed: the same questions as text, each once: what hearing them cannot surpass by much.

    Raises:
        BrokenData: the command did not run through.
    """
    if typed:
        rows = list({r["id"]: {**r, "voice": "typed"} for r in rows}.values())
    with tempfile.TemporaryDirectory() as place:
        lines = []
        for n, row in enumerate(rows):
            file = folder / row["file"]
            if spoil and not typed:
                sound, file = spoil(row, read_sound(file)), Path(place) / f"{n}.flac"
                soundfile.write(file, sound, RATE)
            lines.append({"id": n, **({"text": row["text"]} if typed else {"audio": str(file.resolve())})})
        answers = ask(lines, bundle, store, Path(place))
    return by_language([(row, scored(row, answers.get(n, {"error": "none"}))) for n, row in enumerate(rows)])


def by_language(scores: Sequence[tuple[Row, dict[str, bool]]]) -> dict[str, Any]:
    """Shares of each language and, within it, of each voice."""
    share(0, len(scores))
    found: dict[str, Any] = {}
    for language in dict.fromkeys(row["language"] for row, _ in scores):
        own = [(row, s) for row, s in scores if row["language"] == language]
        voices = list(dict.fromkeys(row["voice"] for row, _ in own))
        found[language] = shares([s for _, s in own])
        if len(voices) > 1:
            found[language]["voices"] = {v: shares([s for row, s in own if row["voice"] == v]) for v in voices}
    return found


def ask(lines: Sequence[Row], bundle: Path, store: Path, place: Path) -> dict[Any, Row]:
    """Answers by id, of `kiosk ask --batch`; tickets and calls of the questions go into a state folder of their own, not into the machine's."""
    (place / "in.jsonl").write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "ask", "--batch", str(place / "in.jsonl"), "--out", str(place / "out.jsonl"), "--store", str(store.resolve())],
        cwd=Path(kiosk.__file__).parents[1], capture_output=True, text=True, check=False,
        env={**os.environ, "KIOSK_STATE": str(place / "state"), "KIOSK_BUNDLE": str(bundle.resolve())},
    )  # fmt: skip
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["nothing on stderr"]
        raise BrokenData(f"the kiosk ended with {done.returncode}: {said[-1]}", "kiosk ask --batch", "run it by hand")
    return {row.get("id"): row for row in map(json.loads, (place / "out.jsonl").read_text("utf-8").splitlines())}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Makes the clips and says how many there are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=60, help="questions a language, each said in both test voices (60)")
    chosen = parser.parse_args(arguments)
    made = make(spread(read_questions(chosen.questions), chosen.count), chosen.out)
    print(json.dumps({"clips": len(made), **{str(x): sum(r["language"] == x for r in made) for x in Language}, "folder": str(chosen.out)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
