"""What an answer costs is the median of the first questions, on one thread; what was set before is set again."""

import pytest
import torch

from distill.evaluation.costs import ASKED, milliseconds


def test_the_first_questions_are_asked_one_by_one_the_very_first_once_more_and_on_one_thread() -> None:
    before, asked, threads = torch.get_num_threads(), list[int](), set[int]()
    torch.set_num_threads(2)

    def answer(question: int) -> None:
        asked.append(question)
        threads.add(torch.get_num_threads())

    try:
        assert milliseconds(answer, range(ASKED + 5)) >= 0
        assert asked == [0, *range(ASKED)] and threads == {1}
        with pytest.raises(ZeroDivisionError):
            milliseconds(lambda _: 1 / 0, [1])
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
