"""The language student's evaluation: the same questions to teachers, students and baselines, parted by language, set, length and slips.

A teacher that speaks one language only is not among the models: every model answers every question.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from distill.evaluation.baselines import baselines
from distill.evaluation.neighbours import Wording
from distill.evaluation.records import Evaluation, Model, Questions
from kiosk.core import Intent

LIMITS = (
    "No shopper wrote these questions: language models did, as they wrote the wordings that teach; what they write resembles.",
    "The student alone is measured, without the kiosk's rules and thresholds; the whole kiosk's figures stand in distill/RESULTS.md.",
)


class Asked(NamedTuple):
    """A question that nobody was trained on: which set it is of, and whether slips of the keyboard or the recogniser were made in it."""

    set: str
    text: str
    language: str
    intent: Intent
    slips: bool = False


def evaluation(asked: Sequence[Asked], models: Sequence[Model], taught: Sequence[Wording], intents: Sequence[Intent]) -> Evaluation:
    """What report and card are made of; the baselines are added.

    Args:
        models: the teacher that the student is held against first; their probabilities are (n, intents).
        taught: the training questions, which the baselines learn from and a report names beside mistakes.
        intents: the order of the probabilities.
    """
    texts, names = [q.text for q in asked], [str(i) for i in intents]
    wanted = np.array([names.index(str(q.intent)) for q in asked])
    questions = Questions(
        tuple(f"{q.set}-{n}" for n, q in enumerate(asked)), tuple(texts), wanted, tuple(q.language for q in asked), tuple(names),
        {"set": tuple(q.set for q in asked), "noise": tuple("with slips" if q.slips else "as written" for q in asked)}, str(Intent.out_of_scope),
    )  # fmt: skip
    beside = baselines([w.text for w in taught], [names.index(w.label) for w in taught], len(names), texts)
    sets = {name: sum(q.set == name for q in asked) for name in dict.fromkeys(q.set for q in asked)}
    measured = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in sets.items())
    told = (f"Questions that nobody was trained on: {measured}.", "p50 of one question at a time on one thread, students and teachers in torch.")
    return Evaluation("Shoppers' questions", questions, (*models, *beside), limits=LIMITS, measured=told)
