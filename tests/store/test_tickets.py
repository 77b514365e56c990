"""Tickets and calls: a number that was told is on the disk, whatever happens next."""

import errno
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.core import BadInput, BrokenData, Intent, Language
from kiosk.store.database import connect
from kiosk.store.files import PART
from kiosk.store.tickets import FILE, MIGRATIONS, PHOTOS, Tickets

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def tickets(folder: Path) -> Tickets:
    return Tickets(folder, lambda: NOW)


def test_numbers_start_at_1001_and_are_never_used_twice(tmp_path: Path) -> None:
    first = tickets(tmp_path)
    numbers = [first.open("damaged", Language.en, Intent.report_damaged, "milk", "sour").number for _ in range(3)]
    first.close()
    numbers.append(tickets(tmp_path).open("lost", Language.zh, Intent.lost_property, "", "钱包丢了").number)
    assert numbers == ["1001", "1002", "1003", "1004"]


def test_a_ticket_comes_back_as_it_was_stored(tmp_path: Path) -> None:
    stored = tickets(tmp_path).open("price", Language.zh, Intent.price_dispute, "banana", "多收了我的钱")
    found = tickets(tmp_path).get(stored.number)
    assert found == stored
    assert found is not None
    assert found.opened == NOW
    assert not found.acknowledged
    assert found.detail == "多收了我的钱"


@pytest.mark.parametrize("number", ["", "7", "abc", "١٠٠١", "9" * 40, "1001; DROP TABLE tickets"])
def test_what_is_no_number_of_ours_finds_nothing(tmp_path: Path, number: str) -> None:
    held = tickets(tmp_path)
    held.open("complaint", Language.en, Intent.complaint, "", "rude")
    assert held.get(number) is None


def test_a_ticket_is_acknowledged_once_and_by_the_first(tmp_path: Path) -> None:
    held = tickets(tmp_path)
    number = held.open("complaint", Language.en, Intent.complaint, "", "rude").number
    held.acknowledge(number, "Ana")
    again = held.acknowledge(number, "Ben")
    assert again is not None
    assert again.acknowledged
    assert again.acknowledged_by == "Ana"
    assert held.list(waiting=True) == []
    assert len(held.list()) == 1
    assert held.acknowledge("9999", "Ana") is None


def test_urgent_calls_come_first_and_are_acknowledged_only_by_staff(tmp_path: Path) -> None:
    held = tickets(tmp_path)
    plain = held.call_staff("asked for a person", Language.en)
    urgent = held.call_staff("emergency", Language.zh, urgent=True)
    assert [c.id for c in held.calls()] == [urgent.id, plain.id]
    assert not urgent.acknowledged
    answered = tickets(tmp_path).acknowledge_call(urgent.id, "Ana")
    assert answered is not None
    assert answered.acknowledged
    assert [c.id for c in held.calls()] == [plain.id]
    assert held.call(999) is None


def test_staff_in_another_process_see_and_acknowledge_what_the_kiosk_stored(tmp_path: Path) -> None:
    kiosk, staff = tickets(tmp_path), tickets(tmp_path)
    number = kiosk.open("lost", Language.en, Intent.lost_property, "", "a black umbrella").number
    staff.acknowledge(number, "Ana")
    found = kiosk.get(number)
    assert found is not None
    assert found.acknowledged_by == "Ana"


_WRITER = """
import sys
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path
from kiosk.core import Intent, Language
from kiosk.store.tickets import Tickets
held = Tickets(Path(sys.argv[1]), lambda: datetime.now(timezone.utc))
while True:
    print(held.open("damaged", Language.en, Intent.report_damaged, "", "broken").number, flush=True)
"""


def test_every_number_told_before_a_kill_9_is_on_the_disk(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=root)
    assert writer.stdout is not None
    told = [writer.stdout.readline().strip() for _ in range(25)]
    os.kill(writer.pid, signal.SIGKILL)
    told += [line.strip() for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    writer.wait()
    held = tickets(tmp_path)
    assert len(told) >= 25
    assert [n for n in told if held.get(n) is None] == []
    assert int(held.open("damaged", Language.en, Intent.report_damaged, "", "").number) > int(told[-1])


def test_a_newer_schema_is_refused_and_not_touched(tmp_path: Path) -> None:
    tickets(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    with pytest.raises(BrokenData, match="schema"):
        tickets(tmp_path)


def test_a_damaged_file_is_an_error_of_the_world(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is no database" * 100)
    with pytest.raises(BrokenData):
        tickets(tmp_path)


def test_a_store_that_fails_says_so_and_gives_no_number(tmp_path: Path) -> None:
    held = tickets(tmp_path)
    held.close()
    with pytest.raises(BrokenData):
        held.open("damaged", Language.en, Intent.report_damaged, "", "")


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    tickets(tmp_path)
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_time_comes_from_the_clock_that_was_passed_in(tmp_path: Path) -> None:
    held = Tickets(tmp_path, lambda: NOW + timedelta(days=3))
    assert held.call_staff("again", Language.en).called == NOW + timedelta(days=3)


PICTURE = b"\xff\xd8 as if it were a photo \xff\xd9"


def lying(folder: Path) -> list[bytes]:
    """What stands in every file of the photos' folder."""
    return [file.read_bytes() for file in sorted((folder / PHOTOS).glob("*"))]


def test_a_photo_lies_beside_its_case_for_its_owner_only(tmp_path: Path) -> None:
    held = tickets(tmp_path)
    number = held.open("damaged", Language.en, Intent.report_damaged, "milk", "sour").number
    other = held.open("lost", Language.en, Intent.lost_property, "", "a scarf")
    kept = held.keep_photo(number, PICTURE)
    assert kept.photo is not None and kept.photo.read_bytes() == PICTURE
    assert kept.photo.stat().st_mode & 0o077 == 0 and kept.photo.parent.stat().st_mode & 0o077 == 0
    assert tickets(tmp_path).get(number) == kept
    assert tickets(tmp_path).get(other.number) == other and other.photo is None


def test_a_second_photo_takes_the_place_of_the_first(tmp_path: Path) -> None:
    held = tickets(tmp_path)
    number = held.open("damaged", Language.en, Intent.report_damaged, "milk", "sour").number
    held.keep_photo(number, b"first")
    held.keep_photo(number, b"second")
    assert lying(tmp_path) == [b"second"]


def test_a_case_goes_with_its_photo_and_its_number_is_not_given_again(tmp_path: Path) -> None:
    held = tickets(tmp_path)
    first, second = (held.open("damaged", Language.en, Intent.report_damaged, "milk", "sour").number for _ in range(2))
    held.keep_photo(first, b"of the first")
    held.keep_photo(second, b"of the second")
    assert held.remove(second)
    assert not held.remove(second)
    assert lying(tmp_path) == [b"of the first"]
    assert [t.number for t in held.list()] == [first]
    assert held.open("lost", Language.en, Intent.lost_property, "", "").number == "1003"


@pytest.mark.parametrize("number", ["", "7", "../1001", "1001-*", "*"])
def test_there_is_no_photo_without_a_case(tmp_path: Path, number: str) -> None:
    held = tickets(tmp_path)
    held.keep_photo(held.open("damaged", Language.en, Intent.report_damaged, "", "").number, PICTURE)
    with pytest.raises(BadInput):
        held.keep_photo(number, b"another")
    assert not held.remove(number)
    assert lying(tmp_path) == [PICTURE]


def test_a_full_disk_leaves_the_case_without_a_photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the picture lies about, and the next case is stored as ever."""
    held = tickets(tmp_path)
    stored = held.open("damaged", Language.en, Intent.report_damaged, "", "sour")

    def full(file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BrokenData, match="No space left"):
        held.keep_photo(stored.number, PICTURE)
    monkeypatch.undo()
    assert lying(tmp_path) == []
    assert held.get(stored.number) == stored
    assert held.open("damaged", Language.en, Intent.report_damaged, "", "").number == "1002"


def test_a_photo_whose_row_cannot_be_written_is_not_kept(tmp_path: Path) -> None:
    held = tickets(tmp_path)
    number = held.open("damaged", Language.en, Intent.report_damaged, "", "sour").number
    held._db.execute("CREATE TRIGGER no BEFORE UPDATE ON tickets BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(BrokenData):
        held.keep_photo(number, PICTURE)
    assert lying(tmp_path) == []


def test_half_a_photo_that_a_power_cut_left_is_gone_at_the_next_start(tmp_path: Path) -> None:
    held = tickets(tmp_path)
    held.keep_photo(held.open("damaged", Language.en, Intent.report_damaged, "", "").number, PICTURE)
    held.close()
    (tmp_path / PHOTOS / f"1001-0a0b0c0d.jpg{PART}").write_bytes(b"half")
    tickets(tmp_path)
    assert lying(tmp_path) == [PICTURE]


def test_a_photo_that_somebody_took_away_is_no_photo(tmp_path: Path) -> None:
    held = tickets(tmp_path)
    number = held.open("damaged", Language.en, Intent.report_damaged, "", "").number
    photo = held.keep_photo(number, PICTURE).photo
    assert photo is not None
    photo.unlink()
    found = held.get(number)
    assert found is not None and found.photo is None


def test_cases_of_before_photos_are_read_on(tmp_path: Path) -> None:
    with closing(connect(tmp_path / FILE, MIGRATIONS[:1])) as old:
        old.execute(
            "INSERT INTO tickets (kind, language, intent, about, detail, opened) VALUES ('lost', 'en', 'lost_property', '', 'a scarf', ?)", (NOW.isoformat(),)
        )
    held = tickets(tmp_path)
    (ticket,) = held.list()
    assert (ticket.number, ticket.detail, ticket.photo) == ("1001", "a scarf", None)
