"""The words everyone shares. Nothing here does I/O, and nothing here knows the floors above."""

from kiosk.core.errors import BadInput, BrokenData, KioskError, MissingPart
from kiosk.core.intents import Intent, Language, Sentiment, Slot, spoken
from kiosk.core.turn import Action, Answer, Citation, ProductView, Question, Seen, Understanding, Vector

__all__ = [
    "Action", "Answer", "BadInput", "BrokenData", "Citation", "Intent", "KioskError", "Language", "MissingPart", "ProductView",
    "Question", "Seen", "Sentiment", "Slot", "Understanding", "Vector", "spoken",
]  # fmt: skip
