"""Keeps a shopper inside: a window in full screen that something covered, shrank or hid comes back by itself."""

from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtQuick import QQuickWindow

PERIOD: Final = 500
"""Milliseconds between two looks."""


class Guard(QObject):
    """Looks after a window as long as it lives.

    A window manager's "show desktop" unmaps a window without telling Qt's state of it; only `isExposed` knows. Then it is mapped anew.
    """

    def __init__(self, view: QQuickWindow) -> None:
        super().__init__(view)
        self._view, self._hidden = view, 0
        self._timer = QTimer(self, interval=PERIOD)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def stop(self) -> None:
        """The program itself closes the window."""
        self._timer.stop()

    def look(self) -> None:
        """One look: what is not whole is made whole."""
        view = self._view
        self._hidden = 0 if view.isExposed() else self._hidden + 1
        if self._hidden > 1:
            view.hide()
            self._hidden = 0
        if view.visibility() != QWindow.Visibility.FullScreen or not view.isVisible():
            view.showFullScreen()
        if not view.isActive():
            view.raise_()
            view.requestActivate()
