"""Figures of classifiers, each with its formula. Pure: arrays in, numbers out; a resampled figure is the same for the same seed.

Everywhere `probabilities` are (n, classes) with rows that sum to one, `predicted` and `target` are (n,) class indices, `out_of_scope` is the
index of the class that stands for "none of these". A question counts as refused when it is answered with that class.
A figure of no questions at all is nan: a share of nothing is not zero.
"""

import math
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from kiosk.core import BrokenData

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
OosScore = Literal["probability", "max"]
"""How far a question is out of scope: the probability of that class, or one minus the largest of the other probabilities."""
BINS = 15
RESAMPLES = 1000


class Interval(NamedTuple):
    """A figure and the bounds of its confidence interval, all in the figure's own unit."""

    value: float
    low: float
    high: float


class Bin(NamedTuple):
    """One bar of a reliability diagram: how many questions, how sure the model was of them, how often it was right; nan where empty."""

    questions: int
    confidence: float
    accuracy: float


class Delta(NamedTuple):
    """Recall of one label by teacher and student over the same questions; `delta` = student − teacher."""

    label: int
    questions: int
    teacher: float
    student: float
    delta: float


class Refusal(NamedTuple):
    """When a question is refused: its out-of-scope score (`out_of_scope_scores`) is the threshold or more."""

    score: OosScore
    threshold: float


def share(which: Bools) -> float:
    """Share of (n,) that is true, 0 to 1; nan where n is 0."""
    return float(which.mean()) if len(which) else math.nan


def accuracy(predicted: Ints, target: Ints) -> float:
    """Σ [predicted = target] / n, 0 to 1."""
    return share(predicted == target)


def macro_f1(predicted: Ints, target: Ints, classes: int) -> float:
    """Mean of 2·tp / (2·tp + fp + fn) over the labels that occur in `target`, 0 to 1.

    Labels that no question has are left out, so that models are compared over the same labels whatever they answer.
    """
    table = confusion(predicted, target, classes)
    hit, asked, said = table.diagonal(), table.sum(axis=1), table.sum(axis=0)
    there = asked > 0
    return float((2 * hit[there] / (asked[there] + said[there])).mean()) if there.any() else math.nan


def confusion(predicted: Ints, target: Ints, classes: int) -> Ints:
    """(classes, classes) counts: row = the true label, column = what was answered."""
    return np.asarray(np.bincount(target * classes + predicted, minlength=classes * classes).reshape(classes, classes), np.int64)


def out_of_scope_recall(predicted: Ints, target: Ints, out_of_scope: int) -> float:
    """Share of the out-of-scope questions that were refused, 0 to 1."""
    return share(predicted[target == out_of_scope] == out_of_scope)


def refused_share(predicted: Ints, target: Ints, out_of_scope: int) -> float:
    """Share of the in-scope questions that were refused all the same, 0 to 1."""
    return share(predicted[target != out_of_scope] == out_of_scope)


def out_of_scope_scores(probabilities: Floats, out_of_scope: int, score: OosScore = "probability") -> Floats:
    """(n,) scores, higher = further out of scope; "max" is the baseline of Hendrycks and Gimpel, 2017 (maximum softmax probability)."""
    if score == "probability":
        return probabilities[:, out_of_scope]
    return np.asarray(1.0 - np.delete(probabilities, out_of_scope, axis=1).max(axis=1), np.float64)


def out_of_scope_auroc(probabilities: Floats, target: Ints, out_of_scope: int, score: OosScore = "probability") -> float:
    """Chance that an out-of-scope question scores above an in-scope one, ties half (area under the ROC curve), 0 to 1.

    nan unless there are questions of both kinds.
    """
    from sklearn.metrics import roc_auc_score

    beyond = target == out_of_scope
    if beyond.all() or not beyond.any():
        return math.nan
    return float(roc_auc_score(beyond, out_of_scope_scores(probabilities, out_of_scope, score)))


def decide(probabilities: Floats, out_of_scope: int | None = None, threshold: float | None = None, score: OosScore = "probability") -> Ints:
    """(n,) answers: the most probable class; with a threshold, refused from that score on and else the most probable other class."""
    if out_of_scope is None or threshold is None:
        return np.asarray(probabilities.argmax(axis=1), np.int64)
    known = probabilities.copy()
    known[:, out_of_scope] = -1.0
    refused = out_of_scope_scores(probabilities, out_of_scope, score) >= threshold
    return np.asarray(np.where(refused, out_of_scope, known.argmax(axis=1)), np.int64)


def reliability_bins(probabilities: Floats, target: Ints, bins: int = BINS) -> list[Bin]:
    """Questions by the probability of the most probable class, in `bins` bins ((m−1)/bins, m/bins] (Guo et al., 2017, section 2)."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == target
    place = np.clip(np.ceil(confidence * bins).astype(np.int64) - 1, 0, bins - 1)
    rows = []
    for number in range(bins):
        mine = place == number
        rows.append(Bin(int(mine.sum()), float(confidence[mine].mean()), share(right[mine])) if mine.any() else Bin(0, math.nan, math.nan))
    return rows


def calibration_error(probabilities: Floats, target: Ints, bins: int = BINS) -> float:
    """Expected calibration error Σ n_b / n · |accuracy_b − confidence_b|, 0 to 1 (Guo et al., "On Calibration of Modern Neural Networks", 2017, eq. 3)."""
    if not len(target):
        return math.nan
    return sum(b.questions * abs(b.accuracy - b.confidence) for b in reliability_bins(probabilities, target, bins) if b.questions) / len(target)


def brier(probabilities: Floats, target: Ints) -> float:
    """Mean of Σ_k (p_k − [k = target])², 0 to 2 (Brier, "Verification of forecasts expressed in terms of probability", 1950)."""
    if not len(target):
        return math.nan
    missed = probabilities.copy()
    missed[np.arange(len(target)), target] -= 1.0
    return float((missed**2).sum(axis=1).mean())


def recalls(predicted: Ints, target: Ints, classes: int) -> tuple[Floats, Ints]:
    """(classes,) share of each label's questions that were answered right, nan for a label without any; and (classes,) questions a label."""
    table = confusion(predicted, target, classes)
    asked = table.sum(axis=1)
    return np.divide(table.diagonal(), asked, out=np.full(classes, np.nan), where=asked > 0), asked


def recall_deltas(student: Ints, teacher: Ints, target: Ints, classes: int) -> list[Delta]:
    """Recall of both and their difference for every label that has questions, the student's worst losses first. `student`, `teacher`: (n,) answers."""
    (mine, asked), (theirs, _) = recalls(student, target, classes), recalls(teacher, target, classes)
    rows = [Delta(n, int(asked[n]), float(theirs[n]), float(mine[n]), float(mine[n] - theirs[n])) for n in range(classes) if asked[n]]
    return sorted(rows, key=lambda row: row.delta)


def bootstrap(values: npt.ArrayLike, level: float = 0.95, resamples: int = RESAMPLES, seed: int = 7) -> Interval:
    """Mean of (n,) values and its percentile bootstrap interval (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13).

    Args:
        values: one figure a question: right or not gives the interval of an accuracy.
        level: share of resampled means between the bounds.
        resamples: samples of n questions drawn with replacement.
        seed: of the draws.
    """
    each = np.asarray(values, np.float64)
    if not len(each):
        return Interval(math.nan, math.nan, math.nan)
    drawn = np.random.default_rng(seed).integers(0, len(each), (resamples, len(each)), dtype=np.int32)
    means = each[drawn].mean(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(each.mean()), float(low), float(high))


def paired_bootstrap(first: npt.ArrayLike, second: npt.ArrayLike, level: float = 0.95, resamples: int = RESAMPLES, seed: int = 7) -> Interval:
    """Mean of first − second and its percentile interval; both (n,) are of the same questions, drawn together (as `bootstrap`)."""
    return bootstrap(np.asarray(first, np.float64) - np.asarray(second, np.float64), level, resamples, seed)


def at_temperature(logits: Floats, temperature: float) -> Floats:
    """(n, classes) probabilities softmax(logits / temperature). Logarithms of probabilities serve as logits too."""
    scaled = logits / temperature
    raised = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float64)


def negative_log_likelihood(logits: Floats, target: Ints, temperature: float = 1.0) -> float:
    """Mean of −log softmax(logits / temperature)[target], in nats."""
    from scipy.special import log_softmax

    return -float(log_softmax(logits / temperature, axis=1)[np.arange(len(target)), target].mean())


def fit_temperature(logits: Floats, target: Ints, bounds: tuple[float, float] = (0.05, 20.0)) -> float:
    """The temperature that minimises the negative log likelihood of validation logits (n, classes) (Guo et al., 2017, section 4.2).

    Raises:
        BrokenData: there are no logits to fit it on.
    """
    from scipy.optimize import minimize_scalar

    if not len(target):
        raise BrokenData("there are no logits to fit a temperature on", "validation split", "give validation questions")
    found = minimize_scalar(  # one minimum: the loss is convex in 1 / temperature
        lambda x: negative_log_likelihood(logits, target, math.exp(x)), bounds=(math.log(bounds[0]), math.log(bounds[1])), method="bounded"
    )
    return math.exp(float(found.x))


def fit_refusal(probabilities: Floats, target: Ints, out_of_scope: int, share: float) -> Refusal:
    """The score and the threshold (`decide`) with the most right answers where `share` of the questions are out of scope.

    Both scores are tried, and every threshold between two of the questions. Of the thresholds whose share of right answers is within one standard
    error of the best (Breiman et al. 1984, "Classification and Regression Trees", section 3.4.3) the middle one is taken: the best one hangs on
    single questions.

    Args:
        probabilities: (n, classes) of questions that nobody was trained on.
        target: (n,) labels.
        out_of_scope: index of that class.
        share: 0 to 1, of the questions where the student will work; those given are weighted to it.

    Raises:
        BrokenData: in-scope or out-of-scope questions are missing.
    """
    beyond = target == out_of_scope
    if beyond.all() or not beyond.any():
        raise BrokenData("a threshold needs questions in scope and out of scope", "validation split", "add the kind that is missing")
    known = probabilities.copy()
    known[:, out_of_scope] = -1.0
    right = known.argmax(axis=1) == target
    found: list[tuple[float, Refusal]] = []
    for score in get_args(OosScore):
        scores = out_of_scope_scores(probabilities, out_of_scope, score)
        edges = np.unique(scores)
        tried = np.concatenate([[edges[0]], (edges[1:] + edges[:-1]) / 2, [np.nextafter(edges[-1], np.inf)]])
        within = np.searchsorted(np.sort(scores[~beyond & right]), tried) / (~beyond).sum()
        refused = 1 - np.searchsorted(np.sort(scores[beyond]), tried) / beyond.sum()
        value = (1 - share) * within + share * refused
        best = int(value.argmax())
        error = math.sqrt((1 - share) ** 2 * within[best] * (1 - within[best]) / (~beyond).sum() + share**2 * refused[best] * (1 - refused[best]) / beyond.sum())
        good = np.flatnonzero(value >= value[best] - error)
        found.append((float(value[best]), Refusal(score, float(tried[good[len(good) // 2]]))))
    return max(found, key=lambda pair: pair[0])[1]
