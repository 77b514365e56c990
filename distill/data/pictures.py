"""Photos of groceries and the views of them that nets are trained on.

A view is a pure function of (seed, pass, photo, settings): the same call gives the same bytes in every run. So a training run goes on
after an interruption as if nothing had happened, and a teacher's answers about views can be kept on disk.
Photos are read where they lie and never copied; arrays are RGB, uint8.

The data set: Klasson, Zhang and Kjellström, "A Hierarchical Grocery Store Image Dataset with Visual and Semantic Labels", WACV 2019 (MIT).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from pydantic import Field

from distill.recipe import Recipe
from kiosk.core import MissingPart

Pixels = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int64]
VIEWS_VERSION = 1
"""Part of the key of cached teacher answers: raise it whenever the bytes of a view change."""


class ViewSettings(Recipe):
    """How far a view may be from its photo. Shares are chances from 0 to 1."""

    area: tuple[float, float] = Field(default=(0.4, 1.0), description="share of the photo's area that is cropped")
    aspect: float = Field(default=1.33, ge=1, description="largest ratio of the crop's sides")
    turn: float = Field(default=20.0, ge=0, le=180, description="largest rotation, degrees")
    brightness: float = Field(default=0.25, ge=0, lt=1)
    contrast: float = Field(default=0.3, ge=0, lt=1)
    saturation: float = Field(default=0.35, ge=0, lt=1)
    white_balance: float = Field(default=0.08, ge=0, lt=1, description="largest change of one colour channel")
    blur: float = Field(default=0.08, ge=0, le=1, description="chance of an out-of-focus or moved picture")
    glare: float = Field(default=0.08, ge=0, le=1, description="chance of a lamp's reflection")
    noise: float = Field(default=0.08, ge=0, le=1, description="chance of sensor noise")
    jpeg: float = Field(default=0.08, ge=0, le=1, description="chance of strong compression")
    erase: float = Field(default=0.1, ge=0, le=1, description="chance that a hand or a shelf edge hides a part")


@dataclass(frozen=True)
class Photos:
    """Photos in memory.

    Args:
        images: RGB uint8 arrays of shape (h, w, 3), shorter side 256.
        labels: (n,) class indices.
        coarse: (n,) indices of the coarse classes.
    """

    images: list[Pixels]
    labels: Labels
    coarse: Labels

    def __len__(self) -> int:
        return len(self.images)

    def __add__(self, other: Photos) -> Photos:
        return Photos(
            self.images + other.images, np.concatenate([self.labels, other.labels]), np.concatenate([self.coarse, other.coarse])
        )


def grocery(data: Path) -> Path:
    """The data set's folder under `data`, or `data` itself when it is that folder.

    Raises:
        MissingPart: neither holds `train.txt`.
    """
    for folder in (data / "grocery", data):
        if (folder / "train.txt").is_file():
            return folder
    raise MissingPart(
        "The Grocery Store Dataset is not there",
        str(data),
        "get it from github.com/marcusklasson/GroceryStoreDataset and set DATA= to its folder",
    )


def listed(folder: Path, split: str) -> list[tuple[str, int, int]]:
    """The photos of one split: path in the data set's folder, class and coarse class.

    Args:
        split: name of its list, lines of `path, class, coarse class`.

    Raises:
        MissingPart: the list is missing.
    """
    listing = folder / f"{split}.txt"
    if not listing.is_file():
        raise MissingPart("The list of photos is missing", str(listing), "check DATA=")
    rows = [[part.strip() for part in line.split(",")] for line in listing.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(path, int(label), int(group)) for path, label, group in rows]


def load_photos(folder: Path, split: str) -> Photos:
    """Read one split (`train`, `val`) into memory: about 200 kB a photo.

    Raises:
        MissingPart: the list or a photo is missing or cannot be read.
    """
    images: list[Pixels] = []
    labels: list[int] = []
    coarse: list[int] = []
    for path, label, group in listed(folder, split):
        image = cv2.imread(str(folder / path), cv2.IMREAD_COLOR)
        if image is None:
            raise MissingPart("A photo of the list cannot be read", str(folder / path), "fetch the data set again")
        images.append(np.ascontiguousarray(image[:, :, ::-1]).astype(np.uint8, copy=False))
        labels.append(label)
        coarse.append(group)
    return Photos(images, np.array(labels, np.int64), np.array(coarse, np.int64))


def class_names(folder: Path) -> list[str]:
    """Names of the classes in the order of their indices, in lower case: the SKUs of the demo store."""
    with (folder / "classes.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted((int(row["class_id"]), row["class_name"]) for row in csv.DictReader(file))
    return [name.lower() for _, name in rows]


def view(image: Pixels, size: int, settings: ViewSettings, key: Sequence[int]) -> Pixels:
    """One random view of a photo.

    Args:
        image: (h, w, 3) uint8 RGB.
        size: side of the view in pixels.
        settings: how far it may go.
        key: non-negative integers, such as (seed, pass, index); the view depends on nothing else.

    Returns:
        (size, size, 3) uint8 RGB.
    """
    random = np.random.default_rng(list(key))
    result = _cut(image, size, settings, random)
    result = _recolour(result, settings, random)
    return _disturb(result, settings, random)


def _cut(image: Pixels, size: int, settings: ViewSettings, random: np.random.Generator) -> Pixels:
    """Crop, turn and mirror in one resampling, as Szegedy et al. 2015 crop: a share of the area at a random aspect."""
    height, width = image.shape[:2]
    area = random.uniform(*settings.area) * height * width
    ratio = np.exp(random.uniform(-1, 1) * np.log(settings.aspect))
    w, h = min(np.sqrt(area * ratio), width), min(np.sqrt(area / ratio), height)
    x, y = random.uniform(0, width - w) + w / 2, random.uniform(0, height - h) + h / 2
    angle = np.deg2rad(random.uniform(-settings.turn, settings.turn))
    mirror = -1.0 if random.random() < 0.5 else 1.0
    cos, sin = np.cos(angle), np.sin(angle)
    # From view to photo: WARP_INVERSE_MAP reads the matrix that way round.
    turn = np.array([[cos * w, -sin * h], [sin * w, cos * h]]) / size @ np.diag([mirror, 1.0])
    shift = np.array([x, y]) - turn @ np.array([size / 2, size / 2])
    matrix = np.concatenate([turn, shift[:, None]], axis=1)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(image, matrix, (size, size), flags=flags, borderMode=cv2.BORDER_REFLECT_101), np.uint8)


def _recolour(image: Pixels, settings: ViewSettings, random: np.random.Generator) -> Pixels:
    gain = 1 + random.uniform(-settings.contrast, settings.contrast)
    shift = 128 * random.uniform(-settings.brightness, settings.brightness)
    balance = 1 + random.uniform(-settings.white_balance, settings.white_balance, 3)
    steps = np.arange(256, dtype=np.float32)[:, None]
    table = np.clip(((steps - 128) * gain + 128 + shift) * balance[None, :], 0, 255).astype(np.uint8)
    image = np.asarray(cv2.LUT(image, table[None]), np.uint8)
    colour = 1 + random.uniform(-settings.saturation, settings.saturation)
    grey = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return np.asarray(cv2.addWeighted(image, colour, grey, 1 - colour, 0), np.uint8)


def _disturb(image: Pixels, settings: ViewSettings, random: np.random.Generator) -> Pixels:
    """What a kiosk's camera does to a picture. Each chance is drawn even when its effect is off, so that effects do not shift others."""
    size = image.shape[0]
    blur, glare, noise, jpeg, erase = random.random(5) < (settings.blur, settings.glare, settings.noise, settings.jpeg, settings.erase)
    if glare:
        lamp = np.zeros((size, size), np.float32)
        centre = (int(random.uniform(0, size)), int(random.uniform(0, size)))
        axes = (int(size * random.uniform(0.04, 0.2)), int(size * random.uniform(0.03, 0.1)))
        cv2.ellipse(lamp, centre, axes, random.uniform(0, 180), 0, 360, 255.0, -1)
        lamp = np.asarray(cv2.GaussianBlur(lamp, (0, 0), size * 0.03), np.float32)
        image = np.clip(image + lamp[:, :, None] * random.uniform(0.3, 0.9), 0, 255).astype(np.uint8)
    if blur and random.random() < 0.5:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), random.uniform(0.6, 2.0) * size / 224), np.uint8)
    elif blur:
        length = int(random.integers(3, 9))
        kernel = np.zeros((length, length), np.float32)
        cv2.line(kernel, (0, int(random.integers(length))), (length - 1, int(random.integers(length))), 1.0)
        image = np.asarray(cv2.filter2D(image, -1, kernel / kernel.sum()), np.uint8)
    if noise:
        image = np.clip(image + random.normal(0, random.uniform(4, 16), image.shape), 0, 255).astype(np.uint8)
    if jpeg:
        _, coded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(20, 70))])
        image = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)
    if erase:
        h, w = (size * random.uniform(0.1, 0.4, 2)).astype(int)
        y, x = (random.random(2) * (size - np.array([h, w]))).astype(int)
        image = image.copy()
        image[y : y + h, x : x + w] = random.integers(0, 256, 3)
    return image
