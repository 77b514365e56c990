"""`kiosk enrol`: a technician teaches the kiosk a product by picture files, lists what was taught, and takes it out again.

What must hold: a product whose pictures do not find it again is saved only when that was asked for, and a picture that is refused saves nothing.
"""

import json
from argparse import Namespace
from pathlib import Path

from rapidfuzz import process

from kiosk.bundle.enrolment import Check
from kiosk.core import BadInput
from kiosk.terminal.ask import settings_of
from kiosk.visit import House

STALE = "enrolled for another picture model, not recognised: enrol it again"
GONE = "not sold any more, not looked for"
FAULTS = {
    "dark": "it is too dark",
    "bright": "it is overexposed",
    "blurred": "it is blurred",
    "same": "it is the same as the one before it",
}  # fmt: skip


def enrol(args: Namespace) -> int:
    """Teach, --list, --undo."""
    house = House(settings_of(args))
    if args.list:
        return _list(args, house)
    if args.undo:
        if not house.enrolling.undo(args.undo):
            raise BadInput(f"{args.undo!r} is not enrolled", "--undo", "see what is: kiosk enrol --list")
        _tell(args, {"sku": args.undo, "undone": True}, f"{args.undo}: forgotten")
        return 0
    if not args.sku or not args.image:
        raise BadInput("a product and its pictures are needed", "SKU IMAGE…", "write: kiosk enrol SKU front.jpg back.jpg … (eight views are best)")
    return _teach(args, house)


def _teach(args: Namespace, house: House) -> int:
    from kiosk.seeing.frames import read_frame

    known = [name[0] for name in house.store.names()]
    if args.sku not in known:
        near = process.extractOne(args.sku, known, score_cutoff=60)
        raise BadInput(f"the shop sells no product {args.sku!r}", "SKU", f"did you mean {near[0]}?" if near else "see them all: kiosk store export")
    house.enrolling.begin(args.sku)
    for name in args.image:
        fault = house.enrolling.take(read_frame(Path(name)), strict=not args.anyway)
        if fault:
            raise BadInput(f"this picture is of no use: {FAULTS[fault]}", name, "take it again, or add --anyway")
    check = house.enrolling.check()
    if not check.good and not args.anyway:
        raise BadInput(f"{args.sku} is not enrolled: {_why(check)}", "IMAGE…", "show it from other sides on a plain ground, or add --anyway")
    house.enrolling.save()
    row = {"sku": args.sku, "pictures": check.pictures, "found": check.found, "like": dict(check.like), "good": check.good}
    doubt = "" if check.good else f" ({_why(check)})"
    _tell(args, row, f"{args.sku}: enrolled by {check.pictures} pictures, {check.found} of them find it by the others{doubt}")
    return 0


def _why(check: Check) -> str:
    if check.pictures == 1:
        return "one picture has no other to be checked by"
    if check.like:
        sku, count = check.like[0]
        return f"{count} of {check.pictures} pictures look like {sku}"
    return f"only {check.found} of {check.pictures} pictures are enough alike"


def _list(args: Namespace, house: House) -> int:
    listed = house.enrolling.listed()
    if not listed and not args.json:
        print("no product is enrolled")
    for one in listed:
        note = {"stale": f"  {STALE}", "gone": f"  {GONE}"}.get(one.known, "")
        row = {"sku": one.sku, "day": one.day.isoformat(), "pictures": one.pictures, "known": str(one.known)}
        _tell(args, row, f"{one.sku}  {one.day.isoformat()}  {one.pictures} pictures{note}")
    return 0


def _tell(args: Namespace, row: dict[str, object], line: str) -> None:
    print(json.dumps(row, ensure_ascii=False) if args.json else line)
