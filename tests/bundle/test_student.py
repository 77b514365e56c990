"""The language student as it ships."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.bundle.student import Student, spans
from kiosk.core import BrokenData, Intent

PART = Path("assets/bundles/market/understanding")


@pytest.fixture(scope="module")
def student() -> Student:
    return Student(PART)


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("where do you keep the sesame oil", Intent.find_product),
        ("麻烦问下料酒放在哪一排", Intent.find_product),
        ("what does a jar of honey cost here", Intent.product_price),
        ("刷信用卡可以吗", Intent.payment_methods),
        ("somebody has passed out near the tills, quick", Intent.emergency),
        ("你帮我写一篇作文吧", Intent.out_of_scope),
    ],
)
def test_plain_questions_are_understood(student: Student, question: str, intent: Intent) -> None:
    assert student.understand(question, None).intents[0][0] == intent


def test_a_follow_up_keeps_the_intent_of_the_question_before(student: Student) -> None:
    """'And the pears?' asks for the price after a price, for the place after a place."""
    for before in (Intent.product_price, Intent.find_product):
        assert student.understand("and what about the pears?", before).intents[0][0] == before


def test_a_chinese_question_lies_near_its_english_twin(student: Student) -> None:
    """The sentence space is shared: each question is nearer to its twin than to the other question."""
    vectors = student.embed(["where are the toilets", "how do i return this kettle", "洗手间在哪里", "这个水壶怎么退货"])
    likeness = vectors[:2] @ vectors[2:].T
    assert likeness.argmax(axis=1).tolist() == [0, 1]
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_slots_are_words_of_the_question(student: Student) -> None:
    found = student.understand("put two avocados on my list", None).slots
    assert found.get("product") == ("avocados",)


@pytest.mark.parametrize("text", ["", " ", "\x00\x01", "a" * 5000, "牛" * 3000, "🥑🥑🥑", "?!…"])
def test_any_text_gives_probabilities(student: Student, text: str) -> None:
    """Empty, endless and strange text is understood as something, never an error."""
    raw = student.understand(text, None)
    assert 0 < sum(p for _, p in raw.intents) <= 1.0001
    assert np.isfinite(raw.embedding).all()


def test_a_broken_part_is_broken_data(tmp_path: Path) -> None:
    with pytest.raises(BrokenData, match="understanding"):
        Student(tmp_path)


def test_a_word_whose_pieces_are_tagged_is_given_whole() -> None:
    """Tags on 'avo' and '##cados' give 'avocados', also when only one of them is tagged."""
    assert spans("two avocados", [0, 1, 0], [(0, 3), (4, 7), (7, 12)], ("O", "B-product", "I-product")) == {"product": ("avocados",)}
