"""A student of an earlier run as a teacher: each generation learns from the one before.

Furlanello et al., "Born-Again Neural Networks", 2018. What must hold: it answers only with the weights that the run took it in with, so that what was
labelled before a kill and after it is of one teacher. That its labels are the run's own, and that it was not taught what the run measures on, is for
the run to see when it takes it in (`distill.texts`).
"""

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from distill.runs import write_text
from distill.students.texts import TextStudent, encode, logits_of
from distill.teachers.intents import finished
from distill.teachers.protocol import Answers, Output
from distill.weights import FILE, load_student
from kiosk.bundle.manifest import sha256
from kiosk.core import BrokenData, MissingPart


def take_in(run: Path, folder: Path, classes: int) -> None:
    """Makes the student of an earlier run the teacher of a folder, which `done` says; nothing is copied.

    Raises:
        MissingPart: the run has no student.
    """
    if not (run / "model" / FILE).is_file():
        raise MissingPart("The earlier run has no student", str(run), "run its train stage first")
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / "done", json.dumps({"teacher": "student", "run": str(run), "classes": classes, "sha256": sha256(run / "model" / FILE)}))


class TaughtStudent:
    """A text student as a teacher: logits (classes,) of each text.

    Args:
        folder: what `take_in` made.

    Raises:
        MissingPart: it was not taken in, or its run is not there any more.
        BrokenData: its run has another student since.
    """

    preprocessing = "normalise-1"

    def __init__(self, folder: str) -> None:
        about = finished(Path(folder))
        self._run = Path(about["run"])
        self.key, self.outputs = about["sha256"], (Output("logits", (about["classes"],)),)
        weights, mend = self._run / "model" / FILE, f"put it back, or remove {folder} and what was labelled with it and run the teach stage again"
        if not weights.is_file():
            raise MissingPart("The student of the earlier run is not there", str(weights), mend)
        if sha256(weights) != self.key:
            raise BrokenData("The earlier run has another student than when it was taken in", str(weights), mend)
        self.size = weights.stat().st_size
        """Bytes of the weights."""

    @cached_property
    def _loaded(self) -> tuple[TextStudent, Any]:
        words = Tokenizer.from_file(str(self._run / "tokenizer.json"))
        return load_student(TextStudent, self._run / "model", words, self.outputs[0].shape[0]), words

    def answer(self, inputs: Sequence[str]) -> Answers:
        """Logits in the order of the texts."""
        student, words = self._loaded
        return {"logits": logits_of(student, [encode(words, text) for text in inputs])}
