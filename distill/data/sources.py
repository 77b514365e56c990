"""Where the data comes from: what each source is, under which licence, what it may be used for, and its SHA-256.

The list is data (`sources.yaml`). A digest is that of the bytes on disk and of nothing else: of a file its SHA-256, of a folder the SHA-256 of what
`find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum` prints in it, so that anybody can check it without this project.
"""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.bundle.manifest import sha256
from kiosk.core import BrokenData, KioskError, MissingPart

FILE = Path(__file__).with_name("sources.yaml")
REPOSITORY = Path(__file__).parents[2]

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Use(StrEnum):
    """What a source may be used for."""

    train = "train"
    development = "development only"
    test = "test only"


class Source(BaseModel):
    """One source of data.

    Args:
        place: what `path` is relative to: the folder of the shared data, or the repository.
        path: a file or a folder.
        licence: an SPDX identifier, or a name.
        origin: where it comes from; told to whom it is missing.
        purpose: what it is used for here.
        pattern: which files of a folder belong to it, by their names.
        files: expected SHA-256 of single files of a folder, so that a change of one of them is told by name.
        sha256: expected digest of the whole; None where the source changes with the repository, which keeps its history.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    title: str
    place: Literal["data", "repository"]
    path: str
    licence: str
    origin: str
    use: Use
    purpose: str
    pattern: str = "*"
    files: dict[str, Sha256] = {}
    sha256: Sha256 | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """What lies on disk: number of files, bytes, SHA-256."""

    files: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class State:
    """A source beside what was found of it; `error` is None where all is as expected."""

    source: Source
    digest: Digest | None
    error: KioskError | None


def read_sources(file: Path = FILE) -> tuple[Source, ...]:
    """All sources, in the file's order. Raises BrokenData for a bad file, an unknown key or an id that stands twice."""
    try:
        sources = tuple(Source.model_validate(row) for row in yaml.safe_load(file.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError) as error:
        raise BrokenData(f"the list of sources cannot be read ({error})", str(file), "restore it from the repository") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BrokenData(f"the source {first['input']!r}: `{key}`: {first['msg']}", str(file), "correct that key") from error
    ids = [s.id for s in sources]
    if twice := {i for i in ids if ids.count(i) > 1}:
        raise BrokenData(f"{', '.join(sorted(twice))} stands twice in the list of sources", str(file), "keep one")
    return sources


def place_of(source: Source, data: Path, repository: Path = REPOSITORY) -> Path:
    """The file or folder of a source."""
    return (data if source.place == "data" else repository) / source.path


def digest(source: Source, data: Path, repository: Path = REPOSITORY) -> Digest:
    """What lies on disk of a source, whatever was expected. Raises MissingPart where there is nothing, BrokenData where it cannot be read."""
    place = place_of(source, data, repository)
    if not place.exists():
        raise _missing(source, place)
    try:
        if place.is_file():
            return Digest(1, place.stat().st_size, sha256(place))
        files = sorted((f"./{f.relative_to(place).as_posix()}", f) for f in place.rglob("*") if f.is_file() and fnmatch.fnmatchcase(f.name, source.pattern))
        if not files:
            raise _missing(source, place / source.pattern)
        listing = hashlib.sha256()
        for name, file in files:
            listing.update(f"{sha256(file)}  {name}\n".encode())
        return Digest(len(files), sum(f.stat().st_size for _, f in files), listing.hexdigest())
    except OSError as error:
        raise BrokenData(f"{source.title} cannot be read ({error.strerror})", str(place), "check the rights of the files and the disk") from error


def check(source: Source, data: Path, repository: Path = REPOSITORY) -> Digest:
    """The digest of a source that is as expected.

    Raises:
        MissingPart: the source, or a file of it, is not there.
        BrokenData: it is there and is not what its SHA-256 says.
    """
    found = digest(source, data, repository)
    _compare(source, found, place_of(source, data, repository))
    return found


def _compare(source: Source, found: Digest, place: Path) -> None:
    for name, expected in source.files.items():
        if not (place / name).is_file():
            raise _missing(source, place / name)
        if sha256(place / name) != expected:
            raise _changed(source, place / name)
    if source.sha256 not in (None, found.sha256):
        raise _changed(source, place)


def states(data: Path, repository: Path = REPOSITORY, sources: Sequence[Source] | None = None) -> list[State]:
    """Every source as it was found; nothing is raised for one that is missing or changed."""
    found = []
    for source in read_sources() if sources is None else sources:
        held: Digest | None = None
        wrong: KioskError | None = None
        try:
            held = digest(source, data, repository)
            _compare(source, held, place_of(source, data, repository))
        except KioskError as error:
            wrong = error
        found.append(State(source, held, wrong))
    return found


def named(ids: Sequence[str], data: Path) -> list[State]:
    """The sources of these ids as they were found; see `states`."""
    return states(data, sources=[source for source in read_sources() if source.id in ids])


def table(found: Sequence[State]) -> str:
    """Id, licence, use, files, bytes, SHA-256 and whether it is as expected, a line a source; what is wrong stands below."""
    lines = [("source", "licence", "use", "files", "bytes", "sha256", "ok?")]
    for state in found:
        held = (f"{state.digest.files:,}", f"{state.digest.bytes:,}", state.digest.sha256) if state.digest else ("-", "-", "-")
        verdict = "missing" if isinstance(state.error, MissingPart) else "changed" if state.error else "ok" if state.source.sha256 else "not pinned"
        lines.append((state.source.id, state.source.licence, state.source.use, *held, verdict))
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    text = ["  ".join(c.rjust(w) if n in (3, 4) else c.ljust(w) for n, (c, w) in enumerate(zip(line, widths, strict=True))).rstrip() for line in lines]
    return "\n".join([*text, *(f"{s.source.id}: {s.error.line()}" for s in found if s.error)])


def _missing(source: Source, place: Path) -> MissingPart:
    mend = f"get it from {source.origin} and give its folder with --data" if source.place == "data" else "check the repository out whole"
    return MissingPart(f"{source.title} is not there", str(place), mend)


def _changed(source: Source, place: Path) -> BrokenData:
    return BrokenData(f"{source.title} is not what it was: its SHA-256 is another", str(place), f"get it anew from {source.origin}")
