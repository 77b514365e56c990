"""`kiosk store`: what a shopkeeper types, with the exit codes of the contract. The real command line runs in a process of its own."""

import csv
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.store.conftest import FILES, kiosk, small_pack, write_pack

__all__ = ["kiosk", "small_pack"]
Run = Callable[..., subprocess.CompletedProcess[str]]


def test_check_of_a_good_pack_ends_with_nought(kiosk: Run, small_pack: Path) -> None:
    done = kiosk("store", "check", str(small_pack))
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 problems" in done.stdout


def test_check_lists_every_problem_and_ends_with_four(kiosk: Run, tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "bad", products_csv=FILES["products.csv"].replace("pear,pear,", "pear,paer,").replace("kg,2.49", "kg,0"))
    done = kiosk("store", "check", str(pack))
    assert done.returncode == 4
    assert "products.csv:2:" in done.stdout and "products.csv:5: kind 'paer' is not in this pack. Write 'pear' or add it" in done.stdout
    assert "2 problems" in done.stdout


def test_a_pack_with_a_broken_reference_is_not_imported_and_the_old_catalogue_stays(kiosk: Run, small_pack: Path, tmp_path: Path) -> None:
    assert kiosk("store", "import", str(small_pack)).returncode == 0
    bad = write_pack(tmp_path / "bad", offers_csv=FILES["offers.csv"].replace("price,corner-milk", "price,gone-milk"))
    done = kiosk("store", "import", str(bad))
    assert done.returncode == 4 and done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1 and "offers.csv:2" in done.stderr and "store check" in done.stderr
    assert "Corner Shop" in kiosk("store", "show").stdout


def test_an_export_can_be_read_back_as_the_products_file(kiosk: Run, small_pack: Path, tmp_path: Path) -> None:
    done = kiosk("store", "export", str(small_pack))
    assert done.returncode == 0
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [r["sku"] for r in rows][:2] == ["red-apple", "green-apple"] and rows[4]["price"] == "1.19"
    again = write_pack(tmp_path / "again", products_csv=done.stdout)
    assert kiosk("store", "check", str(again)).returncode == 0


def test_no_such_pack_ends_with_three_and_one_line(kiosk: Run, tmp_path: Path) -> None:
    for action in ("check", "import"):
        done = kiosk("store", action, str(tmp_path / "nowhere"))
        assert done.returncode == 3 and len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_no_pack_named_ends_with_two(kiosk: Run) -> None:
    assert kiosk("store", "check").returncode == 2
