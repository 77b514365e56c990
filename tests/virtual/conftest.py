"""The virtual sound card as a fixture; ears, voice and spoken questions of the senses' own tests, the Qt application of the window's."""

import os
from collections.abc import Iterator

import pytest

from tests.app.conftest import complaints, qapp  # noqa: F401
from tests.hearing.conftest import ears, spoken  # noqa: F401
from tests.speaking.conftest import voice  # noqa: F401
from tests.virtual.sound import CannotRun, VirtualSound, look_again, why_not


@pytest.fixture
def virtual_sound() -> Iterator[VirtualSound]:
    """A sound card of its own for one test, seen by PortAudio of this process and of those started with its environment."""
    if why := why_not():
        pytest.skip(f"no virtual sound here: {why}")
    before = {name: os.environ.get(name) for name in ("PULSE_SERVER", "ALSA_CONFIG_PATH")}
    try:
        with VirtualSound() as sound:
            sound.use_here()
            yield sound
    except CannotRun as error:
        pytest.skip(f"no virtual sound here: {error}")
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        look_again()
