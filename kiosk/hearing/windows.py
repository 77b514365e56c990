"""The recogniser's encoder for sounds of any length up to ten seconds: the same weights, held once, so that a short question costs half as much.

What must hold: for the length that it was made for, the graph gives what it gave before. Whisper's places are added to the sound from a table, so a
shorter sound uses the table's beginning; everything else of the encoder takes any length (Radford et al. 2022, section 2.2).
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import openvino as ov
from openvino import opset13 as operations

from kiosk.core import BrokenData

Integers = npt.NDArray[np.integer[Any]]


def of_any_length(model: ov.Model) -> ov.Model:
    """The encoder for (1, mels, 2 to n) log-mel, made of the encoder for n; `model` is changed and is the result.

    Args:
        model: its one input is (1, mels, n) with n a constant; it halves n once.

    Raises:
        BrokenData: the graph holds no table of n / 2 places.
    """
    mels, frames = model.input(0).get_shape()[1:]
    whole, tables = frames // 2, 0
    for node in list(model.get_ops()):
        if node.get_type_name() != "Constant":
            continue
        shape = list(node.get_output_shape(0))
        if len(shape) == 3 and shape[1] == whole:
            tables += 1
            for target in list(node.output(0).get_target_inputs()):
                target.replace_source_output(_beginning(node, target.get_node()).output(0))
        elif len(shape) == 1 and shape[0] in (3, 4) and whole in (sizes := node.get_data()).tolist():
            free = operations.constant(_free(sizes, whole))
            for target in list(node.output(0).get_target_inputs()):
                _settle(target, free)
    if tables != 1:
        raise BrokenData(f"the encoder has {tables} tables of {whole} places instead of one", "encoder.xml", "install the bundle again")
    model.get_parameters()[0].set_partial_shape(ov.PartialShape([1, mels, ov.Dimension(2, frames)]))
    model.validate_nodes_and_infer_types()
    return model


def _beginning(table: ov.Node, added: ov.Node) -> ov.Node:
    """As many of a table's places as the sound has that they are added to."""
    sound = next(value for value in added.input_values() if value.get_node().get_type_name() != "Constant")
    first, step, axis = (operations.constant(np.array([n])) for n in (0, 1, 1))
    count = operations.gather(operations.shape_of(sound), axis, operations.constant(0))
    return operations.slice(table, first, count, step, axis)


def _free(sizes: Integers, whole: int) -> Integers:
    """A shape with the length left open in place of what was open before."""
    return np.where(sizes == whole, -1, np.where(sizes == -1, 0, sizes)).astype(sizes.dtype)


def _settle(target: ov.Input, free: ov.Node) -> None:
    """Gives a reshape its new shape; a size that was left open before is taken from what the reshape gave."""
    known = target.get_node().output(0).get_partial_shape()
    sizes = free.get_data().copy()
    for n in np.flatnonzero(sizes == 0):
        if n and known[int(n)].is_static:
            sizes[n] = known[int(n)].get_length()
    target.replace_source_output(operations.constant(sizes).output(0))
