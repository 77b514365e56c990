"""What is kept between stages has a checksum: one bit changed anywhere in it is seen, and older files without one are still read."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from distill.teachers.cache import LabelCache
from distill.weights import CHECKSUM, read_tensors, write_tensors
from kiosk.core import BrokenData
from tests.distill.conftest import SmallRun
from tests.fakes.runs import LABELLED, Capture, begun, refused_at
from tests.fakes.teacher import HashingTeacher, questions


def test_one_changed_bit_anywhere_in_a_shard_is_seen(tmp_path: Path) -> None:
    cache, teacher, texts = LabelCache(tmp_path), HashingTeacher(), questions(3)
    cache.store(teacher, texts, teacher.answer(texts))
    file = cache.file(teacher, texts)
    whole = file.read_bytes()
    for bit in range(len(whole) * 8):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        file.write_bytes(changed)
        with pytest.raises(BrokenData):
            cache.find(teacher, texts)


def test_one_changed_bit_anywhere_in_what_a_teacher_said_of_pictures_is_seen(tmp_path: Path) -> None:
    """Or it changes nothing that is read: it is in the checksum's own name."""
    file, said = tmp_path / "pass-000.safetensors", {"logits": torch.arange(6).half().reshape(2, 3), "embedding": torch.ones(2, 1).half()}
    write_tensors(file, said)
    whole, seen = file.read_bytes(), 0
    for bit in range(len(whole) * 8):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        file.write_bytes(changed)
        try:
            read = read_tensors(file, "delete it and run the label stage again")
        except BrokenData as error:
            seen += str(file) in error.line() and "Delete it" in error.line()
        else:
            assert all(torch.equal(read[name], values) and read[name].dtype is values.dtype for name, values in said.items())
    assert seen >= len(whole) * 8 - 8 * len(CHECKSUM)


def test_what_was_written_before_there_was_a_checksum_is_still_read(tmp_path: Path) -> None:
    save_file({"logits": torch.ones(2)}, tmp_path / "pass-000.safetensors")
    assert read_tensors(tmp_path / "pass-000.safetensors", "")["logits"].tolist() == [1, 1]


def test_one_changed_bit_stops_the_label_stage(small_run: SmallRun, tmp_path: Path, capsys: Capture) -> None:
    out = begun(small_run, tmp_path / "run", *LABELLED)
    for file in (out / "cache").rglob("*.safetensors"):
        changed = bytearray(file.read_bytes())
        changed[len(changed) // 2] ^= 4
        file.write_bytes(changed)
    line = refused_at("label", out, small_run, capsys)
    assert "Labels in the cache are broken" in line and "Delete the file" in line
