"""An evaluation kept in a folder, so that what comes later (the exported graphs) adds its answers, and report and card are written again.

`about.json` names the models in their order and is replaced last: a folder that was being written when the machine stopped still holds the
evaluation before.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from distill.evaluation.neighbours import Wording
from distill.evaluation.records import Evaluation, Gate, Model, Questions
from distill.runs import write_text
from kiosk.core import BrokenData

ABOUT, QUESTIONS, WORDINGS = "about.json", "questions.jsonl", "wordings.jsonl"


def save(folder: Path, evaluation: Evaluation, wordings: Sequence[Wording] = ()) -> None:
    """Writes questions, answers and texts; `wordings` are the training texts that a report names beside mistakes."""
    folder.mkdir(parents=True, exist_ok=True)
    evaluation.questions.save(folder / QUESTIONS)
    write_text(folder / WORDINGS, "".join(json.dumps([w.text, w.label], ensure_ascii=False) + "\n" for w in wordings))
    for model in evaluation.models:
        model.save(folder / _file(model.name), evaluation.questions)
    about = {
        "title": evaluation.title, "models": [m.name for m in evaluation.models], "gates": [list(g) for g in evaluation.gates],
        "limits": evaluation.limits, "measured": evaluation.measured, "score": evaluation.score,
    }  # fmt: skip
    write_text(folder / ABOUT, json.dumps(about, ensure_ascii=False, indent=1))


def load(folder: Path) -> tuple[Evaluation, list[Wording]]:
    """What `save` wrote.

    Raises:
        BrokenData: a file is missing or not sound.
    """
    try:
        about = json.loads((folder / ABOUT).read_text("utf-8"))
        questions = Questions.load(folder / QUESTIONS)
        models = tuple(Model.load(folder / _file(name), questions) for name in about["models"])
        wordings = [Wording(*json.loads(line)) for line in (folder / WORDINGS).read_text("utf-8").split("\n") if line]
        gates = tuple(Gate(*gate) for gate in about["gates"])
        return Evaluation(about["title"], questions, models, gates, tuple(about["limits"]), tuple(about["measured"]), about["score"]), wordings
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenData(f"the evaluation cannot be read ({error!r})", str(folder), "run the evaluate stage again") from error


def with_models(evaluation: Evaluation, models: Sequence[Model], gates: Sequence[Gate] = (), measured: Sequence[str] = ()) -> Evaluation:
    """The evaluation with more models and texts; a model or gate of the same name is replaced, so that a second export counts once."""
    names, held = {m.name for m in models}, {g.name for g in gates}
    return replace(
        evaluation,
        models=(*(m for m in evaluation.models if m.name not in names), *models),
        gates=(*(g for g in evaluation.gates if g.name not in held), *gates),
        measured=(*(text for text in evaluation.measured if text not in measured), *measured),
    )


def _file(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-").lower() + ".npz"
