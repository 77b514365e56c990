"""Which products a camera's hits are: those that were recognised for sure, and those that may be meant. Pure but for reading the store."""

from collections.abc import Sequence

from kiosk.assistant.draft import Mention, pointed
from kiosk.core import Seen
from kiosk.store import rows
from kiosk.store.catalogue import Store

MAYBE, MOST_CANDIDATES = 0.1, 3
"""Score from which something shown is asked about that is not recognised for sure, and how many are asked about at most."""


def shown_for_sure(store: Store, seen: Sequence[Seen]) -> list[tuple[rows.Product, float]]:
    """The products that were accepted, best first, with their scores."""
    best: dict[str, float] = {}
    for s in seen:
        if s.accepted:
            best[s.sku] = max(s.score, best.get(s.sku, 0.0))
    return [(p, score) for sku, score in sorted(best.items(), key=lambda pair: -pair[1]) if (p := store.product(sku))]


def candidates(store: Store, seen: Sequence[Seen]) -> Mention | None:
    """What was shown may be, likeliest first, where nothing is accepted."""
    best: dict[str, float] = {}
    read = [s for s in seen if s.by != "appearance" and s.score >= MAYBE]
    for s in read or seen:  # where a brand was read, a melon of its colours is none of them
        if s.score >= MAYBE:
            best[s.sku] = max(s.score, best.get(s.sku, 0.0))
    likely = sorted(best.items(), key=lambda pair: -pair[1])
    found = [(p, score) for sku, score in likely if (p := store.product(sku))][:MOST_CANDIDATES]
    return pointed([p for p, _ in found], [score for _, score in found]) if found else None
