"""Repair: what is damaged is kept aside, what is readable is carried over, and nothing that was promised is lost."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.core import BrokenData, Intent, Language
from kiosk.core.settings import Settings, load_settings
from kiosk.field.holdings import STORE_FILE, check_store, check_tickets
from kiosk.field.repair import repair
from kiosk.store.catalogue import open_live
from kiosk.store.database import connect
from kiosk.store.tickets import FILE, MIGRATIONS, Tickets

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
LONG_AGO = 1_000_000_000


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(state=tmp_path / "state", store=None)


def held_tickets(settings: Settings) -> Tickets:
    return Tickets(settings.state, lambda: NOW)


def with_tickets(settings: Settings, count: int) -> list[str]:
    """Numbers of tickets that were stored, each long enough that they fill many pages of the file."""
    held = held_tickets(settings)
    numbers = [held.open("damaged", Language.en, Intent.report_damaged, "", f"ticket {n}: " + "the eggs were broken " * 20).number for n in range(count)]
    held.call_staff("asked for a person", Language.zh)
    held._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    held.close()
    return numbers


def spoil(file: Path, start: int, length: int) -> None:
    blob = bytearray(file.read_bytes())
    blob[start : start + length] = b"\xa5" * len(blob[start : start + length])
    file.write_bytes(blob)


def test_where_nothing_is_wrong_nothing_is_touched(settings: Settings) -> None:
    with_tickets(settings, 3)
    open_live(settings.state, settings.default_store).close()
    before = {f.name: f.read_bytes() for f in settings.state.iterdir() if f.suffix == ".sqlite"}
    assert repair(settings, NOW) == []
    assert {f.name: f.read_bytes() for f in settings.state.iterdir() if f.suffix == ".sqlite"} == before


def test_tickets_that_are_readable_keep_their_numbers_and_words(settings: Settings) -> None:
    numbers = with_tickets(settings, 200)
    file = settings.state / FILE
    spoil(file, file.stat().st_size // 2, 4096 * 3)
    with pytest.raises(AssertionError, match="damaged"):
        assert check_tickets(settings).state == "ok", check_tickets(settings).what
    done = repair(settings, NOW)
    assert [f.name for f in done] == ["repair: tickets"] and check_tickets(settings).state == "ok"
    held = held_tickets(settings)
    kept = held.list()
    assert len(kept) >= 150 and {t.number for t in kept} <= set(numbers)
    assert all(t.detail.startswith(f"ticket {int(t.number) - 1001}: ") for t in kept)
    assert len(held.calls()) == 1


def test_a_damaged_ticket_file_is_kept_and_never_deleted(settings: Settings) -> None:
    with_tickets(settings, 5)
    file = settings.state / FILE
    spoil(file, 0, 100)
    damaged = file.read_bytes()
    for _ in range(2):
        repair(settings, NOW)
    aside = sorted(f for f in settings.state.glob(f"{FILE}.damaged-*") if f.suffix not in ("-wal", "-shm"))
    assert [f.name for f in aside] == [f"{FILE}.damaged-20261124T103000"] and aside[0].read_bytes() == damaged


@pytest.mark.parametrize("ruin", [lambda f: spoil(f, 0, 100), lambda f: f.write_bytes(b"\xa5" * f.stat().st_size)])
def test_no_number_is_given_twice_even_when_nothing_was_readable(settings: Settings, ruin: Callable[[Path], None]) -> None:
    given = set(with_tickets(settings, 30))
    for day in (1, 2):
        ruin(settings.state / FILE)
        repair(settings, NOW.replace(day=day))
        held = held_tickets(settings)
        fresh = {held.open("lost", Language.en, Intent.lost_property, "", "a wallet").number for _ in range(30)}
        held._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        held.close()
        assert not fresh & given
        given |= fresh


def test_a_repair_that_was_interrupted_can_be_run_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The power goes at the last moment: after the old journals went, before the new file is in place."""
    numbers = with_tickets(settings, 50)
    file = settings.state / FILE
    spoil(file, file.stat().st_size // 2, 4096)

    def power_cut(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", power_cut)
        with pytest.raises(KeyboardInterrupt):
            repair(settings, NOW)
    repair(settings, NOW.replace(minute=31))
    kept = {t.number for t in held_tickets(settings).list()}
    assert len(kept) >= 40
    assert kept <= set(numbers)


def test_tickets_still_in_the_journal_are_carried_over(settings: Settings) -> None:
    """A kill leaves the newest tickets in the write-ahead log only."""
    import os
    import shutil

    with_tickets(settings, 100)
    held = held_tickets(settings)
    newest = held.open("lost", Language.en, Intent.lost_property, "", "a red wallet")
    for side in ("", "-wal", "-shm"):
        shutil.copy2(f"{settings.state / FILE}{side}", f"{settings.state / 'copy'}{side}")
    held.close()
    for side in ("", "-wal", "-shm"):
        os.replace(f"{settings.state / 'copy'}{side}", f"{settings.state / FILE}{side}")
    spoil(settings.state / FILE, 4096 * 12, 4096)
    assert [f.name for f in repair(settings, NOW)] == ["repair: tickets"]
    found = held_tickets(settings).get(newest.number)
    assert found is not None
    assert found.detail == "a red wallet"


def test_a_newer_ticket_file_is_refused_and_not_repaired(settings: Settings) -> None:
    with_tickets(settings, 2)
    database = connect(settings.state / FILE, ["SELECT 1;"] * 99)
    database.execute("PRAGMA user_version=99")
    database.close()
    before = (settings.state / FILE).read_bytes()
    done = repair(settings, NOW)
    assert [f.state for f in done] == ["broken"] and "schema 99" in done[0].what
    assert (settings.state / FILE).read_bytes() == before
    with pytest.raises(BrokenData, match="schema 99"):
        check_tickets(settings)


def test_a_damaged_catalogue_is_made_anew_and_the_old_one_kept(settings: Settings) -> None:
    open_live(settings.state, settings.default_store).close()
    file = settings.state / STORE_FILE
    spoil(file, file.stat().st_size // 3, 4096 * 40)
    assert check_store(settings).state == "broken"
    done = repair(settings, NOW)
    assert [f.name for f in done] == ["repair: store"] and check_store(settings).state == "ok"
    assert (settings.state / f"{STORE_FILE}.damaged-20261124T103000").is_file()


def test_compiled_models_older_than_the_bundle_are_removed_and_newer_ones_stay(settings: Settings) -> None:
    import os

    folder = settings.state / "compiled"
    folder.mkdir(parents=True)
    stale, fresh = folder / "stale.blob", folder / "fresh.blob"
    stale.write_bytes(b"old")
    fresh.write_bytes(b"new")
    os.utime(stale, (LONG_AGO, LONG_AGO))
    assert [f.name for f in repair(settings, NOW)] == ["repair: compiled models"]
    assert not stale.exists() and fresh.exists()


def test_cases_of_an_earlier_version_are_carried_over_too(settings: Settings) -> None:
    """Bug: a damaged file that had not yet the newest columns lost every case."""
    with closing(connect(settings.state / FILE, MIGRATIONS[:1])) as old:
        row = ("lost", "en", "lost_property", "", "a scarf", NOW.isoformat())
        old.execute("INSERT INTO tickets (kind, language, intent, about, detail, opened) VALUES (?, ?, ?, ?, ?, ?)", row)
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = settings.state / FILE
    file.write_bytes(file.read_bytes()[:-4096] + b"\xff" * 4096)
    repair(settings, NOW)
    assert [t.detail for t in held_tickets(settings).list()] == ["a scarf"]


def test_a_case_keeps_its_photo_over_a_repair(settings: Settings) -> None:
    numbers = with_tickets(settings, 60)
    held = held_tickets(settings)
    held.keep_photo(numbers[0], b"a photo")
    held._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    held.close()
    file = settings.state / FILE
    spoil(file, file.stat().st_size // 2, 4096)
    repair(settings, NOW)
    found = held_tickets(settings).get(numbers[0])
    assert found is not None and found.photo is not None and found.photo.read_bytes() == b"a photo"
