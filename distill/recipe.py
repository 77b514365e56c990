"""Recipes: one YAML an experiment, composed of small units, checked by a typed model before anything is computed.

`use: [units/views.yaml, …]` lays units under the recipe, the recipe's own values on top. An unknown key, a wrong type or a value out of bounds
is an error that names the key, and the nearest right one. The recipe is the only source of an experiment's numbers: what a run did can be
told from its resolved recipe, which the run writes beside its results.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from rapidfuzz import fuzz, process

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
    values = read_recipe(path)
    for item in overrides:
        _override(values, item)
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            near = _nearest(model, [str(part) for part in first["loc"]])
            raise BadInput(f"The recipe has no key `{key}`", str(path), f"did you mean `{near}`?" if near else "remove it") from error
        raise BadInput(f"The recipe's `{key}`: {first['msg']}", str(path), "correct that key") from error


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file.

    Raises:
        BadInput: it is missing, not YAML, or no mapping.
    """
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadInput("There is no such recipe", str(path), "name a file of distill/recipes") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"The recipe is not YAML: {error}", str(path), "correct the line that is named") from error
    if not isinstance(values, dict):
        raise BadInput("The recipe is not a mapping of keys to values", str(path), "see distill/recipes for an example")
    return values


def read_recipe(path: Path, above: tuple[Path, ...] = ()) -> dict[str, Any]:
    """A recipe's values laid over those of the units that it uses, in their order; unchecked.

    Args:
        above: the files that are being read, so that a circle is seen.

    Raises:
        BadInput: a file cannot be read, or uses itself.
    """
    here = path.resolve()
    if here in above:
        raise BadInput("The recipe uses itself", str(path), "take the circle out of `use`")
    values = read_yaml(path)
    used = values.pop("use", [])
    if not isinstance(used, list) or not all(isinstance(name, str) for name in used):
        raise BadInput("`use` is not a list of files", str(path), "write it as use: [units/views.yaml]")
    under: dict[str, Any] = {}
    for name in used:
        under = _laid_over(under, read_recipe(path.parent / name, (*above, here)))
    return _laid_over(under, values)


def _laid_over(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Mappings merge key by key; anything else on top replaces what is below."""
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = _laid_over(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _nearest(model: type[BaseModel], key: list[str]) -> str | None:
    """The right key that is most like an unknown one, as a dotted path: among its siblings first, then anywhere in the recipe."""
    known = _keys(model)
    siblings = [k for k in known if k.split(".")[:-1] == key[:-1]]
    for names in (siblings, known):
        found = process.extractOne(key[-1], {n: n.rsplit(".", 1)[-1] for n in names}, scorer=fuzz.ratio, score_cutoff=60)
        if found:
            return str(found[2])
    return None


def _keys(model: type[BaseModel], above: str = "") -> list[str]:
    """Dotted paths of every key that a model knows."""
    found = []
    for name, field in model.model_fields.items():
        found.append(above + name)
        for kind in (field.annotation, *get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                found += _keys(kind, f"{above}{name}.")
    return found


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
