"""Students of the public sets, from packaged teachers to weights: prepare → teach → label → train → evaluate, each a no-op when done.

prepare   the questions, and the student's own vocabulary
teach     the seats of the ensemble: fine-tuned sentence encoders, and students of earlier runs of the same questions (born again)
label     their mixed answers on every training question, on questions with slips, and on outliers that none of them recognises
train     the student from hard and soft labels
evaluate  every seat, the ensemble and the student on questions that nobody was trained on
alone     the same student from hard labels alone, to tell what the teachers gave; `run` leaves it out, and `evaluate` measures it where it is there
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from random import Random
from typing import Annotated, Any, Literal, Self, cast

import numpy as np
import torch
from pydantic import Field, model_validator
from tokenizers import Tokenizer
from torch import Tensor

from distill.averages import moving_average
from distill.data.card import card, fingerprint_of
from distill.data.cleaning import TRAIN, Item
from distill.data.public_texts import OUTSIDE, Labelled, Source, outliers, read_set, strangers
from distill.data.slips import slip
from distill.data.sources import named
from distill.data.wordings import Filled
from distill.evaluation import dossier
from distill.evaluation.baselines import baselines
from distill.evaluation.costs import milliseconds
from distill.evaluation.neighbours import Wording
from distill.evaluation.records import STUDENTS, Evaluation, Model, Questions
from distill.evaluation.report import write_report
from distill.labelling import Engine
from distill.losses import distillation_loss, mixed_teachers, soft_target_loss
from distill.recipe import Recipe
from distill.runs import open_run, read_figures, write_text
from distill.schedules import Constant, Temperature, ValueSchedule
from distill.students.minilm import fresh_text_student, shortened, vocabulary
from distill.students.texts import TextStudent, encode, logits_of
from distill.teachers import intents as teachers
from distill.teachers.encoders import Matrix, load_npz, save_npz
from distill.teachers.students import take_in
from distill.training import Schedule, batches_by_length, tensors, train
from distill.weights import FILE, load_student, save_student, vocabulary_hash
from kiosk.bundle.manifest import sha256
from kiosk.bundle.understanding import pad, token_id
from kiosk.core import BrokenData, MissingPart
from kiosk.core.text import normalise

LIMITS = (
    "The set's authors wrote its test like its training questions; other people's questions are harder.",
    "One run a student: how much another seed would change is not shown.",
)
OUTSIDE_SHARE = 1000 / 5500
"""Of CLINC150's official test questions (Larson et al. 2019, "An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction")."""
STAGES = ("prepare", "teach", "label", "train", "evaluate")


class Seat(Recipe):
    """One teacher of the ensemble, fine-tuned by the run."""

    teacher: Literal["minilm", "e5"]
    share: float = Field(gt=0, description="how much it counts; shares are made to sum to one")
    passes: int = Field(default=6, ge=1)
    rate: float = Field(default=2e-4, gt=0)
    seed: int = 7


class EarlierSeat(Recipe):
    """One that is there already: the student of an earlier run of the same questions, which makes the new one born again."""

    teacher: Literal["student"]
    run: Path = Field(description="the earlier run's folder; its student may not change as long as this run goes on")
    share: float = Field(gt=0, description="as of the others")


class TextsRecipe(Recipe):
    """The experiment."""

    student: Literal["texts"] = "texts"
    source: Source
    seats: tuple[Annotated[Seat | EarlierSeat, Field(discriminator="teacher")], ...] = Field(min_length=1)
    trust: float = Field(default=0.5, ge=0, description="how much a surer teacher is louder, γ of `mixed_teachers`")
    slipped: int = Field(default=2, ge=0, description="copies of each training question with slips, labelled by the teachers")
    slipped_outside: int = Field(default=0, ge=0, description="the same of the set's own questions out of scope, which are few")
    outliers: int = Field(default=0, ge=0, description="questions of other sets, learned as out of scope; only for a set that has that label")
    strangers: int = Field(default=0, ge=0, description="the same of our own questions that no label answers (`data/outside`); no teacher is asked about them")
    recognised: float = Field(default=0.5, gt=0, le=1, description="probability of an in-scope label from which an outlier is none")
    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    ffn: int = Field(default=1024, ge=1)
    vocabulary: int = Field(default=9000, ge=200, description="tokens that it is taught in")
    kept: int | None = Field(default=None, ge=200, description="tokens that it keeps once taught, the first of those that it was taught in; all without it")
    passes: int = Field(default=10, ge=1)
    rate: float = Field(default=3e-4, gt=0)
    batch: int = Field(default=64, ge=1)
    temperature: Temperature = Constant(level=2.0)
    soft_weight: ValueSchedule = Constant(level=1.0)
    smoothing: float = Field(default=0.1, ge=0, lt=1)
    average: float = Field(
        default=0.0, ge=0, lt=1, description="decay a step of a moving average of the student's weights, which is what is kept; 0: the last weights"
    )
    average_weight: ValueSchedule = Field(default=Constant(level=0.0), description="λ of what that average says to the same questions, as one more teacher")
    threads: int = Field(default=2, ge=1)
    seed: int = 7

    @model_validator(mode="after")
    def _has_what_it_learns_from(self) -> Self:
        if not self.average and any(self.average_weight.value(share) for share in (0, 1)):
            raise ValueError("average_weight is of a moving average: give its decay, average: 0.99")
        return self


def run(recipe: TextsRecipe, data: Path, out: Path, stages: tuple[str, ...] = STAGES, engine: Engine = "local") -> None:
    """Runs the stages; each leaves its result in `out` and is skipped when the result is there. `engine` says who labels (`distill.labelling`)."""
    torch.set_num_threads(recipe.threads)
    open_run(out, recipe, {recipe.source: sha256(next(iter(sorted((data / recipe.source).glob("train*")))))})
    functions: dict[str, Callable[[TextsRecipe, Path, Path], object]] = {
        "prepare": prepare, "teach": teach, "label": partial(label, engine=engine), "train": learn, "evaluate": evaluate, "alone": alone,
    }  # fmt: skip
    for stage in stages:
        functions[stage](recipe, data, out)


def prepare(recipe: TextsRecipe, data: Path, out: Path) -> None:
    """Writes `questions.json`, the data card and `tokenizer.json`."""
    if (out / "tokenizer.json").is_file():
        return
    rows = read_set(recipe.source, data)
    strange = outliers(recipe.source, data) if recipe.outliers else {}
    known = {normalise(r.text) for r in rows}
    chosen = [t for t in Random(recipe.seed).sample(list(strange), min(recipe.outliers, len(strange))) if normalise(t) not in known]
    labels = sorted({r.label for r in rows})
    words = words_of(rows, recipe.kept or recipe.vocabulary)
    kept = {"labels": labels, "rows": [[r.text, labels.index(r.label), r.checked] for r in rows], "outliers": chosen,
            "vocabulary": vocabulary_hash(words)}  # fmt: skip
    write_text(out / "questions.json", json.dumps(kept, ensure_ascii=False))
    corpus = [Item(r.text, "en", r.label, "checked" if r.checked else TRAIN, source=recipe.source) for r in rows]
    corpus += [Item(t, "en", OUTSIDE, "outliers", source=strange[t]) for t in chosen]
    corpus += [Item(t, "en", OUTSIDE, "outliers", source="outside") for t in own_strangers(recipe, rows)]
    sources = named(sorted({item.source for item in corpus}), data)
    fingerprint = fingerprint_of(asdict(item) for item in corpus)
    write_text(out / "card.md", card(f"The questions of {recipe.source}, and outliers of other sources", fingerprint, corpus, sources, {"seed": recipe.seed}))
    write_text(out / "tokenizer.json", words.to_str(pretty=True))


def own_strangers(recipe: TextsRecipe, rows: list[Labelled]) -> list[str]:
    """Our own questions out of scope that the recipe asks for; none for a set without that label."""
    if not any(row.label == OUTSIDE for row in rows):
        return []
    known = {normalise(r.text) for r in rows}
    ours = [text for text in strangers(recipe.source) if normalise(text) not in known]
    return Random(recipe.seed).sample(ours, min(recipe.strangers, len(ours)))


def words_of(rows: list[Labelled], size: int) -> Tokenizer:
    """A vocabulary from the questions that teach; a smaller one is the beginning of a larger one."""
    return vocabulary((normalise(r.text) for r in rows if not r.checked), size)


def load(out: Path) -> tuple[list[str], list[Labelled], list[str], Tokenizer]:
    """Labels, questions, outliers and tokenizer of a prepared run.

    Raises:
        MissingPart: the run is not prepared.
        BrokenData: a file of it is broken, a split is empty, or the vocabulary or the labels are not those that the run began with.
    """
    mend = "delete tokenizer.json there and run the prepare stage again: from the same data it makes the same files"
    try:
        kept, words = json.loads((out / "questions.json").read_text("utf-8")), (out / "tokenizer.json").read_text("utf-8")
        labels, strange, tokenizer = kept["labels"], kept["outliers"], Tokenizer.from_str(words)
        asked = [(str(text), int(n), bool(checked)) for text, n, checked in kept["rows"]]
    except FileNotFoundError as error:
        raise MissingPart("The run is not prepared", str(out), "run the prepare stage first") from error
    except Exception as error:  # the tokenizer's errors have no kind of their own
        raise BrokenData(f"What the prepare stage made cannot be read ({error})", str(out), mend) from error
    if kept.get("vocabulary") not in (None, vocabulary_hash(tokenizer)):  # None: a run from before the hash was kept
        raise BrokenData("The vocabulary is not the one that the run was prepared with", str(out / "tokenizer.json"), mend)
    if (most := max((n for _, n, _ in asked), default=-1)) >= len(labels):
        raise BrokenData(f"A question has the label number {most} of {len(labels)}", str(out / "questions.json"), mend)
    rows = [Labelled(text, labels[n], checked) for text, n, checked in asked]
    for checked in (False, True):
        if not any(row.checked is checked for row in rows):
            raise BrokenData(f"The run has no question to {'check on' if checked else 'learn from'}", str(out / "questions.json"), mend)
    for seat in sorted(done.parent for done in out.glob("seat-*/done")):
        if (taught := teachers.finished(seat).get("classes", len(labels))) != len(labels):
            raise BrokenData(f"The teacher {seat.name} has {taught} answers, the questions {len(labels)} labels", str(out / "questions.json"), mend)
    return labels, rows, strange, tokenizer


def load_lessons(out: Path, classes: int) -> tuple[list[tuple[str, int]], Tensor]:
    """Texts with their labels' numbers, and the ensemble's log-probabilities on them (lessons, classes), as the label stage left them.

    Raises:
        MissingPart: there are none.
        BrokenData: they cannot be read, are no numbers, or are of other questions or labels.
    """
    mend = f"delete {out / 'labels.npz'} and run the label stage again"
    told = load_npz(out / "labels.npz", mend).get("logits", np.zeros(0))
    try:
        lessons = [(str(text), int(target)) for text, target in json.loads((out / "lessons.json").read_text("utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise BrokenData(f"The lessons cannot be read ({error})", str(out / "lessons.json"), mend) from error
    if told.shape != (len(lessons), classes) or not all(0 <= target < classes for _, target in lessons):
        raise BrokenData(f"The labels are of the shape {told.shape}, the lessons {len(lessons)} of {classes} labels", str(out / "labels.npz"), mend)
    return lessons, torch.from_numpy(told)


def seat_name(number: int, seat: Seat | EarlierSeat) -> str:
    """The folder of a seat in its run."""
    return f"seat-{number}-{seat.teacher}"


def teach(recipe: TextsRecipe, data: Path, out: Path) -> None:
    """Fine-tunes every seat on the training questions, and takes in the students of earlier runs.

    Raises:
        MissingPart: an earlier run has no student.
        BrokenData: it is of other questions, or see `load`.
    """
    labels, rows, _, _ = load(out)
    taught = [r for r in rows if not r.checked]
    for number, seat in enumerate(recipe.seats):
        folder = out / seat_name(number, seat)
        if isinstance(seat, Seat):
            schedule = Schedule(seat.passes, seat.rate, seed=seat.seed)
            teachers.fine_tune(seat.teacher, [r.text for r in taught], [labels.index(r.label) for r in taught], schedule, folder, len(labels))
        elif not (folder / "done").is_file():
            if load(seat.run)[:2] != (labels, rows):
                mend = "name a run of the same set: another's student knows other labels, or was taught what this run measures on"
                raise BrokenData("The earlier run is of other questions or labels", str(seat.run), mend)
            take_in(seat.run, folder, len(labels))


def ask(recipe: TextsRecipe, texts: list[str], out: Path, engine: Engine = "local") -> tuple[Matrix, list[Matrix]]:
    """Log-probabilities (n, classes) of the ensemble, and logits of each seat."""
    each = [np.asarray(teachers.answers(out / seat_name(n, seat), texts, engine)["logits"], np.float32) for n, seat in enumerate(recipe.seats)]
    chances = torch.stack([torch.from_numpy(teachers.softmax(logits)) for logits in each], dim=1)
    shares = torch.tensor([seat.share for seat in recipe.seats])
    return mixed_teachers(chances, shares / shares.sum(), recipe.trust).numpy(), each


def label(recipe: TextsRecipe, data: Path, out: Path, engine: Engine = "local") -> None:
    """Writes `lessons.json` (texts and hard labels) and `labels.npz` (the ensemble's log-probabilities on them)."""
    if (out / "labels.npz").is_file():
        return
    labels, rows, strange, _ = load(out)
    lessons = [(r.text, labels.index(r.label)) for r in rows if not r.checked]
    random = Random(recipe.seed)
    outside = labels.index(OUTSIDE) if OUTSIDE in labels else None
    copies = [recipe.slipped_outside if target == outside else recipe.slipped for _, target in lessons]
    lessons += [(slip(Filled(text, ()), "en", random).text, target) for (text, target), times in zip(lessons, copies, strict=True) for _ in range(times)]
    if outside is not None:
        lessons += [(text, outside) for text in own_strangers(recipe, rows)]
    if outside is not None and strange:
        said = np.exp(ask(recipe, strange, out, engine)[0])
        said[:, outside] = 0.0
        lessons += [(text, outside) for text, chance in zip(strange, said.max(axis=1), strict=True) if chance < recipe.recognised]
    logits, _ = ask(recipe, [text for text, _ in lessons], out, engine)
    if outside is not None:  # what no teacher recognised is outside for sure; the teachers, who saw a hundred such, only half believe it
        own = np.array([target for _, target in lessons]) == outside
        sure = np.full(logits.shape[1], np.log(0.1 / (logits.shape[1] - 1)), np.float32)
        sure[outside] = np.log(0.9)
        logits = np.where(own[:, None], sure, logits)
    write_text(out / "lessons.json", json.dumps(lessons, ensure_ascii=False))
    save_npz(out / "labels.npz", logits=logits.astype(np.float16))


def train_student(recipe: TextsRecipe, out: Path, taught: bool) -> TextStudent:
    """Trains (or goes on training) the student, with the teachers or without, and returns it, in the vocabulary that it is taught in: with the last
    weights, or with the moving average of all."""
    labels, rows, _, _ = load(out)
    tokenizer = words_of(rows, recipe.vocabulary)
    lessons, told = load_lessons(out, len(labels))
    ids, targets = [encode(tokenizer, text) for text, _ in lessons], torch.tensor([target for _, target in lessons])
    checked = [r for r in rows if r.checked]
    wanted, held = np.array([labels.index(r.label) for r in checked]), [encode(tokenizer, r.text) for r in checked]
    student = fresh_text_student(tokenizer, recipe.layers, recipe.ffn, len(labels), recipe.seed)
    averaged = moving_average(student, recipe.average) if recipe.average else None
    kept = student if averaged is None else cast(TextStudent, averaged.module)

    def loss(batch: list[int], number: int) -> tuple[Tensor, dict[str, float]]:
        a, m, right, soft = tensors((*pad([ids[n] for n in batch]), targets[batch], told[batch].float()), student)
        said = student(a, m)["logits"].float()
        weight, own, temperature = (schedule.at_pass(number, recipe.passes) for schedule in (recipe.soft_weight, recipe.average_weight, recipe.temperature))
        value = distillation_loss(said, soft, right, temperature=temperature, weight=weight if taught else 0.0, smoothing=recipe.smoothing)
        if taught and own:
            value = value + own * soft_target_loss(said, kept(a, m)["logits"], temperature)
        return value, {"loss": float(value.detach())}

    def measure(_: int) -> dict[str, float]:
        return {"checked": float((logits_of(kept, held).argmax(1) == wanted).mean())}

    schedule, place = Schedule(recipe.passes, recipe.rate, batch=recipe.batch, seed=recipe.seed), out / ("student" if taught else "alone")
    lengths = [len(x) for x in ids]
    train(student, loss, lambda n: batches_by_length(lengths, recipe.batch, recipe.seed * 100 + n), schedule, place, measure, averaged)
    return kept


def learn(recipe: TextsRecipe, data: Path, out: Path) -> None:
    """The `train` stage: the student's weights, `model/`.

    Raises:
        BrokenData: the run's vocabulary is not the one that the recipe makes of its questions, or see `load`.
    """
    _learn(recipe, out, "model", taught=True)


def alone(recipe: TextsRecipe, data: Path, out: Path) -> None:
    """The `alone` stage: the weights of the same student without its teachers, `alone-model/`. Raises as `learn`."""
    _learn(recipe, out, "alone-model", taught=False)


def _learn(recipe: TextsRecipe, out: Path, name: str, taught: bool) -> None:
    if (out / name / FILE).is_file():
        return
    _, rows, _, words = load(out)
    if vocabulary_hash(words) != vocabulary_hash(words_of(rows, recipe.kept or recipe.vocabulary)):
        mend = "delete it and run the prepare stage again: from the same data it makes the same file"
        raise BrokenData("The vocabulary is not the one that the recipe makes", str(out / "tokenizer.json"), mend)
    save_student(shortened(train_student(recipe, out, taught), words.get_vocab_size(), token_id(words, "[UNK]")), out / name, words)


def evaluate(recipe: TextsRecipe, data: Path, out: Path) -> dict[str, Any]:
    """Accuracy on the checked questions, in scope and out of it apart, written to `evaluation.json`; the whole story to `report.html`. Does nothing
    where these students were measured."""
    labels, rows, _, tokenizer = load(out)
    students = {
        name: load_student(TextStudent, out / folder, tokenizer, len(labels))
        for name, role, folder in STUDENTS
        if role == "student" or (out / folder / FILE).is_file()
    }
    weights = {name: out / folder / FILE for name, _, folder in STUDENTS if name in students}
    measured = {name: sha256(file) for name, file in weights.items()}
    if (report := read_figures(out)).get("measured") == measured:
        return report
    checked, taught = [r for r in rows if r.checked], [r for r in rows if not r.checked]
    texts, wanted = [r.text for r in checked], np.array([labels.index(r.label) for r in checked])
    roles, ids = {name: role for name, role, _ in STUDENTS}, [encode(tokenizer, t) for t in texts]
    models = _teachers(recipe, texts, out)
    for name, student in students.items():
        taken = milliseconds(lambda row: logits_of(student, [row]), ids)  # noqa: B023 - asked at once
        models.append(Model(name, roles[name], _shares(logits_of(student, ids)), taken, weights[name].stat().st_size))
    models += baselines([r.text for r in taught], [labels.index(r.label) for r in taught], len(labels), texts)
    inside = wanted != (labels.index(OUTSIDE) if OUTSIDE in labels else -1)
    report = {"measured": measured, "questions": len(checked), "out_of_scope": int((~inside).sum()),
              **{m.name: figures(m.probabilities.argmax(1), wanted, inside) for m in models}}  # fmt: skip
    questions = Questions(
        tuple(str(n) for n in range(len(checked))),
        tuple(texts),
        wanted,
        ("en",) * len(checked),
        tuple(labels),
        out_of_scope=OUTSIDE if OUTSIDE in labels else None,
    )
    told = (f"{len(checked)} questions that nobody was trained on, {int((~inside).sum())} of them out of scope.",
            "p50 of one question at a time on one thread, students and teachers in torch.")  # fmt: skip
    evaluation = Evaluation(f"{recipe.source}, questions that nobody was trained on", questions, tuple(models), limits=LIMITS, measured=told)
    wordings = [Wording(r.text, r.label) for r in taught]
    dossier.save(out / "answers", evaluation, wordings)
    write_report(out / "report.html", evaluation, wordings)
    write_text(out / "evaluation.json", json.dumps(report, indent=1) + "\n")
    print(json.dumps(report, indent=1))
    return report


def _teachers(recipe: TextsRecipe, texts: list[str], out: Path) -> list[Model]:
    """The ensemble, whose cost is that of all its seats, and each seat."""
    mixed, each = ask(recipe, texts, out)
    names = [seat_name(n, seat) for n, seat in enumerate(recipe.seats)]
    costs = [teachers.cost(out / name, texts) for name in names]
    seats = [Model(name, "teacher", _shares(logits), *cost) for name, logits, cost in zip(names, each, costs, strict=True)]
    return [Model("ensemble", "teacher", _shares(mixed), sum(ms for ms, _ in costs), sum(size for _, size in costs)), *seats]


def figures(said: Any, wanted: Any, inside: Any) -> dict[str, float]:
    """Shares of right answers: of all questions, of those in scope, and of those out of scope where there are any.

    `expected` is the share on a test in which `OUTSIDE_SHARE` of the questions are out of scope; the checked ones hold far fewer.
    """
    right = said == wanted
    found = {"all": float(right.mean()), "in_scope": float(right[inside].mean())}
    if not inside.all():
        found["out_of_scope_recall"] = float(right[~inside].mean())
        found["expected"] = (1 - OUTSIDE_SHARE) * found["in_scope"] + OUTSIDE_SHARE * found["out_of_scope_recall"]
    return {name: round(value, 4) for name, value in found.items()}


def _shares(logits: Matrix) -> Any:
    return teachers.softmax(logits).astype(np.float64)
