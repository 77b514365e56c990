"""Phrases made ahead: the promises of kiosk.speaking.preparing."""

import time
from collections.abc import Callable

from kiosk.core import Language
from kiosk.speaking.model import Interrupted, Run
from kiosk.speaking.preparing import Phrase, Preparer

EN = Language.en


def until(holds: Callable[[], bool], seconds: float = 5.0) -> None:
    """Waits for a condition."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


class Maker:
    """Makes a phrase in as long as it is told, and gives up when its run is stopped."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds, self.begun, self.made = seconds, list[str](), list[str]()

    def __call__(self, phrase: Phrase, run: Run) -> bool:
        self.begun.append(phrase[0])
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            if run.stopped:
                raise Interrupted
            time.sleep(0.005)
        if phrase[0] == "bad":
            raise ValueError("a fault of ours")
        self.made.append(phrase[0])
        return self.seconds > 0


def test_phrases_are_made_in_the_order_they_were_given() -> None:
    maker = Maker()
    preparer = Preparer(maker)
    preparer.add([("a", EN), ("b", EN)])
    preparer.add([("c", EN)])
    until(lambda: maker.made == ["a", "b", "c"])
    assert preparer.waiting == 0
    preparer.close()


def test_a_phrase_in_hand_is_broken_off_by_a_hold_and_made_after_it() -> None:
    maker = Maker(0.3)
    preparer = Preparer(maker)
    preparer.add([("a", EN), ("b", EN)])
    until(lambda: maker.begun == ["a"])
    before = time.monotonic()
    preparer.hold()
    until(lambda: preparer._run is None)
    assert time.monotonic() - before < 0.2 and not maker.made and preparer.waiting == 2
    preparer.release()
    until(lambda: maker.made == ["a", "b"])
    preparer.close()


def test_holds_add_up_and_pauses_do_not() -> None:
    maker = Maker()
    preparer = Preparer(maker)
    preparer.hold()
    preparer.hold()
    preparer.pause(True)
    preparer.pause(True)
    preparer.add([("a", EN)])
    preparer.release()
    preparer.pause(False)
    time.sleep(0.1)
    assert not maker.begun
    preparer.release()
    until(lambda: maker.made == ["a"])
    preparer.close()


def test_a_fault_in_one_phrase_does_not_end_the_others() -> None:
    maker = Maker()
    preparer = Preparer(maker)
    preparer.add([("bad", EN), ("good", EN)])
    until(lambda: maker.made == ["good"])
    preparer.close()


def test_after_a_phrase_the_processor_rests_as_long_as_it_worked() -> None:
    maker = Maker(0.2)
    preparer = Preparer(maker)
    began = time.monotonic()
    preparer.add([("a", EN), ("b", EN)])
    until(lambda: len(maker.begun) == 2)
    assert time.monotonic() - began >= 0.4
    preparer.close()


def test_closing_breaks_off_what_is_in_hand() -> None:
    maker = Maker(5.0)
    preparer = Preparer(maker)
    preparer.add([("a", EN)])
    until(lambda: bool(maker.begun))
    before = time.monotonic()
    preparer.close()
    assert time.monotonic() - before < 1.0 and not maker.made
