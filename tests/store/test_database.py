"""A database file has the old schema or the new one, and nothing between."""

import sqlite3
from pathlib import Path

import pytest

from kiosk.core import BrokenData, MissingPart
from kiosk.store.database import connect, statements

OLD = ("CREATE TABLE a (n INTEGER); INSERT INTO a VALUES (1);",)
NEW = (*OLD, "CREATE TABLE b (n INTEGER); INSERT INTO b SELECT n FROM a;")
FAILS = (*OLD, "CREATE TABLE b (n INTEGER); INSERT INTO b VALUES (7); INSERT INTO nowhere VALUES (1);")


def tables(file: Path) -> set[str]:
    with sqlite3.connect(file) as held:
        return {r[0] for r in held.execute("SELECT name FROM sqlite_master WHERE type='table'")}


def test_a_new_step_runs_once_and_keeps_the_rows(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    connect(file, OLD).close()
    for _ in range(2):
        held = connect(file, NEW)
        assert held.execute("SELECT count(*) FROM b").fetchone()[0] == 1
        held.close()


def test_a_step_that_fails_leaves_nothing_of_itself(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    connect(file, OLD).close()
    with pytest.raises(BrokenData):
        connect(file, FAILS)
    assert tables(file) == {"a"}
    connect(file, NEW).close()
    assert tables(file) == {"a", "b"}


def test_a_newer_schema_is_refused_and_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    connect(file, NEW).close()
    with pytest.raises(BrokenData, match="schema 2, this program knows 1"):
        connect(file, OLD)
    assert tables(file) == {"a", "b"}


@pytest.mark.parametrize("junk", [b"not a database at all, but long enough to be read as a header of one" * 20, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_file_that_is_no_database_is_told_with_its_mend(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / "x.sqlite").write_bytes(junk)
    with pytest.raises(BrokenData) as told:
        connect(tmp_path / "x.sqlite", OLD)
    assert "doctor --repair" in told.value.mend


def test_a_state_folder_that_cannot_be_is_a_missing_part(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MissingPart) as told:
        connect(tmp_path / "file" / "state" / "x.sqlite", OLD)
    assert "KIOSK_STATE" in told.value.mend


def test_a_script_is_cut_into_its_statements() -> None:
    assert statements("CREATE TABLE a (n);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\nDELETE FROM a;\nEND;\nSELECT ';';") == [
        "CREATE TABLE a (n);", "CREATE TRIGGER t AFTER INSERT ON a BEGIN\nDELETE FROM a;\nEND;", "SELECT ';';",
    ]  # fmt: skip
