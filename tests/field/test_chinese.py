"""The doctor in Chinese: complete, and nothing that was filled in gets lost."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

import kiosk
from kiosk.cli import main
from kiosk.core.settings import load_settings
from kiosk.core.text import has_chinese
from kiosk.field.chinese import FILE, HOLE, chinese
from kiosk.field.devices import check_camera
from kiosk.field.doctor import examine, of_the_terminal, rows

HOUSE = Path(kiosk.__file__).parent
SAID: dict[str, str] = yaml.safe_load(FILE.read_text("utf-8"))
ERRORS = {"MissingPart", "BrokenData", "BadInput", "_bad"}
FLOORS = ("bundle", "core/settings.py", "store/pack.py", "store/database.py", "store/catalogue.py", "store/enrolled.py", "store/word_files.py", "seeing/label.py",
          "seeing/appearance.py", "seeing/camera.py", "hearing/decoding.py", "hearing/windows.py", "hearing/microphone.py", "speaking/model.py", "speaking/english.py",
          "speaking/loudspeaker.py")  # fmt: skip
"""Whose faults the doctor tells."""
VALUES = re.compile(r"[\W\d_]*|device \S*|.*\bAGAIN\b.*")
"""What holds no words."""


def bare(sentence: str) -> str:
    """A sentence with every hole the same; holes side by side are one."""
    return re.sub(r"(\{\})+", "{}", HOLE.sub("{}", sentence))


def texts(node: ast.AST | None, constants: dict[str, str]) -> list[str]:
    """What an expression may say, its holes as {}."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return ["".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in parts)]
        case ast.IfExp(body=one, orelse=other):
            return texts(one, constants) + texts(other, constants)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [a + b for a in texts(left, constants) or ["{}"] for b in texts(right, constants) or ["{}"]]
        case ast.Name(id=name) if name in constants:
            return [constants[name]]
        case ast.Tuple(elts=parts) | ast.BoolOp(values=parts):
            return [text for part in parts for text in texts(part, constants)]
    return []


def spoken(file: Path) -> Iterator[str]:
    """The sentences of a module that the doctor may tell."""
    tree = ast.parse(file.read_text("utf-8"))
    constants = {
        target.id: node.value.value
        for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target]) if isinstance(target, ast.Name)
    }  # fmt: skip
    own = file.parent.name == "field"
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="Finding"), args=args, keywords=more):
                for part in (*args[2:4], *(k.value for k in more if k.arg in ("what", "mend"))):
                    yield from texts(part, constants)
            case ast.Call(func=ast.Name(id=name), args=args) if name in ERRORS:
                for part in (args[0], *args[2:3]):
                    yield from texts(part, constants)
            case ast.Assign(targets=[ast.Name(id="what" | "mend" | "short" | "heard" | "holds")], value=value) if own:
                yield from texts(value, constants)
            case ast.AugAssign(target=ast.Name(id="what"), value=value) if own:
                yield from ("{}" + text for text in texts(value, constants))
            case ast.Return(value=value) if own and file.stem == "self_test":
                yield from texts(value, constants)
            case (
                ast.AnnAssign(target=ast.Name(id="WITHOUT" | "NEEDED_FLAGS" | "WANTED_FLAGS"), value=ast.Dict(values=held))
                | ast.Assign(targets=[ast.Name(id="WITHOUT" | "NEEDED_FLAGS" | "WANTED_FLAGS")], value=ast.Dict(values=held))
            ):
                for part in held:
                    yield from texts(part, constants)


FILES = [*(HOUSE / "field" / f"{n}.py" for n in ("machine", "holdings", "devices", "doctor", "self_test", "findings", "repair")),
         *(f for floor in FLOORS for f in (sorted((HOUSE / floor).glob("*.py")) if (HOUSE / floor).is_dir() else [HOUSE / floor]))]  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_every_sentence_that_the_doctor_may_tell_has_its_chinese(file: Path) -> None:
    known = {bare(text) for text in SAID}
    assert [text for text in spoken(file) if bare(text) not in known and not VALUES.fullmatch(bare(text))] == []


def test_the_sentences_are_found_at_all() -> None:
    assert {"{}: tight", "{} was altered", "there is no model bundle"} <= {text for file in FILES for text in spoken(file)}


@pytest.mark.parametrize("text", SAID)
def test_the_chinese_is_chinese_and_keeps_what_is_filled_in(text: str) -> None:
    said = SAID[text]
    assert has_chinese(said) or not re.search(r"[A-Za-z]{3}", HOLE.sub("", text))
    assert {h for h in HOLE.findall(text) if h not in ("s", "s2")} == set(HOLE.findall(said))
    values = {hole: f"<{n}>" for n, hole in enumerate(HOLE.findall(text))}
    filled = chinese(HOLE.sub(lambda hole: values[hole[1]], text))
    assert all(value in filled for hole, value in values.items() if hole not in ("s", "s2"))


@given(st.text(max_size=60))
@example(": ")
@example("x (y)")
def test_any_other_text_keeps_every_word_of_it(text: str) -> None:
    """A path, a device's name: whatever happens to look like a sentence, its letters and digits stay."""
    said = chinese(text)
    assert said == text or has_chinese(said)


def test_what_was_filled_in_is_told_in_chinese_too() -> None:
    assert chinese("0.9 GB of 4.0 GB free: tight") == "内存 4.0 GB，空闲 0.9 GB：有点紧"
    assert chinese("A CPU, 1 core, without avx2: everything is about three times slower without it") == "A CPU，1 核，不支持 avx2：缺了它，样样都要慢两倍左右"
    assert chinese("there is no loudspeaker") == "没有扬声器" and chinese("The camera cannot be opened (camera 2)") == "摄像头打不开（camera 2）"


def test_every_finding_of_this_machine_is_told_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_STATE", str(tmp_path))
    told = [text for row in rows(examine(load_settings())) for text in row["zh"].values()]
    assert [text for text in told if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", text) and not has_chinese(text)] == []


def test_a_chinese_terminal_gets_a_chinese_table_and_an_option_overrules_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIOSK_STATE", str(tmp_path))
    monkeypatch.setenv("KIOSK_CAMERA", "-1")
    monkeypatch.setattr("kiosk.field.doctor.examine", lambda settings: [check_camera(-1, [])])
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert main(["doctor"]) == 0
    chinese_table = capsys.readouterr().out
    assert "摄像头" in chinese_table and "已用设置 camera = -1 关闭" in chinese_table and "可以运行。" in chinese_table
    assert main(["doctor", "--language", "en"]) == 0
    assert "switched off by the setting" in capsys.readouterr().out
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert str(of_the_terminal()) == "en"
