"""In other words: paraphrases differ and keep what they must, and a killed run goes on."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch

from distill import paraphrasing
from distill.cli import main
from distill.paraphrasing import Filter, Sampling, holds, paraphrase, paraphrase_file
from distill.predicting import open_model
from distill.teachers.causal import CausalModel, load_causal
from kiosk.core import BadInput
from kiosk.core.text import normalise
from tests.fakes.causal import tiny, words_tokenizer

BUNDLE = Path(__file__).parents[2] / "assets" / "bundles" / "market"
PART = BUNDLE / "understanding"
LOOSE = Sampling(tokens=12, shortest=0.3, longest=3, rounds=12)


@pytest.fixture(scope="module")
def speaker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of five words, all nearly as likely as the end, so that its short sentences often hold a given one."""
    return tiny(tmp_path_factory.mktemp("speaker"), words_tokenizer(), 0.02)


def test_paraphrases_differ_from_the_source_and_each_other_keep_their_values_and_pass_the_filter(speaker: Path) -> None:
    model, source = load_causal(str(speaker)), "where is the milk"
    asked = []

    def keep(text: str) -> bool:
        asked.append(text)
        return "please" in text

    found = paraphrase(model, source, 6, seed=1, values=["milk"], keep=keep, sampling=LOOSE)
    assert 1 < len(found) <= 6 and set(found) <= set(asked) and len(asked) > len(found)
    assert len({normalise(text) for text in [source, *found]}) == len(found) + 1
    for text in asked:
        assert holds(text, "milk") and 0.3 * len(source) <= len(text) <= 3 * len(source)
    assert all("please" in text for text in found)
    assert paraphrase(model, source, 3, values=["milk"], keep=lambda _: False, sampling=LOOSE) == ()


def test_a_capital_letter_makes_no_paraphrase(speaker: Path) -> None:
    """Of all that two or three of its words can say, each is kept in one writing."""
    found = paraphrase(load_causal(str(speaker)), "where milk", 60, sampling=LOOSE)
    assert len(found) > 20 and any("Where" in text for text in found)
    assert len({normalise(text) for text in ["where milk", *found]}) == len(found) + 1


def test_what_is_drawn_depends_on_seed_and_text_only_and_leaves_other_draws_alone(speaker: Path) -> None:
    model = load_causal(str(speaker))
    torch.manual_seed(5)
    wanted = torch.rand(3)
    torch.manual_seed(5)
    first = paraphrase(model, "where is the milk", 4, seed=1, sampling=LOOSE)
    assert torch.equal(torch.rand(3), wanted)
    paraphrase(model, "the milk is where", 4, seed=1, sampling=LOOSE)
    assert paraphrase(model, "where is the milk", 4, seed=1, sampling=LOOSE) == first
    assert paraphrase(model, "where is the milk", 4, seed=2, sampling=LOOSE) != first


@pytest.mark.parametrize(
    ("text", "value", "wanted"),
    [("two hams", "ham", False), ("ham, please", "ham", True), ("Ham please", "ham", False), ("costs 12", "1", False), ("在A区吗", "A", True),
     ("燕麦奶在哪", "麦奶", True), ("crème fraîche", "crème", True), ("a b", "", False), ("a (b) c", "(b)", True)],
)  # fmt: skip
def test_a_value_survives_letter_for_letter_and_as_a_word(text: str, value: str, wanted: bool) -> None:
    assert holds(text, value) is wanted


def test_a_value_that_is_not_in_the_text_and_a_text_that_is_none_are_refused(speaker: Path) -> None:
    model = load_causal(str(speaker))
    for text, count, values in (("where is it", 2, ["milk"]), (" ", 2, []), ("milk", 0, [])):
        with pytest.raises(BadInput):
            paraphrase(model, text, count, values=values)


def rows_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def interrupted(*_: Any, **__: Any) -> tuple[str, ...]:
    raise KeyboardInterrupt


def questions(file: Path, count: int = 5) -> Path:
    rows = [{"id": n, "text": f"where is the {'oat ' * n}milk", "keep": ["milk"]} for n in range(count)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows) + "\n", "utf-8")
    return file


def test_a_run_that_was_killed_goes_on_and_ends_with_the_same_bytes(speaker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed in the midst of its fourth line; only what it had not finished is asked again, and nothing half written stays."""
    source, whole, out = questions(tmp_path / "in.jsonl"), tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    assert paraphrase_file(source, whole, str(speaker), count=2, seed=4) == (5, 0)
    real, asked = paraphrase, []

    def dying(model: CausalModel, text: str, *others: Any, **more: Any) -> tuple[str, ...]:
        asked.append(text)
        if len(asked) == 4:
            raise KeyboardInterrupt
        return real(model, text, *others, **more)

    monkeypatch.setattr(paraphrasing, "paraphrase", dying)
    with pytest.raises(KeyboardInterrupt):
        paraphrase_file(source, out, str(speaker), count=2, seed=4)
    (partial,) = tmp_path.glob("out.jsonl.*.part")
    assert not out.exists() and partial.read_bytes().count(b"\n") == 3
    with partial.open("ab") as lines:
        lines.write(b'{"id": 3, "te')
    asked[:] = ["a", "b", "c", "d"]  # from now on it lives
    paraphrase_file(source, out, str(speaker), count=2, seed=4)
    assert len(asked) - 4 == 2
    assert out.read_bytes() == whole.read_bytes() and not list(tmp_path.glob("*.part"))
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == list(range(5)) and all(row["keep"] == ["milk"] for row in rows)
    assert all(holds(text, "milk") for row in rows for text in row["paraphrases"])


def test_a_half_written_file_of_another_seed_is_not_gone_on_with(speaker: Path, tmp_path: Path) -> None:
    source, out = questions(tmp_path / "in.jsonl", 1), tmp_path / "out.jsonl"
    paraphrase_file(source, out, str(speaker), count=2, seed=1)
    wanted = out.read_bytes()
    stale = tmp_path / "out.jsonl.0123456789abcdef.part"
    stale.write_bytes(b'{"text": "stale"}\n')
    paraphrase_file(source, out, str(speaker), count=2, seed=1)
    assert out.read_bytes() == wanted and not stale.exists()


def test_the_command_writes_a_line_a_line_and_names_the_line_that_is_wrong(speaker: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = questions(tmp_path / "in.jsonl", 2), tmp_path / "out.jsonl"
    words = ["paraphrase", "--in", str(source), "--out", str(out), "--teacher", str(speaker), "--count", "2", "--seed", "3"]
    assert main(words) == 0
    assert f"{out}: 2 lines" in capsys.readouterr().out and len(out.read_text().splitlines()) == 2
    before = out.read_bytes()
    for wrong in ('{"words": 1}', "[]", '{"text": "where", "keep": ["milk"]}', '{"text": ""}', '{"text": "milk", "keep": "milk"}'):
        source.write_text(f'{{"text": "milk"}}\n{wrong}\n')
        assert main(words) == 2
        assert f"{source}:2" in capsys.readouterr().err
    assert main([*words[:-4], "--count", "0"]) == 2
    assert out.read_bytes() == before and not list(tmp_path.glob("*.part"))


def test_only_paraphrases_with_their_sources_label_are_kept_and_the_others_counted(speaker: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By a real part: what it keeps has the source's label and score, what it dropped stands among the paraphrases made without it."""
    source, free, kept = questions(tmp_path / "in.jsonl", 3), tmp_path / "free.jsonl", tmp_path / "kept.jsonl"
    words = ["paraphrase", "--in", str(source), "--teacher", str(speaker), "--count", "8", "--seed", "3"]
    assert main([*words, "--out", str(free)]) == 0
    told = open_model(PART).told
    scores = [told(text) for row in rows_of(free) for text in row["paraphrases"]]
    least = sorted(score for _, score in scores)[len(scores) // 2]  # so that some are dropped whatever the labels
    assert main([*words, "--out", str(kept), "--keep-by", str(PART), "--keep-score", str(least)]) == 0
    rows = rows_of(kept)
    dropped = sum(row["dropped"] for row in rows)
    assert dropped > 0 and f"3 lines, {dropped} paraphrases dropped for another label" in capsys.readouterr().out
    assert any(row["paraphrases"] for row in rows)
    for row in rows:
        for text in row["paraphrases"]:
            label, score = told(text)
            assert label == told(row["text"])[0] and score >= least


def test_what_filters_decides_whether_a_half_written_file_is_gone_on_with(speaker: Path, tmp_path: Path) -> None:
    source, out = questions(tmp_path / "in.jsonl", 2), tmp_path / "out.jsonl"
    names = set()
    for filtered in (None, Filter(PART), Filter(PART, 0.9)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(paraphrasing, "paraphrase", interrupted)
            with pytest.raises(KeyboardInterrupt):
                paraphrase_file(source, out, str(speaker), 2, filtered=filtered)
        names |= {file.name for file in tmp_path.glob("*.part")}
    assert len(names) == 3


def test_a_filter_that_is_none_is_one_clear_error(speaker: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = questions(tmp_path / "in.jsonl", 1), tmp_path / "out.jsonl"
    words = ["paraphrase", "--in", str(source), "--out", str(out), "--teacher", str(speaker)]
    for part, score, code, says in (
        (BUNDLE / "seeing", "0", 2, "labels pictures, not texts"),
        (tmp_path, "0", 4, "cannot be opened"),
        (PART, "1.5", 2, "no share"),
    ):
        assert main([*words, "--keep-by", str(part), "--keep-score", score]) == code
        line = capsys.readouterr().err.strip()
        assert says in line and len(line.splitlines()) == 1
    assert not out.exists() and not list(tmp_path.glob("*.part"))


@pytest.mark.slow
def test_the_packaged_model_says_a_question_in_other_words_that_keep_the_product() -> None:
    found = paraphrase(load_causal(), "Where can I find the oat milk?", 3, seed=1, values=["oat milk"])
    assert found and all("oat milk" in text for text in found)
