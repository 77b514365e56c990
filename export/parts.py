"""A part's folder is there whole or not at all: it is made beside its place and moved there at the end."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def making(part: Path) -> Iterator[Path]:
    """An empty folder that becomes `part` at the end; where that fails nothing of it is left, and the part from before stays."""
    work = part.with_name(part.name + ".making")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        yield work
        shutil.rmtree(part, ignore_errors=True)
        work.rename(part)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
