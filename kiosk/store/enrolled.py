"""Products that staff enrolled by camera, in one file of the state folder: `enrolled.json`, with the SHA-256 of what it holds.

What must hold: the file is read whole and unaltered or not at all; a write puts all of it in place at once or leaves what was there; vectors only,
no picture. A damaged file is told once in one line and set aside by the next write, never written over. Rows whose product or student is gone stay:
both may come back. Of two processes that write in the same instant the later one's row is what stays.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from kiosk.bundle.enrolment import Enrolled
from kiosk.core import BrokenData, MissingPart
from kiosk.store.files import write_whole

FILE: Final = "enrolled.json"
VERSION: Final = 1
_MEND: Final = "enrol its products again: kiosk enrol SKU IMAGE… (the damaged file is then set aside)"
Rows = Mapping[tuple[str, str], Enrolled]


class EnrolledFile:
    """The file, read again whenever it changed. Safe from several threads.

    Args:
        path: of the file; it need not be there yet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, ...] | None = None
        self._held: Rows | BrokenData = {}

    def rows(self) -> Rows:
        """Everything that is enrolled, by SKU and student, oldest first; the same object as long as the file has not changed.

        Raises:
            BrokenData: the file is cut off, altered or cannot be read.
        """
        with self._lock:
            stamp = self._now()
            if stamp != self._stamp:
                self._held = _parse(self._path) if stamp else {}
                self._stamp = stamp
            if isinstance(self._held, BrokenData):
                raise BrokenData(self._held.what, self._held.where, self._held.mend)
            return self._held

    def put(self, enrolled: Enrolled) -> None:
        """Adds a product, in place of what its student had of it. When this returns, it is on the disk.

        Raises:
            MissingPart: the file cannot be written.
        """
        key = (enrolled.sku, enrolled.student)
        rows = {k: row for k, row in self._whole().items() if k != key}
        self._write({**rows, key: enrolled})

    def remove(self, sku: str) -> bool:
        """Takes a product out, whatever student saw it; whether it was there.

        Raises:
            BrokenData: see `rows`. MissingPart: the file cannot be written.
        """
        before = self.rows()
        rows = {key: row for key, row in before.items() if key[0] != sku}
        if len(rows) == len(before):
            return False
        self._write(rows)
        return True

    def _whole(self) -> Rows:
        """The rows; none where the file is damaged, which is set aside."""
        try:
            return self.rows()
        except BrokenData:
            try:
                self._path.replace(self._path.with_name(f"{FILE}.damaged"))
            except OSError as error:
                raise _unwritable(error, self._path) from error
            return {}

    def _write(self, rows: Rows) -> None:
        listed = [_plain(row) for row in rows.values()]
        text = json.dumps({"version": VERSION, "sha256": _digest(listed), "enrolled": listed}, indent=1)
        try:
            write_whole(self._path, text + "\n")
        except OSError as error:
            raise _unwritable(error, self._path) from error

    def _now(self) -> tuple[int, ...]:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise BrokenData(f"the enrolled products cannot be read ({error.strerror})", str(self._path), "make the state folder readable") from error
        return found.st_ino, found.st_mtime_ns, found.st_size


def _unwritable(error: OSError, path: Path) -> MissingPart:
    return MissingPart(f"the product cannot be enrolled ({error.strerror})", str(path), "free disk space, or make the folder writable")


def _plain(row: Enrolled) -> dict[str, Any]:
    vectors = np.ascontiguousarray(row.vectors, np.float16)
    packed = base64.b64encode(vectors.astype("<f2").tobytes()).decode("ascii")
    return {"sku": row.sku, "student": row.student, "day": row.day.isoformat(), "count": len(vectors), "vectors": packed}


def _digest(listed: object) -> str:
    return hashlib.sha256(json.dumps(listed, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _parse(path: Path) -> Rows | BrokenData:
    try:
        held = json.loads(path.read_text("utf-8"))
        if isinstance(held["version"], int) and held["version"] > VERSION:
            return BrokenData(f"the enrolled products have schema {held['version']}, this program knows {VERSION}", str(path), "install the newer kiosk again")
        if held["version"] != VERSION or _digest(held["enrolled"]) != held["sha256"]:
            raise ValueError("altered")
        rows = [_row(plain) for plain in held["enrolled"]]
    except (OSError, ValueError, KeyError, TypeError):  # a cut file is no JSON, and what is no UTF-8 a ValueError
        return BrokenData("the file of enrolled products is damaged: none of them is recognised", str(path), _MEND)
    return {(row.sku, row.student): row for row in rows}


def _row(plain: dict[str, Any]) -> Enrolled:
    vectors = np.frombuffer(base64.b64decode(plain["vectors"]), "<f2").astype(np.float32).reshape(plain["count"], -1)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return Enrolled(plain["sku"], plain["student"], date.fromisoformat(plain["day"]), vectors / np.maximum(lengths, 1e-9))
