"""Sound files to 16 kHz mono: WAV, FLAC, OGG, MP3; any rate, any number of channels.

Never more than `MAX_SECONDS` are read, whatever the file claims; what cannot be decoded is BadInput with what, where and how to mend.
"""

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from kiosk.core import BadInput
from kiosk.hearing.features import RATE

MAX_SECONDS: Final = 60
"""A question takes five seconds, a long complaint forty; what is beyond is not read."""
LOWEST_RATE, HIGHEST_RATE, MOST_CHANNELS = 4_000, 384_000, 32

Samples = npt.NDArray[np.float32]
_MEND = "give a WAV, FLAC, OGG or MP3 file"


def read_sound(path: Path) -> Samples:
    """(n,) float32 at 16 kHz, -1 to 1, at most `MAX_SECONDS` long.

    Raises:
        BadInput: there is no such file, it is empty, cut off, or no sound.
    """
    if path.is_dir():
        raise BadInput("a folder is not a sound", str(path), _MEND)
    try:
        with soundfile.SoundFile(path) as file:
            rate, channels, claimed = file.samplerate, file.channels, file.frames
            if not LOWEST_RATE <= rate <= HIGHEST_RATE or not 1 <= channels <= MOST_CHANNELS:
                raise BadInput(f"the sound has {rate} samples a second and {channels} channels", str(path), "record it at 8 to 48 kHz, mono or stereo")
            wanted = min(claimed, MAX_SECONDS * rate) if claimed > 0 else MAX_SECONDS * rate
            found = file.read(wanted, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        if not path.is_file():
            raise BadInput("there is no such sound file", str(path), "check the name") from error
        raise BadInput(f"the sound cannot be read: {error.error_string}", str(path), _MEND) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise BadInput(f"the sound cannot be read ({error})", str(path), _MEND) from error
    if not len(found):
        raise BadInput("the sound is empty", str(path), "record it again")
    if len(found) < wanted:
        raise BadInput(f"the sound is cut off: {len(found)} of {claimed} samples are there", str(path), "copy or record it again")
    return to_mono(found, rate)


def to_mono(samples: npt.NDArray[np.float32], rate: int) -> Samples:
    """(n,) or (n, channels) of any rate as 16 kHz mono; what is not a number becomes silence, what is too loud is clipped."""
    if samples.ndim == 2:
        samples = samples.mean(axis=1)
    samples = np.clip(np.nan_to_num(samples.astype(np.float32, copy=False), posinf=0.0, neginf=0.0), -1.0, 1.0)
    return samples if rate == RATE else np.asarray(soxr.resample(samples, rate, RATE), dtype=np.float32)
