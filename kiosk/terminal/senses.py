"""`kiosk see`, `kiosk hear` and `kiosk speak`: one sense by itself. Models are loaded once; a bad file yields an error in its place."""

import json
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import Any

from kiosk.core import BadInput, KioskError, Language
from kiosk.core.text import has_chinese
from kiosk.core.turn import SeenBy
from kiosk.core.wire import seen_row
from kiosk.terminal.ask import settings_of
from kiosk.visit import House

WAYS: tuple[SeenBy, ...] = ("barcode", "label", "appearance")


def see(args: Namespace) -> int:
    """Product keys in each picture."""
    import time

    from kiosk.seeing.frames import read_frame

    asked = args.by.split(",") if args.by else list(WAYS)
    by = [way for way in WAYS if way in asked]
    if wrong := [b for b in asked if b not in WAYS]:
        raise BadInput(f"unknown way to look {wrong[0]!r}", "--by", f"use {', '.join(WAYS)}")
    house = House(settings_of(args))
    house.eyes.warm_up(by)
    bad = False
    for name in args.image:
        started = time.perf_counter()
        try:
            rows = house.eyes.see(read_frame(Path(name)), by)
        except KioskError as error:
            bad = True
            _tell(args, {"image": name, "error": error.line()}, f"{name}: {error.line()}")
            continue
        spent = {**house.eyes.milliseconds, "total": (time.perf_counter() - started) * 1000}
        best = ", ".join(f"{r.sku} ({r.by} {r.score:.2f}{'' if r.accepted else ', not sure'})" for r in rows[:3]) or "nothing known"
        _tell(args, {"image": name, "seen": [seen_row(r) for r in rows], "milliseconds": {k: round(v, 2) for k, v in spent.items()}}, f"{name}: {best}")
    return 2 if bad else 0


def hear(args: Namespace) -> int:
    """A transcript of each file; silence is an empty one."""
    house = House(settings_of(args))
    house.ears  # noqa: B018 - opened now, so that a missing part ends the command before the first file
    language = None if args.language == "auto" else Language(args.language)
    bad = False
    for name in args.audio:
        try:
            found = house.ears.hear(Path(name), language)
        except KioskError as error:
            bad = True
            _tell(args, {"file": name, "error": error.line()}, f"{name}: {error.line()}")
            continue
        spent = {k: round(v, 2) for k, v in found.milliseconds.items()}
        row = {"file": name, "text": found.text, "language": str(found.language), "confidence": round(found.confidence, 4), "milliseconds": spent}
        _tell(args, row, f"{name}: [{found.language}] {found.text}")
    return 2 if bad else 0


def speak(args: Namespace) -> int:
    """Speaks a text, to the loudspeaker or into a file."""
    house = House(settings_of(args))
    language = (Language.zh if has_chinese(args.text) else Language.en) if args.language == "auto" else Language(args.language)
    if not args.text.strip():
        raise BadInput("there is nothing to say", "TEXT", 'write it: kiosk speak "Good morning"')
    from kiosk.speaking import render, write_wav

    samples, rate = render(args.text, language, house.voice)
    if args.out:
        write_wav(Path(args.out), samples, rate)
        print(f"{args.out}: {len(samples) / rate:.1f} s")
        return 0
    from kiosk.speaking import DeviceLoudspeaker

    with closing(DeviceLoudspeaker(house.settings.loudspeaker or None, rate)) as loudspeaker:
        loudspeaker.volume = house.settings.volume / 100
        loudspeaker.play([samples], rate)
    return 0


def _tell(args: Namespace, row: dict[str, Any], line: str) -> None:
    print(json.dumps(row, ensure_ascii=False) if args.json else line, flush=True)
