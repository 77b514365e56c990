"""The model card in Markdown, by the sections of Mitchell et al., "Model Cards for Model Reporting", 2019, from the inputs of the report."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from distill.evaluation import summary
from distill.evaluation.formats import ROLES, interval, milliseconds, number, percent, plain, point_interval, points, size
from distill.evaluation.records import Evaluation
from distill.evaluation.verdict import evidence, verdict
from distill.runs import write_text

HEAD: Final = (
    "model", "role", "accuracy (95 % interval)", "macro-F1", "out of scope found", "AUROC", "refused", "ECE", "size", "p50", "points against teacher",
)  # fmt: skip


def write_card(path: Path, evaluation: Evaluation, purpose: str, recipe: Mapping[str, Any], hashes: Mapping[str, str]) -> None:
    """Writes the card; see `card`."""
    write_text(path, card(evaluation, purpose, recipe, hashes))


def card(evaluation: Evaluation, purpose: str, recipe: Mapping[str, Any], hashes: Mapping[str, str]) -> str:
    """The card's text.

    Args:
        evaluation: what the report is made of.
        purpose: what the student is for, and what it is not for.
        recipe: settings of the experiment, as they can be written to JSON.
        hashes: SHA-256 of data and weights, by name.
    """
    rows, questions = summary.headlines(evaluation), evaluation.questions
    gates = [(g.name, plain(g.value), plain(g.bound), "yes" if g.ok else "**no**") for g in evaluation.gates]
    paragraphs = [
        f"# {_line(evaluation.title)}",
        f"**{_line(verdict(evaluation, rows))}** {_line(evidence(evaluation, rows))}",
        "## Model",
        f"Student: {_line(evaluation.student.name)}. Teacher: {_line(evaluation.teacher.name)}. {len(questions.classes)} labels.",
        "## Intended use",
        _line(purpose),
        "## Evaluation data",
        f"{len(questions.ids):,} questions{f' ({told})' if (told := _spoken(questions.languages)) else ''}; SHA-256 `{questions.digest()}`.",
        "## Figures",
        " ".join(_line(text) for text in evaluation.measured),
        _table(HEAD, [_model(row) for row in rows]),
        "## Gates",
        _table(("gate", "measured", "bound", "kept"), gates) or "None was set.",
        "## Slices",
        _slices(evaluation),
        "## Labels that the student has lost",
        _lost(evaluation) or f"None of {summary.FEW} or more questions is more than {100 * summary.LOSS:.0f} points below the teacher.",
        "## What distillation gained",
        _gained(evaluation) or "Not known: no student was taught without its teacher.",
        "## What these numbers cannot tell",
        *([_line(text) for text in evaluation.limits] or ["Nobody has written it down."]),
        "## Recipe",
        f"```json\n{json.dumps(dict(recipe), indent=1, ensure_ascii=False)}\n```",
        "## Hashes",
        _table(("what", "SHA-256"), [(name, f"`{digest}`") for name, digest in hashes.items()]) or "None was given.",
    ]
    return "\n\n".join(text for text in paragraphs if text) + "\n"


def _model(row: summary.Headline) -> Sequence[object]:
    """A model's line of figures, as `HEAD` names them."""
    return (
        row.model.name, ROLES[row.model.role], f"{percent(row.accuracy.value)} ({interval(row.accuracy)})", percent(row.macro_f1), percent(row.out_of_scope_recall),
        number(row.out_of_scope_auroc), percent(row.refused), percent(row.calibration_error), size(row.model.size), milliseconds(row.model.milliseconds),
        f"{points(row.against.value)} ({point_interval(row.against)})" if row.against else "–",
    )  # fmt: skip


def _slices(evaluation: Evaluation) -> str:
    """Student and teacher by language, length and noise; labels have tables of their own."""
    lines = [
        (p.kind, p.value, p.questions, f"{percent(p.student.value)} ({interval(p.student)})", percent(p.teacher), f"{points(p.against.value)} ({point_interval(p.against)})")
        for p in summary.slices(evaluation)
        if p.kind != "intent"
    ]  # fmt: skip
    return _table(("slice", "value", "questions", "student right (95 % interval)", "teacher right", "points against teacher"), lines)


def _lost(evaluation: Evaluation) -> str:
    """The labels that the report marks as lost."""
    classes = evaluation.questions.classes
    lines = [(classes[d.label], d.questions, percent(d.teacher), percent(d.student), points(d.delta)) for d in summary.deltas(evaluation) if summary.marked(d)]
    return _table(("label", "questions", "teacher", "student", "points"), lines)


def _gained(evaluation: Evaluation) -> str:
    """The student with its teacher beside the one without."""
    lines = [(g.part, g.questions, percent(g.student), percent(g.plain), f"{points(g.gain.value)} ({point_interval(g.gain)})") for g in summary.gains(evaluation)]
    return _table(("questions", "count", "with teacher", "without", "gain in points (95 % interval)"), lines)


def _spoken(languages: Sequence[str]) -> str:
    """How many questions are in which language; nothing of those that have none."""
    return ", ".join(f"{_line(language)} {languages.count(language):,}" for language in sorted(set(languages)) if language)


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table; nothing where there are no rows."""
    lines = [head, ["---"] * len(head), *rows] if rows else []
    return "\n".join(f"| {' | '.join(_line(str(cell)).replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _line(text: str) -> str:
    """On one line, and nothing in it read as HTML."""
    return re.sub(r"\s+", " ", text).replace("<", "&lt;").strip()
