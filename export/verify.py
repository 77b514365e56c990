"""Whether an exported graph still says what its student says, on real samples: for every precision and every runtime, beyond a tolerance nothing ships.

Pure: outputs in, figures and problems out. A graph's outputs are one dictionary a sample, as the runners of `export.graphs` return them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import Field

from distill.recipe import Recipe
from kiosk.core import KioskError

Outputs = Mapping[str, npt.NDArray[Any]]
Feed = dict[str, npt.NDArray[Any]]


class GateClosed(KioskError):
    """An export is not good enough to ship."""

    exit_code: ClassVar[int] = 4


class Tolerance(Recipe):
    """What an export may differ by from its student."""

    label_agreement: float = Field(default=0.999, ge=0, le=1, description="least share of samples with the same label")
    least_cosine: float = Field(default=0.999, ge=-1, le=1, description="of any sample's embedding, where there is one")
    largest_error: float = Field(default=1e-2, ge=0, description="of any logit")
    lost: float = Field(default=0.0, ge=0, description="share of the samples that may be right no more")
    lost_in_a_class: float = Field(default=1.0, ge=0, description="the same within a class of `counted` samples or more")
    counted: int = Field(default=20, ge=1)


FLOAT = Tolerance(lost=0.002)
INT8 = Tolerance(label_agreement=0.97, least_cosine=0.98, largest_error=float("inf"), lost=0.01, lost_in_a_class=0.15)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one graph compares with its student; `problems` is empty where all is within the tolerance."""

    accuracy: float
    label_agreement: float
    largest_error: float
    least_cosine: float | None = None
    worst_class: tuple[int, float] | None = None
    problems: tuple[str, ...] = field(default=())

    def figures(self) -> dict[str, Any]:
        """As they stand in `part.json`."""
        found = {"accuracy": self.accuracy, "label_agreement": self.label_agreement, "largest_logit_error": self.largest_error}
        if self.least_cosine is not None:
            found["least_cosine"] = self.least_cosine
        return found


def compare(
    reference: Sequence[Outputs], other: Sequence[Outputs], labels: npt.NDArray[np.integer], tolerance: Tolerance, head: str, embedding: str | None = None
) -> Verdict:  # fmt: skip
    """Compares a graph with its student, sample by sample.

    Args:
        reference: the student's outputs.
        other: the graph's, of the same samples in the same order.
        labels: (n,) the right classes.
        head: the output whose first row holds the logits.
        embedding: the output that holds L2-normalised vectors.
    """
    wrong = malformed(reference, other)
    if wrong:
        return Verdict(0.0, 0.0, float("inf"), problems=tuple(wrong))
    ours, theirs = (np.stack([o[head].reshape(-1) for o in outputs]).astype(np.float64) for outputs in (reference, other))
    said, told = ours.argmax(1), theirs.argmax(1)
    accuracy, before = float((told == labels).mean()), float((said == labels).mean())
    error, same = float(np.abs(ours - theirs).max()), float((said == told).mean())
    cosine = None
    if embedding is not None:
        cosine = min(float((a[embedding].reshape(-1) * b[embedding].reshape(-1)).sum()) for a, b in zip(reference, other, strict=True))
    worst = _worst_class(said == labels, told == labels, labels, tolerance.counted)
    problems = []
    if same < tolerance.label_agreement:
        problems.append(f"{same:.4f} of the labels agree, {tolerance.label_agreement} must")
    if error > tolerance.largest_error:
        problems.append(f"a logit is off by {error:.4g}, {tolerance.largest_error:.4g} is allowed")
    if cosine is not None and cosine < tolerance.least_cosine:
        problems.append(f"an embedding's cosine is {cosine:.4f}, {tolerance.least_cosine} is the least")
    if before - accuracy > tolerance.lost:
        problems.append(f"{before - accuracy:.4f} of the samples are right no more, {tolerance.lost} are allowed")
    if worst is not None and worst[1] > tolerance.lost_in_a_class:
        problems.append(f"class {worst[0]} loses {worst[1]:.3f} of its samples, {tolerance.lost_in_a_class} is allowed")
    return Verdict(round(accuracy, 4), round(same, 4), round(error, 4), None if cosine is None else round(cosine, 4), worst, tuple(problems))


def malformed(reference: Sequence[Outputs], other: Sequence[Outputs]) -> list[str]:
    """What is wrong with a graph's outputs before any figure is taken: missing ones, wrong types or shapes, NaN."""
    if len(reference) != len(other):
        return [f"{len(other)} answers to {len(reference)} samples"]
    for number, (a, b) in enumerate(zip(reference, other, strict=True)):
        for name, wanted in a.items():
            if name not in b:
                return [f"there is no output `{name}`"]
            if b[name].dtype != np.float32:
                return [f"output `{name}` is {b[name].dtype}, not float32"]
            if b[name].shape != wanted.shape:
                return [f"output `{name}` of sample {number} has shape {b[name].shape}, not {wanted.shape}"]
            if not np.isfinite(b[name]).all():
                return [f"output `{name}` of sample {number} is not finite"]
    return []


def moves_with_its_shape(run: Callable[[Sequence[Feed]], Sequence[Outputs]], feeds: Sequence[Feed], head: str, allowed: float = 1e-2, extra: int = 5) -> list[str]:
    """Problems with dynamic shapes: the same question, padded by `extra` masked tokens, must get the same logits."""
    longer = [{name: np.pad(value, ((0, 0), (0, extra))) for name, value in feed.items()} for feed in feeds]
    try:
        short, long = run(feeds), run(longer)
    except Exception as refusal:  # the runtimes' own errors have no common kind
        return [f"another length is refused: {str(refusal).splitlines()[0][:160]}"]
    error = max(float(np.abs(a[head].reshape(-1) - b[head].reshape(-1)).max()) for a, b in zip(short, long, strict=True))
    return [f"padding moves a logit by {error:.4g}, {allowed:.4g} is allowed"] if not error <= allowed else []


def require(verdicts: Mapping[str, Verdict], where: str) -> None:
    """Raises GateClosed where a graph is beyond its tolerance; names the graph and the first problem."""
    for name, verdict in verdicts.items():
        if verdict.problems:
            raise GateClosed(f"the export {name} is not what was taught: {verdict.problems[0]}", where, "teach on, keep more layers in float, or widen the tolerance")


def _worst_class(before: npt.NDArray[np.bool_], after: npt.NDArray[np.bool_], labels: npt.NDArray[np.integer], counted: int) -> tuple[int, float] | None:
    """The class of at least `counted` samples that loses the largest share of them, and that share."""
    found = [(int(c), float(before[mine].mean() - after[mine].mean())) for c in np.unique(labels) if (mine := labels == c).sum() >= counted]
    return max(found, key=lambda pair: pair[1], default=None)
