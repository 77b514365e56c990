"""Cases and calls for the staff, in one SQLite file of the state folder; beside it, in `photos`, a picture of a case where the shopper gave one.

What must hold: a ticket's number is returned only after its row is on the disk (WAL, synchronous FULL, the transaction committed), so a number
that a shopper was told exists after a kill or a power cut. Numbers are short and readable aloud: 1001, 1002 … and never used twice. A call is
`acknowledged` only when staff said so. A picture is there whole, named by its case and for its owner only, or it is not there at all, and it goes
with its case.
"""

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.core import BadInput, BrokenData, Intent, Language
from kiosk.store.database import connect
from kiosk.store.files import PART, write_whole

FILE, PHOTOS = "tickets.sqlite", "photos"
MIGRATIONS = (
    """
    CREATE TABLE tickets (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, language TEXT NOT NULL, intent TEXT NOT NULL,
        about TEXT NOT NULL, detail TEXT NOT NULL, opened TEXT NOT NULL, acknowledged TEXT, acknowledged_by TEXT
    );
    CREATE TABLE calls (
        id INTEGER PRIMARY KEY AUTOINCREMENT, reason TEXT NOT NULL, language TEXT NOT NULL, urgent INTEGER NOT NULL,
        called TEXT NOT NULL, acknowledged TEXT, acknowledged_by TEXT
    );
    CREATE INDEX calls_waiting ON calls (acknowledged, urgent DESC, id);
    INSERT INTO sqlite_sequence (name, seq) VALUES ('tickets', 1000);
    """,
    "ALTER TABLE tickets ADD COLUMN photo TEXT NOT NULL DEFAULT '';",
)
MAX_DETAIL = 1000
"""Characters of the shopper's words that a ticket keeps: as much as a question can have, and some answers."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A case that a shopper agreed to leave with the shop. `about` is a SKU or empty; `detail` the shopper's words; `photo` a JPEG file."""

    number: str
    kind: str
    language: Language
    intent: Intent
    about: str
    detail: str
    opened: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    photo: Path | None = None

    @property
    def acknowledged(self) -> bool:
        """Whether staff have taken it on."""
        return self.acknowledged_at is not None


@dataclass(frozen=True, slots=True)
class Call:
    """A plea for a person, in the queue of the staff. `reason` is one of ours, never the shopper's words."""

    id: int
    reason: str
    language: Language
    urgent: bool
    called: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""

    @property
    def acknowledged(self) -> bool:
        """Whether staff said that they are coming."""
        return self.acknowledged_at is not None


class Tickets:
    """The open cases and calls of one shop. Safe to use from several threads; other processes may read and acknowledge meanwhile.

    Args:
        path: the file, or the state folder that holds it.
        clock: the time now, with its zone.

    Raises:
        BrokenData, MissingPart: the file is damaged or cannot be written; each call may raise BrokenData when the disk gives out.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._file = path if path.suffix else path / FILE
        self._clock = clock
        self._lock = threading.Lock()
        self._photos = self._file.parent / PHOTOS
        self._db = connect(self._file, MIGRATIONS)
        with suppress(OSError):  # a shopper's words are for staff only; a file system without modes cannot say so
            self._file.chmod(0o600)
        if any(self._photos.glob(f"*{PART}")):
            with suppress(BrokenData), self._writing():  # while another process writes one, it is waited for
                for part in self._photos.glob(f"*{PART}"):
                    part.unlink(missing_ok=True)

    def open(self, kind: str, language: Language, intent: Intent, about: str, detail: str) -> Ticket:
        """Stores a case and gives it a number; when this returns, the row is on the disk."""
        now = self._clock().isoformat(timespec="seconds")
        number = self._insert(
            "INSERT INTO tickets (kind, language, intent, about, detail, opened) VALUES (?, ?, ?, ?, ?, ?)",
            (kind, str(language), str(intent), about, detail[:MAX_DETAIL], now),
        )
        ticket = self.get(str(number))
        if ticket is None:
            raise BrokenData(f"ticket {number} was stored and is gone", str(self._file), "run: kiosk doctor --repair")
        return ticket

    def add(self, number: str, detail: str) -> Ticket:
        """Puts more words to a case; when this returns, they are on the disk.

        Raises:
            BadInput: there is no such case.
        """
        before = self.get(number)
        if before is None:
            raise BadInput(f"there is no ticket {number}", "case", "see them all: kiosk tickets list")
        self._insert("UPDATE tickets SET detail=? WHERE id=?", (f"{before.detail} / {detail}"[:MAX_DETAIL], int(number)))
        return self.get(number) or before

    def get(self, number: str) -> Ticket | None:
        """The case with this number; None for anything that is no number of ours."""
        if not (number.isascii() and number.isdigit() and len(number) <= 12):
            return None
        found = self._rows("SELECT * FROM tickets WHERE id=?", (int(number),))
        return self._ticket(found[0]) if found else None

    def list(self, waiting: bool = False) -> Sequence[Ticket]:
        """All cases, oldest first; with `waiting` only those that nobody has acknowledged."""
        return [self._ticket(r) for r in self._rows("SELECT * FROM tickets WHERE acknowledged IS NULL OR ? ORDER BY id", (int(not waiting),))]

    def acknowledge(self, number: str, by: str) -> Ticket | None:
        """Marks a case as taken on, the first time only; None where there is none."""
        if self.get(number) is None:
            return None
        self._mark("tickets", int(number), by)
        return self.get(number)

    def keep_photo(self, number: str, jpeg: bytes) -> Ticket:
        """Puts a picture beside a case, in the place of the one before; when this returns, both are on the disk.

        Raises:
            BadInput: there is no such case.
            BrokenData: the disk gives out; the case stands as it was.
        """
        if self.get(number) is None:
            raise BadInput(f"there is no ticket {number}", "photo", "see them all: kiosk tickets list")
        file = self._photos / f"{int(number)}-{secrets.token_hex(4)}.jpg"
        before = [*self._photos.glob(f"{int(number)}-*")]
        try:
            with self._writing():
                self._photos.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_whole(file, jpeg, 0o600)
                self._db.execute("UPDATE tickets SET photo=? WHERE id=?", (file.name, int(number)))
        except BrokenData:
            with suppress(OSError):
                file.unlink(missing_ok=True)
            raise
        for old in before:
            with suppress(OSError):
                old.unlink(missing_ok=True)
        ticket = self.get(number)
        if ticket is None:
            raise BrokenData(f"ticket {number} is gone", str(self._file), "run: kiosk doctor --repair")
        return ticket

    def remove(self, number: str) -> bool:
        """Takes a settled case away, its picture first; False where there is none. The number is not given again."""
        if self.get(number) is None:
            return False
        with self._writing():
            for photo in self._photos.glob(f"{int(number)}-*"):
                photo.unlink(missing_ok=True)
            self._db.execute("DELETE FROM tickets WHERE id=?", (int(number),))
        return True

    def call_staff(self, reason: str, language: Language, urgent: bool = False) -> Call:
        """Puts a call into the durable queue."""
        now = self._clock().isoformat(timespec="seconds")
        number = self._insert("INSERT INTO calls (reason, language, urgent, called) VALUES (?, ?, ?, ?)", (reason, str(language), int(urgent), now))
        call = self.call(number)
        if call is None:
            raise BrokenData(f"call {number} was stored and is gone", str(self._file), "run: kiosk doctor --repair")
        return call

    def call(self, number: int) -> Call | None:
        """A call as it stands now."""
        found = self._rows("SELECT * FROM calls WHERE id=?", (number,))
        return _call(found[0]) if found else None

    def calls(self, waiting: bool = True) -> Sequence[Call]:
        """The queue: urgent ones first, then oldest; with `waiting` only those that nobody has acknowledged."""
        return [_call(r) for r in self._rows("SELECT * FROM calls WHERE acknowledged IS NULL OR ? ORDER BY urgent DESC, id", (int(not waiting),))]

    def acknowledge_call(self, number: int, by: str) -> Call | None:
        """Marks a call as answered by a person, the first time only; None where there is none."""
        if self.call(number) is None:
            return None
        self._mark("calls", number, by)
        return self.call(number)

    def close(self) -> None:
        """Gives the file back."""
        self._db.close()

    def _mark(self, table: str, number: int, by: str) -> None:
        now = self._clock().isoformat(timespec="seconds")
        statement = {
            "tickets": "UPDATE tickets SET acknowledged=?, acknowledged_by=? WHERE id=? AND acknowledged IS NULL",
            "calls": "UPDATE calls SET acknowledged=?, acknowledged_by=? WHERE id=? AND acknowledged IS NULL",
        }[table]
        self._insert(statement, (now, by[:80], number))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Rows and files in one transaction: what fails leaves the rows as they were."""
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield
                self._db.execute("COMMIT")
            except (sqlite3.Error, OSError) as error:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise BrokenData(f"a case could not be stored ({error})", str(self._file), "free disk space or run: kiosk doctor --repair") from error

    def _ticket(self, row: sqlite3.Row) -> Ticket:
        photo = self._photos / row["photo"] if row["photo"] else None
        return Ticket(str(row["id"]), row["kind"], Language(row["language"]), Intent(row["intent"]), row["about"], row["detail"],
                      datetime.fromisoformat(row["opened"]), _time(row["acknowledged"]), row["acknowledged_by"] or "",
                      photo if photo and photo.is_file() else None)  # fmt: skip

    def _insert(self, statement: str, values: tuple[str | int, ...]) -> int:
        with self._lock:
            try:
                return int(self._db.execute(statement, values).lastrowid or 0)  # autocommit: the row is synced when this returns
            except sqlite3.Error as error:
                raise BrokenData(f"a case could not be stored ({error})", str(self._file), "free disk space or run: kiosk doctor --repair") from error

    def _rows(self, query: str, values: tuple[int, ...]) -> Sequence[sqlite3.Row]:
        with self._lock:
            try:
                return self._db.execute(query, values).fetchall()
            except sqlite3.Error as error:
                raise BrokenData(f"the cases cannot be read ({error})", str(self._file), "run: kiosk doctor --repair") from error


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _call(row: sqlite3.Row) -> Call:
    return Call(row["id"], row["reason"], Language(row["language"]), bool(row["urgent"]), datetime.fromisoformat(row["called"]),
                _time(row["acknowledged"]), row["acknowledged_by"] or "")  # fmt: skip
