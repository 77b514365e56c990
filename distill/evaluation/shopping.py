"""The language student's evaluation: the same questions to teachers, students and baselines, parted by language, set and length.

A teacher that speaks one language only is not among the models: every model answers every question.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from distill.evaluation.baselines import fit_static, fit_tfidf
from distill.evaluation.neighbours import Wording
from distill.evaluation.records import Evaluation, Model, Questions, Role
from distill.students.minilm import piece_table
from kiosk.core import Intent
from kiosk.core.text import has_chinese

SHORT, LONG = 4, 10
"""Words (Chinese: pairs of characters) up to which a question is short, and from which on it is long."""
LIMITS = (
    "No shopper wrote these questions: language models did, as they wrote the wordings that teach; what they write resembles.",
    "The student alone is measured, without the kiosk's rules and thresholds; the whole kiosk's figures stand in distill/RESULTS.md.",
)


def length(text: str) -> str:
    """ "short", "medium" or "long"."""
    words = len(text) / 2 if has_chinese(text) else len(text.split())
    return "short" if words <= SHORT else "long" if words >= LONG else "medium"


def evaluation(
    asked: Sequence[tuple[str, str, str, Intent]], said: Mapping[str, tuple[Role, npt.NDArray[np.floating[Any]]]], taught: Sequence[Wording], intents: Sequence[Intent]
) -> Evaluation:  # fmt: skip
    """What report and card are made of.

    Args:
        asked: set, text, language and intent of each question that nobody was trained on.
        said: name → role and probabilities (n, intents); the teacher that the student is held against first.
        taught: the training questions, which the baselines learn from and a report names beside mistakes.
        intents: the order of the probabilities.
    """
    texts, names = [text for _, text, _, _ in asked], [str(i) for i in intents]
    wanted = np.array([names.index(str(intent)) for *_, intent in asked])
    questions = Questions(
        tuple(f"{name}-{n}" for n, (name, *_) in enumerate(asked)), tuple(texts), wanted, tuple(language for _, _, language, _ in asked), tuple(names),
        {"set": tuple(name for name, *_ in asked), "length": tuple(length(t) for t in texts)}, str(Intent.out_of_scope),
    )  # fmt: skip
    models = [Model(name, role, rows.astype(np.float64)) for name, (role, rows) in said.items()]
    learned, answers = [w.text for w in taught], [names.index(w.label) for w in taught]
    counted = fit_tfidf(learned, answers, len(names))
    pieces, table = piece_table()
    averaged = fit_static(learned, answers, len(names), pieces, table)
    models += [Model("words and pieces counted", "tfidf", counted.probabilities(texts), size=counted.size),
               Model("MiniLM's token vectors averaged", "static", averaged.probabilities(texts), size=averaged.size)]  # fmt: skip
    sets = {name: sum(mine == name for mine, *_ in asked) for name in dict.fromkeys(name for name, *_ in asked)}
    measured = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in sets.items())
    return Evaluation("Shoppers' questions", questions, tuple(models), limits=LIMITS, measured=(f"Questions that nobody was trained on: {measured}.",))
