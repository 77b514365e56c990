"""The kiosk's voice: text in words as people say them, phonemes of both languages, sound, loudspeaker. A lexicon is given; no shop is known here."""

from kiosk.bundle.external import External
from kiosk.speaking.loudspeaker import DeviceLoudspeaker, Loudspeaker
from kiosk.speaking.model import EXTERNAL, RATE, Samples
from kiosk.speaking.reading import read
from kiosk.speaking.sound import render, write_wav
from kiosk.speaking.voice import KokoroVoice, Voice

__all__ = ["EXTERNAL", "RATE", "DeviceLoudspeaker", "External", "KokoroVoice", "Loudspeaker", "Samples", "Voice", "read", "render", "write_wav"]
