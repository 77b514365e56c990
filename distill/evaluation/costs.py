"""What an answer costs: the time that stands beside a model's accuracy in report and card.

What must hold: every model of an evaluation is asked the same questions, one at a time, on one thread, so that their times can be compared.
"""

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import TypeVar

Q = TypeVar("Q")
ASKED = 40
"""Questions that are timed: the first ones."""


def milliseconds(answer: Callable[[Q], object], questions: Sequence[Q]) -> float:
    """The median over the first `ASKED` questions, after one that is not counted; torch and numpy compute on one thread for the time."""
    import torch
    from threadpoolctl import threadpool_limits

    threads, spent = torch.get_num_threads(), list[float]()
    torch.set_num_threads(1)
    try:
        with threadpool_limits(1):
            for question in (questions[0], *questions[:ASKED]):
                began = time.perf_counter()
                answer(question)
                spent.append(1000 * (time.perf_counter() - began))
    finally:
        torch.set_num_threads(threads)
    return median(spent[1:])
