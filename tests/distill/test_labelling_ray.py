"""Proofs of labelling by Ray: with no network at all, and with a worker killed half way, it gives the bytes that labelling here gives."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from distill.labelling import label
from distill.teachers.cache import LabelCache
from tests.fakes.teacher import questions, spec

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: it is needed only to label on several machines")

LABELLED = """
import hashlib, json, sys
from pathlib import Path
from distill.labelling import _cluster, label
from distill.teachers.cache import LabelCache
from kiosk.core import KioskError
from tests.fakes.teacher import questions, spec
with _cluster(2):
    labels = label(spec(diary=sys.argv[2], pause=0.2), questions(1000), LabelCache(Path(sys.argv[1])), "ray", shard=50, workers=2)
    print(json.dumps({name: hashlib.sha256(values.tobytes()).hexdigest() for name, values in labels.items()}))
    try:
        label(spec(), questions(100), LabelCache(Path("/proc/none")), "ray", shard=50, workers=2)
    except KioskError as error:
        print(error.line())
"""
DEADLY = """
import sys
from pathlib import Path
from distill.labelling import label
from distill.teachers.cache import LabelCache
from kiosk.core import KioskError
from tests.fakes.teacher import questions, spec
try:
    label(spec(deadly=questions(60)[-1]), questions(100), LabelCache(Path(sys.argv[1])), "ray", shard=50, workers=2)
except KioskError as error:
    print(error.line())
"""


@pytest.fixture
def alone() -> Iterator[dict[str, str]]:
    """The environment of a process whose Ray leaves nothing behind; its folder's name is short because sockets lie in it."""
    folder = tempfile.mkdtemp(prefix="ray-")
    yield {**{name: value for name, value in os.environ.items() if name != "RAY_ADDRESS"}, "HOME": folder, "RAY_TMPDIR": folder}
    shutil.rmtree(folder, ignore_errors=True)


def off_line() -> list[str]:
    """What to put before a command so that it sees no network but its own machine; nothing where this user may not do that."""
    own = ["unshare", "--net", "--map-root-user", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    able = shutil.which("unshare") and shutil.which("ip") and not subprocess.run([*own, "true"], capture_output=True).returncode
    return own if able else []


def test_with_a_worker_killed_half_way_and_no_network_the_labels_are_those_made_here(tmp_path: Path, alone: dict[str, str]) -> None:
    here = label(spec(), questions(1000), LabelCache(tmp_path / "here"), shard=50)
    there, diary = tmp_path / "there", tmp_path / "diary"
    command = [*off_line(), sys.executable, "-c", LABELLED, str(there), str(diary)]
    driver = subprocess.Popen(command, cwd=ROOT, env=alone, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        ready = time.monotonic() + 60
        while len(list(there.rglob("*.safetensors"))) < 8:
            assert driver.poll() is None and time.monotonic() < ready, "Ray did not come to work"
            time.sleep(0.02)
        worker = int(next(line for line in reversed(diary.read_text().splitlines()) if "asked" in line).split()[0])
        os.kill(worker, signal.SIGKILL)
        out, err = driver.communicate(timeout=60)
    finally:
        driver.kill()
        driver.wait()
    assert driver.returncode == 0, err
    *_, digests, told = (line for line in out.splitlines() if line.startswith(("{", "Labels ")))
    assert json.loads(digests) == {name: hashlib.sha256(values.tobytes()).hexdigest() for name, values in here.items()}
    assert {f.name: f.read_bytes() for f in there.rglob("*.*")} == {f.name: f.read_bytes() for f in (tmp_path / "here").rglob("*.*")}
    notes = [line.split() for line in diary.read_text().splitlines()]
    asked = [pid for pid, what, *_ in notes if what == "asked"]
    assert len({pid for pid in asked if int(pid) != worker}) == 2, "the killed worker was not replaced"
    assert len(asked) <= 21, "more than the killed worker's shard was asked for again"
    assert told.startswith("Labels cannot be written: No such file or directory (/proc/none)"), "an error of a worker came through changed"


@pytest.mark.slow
def test_texts_that_kill_every_worker_stop_the_work_and_the_rest_is_kept(tmp_path: Path, alone: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-c", DEADLY, str(tmp_path)], cwd=ROOT, env=alone, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert any(line.startswith("Workers died again and again at the same texts") for line in done.stdout.splitlines())
    assert LabelCache(tmp_path).find(spec().build(), questions(50)) is not None
