"""Orders by voice through the whole kiosk: real people's coffee orders, clean and in babble, and speech that orders nothing.

    python -m distill.evaluation.orders --data DATA [--others FOLDER …] [--levels 24,20,15,10,6] [--store assets/stores/coffee] [--limit N] [--json OUT]

An order is right where the last `fill_form` of its answer names the form and holds exactly the slots of the label, no more and no fewer. A folder of
--others holds clips in which nobody orders: what counts there is that no form is filled. Babble is made of the other clips of the same set
(`distill.evaluation.noise`); the language is never told, each clip is a visit of its own.

What must hold: a figure over no clips is an error.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import soundfile

from distill.evaluation.hearing import BUNDLE, noise, rows
from distill.evaluation.noise import Row, Spoil, in_shop, talk_of
from distill.evaluation.spoken import ask, share, teller
from kiosk.core import BadInput
from kiosk.hearing.sound import read_sound

LEVELS: Final = (24.0, 20.0, 15.0, 10.0, 6.0)
"""Decibels of speech above babble."""


def filled(answer: Row) -> tuple[str, dict[str, str]] | None:
    """Form and slots of an answer's last `fill_form`; None where it fills none."""
    forms = [a["args"] for a in answer.get("actions", ()) if a["name"] == "fill_form"]
    return (forms[-1]["form"], dict(forms[-1]["slots"])) if forms else None


def heard(folder: Path, found: Sequence[Row], bundle: Path, store: Path, spoil: Spoil | None = None) -> list[tuple[Row, Row]]:
    """Each clip's row and the kiosk's answer to it."""
    with tempfile.TemporaryDirectory() as place:
        lines = []
        for n, row in enumerate(found):
            file = folder / row["file"]
            if spoil:
                sound, file = spoil(row, read_sound(file)), Path(place) / f"{n}.flac"
                soundfile.write(file, sound, 16_000)
            lines.append({"id": n, "audio": str(file.resolve())})
        answers = ask(lines, bundle, store, Path(place))
    return [(row, answers.get(n, {"error": "none"})) for n, row in enumerate(found)]


def orders(pairs: Sequence[tuple[Row, Row]]) -> dict[str, Any]:
    """Shares of clips with everything right and with a form at all, of slots right, which slots went wrong most, and the first wrong ones."""
    right = slots = slots_right = taken = 0
    wrong: Counter[str] = Counter()
    first = []
    for row, answer in pairs:
        got = filled(answer)
        wanted = {k: str(v).lower() for k, v in row["slots"].items()}
        held = got[1] if got else {}
        hit = got is not None and got == (row["intent"], wanted)
        right, taken = right + hit, taken + (got is not None)
        slots, slots_right = slots + len(wanted), slots_right + sum(held.get(k) == v for k, v in wanted.items())
        wrong.update(k for k in {*wanted, *held} if wanted.get(k) != held.get(k))
        if not hit:
            first.append({"heard": answer.get("heard"), "wanted": wanted, "got": held})
    return {"clips": len(pairs), "all_right": share(right, len(pairs)), "taken_for_an_order": share(taken, len(pairs)), "slots_right": share(slots_right, slots),
            "wrong_slots": dict(wrong.most_common()), "first_wrong": first[:12]}  # fmt: skip


def turned_down(pairs: Sequence[tuple[Row, Row]]) -> dict[str, Any]:
    """The share of clips that filled no form, and what was heard in the others."""
    taken = [answer.get("heard") for _, answer in pairs if filled(answer) is not None]
    return {"clips": len(pairs), "turned_down": share(len(pairs) - len(taken), len(pairs)), "taken": taken[:12]}


def main(arguments: list[str] | None = None) -> int:
    """Prints the figures as JSON, a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of coffee_speech")
    parser.add_argument(
        "--others", type=Path, action="append", default=[], metavar="FOLDER", help="clips with labels.jsonl in which nobody orders; more than once"
    )
    parser.add_argument(
        "--levels", type=lambda text: tuple(float(x) for x in text.split(",") if x), default=(), help="decibels of speech above babble, 24,20,15,10,6"
    )
    parser.add_argument("--bundle", type=Path, default=BUNDLE)
    parser.add_argument("--store", type=Path, default=Path("assets/stores/coffee"))
    parser.add_argument("--limit", type=int, help="only the first clips of each set, for a trial")
    parser.add_argument("--json", type=Path, metavar="OUT", help="file for all figures, written again after each")
    chosen = parser.parse_args(arguments)
    if chosen.limit is not None and chosen.limit < 1:
        raise BadInput("a figure over no clips is no figure", "--limit", "give 1 or more")
    _, tell = teller(chosen.json)
    folder = chosen.data / "coffee_speech"
    clips = rows(folder, chosen.limit)
    tell("orders/clean", orders(heard(folder, clips, chosen.bundle, chosen.store)))
    for other in chosen.others:
        tell(f"others/{other.name}", turned_down(heard(other, rows(other, chosen.limit), chosen.bundle, chosen.store)))
    talk = talk_of(rows(folder), folder) if chosen.levels else []
    for level in chosen.levels:
        tell(f"orders/babble {level:g}", {**noise(level, None), **orders(heard(folder, clips, chosen.bundle, chosen.store, in_shop(talk, level)))})
    return 0


if __name__ == "__main__":
    sys.exit(main())
