"""Everything that can be seen in one picture, by barcode, by label and by appearance.

The eyes know no shop: gallery keys, lexicon and barcode table are given, and may be given anew at any time. Appearance always gives five rows, best first, also when none is
accepted (fewer only where the gallery holds fewer products). A label is not read when a barcode has already told. Nothing is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from kiosk.core import Seen
from kiosk.core.turn import SeenBy
from kiosk.seeing.appearance import Appearance
from kiosk.seeing.barcode import read_barcodes
from kiosk.seeing.frames import check_frame
from kiosk.seeing.label import LabelMatcher, LabelReader, Lexicon

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
ALL: Final[frozenset[SeenBy]] = frozenset({"barcode", "label", "appearance"})
LABEL_ACCEPTED: Final = 0.6
LABEL_SHOWN: Final = 0.05
BARCODE_SCORE: Final = 0.999
"""A misread EAN-13 passes its check digit once in ten misreadings, and misreadings are rare."""


@dataclass
class Eyes:
    """Opens models when they are first needed, or all at once with `warm_up`. Not for several threads at once.

    Args:
        part: folder of the bundle's `seeing` part.
        keys: gallery keys that the shop sells.
        lexicon: product key → what may be printed on it (see `kiosk.seeing.label.Lexicon`).
        eans: barcode digits → product key; 12-digit numbers are padded to 13.
        threads: cores to use.
        added: gives the vectors (k, d) of products that were enrolled here, asked at each look; the same object as long as they are the same.
        milliseconds: how long each way of the last `see` took.
    """

    part: Path
    keys: Collection[str]
    lexicon: Lexicon
    eans: Mapping[str, str]
    threads: int = 2
    added: Callable[[], Mapping[str, Floats]] | None = None
    milliseconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._appearance: Appearance | None = None
        self._reader: LabelReader | None = None
        self.sell(self.keys, self.lexicon, self.eans)

    def sell(self, keys: Collection[str], lexicon: Lexicon, eans: Mapping[str, str]) -> None:
        """From now on these products are seen, and none of those before; no model is opened again. Arguments as above."""
        self.keys, self.lexicon, self.eans = keys, lexicon, eans
        self.labels = LabelMatcher(lexicon)
        self._skus = {digits.zfill(13) if len(digits) == 12 else digits: key for digits, key in eans.items()}
        if self._appearance is not None:
            self._appearance.sell(keys)

    @property
    def appearance(self) -> Appearance:
        """The image student.

        Raises:
            MissingPart, BrokenData: see `Appearance`.
        """
        if self._appearance is None:
            self._appearance = Appearance(self.part, self.keys, self.threads)
        return self._appearance

    @property
    def reader(self) -> LabelReader:
        """The label reader.

        Raises:
            MissingPart: see `LabelReader`.
        """
        if self._reader is None:
            self._reader = LabelReader(self.threads)
        return self._reader

    def warm_up(self, by: Collection[SeenBy] = ALL) -> None:
        """Open every model that `by` needs and use it once, so that the first shopper does not wait."""
        blank = np.full((320, 320, 3), 200, np.uint8)
        if "appearance" in by:
            self.appearance.look(blank)
        if "label" in by:
            self.reader.read(blank)

    def see(self, image: Pixels, by: Collection[SeenBy] = ALL) -> list[Seen]:
        """Everything seen in one picture: barcode rows first, then label rows, then five rows by appearance.

        Args:
            image: (h, w, 3) BGR uint8, or grey (h, w).
            by: ways to look.

        Raises:
            BadInput: the array is not a picture.
            MissingPart, BrokenData: a model that is needed cannot be opened.
        """
        frame = check_frame(image)
        self.milliseconds = {}
        seen: list[Seen] = []
        if "barcode" in by:
            seen += self._timed("barcode", lambda: self._by_barcode(frame))
        if "label" in by and not seen:
            seen += self._timed("label", lambda: self._by_label(frame))
        if "appearance" in by:
            seen += self._timed("appearance", lambda: self._by_appearance(frame))
        return seen

    def unknown_codes(self, image: Pixels) -> list[str]:
        """Digits of valid product codes in a picture that are not in the table: "I can read the code, we do not sell this"."""
        return [code.digits for code in read_barcodes(check_frame(image)) if code.digits not in self._skus]

    def _by_barcode(self, frame: Pixels) -> list[Seen]:
        codes = [(self._skus.get(code.digits), code.box) for code in read_barcodes(frame)]
        return [Seen("barcode", sku, BARCODE_SCORE, True, box) for sku, box in codes if sku is not None]

    def _by_label(self, frame: Pixels) -> list[Seen]:
        matches = self.labels.match(self.reader.read(frame))
        return [Seen("label", m.key, m.score, m.score >= LABEL_ACCEPTED, m.box) for m in matches if m.score >= LABEL_SHOWN]

    def _by_appearance(self, frame: Pixels) -> list[Seen]:
        if self.added:
            self.appearance.know(self.added())
        judged = self.appearance.judge(frame)
        return [Seen("appearance", key, score, judged.accepted and n == 0, None) for n, (key, score) in enumerate(judged.rows)]

    def _timed(self, name: str, look: Callable[[], list[Seen]]) -> list[Seen]:
        began = time.perf_counter()
        rows = look()
        self.milliseconds[name] = (time.perf_counter() - began) * 1000
        return rows
