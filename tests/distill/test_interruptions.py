"""Interruptions that teaching must survive: kill -9 at any moment, run again, gives the bytes of a run that had none; a full disk is one clear error.

Nothing half written has the name of what is whole. Moments and limits are of real processes. The rest of the list: test_faults.
"""

import json
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from distill import labelling
from distill.cli import main as distill
from distill.students.texts import TextStudent
from distill.teachers import intents
from distill.weights import load_student, read_tensors, save_student
from tests.distill.conftest import SmallRun
from tests.fakes.runs import LABELLED, TAUGHT, at, begun, half_written, listing, words_of

ROOT = Path(__file__).parents[2]
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["distill.texts"])


def in_a_fork(words: Sequence[str], told: str, limit: int) -> None:
    """What a test's process does: the command line, labels in shards of twenty texts so that there are several, no file above the limit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    intents.label = partial(labelling.label, shard=20)
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    sys.exit(distill(words))


def ended(words: Sequence[str], told: Path, kill_after: float | None = None, limit: int = 0) -> int | None:
    """The exit code of a command in a process of its own, which is killed at a moment: then minus nine."""
    process = FORKS.Process(target=in_a_fork, args=(words, str(told), limit))
    process.start()
    process.join(kill_after)
    process.kill()
    process.join()
    return process.exitcode


@pytest.mark.parametrize(
    ("stage", "kills"), [("label", 1), ("train", 1), pytest.param("label", 3, marks=pytest.mark.slow), pytest.param("train", 7, marks=pytest.mark.slow)]
)
def test_killed_at_random_moments_and_run_again_the_result_is_the_same(small_run: SmallRun, tmp_path: Path, stage: str, kills: int) -> None:
    """Ten in all, and two for a quick look, spread over all that a whole run took; each run is killed once, so that late moments are reached too."""
    results = {"label": LABELLED, "train": ("model", "student/metrics.jsonl")}[stage]
    left_out = (*TAUGHT, "alone-model", "recipe.yaml", *((*LABELLED, "cache") if stage == "label" else ()))
    random, reached = Random(2026), []

    def ready(name: str) -> Path:
        shutil.rmtree(tmp_path / name, ignore_errors=True)
        return begun(small_run, tmp_path / name, *left_out)

    def go(out: Path, kill_after: float | None = None) -> int | None:
        return ended(at(stage, out, small_run, "passes=3"), tmp_path / "told", kill_after)

    def result(out: Path) -> dict[str, str]:
        return {name: digest for name, digest in listing(out).items() if name.startswith(results)}

    go(ready("warm"), 0.01)  # the server of forks loads torch at its first
    whole, started = ready("whole"), time.monotonic()
    assert go(whole) == 0
    seconds = time.monotonic() - started
    for number in range(kills):
        moment = seconds * (number + random.random()) / kills
        while go(out := ready(f"killed-{number}"), moment) == 0:  # this one was quicker: it had ended before the moment came
            moment *= 0.7
        reached.append([name for name in ("student/checkpoint.json", "model", "cache") if (out / name).exists()])
        for weights in out.glob("*model/*.safetensors"):
            read_tensors(weights, "")  # what has its name is whole
        assert go(out) == 0, (tmp_path / "told").read_text()
        assert result(out) == result(whole)
        assert not half_written(out)
    assert result(whole)
    wanted = "cache" if stage == "label" else "student/checkpoint.json"
    assert kills == 1 or any(wanted in names for names in reached), "no kill came late enough: the test proved nothing"


def test_a_student_is_there_whole_or_not_at_all(small_run: SmallRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = words_of(small_run)
    student = load_student(TextStudent, small_run.out / "model", words)

    def cut_short(folder: Path) -> None:
        Path(folder).mkdir()
        (Path(folder) / "model.safetensors").write_bytes(b"half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(student, "save_pretrained", cut_short)
        with pytest.raises(KeyboardInterrupt):
            save_student(student, tmp_path / "model", words)
    assert not list(tmp_path.iterdir())
    (tmp_path / "model.part").mkdir()  # what a kill leaves
    (tmp_path / "model.part" / "model.safetensors").write_bytes(b"half")
    save_student(student, tmp_path / "model", words)
    assert listing(tmp_path / "model") == listing(small_run.out / "model")
    assert not half_written(tmp_path)


FILLER = """
import json, resource
from pathlib import Path
from distill.teachers.cache import LabelCache
from kiosk.core import KioskError
from tests.fakes.teacher import HashingTeacher, questions
cache, teacher = LabelCache(Path({folder!r})), HashingTeacher()
if {limit}:
    resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
stored, told = [], ""
for count in ({first}, {second}):
    try:
        cache.answers(teacher, questions(count))
        stored.append(count)
    except KioskError as error:
        told = error.line()
kept = [count for count in stored if cache.find(teacher, questions(count)) is not None]
print(json.dumps({{"stored": stored, "kept": kept, "told": told, "files": sorted(f.suffix for f in cache.folder.rglob("*") if f.is_file())}}))
"""


def filled(code: str, *prefix: str) -> dict[str, Any]:
    done = subprocess.run([*prefix, sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_cache_that_may_not_grow(tmp_path: Path) -> None:
    seen = filled(FILLER.format(folder=str(tmp_path), limit=20_000, first=100, second=2000))
    assert seen["stored"] == seen["kept"] == [100] and seen["files"] == [".safetensors"]
    assert seen["told"] == f"Labels cannot be written: File too large ({tmp_path}). Make room there or choose another folder, then run again: what was labelled so far is kept."  # fmt: skip


def test_a_disk_that_is_full_while_caching(tmp_path: Path) -> None:
    own = ("unshare", "--mount", "--map-root-user", "sh", "-c", f'mount -t tmpfs -o size=64k tmpfs "{tmp_path}" && exec "$@"', "sh")
    if not shutil.which("unshare") or subprocess.run([*own, "true"], capture_output=True).returncode:
        pytest.skip("this user may not mount a file system of their own")
    seen = filled(FILLER.format(folder=str(tmp_path / "labels"), limit=0, first=1000, second=1001), *own)
    assert seen["stored"] == seen["kept"] == [1000] and seen["files"] == [".safetensors"]
    assert seen["told"].startswith("Labels cannot be written: No space left on device")


@pytest.mark.parametrize(
    ("stage", "limit", "says"),
    [
        ("label", 20_000, "Labels cannot be written: File too large"),  # a shard
        ("label", 3_000, "Nothing more can be written: File too large"),  # the lessons, after the shards
        ("train", 1_000_000, "The checkpoint cannot be written"),
        ("prepare", 3_000, "Nothing more can be written: File too large"),  # the questions
        ("prepare", 10_000, "Nothing more can be written: File too large"),  # the vocabulary, after the questions
        ("evaluate", 3_000, "Labels cannot be written: File too large"),  # the teachers' answers about the checked questions
        ("evaluate", 60_000, "Nothing more can be written: File too large"),  # the report, after them
    ],
)
def test_a_stage_on_a_full_disk(small_run: SmallRun, tmp_path: Path, stage: str, limit: int, says: str) -> None:
    unfinished = {
        "prepare": ("tokenizer.json", "questions.json", *TAUGHT), "label": (*LABELLED, "cache", *TAUGHT), "train": TAUGHT,
        "evaluate": ("evaluation.json", "report.html", "student"),
    }[stage]  # fmt: skip
    out = begun(small_run, tmp_path / "run", *unfinished)
    words, told = at(stage, out, small_run), tmp_path / "told"
    if (stage, limit) == ("label", 3_000):
        assert ended(words, told) == 0
        for name in LABELLED:
            (out / name).unlink()
    assert ended(words, told, limit=limit) == 2
    lines = [line for line in told.read_text().splitlines() if line.startswith("kiosk-distill: ") or "Traceback" in line]
    assert len(lines) == 1 and says in lines[0] and "Make room there" in lines[0]
    assert not half_written(out) and not list(out.glob("student/pass-*")) and not (out / unfinished[0]).exists()


CORPUS = """
import errno, json, resource
from pathlib import Path
from distill.data.card import write_parquet
folder = Path({folder!r})
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
try:
    write_parquet([{{"text": f"question {{n}}", "split": "train"}} for n in range(5_000)], folder / "corpus")
except OSError as error:
    print(json.dumps({{"told": errno.errorcode[error.errno], "files": [f.name for f in folder.iterdir()]}}))
"""


def test_a_corpus_that_may_not_grow(tmp_path: Path) -> None:
    """What the prepare stage of the language student writes first, by a library of its own: the error is one that the command line tells, no half folder stays."""
    assert filled(CORPUS.format(folder=str(tmp_path))) == {"told": "EFBIG", "files": []}
