"""How long the kiosk takes from process start, and how much memory it holds: measured from outside, on processes of their own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from kiosk.core import MissingPart
from kiosk.core.settings import PREFIX, Settings
from kiosk.field.figures import Figure, measured, not_taken, taken
from kiosk.field.machine import load

STARTS = 5
LONGEST = 120.0
"""Seconds after which a process that does not answer is given up."""
_FRAME = """
import sys
from kiosk.core.settings import load_settings
from kiosk.app.main import Window, application
qt = application()
window = Window(load_settings())
def shown():
    print("first frame", flush=True)
    window.view.frameSwapped.disconnect(shown)
    qt.quit()
window.view.frameSwapped.connect(shown)
qt.exec()
import os
os._exit(0)
"""
_LOADED = """
import json, psutil
from pathlib import Path
from kiosk.core import KioskError
from kiosk.core.settings import load_settings
from kiosk.visit import House, Visit
house, missing, steps = House(load_settings()), [], {}
def rss():
    return psutil.Process().memory_info().rss / 1e6
def opened(name, work):
    try:
        work()
    except (KioskError, ImportError) as error:
        missing.append(f"{name} ({error})")
    steps[name] = round(rss(), 1)
opened("assistant", lambda: [Visit(house).ask(t) for t in ("where is the milk", "牛奶多少钱", "what do i need for pancakes")])
opened("eyes", lambda: house.eyes.warm_up())
def speak():
    house.voice.warm_up()
    list(house.voice.say("Oat milk is in aisle four, shelf two. It costs two euros forty-nine.", house.settings.language))
opened("voice", speak)
def listen():
    import numpy as np
    house.ears.hear(np.zeros(48000, np.float32), None)
opened("ears", listen)
print(json.dumps({"steps": steps, "missing": missing, "mb": rss()}))
"""


def environment(settings: Settings, **more: str) -> dict[str, str]:
    """An environment in which a kiosk uses these settings and no others."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
    given = {f"{PREFIX}{name.upper()}": str(value) for name, value in settings.model_dump(mode="json").items() if value is not None}
    return {**kept, **given, **more}


def first_answer(settings: Settings, folder: Path, rounds: int = STARTS) -> list[Figure]:
    """`kiosk ask` from process start to its answer: with everything in place, and the very first time on a machine."""
    warm, cold = "first typed answer from process start", "the same, the very first time"

    def measure() -> list[Figure]:
        once = _answer(environment(settings, KIOSK_STATE=str(folder / "first-start")))
        _answer(environment(settings))
        spent = [_answer(environment(settings)) for _ in range(rounds)]
        how = f"`kiosk ask` as a new process, {rounds} times, until its answer is on standard output"
        return [
            taken(warm, "s", how, spent, {"p50": 3.0}),
            Figure(
                cold,
                "s",
                "once, with an empty state folder: the store is imported and the models are compiled",
                {"value": once},
                {},
                1,
                load(),
            ),
        ]

    return measured([(warm, "s"), (cold, "s")], measure)


def _answer(given: Mapping[str, str]) -> float:
    return _until_line([sys.executable, "-m", "kiosk.cli", "ask", "where is the milk"], given)


def first_frame(settings: Settings, rounds: int = STARTS) -> list[Figure]:
    """The window from process start to its first frame, drawn without a screen."""
    name = "window's first frame from process start"

    def measure() -> list[Figure]:
        if find_spec("PySide6") is None:
            raise MissingPart("the window is not there", "PySide6-Essentials", "install the kiosk again")
        given = environment(settings, QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software")
        _until_line([sys.executable, "-c", _FRAME], given)
        spent = [_until_line([sys.executable, "-c", _FRAME], given) for _ in range(rounds)]
        return [
            taken(
                name,
                "s",
                f"kiosk.app.main's window as a new process, {rounds} times, Qt's offscreen platform and software drawing",
                spent,
                {"p50": 1.5},
            )
        ]

    return measured([(name, "s")], measure)


def memory(settings: Settings) -> list[Figure]:
    """Resident memory of a process in which every part was opened and used once."""
    name = "resident memory, everything loaded"

    def measure() -> list[Figure]:
        done = subprocess.run(
            [sys.executable, "-c", _LOADED], capture_output=True, text=True, timeout=LONGEST * 2, env=environment(settings), check=False
        )
        if done.returncode:
            raise MissingPart(f"the process that opens everything ended with {done.returncode}", _last(done.stderr), "run: kiosk doctor")
        told = json.loads(done.stdout.strip().splitlines()[-1])
        steps = ", ".join(f"{step} {mb:.0f}" for step, mb in told["steps"].items())
        how = f"RSS of a new process without a window, after each part was used once, MB after each: {steps}"
        if told["missing"]:  # what does not hold everything proves nothing about everything
            without = "; ".join(told["missing"])
            return [not_taken(name, "MB", without), Figure("resident memory without these", "MB", how, {"value": told["mb"]}, {}, 1, load())]
        return [Figure(name, "MB", how, {"value": told["mb"]}, {"value": 1200.0}, 1, load())]

    return measured([(name, "MB")], measure)


def _until_line(command: Sequence[str], given: Mapping[str, str]) -> float:
    """Seconds from the start of a process until it has written its first line; then it may end by itself.

    Raises:
        MissingPart: it ended or was ended without a line.
    """
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(given)) as process:
        try:
            output: IO[str] | None = process.stdout
            line = output.readline() if output else ""
            spent = time.perf_counter() - began
            _, errors = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise MissingPart(f"the process did not end in {LONGEST:.0f} s", command[-1][:40], "run it by hand and see") from error
    if not line.strip():
        raise MissingPart(f"the process ended with {process.returncode} and no answer", _last(errors), "run: kiosk doctor")
    return spent


def _last(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1][:300]
