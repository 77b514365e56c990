"""The doctor: tells what is there, never crashes over what is not, and its exit code says how bad it is."""

import importlib.metadata
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from kiosk.bundle.enrolment import Enrolled
from kiosk.bundle.manifest import External, sha256
from kiosk.cli import main
from kiosk.core import BrokenData, MissingPart
from kiosk.core.settings import Settings, load_settings
from kiosk.field import devices, holdings, machine
from kiosk.field.doctor import settings_rows
from kiosk.field.findings import Finding, State, exit_code, looked_at
from kiosk.store.catalogue import open_live
from kiosk.store.enrolled import FILE as ENROLLED
from kiosk.store.enrolled import EnrolledFile
from kiosk.visit import House
from tests.fakes.translator import hand_in

NEEDED = {"state folder", "disk", "cpu", "clock", "bundle", "bundle: understanding", "store", "tickets", "camera", "microphone", "loudspeaker", "voice", "end of turn", "memory"}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("KIOSK_STATE", str(tmp_path / "state"))
    return load_settings()


def ok(name: str, state: State, needed: bool = False) -> Finding:
    return Finding(name, state, "", needed=needed)


@pytest.mark.parametrize(
    ("findings", "code"),
    [
        ([], 0),
        ([ok("a", State.ok, True), ok("b", State.warning)], 0),
        ([ok("camera", State.missing)], 0),
        ([ok("bundle", State.missing, True)], 3),
        ([ok("bundle", State.missing, True), ok("store", State.broken)], 4),
    ],
)
def test_the_exit_code_follows_from_the_findings(findings: list[Finding], code: int) -> None:
    assert exit_code(findings) == code


def test_one_check_that_fails_does_not_hide_the_others() -> None:
    def gone() -> Finding:
        raise MissingPart("there is no bundle", "/x", "install one")

    def broken() -> Finding:
        raise BrokenData("the store is broken", "/y", "repair it")

    def fault() -> Finding:
        raise RuntimeError("ours")

    found = [looked_at(n, c, needed=True)[0] for n, c in (("a", gone), ("b", broken), ("c", fault))]
    assert [f.state for f in found] == [State.missing, State.broken, State.broken]
    assert found[0].mend == "install one" and "/y" in found[1].what and "RuntimeError: ours" in found[2].what


def test_json_names_every_part_with_state_and_mend(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["doctor", "--json"])
    told = json.loads(capsys.readouterr().out)
    names = {f["name"] for f in told["findings"]}
    assert names >= NEEDED and told["exit_code"] == code
    assert all(f["state"] in set(State) and f["what"] for f in told["findings"])
    assert all(f["mend"] for f in told["findings"] if f["state"] != "ok")


def test_it_changes_nothing_in_an_empty_state_folder(settings: Settings) -> None:
    main(["doctor", "--json"])
    assert list(settings.state.rglob("*")) == []


def test_a_missing_bundle_ends_with_3_and_an_altered_one_with_4(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_BUNDLE", str(tmp_path / "none"))
    assert main(["doctor", "--json"]) == 3
    copy = tmp_path / "bundle"
    shutil.copytree(settings.bundle, copy)
    with (copy / "manifest.json").open("a") as f:
        f.write(" ")
    monkeypatch.setenv("KIOSK_BUNDLE", str(copy))
    assert main(["doctor", "--json"]) == 4


def test_an_altered_part_is_named(settings: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "bundle"
    shutil.copytree(settings.bundle, copy)
    with (copy / "understanding" / "tokenizer.json").open("r+b") as f:
        f.write(b"!")
    found = {f.name: f for f in holdings.check_bundle(settings.model_copy(update={"bundle": copy}))}
    part = found["bundle: understanding"]
    assert part.state == State.broken and "tokenizer.json" in part.what and part.needed


def test_a_package_that_the_bundle_names_is_checked_by_version_and_hash() -> None:
    held = importlib.metadata.distribution("tokenizers")
    name, metadata = "tokenizers/__init__.py", Path(str(held.locate_file("tokenizers/__init__.py")))
    right = External(package="tokenizers", version=held.version, file=name, sha256=sha256(metadata), licence="Apache-2.0", used_for="tokens")
    gone = right.model_copy(update={"package": "no-such-package"})
    altered = right.model_copy(update={"sha256": "0" * 64})
    older = right.model_copy(update={"version": "0.0.1"})
    states = [[f.state for f in holdings.check_external([entry])] for entry in (right, gone, altered, older)]
    assert states == [["ok"], ["missing"], ["broken"], ["warning"]]


def test_a_kiosk_without_the_end_of_turn_model_is_told_what_that_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes on: the doctor's exit code stays."""
    assert holdings.check_end_of_turn().state == State.ok
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *rest: None)
    found = holdings.check_end_of_turn()
    assert found.state == State.missing and not found.needed and "pipecat-ai" in found.mend


def test_a_state_folder_that_cannot_be_written_is_said(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    found = holdings.check_state(tmp_path / "file" / "state")
    assert found.state == State.missing and found.needed and found.mend


def test_a_catalogue_of_an_earlier_version_is_fine_and_stays_as_it_is(settings: Settings) -> None:
    """The next start brings it up to date; the doctor does so in memory only."""
    open_live(settings.state, settings.default_store).close()
    file = settings.state / holdings.STORE_FILE
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE meta SET value='of long ago' WHERE name='index'")
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = file.read_bytes()
    found = holdings.check_store(settings)
    assert found.state == State.ok, found.what
    assert "brought up to date" in found.what
    assert file.read_bytes() == before


def test_a_camera_that_is_not_there_is_a_finding_and_one_switched_off_is_fine() -> None:
    assert devices.check_camera(63, []).state == State.missing
    assert devices.check_camera(-1, []).state == State.ok


def test_presence_without_a_camera_is_a_warning_and_either_choice_is_told() -> None:
    found = [devices.check_presence(*given) for given in ((False, 0), (False, -1), (True, 0), (True, -1))]
    assert [f.state for f in found] == [State.ok, State.ok, State.ok, State.warning]
    assert found[0].what.startswith("off") and found[2].what.startswith("on")


def test_a_missing_portaudio_is_a_finding_not_a_crash() -> None:
    """sounddevice raises OSError at import where PortAudio is not installed; a process of its own sees it so."""
    script = (
        "import ctypes.util; ctypes.util.find_library = lambda name: None\n"
        "from kiosk.field.devices import check_sound\n"
        "f = check_sound('input', ''); print(f.state, f.mend)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("missing") and "libportaudio2" in done.stdout


def test_products_enrolled_for_another_picture_model_are_named_and_a_damaged_file_is_broken(settings: Settings) -> None:
    file, vectors = EnrolledFile(settings.state / ENROLLED), np.ones((8, 4), np.float32) / 2
    file.put(Enrolled("lemon", House(settings).sight, date(2026, 11, 24), vectors))
    assert holdings.check_enrolled(settings).state is State.ok
    file.put(Enrolled("mango", "another", date(2026, 11, 24), vectors))
    found = holdings.check_enrolled(settings)
    assert found.state is State.warning and "1 of 2" in found.what and "mango" in found.what and "lemon" not in found.what and "kiosk enrol" in found.mend
    (settings.state / ENROLLED).write_text("{")
    (broken,) = looked_at("enrolled products", lambda: holdings.check_enrolled(settings))
    assert broken.state is State.broken and "damaged" in broken.what


def test_a_language_that_cannot_be_used_is_told_and_stops_nothing(settings: Settings) -> None:
    (ours,) = holdings.check_words(settings)
    assert (ours.state, ours.what) == (State.ok, "English, 中文")
    hand_in(settings.state)
    file = hand_in(settings.state, "kiosk_fr.ts", text="<TS>")
    all_, told = holdings.check_words(settings)
    assert all_.state is State.ok and re.fullmatch(r"English, 中文, Deutsch \d+/\d+", all_.what)
    assert told.state is State.warning and str(file) in told.what and "Linguist" in told.mend
    assert exit_code([all_, told]) == 0
    *_, wanted = holdings.check_words(settings.model_copy(update={"language": "it"}))
    assert wanted.state is State.warning and "kiosk_it.ts" in wanted.mend


def test_the_clock_may_not_stand_before_the_bundle_was_made() -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert machine.check_clock(now, now - timedelta(days=1), "UTC").state == State.ok
    assert machine.check_clock(now, now + timedelta(days=1), "UTC").state == State.warning


@pytest.mark.parametrize(("flags", "state"), [({"sse4_2", "avx2", "avx_vnni"}, "ok"), ({"sse4_2", "avx2"}, "warning"), ({"sse4_2"}, "warning"), ({"mmx"}, "missing")])
def test_a_cpu_without_what_the_models_use_is_said(flags: set[str], state: str) -> None:
    assert machine.check_cpu(machine.Machine("a CPU", 2, frozenset(flags), 4_000_000_000, "Debian", "3.11")).state == state


def test_every_setting_is_listed_with_meaning_and_bounds(settings: Settings) -> None:
    rows = {r["name"]: r for r in settings_rows(settings)}
    assert set(rows) == set(Settings.model_fields) and all(r["meaning"] and r["bounds"] for r in rows.values())
    assert rows["volume"]["bounds"] == "whole number ≥ 0 ≤ 100" and rows["volume"]["default"] == 70
    assert rows["language"]["bounds"] == "text" and rows["state"]["value"] == str(settings.state)
