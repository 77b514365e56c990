"""What a shopper takes along on a phone: the list, the way or a case as plain text, in a QR code.

What must hold: a code holds the text itself and no address, so that it needs no network and nothing of the visit is stored anywhere; what does not
fit is counted, never cut off in silence.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import zxingcpp

from kiosk.app.cards import Card, Listed, Words

Pixels = npt.NDArray[np.uint8]
LONGEST: Final = 800
"""Bytes of UTF-8 in a code: what a phone still reads off the screen at arm's length (QR version 20 at error correction M holds 666, 23 holds 857)."""


def list_text(shop: str, listed: Listed, words: Words) -> str:
    """The shopping list in the order of the walk, place by place, with what it comes to and what the offers save."""
    lines, place = [f"{shop} · {words['list']}"], ""
    for row in listed.rows:
        if row["place"] != place:
            place = str(row["place"])
            lines.append(place)
        lines.append(f"  {row['quantity']} {row['name']}  {row['price']}")
    return fitted(lines, "\n".join(part for part in (f"{words['list_total']} {listed.total}", listed.saved) if part), words)


def way_text(shop: str, name: str, place: str) -> str:
    """Where a thing stands."""
    return "\n".join(part for part in (shop, name, place) if part)


def ticket_text(shop: str, note: Card) -> str:
    """A case, as `kiosk.app.notes.ticket_note` gives it: its number, day and state."""
    return "\n".join((shop, str(note["number"]), str(note["opened"]), str(note["text"])))


def fitted(lines: Sequence[str], last: str, words: Words) -> str:
    """As many lines as fit into a code, how many more there are, and what stands at the end, always."""
    for shown in range(len(lines), 0, -1):
        left = sum(line.startswith(" ") for line in lines[shown:])
        text = "\n".join([*lines[:shown], *([words["list_more"].format(count=left)] if left else []), last])
        if len(text.encode()) <= LONGEST:
            return text
    return last


def code(text: str) -> Pixels:
    """(n, n) uint8: a QR code of error correction M with its quiet zone, one pixel a module, 0 dark and 255 light."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return np.array(made.to_image(scale=1, add_quiet_zones=True))
