"""Progress bars with the time left, on stderr and only where somebody sits before it: what a command prints may be read by a program."""

import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn, track

T = TypeVar("T")


def bar(what: Sequence[T], title: str) -> Iterable[T]:
    """Gives out the items one by one, and shows how many are left and for how long."""
    return track(what, title, console=Console(stderr=True), disable=not sys.stderr.isatty())


def counted() -> Progress:
    """A display for work that tells itself how much is done: tasks with what is done of how much."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), refresh_per_second=0.5, disable=not sys.stderr.isatty())
