"""Weights lie in memory twice: as OpenVINO computes with them, and as it read them from the mapped file. The second can go.

What must hold: only pages of files that are mapped for reading alone are let go; whoever needs one again gets it from the file, unchanged.
"""

import ctypes
import mmap
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

FILES: Final = (".bin", ".blob")
_MAPPED: Final = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r--[ps] \S+ \S+ [1-9]\d* +(.+)")


def let_go(maps: Path = Path("/proc/self/maps"), files: tuple[str, ...] = FILES) -> int:
    """Takes the mapped pages of model files out of this process; bytes of address space. 0 where the system has no such thing."""
    gone = 0
    with suppress(OSError, AttributeError):  # another system, or another C library
        library = ctypes.CDLL(None)
        for start, end, name in _MAPPED.findall(maps.read_text("utf-8", "replace")):
            if name.endswith(files):
                size = int(end, 16) - int(start, 16)
                if library.madvise(ctypes.c_void_p(int(start, 16)), ctypes.c_size_t(size), mmap.MADV_DONTNEED) == 0:
                    gone += size
    return gone
