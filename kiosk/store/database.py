"""SQLite files of the kiosk: opened in WAL mode, brought up to date by numbered migrations.

What must hold: each migration runs in one transaction, so a kill leaves the old or the new schema and nothing between; a file whose schema
is newer than this program knows is refused and not touched.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from kiosk.core import BrokenData, MissingPart


def connect(file: Path, migrations: Sequence[str], busy_seconds: float = 5.0) -> sqlite3.Connection:
    """An open database with the newest schema.

    Args:
        migrations: SQL scripts; number n brings schema n to n + 1. `PRAGMA user_version` holds how many have run.

    Raises:
        BrokenData: the file is no database, is damaged, or its schema is newer than `migrations`.
        MissingPart: the folder cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.OperationalError) as error:
        raise MissingPart(f"the state folder cannot be used ({error})", str(file.parent), "make it writable or set KIOSK_STATE to another folder") from error
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        migrate(connection, migrations, str(file))
    except sqlite3.DatabaseError as error:
        connection.close()
        raise BrokenData(f"the database is damaged ({error})", str(file), "run: kiosk doctor --repair (it is kept aside and made anew)") from error
    except BrokenData:
        connection.close()
        raise
    connection.row_factory = sqlite3.Row
    return connection


def migrate(connection: sqlite3.Connection, migrations: Sequence[str], where: str) -> None:
    """Runs the migrations that the file has not seen, each in one transaction."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(migrations):
        raise BrokenData(f"the database has schema {version}, this program knows {len(migrations)}", where, "install the newer kiosk again")
    for number in range(version, len(migrations)):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if int(connection.execute("PRAGMA user_version").fetchone()[0]) == number:
                for statement in statements(migrations[number]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={number + 1}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def statements(script: str) -> list[str]:
    """The statements of a script; `executescript` would commit in between."""
    found, rest = [], ""
    for piece in script.split(";")[:-1]:
        rest += piece + ";"
        if sqlite3.complete_statement(rest):
            found.append(rest.strip())
            rest = ""
    rest = (rest + script.rpartition(";")[2]).strip()
    return [*found, rest] if rest else found
