"""Public sets of short questions that we prove ourselves on: CLINC150 (CC BY 3.0) and BANKING77 (CC BY 4.0).

Only their training and validation parts are read here. BANKING77 has no validation part: a tenth of each label's questions, chosen by the
question's own hash, is checked on and never trained on. Outliers are questions of other sets, none of which is ours to answer.
"""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from distill.data.wordings import FOLDER, fill, read_lists, read_wordings, side
from kiosk.core import BrokenData, MissingPart
from kiosk.core.text import normalise

Source = Literal["clinc150", "banking77"]
OUTSIDE = "oos"
"""CLINC150's name for what is out of scope."""
OUTSIDE_FOLDER = Path(__file__).parent / "outside"
CHECKED = 0.1


@dataclass(frozen=True, slots=True)
class Labelled:
    """One question of a set; `checked` ones are never trained on."""

    text: str
    label: str
    checked: bool


def read_set(source: Source, data: Path) -> list[Labelled]:
    """The set's questions in a fixed order.

    Raises:
        MissingPart: the file is not in the data folder.
        BrokenData: it is not what the set's authors published, or a part of it is empty.
    """
    file = data / source / ("train_val.json" if source == "clinc150" else "train.csv")
    if not file.is_file():
        raise MissingPart(f"{source} is not there", str(file), "give the folder of the shared data with --data")
    try:
        rows = _clinc150(file) if source == "clinc150" else _banking77(file)
    except (ValueError, KeyError, UnicodeDecodeError, csv.Error) as error:
        raise BrokenData(f"{source} cannot be read ({error})", str(file), "copy the set again") from error
    for checked in (False, True):
        if not any(row.checked is checked for row in rows):
            raise BrokenData(f"{source} has no question to {'check' if checked else 'learn'} from", str(file), "copy the set again")
    return rows


def _clinc150(file: Path) -> list[Labelled]:
    parts = json.loads(file.read_text("utf-8"))
    return [Labelled(t, label, part.endswith("val")) for part in ("train", "val", "oos_train", "oos_val") for t, label in parts[part]]


def _banking77(file: Path) -> list[Labelled]:
    with file.open(encoding="utf-8", newline="") as f:
        return [Labelled(row["text"].strip(), row["category"], side(row["text"], CHECKED)) for row in csv.DictReader(f)]


def outliers(source: Source, data: Path) -> dict[str, str]:
    """Questions of the other public set and of our shop, each with the id of its source: to CLINC150 and BANKING77 alike, things that others answer.
    They still hold some that are in scope ("what is my balance"); `distill.texts` asks a teacher and keeps what it does not recognise."""
    other: Source = "banking77" if source == "clinc150" else "clinc150"
    told = [*((row.text, other) for row in read_set(other, data) if not row.checked), *((text, "wordings") for text in _shop())]
    return dict({normalise(text): (text, its) for text, its in told}.values())


def strangers(source: Source) -> list[str]:
    """Questions of our own that no label of the set answers, from `outside/<source>.txt`; none where there is no such file."""
    file = OUTSIDE_FOLDER / f"{source}.txt"
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return list({normalise(line): line.strip() for line in lines if line.strip() and not line.startswith("#")}.values())


def _shop() -> Iterable[str]:
    from random import Random

    lists = read_lists("en", FOLDER)
    known = {"product": lists.get("product_extra", ["milk"]), "product2": lists.get("product_extra", ["milk"]), "brand": ["Harbour"]}
    for wording in read_wordings("en", FOLDER):
        if all(slot in {**lists, **known} for slot in _slots(wording.template)):
            yield fill(wording.template, {**lists, **known}, Random(wording.template)).text


def _slots(template: str) -> tuple[str, ...]:
    from distill.data.wordings import slots_of

    return tuple(slots_of(template))

