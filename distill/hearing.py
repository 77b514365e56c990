"""The ten-second student of the speech teacher: Whisper, cut to its window, learns the shop's words in both languages, in noise and in rooms.

    prepare   shop sentences from the wordings, said in the training voices (distill.data.speech); cached one by one
    train     the student hears each clip spoiled anew in every pass and learns three things: the right words; the teacher's own token probabilities
              about the clean clip, so that nothing general is forgotten; and the teacher's encoder states of the clean clip, so that noise is
              heard through
    alone     the same net, fine-tuned on the right words only, to tell what the teacher gave; `run` leaves it out, and `export.hearing` measures it
              where it is there
    Measuring is the exported part's: distill.evaluation.hearing.

Everything random in a pass follows from the seed and the pass (`distill.training` resumes after a whole one). Token embeddings stay the
teacher's. After teaching, the student's weights may be blended with the teacher's (`blend`); the share is chosen by `export.hearing`.
"""

import copy
import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import torch
from pydantic import Field
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from transformers import WhisperForConditionalGeneration

from distill import training
from distill.data.card import card, fingerprint_of
from distill.data.cleaning import TRAIN, Item
from distill.data.noise import spoiled
from distill.data.sources import named
from distill.data.speech import Sentence, clips, sentences
from distill.losses import cosine_loss
from distill.precision import computing
from distill.progress import bar
from distill.recipe import Recipe
from distill.runs import first_process, open_run, write_text
from distill.students.hearing import cut_to_window
from distill.teachers.whisper import load_teacher
from kiosk.core import Language
from kiosk.core.text import clean
from kiosk.hearing.features import log_mel
from kiosk.store.pack import read_pack

Samples = npt.NDArray[np.float32]
STAGES = ("prepare", "train")
IGNORED = -100
_MARKS = re.compile(r"[，,、：；…—]+")
_ENDS = re.compile(r"[。！？!?~.]+")


class HearingRecipe(Recipe):
    """The experiment."""

    student: Literal["hearing"] = "hearing"
    teacher: str = Field(default="packaged", description="Whisper base from its packages, or any Whisper by hub name or folder")
    store: Path = Path("assets/stores/market")
    seed: int = 11
    threads: int = Field(default=2, ge=1)
    english: int = Field(default=450, ge=1, description="clips of training sentences")
    chinese: int = Field(default=1000, ge=1)
    held_english: int = Field(default=40, ge=1, description="clips of sentences and style mixtures that nothing is taught on")
    held_chinese: int = Field(default=80, ge=1)
    passes: int = Field(default=3, ge=1)
    batch: int = Field(default=8, ge=1)
    rate: float = Field(default=2e-5, gt=0)
    warm_up: float = Field(default=0.1, gt=0, lt=1)
    smoothing: float = Field(default=0.05, ge=0, lt=1)
    near_english: float = Field(default=1.0, ge=0, description="weight of KL(teacher ‖ student) over the tokens of English clips")
    near_chinese: float = Field(default=0.3, ge=0)
    states: float = Field(default=1.0, ge=0, description="weight of 1 - cos between the encoder's states and the teacher's of the clean clip")
    shares: tuple[float, ...] = Field(default=(0.3, 0.5, 0.75), description="blends that are tried at export: share of the student's weights")


def spelled(sentence: Sentence) -> str:
    """The text as the teacher would write it: Chinese without end marks, a space for a comma."""
    if sentence.language is Language.en:
        return " " + clean(sentence.text)
    return clean(_ENDS.sub("", _MARKS.sub(" ", sentence.text)))


def target(sentence: Sentence, words: Tokenizer) -> list[int]:
    """Token ids from the start token to the end token."""
    front = [words.token_to_id(f"<|{t}|>") for t in ("startoftranscript", sentence.language, "transcribe", "notimestamps")]
    return [*front, *words.encode(spelled(sentence), add_special_tokens=False).ids, words.token_to_id("<|endoftext|>")]


def to_say(recipe: HearingRecipe, held_out: bool = False) -> list[Sentence]:
    """The sentences of the experiment, or those that nothing is taught on."""
    english, chinese = (recipe.held_english, recipe.held_chinese) if held_out else (recipe.english, recipe.chinese)
    return sentences(read_pack(recipe.store), english, chinese, recipe.seed, held_out)


def lesson(recipe: HearingRecipe, out: Path, held_out: bool = False, synthesise: bool = True) -> list[tuple[Sentence, Samples]]:
    """The clips of `to_say`, said."""
    return list(clips(to_say(recipe, held_out), out / "clips", synthesise))


def prepare(recipe: HearingRecipe, data: Path, out: Path) -> None:
    """Writes the data card, `card.md`, and says what is not yet said."""
    told = [Item(s.text, s.language, s.voice, split, source="wordings") for split, held in ((TRAIN, False), ("held_out", True)) for s in to_say(recipe, held)]
    sources = named(["wordings", "store_pack"], data)
    write_text(out / "card.md", card("What is said to the hearing student", fingerprint_of(map(asdict, told)), told, sources, {"seed": recipe.seed},
                                     things="sentences", label="voice"))  # fmt: skip
    print(f"{len(lesson(recipe, out))} clips to learn from, {len(lesson(recipe, out, held_out=True))} held out", flush=True)


def run(recipe: HearingRecipe, data: Path, out: Path, stages: tuple[str, ...] = STAGES) -> None:
    """Runs the stages; a finished one costs nothing."""
    torch.set_num_threads(recipe.threads)
    open_run(out, recipe, {name: fingerprint_of(map(asdict, to_say(recipe, held))) for name, held in (("sentences", False), ("sentences held out", True))})
    functions = {"prepare": prepare, "train": train, "alone": alone}
    for stage in stages:
        functions[stage](recipe, data, out)


def mels(sounds: list[Samples]) -> Tensor:
    """(n, 80, 1000) log-mels."""
    return torch.from_numpy(np.stack([log_mel(s) for s in sounds]))


@torch.no_grad()
def heard(model: WhisperForConditionalGeneration, sounds: list[Samples]) -> Tensor:
    """(n, 500, d) bfloat16: what the encoder makes of each sound."""
    out = []
    for start in bar(range(0, len(sounds), 8), "the teacher listens"):
        (given,) = training.tensors([mels(sounds[start : start + 8])], model)
        with computing(given.device.type):
            out.append(model.model.encoder(given).last_hidden_state.bfloat16().cpu())
    return torch.cat(out)


def padded(chosen: list[list[int]], end: int) -> tuple[Tensor, Tensor]:
    """Token ids (n, longest) and what is to be predicted of them, from the first word on: the language is the teacher's to tell apart."""
    longest = max(len(t) for t in chosen)
    ids, wanted = torch.full((len(chosen), longest), end), torch.full((len(chosen), longest), IGNORED)
    for row, tokens in enumerate(chosen):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        wanted[row, 4 : len(tokens)] = torch.tensor(tokens[4:])
    return ids, wanted


def train(recipe: HearingRecipe, data: Path, out: Path) -> None:
    """Teaches the student and writes it to `model/`; goes on after the last whole pass."""
    _learn(recipe, out, "model", "student", "figures.json")


def alone(recipe: HearingRecipe, data: Path, out: Path) -> None:
    """Fine-tunes the same net on the right words only and writes it to `alone-model/`; goes on after the last whole pass."""
    untaught = recipe.model_copy(update={"near_english": 0.0, "near_chinese": 0.0, "states": 0.0})
    _learn(untaught, out, "alone-model", "alone", "alone.json")


def _learn(recipe: HearingRecipe, out: Path, name: str, folder: str, figures: str) -> None:
    """Trains in `folder` and writes the net to `name`, and last `figures`, which says that it is done."""
    if (out / figures).is_file():
        return
    packaged = load_teacher(recipe.teacher)
    words = Tokenizer.from_file(str(packaged.tokenizer))
    teacher = cut_to_window(packaged.model).eval().requires_grad_(False)
    student = copy.deepcopy(teacher).requires_grad_(True)
    student.model.decoder.embed_tokens.weight.requires_grad_(False)
    student.model.encoder.embed_positions.requires_grad_(False)
    taken = lesson(recipe, out, synthesise=False)
    sounds, targets = [s for _, s in taken], [target(s, words) for s, _ in taken]
    english = torch.tensor([s.language is Language.en for s, _ in taken])
    memory, end = heard(teacher, sounds), words.token_to_id("<|endoftext|>")

    def plan(number: int) -> list[list[int]]:
        order = np.random.default_rng([recipe.seed, number]).permutation(len(taken))
        return [order[n : n + recipe.batch].tolist() for n in range(0, len(order), recipe.batch)]

    def loss(chosen: list[int], number: int) -> tuple[Tensor, dict[str, float]]:
        given = [spoiled(sounds, n, (recipe.seed, number, n)) for n in chosen]
        teacher.to(student.device)
        return lesson_loss(recipe, student, teacher, memory[chosen], given, [targets[n] for n in chosen], english[chosen], end)

    schedule = training.Schedule(recipe.passes, recipe.rate, recipe.warm_up, batch=recipe.batch, seed=recipe.seed)
    training.train(student, loss, plan, schedule, out / folder)
    if not first_process():
        return
    student.save_pretrained(out / name)
    write_text(out / figures, json.dumps({"clips": len(taken), "passes": recipe.passes, "rate": recipe.rate}, indent=1))


def lesson_loss(
    recipe: HearingRecipe, student: WhisperForConditionalGeneration, teacher: WhisperForConditionalGeneration, memory: Tensor, given: list[Samples],
    targets: list[list[int]], english: Tensor, end: int,
) -> tuple[Tensor, dict[str, float]]:  # fmt: skip
    """The loss of a batch of spoiled clips, and its parts.

    Args:
        memory: (n, 500, d) the teacher's encoder states of the clean clips.
        given: the spoiled clips, 16 kHz.
        targets: token ids of each.
        english: (n,) whether it is.
        end: the end token's id.
    """
    ids, wanted, mel, memory, english = training.tensors((*padded(targets, end), mels(given), memory.float(), english), student)
    counted = wanted[:, 1:] != IGNORED
    table = teacher.model.decoder.embed_tokens.weight
    states = student.model.encoder(mel).last_hidden_state
    made = student.model.decoder(input_ids=ids[:, :-1], encoder_hidden_states=states).last_hidden_state
    with torch.no_grad():
        before = teacher.model.decoder(input_ids=ids[:, :-1], encoder_hidden_states=memory).last_hidden_state
        told = functional.log_softmax(functional.linear(before[counted], table).float(), -1)
    said = functional.linear(made[counted], table).float()
    right = functional.cross_entropy(said, wanted[:, 1:][counted], label_smoothing=recipe.smoothing)
    own = torch.where(english, recipe.near_english, recipe.near_chinese)[:, None].expand_as(counted)[counted]
    apart = functional.kl_div(functional.log_softmax(said, -1), told, log_target=True, reduction="none").sum(-1)
    near, alike = (apart * own).mean(), cosine_loss(states, memory)
    return right + near + recipe.states * alike, {"right_words": float(right.detach()), "near_teacher": float(near.detach()), "states": float(alike.detach())}


def blend(student: WhisperForConditionalGeneration, teacher: WhisperForConditionalGeneration, share: float) -> None:
    """Moves the student's weights towards its teacher's in place: share · θ_s + (1 - share) · θ_t, which keeps what the few clips made it
    forget (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022)."""
    told = dict(teacher.named_parameters())
    with torch.no_grad():
        for name, value in student.named_parameters():  # each tied weight once: the state dict would name it, and move it, twice
            value.copy_(share * value + (1 - share) * told[name])
