"""What a product looks like: the image student on OpenVINO and a gallery of vectors.

The same picture gives the same scores; scores are honest chances that add up to at most 1. A product is added by vectors of its pictures,
without training. The part folder holds `model.xml`, `model.bin`, `gallery.npz` and `part.json`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kiosk.bundle.gallery import Gallery, Judged, load_gallery
from kiosk.bundle.pictures import SIDE, looks, pool
from kiosk.core import BrokenData, MissingPart

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


class Appearance:
    """The image student, ready to look. Not for several threads at once."""

    def __init__(self, folder: Path, keys: Collection[str] | None = None, threads: int = 2) -> None:
        """Open a part.

        Args:
            folder: the part's folder.
            keys: products that the shop sells; others in the gallery are left out. None takes them all.
            threads: how many cores to use.

        Raises:
            MissingPart: the folder or a file is not there.
            BrokenData: a file does not hold what it must.
        """
        for name in ("model.xml", "model.bin", "gallery.npz", "part.json"):
            if not (folder / name).is_file():
                raise MissingPart("The picture part of the bundle is missing", str(folder / name), "install a bundle: kiosk bundle install DIR")
        import openvino

        self._whole = load_gallery(folder)
        self._added: Mapping[str, Floats] = {}
        self.sell(keys)
        # float32 for what is not int8: bfloat16 is no faster here and would give other scores on other processors.
        options = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"}
        try:
            core = openvino.Core()
            model = core.read_model(folder / "model.xml")
            model.reshape([2, SIDE, SIDE, 3])
            self._model: Any = core.compile_model(model, "CPU", options)
            self._request: Any = self._model.create_infer_request()
            self._logits, self._embedding = self._model.output("logits"), self._model.output("embedding")
        except RuntimeError as error:
            raise BrokenData("The image model cannot be opened", str(folder / "model.xml"), "install the bundle again") from error

    def sell(self, keys: Collection[str] | None) -> None:
        """From now on knows these products of the part's gallery and no others; None takes them all. What was added stays."""
        self._shipped: Gallery = self._whole if keys is None else self._whole.only(keys)
        self.gallery = self.extended(self._added)

    def observe(self, image: Pixels) -> tuple[Floats, Floats]:
        """Logits (classes,) and the L2-normalised embedding (d,) of an (h, w, 3) BGR picture."""
        self._request.infer([looks(np.asarray(image[:, :, ::-1]))])
        return pool(self._request.get_tensor(self._logits).data, self._request.get_tensor(self._embedding).data)

    def judge(self, image: Pixels, rows: int = 5) -> Judged:
        """Scores of the best `rows` products, and whether the best may be acted on. `image` is (h, w, 3) BGR uint8."""
        return self.gallery.judge(*self.observe(image), rows)

    def look(self, image: Pixels, rows: int = 5) -> list[tuple[str, float]]:
        """(key, score) of the best products, best first. `image` is (h, w, 3) BGR uint8."""
        return list(self.judge(image, rows).rows)

    def extended(self, added: Mapping[str, Floats]) -> Gallery:
        """The part's gallery with vectors (k, d) of more products, or more vectors of those that it holds."""
        gallery = self._shipped
        for key, vectors in added.items():
            gallery = gallery.with_product(key, vectors)
        return gallery

    def know(self, added: Mapping[str, Floats]) -> None:
        """From now on knows these products too, and none that was added before. Giving the same object again costs nothing."""
        if added is not self._added:
            self._added, self.gallery = added, self.extended(added)
