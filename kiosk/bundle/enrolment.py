"""A product enrolled by camera: the vectors of its pictures, and whether they will find it again.

What must hold: vectors are compared only with those of the same student; the check asks the very gallery that a shopper's picture is held
against, and no picture is ever found by itself. Nothing here does I/O.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from kiosk.bundle.gallery import Floats, Gallery

NEEDED: Final = 0.75
"""Share of its own pictures that must find a product: what a shopper may expect of one that was enrolled."""
SIMILAR: Final = 0.85
"""Cosine from which on a picture shows what the gallery holds already. Eight pictures of one moment resemble each other more than anything else
does, also where another product is held up by mistake: that each finds the others is not enough. Of 81 classes of groceries (eight training photos
each, the shipped student) 80 are nowhere so near to another class, and all 81 are to their own."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One enrolled product.

    Args:
        sku: of the catalogue.
        student: what tells the picture student that made the vectors from every other (`Part.model_digest`).
        day: when it was enrolled, in the shop.
        vectors: (k, d) L2-normalised, one a picture.
    """

    sku: str
    student: str
    day: date
    vectors: Floats


@dataclass(frozen=True, slots=True)
class Check:
    """How the pictures of a product find it, each by the others.

    Args:
        pictures: how many there are.
        found: how many find the product, surely enough to be acted on.
        like: other products that came first or were too near, and for how many pictures; the most often first.
    """

    pictures: int
    found: int
    like: tuple[tuple[str, int], ...]

    @property
    def good(self) -> bool:
        """Whether enough of them do. A single picture has no other to be found by."""
        return self.pictures > 1 and self.found >= NEEDED * self.pictures


def check(gallery: Gallery, key: str, logits: Floats, vectors: Floats) -> Check:
    """Leave one out: each picture is looked up in the gallery with the others of its product, and without itself.

    Args:
        gallery: everything else that the shop knows by sight, and nothing that was enrolled for `key`.
        logits: (k, classes) of the classifier, a row a picture.
        vectors: (k, d) L2-normalised.
    """
    found, like = 0, Counter[str]()
    for n in range(len(vectors)):
        others = np.delete(vectors, n, axis=0)
        judged = (gallery.with_product(key, others) if len(others) else gallery).judge(logits[n], vectors[n], 1)
        best = judged.rows[0][0] if judged.rows else key
        other, cosine = _nearest_other(gallery, key, vectors[n])
        if best != key or cosine >= SIMILAR:
            like[best if best != key else other] += 1
        elif judged.accepted:
            found += 1
    return Check(len(vectors), found, tuple(like.most_common()))


def _nearest_other(gallery: Gallery, key: str, vector: Floats) -> tuple[str, float]:
    """The product nearest to a picture but for `key`, and its cosine; ("", -1) where there is none."""
    cosines = np.where(np.array(gallery.keys) == key, -1.0, gallery.vectors @ vector) if gallery.keys else np.array([-1.0])
    best = int(np.argmax(cosines))
    return (gallery.keys[best], float(cosines[best])) if cosines[best] > -1.0 else ("", -1.0)
