"""The language student, from wordings to weights: prepare → teach → label → train → evaluate, each a stage that is a no-op when done.

prepare   the corpus and the student's own vocabulary
teach     multilingual-e5-small and MiniLM fine-tuned on the intents, a probe on USE vectors (distill.teachers.intents)
label     their soft answers on every training question; USE vectors as targets of the sentence embedding, e5's as targets of what is pooled
train     the student, by hard labels, soft labels and both vectors
evaluate  held-out wordings, the development questions and our own exam, teachers beside the student
"""

import hashlib
import json
import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from textwrap import shorten
from typing import Any, Literal

import numpy as np
import torch
from pydantic import BaseModel, ConfigDict
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from distill.data import language as corpus
from distill.data.card import card, write_parquet
from distill.data.cleaning import Cleaning, Item, clean
from distill.data.sources import states
from distill.data.wordings import FOLDER
from distill.evaluation import dossier
from distill.evaluation.neighbours import Wording
from distill.evaluation.records import Role
from distill.evaluation.report import write_report
from distill.evaluation.shopping import evaluation
from distill.labelling import Engine
from distill.losses import cosine_loss, soft_target_loss
from distill.runs import open_run, whole, write_text
from distill.students.language import INTENTS, SENTIMENTS, TAGS, LanguageStudent, start_from_teacher, student_config
from distill.students.vocabulary import build_vocabulary, read_teacher_vocabulary
from distill.teachers import intents as teachers
from distill.teachers.e5 import load_e5, piece_rows
from distill.teachers.encoders import Matrix, load_npz, minilm_folder, save_npz, use_embeddings
from distill.training import WEIGHTS, Schedule, batches_by_length, forward_in_batches, tensors, train
from distill.weights import load_student, save_student, vocabulary_hash
from kiosk.bundle.understanding import encode, pad
from kiosk.core import BrokenData, Intent, MissingPart
from kiosk.core.text import has_chinese, normalise
from kiosk.store.pack import read_pack

Stage = Literal["prepare", "teach", "label", "train", "evaluate"]
PREPARE_AGAIN = "delete tokenizer.json there and run the prepare stage again: from the same data it makes the same files"
STAGES: tuple[Stage, ...] = ("prepare", "teach", "label", "train", "evaluate")


class LanguageRecipe(BaseModel):
    """Settings of the experiment; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")

    student: Literal["language"] = "language"
    store: str = "assets/stores/market"
    fills: int = 4
    held_out: float = 0.08
    cleaning: Cleaning | None = None
    vocabulary: int = 16000
    exam: str = "tests/exam"
    layers: tuple[int, ...] = (0, 1, 2)
    ffn: int = 768
    teacher_rows: int = 45_000
    teacher_passes: int = 2
    teacher_rate: float = 1e-4
    shares: dict[str, dict[str, float]] = {
        "en": {"e5": 0.45, "minilm": 0.3, "use": 0.25},
        "zh": {"e5": 0.7, "use": 0.3},
    }
    passes: int = 8
    rate: float = 6e-4
    batch: int = 64
    temperature: float = 2.0
    soft_weight: float = 1.0
    embedding_weight: float = 2.0
    pooled_weight: float = 1.0
    threads: int = 1
    seed: int = 7


def run(recipe: LanguageRecipe, data: Path, out: Path, stages: tuple[Stage, ...] = STAGES, engine: Engine = "local") -> None:
    """Runs the stages; each leaves its result in `out` and is skipped when the result is there. `engine` says who labels (`distill.labelling`)."""
    torch.set_num_threads(recipe.threads)
    open_run(out, recipe)
    functions: dict[Stage, Callable[[LanguageRecipe, Path, Path], object]] = {
        "prepare": prepare, "teach": teach, "label": partial(label, engine=engine), "train": learn, "evaluate": evaluate,
    }  # fmt: skip
    for stage in stages:
        functions[stage](recipe, data, out)


def prepare(recipe: LanguageRecipe, data: Path, out: Path) -> None:
    """Writes `rows.pickle`, `prepared.json` (the hash of the vocabulary) and `tokenizer.json`."""
    if (out / "tokenizer.json").is_file():
        return
    rows = corpus.build(read_pack(Path(recipe.store)), FOLDER, data, recipe.fills, recipe.held_out, recipe.seed)
    exam = [question["text"] for questions in exams(recipe, data).values() for question in questions]
    leaked = set(corpus.leaks(rows, exam))
    print(f"{len(rows)} rows; {len(leaked)} exam questions stand in the corpus and are taken out of it: {sorted(leaked)}")
    bare = {normalise(q).strip(" ?!.。？！") for q in leaked}
    rows = [r for r in rows if normalise(r.clean).strip(" ?!.。？！") not in bare and normalise(r.text).strip(" ?!.。？！") not in bare]
    if recipe.cleaning is not None:
        rows = cleaned(recipe, recipe.cleaning, rows, exam, data, out)
    tokenizer = build_vocabulary((normalise(r.text) for r in rows), read_teacher_vocabulary(minilm_folder()), _characters(rows), recipe.vocabulary)
    with whole(out / "rows.pickle") as partial, partial.open("wb") as f:
        pickle.dump(rows, f)
    write_text(out / "prepared.json", json.dumps({"vocabulary": vocabulary_hash(tokenizer)}))
    write_text(out / "tokenizer.json", tokenizer.to_str(pretty=True))


def cleaned(recipe: LanguageRecipe, settings: Cleaning, rows: list[corpus.Row], exam: list[str], data: Path, out: Path) -> list[corpus.Row]:
    """The rows that may teach; what is kept stands in `corpus/` as Parquet, and what it is in `card.md`."""
    items = [
        Item(r.text, r.language, str(r.intent), "held_out" if r.held_out else "train", str(r.before or ""), r.clean, r.wording, r.source) for r in rows
    ]  # fmt: skip
    found = clean(items, exam, settings)
    print(f"cleaning keeps {len(found.kept)} of {len(rows)} rows: {found.counts()}")
    kept = [rows[n] for n in found.kept]
    table = [{"text": r.text, "label": str(r.intent), "language": r.language, "split": items[n].split, "before": items[n].context, "source": r.source}
             for n, r in zip(found.kept, kept, strict=True)]  # fmt: skip
    fingerprint = write_parquet(table, out / "corpus")
    used = [s for s in states(data) if s.source.id in {"clinc150", "wordings", "exam", "store_pack", "questions_dev", "visits_dev"}]
    write_text(out / "card.md", card("The language student's corpus", fingerprint, items, found, settings, used, {"seed": recipe.seed}))
    return kept


def _characters(rows: list[corpus.Row]) -> list[str]:
    """Chinese characters of the corpus, and the 3,500 most frequent ones of jieba's dictionary."""
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    common = sorted((w for w in jieba.dt.FREQ if len(w) == 1 and has_chinese(w)), key=lambda w: -jieba.dt.FREQ[w])[:3500]
    return list(dict.fromkeys([c for r in rows for c in r.text if has_chinese(c)] + common))


def load(out: Path) -> tuple[list[corpus.Row], Tokenizer]:
    """Corpus and tokenizer of a prepared run.

    Raises:
        MissingPart: the run is not prepared.
        BrokenData: a file of it is broken, or the vocabulary is not the one that the run was prepared with.
    """
    rows: list[corpus.Row] = _made(out / "rows.pickle", pickle.loads)
    tokenizer: Tokenizer = _made(out / "tokenizer.json", lambda told: Tokenizer.from_str(told.decode("utf-8")))
    about = out / "prepared.json"  # a run from before the hash was kept has none
    if about.is_file() and _made(about, lambda told: json.loads(told)["vocabulary"]) != vocabulary_hash(tokenizer):
        raise BrokenData("The vocabulary is not the one that the run was prepared with", str(out / "tokenizer.json"), PREPARE_AGAIN)
    return rows, tokenizer


def _made(file: Path, read: Callable[[bytes], Any]) -> Any:
    """What the prepare stage left in a file."""
    try:
        return read(file.read_bytes())
    except FileNotFoundError as error:
        raise MissingPart("The run is not prepared", str(file), "run the prepare stage first") from error
    except Exception as error:  # the tokenizer's errors have no kind of their own
        raise BrokenData(f"What the prepare stage made cannot be read ({shorten(str(error), 160)})", str(file), PREPARE_AGAIN) from error


def exams(recipe: LanguageRecipe, data: Path) -> dict[str, list[dict[str, Any]]]:
    """Labelled questions that nobody trains on: the shared development questions and our own, each with the turns of their visits."""
    found: dict[str, list[dict[str, Any]]] = {}
    files = {"development": [data / "questions_dev.jsonl", data / "visits_dev.jsonl"], "own": sorted(Path(recipe.exam).glob("*.jsonl"))}
    for name, sources in files.items():
        for source in sources:
            for line in source.read_text("utf-8").splitlines():
                row = json.loads(line)
                found.setdefault(name, []).extend([{**turn, "language": row["language"], "turn": True} for turn in row["turns"]] if "turns" in row else [row])
    return found


def teach(recipe: LanguageRecipe, data: Path, out: Path) -> None:
    """Fine-tunes e5 on both languages and MiniLM on English, and fits the USE probe."""
    rows, _ = load(out)
    follow = _follow_ups(rows)
    known = [r for r in rows if r.wording not in follow]
    kept = [r for r in known if not r.held_out]
    schedule = Schedule(recipe.teacher_passes, recipe.teacher_rate, seed=recipe.seed)
    both = Random(recipe.seed).sample(kept, min(recipe.teacher_rows, len(kept)))
    teachers.fine_tune("e5", [r.text for r in both], [INTENTS.index(r.intent) for r in both], schedule, out)
    english = [r for r in both if r.language == "en"]
    teachers.fine_tune("minilm", [r.text for r in english], [INTENTS.index(r.intent) for r in english], schedule, out)
    vectors = use_embeddings([r.clean for r in both], out / "cache")
    teachers.fit_probe(vectors, [INTENTS.index(r.intent) for r in both], out)


def _follow_ups(rows: list[corpus.Row]) -> set[str]:
    """Wordings that stand for more than one intent: follow-ups."""
    intents: dict[str, set[Intent]] = {}
    for row in rows:
        intents.setdefault(row.wording, set()).add(row.intent)
    return {w for w, i in intents.items() if len(i) > 1}


def label(recipe: LanguageRecipe, data: Path, out: Path, engine: Engine = "local") -> None:
    """Writes `labels.npz`: the ensemble's logits, USE's and e5's vectors of every row, from its text without slips."""
    if (out / "labels.npz").is_file():
        return
    rows, _ = load(out)
    said: dict[str, int] = {}
    for row in rows:
        said.setdefault(row.clean, len(said))
    language = {r.clean: r.language for r in rows}
    texts = list(said)
    asked = teachers.ask_all(texts, [language[t] for t in texts], out, recipe.shares, engine)
    vectors = use_embeddings(texts, out / "cache", engine)
    where = np.array([said[r.clean] for r in rows])
    follow = _follow_ups(rows)
    save_npz(
        out / "labels.npz", where=where, logits=asked["ensemble"].astype(np.float16), vectors=vectors.astype(np.float16),
        pooled=asked["pooled"].astype(np.float16), soft=np.array([r.wording not in follow for r in rows]),
    )  # fmt: skip


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


def fresh_student(recipe: LanguageRecipe, tokenizer: Tokenizer, out: Path) -> LanguageStudent:
    """A student that starts from the layers and the pieces of the fine-tuned bilingual teacher; tokens it does not know begin at random."""
    torch.manual_seed(recipe.seed)
    student = LanguageStudent(student_config(tokenizer.get_vocab_size(), len(recipe.layers), recipe.ffn))
    trained = (out / "e5" / WEIGHTS).is_file()
    encoder = teachers.trained("e5", out)[0].encoder if trained else load_e5()[0]
    table = encoder.embeddings.word_embeddings.weight.detach().numpy()
    tokens = sorted(tokenizer.get_vocab(), key=lambda t: tokenizer.get_vocab()[t])
    rows, known = piece_rows(tokens, load_e5()[1], table)
    rows[~known] = np.random.default_rng(recipe.seed).normal(0, table.std(), (int((~known).sum()), table.shape[1]))
    start_from_teacher(student, encoder, torch.from_numpy(rows), recipe.layers)
    return student


def train_student(recipe: LanguageRecipe, out: Path) -> LanguageStudent:
    """Trains (or goes on training) the student and returns it."""
    rows, tokenizer = load(out)
    mend = "delete it and run the label stage again"
    stored = load_npz(out / "labels.npz", mend)
    if len(stored["where"]) != len(rows) or stored["logits"].shape != (len(stored["vectors"]), len(INTENTS)):
        raise BrokenData(f"The labels are of {len(stored['where'])} rows and {stored['logits'].shape[-1]} intents, the corpus of {len(rows)} and {len(INTENTS)}",
                         str(out / "labels.npz"), mend)  # fmt: skip
    where, soft = stored["where"], torch.from_numpy(stored["soft"].astype(np.float32))
    logits, vectors, pooled = (torch.from_numpy(stored[name]) for name in ("logits", "vectors", "pooled"))
    ids = [encode(tokenizer, r.text, r.before)[0] for r in rows]
    tags = [tag_ids(r, tokenizer) for r in rows]
    intents = torch.tensor([INTENTS.index(r.intent) for r in rows])
    moods = torch.tensor([-100 if r.sentiment is None else SENTIMENTS.index(r.sentiment) for r in rows])
    kept = [n for n, r in enumerate(rows) if not r.held_out]
    student = fresh_student(recipe, tokenizer, out)
    towards = nn.Linear(student.config.hidden_size, pooled.shape[1])  # what the student pools, in the teacher's space; not shipped
    meant: list[Tensor] = []
    student.projection.register_forward_pre_hook(lambda _, given: meant.append(given[0]))
    mood_weight = torch.tensor([1.3, 1.0, 1.6])

    def loss(batch: list[int], _: int) -> tuple[Tensor, dict[str, float]]:
        chosen = [kept[n] for n in batch]
        a, m = tensors(pad([ids[n] for n in chosen]), student)
        meant.clear()
        got = {name: value.cpu() for name, value in student(a, m).items()}  # the heads' losses are small; what they are compared with lies here
        told_of = where[chosen]
        longest = a.shape[1]
        tagged = torch.tensor([tags[n][:longest] + [-100] * (longest - len(tags[n])) for n in chosen])
        hard_and_soft = F.cross_entropy(got["intent"].float(), intents[chosen], label_smoothing=0.05)
        told = soft[chosen].nonzero().flatten()
        if len(told):
            taught = soft_target_loss(got["intent"][told], logits[told_of][told].float(), recipe.temperature)
            hard_and_soft = hard_and_soft + recipe.soft_weight * taught * len(told) / len(chosen)
        mood = F.cross_entropy(got["sentiment"].float(), moods[chosen], weight=mood_weight, ignore_index=-100)
        mood = mood if bool((moods[chosen] != -100).any()) else got["sentiment"].sum() * 0.0
        slot = F.cross_entropy(got["slots"].float().flatten(0, 1), tagged.flatten(), ignore_index=-100)
        near = cosine_loss(got["embedding"], vectors[told_of])
        alike = cosine_loss(towards(meant[-1]).cpu(), pooled[told_of])
        value = hard_and_soft + 0.5 * mood + 0.7 * slot + recipe.embedding_weight * near + recipe.pooled_weight * alike
        return value, {
            "intent": float(hard_and_soft.detach()),
            "mood": float(mood.detach()),
            "slot": float(slot.detach()),
            "near": float(near.detach()),
            "alike": float(alike.detach()),
        }

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

    train(
        nn.ModuleList([student, towards]), loss, lambda n: batches_by_length(lengths, schedule.batch, recipe.seed * 100 + n), schedule, out / "student", measure
    )
    return student


def student_logits(student: LanguageStudent, ids: list[Any]) -> dict[str, Matrix]:
    """Intent and sentiment logits and embeddings of encoded questions, in their order."""
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


def learn(recipe: LanguageRecipe, data: Path, out: Path) -> None:
    """The `train` stage: writes the student's weights to `model/`."""
    if (out / "model" / "model.safetensors").is_file():
        return
    save_student(train_student(recipe, out), out / "model", load(out)[1])


def evaluate(recipe: LanguageRecipe, data: Path, out: Path) -> dict[str, Any]:
    """Intent accuracy of student and teachers on held-out wordings and on the exams' single questions; written to `evaluation.json`."""
    rows, tokenizer = load(out)
    student = load_student(LanguageStudent, out / "model", tokenizer)
    follow = _follow_ups(rows)
    held = [r for r in rows if r.held_out and r.wording not in follow]
    asked: dict[str, list[tuple[str, str, Intent]]] = {"held_out": [(r.text, r.language, r.intent) for r in held]}
    for name, questions in exams(recipe, data).items():
        asked[name] = [(q["text"], q["language"], Intent(q["intent"])) for q in questions if "turn" not in q]
    report: dict[str, Any] = {}
    answers: dict[str, list[Matrix]] = {"ensemble": [], "e5": [], "use": [], "student": []}
    for name, questions_of in asked.items():
        texts, languages = [q[0] for q in questions_of], [q[1] for q in questions_of]
        told = teachers.ask_all(texts, languages, out, recipe.shares)
        said = {**{k: v for k, v in told.items() if k != "pooled"}, "student": student_logits(student, [encode(tokenizer, t)[0] for t in texts])["intent"]}
        target = np.array([INTENTS.index(q[2]) for q in questions_of])
        for who, logits in said.items():
            answers.get(who, []).append(teachers.softmax(logits))
            for language in ("en", "zh"):
                if who == "minilm" and language == "zh":
                    continue
                report[f"{name}/{who}/{language}"] = _figures(logits.argmax(1), target, np.array([lang == language for lang in languages]))
        wrong = [f"{INTENTS[t]} -> {INTENTS[g]} (teachers: {INTENTS[e]})  {x}" for x, t, g, e in
                 zip(texts, target, said["student"].argmax(1), said["ensemble"].argmax(1), strict=True) if g != t]  # fmt: skip
        write_text(out / f"wrong-{name}.txt", "\n".join(wrong))
    every = [(name, *question) for name, questions_of in asked.items() for question in questions_of]
    roles: dict[str, Role] = {"student": "student"}
    taught = [Wording(r.text, str(r.intent)) for r in rows if not r.held_out and r.wording not in follow]
    found = evaluation(every, {who: (roles.get(who, "teacher"), np.concatenate(rows_of)) for who, rows_of in answers.items()}, taught, INTENTS)
    dossier.save(out / "answers", found, taught)
    write_report(out / "report.html", found, taught)
    write_text(out / "evaluation.json", json.dumps(report, indent=1))
    print(json.dumps(report, indent=1))
    return report


def _figures(got: np.ndarray[Any, Any], target: np.ndarray[Any, Any], mine: np.ndarray[Any, Any]) -> dict[str, float]:
    """Of one language's questions: in-scope accuracy, out-of-scope recall, and the share of real questions that were refused."""
    beyond = INTENTS.index(Intent.out_of_scope)
    scope, far = mine & (target != beyond), mine & (target == beyond)
    return {
        "questions": int(mine.sum()), "intent": round(float((got == target)[scope].mean()), 4),
        "out_of_scope_recall": round(float((got == target)[far].mean()), 4), "refused": round(float((got == beyond)[scope].mean()), 4),
    }  # fmt: skip


def weights_digest(folder: Path) -> str:
    """SHA-256 of the student's weights file."""
    return hashlib.sha256((folder / "model" / "model.safetensors").read_bytes()).hexdigest()
