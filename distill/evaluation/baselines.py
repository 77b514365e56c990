"""Two baselines that a student must be worth more than: words and pieces counted, and a teacher's token table averaged; no GPU, no epochs.

Both are fitted on the training texts and give probabilities over all classes; a class that training has no text of gets zero.
"""

import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from distill.evaluation.costs import milliseconds
from distill.evaluation.metrics import Floats
from distill.evaluation.records import Model, Role
from distill.progress import bar
from kiosk.core import BrokenData
from kiosk.core.text import normalise

WORDS = r"[\u3400-\u9fff\uf900-\ufaff]|[^\W\u3400-\u9fff\uf900-\ufaff]+"
"""A Chinese character is a word of its own; else what stands between spaces and marks."""
PASSES = 300


@dataclass(frozen=True, slots=True)
class Baseline:
    """A fitted pipeline from texts to probabilities; `size` is in bytes, with all that it needs to run."""

    pipeline: Any
    classes: int
    size: int

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """(n, classes), rows sum to one."""
        rows = np.zeros((len(texts), self.classes))
        rows[:, self.pipeline.classes_] = self.pipeline.predict_proba(list(texts))
        return rows


def fit_tfidf(texts: Sequence[str], labels: Sequence[int], classes: int, strength: float = 10.0, seed: int = 7) -> Baseline:
    """TF-IDF of words (1 and 2) and of characters within words (2 to 4), then logistic regression; `strength` is its C.

    Raises:
        BrokenData: fewer than two labels to tell apart.
    """
    _check(texts, labels)
    common = {"preprocessor": normalise, "sublinear_tf": True, "min_df": 2 if len(texts) > 1000 else 1, "dtype": np.float32}
    words = TfidfVectorizer(token_pattern=WORDS, ngram_range=(1, 2), **common)
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), **common)
    pipeline = make_pipeline(make_union(words, pieces), LogisticRegression(C=strength, max_iter=PASSES, random_state=seed))
    pipeline.fit(list(texts), np.asarray(labels))
    return Baseline(pipeline, classes, len(pickle.dumps(pipeline)))


def fit_static(
    texts: Sequence[str], labels: Sequence[int], classes: int, tokenise: Callable[[str], Sequence[int]], table: npt.NDArray[np.floating[Any]],
    strength: float = 1.0, seed: int = 7,
) -> Baseline:  # fmt: skip
    """Mean of the rows of `table` (pieces, d) that `tokenise` names, standardised, then logistic regression.

    Args:
        texts: training texts.
        labels: their class indices.
        classes: how many there are.
        tokenise: a text's row numbers, without marks of beginning and end; none gives a vector of zeros.
        table: the token embeddings of an encoder, which its size counts.
        strength: C of the regression.
        seed: of the regression.

    Raises:
        BrokenData: fewer than two labels to tell apart.
    """
    _check(texts, labels)

    def average(given: Sequence[str]) -> Floats:
        rows = np.zeros((len(given), table.shape[1]))
        for n, text in enumerate(given):
            pieces = list(tokenise(text))
            if pieces:
                rows[n] = table[pieces].mean(axis=0)
        return rows

    head = (StandardScaler(), LogisticRegression(C=strength, max_iter=PASSES, random_state=seed))
    pipeline = make_pipeline(FunctionTransformer(average), *head)
    pipeline.fit(list(texts), np.asarray(labels))
    return Baseline(pipeline, classes, table.nbytes + len(pickle.dumps(head)))


def baselines(texts: Sequence[str], labels: Sequence[int], classes: int, asked: Sequence[str]) -> list[Model]:
    """Both baselines as models of an evaluation, with MiniLM's token table: learned from `texts`, their answers to `asked`.

    Raises:
        BrokenData: fewer than two labels to tell apart.
    """
    from distill.students.minilm import piece_table  # brings transformers, which the baselines do without

    def model(name: str, role: Role, fit: Callable[[], Baseline]) -> Model:
        fitted = fit()
        return Model(name, role, fitted.probabilities(asked), milliseconds(lambda text: fitted.probabilities([text]), asked), fitted.size)

    fits: tuple[tuple[str, Role, Callable[[], Baseline]], ...] = (
        ("words and pieces counted", "tfidf", lambda: fit_tfidf(texts, labels, classes)),
        ("MiniLM's token vectors averaged", "static", lambda: fit_static(texts, labels, classes, *piece_table())),
    )
    return [model(*told) for told in bar(fits, "fitting baselines")]


def _check(texts: Sequence[str], labels: Sequence[int]) -> None:
    if len(texts) != len(labels) or len(set(labels)) < 2:
        raise BrokenData(f"{len(texts)} texts of {len(set(labels))} labels", "training split", "give texts of at least two labels, one label each")
