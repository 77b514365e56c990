"""Copies the locked packages out of .venv into the package's tree, file by file from their RECORD.

What must hold: every package of the lock is there in exactly its version, and every file is the one that its wheel brought (SHA-256 of
RECORD); otherwise nothing is packed. Compiled files are left out and made anew.
"""

import argparse
import base64
import hashlib
import re
import shutil
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path


def locked(lock: Path) -> Iterator[tuple[str, str]]:
    """(name, version) of each line of a lock."""
    for line in lock.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, version = line.strip().partition("==")
            yield re.sub(r"[-_.]+", "-", name).lower(), version


def left_out(file: Path) -> list[str]:
    """The patterns of a leave-out list."""
    return [line.strip() for line in file.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]


def check(source: Path, digest: str | None, name: str) -> str:
    """A complaint about a file, empty where it is as its wheel brought it."""
    if not source.is_file():
        return f"{name}: {source} is missing"
    if digest is not None and base64.urlsafe_b64encode(hashlib.sha256(source.read_bytes()).digest()).decode().rstrip("=") != digest:
        return f"{name}: {source} is not the file that its wheel brought"
    return ""


def main() -> int:
    """Copies, or says everything that is wrong and ends with 1."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--lock", type=Path, required=True)
    given.add_argument("--site", type=Path, required=True, help="site-packages of the environment to copy from")
    given.add_argument("--leave-out", type=Path, required=True)
    given.add_argument("--to", type=Path, required=True)
    args = given.parse_args()
    patterns = left_out(args.leave_out)
    held: dict[str, Distribution] = {}
    for folder in args.site.glob("*.dist-info"):
        found = PathDistribution(folder)
        held[re.sub(r"[-_.]+", "-", found.metadata["Name"]).lower()] = found
    problems, copied, spared = [], 0, 0
    for name, version in locked(args.lock):
        package = held.get(name)
        if package is None or package.version.split("+")[0] != version:
            problems.append(f"{name}: the lock says {version}, here is {package.version if package else 'none'}")
            continue
        for entry in package.files or ():
            path = entry.as_posix()
            source = Path(str(entry.locate()))
            if path.endswith((".pyc", "/INSTALLER", "/direct_url.json")) or "__pycache__" in path:
                continue
            if any(fnmatch(path, pattern) for pattern in patterns):
                spared += source.stat().st_size if source.is_file() else 0
                continue
            if complaint := check(source, entry.hash.value if entry.hash else None, name):
                problems.append(complaint)
                continue
            target = args.to / path
            if not target.resolve().is_relative_to(args.to.resolve()):
                problems.append(f"{name}: {path} lies outside site-packages; name it in {args.leave_out.name}")
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
            copied += source.stat().st_size
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{copied / 1e6:.0f} MB copied, {spared / 1e6:.0f} MB left out")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
