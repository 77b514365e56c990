"""The way from the kiosk to an aisle or a facility: the shortest walk on the floor plan that crosses no shelving.

Points are metres from the plan's top left corner. The first point is the kiosk, the last is a place where one can stand.
"""

import heapq
import math
from itertools import pairwise
from typing import Final

from kiosk.store import rows

STEP: Final = 0.5
"""Metres between two points of the grid: half the width of a narrow aisle."""
CLEARANCE: Final = 0.4
PACE: Final = 1.1
"""Metres a second of a shopper with a trolley."""
Point = tuple[float, float]
Cell = tuple[int, int]


def aisle_point(floor: rows.Floor, aisle: str, shelf: int | None = None) -> Point | None:
    """Where one stands before a shelf: on the aisle's right side, shelf 1 nearest to the kiosk; None for an aisle that is not drawn."""
    shelving = next((a for a in floor.aisles if a.aisle == aisle), None)
    if shelving is None:
        return None
    share = 0.5 if shelf is None else min(0.96, max(0.04, (shelf - 0.5) / 9))
    upright = shelving.height >= shelving.width
    if upright:
        along = shelving.y + shelving.height * (1 - share if floor.kiosk_y >= shelving.y + shelving.height / 2 else share)
        return shelving.x + shelving.width + 0.8, along
    along = shelving.x + shelving.width * (1 - share if floor.kiosk_x >= shelving.x + shelving.width / 2 else share)
    return along, shelving.y + shelving.height + 0.8


def way(floor: rows.Floor, target: Point) -> list[Point]:
    """The walk from the kiosk to the nearest free place at a target; a straight line where there is no way on the plan."""
    start = _free_near(floor, _cell((floor.kiosk_x, floor.kiosk_y)))
    goal = _free_near(floor, _cell(target))
    cells = _search(floor, start, goal)
    if not cells:
        return [(floor.kiosk_x, floor.kiosk_y), target]
    points = [(floor.kiosk_x, floor.kiosk_y), *((x * STEP, y * STEP) for x, y in cells[1:])]
    return _straightened(floor, points)


def length(points: list[Point]) -> float:
    """Metres along a walk."""
    return sum(math.dist(a, b) for a, b in pairwise(points))


def _cell(point: Point) -> Cell:
    return round(point[0] / STEP), round(point[1] / STEP)


def _blocked(floor: rows.Floor, x: float, y: float) -> bool:
    if not (0 <= x <= floor.width and 0 <= y <= floor.height):
        return True
    return any(a.x - CLEARANCE < x < a.x + a.width + CLEARANCE and a.y - CLEARANCE < y < a.y + a.height + CLEARANCE for a in floor.aisles)


def _free_near(floor: rows.Floor, cell: Cell) -> Cell:
    for ring in range(12):
        around = [(cell[0] + dx, cell[1] + dy) for dx in range(-ring, ring + 1) for dy in range(-ring, ring + 1) if max(abs(dx), abs(dy)) == ring]
        free = [c for c in around if not _blocked(floor, c[0] * STEP, c[1] * STEP)]
        if free:
            return min(free, key=lambda c: math.dist(c, cell))
    return cell


def _search(floor: rows.Floor, start: Cell, goal: Cell) -> list[Cell]:
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
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)):
            near = (cell[0] + dx, cell[1] + dy)
            new = cost[cell] + math.hypot(dx, dy)
            if new < cost.get(near, math.inf) and not _blocked(floor, near[0] * STEP, near[1] * STEP):
                cost[near], came[near] = new, cell
                heapq.heappush(heap, (new + math.dist(near, goal), near))
    return []


def _straightened(floor: rows.Floor, points: list[Point]) -> list[Point]:
    """Only the corners that are needed: a point goes where the line past it is free."""
    kept, at = [points[0]], 0
    while at < len(points) - 1:
        further = next((n for n in range(len(points) - 1, at + 1, -1) if _clear(floor, points[at], points[n])), at + 1)
        kept.append(points[further])
        at = further
    return kept


def _clear(floor: rows.Floor, a: Point, b: Point) -> bool:
    steps = max(1, math.ceil(math.dist(a, b) / (STEP / 2)))
    return not any(_blocked(floor, a[0] + (b[0] - a[0]) * n / steps, a[1] + (b[1] - a[1]) * n / steps) for n in range(1, steps + 1))
