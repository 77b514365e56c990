"""What teachers answered, kept on disk for every student to come: one safetensors file a shard of inputs.

A shard's name is SHA-256 of (teacher's key, its preprocessing, the inputs), so a teacher, a preprocessing or a corpus that changed is another shard.

What must hold: a shard is there whole or not at all, whenever the power goes or the disk is full; and nothing is read that was not written: name,
teacher, rows, types, finite values and a SHA-256 over all of it are checked, so that one changed bit anywhere in the file is seen.
Several processes may write the same shard at once; they write the same bytes and the last one wins.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import numpy as np
from safetensors import SafetensorError
from safetensors import numpy as tensors

from distill.teachers.protocol import Answers, Teacher
from kiosk.core import BrokenData, KioskError

SUFFIX: Final = ".safetensors"
_NOTE: Final = "shard"
"""The one entry of the file's header: with several, safetensors may write them in any order, and the same answers would be other bytes."""


def shard_key(teacher: Teacher, inputs: Sequence[str]) -> str:
    """SHA-256 in hex of the teacher's key, its preprocessing and the inputs; written as JSON, so that no two lists of inputs run together."""
    return hashlib.sha256(json.dumps([teacher.key, teacher.preprocessing, list(inputs)]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class LabelCache:
    """A folder of shards; picklable, so that every worker process opens its own.

    Args:
        folder: made when the first shard is written; shared by all machines that label together.
        mend: a shard that cannot be trusted counts as missing and is written anew, instead of stopping the work.
    """

    folder: Path
    mend: bool = False

    def file(self, teacher: Teacher, inputs: Sequence[str]) -> Path:
        """Where the shard is or will be; two letters of the key make a folder, so that a million shards do not lie in one."""
        key = shard_key(teacher, inputs)
        return self.folder / key[:2] / f"{key}{SUFFIX}"

    def find(self, teacher: Teacher, inputs: Sequence[str]) -> Answers | None:
        """The shard's answers, or None where there is no such shard.

        Raises:
            BrokenData: the shard is there and cannot be trusted; with `mend`, None is returned instead.
        """
        file = self.file(teacher, inputs)
        try:
            return _unpacked(file.read_bytes(), file.stem, teacher, len(inputs))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, _Untrusted) as error:
            if self.mend:
                return None
            why = error.strerror if isinstance(error, OSError) else error
            raise BrokenData(f"Labels in the cache are broken: {why}", str(file), "delete the file; it is labelled again") from error

    def store(self, teacher: Teacher, inputs: Sequence[str], answers: Answers) -> None:
        """Writes a shard, whole or not at all, and clears away what killed writers of the same shard left.

        Raises:
            KioskError: the disk is full or cannot be written; nothing half written is left.
            BrokenData: an answer is not a finite number.
            ValueError: the answers are not what the teacher promises (names, rows, shapes, types).
        """
        if fault := _fault(answers, teacher, len(inputs)):
            raise ValueError(f"teacher {teacher.key} answers other than it promises: {fault}")
        if fault := _not_finite(answers):
            mend = "look for NaN in its weights, or an overflow; teach or install it again"
            raise BrokenData(f"A teacher's answers are no numbers: {fault}", f"teacher {teacher.key[:12]}", mend)
        file = self.file(teacher, inputs)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            _write(file, _packed(answers, file.stem, teacher))
        except OSError as error:
            mend = "make room there or choose another folder, then run again: what was labelled so far is kept"
            raise KioskError(f"Labels cannot be written: {error.strerror}", str(self.folder), mend) from error

    def answers(self, teacher: Teacher, inputs: Sequence[str]) -> Answers:
        """The shard's answers; the teacher is asked, and its answers are stored, only where the cache has none.

        Raises:
            BrokenData, KioskError, ValueError: see `find` and `store`.
        """
        found = self.find(teacher, inputs)
        if found is None:
            found = teacher.answer(inputs)
            self.store(teacher, inputs, found)
        return found


class _Untrusted(Exception):
    """What is wrong with a shard's bytes."""


def _digest(answers: Answers, key: str, teacher: Teacher) -> str:
    """SHA-256 in hex of everything that the file says."""
    digest = hashlib.sha256()
    for name, values in sorted(answers.items()):
        digest.update(json.dumps([key, teacher.key, teacher.preprocessing, name, values.dtype.str, values.shape]).encode())
        digest.update(np.ascontiguousarray(values).data)
    return digest.hexdigest()


def _packed(answers: Answers, key: str, teacher: Teacher) -> bytes:
    note = {"key": key, "teacher": teacher.key, "preprocessing": teacher.preprocessing, "sha256": _digest(answers, key, teacher)}
    return bytes(tensors.save({name: np.ascontiguousarray(values) for name, values in answers.items()}, metadata={_NOTE: json.dumps(note)}))


def _unpacked(data: bytes, key: str, teacher: Teacher, rows: int) -> Answers:
    """The answers in a shard's bytes. Raises _Untrusted."""
    try:
        answers: Answers = tensors.load(data)
        header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
        note: dict[str, Any] = json.loads(header["__metadata__"][_NOTE])
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise _Untrusted(f"this is no shard or it was cut off ({type(error).__name__})") from error
    if note.get("teacher") != teacher.key or note.get("preprocessing") != teacher.preprocessing:
        raise _Untrusted("they are of another teacher")
    if note.get("key") != key:
        raise _Untrusted("they are of other inputs")
    if fault := _fault(answers, teacher, rows) or _not_finite(answers):
        raise _Untrusted(fault)
    if note != {"key": key, "teacher": teacher.key, "preprocessing": teacher.preprocessing, "sha256": _digest(answers, key, teacher)}:
        raise _Untrusted("the checksum does not fit")
    return answers


def _fault(answers: Answers, teacher: Teacher, rows: int) -> str:
    """How the answers differ from what the teacher promises for so many inputs; empty where they do not."""
    names = sorted(output.name for output in teacher.outputs)
    if sorted(answers) != names:
        return f"the outputs are {sorted(answers)}, not {names}"
    for name, shape, dtype in teacher.outputs:
        values = answers[name]
        if values.dtype != np.dtype(dtype) or values.shape != (rows, *shape):
            return f"{name} is {values.dtype} {values.shape}, not {dtype} {(rows, *shape)}"
    return ""


def _not_finite(answers: Answers) -> str:
    """Which output has values that are not finite; empty where none has."""
    return next((f"{name} has values that are not finite" for name, values in sorted(answers.items()) if not np.isfinite(values).all()), "")


def _write(file: Path, data: bytes) -> None:
    """Puts a file in its place at once. Raises OSError and then leaves no trace."""
    partial = file.with_suffix(f".{uuid4().hex}.part")
    try:
        with partial.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileNotFoundError):  # another writer of this shard was quicker and has cleared this file away below
            os.replace(partial, file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    for left in file.parent.glob(f"{file.stem}.*.part"):
        left.unlink(missing_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
