"""Two ONNX exporters say the same of one student; without Optimum's environment the error says how to get it."""

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig

from distill.students.language import LanguageStudent, student_config
from distill.students.texts import TextStudent
from export.exporters import ENVIRONMENT, compare_exporters, through_optimum
from export.graphs import texts, understanding
from kiosk.core import KioskError, MissingPart

FEEDS = [{"input_ids": np.random.default_rng(n).integers(1, 120, (1, n)), "attention_mask": np.ones((1, n), np.int64)} for n in (1, 5, 12, 33)]
needs_optimum = pytest.mark.skipif(not (ENVIRONMENT / "ready").is_file(), reason="Optimum's ONNX exporter is not installed: make onnx-env")


@needs_optimum
@pytest.mark.parametrize("kind", ["language", "texts"])
def test_both_exporters_give_the_students_answers(kind: str, tmp_path: Path) -> None:
    torch.manual_seed(3)
    small = student_config(120, 2, 64, hidden=48, heads=4)
    student = LanguageStudent(small) if kind == "language" else TextStudent(BertConfig(**{**small.to_dict(), "num_labels": 7}))
    student.eval().save_pretrained(tmp_path / "model")
    own = understanding.to_onnx if kind == "language" else texts.to_onnx
    decides = "intent" if kind == "language" else "logits"
    wanted = np.array([int(student(*(torch.from_numpy(f[n]) for n in ("input_ids", "attention_mask")))[decides].argmax()) for f in FEEDS])
    found = compare_exporters(student, kind, tmp_path / "model", tmp_path / "work", own, FEEDS, wanted, decides)  # type: ignore[arg-type]
    assert {name: v.label_agreement for name, v in found.items()} == dict.fromkeys(
        ("torch.onnx against torch", "optimum against torch", "optimum against torch.onnx"), 1.0
    )


@needs_optimum
def test_what_the_exporter_cannot_read_is_told_in_a_line_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(KioskError, match=r"Optimum's ONNX exporter failed: .*"):
        through_optimum("texts", tmp_path / "model", tmp_path / "out.onnx")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["model"]


def test_without_its_environment_the_error_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(MissingPart, match="make onnx-env"):
        through_optimum("texts", tmp_path, tmp_path / "out.onnx", tmp_path / "nowhere")
