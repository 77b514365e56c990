"""How the window looks to this shopper: size of text, contrast, motion, and controls within reach. The next visitor starts with the plain look."""

from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot

SIZES: Final = {"normal": 1.0, "large": 1.2, "largest": 1.45}
"""By how much text grows."""


class Looks(QObject):
    """What the shopper chose on the top bar."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text, self._strong, self._still, self._low = "normal", False, False, False

    def _get_text(self) -> str:
        return self._text

    def _get_scale(self) -> float:
        return SIZES[self._text]

    def _get_strong(self) -> bool:
        return self._strong

    def _get_still(self) -> bool:
        return self._still

    def _get_low(self) -> bool:
        return self._low

    text = Property(str, _get_text, notify=changed)
    scale = Property(float, _get_scale, notify=changed)
    strong = Property(bool, _get_strong, notify=changed)
    still = Property(bool, _get_still, notify=changed)
    low = Property(bool, _get_low, notify=changed)

    @Slot(str)
    def setText(self, size: str) -> None:
        """ "normal", "large" or "largest"; anything else changes nothing."""
        if size in SIZES:
            self._text = size
            self.changed.emit()

    @Slot(bool)
    def setStrong(self, on: bool) -> None:
        """Contrast of 7:1."""
        self._strong = on
        self.changed.emit()

    @Slot(bool)
    def setStill(self, on: bool) -> None:
        """Nothing moves that need not."""
        self._still = on
        self.changed.emit()

    @Slot(bool)
    def setLow(self, on: bool) -> None:
        """The top bar comes down, within reach of somebody who sits."""
        self._low = on
        self.changed.emit()

    def forget(self) -> None:
        """The plain look for the next visitor."""
        self._text, self._strong, self._still, self._low = "normal", False, False, False
        self.changed.emit()
