"""The image experiment, whole, on a dozen drawn photos of two classes: real nets and weights, views of 32 pixels."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from distill.data.non_products import non_product
from distill.data.pictures import ViewSettings
from distill.evaluation import dossier
from distill.evaluation.summary import gains, slices
from distill.pictures import FinishRecipe, PartRecipe, PictureRecipe, Places, StudentRecipe, TeacherRecipe, run
from distill.students.pictures import FitSettings

FIT = FitSettings(sizes=[32], batch=4)
RECIPE = PictureRecipe(
    seed=3, threads=1, views=ViewSettings(), teacher=TeacherRecipe(net="lite0", fit=FIT), student=StudentRecipe(fit=FIT), finish=FinishRecipe(fit=FIT), part=PartRecipe()
)  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two classes: what is drawn, and the same in other colours."""
    folder = tmp_path_factory.mktemp("grocery")
    for split, numbers in (("train", range(8)), ("val", range(8, 12))):
        for n in numbers:
            picture = non_product(n)[:64, :64]
            cv2.imwrite(str(folder / f"{n}.png"), picture if n % 2 else 255 - picture)
        (folder / f"{split}.txt").write_text("".join(f"{n}.png, {n % 2}, {n % 2}\n" for n in numbers))
    (folder / "classes.csv").write_text("class_id,class_name\n0,Dark\n1,Light\n")
    return folder


@pytest.fixture(scope="module")
def out(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    run(RECIPE, data, folder, ("teach", "label", "train", "finish", "alone", "evaluate"))
    return folder


def test_teacher_and_both_students_stand_in_the_report(out: Path, data: Path) -> None:
    figures = json.loads(Places(RECIPE, data, out).metrics.read_text())
    assert {"teacher", "student", "student, no teacher", "student_with_mirror"} <= set(figures)
    found, _ = dossier.load(out / "answers")
    assert [model.name for model in found.models] == ["teacher", "student", "student, no teacher"]
    assert all(model.milliseconds and model.size for model in found.models)
    assert [gain.part for gain in gains(found)] == ["all"]
    assert {part.kind for part in slices(found)} == {"coarse class", "intent"}
    assert "like dark" in (out / "report.html").read_text()


def test_measured_nets_are_not_measured_again_and_others_are(out: Path, data: Path) -> None:
    report = out / "report.html"
    report.write_text("as it was")
    run(RECIPE, data, out, ("evaluate",))
    assert report.read_text() == "as it was"
    places = Places(RECIPE, data, out)
    places.student.write_bytes(places.alone.read_bytes())
    run(RECIPE, data, out, ("evaluate",))
    assert "<html" in report.read_text()
    found, _ = dossier.load(out / "answers")
    assert np.array_equal(found.models[1].probabilities, found.models[2].probabilities)


def test_the_data_card_counts_the_photos_of_each_class_and_part(out: Path) -> None:
    card = (out / "card.md").read_text()
    assert "12 photos" in card and "| class | val | train |" in card
    assert "| dark | 2 | 4 |" in card and "| light | 2 | 4 |" in card
