"""One form of a student, opened in one process: what runs it, how large it is, how long it takes to open and what memory it needs.

What must hold: at its top this module imports nothing but numpy and the standard library. It is what a candidate's own process runs, and no
candidate's memory may hold another's libraries.
"""

import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

Feed = dict[str, npt.NDArray[Any]]
Call = Callable[[Feed], Any]
Runtime = Literal["torch", "openvino", "kiosk", "onnxruntime"]
ROOT: Final = Path(__file__).parent.parent
LIBRARIES: Final[dict[Runtime, str]] = {"torch": "torch", "openvino": "kiosk.bundle.student", "kiosk": "kiosk.bundle.student", "onnxruntime": "onnxruntime"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file and what runs it.

    Args:
        runtime: "kiosk" is OpenVINO with the fixed shapes that the kiosk gives it.
        file: .xml or .onnx; for torch the student's folder or weights.
        part: whose student it is; torch and the kiosk need to know.
        device: of OpenVINO.
    """

    name: str
    runtime: Runtime
    file: str
    part: str = ""
    device: str = "CPU"

    def size(self) -> int:
        """Bytes on the disk."""
        file = Path(self.file)
        if file.is_dir():
            file = file / "model.safetensors"
        return file.stat().st_size + (file.with_suffix(".bin").stat().st_size if file.suffix == ".xml" else 0)


def opened(candidate: Candidate, threads: int = 1) -> Call:
    """What answers a feed of one or more rows; a graph of one fixed row answers them one after another."""
    match candidate.runtime:
        case "torch":
            return _torch(candidate, threads)
        case "onnxruntime":
            return _onnxruntime(candidate, threads)
        case "kiosk":
            return _kiosk(candidate, threads)
    return _openvino(candidate, threads)


def _openvino(candidate: Candidate, threads: int) -> Call:
    import openvino as ov

    core = ov.Core()
    model = core.read_model(candidate.file)
    asked = _options(threads) if candidate.device == "CPU" else {"PERFORMANCE_HINT": "LATENCY"}
    request = core.compile_model(model, candidate.device, asked).create_infer_request()
    return _row_by_row(request.infer, all(port.get_partial_shape()[0].is_dynamic for port in model.inputs))


def _options(threads: int) -> dict[str, Any]:
    from kiosk.bundle.student import options

    return options(threads)


def _kiosk(candidate: Candidate, threads: int) -> Call:
    import openvino as ov

    if candidate.part == "understanding":
        from kiosk.bundle.student import compile_lengths

        requests = compile_lengths(ov.Core(), Path(candidate.file), threads)

        def understand(feed: Feed) -> Any:
            rows = [ids[mask > 0] for ids, mask in zip(feed["input_ids"], feed["attention_mask"], strict=True)]
            return [next(r for r in requests if r.length >= len(row))(row) for row in rows]

        return understand
    core = ov.Core()
    model = core.read_model(candidate.file)
    name, shape = model.input(0).get_any_name(), [2, *model.input(0).get_partial_shape()[1:]]  # the two looks at a picture
    model.reshape(shape)
    request = core.compile_model(model, "CPU", _options(threads)).create_infer_request()
    return lambda feed: [request.infer({name: feed[name][n : n + 2]}) for n in range(0, len(feed[name]), 2)]


def _onnxruntime(candidate: Candidate, threads: int) -> Call:
    import onnxruntime

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(candidate.file, settings, providers=["CPUExecutionProvider"])
    return _row_by_row(lambda feed: session.run(None, feed), all(not isinstance(port.shape[0], int) for port in session.get_inputs()))


def _row_by_row(run: Call, free: bool) -> Call:
    if free:
        return run
    return lambda feed: [run({name: rows[n : n + 1] for name, rows in feed.items()}) for n in range(len(next(iter(feed.values()))))]


def _torch(candidate: Candidate, threads: int) -> Call:
    import torch

    torch.set_num_threads(threads)
    student = _student(candidate.part, Path(candidate.file)).eval()

    def run(feed: Feed) -> Any:
        with torch.inference_mode():
            return student(*(torch.from_numpy(rows) for rows in feed.values()))

    return run


def _student(part: str, file: Path) -> Any:
    """The student in torch from what its run left."""
    if part == "understanding":
        from distill.students.language import LanguageStudent

        return LanguageStudent.from_pretrained(file)
    if part == "texts":
        from distill.students.texts import TextStudent

        return TextStudent.from_pretrained(file)
    if part == "hearing":
        from transformers import WhisperForConditionalGeneration

        from export.graphs.hearing import HearingEncoder

        return HearingEncoder(WhisperForConditionalGeneration.from_pretrained(file))
    from safetensors.torch import load_file

    from distill.pictures import PictureRecipe, load_net
    from distill.recipe import load_recipe
    from export.graphs.seeing import SeeingGraph

    recipe = load_recipe(file.parent / "recipe.yaml", (), PictureRecipe)
    classes = len(load_file(file)["net._fc.bias"])
    return SeeingGraph(load_net(recipe.student.net, file, classes), recipe.part.mirror)


def probe(candidate: Candidate, feed: Feed, folder: Path, threads: int = 1) -> dict[str, float]:
    """Load time and memory of a candidate in a process of its own.

    Args:
        feed: what it answers once: a graph is open when it has answered.
        folder: where the feed is laid for the process.

    Returns:
        `load_ms` from the file to the first answer, libraries already imported; `peak_bytes` of the whole process; `libraries_bytes` before the file.

    Raises:
        RuntimeError: it cannot be opened; holds its last line.
    """
    np.savez(folder / "feed.npz", **feed)  # type: ignore[arg-type]  # numpy's stubs take `allow_pickle` for one of them
    words = [sys.executable, "-m", "export.candidates", json.dumps(asdict(candidate)), str(folder / "feed.npz"), str(threads)]
    paths = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(words, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["it said nothing"])[-1])
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _peak() -> int:
    """Most bytes that this process ever held in memory. The kernel's own mark: `ru_maxrss` would count the parent's from before exec."""
    try:
        status = Path("/proc/self/status").read_text()
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        import psutil

        memory = psutil.Process().memory_info()
        return int(getattr(memory, "peak_wset", memory.rss))


def main(words: list[str]) -> None:
    """The process of `probe`."""
    candidate, threads = Candidate(**json.loads(words[0])), int(words[2])
    with np.load(words[1]) as stored:
        feed = {name: stored[name] for name in stored.files}
    importlib.import_module(LIBRARIES[candidate.runtime])
    if candidate.runtime == "torch":
        import transformers  # noqa: F401  # the students' library
    before, began = _peak(), time.perf_counter()
    opened(candidate, threads)(feed)
    spent = time.perf_counter() - began
    print(json.dumps({"load_ms": round(spent * 1000, 1), "peak_bytes": _peak(), "libraries_bytes": before}))


if __name__ == "__main__":
    main(sys.argv[1:])
