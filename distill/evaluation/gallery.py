"""The image student's gallery: prototypes of each class, the calibration of scores, and what both are worth.

Prototypes come from training photos, calibration from validation photos. "Unknown" is stood in for by classes taken out of the gallery and
of the classifier's outputs (the net itself has been taught them, so real strangers may look more alike), and by drawn non-products.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kiosk.bundle.gallery import Calibration, Floats, Gallery, log_softmax, log_sum_exp, mix, nearest

Ints = npt.NDArray[np.int64]
FOLDS = 3
KNOWN_SHARE = 0.9
"""How often what is shown to a kiosk is something it sells: an assumption, the same as the label reader's, until a shop has counted."""
NEUTRAL = Calibration(1.0, 10.0, 0.5, (0.0, 0.0, 0.0), (0.0, 0.0), 0.0, 0.0)


@dataclass(frozen=True)
class Answers:
    """What the shipped graph says about photos: logits (n, classes), vectors (n, d) L2-normalised, labels (n,); -1 is a non-product."""

    logits: Floats
    vectors: Floats
    labels: Ints


def prototypes(answers: Answers, names: Sequence[str], each: int, seed: int) -> Gallery:
    """At most `each` centres of every class's vectors (k-means, normalised), as a gallery that is not calibrated yet."""
    from sklearn.cluster import KMeans

    keys: list[str] = []
    centres: list[Floats] = []
    for label, name in enumerate(names):
        vectors = answers.vectors[answers.labels == label]
        count = min(each, max(1, len(vectors) // 4))
        found = KMeans(count, n_init=4, random_state=seed).fit(vectors).cluster_centers_.astype(np.float32)
        centres.append(found / np.linalg.norm(found, axis=1, keepdims=True))
        keys += [name] * count
    return Gallery(tuple(keys), np.concatenate(centres), tuple(names), NEUTRAL)


def calibrate(gallery: Gallery, check: Answers, train: Answers, strangers: Answers, kept: float) -> Gallery:
    """Fit every number of `Calibration`.

    Args:
        gallery: prototypes of training photos.
        check: validation photos.
        train: training photos: the single pictures that stand for new products come from them.
        strangers: pictures of non-products.
        kept: share of validation photos that must stay accepted.
    """
    temperature = _best(np.geomspace(0.3, 3, 60), lambda t: _loss([log_softmax(z / t) for z in check.logits], check.labels))
    cosines = _cosines(gallery, check)
    sharpness = _best(np.geomspace(3, 100, 60), lambda a: _loss([log_softmax(a * c) for c in cosines], check.labels))
    start = replace(NEUTRAL, temperature=float(temperature), sharpness=float(sharpness))
    none = np.zeros(cosines.shape[1], np.bool_)

    def mixed(weight: float) -> float:
        calibration = replace(start, classifier_weight=float(weight))
        rows = [np.log(mix(c, z / temperature, none, calibration) + 1e-9) for c, z in zip(cosines, check.logits, strict=True)]
        return _loss(rows, check.labels)

    weight = _best(np.linspace(0, 1, 21), mixed)
    start = replace(start, classifier_weight=float(weight))
    known = _fit_known(gallery, check, strangers, start)
    by_vector = _fit_known_by_vector(gallery, check, train, strangers, start)
    calibrated = replace(gallery, calibration=replace(start, known=known, known_by_vector=by_vector))
    judged = [calibrated.judge(z, v) for z, v in zip(check.logits, check.vectors, strict=True)]
    final = replace(
        calibrated.calibration,
        threshold=float(np.quantile([j.rows[0][1] for j in judged], 0.2 * (1 - kept))),
        threshold_known=float(np.quantile([j.known for j in judged], 1 - kept)),
    )
    return replace(calibrated, calibration=final)


def features(gallery: Gallery, answers: Answers, temperature: float) -> npt.NDArray[np.float64]:
    """(n, 2): the largest cosine, and log Σ e^(z/T) over the products that the gallery and the classifier share."""
    held = [n for n, label in enumerate(gallery.labels) if label in set(gallery.keys)]
    closest = (answers.vectors @ gallery.vectors.T).max(axis=1)
    energy = [float(log_sum_exp(z[held] / temperature)) for z in answers.logits]
    return np.stack([closest.astype(np.float64), np.array(energy)], axis=1)


def without(gallery: Gallery, fold: int) -> tuple[Gallery, npt.NDArray[np.bool_]]:
    """The gallery without every third class, and which class indices it still holds."""
    held = np.arange(len(gallery.labels)) % FOLDS != fold
    return gallery.only({label for n, label in enumerate(gallery.labels) if held[n]}), held


def with_single_pictures(gallery: Gallery, train: Answers, fold: int) -> tuple[Gallery, Ints]:
    """The gallery without every third class, half of those added again by one training photo each; and the added class indices."""
    smaller, held = without(gallery, fold)
    added = np.flatnonzero(~held)[::2]
    for label in added:
        one = train.vectors[train.labels == label][0]
        smaller = smaller.with_product(f"new-{label}", one)
    return smaller, added


def _fit_known(gallery: Gallery, check: Answers, strangers: Answers, calibration: Calibration) -> tuple[float, float, float]:
    rows = [features(gallery, check, calibration.temperature), features(gallery, strangers, calibration.temperature)]
    known = [np.ones(len(check.labels)), np.zeros(len(strangers.labels))]
    for fold in range(FOLDS):
        smaller, held = without(gallery, fold)
        out = ~held[check.labels]
        rows.append(features(smaller, picked(check, out), calibration.temperature))
        known.append(np.zeros(int(out.sum())))
    bias, slopes = _logistic(np.concatenate(rows), np.concatenate(known))
    return bias, slopes[0], slopes[1]


def _fit_known_by_vector(
    gallery: Gallery, check: Answers, train: Answers, strangers: Answers, calibration: Calibration
) -> tuple[float, float]:
    closest: list[float] = []
    right: list[float] = []
    for fold in range(FOLDS):
        larger, added = with_single_pictures(gallery, train, fold)
        larger = replace(larger, calibration=calibration)
        for answers in (check, strangers):
            for z, vector, label in zip(answers.logits, answers.vectors, answers.labels, strict=True):
                best = larger.judge(z, vector, 1).rows[0][0]
                if best.startswith("new-"):
                    names, cosines = nearest(larger.keys, larger.vectors @ vector)
                    closest.append(float(cosines[names.index(best)]))
                    right.append(float(label in added and best == f"new-{label}"))
    if len(set(right)) < 2:
        return -10.0, 20.0
    bias, slopes = _logistic(np.array(closest)[:, None], np.array(right))
    return bias, slopes[0]


def report(gallery: Gallery, check: Answers, train: Answers, strangers: Answers) -> dict[str, float]:
    """Percentages: how often the kiosk is right, how often it accepts, how often it turns down, and how one-picture products fare."""
    judged = [gallery.judge(z, v) for z, v in zip(check.logits, check.vectors, strict=True)]
    names = [gallery.labels[label] for label in check.labels]
    right = np.array([j.rows[0][0] == name for j, name in zip(judged, names, strict=True)])
    scores = np.array([j.rows[0][1] for j in judged])
    figures = {
        "top_1": right.mean(),
        "top_3": np.mean([name in [key for key, _ in j.rows[:3]] for j, name in zip(judged, names, strict=True)]),
        "accepted": np.mean([j.accepted for j in judged]),
        "accepted_and_right": np.mean([j.accepted and good for j, good in zip(judged, right, strict=True)]),
        "calibration_error": calibration_error(scores, right),
        "non_products_turned_down": np.mean(
            [not gallery.judge(z, v).accepted for z, v in zip(strangers.logits, strangers.vectors, strict=True)]
        ),
    }
    turned_down, hits, one_picture = [], [], []
    for fold in range(FOLDS):
        smaller, held = without(gallery, fold)
        out = picked(check, ~held[check.labels])
        turned_down += [not smaller.judge(z, v).accepted for z, v in zip(out.logits, out.vectors, strict=True)]
        larger, added = with_single_pictures(gallery, train, fold)
        new = picked(check, np.isin(check.labels, added))
        for z, vector, label in zip(new.logits, new.vectors, new.labels, strict=True):
            said = larger.judge(z, vector)
            hits.append(said.rows[0][0] == f"new-{label}")
            one_picture.append(hits[-1] and said.accepted)
    figures["classes_taken_out_turned_down"] = np.mean(turned_down)
    figures["one_picture_products_top_1"] = np.mean(hits)
    figures["one_picture_products_right_and_accepted"] = np.mean(one_picture)
    return {key: round(100 * float(value), 2) for key, value in figures.items()}


def calibration_error(scores: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error, 0 to 1, in bins of equal width (Guo et al., "On Calibration of Modern Neural Networks", 2017)."""
    places = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = [abs(scores[places == b].mean() - right[places == b].mean()) * (places == b).mean() for b in range(bins) if (places == b).any()]
    return float(np.sum(gaps))


def picked(answers: Answers, which: npt.NDArray[np.bool_]) -> Answers:
    """The answers to some of the photos."""
    return Answers(answers.logits[which], answers.vectors[which], answers.labels[which])


def _cosines(gallery: Gallery, answers: Answers) -> Floats:
    """(n, classes) largest cosine of each class, in the order of the classifier's outputs."""
    rows = []
    for vector in answers.vectors:
        names, best = nearest(gallery.keys, gallery.vectors @ vector)
        value = dict(zip(names, best, strict=True))
        rows.append([value[label] for label in gallery.labels])
    return np.array(rows, np.float32)


def _loss(rows: Sequence[Floats], labels: Ints) -> float:
    return -float(np.mean([row[label] for row, label in zip(rows, labels, strict=True)]))


def _best(values: npt.NDArray[np.float64], loss: Callable[[float], float]) -> float:
    return min((float(value) for value in values), key=loss)


def _logistic(rows: npt.NDArray[np.float64], known: npt.NDArray[np.float64]) -> tuple[float, list[float]]:
    """Bias and slopes on the raw features, both sides weighted alike; then the bias of the share that a kiosk is really shown."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=10.0, class_weight="balanced").fit((rows - mean) / spread, known)
    slopes = model.coef_[0] / spread
    real_share = float(np.log(KNOWN_SHARE / (1 - KNOWN_SHARE)))
    return float(model.intercept_[0] - (slopes * mean).sum()) + real_share, [float(slope) for slope in slopes]
