"""The devices of this machine by name, for the technician who chooses among them. Asked on a worker; nothing is opened by asking."""

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiosk.core import MissingPart

NODES: Final = Path("/sys/class/video4linux")
"""Where Linux says what its video devices are."""
GUESSES: Final = 3
"""Numbers that are offered where the system has no list of cameras."""


@dataclass(frozen=True)
class Devices:
    """What can be chosen, and how what was chosen is opened. Opening raises MissingPart.

    Args:
        cameras: number and name of each; microphones, loudspeakers: names as the settings take them.
    """

    cameras: Callable[[], list[tuple[int, str]]]
    microphones: Callable[[], list[str]]
    loudspeakers: Callable[[], list[str]]
    camera: Callable[[int], Any]
    microphone: Callable[[str], Any]
    speaker: Callable[[str], Any]


def of_this_machine() -> Devices:
    """The real ones."""
    return Devices(cameras, lambda: _sounding("input"), lambda: _sounding("output"), _camera, _microphone, _speaker)


def cameras(nodes: Path = NODES) -> list[tuple[int, str]]:
    """Number and name of each camera; on a system without a list, the first few numbers."""
    if sys.platform != "linux":
        return [(number, f"{number}") for number in range(GUESSES)]
    found = []
    for node in nodes.glob("video*"):
        number = node.name.removeprefix("video")
        with suppress(OSError):
            if number.isdigit() and (node / "index").read_text().strip() == "0":  # the others carry no picture
                found.append((int(number), (node / "name").read_text().strip()))
    return sorted(found)


def _sounding(kind: str) -> list[str]:
    """Names of PortAudio's devices; those of one name in two systems of sound get the system's name too."""
    try:
        import sounddevice
    except OSError as error:
        raise MissingPart("PortAudio is not installed", "libportaudio2", "run: apt-get install libportaudio2") from error
    found = [(str(d["name"]), str(sounddevice.query_hostapis(d["hostapi"])["name"])) for d in sounddevice.query_devices() if d[f"max_{kind}_channels"] > 0]
    names = [name for name, _ in found]
    return list(dict.fromkeys(name if names.count(name) == 1 else f"{name}, {system}" for name, system in found))


def _camera(number: int) -> Any:
    from kiosk.seeing.camera import OpenCVCamera

    return OpenCVCamera(number)


def _microphone(name: str) -> Any:
    from kiosk.hearing.microphone import DeviceMicrophone

    return DeviceMicrophone(name)


def _speaker(name: str) -> Any:
    from kiosk.speaking.loudspeaker import DeviceLoudspeaker

    return DeviceLoudspeaker(name or None)
