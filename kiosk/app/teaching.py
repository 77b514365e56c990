"""Teaching a product, the window's side of `kiosk.visit.enrolling`: everything in it runs on the house's worker, under the house's lock.

What must hold: rows come back as plain data in every language of the window; a frame that is handed in is looked at and dropped.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from kiosk.app.cards import Card, Words, card, day
from kiosk.app.places import Said, in_both
from kiosk.core import spoken
from kiosk.store import rows

if TYPE_CHECKING:
    from kiosk.visit.enrolling import Enrolling, Listed

Pixels = npt.NDArray[np.uint8]
Both = Mapping[str, Card]
"""By language of the window."""
T = TypeVar("T")


@dataclass(frozen=True)
class Taken:
    """What became of a frame: why it was refused ("" where it was not), and how many there are now."""

    fault: str
    count: int


@dataclass(frozen=True)
class Verdict:
    """How the pictures find the product; `like` is the product they look like instead, by language, and `likes` how many do."""

    good: bool
    found: int
    pictures: int
    like: Said | None = None
    likes: int = 0


class Teaching:
    """The house's side of the enrolment.

    Args:
        house: the open house, a `kiosk.visit.House`; asked for on the worker.
        words: the window's words by language.
    """

    def __init__(self, house: Callable[[], Any], words: Mapping[str, Words]) -> None:
        self._house, self._words = house, words

    def search(self, text: str) -> list[Both]:
        """Products by a part of their name."""
        return self._locked(lambda enrolling: [self._card(product) for product in enrolling.search(text)])

    def read_code(self, frame: Pixels) -> tuple[Both | None, str]:
        """The product whose barcode is shown, and the digits that were read."""

        def read(enrolling: "Enrolling") -> tuple[Both | None, str]:
            product, digits = enrolling.read_code(frame)
            return (self._card(product) if product else None), digits

        return self._locked(read)

    def listed(self) -> list[Both]:
        """What is enrolled, the newest first. Raises BrokenData where the file is damaged."""
        return self._locked(lambda enrolling: [self._row(one) for one in enrolling.listed()])

    def begin(self, sku: str) -> Both:
        """From now on this product is taught; the picture student is open, so that the first frame does not wait for it."""
        return self._locked(lambda enrolling: self._card(enrolling.begin(sku)))

    def take(self, frame: Pixels) -> Taken:
        """One frame."""

        def taken(enrolling: "Enrolling") -> Taken:
            fault = enrolling.take(frame)
            return Taken(str(fault or ""), enrolling.taken)

        return self._locked(taken)

    def retake(self) -> Taken:
        """Without the last frame."""

        def dropped(enrolling: "Enrolling") -> Taken:
            enrolling.retake()
            return Taken("", enrolling.taken)

        return self._locked(dropped)

    def again(self) -> Taken:
        """Without any frame."""
        self._locked(lambda enrolling: enrolling.again())
        return Taken("", 0)

    def check(self) -> Verdict:
        """Whether the frames find the product."""

        def checked(enrolling: "Enrolling") -> Verdict:
            found = enrolling.check()
            sku, likes = found.like[0] if found.like else ("", 0)
            return Verdict(found.good, found.found, found.pictures, self._names(sku) if sku else None, likes)

        return self._locked(checked)

    def save(self) -> None:
        """Keeps it. Raises MissingPart where the disk does not."""
        self._locked(lambda enrolling: enrolling.save())

    def undo(self, sku: str) -> None:
        """Takes it out again."""
        self._locked(lambda enrolling: enrolling.undo(sku))

    def forget(self) -> None:
        """Nothing is taught any more."""
        self._locked(lambda enrolling: enrolling.forget())

    def _locked(self, do: "Callable[[Enrolling], T]") -> T:
        house = self._house()
        with house.lock:
            return do(house.enrolling)

    def _card(self, product: rows.Product) -> Both:
        """A product with how it is known by sight, as a key of the window's words."""
        house = self._house()
        today, known = house.now().date(), str(house.enrolling.known(product.sku))
        return {lang: {**card(house.store, product, words, spoken(lang), today), "known": known} for lang, words in self._words.items()}

    def _row(self, one: "Listed") -> Both:
        names = self._names(one.sku)
        return {
            lang: {"sku": one.sku, "name": names[lang], "known": str(one.known), "day": day(one.day, words), "pictures": one.pictures}
            for lang, words in self._words.items()
        }

    def _names(self, sku: str) -> Said:
        product = self._house().store.product(sku)
        return in_both(self._words, product.name_en, product.name_zh) if product else in_both(self._words, sku, sku)
