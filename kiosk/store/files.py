"""Files that are there whole or not at all. What must hold: after a kill or a power cut a file holds what it held before, or the new content, and when
`write_whole` has returned it holds the new; when it has failed, nothing of the new is left."""

import os
from contextlib import suppress
from pathlib import Path

PART = ".part"
"""End of the name of a file that is being written; a kill leaves it."""


def write_whole(file: Path, content: str | bytes, mode: int = 0o644) -> None:
    """Puts a text (UTF-8) or bytes in the place of a file; makes its folder. Raises OSError.

    Args:
        mode: who may read and write it.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}{PART}")
    part.unlink(missing_ok=True)  # one that a kill left behind keeps its own mode
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(content.encode("utf-8") if isinstance(content, str) else content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    with suppress(OSError):  # the name itself; Windows opens no folder
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
