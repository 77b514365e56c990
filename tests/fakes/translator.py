"""What a translator hands in: files of Qt Linguist."""

from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

GERMAN = {
    "language_name": "Deutsch",
    "languages": "Sprache",
    "questions_in": "Bitte fragen Sie auf Englisch oder Chinesisch, die Antwort kommt in derselben Sprache.",
    "hello": "Guten Tag!",
    "attract_title": "Was suchen Sie?",
    "touch": "Hier berühren",
    "start_over": "Von vorn",
    "close": "Schließen",
    "welcome_sub": "Sprechen, tippen, oder zeigen Sie mir ein Produkt.",
    "place": "Gang {aisle} · Regal {shelf}",
    "in_stock": "{count} auf Lager",
    "first_next": "Weiter",
    "staff": "Personal rufen",
}
"""A dozen of the window's words."""


def word_file(messages: Mapping[str, str]) -> str:
    """A `.ts` file with these translations."""
    rows = "".join(f"<message id={quoteattr(k)}><source>x</source><translation>{escape(v)}</translation></message>\n" for k, v in messages.items())
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n<TS version="2.1">\n<context>\n<name></name>\n{rows}</context>\n</TS>\n'


def hand_in(state: Path, name: str = "kiosk_de.ts", messages: Mapping[str, str] = GERMAN, text: str = "") -> Path:
    """Puts a file where a shop puts it: into `words/` of the state folder."""
    file = state / "words" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text or word_file(messages), "utf-8")
    return file
