"""A made-up visit for the gallery: the demo store's own rows, answers that the gallery chooses, and devices that exist only here.

What must hold: no model, no device and no bundle is opened; what is shown of a product, the plan, the hours and the offers is read from the store.
"""

import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from kiosk.app.devices import Devices
from kiosk.app.images import render
from kiosk.app.pictures import picture_id, svg
from kiosk.assistant.state import VisitState
from kiosk.bundle.gallery import Calibration, Gallery, Judged
from kiosk.core import Action, Answer, Citation, Intent, Language, MissingPart, ProductView, Sentiment
from kiosk.core.settings import load_settings
from kiosk.store.catalogue import Store, open_store
from kiosk.store.enrolled import FILE as ENROLLED
from kiosk.store.enrolled import EnrolledFile
from kiosk.store.tickets import Tickets
from kiosk.store.unanswered import UnansweredCounts
from kiosk.visit.enrolling import Enrolling

NOW: Final = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
"""A Tuesday morning: pictures of the gallery change only where the window does."""
Samples = npt.NDArray[np.float32]
FINDINGS: Final = (
    {"name": "state folder", "state": "ok", "what": "/var/lib/kiosk", "mend": ""},
    {"name": "bundle", "state": "ok", "what": "market, signed, made 2026-11-24", "mend": "", "zh": {"what": "market，已签名，制作于 2026-11-24", "mend": ""}},
    {"name": "camera", "state": "missing", "what": "there is no /dev/video0", "mend": "plug a camera in, or set KIOSK_CAMERA; typing and speech work without it",
     "zh": {"what": "没有 /dev/video0", "mend": "接上摄像头，或设 KIOSK_CAMERA；没有它也能打字和说话"}},
    {"name": "memory", "state": "warning", "what": "0.9 GB of 4.0 GB free: tight", "mend": "close other programs; 4 GB are comfortable",
     "zh": {"what": "内存 4.0 GB，空闲 0.9 GB：有点紧", "mend": "关掉别的程序；有 4 GB 就宽裕了"}},
    {"name": "tickets", "state": "broken", "what": "the database is damaged", "mend": "run: kiosk doctor --repair",
     "zh": {"what": "数据库坏了", "mend": "运行：kiosk doctor --repair"}},
)
"""Of a doctor on a bad day."""


@cache
def demo_store(name: str = "") -> Store:
    """The demo store, or the pack of that name beside it, opened once a process; its words' vectors are not needed here."""
    folder = tempfile.TemporaryDirectory(prefix="kiosk-gallery-")
    pack = load_settings().default_store
    store = open_store(pack.parent / name if name else pack, Path(folder.name))
    store.folder = folder  # type: ignore[attr-defined]  # it must live as long as the store
    return store


class MadeUpVisit:
    """Gives the answer that was put down for a question; a question without one is thought about until `close`."""

    def __init__(self, state: Path) -> None:
        self.state = VisitState()
        self.answers: dict[str, Answer] = {}
        self.over = threading.Event()
        self.tickets = Tickets(state / "tickets.sqlite", lambda: NOW)
        self.house = SimpleNamespace(
            lock=threading.RLock(), store=demo_store(), assistant=None, tickets=self.tickets, ears=MadeUpEars(self.over), voice=MadeUpVoice(),
            eyes=SimpleNamespace(warm_up=lambda: None, appearance=MadeUpSight()), now=lambda: NOW, unanswered=UnansweredCounts(state),
            enrolled=EnrolledFile(state / ENROLLED), sight="made up",
        )  # fmt: skip
        self.house.enrolling = Enrolling(self.house)  # type: ignore[arg-type]  # as much of a house as it asks for

    def ask(self, text: str | None = None, images: Any = (), audio: Any = None, language: Language | None = None) -> Answer:
        """The answer that was put down."""
        found = self.answers.get(text or "")
        if found is None:
            self.over.wait()
            return answer("", self.state.language)
        return found

    def reset(self) -> None:
        """The visit is over."""
        self.state = VisitState()

    def rehearse(self, text: str, language: Language | None = None) -> Answer | None:
        """Nothing is spoken here."""
        return None

    def take_back(self) -> bool:
        """Nothing is heard here."""
        return False

    def speak(self, language: Language) -> None:
        """The visit's language."""
        self.state = replace(self.state, language=language)

    def close(self) -> None:
        """Ends what is still being thought about or heard."""
        self.over.set()


def answer(
    text: str, language: Language, intent: Intent = Intent.find_product, *, skus: Sequence[str] = (), actions: Sequence[Action] = (),
    cited: Sequence[str] = (), chips: Sequence[str] = (), sentiment: Sentiment = Sentiment.neutral,
) -> Answer:  # fmt: skip
    """An answer about products of the demo store, citing rows."""
    store = demo_store()
    products = [p for p in (store.product(sku) for sku in skus) if p is not None]
    views = tuple(ProductView(p.sku, p.kind, p.name_en, {"en": p.name_en, "zh": p.name_zh}, p.brand, f"{p.price:.2f}", p.aisle, p.shelf) for p in products)
    return Answer(
        text, language, intent, 1.0, sentiment, products=views, actions=tuple(actions), citations=tuple(Citation(c, "answer", "") for c in cited),
        suggestions=tuple(chips),
    )  # fmt: skip


class MadeUpEars:
    """Listens as long as there is sound, then writes it down until the visit is over."""

    def __init__(self, over: threading.Event) -> None:
        self._over = over
        self.so_far = ""

    def listen(self, blocks: Iterator[Samples], *given: Any, caption: Callable[[str], None], **named: Any) -> None:
        """Hears nothing that anybody said, but `so_far`."""
        for block in blocks:
            if self.so_far:
                caption(self.so_far)
            if self._over.is_set() or not len(block):
                return
        self._over.wait()


class MadeUpSight:
    """Knows one thing: the more of a picture's middle is anything but the wall, the surer it is of the oat drink."""

    def __init__(self) -> None:
        self.axes: Sequence[int] = (4,)
        """What the pictures of an enrolment look like, one after another: 0 is a lemon, 1 the oat drink, others are like nothing that is known."""
        self._looks = 0

    def judge(self, image: npt.NDArray[np.uint8], rows: int = 5) -> Judged:
        """A score by colour alone."""
        middle = image[image.shape[0] // 4 : 3 * image.shape[0] // 4, image.shape[1] // 4 : 3 * image.shape[1] // 4].astype(float)
        score = min(0.95, float((np.ptp(middle, axis=2) > 24).mean()))
        return Judged((("oatly-oat-milk", score),), score, True)

    def observe(self, image: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Logits of no class, and a vector (16,)."""
        axis = self.axes[self._looks % len(self.axes)]
        self._looks += 1
        vector = np.eye(16, dtype=np.float32)[axis] + 0.6 * np.eye(16, dtype=np.float32)[15]  # a hand and a wall are on all of them
        return np.zeros(0, np.float32), vector / np.float32(np.linalg.norm(vector))

    def extended(self, added: Mapping[str, npt.NDArray[np.float32]]) -> Gallery:
        """Two products and what was enrolled."""
        gallery = Gallery(("lemon", "oatly-oat-milk"), np.eye(16, dtype=np.float32)[:2], (), Calibration(1, 20, 0.5, (0, 0, 0), (-10, 20), 0.2, 0.5))
        for key, vectors in added.items():
            gallery = gallery.with_product(key, vectors)
        return gallery


class MadeUpMicrophone:
    """A murmur of even loudness, so that the level on a picture is always the same."""

    taken, clipping, silent = 0.0, False, False

    def __init__(self) -> None:
        self._closed = threading.Event()

    def blocks(self) -> Iterator[Samples]:
        """16 kHz mono blocks of 512 samples, at about their own pace."""
        while not self._closed.wait(0.03):
            yield np.full(512, 0.07, np.float32)

    def close(self) -> None:
        """Ends it."""
        self._closed.set()


@cache
def _carton() -> npt.NDArray[np.uint8]:
    """A carton before a grey wall, (480, 640, 3) BGR; drawn once, so that every camera sees the same to the pixel."""
    store = demo_store()
    product = store.product("oatly-oat-milk")
    picture = render(svg(picture_id(product, store.kinds[product.kind])) if product else svg(""), QSize(400, 400))
    converted = picture.convertToFormat(QImage.Format.Format_RGBA8888)  # held by a name until its pixels are copied
    rgba = np.frombuffer(bytes(converted.constBits()), np.uint8).reshape(400, 400, 4).astype(np.float32)
    frame, alpha = np.full((480, 640, 3), (150, 156, 158), np.uint8), rgba[..., 3:] / 255
    part = frame[40:440, 120:520]
    part[:] = (rgba[..., 2::-1] * alpha + part * (1 - alpha)).astype(np.uint8)
    return frame


class MadeUpCamera:
    """Somebody holds a carton before a grey wall, moved to the right by `moved` pixels."""

    moved = 0

    def __init__(self) -> None:
        self._frame = _carton()

    def frame(self) -> npt.NDArray[np.uint8]:
        """(480, 640, 3) BGR."""
        return np.roll(self._frame, self.moved, axis=1) if self.moved else self._frame

    def close(self) -> None:
        """Nothing to let go."""


class MadeUpVoice:
    """One second of silence for whatever is said."""

    rate = 24_000
    speed = 1.0

    def say(self, text: str, language: Language) -> Iterator[Samples]:
        """Silence."""
        yield np.zeros(self.rate, np.float32)

    def warm_up(self) -> None:
        """Nothing to do, as all of the following."""

    prepare = pause = resume = forget_visit = close = warm_up


class MadeUpSpeaker:
    """Plays until it is told to stop, so that the window is seen speaking."""

    volume = 1.0

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def play(self, chunks: Any, rate: int, on_first: Callable[[], None] | None = None) -> bool:
        """Takes as long as it is let; says nothing that was stopped before its first sound was made."""
        self._stopped.clear()
        if next(iter(chunks), None) is not None:
            self._stopped.wait()
        return False

    def stop(self) -> None:
        """Silence."""
        self._stopped.set()

    close = hold = stop

    def go_on(self) -> None:
        """Goes on as it was."""


class QuickSpeaker(MadeUpSpeaker):
    """Has said everything at once."""

    def play(self, chunks: Any, rate: int, on_first: Callable[[], None] | None = None) -> bool:
        """To the end."""
        return sum(1 for _ in chunks) > 0


DEVICES: Final = Devices(
    lambda: [(0, "HD Webcam C270"), (2, "USB 2.0 Camera")], lambda: ["HDA Intel PCH: ALC257 Analog (hw:0,0)", "USB Conference Mic"], lambda: ["HDMI 0", "USB Audio"],
    lambda number: MadeUpCamera(), lambda name: MadeUpMicrophone(), lambda name: QuickSpeaker(),
)  # fmt: skip
"""What a technician finds on a made-up machine."""


def missing(what: str) -> Any:
    """Opens nothing.

    Raises:
        MissingPart: always.
    """
    raise MissingPart(f"No {what}", "gallery", "this state shows how the window does without")
