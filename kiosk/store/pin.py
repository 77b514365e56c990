"""The staff's PIN: set by the technician, asked for before staff mode, in one small file of the state folder.

What must hold: the PIN itself is nowhere, only a salted scrypt hash (RFC 7914) of it; a wrong try is on the disk before it is told, so that neither
a restart nor a power cut gives tries back; a clock that is set back shortens no wait, and lengthens none beyond the delay itself; what cannot be
read or written keeps the lock shut.
"""

import hashlib
import json
import math
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.core import BadInput, BrokenData
from kiosk.store.files import write_whole

FILE: Final = "staff.json"
FREE: Final = 5
"""Wrong tries, one after another, that cost nothing."""
FIRST: Final = timedelta(seconds=30)
"""What the first try after those costs; each further one costs twice as much."""
LONGEST: Final = timedelta(hours=1)
DIGITS: Final = (4, 8)
_COST: Final = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}
"""Of scrypt: 16 MB and about 50 ms a try."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a try: whether the PIN was right; else the tries left before waiting begins, and seconds to wait before the next one counts."""

    right: bool
    left: int = FREE
    wait: int = 0


@dataclass(frozen=True, slots=True)
class _Kept:
    salt: str
    hash: str
    wrong: int = 0
    until: str = ""


def check_new(pin: str) -> None:
    """Raises BadInput for what may not become a PIN: no four to eight digits, or one that everybody tries first."""
    shortest, longest = DIGITS
    if not (pin.isascii() and pin.isdigit() and shortest <= len(pin) <= longest):
        raise BadInput("the PIN is not four to eight digits", "staff PIN", "choose four to eight digits")
    if len(set(pin)) == 1 or pin in "0123456789" or pin in "9876543210":
        raise BadInput("this PIN is one of the first that anybody tries", "staff PIN", "choose digits that are neither all the same nor in a row")


class StaffPin:
    """The PIN of one kiosk.

    Args:
        file: where its hash and the wrong tries lie.
        clock: the time now, with its zone.
    """

    def __init__(self, file: Path, clock: Callable[[], datetime]) -> None:
        self._file, self._clock = file, clock

    @property
    def is_set(self) -> bool:
        """Whether a technician has set one. Raises BrokenData for a damaged file: a lock that cannot be read stays shut."""
        return self._read() is not None

    def set(self, pin: str) -> None:
        """A new PIN; wrong tries are forgotten.

        Raises:
            BadInput: it is no four to eight digits, or one that everybody tries first.
        """
        check_new(pin)
        salt = secrets.token_hex(16)
        self._write(_Kept(salt, _hash(pin, salt)))

    def waiting(self) -> int:
        """Seconds until a try counts; 0 where one counts now."""
        kept = self._read()
        return self._wait(kept) if kept else 0

    def check(self, pin: str) -> Verdict:
        """Tries a PIN. While waiting is due nothing is tried, not even the right one.

        Raises:
            BrokenData: the file is damaged or cannot be written; then nothing opens.
        """
        kept = self._read()
        if kept is None:
            return Verdict(False)
        wait = self._wait(kept)
        if wait:
            return Verdict(False, 0, wait)
        if secrets.compare_digest(_hash(pin[: DIGITS[1]], kept.salt), kept.hash) and len(pin) <= DIGITS[1]:
            if kept.wrong:
                self._write(_Kept(kept.salt, kept.hash))
            return Verdict(True)
        wrong = kept.wrong + 1
        delay = _delay(wrong)
        self._write(_Kept(kept.salt, kept.hash, wrong, (self._clock() + delay).isoformat() if delay else ""))
        return Verdict(False, max(0, FREE - wrong), int(delay.total_seconds()))

    def _wait(self, kept: _Kept) -> int:
        """Seconds until a try counts again; where the clock was set back, the delay begins anew."""
        if not kept.until:
            return 0
        now, delay = self._clock(), _delay(kept.wrong)
        left = datetime.fromisoformat(kept.until) - now
        if left > delay:
            left = delay
            self._write(replace(kept, until=(now + delay).isoformat()))
        return max(0, math.ceil(left.total_seconds()))

    def _read(self) -> _Kept | None:
        try:
            text = self._file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise BrokenData(f"the file of the staff PIN cannot be read ({error})", str(self._file), "make it readable for the kiosk's user") from error
        try:
            kept = _Kept(**json.loads(text))
            _ = bytes.fromhex(kept.salt), bytes.fromhex(kept.hash), _delay(kept.wrong)
            if kept.until and datetime.fromisoformat(kept.until).tzinfo is None:
                raise ValueError("a time without its zone")
        except (ValueError, TypeError) as error:
            mend = "remove it and set a new PIN; whoever can do that has the machine anyway"
            raise BrokenData("the file of the staff PIN is damaged", str(self._file), mend) from error
        return kept

    def _write(self, kept: _Kept) -> None:
        try:
            write_whole(self._file, json.dumps(asdict(kept)), 0o600)
        except OSError as error:
            raise BrokenData(f"the staff PIN cannot be stored ({error})", str(self._file), "free disk space, or make the folder writable") from error


def _delay(wrong: int) -> timedelta:
    """What a wrong try costs, the first, second … one after another."""
    return timedelta() if wrong < FREE else min(LONGEST, FIRST * 2 ** min(wrong - FREE, 16))


def _hash(pin: str, salt: str) -> str:
    return hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), **_COST).hex()
