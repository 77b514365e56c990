"""A day at the shop, faster than real time: is memory flat, do threads and handles stay, does it still answer after a night alone?

    python -m tests.virtual.day CLIPS [--hours 8] [--visits 30] [--json OUT.json]

The real window (offscreen) over the real house of the demo store. A simulated hour is so many visits and, between them, the seconds in which nobody is
there: the window's own clock is stepped, not waited for. In a visit a shopper types in both languages, opens list, plan, history and keyboard, speaks
(a clip of CLIPS through the true recogniser, block after block below PortAudio, as fast as it takes them) and holds up a drawn product; then he walks
away, and the count-down ends the visit. There is no loudspeaker: the voice has figures of its own (`kiosk bench`). At the end a night of twelve hours
passes, and one more question is asked. `/proc` is read after each hour, when the kiosk is alone.

What must hold: every question of the day is answered, or the day has failed; the first hour, in which everything is opened, is no part of the slope.
"""

import argparse
import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import psutil
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from rich.console import Console
from rich.table import Table

from kiosk.app.main import Window, application, give_back, thrifty
from kiosk.core import MissingPart
from kiosk.core.settings import load_settings
from kiosk.field.senses import drawn_pictures
from kiosk.hearing.sound import read_sound

Samples = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]
TYPED: Final = (
    "where is the oat milk", "how much is it", "add it to my list", "what do I need for pancakes", "is alpro soya milk ok for vegans", "any offers on fruit",
    "what time do you close", "can I return this without a receipt", "where are the toilets", "thank you",
    "老抽在几号货架", "多少钱", "加入清单", "有没有不含坚果的巧克力", "今天几点关门", "停车收费吗", "洗手间在哪里", "谢谢",
)  # fmt: skip
PANELS: Final = ("list", "map", "history", "welcome")
NIGHT: Final = 12 * 3600
PATIENCE: Final = 120.0
"""Seconds of real time for one answer."""


class Spoken:
    """A microphone that a clip is spoken into, then silence; as fast as the blocks are taken."""

    taken, clipping, silent = 0.0, False, False

    def __init__(self, clip: Samples) -> None:
        self._sound = np.concatenate([np.zeros(8_000, np.float32), clip, np.zeros(24_000, np.float32)])
        self._closed = False

    def blocks(self) -> Iterator[Samples]:
        """512 samples each."""
        for n in range(0, len(self._sound) - 511, 512):
            if self._closed:
                return
            yield self._sound[n : n + 512]

    def close(self) -> None:
        """Ends it."""
        self._closed = True


class Shown:
    """A camera before which something is held."""

    def __init__(self, picture: Pixels) -> None:
        self._picture = picture

    def frame(self) -> Pixels:
        """The picture, thirty times a second."""
        time.sleep(0.03)
        return self._picture

    def close(self) -> None:
        """Ends it."""


@dataclass(frozen=True, slots=True)
class Hour:
    """What the process holds after a simulated hour, alone."""

    hour: int
    mb: float
    threads: int
    handles: int
    answers: int
    seconds: float


class Day:
    """The window and those who come to it."""

    def __init__(self, clips: Sequence[Samples], state: Path) -> None:
        thrifty()
        self.qt: QApplication = application()  # type: ignore[assignment]
        self._clips, self._typed = cycle(clips), cycle(TYPED)
        self.window = Window(
            load_settings(state=state, voice=False), microphone=lambda: Spoken(next(self._clips)), camera=lambda: Shown(self._picture), speaker=_no_speaker
        )
        self.app = self.window.app
        self.window.open()
        self.until(lambda: self.app.property("ready") or self.app.property("broken"))
        if self.app.property("broken"):
            raise RuntimeError(self.app.property("broken"))
        self._pictures = cycle(drawn_pictures(self.window.parts.visit.house, 6))
        self._picture: Pixels = next(self._pictures)
        self.answers = 0
        self.app.talk.answered.connect(self._answered)

    def _answered(self, turn: Any) -> None:
        if turn is None:
            raise RuntimeError("a question failed: see the log")
        self.answers += 1

    def turn(self) -> None:
        """What the event loop does in a turn of its own; `processEvents` leaves screens that were taken down where they are."""
        self.qt.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def until(self, holds: Callable[[], Any]) -> None:
        """Lets the window run until something holds. Raises RuntimeError where it does not within `PATIENCE`."""
        end = time.monotonic() + PATIENCE
        while not holds():
            self.turn()
            time.sleep(0.001)
            if time.monotonic() > end:
                raise RuntimeError("no answer within two minutes")

    def _one_more(self, ask: Callable[[], None]) -> None:
        before = self.answers
        ask()
        self.until(lambda: self.answers > before and not self.app.talk.property("busy"))

    def visit(self, number: int) -> None:
        """One shopper comes, asks, and walks away."""
        app = self.app
        app.begin("touch")
        for n in range(4):
            self._one_more(lambda: app.talk.ask(next(self._typed)))
            app.talk.show(PANELS[n])
            self.turn()
        app.keyboard.show()
        app.keyboard.press("a")
        app.keyboard.hide()
        heard = app.listening.heard
        told: list[Any] = []
        heard.connect(told.append)
        app.listen()
        self.until(lambda: told and app.listening.property("state") == "idle" and not app.talk.property("busy"))
        heard.disconnect(told.append)
        if number % 3 == 0:
            self._picture = next(self._pictures)
            app.look()
            self.until(lambda: app.camera.newest() is not None)
            self._one_more(app.identify)
        while app.property("screen") == "visit":
            app._second()
            self.turn()

    def alone(self, seconds: int) -> None:
        """Time passes and nobody is there."""
        for n in range(seconds):
            self.app._second()
            if n % 60 == 0:
                self.turn()

    def hour(self, number: int, visits: int) -> Hour:
        """So many visits, and the rest of the hour alone."""
        began = time.monotonic()
        for n in range(visits):
            self.visit(n)
        self.alone(1800)
        self.until(lambda: self.window.alone._told)
        gc.collect()
        give_back()
        process = psutil.Process()
        return Hour(
            number, round(process.memory_info().rss / 1e6, 1), process.num_threads(), process.num_fds(), self.answers, round(time.monotonic() - began, 1)
        )

    def morning(self) -> bool:
        """After a night alone: is a question answered?"""
        self.alone(NIGHT)
        before = self.answers
        self.app.begin("touch")
        self._one_more(lambda: self.app.talk.ask("where is the oat milk"))
        return self.answers == before + 1 and bool(self.app.talk.property("reply"))


def _no_speaker() -> Any:
    raise MissingPart("no loudspeaker", "this day", "none is wanted")


def slope(hours: Sequence[Hour]) -> float:
    """Megabytes an hour, by least squares, the first hour left out; 0 with fewer than three."""
    later = hours[1:]
    return round(float(np.polyfit([h.hour for h in later], [h.mb for h in later], 1)[0]), 2) if len(later) > 1 else 0.0


def main(words: list[str] | None = None) -> int:
    """Prints a table, writes JSON. Ends with 1 where something was not answered."""
    parser = argparse.ArgumentParser(prog="python -m tests.virtual.day", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", type=Path, metavar="CLIPS", help="folder of sounds with a labels.jsonl (distill.evaluation.spoken)")
    parser.add_argument("--hours", type=int, default=8)
    parser.add_argument("--visits", type=int, default=30, help="an hour (30)")
    parser.add_argument("--json", type=Path, metavar="OUT.json")
    args = parser.parse_args(words)
    files = [json.loads(line)["file"] for line in (args.clips / "labels.jsonl").read_text("utf-8").splitlines() if line.strip()]
    table = Table("hour", "MB", "threads", "handles", "answers so far", "real seconds", title=f"{args.visits} visits an hour")
    with tempfile.TemporaryDirectory(prefix="kiosk-day-") as state:
        day = Day([read_sound(args.clips / f) for f in files[:40]], Path(state))
        hours: list[Hour] = []
        try:
            for number in range(1, args.hours + 1):
                hours.append(day.hour(number, args.visits))
                print(json.dumps(asdict(hours[-1])), file=sys.stderr, flush=True)
            awake = day.morning()
        finally:
            day.window.close()
    for h in hours:
        table.add_row(*(str(v) for v in asdict(h).values()))
    Console(width=None if sys.stdout.isatty() else 120).print(table)
    print(f"memory grows by {slope(hours)} MB an hour after the first; after a night of 12 hours a question is {'answered' if awake else 'NOT answered'}")
    if args.json:
        args.json.write_text(
            json.dumps({"hours": [asdict(h) for h in hours], "mb_an_hour": slope(hours), "answered_after_a_night": awake}, indent=1) + "\n", "utf-8"
        )
    return 0 if awake else 1


if __name__ == "__main__":
    sys.exit(main())
