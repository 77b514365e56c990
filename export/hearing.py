"""Builds the hearing part from the packaged teacher: says shop sentences, teaches the ten-second student, exports it, measures it.

    python -m export.hearing --store PACK --work DIR --part PART [--clips 190] [--data DATA] [--no-teaching]

Each stage goes on where it was interrupted: clips are cached one by one, a taught student is not taught again. About 15 minutes on two idle
cores for 190 clips. Whoever builds it again by the same figures gets the same sentences and voices.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer
from transformers import WhisperForConditionalGeneration

from distill.data.speech import TRAINING_VOICES, clips, sentences
from distill.evaluation.hearing import error_rates, inventions, shop_phrases, slot_words
from distill.hearing import blend, teach
from distill.teachers.encoders import file_sha256
from distill.teachers.whisper import load_teacher
from export.graphs.hearing import build_part, cut_to_window
from kiosk.hearing.ears import Ears
from kiosk.store.pack import read_pack

SEED, PASSES, RATE, BATCH, SHARE = 11, 4, 4e-5, 16, 0.6


def main(arguments: list[str] | None = None) -> int:
    """Builds the part and prints what it says of itself."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("store", "work", "part"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--spoken", type=Path, help="folder of spoken questions in the test voices, with labels.jsonl")
    parser.add_argument("--clips", type=int, default=190)
    parser.add_argument("--teacher", default="packaged")
    parser.add_argument("--no-teaching", action="store_true")
    chosen = parser.parse_args(arguments)
    pack, teacher = read_pack(chosen.store), load_teacher(chosen.teacher)
    words, run = Tokenizer.from_file(str(teacher.tokenizer)), chosen.work / "student"
    model, student = cut_to_window(teacher.model), dict[str, Any]()
    if not chosen.no_teaching:
        if not (run / "figures.json").is_file():
            said = [s for s in sentences(pack, chosen.clips * 2, SEED) if not any(c.isdigit() for c in s.text)][: chosen.clips]
            figures = teach(model, list(clips(said, chosen.work / "clips")), words, run, passes=PASSES, rate=RATE, batch=BATCH)
            (run / "figures.json").write_text(json.dumps(figures))
        model = WhisperForConditionalGeneration.from_pretrained(run / "model").eval()
        blend(model, cut_to_window(load_teacher(chosen.teacher).model), SHARE)
        student = {"sha256": file_sha256(run / "model" / "model.safetensors"), "taught": {**json.loads((run / "figures.json").read_text("utf-8")), "share_of_student": SHARE},
                   "voices": list(TRAINING_VOICES), "sentences": "distill/data/wordings, filled from the pack"}  # fmt: skip
    about: dict[str, Any] = {
        "teacher": {"name": "OpenAI Whisper base, multilingual", "source": teacher.name, "sha256": teacher.sha256}, "student": student,
        "licences": {"Whisper": "MIT", "student": "Apache-2.0", "Kokoro voices of the training clips": "Apache-2.0"},
    }  # fmt: skip
    build_part(model, teacher.tokenizer, chosen.work / "float", chosen.part, about)
    file = chosen.part / "part.json"
    about = json.loads(file.read_text("utf-8"))
    about["metrics"] = measure(chosen.part, shop_phrases(pack), chosen.data, chosen.spoken)
    file.write_text(json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True))
    print(json.dumps(about["metrics"], ensure_ascii=False, indent=1))
    return 0


def measure(part: Path, words: dict[str, list[str]], data: Path | None, spoken: Path | None) -> dict[str, Any]:
    """Figures of a part, each with how many clips it is of; the language is never told."""
    ears = Ears(part, words)
    found: dict[str, Any] = {"how": "language not told, before repair unless it says repaired; spoken questions are of one synthesiser's two test voices",
                             "no_speech": inventions(ears)}  # fmt: skip
    if data:
        found |= {"real_speech": error_rates(ears, data / "real_speech"), "coffee": slot_words(ears, data / "coffee_speech")}
    if spoken:
        found["spoken_questions"] = error_rates(ears, spoken)
    return found


if __name__ == "__main__":
    sys.exit(main())
