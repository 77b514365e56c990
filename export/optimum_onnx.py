"""A student to ONNX by Optimum's own exporter; run by the interpreter of `.venv-onnx`, whose transformers is older than ours.

    .venv-onnx/bin/python -m export.optimum_onnx language|texts MODEL_FOLDER OUT.onnx

Imports nothing but what that environment has: torch, transformers 4, optimum-onnx, and the students' own classes.
"""

import sys
from pathlib import Path
from typing import Any

from optimum.exporters.onnx import export
from optimum.exporters.onnx.model_configs import BertOnnxConfig

AXES = {0: "batch", 1: "sequence"}
OPSET = 17


class LanguageOnnx(BertOnnxConfig):
    """Two inputs, four outputs, batch and sequence free."""

    @property
    def inputs(self) -> dict[str, dict[int, str]]:
        return {"input_ids": AXES, "attention_mask": AXES}

    @property
    def outputs(self) -> dict[str, dict[int, str]]:
        return {"intent": {0: "batch"}, "sentiment": {0: "batch"}, "slots": AXES, "embedding": {0: "batch"}}


class TextsOnnx(LanguageOnnx):
    """Two inputs, one output."""

    @property
    def outputs(self) -> dict[str, dict[int, str]]:
        return {"logits": {0: "batch"}}


def main(kind: str, folder: Path, out: Path) -> None:
    """Writes the graph of a student's folder; what the exporter cannot do is its own error, with a traceback."""
    student: Any
    if kind == "language":
        from distill.students.language import LanguageStudent

        student, config = LanguageStudent.from_pretrained(folder), LanguageOnnx
    else:
        from distill.students.texts import TextStudent

        student, config = TextStudent.from_pretrained(folder), TextsOnnx
    export(student.eval(), config(student.config, task="feature-extraction"), out, opset=OPSET)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
