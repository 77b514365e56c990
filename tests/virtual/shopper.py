"""A shopper with a finger, for `frames.py`: goes through the window's screens on a thread of its own, while another speaks to the recogniser.

What must hold: whatever can be touched is touched through the display; the window is asked where a button is only through `Probe.call`, which counts as no
work of the window's. A button that is not there is told and left out; nothing waits for ever.
"""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt

from kiosk.app.main import Window, application, thrifty
from kiosk.core import MissingPart
from kiosk.core.settings import load_settings
from kiosk.hearing.sound import read_sound
from tests.app.checks import Sight
from tests.virtual.finger import Box, Finger
from tests.virtual.frames import Probe

Samples = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]
PATIENCE, OPENS_WITHIN = 20.0, 900.0
"""Seconds for an answer, and for the kiosk to open."""
BLOCK: Final = 512
RATE: Final = 16_000


@dataclass
class Used:
    """What was counted, how many clips were recognised meanwhile, and which buttons were not there."""

    probe: Probe
    heard: int = 0
    skipped: list[str] = field(default_factory=list)


def in_real_time(clip: Samples, over: Callable[[], bool]) -> Iterator[Samples]:
    """A clip with a second of silence after it, block by block, as a microphone gives it."""
    began = time.monotonic()
    sound = np.concatenate([np.zeros(RATE // 2, np.float32), clip, np.zeros(RATE, np.float32)])
    for n in range(0, len(sound) - BLOCK + 1, BLOCK):
        if over():
            return
        time.sleep(max(0.0, began + (n + BLOCK) / RATE - time.monotonic()))
        yield sound[n : n + BLOCK]


class Spoken:
    """A microphone that a clip is spoken into."""

    taken, clipping, silent = 0.0, False, False

    def __init__(self, clip: Samples) -> None:
        self._clip, self._closed = clip, False

    def blocks(self) -> Iterator[Samples]:
        """512 samples each, in real time."""
        return in_real_time(self._clip, lambda: self._closed)

    def close(self) -> None:
        """Ends it."""
        self._closed = True


class Shelf:
    """A camera before a shelf, 1280 × 720, held by a hand that is never still."""

    def __init__(self) -> None:
        rows, columns = np.mgrid[0:720, 0:1280]
        self._picture = np.stack([(rows // 3 + columns // 5) % 256, (columns // 4) % 256, (rows // 2) % 256], -1).astype(np.uint8)
        self._n = 0

    def frame(self) -> Pixels:
        """The next picture."""
        self._n += 3
        return np.roll(self._picture, self._n, 1)

    def close(self) -> None:
        """Ends it."""


class Shopper:
    """One who uses the window until the time is over."""

    def __init__(self, window: Window, finger: Finger, used: Used, hearing: threading.Lock) -> None:
        self._window, self._app, self._finger, self._used, self._hearing = window, window.app, finger, used, hearing
        self._words: dict[str, str] = {}
        self._answers = 0
        self._app.talk.answered.connect(self._answered, Qt.ConnectionType.DirectConnection)

    def _answered(self, turn: Any) -> None:
        self._answers += 1

    def visit(self) -> None:
        """Through every screen of a shopper once."""
        for name in ("attract", "type", "cards", "way", "list", "compare", "looks", "camera", "history", "chinese", "speak", "end"):
            self._used.probe.scene = name
            self._words = self._used.probe.call(lambda: dict(self._app.property("words")))
            getattr(self, f"_{name}")()

    def _attract(self) -> None:
        time.sleep(2)
        self._tap("touch")
        time.sleep(0.5)

    def _type(self) -> None:
        self._tap("keyboard")
        time.sleep(0.4)
        for letter in "oat milk":
            self._tap("type_space" if letter == " " else letter)
        self._answer(lambda: self._tap("ask"))

    def _cards(self) -> None:
        self._scroll()
        self._tap("filter_cheap")
        self._tap("filter_all")
        self._scroll()

    def _way(self) -> None:
        self._tap("show_way")
        time.sleep(1)
        self._tap("step_free")
        time.sleep(0.5)
        self._tap("back")

    def _list(self) -> None:
        self._answer(lambda: self._tap("add"))
        self._answer(lambda: self._ask("add two apples to my list"))
        self._tap("round_all")
        time.sleep(1)
        self._tap("back")
        self._tap("list")

    def _compare(self) -> None:
        self._answer(lambda: self._ask("compare light and dark soy sauce"))
        self._scroll()
        self._answer(lambda: self._ask("any offers on fruit"))
        self._scroll()

    def _looks(self) -> None:
        for name in ("looks", "text_large", "looks_strong", "text_normal", "looks_strong", "close"):
            self._tap(name)
            time.sleep(0.2)

    def _camera(self) -> None:
        self._tap("show")
        time.sleep(2)
        self._answer(lambda: self._tap("what_is_this"))

    def _history(self) -> None:
        self._tap("history")
        self._scroll()
        self._tap("back")

    def _chinese(self) -> None:
        self._tap("中文")
        self._words = self._used.probe.call(lambda: dict(self._app.property("words")))
        self._tap("keyboard")
        time.sleep(0.4)
        for letter in "niunai":
            self._tap(letter)
        self._answer(lambda: self._tap("ask"))
        self._tap("English")

    def _speak(self) -> None:
        with self._hearing:  # the recogniser hears one sound at a time
            self._answer(lambda: self._tap("speak"))

    def _end(self) -> None:
        self._tap("start_over")
        time.sleep(0.3)

    def _ask(self, text: str) -> None:
        self._used.probe.post(lambda: self._app.talk.ask(text))

    def _answer(self, ask: Callable[[], object]) -> None:
        before, end = self._answers, time.monotonic() + PATIENCE
        ask()
        while self._answers == before and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.5)

    def _tap(self, key: str) -> None:
        """Taps what is called so, or by these words of the window."""
        name = self._words.get(key, key)
        box = self._used.probe.call(lambda: self._box(name))
        if box is None:
            self._used.skipped.append(f"{self._used.probe.scene}: {key}")
            return
        counts = self._used.probe.counts()
        counts.taps.append(self._finger.tap(box))
        time.sleep(0.08)

    def _box(self, name: str) -> Box | None:
        sight = Sight(self._window.view)
        found = [n for n in sight.pressables if n.text == name or n.text.startswith(f"{name} ")]
        places = [p for p in (n.seen(n.place).intersected(self._whole()) for n in found) if p.width() > 9 and p.height() > 9]
        return self._on_display(places[-1]) if places else None

    def _scroll(self) -> None:
        box = self._used.probe.call(self._longest)
        if box is None:
            return
        x, low, high = box[0] + box[2] // 2, box[1] + box[3] - 20, box[1] + 20
        for start, end in ((low, high), (high, low)):
            self._finger.drag((x, start), (x, end))
            time.sleep(0.6)

    def _longest(self) -> Box | None:
        """The largest column that has more to show than there is room for."""
        columns = [n for n in Sight(self._window.view).nodes if n.item.inherits("QQuickFlickable") and n.get("longer") and not n.get("sideways")]
        places = sorted((n.seen(n.place).intersected(self._whole()) for n in columns), key=lambda p: p.width() * p.height())
        return self._on_display(places[-1]) if places and places[-1].height() > 100 else None

    def _on_display(self, place: QRectF) -> Box:
        corner = self._window.view.position()
        return corner.x() + int(place.x()), corner.y() + int(place.y()), int(place.width()), int(place.height())

    def _whole(self) -> QRectF:
        return QRectF(0, 0, self._window.view.width(), self._window.view.height())


def _no_speaker() -> Any:
    raise MissingPart("no loudspeaker", "these frames", "none is wanted")


def use(folder: Path, seconds: float, size: tuple[int, int], state: Path) -> Used:
    """Uses a window of this size for so long, with a recogniser beside it that hears the clips of a folder.

    Raises:
        RuntimeError: the kiosk did not open.
    """
    thrifty()
    qt = application()
    files = [json.loads(line)["file"] for line in (folder / "labels.jsonl").read_text("utf-8").splitlines() if line.strip()]
    clips: Sequence[Samples] = [read_sound(folder / f) for f in files[:40]]
    own = cycle(clips)
    settings = load_settings(state=state, voice=False, full_screen=False)
    window = Window(settings, microphone=lambda: Spoken(next(own)), camera=Shelf, speaker=_no_speaker, width=size[0], height=size[1])
    used = Used(Probe(window.view))
    hearing, opened, over = threading.Lock(), threading.Event(), threading.Event()
    finger = Finger(os.environ["DISPLAY"])
    faults: list[str] = []

    def hear() -> None:
        opened.wait()
        for clip in cycle(clips):
            with hearing:
                if over.is_set():
                    return
                if window.parts.listen(in_real_time(clip, over.is_set), caption=lambda text: None) is not None:
                    used.heard += 1
            time.sleep(0.05)  # a lock goes to who asks for it first: the shopper may be waiting

    def run() -> None:
        try:
            end = time.monotonic() + OPENS_WITHIN
            while not (window.app.property("ready") and window.app.keyboard._pinyin is not None):
                if window.app.property("broken") or time.monotonic() > end:
                    raise RuntimeError(window.app.property("broken") or "the kiosk did not open in a quarter of an hour")
                time.sleep(0.05)
            window.parts.warm()
            window.parts.warm_eyes()
            shopper = Shopper(window, finger, used, hearing)
            opened.set()
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                shopper.visit()
        except Exception as error:
            faults.append(f"{type(error).__name__}: {error}")
            raise
        finally:
            over.set()
            opened.set()
            used.probe.scene = "over"
            used.probe.post(lambda: qt.exit(0))

    window.open()
    threading.Thread(target=run, name="shopper", daemon=True).start()
    threading.Thread(target=hear, name="spoken to", daemon=True).start()
    qt.exec()
    used.probe.close()
    used.probe.scenes.pop("over", None)
    used.probe.scenes.pop("start", None)
    if faults:
        raise RuntimeError(faults[0])
    return used
