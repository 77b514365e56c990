"""What the answers of several models to the same questions come to: the numbers that report and model card tell, none of the wording.

Every share is 0 to 1 and nan where it is of no questions; every interval is 95 %, by bootstrap over questions.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from distill.evaluation import metrics
from distill.evaluation.metrics import Bools, Delta, Floats, Interval, Ints
from distill.evaluation.neighbours import Neighbour, Wording, nearest_wordings
from distill.evaluation.records import Evaluation, Model
from kiosk.core.text import normalise

FEW: Final = 20
"""Below so many questions a label or slice is told, but not judged."""
LOSS: Final = 0.03
"""A label with enough questions is marked when the student's recall is this far below the teacher's."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One model: `against` is its accuracy minus the teacher's on the same questions, `smaller` and `faster` are the teacher's size and time over its own."""

    model: Model
    accuracy: Interval
    in_scope: float
    macro_f1: float
    out_of_scope_recall: float
    out_of_scope_auroc: float
    refused: float
    calibration_error: float
    brier: float
    against: Interval | None
    smaller: float | None
    faster: float | None
    best_trade: bool


class Slice(NamedTuple):
    """One part of the questions; `against` is the student's accuracy minus the teacher's."""

    kind: str
    value: str
    questions: int
    student: Interval
    teacher: float
    refused: float
    against: Interval


class Confusion(NamedTuple):
    """How many questions of one label the student took for another, and their share of the label's questions."""

    truth: str
    said: str
    questions: int
    share: float


class Mistake(NamedTuple):
    """A question that the student answered wrong, how sure it was, and the training wordings closest to it."""

    id: str
    text: str
    language: str
    truth: str
    said: str
    confidence: float
    teacher_said: str
    near: list[Neighbour]


class Gain(NamedTuple):
    """Accuracy of the student taught by the teacher, of the same student taught without it, and the difference."""

    part: str
    questions: int
    student: float
    plain: float
    gain: Interval


def answers(evaluation: Evaluation, model: Model) -> Ints:
    """(n,) what the model answers, by its threshold where it has one."""
    return metrics.decide(model.probabilities, evaluation.questions.beyond, model.threshold, evaluation.score)


def right(evaluation: Evaluation, model: Model) -> Floats:
    """(n,) one where the model answers right, else zero."""
    return np.asarray(answers(evaluation, model) == evaluation.questions.labels, np.float64)


def headlines(evaluation: Evaluation) -> list[Headline]:
    """One row a model, in the order they were given."""
    teacher, best = evaluation.teacher, best_trades(evaluation)
    return [_headline(evaluation, model, teacher, model.name in best) for model in evaluation.models]


def _headline(evaluation: Evaluation, model: Model, teacher: Model, best: bool) -> Headline:
    target, beyond, said = evaluation.questions.labels, evaluation.questions.beyond, answers(evaluation, model)
    within = np.ones(len(target), np.bool_) if beyond is None else target != beyond
    return Headline(
        model=model,
        accuracy=metrics.bootstrap(said == target),
        in_scope=metrics.accuracy(said[within], target[within]),
        macro_f1=metrics.macro_f1(said, target, len(evaluation.questions.classes)),
        out_of_scope_recall=np.nan if beyond is None else metrics.out_of_scope_recall(said, target, beyond),
        out_of_scope_auroc=np.nan if beyond is None else metrics.out_of_scope_auroc(model.probabilities, target, beyond, evaluation.score),
        refused=np.nan if beyond is None else metrics.refused_share(said, target, beyond),
        calibration_error=metrics.calibration_error(model.probabilities, target),
        brier=metrics.brier(model.probabilities, target),
        against=None if model is teacher else metrics.paired_bootstrap(said == target, right(evaluation, teacher)),
        smaller=None if model is teacher else _ratio(teacher.size, model.size),
        faster=None if model is teacher else _ratio(teacher.milliseconds, model.milliseconds),
        best_trade=best,
    )


def _ratio(whole: float | None, part: float | None) -> float | None:
    return None if whole is None or part is None else whole / part


def best_trades(evaluation: Evaluation) -> set[str]:
    """Models that no other one beats or equals in accuracy, time and size at once (the Pareto front); an unknown time or size counts as endless."""
    points = {
        model.name: (1 - right(evaluation, model).mean(), model.milliseconds or np.inf, model.size or np.inf) for model in evaluation.models
    }  # fmt: skip
    return {
        name for name, mine in points.items()
        if not any(other != mine and all(a <= b for a, b in zip(other, mine, strict=True)) for other in points.values())
    }  # fmt: skip


def slices(evaluation: Evaluation) -> list[Slice]:
    """Language and length where the questions have a language, their own slices, then each intent; values in the order of their names."""
    questions = evaluation.questions
    columns: dict[str, Sequence[str]] = {**questions.slices}
    if any(questions.languages):
        columns = {"language": questions.languages, "length": [length_band(text) for text in questions.texts], **columns}
    columns["intent"] = [questions.classes[label] for label in questions.labels]
    return [_slice(evaluation, kind, value, np.array([x == value for x in column])) for kind, column in columns.items() for value in sorted(set(column))]


def _slice(evaluation: Evaluation, kind: str, value: str, mine: Bools) -> Slice:
    target, beyond = evaluation.questions.labels[mine], evaluation.questions.beyond
    student, teacher = answers(evaluation, evaluation.student)[mine], answers(evaluation, evaluation.teacher)[mine]
    return Slice(
        kind, value, int(mine.sum()), metrics.bootstrap(student == target), metrics.accuracy(teacher, target),
        np.nan if beyond is None else metrics.refused_share(student, target, beyond), metrics.paired_bootstrap(student == target, teacher == target),
    )  # fmt: skip


def length_band(text: str) -> str:
    """Short, middle or long by words; two Chinese characters count as a word."""
    chinese = sum("\u3400" <= c <= "\u9fff" for c in text)
    words = len("".join(" " if "\u3400" <= c <= "\u9fff" else c for c in text).split()) + chinese / 2
    return "1: up to 3 words" if words <= 3 else "2: up to 8 words" if words <= 8 else "3: above 8 words"


def deltas(evaluation: Evaluation) -> list[Delta]:
    """Recall of student and teacher, label by label, the student's worst losses first."""
    questions = evaluation.questions
    return metrics.recall_deltas(
        answers(evaluation, evaluation.student), answers(evaluation, evaluation.teacher), questions.labels, len(questions.classes)
    )  # fmt: skip


def marked(delta: Delta) -> bool:
    """Whether the student has lost this label: enough questions, and more than `LOSS` below the teacher."""
    return delta.questions >= FEW and delta.delta < -LOSS


def confusions(table: Ints, classes: Sequence[str], count: int = 15) -> list[Confusion]:
    """The most frequent mistakes of a confusion matrix, most frequent first."""
    wrong = Counter({(int(t), int(s)): int(table[t, s]) for t, s in zip(*np.nonzero(table), strict=True) if t != s})
    return [Confusion(classes[t], classes[s], times, times / int(table[t].sum())) for (t, s), times in wrong.most_common(count)]


def mistakes(evaluation: Evaluation, wordings: Sequence[Wording], count: int = 20) -> list[Mistake]:
    """The wrong answers that the student was surest of, each with its three nearest training wordings."""
    questions, student = evaluation.questions, evaluation.student
    said, teacher_said = answers(evaluation, student), answers(evaluation, evaluation.teacher)
    sure = student.probabilities[np.arange(len(said)), said]
    wrong = np.flatnonzero(said != questions.labels)
    worst = [int(n) for n in wrong[np.argsort(-sure[wrong], kind="stable")][:count]]
    near = nearest_wordings([questions.texts[n] for n in worst], wordings)
    name = questions.classes
    return [
        Mistake(
            questions.ids[n], questions.texts[n], questions.languages[n], name[questions.labels[n]], name[said[n]], float(sure[n]), name[teacher_said[n]], found
        )
        for n, found in zip(worst, near, strict=True)
    ]


def gains(evaluation: Evaluation) -> list[Gain]:
    """What the teacher's answers added, in all and by language; empty where no student was taught without them."""
    plain = evaluation.first("student_plain")
    if plain is None:
        return []
    student_right, plain_right = right(evaluation, evaluation.student), right(evaluation, plain)
    spoken = evaluation.questions.languages
    parts = {"all": np.ones(len(spoken), np.bool_), **{language: np.array([x == language for x in spoken]) for language in sorted({*spoken} - {""})}}
    return [
        Gain(
            part,
            int(mine.sum()),
            float(student_right[mine].mean()),
            float(plain_right[mine].mean()),
            metrics.paired_bootstrap(student_right[mine], plain_right[mine]),
        )
        for part, mine in parts.items()
    ]


def copies(texts: Sequence[str], wordings: Sequence[Wording]) -> int:
    """How many questions stand in the training wordings letter by letter, marks aside."""
    known = {_bare(wording.text) for wording in wordings}
    return sum(_bare(text) in known for text in texts)


def _bare(text: str) -> str:
    return normalise(text).strip(" ?!.。？！")
