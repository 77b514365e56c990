"""A run's folder tells what was done and holds one experiment. What a kill does to it: test_faults."""

import json
from pathlib import Path

import pytest

from distill.recipe import Recipe
from distill.runs import Metrics, open_run, read_lines, whole
from kiosk.core import BadInput


class Experiment(Recipe):
    seed: int = 7
    passes: int = 1


def test_a_folder_holds_one_experiment(tmp_path: Path) -> None:
    open_run(tmp_path / "run", Experiment(), {"photos": "abc"})
    open_run(tmp_path / "run", Experiment())
    with pytest.raises(BadInput, match="other passes"):
        open_run(tmp_path / "run", Experiment(passes=2))


def test_a_run_from_before_a_key_was_known_is_gone_on_with_and_one_whose_key_is_gone_is_not(tmp_path: Path) -> None:
    open_run(tmp_path, Experiment())
    (tmp_path / "recipe.yaml").write_text("seed: 7\n")
    open_run(tmp_path, Experiment())
    with pytest.raises(BadInput, match="other passes"):
        open_run(tmp_path, Experiment(passes=2))
    (tmp_path / "recipe.yaml").write_text("seed: 7\npasses: 1\nrate: 2\n")
    with pytest.raises(BadInput, match="other rate"):
        open_run(tmp_path, Experiment())


def test_a_run_tells_seed_versions_and_data(tmp_path: Path) -> None:
    open_run(tmp_path / "run", Experiment(), {"photos": "abc"})
    about = json.loads((tmp_path / "run" / "run.json").read_text())
    assert about["seed"] == 7
    assert about["data"] == {"photos": "abc"}
    assert "torch" in about["packages"]
    assert about["numbers"] in ("bfloat16", "float32")


def test_what_never_reached_its_checkpoint_is_taken_back(tmp_path: Path) -> None:
    metrics = Metrics(tmp_path)
    for number in range(3):
        metrics.log(number, {"loss": 1.0 / (number + 1)}, 0.1)
    with (tmp_path / "metrics.jsonl").open("a") as f:
        f.write('{"pass": 3, "lo')
    Metrics(tmp_path).rewind(2)
    assert [row["pass"] for row in read_lines(tmp_path / "metrics.jsonl")] == [0, 1]


def test_figures_can_be_looked_at_in_tensorboard(tmp_path: Path) -> None:
    Metrics(tmp_path).log(0, {"loss": 0.5}, 0.1)
    assert list((tmp_path / "tensorboard").glob("events.*"))


def test_processes_that_train_together_may_write_the_same_file_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RANK", "0")
    with whole(tmp_path / "done") as first:
        monkeypatch.setenv("RANK", "1")
        with whole(tmp_path / "done") as second:
            first.write_text("the same")
            second.write_text("the same")
    assert (tmp_path / "done").read_text() == "the same"
    assert [f.name for f in tmp_path.iterdir()] == ["done"]
