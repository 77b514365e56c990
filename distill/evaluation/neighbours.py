"""Which training wordings a question comes closest to in its letters: where a wrong answer may have been learned."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from kiosk.core.text import normalise


class Wording(NamedTuple):
    """A training text and the name of its label."""

    text: str
    label: str


class Neighbour(NamedTuple):
    """A training wording and its cosine with the question, 0 to 1."""

    wording: Wording
    cosine: float


def nearest_wordings(texts: Sequence[str], wordings: Sequence[Wording], count: int = 3) -> list[list[Neighbour]]:
    """The `count` nearest wordings of every text, best first, by cosine of TF-IDF over 1 to 3 characters of a word; those without any in common are left out."""
    if not texts or not wordings:
        return [[] for _ in texts]
    once = list(dict.fromkeys(wordings))
    vectors = TfidfVectorizer(analyzer=_pieces, sublinear_tf=True, dtype=np.float32)
    known = vectors.fit_transform([wording.text for wording in once])
    found = []
    for row in (vectors.transform(list(texts)) @ known.T).toarray():
        best = np.argsort(-row, kind="stable")[:count]
        found.append([Neighbour(once[n], min(1.0, float(row[n]))) for n in best if row[n] > 0])
    return found


def _pieces(text: str) -> list[str]:
    """1 to 3 characters of each word, its ends marked by spaces; the space alone, which all texts share, is none."""
    words = [f" {word} " for word in normalise(text).split()]
    return [word[n : n + size] for word in words for size in (1, 2, 3) for n in range(len(word) - size + 1) if word[n : n + size] != " "]
