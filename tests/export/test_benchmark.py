"""The benchmark's own logic on given numbers, and one real run of tiny graphs; no promise here is about time."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from rich.progress import Progress
from tokenizers import Tokenizer
from transformers import BertConfig

from distill.students.language import student_config
from distill.students.texts import TextStudent
from distill.students.vocabulary import SPECIAL, make_tokenizer
from export import benchmark
from export.benchmark import PLACES, bench, candidates, interleaved, measure, stacked
from export.candidates import Candidate, Feed, opened
from export.graphs import texts
from export.ratios import FIXED, MINILM, TEACHER, Kept, flat, keep, ratios, read_kept, shortfalls
from kiosk.core import BadInput, MissingPart

ROOT = Path(__file__).parents[2]
ROWS = {
    "ours": {"p50_ms": 2.0, "bytes": 10, "peak_bytes": 300},
    "torch fp32": {"p50_ms": 5.0, "bytes": 40, "peak_bytes": 900},
    "OpenVINO int8, GPU": {"p50_ms": 1.0, "bytes": 10, "peak_bytes": 600},
}
KEPT = Kept(measured="here", slack=0.2, ratios={"texts/torch fp32/faster": 2.5, "texts/torch fp32/smaller": 4.0, "seeing/torch fp32/faster": 3.0})


def test_each_form_is_called_untimed_before_it_is_timed_and_the_first_rounds_do_not_count() -> None:
    """Two forms, two samples, five rounds of which one is not counted: all in turn."""
    called: list[str] = []
    calls = [{form: (lambda said=f"{form}{n}": called.append(said)) for form in "ab"} for n in range(2)]
    spent = interleaved(calls, 5, untimed=1)
    assert called == ["a0", "a0", "b0", "b0", "a1", "a1", "b1", "b1"] * 5
    assert {form: len(times) for form, times in spent.items()} == {"a": 8, "b": 8}


def test_samples_of_any_length_become_one_feed() -> None:
    """What is added is zero, which the mask leaves out; pictures are laid one behind the other."""
    joined = stacked([{"ids": np.array([[5, 6]])}, {"ids": np.array([[7, 8, 9]])}])
    assert joined["ids"].tolist() == [[5, 6, 0], [7, 8, 9]]
    assert stacked([{"image": np.zeros((2, 4, 4, 3))}] * 3)["image"].shape == (6, 4, 4, 3)


def test_what_ships_is_compared_with_every_other_form() -> None:
    found = ratios(ROWS, "ours")
    assert found["torch fp32"] == {"faster": 2.5, "smaller": 4.0, "lighter": 3.0}
    assert set(found) == {"torch fp32", "OpenVINO int8, GPU"}
    assert ratios({"torch fp32": ROWS["torch fp32"]}, "ours") == {}


def test_only_the_students_ratios_are_kept_and_larger_is_better_for_all() -> None:
    """Another device's speed is the device's; a share of the bytes is turned over."""
    minilm = {"ratio": {"faster": 6.8, "faster_at_fixed_lengths": 6.3, "share_of_bytes": 0.125}}
    found = flat({"texts": {"ratio": ratios(ROWS, "ours")}, MINILM: minilm})
    assert found == {
        "texts/torch fp32/faster": 2.5, "texts/torch fp32/smaller": 4.0, "texts/torch fp32/lighter": 3.0,
        f"minilm/{TEACHER}/faster": 6.8, f"minilm/{FIXED}/faster": 6.3, f"minilm/{TEACHER}/smaller": 8.0,
    }  # fmt: skip


def test_a_ratio_within_the_slack_holds_and_one_below_it_is_told() -> None:
    assert shortfalls(KEPT, {"texts/torch fp32/faster": 2.0, "texts/torch fp32/smaller": 4.0}, ["texts"], {}) == ([], [])
    short, notes = shortfalls(KEPT, {"texts/torch fp32/faster": 1.99, "texts/torch fp32/smaller": float("nan")}, ["texts"], {})
    assert short[0] == "texts/torch fp32/faster: 1.99, 2 is the least (2.5 is kept)"
    assert "smaller: nan" in short[1]
    assert notes == []


def test_a_ratio_that_was_not_measured_falls_short_unless_its_run_is_not_here() -> None:
    fresh = {"texts/torch fp32/smaller": 4.0}
    assert shortfalls(KEPT, fresh, ["texts"], {})[0] == ["texts/torch fp32/faster: 2.5 is kept, and it was not measured"]
    short, notes = shortfalls(KEPT, fresh, ["texts", "seeing"], {"texts/torch fp32": "there is no run folder runs/clinc150"})
    assert len(short) == 1
    assert short[0].startswith("seeing/")
    assert notes == ["texts/torch fp32/faster: 2.5 is kept, and it was not measured: there is no run folder runs/clinc150"]


def test_keeping_a_part_again_leaves_the_others_and_the_slack(tmp_path: Path) -> None:
    file = tmp_path / "ratios.json"
    file.write_text(KEPT.model_dump_json())
    kept = keep(file, {"texts": {"ratio": {"torch fp32": {"faster": 9.0}}, "processor": 0.97}}, 1)
    assert read_kept(file) == kept
    assert kept.ratios == {"seeing/torch fp32/faster": 3.0, "texts/torch fp32/faster": 9.0}
    assert kept.slack == 0.2
    assert "texts, 97% of a core" in kept.measured


@pytest.mark.parametrize("body", ["", "{}", '{"measured": "", "ratios": {"a": "fast"}}', '{"measured": "", "ratios": {}, "slack": 1.5}'])
def test_kept_ratios_that_are_malformed_are_one_clear_error(body: str, tmp_path: Path) -> None:
    (tmp_path / "ratios.json").write_text(body)
    with pytest.raises(BadInput, match="kept ratios cannot be read"):
        read_kept(tmp_path / "ratios.json")


def test_the_repositorys_ratios_are_of_parts_that_the_benchmark_knows() -> None:
    kept = read_kept(ROOT / "export" / "ratios.json")
    assert kept.ratios
    assert {name.split("/")[0] for name in kept.ratios} <= {MINILM, *PLACES}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The part and the run of a text student of two narrow layers; the run's float IR is broken and its int8 ONNX is not there."""
    folder = tmp_path_factory.mktemp("tiny")
    part, run = folder / "part", folder / "run"
    part.mkdir()
    make_tokenizer([*SPECIAL, *"abcdefghijklmnopqrstuvwxyz", *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz")]).save(str(part / "tokenizer.json"))
    size = Tokenizer.from_file(str(part / "tokenizer.json")).get_vocab_size()
    torch.manual_seed(0)
    student = TextStudent(BertConfig(**{**student_config(size, 2, 32, hidden=24, heads=4).to_dict(), "num_labels": 5})).eval()
    student.save_pretrained(run / "model")
    texts.to_onnx(student, run / "float.onnx")
    texts.optimum_export(student, texts.TextStudentConfig(student.config, task="feature-extraction"), part / "model.xml")
    (run / "float.xml").write_text("<net/>")
    (run / "float.bin").write_bytes(b"")
    return part, run


def test_the_forms_that_are_there_are_found_and_the_others_are_told(tiny: tuple[Path, Path], tmp_path: Path) -> None:
    part, run = tiny
    found, missing = candidates("texts", part, run, ["CPU", "GPU"])
    assert [c.name for c in found] == ["torch fp32", "OpenVINO float, CPU", "OpenVINO float, GPU", "OpenVINO int8, CPU", "OpenVINO int8, GPU", "ONNX Runtime float"]
    assert missing == {"ONNX Runtime int8": f"there is no {run / 'int8.onnx'}"}
    found, missing = candidates("texts", part, tmp_path / "gone", ["CPU"])
    assert [c.name for c in found] == ["OpenVINO int8, CPU"]
    assert missing["torch fp32"] == f"there is no run folder {tmp_path / 'gone'}"


def test_every_runtime_answers_the_same_feed_alike(tiny: tuple[Path, Path]) -> None:
    """So that what is timed is the same work."""
    part, run = tiny
    feed: Feed = {"input_ids": np.array([[2, 9, 9, 3], [2, 7, 3, 0]]), "attention_mask": np.array([[1, 1, 1, 1], [1, 1, 1, 0]])}
    by_torch = opened(Candidate("", "torch", str(run / "model"), "texts"))(feed)["logits"].numpy()
    assert np.allclose(opened(Candidate("", "openvino", str(part / "model.xml")))(feed)["logits"], by_torch, atol=1e-3)
    assert np.allclose(opened(Candidate("", "onnxruntime", str(run / "float.onnx")))(feed)[0], by_torch, atol=1e-3)


def test_a_graph_of_one_fixed_row_answers_all_rows_one_after_another(tmp_path: Path) -> None:
    import openvino as ov
    from openvino import opset15

    given = opset15.parameter([1, 2], np.float32, name="x")
    given.output(0).set_names({"x"})
    ov.save_model(ov.Model([opset15.result(opset15.multiply(given, np.float32(2)))], [given], "twice"), tmp_path / "twice.xml")
    said = opened(Candidate("", "openvino", str(tmp_path / "twice.xml")))({"x": np.arange(6, dtype=np.float32).reshape(3, 2)})
    assert len(said) == 3


def test_a_run_tells_every_figure_and_keeps_ratios_that_it_then_holds(tiny: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Real graphs, each in a process of its own for load time and memory; a graph that cannot be opened is told and the rest is measured."""
    part, run = tiny
    assert bench(["texts"], runs=tmp_path, bundle=tmp_path, run=run, part=part, as_json=True, kept=tmp_path / "ratios.json") == 0
    report = json.loads(capsys.readouterr().out)["texts"]
    assert set(report["rows"]) == {"torch fp32", "OpenVINO int8, CPU", "ONNX Runtime float"}
    for row in report["rows"].values():
        assert set(row) == {"p50_ms", "p95_ms", "per_second", "load_ms", "bytes", "peak_bytes", "libraries_bytes"}
        assert all(value > 0 for value in row.values())
        assert row["peak_bytes"] >= row["libraries_bytes"]
    assert report["rows"]["OpenVINO int8, CPU"]["bytes"] == sum((part / name).stat().st_size for name in ("model.xml", "model.bin"))
    assert set(report["failed"]) == {"OpenVINO float, CPU"}
    assert set(report["skipped"]) == {"ONNX Runtime int8"}
    assert read_kept(tmp_path / "ratios.json").ratios == flat({"texts": report})


def fake(faster: float) -> dict[str, Any]:
    return {"rows": {}, "failed": {}, "ratio": {"torch fp32": {"faster": faster}}, "processor": 0.99}


def test_a_check_ends_with_4_and_a_line_for_each_ratio_that_fell_short(
    tiny: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    part, run = tiny
    (tmp_path / "ratios.json").write_text(Kept(measured="", slack=0.2, ratios={"texts/torch fp32/faster": 2.5, "seeing/torch fp32/faster": 3.0}).model_dump_json())
    for faster, code in ((2.1, 0), (1.9, 4)):
        monkeypatch.setattr(benchmark, "measure", lambda *_, faster=faster: fake(faster))
        assert bench(["texts"], runs=tmp_path, bundle=tmp_path, run=run, part=part, as_json=True, check=tmp_path / "ratios.json") == code
        told = capsys.readouterr().err.splitlines()
        assert told == (["falls short: texts/torch fp32/faster: 1.9, 2 is the least (2.5 is kept)"] if code else [])


def test_what_cannot_be_measured_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no part speech"):
        bench(["speech"], runs=tmp_path, bundle=tmp_path)
    with pytest.raises(BadInput, match="one part"):
        bench(["texts", "seeing"], runs=tmp_path, bundle=tmp_path, run=tmp_path)
    with pytest.raises(MissingPart, match="no seeing part"):
        bench(["seeing"], runs=tmp_path, bundle=tmp_path)


def test_without_a_form_there_is_nothing_to_time() -> None:
    """A part of which no file is there is a report without rows."""
    with Progress(disable=True) as progress:
        assert measure([], [], "ours", 3, 1, progress) == {"rows": {}, "failed": {}, "ratio": {}, "processor": 1.0}


def test_a_run_on_a_busy_machine_says_so(tiny: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With half a core to itself a long call waits more often than a short one."""
    part, run = tiny
    monkeypatch.setattr(benchmark, "measure", lambda *_: fake(2.0) | {"processor": 0.5})
    assert bench(["texts"], runs=tmp_path, bundle=tmp_path, run=run, part=part, as_json=True) == 0
    assert "busy, 50% of a core" in capsys.readouterr().err
