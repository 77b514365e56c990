"""Labels for any number of texts: cut into shards, those in the cache taken from it, the rest asked of the teacher here or by workers of Ray.

What must hold: whoever labels, a shard reaches the caller through its file in the cache and nothing else. So a worker or a driver that is killed
loses the shard it was at, a run that is started again goes on where it stopped, and both engines give the same bytes.
"""

import json
import logging
import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from distill.progress import counted
from distill.teachers.cache import LabelCache
from distill.teachers.protocol import Answers, Teacher, TeacherSpec
from kiosk.core import BadInput, BrokenData, KioskError, MissingPart

Engine = Literal["local", "ray"]
OBJECT_STORE: Final = 100_000_000
"""Bytes of shared memory that a Ray started here may use; only texts and shard numbers travel through it."""
TASKS_A_WORKER: Final = 64
"""Pieces that Ray deals out to each worker: enough to keep all busy to the end, few enough to count a billion labels' shards."""
TRIES: Final = 3
"""How often a piece whose worker died is given out again before the work stops: texts that kill every worker must not do so for ever."""
_ERRORS: Final = {error.__name__: error for error in (KioskError, BadInput, BrokenData, MissingPart)}


def label(
    spec: TeacherSpec, inputs: Sequence[str], cache: LabelCache, engine: Engine = "local", shard: int = 2048, workers: int = 2
) -> Answers:  # fmt: skip
    """What the teacher says to every input, in their order.

    Args:
        cache: where shards are found and kept; all machines of a Ray cluster must see the same folder.
        engine: "local" asks in this process; "ray" in `workers` others, on the cluster that RAY_ADDRESS names or one started here for the time.
        shard: inputs a shard; another size is another set of shards.

    Returns:
        output name → (inputs, *shape).

    Raises:
        BadInput: shard or workers is below 1, or the spec is no teacher.
        MissingPart: the teacher's package, or Ray, is not installed.
        BrokenData: a shard in the cache cannot be trusted (see `LabelCache.mend`), or workers wrote none where this process looks.
        KioskError: the disk is full, or workers died again and again at the same texts.
    """
    if shard < 1 or workers < 1:
        raise BadInput("Labelling needs at least one input a shard and one worker", f"shard {shard}, workers {workers}", "give positive numbers")
    teacher = spec.build()
    pieces = [inputs[start : start + shard] for start in range(0, len(inputs), shard)]
    labels: Answers = {output.name: np.empty((len(inputs), *output.shape), output.dtype) for output in teacher.outputs}
    with counted() as progress:
        task = progress.add_task(f"labels by {spec.kind.rpartition(':')[2]}", total=len(pieces))

        def take(number: int) -> bool:
            found = cache.find(teacher, pieces[number])
            if found is None:
                return False
            for name, values in found.items():
                labels[name][number * shard : number * shard + len(values)] = values
            progress.update(task, advance=1)
            return True

        missing = [number for number in range(len(pieces)) if not take(number)]
        progress.reset(task, completed=len(pieces) - len(missing))  # the time left is judged by what is labelled, not by what was only read
        work = _by_ray(spec, pieces, missing, cache, workers) if engine == "ray" and missing else _here(teacher, pieces, missing, cache)
        with closing(work) as done:
            for number in done:
                if not take(number):
                    mend = "let all machines see the same cache folder and hold the same version of the teacher"
                    raise BrokenData("A worker's labels are not in the cache", str(cache.file(teacher, pieces[number])), mend)
    return labels


def _here(teacher: Teacher, pieces: list[Sequence[str]], missing: list[int], cache: LabelCache) -> Generator[int, None, None]:
    """Labels in this process; yields the number of each shard once its file is there."""
    for number in missing:
        cache.answers(teacher, pieces[number])
        yield number


class _Worker:
    """What one process of Ray's pool does: it builds the teacher once and fills the cache."""

    def __init__(self, spec: TeacherSpec, cache: LabelCache) -> None:
        self.spec, self.cache = spec, cache
        self.teacher: Teacher | None = None

    def __call__(self, batch: dict[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
        """Errors of the world come back as rows: Ray would wrap them until nobody knows them. A fault of ours is Ray's to report."""
        try:
            self.teacher = self.teacher or self.spec.build()
            for piece in batch["inputs"]:
                self.cache.answers(self.teacher, json.loads(piece))
        except KioskError as error:
            return {"number": batch["number"], "fault": np.array([json.dumps([type(error).__name__, error.what, error.where, error.mend])])}
        return {"number": batch["number"], "fault": np.array([""])}


def _by_ray(spec: TeacherSpec, pieces: list[Sequence[str]], missing: list[int], cache: LabelCache, workers: int) -> Generator[int, None, None]:
    """Labels in a pool of Ray's actors; yields the number of each shard, in any order, once its file is there.

    A killed worker is started again by Ray and its piece given out again; shards that it had finished are then in the cache.
    """
    with _cluster(workers) as data:
        # JSON, because Arrow's strings hold no lone surrogates and the cache's key is made of what the teacher is given
        rows = [{"number": number, "inputs": json.dumps(list(pieces[number]))} for number in missing]
        shards = data.from_items(rows, override_num_blocks=min(len(rows), TASKS_A_WORKER * workers))
        pool = data.ActorPoolStrategy(size=workers)
        filled = shards.map_batches(_Worker, batch_size=1, compute=pool, fn_constructor_kwargs={"spec": spec, "cache": cache}, max_task_retries=TRIES)
        for row in filled.iter_rows():
            if row["fault"]:
                kind, *told = json.loads(row["fault"])
                raise _ERRORS[kind](*told)
            yield int(row["number"])


@contextmanager
def _cluster(workers: int) -> Iterator[Any]:
    """`ray.data` on a running cluster: the one this process is in, the one RAY_ADDRESS names, or a small one of this machine's own.

    A cluster started here listens on this machine only, has no dashboard, reports no usage and ends with the work.
    """
    started_here = "RAY_ADDRESS" not in os.environ
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    if started_here:
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # on every system: listen on 127.0.0.1 alone
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise MissingPart("Ray is not installed", "ray", "install ray[data], or label with the local engine") from error
    logging.getLogger("ray.data").setLevel(logging.ERROR)  # it warns that its own progress bars are off
    ray.data.DataContext.get_current().enable_progress_bars = False  # `label` counts the shards of both engines itself
    joined = ray.is_initialized()
    if not joined:
        here: dict[str, Any] = (
            {"address": "local", "num_cpus": workers, "object_store_memory": OBJECT_STORE, "include_dashboard": False} if started_here else {}
        )
        try:
            ray.init(log_to_driver=False, logging_level=logging.ERROR, **here)
        except ConnectionError as error:
            mend = "start it, or correct RAY_ADDRESS and RAY_AUTH_MODE"
            raise MissingPart("The Ray cluster does not let us in", os.environ.get("RAY_ADDRESS", "this machine"), mend) from error
    try:
        yield ray.data
    except ray.exceptions.RayActorError as error:
        mend = "give each worker more memory or make the shards smaller, then run again: what was labelled so far is kept"
        raise KioskError("Workers died again and again at the same texts", "Ray", mend) from error
    finally:
        if not joined:
            ray.shutdown()
