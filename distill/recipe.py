"""Recipes: one YAML an experiment, checked by a typed model before anything is computed.

An unknown key, a wrong type or a value out of bounds is an error that names the key. The recipe is the only source of an experiment's
numbers: what a run did can be told from its recipe and the overrides, which the run writes beside its results.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from kiosk.core import BadInput


class Recipe(BaseModel):
    """Base of every recipe model: unknown keys are refused, values do not change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


R = TypeVar("R", bound=BaseModel)


def load_recipe(path: Path, overrides: Sequence[str], model: type[R]) -> R:
    """Read and check a recipe.

    Args:
        path: the YAML file.
        overrides: `dotted.key=value` items, the value in YAML ("student.passes=2"); each key must exist in the model.
        model: the pydantic model of the experiment; it must forbid unknown keys (see `Recipe`).

    Raises:
        BadInput: the file is missing, is not a YAML mapping, or does not fit the model.
    """
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadInput("There is no such recipe", str(path), "name a file of distill/recipes") from error
    except yaml.YAMLError as error:
        raise BadInput(f"The recipe is not YAML: {error}", str(path), "correct the line that is named") from error
    if not isinstance(values, dict):
        raise BadInput("The recipe is not a mapping of keys to values", str(path), "see distill/recipes for an example")
    for item in overrides:
        _override(values, item)
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"The recipe's `{key}`: {first['msg']}", str(path), "correct that key") from error


def _override(values: dict[str, Any], item: str) -> None:
    key, sign, text = item.partition("=")
    if not sign or not key:
        raise BadInput(f"'{item}' is not an override", "command line", "write it as dotted.key=value")
    *parents, last = key.split(".")
    place = values
    for parent in parents:
        inner = place.setdefault(parent, {})
        if not isinstance(inner, dict):
            raise BadInput(f"'{parent}' of '{item}' holds a value, not keys", "command line", "check the key against the recipe")
        place = inner
    place[last] = yaml.safe_load(text)
