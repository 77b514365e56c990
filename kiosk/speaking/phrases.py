"""What replies begin with: of replies with blanks where each one differs, the parts that are always said the same.

What must hold: a part ends where a voice pauses anyway, or the cut would be heard; none has a blank in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kiosk.speaking.clauses import sentences

BLANK: Final = "\ue010"
"""Stands where a reply differs each time."""
_TO_A_PAUSE = re.compile(r".*[,:;，：；](?=\s|$|[㐀-鿿])", re.S)
_ENDS: Final = tuple(".!?。！？：")


def beginnings(replies: Iterable[str]) -> list[str]:
    """What the replies begin with: their first sentences, or those up to the last pause before the first blank."""
    found: dict[str, None] = {}
    for reply in replies:
        first = next(iter(sentences(reply)), "")
        if BLANK not in first:
            if first.endswith(_ENDS):
                found[first] = None
            continue
        to_a_pause = _TO_A_PAUSE.match(first[: first.index(BLANK)])
        if to_a_pause:
            found[to_a_pause[0]] = None
    return list(found)


def later_sentences(replies: Iterable[str]) -> list[str]:
    """Sentences without a blank that come after the first of a reply."""
    return list(dict.fromkeys(s for reply in replies for s in sentences(reply)[1:] if BLANK not in s and s.endswith(_ENDS)))
