"""A window that talks and listens over fake devices: what is said is given, what is spoken is noted."""

import threading
from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
from pytestqt.qtbot import QtBot

from kiosk.app.main import Window
from kiosk.core import Language, MissingPart
from tests.fakes.visit import FakeVisit

Samples = npt.NDArray[np.float32]


class Voice:
    """Says each word as one chunk that holds the number of its text; waits for `go` before each where it is slow."""

    rate, speed = 24_000, 1.0

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.readied: list[str] = []
        self.made = threading.Semaphore(0)
        self.slow = False

    def say(self, text: str, language: Language) -> Iterator[Samples]:
        self.texts.append(text)
        number = len(self.texts)
        for _ in text.split():
            if self.slow:
                self.made.acquire(timeout=10)
            yield np.full(240, number, np.float32)

    def get_ready(self, text: str, language: Language) -> None:
        self.readied.append(text)

    def __getattr__(self, name: str) -> Callable[[], None]:
        return lambda: None


class Loudspeaker:
    """Plays until it is let go on: a reply lasts until `played` or `stop`."""

    volume = 0.0

    def __init__(self) -> None:
        self.given: list[float] = []
        self.told: list[str] = []
        self._done = threading.Event()

    def play(self, chunks: Iterable[Samples], rate: int, on_first: Callable[[], None] = lambda: None) -> bool:
        self._done.clear()
        for chunk in chunks:
            if on_first:
                on_first()
            self.given.append(float(chunk[0]))
        self._done.wait(10)
        return self.told[-1:] != ["stop"]

    def played(self) -> None:
        self.told.append("end")
        self._done.set()

    def stop(self) -> None:
        self.told.append("stop")
        self._done.set()

    def hold(self) -> None:
        self.told.append("hold")

    def go_on(self) -> None:
        self.told.append("go on")

    def close(self) -> None:
        self._done.set()


class Microphone:
    """Silence, at its own pace, until it is closed; counts how often it is open. `lost` makes it a missing one."""

    opened = 0
    lost = False
    taken, clipping, silent = 0.0, False, False

    def __init__(self) -> None:
        if Microphone.lost:
            raise MissingPart("there is no microphone", "test", "plug one in")
        Microphone.opened += 1
        self._closed = threading.Event()

    def blocks(self) -> Iterator[Samples]:
        while not self._closed.wait(0.005):
            yield np.full(512, 0.01, np.float32)

    def close(self) -> None:
        if not self._closed.is_set():
            Microphone.opened -= 1
        self._closed.set()


class Gate:
    """Opens when it is told to."""

    spoken = False
    doubted = begun = 0

    def begin(self) -> None:
        self.spoken = False
        self.begun += 1

    def hear(self, near: Samples, far: Samples) -> Samples:
        return near

    def before(self) -> Samples:
        return np.full(512, 0.01, np.float32)

    def doubt(self) -> None:
        self.doubted += 1


class Ears:
    """Hears `next` words when it has any, after some blocks."""

    def __init__(self) -> None:
        self.next: list[str] = []
        self.seemed: list[str | None] = []
        """Words after which a turn seems over, or None where it goes on."""
        self.paused: list[str | None] = []
        """Words after which there is a pause, or None where it goes on."""
        self.so_far = ""

    def listen(
        self, blocks: Iterator[Samples], *_: Any, over: Callable[[Any], None], caption: Callable[[str], None], rehearse: Callable[[Any], None], **__: Any
    ) -> Any:  # fmt: skip
        told = None
        for n, _block in enumerate(blocks):
            if self.so_far:
                caption(self.so_far)
            if n > 5 and self.paused:
                words = self.paused.pop(0)
                rehearse(words and SimpleNamespace(text=words, language=Language.en))
            if n > 5 and self.seemed:
                words = self.seemed.pop(0)
                told = words and SimpleNamespace(text=words, raw=words, language=Language.en, confidence=0.3 if words == "Mahamu" else 0.9)
                over(told)
            if n > 5 and self.next:
                words = self.next.pop(0)
                return SimpleNamespace(text=words, raw=words, language=Language.en, confidence=0.3 if words == "Mahamu" else 0.9) if words else None
        return told


class Shop:
    """A window in a visit, with all that is behind it."""

    def __init__(self, window: Window, qtbot: QtBot, voice: Voice, speaker: Loudspeaker, gate: Gate, ears: Ears, visit: FakeVisit) -> None:
        self.window, self.app, self.qtbot = window, window.app, qtbot
        self.voice, self.speaker, self.gate, self.ears, self.visit = voice, speaker, gate, ears, visit

    def until(self, what: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(what()), timeout=20_000)

    def asked(self) -> list[str]:
        return [given["text"] for given in self.visit.given]

    def ask_by_voice(self, words: str) -> None:
        """A question at the microphone's button, up to the moment at which the answer is being spoken and the microphone is open beside it."""
        self.ears.next.append(words)
        self.app.listen()
        self.until(lambda: self.asked()[-1:] == [words])
        self.until(lambda: self.speaker.given[-1:] == [len(self.voice.texts)] and self.app.listening.property("open"))
