"""Over the kiosk's own voice, through PortAudio and an acoustic path: it does not hear itself, and whoever speaks silences it; a hum does not.

How soon it is silent is printed (`pytest -rP`) and belongs to `make prove-conversation`: a busy machine is no fault of the code.
"""

import threading
from collections.abc import Iterator
from itertools import chain, islice

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
RATE = 16_000
MICROPHONE, LOUDSPEAKER = "shop_microphone", "shop_loudspeaker"
REPLIES = {
    Language.en: "Oatly oat drink is in aisle 4, shelf 2. It costs 2 euros 49, and it is on offer until Sunday: two for the price of one.",
    Language.zh: "燕麦奶在四号货架第二层，价格是两欧元四十九分，到星期天买一送一。服务台在入口的左边。",
}


class Kiosk:
    """A loudspeaker that says both replies again and again at full volume, and a microphone that hears it."""

    def __init__(self, reply: Samples, rate: int) -> None:
        self.reference, self.gate = Reference(), BargeIn()
        self.loudspeaker = DeviceLoudspeaker(LOUDSPEAKER, rate, played=self.reference.put)
        self.loudspeaker.volume = 1.0
        self.microphone = DeviceMicrophone(MICROPHONE)
        self._reply, self._rate = reply, rate

    def speak(self, seconds: float) -> None:
        times = round(seconds * self._rate / len(self._reply)) + 1
        threading.Thread(target=lambda: self.loudspeaker.play([self._reply] * times, self._rate), daemon=True).start()

    def blocks(self, seconds: float) -> Iterator[Samples]:
        """Cleaned blocks of the time given."""
        rest = np.zeros(0, np.float32)
        for block in self.microphone.blocks():
            begins = self.microphone.taken - len(rest) / RATE
            rest = np.concatenate([rest, block])
            while len(rest) >= 512:
                yield self.gate.hear(rest[:512], self.reference.take(512, begins))
                rest, begins = rest[512:], begins + 0.032
                seconds -= 0.032
            if seconds < 0:
                return

    def until_ready(self) -> Iterator[Samples]:
        """Speaks until the gate is ready, after the five seconds in which PulseAudio still moves the way's delay; the blocks that follow."""
        self.speak(90.0)
        blocks = self.blocks(90.0)
        for number, _ in enumerate(blocks):
            if number * 512 > 5 * RATE and self.gate.ready:
                break
        return blocks

    def close(self) -> None:
        self.loudspeaker.close()
        self.microphone.close()


@pytest.fixture
def kiosk(virtual_sound: VirtualSound, voice: KokoroVoice) -> Iterator[Kiosk]:
    """In a quiet room: noise at -60 dB of full scale."""
    made = Kiosk(np.concatenate([part for language, text in REPLIES.items() for part in voice.say(text, language)]), voice.rate)
    noise = 1e-3 * np.random.default_rng(1).standard_normal(180 * RATE).astype(np.float32)
    with virtual_sound.acoustic_path(gain=0.5, delay=0.08), virtual_sound.play(noise):
        yield made
        made.close()


def hum() -> Samples:
    """Mm-hm: a voice of 120 Hz, then 150, through closed lips, 12 dB an octave down."""
    time = np.arange(int(0.22 * RATE)) / RATE
    edge = np.minimum(1.0, np.minimum(time, time[::-1]) / 0.03)
    murmurs = [edge * np.sum([np.sin(2 * np.pi * pitch * n * time) / n**2 for n in range(1, 30)], axis=0) for pitch in (120, 150)]
    return np.concatenate([0.15 * murmurs[0], np.zeros(RATE // 20), 0.15 * murmurs[1], np.zeros(RATE // 5)]).astype(np.float32)


@pytest.mark.slow
def test_two_minutes_of_its_own_voice_at_full_volume_are_nobody(kiosk: Kiosk) -> None:
    """The gate becomes ready, and does not open."""
    kiosk.speak(120.0)
    gate = kiosk.gate
    opened, erle = zip(*((gate.spoken, gate.erle) for _ in kiosk.blocks(120.0) if gate.ready), strict=True)
    print(f"ready for {len(opened) * 0.032:.0f} s, median ERLE {np.median(erle):.0f} dB")
    assert sum(opened) == 0
    assert np.median(erle) > 15


def test_a_question_over_its_voice_silences_it_and_is_heard(kiosk: Kiosk, virtual_sound: VirtualSound, ears: Ears, spoken: dict[Language, Samples]) -> None:
    """The voice is held at the gate, the loudspeaker falls silent in the middle of the question, and the words are those of the question."""
    blocks = kiosk.until_ready()
    question = spoken[Language.en]
    with virtual_sound.record() as recording, virtual_sound.play(question) as playing:
        for _ in blocks:
            if kiosk.gate.spoken:
                break
        kiosk.loudspeaker.hold()
        heard = ears.listen(chain([kiosk.gate.before()], blocks), patience=10.0)
        begins = playing.began + float(np.argmax(np.abs(question) > 0.1 * np.abs(question).max())) / RATE
        voice = recording.samples()
    silent = recording.began + float(np.flatnonzero(voice)[-1]) / recording.rate
    print(f"{1000 * (silent - begins):.0f} ms from the first sound of the question to silence")
    assert heard is not None
    assert "milk" in heard.text.lower()
    assert begins < silent < playing.ended - 0.5


def test_a_hum_over_its_voice_does_not_silence_it(kiosk: Kiosk, virtual_sound: VirtualSound) -> None:
    """Mm-hm says: go on."""
    blocks = kiosk.until_ready()
    assert kiosk.gate.ready
    with virtual_sound.play(np.tile(hum(), 5)):
        opened = sum(kiosk.gate.spoken for _ in islice(blocks, int(4.0 * RATE / 512)))
    assert opened == 0
