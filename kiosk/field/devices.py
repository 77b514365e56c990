"""Camera, microphone, loudspeaker, display and fonts: asked, never changed. A device that is not there is a finding, not a crash.

Qt is asked in a process of its own, because a Qt without its system libraries ends the process that asks.
"""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from kiosk.core import MissingPart
from kiosk.field.findings import Finding, State

QT_SECONDS = 20.0
"""After this long a Qt that does not answer counts as broken; it answers in half a second."""
_ASK_QT = """
import json, sys
from PySide6.QtGui import QFontDatabase, QGuiApplication
import PySide6.QtQuick
app = QGuiApplication(sys.argv)
chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
sizes = [s.geometry() for s in app.screens()]
print(json.dumps({"platform": app.platformName(), "screens": [[s.width(), s.height()] for s in sizes], "chinese": chinese}))
"""


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Native libraries write on stderr what becomes a finding here; it would stand beside our one clear line."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def check_camera(number: int, devices: Sequence[Path]) -> Finding:
    """Whether the camera gives a picture.

    Args:
        number: the setting; -1 switches it off.
        devices: the video devices of this machine.
    """
    if number < 0:
        return Finding("camera", State.ok, "switched off by the setting camera = -1")
    if sys.platform == "linux" and Path(f"/dev/video{number}") not in devices:
        other = f"; there is {', '.join(d.name for d in devices)}" if devices else ""
        return Finding(
            "camera",
            State.missing,
            f"there is no /dev/video{number}{other}",
            "plug a camera in, or set KIOSK_CAMERA; typing and speech work without it",
        )
    from kiosk.seeing.camera import OpenCVCamera

    with quiet():
        try:
            with OpenCVCamera(number) as camera:
                height, width = camera.frame().shape[:2]
        except MissingPart as error:
            return Finding("camera", State.warning, error.what, error.mend)
    return Finding("camera", State.ok, f"camera {number} gives {width} × {height}")


def check_presence(wanted: bool, camera: int) -> Finding:
    """How a visit begins. `camera` is the setting; how the camera itself does is `check_camera`'s finding."""
    if not wanted:
        return Finding("presence", State.ok, "off: a visit begins with a touch")
    if camera < 0:
        return Finding("presence", State.warning, "the setting presence needs a camera, and camera = -1", "set KIOSK_CAMERA, or presence = false")
    return Finding("presence", State.ok, "on: while the attract screen is up, the camera looks whether somebody stands here")


def video_devices() -> list[Path]:
    """The video devices of this machine, in order."""
    return sorted(Path("/dev").glob("video*"))


def check_sound(kind: Literal["input", "output"], wanted: str) -> Finding:
    """Whether there is a microphone (input) or loudspeaker (output), by name where one is set."""
    name = "microphone" if kind == "input" else "loudspeaker"
    without = "the kiosk can be typed to" if kind == "input" else "answers are shown as captions"
    setting = f"KIOSK_{name.upper()}"
    try:
        with quiet():
            import sounddevice

            devices: list[dict[str, Any]] = [dict(d) for d in sounddevice.query_devices() if d[f"max_{kind}_channels"] > 0]
            first = dict(sounddevice.query_devices(kind=kind)) if devices else None
    except OSError as error:
        return Finding(name, State.missing, f"PortAudio is not installed ({error})", f"apt-get install libportaudio2; until then {without}")
    except ValueError:
        first = None
    if not devices or first is None:
        return Finding(name, State.missing, f"there is no {name}", f"plug one in; until then {without}")
    names = ", ".join(str(d["name"]) for d in devices)
    if wanted and not any(wanted.lower() in str(d["name"]).lower() for d in devices):
        return Finding(name, State.warning, f"the {name} {wanted!r} of the setting is not there; there is {names}", f"correct {setting}")
    chosen = next((d for d in devices if wanted and wanted.lower() in str(d["name"]).lower()), first)
    return Finding(name, State.ok, f"{chosen['name']}, {chosen['default_samplerate']:.0f} Hz")


def check_screen() -> list[Finding]:
    """Display and fonts, as Qt sees them."""
    shown = sys.platform == "win32" or any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    environment = dict(os.environ) if shown else {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        asked = subprocess.run(
            [sys.executable, "-c", _ASK_QT], capture_output=True, text=True, timeout=QT_SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        return [
            Finding(
                "display", State.broken, f"Qt did not answer in {QT_SECONDS:.0f} s", "check the display server, then the graphics driver"
            )
        ]
    if asked.returncode:
        last = (asked.stderr.strip().splitlines() or ["no reason given"])[-1]
        mend = (
            "apt-get install libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0; the terminal chat works without"
            if "lib" in last
            else "check DISPLAY"
        )
        return [Finding("display", State.missing, f"Qt cannot open a window ({last[:200]})", mend)]
    told: dict[str, Any] = json.loads(asked.stdout.strip().splitlines()[-1])
    found = [_display(told, shown), _fonts(told["chinese"])]
    return found


def _display(told: dict[str, Any], shown: bool) -> Finding:
    if not shown:
        return Finding("display", State.missing, "no display here (neither DISPLAY nor WAYLAND_DISPLAY is set); Qt's libraries are there",
                       "start it in a graphical session; without one `kiosk` opens the terminal chat")  # fmt: skip
    screens = ", ".join(f"{w} × {h}" for w, h in told["screens"]) or "no screen"
    small = [s for s in told["screens"] if s[0] * s[1] < 1024 * 600]
    if small or not told["screens"]:
        return Finding("display", State.warning, f"{told['platform']}, {screens}", "the window is made for 1024 × 600 and larger")
    return Finding("display", State.ok, f"{told['platform']}, {screens}")


def _fonts(chinese: Sequence[str]) -> Finding:
    if not chinese:
        return Finding("fonts", State.missing, "no font has Chinese characters", "apt-get install fonts-noto-cjk")
    noto = next((f for f in chinese if f.startswith("Noto Sans CJK SC")), chinese[0])
    return Finding("fonts", State.ok, f"Chinese in {noto}")
