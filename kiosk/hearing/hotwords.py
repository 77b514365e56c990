"""Words that steer the recogniser: once a phrase of the shop is begun, its next token is a little likelier than it sounds.

What must hold: nothing is likelier for being a phrase's beginning, so that no phrase is heard where nothing like it was said; the steering is
additive in log-probability and the same at every place (shallow fusion with a prefix tree, Zhao et al. 2019, "Shallow-Fusion End-to-End Contextual
Biasing").
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

BOOST: Final = 1.5
"""Log-probability that a token gains which goes on with a phrase."""


class HotWords:
    """Phrases as a tree of tokens.

    Args:
        phrases: as they are written in a sentence.
        encode: text → token rows of the decoder's vocabulary; a phrase that the vocabulary cannot write is left out (None).
    """

    def __init__(self, phrases: Iterable[str], encode: Callable[[str], Sequence[int] | None]) -> None:
        self._tree: dict[int, Any] = {}
        for phrase in dict.fromkeys(phrases):
            for written in (f" {phrase}", phrase):  # in a sentence, and as its beginning
                place = self._tree
                for row in encode(written) or ():
                    place = place.setdefault(row, {})

    def __bool__(self) -> bool:
        return bool(self._tree)

    def follow(self, rows: Sequence[int], longest: int = 12) -> set[int]:
        """Token rows that go on with a phrase whose beginning ends `rows`; none where no phrase is begun."""
        found: set[int] = set()
        for start in range(max(0, len(rows) - longest), len(rows)):
            place = self._tree
            for row in rows[start:]:
                following = place.get(row)
                if following is None:
                    break
                place = following
            else:
                found |= place.keys()
        return found
