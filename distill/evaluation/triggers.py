"""What the ears make of hours in which nobody speaks to them: shop noise, music, chatter far away, and the kiosk's own voice.

    python -m distill.evaluation.triggers --clips FOLDER [--hours 10] [--json OUT]

The microphone is taken to be open all the time, which at the kiosk it is only within a visit. The sound is simulated block after block, faster than real
time and without a clock, so a slow machine changes nothing. Four tenths of the hours are chatter (six talkers of the clips in a room of 0.8 s, far off,
20 to 30 dB below somebody at arm's length), three noise (air, fridges, knocks, the till's beeps), two music, one its own voice at full volume through an
acoustic path of 60 ms, with noise. A false trigger is a transcript that is not empty, and over its own voice also a gate that opened. The transcripts go
to the whole kiosk as questions: what it would have done is counted.

What must hold: the same clips and hours give the same sound; a figure over no time is an error.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from distill.data.noise import coloured, room, together
from distill.evaluation.hearing import BUNDLE, rows
from distill.evaluation.spoken import ask, teller
from distill.progress import bar
from kiosk.core import BadInput
from kiosk.hearing.barge_in import BargeIn
from kiosk.hearing.ears import Ears
from kiosk.hearing.ending import BLOCK
from kiosk.hearing.features import RATE
from kiosk.hearing.sound import read_sound
from kiosk.store.pack import read_pack
from kiosk.store.phrases import phrases_of_pack

Samples = npt.NDArray[np.float32]
SHARES: Final = {"chatter": 0.4, "noise": 0.3, "music": 0.2, "voice": 0.1}
"""Of the hours."""
NEAR: Final = 0.12
"""Root mean square of somebody at arm's length."""
MINUTE: Final = 60 * RATE
LASTING: Final = frozenset({"open_ticket", "call_staff", "raise_alarm", "list_add", "list_remove", "fill_form"})
"""Actions that do something; others only show."""


def minute(kind: str, number: int, talk: Sequence[Samples]) -> Samples:
    """(960000,) of one kind of sound.

    Args:
        talk: clips that chatter is made of, six at least.
    """
    random = np.random.default_rng([number, sorted(SHARES).index(kind)])
    if kind == "chatter":
        chosen = [talk[n] for n in random.choice(len(talk), 6, replace=False)]
        sound, below = room(together(chosen, MINUTE, random), 0.8, random, -6.0), random.uniform(20, 30)
    elif kind == "music":
        sound, below = room(_music(random), 0.5, random, 0.0), random.uniform(12, 24)
    else:
        sound, below = coloured(MINUTE, random), random.uniform(20, 36)
    made = _as_loud(sound, NEAR * 10 ** (-below / 20))
    if kind == "noise":
        made = made + _bangs(random)
    return made + _as_loud(coloured(MINUTE, random), 1e-3)  # no shop is silent


def _as_loud(sound: Samples, level: float) -> Samples:
    return np.asarray(sound * (level / (float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)))) + 1e-12)), dtype=np.float32)


def _music(random: np.random.Generator) -> Samples:
    """A minute of four chords, a bass, and a beat of noise, at a tempo and in a key of its own."""
    out, beat = np.zeros(MINUTE, np.float32), int(60 / random.uniform(80, 140) * RATE)
    key = 220 * 2 ** (random.integers(12) / 12)
    at = np.arange(beat * 4) / RATE
    for n, start in enumerate(range(0, MINUTE, beat * 4)):
        root = key * 2 ** ((0, 5, 7, 9)[n % 4] / 12)
        chord = sum((np.sin(2 * np.pi * root * step * h * at) / h**1.5 for step in (0.5, 1.0, 1.26, 1.5) for h in range(1, 6)), np.zeros(len(at)))
        hits = random.standard_normal(len(at)) * np.exp(-((np.arange(len(at)) % beat) / RATE) * 30)
        out[start : start + len(at)] = (chord * (0.6 + 0.4 * np.cos(2 * np.pi * 5 * at)) + 2 * hits)[: MINUTE - start]
    return out


def _bangs(random: np.random.Generator) -> Samples:
    """A minute of knocks (trolleys, doors) and beeps (the till), as loud as somebody near."""
    out = np.zeros(MINUTE, np.float32)
    for start in random.integers(0, MINUTE - RATE, 12):
        length = int(random.uniform(0.05, 0.4) * RATE)
        at = np.arange(length) / RATE
        beep = random.random() < 0.5
        one = np.sin(2 * np.pi * random.uniform(900, 3000) * at) if beep else random.standard_normal(length) * np.exp(-at * 25)
        out[start : start + length] += one * NEAR * random.uniform(0.2, 1.0)
    return out


def blocks(kind: str, minutes: int, talk: Sequence[Samples]) -> Iterator[Samples]:
    """The sound in blocks of 512 samples."""
    for number in range(minutes):
        sound = minute(kind, number, talk)
        yield from (sound[n : n + BLOCK] for n in range(0, MINUTE - BLOCK + 1, BLOCK))


def triggers(ears: Ears, stream: Iterator[Samples]) -> list[str]:
    """What is written down while the stream lasts."""
    found = []
    while (heard := ears.listen(stream)) is not None:
        if heard.text:
            found.append(heard.text)
    return found


def own_voice(ears: Ears, minutes: int, talk: Sequence[Samples], gate: BargeIn | None = None) -> tuple[list[str], int]:
    """What is written down over the kiosk's own voice, and how often the gate opened.

    Args:
        talk: clips that the kiosk says one after another, half a second between them.
    """
    gate = gate or BargeIn()
    random = np.random.default_rng(11)
    way = np.zeros(int(0.25 * RATE), np.float32)
    way[int(0.06 * RATE) :] = random.standard_normal(len(way) - int(0.06 * RATE)) * np.exp(-np.arange(len(way) - int(0.06 * RATE)) / RATE * 30)
    way *= 0.5 / float(np.sqrt(np.sum(way**2)))
    opened, found = 0, list[str]()

    def cleaned() -> Iterator[Samples]:
        said = 0.0
        while said < minutes * 60:
            clip = talk[int(random.integers(len(talk)))]
            far = np.concatenate([clip / (np.abs(clip).max() + 1e-9) * 0.9, np.zeros(RATE // 2, np.float32)]).astype(np.float32)
            size = len(far) + len(way)
            near = np.fft.irfft(np.fft.rfft(far, size) * np.fft.rfft(way, size), size)[: len(far)] + 1e-3 * random.standard_normal(len(far))
            gate.begin()
            for n in range(0, len(far) - BLOCK + 1, BLOCK):
                yield gate.hear(near[n : n + BLOCK].astype(np.float32), far[n : n + BLOCK])
            said += len(far) / RATE

    stream = cleaned()
    for _ in stream:
        if gate.spoken:
            opened += 1
            heard = ears.listen(chain([gate.before()], stream), patience=7.0)
            if heard is not None and heard.text:
                found.append(heard.text)
            else:
                gate.doubt()
    return found, opened


def measure(ears: Ears, talk: Sequence[Samples], hours: float, tell: Callable[[str, dict[str, Any]], None]) -> list[str]:
    """Figures of each kind of sound; returns everything that was written down.

    Raises:
        BadInput: less than ten minutes, or less than seven clips.
    """
    if hours * 60 * min(SHARES.values()) < 1:
        raise BadInput(f"{hours} hours leave no whole minute of each sound", "--hours", "give 0.2 or more")
    if len(talk) < 7:
        raise BadInput(f"chatter needs seven clips, there are {len(talk)}", "--clips", "give a folder with more")
    everything = list[str]()
    for kind, part in bar(list(SHARES.items()), "listening for hours"):
        minutes = round(hours * 60 * part)
        opened = None
        if kind == "voice":
            found, opened = own_voice(ears, minutes, talk)
        else:
            found = triggers(ears, blocks(kind, minutes, talk))
        everything += found
        worst = max(len(found), opened or 0)
        tell(kind, {"hours": round(minutes / 60, 2), "triggers": worst, "an_hour": round(worst / minutes * 60, 2), "heard": found[:20],
                    **({} if opened is None else {"gate_opened": opened})})  # fmt: skip
    return everything


def done(texts: Sequence[str], bundle: Path, store: Path) -> dict[str, Any]:
    """What the kiosk would have done: how many of the transcripts it answered, and the actions that last."""
    if not texts:
        return {"asked": 0, "answered": 0, "lasting_actions": {}}
    with tempfile.TemporaryDirectory() as place:
        answers = ask([{"id": n, "text": text} for n, text in enumerate(texts)], bundle, store, Path(place))
    did = Counter(a["name"] for row in answers.values() for a in row.get("actions", ()) if a["name"] in LASTING)
    return {"asked": len(texts), "answered": sum(bool(row.get("answered")) for row in answers.values()), "lasting_actions": dict(did)}


def main(arguments: list[str] | None = None) -> int:
    """Prints the figures as JSON, a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=Path, required=True, help="folder of spoken clips with labels.jsonl (distill.evaluation.spoken)")
    parser.add_argument("--hours", type=float, default=10.0)
    parser.add_argument("--bundle", type=Path, default=BUNDLE)
    parser.add_argument("--store", type=Path, default=Path("assets/stores/market"))
    parser.add_argument("--json", type=Path, metavar="OUT", help="file for all figures, written again after each")
    chosen = parser.parse_args(arguments)
    found, tell = teller(chosen.json)
    ears = Ears(chosen.bundle / "hearing", phrases_of_pack(read_pack(chosen.store)))
    talk = [read_sound(chosen.clips / row["file"]) for row in rows(chosen.clips)]
    texts = measure(ears, talk, chosen.hours, tell)
    total = sum(row["triggers"] for row in found.values())
    hours = sum(row["hours"] for row in found.values())
    tell("all", {"hours": round(hours, 2), "triggers": total, "an_hour": round(total / hours, 2), **done(texts, chosen.bundle, chosen.store)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
