"""The image student's shipped graph: pictures in, logits and a unit vector out, with everything between inside.

Input `image`: (n, 224, 224, 3) uint8 RGB as `kiosk.bundle.pictures.prepare` makes it. Outputs: `logits` (n, classes), not softmaxed, and
`embedding` (n, 1280), L2-normalised. With `mirror`, both are means over the picture and its mirror image, computed in one batch.
Quantised weights and activations are calibrated on training photos only; a graph that loses more than the recipe allows is not made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from distill.teachers.efficientnet import MEAN, SCALE, PictureNet
from export import quantise
from export.quantise import MOST, Plan, Quantised
from kiosk.bundle.pictures import SIDE, looks, pool
from kiosk.bundle.student import options

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
OPSET: Final = 18


class SeeingGraph(nn.Module):
    """The module that is exported; see the module's docstring for shapes."""

    def __init__(self, net: PictureNet, mirror: bool) -> None:
        super().__init__()
        self.net = net
        self.mirror = mirror

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        pixels = (image.permute(0, 3, 1, 2).to(torch.float32) - MEAN) / SCALE
        if self.mirror:
            pixels = torch.cat([pixels, torch.flip(pixels, dims=[3])], dim=0)
        logits, embedding = self.net(pixels)
        if self.mirror:
            logits, embedding = logits.unflatten(0, (2, -1)).mean(0), embedding.unflatten(0, (2, -1)).mean(0)
        return logits, functional.normalize(embedding, dim=1)


def to_openvino(net: PictureNet, mirror: bool) -> Any:
    """The float OpenVINO model, batch size free."""
    import openvino

    graph = SeeingGraph(net, mirror).eval()
    example = torch.zeros((2, SIDE, SIDE, 3), dtype=torch.uint8)
    with torch.no_grad():
        model = openvino.convert_model(graph, example_input=example, input=[openvino.PartialShape([-1, SIDE, SIDE, 3])])
    model.input(0).get_tensor().set_names({"image"})
    for output, name in zip(model.outputs, ("logits", "embedding"), strict=True):
        output.get_tensor().set_names({name})
    return model


def to_onnx(net: PictureNet, mirror: bool, path: Path) -> Path:
    """Write the float graph as ONNX by torch.onnx; returns the path."""
    graph = SeeingGraph(net, mirror).eval()
    # A batch of one: the kiosk looks at one picture, and a fixed shape is what every ONNX runtime takes without complaint.
    example = torch.zeros((1, SIDE, SIDE, 3), dtype=torch.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        graph, (example,), path, input_names=["image"], output_names=["logits", "embedding"], opset_version=OPSET, dynamo=False
    )
    return path


def quantise_within(
    model: Any, images: Sequence[Pixels], measure: Callable[[Any], float], allowed: float, say: Callable[[str], None], most: int = MOST
) -> Quantised:  # fmt: skip
    """Static int8 of the float OpenVINO or ONNX graph that loses no more than is allowed; see `export.quantise`.

    Args:
        images: calibration pictures, (224, 224, 3) uint8 each, of the training part only.
        measure: percentage of right answers of a graph.
        allowed: points that may be lost against the float graph.
        most: operations that may stay in float.

    Raises:
        GateClosed: every try loses more.
    """
    feeds = [{"image": image[None]} for image in images]
    return quantise.quantise_within(model, feeds, measure, allowed, Plan(transformer=False), most=most, unit="points", say=say)


def run_model(model: Any, pictures: Sequence[Pixels], threads: int = 2) -> tuple[Floats, Floats]:
    """Logits (n, classes) and embeddings (n, d) of RGB pictures of any size, looked at and pooled as the kiosk does it."""
    import openvino

    compiled = openvino.Core().compile_model(model, "CPU", options(threads))
    logits, embeddings = [], []
    for picture in pictures:
        said = compiled([looks(picture)])
        whole, vector = pool(said["logits"], said["embedding"])
        logits.append(whole)
        embeddings.append(vector)
    return np.stack(logits), np.stack(embeddings)


def run_onnx(model: Any, pictures: Sequence[Pixels], threads: int = 2) -> tuple[Floats, Floats]:
    """The same of an ONNX graph in memory, on ONNX Runtime; the graph takes one look at a time."""
    import onnxruntime

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(model.SerializeToString(), settings, providers=["CPUExecutionProvider"])
    logits, embeddings = [], []
    for picture in pictures:
        said = [session.run(["logits", "embedding"], {"image": look[None]}) for look in looks(picture)]
        whole, vector = pool(*(np.concatenate(values) for values in zip(*said, strict=True)))
        logits.append(whole)
        embeddings.append(vector)
    return np.stack(logits), np.stack(embeddings)
