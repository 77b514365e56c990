"""Mends what can be mended without a person.

What must hold: nothing is lost but compiled models, which are made again. A damaged database is kept under a name with the date; every
ticket and call that is still readable is carried over with its number, and no number that was ever given is given again. The new database is
built beside and swapped in by one rename: a repair that is interrupted anywhere can be run again.
"""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from kiosk.core import KioskError
from kiosk.core.settings import Settings
from kiosk.field.findings import Finding, State
from kiosk.field.holdings import STORE_FILE, as_at_start, damage
from kiosk.store import importing, tickets
from kiosk.store.catalogue import Store, open_live, open_store
from kiosk.store.database import connect
from kiosk.store.pack import pack_digest

SMALLEST_TICKET = 40
"""Bytes of a ticket's row at the least: its two times and names alone take more."""
SIDES = ("", "-wal", "-shm")
ASIDE = ".damaged-"


def repair(settings: Settings, now: datetime) -> list[Finding]:
    """Mends store, tickets and compiled models; says what was done. Where nothing was wrong nothing is touched."""
    done: list[Finding] = []
    for name, mend in (("store", mend_store), ("tickets", mend_tickets), ("compiled models", clear_compiled)):
        try:
            said = mend(settings, now)
        except (KioskError, OSError) as error:
            done.append(Finding(f"repair: {name}", State.broken, str(error), "see the finding above"))
            continue
        if said:
            done.append(Finding(f"repair: {name}", State.ok, said))
    return done


def aside(file: Path, now: datetime) -> Path:
    """Copies a database and its journals to a name with the date; returns it. A name that is taken gets a number."""
    stamp, number = f"{file.name}{ASIDE}{now:%Y%m%dT%H%M%S}", 1
    target = file.with_name(stamp)
    while target.exists():
        number += 1
        target = file.with_name(f"{stamp}-{number}")
    for side in ("-wal", "-shm", ""):
        if (part := Path(f"{file}{side}")).exists():
            shutil.copy2(part, f"{target}{side}")
    return target


def swap_in(fresh: Path, file: Path) -> None:
    """Puts a closed new database in the place of an old one. The old journals go first: they would be read into the new file."""
    for side in ("-wal", "-shm"):
        Path(f"{file}{side}").unlink(missing_ok=True)
    fresh.replace(file)


def mend_store(settings: Settings, now: datetime) -> str:
    """A damaged catalogue is kept aside and made anew from the pack."""
    source, folder = settings.store or settings.default_store, settings.state / "rebuilt"
    place = Path("stores", f"{pack_digest(settings.store)[:24]}.sqlite") if settings.store else Path(STORE_FILE)
    file = settings.state / place
    if not file.is_file() or not (damage(file, len(importing.MIGRATIONS)) or _unusable(file)):
        return ""
    kept = aside(file, now)
    shutil.rmtree(folder, ignore_errors=True)
    store = open_store(source, folder) if settings.store else open_live(folder, source)
    count = len(store.names())
    store.close()
    swap_in(folder / place, file)
    shutil.rmtree(folder)
    more = "" if settings.store else "; if the shop has its own pack, import it again: kiosk store import PACK"
    return f"made anew from {source} ({count} products), the damaged one is kept as {kept.name}{more}"


def _unusable(file: Path) -> bool:
    """Whether a database that is whole in form holds no catalogue that can be read."""
    try:
        with closing(as_at_start(file)[0]) as connection:
            Store(connection)
    except (KioskError, sqlite3.DatabaseError, ValueError, KeyError):
        return True
    return False


def mend_tickets(settings: Settings, now: datetime) -> str:
    """A damaged ticket database is kept aside; what is readable of it, and of those kept before, goes into a new one."""
    file = settings.state / tickets.FILE
    if not file.is_file() or not damage(file, len(tickets.MIGRATIONS)):
        return ""
    kept = aside(file, now)
    before = sorted(settings.state.glob(f"{tickets.FILE}{ASIDE}*"), reverse=True)
    every = [kept, *(f for f in before if f != kept and not f.name.endswith(("-wal", "-shm")))]
    beside = file.with_name(f"{tickets.FILE}.new")
    for side in SIDES:
        Path(f"{beside}{side}").unlink(missing_ok=True)
    with closing(connect(beside, tickets.MIGRATIONS)) as fresh:
        saved = {table: sum(_carry_over(old, fresh, table) for old in every) for table in ("tickets", "calls")}
        first = _next_number(every, fresh)
        fresh.execute("UPDATE sqlite_sequence SET seq=max(seq, ?) WHERE name='tickets'", (first,))
    with suppress(OSError):
        beside.chmod(0o600)
    swap_in(beside, file)
    carried = f"{saved['tickets']} tickets and {saved['calls']} calls were readable and carried over"
    return f"{carried}; the damaged file is kept as {kept.name}; numbers go on after {first}"


def _carry_over(damaged: Path, fresh: sqlite3.Connection, table: str) -> int:
    """Copies row by row, in both directions, until the damage."""
    names = [r["name"] for r in fresh.execute(f"PRAGMA table_info({table})")]
    held = _columns(damaged, table)  # an earlier version's has fewer
    names = [n for n in names if n in held] or names
    insert = f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our own names
    count = 0
    for order in ("ASC", "DESC"):
        for row in _rows(damaged, table, names, order):
            with suppress(sqlite3.Error):
                count += fresh.execute(insert, row).rowcount
    return count


def _columns(damaged: Path, table: str) -> set[str]:
    """Names of a damaged file's columns; none where they cannot be read."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{damaged.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return {str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")}
    return set()


def _rows(damaged: Path, table: str, names: list[str], order: str) -> Iterator[tuple[object, ...]]:
    """Rows of a damaged file until one cannot be read."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{damaged.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        yield from connection.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY id {order}")  # noqa: S608 - our own names


def _next_number(damaged: Sequence[Path], fresh: sqlite3.Connection) -> int:
    """A number that no ticket had: the newest file's own count where it can be read, else what could fit into all files ever put aside.

    Every ticket ever stored lies in one of those files and takes `SMALLEST_TICKET` bytes or more, so the bound holds after any number of
    repairs.
    """
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{damaged[0].resolve().as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute("SELECT seq FROM sqlite_sequence WHERE name='tickets'").fetchone()
        if found and isinstance(found[0], int) and found[0] >= 1000:
            return int(found[0])
    size = sum(f.stat().st_size for old in damaged for f in (old, Path(f"{old}-wal")) if f.is_file())
    highest = int(fresh.execute("SELECT coalesce(max(id), 1000) FROM tickets").fetchone()[0])
    return max(highest, 1000 + size // SMALLEST_TICKET)


def clear_compiled(settings: Settings, now: datetime) -> str:
    """Removes compiled models that are older than the bundle: they belong to another one and are never used again."""
    del now  # the same shape as the other mends
    folder, manifest = settings.state / "compiled", settings.bundle / "manifest.json"
    if not folder.is_dir() or not manifest.is_file():
        return ""
    stale = [f for f in folder.rglob("*") if f.is_file() and f.stat().st_mtime < manifest.stat().st_mtime]
    for file in stale:
        file.unlink()
    for leftover in (settings.state / "bundle.new", *settings.state.glob(".doctor-*")):
        if leftover.is_dir():
            shutil.rmtree(leftover)
            stale.append(leftover)
        else:
            leftover.unlink(missing_ok=True)
    return f"{len(stale)} stale file{'s' * (len(stale) != 1)} removed, they are made again when needed" if stale else ""
