"""Printed labels: text read off a picture, matched with tolerance against the words that a shop's products carry.

The reader (PP-OCR through RapidOCR, files of its wheel only: nothing is fetched) knows no shop; the lexicon is given. Reading is bounded:
the picture is shrunk to `READ_SIDE` and at most `MAX_LINES` lines are read. What is read is compared and thrown away, never obeyed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from kiosk.core import MissingPart
from kiosk.core.text import fold

Pixels = npt.NDArray[np.uint8]
Box = tuple[int, int, int, int]
Lexicon = Mapping[str, Sequence[str]]
"""Product key → forms of what may be printed on it, each with its brand: ["Oatly oat drink", "Oatly 燕麦饮"]."""

READ_SIDE: Final = 640
"""Longer side in pixels of the picture that is searched for text: 0.1 s on two cores, and letters of 2 % of its height are still read."""
SMALL_SIDE: Final = 480
"""Smaller pictures are enlarged to this: the detector misses letters under ten pixels."""
MAX_LINES: Final = 10
MIN_CONFIDENCE: Final = 0.5

_READ = 0.6
"""Chance that a word on the shown side of a product is read."""
_IN_CATALOGUE = 0.9
"""Chance, before anything is read, that what a shopper shows is sold here."""
_UNREAD_PENALTY = 1.5
"""Nats lost by a product none of whose words were read; packaging carries other words than the catalogue, so it is small."""
_WORD = re.compile(r"[a-z]{2,}")
_CHINESE = re.compile(r"[\u3400-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. `box` is x, y, width, height in pixels of the given picture; `confidence` 0 to 1."""

    text: str
    confidence: float
    box: Box


@dataclass(frozen=True, slots=True)
class Match:
    """A product whose words stand in the lines; `score` is the chance that it is the product shown."""

    key: str
    score: float
    box: Box


class LabelReader:
    """Reads lines of Latin and Chinese text."""

    def __init__(self, threads: int = 2) -> None:
        """Open the models that come in RapidOCR's wheel.

        Raises:
            MissingPart: the package or its files are not there.
        """
        try:
            import rapidocr
            from rapidocr import EngineType, RapidOCR
        except ImportError as error:
            raise MissingPart("The label reader is not installed", "rapidocr", "install the kiosk again") from error
        models = Path(rapidocr.__file__).parent / "models"
        paths = {"Det": models / "PP-OCRv6_det_small.onnx", "Rec": models / "PP-OCRv6_rec_small.onnx"}
        for path in paths.values():
            if not path.is_file():
                raise MissingPart("A model of the label reader is missing", str(path), "install rapidocr again")
        self._ocr: Any = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.max_side_len": READ_SIDE,
                "Det.engine_type": EngineType.OPENVINO,
                "Det.model_path": str(paths["Det"]),
                "Det.limit_side_len": READ_SIDE,
                "Det.limit_type": "max",
                "Rec.engine_type": EngineType.OPENVINO,
                "Rec.model_path": str(paths["Rec"]),
                "EngineConfig.openvino.inference_num_threads": threads,
            }
        )

    def read(self, image: Pixels) -> list[Line]:
        """The lines in an (h, w, 3) BGR picture, largest first, at most `MAX_LINES`."""
        height, width = image.shape[:2]
        scale = min(READ_SIDE / max(height, width), max(1.0, SMALL_SIDE / max(height, width)))
        size = (max(32, round(width * scale)), max(32, round(height * scale)))
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        small = image if scale == 1.0 else np.asarray(cv2.resize(image, size, interpolation=method), np.uint8)
        corners = self._ocr(small, use_det=True, use_cls=False, use_rec=False).boxes
        if corners is None or len(corners) == 0:
            return []
        quads = sorted((np.asarray(quad, np.float32) for quad in corners), key=lambda quad: -float(cv2.contourArea(quad)))
        lines = []
        for quad in quads[:MAX_LINES]:
            read = self._ocr(_cut_out(small, quad), use_det=False, use_cls=False, use_rec=True)
            if not read.txts or not read.txts[0].strip() or float(read.scores[0]) < MIN_CONFIDENCE:
                continue
            low, high = np.maximum(quad.min(axis=0) / scale, 0), quad.max(axis=0) / scale
            box = (int(low[0]), int(low[1]), max(1, int(high[0] - low[0])), max(1, int(high[1] - low[1])))
            lines.append(Line(str(read.txts[0]), float(read.scores[0]), box))
        return lines


def _cut_out(image: Pixels, quad: npt.NDArray[np.float32]) -> Pixels:
    """The text inside four corners (top left first, clockwise), straightened; upright text is laid on its side as the recogniser wants it."""
    width = max(float(np.linalg.norm(quad[0] - quad[1])), float(np.linalg.norm(quad[3] - quad[2])), 4.0)
    height = max(float(np.linalg.norm(quad[0] - quad[3])), float(np.linalg.norm(quad[1] - quad[2])), 4.0)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    cut = cv2.warpPerspective(image, matrix, (round(width), round(height)), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.rot90(cut) if height > 1.5 * width else cut, np.uint8).copy()


def words(text: str) -> list[str]:
    """What is compared: Latin words of two letters and more, folded, and pairs of neighbouring Chinese characters; numbers are not."""
    folded = fold(text)
    pairs = [run[n : n + 2] for run in _CHINESE.findall(folded) for n in range(len(run) - 1)]
    return _WORD.findall(folded) + pairs


def tolerance(word: str) -> float:
    """Smallest similarity, 0 to 1, at which a word counts as read: short words must be exact, long ones may lose a letter in five."""
    if len(word) <= 3:
        return 1.0
    return 0.86 if len(word) == 4 else 0.8


class LabelMatcher:
    """Which products of a lexicon the lines speak of.

    A naive Bayes model: each word that is read multiplies a product's odds by (chance to read it there) / (chance to read it anyway).
    Common words of the catalogue and short words are likely to be read anyway, so they weigh little; products with the same words share.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._forms = [(key, tuple(dict.fromkeys(words(form)))) for key, forms in lexicon.items() for form in forms if form]
        self._forms = [(key, form) for key, form in self._forms if form]
        self._keys = len({key for key, _ in self._forms})
        common: Counter[str] = Counter()
        for word, _ in {(word, key) for key, form in self._forms for word in form}:
            common[word] += 1
        self._words = list(common)
        self._place = {word: n for n, word in enumerate(self._words)}
        by_chance = [_by_chance(word) + 0.3 * common[word] / max(self._keys, 20) for word in self._words]
        self._weights = np.log(_READ / np.minimum(by_chance, 0.5 * _READ))
        self._tolerances = np.array([tolerance(word) for word in self._words])

    def match(self, lines: Sequence[Line], rows: int = 5) -> list[Match]:
        """Products by falling score; empty when no word of the lexicon was read."""
        if not lines or not self._words:
            return []
        found = self._found(lines)
        strength = found.max(axis=1)
        best: dict[str, tuple[float, tuple[str, ...]]] = {}
        for key, form in self._forms:
            places = [self._place[word] for word in form]
            gain = float((self._weights[places] * strength[places]).sum())
            if gain <= 0:
                continue
            unread = 1.0 - float((strength[places] * self._weights[places]).sum() / self._weights[places].sum())
            total = gain - _UNREAD_PENALTY * unread
            if key not in best or total > best[key][0]:
                best[key] = (total, form)
        if not best:
            return []
        prior = np.log(_IN_CATALOGUE / self._keys)
        odds = np.array([total + prior for total, _ in best.values()] + [np.log(1 - _IN_CATALOGUE)])
        chances = np.exp(odds - odds.max())
        chances /= chances.sum()
        ranked = sorted(zip(best.items(), chances[:-1], strict=True), key=lambda item: -item[1])[:rows]
        return [Match(key, float(chance), self._box(form, found, lines)) for (key, (_, form)), chance in ranked]

    def _found(self, lines: Sequence[Line]) -> npt.NDArray[np.float64]:
        """(words, lines): how surely a word of the lexicon stands in a line, 0 to 1."""
        found = np.zeros((len(self._words), len(lines)))
        for number, line in enumerate(lines):
            read = words(line.text)
            if not read:
                continue
            likeness = process.cdist(self._words, read, scorer=fuzz.ratio, dtype=np.float64).max(axis=1) / 100.0
            joined = "".join(read)  # the recogniser drops spaces: "MildsCreamy"
            if len(joined) >= 6:
                inside = [n for n, word in enumerate(self._words) if len(word) >= 5 and len(word) < len(joined)]
                part = process.cdist([self._words[n] for n in inside], [joined], scorer=fuzz.partial_ratio, dtype=np.float64)
                # A slip inside a longer string is more likely to be chance: only a letter in eight may be wrong there.
                part = np.where(part >= 87.5, part, 0.0)
                likeness[inside] = np.maximum(likeness[inside], part[:, 0] / 100.0) if inside else likeness[inside]
            found[:, number] = np.where(likeness >= self._tolerances, likeness * line.confidence, 0.0)
        return found

    def _box(self, form: Sequence[str], found: npt.NDArray[np.float64], lines: Sequence[Line]) -> Box:
        rows = [self._place[word] for word in form]
        boxes = [line.box for n, line in enumerate(lines) if found[rows, n].max() > 0]
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
        return left, top, right - left, bottom - top


def _by_chance(word: str) -> float:
    """Chance that a word is read off a picture of something else, by its length; a pair of Chinese characters is as telling as five letters."""
    if not word.isascii():
        return 0.004
    return {2: 0.1, 3: 0.05, 4: 0.012, 5: 0.004, 6: 0.002}.get(len(word), 0.001)
