"""How well the ears hear, on one page that a manager can read and an engineer can act on: what was recorded of a part; nothing is measured anew.

    python -m distill.evaluation.hearing_report --part PART [--figures F.json …] --out OUT.html

It is made of the part's own record (`part.json`) and of files that `distill.evaluation.hearing --json` and `kiosk-export speech` wrote. What must hold:
every figure stands in one of them, beside how many clips it is of and which record it is from; what nobody has measured is said to be missing.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from distill.evaluation import figures
from distill.evaluation.formats import FORMATS, ROLES, percent
from distill.runs import write_text
from kiosk.core import BrokenData, Language, MissingPart

TEMPLATE: Final = "hearing.html.j2"
STUDENT: Final = "this student"
MODELS: Final = {"teacher_itself": "its teacher, thirty seconds, float", "untaught": "the same net, untaught", "without_its_teacher": "student, no teacher"}
"""What a part's record says beside its own figures, and of whom."""
HELD: Final = "held-out clips, half of them in babble 10 dB below"
SETS: Final = {
    "held_out": HELD, "held": HELD, "real_speech": "real clips", "coffee": "coffee orders", "coffee_speech": "coffee orders",
    "spoken_questions": "spoken questions", "spoken": "spoken questions",
}  # fmt: skip
"""Names of figures and of folders of clips → what stands in the page."""
UNITS: Final = {"en": "words", "zh": "characters"}
LIMITS: Final = (
    "Held-out clips and spoken questions are of one synthesiser; people, accents, children and a shop's own microphones are harder.",
    "The real clips are four: one more or fewer wrong character moves a figure by points.",
    "Times were taken in runs of their own, some beside other work: only those of one run may be compared.",
)


class Clips(NamedTuple):
    """Whose figures over which clips, and what was recorded of them (`values`)."""

    model: str
    set: str
    noise: str
    language: str
    record: str
    values: Mapping[str, Any]

    @property
    def unit(self) -> str:
        """What is counted as wrong or right in this language."""
        return UNITS.get(self.language, "words")


@dataclass
class Records:
    """All that was recorded, by what it tells."""

    errors: list[Clips] = field(default_factory=list)
    orders: list[Clips] = field(default_factory=list)
    silence: list[Clips] = field(default_factory=list)
    loops: list[Clips] = field(default_factory=list)
    understood: list[Clips] = field(default_factory=list)
    compared: list[Clips] = field(default_factory=list)
    faster: list[Clips] = field(default_factory=list)

    def take(self, name: str, told: Any, model: str, record: str) -> None:
        """Takes in figures by their shape; what is no figure of these kinds is passed over.

        Args:
            name: as it stands in the record: the set of clips, and after a stroke how they were spoiled.
            told: the figures, or figures by language, by engine, or of two parts.
            model: whose they are.
            record: the file that they are from.
        """
        if not isinstance(told, Mapping):
            return
        first, _, last = name.partition("/")
        of = last if first in ("compared", "loops") else first
        clips = Clips(model, SETS.get(of, of), _noise(name, told), "", record, told)
        if "faster" in told:
            self.faster.append(clips)
            for engine, own in told.items():
                self.take(name, own if engine != "faster" else None, STUDENT if engine.startswith("student") else engine, record)
        elif "against" in told:
            self.compared.append(clips)
        for kind, found in (("slot_words", self.orders), ("invented", self.silence), ("looped", self.loops)):
            if kind in told:
                found.append(clips)
        for language in Language:
            own = told.get(language)
            for kind, found in (("errors", self.errors), ("understood", self.understood)):
                if isinstance(own, Mapping) and kind in own:
                    found.append(clips._replace(language=str(language), values=own))

    def of(self, model: str, clips: str, language: str) -> Mapping[str, Any] | None:
        """The first errors recorded of a model over a set, without noise; None where nobody took them."""
        return next((row.values for row in self.errors if (row.model, row.set, row.language, row.noise) == (model, clips, language, "")), None)


def _noise(name: str, told: Mapping[str, Any]) -> str:
    """How the clips were spoiled, in words; empty where they were heard as they are."""
    level = told.get("babble_db", "none")
    parts = [] if level == "none" else [f"babble {level:g} dB below"]
    if told.get("reverberation_s"):
        parts.append(f"a room of {told['reverberation_s']:g} s")
    return ", ".join(parts) or ("typed" if name.endswith("/typed") else "")


def of_part(about: Mapping[str, Any], record: str = "part.json") -> Records:
    """What a part's `part.json` says of itself and of those beside it.

    Raises:
        BrokenData: it is of no hearing part.
    """
    if about.get("part") != "hearing" or not isinstance(about.get("metrics"), Mapping):
        raise BrokenData("This is no record of a hearing part", record, "name the folder that kiosk-export build hearing wrote")
    found, metrics = Records(), dict(about["metrics"])
    blends = {f"blend, {share} of the student": {"held_out": told} for share, told in metrics.pop("shares", {}).items()}
    for name, told in metrics.pop("vocabulary_cut", {}).items():
        found.take(name, told, STUDENT, record)
    teacher = {"real_speech": metrics.pop("teacher_itself", None)}
    beside = {MODELS[name]: metrics.pop(name) for name in MODELS if name in metrics}
    for model, own in {STUDENT: metrics, MODELS["teacher_itself"]: teacher, **beside, **blends}.items():
        for name, told in own.items():
            found.take(name, told, model, record)
    return found


def curve_of(rows: Iterable[Clips]) -> str:
    """The student's errors in ever more babble as a figure; empty where they were taken at fewer than two levels."""
    lines: dict[str, dict[float, float]] = {}
    for row in rows:
        if row.model == STUDENT and row.set == SETS["spoken_questions"] and "room" not in row.noise:
            level = float(row.noise.split()[1]) if row.noise else float("inf")
            lines.setdefault(f"{Language(row.language).name}, {row.unit}", {}).setdefault(level, float(row.values["errors"]))
    levels = sorted({level for line in lines.values() for level in line}, reverse=True)
    return figures.noise_curve(levels, lines) if len(levels) > 1 else ""


def verdict(found: Records) -> str:
    """One sentence: what the student gets wrong on the clips that nothing was taught on, and what the same net did untaught."""
    said = []
    for language in Language:
        mine, before = (found.of(model, HELD, str(language)) for model in (STUDENT, MODELS["untaught"]))
        if mine:
            beside = f" ({percent(before['errors'])} untaught)" if before else ""
            said.append(f"{percent(mine['errors'])} of {'English words' if language is Language.en else 'Chinese characters'}{beside}")
    return f"On clips that nothing was taught on it writes {' and '.join(said)} wrong." if said else "Nobody has measured it on held-out clips."


def evidence(found: Records) -> Iterator[str]:
    """What stands beside the verdict: real speech, silence and speed, a sentence each, of what was recorded."""
    mine, teachers = (found.of(model, SETS["real_speech"], "zh") for model in (STUDENT, MODELS["teacher_itself"]))
    if mine and teachers:
        yield f"Of {mine['clips']} real Mandarin clips {percent(mine['errors'])} of the characters are wrong, of its teacher's {percent(teachers['errors'])}."
    for row in found.silence[:1]:
        yield f"{percent(row.values['empty'])} of {row.values['clips']} sounds without speech come back empty."
    for row in found.faster[:1]:
        yield "; ".join(f"{ratio:g} × as fast as {name}" for name, ratio in row.values["faster"].items()).capitalize() + f", on the same {row.set}."


def render(about: Mapping[str, Any], records: Mapping[str, Mapping[str, Any]]) -> str:
    """The page's HTML; every text of a record is escaped.

    Args:
        about: the part's `part.json`.
        records: name of the file → figures by name, as `distill.evaluation.hearing --json` or `kiosk-export speech` wrote them.

    Raises:
        BrokenData: the part is no hearing part.
    """
    found = of_part(about)
    for record, told in records.items():
        for name, own in told.items():
            found.take(name, own, STUDENT, record)
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(FORMATS)
    return environment.get_template(TEMPLATE).render(
        about=about, found=found, roles=ROLES, verdict=verdict(found), evidence=list(evidence(found)), limits=LIMITS, records=["part.json", *records],
        curve=Markup(curve_of(found.errors)),  # noqa: S704 - made by figures, which escapes
    )  # fmt: skip


def write_page(part: Path, files: Sequence[Path], out: Path) -> None:
    """Writes the page of a part and of further records of it.

    Raises:
        MissingPart: a file is not there.
        BrokenData: a file is no JSON of this kind.
    """
    write_text(out, render(_read(part / "part.json"), {file.name: _read(file) for file in files}))


def _read(file: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(file.read_text("utf-8")))
    except FileNotFoundError as error:
        raise MissingPart("There is no such record", str(file), "measure first: make prove-hearing") from error
    except (OSError, ValueError, TypeError) as error:
        raise BrokenData(f"The record cannot be read ({error})", str(file), "measure again: make prove-hearing") from error


def main(arguments: list[str] | None = None) -> int:
    """Writes the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", type=Path, required=True, help="folder of the hearing part")
    parser.add_argument("--figures", type=Path, nargs="*", default=[], help="what distill.evaluation.hearing --json and kiosk-export speech wrote")
    parser.add_argument("--out", type=Path, required=True, help="the HTML file")
    chosen = parser.parse_args(arguments)
    write_page(chosen.part, chosen.figures, chosen.out)
    print(chosen.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
