"""A shopper cannot get out of the window: a real window on a real X server with a window manager, and keys, fingers and the manager's own close.

Needs Xvfb, xdotool and openbox; skips where one is missing.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

NEEDED = ("Xvfb", "xdotool", "openbox")
WIDE, HIGH = 1280, 800
KEYS = (
    "alt+F4", "ctrl+q", "ctrl+w", "ctrl+F4", "Escape", "F11", "alt+F11", "alt+Tab", "alt+shift+Tab", "super", "super+d", "super+l", "super+e", "ctrl+alt+t",
    "ctrl+alt+Delete", "ctrl+alt+d", "ctrl+alt+Left", "ctrl+alt+Right", "ctrl+Escape", "alt+Escape", "alt+space", "Menu", "Print", "alt+Print", "F1", "F5", "F10",
    "ctrl+n", "ctrl+t", "ctrl+o", "ctrl+p", "ctrl+s", "ctrl+shift+i", "ctrl+c", "ctrl+z", "alt+F2", "alt+F1", "alt+F5", "alt+F9", "alt+F10", "super+Up", "super+Down",
)  # fmt: skip

pytestmark = pytest.mark.skipif(any(shutil.which(n) is None for n in NEEDED), reason="needs Xvfb, xdotool and openbox (apt-get install xvfb xdotool openbox)")

SHOPPER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.app import main
from kiosk.core.settings import load_settings
from kiosk.store.pin import FILE, StaffPin
from tests.fakes.visit import FakeCamera, FakeMicrophone, FakeVisit
from tests.app.conftest import no_speaker
visit = FakeVisit()
whole = main.Window
main.Window = lambda settings, **_: whole(settings, make=lambda: visit, microphone=FakeMicrophone, camera=FakeCamera, speaker=no_speaker)
StaffPin(Path(sys.argv[1]) / FILE, lambda: datetime.now(UTC)).set("4071")
sys.exit(main.run(load_settings(state=Path(sys.argv[1]), voice=False, full_screen=True)))
"""
"""The window as `kiosk` opens it in a shop, over a made-up visit: `run` with its own signals, full screen."""


class Screen:
    """An X server with a window manager, and the kiosk on it."""

    def __init__(self, folder: Path) -> None:
        display, out = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(out), "-screen", "0", f"{WIDE}x{HIGH}x24", "-nolisten", "tcp"], pass_fds=[out], stderr=subprocess.DEVNULL
        )
        os.close(out)
        with os.fdopen(display) as read:
            number = read.readline().strip()
        self.env = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "HOME": str(folder), "QT_QUICK_BACKEND": "software"}
        self.manager = subprocess.Popen(["openbox"], env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.log = (folder / "log").open("w")
        self.kiosk = subprocess.Popen([sys.executable, "-c", SHOPPER, str(folder / "state")], env=self.env, stdout=self.log, stderr=self.log)
        self.window = ""
        self.wait(self._up, "the window")

    def do(self, *words: str) -> str:
        """xdotool."""
        return subprocess.run(["xdotool", *words], env=self.env, capture_output=True, text=True, timeout=60).stdout.strip()

    def wait(self, done: object, what: str) -> None:
        """Until something is so."""
        assert callable(done)
        end = time.monotonic() + 90
        while not done():
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(0.1)

    def windows(self) -> list[str]:
        """The numbers of all windows that can be seen and belong to a program."""
        return [w for w in self.do("search", "--onlyvisible", "--name", ".+").split() if self.do("getwindowpid", w)]

    def fills(self) -> bool:
        """Whether the kiosk's window is as large as the screen, at its corner, with the keys, and the only one."""
        place = dict(re.findall(r"(\w+)=(-?\d+)", self.do("getwindowgeometry", "--shell", self.window)))
        whole = (place.get("X"), place.get("Y"), place.get("WIDTH"), place.get("HEIGHT")) == ("0", "0", str(WIDE), str(HIGH))
        return whole and self.do("getactivewindow") == self.window and self.windows() == [self.window]

    def _up(self) -> bool:
        assert self.kiosk.poll() is None, Path(self.log.name).read_text()
        found = self.do("search", "--onlyvisible", "--pid", str(self.kiosk.pid)).split()
        if found:
            self.window = found[0]
        return bool(found) and self.fills()

    def close(self) -> None:
        """Ends all three."""
        for process in (self.kiosk, self.manager, self.server):
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
        self.log.close()


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    made = Screen(tmp_path_factory.mktemp("escape"))
    yield made
    made.close()


def stays(screen: Screen) -> None:
    """The same process, full screen, no other window."""
    screen.wait(lambda: screen.kiosk.poll() is not None or screen.fills(), "the window to fill the screen again")
    assert screen.kiosk.poll() is None, "the kiosk has ended"


def test_no_combination_of_keys_leads_out(screen: Screen) -> None:
    for keys in KEYS:
        screen.do("key", "--clearmodifiers", keys)
        assert screen.kiosk.poll() is None, f"{keys} ended the kiosk"
    stays(screen)


def test_no_finger_leads_out(screen: Screen) -> None:
    for button in ("1", "3", "2"):
        screen.do("mousemove", "400", "400", "mousedown", button, "sleep", "1.2", "mouseup", button)
    for start, stop in (((2, 400), (700, 400)), ((WIDE - 2, 400), (500, 400)), ((600, 1), (600, 500)), ((600, HIGH - 2), (600, 200)), ((640, 300), (660, 700))):
        screen.do("mousemove", *map(str, start), "mousedown", "1", "mousemove", *map(str, stop), "mouseup", "1")
        for keys in ("alt", "super"):  # how a window manager moves and resizes
            screen.do("keydown", keys, "mousemove", *map(str, start), "mousedown", "1", "mousemove", *map(str, stop), "mouseup", "1", "keyup", keys)
    screen.do("mousemove", "3", "3", "click", "--repeat", "5", "1", "click", "3")
    stays(screen)


def test_the_window_managers_close_and_minimise_lead_nowhere(screen: Screen) -> None:
    screen.do("windowquit", screen.window)
    stays(screen)
    screen.do("windowminimize", screen.window)
    stays(screen)
    screen.do("windowsize", screen.window, "300", "200")
    stays(screen)


def test_only_the_program_itself_is_told_to_end(tmp_path: Path) -> None:
    """Staff end the service: SIGTERM closes the window cleanly, with exit code 0."""
    screen = Screen(tmp_path)
    try:
        screen.kiosk.send_signal(signal.SIGTERM)
        assert screen.kiosk.wait(60) == 0
        screen.log.flush()
        assert "Traceback" not in Path(screen.log.name).read_text()
    finally:
        screen.close()
