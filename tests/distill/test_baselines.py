"""The baselines learn a tiny set of questions in both languages and answer with probabilities over all classes."""

import numpy as np
import pytest

from distill.evaluation.baselines import fit_static, fit_tfidf
from distill.evaluation.neighbours import Wording, nearest_wordings
from kiosk.core import BrokenData

TEXTS = ["where is the milk", "where are the apples", "牛奶在哪儿", "苹果在哪里", "how much is the milk", "what do apples cost", "牛奶多少钱", "苹果几块钱"]
LABELS = [0, 0, 0, 0, 2, 2, 2, 2]
ASKED = ["where is the bread", "面包在哪儿", "how much does bread cost", "面包多少钱"]


def test_tfidf_reads_english_words_and_chinese_characters() -> None:
    fitted = fit_tfidf(TEXTS, LABELS, 4)
    rows = fitted.probabilities(ASKED)
    assert rows.shape == (4, 4)
    assert rows.argmax(axis=1).tolist() == [0, 0, 2, 2]
    assert rows.sum(axis=1) == pytest.approx(1)
    assert not rows[:, [1, 3]].any()
    assert fitted.size > 1000
    assert np.array_equal(rows, fit_tfidf(TEXTS, LABELS, 4).probabilities(ASKED))


def test_the_token_table_is_averaged_and_counts_into_the_size() -> None:
    letters = sorted(set("".join(TEXTS)))
    table = np.random.default_rng(5).normal(size=(len(letters), 64)).astype(np.float32)
    fitted = fit_static(TEXTS, LABELS, 4, lambda text: [letters.index(c) for c in text if c in letters], table)
    assert fitted.probabilities(TEXTS).argmax(axis=1).tolist() == LABELS
    assert fitted.probabilities(["", "QXZ"]).sum(axis=1) == pytest.approx(1)  # no piece of it is known
    assert fitted.size > table.nbytes


def test_one_label_is_nothing_to_learn() -> None:
    with pytest.raises(BrokenData, match="1 labels"):
        fit_tfidf(TEXTS, [0] * 8, 4)


def test_the_nearest_wordings_share_letters_and_stand_best_first() -> None:
    wordings = [Wording(text, str(label)) for text, label in zip(TEXTS, LABELS, strict=True)]
    english, chinese, strange = nearest_wordings(["Where is the MILK?", "牛奶在哪", "Ωψ"], wordings, 2)
    assert english[0].wording == wordings[0]
    assert english[0].cosine > english[1].cosine
    assert chinese[0].wording.text == "牛奶在哪儿"
    assert strange == []
    assert nearest_wordings(["milk"], []) == [[]]
