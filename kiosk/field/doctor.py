"""`kiosk doctor`: what works on this machine, what does not, and what to do about it. Without `--repair` it changes nothing."""

import json
import os
import re
import sys
import typing
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psutil
from pydantic.fields import FieldInfo
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kiosk import __version__
from kiosk.core import Language
from kiosk.core.settings import PREFIX, Settings, load_settings
from kiosk.field import devices, holdings, machine
from kiosk.field.chinese import chinese
from kiosk.field.findings import Finding, State, exit_code, looked_at
from kiosk.field.repair import repair
from kiosk.store.word_files import own_words

COLOURS = {State.ok: "green", State.warning: "yellow", State.missing: "yellow", State.broken: "red"}


def doctor(args: Namespace) -> int:
    """Prints the findings as a table in English or Chinese, or as JSON in both; the exit code is 0, 3 (a needed part is missing) or 4 (something is broken)."""
    settings = load_settings()
    if args.settings:
        _show_settings(settings, args.json)
        return 0
    mended = repair(settings, datetime.now(UTC)) if args.repair else []
    found = [*mended, *examine(settings)]
    if args.hear:
        print("kiosk doctor: it speaks now and listens to itself; please be quiet for fifteen seconds", file=sys.stderr, flush=True)
        found += looked_at("own voice", partial(_check_hearing, settings))
    code = exit_code(found)
    if args.json:
        print(json.dumps({"version": __version__, "exit_code": code, "findings": rows(found)}, ensure_ascii=False))
    else:
        _show(found, code, Language(args.language) if args.language else of_the_terminal())
    return code


def of_the_terminal() -> Language:
    """The language that the environment asks for (LC_ALL, LC_MESSAGES, LANG): Chinese where it is that, else English."""
    asked = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return Language.zh if asked.startswith("zh") else Language.en


def rows(found: list[Finding]) -> list[dict[str, Any]]:
    """Findings as plain JSON; `zh` holds what was found and what to do in Chinese."""
    return [finding.row() | {"zh": {"what": chinese(finding.what), "mend": chinese(finding.mend)}} for finding in found]


def examine(settings: Settings) -> list[Finding]:
    """Every check, in the order in which a technician would go."""
    seen = machine.machine()
    memory = psutil.virtual_memory()
    found: list[Finding] = []
    for name, check, needed in (
        ("state folder", partial(holdings.check_state, settings.state), True),
        ("disk", partial(machine.check_disk, settings.state), True),
        ("memory", partial(machine.check_memory, memory.total, memory.available), False),
        ("cpu", partial(machine.check_cpu, seen), True),
        ("clock", partial(_check_clock, settings), False),
        ("bundle", partial(holdings.check_bundle, settings), True),
        ("store", partial(holdings.check_store, settings), True),
        ("tickets", partial(holdings.check_tickets, settings), True),
        ("enrolled products", partial(holdings.check_enrolled, settings), False),
        ("voice", holdings.check_voice, False),
        ("end of turn", holdings.check_end_of_turn, False),
        ("label reader", _check_label_reader, False),
        ("camera", partial(devices.check_camera, settings.camera, devices.video_devices()), False),
        ("presence", partial(devices.check_presence, settings.presence, settings.camera), False),
        ("microphone", partial(devices.check_sound, "input", settings.microphone), False),
        ("loudspeaker", partial(devices.check_sound, "output", settings.loudspeaker), False),
        ("display", devices.check_screen, False),
        ("words", partial(holdings.check_words, settings), False),
    ):
        found += looked_at(name, check, needed)
    return found


def _check_clock(settings: Settings) -> Finding:
    zone = holdings.shop_zone(settings)
    try:
        now = datetime.now(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return Finding(
            "clock", State.broken, f"the shop's time zone {zone!r} is not known here", "correct timezone in store.yaml, or install tzdata"
        )
    return machine.check_clock(now, holdings.newest_data(settings), zone)


def _check_label_reader() -> Finding:
    from kiosk.seeing.label import LabelReader

    with devices.quiet():
        LabelReader(1)
    return Finding("label reader", State.ok, "opens, Latin and Chinese")


def _check_hearing(settings: Settings) -> list[Finding]:
    # Imported here: a doctor on a machine that lacks a package of the senses must still open.
    from kiosk.field.self_test import check_hearing

    return check_hearing(settings)


def _show(found: list[Finding], code: int, language: Language) -> None:
    said: Callable[[str], str] = chinese if language is Language.zh else str
    names = {key: message.text for key, message in own_words(Language.zh).items()} if language is Language.zh else {}
    table = Table(title=f"kiosk {__version__}", title_justify="left")
    for heading in ("part", "is", "what was found", "what to do"):
        table.add_column(said(heading), no_wrap=heading in ("part", "is"), overflow="fold")
    for finding in found:
        colour = COLOURS[finding.state]
        name = names.get("part_" + re.sub(r"\W+", "_", finding.name), said(finding.name))
        state = names.get(f"machine_{finding.state}", str(finding.state))
        table.add_row(name, f"[{colour}]{state}[/]", escape(said(finding.what)), escape(said(finding.mend)))
    Console(width=None if sys.stdout.isatty() else 160).print(table)
    summary = {
        0: "The kiosk can run.",
        3: "A needed part is missing.",
        4: "Something is broken; kiosk doctor --repair mends databases and compiled models.",
    }
    print(said(summary.get(code, "")))


def settings_rows(settings: Settings) -> list[dict[str, Any]]:
    """Every setting: name, environment variable, what it means, type with bounds, default, and its value on this machine."""
    return [
        {"name": name, "environment": f"{PREFIX}{name.upper()}", "meaning": field.description or "", "bounds": _bounds(field),
         "default": _value(field.get_default(call_default_factory=True)), "value": _value(getattr(settings, name))}
        for name, field in Settings.model_fields.items()
    ]  # fmt: skip


def _bounds(field: FieldInfo) -> str:
    limits = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<"}
    said = [f"{sign} {getattr(m, name)}" for m in field.metadata for name, sign in limits.items() if getattr(m, name, None) is not None]
    kind = next((a for a in (field.annotation, *typing.get_args(field.annotation)) if isinstance(a, type) and a is not type(None)), None)
    names = {Path: "folder", bool: "true | false", int: "whole number", float: "number", str: "text"}
    return " ".join([names.get(kind, "") if kind else "", *said]).strip()


def _value(value: Any) -> str | int | bool | None:
    return value if isinstance(value, bool | int) or value is None else str(value)


def _show_settings(settings: Settings, as_json: bool) -> None:
    rows = settings_rows(settings)
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    table = Table(title=f"Settings: {settings.state / 'kiosk.toml'}, or the environment; the later wins", title_justify="left")
    for heading in ("setting", "environment", "meaning", "bounds", "default", "here"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(
            row["name"], row["environment"], escape(row["meaning"]), row["bounds"], *(_shown(row[k]) for k in ("default", "value"))
        )
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _shown(value: str | int | bool | None) -> str:
    return "" if value is None or value == "" else str(value).lower() if isinstance(value, bool) else str(value)
