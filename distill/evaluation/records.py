"""Questions and what models said to them, checked when they are made and again when they are read: what exists is sound.

Questions are a JSON-lines file whose first line declares the classes; a model's answers are one `.npz` file that names the questions it was
asked by their digest, so that answers never meet questions that were changed or put in another order.
"""

import hashlib
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from distill.evaluation.metrics import Floats, Ints, OosScore
from distill.runs import whole, write_text
from kiosk.core import BrokenData

Role = Literal["teacher", "student_plain", "student", "int8", "tfidf", "static"]
"""`student_plain` is the student taught without its teacher; `tfidf` and `static` are the baselines."""
STUDENTS: tuple[tuple[str, Role, str], ...] = (("student", "student", "model"), ("student, no teacher", "student_plain", "alone-model"))
"""Name, role and folder in a run of the student that its teachers taught and of the same student without them."""
TOLERANCE = 1e-3
"""How far a row of probabilities may be from one: half-precision softmax stays within it."""


class Gate(NamedTuple):
    """A figure, the bound it must keep before the model ships, and whether it does; words ("90.4 %", "≥ 90 %") stand as they are."""

    name: str
    value: str | float
    bound: str | float
    ok: bool


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """Labelled questions of one split.

    Args:
        ids: one a question, each once.
        texts: as they were asked.
        labels: (n,) indices into `classes`.
        languages: "en", "zh", …, one a question; "" for what is not said in any, as a photo.
        classes: the label names, in the order of every model's outputs.
        slices: other ways to part the questions: a name ("noise") and a value a question.
        out_of_scope: the class that means "none of these", where there is one.

    Raises:
        BrokenData: there are no questions, or the columns do not fit one another.
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    labels: Ints
    languages: tuple[str, ...]
    classes: tuple[str, ...]
    slices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    out_of_scope: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", _fixed(self.labels, np.int64))
        if not self.ids:
            raise BrokenData("the split is empty", "questions", "give at least one question")
        columns = {"texts": self.texts, "labels": self.labels, "languages": self.languages, **self.slices}
        for name, column in columns.items():
            if len(column) != len(self.ids):
                raise BrokenData(f"{len(column)} {name} for {len(self.ids)} questions", f"questions, {name}", "give one a question")
        if len(set(self.ids)) != len(self.ids):
            raise BrokenData("an id stands twice", "questions, ids", "give every question its own id")
        if len(set(self.classes)) != len(self.classes) or (self.out_of_scope is not None and self.out_of_scope not in self.classes):
            raise BrokenData("the classes are not distinct, or lack the out-of-scope class", "questions, classes", "name each class once")
        if self.labels.min() < 0 or self.labels.max() >= len(self.classes):
            raise BrokenData(f"a label is beyond the {len(self.classes)} classes", "questions, labels", "use indices into the classes")

    @property
    def beyond(self) -> int | None:
        """Index of the out-of-scope class."""
        return None if self.out_of_scope is None else self.classes.index(self.out_of_scope)

    def digest(self) -> str:
        """SHA-256 of ids, texts, labels and classes, in their order."""
        said = [list(self.classes), [[i, t, int(n)] for i, t, n in zip(self.ids, self.texts, self.labels, strict=True)]]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    def save(self, path: Path) -> None:
        """Writes the JSON-lines file."""
        rows: list[dict[str, Any]] = [{"classes": self.classes, "out_of_scope": self.out_of_scope}]
        for n, name in enumerate(self.ids):
            parts = {key: values[n] for key, values in self.slices.items()}
            rows.append({"id": name, "text": self.texts[n], "label": self.classes[self.labels[n]], "language": self.languages[n], "slices": parts})
        write_text(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))

    @classmethod
    def load(cls, path: Path) -> "Questions":
        """Reads what `save` wrote.

        Raises:
            BrokenData: the file cannot be read, or its questions are not sound.
        """
        try:
            head, *rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
            place = {name: n for n, name in enumerate(head["classes"])}
            slices = {key: tuple(str(row["slices"][key]) for row in rows) for key in (rows[0]["slices"] if rows else ())}
            return cls(
                tuple(row["id"] for row in rows), tuple(row["text"] for row in rows), np.array([place[row["label"]] for row in rows], np.int64),
                tuple(row["language"] for row in rows), tuple(place), slices, head["out_of_scope"],
            )  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BrokenData(f"the questions cannot be read ({error!r})", str(path), "write them again with Questions.save") from error


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What one model said to the questions of a split.

    Args:
        name: as it stands in the report.
        role: what it is there for.
        probabilities: (n, classes), rows sum to one.
        milliseconds: median time of one question.
        size: bytes of its files.
        threshold: from which out-of-scope score on it refuses; without one its most probable class decides.

    Raises:
        BrokenData: the role is unknown, or the probabilities are none.
    """

    name: str
    role: Role
    probabilities: Floats
    milliseconds: float | None = None
    size: int | None = None
    threshold: float | None = None

    def __post_init__(self) -> None:
        rows = _fixed(self.probabilities, np.float64)
        object.__setattr__(self, "probabilities", rows)
        where = f"model {self.name}"
        if self.role not in get_args(Role):
            raise BrokenData(f"the role {self.role!r} is unknown", where, f"use one of {', '.join(get_args(Role))}")
        if rows.ndim != 2 or not rows.size:
            raise BrokenData(f"probabilities of shape {rows.shape}", where, "give a row a question and a column a class")
        if not np.isfinite(rows).all():
            raise BrokenData(f"row {int(np.flatnonzero(~np.isfinite(rows).all(axis=1))[0])} is not a number", where, "look for an overflow in the model")
        off = (np.abs(rows.sum(axis=1) - 1) > TOLERANCE) | (rows < 0).any(axis=1)
        if off.any():
            row = int(np.flatnonzero(off)[0])
            raise BrokenData(f"row {row} sums to {rows[row].sum():.4f}, or holds a negative number", where, "give probabilities, not logits")
        if any(value is not None and not value > 0 for value in (self.milliseconds, self.size)):
            raise BrokenData("time or size is not above zero", where, "measure it again, or leave it out")

    def check(self, questions: Questions) -> None:
        """Holds the answers against the questions.

        Raises:
            BrokenData: there are more or fewer rows than questions, or columns than classes.
        """
        wanted = (len(questions.ids), len(questions.classes))
        if self.probabilities.shape != wanted:
            raise BrokenData(f"probabilities of shape {self.probabilities.shape}, not {wanted}", f"model {self.name}", "predict the same questions and classes")

    def save(self, path: Path, questions: Questions) -> None:
        """Writes the `.npz` file of the answers to these questions."""
        self.check(questions)
        about = {"name": self.name, "role": self.role, "milliseconds": self.milliseconds, "size": self.size, "threshold": self.threshold}
        with whole(path) as partial, partial.open("wb") as file:
            np.savez_compressed(file, probabilities=self.probabilities, about=np.array(json.dumps(about)), questions=np.array(questions.digest()))

    @classmethod
    def load(cls, path: Path, questions: Questions) -> "Model":
        """Reads what `save` wrote.

        Raises:
            BrokenData: the file cannot be read, answers other questions, or is not sound.
        """
        try:
            with np.load(path, allow_pickle=False) as stored:
                about, rows, asked = json.loads(str(stored["about"])), stored["probabilities"], str(stored["questions"])
            model = cls(probabilities=rows, **about)
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
            raise BrokenData(f"the answers cannot be read ({error!r})", str(path), "write them again with Model.save") from error
        if asked != questions.digest():
            raise BrokenData("these are answers to other questions", str(path), "predict again: texts, labels or their order have changed")
        model.check(questions)
        return model


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """Everything a report or a card is made of.

    Args:
        title: what was measured.
        questions: the split, the same for all models.
        models: at least one `teacher` and one `student`; of several teachers the first is the one others are held against.
        gates: bounds and whether they are kept.
        limits: what these numbers cannot tell, a paragraph each.
        measured: how, on which machine and when, a sentence each.
        score: what models with a threshold refuse by, and what the area under the ROC curve is of.

    Raises:
        BrokenData: teacher or student is missing, a name stands twice, or answers do not fit the questions.
    """

    title: str
    questions: Questions
    models: tuple[Model, ...]
    gates: tuple[Gate, ...] = ()
    limits: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()
    score: OosScore = "probability"

    def __post_init__(self) -> None:
        for model in self.models:
            model.check(self.questions)
        names = [model.name for model in self.models]
        if len(set(names)) != len(names):
            raise BrokenData("two models have one name", self.title, "name each model differently")
        for role in ("teacher", "student"):
            if self.first(role) is None:
                raise BrokenData(f"there is no {role}", self.title, "give the answers of a teacher and of its student")

    def first(self, role: str) -> Model | None:
        """The first model of a role."""
        return next((model for model in self.models if model.role == role), None)

    @property
    def teacher(self) -> Model:
        """The teacher that all others are held against."""
        return next(model for model in self.models if model.role == "teacher")

    @property
    def student(self) -> Model:
        """The student in full precision."""
        return next(model for model in self.models if model.role == "student")


def _fixed(values: npt.ArrayLike, kind: type[np.generic]) -> npt.NDArray[Any]:
    """A copy that nobody can write to."""
    copy = np.array(values, kind)
    copy.setflags(write=False)
    return copy
