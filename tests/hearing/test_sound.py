"""Sound files: every kind is read, every bad one is BadInput with what, where and mend."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from kiosk.core import BadInput
from kiosk.hearing.sound import MAX_SECONDS, read_sound


def tone(rate: int, seconds: float = 1.0) -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * 440 * np.arange(int(rate * seconds)) / rate)).astype(np.float32)


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
@pytest.mark.parametrize("rate", [8_000, 44_100])
def test_each_format_becomes_16_khz_mono(tmp_path: Path, suffix: str, rate: int) -> None:
    """A second of stereo at any rate is a second at 16 kHz, and its pitch is kept."""
    file = tmp_path / f"a.{suffix}"
    soundfile.write(file, np.stack([tone(rate)] * 2, axis=1), rate)
    found = read_sound(file)
    assert abs(len(found) - 16_000) < 1_600
    assert abs(int(np.abs(np.fft.rfft(found)).argmax()) * 16_000 / len(found) - 440) < 5


def test_a_truncated_flac_is_refused(tmp_path: Path) -> None:
    """Half a FLAC is BadInput that names the file."""
    file = tmp_path / "a.flac"
    soundfile.write(file, np.random.default_rng(1).standard_normal(48_000) * 0.1, 16_000)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(BadInput, match=r"a\.flac"):
        read_sound(file)


@pytest.mark.parametrize("content", [b"", b"not a sound", b"RIFF\x00\x00\x00\x00WAVE", bytes(range(256)) * 50])
def test_what_is_no_sound_is_refused(tmp_path: Path, content: bytes) -> None:
    """Empty and foreign files are BadInput in one line that says how to mend."""
    file = tmp_path / "a.wav"
    file.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        read_sound(file)
    assert "\n" not in caught.value.line() and caught.value.mend and str(file) in caught.value.line()


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    """Both are BadInput, not a traceback."""
    for path in (tmp_path, tmp_path / "none.wav"):
        with pytest.raises(BadInput):
            read_sound(path)


def test_an_hour_is_read_for_a_minute_only(tmp_path: Path) -> None:
    """Of an hour of sound, the first minute is read."""
    file = tmp_path / "hour.wav"
    with soundfile.SoundFile(file, "w", 8_000, 1, "PCM_U8") as out:
        for _ in range(60):
            out.write(np.zeros(8_000 * 60, dtype=np.float32))
    assert len(read_sound(file)) == MAX_SECONDS * 16_000


def test_no_value_is_out_of_bounds(tmp_path: Path) -> None:
    """Not-a-number, infinities and clipping never leave -1 to 1."""
    file = tmp_path / "wild.wav"
    soundfile.write(file, np.array([np.nan, np.inf, -np.inf, 9.0, -9.0] * 400, dtype=np.float32), 16_000, subtype="FLOAT")
    found = read_sound(file)
    assert np.isfinite(found).all() and np.abs(found).max() <= 1.0
