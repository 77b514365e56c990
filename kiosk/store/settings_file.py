"""`kiosk.toml`, written by the technician's screens. What must hold: a value goes in only if the typed settings take it; all changes go in at once
or none does; what else stands in the file, its comments too, stays."""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kiosk.core import BadInput, BrokenData
from kiosk.core.settings import PREFIX, load_settings
from kiosk.store.files import write_whole

FILE: Final = "kiosk.toml"
Value = str | int | float | bool


def save_settings(state: Path, changes: Mapping[str, Value]) -> None:
    """Sets values in the settings file of a state folder.

    Raises:
        BadInput: a name is unknown, a value out of bounds, or the file as it stands is not TOML; nothing is written.
        BrokenData: the file cannot be written.
    """
    load_settings(**changes, state=state)
    file = state / FILE
    try:
        before = file.read_text("utf-8") if file.exists() else ""
        after = changed(before, changes)
        if tomllib.loads(after) != tomllib.loads(before) | dict(changes):
            raise BadInput("the settings file has a form that this program cannot change safely", str(file), "write one setting a line, at its top")
        write_whole(file, after)
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenData(f"the settings cannot be stored ({error})", str(file), "free disk space, or make the folder writable") from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"the settings file is not TOML ({error})", str(file), "correct or remove it") from error


def changed(text: str, changes: Mapping[str, Value]) -> str:
    """The text of a settings file with these values; a line in the place of the line that was, new ones at the end."""
    lines = text.removesuffix("\n").split("\n") if text else []  # TOML ends a line nowhere else
    for name, value in changes.items():
        line = f"{name} = {_toml(value)}"
        there = re.compile(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=")
        number = next((n for n, old in enumerate(lines) if there.match(old)), None)
        if number is None:
            lines.append(line)
        else:
            lines[number] = line
    return "".join(f"{line}\n" for line in lines)


def overruled(names: tuple[str, ...]) -> list[str]:
    """Those of these settings that the environment sets, so that the file has no say: their variables."""
    return [variable for variable in (f"{PREFIX}{name.upper()}" for name in names) if variable in os.environ]


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # TOML's basic strings are JSON's, but for this one character
