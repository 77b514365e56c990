"""Reads a store pack: the folder of CSV and YAML that a shopkeeper edits.

Every row is validated; every bad one becomes a `Problem` with file, line, reason and mend, and reading goes on, so that one look shows all
mistakes. A pack with problems is never handed out: `read_pack` raises. Nothing is written here.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from kiosk.core import BrokenData, MissingPart
from kiosk.store import building, rows
from kiosk.store.forms import Form

R = TypeVar("R", bound=rows.Row)
MAX_FILE = 64_000_000
"""Bytes: 100,000 products with every column filled take 60 MB."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a pack."""

    file: str
    line: int
    reason: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}. {self.mend}"


@dataclass(frozen=True)
class Pack:
    """A whole and valid pack. `digest` is the SHA-256 of its files' names and bytes."""

    shop: rows.Shop
    kinds: tuple[rows.Kind, ...]
    products: tuple[rows.Product, ...]
    digest: str
    brands: tuple[rows.Brand, ...] = ()
    facilities: tuple[building.Facility, ...] = ()
    offers: tuple[rows.Offer, ...] = ()
    recalls: tuple[rows.Recall, ...] = ()
    orders: tuple[rows.Order, ...] = ()
    receipts: tuple[rows.Receipt, ...] = ()
    recipes: tuple[rows.Recipe, ...] = ()
    policies: tuple[rows.Policy, ...] = ()
    counters: tuple[rows.Counter, ...] = ()
    holidays: tuple[rows.Holiday, ...] = ()
    forms: tuple[Form, ...] = ()
    floor: building.Floor | None = None
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Line of a row, by (file, identifier)."""


TABLES: Mapping[str, type[rows.Row]] = {
    "kinds": rows.Kind, "products": rows.Product, "brands": rows.Brand, "facilities": building.Facility, "offers": rows.Offer,
    "recalls": rows.Recall, "orders": rows.Order, "receipts": rows.Receipt,
}  # fmt: skip
"""CSV files of a pack; kinds and products must be there."""
LISTS: Mapping[str, tuple[str, type[rows.Row]]] = {
    "recipes": ("recipes", rows.Recipe), "policies": ("policies", rows.Policy), "counters": ("hours", rows.Counter),
    "holidays": ("hours", rows.Holiday), "forms": ("forms", Form),
}  # fmt: skip
"""Lists in YAML files: key in the file, its file and its model."""
KEYS = ("id", "number", "topic", "brand", "date")


def key_of(row: BaseModel) -> str:
    """The identifier of a row within its file."""
    if isinstance(row, rows.Product):
        return row.sku
    if isinstance(row, rows.Kind):
        return row.kind
    return next(str(getattr(row, k)) for k in KEYS if hasattr(row, k))


def explain(error: ValidationError) -> Iterator[tuple[str, str]]:
    """Reason and mend of each fault that pydantic found in a row."""
    for fault in error.errors():
        place = ".".join(str(p) for p in fault["loc"]) or "row"
        message = fault["msg"].removeprefix("Value error, ")
        given = fault.get("input")
        match fault["type"]:
            case "missing":
                yield f"column {place} is missing", f"add {place}"
            case "extra_forbidden":
                yield f"unknown column {place}", f"remove {place} or correct its name"
            case "value_error":
                yield message, "correct the row"
            case "string_pattern_mismatch":
                yield f"{place} {str(given)[:60]!r} is not of the form that {place} has", f"write it as {fault['ctx']['pattern']}"
            case _:
                shown = f" {str(given)[:60]!r}" if isinstance(given, str | int | float) else ""
                yield f"{place}{shown}: {message[0].lower() + message[1:]}", f"correct {place}"


def _text(file: Path, problems: list[Problem]) -> str | None:
    if file.stat().st_size > MAX_FILE:
        problems.append(Problem(file.name, 0, f"is larger than {MAX_FILE // 1_000_000} MB", "Split the store or remove what is not a product"))
        return None
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        problems.append(Problem(file.name, line, "is not UTF-8 text", "Save the file as CSV UTF-8 in the spreadsheet"))
        return None


def _csv(file: Path, model: type[R], problems: list[Problem]) -> Iterator[tuple[int, R]]:
    text = _text(file, problems)
    if text is None:
        return
    if "\x00" in text:
        problems.append(Problem(file.name, text[: text.index("\x00")].count("\n") + 1, "holds a NUL character", "Remove it"))
        return
    reader = csv.reader(io.StringIO(text), strict=True)
    header: list[str] = []
    try:
        header = [h.strip() for h in next(reader, [])]
        unknown = [h for h in header if h not in model.model_fields]
        twice = {h for h in header if header.count(h) > 1}
        missing = [n for n, f in model.model_fields.items() if f.is_required() and n not in header]
        if unknown or missing or twice:
            said = [f"unknown column {h!r}" for h in unknown] + [f"column {h!r} is missing" for h in missing] + [f"column {h!r} stands twice" for h in twice]
            problems.append(Problem(file.name, 1, "; ".join(said), f"The columns are {', '.join(model.model_fields)}"))
            return
        line = reader.line_num + 1
        for cells in reader:
            here, line = line, reader.line_num + 1
            if not any(c.strip() for c in cells):
                continue
            if len(cells) != len(header):
                problems.append(Problem(file.name, here, f"has {len(cells)} cells where the header has {len(header)}", "Quote cells that hold commas"))
                continue
            given = {h: c for h, c in zip(header, cells, strict=True) if c.strip() or model.model_fields[h].is_required()}
            try:
                yield here, model.model_validate(given)
            except ValidationError as error:
                problems.extend(Problem(file.name, here, *pair) for pair in explain(error))
    except csv.Error as error:
        problems.append(Problem(file.name, reader.line_num, f"is not CSV ({error})", "Close the quote or save it from the spreadsheet again"))


class _Lined(yaml.SafeLoader):
    """Safe YAML that remembers the line of each mapping, and knows no aliases: a few of them can stand for gigabytes, or for themselves."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "aliases are not read", self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)


def _construct_mapping(loader: _Lined, node: yaml.MappingNode) -> dict[str, Any]:
    mapping: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    mapping["__line__"] = node.start_mark.line + 1
    return mapping


_Lined.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_mapping)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if k != "__line__"}
    return [_plain(v) for v in value] if isinstance(value, list) else value


def _yaml(file: Path, problems: list[Problem]) -> dict[str, Any]:
    text = _text(file, problems)
    if text is None:
        return {}
    try:
        loaded = yaml.load(text, _Lined)  # noqa: S506 - a subclass of SafeLoader
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "cannot be read"
        problems.append(Problem(file.name, mark.line + 1 if mark else 0, f"is not YAML ({reason})", "Mind the indentation and quote text with colons"))
        return {}
    if not isinstance(loaded, dict):
        problems.append(Problem(file.name, 1, "is not a mapping", "Begin it with a name and a colon"))
        return {}
    return loaded


def _list(file: Path, key: str, values: Any, model: type[R], problems: list[Problem]) -> Iterator[tuple[int, R]]:
    if not isinstance(values, list):
        problems.append(Problem(file.name, 1, f"{key} is not a list", "Begin each entry with a dash"))
        return
    for value in values:
        line = value.get("__line__", 0) if isinstance(value, dict) else 0
        try:
            yield line, model.model_validate(_plain(value))
        except ValidationError as error:
            problems.extend(Problem(file.name, line, *pair) for pair in explain(error))


def pack_files(folder: Path) -> list[Path]:
    """The files of a pack, sorted; raises MissingPart where the folder is none."""
    if not folder.is_dir():
        raise MissingPart(f"there is no store pack {folder.name!r}", str(folder), "give the folder that holds store.yaml and products.csv")
    return sorted(f for f in folder.iterdir() if f.suffix in (".csv", ".yaml") and f.is_file())


def pack_digest(folder: Path) -> str:
    """SHA-256 over names and bytes of the pack's files."""
    digest = hashlib.sha256()
    for file in pack_files(folder):
        digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def read_rows(folder: Path) -> tuple[dict[str, Any], dict[tuple[str, str], int], list[Problem]]:
    """All tables of a pack by name, the line of each row, and every problem of form. What needs two rows to see is in `checking`."""
    problems: list[Problem] = []
    lines: dict[tuple[str, str], int] = {}
    tables: dict[str, Any] = {}
    here = {f.name for f in pack_files(folder)}

    def keep(name: str, file: str, found: Iterator[tuple[int, R]]) -> None:
        kept: list[R] = []
        for line, row in found:
            key = key_of(row)
            if (name, key) in lines:
                problems.append(Problem(file, line, f"{key!r} stands twice, first on line {lines[name, key]}", "Remove or rename one"))
                continue
            lines[name, key] = line
            kept.append(row)
        tables[name] = tuple(kept)

    known = {f"{n}.csv" for n in TABLES} | {f"{f}.yaml" for f, _ in LISTS.values()} | {"store.yaml", "floor.yaml"}
    for name in sorted(here - known):
        problems.append(Problem(name, 0, "is not a file of a store pack", f"Remove it; the files are {', '.join(sorted(known))}"))
    for name, model in TABLES.items():
        if f"{name}.csv" in here:
            keep(name, f"{name}.csv", _csv(folder / f"{name}.csv", model, problems))
        elif name in ("kinds", "products"):
            problems.append(Problem(f"{name}.csv", 0, "is missing", "Every pack has it"))
    documents = {stem: _yaml(folder / f"{stem}.yaml", problems) for stem in ("store", "floor", *{f for f, _ in LISTS.values()}) if f"{stem}.yaml" in here}
    for name, (stem, model) in LISTS.items():
        if name in documents.get(stem, {}):
            keep(name, f"{stem}.yaml", _list(folder / f"{stem}.yaml", name, documents[stem][name], model, problems))
    for stem, model, name in (("store", rows.Shop, "shop"), ("floor", building.Floor, "floor")):
        if stem not in documents:
            if stem == "store":
                problems.append(Problem("store.yaml", 0, "is missing", "Every pack has it"))
            continue
        try:
            tables[name] = model.model_validate(_plain(documents[stem]))
        except ValidationError as error:
            problems.extend(Problem(f"{stem}.yaml", documents[stem].get("__line__", 1), *pair) for pair in explain(error))
    return tables, lines, problems


def refuse(folder: Path, problems: Sequence[Problem]) -> BrokenData:
    """The error for a pack with problems: the first of them in full, and how many more there are."""
    more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
    return BrokenData(f"the store pack has {len(problems)} problem{'s' * (len(problems) > 1)}: {problems[0]}{more}", str(folder),
                      f"see them all with: kiosk store check {folder}")  # fmt: skip


def read_pack(folder: Path) -> Pack:
    """A valid pack; raises BrokenData with the first problem and their number, MissingPart where there is no pack."""
    tables, lines, problems = read_rows(folder)
    if problems:
        raise refuse(folder, problems)
    return Pack(**tables, digest=pack_digest(folder), lines=lines)
