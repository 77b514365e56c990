"""The kiosk without a window: a chat in the terminal, and a scripted visit where there is no terminal either."""

import sys
import time
from argparse import Namespace
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from kiosk.core import Answer, KioskError, Language
from kiosk.core.settings import Settings
from kiosk.terminal.ask import settings_of
from kiosk.visit import House, Visit

_EXAMPLES = {
    "en": ("where's the oat milk", "is it gluten free?", "what do I need for guacamole", "put two avocados on my list"),
    "zh": ("老抽在几号货架", "周日几点关门", "做麻婆豆腐要买什么", "我要找工作人员"),
}


def chat(args: Namespace) -> int:
    """Types and reads until goodbye, an empty line twice, or the end of input."""
    return run(settings_of(args))


def run(settings: Settings) -> int:
    """The chat; `/see FILE`, `/hear FILE`, `/en`, `/zh`, `/new` and `/quit` are its commands."""
    console = Console()
    visit = Visit(House(settings))
    shop = visit.house.store.shop
    console.print(Panel(f"[bold]{shop.name_en} · {shop.name_zh}[/bold]\nAsk anything about the shop, in English or Chinese. 请用中文或英文提问。\n"
                        f"Try: {' · '.join((*_EXAMPLES['en'][:2], *_EXAMPLES['zh'][:2]))}\n[dim]/see FILE  /hear FILE  /en  /zh  /new  /quit[/dim]"))  # fmt: skip
    while True:
        try:
            line = console.input("[bold cyan]> [/bold cyan]").strip()
        except (EOFError, KeyboardInterrupt):
            return 0
        try:
            answer = _turn(line, visit)
        except KioskError as error:
            console.print(f"[yellow]{error.line()}[/yellow]")
            continue
        if answer is None:
            return 0
        show(console, answer)
        if any(a.name == "end_visit" for a in answer.actions):
            visit.reset()


def _turn(line: str, visit: Visit) -> Answer | None:
    command, _, rest = line.partition(" ")
    match command:
        case "/quit":
            return None
        case "/new":
            visit.reset()
            return visit.ask("hello")
        case "/en" | "/zh":
            return visit.ask({"/en": "switch to English", "/zh": "请说中文"}[command], language=Language(command[1:]))
        case "/see":
            return visit.ask(images=[Path(rest)])
        case "/hear":
            return visit.ask(audio=Path(rest))
    return visit.ask(line)


def show(console: Console, answer: Answer) -> None:
    """An answer with its cards, chips and time."""
    if answer.heard is not None:
        console.print(f"[dim]heard: {answer.heard or '(nothing)'}[/dim]")
    console.print(f"[bold]{answer.text}[/bold]")
    if answer.products:
        table = Table(show_header=False, box=None, padding=(0, 2))
        for product in answer.products[:3]:
            table.add_row(product.name, product.price, f"aisle {product.aisle}, shelf {product.shelf}" if answer.language == "en" else f"{product.aisle} 号通道 {product.shelf} 号货架")
        console.print(table)
    chips = " · ".join(answer.suggestions)
    console.print(f"[dim]{chips}{'   ' if chips else ''}{answer.milliseconds.get('total', 0):.0f} ms[/dim]")


def scripted(settings: Settings) -> int:
    """A short visit, typed, spoken and shown, in both languages: question, answer and time of each, one block a turn."""
    house = House(settings)
    print("kiosk: no display and no terminal here, so this is a scripted visit (see: kiosk --help)", flush=True)
    started = time.perf_counter()
    house.assistant  # noqa: B018 - opened here, so that its time is told apart
    print(f"ready in {(time.perf_counter() - started) * 1000:.0f} ms\n", flush=True)
    failed = 0
    for language, questions in _EXAMPLES.items():
        visit = Visit(house, Language(language))
        for question in questions:
            failed += _print_turn("typed", question, lambda q=question, v=visit: v.ask(q))
    failed += _spoken(house)
    failed += _shown(house)
    return 3 if failed else 0


def _print_turn(how: str, question: str, ask) -> int:  # type: ignore[no-untyped-def]  # a turn, to be timed
    try:
        answer = ask()
    except KioskError as error:
        print(f"[{how}] {question}\n  ! {error.line()}\n", flush=True)
        return 1
    heard = f"  heard: {answer.heard}\n" if answer.heard is not None else ""
    print(f"[{how}] {question}\n{heard}  {answer.text}\n  {answer.intent} · {answer.milliseconds['total']:.0f} ms\n", flush=True)
    return 0


def _spoken(house: House) -> int:
    """Questions that the kiosk's own voice says and its own ears hear."""
    from kiosk.speaking import render, write_wav

    failed = 0
    for language, question in ((Language.en, "Where can I find the peanut butter?"), (Language.zh, "请问牛奶在哪里？")):
        try:
            file = house.settings.state / "scripted" / f"{language}.wav"
            file.parent.mkdir(parents=True, exist_ok=True)
            samples, rate = render(question, language, house.voice)
            write_wav(file, samples, rate)
            house.ears  # noqa: B018 - opened before the turn is timed
        except KioskError as error:
            print(f"[spoken] {question}\n  ! {error.line()}\n", flush=True)
            failed += 1
            continue
        failed += _print_turn("spoken", question, lambda f=file: Visit(house).ask(audio=f))
    return failed


def _shown(house: House) -> int:
    """A barcode of a product of this shop, drawn here, with a question about it."""
    import numpy as np
    import zxingcpp

    found = next(((ean, sku) for ean, sku in house.store.eans().items() if "oat" in sku), None) or next(iter(house.store.eans().items()), None)
    if found is None:
        return 0
    drawn = np.asarray(zxingcpp.write_barcode(zxingcpp.BarcodeFormat.EAN13, found[0], width=400, height=200))
    image = np.full((480, 640, 3), 255, np.uint8)
    height, width = min(drawn.shape[0], 480), min(drawn.shape[1], 640)
    image[100 : 100 + min(height, 300), 60 : 60 + min(width, 520)] = drawn[: min(height, 300), : min(width, 520), None]
    visit = Visit(house)
    failed = _print_turn("shown", f"(barcode {found[0]}) is this gluten free?", lambda: visit.ask("is this gluten free?", images=[image]))
    return failed + _print_turn("typed", "这个多少钱？", lambda: visit.ask("这个多少钱？"))


def has_terminal() -> bool:
    """Whether a person can type here."""
    return sys.stdin.isatty() and sys.stdout.isatty()
