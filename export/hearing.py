"""From the taught hearing student to the bundle's `hearing` part: blends are tried, the best one that forgot nothing ships.

Each share of the recipe becomes a part of its own in the run folder and is measured; shares are compared on clips that nothing was taught on
(held-out wordings, style mixtures never taught; clean and with babble), and one whose real English is worse than the untaught net's, or whose real
Mandarin is worse than the teacher's own of thirty seconds, is not taken, however well it does on synthetic speech. The test voices have no say in it.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from transformers import WhisperForConditionalGeneration

from distill.data.noise import TALKERS, mix, together
from distill.data.speech import HELD_STYLES, STYLES
from distill.evaluation.hearing import compared, error_rates, errors_of, inventions, rows, slot_words, slots_of
from distill.evaluation.hearing_report import write_page
from distill.evaluation.noise import Row
from distill.hearing import HearingRecipe, blend, lesson
from distill.runs import write_text
from distill.students.hearing import cut_to_window
from distill.teachers.whisper import Teacher, load_teacher, transcribe
from distill.weights import FILE, look_at
from export.graphs.hearing import build_part
from export.parts import making
from kiosk.bundle.manifest import sha256
from kiosk.core import MissingPart
from kiosk.hearing.ears import Ears, Heard
from kiosk.hearing.simplify import simplify
from kiosk.hearing.sound import read_sound
from kiosk.store.pack import read_pack
from kiosk.store.phrases import phrases_of_pack

NOISE = 10.0
"""Decibels of babble below the held-out clips."""
SLACK = {"coffee": 0.005, "mandarin": 0.02}
"""What may be lost against the untaught net: share of the coffee orders' slot words, character errors of real Mandarin (54 characters: one)."""


def held_clips(recipe: HearingRecipe, out: Path) -> Path:
    """The held-out clips as files, clean and with babble, with `labels.jsonl`; returns the folder."""
    folder = out / "held"
    if (folder / "labels.jsonl").is_file():
        return folder
    taken = lesson(recipe, out, held_out=True)
    sounds = [s for _, s in taken]
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for n, (sentence, sound) in enumerate(taken):
        random = np.random.default_rng([recipe.seed, n])
        others = [sounds[m] for m in random.permutation(len(sounds)) if m != n][:TALKERS]
        for name, heard in (("clean", sound), ("babble", mix(sound, together(others, len(sound), random), NOISE))):
            file = f"{n:03d}-{name}.flac"
            soundfile.write(folder / file, heard, 16_000)
            rows.append({"file": file, "text": sentence.text, "language": str(sentence.language), "noise": name})
    write_text(folder / "labels.jsonl", "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))
    return folder


def measure(part: Path, words: dict[str, list[str]], data: Path, held: Path) -> dict[str, Any]:
    """Figures of a part, each with how many clips it is of; the language is never told."""
    ears = Ears(part, words)
    return {
        "how": "language not told, before repair unless it says repaired; held-out clips are of one synthesiser, half of them with babble 10 dB below",
        "no_speech": inventions(ears), "real_speech": error_rates(ears, data / "real_speech"), "coffee": slot_words(ears, data / "coffee_speech"),
        "held_out": error_rates(ears, held),
    }  # fmt: skip


def by_teacher(teacher: Teacher, data: Path) -> dict[str, Any]:
    """Errors of the teacher itself, thirty seconds and float, on the real clips."""

    def heard(row: Row) -> Heard:
        text, language = transcribe(teacher, read_sound(data / "real_speech" / row["file"]))
        return Heard(simplify(text), language, 1.0, milliseconds={"total": 0.0, "read": 0.0}, raw=simplify(text))

    found = errors_of([(row, heard(row)) for row in rows(data / "real_speech")])
    return {language: {"clips": row["clips"], "errors": row["errors"]} for language, row in found.items()}


def kept(figures: dict[str, Any], untaught: dict[str, Any], teacher: dict[str, Any]) -> bool:
    """Whether nothing real was forgotten, and silence is still nothing: real Mandarin as good as the teacher's own, or nearly as good as the
    untaught net's."""
    mandarin = figures["real_speech"]["zh"]["errors"] <= max(untaught["real_speech"]["zh"]["errors"] + SLACK["mandarin"], teacher["zh"]["errors"])
    orders = figures["coffee"]["slot_words"] >= untaught["coffee"]["slot_words"] - SLACK["coffee"]
    return bool(mandarin and orders and figures["no_speech"]["empty"] >= min(0.99, untaught["no_speech"]["empty"]))


def _blended(work: Path, net: str, share: float, teacher: Teacher) -> WhisperForConditionalGeneration:
    """A taught net of the run with this share of its weights, the rest the untaught one's; 0 is the untaught one itself."""
    untaught = cut_to_window(load_teacher(teacher.name).model)
    if share == 0:
        return untaught
    model: WhisperForConditionalGeneration = WhisperForConditionalGeneration.from_pretrained(work / net).eval()
    blend(model, untaught, share)
    return model


def _measured(work: Path, net: str, share: float, teacher: Teacher, words: dict[str, list[str]], data: Path, held: Path) -> dict[str, Any]:
    """Figures of a blend's part, which is built in the run's folder; those that were taken before are read."""
    name = f"part-{share:g}" if net == "model" else f"{net}-part-{share:g}"
    file = work / f"{name}.json"
    if not file.is_file():
        build_part(_blended(work, net, share, teacher), teacher.tokenizer, work / "float", work / name, {})
        write_text(file, json.dumps(measure(work / name, words, data, held), ensure_ascii=False, indent=1))
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    print(f"{net}, share {share:g}: {json.dumps(found, ensure_ascii=False)}", flush=True)
    return found


def _cut(work: Path, share: float, teacher: Teacher, words: dict[str, list[str]], data: Path, held: Path) -> dict[str, Any]:
    """Errors with the whole vocabulary beside those with the cut one, over the same clips."""
    file = work / f"cut-{share:g}.json"
    if not file.is_file():
        build_part(_blended(work, "model", share, teacher), teacher.tokenizer, work / "float", work / "part-whole", {}, whole=True)
        cut, whole = Ears(work / f"part-{share:g}", words), Ears(work / "part-whole", words)
        sets = ((data / "coffee_speech", slots_of), (data / "real_speech", errors_of), (held, errors_of))
        write_text(file, json.dumps({folder.name: compared(cut, whole, folder, figures) for folder, figures in sets}, ensure_ascii=False, indent=1))
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def run(recipe: HearingRecipe, data: Path, work: Path, out: Path) -> Path:
    """Writes the part folder, and into the run `report.html`; returns the part's folder.

    Raises:
        MissingPart: `kiosk-distill run distill/recipes/hearing.yaml` has not finished.
        BrokenData: the student's weights are cut off or no safetensors.
    """
    if not (work / "figures.json").is_file():
        raise MissingPart("the hearing student is not taught", str(work), "run: kiosk-distill run distill/recipes/hearing.yaml")
    look_at(work / "model" / FILE, f"remove {work / 'model'} and figures.json, and run the train stage again")
    teacher, words, held = load_teacher(recipe.teacher), phrases_of_pack(read_pack(recipe.store)), held_clips(recipe, work)
    found = {share: _measured(work, "model", share, teacher, words, data, held) for share in (0.0, *recipe.shares)}
    own = by_teacher(teacher, data)
    able = [s for s in recipe.shares if kept(found[s], found[0.0], own)]
    best = min(able, key=lambda s: sum(found[s]["held_out"][x]["errors"] for x in ("en", "zh")), default=0.0)
    cut = _cut(work, best, teacher, words, data, held)
    beside = {"teacher_itself": own, "untaught": found[0.0], "shares": {f"{s:g}": found[s]["held_out"] for s in recipe.shares}, "vocabulary_cut": cut}
    if best and (work / "alone.json").is_file():
        beside["without_its_teacher"] = _measured(work, "alone-model", best, teacher, words, data, held)
    about = json.loads((work / f"part-{best:g}" / "part.json").read_text("utf-8")) | {
        "teacher": {"name": "OpenAI Whisper base, multilingual", "source": teacher.name, "sha256": teacher.sha256},
        "student": {
            "sha256": sha256(work / "model" / FILE), "share_of_student": best, "styles": list(STYLES), "held_out_styles": list(HELD_STYLES),
            "taught": json.loads((work / "figures.json").read_text("utf-8")), "recipe": recipe.model_dump(mode="json"),
            "sentences": "distill/data/wordings, filled from the pack",
        },
        "licences": {"Whisper": "MIT", "student": "Apache-2.0", "Kokoro voices of the training clips": "Apache-2.0"},
        "metrics": found[best] | beside,
    }  # fmt: skip
    with making(out) as part:
        shutil.copytree(work / f"part-{best:g}", part, dirs_exist_ok=True)
        (part / "part.json").write_text(json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True))
    write_page(out, (), work / "report.html")
    print(f"{out}: share {best:g} of the student; {json.dumps(about['metrics']['held_out'])}", flush=True)
    return out
