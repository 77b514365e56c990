"""The faults that teaching must survive: one clear error each, and nothing half written.

    kill -9 at ten random moments of label and train; a full disk           test_interruptions
    numbers that are none: a teacher's answers, cached labels, the student, the loss, a graph's answer
    an empty split; another vocabulary; another number of classes
    safetensors, checkpoints and what the prepare stage made cut off; a pickle under the name of safetensors, which is never run
    a recipe with an unknown key
    a cache shard with one bit changed                                      test_checksums

A fault is told where a person meets it: by the command line, with its exit code and one line on stderr.
"""

import json
import pickle
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
import pytest
import torch
import yaml
from safetensors.torch import load_file, save_file
from torch import nn

from distill import language, language_student
from distill.cli import main as distill
from distill.pictures import load_net
from distill.students.texts import TextStudent
from distill.students.vocabulary import SPECIAL, make_tokenizer
from distill.teachers import encoders, intents
from distill.teachers.efficientnet import convert
from distill.training import Schedule, train
from distill.weights import load_student, save_student
from kiosk.bundle.manifest import sha256
from kiosk.core import BrokenData
from tests.distill.conftest import SmallRun
from tests.fakes.runs import (
    LABELLED,
    TAUGHT,
    Capture,
    at,
    begun,
    copied_part,
    half_written,
    listing,
    own_teacher,
    prepared,
    refused,
    refused_at,
    refused_in_language,
    rewritten,
    taught_pictures,
    words_of,
)
from tests.fakes.texts import RECIPE

Values = dict[str, Any]


# Numbers that are none


def test_a_teacher_that_answers_no_numbers(small_run: SmallRun, tmp_path: Path, capsys: Capture) -> None:
    out = begun(small_run, tmp_path / "run", *LABELLED, "cache")
    seat = own_teacher(out)
    state = torch.load(seat / intents.WEIGHTS, weights_only=True)
    state["answer.bias"][1] = torch.nan
    torch.save(state, seat / intents.WEIGHTS)
    rewritten(seat / "done", lambda about: about.update(sha256=sha256(seat / intents.WEIGHTS)))
    before = listing(out)
    assert distill(at("label", out, small_run)) == 4
    assert "answers are no numbers: logits" in capsys.readouterr().err.strip().splitlines()[-1]  # the teacher is named by its hash
    assert listing(out) == before


def test_cached_labels_that_are_no_numbers(small_run: SmallRun, tmp_path: Path, capsys: Capture) -> None:
    out = begun(small_run, tmp_path / "run", *TAUGHT)
    logits = np.load(out / "labels.npz")["logits"]
    logits[3, 1] = np.nan
    np.savez(out / "labels.npz", logits=logits)
    assert "logits are not all finite numbers" in refused_at("train", out, small_run, capsys)


@pytest.mark.parametrize("stage", ["evaluate", "export"])
def test_a_student_of_values_that_are_no_numbers(small_run: SmallRun, tmp_path: Path, capsys: Capture, stage: str) -> None:
    file = begun(small_run, tmp_path / "run") / "model" / "model.safetensors"
    state = load_file(file)
    state["answer.bias"][0] = torch.inf
    save_file(state, file, metadata={"format": "pt"})
    assert "not finite" in refused_at(stage, tmp_path / "run", small_run, capsys)


def test_a_loss_that_is_no_number(tmp_path: Path) -> None:
    """From the second pass on: the first one's checkpoint stays, and is what the next run goes on from."""
    model = nn.Linear(2, 2)

    def loss(batch: list[int], number: int) -> tuple[torch.Tensor, dict[str, float]]:
        value = model(torch.ones(len(batch), 2)).float().pow(2).mean()
        return value / (0.0 if number == 1 else 1.0) - (torch.inf if number == 1 else 0.0), {}

    with pytest.raises(BrokenData, match="not a finite number in pass 1"):
        train(model, loss, lambda _: [[0, 1]], Schedule(3, 1e-2), tmp_path)
    assert json.loads((tmp_path / "checkpoint.json").read_text()) == {"pass": 0}
    assert [f.name for f in tmp_path.glob("pass-*")] == ["pass-000"]
    assert not half_written(tmp_path)


def test_a_graph_that_answers_no_numbers(small_part: Path, tmp_path: Path, capsys: Capture) -> None:
    part, words = copied_part(small_part, tmp_path)
    graph = ov.Core().read_model(small_part / "model.xml")
    end = graph.get_results()[0]
    spoiled = ov.opset8.multiply(end.input_value(0), np.float32(np.nan))
    spoiled.output(0).set_names({"logits"})
    end.input_value(0).set_names({"sound"})
    end.input(0).replace_source_output(spoiled.output(0))
    ov.save_model(graph, part / "model.xml")
    assert "in.jsonl:1" in refused(capsys, words, tmp_path)


# An empty split


@pytest.mark.parametrize("empty", ["train", "val"])
def test_a_set_without_a_split(small_run: SmallRun, tmp_path: Path, capsys: Capture, empty: str) -> None:
    data = shutil.copytree(small_run.data, tmp_path / "data")
    rewritten(data / "clinc150" / "train_val.json", lambda parts: parts.update({empty: [], f"oos_{empty}": []}))
    assert distill([*at("prepare", tmp_path / "run", small_run)[:-4], "--data", str(data), "--out", str(tmp_path / "run")]) == 4
    line = capsys.readouterr().err.strip()
    assert f"no question to {'learn' if empty == 'train' else 'check'} from" in line and len(line.splitlines()) == 1
    assert {f.name for f in (tmp_path / "run").iterdir()} == {"recipe.yaml", "run.json"}


@pytest.mark.parametrize("stage", ["label", "train", "evaluate", "export"])
@pytest.mark.parametrize("checked", [False, True])
def test_a_run_without_a_split(small_run: SmallRun, tmp_path: Path, capsys: Capture, stage: str, checked: bool) -> None:
    out = begun(small_run, tmp_path / "run", *(LABELLED if stage == "label" else TAUGHT if stage == "train" else ()))
    rewritten(out / "questions.json", lambda kept: kept.update(rows=[row for row in kept["rows"] if row[2] is not checked]))
    assert f"no question to {'check on' if checked else 'learn from'}" in refused_at(stage, out, small_run, capsys)


# What the prepare stage of the language student made


LATER_STAGES = pytest.mark.parametrize("stage", ["teach", "label", "train", "evaluate"])


@LATER_STAGES
@pytest.mark.parametrize("name", ["rows.pickle", "tokenizer.json", "prepared.json"])
def test_a_prepared_file_that_was_cut_off(tmp_path: Path, small_sets: Path, capsys: Capture, stage: str, name: str) -> None:
    (out := tmp_path / "run").mkdir()
    file = prepared(out) / name
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    line = refused_in_language(stage, out, small_sets, capsys)
    assert "What the prepare stage made cannot be read" in line and str(file) in line and "run the prepare stage again" in line


@LATER_STAGES
def test_the_vocabulary_of_another_language_run(tmp_path: Path, small_sets: Path, capsys: Capture, stage: str) -> None:
    """As many tokens, in another order."""
    (out := tmp_path / "run").mkdir()
    make_tokenizer([*SPECIAL, "where", "milk"]).save(str(prepared(out) / "tokenizer.json"))
    assert "not the one that the run was prepared with" in refused_in_language(stage, out, small_sets, capsys)


# Another vocabulary


def fewer(kept: Values) -> None:
    kept["model"]["vocab"] = {token: n for token, n in kept["model"]["vocab"].items() if n < 400}


def others(kept: Values) -> None:
    """As many tokens as before, the words in another order: the tokenizer of another run of the recipe."""
    tokens = sorted(kept["model"]["vocab"], key=kept["model"]["vocab"].get)
    kept["model"]["vocab"] = {token: n for n, token in enumerate([*tokens[:4], *tokens[:3:-1]])}


both_vocabularies = pytest.mark.parametrize("change", [fewer, others])


@both_vocabularies
@pytest.mark.parametrize("stage", ["label", "train", "evaluate", "export"])
def test_the_vocabulary_of_another_run(small_run: SmallRun, tmp_path: Path, capsys: Capture, stage: str, change: Callable[[Values], None]) -> None:
    out = begun(small_run, tmp_path / "run", *(LABELLED if stage == "label" else ("model",) if stage == "train" else ()))
    rewritten(out / "tokenizer.json", change)
    assert "not the one that the run was prepared with" in refused_at(stage, out, small_run, capsys)


@pytest.mark.parametrize(
    ("stage", "says"),
    [("train", "not the one that the recipe makes"), ("evaluate", "600 token embeddings, the vocabulary 400"), ("export", "600 token embeddings")],
)
def test_another_size_is_seen_in_a_run_that_kept_no_hash(small_run: SmallRun, tmp_path: Path, capsys: Capture, stage: str, says: str) -> None:
    out = begun(small_run, tmp_path / "run", *(("model",) if stage == "train" else ()))
    (out / "student" / intents.WEIGHTS).unlink()
    rewritten(out / "questions.json", lambda kept: kept.pop("vocabulary"))
    rewritten(out / "tokenizer.json", fewer)
    assert says in refused_at(stage, out, small_run, capsys)


@pytest.mark.parametrize("stage", ["evaluate", "export"])
def test_the_student_of_another_run(small_run: SmallRun, tmp_path: Path, capsys: Capture, stage: str) -> None:
    out = begun(small_run, tmp_path / "run")
    rewritten(out / "model" / "config.json", lambda config: config.update(vocabulary="of another run"))
    assert "taught with another vocabulary" in refused_at(stage, out, small_run, capsys)


@both_vocabularies
def test_the_vocabulary_of_another_part(small_part: Path, tmp_path: Path, capsys: Capture, change: Callable[[Values], None]) -> None:
    part, words = copied_part(small_part, tmp_path)
    rewritten(part / "tokenizer.json", change)
    assert ("600 token embeddings, its tokenizer.json 400" if change is fewer else "The vocabulary is not the one") in refused(capsys, words, tmp_path)


# Another number of classes


@pytest.mark.parametrize("shape", [(slice(None), slice(1, None)), (slice(5, None), slice(None))], ids=["classes", "rows"])
def test_cached_labels_of_other_classes_or_questions(small_run: SmallRun, tmp_path: Path, capsys: Capture, shape: tuple[slice, slice]) -> None:
    out = begun(small_run, tmp_path / "run", *TAUGHT)
    np.savez(out / "labels.npz", logits=np.load(out / "labels.npz")["logits"][shape])
    assert "The labels are of the shape" in refused_at("train", out, small_run, capsys)


@pytest.mark.parametrize("shape", [(1, 43), (2, 42)], ids=["rows", "classes"])
def test_cached_labels_of_another_corpus_or_other_intents(tmp_path: Path, shape: tuple[int, int]) -> None:
    """The language student's own, which knows its intents."""
    prepared(tmp_path)
    count, classes = shape
    encoders.save_npz(
        tmp_path / "labels.npz",
        where=np.arange(count),
        logits=np.zeros(shape),
        vectors=np.zeros((count, 512)),
        pooled=np.zeros((count, 384)),
        soft=np.ones(count),
    )
    with pytest.raises(BrokenData, match=f"The labels are of {count} rows and {classes} intents, the corpus of 2 and 43") as told:
        language_student.train_student(language_student.LanguageRecipe(), *language.load(tmp_path), tmp_path)
    assert told.value.where == str(tmp_path / "labels.npz") and told.value.mend
    assert not half_written(tmp_path)


@pytest.mark.parametrize("stage", ["label", "train", "evaluate", "export"])
@pytest.mark.parametrize("more", [True, False])
def test_questions_of_other_classes(small_run: SmallRun, tmp_path: Path, capsys: Capture, stage: str, more: bool) -> None:
    out = begun(small_run, tmp_path / "run", *(LABELLED if stage == "label" else TAUGHT if stage == "train" else ()))
    rewritten(out / "questions.json", lambda kept: kept["labels"].append("weight") if more else kept["labels"].pop())
    line = refused_at(stage, out, small_run, capsys)
    assert ("has 4 answers, the questions 5 labels" if more else "label number 3 of 3") in line


@pytest.mark.parametrize("stage", ["evaluate", "export"])
def test_a_student_of_other_classes(small_run: SmallRun, tmp_path: Path, capsys: Capture, stage: str) -> None:
    out = begun(small_run, tmp_path / "run")
    student = load_student(TextStudent, out / "model", words_of(small_run))
    student.config.num_labels, student.answer = 7, nn.Linear(student.answer.in_features, 7)
    save_student(student, out / "model", words_of(small_run))
    assert "The student has 7 answers, the questions 4 labels" in refused_at(stage, out, small_run, capsys)


@pytest.mark.parametrize("more", [True, False])
def test_a_part_of_other_classes(small_part: Path, tmp_path: Path, capsys: Capture, more: bool) -> None:
    part, words = copied_part(small_part, tmp_path)
    rewritten(part / "part.json", lambda about: about["labels"].append("weight") if more else about["labels"].pop())
    assert f"The model has 4 answers, its part.json {5 if more else 3} labels" in refused(capsys, words, tmp_path)


# Safetensors cut off, and a pickle under their name


class Trap:
    """A pickle that makes a file when it is read."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.mark,)


@pytest.fixture(params=["cut off", "pickle", "pickle of torch"])
def spoil(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """What spoils a file of weights and says what the error must name; that a pickle was run is seen at the end."""
    mark = tmp_path / "run-by-a-pickle"
    pickle.loads(pickle.dumps(Trap(mark)))
    assert mark.exists(), "the trap is none"
    mark.unlink()

    def spoiled(file: Path) -> str:
        if request.param == "cut off":
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
            return "were cut off"
        if request.param == "pickle":
            file.write_bytes(pickle.dumps(Trap(mark)))
        else:
            torch.save({"weight": Trap(mark)}, file)
        return "a pickle under the name of safetensors; it was not opened"

    yield spoiled
    assert not mark.exists(), "the pickle was run"


@pytest.mark.parametrize(("stage", "name"), [("train", "student/pass-005"), ("evaluate", "model"), ("evaluate", "alone-model"), ("export", "model")])
def test_the_students_weights(small_run: SmallRun, tmp_path: Path, capsys: Capture, spoil: Callable[[Path], str], stage: str, name: str) -> None:
    out = begun(small_run, tmp_path / "run", *(("model",) if stage == "train" else ()))
    says = spoil(out / name / "model.safetensors")
    assert says in refused_at(stage, out, small_run, capsys)


@pytest.mark.parametrize("name", ["optimizer.bin", "custom_checkpoint_0.pkl"])
def test_the_rest_of_a_checkpoint(small_run: SmallRun, tmp_path: Path, capsys: Capture, spoil: Callable[[Path], str], name: str) -> None:
    out = begun(small_run, tmp_path / "run", "model")
    spoil(out / "student" / "pass-005" / name)
    assert "The checkpoint is broken" in refused_at("train", out, small_run, capsys)


def test_the_fine_tuned_teachers_weights(small_run: SmallRun, tmp_path: Path, capsys: Capture, spoil: Callable[[Path], str]) -> None:
    out = begun(small_run, tmp_path / "run", *LABELLED, "cache")
    spoil(own_teacher(out) / intents.WEIGHTS)
    assert "not those that its training ended with" in refused_at("label", out, small_run, capsys)


def test_the_packaged_teachers_weights(
    small_run: SmallRun, tmp_path: Path, capsys: Capture, spoil: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, package = begun(small_run, tmp_path / "run", *TAUGHT), tmp_path / "run" / "package"
    shutil.copytree(encoders.minilm_folder(), package / "model")
    says = spoil(package / "model" / "model.safetensors")
    monkeypatch.setattr(encoders, "package_folder", lambda _: package)
    assert says in refused_at("train", out, small_run, capsys)


def test_the_picture_nets_weights(tmp_path: Path, spoil: Callable[[Path], str]) -> None:
    """The net of a stage before, and the packaged one that was turned into safetensors."""
    for opened in (lambda file: load_net("lite0", file, 5), lambda file: convert(file, "of the source", file)):
        file = tmp_path / "net.safetensors"
        save_file({"weight": torch.zeros(100)}, file)
        says = spoil(file)
        with pytest.raises(BrokenData, match=says) as told:
            opened(file)
        assert told.value.where == str(file) and told.value.mend


@pytest.mark.parametrize("name", ["model.safetensors", "optimizer.bin", "custom_checkpoint_0.pkl", "custom_checkpoint_1.pkl"])
def test_a_checkpoint_of_the_picture_student(tmp_path: Path, spoil: Callable[[Path], str], name: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        taught_pictures(tmp_path / "student", stopped=True)
    spoil(tmp_path / "student" / "pass-000" / name)
    before = listing(tmp_path)
    with pytest.raises(BrokenData, match=r"The checkpoint is broken|weights are (no safetensors|a pickle)") as told:
        taught_pictures(tmp_path / "student")
    assert str(tmp_path / "student") in told.value.where and told.value.mend
    assert listing(tmp_path) == before


def test_cached_labels_that_cannot_be_read(small_run: SmallRun, tmp_path: Path, capsys: Capture, spoil: Callable[[Path], str]) -> None:
    out = begun(small_run, tmp_path / "run", *TAUGHT)
    spoil(out / "labels.npz")
    assert "The labels cannot be read" in refused_at("train", out, small_run, capsys)


# A recipe with an unknown key


def test_a_recipe_with_an_unknown_key(small_run: SmallRun, tmp_path: Path, capsys: Capture) -> None:
    recipe = tmp_path / "own.yaml"
    recipe.write_text(yaml.safe_dump({**json.loads(RECIPE.model_dump_json()), "pases": 3}))
    line = refused(capsys, ["run", str(recipe), "--data", str(small_run.data), "--out", str(tmp_path / "run")], tmp_path, code=2)
    assert "no key `pases`" in line and "did you mean `passes`?" in line.lower()
