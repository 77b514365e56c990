"""`kiosk bench`: the kiosk's own speed and memory on this machine, step by step, each figure with how it was measured.

What must hold: nothing of the shop's state is written (the bench works on a copy of the catalogue in a temporary folder), and a part that
is missing stands in the table as missing.
"""

import json
import os
import sqlite3
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kiosk import __version__
from kiosk.core import BadInput
from kiosk.core.settings import Settings, load_settings
from kiosk.field import senses, starts, typed
from kiosk.field.figures import Figure
from kiosk.field.holdings import STORE_FILE, read_only
from kiosk.field.machine import load, machine
from kiosk.visit import House

ENGINES = ("openvino", "onnxruntime", "tokenizers", "PySide6-Essentials", "rapidocr")


def bench(args: Namespace) -> int:
    """Measures everything and prints it as a table, or as JSON. The exit code is 0 whatever the figures are: they are told, not judged."""
    if not 1 <= args.rounds <= 100_000:
        raise BadInput(f"{args.rounds} rounds", "--rounds", "give 1 to 100000")
    settings = load_settings(store=args.store)
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as name:
        started = load()
        figures = measure(settings, Path(name), args.rounds, _say)
    if args.json:
        print(
            json.dumps({"version": __version__, "machine": described(started), "figures": [f.row() for f in figures]}, ensure_ascii=False)
        )
    else:
        _show(figures, started)
    return 0


def _say(text: str) -> None:
    print(f"kiosk bench: {text}", file=sys.stderr, flush=True)


def measure(settings: Settings, folder: Path, rounds: int, say: Callable[[str], None]) -> list[Figure]:
    """Every figure, one after another: nothing of ours runs beside what is measured.

    Args:
        folder: an empty folder for the copy of the catalogue and everything that the bench writes.
        say: told what comes next.
    """
    copied = copy_of(settings, folder / "state")
    house = House(copied)
    few = max(1, min(rounds, starts.STARTS))
    figures: list[Figure] = []
    steps: tuple[tuple[str, Callable[[], list[Figure]]], ...] = (
        ("typed questions", lambda: typed.typed(house, rounds)),
        ("the language student", lambda: typed.student(house, rounds)),
        ("starts", lambda: starts.first_answer(copied, folder, few)),
        ("the window", lambda: starts.first_frame(copied, few)),
        ("pictures", lambda: senses.pictures(house, min(rounds, senses.PICTURES))),
        ("the voice", lambda: senses.first_sound(house, min(rounds, senses.SPOKEN))),
        ("spoken questions", lambda: senses.spoken(house, folder, min(rounds, senses.SPOKEN))),
        ("memory", lambda: starts.memory(copied)),
        ("a large store (its import takes about a minute)", lambda: typed.big(copied, folder, rounds)),
    )
    for name, work in steps:
        say(name)
        figures += work()
    return figures


def copy_of(settings: Settings, state: Path) -> Settings:
    """The same settings with a state folder of its own, which holds a copy of the shop's catalogue where there is one."""
    state.mkdir(parents=True, exist_ok=True)
    live = settings.state / STORE_FILE
    if settings.store is None and live.is_file():
        with closing(read_only(live)) as source, closing(sqlite3.connect(state / STORE_FILE)) as target:
            source.backup(target)
    return settings.model_copy(update={"state": state})


def described(started: float) -> dict[str, Any]:
    """The machine, its engines, and how busy it was before and after."""
    engines = {}
    for name in ENGINES:
        try:
            engines[name] = version(name)
        except ImportError:
            engines[name] = "missing"
    return {
        **machine().row(),
        "engines": engines,
        "load_before": started,
        "load_after": load(),
        "nice": os.nice(0) if hasattr(os, "nice") else 0,
    }


COLUMNS = ("figure", "p50", "p95", "cpu", "unit", "at most", "holds", "load", "how it was measured")
NARROW, NUMBERS = ("p50", "p95", "cpu", "unit", "holds", "load"), ("p50", "p95", "cpu", "load")


def _show(figures: list[Figure], started: float) -> None:
    about = described(started)
    on = f"{about['cpu']}, {about['cores']} cores, {about['memory_gb']} GB · {about['system']}"
    title = f"kiosk {__version__} · {on} · load {started} before, {about['load_after']} after"
    table = Table(title=title, title_justify="left", show_lines=True)
    for heading in COLUMNS:
        table.add_column(heading, overflow="fold", no_wrap=heading in NARROW, justify="right" if heading in NUMBERS else "left")
    for figure in figures:
        table.add_row(*_cells(figure))
    Console(width=None if sys.stdout.isatty() else 180).print(table)
    print("p50 and p95 by the wall clock; cpu: median CPU time of all threads of the process; load: of the last minute when the figure was taken.")
    if max(f.load for f in figures) > about["cores"]:
        print(f"The machine was busy with other work ({about['cores']} cores): wall times are longer than on an idle one.")


def _cells(figure: Figure) -> tuple[str, ...]:
    if figure.missing:
        return (figure.name, "–", "–", "", figure.unit, "", "", "", escape(f"missing: {figure.missing}"))
    middle = figure.values.get("p50", figure.values.get("value", 0.0))
    high, busy = (_digits(figure.values[name]) if name in figure.values else "" for name in ("p95", "cpu_p50"))
    bounds = ", ".join(_digits(most) if name == "value" else f"{name} {_digits(most)}" for name, most in figure.bounds.items())
    holds = {True: "[green]yes[/]", False: "[red]no[/]", None: ""}[figure.holds]
    return (figure.name, _digits(middle), high, busy, figure.unit, bounds, holds, f"{figure.load:.2f}", escape(figure.how))


def _digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
