"""One HTML file that a manager can read and an engineer can act on: a verdict first, then what it stands on, then what is wrong and where.

The file needs no network and no other file, and every text from outside is escaped by the template.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from distill.evaluation import figures, metrics, summary
from distill.evaluation.formats import FORMATS, ROLES
from distill.evaluation.neighbours import Wording
from distill.evaluation.records import Evaluation
from distill.evaluation.verdict import evidence, verdict
from distill.runs import write_text

TEMPLATE: Final = "report.html.j2"


def write_report(path: Path, evaluation: Evaluation, wordings: Sequence[Wording] = ()) -> None:
    """Writes the report.

    Args:
        path: of the HTML file.
        evaluation: what was asked, what the models said, gates and texts.
        wordings: training texts with their labels; the nearest ones stand beside the worst mistakes.
    """
    write_text(path, render(evaluation, wordings))


def render(evaluation: Evaluation, wordings: Sequence[Wording] = ()) -> str:
    """The report's HTML."""
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(FORMATS)
    questions, rows = evaluation.questions, summary.headlines(evaluation)
    deltas, parts = summary.deltas(evaluation), summary.slices(evaluation)
    table = metrics.confusion(summary.answers(evaluation, evaluation.student), questions.labels, len(questions.classes))
    judged = [row for row in rows if row.model in (evaluation.teacher, evaluation.student, evaluation.first("int8"))]
    plots = {
        "trade_offs": figures.trade_offs(
            [figures.Point(r.model.name, r.model.role, r.accuracy.value, r.model.milliseconds, r.model.size, r.best_trade) for r in rows]
        ),
        "deltas": figures.delta_bars(deltas, questions.classes),
        "confusion": figures.heat_map(table, questions.classes),
        "reliability": figures.reliability(
            [
                figures.Reliability(r.model.name, r.model.role, metrics.reliability_bins(r.model.probabilities, questions.labels), r.calibration_error)
                for r in judged
            ]
        ),
    }
    return environment.get_template(TEMPLATE).render(
        evaluation=evaluation,
        questions=questions,
        verdict=verdict(evaluation, rows),
        evidence=evidence(evaluation, rows),
        rows=rows,
        roles=ROLES,
        floor=math.floor(10 * min(row.accuracy.low for row in rows)) / 10,
        deltas=deltas,
        marked=summary.marked,
        few=summary.FEW,
        shown=figures.SHOWN,
        loss=summary.LOSS,
        slices=[part for part in parts if part.kind != "intent"],
        intents=[part for part in parts if part.kind == "intent"],
        confusions=summary.confusions(table, questions.classes),
        gains=summary.gains(evaluation),
        plain=evaluation.first("student_plain"),
        mistakes=summary.mistakes(evaluation, wordings),
        wordings=len(wordings),
        copies=summary.copies(questions.texts, wordings),
        plots={name: Markup(svg) for name, svg in plots.items()},  # noqa: S704 - made by figures, which escapes
    )
