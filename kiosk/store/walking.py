"""Walking in the building: where one can stand, what is reached from where, and the shortest way there.

What must hold: a way crosses neither shelving nor a wall; a step-free way goes over no steps and through no gap that is too narrow for a wheelchair;
where there is no way, none is given. Points are metres from the plan's top left corner; nothing here does I/O.
"""

import heapq
import math
from collections.abc import Collection
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from kiosk.store.building import Area, Floor

STEP: Final = 0.5
"""Metres between two points of the grid: half the width of a narrow aisle."""
CLEARANCE: Final = 0.4
STEP_FREE_CLEARANCE: Final = 0.6
"""Metres to the nearest obstacle: half of 1.2 m, the least clear width of a way for wheelchairs (ISO 21542, 10.2)."""
BESIDE: Final = 0.8
"""Metres from a shelf to whoever stands before it."""
NEAR: Final = 1.5
"""Metres from a place at which one is there: an arm's length, and what the grid is coarse by."""
Point = tuple[float, float]
Cell = tuple[int, int]
Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
NEIGHBOURS: Final = tuple((dx, dy, math.hypot(dx, dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy)


class Ground:
    """What one can walk on of a floor.

    Args:
        step_free: for who can take no steps and needs room.
    """

    def __init__(self, floor: Floor, step_free: bool = False) -> None:
        self.floor, self.step_free = floor, step_free
        self._clearance = STEP_FREE_CLEARANCE if step_free else CLEARANCE

    @property
    def start(self) -> Point:
        """Where the kiosk stands."""
        return self.floor.kiosk_x, self.floor.kiosk_y

    def is_blocked(self, x: Numbers, y: Numbers) -> Flags:
        """Where nobody can be, for points of any shape; x and y have the same."""
        floor, room = self.floor, self._clearance
        outside = (x < 0) | (x > floor.width) | (y < 0) | (y > floor.height)
        shelved, walled, open_ = (np.zeros(x.shape, np.bool_) for _ in range(3))
        for aisle in floor.aisles:
            shelved |= _within(aisle, x, y, room)
        for wall in floor.walls:
            walled |= _within(wall, x, y, room)
        for passage in floor.passages:
            if passage.kind == "steps" and self.step_free:
                walled |= _within(passage, x, y, room)
            else:
                open_ |= _within(passage, x, y, 0)
        return outside | shelved | (walled & ~open_)

    def before(self, aisle: str, shelf: int | None = None) -> Point | None:
        """Where one stands before a shelf: on the aisle's right (or lower) side where there is room, else on the other; shelf 1 is nearest to the
        kiosk. None for an aisle that is not drawn."""
        shelving = next((a for a in self.floor.aisles if a.aisle == aisle), None)
        if shelving is None:
            return None
        share = 0.5 if shelf is None else min(0.96, max(0.04, (shelf - 0.5) / 9))
        x, y = self.start
        if shelving.height >= shelving.width:
            along = shelving.y + shelving.height * (1 - share if y >= shelving.y + shelving.height / 2 else share)
            sides: tuple[Point, Point] = (shelving.x + shelving.width + BESIDE, along), (shelving.x - BESIDE, along)
        else:
            along = shelving.x + shelving.width * (1 - share if x >= shelving.x + shelving.width / 2 else share)
            sides = (along, shelving.y + shelving.height + BESIDE), (along, shelving.y - BESIDE)
        return next((side for side in sides if not self.is_blocked(np.array(side[0]), np.array(side[1]))), sides[0])

    def reaches(self, target: Point) -> bool:
        """Whether there is a way from the kiosk to a place."""
        cell = self._stand(target)
        return cell is not None and cell in self._from_start

    def way(self, target: Point, start: Point | None = None) -> list[Point]:
        """The shortest walk to a place, from the kiosk if from nowhere else; its first point is the start. Empty where there is no way."""
        begin = start or self.start
        goal, first = self._stand(target), self._stand(begin)
        if goal is None or first is None:
            return []
        cells = self._search(first, goal)
        return self._straightened([begin, *map(_point, cells[1:] or cells)]) if cells else []

    def walks(self, points: Collection[Point]) -> list[list[float]]:
        """Metres from each place to each, along the grid; infinite where there is no way. (n, n), the same both ways."""
        stands = [self._stand(p) for p in points]
        wanted = {cell for cell in stands if cell is not None}
        found = {cell: self._spread(cell, wanted) for cell in wanted}
        return [[found[a].get(b, math.inf) if a is not None and b is not None else math.inf for b in stands] for a in stands]

    @cached_property
    def _free(self) -> list[list[bool]]:
        """Columns of the grid: whether one can stand on a point."""
        x, y = np.meshgrid(np.arange(int(self.floor.width / STEP) + 1) * STEP, np.arange(int(self.floor.height / STEP) + 1) * STEP, indexing="ij")
        free: list[list[bool]] = (~self.is_blocked(x, y)).tolist()
        return free

    @cached_property
    def _from_start(self) -> dict[Cell, float]:
        first = self._stand(self.start)
        return self._spread(first) if first is not None else {}

    @cached_property
    def _everyone(self) -> "Ground":
        return Ground(self.floor) if self.step_free else self

    def _is_free(self, cell: Cell) -> bool:
        x, y = cell
        return 0 <= x < len(self._free) and 0 <= y < len(self._free[0]) and self._free[x][y]

    def _stand(self, target: Point) -> Cell | None:
        """The nearest point of the grid that one can stand on; where others stand at the place, one that nothing parts from them."""
        reach = math.ceil(NEAR / STEP)
        middle = round(target[0] / STEP), round(target[1] / STEP)
        around = [(middle[0] + dx, middle[1] + dy) for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1)]
        free = sorted((math.dist((x * STEP, y * STEP), target), (x, y)) for x, y in around if self._is_free((x, y)))
        others = self._everyone._stand(target) if self.step_free else None
        for distance, cell in free:
            if distance <= NEAR and (others is None or others == cell or self._everyone._is_clear(_point(others), _point(cell))):
                return cell
        return None

    def _spread(self, start: Cell, wanted: Collection[Cell] | None = None) -> dict[Cell, float]:
        """Metres to what is reached from a point: all of it, or the wanted (Dijkstra 1959)."""
        heap, cost, left = [(0.0, start)], {start: 0.0}, set(wanted or ())
        settled: dict[Cell, float] = {}
        while heap and (wanted is None or left):
            metres, cell = heapq.heappop(heap)
            if cell in settled:
                continue
            settled[cell] = metres * STEP
            left.discard(cell)
            for dx, dy, far in NEIGHBOURS:
                near = (cell[0] + dx, cell[1] + dy)
                if metres + far < cost.get(near, math.inf) and self._is_free(near):
                    cost[near] = metres + far
                    heapq.heappush(heap, (metres + far, near))
        return settled

    def _search(self, start: Cell, goal: Cell) -> list[Cell]:
        """A* with eight neighbours (Hart, Nilsson and Raphael 1968)."""
        heap: list[tuple[float, Cell]] = [(0.0, start)]
        came: dict[Cell, Cell] = {}
        cost = {start: 0.0}
        while heap:
            _, cell = heapq.heappop(heap)
            if cell == goal:
                walk = [cell]
                while cell in came:
                    cell = came[cell]
                    walk.append(cell)
                return walk[::-1]
            for dx, dy, far in NEIGHBOURS:
                near = (cell[0] + dx, cell[1] + dy)
                new = cost[cell] + far
                if new < cost.get(near, math.inf) and self._is_free(near):
                    cost[near], came[near] = new, cell
                    heapq.heappush(heap, (new + math.dist(near, goal), near))
        return []

    def _straightened(self, points: list[Point]) -> list[Point]:
        """Only the corners that are needed: a point goes where the line past it is free."""
        kept, at = [points[0]], 0
        while at < len(points) - 1:
            further = next((n for n in range(len(points) - 1, at + 1, -1) if self._is_clear(points[at], points[n])), at + 1)
            kept.append(points[further])
            at = further
        return kept

    def _is_clear(self, a: Point, b: Point) -> bool:
        shares = np.linspace(0, 1, max(2, math.ceil(math.dist(a, b) / (STEP / 4)) + 1))[1:]
        return not self.is_blocked(a[0] + (b[0] - a[0]) * shares, a[1] + (b[1] - a[1]) * shares).any()


def length(points: list[Point]) -> float:
    """Metres along a walk."""
    return sum(math.dist(a, b) for a, b in pairwise(points))


def _point(cell: Cell) -> Point:
    return cell[0] * STEP, cell[1] * STEP


def _within(area: Area, x: Numbers, y: Numbers, room: float) -> Flags:
    return (area.x - room < x) & (x < area.x + area.width + room) & (area.y - room < y) & (y < area.y + area.height + room)
