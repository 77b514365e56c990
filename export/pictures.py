"""From the distilled image student to the bundle's `seeing` part, measured and gated.

Two students go through the same steps. The one from before the final run (which saw no validation photo) gives every figure, the
calibration and the gates; the final one, with that calibration, is what ships: as an int8 IR, which the kiosk runs, and as an int8 ONNX for
whoever has another runtime. A part that fails a gate is not written at all.
"""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from distill.data.non_products import non_product
from distill.data.pictures import Photos, Pixels, class_names, grocery, load_photos
from distill.evaluation.gallery import Answers, calibrate, prototypes, report
from distill.evaluation.metrics import at_temperature
from distill.evaluation.records import Gate, Model
from distill.pictures import PictureRecipe, Places, load_net, say, shares_right
from distill.students.pictures import top
from distill.teachers.efficientnet import PACKAGES, PictureNet
from export.graphs.seeing import quantise_within, run_model, run_onnx, to_onnx, to_openvino
from export.parts import making
from export.quantise import Quantised, load, save
from export.reporting import ANSWERS, tell
from export.verify import INT8, GateClosed, Verdict, compare, require
from kiosk.bundle.gallery import Floats, Gallery
from kiosk.bundle.manifest import sha256
from kiosk.bundle.pictures import MIDDLE, SIDE, looks, prepare
from kiosk.bundle.student import options
from kiosk.core import MissingPart

STRANGERS = 320
"""Drawn non-products: the first half sets the thresholds, the second half checks them."""
ACCEPTED = 97.0
"""Least percentage of validation photos that the gallery must accept."""
PURPOSE = (
    "Tells which product of the shop a photo shows, and whether it is one at all. Its classes are those of the Grocery Store Dataset; a shop adds its own by "
    "photos (the gallery), without teaching. Not for weighing, counting or telling whether food is fit to eat."
)
TOLERANCE = INT8.model_copy(update={"label_agreement": 0.95, "least_cosine": 0.95})
"""What int8 may differ by from float on validation photos, where many a guess is close. `lost` is the recipe's."""
Run = Callable[[Any, Sequence[Pixels], int], tuple[Floats, Floats]]


@dataclass(frozen=True, slots=True)
class Small:
    """A student as int8 graphs, with figures of the float one and of each, and how each compares with the float one."""

    ir: Quantised
    onnx: Quantised
    figures: dict[str, dict[str, float]]
    verdicts: dict[str, Verdict] = field(default_factory=dict)


def _answers(model: Any, pictures: Sequence[Pixels], labels: Sequence[int], threads: int) -> Answers:
    logits, vectors = run_model(model, pictures, threads)
    return Answers(logits, vectors, np.array(labels, np.int64))


def _int8(net: PictureNet, recipe: PictureRecipe, train: Photos, check: Photos, float_onnx: Path) -> Small:
    """Both int8 graphs of a net; its float ONNX is written to `float_onnx`.

    Raises:
        GateClosed: one loses more points than the recipe allows.
    """
    whole = to_openvino(net, recipe.part.mirror)
    chosen = np.random.default_rng(recipe.seed).permutation(len(train))[: recipe.part.calibration_photos]
    images = [prepare(train.images[i]) for i in chosen]

    def made(graph: Any, run: Run) -> tuple[Quantised, tuple[Floats, Floats], tuple[Floats, Floats]]:
        said: list[tuple[Floats, Floats]] = []

        def measure(model: Any) -> float:
            said.append(run(model, check.images, recipe.threads))
            return top(said[-1][0], check.labels, 1)

        found = quantise_within(graph, images, measure, recipe.part.allowed_loss, say)
        return found, said[0], said[-1]

    ir, sound, by_ir = made(whole, run_model)
    onnx, _, by_onnx = made(load(to_onnx(net, recipe.part.mirror, float_onnx)), run_onnx)
    figures = {name: shares_right(logits, check) for name, (logits, _) in (("float", sound), ("int8", by_ir), ("int8_onnx", by_onnx))}
    tolerance = TOLERANCE.model_copy(update={"lost": recipe.part.allowed_loss / 100})
    verdicts = {
        name: compare(_samples(sound), _samples(said), check.labels, tolerance, "logits", "embedding") for name, said in (("int8_ir", by_ir), ("int8_onnx", by_onnx))
    }
    return Small(ir, onnx, figures, verdicts)


def _samples(said: tuple[Floats, Floats]) -> list[dict[str, Floats]]:
    return [{"logits": logits, "embedding": vector} for logits, vector in zip(*said, strict=True)]


def milliseconds(model: Any, pictures: Sequence[Pixels], threads: int) -> dict[str, float]:
    """Picture → logits and vector, preprocessing included, one picture at a time: median and 95th percentile."""
    import openvino

    fixed = model.clone()
    fixed.reshape([2, SIDE, SIDE, 3])
    request = openvino.Core().compile_model(fixed, "CPU", options(threads)).create_infer_request()
    times = []
    for picture in pictures:
        began = time.perf_counter()
        request.infer([looks(picture)])
        times.append((time.perf_counter() - began) * 1000)
    return {"p50": round(float(np.percentile(times, 50)), 2), "p95": round(float(np.percentile(times, 95)), 2)}


def _gallery(model: Any, recipe: PictureRecipe, train: Photos, names: Sequence[str]) -> tuple[Gallery, Answers]:
    answers = _answers(model, train.images, train.labels.tolist(), recipe.threads)
    return prototypes(answers, names, recipe.part.prototypes, recipe.seed), answers


@dataclass(frozen=True, slots=True)
class Judged:
    """The student from before the final run as int8 graphs, its calibrated gallery, what both are worth, and what the IR says of validation photos."""

    small: Small
    gallery: Gallery
    seen: dict[str, float]
    validation: Answers


def _judge(recipe: PictureRecipe, places: Places, train: Photos, check: Photos, names: Sequence[str]) -> Judged:
    """Every honest figure. Raises GateClosed: see `run`."""
    strangers = [non_product(number) for number in range(STRANGERS)]
    honest = _int8(_net(recipe, places.student, names), recipe, train, check, places.out / "before-final.onnx")
    say(f"before the final run: {json.dumps({name: verdict.figures() for name, verdict in honest.verdicts.items()})}")
    require(honest.verdicts, str(places.student))
    gallery, known = _gallery(honest.ir.model, recipe, train, names)
    validation = _answers(honest.ir.model, check.images, check.labels.tolist(), recipe.threads)
    nothing = _answers(honest.ir.model, strangers, [-1] * len(strangers), recipe.threads)
    half = len(strangers) // 2
    fitted, checked = (Answers(nothing.logits[s], nothing.vectors[s], nothing.labels[s]) for s in (slice(0, half), slice(half, None)))
    gallery = calibrate(gallery, validation, known, fitted, recipe.part.accepted)
    seen = report(gallery, validation, known, checked)
    say(f"before the final run: {json.dumps(honest.figures)}, with the gallery: {json.dumps(seen)}")
    if seen["accepted"] < ACCEPTED:
        raise GateClosed(f"Only {seen['accepted']} % of validation photos are accepted", str(places.student), "teach a better student")
    return Judged(honest, gallery, seen, validation)


def run(recipe: PictureRecipe, data: Path, work: Path, out: Path) -> Path:
    """Writes the part folder; returns it. The int8 student joins the run's report, and the part gets a card.

    Raises:
        MissingPart: a stage of `distill.pictures` has not run.
        GateClosed: int8 loses too much or differs too much, the files are too large, or too few validation photos are accepted.
    """
    places, folder = Places(recipe, data, work), grocery(data)
    for measured in (places.metrics, work / ANSWERS):
        if not measured.exists():
            raise MissingPart("The nets were not measured", str(measured), "run: kiosk-distill evaluate distill/recipes/pictures.yaml")
    names = class_names(folder)
    train, check = load_photos(folder, "train"), load_photos(folder, "val")
    judged = _judge(recipe, places, train, check, names)
    final_net = _net(recipe, places.final, names)
    final = _int8(final_net, recipe, train, check, work / "seeing.onnx")
    shipped, _ = _gallery(final.ir.model, recipe, train + check, names)
    shipped = replace(shipped, calibration=judged.gallery.calibration)
    speed = milliseconds(final.ir.model, check.images[:120], recipe.threads)
    with making(out) as part:
        save(final.ir.model, part / "model.xml")
        save(final.onnx.model, part / "model.onnx")
        size = sum((part / name).stat().st_size for name in ("model.xml", "model.bin"))
        if size > recipe.part.largest_bytes:
            raise GateClosed(f"The model has {size} bytes, {recipe.part.largest_bytes} are allowed", str(out), "use a smaller student")
        shipped.save(part / "gallery.npz")
        save(to_openvino(final_net, recipe.part.mirror), work / "seeing.xml")
        about = _about(recipe, places, names, shipped, _metrics(recipe, places, judged, final, speed, size))
        (part / "part.json").write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        _tell(recipe, places, part, judged, speed["p50"], size)
    say(f"{out}: {size / 1e6:.2f} MB, {json.dumps(speed)} ms")
    return out


def _tell(recipe: PictureRecipe, places: Places, part: Path, judged: Judged, taken: float, size: int) -> None:
    """The int8 student in the run's report, and the part's card."""
    chances = at_temperature(judged.validation.logits.astype(np.float64), judged.gallery.calibration.temperature)
    lost, allowed = judged.small.ir.loss(), recipe.part.allowed_loss
    gates = [
        Gate("points of top-1 that int8 loses", f"{lost:.2f}", f"≤ {allowed:g}", lost <= allowed),
        Gate("validation photos accepted", f"{judged.seen['accepted']:.1f} %", f"≥ {ACCEPTED:g} %", judged.seen["accepted"] >= ACCEPTED),
        Gate("graph and weights", f"{size / 1e6:.1f} MB", f"≤ {recipe.part.largest_bytes / 1e6:.1f} MB", True),
    ]
    hashes = {"teacher": sha256(places.teacher), "student, float, before the final run": sha256(places.student), "student, int8, as shipped": sha256(part / "model.bin")}
    model = Model("student, int8", "int8", chances, taken, size)
    tell(places.out, part, lambda _: model, gates, PURPOSE, recipe.model_dump(mode="json"), hashes)


def _metrics(recipe: PictureRecipe, places: Places, judged: Judged, final: Small, speed: dict[str, float], size: int) -> dict[str, object]:
    """As they stand in `part.json`."""

    def tries(small: Small) -> dict[str, Any]:
        return {name: [t.figures() for t in quantised.tries] for name, quantised in (("int8_ir", small.ir), ("int8_onnx", small.onnx))}

    return {
        "data": f"Grocery Store Dataset, val.txt, {len(judged.validation.labels)} photos; student before the final run that includes them",
        "teacher_and_float_student": json.loads(places.metrics.read_text(encoding="utf-8")),
        "graph": judged.small.figures,
        "int8_lost_points": round(judged.small.ir.loss(), 2),
        "export": {name: verdict.figures() for name, verdict in judged.small.verdicts.items()},
        "quantisation": tries(judged.small),
        "with_gallery": judged.seen,
        "with_gallery_note": "classes_taken_out: every third class removed from gallery and outputs, though the net was taught it; "
        f"non_products: {STRANGERS - STRANGERS // 2} drawn pictures (distill.data.non_products), not those that set the thresholds",
        "after_final_run_not_honest": final.figures,
        "after_final_run_quantisation": tries(final),
        "milliseconds": speed,
        "milliseconds_note": f"picture to logits and vector, {recipe.threads} threads, {platform.machine()}, machine shared with other work",
        "bytes": size,
    }


def _net(recipe: PictureRecipe, path: Path, names: Sequence[str]) -> PictureNet:
    return load_net(recipe.student.net, path, len(names))


def _about(
    recipe: PictureRecipe, places: Places, names: Sequence[str], gallery: Gallery, metrics: dict[str, object]
) -> dict[str, object]:
    return {
        "part": "seeing",
        "labels": list(names),
        "input": {"name": "image", "shape": ["looks", SIDE, SIDE, 3], "type": "uint8", "order": "RGB", "middle": MIDDLE},
        "outputs": {"logits": [len(names)], "embedding": [gallery.vectors.shape[1]]},
        "calibration": asdict(gallery.calibration),
        "metrics": metrics,
        "teacher": {"net": f"efficientnet-{recipe.teacher.net}", "sha256": sha256(places.teacher)},
        "student": {"net": f"efficientnet-{recipe.student.net}", "sha256": sha256(places.final)},
        "started_from": {f"efficientnet-{size}": package.sha256 for size, package in PACKAGES.items()},
        "licences": {
            "model": "Apache-2.0",
            "starting weights": "Apache-2.0 (EfficientNet-Lite, ImageNet)",
            "photos": "Grocery Store Dataset, MIT, Marcus Klasson; none is contained, only weights and vectors learned from them",
        },
        "made_by": {
            "python": platform.python_version(),
            **{name: version(name).split("+")[0] for name in ("torch", "openvino", "nncf", "efficientnet-lite-pytorch", "numpy")},
            "recipe": recipe.model_dump(mode="json"),
        },
    }
