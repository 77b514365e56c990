"""What a teacher is to those who label with it: a name for its cache, the outputs it gives, and answers in the order of the inputs.

What must hold: `key` and `preprocessing` change whenever an answer could, and the same input gets the same answer in whatever batch it stands.
Building a teacher is cheap where `key` can be had without loading the weights; the weights may then wait for the first question.
"""

import inspect
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final, Literal, NamedTuple, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from kiosk.core import BadInput, MissingPart

Answers = dict[str, npt.NDArray[np.floating]]
"""Output name → (n, *shape) in the output's type, one row an input."""
KIND: Final = r"^[A-Za-z_][\w.]*:[A-Za-z_]\w*$"


class Output(NamedTuple):
    """One thing that a teacher gives for each input.

    Args:
        name: the key in its answers.
        shape: of one row, without the rows.
        dtype: numpy's name of the type that is answered and stored; float16 halves the cache.
    """

    name: str
    shape: tuple[int, ...]
    dtype: Literal["float16", "float32"] = "float32"


@runtime_checkable
class Teacher(Protocol):
    """A model that labels texts."""

    @property
    def key(self) -> str:
        """Hash of the weights and version of what runs them."""

    @property
    def preprocessing(self) -> str:
        """Version of what is done to an input before the model sees it."""

    @property
    def outputs(self) -> tuple[Output, ...]:
        """What `answer` gives, by name."""

    def answer(self, inputs: Sequence[str]) -> Answers:
        """All outputs, finite, one row an input and in their order."""


class TeacherSpec(BaseModel):
    """How to build a teacher: small, frozen and picklable, so that every worker process builds its own.

    Raises:
        pydantic.ValidationError: the kind is not written `module:callable`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str = Field(pattern=KIND, description="`module:callable`; called with the settings, it returns a teacher")
    settings: Mapping[str, str | int | float | bool] = {}

    def build(self) -> Teacher:
        """A new teacher.

        Raises:
            MissingPart: the module, or one that it needs, is not installed.
            BadInput: there is no such callable, it does not take these settings, or what it returns is no teacher.
        """
        module, _, name = self.kind.partition(":")
        try:
            make = getattr(import_module(module), name, None)
        except ImportError as error:
            raise MissingPart(f"The teacher cannot be loaded: {error}", self.kind, "install the project with its `distill` extra") from error
        if not callable(make):
            raise BadInput("There is no such teacher", self.kind, "name a class or a function as module:name")
        try:
            inspect.signature(make).bind(**self.settings)
        except TypeError as error:
            raise BadInput(f"The teacher does not take these settings: {error}", self.kind, "correct them in the recipe") from error
        teacher = make(**self.settings)
        if not isinstance(teacher, Teacher):
            raise BadInput("What was built is no teacher", self.kind, "give it key, preprocessing, outputs and answer")
        return teacher
