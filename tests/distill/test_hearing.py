"""The hearing student's experiment, whole, with a Whisper of two thousand weights: real sentences, the real voice, the real loop."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import WhisperConfig, WhisperForConditionalGeneration

from distill.data.card import fingerprint_of
from distill.hearing import HearingRecipe, run, target, to_say
from distill.students.hearing import cut_to_window
from distill.teachers.whisper import load_teacher

TOKENS = ("<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|zh|>", "<|transcribe|>", "<|notimestamps|>", "[UNK]", "where", "the", "is", "in")


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("teacher")
    torch.manual_seed(5)
    config = WhisperConfig(
        vocab_size=len(TOKENS), num_mel_bins=80, d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2, decoder_attention_heads=2,
        encoder_ffn_dim=16, decoder_ffn_dim=16, max_target_positions=64, pad_token_id=0, bos_token_id=0, eos_token_id=0, decoder_start_token_id=1,
        suppress_tokens=[], begin_suppress_tokens=[],
    )  # fmt: skip
    WhisperForConditionalGeneration(config).save_pretrained(folder)
    words = Tokenizer(models.WordLevel({t: n for n, t in enumerate(TOKENS)}, unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    words.save(str(folder / "tokenizer.json"))
    return folder


def test_it_learns_from_said_sentences_and_keeps_the_teachers_words_and_positions(teacher: Path, tmp_path: Path) -> None:
    recipe = HearingRecipe(teacher=str(teacher), english=3, chinese=3, held_english=1, held_chinese=1, passes=2, batch=2, threads=1, rate=1e-3)
    run(recipe, tmp_path, tmp_path / "run")
    before = cut_to_window(load_teacher(str(teacher)).model).state_dict()
    after = WhisperForConditionalGeneration.from_pretrained(tmp_path / "run" / "model").state_dict()
    moved = {name for name, value in after.items() if not torch.equal(value, before[name])}
    assert {"model.encoder.conv1.weight", "model.decoder.layers.0.fc1.weight"} <= moved
    assert not any("embed_tokens" in name or "encoder.embed_positions" in name for name in moved)
    data = json.loads((tmp_path / "run" / "run.json").read_text())["data"]
    assert data == {name: fingerprint_of(map(asdict, to_say(recipe, held))) for name, held in (("sentences", False), ("sentences held out", True))}
    assert data["sentences"] != fingerprint_of(map(asdict, to_say(recipe.model_copy(update={"seed": 12}))))
    card = (tmp_path / "run" / "card.md").read_text()
    assert "| voice | train zh | train en | held_out zh | held_out en |" in card and "| all | 3 | 3 | 1 | 1 |" in card
    metrics = (tmp_path / "run" / "student" / "metrics.jsonl").read_text().splitlines()
    assert len(metrics) == 2 and all(part in metrics[1] for part in ("right_words", "near_teacher", "states"))


def test_what_is_to_be_said_begins_with_language_and_task_and_ends_with_the_end_token(teacher: Path) -> None:
    from distill.data.speech import Sentence
    from kiosk.core import Language

    words = Tokenizer.from_file(str(teacher / "tokenizer.json"))
    ids = target(Sentence("where is the milk?", Language.en, "jf_alpha", 1.0), words)
    assert [TOKENS[n] for n in ids[:4]] == ["<|startoftranscript|>", "<|en|>", "<|transcribe|>", "<|notimestamps|>"]
    assert [TOKENS[n] for n in ids[4:7]] == ["where", "is", "the"] and TOKENS[ids[-1]] == "<|endoftext|>"
