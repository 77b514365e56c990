"""The image student's graph: what is exported computes what was taught."""

from pathlib import Path

import numpy as np
import pytest
import torch

from distill.teachers.efficientnet import PictureNet
from export.graphs.seeing import SeeingGraph, quantise_within, run_model, run_onnx, to_onnx, to_openvino
from export.quantise import load, save
from export.verify import GateClosed


@pytest.fixture(scope="module")
def net() -> PictureNet:
    """A small classifier on the real net's layers, weights drawn at random."""
    torch.manual_seed(0)
    return PictureNet("lite0", 5).eval()


def pictures(count: int = 3) -> list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]:
    """Random pictures of the graph's size."""
    return [np.random.default_rng(n).integers(0, 256, (224, 224, 3)).astype(np.uint8) for n in range(count)]


@pytest.mark.parametrize("mirror", [False, True])
def test_every_form_of_the_graph_agrees_with_torch(net: PictureNet, mirror: bool, tmp_path: Path) -> None:
    """OpenVINO and ONNX Runtime give torch's numbers for the same bytes; the embedding has length one."""
    import onnxruntime
    import openvino

    image = np.stack(pictures(1))
    with torch.no_grad():
        wanted = [value.numpy() for value in SeeingGraph(net, mirror).eval()(torch.from_numpy(image))]
    options = {"INFERENCE_PRECISION_HINT": "f32"}
    said = openvino.Core().compile_model(to_openvino(net, mirror), "CPU", options)([image])
    session = onnxruntime.InferenceSession(to_onnx(net, mirror, tmp_path / "seeing.onnx"), providers=["CPUExecutionProvider"])
    for output, value, other in zip(("logits", "embedding"), wanted, session.run(["logits", "embedding"], {"image": image}), strict=True):
        assert np.allclose(said[output], value, atol=1e-3)
        assert np.allclose(other, value, atol=1e-3)
    assert np.linalg.norm(said["embedding"][0]) == pytest.approx(1.0, abs=1e-4)


def test_with_mirror_a_picture_and_its_mirror_image_are_the_same(net: PictureNet) -> None:
    """Averaging over both makes the answer blind to the side."""
    graph, image = SeeingGraph(net, True).eval(), torch.from_numpy(np.stack(pictures(1)))
    with torch.no_grad():
        assert torch.allclose(graph(image)[0], graph(torch.flip(image, dims=[2]))[0], atol=1e-4)


def test_int8_is_small_and_a_loss_beyond_the_bound_closes_the_gate(net: PictureNet, tmp_path: Path) -> None:
    """The int8 file stays under 6 MB; when every quantisation loses more than is allowed there is no part."""
    model = to_openvino(net, False)
    small, _ = quantise_within(model, pictures(4), lambda _: 90.0, 0.5, lambda _: None)
    save(small, tmp_path / "model.xml")
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 6_000_000
    logits, vectors = run_model(small, pictures(2))
    assert logits.shape == (2, 5)
    assert vectors.shape == (2, 1280)
    with pytest.raises(GateClosed, match="points at least"):
        quantise_within(model, pictures(2), lambda m: 90.0 if m is model else 80.0, 0.5, lambda _: None, most=0)


def test_both_runtimes_look_at_a_picture_alike(net: PictureNet, tmp_path: Path) -> None:
    """Of any size, and pooled over the looks as the kiosk does it, though the ONNX graph takes one look at a time."""
    seen = [np.random.default_rng(5).integers(0, 256, (300, 400, 3)).astype(np.uint8)]
    ir, onnx = run_model(to_openvino(net, True), seen), run_onnx(load(to_onnx(net, True, tmp_path / "seeing.onnx")), seen)
    assert all(np.allclose(a, b, atol=1e-3) for a, b in zip(ir, onnx, strict=True))
