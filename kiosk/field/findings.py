"""What the doctor found, one row a part of the machine or of the kiosk.

What must hold: a check never crashes the doctor and never changes anything; the exit code follows from the findings alone.
"""

import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from kiosk.core import BrokenData, KioskError, MissingPart


class State(StrEnum):
    """How a part is."""

    ok = "ok"
    warning = "warning"
    missing = "missing"
    broken = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part and how it is.

    Args:
        name: the part.
        what: what was found, a short clause.
        mend: what to do about it; empty where there is nothing to do.
        needed: whether the kiosk cannot answer at all without it.
        figures: what was measured, for `--json`.
    """

    name: str
    state: State
    what: str
    mend: str = ""
    needed: bool = False
    figures: Mapping[str, Any] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        """As plain JSON."""
        return {**asdict(self), "state": str(self.state)}


Check = Callable[[], "Finding | list[Finding]"]


def looked_at(name: str, check: Check, needed: bool = False) -> list[Finding]:
    """What a check found. An error of the world becomes a finding, and so does a fault of ours: one bad part must not hide the others."""
    try:
        found = check()
    except MissingPart as error:
        return [Finding(name, State.missing, _what(error), error.mend, needed)]
    except BrokenData as error:
        return [Finding(name, State.broken, _what(error), error.mend, needed)]
    except KioskError as error:
        return [Finding(name, State.warning, _what(error), error.mend, needed)]
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        what = f"the check itself failed: {type(error).__name__}: {error} ({last.filename}:{last.lineno})"
        return [Finding(name, State.broken, " ".join(what.split()), "a fault of ours: please report it", needed)]
    return found if isinstance(found, list) else [found]


def _what(error: KioskError) -> str:
    return f"{error.what} ({error.where})" if error.where else error.what


def exit_code(findings: Iterable[Finding]) -> int:
    """4 where anything is broken, else 3 where a needed part is missing, else 0."""
    kept = list(findings)
    if any(f.state == State.broken for f in kept):
        return BrokenData.exit_code
    return MissingPart.exit_code if any(f.state == State.missing and f.needed for f in kept) else 0
