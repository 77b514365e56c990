"""Pictures of nothing that a shop sells, drawn here: what a kiosk's camera also sees. Each is a pure function of its number.

They teach no net; they set and check the thresholds at which the kiosk says that it does not know a picture. Drawn pictures are easier to
tell apart than real rooms, faces and hands: figures on them are a lower bound of difficulty, and must be called so.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
_SIDE = 256
_WORDS = ("receipt", "parking", "ticket", "total", "date", "open", "closed", "push", "exit", "notice", "invoice", "13:05", "queue here")


def non_product(number: int, seed: int = 11) -> Pixels:
    """One picture, (256, 256, 3) RGB uint8. Kinds follow each other: shapes, gradient, noise, text page, room, face-like, screen, cloth."""
    random = np.random.default_rng([seed, number])
    image = _KINDS[number % len(_KINDS)](random)
    if random.random() < 0.5:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), random.uniform(0.5, 2.5)), np.uint8)
    grain = random.normal(0, random.uniform(0, 10), image.shape)
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def _colour(random: np.random.Generator) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in random.integers(0, 256, 3))
    return red, green, blue


def _plain(random: np.random.Generator) -> Pixels:
    return np.full((_SIDE, _SIDE, 3), _colour(random), np.uint8)


def _point(random: np.random.Generator) -> tuple[int, int]:
    x, y = (int(value) for value in random.integers(0, _SIDE, 2))
    return x, y


def _shapes(random: np.random.Generator) -> Pixels:
    image = _plain(random)
    for _ in range(int(random.integers(2, 14))):
        kind = int(random.integers(3))
        if kind == 0:
            cv2.rectangle(image, _point(random), _point(random), _colour(random), -1)
        elif kind == 1:
            cv2.circle(image, _point(random), int(random.integers(8, 90)), _colour(random), -1)
        else:
            cv2.line(image, _point(random), _point(random), _colour(random), int(random.integers(1, 14)))
    return image


def _gradient(random: np.random.Generator) -> Pixels:
    corners = random.integers(0, 256, (2, 2, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(corners, (_SIDE, _SIDE), interpolation=cv2.INTER_LINEAR), np.uint8)


def _noise(random: np.random.Generator) -> Pixels:
    cells = int(2 ** random.integers(2, 9))
    small = random.integers(0, 256, (cells, cells, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(small, (_SIDE, _SIDE), interpolation=cv2.INTER_CUBIC), np.uint8)


def _page(random: np.random.Generator) -> Pixels:
    image = np.full((_SIDE, _SIDE, 3), int(random.integers(200, 256)), np.uint8)
    step = int(random.integers(10, 34))
    for y in range(step, _SIDE, step):
        line = " ".join(random.choice(_WORDS) for _ in range(int(random.integers(1, 7))))
        ink = int(random.integers(0, 90))
        cv2.putText(image, line, (int(random.integers(4, 40)), y), cv2.FONT_HERSHEY_SIMPLEX, step / 38, (ink, ink, ink), 1, cv2.LINE_AA)
    return image


def _room(random: np.random.Generator) -> Pixels:
    """Wall, floor, a door or window, a lamp."""
    image = _plain(random)
    horizon = int(random.integers(120, 220))
    image[horizon:] = _colour(random)
    left, top = int(random.integers(0, 180)), int(random.integers(10, 100))
    cv2.rectangle(image, (left, top), (left + int(random.integers(30, 90)), horizon), _colour(random), -1)
    cv2.ellipse(image, _point(random), (int(random.integers(8, 30)), int(random.integers(5, 15))), 0, 0, 360, (250, 250, 235), -1)
    shade = np.linspace(random.uniform(0.6, 1), random.uniform(0.6, 1), _SIDE)[None, :, None]
    return np.clip(image * shade, 0, 255).astype(np.uint8)


def _figure(random: np.random.Generator) -> Pixels:
    """A head and shoulders in front of a wall."""
    image = _gradient(random)
    tone = np.array([random.uniform(90, 240), 0.0, 0.0])
    tone[1], tone[2] = tone[0] * 0.78, tone[0] * 0.66
    skin = (int(tone[0]), int(tone[1]), int(tone[2]))
    x, y = int(random.integers(90, 166)), int(random.integers(70, 120))
    cv2.ellipse(image, (x, y + 150), (90, 90), 0, 0, 360, _colour(random), -1)
    cv2.ellipse(image, (x, y - 12), (48, 52), 0, 0, 360, _colour(random), -1)
    cv2.ellipse(image, (x, y), (38, 52), 0, 0, 360, skin, -1)
    for side in (-15, 15):
        cv2.circle(image, (x + side, y - 8), 4, (30, 20, 20), -1)
    cv2.ellipse(image, (x, y + 24), (14, 5), 0, 0, 180, (120, 40, 40), 2)
    return image


def _screen(random: np.random.Generator) -> Pixels:
    """A telephone that shows tiles."""
    image = _plain(random)
    cv2.rectangle(image, (60, 14), (196, 242), (15, 15, 18), -1)
    cv2.rectangle(image, (68, 28), (188, 228), _colour(random), -1)
    for row in range(5):
        for column in range(3):
            cv2.rectangle(image, (76 + 38 * column, 36 + 38 * row), (104 + 38 * column, 64 + 38 * row), _colour(random), -1)
    return image


def _cloth(random: np.random.Generator) -> Pixels:
    """Stripes or checks, as on a sleeve."""
    x, y = np.meshgrid(np.arange(_SIDE), np.arange(_SIDE))
    angle, period = random.uniform(0, np.pi), random.uniform(6, 60)
    wave = 0.5 + 0.5 * np.sign(np.sin(2 * np.pi * (x * np.cos(angle) + y * np.sin(angle)) / period))
    if random.random() < 0.5:
        wave = (wave + 0.5 + 0.5 * np.sign(np.sin(2 * np.pi * (y * np.cos(angle) - x * np.sin(angle)) / period))) / 2
    first, second = np.array(_colour(random)), np.array(_colour(random))
    return np.asarray(first * wave[:, :, None] + second * (1 - wave[:, :, None]), np.uint8)


_KINDS: tuple[Callable[[np.random.Generator], Pixels], ...] = (_shapes, _gradient, _noise, _page, _room, _figure, _screen, _cloth)
