"""Barcodes and QR codes in a picture, as digits. A code is given only when its check digit is right; nothing in a code is ever followed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import zxingcpp

Pixels = npt.NDArray[np.uint8]
Box = tuple[int, int, int, int]
_KINDS: Final = "EAN13", "EAN8", "UPCA", "UPCE", "ITF14", "Code128", "DataBar", "DataBarExp", "DataMatrix", "QRCode"
_GTIN_IN_GS1: Final = re.compile(r"(?:\(01\)|(?:^|[/\x1d])01/?)(\d{14})(?!\d)")
_LONGEST: Final = 512
"""Characters of a code's content that are looked at."""


@dataclass(frozen=True, slots=True)
class Barcode:
    """One code.

    Args:
        digits: the GTIN without leading zeros that only pad, 8, 12 or 13 digits, as `gtin` gives them.
        box: x, y, width, height in pixels of the picture.
    """

    digits: str
    box: Box


def read_barcodes(image: Pixels) -> list[Barcode]:
    """The product codes in an (h, w, 3) BGR or (h, w) grey picture, each once, the largest first."""
    found: dict[str, Barcode] = {}
    # Made anew each time: one kept in the module outlives its library at the program's end, which then complains on stderr.
    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat[kind] for kind in _KINDS])
    for code in zxingcpp.read_barcodes(image, formats=formats):
        digits = gtin(code.text[:_LONGEST])
        if digits is None:
            continue
        corners = (code.position.top_left, code.position.top_right, code.position.bottom_right, code.position.bottom_left)
        box = _box([(corner.x, corner.y) for corner in corners], image.shape[1], image.shape[0])
        if digits not in found or _area(box) > _area(found[digits].box):
            found[digits] = Barcode(digits, box)
    return sorted(found.values(), key=lambda barcode: -_area(barcode.box))


def gtin(text: str) -> str | None:
    """The product number in a code's text: 13 digits (UPC-A padded in front) or 8; None where there is none with a valid check digit.

    Understands plain digits, GS1 element strings and GS1 digital links (GS1 General Specifications, section 3 and 7.9).
    """
    plain = re.sub(r"[\s-]", "", text)
    if not plain.isascii():
        return None
    if not plain.isdigit():
        match = _GTIN_IN_GS1.search(plain)
        if match is None:
            return None
        plain = match.group(1)
    if len(plain) not in (8, 12, 13, 14) or not valid_check_digit(plain):
        return None
    if len(plain) == 8:
        return plain
    # A 14-digit number with a leading zero names the same thing as its last 13 digits; with another indicator it is a carton of them.
    if len(plain) == 14 and plain[0] != "0":
        return None
    return plain[-13:].zfill(13)


def valid_check_digit(digits: str) -> bool:
    """Whether the last digit is the GS1 modulo-10 check digit of the ones before it."""
    weights = [3 if n % 2 == 0 else 1 for n in range(len(digits) - 1)]
    total = sum(int(digit) * weight for digit, weight in zip(reversed(digits[:-1]), weights, strict=True))
    return (10 - total % 10) % 10 == int(digits[-1])


def _box(corners: Sequence[tuple[int, int]], width: int, height: int) -> Box:
    xs = [min(max(int(x), 0), width - 1) for x, _ in corners]
    ys = [min(max(int(y), 0), height - 1) for _, y in corners]
    return min(xs), min(ys), max(1, max(xs) - min(xs)), max(1, max(ys) - min(ys))


def _area(box: Box) -> int:
    return box[2] * box[3]
