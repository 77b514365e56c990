"""The hearing student's shape: its teacher, cut to a shorter window."""

from torch import nn
from transformers import WhisperForConditionalGeneration

from kiosk.hearing.features import FRAMES


def cut_to_window(model: WhisperForConditionalGeneration, frames: int = FRAMES) -> WhisperForConditionalGeneration:
    """In place: the encoder hears `frames` mel frames (10 ms each) instead of 3,000; its first positions stay as they were."""
    encoder = model.model.encoder
    table = encoder.embed_positions.weight.data[: frames // 2].clone()
    encoder.embed_positions = nn.Embedding.from_pretrained(table, freeze=True)  # type: ignore[no-untyped-call]
    encoder.max_source_positions = frames // 2
    model.config.max_source_positions = frames // 2
    return model
