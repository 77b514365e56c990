"""The measurement of end of speech → first sound: what it counts, and that it measures the real window from outside."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from kiosk.core import Language
from tests.virtual.latency import Answered, Clip, clips, measured, speech_end, summary
from tests.virtual.sound import why_not


def tone(seconds: float) -> npt.NDArray[np.float32]:
    """Something loud, 16 kHz."""
    return (0.3 * np.sin(2 * np.pi * 300 * np.arange(int(seconds * 16_000)) / 16_000)).astype(np.float32)


def test_speech_ends_with_the_last_loud_sound_not_with_the_file() -> None:
    """Neither a pause inside nor the noise after it counts as the end."""
    rest = (0.0005 * np.random.default_rng(3).standard_normal(16_000)).astype(np.float32)
    assert speech_end(np.concatenate([tone(0.5), np.zeros(9_600, np.float32), tone(0.5), rest])) == pytest.approx(1.6, abs=0.011)
    assert speech_end(np.zeros(16_000, np.float32)) == 0.0


def test_clips_are_taken_by_turns_and_no_text_twice_while_there_are_others(tmp_path: Path) -> None:
    """A told end of speech wins over the one found by energy."""
    rows = [("a", "milk", "en"), ("b", "milk", "en"), ("c", "bread", "en"), ("d", "牛奶", "zh")]
    for name, *_ in rows:
        soundfile.write(tmp_path / f"{name}.flac", tone(0.5), 16_000)
    index = [{"file": f"{f}.flac", "text": t, "language": lang} | ({"ends": 0.2} if f == "d" else {}) for f, t, lang in rows]
    (tmp_path / "labels.jsonl").write_text("\n".join(json.dumps(r) for r in index), encoding="utf-8")
    chosen = clips(tmp_path, 2)
    assert [c.file.stem for c in chosen] == ["a", "d", "c"]
    assert [c.ends for c in chosen] == pytest.approx([0.5, 0.2, 0.5], abs=0.011)


def test_clips_without_an_answer_are_counted_and_not_timed() -> None:
    """So a kiosk cannot become faster by answering less."""
    rows = [Answered("a", "en", "milk", total=0.5, turn=0.3, answer=0.1, voice=0.1), Answered("b", "en", "milk", failed="nothing was heard")]
    found = summary([*rows, Answered("c", "zh", "牛奶", failed="no sound came")])
    assert (found["en"]["asked"], found["en"]["answered"], found["en"]["total"]["p50"]) == (2, 1, 0.5)
    assert found["zh"]["answered"] == 0 and found["zh"]["total"] == {}


@pytest.mark.slow
@pytest.mark.skipif(bool(why_not()), reason=f"no virtual sound here: {why_not()}")
def test_the_window_answers_a_spoken_question_and_its_steps_add_up(spoken: dict[Language, npt.NDArray[np.float32]], tmp_path: Path) -> None:
    """A question in each language, in one kiosk: heard, answered aloud, after the speech had ended."""
    chosen = []
    for language, sound in spoken.items():
        soundfile.write(tmp_path / f"{language}.flac", sound, 16_000)
        chosen.append(Clip(tmp_path / f"{language}.flac", "", str(language), speech_end(sound)))
    for row, word in zip(measured(chosen, alone=0.0), ("milk", "牛奶"), strict=True):
        assert row.failed == "" and not row.filler
        assert word in row.heard and row.reply
        assert row.total is not None and row.turn is not None and row.answer is not None and row.voice is not None
        assert row.total == pytest.approx(row.turn + row.answer + row.voice) and min(row.turn, row.answer, row.voice) > 0
