"""How a loss's temperature τ or weight λ goes over a training, as settings of a recipe: `{shape: linear, start: 4, end: 1}`, or a number that stays.

A schedule is a pure function of the share of the training that is done, so a resumed run goes on where it was. Its values lie between its
first and its last; their unit is the reader's.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SerializerFunctionWrapHandler, WrapSerializer

from distill.recipe import Recipe

Level = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class _Schedule(Recipe, ABC):
    """What all shapes share: the bounds of `value`."""

    def value(self, share_done: float) -> float:
        """The value after a share of the training.

        Args:
            share_done: from 0, nothing is done, to 1.

        Raises:
            ValueError: the share is outside of 0 to 1.
        """
        if not 0 <= share_done <= 1:
            raise ValueError(f"{share_done} is no share of a training: it lies between 0 and 1")
        return self._at(share_done)

    def at_pass(self, number: int, passes: int) -> float:
        """The value in a pass of a training: the first pass, number 0, has the first value and the last pass the last."""
        return self.value(number / max(1, passes - 1))

    @abstractmethod
    def _at(self, share: float) -> float: ...


class Constant(_Schedule):
    """The same from first to last."""

    shape: Literal["constant"] = "constant"
    level: Level = Field(description="the value")

    def _at(self, share: float) -> float:
        return self.level


class Linear(_Schedule):
    """start + (end - start) · s."""

    shape: Literal["linear"] = "linear"
    start: Level = Field(description="the first value")
    end: Level = Field(description="the last value")

    def _at(self, share: float) -> float:
        return _between(self.start, self.end, share)


class Cosine(_Schedule):
    """end + (start - end) · (1 + cos πs) / 2: slow, fast, slow. Loshchilov and Hutter, "SGDR", 2017, equation 5, without restarts."""

    shape: Literal["cosine"] = "cosine"
    start: Level = Field(description="the first value")
    end: Level = Field(description="the last value")

    def _at(self, share: float) -> float:
        return _between(self.start, self.end, (1 - math.cos(math.pi * share)) / 2)


class WarmUp(_Schedule):
    """Linear from start to end over the first share of the training, then end."""

    shape: Literal["warm_up"] = "warm_up"
    start: Level = Field(default=0.0, description="the first value")
    end: Level = Field(description="the value once warm")
    share: float = Field(default=0.1, gt=0, le=1, description="share of the training that the warm-up takes")

    def _at(self, share: float) -> float:
        return _between(self.start, self.end, min(1.0, share / self.share))


def _constant(value: Any) -> Any:
    """A bare number is one that stays."""
    return {"shape": "constant", "level": value} if isinstance(value, int | float) and not isinstance(value, bool) else value


def _told(schedule: _Schedule, told: SerializerFunctionWrapHandler) -> Any:
    """And one that stays is written as a bare number."""
    return schedule.level if isinstance(schedule, Constant) else told(schedule)


ValueSchedule = Annotated[Constant | Linear | Cosine | WarmUp, Field(discriminator="shape"), BeforeValidator(_constant), WrapSerializer(_told)]
"""The type of a recipe's key: a number, or which shape it is, as `shape` says."""


def _positive(schedule: Constant | Linear | Cosine | WarmUp) -> Constant | Linear | Cosine | WarmUp:
    """Every shape is monotone, so its ends bound it."""
    if not min(schedule.value(0), schedule.value(1)) > 0:
        raise ValueError("a temperature must be positive from first to last")
    return schedule


Temperature = Annotated[ValueSchedule, AfterValidator(_positive)]
"""The type of a key that holds a temperature τ."""


def _between(start: float, end: float, share: float) -> float:
    """Exact at both ends, which start + (end - start) · share is not."""
    return start * (1 - share) + end * share
