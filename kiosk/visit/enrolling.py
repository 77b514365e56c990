"""Teaching the kiosk a product by camera: which one, eight pictures, a check, saved or not; and what the eyes are given of all that is saved.

What must hold: no picture outlives the look at it, only its vector and a thumbnail in memory until `forget`; nothing is saved that was not asked
for; what is saved is found from the next look on, in this process and in every other of this state folder. A damaged file of enrolments is told
in the log once, and the kiosk goes on without them. Not for two threads at once: the house's lock keeps them apart.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from kiosk.bundle.enrolment import Check, Enrolled, check
from kiosk.core import BadInput, BrokenData
from kiosk.core.text import fold
from kiosk.seeing.barcode import read_barcodes
from kiosk.seeing.frames import check_frame
from kiosk.seeing.views import Fault, find_fault, thumbnail
from kiosk.store import rows

if TYPE_CHECKING:
    from kiosk.visit.house import House

log = logging.getLogger(__name__)
Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
SHOWN: Final = 12
"""Products that a search shows at most."""


class Known(StrEnum):
    """How a product of the shop is known by sight."""

    no = "no"
    shipped = "shipped"
    """By the bundle."""
    enrolled = "enrolled"
    """By what staff showed here."""
    stale = "stale"
    """It was enrolled with another picture model: its vectors say nothing to this one, so it must be enrolled anew."""
    gone = "gone"
    """It was enrolled and is not sold any more."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One enrolled product as it stands now."""

    sku: str
    day: date
    pictures: int
    known: Known


@dataclass(frozen=True, slots=True)
class _Shot:
    logits: Floats
    vector: Floats
    thumbnail: Pixels


class Enrolling:
    """One product at a time.

    Args:
        house: gives store, eyes, clock, the file of enrolments and what tells this picture student from others.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._sku = ""
        self._shots: list[_Shot] = []
        self._vectors: Mapping[str, Floats] = {}
        self._made_of: tuple[object, int] | None = None
        self._told = ""

    def vectors(self) -> Mapping[str, Floats]:
        """Vectors (k, d) of each product that was enrolled with this student and is sold; the same object as long as nothing changed."""
        try:
            held = self._house.enrolled.rows()
        except BrokenData as error:
            if error.line() != self._told:
                log.warning("%s", error.line())
            self._told, self._made_of = error.line(), None
            self._vectors = {} if self._vectors else self._vectors
            return self._vectors
        store = self._house.store
        store.refresh()
        if self._made_of is None or self._made_of[0] is not held or self._made_of[1] != store.generation:
            mine = (row for row in held.values() if row.student == self._house.sight and store.product(row.sku) is not None)
            self._vectors, self._made_of, self._told = {row.sku: row.vectors for row in mine}, (held, store.generation), ""
        return self._vectors

    def known(self, sku: str) -> Known:
        """How a product is known by sight now. Raises what opening the picture student raises."""
        if sku in self.vectors():
            return Known.enrolled
        if sku in self._house.eyes.appearance.extended({}).keys:
            return Known.shipped
        try:
            return Known.stale if any(held == sku for held, _ in self._house.enrolled.rows()) else Known.no
        except BrokenData:
            return Known.no

    def listed(self) -> list[Listed]:
        """What is enrolled, the newest first; a product once, even where several students saw it.

        Raises:
            BrokenData: the file is damaged.
        """
        newest: dict[str, Enrolled] = {}
        for row in reversed(list(self._house.enrolled.rows().values())):
            if row.sku not in newest or row.student == self._house.sight:
                newest[row.sku] = row
        return [Listed(row.sku, row.day, len(row.vectors), self._known_row(row)) for row in newest.values()]

    def _known_row(self, row: Enrolled) -> Known:
        if self._house.store.product(row.sku) is None:
            return Known.gone
        return Known.enrolled if row.student == self._house.sight else self.known(row.sku)

    def search(self, text: str) -> list[rows.Product]:
        """Products whose name (either language), brand or SKU holds every typed word, names that begin with it first; at most `SHOWN`."""
        words = fold(text).split()
        found: list[tuple[bool, int, str]] = []
        for sku, *names in self._house.store.names() if words else ():
            held = fold(" ".join((*names, sku)))
            if all(word in held for word in words):
                found.append((not any(fold(name).startswith(words[0]) for name in names), len(found), sku))
        products = (self._house.store.product(sku) for *_, sku in sorted(found)[:SHOWN])
        return [product for product in products if product is not None]

    def read_code(self, frame: Pixels) -> tuple[rows.Product | None, str]:
        """The product whose barcode is in a picture, and the digits that were read ("" for none); the largest code counts."""
        codes = read_barcodes(check_frame(frame))
        if not codes:
            return None, ""
        digits = codes[0].digits
        short = digits[1:] if len(digits) == 13 and digits[0] == "0" else digits
        return self._house.store.product_by_ean(digits) or self._house.store.product_by_ean(short), digits

    @property
    def taken(self) -> int:
        """How many pictures there are of the product."""
        return len(self._shots)

    def begin(self, sku: str) -> rows.Product:
        """From now on this product is taught; pictures of another are dropped.

        Raises:
            BadInput: the shop does not sell it.
        """
        self.forget()
        product = self._house.store.product(sku)
        if product is None:
            raise BadInput(f"the shop sells no product {sku!r}", "SKU", "see them all: kiosk store export")
        self._sku = sku
        return product

    def take(self, frame: Pixels, strict: bool = True) -> Fault | None:
        """Looks at a picture, (h, w, 3) BGR or grey, and keeps its vector; or says why it is of no use and keeps nothing.

        Args:
            strict: without it every picture is kept.

        Raises:
            BadInput: this is no picture. MissingPart, BrokenData: the picture student cannot be opened.
        """
        frame = check_frame(frame)
        fault = find_fault(frame, self._shots[-1].thumbnail if self._shots else None)
        if fault is not None and strict:
            return fault
        self._shots.append(_Shot(*self._house.eyes.appearance.observe(frame), thumbnail(frame)))
        return None

    def retake(self) -> None:
        """Drops the last picture."""
        del self._shots[-1:]

    def again(self) -> None:
        """Drops all pictures; the product stays."""
        self._shots.clear()

    def check(self) -> Check:
        """How well the pictures would find the product among all that the shop knows by sight."""
        others = {sku: vectors for sku, vectors in self.vectors().items() if sku != self._sku}
        logits, vectors = (np.stack([getattr(shot, name) for shot in self._shots]) for name in ("logits", "vector"))
        return check(self._house.eyes.appearance.extended(others), self._sku, logits, vectors)

    def save(self) -> None:
        """Keeps the vectors: the product is found from the next look on, and the pictures of it are forgotten.

        Raises:
            MissingPart: the file cannot be written.
        """
        vectors = np.stack([shot.vector for shot in self._shots])
        self._house.enrolled.put(Enrolled(self._sku, self._house.sight, self._house.now().date(), vectors))
        self.forget()

    def undo(self, sku: str) -> bool:
        """Takes a product out again; whether it was enrolled.

        Raises:
            BrokenData: the file is damaged. MissingPart: it cannot be written.
        """
        return self._house.enrolled.remove(sku)

    def forget(self) -> None:
        """Nothing is taught any more, and nothing of it stays in memory."""
        self._sku = ""
        self._shots.clear()
