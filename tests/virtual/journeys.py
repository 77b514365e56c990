"""Somebody who comes to the kiosk with a voice alone: speaks into its microphone, hears its loudspeaker, through the true PortAudio.

What must hold: after the one touch that begins a visit nothing but sound reaches the window; what the kiosk says is recorded where it sounds, and
written down by its own recogniser. The speaker's voice is a test voice, none of the kiosk's own.
"""

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soxr

from kiosk.app.main import Window
from kiosk.core import Answer, Language
from kiosk.speaking.model import RATE, Kokoro
from kiosk.speaking.phonemes import Phonemes
from tests.app.journeys import Finger
from tests.virtual.latency import AUDIBLE
from tests.virtual.sound import VirtualSound

Samples = npt.NDArray[np.float32]
VOICE = "jm_kumo"


def said_by_a_test_voice(texts: list[str], language: Language) -> dict[str, Samples]:
    """Each sentence as 16 kHz mono, made before anybody waits for it."""
    kokoro = Kokoro()
    phonemes = Phonemes({}, kokoro.vocabulary)
    made = {text: kokoro.sound(phonemes(text), kokoro.style(VOICE), 1.0) for text in texts}
    return {text: np.asarray(soxr.resample(sound, RATE, 16_000), np.float32) for text, sound in made.items()}


@dataclass(frozen=True)
class Reply:
    """What the kiosk answered, and what was heard of it at the loudspeaker, 16 kHz mono."""

    answer: Answer
    sound: Samples


class Speaker(Finger):
    """Speaks; `press` is for the touch that begins the visit.

    Args:
        clips: what is going to be said.
    """

    def __init__(self, window: Window, sound: VirtualSound, clips: dict[str, Samples]) -> None:
        super().__init__(window)
        self._sound, self._clips, self._spoken = sound, clips, 0
        self.app.sound.finished.connect(self._finished)

    def leave(self) -> None:
        """See `Person`."""
        super().leave()
        self.app.sound.finished.disconnect(self._finished)

    def _finished(self) -> None:
        self._spoken += 1

    def speaks(self, text: str) -> Reply:
        """Says it as soon as the kiosk listens, and waits until the answer has been said to its end."""
        self.until(lambda: self.app.listening.property("state") == "listening", "the microphone")
        before, spoken = len(self.answers), self._spoken
        with self._sound.record() as recording:
            with self._sound.play(self._clips[text]):
                self.until(lambda: len(self.answers) > before and self._spoken > spoken and not self.app.sound.property("speaking"), "the answer's end")
            time.sleep(0.5)  # what the device still holds
            return Reply(self.answers[-1], recording.samples(16_000))

    def keeps_silent(self) -> None:
        """Says nothing until the kiosk listens no more."""
        self.until(lambda: not self.app.listening.property("open") and not self.app.sound.property("speaking"), "the microphone to close")

    def hears(self, reply: Reply) -> str:
        """A reply as somebody else's ears would write it down: by the kiosk's own recogniser, told nothing, at most ten seconds of it."""
        loud = np.flatnonzero(np.abs(reply.sound) > AUDIBLE)
        assert loud.size, "nothing came out of the loudspeaker"
        return str(self.window.parts.visit.house.ears.hear(reply.sound[loud[0] :][: 10 * 16_000], reply.answer.language).text)
