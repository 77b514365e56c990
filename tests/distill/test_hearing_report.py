"""The page about hearing says what was recorded and nothing else, escapes what was heard, and needs no other file."""

import json
from pathlib import Path
from typing import Any

import pytest

from distill.evaluation.hearing_report import STUDENT, curve_of, main, of_part, render
from kiosk.core import BrokenData, MissingPart
from tests.distill.test_report import EVIL, Page

PART = Path("assets/bundles/market/hearing")


def errors(wrong: float, **more: Any) -> dict[str, Any]:
    """As `distill.evaluation.hearing` tells of one language."""
    return {"clips": 80, "errors": wrong, "errors_repaired": wrong / 2, "language_right": 0.975, "median_ms": 612.0, "nothing_heard": 3, "repeating": 1, **more}


def about(**metrics: Any) -> dict[str, Any]:
    return {"part": "hearing", "made_at": "2020-02-02", "metrics": metrics}


EVALUATION = {
    "no_speech": {"clips": 200, "empty": 0.995, "invented": [EVIL]},
    "spoken_questions": {"en": errors(0.11), "zh": errors(0.16)},
    "spoken_questions/babble 10.0": {"babble_db": 10.0, "talkers": 6, "en": errors(0.31), "zh": errors(0.42)},
    "understood/typed": {"en": {"clips": 40, "understood": 0.925, "intent": 0.95, "not_heard": 0}},
    "loops/spoken": {"clips": 1440, "looped": 14, "share": 0.0097, "cut": 12, "left": 2, "emptied": 0, "first": []},
    "compared/spoken": {"clips": 160, "differ": 30, "part": {}, "against": {}, "first": []},
}
SPEED = {
    "coffee_speech": {
        "student, 10 s, int8": {"clips": 40, "slot_words": 0.9344, "whole_clips": 0.7, "taken_for_english": 1.0, "median_ms": 1217.1, "p50_ms": 1217.1, "p95_ms": 2502.9},
        "teacher, 30 s, int8": {"clips": 40, "slot_words": 0.9305, "whole_clips": 0.725, "taken_for_english": 1.0, "median_ms": 3212.6, "p50_ms": 3212.6, "p95_ms": 4099.9},
        "faster": {"teacher, 30 s, int8": 2.64},
    }
}  # fmt: skip


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    assert not page.open
    return page


def words(html: str) -> str:
    return " ".join(" ".join(read(html).text).split())


def test_the_shipped_parts_record_stands_in_the_page_teacher_beside_student() -> None:
    record = json.loads((PART / "part.json").read_text("utf-8"))
    said, measured = words(render(record, {})), record["metrics"]
    for wrong in (measured["held_out"]["zh"]["errors"], measured["untaught"]["held_out"]["zh"]["errors"], measured["teacher_itself"]["zh"]["errors"]):
        assert f"{100 * wrong:.1f} %" in said
    assert f"{100 * measured['coffee']['slot_words']:.1f} %" in said
    assert "its teacher, thirty seconds, float" in said and "blend, 0.3 of the student" in said


def test_what_was_measured_of_the_part_later_stands_beside_it_with_its_file() -> None:
    """Noise, understanding, loops, what differs and how much faster it is."""
    said = words(render(about(held_out={"zh": errors(0.3)}), {"proof.json": EVALUATION, "speed.json": SPEED}))
    for told in ("babble 10 dB below", "42.0 %", "typed", "92.5 %", "1440", "99.5 %", "2.6 × faster", "1217 ms", "93.4 %", "proof.json", "speed.json"):
        assert told in said, told
    assert "Not measured" not in said


def test_what_nobody_measured_is_said_to_be_missing() -> None:
    said = words(render(about(), {}))
    assert "Nobody has measured it on held-out clips." in said
    assert said.count("Not measured") == 8


def test_the_curve_has_every_level_of_the_students_own_questions_alone() -> None:
    found = of_part(about())
    for name, told in EVALUATION.items():
        found.take(name, told, STUDENT, "proof.json")
    assert "en, words from 11.0 to 31.0 %" in curve_of(found.errors) and "zh, characters from 16.0 to 42.0 %" in curve_of(found.errors)
    assert curve_of(row._replace(model="another") for row in found.errors) == ""


def test_what_was_heard_is_escaped_and_nothing_is_loaded() -> None:
    html = render(about(), {EVIL: EVALUATION})
    assert EVIL not in html
    assert not [tag for tag, with_ in read(html).tags if "src" in with_ or tag in ("link", "img", "iframe")]


def test_a_record_that_is_none_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BrokenData, match="no record of a hearing part"):
        render({"part": "seeing", "metrics": {}}, {})
    with pytest.raises(MissingPart, match="no such record"):
        main(["--part", str(PART), "--figures", str(tmp_path / "none.json"), "--out", str(tmp_path / "page.html")])
    (tmp_path / "bad.json").write_text("[")
    with pytest.raises(BrokenData, match="cannot be read"):
        main(["--part", str(PART), "--figures", str(tmp_path / "bad.json"), "--out", str(tmp_path / "page.html")])
    assert not (tmp_path / "page.html").exists()
    assert main(["--part", str(PART), "--out", str(tmp_path / "page.html")]) == 0
