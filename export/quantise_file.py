"""Anybody's graph made int8 or int4 (`kiosk-export quantise`), from its files: the graph, calibration inputs, and others to check it on."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx

from export.quantise import Graph, Plan, answers, compress_within, load, perplexity, quantise_within, save, tell
from export.verify import Feed
from kiosk.core import BadInput


def quantise_file(graph: Path, out: Path, calibration: Path | None, checked: Path, allowed: float, plan: Plan | None) -> list[dict[str, Any]]:
    """Quantises anybody's graph; returns the tries. Nothing is written where none holds.

    Args:
        calibration: an `.npz` of inputs by name, one sample a row, that set the ranges.
        checked: the same of other samples, on which the loss is taken: the share whose label, the largest of the first output, is no more the float
            graph's; for int4 the growth of the perplexity on `input_ids`.
        plan: the first try; None for int4 weights of a causal model, which needs no calibration.

    Raises:
        BadInput: a file is not what it must be. GateClosed: every try loses more than is allowed.
    """
    model, samples = load(graph), _samples(checked)
    if plan is None:
        rows = [feed["input_ids"][0] for feed in samples if "input_ids" in feed]
        if not rows or isinstance(model, onnx.ModelProto):
            raise BadInput("int4 is for causal OpenVINO models, checked on `input_ids`", str(checked), "name a model that Optimum exported")
        made = compress_within(model, lambda m: perplexity(m, rows), allowed, say=tell)
    elif calibration is None:
        raise BadInput("int8 needs inputs to calibrate on", str(graph), "give --calibration FILE.npz of training inputs")
    else:
        labels = _labels(model, samples)
        made = quantise_within(model, _samples(calibration), lambda m: float((_labels(m, samples) == labels).mean()), allowed, plan, whole=1.0, say=tell)
    save(made.model, out)
    return [t.figures() for t in made.tries]


def _labels(model: Graph, samples: Sequence[Feed]) -> npt.NDArray[np.int64]:
    return np.array([int(np.argmax(outputs[0])) for outputs in answers(model, samples)])


def _samples(file: Path) -> list[Feed]:
    try:
        with np.load(file) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except (OSError, ValueError) as error:
        raise BadInput(f"the samples cannot be read ({error})", str(file), "give an .npz of the graph's inputs by name, one sample a row") from error
    counts = {len(rows) if rows.ndim else 0 for rows in arrays.values()}
    if len(counts) != 1 or 0 in counts:
        raise BadInput("every input needs the same number of samples, one at least", str(file), "give one row a sample")
    return [{name: rows[n : n + 1] for name, rows in arrays.items()} for n in range(counts.pop())]
