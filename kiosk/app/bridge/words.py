"""The window's words as QML reads them, by key: `app.words["list"]`.

What must hold: a look costs no call into Python. As a property of the type QVariantMap each one copied every word, a millisecond of the window's
thread; a visit's screen looks two hundred times.
"""

import warnings
from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtQml import QQmlPropertyMap


class Words(QQmlPropertyMap):
    """Key → text; what QML bound to a key follows it."""

    def __init__(self, parent: QObject | None = None) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # what takes its place, `create`, makes no class of ours
            super().__init__(parent)

    def say(self, words: Mapping[str, str]) -> None:
        """From now on these; every language has the same keys."""
        self.insert(dict(words))

    def __getitem__(self, key: str) -> str:
        return str(self.value(key))
