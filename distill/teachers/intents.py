"""Teachers of the intents: sentence encoders fine-tuned on the wordings, a probe on USE vectors, and their ensemble.

    e5      multilingual-e5-small, both languages, fine-tuned (token embeddings stay as they are: most of its weights, and the last to need it)
    minilm  all-MiniLM-L6-v2, English, fine-tuned
    use     USE multilingual, both languages, a logistic probe

Everything is cached in the run folder: a teacher that is trained is not trained again, a text that was answered is not asked again.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoModel, AutoTokenizer

from distill.evaluation.costs import milliseconds
from distill.labelling import Engine, label
from distill.precision import computing
from distill.runs import write_text
from distill.students.language import INTENTS
from distill.teachers.cache import LabelCache
from distill.teachers.e5 import load_e5
from distill.teachers.encoders import Matrix, minilm_folder, save_npz, use_embeddings
from distill.teachers.protocol import Answers, Output, TeacherSpec
from distill.training import WEIGHTS, Schedule, batches_by_length, forward_in_batches, tensors, train
from kiosk.bundle.manifest import sha256
from kiosk.bundle.understanding import pad
from kiosk.core import BrokenData, MissingPart
from kiosk.core.text import normalise

Name = Literal["e5", "minilm"]
LONGEST = 48
"""Tokens that a teacher reads of a question."""
BATCH = 128
Ids = npt.NDArray[np.int64]


class IntentTeacher(nn.Module):
    """A sentence encoder with mean pooling and a linear answer.

    Args:
        encoder: a BERT; its output has `last_hidden_state`.
        classes: how many answers there are.
    """

    def __init__(self, encoder: Any, classes: int = len(INTENTS)) -> None:
        super().__init__()
        self.encoder = encoder
        self.answer = nn.Linear(encoder.config.hidden_size, classes)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (n, classes) and pooled vectors (n, hidden)."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * mask).sum(1) / mask.sum(1)
        return self.answer(pooled), pooled


def fresh(name: Name, classes: int = len(INTENTS)) -> tuple[IntentTeacher, Callable[[Sequence[str]], list[Ids]]]:
    """A teacher before fine-tuning, and what turns texts into its token ids."""
    if name == "e5":
        model, words = load_e5()
        model.embeddings.word_embeddings.weight.requires_grad_(False)
        words.no_padding()

        def bilingual(texts: Sequence[str]) -> list[Ids]:
            return [
                np.array([*e.ids[: LONGEST - 1], e.ids[-1]] if len(e.ids) > LONGEST else e.ids)
                for e in words.encode_batch([f"query: {normalise(t)}" for t in texts])
            ]

        return IntentTeacher(model, classes), bilingual
    tokenizer = AutoTokenizer.from_pretrained(minilm_folder())
    return IntentTeacher(
        AutoModel.from_pretrained(minilm_folder()), classes
    ), lambda texts: [np.array(x[:LONGEST]) for x in tokenizer([normalise(t) for t in texts])["input_ids"]] if texts else []


def trained(folder: Path) -> tuple[IntentTeacher, Callable[[Sequence[str]], list[Ids]]]:
    """A fine-tuned teacher from the folder of its training.

    Raises:
        MissingPart: it is not fine-tuned.
        BrokenData: its weights are not those that its training ended with.
    """
    about = finished(folder)
    if not (folder / WEIGHTS).is_file() or sha256(folder / WEIGHTS) != about["sha256"]:
        raise BrokenData("The teacher's weights are not those that its training ended with", str(folder / WEIGHTS), f"remove {folder} and teach it again")
    state = torch.load(folder / WEIGHTS, weights_only=True)
    model, ids_of = fresh(about["teacher"], len(state["answer.bias"]))
    model.load_state_dict(state)
    return model.eval(), ids_of


def finished(folder: Path) -> dict[str, Any]:
    """What a training wrote at its end. Raises MissingPart where it has not ended."""
    try:
        return dict(json.loads((folder / "done").read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise MissingPart("the teacher is not fine-tuned", str(folder), "run the teach stage first") from error


def fine_tune(name: Name, texts: Sequence[str], targets: Sequence[int], schedule: Schedule, folder: Path, classes: int = len(INTENTS)) -> None:
    """Trains a teacher (`weights.pt` in the folder, then `done`); goes on where it stopped, does nothing where it is done."""
    if (folder / "done").is_file():
        return
    torch.manual_seed(schedule.seed)
    model, ids_of = fresh(name, classes)
    ids, wanted = ids_of(texts), torch.tensor(targets)

    def loss(batch: list[int], _: int) -> tuple[Tensor, dict[str, float]]:
        a, m = tensors(pad([ids[n] for n in batch]), model)
        value = F.cross_entropy(model(a, m)[0].float(), wanted[batch].to(a.device), label_smoothing=0.1)
        return value, {"loss": float(value.detach())}

    train(model, loss, lambda n: batches_by_length([len(x) for x in ids], schedule.batch, schedule.seed * 100 + n), schedule, folder)
    about = {"teacher": name, "classes": classes, "width": int(model.encoder.config.hidden_size), "sha256": sha256(folder / WEIGHTS)}
    write_text(folder / "done", json.dumps(about))


def fit_probe(vectors: Matrix, targets: Sequence[int], out: Path) -> None:
    """Logistic regression on USE vectors: `probe.npz`; an intent that no question has gets a bias that never wins."""
    if (out / "probe.npz").is_file():
        return
    probe = LogisticRegression(C=20, max_iter=300)
    probe.fit(vectors, targets)
    weight, bias = np.zeros((len(INTENTS), vectors.shape[1])), np.full(len(INTENTS), -20.0)
    weight[probe.classes_], bias[probe.classes_] = probe.coef_, probe.intercept_
    save_npz(out / "probe.npz", weight=weight, bias=bias)


class TunedTeacher:
    """A fine-tuned encoder as a teacher: logits (classes,) and the pooled vector (width,) of each text.

    Args:
        folder: of its training, finished.
    """

    def __init__(self, folder: str) -> None:
        about = finished(Path(folder))
        self._folder = Path(folder)
        self.key, self.preprocessing = about["sha256"], "normalise-1"
        self.outputs = (Output("logits", (about["classes"],)), Output("pooled", (about["width"],)))

    @property
    def size(self) -> int:
        """Bytes of the weights."""
        return (self._folder / WEIGHTS).stat().st_size

    @cached_property
    def _loaded(self) -> tuple[IntentTeacher, Callable[[Sequence[str]], list[Ids]]]:
        return trained(self._folder)

    @torch.no_grad()
    def answer(self, inputs: Sequence[str]) -> Answers:
        """Both outputs in the order of the texts."""
        model, ids_of = self._loaded
        ids = ids_of(inputs)
        found: Answers = {o.name: np.zeros((len(inputs), *o.shape), np.float32) for o in self.outputs}
        with computing("cpu"):
            for part in forward_in_batches([len(x) for x in ids], BATCH):
                a, m = pad([ids[n] for n in part])
                said, vector = model(torch.from_numpy(a), torch.from_numpy(m))
                found["logits"][part], found["pooled"][part] = said.float().numpy(), vector.float().numpy()
        return found


def spec_of(folder: Path) -> TeacherSpec:
    """How to build the teacher of a folder, as its `done` says; each of them also tells its `size`, the bytes of its weights.

    Raises:
        MissingPart: it is not fine-tuned.
    """
    kind = "distill.teachers.students:TaughtStudent" if finished(folder)["teacher"] == "student" else "distill.teachers.intents:TunedTeacher"
    return TeacherSpec(kind=kind, settings={"folder": str(folder)})


def answers(folder: Path, texts: Sequence[str], engine: Engine = "local") -> Answers:
    """What the teacher of a folder says, in the order of the texts: `logits` (n, classes), and of an encoder `pooled` (n, width); cached in its run."""
    return label(spec_of(folder), texts, LabelCache(folder.parent / "cache"), engine)


def cost(folder: Path, texts: Sequence[str]) -> tuple[float, int]:
    """What the teacher of a folder costs: milliseconds of one of the texts at a time, and bytes of its weights."""
    teacher: Any = spec_of(folder).build()
    return milliseconds(lambda text: teacher.answer([text]), texts), teacher.size


def softmax(logits: Matrix) -> Matrix:
    """Probabilities of each row."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)


def ask_all(
    texts: Sequence[str], languages: Sequence[str], out: Path, shares: Mapping[str, Mapping[str, float]], engine: Engine = "local"
) -> dict[str, Matrix]:
    """Logits (n, intents) of each teacher and of their ensemble (log of the mean of their probabilities), and e5's pooled vectors.

    Args:
        shares: language → teacher → its share; a teacher without one has no say there, and its logits stay zero.
    """
    with np.load(out / "probe.npz") as stored:
        probe = use_embeddings(texts, out / "cache", engine) @ stored["weight"].T + stored["bias"]
    told = answers(out / "e5", texts, engine)
    e5, pooled = told["logits"], told["pooled"]
    minilm = np.zeros_like(e5)
    english = [n for n, lang in enumerate(languages) if shares[lang].get("minilm")]
    if english:
        minilm[english] = answers(out / "minilm", [texts[n] for n in english], engine)["logits"]
    found = {"e5": e5, "minilm": minilm, "use": probe.astype(np.float32)}
    mixed = np.zeros_like(e5)
    for name, logits in found.items():
        mixed += np.array([[shares[lang].get(name, 0.0)] for lang in languages], np.float32) * softmax(logits)
    return {**found, "ensemble": np.log(mixed + 1e-6).astype(np.float32), "pooled": pooled}
