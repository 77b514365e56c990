"""One real voice for the tests of this folder: opening it takes a second."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.speaking import KokoroVoice

LEXICON = {"Oatly": "oat-lee", "Ben & Jerry's": "ben and jerries", "Dr. Oetker": "doctor urt-ker", "Häagen-Dazs": "hah-gen dahs", "Barilla": "ba-RILL-a"}


@pytest.fixture(scope="session")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KokoroVoice]:
    folder: Path = tmp_path_factory.mktemp("voice")
    opened = KokoroVoice(LEXICON, folder)
    yield opened
    opened.close()
