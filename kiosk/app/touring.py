"""In which order to fetch everything on a list: the shortest round from the kiosk past all stops, and on to the tills.

What must hold: every stop that can be reached is there once; the round is never longer than the order that was given; the same stops give the same
round. Up to `EXACT` stops nothing shorter exists. No I/O here.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kiosk.store.walking import Ground, Point

EXACT: Final = 10
"""Stops up to which the shortest order is worked out: ten are 50,000 steps."""
LEAST: Final = 1e-9
"""Metres that a change must save, so that rounding never turns it back and forth."""
Metres = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Tour:
    """A round.

    Args:
        order: numbers of the stops, in the order of the walk. missed: those that there is no way to.
        walk: points from the kiosk past all stops to the end. reached: index in `walk` of each stop of `order`.
    """

    order: tuple[int, ...]
    missed: tuple[int, ...]
    walk: tuple[Point, ...]
    reached: tuple[int, ...]


def tour(ground: Ground, stops: Sequence[Point], end: Point | None = None) -> Tour:
    """The round past stops, to `end` where there is a way to it."""
    near = [n for n, stop in enumerate(stops) if ground.reaches(stop)]
    last = [end] if near and end is not None and ground.reaches(end) else []
    metres = ground.walks([ground.start, *(stops[n] for n in near), *last])
    count = len(near)
    between = [row[1 : count + 1] for row in metres[1 : count + 1]]
    found = order(metres[0][1 : count + 1], between, [row[-1] if last else 0.0 for row in metres[1 : count + 1]])
    ordered = tuple(near[n] for n in found)
    walk, reached = [ground.start], []
    for here, there in pairwise([ground.start, *(stops[n] for n in ordered), *last]):
        walk += ground.way(there, here)[1:]
        reached.append(len(walk) - 1)
    return Tour(ordered, tuple(n for n in range(len(stops)) if n not in near), tuple(walk), tuple(reached[:count]))


def order(first: Sequence[float], between: Metres, last: Sequence[float]) -> list[int]:
    """The numbers 0 to n - 1 in the order of a short round.

    Args:
        first: (n,) metres from the start to each stop. between: (n, n), the same both ways. last: (n,) from each stop to the end.
    """
    if len(first) <= EXACT:
        return _exact(first, between, last)
    given, greedy = list(range(len(first))), _nearest(first, between)
    return min((_untangled(o, first, between, last) for o in (given, greedy)), key=lambda o: metres_of(o, first, between, last))


def metres_of(order: Sequence[int], first: Sequence[float], between: Metres, last: Sequence[float]) -> float:
    """How long a round is."""
    return first[order[0]] + sum(between[a][b] for a, b in pairwise(order)) + last[order[-1]] if order else 0.0


def _exact(first: Sequence[float], between: Metres, last: Sequence[float]) -> list[int]:
    """By dynamic programming over sets of stops (Held and Karp 1962)."""
    count = len(first)
    best = {(1 << n, n): (first[n], -1) for n in range(count)}
    for visited in range(1, 1 << count):
        for here in range(count):
            if (visited, here) not in best:
                continue
            so_far = best[visited, here][0]
            for there in range(count):
                if visited >> there & 1:
                    continue
                key, metres = (visited | 1 << there, there), so_far + between[here][there]
                if metres < best.get(key, (math.inf, -1))[0]:
                    best[key] = metres, here
    full, found = (1 << count) - 1, list[int]()
    at = min(range(count), key=lambda n: best[full, n][0] + last[n], default=-1)
    while at >= 0:
        found.append(at)
        full, at = full & ~(1 << at), best[full, at][1]
    return found[::-1]


def _nearest(first: Sequence[float], between: Metres) -> list[int]:
    """Always on to the nearest."""
    left = set(range(len(first)))
    found = [min(left, key=lambda n: (first[n], n))]
    left.remove(found[0])
    while left:
        found.append(min(left, key=lambda n: (between[found[-1]][n], n)))
        left.remove(found[-1])
    return found


def _untangled(order: Sequence[int], first: Sequence[float], between: Metres, last: Sequence[float]) -> list[int]:
    """Turns a part round wherever that is shorter (2-opt, Croes 1958)."""
    found, changed = list(order), True
    while changed:
        changed = False
        for i in range(len(found)):
            for j in range(i + 1, len(found)):
                before = between[found[i - 1]] if i else first
                after = between[found[j + 1]] if j + 1 < len(found) else last
                if before[found[j]] + after[found[i]] < before[found[i]] + after[found[j]] - LEAST:
                    found[i : j + 1] = found[i : j + 1][::-1]
                    changed = True
    return found
