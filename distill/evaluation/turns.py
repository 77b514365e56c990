"""When a turn is taken to be over: sentences with a pause inside and whole ones, played to the ears as a microphone would give them.

    python -m distill.evaluation.turns --clips FOLDER [--clips FOLDER …] --out FOLDER [--count 60] [--babble 15] [--fit] [--json]

A folder of clips holds sound files and `labels.jsonl` ("file", and where known "language", "text" and "voice"): that of
`distill.evaluation.spoken`, and `coffee_speech` and `real_speech` of the data. Each clip is played whole and, where two of its words can be parted
(`distill.data.pauses`), with a pause of 0.6 s between them. The stream is simulated, block after block without a clock, so a slow machine changes
nothing: what is counted is the sound that the ears took before they answered.

    cut        share of the sentences with a pause that were taken to be over within it
    silence    seconds of sound after the last word until an answer was begun (p50, p95), of whole sentences; computing time comes on top of it
    taken back share of all in which an answer was begun and, before it sounded, taken back: the speaker went on

Both are taken twice in one run, by the kiosk's rule and by a fixed one of 0.5 s. The clips are in two halves by their words: constants are chosen
on one (`--fit` shows what it would choose), what counts is the other. With --babble everything is played in the babble of other clips. What was
transcribed is kept in --out, beside every judged pause: a run with other constants takes a minute.

What must hold: both rules hear the same sound; all readings of a sentence are in one half; a share of no clips is an error.
"""

import argparse
import hashlib
import json
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from distill.data.pauses import begins, gaps, held, hiss, in_a_room, quiet_level, voiced
from distill.evaluation.hearing import BUNDLE, rows
from distill.evaluation.noise import Row, in_shop, talk_of
from distill.evaluation.spoken import share
from distill.progress import bar
from kiosk.bundle.finished import Finished
from kiosk.bundle.student import Student
from kiosk.core import KioskError, Language
from kiosk.hearing.ears import Ears, Heard
from kiosk.hearing.ending import BLOCK, RULES, Floor, Rules, log_odds
from kiosk.hearing.features import RATE
from kiosk.hearing.sound import read_sound
from kiosk.store.pack import Pack, read_pack
from kiosk.store.phrases import phrases_of_pack

Samples = npt.NDArray[np.float32]
PAUSE: Final = 0.6
"""Seconds between two words of a sentence that is not over."""
BEFORE, AFTER = 1.0, 3.0
"""Seconds of the clip's own quiet around it: the microphone is open before and after."""
ANSWERED: Final = 0.19
"""Seconds from where a turn seems over to where an answer that lies ready is heard, and the turn is over for good: 0.05 for the answer and the rest
in the loudspeaker (`kiosk.app.bridge.sound.AHEAD`)."""
GAPS: Final = 2
"""Gaps of a clip that are tried; each costs a transcript."""
FIXED: Final = Rules(quick=0.5, usual=0.5, slow=0.5, sure=0.5)
"""The rule of before: half a second of silence, whatever was said."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A stream to play: its speech ends at sample `end`; a pause inside is over at `resumes` (0 where there is none)."""

    row: Row
    sound: Samples
    end: int
    resumes: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A pause that was judged: whether the sentence was over, what was written of it so far, and what was thought of it."""

    row: Row
    over: bool
    text: str
    melody: float | None
    words: float | None


def tuning(row: Row) -> bool:
    """Whether a clip is in the half that constants are chosen on: by its words, where they are known."""
    return hashlib.sha256(str(row.get("text") or row["file"]).encode()).digest()[0] % 2 == 0


def whole(row: Row, sound: Samples) -> Clip:
    """The clip with its own quiet before and after."""
    level = quiet_level(sound)
    lead, tail = hiss(int(BEFORE * RATE), level, 1), hiss(int(AFTER * RATE), level, 2)
    return Clip(row, np.concatenate([lead, sound, tail]), len(lead) + voiced(sound)[1])


def parted(row: Row, sound: Samples, start: int, end: int) -> Clip:
    """The clip with the gap from sample `start` to `end` as long as `PAUSE`."""
    clip = whole(row, held(sound, start, end, PAUSE))
    return replace(clip, resumes=int(BEFORE * RATE) + start + max(round(PAUSE * RATE), end - start))


class GoesOnError(Exception):
    """The speaker goes on, and the turn is not over: no more is asked of this clip."""


class Memory:
    """What was transcribed and what its melody was taken for, by sound and model: a run with other constants hears nothing again.

    Args:
        file: where it lies; it is ours and nobody else's.
        models: whatever tells one set of models from another.
    """

    def __init__(self, file: Path, models: bytes) -> None:
        self._file, self._models = file, models
        self._found: dict[bytes, Any] = pickle.loads(file.read_bytes()) if file.is_file() else {}
        self._new = 0

    def once(self, what: str, sound: Samples, made: Callable[[], Any]) -> Any:
        """What was made of a sound before, else what is made now."""
        key = hashlib.sha256(self._models + what.encode() + sound.tobytes()).digest()
        if key not in self._found:
            self._found[key] = made()
            self._new += 1
            if self._new % 5 == 0:
                self.keep()
        return self._found[key]

    def keep(self) -> None:
        """Writes it."""
        partial = self._file.with_suffix(".part")
        partial.write_bytes(pickle.dumps(self._found))
        os.replace(partial, self._file)


class Listener(Ears):
    """The kiosk's ears with a memory; what was thought of each pause is noted."""

    def __init__(self, part: Path, words: dict[str, list[str]], memory: Memory, complete: Finished | None, rules: Rules) -> None:
        super().__init__(part, words, threads=1, complete=complete, rules=rules)
        self._memory = memory
        self.thought: list[tuple[str, float | None, float | None]] = []

    def hear(self, sound: Samples | Path, language: Language | None = None) -> Heard:
        """As the ears do."""
        found: Heard = self._memory.once(f"heard {language}", np.asarray(sound), lambda: super(Listener, self).hear(sound, language))
        return found

    def _melody(self, sound: Samples) -> float | None:
        found: float | None = self._memory.once("melody", sound, lambda: super(Listener, self)._melody(sound))
        return found

    def _opinions(self, sound: Samples, draft: Heard) -> tuple[float | None, float | None]:
        melody, words = super()._opinions(sound, draft)
        self.thought.append((draft.text, melody, words))
        return melody, words

    def play(self, clip: Clip) -> tuple[int, int, int]:
        """Samples that were taken until the turn seemed over and an answer was begun, and until it was over for good or a pause inside was well
        over; how often an answer was taken back. Each clip is another shop at another time."""
        taken, seemed, back = 0, 0, 0

        def over(found: Heard | None) -> None:
            nonlocal seemed, back
            seemed, back = (taken, back) if found else (0, back + 1)

        def blocks() -> Iterator[Samples]:
            nonlocal taken
            for taken in range(BLOCK, len(clip.sound) + 1, BLOCK):
                if clip.resumes and taken > clip.resumes + RATE // 2:
                    raise GoesOnError
                if seemed and taken - seemed > ANSWERED * RATE:
                    return  # the answer can be heard
                yield clip.sound[taken - BLOCK : taken]

        self.thought.clear()
        self._floor = Floor()
        with suppress(GoesOnError):
            self.listen(blocks(), over=over)
        return seemed or taken, taken, back


@dataclass(frozen=True, slots=True)
class Played:
    """How a clip went by one rule: whether it was cut in its pause, the seconds of silence after its end until an answer was begun (None where it
    was cut), whether it was over before its end, and how often an answer was begun and taken back."""

    clip: Clip
    cut: bool
    silence: float | None
    early: bool
    back: int = 0


def played(listener: Listener, clip: Clip) -> Played:
    """Plays a clip. `early` is a whole sentence that was over before its end."""
    seemed, taken, back = listener.play(clip)
    cut = clip.resumes > 0 and taken < clip.resumes
    early = not clip.resumes and taken < clip.end
    return Played(clip, cut, None if cut or early or seemed < clip.end else (seemed - clip.end) / RATE, early, back)


def figures(made: Sequence[Played]) -> dict[str, Any]:
    """Figures of one rule over some clips."""
    parted = [p for p in made if p.clip.resumes]
    whole = [p for p in made if not p.clip.resumes]
    silences = sorted(p.silence for p in whole if p.silence is not None)
    return {
        "parted": len(parted), "cut": share(sum(p.cut for p in parted), len(parted)) if parted else None,
        "whole": len(whole), "early": share(sum(p.early for p in whole), len(whole)),
        "taken_back": share(sum(p.back > 0 for p in made), len(made)),
        **{f"silence_p{n}": round(float(np.quantile(silences, n / 100)), 3) if silences else None for n in (50, 95)},
    }  # fmt: skip


def table(made: dict[str, list[Played]]) -> dict[str, Any]:
    """Figures by half, by what was played (folder, language, voice) and by rule."""
    found: dict[str, Any] = {}
    for half in ("tuning", "held_out"):
        own = {rule: [p for p in all_ if tuning(p.clip.row) is (half == "tuning")] for rule, all_ in made.items()}
        groups = dict.fromkeys(group for p in own["kiosk"] for group in groups_of(p.clip.row))
        found[half] = {g: {rule: figures([p for p in all_ if g in groups_of(p.clip.row)]) for rule, all_ in own.items()} for g in groups}
    return found


def groups_of(row: Row) -> list[str]:
    """What a clip counts for: its language, its folder in it, its voice in that."""
    language = str(row.get("language", "en"))
    return [language, f"{language} {row['folder']}", *([f"{language} {row['folder']} {row['voice']}"] if row.get("voice") else [])]


def fit(judged: Sequence[Judged]) -> dict[str, float]:
    """The weights and bounds that the tuning half asks for: logistic regression of "it was over" on both log-odds (as many cut sentences as whole
    ones count the same), then the least `finished` that 3 % of the cut sentences pass and the `open` below which 3 % of the whole ones fall."""
    from sklearn.linear_model import LogisticRegression

    own = [j for j in judged if tuning(j.row)]
    inputs, over = np.array([[log_odds(j.melody), log_odds(j.words)] for j in own]), np.array([j.over for j in own])
    model = LogisticRegression(class_weight="balanced").fit(inputs, over)
    chance = model.predict_proba(inputs)[:, 1]
    weights = {"melody": model.coef_[0][0], "words": model.coef_[0][1], "bias": model.intercept_[0]}
    return {name: round(float(v), 3) for name, v in {**weights, "finished": np.quantile(chance[~over], 0.97), "open": np.quantile(chance[over], 0.03)}.items()}


def measure(folders: Sequence[Path], bundle: Path, pack: Pack, kept: Path, count: int, babble: float | None = None) -> tuple[dict[str, list[Played]], list[Judged]]:
    """Plays the first `count` clips of each language of each folder by both rules.

    Args:
        bundle: folder with the parts `hearing` and `understanding`.
        kept: folder for what was found about the clips.
        babble: decibels of the speech above the babble of the folder's other clips; None for none.
    """
    kept.mkdir(parents=True, exist_ok=True)
    words = phrases_of_pack(pack)
    memory = Memory(kept / "heard.pickle", (bundle / "hearing" / "part.json").read_bytes() + repr(words).encode())
    complete = Finished(Student(bundle / "understanding"))
    ways = {"kiosk": Listener(bundle / "hearing", words, memory, complete, RULES), "fixed": Listener(bundle / "hearing", words, memory, complete, FIXED)}
    made: dict[str, list[Played]] = {name: [] for name in ways}
    judged: list[Judged] = []
    for folder in folders:
        of_language = {language: [r for r in rows(folder) if r.get("language", "en") == language][:count] for language in Language}
        chosen = [{**row, "folder": folder.name} for own in of_language.values() for row in own]
        spoil = in_shop(talk_of(chosen, folder), babble) if babble is not None else None
        for row in bar(chosen, f"playing {folder.name}"):
            sound = in_a_room(read_sound(folder / row["file"]))
            text = ""
            for clip in (whole(row, sound), *(parted(row, sound, *gap) for gap in gaps(sound)[:GAPS])):
                clip = replace(clip, sound=spoil(row, clip.sound)) if spoil else clip
                one = played(ways["kiosk"], clip)
                thought = ways["kiosk"].thought[-1:]
                written = thought[0][0] if thought else ""
                if clip.resumes and not begins(written, text):
                    continue  # a gap within a word, or words that were misheard
                made["kiosk"].append(one)
                made["fixed"].append(played(ways["fixed"], clip))
                judged += [Judged(row, not clip.resumes, *t) for t in thought if not one.early]
                if clip.resumes:
                    break
                text = written
    memory.keep()
    return made, judged


def show(found: dict[str, Any]) -> None:
    """A table of each half."""
    for half, groups in found.items():
        shown = Table(title={"tuning": "the half that constants were chosen on", "held_out": "the other half"}[half], title_justify="left")
        for heading in ("clips", "rule", "parted", "cut in the pause", "whole", "over too early", "taken back", "silence p50", "p95"):
            shown.add_column(heading, justify="left" if heading in ("clips", "rule") else "right")
        for group, rules in groups.items():
            for rule, f in rules.items():
                percent = ["–" if f[name] is None else f"{f[name]:.1%}" for name in ("cut", "early", "taken_back")]
                seconds = ["–" if f[name] is None else f"{f[name]:.2f} s" for name in ("silence_p50", "silence_p95")]
                shown.add_row(group, rule, str(f["parted"]), percent[0], str(f["whole"]), *percent[1:], *seconds)
        Console(width=None if sys.stdout.isatty() else 140).print(shown)


def main(arguments: list[str] | None = None) -> int:
    """Measures, and says it as a table or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=Path, action="append", required=True, metavar="FOLDER", help="sound files with labels.jsonl; may be given again")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where to keep what was found about the clips, and each judged pause")
    parser.add_argument("--bundle", type=Path, default=BUNDLE, help=f"folder with the parts hearing and understanding ({BUNDLE})")
    parser.add_argument("--store", type=Path, default=Path("assets/stores/market"), metavar="PACK", help="the shop whose words the ears know")
    parser.add_argument("--count", type=int, default=60, help="clips of each language of each folder (60)")
    parser.add_argument("--babble", type=float, metavar="DECIBELS", help="speech above the babble of the other clips; none without it")
    parser.add_argument("--fit", action="store_true", help="show the constants that the tuning half asks for")
    parser.add_argument("--json", action="store_true", help="figures as JSON on stdout")
    chosen = parser.parse_args(arguments)
    try:
        made, judged = measure(chosen.clips, chosen.bundle, read_pack(chosen.store), chosen.out, chosen.count, chosen.babble)
        found = table(made)
        lines = [json.dumps({**asdict(j), "tuning": tuning(j.row)}, ensure_ascii=False) for j in judged]
        (chosen.out / "judged.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
        fitted = fit(judged) if chosen.fit else None
    except KioskError as error:
        print(f"turns: {error.line()}", file=sys.stderr)
        return error.exit_code
    if chosen.json:
        rules = {name: asdict(rule) for name, rule in (("kiosk", RULES), ("fixed", FIXED))}
        print(json.dumps({"pause": PAUSE, "babble": chosen.babble, "rules": rules, "figures": found, **({"fit": fitted} if fitted else {})}, ensure_ascii=False))
        return 0
    show(found)
    if fitted:
        print("asked for by the tuning half:", ", ".join(f"{name} {value}" for name, value in fitted.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
