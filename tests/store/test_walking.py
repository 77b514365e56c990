"""The ways on a floor: round what stands there, without steps on request, and none where there is none."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.settings import load_settings
from kiosk.store.building import Floor, Passage, Shelving, Wall
from kiosk.store.checking import load_pack
from kiosk.store.walking import Ground, Point, length


def floor(**more: Any) -> Floor:
    """A hall of 20 by 12 metres with a shelf in the middle of each half; the kiosk stands below, in the middle."""
    aisles = tuple(Shelving(aisle=str(n), en=f"aisle {n}", zh=f"{n}号", x=x, y=2, width=2, height=6) for n, x in ((1, 4), (2, 14)))
    given: dict[str, Any] = {"width": 20, "height": 12, "kiosk_x": 10, "kiosk_y": 11, "entrance_x": 11, "entrance_y": 12, "aisles": aisles} | more
    return Floor(**given)


def passage(kind: str, x: float, y: float, width: float, height: float) -> Passage:
    return Passage.model_validate({"kind": kind, "en": kind, "zh": kind, "x": x, "y": y, "width": width, "height": height})


WALL = Wall(x=9.8, y=0, width=0.4, height=9)
"""Parts the two halves, but for three metres below."""
FULL = Wall(x=0, y=9, width=20, height=0.4)
"""Parts the kiosk from all shelves."""
STEPS, RAMP = passage("steps", 5, 8, 2, 3), passage("ramp", 17, 8, 2, 3)


def crosses(walk: list[Point], building: Floor) -> bool:
    """Whether a walk goes through shelving or a wall that no passage opens."""
    for (x, y), (u, v) in pairwise(walk):
        for share in np.linspace(0, 1, 60):
            px, py = x + (u - x) * share, y + (v - y) * share
            inside = [a for a in (*building.aisles, *building.walls) if a.x < px < a.x + a.width and a.y < py < a.y + a.height]
            through = [p for p in building.passages if p.x < px < p.x + p.width and p.y < py < p.y + p.height]
            if inside and not through:
                return True
    return False


def over_steps(walk: list[Point], steps: Passage) -> bool:
    shares = np.linspace(0, 1, 60)
    return any(
        bool(((steps.x < x + (u - x) * shares) & (x + (u - x) * shares < steps.x + steps.width)
              & (steps.y < y + (v - y) * shares) & (y + (v - y) * shares < steps.y + steps.height)).any())
        for (x, y), (u, v) in pairwise(walk)
    )  # fmt: skip


@given(x=st.floats(0.5, 19.5), y=st.floats(0.5, 11.5), step_free=st.booleans())
def test_a_way_begins_at_the_kiosk_crosses_nothing_and_ends_at_the_place(x: float, y: float, step_free: bool) -> None:
    hall = floor(walls=(WALL,))
    walk = Ground(hall, step_free).way((x, y))
    if walk:
        assert walk[0] == (10, 11)
        assert not crosses(walk, hall)
        assert np.hypot(walk[-1][0] - x, walk[-1][1] - y) <= 1.5


def test_a_way_goes_round_a_wall() -> None:
    target = (12.0, 1.0)
    round_it, straight = Ground(floor(walls=(Wall(x=8, y=9, width=12, height=0.4),))).way(target), Ground(floor()).way(target)
    assert length(round_it) > length(straight) + 2


def test_without_steps_the_way_takes_the_ramp_that_others_need_not() -> None:
    hall = floor(walls=(FULL,), passages=(STEPS, RAMP))
    target = Ground(hall).before("1", 5)
    assert target is not None
    short, free = Ground(hall).way(target), Ground(hall, step_free=True).way(target)
    assert over_steps(short, STEPS) and not over_steps(free, STEPS)
    assert not crosses(short, hall) and not crosses(free, hall)
    assert length(free) > length(short)


def test_where_only_steps_lead_there_is_no_way_without_them() -> None:
    hall = floor(walls=(FULL,), passages=(STEPS,))
    target = Ground(hall).before("2", 3)
    assert target is not None
    assert Ground(hall).reaches(target) and Ground(hall).way(target)
    assert not Ground(hall, step_free=True).reaches(target) and Ground(hall, step_free=True).way(target) == []


def test_a_place_behind_a_wall_is_not_reached_by_standing_on_this_side_of_it() -> None:
    """Nor is it with more room to keep, where the nearest free place would be on the wrong side."""
    hall = floor(walls=(Wall(x=0, y=9, width=20, height=0.2),), passages=(passage("steps", 5, 8, 2, 3),))
    assert not Ground(hall, step_free=True).reaches((10.0, 8.6))


def test_a_gap_that_a_wheelchair_does_not_pass_is_no_way_without_steps() -> None:
    hall = floor(walls=(Wall(x=0, y=9, width=9.5, height=0.4), Wall(x=10.5, y=9, width=9.5, height=0.4)))
    assert Ground(hall).way((10.0, 5.0)) and not Ground(hall, step_free=True).way((10.0, 5.0))


def test_one_stands_on_the_other_side_of_a_shelf_at_the_wall() -> None:
    hall = floor(aisles=(Shelving(aisle="1", en="a", zh="一", x=18, y=2, width=2, height=6),))
    assert Ground(hall).before("1", 1) == pytest.approx((17.2, 7.67), abs=0.01)
    assert Ground(hall).before("9") is None


def test_walks_are_the_same_both_ways_and_none_to_oneself() -> None:
    ground = Ground(floor(walls=(FULL,), passages=(STEPS,)))
    metres = np.array(ground.walks([(3.0, 5.0), (12.0, 5.0), (10.0, 11.0)]))
    assert np.allclose(metres, metres.T) and np.all(np.diag(metres) == 0) and np.isfinite(metres).all()


def test_in_the_demo_store_the_cafe_is_reached_by_steps_and_longer_without() -> None:
    pack = load_pack(load_settings().default_store)
    assert pack.floor is not None
    cafe = next((f.x, f.y) for f in pack.facilities if f.id == "cafe")
    steps = next(p for p in pack.floor.passages if p.kind == "steps")
    short, free = Ground(pack.floor).way(cafe), Ground(pack.floor, step_free=True).way(cafe)
    assert over_steps(short, steps) and free and not over_steps(free, steps)


def test_in_the_demo_store_every_place_in_the_building_is_reached_without_steps() -> None:
    pack = load_pack(load_settings().default_store)
    assert pack.floor is not None
    ground = Ground(pack.floor, step_free=True)
    assert [f.id for f in pack.facilities if not ground.reaches((f.x, f.y))] == []
