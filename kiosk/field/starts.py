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
from kiosk.core import KioskError, spoken
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
    list(house.voice.say("Oat milk is in aisle four, shelf two. It costs two euros forty-nine.", spoken(house.settings.language)))
opened("voice", speak)
def listen():
    import numpy as np
    house.ears.hear(np.zeros(48000, np.float32), None)
opened("ears", listen)
print(json.dumps({"steps": steps, "missing": missing, "mb": rss()}))
"""

_WITH_WINDOW = """
import json, os, time, psutil
import numpy as np
from kiosk.app.main import Window, application, give_back, thrifty
from kiosk.core import KioskError, Language
from kiosk.core.settings import load_settings
from kiosk.field.senses import drawn_pictures
thrifty()
qt = application()
window, missing, steps = Window(load_settings()), [], {}
app, parts = window.app, window.parts
def rss():
    return psutil.Process().memory_info().rss / 1e6
def until(holds, seconds=60.0):
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        qt.processEvents()
        time.sleep(0.005)
def opened(name, work):
    try:
        work()
    except (KioskError, ImportError) as error:
        missing.append(f"{name} ({error})")
    until(lambda: False, 0.3)
    steps[name] = round(rss(), 1)
def ask(text):
    app.talk.ask(text)
    until(lambda: not app.talk.property("busy"))
def house():
    window.open()
    until(lambda: app.property("ready") or app.property("broken"), 120.0)
    if not app.property("ready"):
        raise ImportError(app.property("broken") or "the house did not open in two minutes")
def keys():
    app.speak("zh")
    app.keyboard.show()
    app.keyboard.clear()
    app.keyboard.press("n")
    until(lambda: app.keyboard._pinyin is not None)
    for key in "iunai":
        app.keyboard.press(key)
    if not app.keyboard.property("letters"):
        raise ImportError("no pinyin")
    until(lambda: False, 0.2)
    app.keyboard.hide()
def look():
    pictures = drawn_pictures(parts.visit.house, 2)
    give_back()  # what drawing them took is not the kiosk's
    parts.warm_eyes()
    parts.ask("", pictures, Language.en)
def speak():
    voice = parts.open_voice()
    voice.pause()
    voice.prepare()
    voice.warm_up()
    list(voice.say("Oat milk is in aisle four, shelf two. It costs two euros forty-nine.", Language.en))
    list(voice.say("燕麦奶在四号通道二号货架，价格二点四九欧元。", Language.zh))
def listen():
    parts.warm()
    parts.visit.house.ears.hear(np.zeros(48000, np.float32), None)
opened("window", lambda: (window.view.show(), until(lambda: False, 1.0)))
opened("store and student", house)
app.begin("touch")
opened("questions", lambda: [ask(t) for t in ("where is the milk", "牛奶多少钱", "what do i need for pancakes", "where are the toilets")])
opened("keyboard", keys)
opened("ears", listen)
opened("eyes", look)
opened("voice", speak)
app.finish()
until(lambda: window.alone._told, 30.0)
steps["alone again"] = round(rss(), 1)
print(json.dumps({"steps": steps, "missing": missing, "mb": steps["alone again"]}), flush=True)
os._exit(0)
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
    """Resident memory of a process in which every part was opened and used once: without a window, and in one."""
    alone, window = "resident memory, everything loaded", "resident, everything loaded, window open"
    drawn = environment(settings, QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software")
    used = "RSS of a new process"
    return [
        *measured([(alone, "MB")], lambda: _resident(alone, _LOADED, environment(settings), f"{used} without a window, after each part was used once")),
        *measured([(window, "MB")], lambda: _resident(window, _WITH_WINDOW, drawn, f"{used} with the window (Qt's offscreen platform and software drawing), "
                  "five seconds after a visit in which each part was used")),
    ]  # fmt: skip


def _resident(name: str, script: str, given: Mapping[str, str], how: str) -> list[Figure]:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=LONGEST * 2, env=dict(given), check=False)
    if done.returncode:
        raise MissingPart(f"the process that opens everything ended with {done.returncode}", _last(done.stderr), "run: kiosk doctor")
    told = json.loads(done.stdout.strip().splitlines()[-1])
    how = f"{how}; MB after each: {', '.join(f'{step} {mb:.0f}' for step, mb in told['steps'].items())}"
    if told["missing"]:  # what does not hold everything proves nothing about everything
        without = "; ".join(told["missing"])
        return [not_taken(name, "MB", without), Figure(f"{name}, without these", "MB", how, {"value": told["mb"]}, {}, 1, load())]
    return [Figure(name, "MB", how, {"value": told["mb"]}, {"value": 1200.0}, 1, load())]


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
