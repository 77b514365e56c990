"""Schedules: their values by hand, their ends and bounds, and how a recipe names them."""

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from distill.recipe import Recipe, load_recipe
from distill.schedules import Constant, Cosine, Linear, Temperature, ValueSchedule, WarmUp
from kiosk.core import BadInput

LEVELS = st.floats(0, 100)


class _Teaching(Recipe):
    temperature: ValueSchedule


class _Softened(Recipe):
    temperature: Temperature = Constant(level=2)


def test_values_by_hand() -> None:
    """From 4 to 1 at the start, a quarter, half and the end."""
    shares = (0.0, 0.25, 0.5, 1.0)
    assert [Constant(level=2.5).value(s) for s in shares] == [2.5, 2.5, 2.5, 2.5]
    assert [Linear(start=4, end=1).value(s) for s in shares] == [4, 3.25, 2.5, 1]
    assert [Cosine(start=4, end=1).value(s) for s in shares] == pytest.approx([4, 3.560660, 2.5, 1], abs=1e-6)  # 2.5 + 1.5 · √½
    assert [WarmUp(start=4, end=1, share=0.5).value(s) for s in shares] == [4, 2.5, 1, 1]


def test_a_warm_up_starts_from_nothing_by_itself() -> None:
    assert [WarmUp(end=0.8).value(s) for s in (0.0, 0.05, 0.1, 0.7)] == pytest.approx([0.0, 0.4, 0.8, 0.8])


@settings(max_examples=60)
@given(LEVELS, LEVELS, st.floats(0, 1), st.floats(0, 1))
def test_values_run_from_the_first_to_the_last_and_never_back(start: float, end: float, one: float, other: float) -> None:
    early, late = sorted((one, other))
    for schedule in (Linear(start=start, end=end), Cosine(start=start, end=end), WarmUp(start=start, end=end, share=0.3)):
        assert (schedule.value(0.0), schedule.value(1.0)) == (start, end)
        values = [start, schedule.value(early), schedule.value(late), end]
        rounded = [round(v, 9) for v in values]
        assert rounded == sorted(rounded, reverse=start > end)


@pytest.mark.parametrize("share", [-0.01, 1.01, math.nan])
def test_no_value_outside_of_the_training(share: float) -> None:
    for schedule in (Constant(level=1), Linear(start=0, end=1), Cosine(start=0, end=1), WarmUp(end=1)):
        with pytest.raises(ValueError, match="share of a training"):
            schedule.value(share)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{shape: constant, level: 2}", Constant),
        ("{shape: linear, start: 4, end: 1}", Linear),
        ("{shape: cosine, start: 4, end: 1}", Cosine),
        ("{shape: warm_up, end: 1, share: 0.2}", WarmUp),
    ],
)
def test_a_recipe_names_the_shape(tmp_path: Path, text: str, kind: type) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(f"temperature: {text}\n")
    assert isinstance(load_recipe(file, [], _Teaching).temperature, kind)


@pytest.mark.parametrize(
    "text",
    [
        "{shape: zigzag, level: 2}",
        "{level: 2}",
        "{shape: constant, level: -1}",
        "{shape: constant, level: .nan}",
        "{shape: linear, start: 1, end: .inf}",
        "{shape: linear, start: 1, end: 2, level: 3}",
        "{shape: warm_up, end: 1, share: 0}",
    ],
)
def test_a_recipe_with_a_senseless_schedule_is_refused_by_its_key(tmp_path: Path, text: str) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(f"temperature: {text}\n")
    with pytest.raises(BadInput, match="temperature"):
        load_recipe(file, [], _Teaching)


def test_a_schedule_does_not_change() -> None:
    schedule = Constant(level=1)
    with pytest.raises(ValidationError):
        schedule.level = 2


@given(LEVELS)
def test_a_number_is_a_schedule_that_stays_and_is_written_as_a_number(level: float) -> None:
    made = _Teaching.model_validate({"temperature": level})
    assert made.temperature == Constant(level=level)
    assert made.model_dump() == {"temperature": level}
    assert _Teaching.model_validate_json(made.model_dump_json()) == made


def test_the_first_pass_has_the_first_value_and_the_last_pass_the_last() -> None:
    assert [Linear(start=4, end=1).at_pass(n, 4) for n in range(4)] == pytest.approx([4, 3, 2, 1])
    assert Linear(start=4, end=1).at_pass(0, 1) == 4


@pytest.mark.parametrize("wrong", [0, -1, "{shape: linear, start: 4, end: 0}", "{shape: warm_up, end: 2}", "hot", True])
def test_a_temperature_is_positive_from_first_to_last(wrong: object, tmp_path: Path) -> None:
    (tmp_path / "recipe.yaml").write_text(f"temperature: {wrong}")
    with pytest.raises(BadInput, match="temperature"):
        load_recipe(tmp_path / "recipe.yaml", (), _Softened)
