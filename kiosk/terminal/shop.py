"""`kiosk store`, `kiosk tickets` and `kiosk bundle`: what a shopkeeper and a technician keep in order."""

import csv
import json
import shutil
import sys
from argparse import Namespace
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from kiosk.bundle.manifest import open_bundle
from kiosk.core import BadInput, MissingPart
from kiosk.core.settings import Settings, load_settings
from kiosk.store.catalogue import open_live, open_store
from kiosk.store.checking import check_pack
from kiosk.store.database import connect
from kiosk.store.importing import MIGRATIONS, import_pack
from kiosk.store.pack import read_pack, refuse
from kiosk.store.tickets import Ticket, Tickets


def store(args: Namespace) -> int:
    """check, import, show, export."""
    settings = load_settings()
    if args.action == "check":
        problems, doubts = check_pack(_pack(args))
        for problem in (*problems, *doubts):
            print(problem)
        print(f"{args.pack}: {len(problems)} problem{'s' * (len(problems) != 1)}, {len(doubts)} to look at")
        return 4 if problems else 0
    if args.action == "import":
        folder = _pack(args)
        problems, _ = check_pack(folder)
        if problems:
            raise refuse(folder, problems)
        pack = read_pack(folder)
        import_pack(connect(settings.state / "store.sqlite", MIGRATIONS), pack)
        print(f"{pack.shop.name_en}: {len(pack.products)} products imported")
        if args.voice:
            made, total = prepare_voice(settings)
            print(f"voice: {total} phrases lie ready, {made} of them were made now")
        return 0
    shop = open_store(Path(args.pack), settings.state) if args.pack else open_live(settings.state, settings.default_store)
    products = shop.products()
    if args.action == "show":
        print(f"{shop.shop.name_en} · {shop.shop.name_zh}: {len(products)} products, {len(shop.kinds)} kinds, {len(shop.facilities)} places, "
              f"{len(shop.recipes)} recipes, {len(shop.offers)} offers, catalogue {shop.generation} ({shop.digest[:12]})")  # fmt: skip
        return 0
    out = csv.writer(sys.stdout)
    out.writerow(type(products[0]).model_fields)
    for product in products:
        values = product.model_dump(mode="json").values()
        out.writerow(["; ".join(v) if isinstance(v, list) else "" if v is None else v for v in values])
    return 0


def prepare_voice(settings: Settings) -> tuple[int, int]:
    """Makes the sound of everything that the kiosk of the imported store says again and again, with a bar on stderr; what was made stays when it
    is interrupted.

    Returns:
        phrases made now, phrases that lie ready.

    Raises:
        MissingPart: the voice's packages are not installed.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from kiosk.visit import House

    voice, made, total = House(settings).voice, 0, 0
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
            task = progress.add_task("preparing the voice", total=None)
            for is_new, total in voice.prepare_all():
                made += is_new
                progress.update(task, advance=1, total=total)
    finally:
        voice.close()
    return made, total


def _pack(args: Namespace) -> Path:
    if not args.pack:
        raise BadInput("no pack was named", "PACK", f"write: kiosk store {args.action} PACK")
    return Path(args.pack)


def tickets(args: Namespace) -> int:
    """list, show, acknowledge, remove, export."""
    settings = load_settings()
    house = Tickets(settings.state / "tickets.sqlite", _now)
    if args.action in ("show", "acknowledge", "remove"):
        if not args.number:
            raise BadInput("no ticket number was given", "NUMBER", f"write: kiosk tickets {args.action} 1001")
        if args.action == "acknowledge":
            house.acknowledge(args.number, args.by)
        ticket = house.get(args.number)
        if ticket is None:
            raise BadInput(f"there is no ticket {args.number}", "NUMBER", "see them all: kiosk tickets list")
        if args.action == "remove":
            house.remove(args.number)
            print(f"ticket {args.number} is removed{' with its photo' * bool(ticket.photo)}")
            return 0
        print(json.dumps(_ticket_row(ticket), ensure_ascii=False, indent=1))
        return 0
    for ticket in house.list():
        row = _ticket_row(ticket)
        print(json.dumps(row, ensure_ascii=False) if args.action == "export" or args.json else "  ".join(str(v) for v in row.values() if v))
    return 0


def _ticket_row(ticket: Ticket) -> dict[str, str]:
    """A ticket as plain text, for JSON and for a line."""
    return {k: "" if v is None else str(v) for k, v in asdict(ticket).items()}


def _now() -> datetime:
    """The time of this machine with its zone: acknowledging needs no shop."""
    return datetime.now().astimezone()


def bundle(args: Namespace) -> int:
    """list, verify, install."""
    settings = load_settings()
    if args.action == "list":
        found = open_bundle(settings.bundle)
        for name, part in found.manifest.parts.items():
            print(f"{name}: {len(part.files)} files, {sum(f.size for f in part.files) / 1e6:.1f} MB, made {found.manifest.made_at}")
        for other in found.manifest.external:
            print(f"external: {other.package} {other.version} ({other.used_for}, {other.licence})")
        return 0
    if not args.folder:
        raise BadInput("no bundle was named", "DIR", f"write: kiosk bundle {args.action} DIR")
    given = open_bundle(Path(args.folder))
    for name in given.manifest.parts:
        given.part(name)
    if args.action == "install":
        _install(Path(args.folder), settings.state / "bundle")
    print(f"{args.folder}: signed and whole, parts {', '.join(given.manifest.parts)}")
    return 0


def _install(source: Path, target: Path) -> None:
    """Copies beside, verifies the copy, then swaps; the bundle before is kept as `bundle.last` and put back when the swap fails."""
    new, last = target.with_name("bundle.new"), target.with_name("bundle.last")
    shutil.rmtree(new, ignore_errors=True)
    try:
        shutil.copytree(source, new)
    except OSError as error:
        raise MissingPart(f"the bundle cannot be copied ({error})", str(new), "free some disk") from error
    copy = open_bundle(new)
    for name in copy.manifest.parts:
        copy.part(name)
    if target.exists():
        shutil.rmtree(last, ignore_errors=True)
        target.rename(last)
    try:
        new.rename(target)
    except OSError:
        last.rename(target)
        raise
