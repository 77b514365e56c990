"""Anybody's pictures and sounds through the real parts of the default bundle; texts: test_texts, what is broken: test_faults."""

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from distill.cli import main
from kiosk.core import Language
from kiosk.hearing.ears import Ears
from kiosk.seeing.appearance import Appearance
from kiosk.seeing.frames import read_frame
from tests.fakes.runs import Capture, refused, rewritten
from tests.hearing.conftest import spoken

__all__ = ["spoken"]  # a fixture

Samples = npt.NDArray[np.float32]
BUNDLE = Path(__file__).parents[2] / "assets" / "bundles" / "market"
LABELS = json.loads((BUNDLE / "seeing" / "part.json").read_text("utf-8"))["labels"]


def words(part: str | Path, folder: Path, *lines: str) -> list[str]:
    """The command line that asks a part about these lines."""
    (folder / "in.jsonl").write_text("".join(line + "\n" for line in lines), "utf-8")
    return ["predict", str(BUNDLE / part), "--in", str(folder / "in.jsonl"), "--out", str(folder / "out.jsonl")]


def told(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]


def picture(file: Path, seed: int = 0) -> Path:
    """Coloured balls on green, the corners of a PNG transparent."""
    image = np.full((300, 400, 4), (40, 90, 40, 255), np.uint8)
    colours = np.random.default_rng(seed).integers(0, 256, (12, 3)).tolist()
    for n, colour in enumerate(colours):
        cv2.circle(image, (50 + 100 * (n % 4), 50 + 100 * (n // 4)), 45, (*colour, 255), -1)
    image[:60, :60, 3] = 0
    file.parent.mkdir(exist_ok=True)
    assert cv2.imwrite(str(file), image)
    return file


def test_pictures_are_labelled_as_the_kiosk_sees_them(tmp_path: Path) -> None:
    """The kiosk's first row and its score, whatever the picture's form."""
    files = [picture(tmp_path / name, n) for n, name in enumerate(("a.png", "b.jpg", "c.webp"))]
    assert main(words("seeing", tmp_path, *(json.dumps({"id": n, "image": str(file)}) for n, file in enumerate(files)))) == 0
    eyes = Appearance(BUNDLE / "seeing")
    for n, (row, file) in enumerate(zip(told(tmp_path), files, strict=True)):
        label, score = eyes.look(read_frame(file), 1)[0]
        assert row == {"id": n, "label": label, "score": pytest.approx(score, abs=1e-4)}
        assert label in LABELS and 0 < score <= 1


def test_a_files_name_is_looked_for_beside_the_lines_and_then_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where both have one, the one beside the lines is taken."""
    there, here = tmp_path / "there", tmp_path / "here"
    for file, seed in ((there / "a.png", 1), (here / "a.png", 5), (here / "b.png", 5)):
        picture(file, seed)
    asked = words("seeing", there, '{"image": "a.png"}', '{"image": "b.png"}')
    monkeypatch.chdir(here)
    assert main(asked) == 0
    eyes = Appearance(BUNDLE / "seeing")
    wanted = [eyes.look(read_frame(file), 1)[0] for file in (there / "a.png", here / "b.png")]
    assert [row["score"] for row in told(there)] == pytest.approx([score for _, score in wanted], abs=1e-4)
    assert wanted[0] != wanted[1]


def test_sounds_are_written_down_as_the_kiosk_hears_them(spoken: dict[Language, Samples], tmp_path: Path) -> None:
    """In both languages, and nothing where nobody speaks."""
    sounds = {"en": spoken[Language.en], "zh": spoken[Language.zh], "noise": np.random.default_rng(3).standard_normal(48_000) * 0.02}
    for name, samples in sounds.items():
        soundfile.write(tmp_path / f"{name}.wav", samples, 16_000)
    assert main(words("hearing", tmp_path, *(json.dumps({"id": name, "audio": f"{name}.wav"}) for name in sounds))) == 0
    english, chinese, nothing = told(tmp_path)
    ears = Ears(BUNDLE / "hearing")
    for name, row in (("en", english), ("zh", chinese)):
        heard = ears.hear(tmp_path / f"{name}.wav")
        assert row == {"id": name, "label": heard.text, "score": pytest.approx(heard.confidence, abs=1e-4)}
        assert 0.3 < heard.confidence <= 1
    assert "milk" in str(english["label"]).lower() and "牛奶" in str(chinese["label"])
    assert nothing == {"id": "noise", "label": "", "score": 0.0}


@pytest.mark.parametrize(
    ("part", "wrong", "says"),
    [
        ("understanding", '{"image": "a.png"}', 'the line is not {"text": …}|texts only'),
        ("seeing", '{"text": "where is the milk"}', 'the line is not {"image": …}|pictures only'),
        ("seeing", '{"audio": "a.wav"}', 'the line is not {"image": …}|pictures only'),
        ("seeing", '{"image": ["a.png"]}', '"image" is no string|pictures'),
        ("seeing", '{"image": "none.png"}', "no such picture|none.png"),
        ("seeing", '{"image": "in.jsonl"}', "not a picture|in.jsonl"),
        ("seeing", f'{{"image": "{"a" * 300}"}}', "cannot be read"),
        ("hearing", '{"image": "a.png"}', 'the line is not {"audio": …}|sounds only'),
        ("hearing", '{"audio": "none.wav"}', "no such sound file|none.wav"),
        ("hearing", '{"audio": "a.png"}', "the sound cannot be read|a.png"),
        ("hearing", f'{{"audio": "{"a" * 300}"}}', "cannot be read"),
        ("hearing", "not json", 'the line is not {"audio": …}'),
    ],
)  # fmt: skip
def test_a_line_that_the_model_does_not_take_is_named_and_nothing_is_written(tmp_path: Path, capsys: Capture, part: str, wrong: str, says: str) -> None:
    picture(tmp_path / "a.png")
    line = refused(capsys, words(part, tmp_path, "", wrong), tmp_path, code=2)
    assert "in.jsonl:2" in line
    for phrase in says.split("|"):
        assert phrase.lower() in line.lower()


def test_a_part_that_is_damaged_or_of_another_number_of_answers_is_one_clear_error(tmp_path: Path, capsys: Capture) -> None:
    part = shutil.copytree(BUNDLE / "seeing", tmp_path / "part")
    picture(tmp_path / "a.png")
    asked = words(part, tmp_path, '{"image": "a.png"}')
    rewritten(part / "part.json", lambda about: about["labels"].pop())
    assert "81 answers, its part.json 80 labels" in refused(capsys, asked, tmp_path)
    shutil.copy(BUNDLE / "seeing" / "part.json", part)
    gallery = (part / "gallery.npz").read_bytes()
    (part / "gallery.npz").write_bytes(gallery[: len(gallery) // 2])
    assert str(part) in refused(capsys, asked, tmp_path)
