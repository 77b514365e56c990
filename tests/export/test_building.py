"""What shipped joins the report of the run that it was made of, beside its teacher and its own float form; its card is the part's."""

import json
from pathlib import Path

import numpy as np
import torch

from distill.evaluation import dossier
from distill.evaluation.records import Evaluation, Model, Questions
from distill.students.language import INTENTS
from export import building
from export.graphs import understanding
from export.verify import INT8
from tests.fakes.student import random_questions, random_student


def test_the_exported_language_student_stands_in_report_and_card(tmp_path: Path) -> None:
    run, part, texts = tmp_path / "run", tmp_path / "part", random_questions(40)
    student = random_student(run)
    feeds = understanding.feeds(understanding.words_of(run), texts)
    with torch.no_grad():
        logits = torch.cat([student(*(torch.from_numpy(rows) for rows in feed.values()))["intent"] for feed in feeds])
    said, labels = logits.softmax(1).numpy().astype(np.float64), logits.argmax(1).numpy()
    questions = Questions(tuple(texts[n] + str(n) for n in range(40)), tuple(texts), labels, ("en",) * 40, tuple(map(str, INTENTS)))
    dossier.save(run / "answers", Evaluation("Questions", questions, (Model("ensemble", "teacher", said), Model("student", "student", said))))
    (run / "recipe.yaml").write_text("student: language\nseed: 7\n")
    wide = INT8.model_copy(update={"lost": 0.2, "label_agreement": 0.8, "least_cosine": 0.9, "lost_in_a_class": 1.0})
    held = [(text, int(label), "en") for text, label in zip(texts[12:], labels[12:], strict=True)]
    hashes = {"student": "0" * 64}
    understanding.build_part(run, part, texts[:12], held, {}, hashes, wide, lambda work, about: building._tell(run, work, about))
    found, _ = dossier.load(run / "answers")
    shipped = found.first("int8")
    assert shipped is not None and shipped.milliseconds and shipped.size == sum((part / name).stat().st_size for name in ("model.xml", "model.bin"))
    assert (shipped.probabilities.argmax(1) == labels).mean() >= 0.8
    assert "student, int8" in (run / "report.html").read_text() and "≥ 99 %" in (run / "report.html").read_text()
    card = (part / "card.md").read_text()
    assert "student, int8" in card and '"seed": 7' in card and hashes["student"] in card
    assert json.loads((part / "part.json").read_text())["temperature"] > 0
