"""The public sets' experiment, whole, on a set of three labels: real teacher, real student, real graph, anybody's file."""

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from distill.cli import main
from distill.data.public_texts import OUTSIDE, outliers, read_set
from distill.texts import Seat, TextsRecipe, run
from export.graphs.texts import build_part, least_chance
from export.verify import INT8, GateClosed
from kiosk.core import BrokenData, MissingPart

TOPICS = {
    "balance": ("what is my balance", "how much money is in my account", "show me what i have left", "tell me the balance of my savings"),
    "weather": ("will it rain", "how is the weather", "what is the forecast", "is it going to be sunny"),
    "alarm": ("wake me up", "set an alarm", "i need an alarm", "make an alarm for me"),
}
WHEN = ("today", "tomorrow", "on monday", "at seven", "this week", "next week", "in the morning", "tonight", "later", "at noon")
STRANGE = ("who wrote hamlet", "how tall is everest", "sing me a song", "what is the meaning of life", "name a planet", "do fish sleep", "count to ten", "tell a joke")
RECIPE = TextsRecipe(
    source="clinc150", seats=(Seat(teacher="minilm", share=1.0, passes=4),), slipped=1, outliers=30, recognised=0.9, layers=(0, 5), ffn=128, vocabulary=600,
    passes=6, rate=1e-3, batch=16, threads=1,
)  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    asked = [(f"{text} {when}", label) for label, texts in TOPICS.items() for text, when in product(texts, WHEN)]
    parts = {"train": [q for n, q in enumerate(asked) if n % 4], "val": asked[::4], "oos_train": [(t, OUTSIDE) for t in STRANGE[:5]], "oos_val": [(t, OUTSIDE) for t in STRANGE[5:]]}
    (folder / "clinc150").mkdir()
    (folder / "clinc150" / "train_val.json").write_text(json.dumps(parts))
    (folder / "banking77").mkdir()
    rows = [f"my {card} has not {come},card_arrival" for card in ("card", "new card", "visa", "debit card", "credit card") for come in ("come", "arrived", "got here", "been sent")]
    (folder / "banking77" / "train.csv").write_text("text,category\n" + "\n".join(rows) + "\n")
    return folder


@pytest.fixture(scope="module")
def made(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    out = tmp_path_factory.mktemp("run")
    run(RECIPE, data, out)
    part = out / "part"
    build_part(RECIPE, out, part, int8=INT8.model_copy(update={"lost": 0.1, "label_agreement": 0.9}))  # thirty questions: one is three points
    return out, part


def test_teacher_and_student_learn_it_and_every_graph_says_the_same(made: tuple[Path, Path]) -> None:
    report = json.loads((made[0] / "evaluation.json").read_text())
    assert report["ensemble"]["in_scope"] >= 0.9
    assert report["student"]["in_scope"] >= 0.9
    assert "student, no teacher" in report
    assert "<html" in (made[0] / "report.html").read_text()
    export = json.loads((made[1] / "part.json").read_text())["metrics"]["export"]
    assert export["float_ir"]["label_agreement"] == export["float_onnx"]["label_agreement"] == 1.0
    assert export["int8_ir"]["label_agreement"] >= 0.9


def test_a_part_that_is_too_large_is_not_written(made: tuple[Path, Path]) -> None:
    with pytest.raises(GateClosed, match="bytes"):
        build_part(RECIPE, made[0], made[0] / "other", largest=1000, int8=INT8.model_copy(update={"lost": 0.1, "label_agreement": 0.9}))
    assert not (made[0] / "other").exists()


def test_a_finished_run_run_again_changes_nothing(made: tuple[Path, Path], data: Path) -> None:
    before = {f: f.stat().st_mtime_ns for f in (made[0] / "model").iterdir()}
    run(RECIPE, data, made[0], ("prepare", "teach", "label", "train"))
    assert {f: f.stat().st_mtime_ns for f in (made[0] / "model").iterdir()} == before


def test_anybodys_file_is_labelled_line_by_line(made: tuple[Path, Path], tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "text": "is it going to be sunny at noon"}\n\n{"text": "wake me up tonight"}\n')
    assert main(["predict", str(made[1]), "--in", str(source), "--out", str(out)]) == 0
    told = [json.loads(line) for line in out.read_text().splitlines()]
    assert [t["label"] for t in told] == ["weather", "alarm"]
    assert told[0]["id"] == 1
    assert all(0 < t["score"] <= 1 for t in told)


def test_a_bad_line_is_named_and_nothing_is_written(made: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"text": "wake me up"}\n{"words": 3}\n')
    assert main(["predict", str(made[1]), "--in", str(source), "--out", str(out)]) == 2
    assert f"{source}:2" in capsys.readouterr().err
    assert not out.exists()


def test_what_is_no_model_is_one_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["predict", str(tmp_path), "--in", str(tmp_path), "--out", str(tmp_path / "o")]) == 4
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_outliers_are_other_peoples_questions_and_none_of_the_sets_own(data: Path, made: tuple[Path, Path]) -> None:
    strange = outliers("clinc150", data)
    assert "my card has not come" in strange
    assert len(strange) > 500
    assert not {q.text for q in read_set("clinc150", data)} & set(json.loads((made[0] / "questions.json").read_text())["outliers"])


def test_a_set_that_is_missing_or_empty_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(MissingPart):
        read_set("clinc150", tmp_path)
    (tmp_path / "clinc150").mkdir()
    (tmp_path / "clinc150" / "train_val.json").write_text(json.dumps({"train": [["a", "b"]], "val": [], "oos_train": [], "oos_val": []}))
    with pytest.raises(BrokenData, match="no question to check"):
        read_set("clinc150", tmp_path)


def test_the_bound_for_none_of_these_is_the_one_with_the_most_right_answers() -> None:
    logits = np.log(np.array([[0.9, 0.05, 0.05], [0.6, 0.3, 0.1], [0.4, 0.35, 0.25], [0.38, 0.37, 0.25]]))
    bound = least_chance(logits, np.array([0, 0, 2, 2]), 2, 1.0, 0.5)
    assert 0.4 < bound <= 0.6
