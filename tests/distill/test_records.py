"""Questions and answers come back as they were written, and what is not sound is refused with what, where and how to mend it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from distill.evaluation.records import Evaluation, Model, Questions
from kiosk.core import BrokenData

QUESTIONS = Questions(
    ("a", "b", "c"), ("where is the milk", "牛奶在哪儿\u2028呀", "book a flight"), np.array([0, 0, 1]), ("en", "zh", "en"), ("find", "other"),
    {"noise": ("clean", "babble", "clean")}, "other",
)  # fmt: skip
ROWS = np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]])
MODEL = Model("student", "student", ROWS, 0.4, 10_000_000, 0.3)


def test_questions_come_back_as_they_were(tmp_path: Path) -> None:
    QUESTIONS.save(tmp_path / "q.jsonl")
    found = Questions.load(tmp_path / "q.jsonl")
    assert (found.ids, found.texts, found.languages, found.classes, found.slices) == (
        QUESTIONS.ids, QUESTIONS.texts, QUESTIONS.languages, QUESTIONS.classes, QUESTIONS.slices,
    )  # fmt: skip
    assert found.labels.tolist() == [0, 0, 1]
    assert found.beyond == 1
    assert found.digest() == QUESTIONS.digest()


def test_answers_come_back_as_they_were(tmp_path: Path) -> None:
    MODEL.save(tmp_path / "m.npz", QUESTIONS)
    found = Model.load(tmp_path / "m.npz", QUESTIONS)
    assert (found.name, found.role, found.milliseconds, found.size, found.threshold) == ("student", "student", 0.4, 10_000_000, 0.3)
    assert np.array_equal(found.probabilities, ROWS)


def test_answers_are_not_read_beside_other_questions(tmp_path: Path) -> None:
    MODEL.save(tmp_path / "m.npz", QUESTIONS)
    turned = replace(QUESTIONS, texts=QUESTIONS.texts[::-1])
    with pytest.raises(BrokenData, match="other questions"):
        Model.load(tmp_path / "m.npz", turned)


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([[0.5, 0.5], [np.nan, 1.0]], "row 1 is not a number"),
        ([[0.5, 0.5], [0.5, 0.6]], "row 1 sums to 1.1"),
        ([[-0.1, 1.1]], "negative"),
        ([[3.0, -2.0]], "negative"),
        ([0.5, 0.5], "shape"),
        (np.zeros((0, 2)), "shape"),
    ],
)
def test_what_is_no_probability_is_refused(rows: Any, what: str) -> None:
    with pytest.raises(BrokenData, match=what) as error:
        Model("m", "student", rows)
    assert error.value.where == "model m"
    assert error.value.mend


def test_an_unknown_role_and_a_time_of_nothing_are_refused() -> None:
    with pytest.raises(BrokenData, match="role"):
        replace(MODEL, role="pupil")  # type: ignore[arg-type]
    with pytest.raises(BrokenData, match="above zero"):
        replace(MODEL, milliseconds=0.0)


def test_half_precision_is_near_enough() -> None:
    rows = np.random.default_rng(2).dirichlet(np.ones(43), 50).astype(np.float16)
    assert Model("m", "student", rows.astype(np.float64)).probabilities.shape == (50, 43)


def test_nobody_changes_answers_afterwards() -> None:
    with pytest.raises(ValueError, match="read-only"):
        MODEL.probabilities[0] = 0


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"ids": (), "texts": (), "languages": (), "labels": [], "slices": {}}, "empty"),
        ({"ids": ("a", "a", "c")}, "twice"),
        ({"texts": ("one",)}, "1 texts for 3"),
        ({"slices": {"noise": ("clean",)}}, "1 noise for 3"),
        ({"labels": np.array([0, 1, 2])}, "beyond the 2 classes"),
        ({"classes": ("find", "find")}, "distinct"),
        ({"out_of_scope": "nothing"}, "out-of-scope"),
    ],
)
def test_questions_that_do_not_fit_together_are_refused(change: dict[str, Any], what: str) -> None:
    with pytest.raises(BrokenData, match=what):
        replace(QUESTIONS, **change)


def test_another_number_of_classes_or_questions_is_refused() -> None:
    teacher = replace(MODEL, name="teacher", role="teacher")
    with pytest.raises(BrokenData, match="not \\(3, 2\\)"):
        Evaluation("t", QUESTIONS, (teacher, replace(MODEL, probabilities=np.full((3, 4), 0.25))))
    with pytest.raises(BrokenData, match="not \\(3, 2\\)"):
        Evaluation("t", QUESTIONS, (teacher, replace(MODEL, probabilities=ROWS[:2])))


def test_a_comparison_needs_a_teacher_a_student_and_names() -> None:
    with pytest.raises(BrokenData, match="no teacher"):
        Evaluation("t", QUESTIONS, (MODEL,))
    with pytest.raises(BrokenData, match="one name"):
        Evaluation("t", QUESTIONS, (MODEL, replace(MODEL, role="teacher")))


@pytest.mark.parametrize("content", ["", "{", '{"classes": ["a"]}', '{"classes": ["a"], "out_of_scope": null}\n{"id": "1"}', "[]"])
def test_a_broken_file_of_questions_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "q.jsonl").write_text(content, "utf-8")
    with pytest.raises(BrokenData, match="cannot be read") as error:
        Questions.load(tmp_path / "q.jsonl")
    assert error.value.where.endswith("q.jsonl")


def test_a_file_without_questions_is_an_empty_split(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(json.dumps({"classes": ["a"], "out_of_scope": None}) + "\n", "utf-8")
    with pytest.raises(BrokenData, match="empty"):
        Questions.load(tmp_path / "q.jsonl")


@pytest.mark.parametrize("cut", [0, 10, 200])
def test_a_broken_file_of_answers_is_named(tmp_path: Path, cut: int) -> None:
    MODEL.save(tmp_path / "m.npz", QUESTIONS)
    (tmp_path / "m.npz").write_bytes((tmp_path / "m.npz").read_bytes()[:cut])
    with pytest.raises(BrokenData, match="cannot be read"):
        Model.load(tmp_path / "m.npz", QUESTIONS)
    with pytest.raises(BrokenData, match="cannot be read"):
        Model.load(tmp_path / "none.npz", QUESTIONS)
