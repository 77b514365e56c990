"""Frames, reactions to a touch and the work of the window's thread, while a shopper uses the kiosk and the recogniser runs beside it.

    python -m tests.virtual.frames CLIPS [--seconds 60] [--json OUT.json]

The real window, lying and standing, each in a process of its own with Qt's software renderer on a private X display of that size (`finger.py`). Scripted
use goes through its screens with a finger; meanwhile the clips of CLIPS are spoken, in real time, into the real ears as the window itself opens them. There
is no loudspeaker and no camera but a picture. A frame lasts from its synchronisation to its swap; a reaction from the press to the first changed pixel of what
was pressed; work is how long an event waits for the window's thread, frames left out. CPU is that of the window's thread alone: where the machine is busy
it says what the window costs, and time does not.

What must hold: every frame and every tap counts, also a tap that nothing answered; the script's own looking at the window does not.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Final, TypeVar

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtQuick import QQuickWindow
from rich.console import Console
from rich.table import Table

from kiosk.field.machine import load, machine
from tests.virtual.finger import display, why_not

T = TypeVar("T")
SIZES: Final = ((1920, 1080), (1080, 1920))
SLOW_FRAME, LONG_WORK = 33.0, 8.0
"""Milliseconds of a frame that is seen to stutter (issue 12), and of work that keeps frames waiting."""
MOST_SLOW, MOST_REACTION = 1.0, 100.0
"""Percent of slow frames; milliseconds of a reaction's p95 (issue 12)."""
ASKS_EVERY: Final = 0.004
"""Seconds between two events that are timed, and between two looks at what the window's thread is doing while one waits."""
_KIOSK: Final = f"{os.sep}kiosk{os.sep}"


@dataclass
class Counts:
    """What one scene showed; milliseconds.

    Args:
        frames, painting: time from synchronisation to swap, and the thread's CPU in it.
        work, working: the same of the waiting of an event that does nothing, one every few milliseconds.
        taps: reactions; None for a tap that changed nothing.
        culprits: milliseconds in which long work was seen in a place of the code.
    """

    frames: list[float] = field(default_factory=list)
    painting: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    working: list[float] = field(default_factory=list)
    taps: list[float | None] = field(default_factory=list)
    culprits: Counter[str] = field(default_factory=Counter)


class Probe(QObject):
    """Counts on the window's thread, by scene. To be made on that thread; `scene` may be set from any."""

    _posted = Signal(object)
    _asks = Signal()

    def __init__(self, view: QQuickWindow) -> None:
        super().__init__()
        self.scene, self.scenes = "start", dict[str, Counts]()
        self._thread, self._lock = threading.get_ident(), threading.Lock()
        self._clock = time.pthread_getcpuclockid(self._thread)
        self._waits: tuple[float, float] | None = None
        self._synced: tuple[float, float] | None = None
        self._left_out = [0.0, 0.0]
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)
        self._asks.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        direct = Qt.ConnectionType.DirectConnection
        view.beforeSynchronizing.connect(self._sync, direct)
        view.frameSwapped.connect(self._swap, direct)
        self._over = threading.Event()
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def close(self) -> None:
        """Asks no more."""
        self._over.set()

    def counts(self) -> Counts:
        """Of the scene that is on."""
        with self._lock:
            return self.scenes.setdefault(self.scene, Counts())

    def post(self, do: Callable[[], object]) -> None:
        """Has something done on the window's thread, as work of the window's. From any thread."""
        self._posted.emit(do)

    def call(self, ask: Callable[[], T]) -> T:
        """Asks the window something on its own thread, which counts as no work of it. From another thread."""
        told: Future[T] = Future()
        self._posted.emit(lambda: self._asked(ask, told))
        return told.result()

    def _run(self, do: Callable[[], object]) -> None:
        do()

    def _asked(self, ask: Callable[[], T], told: "Future[T]") -> None:
        began = self._now()
        try:
            told.set_result(ask())
        except Exception as error:
            told.set_exception(error)
        self._leave_out(began, self._now())

    def _now(self) -> tuple[float, float]:
        """The time, and the CPU that the window's thread has had; from any thread."""
        return time.monotonic(), time.clock_gettime(self._clock)

    def _leave_out(self, began: tuple[float, float], ended: tuple[float, float]) -> None:
        """Of a stretch, what lies after the event that waits was sent."""
        began = max(began, self._waits or began)
        self._left_out = [held + end - start for held, start, end in zip(self._left_out, began, ended, strict=True)]

    def _sync(self) -> None:
        self._synced = self._now()

    def _swap(self) -> None:
        if self._synced is not None:
            began, ended = self._synced, self._now()
            self._synced = None
            counts = self.counts()
            counts.frames.append((ended[0] - began[0]) * 1000)
            counts.painting.append((ended[1] - began[1]) * 1000)
            self._leave_out(began, ended)

    def _answer(self) -> None:
        if self._waits is not None:
            time_spent, cpu_spent = ((now - sent - out) * 1000 for now, sent, out in zip(self._now(), self._waits, self._left_out, strict=True))
            self._waits = None
            counts = self.counts()
            counts.work.append(max(0.0, time_spent))
            counts.working.append(max(0.0, cpu_spent))

    def _watch(self) -> None:
        """Sends an event whenever the last one was answered, and names what the thread does meanwhile where that takes longer than it may."""
        last = time.monotonic()
        while not self._over.wait(ASKS_EVERY):
            now, waits = time.monotonic(), self._waits
            if waits is None:
                self._left_out, self._waits = [0.0, 0.0], self._now()
                self._asks.emit()
            elif (now - waits[0]) * 1000 > LONG_WORK and self._synced is None:
                place = _place(sys._current_frames().get(self._thread))
                if place:
                    self.counts().culprits[place] += round((now - max(last, waits[0])) * 1000)
            last = now


def _place(frame: FrameType | None) -> str:
    """The innermost line of the kiosk's that a thread is in; Qt's own work where there is none; empty for this script's."""
    while frame is not None:
        code = frame.f_code
        if code.co_filename == __file__ and code.co_name == "_asked":
            return ""
        if _KIOSK in code.co_filename and code.co_name != "eventFilter":
            return f"{code.co_filename.rpartition(_KIOSK)[2]}:{code.co_name}"
        frame = frame.f_back
    return "Qt: QML, layout, images"


def figures(values: Sequence[float]) -> dict[str, float]:
    """p50, p95 and the most; nothing of nothing."""
    return (
        {}
        if not values
        else {"p50": round(float(np.percentile(values, 50)), 2), "p95": round(float(np.percentile(values, 95)), 2), "max": round(max(values), 2)}
    )


def share(values: Iterable[float], above: float) -> float:
    """Percent of values above a bound; 0 of none."""
    held = list(values)
    return round(100 * sum(v > above for v in held) / len(held), 2) if held else 0.0


def row(counts: Counts) -> dict[str, Any]:
    """A scene's figures as plain JSON; milliseconds and percent."""
    seen = [t * 1000 for t in counts.taps if t is not None]
    return {
        "frames": len(counts.frames), "frame": figures(counts.frames), "frame_cpu": figures(counts.painting), "slow_percent": share(counts.frames, SLOW_FRAME),
        "slow_cpu_percent": share(counts.painting, SLOW_FRAME), "taps": len(counts.taps), "unanswered": len(counts.taps) - len(seen), "reaction": figures(seen),
        "work": figures(counts.work), "work_cpu": figures(counts.working), "long": sum(w > LONG_WORK for w in counts.work),
        "long_cpu": sum(w > LONG_WORK for w in counts.working), "culprits": dict(counts.culprits.most_common(6)),
    }  # fmt: skip


def together(scenes: Mapping[str, Counts]) -> Counts:
    """All scenes as one."""
    whole = Counts()
    for counts in scenes.values():
        for name in ("frames", "painting", "work", "working", "taps"):
            getattr(whole, name).extend(getattr(counts, name))
        whole.culprits.update(counts.culprits)
    return whole


def told(report: Mapping[str, Any], console: Console) -> None:
    """The table of one size."""
    table = Table("scene", "frames", "ms p50 / p95 / max", f"> {SLOW_FRAME:.0f} ms", "their CPU p50 / p95 / max", "taps", "reaction p50 / p95 / max",
                  "work p95 / max", f"> {LONG_WORK:.0f} ms (CPU)", title=f"{report['size']}, load {report['load']}", title_justify="left")  # fmt: skip

    def three(found: Mapping[str, float]) -> str:
        return " / ".join(f"{found[k]:.0f}" for k in ("p50", "p95", "max")) if found else ""

    for name, found in {**report["scenes"], "all": report["all"]}.items():
        work = found["work"]
        table.add_row(
            name, str(found["frames"]), three(found["frame"]), f"{found['slow_percent']} %", three(found["frame_cpu"]),
            f"{found['taps']}" + (f" ({found['unanswered']} unanswered)" if found["unanswered"] else ""), three(found["reaction"]),
            f"{work['p95']:.0f} / {work['max']:.0f}" if work else "", f"{found['long']} ({found['long_cpu']})",
        )  # fmt: skip
    console.print(table)
    for place, spent in report["all"]["culprits"].items():
        console.print(f"  {spent} ms of long work in {place}")
    console.print(f"  {report['heard']} clips recognised meanwhile; left out of the script: {', '.join(report['skipped']) or 'nothing'}")


def child(clips: Path, seconds: float, size: str, state: Path | None) -> None:
    """Measures in this process, whose display is there; writes the report on standard output."""
    from tests.virtual.shopper import use

    width, height = (int(n) for n in size.split("x"))
    with tempfile.TemporaryDirectory(prefix="kiosk-frames-") as made:
        used = use(clips, seconds, (width, height), state or Path(made))
    scenes = used.probe.scenes
    report = {"size": size, "load": load(), "scenes": {name: row(c) for name, c in scenes.items()}, "all": row(together(scenes)),
              "heard": used.heard, "skipped": sorted(set(used.skipped))}  # fmt: skip
    print(json.dumps(report), flush=True)
    os._exit(0)  # what is open is open on threads of its own


def main(words: list[str] | None = None) -> int:
    """Prints a table a size, writes JSON. Ends with 1 where a goal of issue 12 is not met, with 2 where nothing can be measured here."""
    parser = argparse.ArgumentParser(prog="python -m tests.virtual.frames", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", type=Path, metavar="CLIPS", help="folder of sounds with a labels.jsonl (distill.evaluation.spoken)")
    parser.add_argument("--seconds", type=float, default=60.0, help="of scripted use, each way the window stands (60)")
    parser.add_argument("--json", type=Path, metavar="OUT.json")
    parser.add_argument("--size", action="append", default=[], metavar="WxH", help="only this size; may be given several times")
    parser.add_argument("--state", type=Path, metavar="FOLDER", help="a state folder to use, where compiled models may lie; a new one without it")
    parser.add_argument("--here", metavar="WxH", help=argparse.SUPPRESS)
    args = parser.parse_args(words)
    if args.here:
        child(args.clips, args.seconds, args.here, args.state)
    if problem := why_not():
        print(f"frames: {problem}", file=sys.stderr)
        return 2
    console = Console(width=None if sys.stdout.isatty() else 160)
    reports = []
    for size in args.size or [f"{w}x{h}" for w, h in SIZES]:
        width, height = (int(n) for n in size.split("x"))
        with display(width, height) as screen:
            command = [sys.executable, "-m", "tests.virtual.frames", str(args.clips), "--seconds", str(args.seconds), "--here", size]
            command += ["--state", str(args.state)] if args.state else []
            given = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "QT_QUICK_BACKEND": "software"}
            done = subprocess.run(command, env=given, stdout=subprocess.PIPE, text=True, check=True)
        reports.append(json.loads(done.stdout.strip().splitlines()[-1]))
        told(reports[-1], console)
    if args.json:
        args.json.write_text(json.dumps({"machine": machine().row(), "seconds": args.seconds, "sizes": reports}, indent=1) + "\n", "utf-8")
    reached = all(r["all"]["slow_percent"] <= MOST_SLOW and r["all"]["reaction"]["p95"] <= MOST_REACTION and not r["all"]["unanswered"] for r in reports)
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
