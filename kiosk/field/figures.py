"""A figure of the bench: what was measured, how, on how busy a machine, and whether it keeps to its bound.

What must hold: a figure that could not be taken says why and holds nothing; medians and percentiles come from measured rounds only, never
from the warm-up.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from kiosk.core import KioskError
from kiosk.field.machine import load

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the bench.

    Args:
        values: statistic ("p50", "p95", "value") to its value in `unit`.
        bounds: the most that a statistic may be (issue 10); a figure without bounds is told for information.
        rounds: how many measurements the values come from.
        load: load average of the last minute when it was taken.
        missing: why it could not be taken; empty where it was.
    """

    name: str
    unit: str
    how: str
    values: Mapping[str, float] = field(default_factory=dict)
    bounds: Mapping[str, float] = field(default_factory=dict)
    rounds: int = 0
    load: float = 0.0
    missing: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether every bound is kept; None where there is none or nothing was measured."""
        if self.missing or not self.bounds:
            return None
        return all(self.values[name] <= most for name, most in self.bounds.items())

    def row(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "name": self.name, "unit": self.unit, **{k: round(v, 3) for k, v in self.values.items()}, "bounds": dict(self.bounds),
            "holds": self.holds, "rounds": self.rounds, "load": self.load, "how": self.how, "missing": self.missing,
        }  # fmt: skip


def spread(values: Sequence[float]) -> dict[str, float]:
    """p50 and p95 of measurements."""
    return {"p50": float(np.percentile(values, 50)), "p95": float(np.percentile(values, 95))}


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds of each round: by the wall clock, and of CPU time of all threads of this process, which a busy machine inflates less."""

    wall: Sequence[float]
    cpu: Sequence[float]


def taken(name: str, unit: str, how: str, found: Sequence[float] | Timings, bounds: Mapping[str, float] | None = None) -> Figure:
    """A figure from measurements, one at least; `Timings` are brought to `unit` ("ms" or "s") and give `cpu_p50` too."""
    if isinstance(found, Timings):
        scale = 1000.0 if unit == "s" else 1.0
        values = {**spread([ms / scale for ms in found.wall]), "cpu_p50": float(np.percentile(found.cpu, 50)) / scale}
        return Figure(name, unit, how, values, bounds or {}, len(found.wall), load())
    return Figure(name, unit, how, spread(found), bounds or {}, len(found), load())


def not_taken(name: str, unit: str, why: str) -> Figure:
    """A figure that could not be taken."""
    return Figure(name, unit, "", missing=why)


def timed(work: Callable[[T], object], items: Iterable[T], warm: Iterable[T] = ()) -> Timings:
    """The work on each item, after the work was done on the items of `warm`, which are not measured."""
    for item in warm:
        work(item)
    wall, cpu = [], []
    for item in items:
        began, busy = time.perf_counter(), time.process_time()
        work(item)
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - busy) * 1000)
    return Timings(wall, cpu)


def measured(names: Sequence[tuple[str, str]], measure: Callable[[], list[Figure]]) -> list[Figure]:
    """What `measure` gives; where a part of the world is missing, one row a name (with its unit) that says so.

    A fault of ours in one measurement must not lose the others: it too becomes a row that says so.
    """
    try:
        return measure()
    except KioskError as error:
        return [not_taken(name, unit, error.line()) for name, unit in names]
    except ImportError as error:
        return [not_taken(name, unit, f"not built yet: {error}") for name, unit in names]
    except Exception as error:
        return [not_taken(name, unit, " ".join(f"the measurement failed: {type(error).__name__}: {error}".split())) for name, unit in names]
