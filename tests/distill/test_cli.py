"""The command that teaches: every stage of every student has its help, and what cannot be done is told in one line before anything is computed."""

import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from distill.cli import KINDS, main, with_alone

RECIPES = Path(__file__).parents[2] / "distill" / "recipes"
COMMANDS = ("prepare", "teach", "label", "train", "evaluate", "alone", "run", "predict", "paraphrase", "sources")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"usage: kiosk-distill {command}" in told and "{name}" not in told and len(told.split("usage:")[1].splitlines()) > 5


def refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(words) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    return line


@pytest.mark.parametrize(("recipe", "stage"), [("pictures", "prepare"), ("hearing", "teach"), ("hearing", "label"), ("hearing", "evaluate")])
def test_a_stage_that_a_student_does_not_have_is_refused_with_those_it_has(recipe: str, stage: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = refused([stage, str(RECIPES / f"{recipe}.yaml"), "--data", str(tmp_path), "--out", str(tmp_path / "run")], capsys)
    assert f"The {recipe} student has no stage {stage}" in line and "train" in line and "alone" in line
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("student", "told"),
    [("langage", "Did you mean `language`?"), ("text", "Did you mean `texts`?"), ("pictures", "the settings of a picture net"), ("", "names no student")],
)
def test_a_student_that_nobody_teaches_is_refused_with_the_nearest(student: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r.yaml").write_text(f"student: {student}\npasses: 3\n")
    assert told in refused(["run", str(tmp_path / "r.yaml"), "--data", str(tmp_path)], capsys)


@pytest.mark.parametrize("recipe", ["pictures", "hearing"])
def test_ray_is_refused_where_no_texts_are_labelled(recipe: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = refused(["run", str(RECIPES / f"{recipe}.yaml"), "--data", str(tmp_path), "--engine", "ray"], capsys)
    assert "Ray labels texts" in line


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_student_can_be_taught_alone_and_is_before_it_is_measured(kind: str) -> None:
    module = import_module(KINDS[kind].module)
    stages = with_alone(module.STAGES)
    assert hasattr(module, "alone") and set(stages) == {*module.STAGES, "alone"}
    assert stages[stages.index("alone") :] in (("alone", "evaluate"), ("alone",))


def test_the_proof_of_teaching_teaches_each_student_twice_before_it_is_built_and_signs_and_measures_last() -> None:
    """What `make -n` would run, and in which order."""
    told = subprocess.run(["make", "-n", "prove-teaching"], cwd=RECIPES.parents[1], capture_output=True, text=True, check=True).stdout.splitlines()
    ran = [line.split(" -m ", 1)[1] for line in told if " -m distill." in line or " -m export." in line]

    def at(start: str) -> int:
        return next(n for n, line in enumerate(ran) if line.startswith(start))

    for recipe, part in (("language", "understanding"), ("pictures", "seeing"), ("hearing", "hearing")):
        assert ran[at(f"distill.cli run distill/recipes/{recipe}.yaml")].endswith("--alone")
        assert at(f"distill.cli run distill/recipes/{recipe}.yaml") < at(f"export.cli build {part}") < at("export.cli bundle") < at("export.cli sign")
    for proof in ("clinc150", "banking77"):
        assert ran[at(f"distill.cli run distill/recipes/{proof}.yaml")].endswith("--alone")
        assert at(f"distill.cli run distill/recipes/{proof}.yaml") < at(f"export.cli build texts --run runs/{proof}")
    assert at("export.cli sign") < at("distill.evaluation.hearing") < at("export.cli bench --check") == len(ran) - 1
