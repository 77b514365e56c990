"""The kiosk's own microphone and loudspeaker on the virtual sound card: what is said arrives, what is played is heard, what is unplugged is noticed."""

import time

import numpy as np
import numpy.typing as npt
import pytest
import soxr

from kiosk.core import Language, MissingPart
from kiosk.field.alignment import locate
from kiosk.hearing.ears import Ears
from kiosk.hearing.microphone import DeviceMicrophone
from kiosk.speaking.loudspeaker import DeviceLoudspeaker
from tests.virtual.sound import VirtualSound

Samples = npt.NDArray[np.float32]
MICROPHONE, LOUDSPEAKER = "shop_microphone", "shop_loudspeaker"


@pytest.mark.parametrize(("language", "words"), [(Language.en, "milk"), (Language.zh, "牛奶")])
def test_what_is_said_is_written_down(virtual_sound: VirtualSound, ears: Ears, spoken: dict[Language, Samples], language: Language, words: str) -> None:
    """A question played into the microphone comes out of the ears as its words, its language found out."""
    with DeviceMicrophone(MICROPHONE) as microphone:
        virtual_sound.play(spoken[language])
        heard = ears.listen(microphone.blocks(), patience=20.0)
    assert heard is not None
    assert words in heard.text
    assert heard.language is language


def test_what_is_played_is_heard_sample_for_sample(virtual_sound: VirtualSound, spoken: dict[Language, Samples]) -> None:
    """A reply leaves the loudspeaker whole, in shape and level."""
    reply = np.asarray(soxr.resample(spoken[Language.en], 16_000, 24_000), np.float32)
    loudspeaker = DeviceLoudspeaker(LOUDSPEAKER)
    loudspeaker.volume = 0.5
    with virtual_sound.record() as recording:
        assert loudspeaker.play([reply], 24_000)
        time.sleep(0.5)  # what the device still holds
    loudspeaker.close()
    place = locate(reply, recording.samples(24_000))
    assert place.similarity >= 0.95
    assert place.gain == pytest.approx(0.5, rel=0.05)


def test_replies_one_after_another_and_after_silence_are_heard_whole(virtual_sound: VirtualSound, spoken: dict[Language, Samples]) -> None:
    """The silence that the device holds is dropped for a reply, and nothing of the reply with it."""
    reply = np.asarray(soxr.resample(spoken[Language.en], 16_000, 24_000), np.float32)
    loudspeaker = DeviceLoudspeaker(LOUDSPEAKER)
    loudspeaker.volume = 1.0
    for pause in (0.6, 0.0, 0.6):
        time.sleep(pause)
        with virtual_sound.record() as recording:
            assert loudspeaker.play([reply[:6000], reply[6000:]], 24_000)
            time.sleep(0.5)
        assert locate(reply, recording.samples(24_000)).similarity >= 0.95
    loudspeaker.close()


def test_the_time_at_which_a_sound_began_is_known(virtual_sound: VirtualSound, spoken: dict[Language, Samples]) -> None:
    """A second witness, a recording of its own, sees the sound at the moment that `began` tells."""
    with virtual_sound.record("microphone") as witness:
        before = time.monotonic()
        playing = virtual_sound.play(spoken[Language.zh])
        assert before < playing.began < playing.ended < time.monotonic()
    seen = witness.began + locate(spoken[Language.zh], witness.samples()).at / witness.rate
    assert seen == pytest.approx(playing.began, abs=0.02)


def test_the_microphone_hears_the_loudspeaker_only_over_the_acoustic_path(virtual_sound: VirtualSound, spoken: dict[Language, Samples]) -> None:
    """With the path the reply comes back as quiet and as late as was asked for; without it the microphone hears nothing."""
    loudspeaker = DeviceLoudspeaker(LOUDSPEAKER)
    loudspeaker.volume = 1.0
    with virtual_sound.record("microphone") as without:
        loudspeaker.play([spoken[Language.en]], 16_000)
    with virtual_sound.acoustic_path(gain=0.1, delay=0.08), virtual_sound.record() as left, virtual_sound.record("microphone") as heard:
        loudspeaker.play([spoken[Language.en]], 16_000)
        time.sleep(0.5)
    loudspeaker.close()
    assert not without.samples().any()
    played, came = (locate(spoken[Language.en], recording.samples(16_000)) for recording in (left, heard))
    assert came.similarity > 0.95
    assert came.gain == pytest.approx(0.1, rel=0.1)
    assert heard.began + came.at / 16_000 - (left.began + played.at / 16_000) == pytest.approx(0.08, abs=0.03)


def test_an_unplugged_microphone_is_noticed_and_used_again(virtual_sound: VirtualSound) -> None:
    """Sound stops with an error that says so, never with silence; plugged in again it is opened anew."""
    with DeviceMicrophone(MICROPHONE) as microphone:
        blocks = microphone.blocks()
        next(blocks)
        virtual_sound.unplug("microphone")
        with pytest.raises(MissingPart, match="microphone"):
            for _ in blocks:
                pass
    virtual_sound.plug("microphone")
    with DeviceMicrophone(MICROPHONE) as microphone:
        assert len(next(microphone.blocks()))


def test_an_unplugged_loudspeaker_ends_the_reply(virtual_sound: VirtualSound, spoken: dict[Language, Samples]) -> None:
    """The reply ends as not played; nothing hangs."""
    loudspeaker = DeviceLoudspeaker(LOUDSPEAKER)
    assert loudspeaker.play([spoken[Language.en][:1600]], 16_000)
    virtual_sound.unplug("loudspeaker")
    assert not loudspeaker.play([spoken[Language.en]], 16_000)
    loudspeaker.close()
