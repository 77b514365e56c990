"""A day at the shop: how its figures are read, and an hour of it for real."""

from pathlib import Path

import pytest

from kiosk.core import Language
from kiosk.hearing.ears import Samples
from tests.hearing.conftest import spoken  # noqa: F401  # the fixture: a question in each language
from tests.virtual.day import Day, Hour, slope


def hour(number: int, mb: float) -> Hour:
    return Hour(number, mb, 30, 20, 0, 1.0)


@pytest.mark.parametrize(("mb", "grows"), [((900.0, 1000.0, 1000.0, 1000.0), 0.0), ((900.0, 1000.0, 1010.0, 1020.0), 10.0), ((900.0, 1000.0), 0.0)])
def test_the_first_hour_in_which_everything_is_opened_is_no_part_of_the_slope(mb: tuple[float, ...], grows: float) -> None:
    assert slope([hour(n, m) for n, m in enumerate(mb, 1)]) == grows


@pytest.mark.slow
def test_two_hours_of_visits_leave_memory_threads_and_handles_where_they_were(tmp_path: Path, spoken: dict[Language, Samples]) -> None:  # noqa: F811
    """Once each thing was done twice, another hour of visits adds nothing; and after a night alone it answers."""
    day = Day(list(spoken.values()), tmp_path)
    try:
        first, second = (day.hour(n, 6) for n in (1, 2))
        assert second.answers > first.answers > 20
        assert second.threads <= first.threads + 2
        assert second.handles <= first.handles + 2
        assert second.mb < first.mb + 30
        assert day.morning()
    finally:
        day.window.close()
