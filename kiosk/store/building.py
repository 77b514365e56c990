"""The rows of a pack that say what the building looks like: `floor.yaml` and `facilities.csv`. Metres from the plan's top left corner.

Nobody walks through shelving or a wall. A wall is open where a passage lies across it: everyone goes through a ramp or a lift, over steps only
who can. What is reached from where is worked out in `walking.py`.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from kiosk.store.rows import Id, Line, OptionalLine, Row, Words

Metres = Annotated[float, Field(ge=0, le=500)]
Side = Annotated[float, Field(gt=0, le=500)]


class Facility(Row):
    """facilities.csv: a place or service in the building. x and y are metres on the floor plan, from its top left corner."""

    id: Id
    en: Line
    zh: Line
    synonyms_en: Words = ()
    synonyms_zh: Words = ()
    where_en: Line
    where_zh: Line
    x: Metres
    y: Metres
    note_en: OptionalLine = ""
    note_zh: OptionalLine = ""


class Area(Row):
    """A rectangle of the floor."""

    x: Metres
    y: Metres
    width: Side
    height: Side


class Shelving(Area):
    """floor.yaml: an aisle drawn on the plan."""

    aisle: Annotated[str, StringConstraints(pattern=r"^\d{1,2}$")]
    en: Line
    zh: Line


class Wall(Area):
    """floor.yaml: a wall, a railing, a counter: what nobody walks through."""


class Passage(Area):
    """floor.yaml: the way through a wall. It reaches beyond the wall on both sides, as far as one walks on it."""

    kind: Literal["steps", "ramp", "lift"]
    en: Line
    zh: Line


class Floor(Row):
    """floor.yaml: the building."""

    width: Side
    height: Side
    kiosk_x: Metres
    kiosk_y: Metres
    entrance_x: Metres
    entrance_y: Metres
    aisles: tuple[Shelving, ...]
    walls: tuple[Wall, ...] = ()
    passages: tuple[Passage, ...] = ()
