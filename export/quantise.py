"""The one place where a graph becomes int8 or int4: by NNCF, weights a channel at a time, calibrated on training data only, no more lost than is allowed.

What must hold: the first try is the plan that is given, so a graph that holds its bound is what NNCF's plain run makes of it; more careful ones
follow in a fixed order, and at the end the operations that hurt most stay in float, one more at a time. Nothing random: the same graph, feeds and
bound give the same operations in int8. Every try is told with what it lost. A graph that loses more than is allowed is never returned.

Why not `nncf.quantize_with_accuracy_control`, which does work on these graphs without a network: what it returns may miss the bound and only its log
says so; it neither goes back to another smoothing or bias correction nor tells its tries; and it ranks by the accuracy of what is left, which on a
thousand questions moves in steps too coarse to tell layers apart. Here a layer is ranked by what it alone does to the outputs.
"""

import logging
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import onnx
import openvino as ov

from distill.progress import bar
from export.verify import Feed, GateClosed
from kiosk.core import BadInput

Graph = Any
"""An `openvino.Model` or an `onnx.ModelProto`; neither package has types."""
SMOOTH: Final = 0.95
"""NNCF's own strength of smoothing."""
RANKED: Final = 16
"""Calibration feeds by which operations are ranked: their noise is a mean over all outputs, which few feeds settle."""
MOST: Final = 4
"""Operations that may stay in float: with more the graph is no int8 graph, and the student should be taught otherwise."""
F32: Final = {"INFERENCE_NUM_THREADS": 1, "INFERENCE_PRECISION_HINT": "f32"}
"""As the kiosk compiles: bfloat16, which OpenVINO takes by itself where the processor has it, would hide what int8 does."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a graph becomes int8.

    Args:
        transformer: attention is known as such and activations may be smoothed; without it the graph is convolutional.
        smooth: α of smooth-quant (Xiao et al. 2023, equation 4), 0…1: how much of the activations' range moves into the weights; None: it is left out.
        layerwise: biases corrected one layer after the other, each measured behind the corrected ones; slower and closer than all at once.
        in_float: names of the operations that stay in float.
    """

    transformer: bool = True
    smooth: float | None = SMOOTH
    layerwise: bool = False
    in_float: tuple[str, ...] = ()

    def told(self) -> str:
        """In words, as it stands in `part.json`."""
        smooth = "" if not self.transformer else "without smooth-quant, " if self.smooth is None else f"smooth-quant {self.smooth:g}, "
        return f"int8, {smooth}{'layer-wise' if self.layerwise else 'fast'} bias correction, {len(self.in_float)} operations in float"


@dataclass(frozen=True, slots=True)
class Weights:
    """How weights alone become small; activations stay float.

    Args:
        bits: 4, or 8 with one scale a row.
        group: weights of a row that share a scale, for 4 bits; a layer that it does not divide gets the next smaller one that does.
        ratio: share of the layers' weights that get 4 bits; the others, those that NNCF finds most sensitive, get 8.
    """

    bits: int = 4
    group: int = 128
    ratio: float = 1.0

    def told(self) -> str:
        """In words."""
        return f"int4 weights in groups of {self.group}, {self.ratio:.0%} of them" if self.bits == 4 else "int8 weights"


INT8_WEIGHTS: Final = Weights(bits=8)
INT4: Final = (Weights(), Weights(group=64), Weights(group=32), Weights(group=32, ratio=0.8), Weights(group=32, ratio=0.5))
"""Ever more careful."""


@dataclass(frozen=True, slots=True)
class Try:
    """One quantisation: what was done, what it lost, and which operations stayed in float."""

    name: str
    loss: float
    in_float: tuple[str, ...] = ()

    def figures(self) -> dict[str, Any]:
        """As it stands in `part.json`."""
        return {"name": self.name, "loss": round(self.loss, 6)} | ({"in_float": list(self.in_float)} if self.in_float else {})


class Quantised(NamedTuple):
    """A graph that holds its bound, and the tries up to it, the last of which made it."""

    model: Graph
    tries: tuple[Try, ...]

    def loss(self) -> float:
        """What it lost; negative where it gained."""
        return self.tries[-1].loss


def say_nothing(_: str) -> None:
    """Takes a line of progress and drops it."""


def tell(line: str) -> None:
    """Takes a line of progress and writes it to stderr: what a command prints may be read by a program."""
    print(line, file=sys.stderr, flush=True)


def quantised(model: Graph, feeds: Sequence[Feed], plan: Plan, bars: bool = True) -> Graph:
    """Static int8: weights per channel, activations per tensor. An ONNX graph gets QuantizeLinear and DequantizeLinear around what is int8.

    Args:
        model: the float graph; it is not changed.
        feeds: calibration inputs by name, of the training part only.
        bars: shows how far it is.
    """
    import nncf

    nncf.set_log_level(logging.WARNING)  # it tells every operation that it leaves alone
    options: dict[str, Any] = {"subset_size": len(feeds)}
    if plan.transformer:
        options["model_type"] = nncf.ModelType.TRANSFORMER
        if plan.smooth != SMOOTH:
            alphas = nncf.AdvancedSmoothQuantParameters(matmul=-1 if plan.smooth is None else plan.smooth)
            options["advanced_parameters"] = nncf.AdvancedQuantizationParameters(smooth_quant_alphas=alphas)
    else:
        options |= {"preset": nncf.QuantizationPreset.MIXED, "target_device": nncf.TargetDevice.CPU}
    if plan.layerwise:
        options["fast_bias_correction"] = False
    if plan.in_float:
        options["ignored_scope"] = nncf.IgnoredScope(names=list(plan.in_float))
    with _nncfs_bars(bars):
        return nncf.quantize(_copied(model), nncf.Dataset(list(feeds)), **options)


def _nncfs_bars(shown: bool) -> AbstractContextManager[object]:
    """NNCF draws bars with the time left on stdout, whose lines are a program's: they go where `distill.progress` draws."""
    return redirect_stdout(sys.stderr if shown and sys.stderr.isatty() else StringIO())


def quantise_within(
    model: Graph, feeds: Sequence[Feed], measure: Callable[[Graph], float], allowed: float, plan: Plan = Plan(), *,
    whole: float | None = None, most: int = MOST, unit: str = "of the answers", say: Callable[[str], None] = say_nothing,
) -> Quantised:  # fmt: skip
    """The first of ever more careful quantisations that loses no more than is allowed.

    Args:
        model: the float graph.
        feeds: calibration inputs, of the training part only.
        measure: how good a graph is, higher is better; called once for each try, last for the one that is returned.
        allowed: how much less than `whole` it may be.
        plan: the first try.
        whole: what `measure` gives for the student itself; measured on the float graph where it is not given.
        most: operations that may stay in float beside the plan's own.
        unit: of `measure`, for messages.

    Raises:
        GateClosed: every one loses more.
    """
    whole = measure(model) if whole is None else whole
    tries: list[Try] = []

    def attempt(candidate: Plan) -> Graph | None:
        made = quantised(model, feeds, candidate)
        tries.append(Try(candidate.told(), whole - measure(made), candidate.in_float))
        say(f"{candidate.told()}: {tries[-1].loss:+.4g} {unit} lost of {whole:.4g}")
        return made if tries[-1].loss <= allowed else None

    tried: list[Plan] = []
    for careful in (_smoother, _layerwise, _in_float(model, feeds, most)):
        # What is more careful in one way keeps to what has lost least so far in the others.
        best = plan if not tried else min(zip(tries, tried, strict=True), key=lambda pair: pair[0].loss)[1]
        for candidate in careful(best):
            tried.append(candidate)
            if (made := attempt(candidate)) is not None:
                return Quantised(made, tuple(tries))
    raise GateClosed(f"int8 loses {min(t.loss for t in tries):.4g} {unit} at least, {allowed:g} are allowed", "quantisation", "teach a better student")


def _smoother(plan: Plan) -> Iterable[Plan]:
    yield plan
    if plan.transformer:
        yield from (replace(plan, smooth=smooth) for smooth in (0.5, None) if smooth != plan.smooth)


def _layerwise(plan: Plan) -> Iterable[Plan]:
    if not plan.layerwise:
        yield replace(plan, layerwise=True)


def _in_float(model: Graph, feeds: Sequence[Feed], most: int) -> Callable[[Plan], Iterable[Plan]]:
    def careful(plan: Plan) -> Iterable[Plan]:
        if most:
            worst = [name for name, _ in noisiest(model, feeds, plan)[:most]]
            yield from (replace(plan, in_float=(*plan.in_float, *worst[: n + 1])) for n in range(len(worst)))

    return careful


def noisiest(model: Graph, feeds: Sequence[Feed], plan: Plan) -> list[tuple[str, float]]:
    """The operations that `plan` makes int8, worst first, each with the noise that it alone makes: all others are left in float.

    The noise is Σ‖y - y₈‖² / Σ‖y‖² over the feeds, the largest of any output's: one that stands for a few numbers counts as one that stands for many.
    """
    few = list(feeds[:RANKED])
    names, sound = int8_operations(quantised(model, few, plan)), answers(model, few)
    found = []
    for name in bar(names, "ranking operations by their noise"):
        others = tuple(other for other in names if other != name)
        alone = quantised(model, few, replace(plan, layerwise=False, in_float=(*plan.in_float, *others)), bars=False)
        found.append((name, _noise(sound, answers(alone, few))))
    return sorted(found, key=lambda pair: -pair[1])


def int8_operations(model: Graph) -> list[str]:
    """Names of the operations that take an int8 input, in the graph's order."""
    if isinstance(model, onnx.ModelProto):
        restored = {name for node in model.graph.node if node.op_type == "DequantizeLinear" for name in node.output}
        return [n.name for n in model.graph.node if n.op_type != "QuantizeLinear" and restored & set(n.input)]
    found = []
    for node in model.get_ordered_ops():
        sources = [node.input_value(n).get_node() for n in range(node.get_input_size())]
        if node.get_type_name() != "FakeQuantize" and not _stored(node) and any(s.get_type_name() == "FakeQuantize" or _stored(s) for s in sources):
            found.append(node.get_friendly_name())
    return found


def _stored(node: Any) -> bool:
    """Whether a node of an OpenVINO graph is an int8 weight, or a step of its way back to float."""
    kind = node.get_type_name()
    if kind == "Constant":
        return str(node.get_element_type().to_string()) in ("i8", "u8")
    return kind in ("Convert", "Subtract", "Multiply", "Reshape", "Transpose") and _stored(node.input_value(0).get_node())


def answers(model: Graph, feeds: Sequence[Feed]) -> list[list[npt.NDArray[Any]]]:
    """All outputs of a graph for each feed, on one thread and in float32."""
    if isinstance(model, onnx.ModelProto):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        return [session.run(None, feed) for feed in feeds]
    request = ov.Core().compile_model(model, "CPU", F32).create_infer_request()
    found = []
    for feed in feeds:
        result = request.infer(feed)
        found.append([np.array(result[n]) for n in range(len(result))])
    return found


def _noise(sound: Sequence[Sequence[npt.NDArray[Any]]], noisy: Sequence[Sequence[npt.NDArray[Any]]]) -> float:
    """The largest of any output's; see `noisiest`. What is not finite is the worst."""
    found = 0.0
    for output in range(len(sound[0])):
        off = sum(float(np.square(a[output] - b[output], dtype=np.float64).sum()) for a, b in zip(sound, noisy, strict=True))
        size = sum(float(np.square(a[output], dtype=np.float64).sum()) for a in sound)
        found = max(found, off / max(size, 1e-12)) if np.isfinite(off) else float("inf")
    return found


def compressed(model: Graph, weights: Weights) -> Graph:
    """An OpenVINO graph with small weights; the given one is not changed."""
    import nncf

    nncf.set_log_level(logging.WARNING)
    made = model.clone()
    made.set_friendly_name(model.get_friendly_name())  # a copy gets a name that counts the process's models, and no two files would be the same
    if weights.bits == 8:
        options: dict[str, Any] = {"mode": nncf.CompressWeightsMode.INT8_SYM}
    else:
        fitting = nncf.AdvancedCompressionParameters(group_size_fallback_mode=nncf.GroupSizeFallbackMode.ADJUST)
        options = {"mode": nncf.CompressWeightsMode.INT4_SYM, "group_size": weights.group, "ratio": weights.ratio, "advanced_parameters": fitting}
    with _nncfs_bars(True):
        return nncf.compress_weights(made, **options)


def compress_within(
    model: Graph, perplexity: Callable[[Graph], float], allowed: float, ladder: Sequence[Weights] = INT4, say: Callable[[str], None] = say_nothing
) -> Quantised:  # fmt: skip
    """A causal model with int4 weights: the first step of the ladder by which its perplexity grows no more than is allowed.

    Args:
        model: the float OpenVINO graph.
        perplexity: of a graph, lower is better; called once for each try, last for the one that is returned.
        allowed: share by which it may grow: 0.02 lets 10 become 10.2.

    Raises:
        GateClosed: it grows more at every step.
    """
    before = perplexity(model)
    tries: list[Try] = []
    for weights in ladder:
        made = compressed(model, weights)
        tries.append(Try(weights.told(), perplexity(made) / before - 1))
        say(f"{weights.told()}: perplexity {before:.4g} grows by {tries[-1].loss:+.2%}")
        if tries[-1].loss <= allowed:
            return Quantised(made, tuple(tries))
    raise GateClosed(f"with int4 weights the perplexity grows by {min(t.loss for t in tries):.2%} at least, {allowed:.2%} is allowed", "quantisation", "allow more")


def perplexity(model: Graph, sequences: Sequence[npt.NDArray[np.int64]]) -> float:
    """exp of the mean negative log-likelihood of every token after the first, of a causal graph as Optimum exports it, with its state inside.

    Args:
        sequences: (tokens,) ids each, two or more.
    """
    compiled = ov.Core().compile_model(model, "CPU", F32)
    request, names = compiled.create_infer_request(), {name for port in compiled.inputs for name in port.get_names()}
    total, count = 0.0, 0
    for ids in sequences:
        given = {"input_ids": ids[None], "attention_mask": np.ones_like(ids)[None], "position_ids": np.arange(len(ids))[None], "beam_idx": np.zeros(1, np.int32)}
        request.reset_state()
        logits = np.array(request.infer({name: value for name, value in given.items() if name in names})["logits"][0, :-1], np.float64)
        logits -= logits.max(axis=1, keepdims=True)
        told = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        total, count = total - float(told[np.arange(len(ids) - 1), ids[1:]].sum()), count + len(ids) - 1
    return float(np.exp(total / count))


def load(file: Path) -> Graph:
    """The graph in an `.xml` or `.onnx` file.

    Raises:
        BadInput: it is neither, or there is none.
    """
    if file.suffix not in (".xml", ".onnx") or not file.is_file():
        raise BadInput("this is no graph", str(file), "name an .xml or .onnx file")
    return onnx.load(file) if file.suffix == ".onnx" else ov.Core().read_model(file)


def save(model: Graph, file: Path) -> None:
    """Writes a graph; what is still float in an OpenVINO graph is kept as float16."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(model, onnx.ModelProto):
        onnx.save(model, file)
    else:
        ov.save_model(model, file, compress_to_fp16=True)


def _copied(model: Graph) -> Graph:
    """NNCF names the nodes of an ONNX graph in place."""
    if not isinstance(model, onnx.ModelProto):
        return model
    copied = onnx.ModelProto()
    copied.CopyFrom(model)
    return copied
