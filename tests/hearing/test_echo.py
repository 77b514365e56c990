"""The echo canceller and the gate on arrays: the promises of kiosk.hearing.echo, reference and barge_in. Figures: tests of the virtual sound card."""

import numpy as np
import numpy.typing as npt
import pytest

from kiosk.hearing.barge_in import BargeIn
from kiosk.hearing.echo import LATE, EchoCanceller
from kiosk.hearing.reference import Delay, Reference
from tests.fakes.room import RATE, babble, heard

Samples = npt.NDArray[np.float32]
BLOCK = 512


class Loudness:
    """Takes whatever is above −46 dB for speech, though never surely: a harder judge than Silero."""

    def chance(self, block: Samples) -> float:
        return 0.7 * float(np.square(block).mean() > 2.5e-5)


def decibels(sound: Samples) -> float:
    return float(10 * np.log10(np.square(sound).mean() + 1e-12))


def run(gate: BargeIn, near: Samples, far: Samples) -> list[bool]:
    """Whether the gate was open after each block."""
    opened = []
    for at in range(0, len(near) - BLOCK + 1, BLOCK):
        gate.hear(near[at : at + BLOCK], far[at : at + BLOCK])
        opened.append(gate.spoken)
    return opened


@pytest.mark.parametrize("drive", [0.0, 1.0])
def test_the_voice_is_taken_out_by_twenty_decibels_and_more(drive: float) -> None:
    """After ten seconds, in a room with reverberation, also with a loudspeaker that saturates."""
    far = babble(12.0, seed=1)
    far = far[: len(far) // BLOCK * BLOCK]
    near = heard(far, 0.004, drive=drive)
    clean = EchoCanceller().cancel(near, far)
    assert decibels(near[-2 * RATE :]) - decibels(clean[-2 * RATE :]) > 20


def test_without_a_voice_the_sound_goes_through_as_it_came() -> None:
    """Only later."""
    near = babble(2.0, seed=2)[: BLOCK * 60]
    clean = EchoCanceller().cancel(near, np.zeros_like(near))
    assert np.allclose(clean[2 * LATE :], near[LATE:-LATE], atol=1e-4)


def test_speech_over_the_voice_stays_and_bends_nothing() -> None:
    """A shopper as loud as the echo keeps most of the sound, and the echo is as small afterwards as before."""
    far = babble(16.0, seed=1)[: BLOCK * 480]
    echo = heard(far, 0.004)
    shopper = np.zeros_like(echo)
    shopper[10 * RATE : 12 * RATE] = 0.5 * babble(2.0, seed=9)
    canceller = EchoCanceller()
    clean = canceller.cancel(echo + shopper, far)
    during, after = slice(10 * RATE, 12 * RATE), slice(13 * RATE, 15 * RATE)
    assert abs(decibels(clean[during]) - decibels(shopper[during])) < 3
    assert decibels(echo[after]) - decibels(clean[after]) > 20


@pytest.mark.parametrize("delay", [0.06, 0.12, 0.25])
def test_the_delay_is_found_and_kept(delay: float) -> None:
    """Some milliseconds before the first sound, so that the filter begins ahead of it; silence does not change it."""
    far = babble(4.0, seed=3)
    far = np.concatenate([far, np.zeros(2 * RATE, np.float32)])[: BLOCK * 180]
    near, found = heard(far, delay), Delay()
    for at in range(0, len(far), BLOCK):
        found.align(near[at : at + BLOCK], far[at : at + BLOCK])
    assert found.samples is not None
    assert 0 <= delay - found.samples / RATE < 0.020


def test_what_was_played_is_read_by_its_time_and_nothing_else() -> None:
    """Before, behind and after the device was emptied there is silence."""
    reference = Reference()
    ramp = np.linspace(0.1, 0.9, RATE, dtype=np.float32)
    for at in range(0, RATE, 400):
        reference.put(ramp[at : at + 400], RATE, 100.0 + at / RATE)
    assert not reference.take(160, 99.0).any()
    assert np.allclose(reference.take(160, 100.5), ramp[RATE // 2 : RATE // 2 + 160])
    reference.put(np.zeros(400, np.float32), RATE, 100.6)  # emptied at 0.6 s: the rest never sounded
    assert not reference.take(400, 100.7).any()


def test_where_the_device_ran_dry_there_is_silence_and_all_else_keeps_its_time() -> None:
    """A stall of 80 ms between two blocks, as on a busy machine."""
    reference = Reference()
    ramp = np.linspace(0.1, 0.9, RATE, dtype=np.float32)
    for at in range(0, RATE, 400):
        reference.put(ramp[at : at + 400], RATE, 100.0 + at / RATE + (0.08 if at >= 8000 else 0.0))
    expected = np.concatenate([ramp[7680:8000], np.zeros(1280, np.float32), ramp[8000:9000]])
    assert np.allclose(reference.take(2600, 100.48), expected)


def test_a_reference_of_another_rate_keeps_its_time() -> None:
    """24 kHz blocks come out at 16 kHz where they belong."""
    reference = Reference()
    tone = np.sin(2 * np.pi * 440 * np.arange(24_000) / 24_000).astype(np.float32)
    for at in range(0, 24_000, 480):
        reference.put(tone[at : at + 480], 24_000, 5.0 + at / 24_000)
    expected = np.sin(2 * np.pi * 440 * (0.5 + np.arange(800) / RATE))
    assert np.allclose(reference.take(800, 5.5), expected, atol=0.02)


def test_its_own_voice_never_opens_the_gate_and_a_shopper_does_within_150_ms() -> None:
    """A minute of its voice 3 dB louder than the shopper, in a room, by a saturating loudspeaker."""
    far = babble(60.0, seed=4)[: BLOCK * 1850]
    near = heard(far, 0.12, gain=1.0, drive=1.0)
    shopper = np.zeros_like(near)
    begins = 50 * RATE
    said = babble(2.0, seed=11)
    shopper[begins : begins + RATE] = 0.7 * said[int(np.argmax(np.abs(said) > 0.1)) :][:RATE]
    gate = BargeIn(Loudness())
    opened = run(gate, near + shopper, far)
    assert not any(opened[: begins // BLOCK])
    first = opened.index(True)
    assert (first + 1) * BLOCK - begins <= 0.150 * RATE
    assert gate.erle > 15
    assert gate.delay == pytest.approx(0.11, abs=0.010)


@pytest.mark.parametrize(("jump", "louder"), [(400, 1.0), (-300, 1.0), (0, 3.0)])
def test_where_the_way_changes_the_gate_closes_until_it_knows_it_again(jump: int, louder: float) -> None:
    """A buffer dropped or repeated, a volume knob: what the canceller leaves then is its own voice, and opens nothing."""
    far = babble(40.0, seed=4)[: BLOCK * 1240]
    middle = len(far) // 2
    near = np.concatenate([heard(far, 0.1)[:middle], louder * heard(far, 0.1 + jump / RATE)[middle:]]).astype(np.float32)
    gate = BargeIn(Loudness())
    assert not any(run(gate, near, far))
    assert gate.ready


def test_a_hum_does_not_open_the_gate() -> None:
    """Lips closed: nothing above 900 Hz."""
    time = np.arange(BLOCK * 40) / RATE
    hum = np.sum([0.1 / n * np.sin(2 * np.pi * 130 * n * time) for n in range(1, 4)], axis=0).astype(np.float32)
    gate = known_room()
    assert not any(run(gate, hum, np.zeros_like(hum)))
    assert any(run(gate, babble(1.0, seed=7), np.zeros(RATE, np.float32)))


def test_in_an_unknown_room_the_gate_is_closed_and_after_a_false_alarm_again() -> None:
    """Nothing opens it before it heard its own voice for a second without taking it for speech."""
    gate = BargeIn(Loudness())
    assert not any(run(gate, babble(2.0, seed=7), babble(2.0, seed=8)))
    gate = known_room()
    assert gate.ready
    gate.doubt()
    assert not gate.ready


def known_room() -> BargeIn:
    """A gate that heard its own voice, and no echo of it."""
    gate = BargeIn(Loudness())
    far = babble(2.0, seed=8)
    run(gate, np.zeros_like(far), far)
    return gate
