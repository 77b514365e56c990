"""A form of a pack can be filled, in both languages, or the pack is refused with the reason."""

from pathlib import Path

import pytest

from kiosk.store.checking import check_pack
from tests.store.conftest import TODAY, write_pack

CASE = """\
forms:
- id: grumble
  topic: complaint
  en: complaint
  zh: 投诉
  fields:
  - {id: what, en: what, zh: 情况, required: true, kind: words}
  - {id: when, en: when, zh: 时间, kind: time, ask_en: 'when?', ask_zh: 什么时候？, values_en: [today], values_zh: [今天]}
"""


def pack(folder: Path, forms: str) -> Path:
    """The small pack with these forms."""
    write_pack(folder)
    (folder / "forms.yaml").write_text(forms, "utf-8")
    return folder


FAULTS = {
    "no question in Chinese": ("ask_zh: 什么时候？, ", "", "needs its question in both languages"),
    "a value without its Chinese": ("values_en: [today]", "values_en: [today, now]", "2 values in English and 1 in Chinese"),
    "a case without the shopper's account": ("required: true, ", "", "begins with a required field of kind words"),
    "an order of free words": ("topic: complaint", "topic: order", "kind value only"),
    "a case of fixed values": ("kind: time", "kind: value", "shopper's words"),
    "a value field without values": ("kind: words}", "kind: value}", "needs values_en and values_zh"),
    "a field twice": ("{id: when,", "{id: what,", "has a field twice"),
    "an unknown topic": ("topic: complaint", "topic: small-talk", "topic"),
}


@pytest.mark.parametrize(("old", "new", "reason"), FAULTS.values(), ids=FAULTS.keys())
def test_a_form_that_cannot_be_filled_refuses_the_pack(tmp_path: Path, old: str, new: str, reason: str) -> None:
    folder = pack(tmp_path, CASE.replace(old, new))
    problems, _ = check_pack(folder, TODAY)
    assert [p.file for p in problems] == ["forms.yaml"]
    assert reason in str(problems[0])


def test_a_form_that_is_whole_is_taken(tmp_path: Path) -> None:
    assert check_pack(pack(tmp_path, CASE), TODAY)[0] == []


def test_two_forms_for_one_topic_refuse_the_pack(tmp_path: Path) -> None:
    twice = CASE + CASE.removeprefix("forms:\n").replace("id: grumble", "id: moan")
    (problem,) = check_pack(pack(tmp_path, twice), TODAY)[0]
    assert "'complaint' is also that of 'grumble'" in str(problem)
