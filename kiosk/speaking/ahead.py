"""One sound that will probably be wanted, made on a thread of its own before anybody asks for it.

What must hold: nothing here waits for the making but `settle`, and that only where the wanted thing is the one in hand; a newer thing, another
wish and `end` break it off, and what was broken off has left nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock

from kiosk.speaking.model import Interrupted, Run

log = logging.getLogger(__name__)


class Ahead:
    """The thread and the thing in hand. Safe from any thread."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "voice-ahead")
        self._lock = Lock()
        self._what: Hashable = None
        self._run = Run()
        self._made: Future[None] | None = None

    def begin(self, what: Hashable, make: Callable[[Run], None]) -> None:
        """Begins with `make`, unless it is at that thing already; whatever else is in hand is broken off. Returns at once.

        Args:
            what: the thing's name, for `settle`.
            make: makes and keeps it; raises Interrupted once the run was stopped.
        """
        with self._lock:
            if what == self._what and self._made is not None and not self._made.done():
                return
            self._break_off()
            self._what, self._run = what, Run()
            self._made = self._pool.submit(_guarded, make, self._run)

    def settle(self, what: Hashable) -> None:
        """Waits for the thing in hand where it is the one wanted, else breaks it off."""
        with self._lock:
            made = self._made if what == self._what else None
            if made is None:
                self._break_off()
        if made is not None:
            wait([made])

    def end(self) -> None:
        """Breaks off the thing in hand and waits until nothing of it goes on, a few hundredths of a second."""
        with self._lock:
            made = self._made
            self._break_off()
        if made is not None:
            wait([made])

    def close(self) -> None:
        """Ends the thread."""
        self.end()
        self._pool.shutdown()

    def _break_off(self) -> None:
        self._run.stop()
        if self._made is not None:
            self._made.cancel()
        self._what, self._made = None, None


def _guarded(make: Callable[[Run], None], run: Run) -> None:
    """A fault is told in the log: whoever wants the thing makes it anew and meets the fault there."""
    if run.stopped:
        return
    try:
        make(run)
    except Interrupted:
        pass
    except Exception:
        log.exception("a sound could not be made ahead")
