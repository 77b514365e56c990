"""Files that are there whole or not at all. What must hold: after a kill or a power cut a file holds what it held before, or the new text, and when
`write_whole` has returned it holds the new."""

import os
from contextlib import suppress
from pathlib import Path


def write_whole(file: Path, text: str, mode: int = 0o644) -> None:
    """Puts a text (UTF-8) in the place of a file; makes its folder. Raises OSError.

    Args:
        mode: who may read and write it.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)  # one that a kill left behind keeps its own mode
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    with suppress(OSError):  # the name itself; Windows opens no folder
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
