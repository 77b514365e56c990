"""The Debian package: only what the lock names, as its wheels brought it; settings of the environment win; the unit comes back by itself."""

import base64
import configparser
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]
DEBIAN = HERE / "packaging" / "debian"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site-packages with one installed package, "parrot" 1.2."""
    folder = tmp_path / "site"
    (folder / "parrot" / "tests").mkdir(parents=True)
    (folder / "parrot-1.2.dist-info").mkdir()
    files = {"parrot/__init__.py": b"WORD = 1\n", "parrot/tests/big.py": b"pass\n", "parrot-1.2.dist-info/METADATA": b"Metadata-Version: 2.1\nName: Parrot\nVersion: 1.2\n"}
    record = []
    for name, body in files.items():
        (folder / name).write_bytes(body)
        record.append(f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(body).digest()).decode().rstrip('=')},{len(body)}")
    (folder / "parrot-1.2.dist-info" / "RECORD").write_text("\n".join([*record, "parrot-1.2.dist-info/RECORD,,"]) + "\n")
    return folder


def collect(site: Path, tmp_path: Path, lock: str, leave_out: str = "") -> subprocess.CompletedProcess[str]:
    (tmp_path / "lock.txt").write_text(f"# a lock\n{lock}\n")
    (tmp_path / "leave-out.txt").write_text(leave_out)
    command = [sys.executable, str(DEBIAN / "collect.py"), "--lock", "lock.txt", "--site", str(site), "--leave-out", "leave-out.txt", "--to", "out"]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)


def test_a_locked_package_is_copied_whole_but_for_what_is_left_out(site: Path, tmp_path: Path) -> None:
    done = collect(site, tmp_path, "parrot==1.2", "parrot/tests/*\n")
    assert done.returncode == 0, done.stderr
    copied = {p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert copied == {"parrot/__init__.py", "parrot-1.2.dist-info/METADATA", "parrot-1.2.dist-info/RECORD"}


def test_another_version_than_the_lock_is_refused(site: Path, tmp_path: Path) -> None:
    done = collect(site, tmp_path, "parrot==1.3")
    assert done.returncode == 1
    assert "the lock says 1.3, here is 1.2" in done.stderr


def test_a_file_that_its_wheel_did_not_bring_is_refused(site: Path, tmp_path: Path) -> None:
    (site / "parrot" / "__init__.py").write_text("WORD = 2\n")
    done = collect(site, tmp_path, "parrot==1.2")
    assert done.returncode == 1
    assert "is not the file that its wheel brought" in done.stderr


@pytest.fixture
def wrapper(tmp_path: Path) -> Path:
    """/usr/bin/kiosk with its two absolute paths moved into a folder of the test, and `env` in place of the kiosk."""
    (tmp_path / "default").write_text("# settings\nKIOSK_STATE=/var/lib/harbour kiosk\nKIOSK_VOLUME=70\nPATH=/nowhere\nKIOSK_x;reboot=1\n")
    script = (DEBIAN / "kiosk.sh").read_text()
    script = script.replace("/etc/default/harbour-kiosk", str(tmp_path / "default")).replace("/opt/harbour-kiosk/bin/python -m kiosk.cli", "env")
    file = tmp_path / "kiosk"
    file.write_text(script)
    return file


def test_the_wrapper_takes_settings_from_the_file_and_lets_the_environment_win(wrapper: Path) -> None:
    given = {"PATH": os.environ["PATH"], "KIOSK_VOLUME": "5"}
    done = subprocess.run(["sh", str(wrapper)], capture_output=True, text=True, check=True, env=given)
    told = dict(line.partition("=")[::2] for line in done.stdout.splitlines())
    assert told["KIOSK_STATE"] == "/var/lib/harbour kiosk"
    assert told["KIOSK_VOLUME"] == "5"
    assert told["PATH"] == os.environ["PATH"]


def test_the_unit_comes_back_always_but_for_what_a_person_must_mend() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(HERE / "packaging" / "systemd" / "kiosk.service")
    assert unit["Service"]["Restart"] == "always"
    assert unit["Service"]["RestartPreventExitStatus"] == "3 4"
    assert unit["Service"]["IPAddressDeny"] == "any"


def test_every_group_left_out_of_the_package_has_its_reason() -> None:
    lines = (DEBIAN / "leave-out.txt").read_text().splitlines()
    first = next(n for n, line in enumerate(lines) if line and not line.startswith("#"))
    assert lines[first - 1].startswith("#")


@pytest.mark.parametrize("script", ["build.sh", "try-in-root.sh", "kiosk.sh", "postinst", "postrm"])
def test_scripts_are_executable_and_parse(script: str) -> None:
    file = DEBIAN / script
    assert os.access(file, os.X_OK)
    shell = file.read_text().splitlines()[0].removeprefix("#!").split()[-1].rsplit("/", 1)[-1]
    subprocess.run([shell, "-n", str(file)], check=True)


def test_purging_the_package_never_deletes_tickets(tmp_path: Path) -> None:
    state = tmp_path / "state"
    (state / "compiled").mkdir(parents=True)
    (state / "tickets.sqlite").write_text("a promise")
    script = (DEBIAN / "postrm").read_text().replace("/var/lib/harbour-kiosk", str(state))
    subprocess.run(["sh", "-c", script, "postrm", "purge"], check=True, capture_output=True)
    assert [p.name for p in state.iterdir()] == ["tickets.sqlite"]
    (state / "tickets.sqlite").unlink()
    subprocess.run(["sh", "-c", script, "postrm", "purge"], check=True, capture_output=True)
    assert not state.exists()
