"""A student that learns from a student of an earlier run, and from the moving average of its own weights."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from distill import texts
from distill.evaluation import dossier
from distill.recipe import load_recipe
from distill.students.texts import TextStudent
from distill.texts import EarlierSeat, TextsRecipe, run
from distill.training import WEIGHTS
from distill.weights import FILE, load_student
from kiosk.core import BadInput, BrokenData, MissingPart
from tests.distill.conftest import SmallRun
from tests.fakes.texts import RECIPE, write_sets


def again(earlier: Path, **changes: object) -> TextsRecipe:
    """The small set's recipe with the student of an earlier run as its only teacher, over two passes."""
    seats = (EarlierSeat(teacher="student", run=earlier, share=1.0),)
    return TextsRecipe.model_validate({**RECIPE.model_dump(mode="json"), "seats": [s.model_dump() for s in seats], "passes": 2, **changes})


def test_the_student_of_an_earlier_run_is_the_teacher_of_the_next(small_run: SmallRun, tmp_path: Path) -> None:
    """Its answers are the labels, it stands in the report as any teacher does, and nothing of it is copied."""
    run(again(small_run.out), small_run.data, tmp_path / "run")
    found, _ = dossier.load(tmp_path / "run" / "answers")
    before, _ = dossier.load(small_run.out / "answers")
    said = {model.name: model for model in found.models}
    np.testing.assert_allclose(said["seat-0-student"].probabilities, before.student.probabilities, atol=1e-5)
    assert said["ensemble"].size == (small_run.out / "model" / FILE).stat().st_size
    assert [f.name for f in (tmp_path / "run" / "seat-0-student").iterdir()] == ["done"]


@pytest.fixture
def labelled(small_run: SmallRun, tmp_path: Path) -> Callable[..., Path]:
    """A run of its own whose labels are there, with these changes of the recipe; and its student, taught."""

    def made(name: str, **changes: object) -> Path:
        out, recipe = tmp_path / name, again(small_run.out, **changes)
        run(recipe, small_run.data, out, ("prepare", "teach", "label", "train"))
        return out

    return made


def weights_of(out: Path) -> dict[str, torch.Tensor]:
    _, _, _, words = texts.load(out)
    return load_student(TextStudent, out / "model", words).state_dict()


def test_what_is_kept_is_the_moving_average_of_the_weights(labelled: Callable[..., Path]) -> None:
    """Not the last ones, which the training leaves beside it."""
    for average, same in ((0.0, True), (0.9, False)):
        out = labelled(f"run-{average}", average=average)
        last = torch.load(out / "student" / WEIGHTS, weights_only=True)
        assert torch.equal(weights_of(out)["answer.weight"], last["answer.weight"]) is same


def test_the_average_teaches_where_it_has_a_weight(labelled: Callable[..., Path]) -> None:
    """The last weights of the training are others than without it; nothing else differs."""
    ends = [torch.load(labelled(f"run-{own}", average=0.9, average_weight=own) / "student" / WEIGHTS, weights_only=True)["answer.weight"] for own in (0.0, 1.0)]
    assert not torch.equal(*ends)


def test_a_run_that_was_killed_goes_on_with_its_average(labelled: Callable[..., Path], small_run: SmallRun, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first of two passes: the weights are those of a run that was not killed, bit by bit."""
    whole = labelled("whole", average=0.9, average_weight=1.0)
    killed = whole.with_name("killed")
    shutil.copytree(whole, killed, ignore=shutil.ignore_patterns("model", "student"))
    recipe, loss = again(small_run.out, average=0.9, average_weight=1.0), texts.distillation_loss

    def cut(*given: object, **named: object) -> torch.Tensor:
        if (killed / "student" / "checkpoint.json").is_file():
            raise KeyboardInterrupt
        return loss(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(texts, "distillation_loss", cut)
    with pytest.raises(KeyboardInterrupt):
        run(recipe, small_run.data, killed, ("train",))
    assert json.loads((killed / "student" / "checkpoint.json").read_text()) == {"pass": 0}
    monkeypatch.setattr(texts, "distillation_loss", loss)
    run(recipe, small_run.data, killed, ("train",))
    assert (killed / "model" / FILE).read_bytes() == (whole / "model" / FILE).read_bytes()


def test_an_earlier_run_whose_student_changed_is_refused(small_run: SmallRun, tmp_path: Path) -> None:
    """What it labelled before and after would be of two teachers."""
    earlier = tmp_path / "earlier"
    shutil.copytree(small_run.out, earlier, ignore=shutil.ignore_patterns("seat-*", "cache", "part"))
    recipe = again(earlier)
    run(recipe, small_run.data, tmp_path / "run", ("prepare", "teach"))
    shutil.copy(small_run.out / "alone-model" / FILE, earlier / "model" / FILE)
    with pytest.raises(BrokenData, match="another student than when it was taken in"):
        run(recipe, small_run.data, tmp_path / "run", ("label",))
    shutil.rmtree(earlier / "model")
    with pytest.raises(MissingPart, match="not there"):
        run(recipe, small_run.data, tmp_path / "run", ("label",))


def test_an_earlier_run_of_other_questions_is_refused(small_run: SmallRun, tmp_path: Path) -> None:
    """It may have been taught what this run measures on."""
    (tmp_path / "data").mkdir()
    data = write_sets(tmp_path / "data")
    file = data / "clinc150" / "train_val.json"
    parts = json.loads(file.read_text())
    parts["train"], parts["val"] = parts["train"][1:], [*parts["val"], parts["train"][0]]
    file.write_text(json.dumps(parts))
    with pytest.raises(BrokenData, match="other questions"):
        run(again(small_run.out), data, tmp_path / "run", ("prepare", "teach"))
    with pytest.raises(MissingPart, match="not prepared"):
        run(again(tmp_path / "nowhere"), small_run.data, tmp_path / "other", ("prepare", "teach"))


def test_an_average_that_is_not_taken_cannot_teach(tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text("student: texts\nsource: clinc150\nseats: [{teacher: minilm, share: 1}]\naverage_weight: 0.5\n")
    with pytest.raises(BadInput, match="give its decay"):
        load_recipe(recipe, (), TextsRecipe)
    assert load_recipe(recipe, ["average=0.99", "average_weight={shape: warm_up, end: 1}"], TextsRecipe).average == 0.99
