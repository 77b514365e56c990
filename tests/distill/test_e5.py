"""The bilingual teacher out of its package: four-bit blocks, pieces, and a space where Chinese meets English."""

from pathlib import Path

import numpy as np
import pytest
import torch

from distill.teachers.e5 import load_e5, piece_rows, unpacked
from kiosk.core import BrokenData


def test_a_block_holds_thirty_two_weights_low_halves_first() -> None:
    """Scale 0.5; weight j of the low half is j, weight j of the high half 15 - j, each less 8."""
    pairs = bytes((15 - j) << 4 | j for j in range(16))
    found = unpacked(b"xx" + np.float16(0.5).tobytes() + pairs, 2, 1, 32)
    assert found.shape == (1, 32)
    assert found[0, :16].tolist() == [0.5 * (j - 8) for j in range(16)]
    assert found[0, 16:].tolist() == [0.5 * (15 - j - 8) for j in range(16)]


def test_another_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "e5-small-q4.bin"
    file.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(BrokenData):
        load_e5(file)


def test_a_chinese_question_lies_nearest_its_english_twin() -> None:
    """Six pairs, mean pooling: each Chinese question is nearer to its own English one than to the others."""
    model, words = load_e5()
    english = ["where is the oat milk", "how much do the apples cost", "my friend has collapsed", "can I pay by card", "I lost my wallet", "goodbye"]
    chinese = ["燕麦奶在哪儿", "这些苹果多少钱", "有人晕倒了", "可以刷卡吗", "我的钱包丢了", "再见"]
    encoded = words.encode_batch([f"query: {q}" for q in english + chinese])
    mask = torch.tensor([e.attention_mask for e in encoded])
    with torch.no_grad():
        hidden = model(input_ids=torch.tensor([e.ids for e in encoded]), attention_mask=mask).last_hidden_state
    vectors = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    vectors = vectors / vectors.norm(dim=1, keepdim=True)
    assert (vectors[6:] @ vectors[:6].T).argmax(dim=1).tolist() == list(range(6))


def test_tokens_of_another_vocabulary_begin_at_the_teachers_pieces() -> None:
    """A word and a Chinese character are known and differ; tokens of our own making are not known."""
    model, words = load_e5()
    table = model.embeddings.word_embeddings.weight.detach().numpy()
    rows, known = piece_rows(["[CLS]", "milk", "奶", "[c:none]"], words, table)
    assert known.tolist() == [False, True, True, False]
    assert np.array_equal(rows[1], table[words.token_to_id("▁milk")])
    assert not np.allclose(rows[1], rows[2])
