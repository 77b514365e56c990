"""The voice's graph with its convolutions written as products of unsigned by signed bytes, for which processors have an instruction (VNNI).

onnxruntime computes ConvInteger of two unsigned tensors with 16-bit multiplications: three quarters of the voice's time. The same sums as
MatMulInteger of what each output sees, with signed weights, take 0.62 of the whole time (1.9 s of speech, one thread, AVX-512 VNNI).

What must hold: every integer that comes out is the one that came out before, so that the sound is the same, bit by bit. Processors without
that instruction add such products up in 16 bits that overflow: `is_exact` finds out, and there the graph stays as it is.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory  # type: ignore[import-untyped]  # comes with onnxruntime

_INT64, _STRING, _MESSAGE, _BYTES, _INT32 = 3, 9, 11, 12, 5
_FIELDS: Final = {
    # Of onnx.proto only what is read or written here; protobuf keeps the rest as it is. name: (number, type, repeated, message)
    "Attribute": {"name": (1, _STRING, False, ""), "i": (3, _INT64, False, ""), "ints": (8, _INT64, True, ""), "type": (20, _INT32, False, "")},
    "Tensor": {"dims": (1, _INT64, True, ""), "data_type": (2, _INT32, False, ""), "int32_data": (5, _INT32, True, ""),
               "name": (8, _STRING, False, ""), "raw_data": (9, _BYTES, False, "")},
    "Node": {"input": (1, _STRING, True, ""), "output": (2, _STRING, True, ""), "name": (3, _STRING, False, ""), "op_type": (4, _STRING, False, ""),
             "attribute": (5, _MESSAGE, True, "Attribute")},
    "Dimension": {"value": (1, _INT64, False, "")},
    "Shape": {"dim": (1, _MESSAGE, True, "Dimension")},
    "TensorType": {"elem_type": (1, _INT32, False, ""), "shape": (2, _MESSAGE, False, "Shape")},
    "Type": {"tensor_type": (1, _MESSAGE, False, "TensorType")},
    "Value": {"name": (1, _STRING, False, ""), "type": (2, _MESSAGE, False, "Type")},
    "Graph": {"node": (1, _MESSAGE, True, "Node"), "name": (2, _STRING, False, ""), "initializer": (5, _MESSAGE, True, "Tensor"),
              "input": (11, _MESSAGE, True, "Value"), "output": (12, _MESSAGE, True, "Value")},
    "Opset": {"version": (2, _INT64, False, "")},
    "Model": {"ir_version": (1, _INT64, False, ""), "graph": (7, _MESSAGE, False, "Graph"), "opset_import": (8, _MESSAGE, True, "Opset")},
}  # fmt: skip
_TYPES: Final = {np.dtype(np.uint8): 2, np.dtype(np.int8): 3, np.dtype(np.int32): 6, np.dtype(np.int64): 7}
_INT, _INTS = 2, 7
"""Types of attributes."""

Bytes = npt.NDArray[np.uint8]


@cache
def _messages() -> dict[str, Any]:
    """protobuf's classes for `_FIELDS`, in a pool of their own."""
    file = descriptor_pb2.FileDescriptorProto(name="kiosk-onnx.proto", package="k", syntax="proto2")
    for name, fields in _FIELDS.items():
        message = file.message_type.add(name=name)
        for field, (number, kind, repeated, of) in fields.items():
            added = message.field.add(name=field, number=number, type=kind, label=3 if repeated else 1)
            if of:
                added.type_name = f".k.{of}"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return {name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"k.{name}")) for name in _FIELDS}


def with_signed_weights(model: bytes) -> bytes:
    """An ONNX model in which each ConvInteger of one dimension and stride 1 is a MatMulInteger with signed weights; the rest as it was."""
    parsed = _messages()["Model"].FromString(model)
    _Rewriting(parsed.graph).run()
    return bytes(parsed.SerializeToString())


def is_exact() -> bool:
    """Whether this machine multiplies unsigned by signed bytes without overflow: 255 · 127 twice is more than 16 bits hold."""
    depth = 64
    made = _messages()["Model"](ir_version=9, opset_import=[{"version": 20}])
    graph = made.graph
    graph.name = "exact"
    graph.node.add(input=["a", "b"], output=["y"], op_type="MatMulInteger")
    graph.initializer.append(_tensor("b", np.full((depth, 32), 127, np.int8)))
    for where, name, kind in ((graph.input, "a", np.uint8), (graph.output, "y", np.int32)):
        where.add(name=name).type.tensor_type.elem_type = _TYPES[np.dtype(kind)]
    graph.input[0].type.tensor_type.shape.dim.add(value=8)
    graph.input[0].type.tensor_type.shape.dim.add(value=depth)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(made.SerializeToString(), options, providers=["CPUExecutionProvider"])
    found = session.run(None, {"a": np.full((8, depth), 255, np.uint8)})[0]
    return bool(np.all(np.asarray(found) == 255 * 127 * depth))


def _tensor(name: str, values: npt.NDArray[Any]) -> Any:
    return _messages()["Tensor"](name=name, dims=values.shape, data_type=_TYPES[values.dtype], raw_data=values.tobytes())


def _values(tensor: Any) -> Bytes:
    """The unsigned bytes of a tensor in its shape."""
    flat = np.frombuffer(tensor.raw_data, np.uint8) if tensor.raw_data else np.array(tensor.int32_data, np.uint8)
    return flat.reshape(tuple(tensor.dims))


class _Rewriting:
    """One graph, its new nodes and its new constants."""

    def __init__(self, graph: Any) -> None:
        self._graph = graph
        self._tensors = {tensor.name: tensor for tensor in graph.initializer}
        self._nodes: list[Any] = []
        self._made: dict[str, Any] = {}

    def run(self) -> None:
        for node in self._graph.node:
            attributes = {a.name: list(a.ints) or [a.i] for a in node.attribute}
            if node.op_type == "ConvInteger" and attributes["strides"] == [1] and attributes.get("group", [1]) == [1]:
                self._product(node, attributes)
            else:
                self._nodes.append(node)
        used = {name for node in self._nodes for name in node.input}
        kept = [*(tensor for tensor in self._graph.initializer if tensor.name in used), *self._made.values()]
        nodes = _messages()["Graph"](node=self._nodes, initializer=kept)
        self._graph.ClearField("node")
        self._graph.ClearField("initializer")
        self._graph.MergeFrom(nodes)

    def _product(self, node: Any, attributes: dict[str, list[int]]) -> None:
        """(1, C, L) and weights (O, C, K) → rows of K · C bytes that each output sees, (1, L, K · C) by (K · C, O), turned back."""
        sound, weights, sound_zero, weights_zero = node.input
        written = _values(self._tensors[weights])
        outputs, channels, width = written.shape
        zero = int(_values(self._tensors[weights_zero]).ravel()[0])
        signed = (written ^ np.uint8(128)).view(np.int8).transpose(2, 1, 0).reshape(width * channels, outputs)  # 128 less
        rows = self._add("Transpose", node, "rows", [sound], perm=[0, 2, 1])
        if width > 1:
            before, after = attributes["pads"]
            padded = self._add("Pad", node, "padded", [rows, self._constant(np.array([0, before, 0, 0, after, 0])), sound_zero])
            length = self._add("Shape", node, "length", [rows], start=1, end=2)
            count = self._add("Squeeze", node, "count", [length])
            first = self._add("Range", node, "first", [self._constant(np.array(0)), count, self._constant(np.array(1))])
            column = self._add("Unsqueeze", node, "column", [first, self._constant(np.array([1]))])
            offsets = np.arange(width)[None] * attributes["dilations"][0]
            places = self._add("Add", node, "places", [column, self._constant(offsets)])
            gathered = self._add("Gather", node, "gathered", [padded, places], axis=1)
            rows = self._add("Reshape", node, "seen", [gathered, self._constant(np.array([1, -1, width * channels]))])
        factors = [rows, self._constant(signed, f"{weights} signed"), sound_zero, self._constant(np.array(zero - 128, np.int8))]
        product = self._add("MatMulInteger", node, "product", factors)
        self._nodes.append(self._node("Transpose", [product], node.output[0], perm=[0, 2, 1]))

    def _add(self, operation: str, node: Any, name: str, inputs: list[str], **attributes: int | list[int]) -> str:
        output = f"{node.output[0]}/{name}"
        self._nodes.append(self._node(operation, inputs, output, **attributes))
        return output

    @staticmethod
    def _node(operation: str, inputs: list[str], output: str, **attributes: int | list[int]) -> Any:
        made = _messages()["Node"](op_type=operation, input=inputs, output=[output], name=output)
        for name, value in attributes.items():
            if isinstance(value, list):
                made.attribute.add(name=name, ints=value, type=_INTS)
            else:
                made.attribute.add(name=name, i=value, type=_INT)
        return made

    def _constant(self, values: npt.NDArray[Any], name: str = "") -> str:
        """A constant's name; small ones of the same values are one."""
        name = name or f"constant {values.dtype} {values.tolist()}"
        if name not in self._made:
            self._made[name] = _tensor(name, np.ascontiguousarray(values))
        return name
