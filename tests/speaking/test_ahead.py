"""A sound that will probably be wanted is made beside everything else: nobody waits for it who does not want it, and a fault in it harms nobody."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest

from kiosk.speaking.ahead import Ahead
from kiosk.speaking.model import Interrupted, Run

PATIENCE = 20.0


@pytest.fixture
def ahead() -> Iterator[Ahead]:
    made = Ahead()
    yield made
    made.close()


def endless(begun: Event, ended: Event) -> Callable[[Run], None]:
    """Makes for as long as nobody breaks it off."""

    def make(run: Run) -> None:
        begun.set()
        while not run.stopped:
            ended.wait(0.005)
        ended.set()
        raise Interrupted

    return make


@pytest.mark.parametrize("break_off", [lambda a: a.settle("other"), lambda a: a.end(), lambda a: a.begin("other", lambda run: None)])
def test_another_wish_breaks_it_off(ahead: Ahead, break_off: Callable[[Ahead], None]) -> None:
    begun, ended = Event(), Event()
    ahead.begin("one", endless(begun, ended))
    assert begun.wait(PATIENCE)
    break_off(ahead)
    assert ended.wait(PATIENCE)


def test_who_wants_the_thing_in_hand_waits_until_it_is_made(ahead: Ahead) -> None:
    begun, go_on, made = Event(), Event(), list[str]()

    def make(run: Run) -> None:
        begun.set()
        assert go_on.wait(PATIENCE)
        made.append("one")

    ahead.begin("one", make)
    assert begun.wait(PATIENCE)
    ahead.begin("one", lambda run: made.append("again"))
    go_on.set()
    ahead.settle("one")
    assert made == ["one"]


def test_what_was_broken_off_before_it_began_is_never_made(ahead: Ahead) -> None:
    begun, ended, made = Event(), Event(), list[str]()
    ahead.begin("one", endless(begun, ended))
    assert begun.wait(PATIENCE)
    ahead.begin("two", lambda run: made.append("two"))
    ahead.begin("three", lambda run: made.append("three"))
    ahead.settle("three")
    assert made == ["three"]


def test_a_fault_is_told_in_the_log_and_the_next_thing_is_made(ahead: Ahead, caplog: pytest.LogCaptureFixture) -> None:
    made = list[str]()

    def broken(run: Run) -> None:
        raise ValueError("no such sound")

    ahead.begin("one", broken)
    ahead.settle("one")
    ahead.begin("two", lambda run: made.append("two"))
    ahead.settle("two")
    assert "no such sound" in caplog.text and made == ["two"]
