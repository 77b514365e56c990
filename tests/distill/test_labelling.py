"""Proofs of labelling here: the order is the inputs', whatever the shards; a killed run goes on and ends with the same bytes."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distill.labelling import label
from distill.teachers.cache import LabelCache
from kiosk.core import BadInput, BrokenData, MissingPart
from tests.fakes.teacher import HashingTeacher, questions, spec

ROOT = Path(__file__).parents[2]


def shards(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.rglob("*.safetensors")}


@given(st.lists(st.text(), max_size=30), st.integers(1, 40))
def test_labels_are_the_teachers_in_the_order_of_the_inputs_whatever_the_shards(tmp_path_factory: pytest.TempPathFactory, texts: list[str], shard: int) -> None:
    cache = LabelCache(tmp_path_factory.mktemp("labels"))
    wanted = HashingTeacher().answer(texts)
    for _ in range(2):  # asked, then from the cache
        labels = label(spec(), texts, cache, shard=shard)
        assert labels.keys() == wanted.keys()
        for name, values in wanted.items():
            assert labels[name].dtype == values.dtype and np.array_equal(labels[name], values)


KILLED = """
import sys
from pathlib import Path
from distill.labelling import label
from distill.teachers.cache import LabelCache
from tests.fakes.teacher import questions, spec
label(spec(pause=0.05), questions(1000), LabelCache(Path(sys.argv[1])), shard=50)
"""


def test_a_run_that_was_killed_asks_only_for_the_rest_and_gives_the_same_bytes(tmp_path: Path) -> None:
    whole = label(spec(), questions(1000), LabelCache(tmp_path / "whole"), shard=50)
    killed = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path / "killed")], cwd=ROOT, stdout=subprocess.DEVNULL)
    while len(shards(tmp_path / "killed")) < 7:
        assert killed.poll() is None
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL
    had = len(shards(tmp_path / "killed"))
    assert had < 20
    resumed = label(spec(diary=tmp_path / "diary"), questions(1000), LabelCache(tmp_path / "killed"), shard=50)
    assert (tmp_path / "diary").read_text().count("asked") == 20 - had
    assert all(resumed[name].tobytes() == whole[name].tobytes() for name in whole)
    assert shards(tmp_path / "killed") == shards(tmp_path / "whole")


def test_a_broken_shard_stops_the_work_before_anything_is_asked_unless_mending_is_wished(tmp_path: Path) -> None:
    texts = questions(10)
    whole = label(spec(), texts, LabelCache(tmp_path / "labels"), shard=5)
    shutil.copytree(tmp_path / "labels", tmp_path / "kept")
    last = LabelCache(tmp_path / "labels").file(HashingTeacher(), texts[5:])
    last.write_bytes(last.read_bytes()[:-1])
    LabelCache(tmp_path / "labels").file(HashingTeacher(), texts[:5]).unlink()
    with pytest.raises(BrokenData, match=last.name):
        label(spec(diary=tmp_path / "diary"), texts, LabelCache(tmp_path / "labels"), shard=5)
    assert "asked" not in (tmp_path / "diary").read_text()
    mended = label(spec(), texts, LabelCache(tmp_path / "labels", mend=True), shard=5)
    assert all(np.array_equal(mended[name], whole[name]) for name in whole)
    assert shards(tmp_path / "labels") == shards(tmp_path / "kept")


@pytest.mark.parametrize(("shard", "workers"), [(0, 2), (-1, 2), (5, 0)])
def test_shards_and_workers_that_are_none_are_refused(tmp_path: Path, shard: int, workers: int) -> None:
    with pytest.raises(BadInput):
        label(spec(), questions(3), LabelCache(tmp_path), shard=shard, workers=workers)


def test_without_ray_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingPart, match="ray"):
        label(spec(), questions(3), LabelCache(tmp_path), "ray")
