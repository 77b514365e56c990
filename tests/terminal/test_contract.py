"""The command line's contract, run as a process or through its own entry: output fields, exit codes, one line of error."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from kiosk.cli import main

STORE = "assets/stores/market"


@pytest.fixture(autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, worker_state: Path) -> None:
    monkeypatch.setenv("KIOSK_STATE", str(worker_state))


@pytest.fixture(scope="session")
def worker_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One state folder a test process: the catalogue is built once."""
    return tmp_path_factory.mktemp("state")


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    assert main(["ask", *words, "--json", "--store", STORE]) == 0
    return json.loads(capsys.readouterr().out)


def test_an_answer_has_every_field_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    row = asked(capsys, "where can I find oatly oat drink")
    assert {"id", "text", "language", "heard", "intent", "confidence", "sentiment", "slots", "products", "seen", "actions", "citations", "answered",
            "milliseconds"} <= set(row)  # fmt: skip
    first = row["products"][0]
    assert {"sku", "kind", "name", "names", "brand", "price", "aisle", "shelf", "score"} <= set(first)
    assert first["kind"] == "oat-milk"
    assert first["names"]["zh"]
    assert row["language"] == "en"


def test_a_chinese_question_is_answered_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    row = asked(capsys, "料酒在哪个通道")
    assert row["language"] == "zh"
    assert row["products"][0]["kind"] == "cooking-wine"


def test_a_question_with_a_barcode_picture_is_one_question(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """'Is this gluten free' about a shown carton is answered about that carton."""
    bars = np.asarray(zxingcpp.write_barcode(zxingcpp.BarcodeFormat.EAN13, "7394376615733", width=500, height=250))
    page = np.full((bars.shape[0] + 80, bars.shape[1] + 80), 255, np.uint8)
    page[40 : 40 + bars.shape[0], 40 : 40 + bars.shape[1]] = bars
    Image.fromarray(page).save(tmp_path / "code.png")
    row = asked(capsys, "is this gluten free?", "--image", str(tmp_path / "code.png"))
    assert row["products"][0]["sku"] == "oatly-oat-milk"
    assert row["seen"][0]["by"] == "barcode"
    assert row["intent"] == "product_allergens"


def test_a_batch_keeps_order_and_goes_on_after_bad_lines(tmp_path: Path) -> None:
    lines = ['{"id": 1, "text": "hello"}', "{broken", '{"id": "x"}', '["no"]', '{"id": 2, "text": "   "}', '{"id": 3, "text": "谢谢", "language": "fr"}',
             '{"id": 4, "text": "谢谢"}']  # fmt: skip
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    assert main(["ask", "--batch", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl"), "--store", STORE]) == 0
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [r["id"] for r in rows] == [1, None, "x", None, 2, 3, 4]
    assert [("error" in r) for r in rows] == [False, True, True, True, True, True, False]
    assert rows[1]["line"] == 2


def test_questions_of_one_visit_share_what_was_said(tmp_path: Path) -> None:
    rows = [{"id": "a", "visit": "v", "text": "how much are pink lady apples"}, {"id": "b", "visit": "other", "text": "hello"},
            {"id": "c", "visit": "v", "text": "and the granny smiths?"}]  # fmt: skip
    (tmp_path / "in.jsonl").write_text("\n".join(json.dumps(r) for r in rows))
    main(["ask", "--batch", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl"), "--store", STORE])
    last = json.loads((tmp_path / "out.jsonl").read_text("utf-8").splitlines()[2])
    assert last["intent"] == "product_price"
    assert last["products"][0]["sku"] == "granny-smith"


def test_a_batch_can_be_a_pipe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO('{"id": "p", "text": "你好"}\n'.encode())))
    assert main(["ask", "--batch", "-", "--store", STORE]) == 0
    assert json.loads(capsys.readouterr().out)["intent"] == "greeting"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["ask", ""], 2), (["ask", "\x00\x01\x02"], 2), (["ask", "hello", "--image", "no-such.jpg"], 2), (["ask", "hello", "--audio", "no-such.wav"], 2),
        (["ask", "--batch", "no-such.jsonl"], 2), (["ask", "hello", "--store", "no-such-pack"], 3), (["store", "check", "no-such-pack"], 3),
        (["bundle", "verify", "no-such-bundle"], 3), (["tickets", "show", "99999"], 2), (["tickets", "acknowledge"], 2),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_line_with_its_exit_code(words: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """What, where and how to mend, in one line on stderr; nothing on stdout."""
    assert main(words) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("kiosk: ")
    assert said.err.count("\n") == 1


def test_an_endless_text_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    """100 kB of text is cut, not refused and not slow."""
    assert asked(capsys, "where is the milk " * 5600)["text"]


def test_a_bundle_that_was_altered_ends_with_4(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import shutil

    shutil.copytree("assets/bundles/market", tmp_path / "bundle")
    model = tmp_path / "bundle" / "understanding" / "model.bin"
    body = bytearray(model.read_bytes())
    body[1000] ^= 1
    model.write_bytes(bytes(body))
    monkeypatch.setenv("KIOSK_BUNDLE", str(tmp_path / "bundle"))
    assert main(["ask", "hello", "--store", STORE]) == 4
    assert "altered" in capsys.readouterr().err


def test_usage_errors_are_one_line() -> None:
    """A wrong option ends with 2 and says where help is; run as a process, as a shell would."""
    done = subprocess.run([sys.executable, "-m", "kiosk.cli", "ask", "--colour", "red"], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": os.getcwd()})
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--help" in done.stderr


def test_a_damaged_catalogue_ends_with_4(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Bug: a database damaged beyond its first page ended in a traceback."""
    monkeypatch.setenv("KIOSK_STATE", str(tmp_path))
    assert main(["ask", "hello"]) == 0
    capsys.readouterr()
    file = tmp_path / "store.sqlite"
    for other in tmp_path.glob("store.sqlite-*"):
        other.unlink()
    body = bytearray(file.read_bytes())
    body[4096:] = b"\xff" * (len(body) - 4096)
    file.write_bytes(bytes(body))
    assert main(["ask", "hello"]) == 4
    assert "doctor --repair" in capsys.readouterr().err
