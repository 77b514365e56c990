"""`kiosk enrol`: what a technician types, with the exit codes of the contract. The real command line runs in a process of its own."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import cv2
import pytest

from tests.fakes.products import views
from tests.store.conftest import kiosk, small_pack

__all__ = ["kiosk", "small_pack"]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def pictures(tmp_path: Path) -> list[str]:
    """Eight pictures of a drawn pack, on the disk."""
    files = [tmp_path / f"view-{number}.png" for number in range(8)]
    for file, frame in zip(files, views(1), strict=True):
        cv2.imwrite(str(file), frame)
    return [str(file) for file in files]


def test_a_product_is_taught_found_listed_and_forgotten(kiosk: Run, small_pack: Path, pictures: list[str]) -> None:
    def seen() -> dict[str, object]:
        done = kiosk("see", pictures[3], "--by", "appearance", "--json")
        return next(iter(json.loads(done.stdout)["seen"]), {"sku": "", "accepted": False})

    assert kiosk("store", "import", str(small_pack)).returncode == 0
    assert kiosk("enrol", "--list").stdout == "no product is enrolled\n"
    assert not seen()["accepted"]
    done = kiosk("enrol", "corner-milk", *pictures)
    assert (done.returncode, done.stderr) == (0, "") and "8 of them find it" in done.stdout
    assert (seen()["sku"], seen()["accepted"]) == ("corner-milk", True)
    row = json.loads(kiosk("enrol", "--list", "--json").stdout)
    assert (row["sku"], row["pictures"], row["known"]) == ("corner-milk", 8, "enrolled")
    assert kiosk("enrol", "--undo", "corner-milk").returncode == 0
    assert not seen()["accepted"]
    again = kiosk("enrol", "--undo", "corner-milk")
    assert again.returncode == 2 and "not enrolled" in again.stderr


def test_what_cannot_be_taught_is_one_line_and_saves_nothing(kiosk: Run, small_pack: Path, pictures: list[str], tmp_path: Path) -> None:
    def refused(*words: str) -> str:
        done = kiosk("enrol", *words)
        assert done.returncode == 2 and done.stdout == "" and len(done.stderr.strip().splitlines()) == 1, done
        return done.stderr

    dark = tmp_path / "dark.png"
    cv2.imwrite(str(dark), views(1)[0] // 12)
    assert kiosk("store", "import", str(small_pack)).returncode == 0
    assert "did you mean corner-milk" in refused("corner-mlk", *pictures).lower()
    assert "pictures" in refused("corner-milk")
    assert str(dark) in (said := refused("corner-milk", *pictures[:2], str(dark))) and "too dark" in said
    assert "the same as the one before" in refused("corner-milk", pictures[0], pictures[0])
    assert "no other to be checked by" in refused("corner-milk", pictures[0])
    assert kiosk("enrol", "--list", "--json").stdout == ""
    done = kiosk("enrol", "corner-milk", pictures[0], "--anyway")
    assert done.returncode == 0 and "no other to be checked by" in done.stdout


def test_a_damaged_file_ends_the_list_with_four_and_seeing_goes_on(kiosk: Run, small_pack: Path, pictures: list[str], tmp_path: Path) -> None:
    assert kiosk("store", "import", str(small_pack)).returncode == 0
    (tmp_path / "state" / "enrolled.json").write_text('{"version": 1, "sha')
    done = kiosk("enrol", "--list")
    assert done.returncode == 4 and len(done.stderr.strip().splitlines()) == 1 and "damaged" in done.stderr
    seen = kiosk("see", pictures[0], "--by", "appearance", "--json")
    assert seen.returncode == 0 and json.loads(seen.stdout)["image"] == pictures[0]
    assert len(seen.stderr.strip().splitlines()) == 1 and "damaged" in seen.stderr
