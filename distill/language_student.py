"""How the language student is taught: its settings, where it starts from, and what it learns from, with its teachers or without them.

What must hold: with and without, the student has the same shape, sees the same rows in the same order and is told the same labels; so the
difference is what the teachers gave.
"""

from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import torch
from pydantic import Field
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from distill.data import language as corpus
from distill.data.cleaning import Cleaning
from distill.losses import cosine_loss, soft_target_loss
from distill.recipe import Recipe
from distill.schedules import Constant, Temperature, ValueSchedule
from distill.students.language import INTENTS, SENTIMENTS, TAGS, LanguageStudent, start_from_teacher, student_config
from distill.teachers import intents as teachers
from distill.teachers.e5 import load_e5, piece_rows
from distill.teachers.encoders import Matrix, load_npz
from distill.training import WEIGHTS, Schedule, batches_by_length, forward_in_batches, tensors, train
from kiosk.bundle.understanding import encode, pad
from kiosk.core import BrokenData
from kiosk.core.text import normalise

Ids = npt.NDArray[np.int64]
IGNORED = -100
MOOD_WEIGHT = torch.tensor([1.3, 1.0, 1.6])


class LanguageRecipe(Recipe):
    """Settings of the experiment."""

    student: Literal["language"] = "language"
    store: str = Field(default="assets/stores/market", description="the pack whose products fill slots")
    fills: int = Field(default=4, ge=1, description="questions made from a wording with slots; one without gets half as many")
    held_out: float = Field(default=0.08, gt=0, lt=1, description="share of wordings that nobody trains on")
    cleaning: Cleaning | None = Field(default=None, description="what is cleaned out of the corpus; nothing without it")
    vocabulary: int = Field(default=16000, ge=200, description="tokens")
    exam: str = Field(default="tests/exam", description="folder of questions that are measured on and never learned from")
    layers: tuple[int, ...] = Field(default=(0, 1, 2), description="e5's layers that the student starts from")
    ffn: int = Field(default=768, ge=1, description="feed-forward neurons kept of the teacher's 1536")
    teacher_rows: int = Field(default=45_000, ge=1, description="questions that the teachers are fine-tuned on, at most")
    teacher_passes: int = Field(default=2, ge=1)
    teacher_rate: float = Field(default=1e-4, gt=0)
    shares: dict[str, dict[str, float]] = Field(
        default={"en": {"e5": 0.45, "minilm": 0.3, "use": 0.25}, "zh": {"e5": 0.7, "use": 0.3}},
        description="language → teacher → its share of the ensemble's probabilities",
    )
    passes: int = Field(default=8, ge=1)
    rate: float = Field(default=6e-4, gt=0)
    batch: int = Field(default=64, ge=1)
    temperature: Temperature = Field(default=Constant(level=2.0), description="τ of the soft labels")
    soft_weight: ValueSchedule = Field(default=Constant(level=1.0), description="λ of the soft labels")
    embedding_weight: float = Field(default=2.0, ge=0, description="of 1 - cos between the student's embedding and USE's vector")
    pooled_weight: float = Field(default=1.0, ge=0, description="of 1 - cos between what the student pools and what e5 does")
    threads: int = Field(default=1, ge=1)
    seed: int = 7


class Lessons:
    """The corpus as the student is taught it, n rows.

    Attributes:
        ids: token ids of each row.
        intents: (n,) their numbers.
        moods: (n,) the same, `IGNORED` where none is known.
        kept: numbers of the rows that teach.
    """

    def __init__(self, rows: list[corpus.Row], tokenizer: Tokenizer) -> None:
        self.ids: list[Ids] = [encode(tokenizer, r.text, r.before)[0] for r in rows]
        self.intents = torch.tensor([INTENTS.index(r.intent) for r in rows])
        self.moods = torch.tensor([IGNORED if r.sentiment is None else SENTIMENTS.index(r.sentiment) for r in rows])
        self.kept = [n for n, r in enumerate(rows) if not r.held_out]
        self._tags = [tag_ids(r, tokenizer) for r in rows]

    def losses(self, got: dict[str, Tensor], chosen: list[int]) -> dict[str, Tensor]:
        """What the labels of some rows say to the student's answers: `intent`, `mood` and `slot`, scalars in nats."""
        longest, moods = got["slots"].shape[1], self.moods[chosen]
        tagged = torch.tensor([self._tags[n][:longest] + [IGNORED] * (longest - len(self._tags[n])) for n in chosen])
        mood = F.cross_entropy(got["sentiment"].float(), moods, weight=MOOD_WEIGHT, ignore_index=IGNORED)
        return {
            "intent": F.cross_entropy(got["intent"].float(), self.intents[chosen], label_smoothing=0.05),
            "mood": mood if bool((moods != IGNORED).any()) else got["sentiment"].sum() * 0.0,
            "slot": F.cross_entropy(got["slots"].float().flatten(0, 1), tagged.flatten(), ignore_index=IGNORED),
        }


class Told:
    """What the teachers said about the n rows, as the label stage left it in `labels.npz`.

    Raises:
        MissingPart: it left nothing.
        BrokenData: it cannot be read, is no numbers, or is of another corpus or other intents.
    """

    def __init__(self, out: Path, rows: int) -> None:
        mend = "delete it and run the label stage again"
        stored = load_npz(out / "labels.npz", mend)
        if len(stored["where"]) != rows or stored["logits"].shape != (len(stored["vectors"]), len(INTENTS)):
            raise BrokenData(f"The labels are of {len(stored['where'])} rows and {stored['logits'].shape[-1]} intents, the corpus of {rows} and {len(INTENTS)}",
                             str(out / "labels.npz"), mend)  # fmt: skip
        self._where, self._soft = stored["where"], torch.from_numpy(stored["soft"].astype(np.float32))
        self._logits, self._vectors, self._pooled = (torch.from_numpy(stored[name]) for name in ("logits", "vectors", "pooled"))
        self.width = int(self._pooled.shape[1])

    def losses(self, got: dict[str, Tensor], pooled: Tensor, chosen: list[int], temperature: float) -> dict[str, Tensor]:
        """`soft`, what the ensemble's logits say to the student's, in nats; `near` and `alike`, how far its embedding is from USE's vector and what it
        pools from e5's, 0 to 2. A row that stands for more than one intent has no soft label.

        Args:
            pooled: (rows, width) what the student pools, in e5's space.
        """
        at, told = self._where[chosen], self._soft[chosen].nonzero().flatten()
        soft = got["intent"].sum() * 0.0
        if len(told):
            soft = soft_target_loss(got["intent"][told], self._logits[at][told].float(), temperature) * len(told) / len(chosen)
        return {"soft": soft, "near": cosine_loss(got["embedding"], self._vectors[at]), "alike": cosine_loss(pooled, self._pooled[at])}


def tag_ids(row: corpus.Row, tokenizer: Tokenizer) -> list[int]:
    """B/I/O tags of the row's tokens, for `[CLS] context text [SEP]`; spans are found again in the normalised text."""
    _, encoding = encode(tokenizer, row.text, row.before)
    plain = normalise(row.text)
    spans, at = [], 0
    for start, end, slot in row.spans:
        piece = normalise(row.text[start:end])
        found = plain.find(piece, at) if piece else -1
        if found >= 0:
            spans.append((found, found + len(piece), slot))
            at = found + len(piece)
    tags = [0, 0]
    for start, end in encoding.offsets[:61]:
        inside = next(((a, slot) for a, b, slot in spans if start >= a and end <= b and end > start), None)
        tags.append(0 if inside is None else TAGS.index(f"{'B' if start == inside[0] else 'I'}-{inside[1]}"))
    return [*tags, 0]


def fresh_student(recipe: LanguageRecipe, tokenizer: Tokenizer, out: Path, taught: bool = True) -> LanguageStudent:
    """A student that starts from the layers and the pieces of the bilingual teacher; tokens that it does not know begin at random.

    Args:
        taught: start from the fine-tuned teacher where there is one; else from its package, for a student that no teacher is to teach.
    """
    torch.manual_seed(recipe.seed)
    student = LanguageStudent(student_config(tokenizer.get_vocab_size(), len(recipe.layers), recipe.ffn))
    tuned = taught and (out / "e5" / WEIGHTS).is_file()
    encoder = teachers.trained(out / "e5")[0].encoder if tuned else load_e5()[0]
    table = encoder.embeddings.word_embeddings.weight.detach().numpy()
    tokens = sorted(tokenizer.get_vocab(), key=lambda t: tokenizer.get_vocab()[t])
    rows, known = piece_rows(tokens, load_e5()[1], table)
    rows[~known] = np.random.default_rng(recipe.seed).normal(0, table.std(), (int((~known).sum()), table.shape[1]))
    start_from_teacher(student, encoder, torch.from_numpy(rows), recipe.layers)
    return student


def train_student(recipe: LanguageRecipe, rows: list[corpus.Row], tokenizer: Tokenizer, out: Path, taught: bool = True) -> LanguageStudent:
    """Trains (or goes on training) the student, by its teachers and the labels or by the labels alone, and returns it.

    Raises:
        MissingPart, BrokenData: see `Told`.
    """
    told = Told(out, len(rows)) if taught else None
    lessons, student = Lessons(rows, tokenizer), fresh_student(recipe, tokenizer, out, taught)
    towards = nn.Linear(student.config.hidden_size, told.width) if told else nn.Identity()  # what the student pools, in the teacher's space; not shipped
    meant: list[Tensor] = []
    student.projection.register_forward_pre_hook(lambda _, given: meant.append(given[0]))

    def loss(batch: list[int], number: int) -> tuple[Tensor, dict[str, float]]:
        chosen = [lessons.kept[n] for n in batch]
        given = tensors(pad([lessons.ids[n] for n in chosen]), student)
        meant.clear()
        got = {name: value.cpu() for name, value in student(*given).items()}  # the heads' losses are small; what they are compared with lies here
        parts = lessons.losses(got, chosen)
        if told:
            parts |= told.losses(got, towards(meant[-1]).cpu(), chosen, recipe.temperature.at_pass(number, recipe.passes))
            parts["intent"] = parts["intent"] + recipe.soft_weight.at_pass(number, recipe.passes) * parts.pop("soft")
        value = parts["intent"] + 0.5 * parts["mood"] + 0.7 * parts["slot"]
        if told:
            value = value + recipe.embedding_weight * parts["near"] + recipe.pooled_weight * parts["alike"]
        value = value + got["embedding"].sum() * 0.0  # untaught, nothing else moves it, and several processes wait for every parameter's gradient
        return value, {name: float(part.detach()) for name, part in parts.items()}

    def measure(_: int) -> dict[str, float]:
        return held_out_figures(student, lessons, rows)

    schedule, lengths = Schedule(recipe.passes, recipe.rate, batch=recipe.batch, seed=recipe.seed), [len(lessons.ids[n]) for n in lessons.kept]
    train(nn.ModuleList([student, towards]), loss, lambda n: batches_by_length(lengths, schedule.batch, recipe.seed * 100 + n), schedule,
          out / ("student" if taught else "alone"), measure)  # fmt: skip
    return student


def held_out_figures(student: LanguageStudent, lessons: Lessons, rows: list[corpus.Row]) -> dict[str, float]:
    """Shares of the held-out rows whose intent (English, Chinese) and mood the student gets right, 0 to 1."""
    held = [n for n, r in enumerate(rows) if r.held_out]
    answers = student_answers(student, [lessons.ids[n] for n in held])
    right, felt = answers["intent"].argmax(1) == lessons.intents[held].numpy(), lessons.moods[held].numpy()
    zh = np.array([rows[n].language == "zh" for n in held])
    mood = (answers["sentiment"].argmax(1) == felt)[felt >= 0].mean()
    return {"held_en": float(right[~zh].mean()), "held_zh": float(right[zh].mean()), "held_mood": float(mood)}


def student_answers(student: LanguageStudent, ids: list[Any]) -> dict[str, Matrix]:
    """`intent` and `sentiment` logits (n, classes) and `embedding` (n, 512) of n encoded questions, in their order."""
    student.eval()
    out: dict[str, Any] = {}
    with torch.no_grad():
        for batch in forward_in_batches([len(x) for x in ids], 128):
            a, m = tensors(pad([ids[n] for n in batch]), student)
            got = student(a, m)
            for name in ("intent", "sentiment", "embedding"):
                values = got[name].float().cpu().numpy()
                out.setdefault(name, np.zeros((len(ids), values.shape[1]), dtype=np.float32))[batch] = values
    student.train()
    return out
