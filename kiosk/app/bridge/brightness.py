"""How bright the screen is: the machine's own backlight where this user may set it, else a black layer over the window.

What must hold: all text stays readable at the darkest; in an emergency, and for a shopper who chose the contrast of 7:1, the screen is as bright as
it can be; the backlight is read and written on the worker.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.app.bridge.jobs import Jobs

log = logging.getLogger(__name__)
BACKLIGHTS: Final = Path("/sys/class/backlight")
TYPES: Final = ("firmware", "platform", "raw")
"""Of a backlight, as the kernel's own order of preference has them (Documentation/ABI/stable/sysfs-class-backlight)."""
LEAST: Final = 40
"""Per cent of a backlight; the settings' own bound."""
LEAST_LAYER: Final = 60
"""Per cent that a black layer leaves: there ink on paper stands 5.7:1 by the formula of WCAG 2.2, and the faintest text 3.2:1; at 40 it would be 2.2:1."""


def backlight(folder: Path = BACKLIGHTS) -> Path | None:
    """The backlight that can be set; None where there is none or this user may not."""
    found: list[tuple[int, str, Path]] = []
    for device in folder.glob("*"):
        try:
            kind = (device / "type").read_text("ascii").strip()
            if _most(device) > 0 and os.access(device / "brightness", os.W_OK):
                found.append((TYPES.index(kind) if kind in TYPES else len(TYPES), device.name, device))
        except (OSError, ValueError):
            log.warning("the backlight %s cannot be read", device.name)
    return min(found)[2] if found else None


def shine(device: Path, percent: int) -> None:
    """Sets a backlight. Raises OSError or ValueError."""
    (device / "brightness").write_text(str(max(1, round(_most(device) * percent / 100))), "ascii")  # at 0 some are off


def _most(device: Path) -> int:
    return int((device / "max_brightness").read_text("ascii"))


class Brightness(QObject):
    """`veil` is the opacity of the layer, 0 to 0.4.

    Args:
        percent: what the settings say. whole: whether somebody needs all the light there is.
    """

    changed = Signal()

    def __init__(self, percent: int, jobs: Jobs, whole: Callable[[], bool], folder: Path = BACKLIGHTS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._percent, self._jobs, self._whole, self._folder = percent, jobs, whole, folder
        self._device: Path | None = None
        self._shines = -1

    def _get_percent(self) -> int:
        return self._percent

    def _get_least(self) -> int:
        return LEAST if self._device else LEAST_LAYER

    def _get_veil(self) -> float:
        return 0.0 if self._device or self._whole() else 1 - max(LEAST_LAYER, self._percent) / 100

    percent = Property(int, _get_percent, notify=changed)
    least = Property(int, _get_least, notify=changed)
    veil = Property(float, _get_veil, notify=changed)

    def open(self) -> None:
        """Looks for a backlight, and sets it."""

        def found(device: Path | None) -> None:
            self._device = device
            self.look()

        self._jobs.run(lambda: backlight(self._folder), found)

    def choose(self, percent: int) -> None:
        """Another brightness, from now on."""
        self._percent = max(LEAST, min(100, percent))
        self.look()

    @Slot()
    def look(self) -> None:
        """Something changed that light depends on."""
        device, wanted = self._device, 100 if self._whole() else self._percent
        if device is not None and wanted != self._shines:
            self._shines = wanted
            self._jobs.run(lambda: shine(device, wanted), lambda _: None, self._lost)
        self.changed.emit()

    def _lost(self, error: Exception) -> None:
        log.warning("the backlight cannot be set: %s", error)
        self._device = None
        self.changed.emit()
