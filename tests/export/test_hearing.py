"""Which rows of the vocabulary may be cut, and what the part says of itself."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from export.graphs.hearing import usable_tokens
from export.hearing import kept

PART = Path(__file__).parents[2] / "assets" / "bundles" / "market" / "hearing"


@pytest.mark.parametrize("text", ["Where's the crème brûlée? 2.49 €!", "请问燕麦奶在哪里？我要两瓶，谢谢。", "龘靐麤鱻 㐀㐁", "GLUTEN-free 50% Ａ１"])
def test_english_and_chinese_text_keeps_all_its_tokens(text: str) -> None:
    """No token that English or Chinese text uses is cut."""
    words = Tokenizer.from_file(str(PART / "tokenizer.json"))
    kept = set(usable_tokens(words, 51_865).tolist())
    assert set(words.encode(text, add_special_tokens=False).ids) <= kept


def test_the_part_says_what_it_is_and_is_small() -> None:
    """80 MB in all, no file over 60 MB, and the teacher named by its hash."""
    sizes = [f.stat().st_size for f in PART.iterdir()]
    about = json.loads((PART / "part.json").read_text("utf-8"))
    assert sum(sizes) <= 80_000_000 and max(sizes) <= 60_000_000
    assert about["languages"] == ["en", "zh"] and len(about["teacher"]["sha256"]) == 64
    assert len(np.load(PART / "tokens.npy")) == about["vocabulary"]["kept"]


@pytest.mark.parametrize(("mandarin", "orders", "empty", "ships"), [
    (0.15, 0.94, 1.0, True), (0.16, 0.94, 1.0, False), (0.15, 0.92, 1.0, False), (0.15, 0.94, 0.98, False),
])  # fmt: skip
def test_a_blend_ships_only_as_good_as_the_teacher_on_what_is_real(mandarin: float, orders: float, empty: float, ships: bool) -> None:
    """Real Mandarin no worse than the teacher's own, orders no worse than untaught, silence still nothing."""

    def figures(mandarin: float, orders: float, empty: float) -> dict[str, Any]:
        return {"real_speech": {"zh": {"errors": mandarin}}, "coffee": {"slot_words": orders}, "no_speech": {"empty": empty}}

    assert kept(figures(mandarin, orders, empty), figures(0.09, 0.94, 1.0), {"zh": {"errors": 0.15}}) is ships
