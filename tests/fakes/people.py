"""A made-up place before a camera, and who comes by: drawn frames of (240, 320, 3), with a camera's noise."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
WIDTH, HEIGHT = 320, 240
RATE: Final = 4
"""Looks a second."""
_NOISES: Final = np.random.default_rng(0).normal(0, 1, (7, HEIGHT, WIDTH, 3)).astype(np.float32)


@dataclass(frozen=True)
class Figure:
    """A person from the hips up: where the middle is and how wide the shoulders are (of the width), where the head begins (of the height)."""

    middle: float = 0.5
    shoulders: float = 0.45
    top: float = 0.15
    skin: tuple[int, int, int] = (110, 140, 190)
    cloth: tuple[int, int, int] = (120, 50, 40)


@dataclass(frozen=True)
class Light:
    """What the lamps and the camera's exposure make of a picture: a factor, and how much darker the right side is than the left."""

    gain: float = 1.0
    slant: float = 0.0


class Place:
    """Shelves with goods, the same for one seed; noise of `noise` levels."""

    def __init__(self, seed: int = 1, noise: float = 4.0) -> None:
        chance = np.random.default_rng(seed)
        self._noise, self._number = noise, 0
        self.empty = np.full((HEIGHT, WIDTH, 3), 150, np.uint8)
        for row in range(0, HEIGHT, 60):
            x = 0
            while x < WIDTH:
                wide, high = int(chance.integers(12, 36)), int(chance.integers(25, 50))
                colour = [int(c) for c in chance.integers(40, 220, 3)]
                cv2.rectangle(self.empty, (x, row + 55 - high), (x + wide - 3, row + 54), colour, -1)
                x += wide
            cv2.rectangle(self.empty, (0, row + 55), (WIDTH, row + 59), (60, 80, 100), -1)

    def frame(self, *figures: Figure, light: Light = Light(), draw: Callable[[Pixels], None] | None = None) -> Pixels:  # frozen
        """The place with these people in it; `draw` puts something else before them."""
        picture = self.empty.copy()
        for figure in figures:
            _draw(picture, figure)
        if draw is not None:
            draw(picture)
        factor = light.gain * np.linspace(1, 1 - light.slant, WIDTH, dtype=np.float32)[None, :, None]
        self._number += 1
        return np.clip(picture * factor + self._noise * _NOISES[self._number % len(_NOISES)], 0, 255).astype(np.uint8)


def _draw(picture: Pixels, figure: Figure) -> None:
    sub = 4  # bits of a pixel: a sway of a millimetre moves the outline by less than one

    def at(value: float) -> int:
        return round(value * (1 << sub))

    middle, half, top = figure.middle * WIDTH, figure.shoulders * WIDTH / 2, figure.top * HEIGHT
    head = half * 0.42
    breast = top + 2.8 * head + 0.6 * half
    cv2.ellipse(picture, (at(middle), at(breast)), (at(half), at(0.6 * half)), 0, 180, 360, figure.cloth, -1, cv2.LINE_AA, sub)
    cv2.rectangle(picture, (at(middle - half), at(breast)), (at(middle + half), at(HEIGHT)), figure.cloth, -1, cv2.LINE_AA, sub)
    cv2.ellipse(picture, (at(middle), at(top + 1.3 * head)), (at(head), at(1.3 * head)), 0, 0, 360, figure.skin, -1, cv2.LINE_AA, sub)
    for side in (-1, 1):
        cv2.circle(picture, (at(middle + side * 0.4 * head), at(top + 1.1 * head)), at(max(1.0, 0.12 * head)), (30, 30, 40), -1, cv2.LINE_AA, sub)


def standing(figure: Figure, seconds: float, sway: float = 0.006, seed: int = 3) -> Iterator[Figure]:
    """Somebody who stands, look for look: sways by some millimetres."""
    chance = np.random.default_rng(seed)
    for number in range(round(seconds * RATE)):
        drift = sway * (np.sin(number * 0.9) + 0.5 * chance.normal())
        yield replace(figure, middle=figure.middle + float(drift), top=figure.top + float(0.3 * drift))


def walking(figure: Figure, speed: float) -> Iterator[Figure]:
    """Somebody who walks by from left to right, `speed` widths a second."""
    middle = -figure.shoulders / 2
    while middle < 1 + figure.shoulders / 2:
        yield replace(figure, middle=middle)
        middle += speed / RATE
