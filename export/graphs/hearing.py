"""The recogniser as two graphs for the kiosk's own decode loop: Whisper cut to ten seconds, through Optimum to OpenVINO IR, weights int8.

    encoder  `features` (1, mels, 1000) → `key_i`, `value_i` (1, heads, 500, 64): what each decoder layer attends to, computed once a sound
    decoder  `ids` (1, n), `past` (2·layers, 1, heads, p, 64), the keys and values → `logits` (1, rows) of the last place, `present`

The past is explicit: the loop can go back to any place of a hypothesis and go on from there otherwise, which a stateful graph cannot.
Vocabulary rows are cut only where no English or Chinese text can use them (`usable_tokens`); `tokens.npy` says which were kept.
"""

import json
import shutil
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from optimum.exporters.openvino.convert import export as optimum_export
from optimum.exporters.openvino.model_configs import BertOpenVINOConfig
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import WhisperConfig, WhisperForConditionalGeneration

from export.parts import making
from export.quantise import INT8_WEIGHTS, compressed, load, save
from kiosk.hearing.features import FRAMES, MELS

Ids = npt.NDArray[np.int64]


def _heads(values: Tensor, heads: int) -> Tensor:
    """(1, n, d) → (1, heads, n, d / heads)."""
    parted: Tensor = values.unflatten(-1, (heads, -1))  # type: ignore[no-untyped-call]
    return parted.transpose(1, 2)


class HearingEncoder(nn.Module):
    """Sound to the decoder's keys and values; see the module's docstring for shapes."""

    def __init__(self, model: WhisperForConditionalGeneration) -> None:
        super().__init__()
        self.config = model.config
        self.encoder, self.layers = model.model.encoder, model.model.decoder.layers

    def forward(self, features: Tensor) -> tuple[Tensor, ...]:
        hidden = self.encoder(features).last_hidden_state
        found = []
        for layer in self.layers:
            attention = layer.encoder_attn
            for projection in (attention.k_proj, attention.v_proj):
                found.append(_heads(projection(hidden), attention.num_heads))
        return tuple(found)


class HearingDecoder(nn.Module):
    """One step of the decoder over `n` new tokens; rows of the vocabulary are those of `kept`."""

    def __init__(self, model: WhisperForConditionalGeneration, kept: Ids) -> None:
        super().__init__()
        self.config = model.config
        decoder = model.model.decoder
        self.layers, self.last = decoder.layers, decoder.layer_norm
        self.places: Tensor
        self.register_buffer("places", decoder.embed_positions.weight.data.clone())
        self.words = nn.Parameter(decoder.embed_tokens.weight.data[torch.from_numpy(kept)].clone(), requires_grad=False)

    def forward(self, ids: Tensor, past: Tensor, *cross: Tensor) -> tuple[Tensor, Tensor]:
        before, count = past.shape[3], ids.shape[1]
        at = torch.arange(count, device=ids.device) + before
        hidden = functional.embedding(ids, self.words) + functional.embedding(at, self.places)
        seen = (torch.arange(before + count)[None, :] <= at[:, None])[None, None]
        present = []
        for n, layer in enumerate(self.layers):
            attention = layer.self_attn
            normed = layer.self_attn_layer_norm(hidden)
            query, key, value = (_heads(p(normed), attention.num_heads) for p in (attention.q_proj, attention.k_proj, attention.v_proj))
            key, value = torch.cat([past[2 * n], key], dim=2), torch.cat([past[2 * n + 1], value], dim=2)
            present += [key, value]
            mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
            hidden = hidden + attention.out_proj(mixed.transpose(1, 2).flatten(2))
            attention = layer.encoder_attn
            query = _heads(attention.q_proj(layer.encoder_attn_layer_norm(hidden)), attention.num_heads)
            mixed = functional.scaled_dot_product_attention(query, cross[2 * n], cross[2 * n + 1])
            hidden = hidden + attention.out_proj(mixed.transpose(1, 2).flatten(2))
            hidden = hidden + layer.fc2(functional.gelu(layer.fc1(layer.final_layer_norm(hidden))))
        return functional.linear(self.last(hidden[:, -1]), self.words), torch.stack(present)


def cross_names(layers: int) -> list[str]:
    """Names of the tensors that go from the encoder to the decoder."""
    return [f"{name}_{n}" for n in range(layers) for name in ("key", "value")]


class _HearingConfig(BertOpenVINOConfig):
    """Optimum's export configuration of our own graphs: the window is not assumed, the example inputs are given."""

    example: dict[str, Tensor]

    def generate_dummy_inputs(self, framework: str = "pt", **_: Any) -> dict[str, Tensor]:
        """Inputs that fix every size that is not free."""
        return self.example


class EncoderConfig(_HearingConfig):
    """The encoder: one sound of a fixed window."""

    @property
    def inputs(self) -> dict[str, dict[int, str]]:
        return {"features": {}}

    @property
    def outputs(self) -> dict[str, dict[int, str]]:
        return {name: {} for name in cross_names(self._config.decoder_layers)}


class DecoderConfig(_HearingConfig):
    """The decoder: any number of new and of past tokens."""

    @property
    def inputs(self) -> dict[str, dict[int, str]]:
        return {"ids": {1: "new"}, "past": {3: "before"}} | {name: {} for name in cross_names(self._config.decoder_layers)}

    @property
    def outputs(self) -> dict[str, dict[int, str]]:
        return {"logits": {}, "present": {3: "after"}}


class _Named(nn.Module):
    """The decoder with its cross inputs by name, as tracing wants them."""

    def __init__(self, decoder: HearingDecoder) -> None:
        super().__init__()
        self.config = decoder.config
        self.decoder = decoder

    def forward(
        self, ids: Tensor, past: Tensor, key_0: Tensor, value_0: Tensor, key_1: Tensor, value_1: Tensor, key_2: Tensor, value_2: Tensor,
        key_3: Tensor, value_3: Tensor, key_4: Tensor, value_4: Tensor, key_5: Tensor, value_5: Tensor,
    ) -> tuple[Tensor, Tensor]:  # fmt: skip
        found: tuple[Tensor, Tensor] = self.decoder(
            ids, past, key_0, value_0, key_1, value_1, key_2, value_2, key_3, value_3, key_4, value_4, key_5, value_5
        )
        return found


def to_openvino(model: WhisperForConditionalGeneration, kept: Ids, folder: Path) -> None:
    """Writes the float graphs `encoder.xml` and `decoder.xml` through Optimum."""
    config: WhisperConfig = model.config
    layers, heads, width = config.decoder_layers, config.decoder_attention_heads, config.d_model // config.decoder_attention_heads
    frames = config.max_source_positions
    cross = {name: torch.randn(1, heads, frames, width) for name in cross_names(layers)}
    for name, module, settings, example in (
        ("encoder", HearingEncoder(model), EncoderConfig, {"features": torch.randn(1, config.num_mel_bins, frames * 2)}),
        ("decoder", _Named(HearingDecoder(model, kept)), DecoderConfig,
         {"ids": torch.ones((1, 2), dtype=torch.int64), "past": torch.randn(2 * layers, 1, heads, 3, width), **cross}),
    ):  # fmt: skip
        exported = settings(config, task="feature-extraction")
        exported.example = example
        optimum_export(module.eval(), exported, folder / f"{name}.xml", library_name="transformers")


def usable_tokens(tokenizer: Tokenizer, size: int) -> Ids:
    """Ids of the tokens that English or Chinese text can use, ascending.

    Kept: every token whose bytes are ASCII, a Latin letter with an accent (crème), general punctuation or currency, CJK or full-width, and
    every piece of a character that the bytes of such characters can give. Of the special tokens, timestamps and other languages go.
    """
    table = _byte_table()
    special = {"<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|zh|>", "<|transcribe|>", "<|notimestamps|>", "<|nospeech|>", "<|nocaptions|>"}
    kept = []
    for number in range(size):
        token = tokenizer.id_to_token(number)
        if token is None:
            continue
        if token.startswith("<|") and token.endswith("|>"):
            if token in special or number == 50362:
                kept.append(number)
            continue
        raw = bytes(table[c] for c in token if c in table)
        if _can_be_used(raw):
            kept.append(number)
    return np.array(kept, dtype=np.int64)


def _can_be_used(raw: bytes) -> bool:
    """Whether bytes can stand in English or Chinese text; pieces of characters at both ends count by their lead byte."""
    while raw and 0x80 <= raw[0] < 0xC0:
        raw = raw[1:]
    for cut in range(4):
        try:
            text = raw[: len(raw) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        rest = raw[len(raw) - cut :] if cut else b""
        return all(_is_ours(c) for c in text) and (not rest or 0xC2 <= rest[0] <= 0xC5 or 0xE2 <= rest[0] <= 0xE9 or rest[0] == 0xEF)
    return False


def _is_ours(character: str) -> bool:
    code = ord(character)
    return (code < 0x180 or 0x2000 <= code < 0x2200 or 0x3000 <= code < 0x3040 or 0x3400 <= code < 0xA000 or 0xF900 <= code < 0xFB00
            or 0xFF00 <= code < 0xFF66)  # fmt: skip


def _byte_table() -> dict[str, int]:
    """Characters of a byte-level vocabulary and the bytes they stand for (GPT-2's table)."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [b for b in range(256) if b not in shown]
    return {chr(b): b for b in shown} | {chr(256 + n): b for n, b in enumerate(hidden)}


def compress(source: Path, target: Path) -> None:
    """Weights int8, one scale a row; activations stay float."""
    save(compressed(load(source), INT8_WEIGHTS), target)


def build_part(
    model: WhisperForConditionalGeneration, tokenizer: Path, work: Path, part: Path, about: dict[str, Any], whole: bool = False
) -> dict[str, Any]:  # fmt: skip
    """Writes the part folder, whole or not at all, and returns what its `part.json` says.

    Args:
        model: the net, already cut to the window.
        work: a folder for the float graphs.
        about: what is known from elsewhere: teacher, student, metrics, licences.
        whole: keep every row of the vocabulary: what the cut one is compared with.
    """
    work.mkdir(parents=True, exist_ok=True)
    words = Tokenizer.from_file(str(tokenizer))
    kept = np.arange(model.config.vocab_size) if whole else usable_tokens(words, model.config.vocab_size)
    to_openvino(model, kept, work)
    specials = {"end": "endoftext", "start": "startoftranscript", "transcribe": "transcribe", "no_timestamps": "notimestamps", "en": "en", "zh": "zh"}
    ids = {name: words.token_to_id(f"<|{text}|>") for name, text in specials.items()}
    ids["no_speech"] = ids["no_timestamps"] - 1
    about = {
        "part": "hearing", "format": 1, "languages": ["en", "zh"], "mel": {"rate": 16000, "fft": 400, "hop": 160, "mels": MELS, "frames": FRAMES},
        "max_seconds": FRAMES / 100, "tokens": ids, "vocabulary": {"kept": len(kept), "of": int(model.config.vocab_size)},
        "thresholds": {"no_speech": 0.6, "mean_log_probability": -1.0, "compression": 2.4, "tokens_a_second": 12.0},
        "made_by": {p: version(p) for p in ("torch", "transformers", "optimum", "optimum-intel", "openvino", "nncf")},
        "made_at": time.strftime("%Y-%m-%d", time.gmtime()), **about,
    }  # fmt: skip
    with making(part) as made:
        for name in ("encoder.xml", "decoder.xml"):
            compress(work / name, made / name)
        np.save(made / "tokens.npy", kept.astype(np.int32))
        shutil.copyfile(tokenizer, made / "tokenizer.json")
        (made / "part.json").write_text(json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True))
    return about
