"""The image experiment's parts: losses, views, recipe, converter, and a training run that is interrupted."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from distill.data.non_products import non_product
from distill.data.pictures import Photos, ViewSettings, grocery, load_photos, view
from distill.losses import coarse_loss, cosine_loss, distillation_loss, soft_target_loss
from distill.pictures import PictureRecipe, Places
from distill.recipe import load_recipe
from distill.schedules import Constant
from distill.students.pictures import FitSettings, Rows, fit, top
from distill.teachers.efficientnet import PictureNet, convert, packaged_weights
from kiosk.bundle.manifest import sha256
from kiosk.core import BadInput, BrokenData, MissingPart

RECIPE = Path(__file__).parents[2] / "distill" / "recipes" / "pictures.yaml"


def test_soft_target_loss_matches_a_case_worked_by_hand() -> None:
    """Teacher (ln 3, 0) says 3/4 and 1/4, student (0, 0) says halves: KL = 3/4 ln 3/2 + 1/4 ln 1/2; at τ = 2, logits doubled, four times that."""
    by_hand = 0.75 * math.log(1.5) + 0.25 * math.log(0.5)
    teacher, student = torch.tensor([[math.log(3.0), 0.0]]), torch.zeros(1, 2)
    assert float(soft_target_loss(student, teacher, 1.0)) == pytest.approx(by_hand, abs=1e-6)
    assert float(soft_target_loss(student, 2 * teacher, 2.0)) == pytest.approx(4 * by_hand, abs=1e-6)
    assert float(soft_target_loss(teacher, teacher, 3.0)) == pytest.approx(0.0, abs=1e-6)


def test_soft_target_loss_refuses_what_makes_no_sense() -> None:
    """Shapes must agree and the temperature be positive."""
    with pytest.raises(ValueError, match="do not belong"):
        soft_target_loss(torch.zeros(1, 2), torch.zeros(1, 3), 1.0)
    with pytest.raises(ValueError, match="positive"):
        soft_target_loss(torch.zeros(1, 2), torch.zeros(1, 2), 0.0)


def test_the_coarse_loss_matches_a_case_worked_by_hand() -> None:
    """Chances 0.5, 0.25, 0.25; the first two are one group: -ln 0.75 for a label in it, -ln 0.25 for the third."""
    logits, groups = torch.log(torch.tensor([[0.5, 0.25, 0.25]])), torch.tensor([7, 7, 9])
    assert float(coarse_loss(logits, groups, torch.tensor([1]))) == pytest.approx(-np.log(0.75), abs=1e-6)
    assert float(coarse_loss(logits, groups, torch.tensor([2]))) == pytest.approx(-np.log(0.25), abs=1e-6)


def test_no_gradient_reaches_the_teacher() -> None:
    """The teacher is given."""
    teacher, student = torch.ones(2, 3, requires_grad=True), torch.randn(2, 3, requires_grad=True)
    (soft_target_loss(student, teacher, 2.0) + cosine_loss(student, teacher)).backward()  # type: ignore[no-untyped-call]
    assert teacher.grad is None
    assert student.grad is not None


def test_without_weight_distillation_is_plain_training() -> None:
    """λ = 0 leaves the cross-entropy."""
    logits, labels = torch.randn(4, 5), torch.tensor([0, 1, 2, 3])
    plain = nn.functional.cross_entropy(logits, labels)
    assert torch.equal(distillation_loss(logits, torch.randn(4, 5), labels, temperature=2.0, weight=0.0), plain)


def test_a_view_depends_on_its_key_alone() -> None:
    """Same key, same bytes; another key, another view; the photo is not touched."""
    photo = np.random.default_rng(0).integers(0, 256, (341, 256, 3)).astype(np.uint8)
    before, settings = photo.copy(), ViewSettings(blur=0.5, glare=0.5, noise=0.5, jpeg=0.5, erase=0.5)
    views = [view(photo, 64, settings, (7, 3, n)) for n in range(12)]
    assert all(np.array_equal(a, view(photo, 64, settings, (7, 3, n))) for n, a in enumerate(views))
    assert not np.array_equal(views[0], views[1])
    assert np.array_equal(photo, before)
    assert all(v.shape == (64, 64, 3) and v.dtype == np.uint8 for v in views)


def test_the_shipped_recipe_is_valid_and_slips_in_it_are_named(tmp_path: Path) -> None:
    """Unknown keys and values out of bounds are refused by name; overrides are checked in the same way."""
    recipe = load_recipe(RECIPE, ["student.temperature=2"], PictureRecipe)
    assert recipe.student.temperature == Constant(level=2.0)
    for override, says in (("student.temprature=2", "temprature"), ("views.blur=2", "views.blur"), ("seed", "not an override")):
        with pytest.raises(BadInput, match=says):
            load_recipe(RECIPE, [override], PictureRecipe)
    with pytest.raises(BadInput, match="no such recipe"):
        load_recipe(tmp_path / "none.yaml", [], PictureRecipe)


def test_a_changed_teacher_asks_for_new_answers(tmp_path: Path) -> None:
    """Cached answers are found by all that they depend on."""
    (tmp_path / "train.txt").write_text("a, 0, 0\n")
    (tmp_path / "val.txt").write_text("b, 0, 0\n")
    first, second = (Places(load_recipe(RECIPE, o, PictureRecipe), tmp_path, tmp_path) for o in ([], ["teacher.fit.learning_rate=1e-3"]))
    third = Places(load_recipe(RECIPE, ["student.temperature=2"], PictureRecipe), tmp_path, tmp_path)
    assert first.labels != second.labels
    assert first.student != second.student
    assert first.labels == third.labels
    assert first.student != third.student


def test_missing_photos_are_said_clearly(tmp_path: Path) -> None:
    """A wrong DATA= tells what is missing and where it comes from."""
    with pytest.raises(MissingPart, match="GroceryStoreDataset"):
        grocery(tmp_path)
    (tmp_path / "train.txt").write_text("none.jpg, 0, 0\n")
    with pytest.raises(MissingPart, match="cannot be read"):
        load_photos(tmp_path, "train")


def test_weights_are_taken_only_with_the_pinned_hash(tmp_path: Path) -> None:
    """A changed file is refused before it is opened; the right one is turned into safetensors without a change."""
    from safetensors.torch import load_file

    with pytest.raises(BrokenData, match="pinned"):
        convert(packaged_weights("lite0"), "0" * 64, tmp_path / "no.safetensors")
    source = tmp_path / "tiny.pth"
    torch.save({"a": torch.arange(3.0)}, source)
    assert torch.equal(load_file(convert(source, sha256(source), tmp_path / "tiny.safetensors"))["a"], torch.arange(3.0))
    torch.save({"a": [1, 2]}, source)
    with pytest.raises(BrokenData, match="tensors"):
        convert(source, sha256(source), tmp_path / "other.safetensors")


def test_of_equal_logits_the_first_class_is_the_best() -> None:
    """Whatever the number of classes: numpy's plain sort keeps no order from seventeen on."""
    logits = np.zeros((1, 81), np.float32)
    assert [top(logits, np.array([label]), 1) for label in range(81)] == [100.0] + 80 * [0.0]
    assert [top(logits, np.array([label]), 3) for label in range(81)] == 3 * [100.0] + 78 * [0.0]


def few_photos() -> Photos:
    """Eight of two classes."""
    random = np.random.default_rng(0)
    return Photos([random.integers(0, 256, (40, 40, 3)).astype(np.uint8) for _ in range(8)], np.arange(8) % 2, np.zeros(8, np.int64))


def taught(folder: Path, settings: FitSettings, stop_in: int | None = None) -> dict[str, Tensor]:
    """The weights of a net after training with a helper, unless it is interrupted in the midst of a pass; then KeyboardInterrupt."""
    photos = few_photos()
    labels, seen = torch.from_numpy(photos.labels), []
    torch.manual_seed(1)
    net, helper = PictureNet("lite0", 2, 0.2, 0.1), nn.Linear(1280, 3)

    def loss(logits: Tensor, embedding: Tensor, part: Rows, epoch: int) -> Tensor:
        seen.append(epoch)
        if seen.count(stop_in) == 2:
            raise KeyboardInterrupt
        return nn.functional.cross_entropy(logits, labels[part]) + helper(embedding).square().mean()

    fit(net, photos, ViewSettings(), settings, loss, folder=folder, seed=3, check=photos, helpers=helper)
    return net.state_dict()


@pytest.mark.parametrize("average", [0.0, 0.9])
def test_an_interrupted_run_ends_where_an_unbroken_one_does(tmp_path: Path, average: float) -> None:
    """Killed in the midst of the second of two passes over views of two sizes and started again: the same weights, averaged or not, and figures."""
    settings = FitSettings(sizes=[32, 64], batch=4, average=average)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    wanted = taught(whole, settings)
    with pytest.raises(KeyboardInterrupt):
        taught(broken, settings, stop_in=1)
    assert json.loads((broken / "checkpoint.json").read_text()) == {"pass": 0}
    found = taught(broken, settings)
    assert all(torch.equal(value, found[key]) for key, value in wanted.items())
    rows = [[json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()] for folder in (whole, broken)]
    assert rows[0] == rows[1] and [set(row) for row in rows[0]] == 2 * [{"pass", "loss", "top_1", "top_3"}]
    assert list((broken / "tensorboard").iterdir())
    again = taught(broken, settings, stop_in=1)  # it is finished: nothing is learned, so nothing is interrupted
    assert all(torch.equal(value, again[key]) for key, value in wanted.items())


def test_the_average_of_the_weights_is_what_is_kept(tmp_path: Path) -> None:
    """With a decay near one it stays by the weights after the first, small step, which the last weights have left."""
    last, mean = (taught(tmp_path / str(average), FitSettings(sizes=[32, 32], batch=4, warm_up=0.5, average=average)) for average in (0.0, 0.999))
    torch.manual_seed(1)
    begun = PictureNet("lite0", 2, 0.2, 0.1).state_dict()
    name = "net._fc.weight"
    assert 0 < (mean[name] - begun[name]).norm() < 0.5 * (last[name] - begun[name]).norm()


def test_non_products_are_pictures_and_repeatable() -> None:
    """A number gives the same picture every time."""
    assert all(np.array_equal(non_product(n), non_product(n)) and non_product(n).shape == (256, 256, 3) for n in range(8))
