"""Weights on disk: a student's folder is there whole or not at all, and nothing is read but safetensors, whose bytes are never run.

What must hold: a student is opened only with the vocabulary and the number of classes that it was taught, and every value of it is a number. A file
that `write_tensors` wrote is read only with the values that it was written with.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from textwrap import shorten
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor
from transformers import PreTrainedModel

from distill.runs import first_process, whole
from kiosk.core import BrokenData, MissingPart

FILE = "model.safetensors"
CHECKSUM = "sha256"
S = TypeVar("S", bound=PreTrainedModel)


def write_tensors(file: Path, tensors: Mapping[str, Tensor], **notes: str) -> None:
    """Writes tensors by their names, wholly or not at all; the header holds the notes and, as `sha256`, the checksum of all tensors."""
    kept = {name: values.contiguous() for name, values in tensors.items()}
    with whole(file) as partial:
        save_file(kept, partial, metadata={**notes, CHECKSUM: _checksum(kept)})


def read_tensors(file: Path, mend: str) -> dict[str, Tensor]:
    """Every tensor of a safetensors file by its name.

    Raises:
        MissingPart: there is no such file.
        BrokenData: it is cut off, or something else under that name, or not what its checksum says; others' files, and our older ones, have none.
    """
    found, notes = _read(file, mend, entire=True)
    if notes.get(CHECKSUM) not in (None, _checksum(found)):
        raise BrokenData("The file is not as it was written: its checksum does not fit", str(file), mend)
    return found


def _checksum(tensors: Mapping[str, Tensor]) -> str:
    """SHA-256 in hex of names, types, shapes and values."""
    digest = hashlib.sha256()
    for name, values in sorted(tensors.items()):
        digest.update(json.dumps([name, str(values.dtype), list(values.shape)]).encode())
        digest.update(values.cpu().contiguous().reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()


def look_at(file: Path, mend: str) -> dict[str, str]:
    """The notes in the header of a safetensors file, which was compared with the file's length. Raises as `read_tensors`."""
    _, notes = _read(file, mend, entire=False)
    return notes


def _read(file: Path, mend: str, entire: bool) -> tuple[dict[str, Tensor], dict[str, str]]:
    if not file.is_file():
        raise MissingPart("The weights are not there", str(file), mend)
    try:
        with safe_open(file, "pt") as tensors:
            return {name: tensors.get_tensor(name) for name in tensors.keys()} if entire else {}, dict(tensors.metadata() or {})  # noqa: SIM118 - no dict
    except (SafetensorError, OSError) as error:
        with file.open("rb") as data:
            start = data.read(2)
        pickled = start == b"PK" or start[:1] == b"\x80"  # a sound file may begin so too: its first bytes are a length
        what = "The weights are a pickle under the name of safetensors; it was not opened" if pickled else f"The weights are no safetensors or were cut off ({error})"
        raise BrokenData(what, str(file), mend) from error


def vocabulary_hash(words: Tokenizer) -> str:
    """SHA-256 in hex of the tokens and their numbers."""
    return hashlib.sha256(json.dumps(sorted(words.get_vocab().items())).encode()).hexdigest()


def save_student(student: PreTrainedModel, folder: Path, words: Tokenizer) -> None:
    """Writes the student's config, with the hash of the vocabulary it was taught in, and its weights.

    A folder from before is replaced; one half written never has its name. Of processes that train together the first writes it.
    """
    if not first_process():
        return
    partial = folder.with_name(folder.name + ".part")
    shutil.rmtree(partial, ignore_errors=True)
    student.config.vocabulary = vocabulary_hash(words)
    try:
        student.save_pretrained(partial)
        for file in partial.iterdir():
            with file.open("rb") as written:
                os.fsync(written.fileno())
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def load_student(kind: type[S], folder: Path, words: Tokenizer, classes: int | None = None) -> S:
    """A student in evaluation mode.

    Args:
        words: the vocabulary it is to be asked with.
        classes: how many answers it must have; any number where the student's kind says it.

    Raises:
        MissingPart: it was not taught.
        BrokenData: config or weights are broken or not of this kind, or belong to another vocabulary or other classes.
    """
    mend = f"remove {folder} and run the train stage again"
    state = read_tensors(folder / FILE, mend)
    config_class: Any = kind.config_class
    try:
        config = config_class.from_pretrained(folder, local_files_only=True)
        student: S = kind(config)
        student.load_state_dict(state)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise BrokenData(f"The student's weights and its config do not belong together ({shorten(str(error), 160)})", str(folder), mend) from error
    other = f"put the tokenizer.json back that it was taught with, or {mend}"
    if config.vocab_size != words.get_vocab_size():
        raise BrokenData(f"The student has {config.vocab_size} token embeddings, the vocabulary {words.get_vocab_size()} tokens", str(folder), other)
    if getattr(config, "vocabulary", None) not in (None, vocabulary_hash(words)):  # None: a student from before the hash was kept
        raise BrokenData("The student was taught with another vocabulary", str(folder), other)
    if classes is not None and config.num_labels != classes:
        other = f"put the labels back that it was taught, or {mend}"
        raise BrokenData(f"The student has {config.num_labels} answers, the questions {classes} labels", str(folder), other)
    if not all(bool(torch.isfinite(values).all()) for values in state.values()):
        raise BrokenData("The student's weights hold values that are not finite", str(folder), mend)
    student.eval()
    return student
