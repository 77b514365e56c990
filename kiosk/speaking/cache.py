"""Clauses that were already made: kept in memory within a bound, the shop's own phrases also on disk.

What must hold: memory never exceeds `max_bytes`; what a visit said is only in memory and is gone after `forget_visit` — only phrases given to
`prepare` (the shop's, not the shopper's) are pinned and written. A damaged file on disk is made anew, never played.
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
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
    """Sounds by key; the least recently used go first, those of visits before prepared ones.

    Args:
        max_bytes: of sound in memory; 48 kB a second.
        folder: where prepared phrases stay between starts, or None.
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
        return name in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, name: str) -> Samples | None:
        """The sound, (n,) float32."""
        with self._lock:
            entry = self._entries.get(name)
            if entry is None:
                return None
            self._entries.move_to_end(name)
            return entry.sound.astype(np.float32) / np.float32(32767)

    def put(self, name: str, sound: Samples, prepared: bool = False) -> None:
        """Keep a sound; one larger than a quarter of the bound is not kept. A prepared one is also written to the folder."""
        pcm = np.round(sound * 32767).astype(np.int16)
        self._keep(name, pcm, prepared)
        if prepared and self._folder is not None:
            self._write(self._path(self._folder, name), pcm)

    def load(self, name: str) -> bool:
        """Bring a prepared phrase from disk into memory; False where it is not there or damaged."""
        if self._folder is None:
            return False
        path = self._path(self._folder, name)
        try:
            pcm, rate = soundfile.read(path, dtype="int16")
        except (OSError, RuntimeError):  # soundfile's own error is a RuntimeError
            return False
        if rate != RATE or pcm.ndim != 1 or not pcm.size:
            return False
        self._keep(name, pcm, True)
        return name in self._entries

    def forget_visit(self) -> None:
        """Drop everything that was not prepared."""
        with self._lock:
            for name in [n for n, entry in self._entries.items() if not entry.prepared]:
                self._bytes -= self._entries.pop(name).sound.nbytes

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
            while self._bytes > self.max_bytes:
                oldest = next((n for n, entry in self._entries.items() if not entry.prepared), next(iter(self._entries)))
                self._bytes -= self._entries.pop(oldest).sound.nbytes

    @staticmethod
    def _path(folder: Path, name: str) -> Path:
        return folder / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.flac"

    def _write(self, path: Path, pcm: _PCM) -> None:
        """Whole or not at all; a full or read-only disk only means that the phrase is made again after the next start."""
        if self._disk_left <= 0:
            return
        unfinished = path.with_suffix(f".{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            soundfile.write(unfinished, pcm, RATE, format="FLAC", subtype="PCM_16")
            self._disk_left -= unfinished.stat().st_size
            unfinished.replace(path)
        except (OSError, RuntimeError):
            unfinished.unlink(missing_ok=True)
