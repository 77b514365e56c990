"""Over the kiosk's own voice, through PortAudio and an acoustic path: it does not hear itself, and whoever speaks silences it.

Figures come belong to `make prove-conversation`; here are only the promises.
"""

import threading
import time
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest

from kiosk.core import Language
from kiosk.hearing.barge_in import BargeIn
from kiosk.hearing.ears import Ears
from kiosk.hearing.microphone import DeviceMicrophone
from kiosk.hearing.reference import Reference
from kiosk.speaking import KokoroVoice
from kiosk.speaking.loudspeaker import DeviceLoudspeaker
from tests.virtual.sound import VirtualSound

Samples = npt.NDArray[np.float32]
MICROPHONE, LOUDSPEAKER = "shop_microphone", "shop_loudspeaker"
REPLY = (
    "Oatly oat drink is in aisle 4, shelf 2. It costs 2 euros 49, and it is on offer until Sunday: two for the price of one. "
    "The service desk is next to the entrance, on your left. We are open today from eight in the morning to ten in the evening. "
)


class Kiosk:
    """A loudspeaker that says one reply again and again at full volume, and a microphone that hears it."""

    def __init__(self, reply: Samples, rate: int) -> None:
        self.reference, self.gate = Reference(), BargeIn()
        self.loudspeaker = DeviceLoudspeaker(LOUDSPEAKER, rate, played=self.reference.put)
        self.loudspeaker.volume = 1.0
        self.microphone = DeviceMicrophone(MICROPHONE)
        self._reply, self._rate = reply, rate

    def speak(self, times: int) -> None:
        threading.Thread(target=lambda: self.loudspeaker.play([self._reply] * times, self._rate), daemon=True).start()

    def blocks(self, seconds: float) -> Iterator[Samples]:
        """Cleaned blocks of the time given."""
        rest = np.zeros(0, np.float32)
        for block in self.microphone.blocks():
            begins = self.microphone.taken - len(rest) / 16_000
            rest = np.concatenate([rest, block])
            while len(rest) >= 512:
                yield self.gate.hear(rest[:512], self.reference.take(512, begins))
                rest, begins = rest[512:], begins + 0.032
                seconds -= 0.032
            if seconds < 0:
                return

    def close(self) -> None:
        self.loudspeaker.close()
        self.microphone.close()


@pytest.fixture
def kiosk(virtual_sound: VirtualSound, voice: KokoroVoice) -> Iterator[Kiosk]:
    made = Kiosk(np.concatenate(list(voice.say(REPLY, Language.en))), voice.rate)
    with virtual_sound.acoustic_path(gain=0.5, delay=0.08):
        yield made
    made.close()


@pytest.mark.slow
def test_two_minutes_of_its_own_voice_at_full_volume_are_nobody(kiosk: Kiosk) -> None:
    """The gate becomes ready, and does not open."""
    kiosk.speak(times=10)
    opened = 0
    for _ in kiosk.blocks(120.0):
        opened += kiosk.gate.spoken
    assert kiosk.gate.ready
    assert opened == 0
    assert kiosk.gate.erle > 15


def test_a_question_over_its_voice_silences_it_and_is_heard(kiosk: Kiosk, virtual_sound: VirtualSound, ears: Ears, spoken: dict[Language, Samples]) -> None:
    """The voice is held at the gate, the loudspeaker falls silent, and the words are those of the question."""
    kiosk.speak(times=5)
    blocks = kiosk.blocks(90.0)
    while not kiosk.gate.ready:
        next(blocks)
    playing = virtual_sound.play(spoken[Language.en])
    with virtual_sound.record() as recording:
        for _ in blocks:
            if kiosk.gate.spoken:
                break
        kiosk.loudspeaker.hold()
        before = kiosk.gate.before()

        def rest() -> Iterator[Samples]:
            yield before
            yield from blocks

        heard = ears.listen(rest(), patience=10.0)
        time.sleep(0.2)
        last = recording.samples()[-2400:]
    playing.stop()
    assert heard is not None
    assert "milk" in heard.text.lower()
    assert not last.any()
