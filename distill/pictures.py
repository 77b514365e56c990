"""The image experiment, from packaged weights to a float student: teach → label → train → finish → evaluate.

teach     the teacher, fine-tuned on the photos of `train.txt`
label     its answers about every view that the student will see
train     the student, by labels and answers
finish    a last short run over training and validation photos together
evaluate  teacher and student on the photos of `val.txt`, as they were before `finish`
alone     the same student by labels alone, to tell what its teacher gave; `run` leaves it out, and `evaluate` measures it where it is there

Each stage reads what the one before wrote under the working folder and skips what is already there for the same recipe and photos, so
the command can be killed at any moment and started again. Photos of `val.txt` teach nothing until `finish`; the metrics say so.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from textwrap import shorten

import numpy as np
import torch
from pydantic import Field
from torch import Tensor, nn

from distill.data.card import card, fingerprint_of
from distill.data.cleaning import Item
from distill.data.pictures import VIEWS_VERSION, Photos, ViewSettings, class_names, grocery, listed, load_photos, view
from distill.data.sources import named
from distill.evaluation import dossier
from distill.evaluation.costs import milliseconds
from distill.evaluation.metrics import at_temperature
from distill.evaluation.records import STUDENTS, Evaluation, Model, Questions, Role
from distill.evaluation.report import write_report
from distill.losses import coarse_loss, cosine_loss, distillation_loss
from distill.recipe import Recipe
from distill.runs import open_run, write_text
from distill.schedules import Constant, Temperature, ValueSchedule
from distill.students.pictures import FitSettings, Rows, answers, fit, top
from distill.teachers.efficientnet import EMBEDDING, PictureNet, Size, build
from distill.training import tensors
from distill.weights import read_tensors, write_tensors
from kiosk.bundle.gallery import Floats
from kiosk.bundle.manifest import sha256
from kiosk.bundle.pictures import prepare
from kiosk.core import BrokenData, MissingPart

STAGES = ("teach", "label", "train", "finish", "evaluate")
ROLES: dict[str, Role] = {"teacher": "teacher", **{name: role for name, role, _ in STUDENTS}}
LIMITS = (
    "Validation photos come from the shops of the training photos; another shop's are harder.",
    "One run a student: how much another seed would change is not shown.",
)


class TeacherRecipe(Recipe):
    """The net that is fine-tuned first."""

    net: Size = "lite2"
    fit: FitSettings
    coarse_weight: float = Field(default=0.0, ge=0, description="of the loss over coarse classes")


class StudentRecipe(Recipe):
    """The net that learns from it: H(y, σ(z_s)) + λτ²·KL(teacher ‖ student) + μ·(1 - cos of the embeddings)."""

    net: Size = "lite0"
    fit: FitSettings
    temperature: Temperature = Field(default=Constant(level=3.0), description="τ")
    weight: ValueSchedule = Field(default=Constant(level=1.0), description="λ")
    coarse_weight: float = Field(default=0.0, ge=0, description="of the loss over coarse classes")
    embedding_weight: float = Field(default=1.0, ge=0, description="μ; the student's embedding passes a linear layer that is not shipped")


class FinishRecipe(Recipe):
    """A last short run over training and validation photos together, with hard labels only."""

    fit: FitSettings


class PartRecipe(Recipe):
    """How the student becomes a part of the bundle; read by `export.pictures`."""

    mirror: bool = Field(default=True, description="average with the mirror image inside the graph")
    calibration_photos: int = Field(default=300, ge=1, description="training photos that set the ranges of int8")
    allowed_loss: float = Field(default=0.5, ge=0, description="points of top-1 that int8 may lose against float on validation photos")
    prototypes: int = Field(default=4, ge=1, description="vectors a class in the gallery")
    accepted: float = Field(default=0.975, gt=0, le=1, description="share of validation photos that must stay accepted")
    largest_bytes: int = Field(default=6_000_000, gt=0, description="bound on model.xml and model.bin together")


class PictureRecipe(Recipe):
    """The whole experiment."""

    seed: int = Field(default=7, ge=0)
    threads: int = Field(default=2, ge=1)
    views: ViewSettings
    teacher: TeacherRecipe
    student: StudentRecipe
    finish: FinishRecipe
    part: PartRecipe


def say(line: str) -> None:
    """One line of progress with the time of day."""
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


def _key(*parts: object) -> str:
    """A short hash of whatever a result depends on."""
    text = json.dumps([part.model_dump() if isinstance(part, Recipe) else str(part) for part in parts], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _listing(data: Path, *splits: str) -> str:
    return "-".join(sha256(grocery(data) / f"{split}.txt")[:12] for split in splits)


class Places:
    """Where the experiment's files lie. Names hold a hash of all that the content depends on: a changed recipe is a new file."""

    def __init__(self, recipe: PictureRecipe, data: Path, out: Path) -> None:
        base = (VIEWS_VERSION, recipe.seed, recipe.views, _listing(data, "train"))
        teacher = _key(*base, recipe.teacher)
        student = _key(teacher, recipe.student)
        final = _key(student, recipe.finish, _listing(data, "val"))
        self.out = out
        self.teacher = out / f"teacher-{teacher}.safetensors"
        self.labels = out / f"labels-{_key(teacher, recipe.student.fit.sizes)}"
        self.student = out / f"student-{student}.safetensors"
        self.alone = out / f"alone-{_key(*base, recipe.student)}.safetensors"
        self.final = out / f"final-{final}.safetensors"
        self.metrics = out / f"metrics-{final}.json"


def load_net(size: Size, path: Path, classes: int) -> PictureNet:
    """A trained net from its safetensors file.

    Raises:
        MissingPart: the stage that writes it has not run.
        BrokenData: it is cut off, no safetensors, or of another net or other classes.
    """
    if not path.is_file():
        raise MissingPart("A trained net is missing", str(path), "run the stages before this one")
    model, mend = PictureNet(size, classes), "delete it and run the stage that writes it again"
    try:
        model.load_state_dict(read_tensors(path, mend))
    except RuntimeError as error:
        raise BrokenData(f"The net is another than the recipe's, or has other than {classes} classes ({shorten(str(error), 160)})", str(path), mend) from error
    model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return model


def _groups(photos: Photos, classes: int) -> Tensor:
    """(classes,) the coarse class of each class; a class without a photo is a group of its own."""
    groups = torch.arange(classes) + 1000
    groups[torch.from_numpy(photos.labels)] = torch.from_numpy(photos.coarse)
    return groups


def teach(recipe: PictureRecipe, data: Path, out: Path) -> Path:
    """Fine-tune the teacher on `train.txt`; returns its weights file."""
    places, folder = Places(recipe, data, out), grocery(data)
    if places.teacher.is_file():
        return places.teacher
    photos, check = load_photos(folder, "train"), load_photos(folder, "val")
    labels, groups = torch.from_numpy(photos.labels), _groups(photos, len(class_names(folder)))
    settings = recipe.teacher.fit
    torch.manual_seed(recipe.seed)
    model = build(recipe.teacher.net, len(class_names(folder)), out, settings.dropout, settings.drop_connect)

    def loss(logits: Tensor, _embedding: Tensor, part: Rows, _epoch: int) -> Tensor:
        right, alike = tensors((labels[part], groups), model)
        value = nn.functional.cross_entropy(logits, right, label_smoothing=settings.smoothing)
        return value + recipe.teacher.coarse_weight * coarse_loss(logits, alike, right)

    fit(model, photos, recipe.views, settings, loss, folder=places.teacher.with_suffix(""), seed=recipe.seed, check=check)
    write_tensors(places.teacher, model.state_dict(), net=recipe.teacher.net)
    return places.teacher


def label(recipe: PictureRecipe, data: Path, out: Path) -> Path:
    """Write the teacher's answers about every view that the student will see: one shard a pass; returns their folder."""
    places, folder = Places(recipe, data, out), grocery(data)
    sizes = recipe.student.fit.sizes
    shards = [places.labels / f"pass-{epoch:03d}.safetensors" for epoch in range(len(sizes))]
    if all(shard.is_file() for shard in shards):
        return places.labels
    model = load_net(recipe.teacher.net, places.teacher, len(class_names(folder))).to("cuda" if torch.cuda.is_available() else "cpu")
    photos = load_photos(folder, "train")
    places.labels.mkdir(parents=True, exist_ok=True)
    began, made = time.monotonic(), 0
    for epoch, (size, shard) in enumerate(zip(sizes, shards, strict=True)):
        if shard.is_file():
            continue
        logits = np.empty((len(photos), len(class_names(folder))), np.float16)
        vectors = np.empty((len(photos), EMBEDDING), np.float16)
        for start in range(0, len(photos), 64):
            part = range(start, min(start + 64, len(photos)))
            seen = [view(photos.images[i], size, recipe.views, (recipe.seed + 1, epoch, i)) for i in part]
            logits[start : part.stop], vectors[start : part.stop] = answers(model, seen)
        write_tensors(shard, {"logits": torch.from_numpy(logits), "embedding": torch.from_numpy(vectors)})
        made += 1
        left = (time.monotonic() - began) / made * (len(sizes) - epoch - 1)
        agreed = top(logits.astype(np.float32), photos.labels, 1)
        say(f"labels: pass {epoch + 1}/{len(sizes)}, teacher agrees with the label in {agreed:.1f} %, {left / 60:.1f} min left")
    return places.labels


def train(recipe: PictureRecipe, data: Path, out: Path) -> Path:
    """Distil the student on `train.txt` from the cached answers; returns its weights file."""
    return _learn(recipe, data, out, taught=True)


def alone(recipe: PictureRecipe, data: Path, out: Path) -> Path:
    """Teach the same student on the same views of `train.txt` by their labels alone; returns its weights file."""
    return _learn(recipe, data, out, taught=False)


def _learn(recipe: PictureRecipe, data: Path, out: Path, taught: bool) -> Path:
    places, folder = Places(recipe, data, out), grocery(data)
    target = places.student if taught else places.alone
    if target.is_file():
        return target
    photos, check = load_photos(folder, "train"), load_photos(folder, "val")
    labels, groups = torch.from_numpy(photos.labels), _groups(photos, len(class_names(folder)))
    student, passes = recipe.student, len(recipe.student.fit.sizes)
    torch.manual_seed(recipe.seed + 1)
    model = build(student.net, len(class_names(folder)), out, student.fit.dropout, student.fit.drop_connect)
    projection = nn.Linear(EMBEDDING, EMBEDDING, bias=False) if taught else None
    if projection is not None:
        nn.init.eye_(projection.weight)
    shards: dict[int, dict[str, Tensor]] = {}

    def told(part: Rows, number: int) -> Sequence[Tensor]:
        """The teacher's logits and embeddings of these photos' views in a pass."""
        if number not in shards:
            shards.clear()
            shards[number] = read_tensors(places.labels / f"pass-{number:03d}.safetensors", "delete it and run the label stage again")
        return tensors([shards[number][name][part].float() for name in ("logits", "embedding")], model)

    def loss(logits: Tensor, embedding: Tensor, part: Rows, number: int) -> Tensor:
        right, alike = tensors((labels[part], groups), model)
        if projection is None:
            value = nn.functional.cross_entropy(logits, right, label_smoothing=student.fit.smoothing)
        else:
            said, near = told(part, number)
            weight, temperature = (schedule.at_pass(number, passes) for schedule in (student.weight, student.temperature))
            value = distillation_loss(logits, said, right, temperature=temperature, weight=weight, smoothing=student.fit.smoothing)
            value = value + student.embedding_weight * cosine_loss(projection(embedding), near)
        return value + student.coarse_weight * coarse_loss(logits, alike, right)

    fit(model, photos, recipe.views, student.fit, loss, folder=target.with_suffix(""), seed=recipe.seed + 1, check=check, helpers=projection)
    write_tensors(target, model.state_dict(), net=student.net, **({"teacher": sha256(places.teacher)} if taught else {}))
    return target


def finish(recipe: PictureRecipe, data: Path, out: Path) -> Path:
    """A last short run on training and validation photos; returns the final weights file. No honest figure on `val` exists after it."""
    places, folder = Places(recipe, data, out), grocery(data)
    if places.final.is_file():
        return places.final
    photos: Photos = load_photos(folder, "train") + load_photos(folder, "val")
    labels = torch.from_numpy(photos.labels)
    settings = recipe.finish.fit
    model = load_net(recipe.student.net, places.student, len(class_names(folder)))

    def loss(logits: Tensor, _embedding: Tensor, part: Rows, _epoch: int) -> Tensor:
        (right,) = tensors((labels[part],), model)
        return nn.functional.cross_entropy(logits, right, label_smoothing=settings.smoothing)

    fit(model, photos, recipe.views, settings, loss, folder=places.final.with_suffix(""), seed=recipe.seed + 2)
    write_tensors(places.final, model.state_dict(), net=recipe.student.net, teacher=sha256(places.teacher))
    return places.final


def evaluate(recipe: PictureRecipe, data: Path, out: Path) -> Path:
    """Measure teacher and students on `val.txt` as they were before `finish`; figures go to the JSON file that is returned, the whole story to
    `report.html`. Does nothing where these nets were measured."""
    places, folder = Places(recipe, data, out), grocery(data)
    nets = {"teacher": (recipe.teacher.net, places.teacher), "student": (recipe.student.net, places.student)}
    if places.alone.is_file():
        nets["student, no teacher"] = recipe.student.net, places.alone
    hashes = {f"{name}_sha256": sha256(path) for name, (_, path) in nets.items()}
    if places.metrics.is_file() and (out / "answers").is_dir() and hashes.items() <= json.loads(places.metrics.read_text("utf-8")).items():
        return places.metrics
    check, names = load_photos(folder, "val"), class_names(folder)
    images = [prepare(image) for image in check.images]
    figures: dict[str, object] = {"data": f"Grocery Store Dataset, val.txt, {len(check)} photos, before the final run that includes them", **hashes}
    models = []
    for name, (size, path) in nets.items():
        net = load_net(size, path, len(names))
        plain, _ = answers(net, images)
        mirrored, _ = answers(net, [np.ascontiguousarray(image[:, ::-1]) for image in images])
        figures |= {name + suffix: shares_right(logits, check) for suffix, logits in (("", plain), ("_with_mirror", plain + mirrored))}
        taken = milliseconds(lambda image: answers(net, [image, np.ascontiguousarray(image[:, ::-1])]), images)  # noqa: B023 - asked at once
        models.append(Model(name, ROLES[name], at_temperature((plain + mirrored).astype(np.float64) / 2, 1.0), taken, path.stat().st_size))
    told = ("A question is a photo, asked with its mirror image; p50 of one photo on one thread, in torch.",)
    evaluation = Evaluation("Photos of the Grocery Store Dataset's validation part", questions_of(check, names), tuple(models), limits=LIMITS, measured=told)
    dossier.save(out / "answers", evaluation)
    write_report(out / "report.html", evaluation)
    write_text(places.metrics, json.dumps(figures, indent=1) + "\n")
    say(json.dumps(figures))
    return places.metrics


def shares_right(logits: Floats, photos: Photos) -> dict[str, float]:
    """Percentages of photos whose class is the first guess or among the first three, and whose coarse class is that of the first guess.

    Args:
        logits: (photos, classes).
    """
    coarse = {int(fine): int(group) for fine, group in zip(photos.labels, photos.coarse, strict=True)}
    guess = np.array([coarse.get(int(fine), -1) for fine in logits.argmax(axis=1)])
    return {
        "top_1": round(top(logits, photos.labels, 1), 2),
        "top_3": round(top(logits, photos.labels, 3), 2),
        "coarse_top_1": round(100.0 * float((guess == photos.coarse).mean()), 2),
    }


def questions_of(photos: Photos, names: Sequence[str]) -> Questions:
    """Photos as an evaluation's questions: no language, sliced by coarse class, which is told by the first of its classes."""
    first = {int(group): names[int(fine)] for fine, group in sorted(zip(photos.labels, photos.coarse, strict=True), reverse=True)}
    kinds = tuple(f"like {first[int(group)]}" for group in photos.coarse)
    ids = tuple(f"photo {n + 1}" for n in range(len(photos)))
    return Questions(ids, ids, photos.labels, ("",) * len(photos), tuple(names), {"coarse class": kinds})


def tell_data(recipe: PictureRecipe, data: Path, out: Path) -> None:
    """Writes the data card, `card.md`, where there is none."""
    folder, file = grocery(data), out / "card.md"
    if file.is_file():
        return
    names = class_names(folder)
    photos = [Item(path, "", names[label], split, source="grocery") for split in ("train", "val") for path, label, _ in listed(folder, split)]
    told = card("Photos of groceries", fingerprint_of(asdict(photo) for photo in photos), photos, named(["grocery"], folder.parent), {"seed": recipe.seed},
                things="photos", label="class")  # fmt: skip
    write_text(file, told)


def run(recipe: PictureRecipe, data: Path, out: Path, stages: Sequence[str] = STAGES) -> None:
    """Every stage in order; finished ones cost nothing."""
    torch.set_num_threads(recipe.threads)
    open_run(out, recipe, {split: sha256(grocery(data) / f"{split}.txt") for split in ("train", "val")})
    tell_data(recipe, data, out)
    functions = {"teach": teach, "label": label, "train": train, "finish": finish, "evaluate": evaluate, "alone": alone}
    for stage in stages:
        say(f"{stage}: {functions[stage](recipe, data, out)}")
