"""From a picture's logits and embedding to honest scores over the products of a gallery: written once, for export and the kiosk.

The scores of all products add up to at most 1; what is missing is the chance that the picture shows nothing in the gallery. A product
that the classifier was never taught takes part by its vectors alone, and one vector is enough. Nothing here does I/O on devices.

With a picture's cosine s_c to the nearest vector of product c, and z the logits of the classifier:
    q = softmax(a · s)                       over all products of the gallery
    p = softmax(z / T)                       over the products that both know, as in logsumexp below
    m = q's mass on products only the gallery knows
    P_c = q_c for those, (1 - m) · normalised(p_c^w · q_c^(1-w)) for the others
    known = σ(b + c · s_max + d · logsumexp(z / T))
    score_c = known · P_c
For a product only the gallery knows, `known` is taken from the cosine alone: its logits say nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kiosk.core import BrokenData

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The numbers of the formulas above, fitted on validation photos; they stand in the part's `part.json`.

    Args:
        temperature: T.
        sharpness: a.
        classifier_weight: w, 0 to 1.
        known: b, c, d.
        known_by_vector: b, c of the cosine alone.
        threshold: smallest score that is acted on.
        threshold_known: smallest chance of showing anything of the gallery.
    """

    temperature: float
    sharpness: float
    classifier_weight: float
    known: tuple[float, float, float]
    known_by_vector: tuple[float, float]
    threshold: float
    threshold_known: float


@dataclass(frozen=True, slots=True)
class Judged:
    """What the gallery makes of one picture.

    Args:
        rows: (key, score), best first.
        known: chance that the picture shows something of the gallery.
        accepted: whether the best row may be acted on.
    """

    rows: tuple[tuple[str, float], ...]
    known: float
    accepted: bool


@dataclass(frozen=True)
class Gallery:
    """Products as vectors, and the classifier's names for some of them.

    Args:
        keys: (m,) product key of each vector.
        vectors: (m, d) L2-normalised.
        labels: names of the classifier's outputs, in order.
        calibration: how scores are made.
    """

    keys: tuple[str, ...]
    vectors: Floats
    labels: tuple[str, ...]
    calibration: Calibration

    def only(self, keys: Collection[str]) -> Gallery:
        """The gallery cut down to the products that a shop sells."""
        kept = [n for n, key in enumerate(self.keys) if key in keys]
        return replace(self, keys=tuple(self.keys[n] for n in kept), vectors=self.vectors[kept])

    def with_product(self, key: str, vectors: Floats) -> Gallery:
        """The gallery with vectors (k, d) of one more product, or more vectors of one that it holds. One picture is enough."""
        new = np.atleast_2d(vectors).astype(np.float32)
        new = new / np.maximum(np.linalg.norm(new, axis=1, keepdims=True), 1e-9)
        return replace(self, keys=self.keys + (key,) * len(new), vectors=np.concatenate([self.vectors, new]))

    def judge(self, logits: Floats, embedding: Floats, rows: int = 5) -> Judged:
        """Score one picture.

        Args:
            logits: (classes,) of the classifier.
            embedding: (d,) L2-normalised.
            rows: how many of the best to give; fewer where the gallery holds fewer products.
        """
        if not self.keys:
            return Judged((), 0.0, False)
        names, cosines = nearest(self.keys, self.vectors @ embedding)
        place = {label: n for n, label in enumerate(self.labels)}
        outputs = np.array([place.get(name, -1) for name in names])
        strange = outputs < 0
        scaled = logits[outputs[~strange]] / np.float32(self.calibration.temperature)
        chances = mix(cosines, scaled, strange, self.calibration)
        best = int(np.argmax(chances))
        known = chance_known(cosines, scaled, self.calibration, by_vector=bool(strange[best]))
        order = np.argsort(-chances, kind="stable")[:rows]
        ranked = tuple((names[n], float(known * chances[n])) for n in order)
        accepted = known >= self.calibration.threshold_known and ranked[0][1] >= self.calibration.threshold
        return Judged(ranked, known, accepted)

    def save(self, path: Path) -> None:
        """Write keys and vectors (as float16) to an npz file; the calibration goes into `part.json`."""
        np.savez_compressed(path, keys=np.array(self.keys), vectors=self.vectors.astype(np.float16))


def nearest(keys: Sequence[str], similarities: Floats) -> tuple[list[str], Floats]:
    """The distinct keys in order of first appearance, and the largest similarity of each."""
    index: dict[str, int] = {}
    places = np.array([index.setdefault(key, len(index)) for key in keys])
    best = np.full(len(index), -1.0, np.float32)
    np.maximum.at(best, places, similarities.astype(np.float32))
    return list(index), best


def mix(cosines: Floats, scaled: Floats, strange: npt.NDArray[np.bool_], calibration: Calibration) -> Floats:
    """P of the formulas above.

    Args:
        cosines: (products,) largest cosine of each.
        scaled: (products the classifier knows,) z / T, in the same order.
        strange: (products,) which of them only the gallery knows.
    """
    log_q = log_softmax(calibration.sharpness * cosines)
    chances = np.exp(log_q)
    if len(scaled):
        weight = calibration.classifier_weight
        both = weight * log_softmax(scaled) + (1 - weight) * log_softmax(log_q[~strange])
        chances[~strange] = (1.0 - chances[strange].sum()) * np.exp(log_softmax(both))
    return chances


def chance_known(cosines: Floats, scaled: Floats, calibration: Calibration, *, by_vector: bool) -> float:
    """`known` of the formulas above; `scaled` are the z / T of the products that the gallery holds too."""
    closest = float(cosines.max())
    if by_vector:
        offset, slope = calibration.known_by_vector
        return sigmoid(offset + slope * closest)
    offset, slope, energy = calibration.known
    return sigmoid(offset + slope * closest + energy * float(log_sum_exp(scaled)))


def sigmoid(value: float) -> float:
    """1 / (1 + e^-value), without overflow."""
    return float(0.5 * (1 + np.tanh(0.5 * value)))


def log_sum_exp(values: Floats) -> np.float32:
    """log Σ e^v of a vector."""
    top = values.max()
    return np.float32(top + np.log(np.exp(values - top).sum()))


def log_softmax(values: Floats) -> Floats:
    """log softmax of a vector."""
    return np.asarray(values - log_sum_exp(values), np.float32)


def load_gallery(folder: Path) -> Gallery:
    """The gallery of a part folder (`gallery.npz`, `part.json`).

    Raises:
        BrokenData: a file is missing or does not hold what it must.
    """
    try:
        about = json.loads((folder / "part.json").read_text(encoding="utf-8"))
        numbers = about["calibration"]
        calibration = Calibration(
            float(numbers["temperature"]), float(numbers["sharpness"]), float(numbers["classifier_weight"]),
            (float(numbers["known"][0]), float(numbers["known"][1]), float(numbers["known"][2])),
            (float(numbers["known_by_vector"][0]), float(numbers["known_by_vector"][1])),
            float(numbers["threshold"]), float(numbers["threshold_known"]),
        )  # fmt: skip
        with np.load(folder / "gallery.npz", allow_pickle=False) as file:
            keys, vectors = tuple(str(key) for key in file["keys"]), file["vectors"].astype(np.float32)
        labels = tuple(str(label) for label in about["labels"])
    except (OSError, KeyError, ValueError, TypeError, IndexError) as error:
        raise BrokenData(
            f"The picture gallery cannot be read: {error}", str(folder), "install the bundle again: kiosk bundle install DIR"
        ) from error
    if vectors.ndim != 2 or len(keys) != len(vectors):
        raise BrokenData("The gallery's keys and vectors do not belong together", str(folder), "install the bundle again")
    return Gallery(keys, vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), labels, calibration)
