"""The one command line. Its words, fields and exit codes are a contract: 0 a reply was given, 2 bad usage or input, 3 a needed part is missing,
4 the store or bundle is broken, 1 a fault of ours. Errors are one line on stderr: what, where, how to mend."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from kiosk import __version__
from kiosk.core import KioskError
from kiosk.core.settings import load_settings

Run = Callable[[argparse.Namespace], int]

_TOP = """\
An in-store kiosk: ask in English or Chinese, get a true answer from the store's own database.

  kiosk                                 the window; without a display a chat; without a terminal a short scripted visit
  kiosk ask "where's the oat milk"      one question
  kiosk ask "is this vegan" --image tin.jpg
  kiosk ask --batch questions.jsonl --out answers.jsonl
  kiosk doctor                          what works on this machine and what does not
"""


class _Parser(argparse.ArgumentParser):
    """Says a usage error in one line, with what to try."""

    def error(self, message: str) -> None:  # type: ignore[override]  # argparse says NoReturn; exit() never returns either
        self.exit(2, f"{self.prog}: {message}. See: {self.prog} --help\n")


def _lazily(module: str, name: str) -> Run:
    """A command that is imported when it is called: `kiosk --help` opens no model."""

    def run(args: argparse.Namespace) -> int:
        from importlib import import_module

        found: Run = getattr(import_module(module), name)
        return found(args)

    return run


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = _Parser(prog="kiosk", description=_TOP, formatter_class=argparse.RawDescriptionHelpFormatter)
    top.add_argument("--version", action="version", version=f"kiosk {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def command(name: str, about: str, run: Run, example: str = "") -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.", epilog=f"Example: {example}" if example else None)
        made.set_defaults(run=run)
        return made

    ask = command("ask", "ask one question, or a batch of them", _lazily("kiosk.terminal.ask", "ask"), 'kiosk ask "燕麦奶在哪里" --json')
    ask.add_argument("text", nargs="?", metavar="TEXT", help="the question")
    ask.add_argument("--image", action="append", default=[], metavar="F", help="a picture that belongs to the question; may be given several times")
    ask.add_argument("--audio", action="append", default=[], metavar="F", help="a spoken question: WAV, FLAC, OGG or MP3, any rate")
    ask.add_argument("--batch", metavar="IN.jsonl", help='one question a line {"id", "text"|"audio"|"image", "language"?, "visit"?}; - for standard input')
    ask.add_argument("--out", metavar="OUT.jsonl", help="where the batch's answers go; standard output without it")
    _common(ask)

    chat = command("chat", "chat in the terminal", _lazily("kiosk.terminal.chat", "chat"), "kiosk chat")
    chat.add_argument("--store", metavar="PACK", help="a store pack folder")
    speak = command("speak", "say a text aloud, or into a file", _lazily("kiosk.terminal.senses", "speak"), 'kiosk speak "欢迎光临" --out hello.wav')
    speak.add_argument("text", metavar="TEXT")
    speak.add_argument("--out", metavar="F.wav")
    _common(speak, json=False)
    see = command("see", "tell the products in pictures", _lazily("kiosk.terminal.senses", "see"), "kiosk see shelf.jpg --by barcode,label")
    see.add_argument("image", nargs="+", metavar="IMAGE")
    see.add_argument("--by", metavar="WAYS", help="barcode,label,appearance (all without it)")
    _common(see)
    enrol = command(
        "enrol",
        "teach the kiosk a product by pictures of it",
        _lazily("kiosk.terminal.enrol", "enrol"),
        "kiosk enrol harbour-mango-juice front.jpg back.jpg left.jpg right.jpg top.jpg tilted.jpg near.jpg far.jpg",
    )
    enrol.add_argument("sku", nargs="?", metavar="SKU", help="a product of the store that is not recognised by sight")
    enrol.add_argument("image", nargs="*", metavar="IMAGE", help="pictures of it; eight views are best")
    enrol.add_argument("--anyway", action="store_true", help="also with pictures that are refused, or that do not find it again")
    enrol.add_argument("--list", action="store_true", help="what is enrolled")
    enrol.add_argument("--undo", metavar="SKU", help="take a product out again")
    enrol.add_argument("--store", metavar="PACK", help="a store pack folder; the imported store without it")
    enrol.add_argument("--json", action="store_true", help="JSON lines")
    hear = command("hear", "write down what is said in files", _lazily("kiosk.terminal.senses", "hear"), "kiosk hear question.wav")
    hear.add_argument("audio", nargs="+", metavar="AUDIO")
    _common(hear)

    store = command("store", "check, import, show or export a store", _lazily("kiosk.terminal.shop", "store"), "kiosk store check assets/stores/market")
    store.add_argument("action", choices=("check", "import", "show", "export"))
    store.add_argument("pack", nargs="?", metavar="PACK", help="a pack folder; show and export take the imported store without it")
    store.add_argument(
        "--voice", action="store_true", help="after import, also make the sound of what this shop says again and again: answers then begin at once"
    )
    tickets = command(
        "tickets", "list, show, acknowledge, remove or export tickets", _lazily("kiosk.terminal.shop", "tickets"), "kiosk tickets acknowledge 1001 --by Ana"
    )
    tickets.add_argument("action", choices=("list", "show", "acknowledge", "remove", "export"))
    tickets.add_argument("number", nargs="?", metavar="NUMBER")
    tickets.add_argument("--by", default="staff", help="who acknowledges")
    tickets.add_argument("--json", action="store_true", help="JSON lines")
    bundle = command("bundle", "list, verify or install a model bundle", _lazily("kiosk.terminal.shop", "bundle"), "kiosk bundle verify assets/bundles/market")
    bundle.add_argument("action", choices=("list", "verify", "install"))
    bundle.add_argument("folder", nargs="?", metavar="DIR")
    doctor = command("doctor", "say what works on this machine and what does not", _lazily("kiosk.field.doctor", "doctor"), "kiosk doctor --json")
    doctor.add_argument("--json", action="store_true", help="as JSON")
    doctor.add_argument("--language", choices=("en", "zh"), help="of the table; the terminal's (LANG) without it")
    doctor.add_argument("--repair", action="store_true", help="mend what can be mended without a person")
    doctor.add_argument("--hear", action="store_true", help="also say a sentence in each language, hear it back and tell level, delay, noise and word errors")
    doctor.add_argument("--settings", action="store_true", help="list every setting with its meaning and bounds")
    ui = command(
        "ui",
        "look at every screen of the window alone, in made-up states, or set the kiosk up",
        _ui,
        "kiosk ui gallery --out /tmp/screens --language zh",
    )
    ui.add_argument(
        "what",
        choices=("gallery", "first-start"),
        help="gallery: a list beside the window; with --out, a picture of every state. first-start: the window, beginning with a technician's choices and the staff's PIN",
    )
    ui.add_argument("--out", metavar="DIR", help="save the states as PNG files there")
    ui.add_argument("--state", action="append", default=[], metavar="NAME", help="only this state; may be given several times")
    ui.add_argument("--language", default="en", metavar="CODE", help="en, zh, or the code of a file in words/ of the state folder")
    ui.add_argument("--theme", choices=("normal", "high_contrast"), default="normal", help="contrast of 4.5:1 or 7:1")
    ui.add_argument("--text", choices=("normal", "large", "largest"), default="normal", help="size of the text")
    ui.add_argument("--portrait", action="store_true", help="1080 x 1920 in place of 1920 x 1080")
    ui.add_argument("--short", type=int, default=0, metavar="PIXELS", help="shrink a picture to this short side, in 256 colours")
    bench = command("bench", "measure speed and memory of every step", _lazily("kiosk.field.bench", "bench"), "kiosk bench --json")
    bench.add_argument("--json", action="store_true", help="as JSON")
    bench.add_argument("--rounds", type=int, default=200, metavar="N", help="typed questions to time (200)")
    bench.add_argument("--store", metavar="PACK", help="a store pack folder")
    return top


def _common(made: argparse.ArgumentParser, json: bool = True) -> None:
    made.add_argument("--language", choices=("en", "zh", "auto"), default="auto", help="told apart by itself without it")
    made.add_argument("--store", metavar="PACK", help="a store pack folder; the imported store without it")
    if json:
        made.add_argument("--json", action="store_true", help="one JSON line")


def face(args: argparse.Namespace) -> int:
    """Window, chat or scripted visit: what this machine can show."""
    settings = load_settings()
    if sys.platform == "win32" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM"):
        from kiosk.app.main import run

        return int(run(settings, _findings))
    from kiosk.terminal import chat

    if chat.has_terminal():
        print("kiosk: no display here, so this is the chat in the terminal (the window needs DISPLAY or WAYLAND_DISPLAY)")
        return chat.run(settings)
    return chat.scripted(settings)


def _ui(args: argparse.Namespace) -> int:
    if args.what == "first-start":
        from kiosk.app.main import run

        return run(load_settings(), _findings, first=True)
    return _lazily("kiosk.app.gallery", "command")(args)


def _findings() -> list[dict[str, Any]]:
    """What the doctor finds, as rows; with the settings as they stand now, which first start may have changed."""
    from kiosk.field.doctor import examine, rows

    return rows(examine(load_settings()))


def main(words: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code is the contract's."""
    args = parser().parse_args(words)
    try:
        code: int = args.run(args) if args.command else face(args)
        return code
    except KioskError as error:
        print(f"kiosk: {error.line()}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
