"""The staff's PIN: five tries, then a delay that doubles and survives a restart."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import BadInput, BrokenData
from kiosk.store.pin import StaffPin


class Clock:
    """Stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pin(tmp_path: Path, clock: Clock) -> StaffPin:
    made = StaffPin(tmp_path / "state" / "staff.json", clock)
    made.set("4071")
    return made


def again(tmp_path: Path, clock: Clock) -> StaffPin:
    """The same kiosk after a restart."""
    return StaffPin(tmp_path / "state" / "staff.json", clock)


def test_the_right_pin_opens_and_a_wrong_one_does_not(pin: StaffPin) -> None:
    assert pin.check("4071").right
    assert not pin.check("4072").right and not pin.check("").right and not pin.check("40710").right


def test_without_a_pin_nothing_opens(tmp_path: Path, clock: Clock) -> None:
    fresh = StaffPin(tmp_path / "staff.json", clock)
    assert not fresh.is_set and not fresh.check("").right


def test_five_tries_are_free_then_each_costs_twice_as_long_through_a_restart(pin: StaffPin, tmp_path: Path, clock: Clock) -> None:
    assert [pin.check("0001").left for _ in range(5)] == [4, 3, 2, 1, 0]
    assert again(tmp_path, clock).check("4071").wait == 30, "not even the right one is tried"
    clock.pass_(29)
    assert again(tmp_path, clock).check("4071").wait == 1
    clock.pass_(1)
    assert pin.check("0001").wait == 60
    clock.pass_(60)
    assert pin.check("0001").wait == 120
    clock.pass_(120)
    assert pin.check("4071").right
    assert pin.check("0001").left == 4, "the right one gives the free tries back"


def test_no_wait_is_longer_than_an_hour_nor_than_its_delay_where_the_clock_is_set_back(pin: StaffPin, clock: Clock) -> None:
    for _ in range(16):
        clock.pass_(3600)
        pin.check("0001")
    assert pin.check("4071").wait == 3600
    clock.pass_(-86_400)
    assert pin.check("4071").wait == 3600


def test_the_pin_itself_is_nowhere_and_the_file_is_the_owners(pin: StaffPin, tmp_path: Path) -> None:
    file = tmp_path / "state" / "staff.json"
    assert "4071" not in file.read_text("utf-8") and file.stat().st_mode & 0o077 == 0


def test_a_clock_set_back_begins_the_delay_anew_and_no_more(pin: StaffPin, tmp_path: Path, clock: Clock) -> None:
    for _ in range(5):
        pin.check("0001")
    clock.pass_(20)
    assert pin.waiting() == 10
    clock.pass_(-86_400)
    assert again(tmp_path, clock).waiting() == 30, "turning it back does not help"
    clock.pass_(30)
    assert pin.waiting() == 0 and pin.check("4071").right, "nor does anybody wait for a day"


def test_a_try_that_cannot_be_stored_is_not_answered(pin: StaffPin, tmp_path: Path) -> None:
    """Else whoever fills the disk has tries without end."""
    (tmp_path / "state" / "staff.json.part").mkdir()
    with pytest.raises(BrokenData, match="cannot be stored"):
        pin.check("0001")
    (tmp_path / "state" / "staff.json.part").rmdir()
    assert pin.check("0001").left == 4


@pytest.mark.parametrize("text", ["", "123", "123456789", "12a4", "１２３４", "1111", "1234", "8765"])
def test_a_pin_that_anybody_would_try_is_refused(pin: StaffPin, text: str) -> None:
    with pytest.raises(BadInput):
        pin.set(text)
    assert pin.check("4071").right


@given(st.binary(max_size=200))
def test_a_damaged_file_keeps_the_lock_shut(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("pin") / "staff.json"
    file.write_bytes(content)
    with pytest.raises(BrokenData):
        StaffPin(file, Clock()).check("4071")


@pytest.mark.parametrize("until", ["2026-11-29T09:00:00", "soon"])
def test_a_time_that_says_nothing_keeps_the_lock_shut(pin: StaffPin, tmp_path: Path, clock: Clock, until: str) -> None:
    file = tmp_path / "state" / "staff.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "wrong": 5, "until": until}), "utf-8")
    with pytest.raises(BrokenData):
        again(tmp_path, clock).check("4071")
