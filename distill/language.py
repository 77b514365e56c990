"""The language student, from wordings to weights: prepare → teach → label → train → evaluate, each a stage that is a no-op when done.

prepare   the corpus and the student's own vocabulary
teach     multilingual-e5-small and MiniLM fine-tuned on the intents, a probe on USE vectors (distill.teachers.intents)
label     their soft answers on every training question; USE vectors as targets of the sentence embedding, e5's as targets of what is pooled
train     the student, by hard labels, soft labels and both vectors
evaluate  held-out wordings, the development questions and our own exam, teachers beside the student
alone     the same student by hard labels alone, to tell what its teachers gave; `run` leaves it out, and `evaluate` measures it where it is there
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
from tokenizers import Tokenizer

from distill.data import language as corpus
from distill.data.card import card, write_parquet
from distill.data.cleaning import Cleaned, Item, clean
from distill.data.sources import named
from distill.data.wordings import FOLDER
from distill.evaluation import dossier
from distill.evaluation.costs import milliseconds
from distill.evaluation.neighbours import Wording
from distill.evaluation.records import STUDENTS, Model
from distill.evaluation.report import write_report
from distill.evaluation.shopping import Asked, evaluation
from distill.labelling import Engine
from distill.language_student import LanguageRecipe, student_answers, train_student
from distill.progress import bar
from distill.runs import open_run, read_figures, whole, write_text
from distill.students.language import INTENTS, LanguageStudent
from distill.students.vocabulary import build_vocabulary, read_teacher_vocabulary
from distill.teachers import intents as teachers
from distill.teachers.encoders import UseTeacher, minilm_folder, save_npz, use_embeddings
from distill.training import Schedule
from distill.weights import FILE, load_student, save_student, vocabulary_hash
from kiosk.bundle.manifest import sha256
from kiosk.bundle.understanding import encode
from kiosk.core import BrokenData, Intent, MissingPart
from kiosk.core.text import has_chinese, normalise
from kiosk.store.pack import read_pack

Stage = Literal["prepare", "teach", "label", "train", "evaluate", "alone"]
PREPARE_AGAIN = "delete tokenizer.json there and run the prepare stage again: from the same data it makes the same files"
STAGES: tuple[Stage, ...] = ("prepare", "teach", "label", "train", "evaluate")
SOURCES = ("clinc150", "wordings", "exam", "store_pack", "questions_dev", "visits_dev")
"""Of `distill.data.sources`: what the corpus is made of, and what it is measured on."""


def run(recipe: LanguageRecipe, data: Path, out: Path, stages: tuple[Stage, ...] = STAGES, engine: Engine = "local") -> None:
    """Runs the stages; each leaves its result in `out` and is skipped when the result is there. `engine` says who labels (`distill.labelling`)."""
    torch.set_num_threads(recipe.threads)
    open_run(out, recipe, {s.source.id: s.digest.sha256 for s in named(SOURCES, data) if s.digest})
    functions: dict[Stage, Callable[[LanguageRecipe, Path, Path], object]] = {
        "prepare": prepare, "teach": teach, "label": partial(label, engine=engine), "train": learn, "evaluate": evaluate, "alone": alone,
    }  # fmt: skip
    for stage in stages:
        functions[stage](recipe, data, out)


def prepare(recipe: LanguageRecipe, data: Path, out: Path) -> None:
    """Writes the rows (`rows.pickle`, `corpus/`), their card, `prepared.json` (the hash of the vocabulary) and `tokenizer.json`."""
    if (out / "tokenizer.json").is_file():
        return
    rows = corpus.build(read_pack(Path(recipe.store)), FOLDER, data, recipe.fills, recipe.held_out, recipe.seed)
    exam = [question["text"] for questions in exams(recipe, data).values() for question in questions]
    leaked = set(corpus.leaks(rows, exam))
    print(f"{len(rows)} rows; {len(leaked)} exam questions stand in the corpus and are taken out of it: {sorted(leaked)}")
    bare = {normalise(q).strip(" ?!.。？！") for q in leaked}
    rows = [r for r in rows if normalise(r.clean).strip(" ?!.。？！") not in bare and normalise(r.text).strip(" ?!.。？！") not in bare]
    rows = fit_to_teach(recipe, rows, exam, data, out)
    tokenizer = build_vocabulary((normalise(r.text) for r in rows), read_teacher_vocabulary(minilm_folder()), _characters(rows), recipe.vocabulary)
    with whole(out / "rows.pickle") as partial, partial.open("wb") as f:
        pickle.dump(rows, f)
    write_text(out / "prepared.json", json.dumps({"vocabulary": vocabulary_hash(tokenizer)}))
    write_text(out / "tokenizer.json", tokenizer.to_str(pretty=True))


def fit_to_teach(recipe: LanguageRecipe, rows: list[corpus.Row], exam: list[str], data: Path, out: Path) -> list[corpus.Row]:
    """The rows that may teach, all of them where the recipe does not clean; they stand in `corpus/` as Parquet, and what they are in `card.md`."""
    items = [
        Item(r.text, r.language, str(r.intent), "held_out" if r.held_out else "train", str(r.before or ""), r.clean, r.wording, r.source) for r in rows
    ]  # fmt: skip
    result = clean(items, exam, recipe.cleaning, bar) if recipe.cleaning else Cleaned(tuple(range(len(rows))), ())
    if recipe.cleaning:
        print(f"cleaning keeps {len(result.kept)} of {len(rows)} rows: {result.counts()}")
    kept, cleaning = [rows[n] for n in result.kept], (result, recipe.cleaning) if recipe.cleaning else None
    table = [{"text": r.text, "label": str(r.intent), "language": r.language, "split": items[n].split, "before": items[n].context, "source": r.source}
             for n, r in zip(result.kept, kept, strict=True)]  # fmt: skip
    fingerprint = write_parquet(table, out / "corpus")
    write_text(out / "card.md", card("The language student's corpus", fingerprint, items, named(SOURCES, data), {"seed": recipe.seed}, cleaning))
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
    teachers.fine_tune("e5", [r.text for r in both], [INTENTS.index(r.intent) for r in both], schedule, out / "e5")
    english = [r for r in both if r.language == "en"]
    teachers.fine_tune("minilm", [r.text for r in english], [INTENTS.index(r.intent) for r in english], schedule, out / "minilm")
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


def learn(recipe: LanguageRecipe, data: Path, out: Path) -> None:
    """The `train` stage: writes the student's weights to `model/`."""
    _learn(recipe, out, "model", taught=True)


def alone(recipe: LanguageRecipe, data: Path, out: Path) -> None:
    """The `alone` stage: the weights of the same student without its teachers, to `alone-model/`."""
    _learn(recipe, out, "alone-model", taught=False)


def _learn(recipe: LanguageRecipe, out: Path, name: str, taught: bool) -> None:
    if not (out / name / FILE).is_file():
        rows, tokenizer = load(out)
        save_student(train_student(recipe, rows, tokenizer, out, taught), out / name, tokenizer)


def asked_of(recipe: LanguageRecipe, data: Path, rows: list[corpus.Row]) -> list[Asked]:
    """The questions that a run is measured on: held-out wordings that stand for one intent, and the exams' single questions."""
    follow = _follow_ups(rows)
    held = [Asked("held_out", r.text, r.language, r.intent, r.text != r.clean) for r in rows if r.held_out and r.wording not in follow]
    return held + [
        Asked(name, q["text"], q["language"], Intent(q["intent"])) for name, questions in exams(recipe, data).items() for q in questions if "turn" not in q
    ]


def evaluate(recipe: LanguageRecipe, data: Path, out: Path) -> dict[str, Any]:
    """Teachers and students on questions that nobody was trained on: figures to `evaluation.json`, the whole story to `report.html`, the student's
    mistakes to `wrong-<set>.txt`. Does nothing where these students were measured on these questions."""
    rows, tokenizer = load(out)
    asked = asked_of(recipe, data, rows)
    students = {
        name: load_student(LanguageStudent, out / folder, tokenizer) for name, role, folder in STUDENTS if role == "student" or (out / folder / FILE).is_file()
    }
    weights = {name: out / folder / FILE for name, _, folder in STUDENTS}
    measured = hashlib.sha256(json.dumps([asked, {name: sha256(weights[name]) for name in students}]).encode()).hexdigest()
    if (report := read_figures(out)).get("measured") == measured:
        return report
    texts, ids = [q.text for q in asked], [encode(tokenizer, q.text)[0] for q in asked]
    told = teachers.ask_all(texts, [q.language for q in asked], out, recipe.shares)
    said = {name: told[name] for name in ("ensemble", "e5", "use", "minilm")}
    said |= {name: student_answers(student, ids)["intent"] for name, student in students.items()}
    report = {"measured": measured, **_by_set(asked, said, out)}
    costs = _teachers_costs(texts, out)
    for name, student in students.items():
        costs[name] = milliseconds(lambda row: student_answers(student, [row]), ids), weights[name].stat().st_size  # noqa: B023 - asked at once
    roles = {name: role for name, role, _ in STUDENTS}
    models = [
        Model(who, roles.get(who, "teacher"), teachers.softmax(logits).astype(np.float64), *costs[who]) for who, logits in said.items() if who != "minilm"
    ]
    follow = _follow_ups(rows)
    taught = [Wording(r.text, str(r.intent)) for r in rows if not r.held_out and r.wording not in follow]
    found = evaluation(asked, models, taught, INTENTS)
    dossier.save(out / "answers", found, taught)
    write_report(out / "report.html", found, taught)
    write_text(out / "evaluation.json", json.dumps(report, indent=1))
    print(json.dumps(report, indent=1))
    return report


def _teachers_costs(texts: list[str], out: Path) -> dict[str, tuple[float, int]]:
    """Milliseconds of a question and bytes of each teacher; the ensemble's are the sums, as an English question goes to all three."""
    use = UseTeacher()
    found = {name: teachers.cost(out / name, texts) for name in ("e5", "minilm")}
    found["use"] = milliseconds(lambda text: use.answer([text]), texts), use.size
    return found | {"ensemble": (sum(ms for ms, _ in found.values()), sum(size for _, size in found.values()))}


def _by_set(asked: list[Asked], said: dict[str, Any], out: Path) -> dict[str, Any]:
    """Figures by set, model and language; the student's mistakes of each set go to a file. MiniLM knows no Chinese."""
    found: dict[str, Any] = {}
    target, languages = np.array([INTENTS.index(q.intent) for q in asked]), np.array([q.language for q in asked])
    for name in dict.fromkeys(q.set for q in asked):
        mine = np.array([q.set == name for q in asked])
        for who, logits in said.items():
            for language in ("en",) if who == "minilm" else ("en", "zh"):
                found[f"{name}/{who}/{language}"] = _figures(logits.argmax(1), target, mine & (languages == language))
        got, theirs = said["student"].argmax(1), said["ensemble"].argmax(1)
        wrong = [f"{INTENTS[target[n]]} -> {INTENTS[got[n]]} (teachers: {INTENTS[theirs[n]]})  {asked[n].text}" for n in np.flatnonzero(mine & (got != target))]
        write_text(out / f"wrong-{name}.txt", "\n".join(wrong))
    return found


def _figures(got: np.ndarray[Any, Any], target: np.ndarray[Any, Any], mine: np.ndarray[Any, Any]) -> dict[str, float]:
    """Of one language's questions: in-scope accuracy, out-of-scope recall, and the share of real questions that were refused."""
    beyond = INTENTS.index(Intent.out_of_scope)
    scope, far = mine & (target != beyond), mine & (target == beyond)
    return {
        "questions": int(mine.sum()), "intent": round(float((got == target)[scope].mean()), 4),
        "out_of_scope_recall": round(float((got == target)[far].mean()), 4), "refused": round(float((got == beyond)[scope].mean()), 4),
    }  # fmt: skip
