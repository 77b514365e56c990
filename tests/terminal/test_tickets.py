"""`kiosk tickets`: what staff read and put away, a photo with its case. The real command line runs in a process of its own."""

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.core import Intent, Language
from kiosk.store.tickets import PHOTOS, Tickets
from tests.store.conftest import kiosk

__all__ = ["kiosk"]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def held(tmp_path: Path) -> Tickets:
    """The cases of the kiosk that the command line opens."""
    return Tickets(tmp_path / "state", lambda: datetime(2026, 11, 24, 10, 30, tzinfo=UTC))


def test_show_names_the_photo_and_remove_takes_case_and_photo_away(kiosk: Run, held: Tickets, tmp_path: Path) -> None:
    number = held.open("damaged", Language.en, Intent.report_damaged, "", "sour").number
    photo = held.keep_photo(number, b"a photo").photo
    plain = held.open("lost", Language.en, Intent.lost_property, "", "a scarf").number
    assert json.loads(kiosk("tickets", "show", number).stdout)["photo"] == str(photo)
    assert json.loads(kiosk("tickets", "show", plain).stdout)["photo"] == ""
    done = kiosk("tickets", "remove", number)
    assert (done.returncode, done.stdout.strip()) == (0, f"ticket {number} is removed with its photo")
    assert list((tmp_path / "state" / PHOTOS).iterdir()) == []
    gone = kiosk("tickets", "show", number)
    assert gone.returncode == 2 and len(gone.stderr.strip().splitlines()) == 1


def test_remove_wants_a_number(kiosk: Run, held: Tickets) -> None:
    held.open("lost", Language.en, Intent.lost_property, "", "a scarf")
    assert kiosk("tickets", "remove").returncode == 2
    assert len(held.list()) == 1
