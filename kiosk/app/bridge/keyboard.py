"""The on-screen keyboard: English letters and digits, and Chinese by pinyin with candidates. What is typed is kept only until it is asked."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.app.bridge.jobs import Jobs
from kiosk.app.pinyin import Candidate, Pinyin
from kiosk.core.text import MAX_CHARACTERS

LETTERS: Final = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
SIGNS: Final = ["1234567890", "-/:;()€&@", ".,?!'%+"]


class Keyboard(QObject):
    """Text being typed, the letters being turned into Chinese, and their candidates."""

    changed = Signal()
    submitted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = Jobs("pinyin", self)
        self._pinyin: Pinyin | None = None
        self._text, self._letters = "", ""
        self._chinese, self._upper, self._signs, self._visible = False, False, False, False
        self._candidates: list[Candidate] = []

    def _get_text(self) -> str:
        return self._text

    def _get_letters(self) -> str:
        return self._letters

    def _get_candidates(self) -> list[str]:
        return [c.text for c in self._candidates]

    def _get_chinese(self) -> bool:
        return self._chinese

    def _get_visible(self) -> bool:
        return self._visible

    def _get_upper(self) -> bool:
        return self._upper

    def _get_signs(self) -> bool:
        return self._signs

    def _get_rows(self) -> list[list[str]]:
        rows = SIGNS if self._signs else LETTERS
        return [[c.upper() if self._upper and not self._signs else c for c in row] for row in rows]

    text = Property(str, _get_text, notify=changed)
    letters = Property(str, _get_letters, notify=changed)
    candidates = Property("QStringList", _get_candidates, notify=changed)  # type: ignore[arg-type]  # PySide takes the name of a C++ type
    chinese = Property(bool, _get_chinese, notify=changed)
    visible = Property(bool, _get_visible, notify=changed)
    upper = Property(bool, _get_upper, notify=changed)
    signs = Property(bool, _get_signs, notify=changed)
    rows = Property("QVariantList", _get_rows, notify=changed)  # type: ignore[arg-type]  # as above

    def open(self, build: Callable[[], Pinyin]) -> None:
        """Builds the dictionary on a worker; until then Latin letters go in as they are."""
        self._jobs.run(build, self._ready)

    @Slot()
    def show(self) -> None:
        """The keyboard comes up."""
        self._set(visible=True)

    @Slot()
    def hide(self) -> None:
        """The keyboard goes; what was typed stays in the field."""
        self._set(visible=False)

    @Slot(str)
    def press(self, key: str) -> None:
        """A key with a character on it."""
        if self._chinese and key.isascii() and key.isalpha() and self._pinyin:
            self._letters = (self._letters + key.lower())[:60]
            self._look_up()
        else:
            self._commit_first()
            self._text = (self._text + key)[:MAX_CHARACTERS]
        self._set(upper=False)

    @Slot(str)
    def strike(self, key: str) -> None:
        """A key of a real keyboard: while pinyin is turned, 1 to 9 take the candidate of that number, as people are used to."""
        number = int(key) if key.isascii() and key.isdigit() else 0
        if self._letters and 0 < number <= len(self._candidates):
            self.choose(number - 1)
        else:
            self.press(key)

    @Slot()
    def space(self) -> None:
        """A space; in pinyin the first candidate."""
        if self._letters:
            self.choose(0)
        else:
            self.press(" ")

    @Slot()
    def backspace(self) -> None:
        """Takes the last letter back."""
        if self._letters:
            self._letters = self._letters[:-1]
            self._look_up()
        else:
            self._text = self._text[:-1]
        self.changed.emit()

    @Slot(int)
    def choose(self, number: int) -> None:
        """Takes a candidate; letters it does not use up stay to be turned."""
        if 0 <= number < len(self._candidates):
            chosen = self._candidates[number]
            self._text = (self._text + chosen.text)[:MAX_CHARACTERS]
            self._letters = self._letters[chosen.letters :]
            self._look_up()
            self.changed.emit()

    @Slot()
    def shift(self) -> None:
        """Capital letters for one key."""
        self._set(upper=not self._upper)

    @Slot()
    def toggleSigns(self) -> None:
        """Digits and signs, or letters."""
        self._set(signs=not self._signs)

    @Slot()
    def toggleChinese(self) -> None:
        """Pinyin, or letters as they are."""
        self._commit_letters()
        self._set(chinese=not self._chinese)

    @Slot()
    def submit(self) -> None:
        """Asks what was typed."""
        self._commit_first()
        text = self._text.strip()
        self.clear()
        self._set(visible=False)
        if text:
            self.submitted.emit(text)

    @Slot()
    def clear(self) -> None:
        """Forgets what was typed."""
        self._text = self._letters = ""
        self._candidates = []
        self._set(signs=False, upper=False)

    def speak(self, chinese: bool) -> None:
        """The window's language changed."""
        self._commit_letters()
        self._set(chinese=chinese)

    def close(self) -> None:
        """Ends the worker."""
        self._jobs.close()

    def _ready(self, pinyin: Pinyin) -> None:
        self._pinyin = pinyin

    def _look_up(self) -> None:
        self._candidates = self._pinyin.candidates(self._letters) if self._pinyin and self._letters else []

    def _commit_first(self) -> None:
        while self._letters and self._candidates:
            self.choose(0)
        self._commit_letters()

    def _commit_letters(self) -> None:
        self._text = (self._text + self._letters)[:MAX_CHARACTERS]
        self._letters = ""
        self._candidates = []

    def _set(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, f"_{name}", value)
        self.changed.emit()
