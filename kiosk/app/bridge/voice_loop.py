"""Who speaks when: the voice gives way to a shopper who speaks, goes on after an "mm-hm", and whoever asked by voice is listened to after the answer.

What must hold: nothing that was made for an older question is spoken while somebody asks a newer one; without `hands_free` the microphone opens
only by touch; a microphone that the kiosk opened of itself is no sign of life, words are.
"""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from kiosk.app.bridge.listening import Listening
from kiosk.app.bridge.sound import Sound
from kiosk.core import Language

UNSURE: Final = 0.5
"""Confidence of the recogniser below which a word or two over the voice are taken for a murmur: "mm-hm" is written down as "Mahamu", 0.30 to 0.49."""


def murmured(found: Any) -> bool:
    """Whether what was heard over the voice is a word or two that the recogniser is not sure of: no reason to stop."""
    words = found.text if found.language is Language.zh else found.text.split()
    return found.confidence < UNSURE and len(words) <= 2


class VoiceLoop(QObject):
    """Joins the voice and the microphone.

    Args:
        only_agrees: whether what was heard is a back-channel ("okay", 对) and no question.
    """

    heard = Signal(object)
    """A question, a `kiosk.hearing.ears.Heard`; None where a shopper who wanted to speak said nothing."""
    resumed = Signal()
    """The question that was handed on was only the beginning of one."""
    stays = Signal()
    """A shopper who was asked whether anybody is there said yes."""

    def __init__(self, sound: Sound, listening: Listening, hands_free: bool, only_agrees: Callable[[Any], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sound, self._listening, self._hands_free, self._only_agrees = sound, listening, hands_free, only_agrees
        self._by_voice, self._asks, self._of_itself, self._handed, self._warned = False, False, False, False, False
        listening.heard.connect(self._listened)
        listening.interrupted.connect(self._interrupted)
        listening.resumed.connect(self._resumed)
        if hands_free:
            listening.rested.connect(self._rested)
            sound.began.connect(listening.attend)
            sound.finished.connect(self._spoken)

    @property
    def asks(self) -> bool:
        """Whether the last reply was a question."""
        return self._asks

    def holds(self, counting: bool) -> bool:
        """Whether somebody speaks or is spoken to. `counting`: while the last seconds of a visit are counted, only a shopper's words are."""
        state = self._listening.property("state")
        if counting:
            return bool(state == "hearing" or self._listening.property("caption") != "")
        return bool(state != "idle" or self._sound.property("speaking"))

    def touched(self) -> None:
        """A finger or a key: silence, and what comes next is not by voice unless it is the microphone's button."""
        self._by_voice = False
        self._sound.stop()
        self._listening.leave()

    def listen(self) -> None:
        """The microphone's button."""
        self._by_voice, self._of_itself = True, False
        self._sound.stop()
        self._listening.toggle()

    def say(self, text: str, language: Language, asks: bool, last: bool = False) -> None:
        """Speaks a reply, unless the shopper is already asking something else; after the `last` one nobody is listened to."""
        if self._listening.property("state") == "idle":
            self._asks, self._warned = asks, False
            self._by_voice = self._by_voice and not last
            self._sound.say(text, language)

    def greet(self, text: str, language: Language) -> None:
        """Somebody came, and touched nothing: says hello, and listens as after an answer to who speaks."""
        self._by_voice = self._hands_free
        self.say(text, language, False)
        if self._by_voice and not self._sound.property("speaking"):
            self._spoken()

    def warn(self, by_touch: str, by_voice: str, language: Language) -> None:
        """Asks whether anybody is there, and how that can be told: by touch, or by voice where the shopper speaks."""
        self._warned = True
        self._sound.say(by_voice if self._by_voice else by_touch, language)

    def forget(self) -> None:
        """The visit is over."""
        self._by_voice = self._asks = self._warned = False
        self._listening.cancel()
        self._sound.forget()

    def _spoken(self) -> None:
        if self._by_voice:
            self._of_itself = True
            self._listening.listen()
        else:
            self._listening.leave()

    def _rested(self) -> None:
        """The turn before is over for good; the answer to it may be sounding by now, and can be spoken over."""
        if self._sound.property("speaking"):
            self._listening.attend()

    def _listened(self, found: Any) -> None:
        said = found is not None and bool(found.text)
        asked = said and (not self._of_itself or not (self._plain and self._only_murmurs(found)))
        self._handed = asked
        if said and not asked:
            self._agreed()
        elif said or not self._of_itself:  # whom it only gave the word to may keep silent
            self.heard.emit(found if said else None)

    def _resumed(self) -> None:
        """Only a question that was handed on is there to be taken back: before an "okay" that goes on stands another, whole one."""
        self._sound.stop()
        handed, self._handed = self._handed, False
        if handed:
            self.resumed.emit()

    def _interrupted(self, found: Any) -> None:
        self._handed = False
        said = found is not None and bool(found.text)
        if said and self._warned and self._only_murmurs(found):
            self._sound.stop()
            self._by_voice = True
            self._agreed()
        elif said and not murmured(found) and not (self._plain and self._only_agrees(found)):
            self._by_voice = self._handed = True
            self._sound.stop()
            self.heard.emit(found)
        elif self._sound.property("speaking"):
            self._sound.go_on()
            self._listening.attend()

    @property
    def _plain(self) -> bool:
        """Whether the kiosk has asked nothing that a yes would be an answer to."""
        return self._warned or not self._asks

    def _only_murmurs(self, found: Any) -> bool:
        return murmured(found) or self._only_agrees(found)

    def _agreed(self) -> None:
        warned, self._warned = self._warned, False
        if warned:
            self.stays.emit()
