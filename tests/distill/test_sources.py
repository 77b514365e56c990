"""A source is what its SHA-256 says, or the reader is told what is wrong, where, and how to mend it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from distill.data.sources import REPOSITORY, Source, Use, check, digest, place_of, read_sources, states, table
from kiosk.core import BrokenData, MissingPart

DATA = REPOSITORY.parent / "shared" / "data"
LISTED = "cd %s && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum"


def source(**changes: object) -> Source:
    made = {"id": "s", "title": "A set", "place": "data", "path": "set", "licence": "MIT", "origin": "https://example.org", "use": "train", "purpose": "a test"}
    return Source.model_validate({**made, **changes})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "set" / "b"
    folder.mkdir(parents=True)
    (folder / "one.txt").write_text("一\n", "utf-8")
    (tmp_path / "set" / "b.txt").write_text("two")
    (tmp_path / "set" / "a z.csv").write_bytes(bytes(range(256)) * 9000)
    return tmp_path


def test_every_source_of_the_project_is_listed_with_licence_and_use() -> None:
    use = {s.id: s.use for s in read_sources()}
    assert {i for i, u in use.items() if u is Use.train} == {"clinc150", "banking77", "grocery", "outside", "wordings", "store_pack"}
    assert {i for i, u in use.items() if u is not Use.train} == {"coffee_speech", "real_speech", "questions_dev", "visits_dev", "exam"}
    assert all(s.licence and s.origin and s.purpose for s in read_sources())


def test_all_that_lies_outside_the_repository_is_pinned() -> None:
    assert all((s.sha256 is not None) == (s.place == "data") for s in read_sources())


@pytest.mark.parametrize("name", [s.id for s in read_sources() if s.place == "repository"])
def test_a_source_of_the_repository_is_there(name: str) -> None:
    found = next(s for s in read_sources() if s.id == name)
    assert check(found, Path("nowhere")).files >= 1


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not on this machine")
@pytest.mark.parametrize("name", [s.id for s in read_sources() if s.place == "data"])
def test_the_shared_data_is_what_was_taught_with(name: str) -> None:
    found = next(s for s in read_sources() if s.id == name)
    assert check(found, DATA).sha256 == found.sha256


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum")
def test_a_folders_digest_is_what_sha256sum_says(data: Path) -> None:
    said = subprocess.run(["sh", "-c", LISTED % (data / "set")], capture_output=True, text=True, check=True).stdout.split()[0]
    found = digest(source(), data)
    assert (found.sha256, found.files, found.bytes) == (said, 3, 4 + 3 + 256 * 9000)


def test_a_folders_digest_is_of_the_files_that_belong_to_it(data: Path) -> None:
    before = digest(source(pattern="*.txt"), data)
    (data / "set" / "other.md").write_text("x")
    assert digest(source(pattern="*.txt"), data) == before and before.files == 2
    (data / "set" / "b.txt").rename(data / "set" / "c.txt")
    assert digest(source(pattern="*.txt"), data).sha256 != before.sha256


def test_a_changed_file_is_told_by_name_and_any_change_is_noticed(data: Path) -> None:
    pins = {"b.txt": digest(source(path="set/b.txt"), data).sha256}
    pinned = source(files=pins, sha256=digest(source(), data).sha256)
    assert check(pinned, data).files == 3
    (data / "set" / "b" / "one.txt").write_text("二\n", "utf-8")
    with pytest.raises(BrokenData, match=r"A set is not what it was.*set\).*https://example.org"):
        check(pinned, data)
    (data / "set" / "b.txt").write_text("tow")
    with pytest.raises(BrokenData, match=r"b\.txt"):
        check(pinned, data)
    (data / "set" / "b.txt").unlink()
    with pytest.raises(MissingPart, match=r"b\.txt.*--data"):
        check(pinned, data)


@pytest.mark.parametrize("path", ["nothing", "empty"])
def test_what_is_missing_says_where_to_get_it(data: Path, path: str) -> None:
    (data / "empty").mkdir()
    with pytest.raises(MissingPart, match=r"A set is not there.*Get it from https://example.org"):
        check(source(path=path), data)


def test_a_source_of_the_repository_that_is_missing_asks_for_the_whole_of_it(tmp_path: Path) -> None:
    with pytest.raises(MissingPart, match="repository out whole"):
        check(source(place="repository"), Path("unused"), tmp_path)


def test_the_table_says_of_each_source_how_it_was_found(data: Path) -> None:
    held = digest(source(), data).sha256
    asked = [source(id="fine", sha256=held), source(id="other", sha256="0" * 64), source(id="ours"), source(id="gone", path="gone")]
    found = states(data, sources=asked)
    assert [s.error is None for s in found] == [True, False, True, False]
    head, *lines = table(found).splitlines()
    assert head.split() == ["source", "licence", "use", "files", "bytes", "sha256", "ok?"]
    assert [line.rsplit("  ", 1)[-1].strip() for line in lines[:4]] == ["ok", "changed", "not pinned", "missing"]
    assert held in lines[0] and "2,304,007" in lines[0]
    assert [line.split(":")[0] for line in lines[4:]] == ["other", "gone"]


@pytest.mark.parametrize(
    ("text", "told"),
    [("- id: a\n  titel: x\n", "'a|id|title"), ("- id: [\n", "cannot be read"), ("5", "cannot be read"), ("- 5\n", "5")],
)
def test_a_bad_list_is_refused(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "sources.yaml"
    file.write_text(text)
    with pytest.raises(BrokenData, match=told):
        read_sources(file)


def test_an_id_stands_once(tmp_path: Path) -> None:
    file = tmp_path / "sources.yaml"
    row = "- {id: a, title: t, place: data, path: p, licence: MIT, origin: o, use: train, purpose: p}\n"
    file.write_text(row * 2)
    with pytest.raises(BrokenData, match="a stands twice"):
        read_sources(file)


def test_places_are_relative_to_the_data_or_the_repository() -> None:
    assert place_of(source(), Path("d"), Path("r")) == Path("d/set")
    assert place_of(source(place="repository"), Path("d"), Path("r")) == Path("r/set")
