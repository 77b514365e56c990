"""Which language the window is in: a shopper chooses it, or it follows what is spoken; every visit begins in the first one.

What must hold: a language that the models do not know is the window's own only: it goes when the shopper chooses or asks for another one, and never
because an answer came in the language of the question.
"""

import logging
from collections.abc import Mapping

from PySide6.QtCore import Property, QObject, Signal

from kiosk.core import Answer, Language, spoken
from kiosk.store.word_files import NAME

log = logging.getLogger(__name__)


class Tongue(QObject):
    """The window's language.

    Args:
        words: the window's words by language.
        first: the code of a visit's first language; the one that serves it where there are no words for it.
    """

    changed = Signal()

    def __init__(self, words: Mapping[str, Mapping[str, str]], first: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        if first not in words:
            log.warning("there are no words in the language %s", first)
            first = str(spoken(first))
        self._first = self.code = first
        self._all = [{"code": code, "name": said[NAME]} for code, said in words.items()]

    @property
    def spoken(self) -> Language:
        """What the kiosk hears, answers and speaks meanwhile."""
        return spoken(self.code)

    def _get_all(self) -> list[dict[str, str]]:
        return self._all

    def _get_now(self) -> str:
        return self.code

    def _get_foreign(self) -> bool:
        return not self.code.startswith(self.spoken)

    all = Property("QVariantList", _get_all, constant=True)  # type: ignore[arg-type]  # PySide takes the name of a C++ type
    now = Property(str, _get_now, notify=changed)
    foreign = Property(bool, _get_foreign, notify=changed)
    """Whether the models do not know it: questions and answers are in another one."""

    def choose(self, code: str) -> bool:
        """Another language; returns whether there is such a one."""
        if code not in self._words:
            return False
        self.code = code
        self.changed.emit()
        return True

    def follow(self, answer: Answer) -> None:
        """An answer is there: the window goes with the shopper between the languages that the kiosk speaks."""
        asked = any(action.name == "set_language" for action in answer.actions)
        stays = not asked if self._get_foreign() else answer.language is self.spoken
        if answer.text and not stays:
            self.choose(str(answer.language))

    def begin(self) -> None:
        """The next visit."""
        self.choose(self._first)
