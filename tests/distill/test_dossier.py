"""An evaluation in a folder comes back as it was, and takes one model more."""

from pathlib import Path

import numpy as np
import pytest

from distill.evaluation.dossier import load, save, with_models
from distill.evaluation.neighbours import Wording
from distill.evaluation.records import Evaluation, Gate, Model, Questions
from kiosk.core import BrokenData


def model(name: str, role: str, seed: int) -> Model:
    rows = np.random.default_rng(seed).dirichlet(np.ones(2), 3)
    return Model(name, role, rows, milliseconds=1.5 if role == "int8" else None)  # type: ignore[arg-type]  # roles are checked by Model itself


QUESTIONS = Questions(("a", "b", "c"), ("hi", "你好", "bye"), np.array([0, 0, 1]), ("en", "zh", "en"), ("hello", "goodbye"), {"noise": ("no", "no", "yes")})
WHOLE = Evaluation("greetings", QUESTIONS, (model("the teacher", "teacher", 1), model("student", "student", 2)), (Gate("right", 0.9, 0.8, True),), ("few",), ("here",))


def test_what_was_saved_is_what_is_loaded(tmp_path: Path) -> None:
    save(tmp_path, WHOLE, [Wording("good morning", "hello")])
    again, wordings = load(tmp_path)
    assert wordings == [Wording("good morning", "hello")]
    assert (again.title, again.gates, again.limits, again.measured, again.score) == (WHOLE.title, WHOLE.gates, WHOLE.limits, WHOLE.measured, WHOLE.score)
    assert again.questions.digest() == QUESTIONS.digest() and again.questions.slices == QUESTIONS.slices
    assert [m.name for m in again.models] == ["the teacher", "student"]
    assert all(np.array_equal(a.probabilities, b.probabilities) for a, b in zip(again.models, WHOLE.models, strict=True))


def test_a_model_added_twice_counts_once() -> None:
    int8, gate = model("student int8", "int8", 3), Gate("size", 9, 12, True)
    once = with_models(WHOLE, [int8], [gate], ["int8 too"])
    twice = with_models(once, [int8], [gate], ["int8 too"])
    assert [m.name for m in twice.models] == ["the teacher", "student", "student int8"]
    assert twice.gates == (*WHOLE.gates, gate) and twice.measured == ("here", "int8 too")


@pytest.mark.parametrize("file", ["about.json", "questions.jsonl", "student.npz", "wordings.jsonl"])
def test_a_folder_with_a_file_missing_or_cut_is_refused(tmp_path: Path, file: str) -> None:
    save(tmp_path, WHOLE, [Wording("good morning", "hello")])
    whole = (tmp_path / file).read_bytes()
    (tmp_path / file).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BrokenData):
        load(tmp_path)
    (tmp_path / file).unlink()
    with pytest.raises(BrokenData):
        load(tmp_path)
