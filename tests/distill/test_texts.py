"""The public sets' experiment, whole, on a set of three labels: real teacher, real student, real graph, anybody's file."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig

from distill.cli import main
from distill.data.public_texts import outliers, read_set, strangers
from distill.evaluation import dossier
from distill.evaluation.summary import gains
from distill.students.minilm import shortened
from distill.students.texts import TextStudent
from distill.texts import load, run, words_of
from distill.weights import FILE
from export.building import verify_part
from export.cli import main as export_main
from export.exporters import ENVIRONMENT
from export.graphs.texts import build_part
from export.verify import GateClosed
from kiosk.bundle.understanding import MAX_TOKENS
from kiosk.core import MissingPart
from kiosk.core.text import normalise
from tests.distill.conftest import SMALL, SmallRun
from tests.fakes.texts import RECIPE


def test_teacher_and_student_learn_it_and_every_graph_says_the_same(small_run: SmallRun, small_part: Path) -> None:
    report = json.loads((small_run.out / "evaluation.json").read_text())
    assert report["ensemble"]["in_scope"] >= 0.9
    assert report["student"]["in_scope"] >= 0.9
    assert "<html" in (small_run.out / "report.html").read_text()
    export = json.loads((small_part / "part.json").read_text())["metrics"]["export"]
    assert export["float_ir"]["label_agreement"] == export["float_onnx"]["label_agreement"] == 1.0
    assert export["int8_ir"]["label_agreement"] >= 0.9


def test_a_data_card_counts_every_question_and_outlier_of_the_run_by_its_source(small_run: SmallRun) -> None:
    card, kept = (small_run.out / "card.md").read_text(), json.loads((small_run.out / "questions.json").read_text())
    for checked, split in ((False, "train"), (True, "checked")):
        assert f"| {split} | en | {sum(row[2] is checked for row in kept['rows'])} |" in card
    assert f"| outliers | en | {len(kept['outliers']) + RECIPE.strangers} |" in card
    found = {line.split(" | ")[0].removeprefix("| "): line for line in card.splitlines()}
    assert f"| {len(kept['rows'])} |" in found["clinc150"] and "CC-BY" in found["clinc150"]
    assert f"| {RECIPE.strangers} |" in found["outside"]


def test_the_exported_student_stands_in_report_and_card(small_run: SmallRun, small_part: Path) -> None:
    page, card = (small_run.out / "report.html").read_text(), (small_part / "card.md").read_text()
    assert "student, int8" in page and "student, int8" in card
    assert "≤ 12.0 MB" in card and "≥ 99 %" in card
    about = json.loads((small_part / "part.json").read_text())
    assert about["refusal"]["score"] in ("probability", "max") and 0 < about["refusal"]["threshold"] < 1
    assert about["metrics"]["shipped"]["in_scope"] >= 0.9


def test_a_student_without_its_teachers_tells_what_they_gave_and_every_model_what_it_costs(small_run: SmallRun) -> None:
    found, _ = dossier.load(small_run.out / "answers")
    assert [gain.part for gain in gains(found)] == ["all", "en"]
    assert (small_run.out / "alone-model" / FILE).read_bytes() != (small_run.out / "model" / FILE).read_bytes()
    assert all(model.milliseconds and model.size for model in found.models)
    ensemble, seat = found.models[:2]
    assert (ensemble.milliseconds, ensemble.size) == (seat.milliseconds, seat.size)  # of one seat


def test_measured_students_are_not_measured_again_so_what_was_exported_stays_in_the_report(small_run: SmallRun, small_sets: Path, small_part: Path) -> None:
    files = [small_run.out / name for name in ("report.html", "evaluation.json", "answers/about.json")]
    before = [file.read_bytes() for file in files]
    run(RECIPE, small_sets, small_run.out)
    assert [file.read_bytes() for file in files] == before


def test_a_part_is_held_against_its_student_again_and_refused_where_a_graph_was_changed(
    small_run: SmallRun, small_part: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {name: verdict.figures() for name, verdict in verify_part(small_run.out, small_part, SMALL).items()}
    assert told == json.loads((small_part / "part.json").read_text())["metrics"]["export"]
    part, words = Path(shutil.copytree(small_part, tmp_path / "part")), ["verify", str(tmp_path / "part"), "--run", str(small_run.out)]
    weights = bytearray((part / "model.bin").read_bytes())
    weights[: len(weights) // 2] = bytes(len(weights) // 2)
    (part / "model.bin").write_bytes(weights)
    assert export_main(words) == 4
    assert "the export int8_ir" in capsys.readouterr().err.strip().splitlines()[-1]


def test_a_part_that_is_no_text_model_is_not_asked_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "part.json").write_text('{"part": "hearing"}')
    assert export_main(["verify", str(tmp_path), "--run", str(tmp_path)]) == 2
    assert "cannot be asked again" in capsys.readouterr().err


def test_a_part_that_is_too_large_is_not_written(small_run: SmallRun) -> None:
    with pytest.raises(GateClosed, match="bytes"):
        build_part(RECIPE, small_run.out, small_run.out / "other", largest=1000, int8=SMALL)
    assert not list(small_run.out.glob("other*"))


def test_a_finished_run_run_again_changes_nothing(small_run: SmallRun, small_sets: Path) -> None:
    before = {f: f.stat().st_mtime_ns for f in (small_run.out / "model").iterdir()}
    run(RECIPE, small_sets, small_run.out, ("prepare", "teach", "label", "train"))
    assert {f: f.stat().st_mtime_ns for f in (small_run.out / "model").iterdir()} == before


def test_anybodys_file_is_labelled_line_by_line(small_part: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "text": "is it going to be sunny at noon"}\n\n{"text": "wake me up tonight"}\n')
    assert main(["predict", str(small_part), "--in", str(source), "--out", str(out)]) == 0
    told = [json.loads(line) for line in out.read_text().splitlines()]
    assert [t["label"] for t in told] == ["weather", "alarm"]
    assert told[0]["id"] == 1
    assert all(0 < t["score"] <= 1 for t in told)


def test_a_bad_line_is_named_and_nothing_is_written(small_part: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"text": "wake me up"}\n{"words": 3}\n')
    assert main(["predict", str(small_part), "--in", str(source), "--out", str(out)]) == 2
    assert f"{source}:2" in capsys.readouterr().err
    assert not out.exists()


def test_what_is_no_model_is_one_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["predict", str(tmp_path), "--in", str(tmp_path), "--out", str(tmp_path / "o")]) == 4
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_outliers_are_other_peoples_questions_and_none_of_the_sets_own(small_sets: Path, small_run: SmallRun) -> None:
    strange = outliers("clinc150", small_sets)
    assert "my card has not come" in strange
    assert len(strange) > 500
    assert not {q.text for q in read_set("clinc150", small_sets)} & set(json.loads((small_run.out / "questions.json").read_text())["outliers"])


def test_a_set_that_is_missing_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(MissingPart):
        read_set("clinc150", tmp_path)


def test_our_own_questions_out_of_scope_teach_what_the_set_lacks() -> None:
    """Hundreds of them, each once, none of them a comment."""
    found = strangers("clinc150")
    assert len(found) > 2000
    assert len({normalise(t) for t in found}) == len(found)
    assert not any(t.startswith("#") for t in found)
    assert strangers("banking77") == []


@pytest.mark.skipif(not (ENVIRONMENT / "ready").is_file(), reason="Optimum's ONNX exporter is not installed: make onnx-env")
def test_optimums_onnx_exporter_says_what_torchs_says(small_run: SmallRun, capsys: pytest.CaptureFixture[str]) -> None:
    assert export_main(["exporters", "--run", str(small_run.out)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["optimum against torch.onnx"]["label_agreement"] == 1.0


def test_a_run_of_pictures_has_no_text_model_to_compare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "recipe.yaml").write_text("seed: 7\n")
    assert export_main(["exporters", "--run", str(tmp_path)]) == 2
    assert "this run is of pictures" in capsys.readouterr().err


def test_a_shortened_student_answers_as_before_what_it_can_still_read(small_run: SmallRun) -> None:
    torch.manual_seed(4)
    student = TextStudent(BertConfig(vocab_size=50, hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=24, num_labels=3)).eval()
    short = shortened(student, 40, 1)
    ids = torch.randint(2, 40, (2, MAX_TOKENS))
    assert torch.equal(short(ids, torch.ones_like(ids))["logits"], student(ids, torch.ones_like(ids))["logits"])
    assert (short.config.vocab_size, short.config.max_position_embeddings) == (40, MAX_TOKENS)
    kept = Tokenizer.from_file(str(small_run.out / "tokenizer.json"))
    taught = words_of(load(small_run.out)[1], RECIPE.vocabulary)
    assert kept.get_vocab_size() == RECIPE.kept
    assert {t: n for t, n in taught.get_vocab().items() if n < kept.get_vocab_size()} == kept.get_vocab()
