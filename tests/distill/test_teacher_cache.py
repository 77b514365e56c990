"""Proofs of the teachers' cache: what is read is what was written, whatever happens to the file or the process. A changed bit and a full disk: test_faults."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from distill.teachers.cache import LabelCache, _packed, shard_key
from distill.teachers.protocol import Answers, TeacherSpec
from kiosk.core import BadInput, BrokenData, MissingPart
from tests.fakes.teacher import HashingTeacher, questions

ROOT = Path(__file__).parents[2]
TEXTS = questions(3)


def same(left: Answers | None, right: Answers) -> bool:
    return left is not None and all(left[name].dtype == right[name].dtype and np.array_equal(left[name], right[name]) for name in left.keys() | right.keys())


def files(folder: Path, ending: str) -> list[Path]:
    return sorted(folder.rglob(f"*{ending}"))


@given(st.lists(st.text(), max_size=20))
def test_what_was_stored_is_found_again(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    cache, teacher = LabelCache(tmp_path_factory.mktemp("labels")), HashingTeacher()
    assert cache.find(teacher, texts) is None
    assert same(cache.answers(teacher, texts), teacher.answer(texts))
    assert same(cache.find(teacher, texts), teacher.answer(texts))


def test_the_next_student_does_not_ask_again(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    for _ in range(3):
        LabelCache(tmp_path / "labels").answers(HashingTeacher(diary=str(diary)), TEXTS)
    assert diary.read_text().count("asked") == 1


def test_the_same_answers_are_the_same_bytes(tmp_path: Path) -> None:
    teacher = HashingTeacher()
    for name in ("a", "b"):
        LabelCache(tmp_path / name).store(teacher, TEXTS, dict(sorted(teacher.answer(TEXTS).items(), reverse=name == "b")))
    assert LabelCache(tmp_path / "a").file(teacher, TEXTS).read_bytes() == LabelCache(tmp_path / "b").file(teacher, TEXTS).read_bytes()


@example(["a\nb"], ["a", "b"])
@example([], [""])
@example(["a", "b"], ["b", "a"])
@given(st.lists(st.text(alphabet='ab\n",[]\\', max_size=4), max_size=5), st.lists(st.text(alphabet='ab\n",[]\\', max_size=4), max_size=5))
def test_other_inputs_another_teacher_or_preprocessing_are_another_shard(left: list[str], right: list[str]) -> None:
    teacher, later = HashingTeacher(), HashingTeacher()
    later.preprocessing = "lower-2"
    assert (shard_key(teacher, left) == shard_key(teacher, right)) == (left == right)
    assert len({shard_key(teacher, left), shard_key(HashingTeacher(2), left), shard_key(later, left)}) == 3


def test_a_file_cut_off_anywhere_or_made_longer_is_seen(tmp_path: Path) -> None:
    cache, teacher = LabelCache(tmp_path), HashingTeacher()
    cache.store(teacher, TEXTS, teacher.answer(TEXTS))
    file = cache.file(teacher, TEXTS)
    whole = file.read_bytes()
    for changed in (*(whole[:length] for length in range(len(whole))), whole + b"\0"):
        file.write_bytes(changed)
        with pytest.raises(BrokenData, match="cut off"):
            cache.find(teacher, TEXTS)


def test_a_broken_shard_names_its_file_and_the_mend(tmp_path: Path) -> None:
    cache, teacher = LabelCache(tmp_path), HashingTeacher()
    cache.store(teacher, TEXTS, teacher.answer(TEXTS))
    cache.file(teacher, TEXTS).write_bytes(b"")
    with pytest.raises(BrokenData) as error:
        cache.answers(teacher, TEXTS)
    assert error.value.where == str(cache.file(teacher, TEXTS)) and "delete the file" in error.value.mend


def test_a_broken_shard_is_made_anew_where_mending_is_wished(tmp_path: Path) -> None:
    cache, teacher = LabelCache(tmp_path, mend=True), HashingTeacher()
    cache.store(teacher, TEXTS, teacher.answer(TEXTS))
    whole = cache.file(teacher, TEXTS).read_bytes()
    cache.file(teacher, TEXTS).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert same(cache.answers(teacher, TEXTS), teacher.answer(TEXTS))
    assert cache.file(teacher, TEXTS).read_bytes() == whole


def test_a_shard_of_another_teacher_or_of_other_inputs_is_seen(tmp_path: Path) -> None:
    cache, teacher, other = LabelCache(tmp_path), HashingTeacher(1), HashingTeacher(2)
    wanted = cache.file(teacher, TEXTS)
    wanted.parent.mkdir()
    for stranger, inputs, words in ((other, TEXTS, "another teacher"), (teacher, TEXTS[::-1], "other inputs")):
        cache.store(stranger, inputs, stranger.answer(inputs))
        shutil.copy(cache.file(stranger, inputs), wanted)
        with pytest.raises(BrokenData, match=words):
            cache.find(teacher, TEXTS)


def not_as_promised() -> list[Answers]:
    right = HashingTeacher().answer(TEXTS)
    logits = right["logits"]
    return [
        {"logits": logits},
        {**right, "logits": logits[1:]},
        {**right, "logits": logits[:, 1:]},
        {**right, "logits": logits.astype(np.float64)},
    ]


@pytest.mark.parametrize("wrong", not_as_promised())
def test_answers_other_than_promised_are_neither_stored_nor_read(tmp_path: Path, wrong: Answers) -> None:
    cache, teacher = LabelCache(tmp_path), HashingTeacher()
    with pytest.raises(ValueError, match="other than it promises"):
        cache.store(teacher, TEXTS, wrong)
    assert not files(tmp_path, "")
    shard_of(wrong, cache, teacher)
    with pytest.raises(BrokenData, match=r"logits|vectors"):
        cache.find(teacher, TEXTS)


def shard_of(answers: Answers, cache: LabelCache, teacher: HashingTeacher) -> None:
    """Puts a shard in its place, whatever is in it, with a checksum that fits."""
    file = cache.file(teacher, TEXTS)
    file.parent.mkdir()
    file.write_bytes(_packed(answers, file.stem, teacher))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_answers_that_are_no_numbers_are_neither_stored_nor_read(tmp_path: Path, bad: float) -> None:
    cache, teacher = LabelCache(tmp_path), HashingTeacher()
    right = teacher.answer(TEXTS)
    wrong = {**right, "vectors": np.where(right["vectors"] == right["vectors"].max(), np.float16(bad), right["vectors"])}
    with pytest.raises(BrokenData, match="no numbers: vectors"):
        cache.store(teacher, TEXTS, wrong)
    assert not files(tmp_path, "")
    shard_of(wrong, cache, teacher)
    with pytest.raises(BrokenData, match="vectors has values that are not finite"):
        cache.find(teacher, TEXTS)


WRITER = """
import sys
from itertools import cycle
from pathlib import Path
from distill.teachers.cache import LabelCache
from tests.fakes.teacher import HashingTeacher, questions
cache, teacher = LabelCache(Path(sys.argv[1])), HashingTeacher()
shards = [(texts, teacher.answer(texts)) for texts in (questions(n) for n in (4001, 4002, 4003))]
for texts, answers in cycle(shards):
    cache.store(teacher, texts, answers)
    print(".", end="", flush=True)
"""


def test_a_writer_killed_at_any_moment_leaves_whole_shards_and_its_litter_goes_at_the_next_write(tmp_path: Path) -> None:
    moments, cache, teacher = random.Random(11), LabelCache(tmp_path), HashingTeacher()
    shards = {count: questions(count) for count in (4001, 4002, 4003)}
    answers = {count: teacher.answer(texts) for count, texts in shards.items()}
    interrupted = 0
    for _ in range(40):
        if interrupted == 3:
            break
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE)
        assert writer.stdout and writer.stdout.read(1) == b"."
        time.sleep(moments.random() * 0.05)
        writer.send_signal(signal.SIGKILL)
        assert writer.wait() == -signal.SIGKILL
        writer.stdout.close()
        interrupted += bool(files(tmp_path, ".part"))
        for count, texts in shards.items():
            found = cache.find(teacher, texts)
            assert found is None or same(found, answers[count])
    assert interrupted == 3, "too few kills hit a write: the test proved nothing"
    for count, texts in shards.items():
        cache.store(teacher, texts, answers[count])
    assert not files(tmp_path, ".part")


def test_a_spec_that_builds_no_teacher_says_what_to_mend() -> None:
    for kind, settings, error in (
        ("distill.no_such_module:Teacher", {}, MissingPart),
        ("tests.fakes.teacher:NoSuchTeacher", {}, BadInput),
        ("tests.fakes.teacher:HashingTeacher", {"colour": "red"}, BadInput),
        ("tests.fakes.teacher:questions", {"count": 1}, BadInput),
    ):
        with pytest.raises(error) as told:
            TeacherSpec(kind=kind, settings=settings).build()
        assert told.value.where == kind and told.value.mend
