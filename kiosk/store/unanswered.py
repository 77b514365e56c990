"""What could not be answered, counted for the shop: intent, product words, how often, and the last day.

What must hold: of a question nothing else is kept. Neither its sentence nor its time of day, neither who asked nor in which visit; and of the
product words nothing with a digit in it (a telephone number, a card), and nothing longer than a product is called.
"""

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from kiosk.core import BrokenData, Intent
from kiosk.core.text import normalise
from kiosk.store.database import connect

FILE: Final = "unanswered.sqlite"
LONGEST: Final = 40
"""Characters of a product's words."""
MOST_WORDS: Final = 5
MIGRATIONS: Final = (
    """
    CREATE TABLE unanswered (
        intent TEXT NOT NULL, words TEXT NOT NULL, count INTEGER NOT NULL, last TEXT NOT NULL, PRIMARY KEY (intent, words)
    );
    """,
)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Questions of one kind. `words` is what product they named, or empty; `last` the day of the newest."""

    intent: Intent
    words: str
    count: int
    last: date


def product_words(said: Iterable[str]) -> str:
    """What is kept of the words that name a product: normalised; empty for what is no product's name."""
    words = normalise(" ".join(said))
    kept = words and len(words) <= LONGEST and len(words.split()) <= MOST_WORDS and not any(c.isdigit() for c in words)
    return words if kept else ""


class UnansweredCounts:
    """The counts of one shop. Safe to use from several threads.

    Args:
        path: the state folder.

    Raises:
        BrokenData, MissingPart: the file is damaged or cannot be written; each call may raise BrokenData when the disk gives out.
    """

    def __init__(self, path: Path) -> None:
        self._file = path / FILE
        self._lock = threading.Lock()
        self._db = connect(self._file, MIGRATIONS)
        self._db.execute("PRAGMA synchronous=NORMAL")  # a count is no promise: a power cut may take the newest, and no answer waits for the disk

    def count(self, intent: Intent, said: Iterable[str], day: date) -> None:
        """One more.

        Args:
            said: the words of the question that name a product.
        """
        statement = "INSERT INTO unanswered VALUES (?, ?, 1, ?) ON CONFLICT (intent, words) DO UPDATE SET count = count + 1, last = max(last, excluded.last)"
        self._run(statement, (str(intent), product_words(said), day.isoformat()))

    def most(self, limit: int) -> Sequence[Unanswered]:
        """The most frequent first; of equals the newest first."""
        rows = self._run("SELECT * FROM unanswered ORDER BY count DESC, last DESC, intent, words LIMIT ?", (limit,))
        return [Unanswered(Intent(r["intent"]), r["words"], r["count"], date.fromisoformat(r["last"])) for r in rows]

    def close(self) -> None:
        """Gives the file back."""
        self._db.close()

    def _run(self, statement: str, values: tuple[str | int, ...]) -> list[sqlite3.Row]:
        with self._lock:
            try:
                return self._db.execute(statement, values).fetchall()
            except sqlite3.Error as error:
                raise BrokenData(f"the counts of unanswered questions failed ({error})", str(self._file), "free disk space or remove the file") from error
