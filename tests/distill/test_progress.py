"""How far a long step is, told to who sits before it and to nobody else."""

import io
import sys

import pytest

from distill.data.cleaning import Item, clean
from distill.evaluation.baselines import baselines
from distill.progress import bar, counted
from tests.distill.test_baselines import ASKED, LABELS, TEXTS


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stderr", "told"), [(_Terminal(), True), (io.StringIO(), False)])
def test_a_bar_is_drawn_on_a_terminal_alone_and_never_where_programs_read(
    stderr: io.StringIO, told: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stderr", stderr)
    assert list(bar([3, 1, 2], "counting")) == [3, 1, 2]
    assert ("counting" in stderr.getvalue()) is told
    assert capsys.readouterr().out == ""


def test_what_counts_itself_is_shown_the_same_way(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stderr", stderr := _Terminal())
    with counted() as progress:
        progress.update(progress.add_task("labels", total=4), advance=4)
    assert "4/4" in stderr.getvalue() and capsys.readouterr().out == ""


def test_cleaning_shows_how_far_its_slow_steps_are_and_keeps_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [Item(text, "en", "a", split) for split, text in (("train", "where is the milk"), ("train", "where is the bread"), ("held", "is there any tea"))]
    plain = clean(rows)
    monkeypatch.setattr(sys, "stderr", stderr := _Terminal())
    assert clean(rows, watch=bar) == plain
    assert "near duplicates" in stderr.getvalue() and "what evaluates" in stderr.getvalue()


def test_fitting_the_baselines_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stderr := _Terminal())
    assert [model.role for model in baselines(TEXTS, LABELS, 4, ASKED)] == ["tfidf", "static"]
    assert "fitting baselines" in stderr.getvalue()
