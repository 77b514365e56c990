"""`kiosk ask`: one question, or a batch of them, each answered in its place. A bad line of a batch never stops the rest."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from kiosk.core import Answer, BadInput, KioskError, Language
from kiosk.core.settings import load_settings
from kiosk.core.text import clean
from kiosk.core.wire import answer_row
from kiosk.visit import House, Visit

MAX_LINE = 4_000_000
"""Characters of a batch line; longer ones are refused without being parsed."""


def settings_of(args: Namespace, **more: Any) -> Any:
    """The settings with what the command line gave."""
    return load_settings(store=getattr(args, "store", None), **more)


def ask(args: Namespace) -> int:
    """One question with its pictures and sound."""
    if args.batch:
        return batch(args)
    text = args.text or ""
    if not clean(text) and not args.image and not args.audio:
        raise BadInput("there is no question", "TEXT", 'write one: kiosk ask "where is the oat milk"')
    language = None if args.language == "auto" else Language(args.language)
    visit = Visit(House(settings_of(args)))
    answer = visit.ask(text, [Path(i) for i in args.image], Path(args.audio[0]) if args.audio else None, language)
    for extra in args.audio[1:]:
        answer = visit.ask(None, (), Path(extra), language)
    print(json.dumps(answer_row(answer), ensure_ascii=False) if args.json else answer.text)
    return 0


def batch(args: Namespace) -> int:
    """Questions from a JSONL file or pipe, answers in the same order."""
    house = House(settings_of(args))
    house.assistant  # noqa: B018 - opened now, so that a missing part ends the command before the first line
    visits: dict[str, Visit] = {}
    source = sys.stdin.buffer if args.batch == "-" else _open(Path(args.batch))
    partial = Path(f"{args.out}.part") if args.out else None
    with source:
        out = partial.open("w", encoding="utf-8") if partial else sys.stdout
        try:
            for number, line in enumerate(_lines(source), 1):
                if line.strip():
                    out.write(json.dumps(_answer(line, number, house, visits), ensure_ascii=False) + "\n")
                    out.flush()
        finally:
            if partial:
                out.close()
    if partial:
        partial.replace(args.out)
    return 0


def _open(file: Path) -> IO[bytes]:
    try:
        return file.open("rb")
    except OSError as error:
        raise BadInput(f"the batch cannot be read ({error.strerror})", str(file), "give a JSONL file, or - for standard input") from error


def _lines(source: IO[bytes]) -> Iterator[bytes]:
    while line := source.readline(MAX_LINE):
        if not line.endswith(b"\n") and len(line) >= MAX_LINE:
            while (rest := source.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
            line = b"\x00"
        yield line


def _answer(line: bytes, number: int, house: House, visits: dict[str, Visit]) -> dict[str, Any]:
    given: Any = None
    try:
        if line == b"\x00":
            raise BadInput(f"the line is longer than {MAX_LINE} characters", f"line {number}", "shorten it")
        try:
            given = json.loads(line)
        except ValueError as error:
            raise BadInput("the line is not JSON", f"line {number}", 'write {"id": …, "text": …} on one line') from error
        answer = _ask_line(given, number, house, visits)
        return answer_row(answer)
    except KioskError as error:
        identifier = given.get("id") if isinstance(given, dict) and isinstance(given.get("id"), str | int) else None
        return {"id": identifier, "line": number, "error": error.line()}


def _ask_line(given: Any, number: int, house: House, visits: dict[str, Visit]) -> Answer:
    where = f"line {number}"
    if not isinstance(given, dict):
        raise BadInput("the line is not a JSON object", where, 'write {"id": …, "text": …}')
    for name in ("text", "audio", "image", "language", "visit"):
        if given.get(name) is not None and not isinstance(given[name], str) and not (name == "image" and isinstance(given[name], list)):
            raise BadInput(f"{name!r} is not text", where, f"write {name} as a string")
    if not any(given.get(n) for n in ("text", "audio", "image")):
        raise BadInput("the line holds no question", where, "give text, audio or image")
    if given.get("text") is not None and not clean(given["text"]) and not given.get("audio") and not given.get("image"):
        raise BadInput("the question is empty", where, "write some words")
    language = given.get("language")
    if language not in (None, "auto", *Language):
        raise BadInput(f"unknown language {language!r}", where, "use en, zh or auto")
    together = given.get("visit")
    visit = visits.setdefault(together, Visit(house)) if together else Visit(house)
    shown: Any = given.get("image") or []
    images = [shown] if isinstance(shown, str) else shown
    return visit.ask(given.get("text"), [Path(str(i)) for i in images], Path(given["audio"]) if given.get("audio") else None,
                     Language(language) if language in tuple(Language) else None, _id(given.get("id")))  # fmt: skip


def _id(value: Any) -> Any:
    """Any string or number is an identifier and comes back as it came."""
    return value if isinstance(value, str | int) else None
