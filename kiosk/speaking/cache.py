"""Clauses that were already made: those of the visit in memory within a bound, the shop's own phrases on disk and read when they are said.

What must hold: memory never exceeds `max_bytes`; what a visit said is only in memory and is gone after `forget_visit` — only phrases given to
`prepare` (the shop's, not the shopper's) are written. A damaged file on disk is removed, never played.
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt
import soundfile

from kiosk.speaking.model import RATE, Samples

_PCM = npt.NDArray[np.int16]


def key(text: str) -> str:
    """What two writings of the same clause share: case, spaces and marks at the end do not count, a question mark does."""
    return " ".join(text.casefold().split()).rstrip(" .,;:!。，、；：！\"")


@dataclass(slots=True)
class _Entry:
    sound: _PCM
    prepared: bool


class ClauseCache:
    """Sounds by key; the least recently used go first, prepared ones that lie on disk before those of the visit, which would have to be made again.

    Args:
        max_bytes: of sound in memory; 48 kB a second.
        folder: where prepared phrases stay between starts; None keeps them in memory, where those of the visit go before them.
        max_disk_bytes: of files in the folder; beyond it nothing more is written.
    """

    def __init__(self, max_bytes: int, folder: Path | None = None, max_disk_bytes: int = 200_000_000) -> None:
        self.max_bytes = max_bytes
        self._folder = folder
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self._disk_left = max_disk_bytes
        if folder is not None and folder.is_dir():
            self._disk_left -= sum(path.stat().st_size for path in folder.glob("*.flac"))

    @property
    def bytes(self) -> int:
        """Of sound in memory."""
        return self._bytes

    def __contains__(self, name: str) -> bool:
        """Whether the sound is there, in memory or on disk."""
        return name in self._entries or self.is_prepared(name)

    def is_prepared(self, name: str) -> bool:
        """Whether the sound is there and stays after the visit."""
        entry = self._entries.get(name)
        return (entry is not None and entry.prepared) or (self._folder is not None and self._path(self._folder, name).is_file())

    def get(self, name: str) -> Samples | None:
        """The sound, (n,) float32, from memory, else from disk; None where it was never made or its file is damaged."""
        with self._lock:
            entry = self._entries.get(name)
            if entry is not None:
                self._entries.move_to_end(name)
        if entry is None:
            entry = self._loaded(name)
        return None if entry is None else entry.sound.astype(np.float32) / np.float32(32767)

    def put(self, name: str, sound: Samples, prepared: bool = False) -> None:
        """Keep a sound: a prepared one on disk, or in memory where it cannot be written; others in memory, unless larger than a quarter of it."""
        pcm = np.round(sound * 32767).astype(np.int16)
        if not (prepared and self._folder is not None and self._write(self._path(self._folder, name), pcm)):
            self._keep(name, pcm, prepared)

    def keep_only(self, names: Iterable[str]) -> None:
        """Remove the files of all other phrases: what the shop does not sell any more."""
        if self._folder is None or not self._folder.is_dir():
            return
        kept = {self._path(self._folder, name) for name in names}
        for path in self._folder.glob("*.flac"):
            if path not in kept:
                self._remove(path)

    def forget_visit(self) -> None:
        """Drop everything that was not prepared."""
        with self._lock:
            for name in [n for n, entry in self._entries.items() if not entry.prepared]:
                self._bytes -= self._entries.pop(name).sound.nbytes

    def _loaded(self, name: str) -> _Entry | None:
        """A prepared phrase from disk, kept in memory from now on."""
        if self._folder is None:
            return None
        path = self._path(self._folder, name)
        try:
            pcm, rate = soundfile.read(path, dtype="int16")
        except (OSError, RuntimeError):  # soundfile's own error is a RuntimeError
            pcm, rate = np.zeros(0, np.int16), 0
        if rate != RATE or pcm.ndim != 1 or not pcm.size:
            self._remove(path)
            return None
        self._keep(name, pcm, True)
        return _Entry(pcm, True)

    def _keep(self, name: str, pcm: _PCM, prepared: bool) -> None:
        if pcm.nbytes > self.max_bytes // 4:
            return
        with self._lock:
            old = self._entries.pop(name, None)
            if old is not None:
                self._bytes -= old.sound.nbytes
                prepared = prepared or old.prepared
            self._entries[name] = _Entry(pcm, prepared)
            self._bytes += pcm.nbytes
            expendable = self._folder is not None
            while self._bytes > self.max_bytes:
                others = [n for n in self._entries if n != name]
                oldest = next((n for n in others if self._entries[n].prepared == expendable), others[0])
                self._bytes -= self._entries.pop(oldest).sound.nbytes

    @staticmethod
    def _path(folder: Path, name: str) -> Path:
        return folder / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.flac"

    def _write(self, path: Path, pcm: _PCM) -> bool:
        """Whole or not at all; a full or read-only disk only means that the phrase is made again after the next start."""
        if self._disk_left <= 0:
            return False
        unfinished = path.with_suffix(f".{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            soundfile.write(unfinished, pcm, RATE, format="FLAC", subtype="PCM_16")
            self._disk_left -= unfinished.stat().st_size
            unfinished.replace(path)
        except (OSError, RuntimeError):
            unfinished.unlink(missing_ok=True)
            return False
        return True

    def _remove(self, path: Path) -> None:
        with suppress(OSError):
            size = path.stat().st_size
            path.unlink()
            self._disk_left += size
