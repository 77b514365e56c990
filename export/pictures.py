"""From the distilled image student to the bundle's `seeing` part, measured and gated.

    python -m export.pictures distill/recipes/pictures.yaml --data DATA --work WORK --out PART [key=value ...]

Two students go through the same steps. The one from before the final run (which saw no validation photo) gives every figure, the
calibration and the gates; the final one, with that calibration, is what ships: as an int8 IR, which the kiosk runs, and as an int8 ONNX for
whoever has another runtime. A part that fails a gate is not written at all.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import sys
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
from distill.pictures import PictureRecipe, Places, load_net, say
from distill.recipe import load_recipe
from distill.students.pictures import top
from distill.teachers.efficientnet import PACKAGES, PictureNet, file_sha256
from export.graphs.seeing import quantise_within, run_model, run_onnx, to_onnx, to_openvino
from export.quantise import Quantised, load, save
from export.verify import INT8, GateClosed, Verdict, compare, require
from kiosk.bundle.gallery import Floats, Gallery
from kiosk.bundle.pictures import MIDDLE, SIDE, looks, prepare
from kiosk.core import KioskError

STRANGERS = 320
"""Drawn non-products: the first half sets the thresholds, the second half checks them."""
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


def _figures(logits: Floats, check: Photos) -> dict[str, float]:
    coarse = {int(fine): int(group) for fine, group in zip(check.labels, check.coarse, strict=True)}
    guess = np.array([coarse.get(int(fine), -1) for fine in logits.argmax(axis=1)])
    return {
        "top_1": round(top(logits, check.labels, 1), 2),
        "top_3": round(top(logits, check.labels, 3), 2),
        "coarse_top_1": round(100 * float((guess == check.coarse).mean()), 2),
    }


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
    figures = {name: _figures(logits, check) for name, (logits, _) in (("float", sound), ("int8", by_ir), ("int8_onnx", by_onnx))}
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
    options = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"}
    request = openvino.Core().compile_model(fixed, "CPU", options).create_infer_request()
    times = []
    for picture in pictures:
        began = time.perf_counter()
        request.infer([looks(picture)])
        times.append((time.perf_counter() - began) * 1000)
    return {"p50": round(float(np.percentile(times, 50)), 2), "p95": round(float(np.percentile(times, 95)), 2)}


def _gallery(model: Any, recipe: PictureRecipe, train: Photos, names: Sequence[str]) -> tuple[Gallery, Answers]:
    answers = _answers(model, train.images, train.labels.tolist(), recipe.threads)
    return prototypes(answers, names, recipe.part.prototypes, recipe.seed), answers


def run(recipe: PictureRecipe, data: Path, work: Path, out: Path) -> Path:
    """Write the part folder; returns it.

    Raises:
        MissingPart: a stage of `distill.pictures` has not run.
        GateClosed: int8 loses too much or differs too much, the files are too large, or too few validation photos are accepted.
    """
    places, folder = Places(recipe, data, work), grocery(data)
    names = class_names(folder)
    train, check = load_photos(folder, "train"), load_photos(folder, "val")
    strangers = [non_product(number) for number in range(STRANGERS)]

    honest = _int8(_net(recipe, places.student, names), recipe, train, check, work / "before-final.onnx")
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
    if seen["accepted"] < 97.0:
        raise GateClosed(f"Only {seen['accepted']} % of validation photos are accepted", str(places.student), "teach a better student")

    final_net = _net(recipe, places.final, names)
    final = _int8(final_net, recipe, train, check, work / "seeing.onnx")
    everything = train + check
    shipped, _ = _gallery(final.ir.model, recipe, everything, names)
    shipped = replace(shipped, calibration=gallery.calibration)
    speed = milliseconds(final.ir.model, check.images[:120], recipe.threads)

    part = out.with_name(out.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    save(final.ir.model, part / "model.xml")
    save(final.onnx.model, part / "model.onnx")
    size = sum((part / name).stat().st_size for name in ("model.xml", "model.bin"))
    if size > recipe.part.largest_bytes:
        shutil.rmtree(part)
        raise GateClosed(f"The model has {size} bytes, {recipe.part.largest_bytes} are allowed", str(out), "use a smaller student")
    shipped.save(part / "gallery.npz")
    save(to_openvino(final_net, recipe.part.mirror), work / "seeing.xml")
    metrics = {
        "data": f"Grocery Store Dataset, val.txt, {len(check)} photos; student before the final run that includes them",
        "teacher_and_float_student": json.loads(places.metrics.read_text(encoding="utf-8")) if places.metrics.is_file() else None,
        "graph": honest.figures,
        "int8_lost_points": round(honest.ir.loss(), 2),
        "export": {name: verdict.figures() for name, verdict in honest.verdicts.items()},
        "quantisation": {name: [t.figures() for t in small.tries] for name, small in (("int8_ir", honest.ir), ("int8_onnx", honest.onnx))},
        "with_gallery": seen,
        "with_gallery_note": "classes_taken_out: every third class removed from gallery and outputs, though the net was taught it; "
        f"non_products: {len(strangers) - half} drawn pictures (distill.data.non_products), not those that set the thresholds",
        "after_final_run_not_honest": final.figures,
        "after_final_run_quantisation": {name: [t.figures() for t in small.tries] for name, small in (("int8_ir", final.ir), ("int8_onnx", final.onnx))},
        "milliseconds": speed,
        "milliseconds_note": f"picture to logits and vector, {recipe.threads} threads, {platform.machine()}, machine shared with other work",
        "bytes": size,
    }
    about = _about(recipe, places, names, shipped, metrics)
    (part / "part.json").write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.rmtree(out, ignore_errors=True)
    part.rename(out)
    say(f"{out}: {size / 1e6:.2f} MB, {json.dumps(speed)} ms")
    return out


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
        "teacher": {"net": f"efficientnet-{recipe.teacher.net}", "sha256": file_sha256(places.teacher)},
        "student": {"net": f"efficientnet-{recipe.student.net}", "sha256": file_sha256(places.final)},
        "started_from": {f"efficientnet-{size}": package.sha256 for size, package in PACKAGES.items()},
        "licences": {
            "model": "Apache-2.0",
            "starting weights": "Apache-2.0 (EfficientNet-Lite, ImageNet)",
            "photos": "Grocery Store Dataset, MIT, Marcus Klasson; none is contained, only weights and vectors learned from them",
        },
        "made_by": {
            "python": platform.python_version(),
            **{name: version(name).split("+")[0] for name in ("torch", "openvino", "nncf", "efficientnet-lite-pytorch", "numpy")},
            "recipe": recipe.model_dump(),
        },
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line of this module; returns the exit code."""
    parser = argparse.ArgumentParser(description="Make the bundle's seeing part.")
    parser.add_argument("recipe", type=Path)
    parser.add_argument("overrides", nargs="*", help="dotted.key=value")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="the folder that distill.pictures wrote")
    parser.add_argument("--out", type=Path, required=True, help="the part's folder, replaced as a whole")
    options = parser.parse_args(arguments)
    try:
        run(load_recipe(options.recipe, options.overrides, PictureRecipe), options.data, options.work, options.out)
    except KioskError as error:
        print(error.line(), file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
