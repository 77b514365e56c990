"""The brain: a Question and the visit so far in, an Answer out. It never makes a fact up."""

from kiosk.assistant.assistant import Assistant
from kiosk.assistant.state import VisitState
from kiosk.assistant.understanding import LanguageModel, RawUnderstanding, Understander

__all__ = ["Assistant", "LanguageModel", "RawUnderstanding", "Understander", "VisitState"]
