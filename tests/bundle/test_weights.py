"""Pages of a mapped model file are let go, and come back as they were."""

import mmap
import re
import sys
from pathlib import Path

import pytest

from kiosk.bundle.weights import let_go

SIZE = 3_000_000


def resident(file: Path) -> int:
    """Kilobytes of a mapped file that are in this process."""
    found = re.search(rf"{re.escape(str(file))}\n(?:.*\n)*?Rss: +(\d+) kB", Path("/proc/self/smaps").read_text())
    assert found is not None
    return int(found[1])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is mapped")
def test_what_was_read_of_a_model_file_leaves_the_process_and_can_be_read_again(tmp_path: Path) -> None:
    file = tmp_path / "model.bin"
    file.write_bytes(bytes(range(1, 251)) * (SIZE // 250))
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, prot=mmap.PROT_READ) as mapped:
        whole = bytes(mapped)
        assert resident(file) * 1024 >= SIZE
        assert let_go() >= SIZE
        assert resident(file) == 0
        assert bytes(mapped) == whole


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is mapped")
def test_a_file_that_may_be_written_to_is_left_alone(tmp_path: Path) -> None:
    """Its pages may hold what is in no file."""
    file = tmp_path / "other.bin"
    file.write_bytes(b"a" * SIZE)
    with file.open("r+b") as opened, mmap.mmap(opened.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_WRITE) as mapped:
        mapped[:1000] = b"b" * 1000
        let_go()
        assert mapped[:1000] == b"b" * 1000


def test_a_system_without_maps_loses_nothing(tmp_path: Path) -> None:
    assert let_go(tmp_path / "none") == 0
