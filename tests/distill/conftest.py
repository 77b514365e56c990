"""One real run of the public sets' experiment, and the part made of it, for all tests of this folder; who changes a file of it copies it first."""

from pathlib import Path
from typing import NamedTuple

import pytest

from export.verify import INT8
from tests.fakes.texts import RECIPE, write_sets

SMALL = INT8.model_copy(update={"lost": 0.1, "label_agreement": 0.9, "lost_in_a_class": 0.25})
"""For thirty questions: one is three points."""


class SmallRun(NamedTuple):
    """Where a finished run of the small set lies, and the data."""

    out: Path
    data: Path


@pytest.fixture(scope="session")
def small_sets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sets(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def small_run(small_sets: Path, tmp_path_factory: pytest.TempPathFactory) -> SmallRun:
    from distill.cli import with_alone
    from distill.texts import STAGES, run

    out = tmp_path_factory.mktemp("run")
    run(RECIPE, small_sets, out, with_alone(STAGES))
    return SmallRun(out, small_sets)


@pytest.fixture(scope="session")
def small_part(small_run: SmallRun) -> Path:
    from export.graphs.texts import build_part

    part = small_run.out / "part"
    build_part(RECIPE, small_run.out, part, int8=SMALL)
    return part
