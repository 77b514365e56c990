"""Other people's engines for the same Whisper, run by the interpreter of `.venv-peers` (make peers-env): a line a sound in, a line a transcript out.

    .venv-peers/bin/python -m export.peers genai|faster-whisper MODEL_FOLDER THREADS

Reads paths of sound files (16 kHz mono), one a line, and prints `{"text", "milliseconds"}` for each; the time does not include reading the file.
Imports nothing of ours: that environment has neither torch nor our locks.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import soundfile


def genai(folder: str, threads: int) -> Callable[[Any], str]:
    """OpenVINO GenAI's pipeline, greedy, language not told."""
    from openvino_genai import WhisperPipeline

    pipeline = WhisperPipeline(folder, "CPU", INFERENCE_NUM_THREADS=threads, PERFORMANCE_HINT="LATENCY", NUM_STREAMS=1)
    return lambda sound: str(pipeline.generate(sound, task="transcribe", return_timestamps=False).texts[0])


def faster_whisper(folder: str, threads: int) -> Callable[[Any], str]:
    """faster-whisper in int8, greedy, language not told, without timestamps and without its own voice activity: as little work as it can be given."""
    from faster_whisper import WhisperModel

    model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)

    def hear(sound: Any) -> str:
        found, _ = model.transcribe(sound, beam_size=1, best_of=1, temperature=0.0, without_timestamps=True, condition_on_previous_text=False)
        return "".join(piece.text for piece in found)

    return hear


def main(engine: str, folder: str, threads: int) -> None:
    """Answers until its input ends."""
    hear = {"genai": genai, "faster-whisper": faster_whisper}[engine](folder, threads)
    print(json.dumps({"ready": engine}), flush=True)
    for line in sys.stdin:
        sound, _ = soundfile.read(line.strip(), dtype="float32")
        began = time.perf_counter()
        text = hear(sound)
        print(json.dumps({"text": text, "milliseconds": (time.perf_counter() - began) * 1000}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
