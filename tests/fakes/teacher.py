"""A tiny real teacher for tests: letter triples hashed into counts, times fixed random whole numbers; exact whatever the batch."""

import os
import signal
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from distill.teachers.protocol import Answers, Output, TeacherSpec

WIDTH = 64
CLASSES, VECTOR = 5, 8


class HashingTeacher:
    """Answers depend on the seed and the text only.

    Args:
        seed: which teacher; part of its key.
        diary: a file where it writes its process on being built, and each time it is asked, how many inputs; none where empty.
        pause: seconds an answer takes, so that a test can kill it meanwhile.
        deadly: the input at which its process dies.
    """

    preprocessing = "lower-1"
    outputs = (Output("logits", (CLASSES,)), Output("vectors", (VECTOR,), "float16"))

    def __init__(self, seed: int = 1, diary: str = "", pause: float = 0.0, deadly: str | None = None) -> None:
        self.key = f"hashing-{seed}"
        self._matrix = np.random.default_rng(seed).integers(-8, 9, (WIDTH, CLASSES + VECTOR))
        self._diary, self._pause, self._deadly = diary, pause, deadly
        self._note("built")

    def _note(self, what: str) -> None:
        if self._diary:
            with Path(self._diary).open("a") as diary:
                diary.write(f"{os.getpid()} {what}\n")

    def answer(self, inputs: Sequence[str]) -> Answers:
        """Logits (n, 5) float32 and vectors (n, 8) float16."""
        self._note(f"asked {len(inputs)}")
        time.sleep(self._pause)
        if self._deadly in inputs:
            os.kill(os.getpid(), signal.SIGKILL)
        counts = np.zeros((len(inputs), WIDTH), dtype=np.int64)
        for row, text in enumerate(inputs):
            letters = f"  {text.lower()} "
            for at in range(len(letters) - 2):
                counts[row, zlib.crc32(letters[at : at + 3].encode("utf-8", "surrogatepass")) % WIDTH] += 1
        said = counts @ self._matrix
        return {"logits": (said[:, :CLASSES] / 8).astype(np.float32), "vectors": np.clip(said[:, CLASSES:] / 8, -999, 999).astype(np.float16)}


def spec(seed: int = 1, diary: Path | str = "", pause: float = 0.0, **others: str) -> TeacherSpec:
    """How a worker builds one."""
    return TeacherSpec(kind="tests.fakes.teacher:HashingTeacher", settings={"seed": seed, "diary": str(diary), "pause": pause, **others})


def questions(count: int) -> list[str]:
    """Different texts in both languages."""
    return [f"where is the oat milk no. {n}" if n % 2 else f"燕麦奶在哪里 {n}" for n in range(count)]
