"""End of speech → first sound of the answer, from outside: a clip is spoken into the kiosk's microphone, its loudspeaker is recorded.

    python -m tests.virtual.latency CLIPS [--count N] [--alone SECONDS] [--state FOLDER] [--json OUT.json]

CLIPS is a folder of sounds with an labels.jsonl: a line a clip `{"file", "text", "language", "ends"?}`, `ends` being the true end of speech in
seconds (found by energy where it is not given). The kiosk is the real window in a process of its own (`driven.py`); language is never told to it,
and every clip is a new visit. A clip's time runs from the end of its speech in the microphone to the first audible sample in the loudspeaker; it
is broken down by what the window tells: `turn` (end of speech → transcript ready), `answer` (→ answer's text), `voice` (→ first sound).

What must hold: nothing is left out of the figures but clips that got no spoken answer, and those are counted; a sound before the answer's text
(a filler) does not count as the answer and is told.
"""

import argparse
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from kiosk.field.figures import spread
from kiosk.field.machine import load
from kiosk.hearing.sound import read_sound
from tests.virtual.sound import CannotRun, Recording, VirtualSound

Samples = npt.NDArray[np.float32]
RATE: Final = 16_000
FRAME: Final = 160
QUIET: Final = 0.01
"""Share of the loudest 10 ms below which speech is over: -40 dB."""
AUDIBLE: Final = 0.002
"""Amplitude of the first sample that counts as heard, -54 dBFS: the voice begins with some milliseconds of less."""
OPENS_WITHIN, ANSWERS_WITHIN = 300.0, 60.0
"""Seconds for which a kiosk may open, and answer."""
STEPS: Final = ("turn", "answer", "voice")


@dataclass(frozen=True, slots=True)
class Clip:
    """A spoken question; `ends` is the end of its speech in seconds."""

    file: Path
    text: str
    language: str
    ends: float


@dataclass(frozen=True, slots=True)
class Answered:
    """One clip's seconds, and the milliseconds that recogniser and assistant tell; what is missing is None and `failed` says why."""

    file: str
    language: str
    said: str
    heard: str = ""
    reply: str = ""
    total: float | None = None
    turn: float | None = None
    answer: float | None = None
    voice: float | None = None
    filler: bool = False
    failed: str = ""
    milliseconds: dict[str, dict[str, float]] | None = None


def speech_end(samples: Samples) -> float:
    """Seconds to the end of the last 10 ms above `QUIET` of the loudest; 16 kHz mono."""
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    power = np.sqrt(np.mean(frames.astype(np.float64) ** 2, axis=1))
    loud = np.flatnonzero(power > QUIET * power.max(initial=0.0))
    return float(loud[-1] + 1) * FRAME / RATE if loud.size else 0.0


def clips(folder: Path, count: int) -> list[Clip]:
    """The first `count` clips of each language, one a text while there are enough texts; languages by turns."""
    rows = [json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
    chosen: dict[str, list[dict[str, Any]]] = {}
    for again in (False, True):
        for row in rows:
            kept = chosen.setdefault(row["language"], [])
            if len(kept) < count and row not in kept and (again or row["text"] not in [k["text"] for k in kept]):
                kept.append(row)
    mixed = [kept[n] for n in range(count) for kept in chosen.values() if n < len(kept)]
    return [Clip(folder / r["file"], r["text"], r["language"], r["ends"] if "ends" in r else speech_end(read_sound(folder / r["file"]))) for r in mixed]


class Kiosk:
    """The window in its process: touched by lines, watched by its events."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.virtual.driven"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._events: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._states: dict[str, Any] = {"listening": "idle", "speaking": False}
        threading.Thread(target=self._read, name="events", daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                event = json.loads(line)
                self._states[event["event"]] = event.get("value")
                self._events.put(event)
        self._events.put(None)

    def touch(self, what: str) -> None:
        """Touches a button."""
        assert self._process.stdin is not None
        self._process.stdin.write(what + "\n")
        self._process.stdin.flush()

    def until(self, event: str, within: float, value: Any = None) -> dict[str, Any]:
        """The next event of that name (and value, where given). Raises RuntimeError where it does not come, or something else went wrong first."""
        deadline = time.monotonic() + within
        while True:
            try:
                found = self._events.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise RuntimeError(f"no “{event}” within {within:.0f} s") from None
            if found is None:
                raise RuntimeError("the kiosk has ended")
            if found["event"] == "missing" or (found["event"] == "broken" and found["value"]):
                raise RuntimeError(found.get("why") or found["value"])
            if found["event"] == event and value in (None, found.get("value")):
                return found

    def rest(self, within: float) -> None:
        """Ends the visit, waits until the kiosk neither listens nor speaks, and drops the events so far."""
        self.touch("finish")
        deadline = time.monotonic() + within
        while (self._states["listening"] != "idle" or self._states["speaking"]) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.5)  # what the loudspeaker still holds
        while not self._events.empty():
            self._events.get()

    def close(self) -> None:
        """Ends it."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def first_sound(recording: Recording, after: float, within: float) -> float | None:
    """When the loudspeaker's first audible sample after a moment sounded; None where there is none within so many seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        samples = recording.samples()
        start = max(0, round((after - recording.began) * recording.rate))
        loud = np.flatnonzero(np.abs(samples[start:]) > AUDIBLE)
        if loud.size:
            return recording.began + (start + int(loud[0])) / recording.rate
        time.sleep(0.05)
    return None


def ask(sound: VirtualSound, kiosk: Kiosk, clip: Clip) -> Answered:
    """One clip, spoken in a visit of its own."""
    row: dict[str, Any] = {"file": clip.file.name, "language": clip.language, "said": clip.text}
    kiosk.rest(ANSWERS_WITHIN)
    with sound.record() as recording:
        try:
            kiosk.touch("speak")
            kiosk.until("microphone", OPENS_WITHIN)
            with sound.play(clip.file) as playing:
                heard = kiosk.until("heard", ANSWERS_WITHIN)
                row["heard"] = heard["text"]
                if not heard["text"]:
                    return Answered(**row, failed="nothing was heard")
                answered = kiosk.until("answered", ANSWERS_WITHIN)
                row |= {"reply": answered["text"], "milliseconds": {"hear": heard["milliseconds"], "answer": answered["milliseconds"]}}
                sounded = first_sound(recording, answered["at"], ANSWERS_WITHIN)
                ended = playing.began + clip.ends
                early = first_sound(recording, playing.began, 0.1)
                if sounded is None:
                    return Answered(**row, failed="no sound came")
                steps = {"turn": heard["at"] - ended, "answer": answered["at"] - heard["at"], "voice": sounded - answered["at"]}
                return Answered(**row, **steps, total=sounded - ended, filler=early is not None and early < answered["at"])
        except RuntimeError as error:
            return Answered(**row, failed=str(error))


def measured(chosen: Sequence[Clip], alone: float, state: Path | None = None) -> Iterator[Answered]:
    """Every clip's answer, one after another, of one kiosk. Raises CannotRun or RuntimeError where there can be none.

    Args:
        state: the kiosk's state folder; a fresh one without it.
    """
    with VirtualSound() as sound, tempfile.TemporaryDirectory(prefix="kiosk-latency-") as fresh:
        own = {
            "KIOSK_STATE": str(state.resolve()) if state else fresh,
            "KIOSK_MICROPHONE": "shop_microphone",
            "KIOSK_LOUDSPEAKER": "shop_loudspeaker",
            "QT_QPA_PLATFORM": "offscreen",
        }
        kiosk = Kiosk({**sound.environment, **own, "PYTHONPATH": os.pathsep.join(sys.path)})
        try:
            kiosk.until("ready", OPENS_WITHIN, True)
            kiosk.until("voice", OPENS_WITHIN)
            time.sleep(alone)
            for clip in chosen:
                yield ask(sound, kiosk, clip)
        finally:
            kiosk.close()


def summary(rows: Sequence[Answered]) -> dict[str, dict[str, Any]]:
    """p50 and p95 in seconds of each language and step."""
    found: dict[str, dict[str, Any]] = {}
    for language in dict.fromkeys(r.language for r in rows):
        asked = [r for r in rows if r.language == language]
        good = [r for r in asked if r.total is not None]
        figures = {name: spread([getattr(r, name) for r in good]) if good else {} for name in ("total", *STEPS)}
        found[language] = {"asked": len(asked), "answered": len(good), "fillers": sum(r.filler for r in good), **figures}
    return found


def show(found: dict[str, dict[str, Any]]) -> None:
    """The summary as a table."""
    table = Table(title="End of speech → first sound of the answer, seconds (p50 / p95)", title_justify="left")
    for heading in ("language", "answered", "total", *STEPS):
        table.add_column(heading, no_wrap=True)
    for language, row in found.items():
        cells = [f"{row[n]['p50']:.2f} / {row[n]['p95']:.2f}" if row[n] else "–" for n in ("total", *STEPS)]
        table.add_row(language, f"{row['answered']} of {row['asked']}", *cells)
    Console(width=None if sys.stdout.isatty() else 120).print(table)


def main(words: list[str] | None = None) -> int:
    """Measures, prints, writes. Ends with 3 where it cannot run, with 1 where no clip was answered."""
    parser = argparse.ArgumentParser(prog="python -m tests.virtual.latency", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("clips", type=Path, metavar="CLIPS", help="folder of sounds with an labels.jsonl")
    parser.add_argument("--count", type=int, default=40, metavar="N", help="clips of each language (40)")
    parser.add_argument(
        "--alone", type=float, default=60.0, metavar="SECONDS", help="for which the kiosk is alone before the first clip and prepares phrases (60)"
    )
    parser.add_argument(
        "--state", type=Path, metavar="FOLDER", help="the kiosk's state, as `KIOSK_STATE=FOLDER kiosk store import PACK --voice` made it (a fresh one)"
    )
    parser.add_argument("--json", type=Path, metavar="OUT.json", help="where figures and clips go")
    args = parser.parse_args(words)
    started, rows = load(), []
    try:
        for row in measured(clips(args.clips, args.count), args.alone, args.state):
            rows.append(row)
            told = row.failed or f"{row.total:.2f} s"
            print(f"{row.file}: {told}: “{row.heard}” → “{row.reply}”", file=sys.stderr, flush=True)
    except (CannotRun, RuntimeError) as error:
        print(f"latency: {error}", file=sys.stderr)
        return 3
    found = summary(rows)
    show(found)
    if args.json:
        described = {"load": [started, load()], "alone": args.alone, "kept_state": bool(args.state), "languages": found, "clips": [asdict(r) for r in rows]}
        args.json.write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if any(row.total is not None for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
