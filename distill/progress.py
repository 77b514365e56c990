"""Progress bars with the time left, on stderr and only where somebody sits before it: what a command prints may be read by a program."""

import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import track

T = TypeVar("T")


def bar(what: Sequence[T], title: str) -> Iterable[T]:
    """Gives out the items one by one, and shows how many are left and for how long."""
    return track(what, title, console=Console(stderr=True), disable=not sys.stderr.isatty())
