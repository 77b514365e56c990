"""`kiosk doctor --hear` through real devices: with the loudspeaker in the microphone's ear it recognises its sentences, without it says so."""

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from kiosk.field.findings import Finding, State
from kiosk.field.self_test import findings, hear_itself
from kiosk.hearing.ears import Ears
from kiosk.hearing.microphone import DeviceMicrophone
from kiosk.speaking import DeviceLoudspeaker, KokoroVoice
from tests.virtual.sound import VirtualSound


def told(ears: Ears, voice: KokoroVoice) -> dict[str, Finding]:
    """The findings of the self-test by name, at volume 0.7."""
    with DeviceMicrophone("shop_microphone") as microphone, closing(DeviceLoudspeaker("shop_loudspeaker")) as loudspeaker:
        loudspeaker.volume = 0.7
        return {row.name: row for row in findings(hear_itself(ears, voice, microphone, loudspeaker))}


def hiss(seconds: float) -> npt.NDArray[np.float32]:
    """The noise of a room, -60 dBFS."""
    return (0.001 * np.random.default_rng(5).standard_normal(int(seconds * 16_000))).astype(np.float32)


def test_it_recognises_its_own_sentences(virtual_sound: VirtualSound, ears: Ears, voice: KokoroVoice) -> None:
    """Every row is good, and level, delay and noise are those of the acoustic path."""
    virtual_sound.play(hiss(120))
    with virtual_sound.acoustic_path(gain=0.3, delay=0.05):
        found = told(ears, voice)
    assert {name: row.state for name, row in found.items()} == dict.fromkeys(("room", "own voice", "hears English", "hears Chinese"), State.ok)
    assert found["room"].figures["noise"] == pytest.approx(-60.0, abs=1.0)
    for name, most in (("hears English", 1), ("hears Chinese", 2)):
        figures = found[name].figures
        assert figures["wrong"] <= most
        assert figures["similarity"] > 0.9
        assert figures["gain"] == pytest.approx(20 * np.log10(0.3 * 0.7), abs=1.0)
        assert figures["delay"] > 0.03  # the path is about 0.05, and the time that PortAudio tells of a first block is some hundredths late


def test_it_says_that_the_microphone_does_not_hear_the_loudspeaker(virtual_sound: VirtualSound, ears: Ears, voice: KokoroVoice) -> None:
    """In a room with noise, and no way from the one to the other."""
    virtual_sound.play(hiss(120))
    found = told(ears, voice)
    assert found["room"].state is State.ok
    assert "does not hear the loudspeaker" in found["own voice"].what and found["own voice"].mend.startswith("turn the loudspeaker up")
    assert {found[name].state for name in ("own voice", "hears English", "hears Chinese")} == {State.warning}
    assert found["hears English"].figures["delay"] is None


def test_the_doctor_tells_that_the_microphone_is_missing_and_goes_on(virtual_sound: VirtualSound, tmp_path: Path) -> None:
    """`kiosk doctor --hear --json` in a process of its own, with nothing plugged in."""
    virtual_sound.unplug("microphone")
    environment = {**virtual_sound.environment, "KIOSK_STATE": str(tmp_path), "KIOSK_MICROPHONE": "shop_microphone"}
    done = subprocess.run([sys.executable, "-m", "kiosk.cli", "doctor", "--hear", "--json"], env=environment, capture_output=True, text=True, check=False)
    rows = {row["name"]: row for row in json.loads(done.stdout)["findings"]}
    assert rows["own voice"]["state"] == "missing" and "microphone" in rows["own voice"]["what"]
    assert "store" in rows and "be quiet" in done.stderr
