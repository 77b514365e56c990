"""What an enrolment by eight pictures is worth: products left out of the gallery, enrolled again from eight photos each, and what the others lose.
And how well what the gallery does not hold is told from what it does: those products before they are enrolled, and drawn pictures of none.

    python -m distill.evaluation.enrolment PART --data DATA [--rounds 4]

The shipped graph says what it sees of each photo once; galleries and scores are the kiosk's own. A product that is left out is left out of the
classifier's names too, so that it is found by its vectors alone. What this does not measure: the student itself was taught these very classes, and
with its final run these very photos, so a product that nobody ever taught it may be found less well.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.data.non_products import non_product
from distill.data.pictures import Pixels, grocery, load_photos
from distill.evaluation.gallery import Answers, picked
from distill.progress import bar
from kiosk.bundle.enrolment import check
from kiosk.bundle.gallery import Gallery, load_gallery
from kiosk.bundle.pictures import looks, pool
from kiosk.bundle.student import options
from kiosk.core import KioskError

LEFT_OUT: Final = 10
SHOWN: Final = 8
NON_PRODUCTS: Final = range(160, 320)
"""Numbers of the drawn pictures: not those that set the part's thresholds (`export.pictures`)."""


def observe(part: Path, images: Sequence[Pixels], labels: npt.NDArray[np.int64]) -> Answers:
    """What a part's graph says of pictures, looked at and pooled as the kiosk does it; `labels` are theirs, (n,)."""
    import openvino

    model = openvino.Core().compile_model(part / "model.xml", "CPU", options(1))
    said = []
    for image in bar(images, f"looking at {len(images)} pictures"):
        found = model([looks(image)])
        said.append(pool(found["logits"], found["embedding"]))
    return Answers(np.stack([logits for logits, _ in said]), np.stack([vector for _, vector in said]), labels)


def round_of(gallery: Gallery, shown: Answers, asked: Answers, seed: int) -> dict[str, float]:
    """Ten products drawn by the seed are left out and enrolled again.

    Args:
        gallery: of a part, whole; its labels are the classes in order.
        shown: photos that eight of each product are taken from.
        asked: other photos, of all products.

    Returns:
        percentages: how often a new product is the best row and how often it is accepted too, the same of the others before and after, how many
        of the ten the kiosk's own check lets pass, and how well they are told from the others while they are left out (`told_apart`).
    """
    random = np.random.default_rng(seed)
    new = {int(label) for label in random.choice(len(gallery.labels), LEFT_OUT, replace=False)}
    kept = {name for n, name in enumerate(gallery.labels) if n not in new}
    before = replace(gallery.only(kept), labels=tuple(f"left out {n}" if n in new else name for n, name in enumerate(gallery.labels)))
    after, passed = before, 0
    for label in new:
        rows = random.permutation(np.flatnonzero(shown.labels == label))[:SHOWN]
        name = gallery.labels[label]
        passed += check(before, name, shown.logits[rows], shown.vectors[rows]).good
        after = after.with_product(name, shown.vectors[rows])
    of_new = np.isin(asked.labels, list(new))
    right, accepted = _right(after, gallery.labels, asked, of_new)
    others, others_accepted = _right(after, gallery.labels, asked, ~of_new)
    others_before, others_accepted_before = _right(before, gallery.labels, asked, ~of_new)
    figures = {
        "new_right": right, "new_right_and_accepted": accepted, "others_before": others_before, "others_after": others,
        "others_accepted_before": others_accepted_before, "others_accepted_after": others_accepted, "check_passed": passed / LEFT_OUT,
    }  # fmt: skip
    figures["left_out_auroc"] = told_apart(before, picked(asked, ~of_new), picked(asked, of_new))
    return {key: round(100 * value, 2) for key, value in figures.items()} | {"photos_of_new": float(of_new.sum())}


def told_apart(gallery: Gallery, held: Answers, strange: Answers) -> float:
    """Chance that a photo of what a gallery holds seems known to it more than one of what it does not, ties half (area under the ROC curve), 0 to 1."""
    from sklearn.metrics import roc_auc_score

    known = [gallery.judge(z, v, 1).known for answers in (held, strange) for z, v in zip(answers.logits, answers.vectors, strict=True)]
    return float(roc_auc_score([1] * len(held.labels) + [0] * len(strange.labels), known))


def _right(gallery: Gallery, names: Sequence[str], asked: Answers, which: npt.NDArray[np.bool_]) -> tuple[float, float]:
    right: list[bool] = []
    accepted: list[bool] = []
    for logits, vector, label in zip(asked.logits[which], asked.vectors[which], asked.labels[which], strict=True):
        judged = gallery.judge(logits, vector, 1)
        right.append(judged.rows[0][0] == names[int(label)])
        accepted.append(right[-1] and judged.accepted)
    return float(np.mean(right)), float(np.mean(accepted))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line of this module; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measure products that are enrolled by eight pictures.")
    parser.add_argument("part", type=Path, metavar="PART", help="the seeing part of a bundle")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--rounds", type=int, default=4, metavar="N", help="draws of ten products (4)")
    given = parser.parse_args(arguments)
    try:
        gallery, folder = load_gallery(given.part), grocery(given.data)
        shown, asked = (observe(given.part, photos.images, photos.labels) for photos in (load_photos(folder, "train"), load_photos(folder, "val")))
        strange = observe(given.part, [non_product(n) for n in NON_PRODUCTS], np.full(len(NON_PRODUCTS), -1))
    except KioskError as error:
        print(error.line(), file=sys.stderr)
        return error.exit_code
    rounds = [round_of(gallery, shown, asked, seed) for seed in range(given.rounds)]
    for figures in rounds:
        print(json.dumps(figures))
    print(json.dumps({"non_products_auroc": round(100 * told_apart(gallery, asked, strange), 2)}))
    print(json.dumps({"mean": {key: round(float(np.mean([figures[key] for figures in rounds])), 2) for key in rounds[0]}}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
