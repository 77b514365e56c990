"""Tickets and calls: a number that was told is on the disk, whatever happens next."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.core import BrokenData, Intent, Language
from kiosk.store.tickets import FILE, MIGRATIONS, Tickets

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
