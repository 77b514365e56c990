"""The real hearing part, opened once, and sounds that are made here."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from kiosk.core import Language
from kiosk.hearing.ears import Ears

PART = Path(__file__).parents[2] / "assets" / "bundles" / "market" / "hearing"
WORDS = {"en": ["oat milk", "guacamole", "light roast", "courgettes"], "zh": ["燕麦奶", "西红柿", "猫粮"]}


@pytest.fixture(scope="session")
def ears() -> Ears:
    """The ears with a few words."""
    return Ears(PART, WORDS)


@pytest.fixture(scope="session")
def spoken() -> dict[Language, npt.NDArray[np.float32]]:
    """A question in each language, said by the kiosk's own voice (a test voice), 16 kHz."""
    import soxr

    from kiosk.speaking.model import RATE, Kokoro
    from kiosk.speaking.phonemes import Phonemes

    kokoro = Kokoro()
    phonemes = Phonemes({}, kokoro.vocabulary)
    texts = {Language.en: "where can I find the milk", Language.zh: "请问牛奶在哪里"}
    made = {x: kokoro.sound(phonemes(text), kokoro.style("jm_kumo"), 1.0) for x, text in texts.items()}
    return {x: np.asarray(soxr.resample(s, RATE, 16_000), dtype=np.float32) for x, s in made.items()}
