"""A recipe is checked before anything is computed; what is wrong is named, with the nearest right key."""

from pathlib import Path
from typing import Any

import pytest

from distill.recipe import Recipe, load_recipe, read_recipe
from kiosk.core import BadInput

RECIPES = Path(__file__).parents[2] / "distill" / "recipes"


class Anything(Recipe, extra="ignore"):
    student: object = None


class Fit(Recipe):
    learning_rate: float = 0.1
    passes: int = 1


class Experiment(Recipe):
    seed: int = 7
    student: Fit = Fit()
    teacher: Fit | None = None


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder / "recipe.yaml"


@pytest.mark.parametrize(
    ("text", "key", "near"),
    [
        ("sead: 1", "sead", "`seed`"),
        ("student: {learnig_rate: 0.2}", "student.learnig_rate", "`student.learning_rate`"),
        ("teacher: {pases: 2}", "teacher.pases", "`teacher.passes`"),
        ("learning_rate: 0.2", "learning_rate", "`student.learning_rate`"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_right_one(tmp_path: Path, text: str, key: str, near: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_recipe(write(tmp_path, recipe=text), (), Experiment)
    assert f"`{key}`" in caught.value.line()
    assert near in caught.value.line()


def test_a_key_like_no_other_is_just_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no key `zzz`"):
        load_recipe(write(tmp_path, recipe="zzz: 1"), (), Experiment)


def test_units_lie_under_the_recipe_in_their_order(tmp_path: Path) -> None:
    recipe = write(tmp_path, a="seed: 1\nstudent: {passes: 3, learning_rate: 0.5}", b="student: {passes: 4}", recipe="use: [a.yaml, b.yaml]\nseed: 9")
    found = load_recipe(recipe, ["student.learning_rate=0.25"], Experiment)
    assert found == Experiment(seed=9, student=Fit(learning_rate=0.25, passes=4))


def test_a_unit_may_use_units_but_not_itself(tmp_path: Path) -> None:
    assert load_recipe(write(tmp_path, a="seed: 1", b="use: [a.yaml]", recipe="use: [b.yaml]"), (), Experiment).seed == 1
    with pytest.raises(BadInput, match="uses itself"):
        load_recipe(write(tmp_path, b="use: [recipe.yaml]", recipe="use: [b.yaml]"), (), Experiment)


@pytest.mark.parametrize("text", ["- a", "use: 3", "use: [3]", "student: {passes: many}", "a: [", "use: [none.yaml]"])
def test_what_is_no_recipe_is_one_clear_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput):
        load_recipe(write(tmp_path, recipe=text), (), Experiment)


@pytest.mark.parametrize("name", sorted(file.name for file in RECIPES.glob("*.yaml")))
def test_every_experiment_has_a_recipe_at_gpu_size_that_asks_for_more(name: str) -> None:
    """Of the same student on the same data; as valid as the others by the test below. Passes are entries of `sizes` for pictures."""
    plain, large = read_recipe(RECIPES / name), read_recipe(RECIPES / "gpu" / name)
    assert all(large.get(key) == plain.get(key) for key in ("source", "store", "views"))

    def passes(recipe: dict[str, Any]) -> int:
        student = recipe["student"]
        return len(student["fit"]["sizes"]) if isinstance(student, dict) else int(recipe["passes"])

    assert passes(large) > passes(plain)


def test_every_recipe_of_the_repository_can_be_run() -> None:
    from distill.hearing import HearingRecipe
    from distill.language_student import LanguageRecipe
    from distill.pictures import PictureRecipe
    from distill.texts import TextsRecipe

    models = {"language": LanguageRecipe, "hearing": HearingRecipe, "texts": TextsRecipe}
    recipes = sorted(file for file in RECIPES.rglob("*.yaml") if file.parent.name != "units")
    assert len(recipes) >= 11 and len(list((RECIPES / "gpu").glob("*.yaml"))) == len(list(RECIPES.glob("*.yaml")))
    for file in recipes:
        declared = load_recipe(file, (), Anything)
        load_recipe(file, (), models.get(str(declared.student), PictureRecipe))
