"""A finger on a private X display, and an eye beside it: it presses as a touch screen does, through the server, and sees when the pixels under it change.

What must hold: nothing here asks the window anything; times are `time.monotonic()`, from just before the press is sent to the first look at changed
pixels. One thread only. Needs `apt-get install xvfb libx11-6 libxtst6`.
"""

import ctypes
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from typing import Any, Final

LOOK_EVERY: Final = 0.002
"""Seconds between two looks at the pixels: what a reaction may be counted too late."""
HELD: Final = 0.09
"""Seconds that a finger stays down; people's taps last 60 to 120 ms."""
SEEN: Final = (200, 80)
"""Pixels around the finger that are looked at, at most: more takes longer to fetch than a frame to draw."""
_ZPIXMAP: Final = 2
_ALL: Final = ctypes.c_ulong(0xFFFFFFFF)
Box = tuple[int, int, int, int]


class _Image(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int) for name in ("width", "height", "xoffset", "format")] + [("data", ctypes.c_void_p)] + [
        (name, ctypes.c_int) for name in ("byte_order", "bitmap_unit", "bitmap_bit_order", "bitmap_pad", "depth", "bytes_per_line", "bits_per_pixel")
    ]  # fmt: skip


def why_not() -> str:
    """Why no display can be made here; empty where one can."""
    lacks = [name for name, there in (("Xvfb", shutil.which("Xvfb")), ("libX11", find_library("X11")), ("libXtst", find_library("Xtst"))) if not there]
    return f"{', '.join(lacks)} missing (apt-get install xvfb libxtst6)" if lacks else ""


@contextmanager
def display(width: int, height: int) -> Iterator[str]:
    """A display of its own of this size, as long as the context lasts; gives its name."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
        pass_fds=(writing,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


class Finger:
    """A pointer on a display, and its pixels.

    Args:
        name: of the display.
    """

    def __init__(self, name: str) -> None:
        self._x, self._test = ctypes.CDLL(find_library("X11")), ctypes.CDLL(find_library("Xtst"))
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(name.encode()))
        if not self._display:
            raise RuntimeError(f"no display {name}")
        self._x.XDefaultRootWindow.argtypes, self._x.XDefaultRootWindow.restype = [ctypes.c_void_p], ctypes.c_ulong
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        self._x.XGetImage.restype = ctypes.POINTER(_Image)

    def _send(self, name: str, *values: Any) -> None:
        getattr(self._test, name)(self._display, *values, ctypes.c_ulong(0))
        self._x.XFlush(self._display)

    def move(self, x: int, y: int) -> None:
        """The finger is above a point."""
        self._send("XTestFakeMotionEvent", -1, x, y)

    def press(self, down: bool) -> float:
        """Down or up; gives the time just before."""
        at = time.monotonic()
        self._send("XTestFakeButtonEvent", 1, int(down))
        return at

    def pixels(self, box: Box) -> bytes:
        """What is on the display in x, y, width, height; it must lie within."""
        image = self._x.XGetImage(self._display, self._root, *box, _ALL, _ZPIXMAP)
        if not image:
            raise RuntimeError(f"no pixels in {box}")
        held = image.contents
        data = ctypes.string_at(held.data, held.bytes_per_line * held.height)
        self._x.XFree(ctypes.c_void_p(held.data))
        self._x.XFree(image)
        return data

    def tap(self, box: Box, patience: float = 2.0) -> float | None:
        """Taps the middle of a box.

        Returns:
            seconds from the press until something around the finger, in the box, looks different; None where nothing did within `patience` seconds.
        """
        x, y = box[0] + box[2] // 2, box[1] + box[3] // 2
        width, height = min(box[2], SEEN[0]), min(box[3], SEEN[1])
        box = x - width // 2, y - height // 2, width, height
        self.move(x, y)
        time.sleep(0.02)
        before = self.pixels(box)
        pressed = self.press(True)
        reacted, up = None, False
        while reacted is None and (now := time.monotonic()) < pressed + patience:
            if not up and now >= pressed + HELD:
                self.press(False)
                up = True
            if self.pixels(box) != before:
                reacted = time.monotonic() - pressed
            time.sleep(LOOK_EVERY)
        if not up:
            time.sleep(max(0.0, pressed + HELD - time.monotonic()))
            self.press(False)
        return reacted

    def drag(self, start: tuple[int, int], end: tuple[int, int], seconds: float = 0.6) -> None:
        """A finger that moves over the glass, sixty points a second."""
        self.move(*start)
        self.press(True)
        steps = max(2, round(seconds * 60))
        for n in range(1, steps + 1):
            self.move(*(round(a + (b - a) * n / steps) for a, b in zip(start, end, strict=True)))
            time.sleep(seconds / steps)
        self.press(False)
