"""Files that others made and that stay in their packages: found without importing the package, and read only where their SHA-256 is the pinned one.

What must hold: nothing is fetched, nothing is written, and no code of the package runs.
"""

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from kiosk.core import BrokenData, MissingPart


@dataclass(frozen=True, slots=True)
class External:
    """A file that others made and that stays in its package; the bundle's manifest names it.

    Args:
        part: what it is used for.
        module: the import name whose folder holds the file.
        file: path inside that folder.
    """

    part: str
    package: str
    version: str
    module: str
    file: str
    sha256: str
    licence: str


def find(external: External) -> Path:
    """Where the file lies. MissingPart where its package or the file is not there."""
    spec = importlib.util.find_spec(external.module)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    path = Path(folders[0]) / external.file if folders else None
    if path is None or not path.is_file():
        raise MissingPart(f"A file for {external.part} is not installed", external.package, f"install {external.package}=={external.version}")
    return path


def read_checked(external: External) -> bytes:
    """The file's bytes. MissingPart where it is not there, BrokenData where its SHA-256 is another."""
    path = find(external)
    blob = path.read_bytes()
    if hashlib.sha256(blob).hexdigest() != external.sha256:
        raise BrokenData(f"A file for {external.part} was altered", str(path), f"install {external.package}=={external.version} again")
    return blob
