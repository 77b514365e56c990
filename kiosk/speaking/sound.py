"""Spoken text as one array or one WAV file, for the command line and for proofs."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

from kiosk.core import BadInput, Language
from kiosk.speaking.model import Samples
from kiosk.speaking.voice import KokoroVoice, Voice


def render(text: str, language: Language, voice: Voice | None = None) -> tuple[Samples, int]:
    """The whole of a text as ((n,) float32 between -1 and 1, samples a second); n is 0 where there is nothing to say.

    Args:
        voice: an open one; without it a voice without a lexicon of names is opened, which takes a second.
    """
    speaker = voice or KokoroVoice({})
    chunks = list(speaker.say(text, language))
    return (np.concatenate(chunks) if chunks else np.zeros(0, np.float32)), speaker.rate


def write_wav(path: Path, samples: Samples, rate: int) -> None:
    """A mono 16-bit WAV file, whole or not at all. BadInput where it cannot be written."""
    pcm = np.round(np.clip(samples, -1.0, 1.0) * 32767).astype("<i2")
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("wb") as raw, wave.open(raw, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(pcm.tobytes())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise BadInput(f"The sound cannot be written: {error.strerror or error}", str(path), "choose a folder that can be written") from error
