"""Phrases that are made ahead, one by one on a thread of their own, while nobody needs the processor.

What must hold: nothing is made while somebody holds it; a phrase in hand is then broken off and made later. A fault in one phrase ends neither
the thread nor the others.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable
from threading import Condition, Thread

from kiosk.core import Language
from kiosk.speaking.model import Interrupted, Run

log = logging.getLogger(__name__)
Phrase = tuple[str, Language]


class Preparer:
    """The thread and what waits for it.

    Args:
        make: makes a phrase and keeps it; False where there was nothing to do. May raise Interrupted once the run was stopped.
    """

    def __init__(self, make: Callable[[Phrase, Run], bool]) -> None:
        self._make = make
        self._wanted: deque[Phrase] = deque()
        self._changed = Condition()
        self._holds = 0
        self._paused = False
        self._run: Run | None = None
        self._closed = False
        self._thread: Thread | None = None

    @property
    def waiting(self) -> int:
        """Phrases still to be made, the one in hand among them."""
        with self._changed:
            return len(self._wanted) + (self._run is not None)

    def add(self, phrases: Iterable[Phrase]) -> None:
        """More to make, after what waits already."""
        with self._changed:
            self._wanted.extend(phrases)
            if self._thread is None and not self._closed:
                self._thread = Thread(target=self._work, name="voice-prepare", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def drop(self) -> None:
        """What waits is not made any more; the phrase in hand is."""
        with self._changed:
            self._wanted.clear()

    def hold(self) -> None:
        """Nothing is made from now on until `release`; holds add up. The phrase in hand is broken off."""
        with self._changed:
            self._holds += 1
            self._break_off()

    def release(self) -> None:
        """Takes one `hold` back."""
        with self._changed:
            self._holds -= 1
            self._changed.notify_all()

    def pause(self, paused: bool) -> None:
        """Beside the holds: nothing is made while paused; pauses do not add up."""
        with self._changed:
            self._paused = paused
            if paused:
                self._break_off()
            self._changed.notify_all()

    def close(self) -> None:
        """Ends the thread; the phrase in hand is broken off."""
        with self._changed:
            self._closed = True
            self._break_off()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _break_off(self) -> None:
        if self._run is not None:
            self._run.stop()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or (self._wanted and not self._holds and not self._paused))
                if self._closed:
                    return
                phrase, run = self._wanted.popleft(), Run()
                self._run = run
            started, made = time.monotonic(), False
            try:
                made = self._make(phrase, run)
            except Interrupted:
                with self._changed:
                    self._wanted.appendleft(phrase)
            except Exception:
                log.exception("a phrase could not be prepared: %s", phrase[0])
            with self._changed:
                self._run = None
                if made:
                    # A fan-less machine stays cool, and a shopper who begins now finds a free core.
                    self._changed.wait_for(lambda: self._closed, timeout=time.monotonic() - started)
