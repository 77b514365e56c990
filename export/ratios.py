"""Ratios that the repository keeps, and a fresh run held to them: milliseconds are a machine's, ratios are the student's.

What must hold: larger is better for every ratio; one that was not measured falls short like one that is too small, unless what it is of lies in
the folder of a run that is not here.
"""

import json
import platform
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.core import BadInput

MINILM: Final = "minilm"
TEACHER, FIXED, STUDENT = "MiniLM fp32", "MiniLM fp32, fixed lengths", "student int8"
SLACK: Final = 0.25
"""Share of a kept ratio that a fresh run may lack: what two runs on a machine that does other work differ by, and a little."""


def ratios(rows: Mapping[str, Mapping[str, float]], shipped: str) -> dict[str, dict[str, float]]:
    """By how much what ships is faster (p50), smaller (bytes) and lighter (peak memory) than each other form; empty where it was not measured."""
    if shipped not in rows:
        return {}
    ours, kinds = rows[shipped], (("faster", "p50_ms"), ("smaller", "bytes"), ("lighter", "peak_bytes"))
    return {name: {kind: round(row[key] / ours[key], 3) for kind, key in kinds} for name, row in rows.items() if name != shipped}


class Kept(BaseModel):
    """The ratios that the repository keeps; larger is better for all of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    measured: str = Field(description="when and on what")
    slack: float = Field(default=SLACK, ge=0, lt=1, description="share of a ratio that a fresh run may lack")
    ratios: dict[str, float] = Field(description="part/form/ratio, of what ships over that form")


def read_kept(file: Path) -> Kept:
    """The ratios in a file.

    Raises:
        BadInput: there is none, or it is not what `--keep` writes.
    """
    try:
        return Kept.model_validate_json(file.read_text("utf-8"))
    except (OSError, ValidationError) as error:
        raise BadInput(f"the kept ratios cannot be read ({str(error).splitlines()[0]})", str(file), "write them: kiosk-export bench --keep FILE") from error


def flat(reports: Mapping[str, Any]) -> dict[str, float]:
    """All ratios of a run that are the student's, by part/form/ratio: those over another device are that device's.

    MiniLM's share of bytes is turned over, so that larger is better for all.
    """
    rows = [(part, form, row) for part, report in reports.items() if part != MINILM for form, row in report["ratio"].items()]
    mine = [row for row in rows if not row[1].startswith("OpenVINO") or row[1].endswith("CPU")]
    found = {f"{part}/{form}/{kind}": value for part, form, row in mine for kind, value in row.items()}
    if MINILM in reports:
        ratio = reports[MINILM]["ratio"]
        found |= {f"{MINILM}/{TEACHER}/faster": ratio["faster"], f"{MINILM}/{FIXED}/faster": ratio["faster_at_fixed_lengths"],
                  f"{MINILM}/{TEACHER}/smaller": round(1 / ratio["share_of_bytes"], 3)}  # fmt: skip
    return found


def shortfalls(kept: Kept, fresh: Mapping[str, float], parts: Sequence[str], excused: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """A line for each kept ratio that fell short or was not measured, and for each that need not be measured here.

    Args:
        parts: whose ratios are looked at.
        excused: part/form of what lies in a run's folder that is not here, and why.
    """
    short, notes = list[str](), list[str]()
    for name, value in kept.ratios.items():
        part, form = name.split("/")[0], name.rpartition("/")[0]
        least = value * (1 - kept.slack)
        if part not in parts:
            continue
        if name not in fresh:
            (notes if form in excused else short).append(f"{name}: {value:g} is kept, and it was not measured" + (f": {excused[form]}" if form in excused else ""))
        elif not fresh[name] >= least:
            short.append(f"{name}: {fresh[name]:g}, {least:.4g} is the least ({value:g} is kept)")
    return short, notes


def keep(file: Path, reports: Mapping[str, Any], threads: int) -> Kept:
    """Writes the ratios of a run over those of the same parts in a file; the others and the slack stay as they are there."""
    before = read_kept(file) if file.is_file() else Kept(measured="", ratios={})
    left = {name: value for name, value in before.ratios.items() if name.split("/")[0] not in reports}
    least = min((report["processor"] for report in reports.values()), default=1.0)
    measured = f"{time.strftime('%Y-%m-%d', time.gmtime())}, {_processor()}, {threads} thread{'s' * (threads > 1)}, parts {', '.join(reports)}, {least:.0%} of a core or more"
    kept = Kept(measured=measured, slack=before.slack, ratios=dict(sorted({**left, **flat(reports)}.items())))
    partial_file = file.with_name(file.name + ".part")
    partial_file.write_text(json.dumps(kept.model_dump(), indent=1, ensure_ascii=False) + "\n", "utf-8")
    partial_file.replace(file)
    return kept


def _processor() -> str:
    """The processor's name where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor() or platform.machine())
