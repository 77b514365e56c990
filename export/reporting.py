"""What shipped, told beside what it was made from: the exported model joins the run's evaluation, and report and card are written again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from distill.evaluation import dossier
from distill.evaluation.card import write_card
from distill.evaluation.metrics import OosScore, accuracy
from distill.evaluation.records import Evaluation, Gate, Model, Questions
from distill.evaluation.report import write_report

ANSWERS: Final = "answers"
"""The evaluation's folder in a run."""
KEPT: Final = 0.99
"""Least share of its teacher's accuracy that a student must keep."""


def tell(
    run: Path, part: Path, make: Callable[[Questions], Model], gates: Sequence[Gate], purpose: str, recipe: Mapping[str, Any], hashes: Mapping[str, str],
    score: OosScore | None = None,
) -> Evaluation:  # fmt: skip
    """Writes `report.html` into the run and `card.md` into the part; returns what both are made of.

    Args:
        make: the shipped model's answers to the run's questions.
        gates: bounds that the export has kept.
        purpose: what the student is for, and what it is not for.
        hashes: SHA-256 of data and weights, by name.
        score: what the shipped model refuses by, where it does.

    Raises:
        BrokenData: the run's evaluation cannot be read.
    """
    found, wordings = dossier.load(run / ANSWERS)
    shipped = make(found.questions)
    found = dossier.with_models(replace(found, score=score or found.score), [shipped], gates)
    # By the most probable label of both: where questions are refused, the student's threshold is for another mixture of questions than these.
    mine, its = (accuracy(m.probabilities.argmax(axis=1), found.questions.labels) for m in (shipped, found.teacher))
    kept = mine / its
    found = dossier.with_models(found, [], [Gate("share of the teacher's accuracy, nothing refused", f"{100 * kept:.1f} %", f"≥ {100 * KEPT:.0f} %", kept >= KEPT)])
    dossier.save(run / ANSWERS, found, wordings)
    write_report(run / "report.html", found, wordings)
    write_card(part / "card.md", found, purpose, recipe, hashes)
    return found
