"""The doctor in Chinese: what it found, and what to do about it. Its sentences are written in English where they arise, on every floor of the house; all
their Chinese stands in `chinese.yaml`.

What must hold: whatever was filled into a sentence is in its Chinese too; a sentence without Chinese stays as it is (`tests/field/test_chinese.py` finds it).
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

from kiosk.core.text import has_chinese

FILE: Final = Path(__file__).with_suffix(".yaml")
HOLE: Final = re.compile(r"\{(\w+)\}")


def chinese(text: str) -> str:
    """A sentence of the doctor's in Chinese, where there is one."""
    exact, patterns = _sentences()
    if text in exact:
        return exact[text]
    for pattern, said in patterns:
        if found := pattern.fullmatch(text):
            filled = _filled(said, {hole: chinese(value) for hole, value in found.groupdict().items()})
            return filled if has_chinese(filled) else text  # nothing but a mark between two names was known
    return text


def _filled(said: str, values: dict[str, str]) -> str:
    return HOLE.sub(lambda hole: values[hole[1]], said)


@cache
def _sentences() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """What is said as it is, and what has holes: the sentences that fix most of their letters first."""
    import yaml

    said: dict[str, str] = yaml.safe_load(FILE.read_text("utf-8"))
    holed = sorted((text for text in said if HOLE.search(text)), key=lambda text: -len(HOLE.sub("", text)))
    patterns = [
        (re.compile("".join(f"(?P<{part}>.*?)" if n % 2 else re.escape(part) for n, part in enumerate(HOLE.split(text)))), said[text]) for text in holed
    ]
    return {text: other for text, other in said.items() if not HOLE.search(text)}, patterns
