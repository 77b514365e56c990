"""Large dictionaries in little memory: sorted hashes instead of strings and Python's own tables, a microsecond a look-up.

What must hold: a table answers as the dictionary it was made of. Hashes are Python's own, of 64 bits: a word that is not in a table of half a
million is taken for one of them once in forty million million look-ups.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt


class Numbers:
    """Strings to integers; of two values of one string the first holds, values without a string are left."""

    def __init__(self, words: Iterable[str], values: Iterable[int]) -> None:
        self._fill(np.fromiter(map(hash, words), np.int64), values)

    @classmethod
    def of_hashes(cls, hashes: npt.NDArray[np.int64], values: Iterable[int]) -> Numbers:
        """Where the words are not kept."""
        made = cls((), ())
        made._fill(hashes, values)
        return made

    def _fill(self, given: npt.NDArray[np.int64], values: Iterable[int]) -> None:
        hashes, first = np.unique(given, return_index=True)
        self._hashes = array("q", hashes.tobytes())
        self._values = array("i", np.fromiter(values, np.int32, given.size)[first].tobytes())

    def __len__(self) -> int:
        return len(self._hashes)

    def __contains__(self, word: str) -> bool:
        return self.get(word) is not None

    def __getitem__(self, word: str) -> int:
        found = self.get(word)
        if found is None:
            raise KeyError(word)
        return found

    def get(self, word: str) -> int | None:
        """The value; None for an unknown word."""
        wanted = hash(word)
        at = bisect_left(self._hashes, wanted)
        return self._values[at] if at < len(self._hashes) and self._hashes[at] == wanted else None


class Texts:
    """Strings to strings."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        hashes, blob, ends = array("q"), bytearray(), array("I", [0])
        for word, text in pairs:
            hashes.append(hash(word))
            blob += text.encode()
            ends.append(len(blob))
        self._places = Numbers.of_hashes(np.frombuffer(hashes, np.int64), range(len(hashes)))
        self._blob, self._ends = bytes(blob), ends

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, word: str) -> bool:
        return word in self._places

    def get(self, word: str) -> str | None:
        """The text; None for an unknown word."""
        place = self._places.get(word)
        return None if place is None else self._blob[self._ends[place] : self._ends[place + 1]].decode()
