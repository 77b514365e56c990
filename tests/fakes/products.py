"""Drawn products as a camera sees them: a pack with its own colours and print, held in eight ways before a wall."""

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
TURNS = ((0, 0.0, 1.0), (4, 0.05, 1.0), (-9, 0.1, 0.95), (9, 0.1, 0.95), (3, 0.2, 0.9), (20, 0.0, 0.95), (-3, 0.0, 1.2), (5, 0.0, 0.75))
"""Degrees, share by which one side is farther away, and size of each view."""


def pack(seed: int) -> Pixels:
    """The printed front of a pack, (300, 220, 3) BGR: the same seed gives the same pack, another one quite another."""
    random = np.random.default_rng(seed)
    face = np.full((300, 220, 3), random.integers(30, 230, 3), np.uint8)
    for _ in range(6):
        colour = tuple(int(c) for c in random.integers(0, 256, 3))
        x, y = (int(v) for v in random.integers(20, 200, 2))
        if random.random() < 0.5:
            cv2.circle(face, (x, y), int(random.integers(20, 60)), colour, -1)
        else:
            cv2.rectangle(face, (x - 40, y - 15), (x + 40, y + 25), colour, -1)
    for row in range(2):
        letters = "".join(chr(65 + int(n)) for n in random.integers(0, 26, 6))
        cv2.putText(face, letters, (14, 120 + 110 * row), cv2.FONT_HERSHEY_DUPLEX, 1.5, (250, 250, 250), 4)
    return face


def view(seed: int, number: int, size: tuple[int, int] = (640, 480)) -> Pixels:
    """A pack held in one of the eight ways, (h, w, 3) BGR, with a little of a camera's noise."""
    face, (degrees, tilt, scale) = pack(seed), TURNS[number]
    width, height = size
    h, w = (float(side) * scale * height / 400 for side in face.shape[:2])
    corners = np.array([[-w / 2, -h / 2], [w / 2, -h / 2 * (1 - tilt)], [w / 2, h / 2 * (1 - tilt)], [-w / 2, h / 2]])
    angle = np.deg2rad(degrees)
    turned = corners @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    target = (turned + np.array([width / 2 + 6 * number, height / 2 - 4 * number])).astype(np.float32)
    source = np.array([[0, 0], [face.shape[1], 0], [face.shape[1], face.shape[0]], [0, face.shape[0]]], np.float32)
    random = np.random.default_rng((seed, number))
    wall = np.full((height, width, 3), (150, 156, 158), np.uint8)
    frame = cv2.warpPerspective(face, cv2.getPerspectiveTransform(source, target), size, wall, borderMode=cv2.BORDER_TRANSPARENT)
    return np.clip(frame + random.normal(0, 3, frame.shape), 0, 255).astype(np.uint8)


def views(seed: int) -> list[Pixels]:
    """All eight."""
    return [view(seed, number) for number in range(len(TURNS))]
