"""The hearing part beside other engines: what is missing is said, and every engine hears every clip."""

import json
from pathlib import Path

import pytest
import soundfile
import soxr

from distill.evaluation.hearing import errors_of
from distill.teachers.whisper import load_teacher
from export.speech import ENVIRONMENT, OURS, PEERS, Peer, compare, write_teacher
from kiosk.core import KioskError, MissingPart
from kiosk.speaking.model import RATE, Kokoro
from kiosk.speaking.phonemes import Phonemes

PART = Path("assets/bundles/market/hearing")


@pytest.fixture
def spoken_clip(tmp_path: Path) -> Path:
    """A folder with one English question, said by the kiosk's voice."""
    kokoro = Kokoro()
    sound = kokoro.sound(Phonemes({}, kokoro.vocabulary)("where can I find the milk"), kokoro.style("jm_kumo"), 1.0)
    folder = tmp_path / "clips"
    folder.mkdir()
    soundfile.write(folder / "one.flac", soxr.resample(sound, RATE, 16_000), 16_000)
    (folder / "labels.jsonl").write_text(json.dumps({"file": "one.flac", "text": "where can I find the milk", "language": "en"}) + "\n", "utf-8")
    return folder


def test_without_the_environment_it_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(MissingPart, match="make peers-env"):
        Peer("genai", tmp_path, 1, tmp_path / "nowhere")


def test_an_engine_that_ends_is_told(tmp_path: Path) -> None:
    """A process that cannot open its model is an error, not an empty transcript."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to("/bin/false")
    with pytest.raises(KioskError, match="has ended"):
        Peer("genai", tmp_path, 1, tmp_path)


def test_the_teacher_is_written_with_what_generation_needs(tmp_path: Path) -> None:
    """Another program knows from the folder alone which languages there are and with which token a transcript begins."""
    write_teacher(load_teacher(), tmp_path)
    said = json.loads((tmp_path / "generation_config.json").read_text("utf-8"))
    assert set(said["lang_to_id"]) == {"<|en|>", "<|zh|>"} and said["task_to_id"]["transcribe"] == 50359 and said["decoder_start_token_id"] == 50258
    assert {"config.json", "model.safetensors", "tokenizer.json", "preprocessor_config.json"} <= {f.name for f in tmp_path.iterdir()}


@pytest.mark.slow
@pytest.mark.skipif(not ENVIRONMENT.is_dir(), reason="the engines to compare with are not installed: make peers-env")
def test_all_three_hear_a_clip(tmp_path: Path, spoken_clip: Path) -> None:
    found = compare(PART, {spoken_clip: errors_of}, tmp_path / "work", limit=1)[spoken_clip.name]
    assert set(found) == {OURS, *PEERS, "faster"} and all(found[name]["en"]["errors"] <= 0.2 for name in (OURS, *PEERS))
    assert soundfile.info(tmp_path / "work" / "clip.wav").samplerate == 16_000
