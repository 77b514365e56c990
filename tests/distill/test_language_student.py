"""The language student's shapes, its start from the teacher, and its exports, on a tiny one."""

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

from distill import language, language_student
from distill.students.language import INTENTS, TAGS, LanguageStudent, start_from_teacher, student_config
from distill.students.vocabulary import build_vocabulary, make_tokenizer
from distill.weights import vocabulary_hash
from kiosk.bundle.understanding import CONTEXT_NONE, MAX_TOKENS, context_token, encode, token_id
from kiosk.core import Intent
from tests.fakes.texts import with_questions


@pytest.fixture(scope="module")
def tiny() -> LanguageStudent:
    torch.manual_seed(0)
    return LanguageStudent(student_config(120, layers=2, ffn=16, hidden=24, heads=2)).eval()


def test_outputs_have_the_shapes_of_the_docstring(tiny: LanguageStudent) -> None:
    ids = torch.randint(0, 120, (3, 9))
    with torch.no_grad():
        out = tiny(ids, torch.ones_like(ids))
    assert out["intent"].shape == (3, len(INTENTS))
    assert out["sentiment"].shape == (3, 3)
    assert out["slots"].shape == (3, 9, len(TAGS))
    assert torch.allclose(out["embedding"].norm(dim=-1), torch.ones(3), atol=1e-5)


def test_padding_changes_no_answer(tiny: LanguageStudent) -> None:
    ids = torch.randint(1, 120, (1, 7))
    padded = torch.cat([ids, torch.zeros(1, 5, dtype=torch.long)], dim=1)
    mask = torch.cat([torch.ones(1, 7), torch.zeros(1, 5)], dim=1).long()
    with torch.no_grad():
        short, long = tiny(ids, torch.ones_like(ids)), tiny(padded, mask)
    assert torch.allclose(short["intent"], long["intent"], atol=1e-4)


def test_the_student_starts_from_the_teachers_layers() -> None:
    """Attention is copied whole; of the feed-forward neurons those with the largest norms stay."""
    teacher = LanguageStudent(student_config(120, layers=4, ffn=32, hidden=24, heads=2)).bert
    student = LanguageStudent(student_config(120, layers=2, ffn=16, hidden=24, heads=2))
    start_from_teacher(student, teacher, torch.zeros(120, 24), (1, 3))
    theirs, ours = teacher.encoder.layer[3], student.bert.encoder.layer[1]
    assert torch.equal(theirs.attention.self.query.weight, ours.attention.self.query.weight)
    norms = theirs.intermediate.dense.weight.norm(dim=1) * theirs.output.dense.weight.norm(dim=0)
    kept = norms.topk(16).indices.sort().values
    assert torch.equal(theirs.intermediate.dense.weight[kept], ours.intermediate.dense.weight)


def test_every_intent_has_its_context_token_and_chinese_stands_alone() -> None:
    tokenizer = build_vocabulary(["where is the milk"], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "where", "is", "the", "milk", "rare"], "牛奶", 200)
    for intent in Intent:
        assert token_id(tokenizer, context_token(intent)) > 0
    ids, encoding = encode(tokenizer, "Where is the 牛奶?", Intent.product_price)
    assert encoding.tokens[:5] == ["where", "is", "the", "牛", "奶"]
    assert ids[1] == token_id(tokenizer, context_token(Intent.product_price))


def test_a_question_is_cut_to_the_longest_that_the_student_reads() -> None:
    tokenizer = make_tokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", CONTEXT_NONE, "a"])
    assert len(encode(tokenizer, "a " * 500)[0]) == MAX_TOKENS


def test_every_export_agrees_with_the_student(tiny: LanguageStudent, tmp_path: Path) -> None:
    """OpenVINO through Optimum and ONNX through torch give the student's answers, for lengths the export never saw."""
    from export.graphs.understanding import run_ir, run_onnx, to_onnx, to_openvino
    from export.verify import FLOAT, compare, moves_with_its_shape

    to_openvino(tiny, tmp_path / "m.xml")
    to_onnx(tiny, tmp_path / "m.onnx")
    random = np.random.default_rng(0)
    feeds = [{"input_ids": random.integers(1, 120, (1, n)), "attention_mask": np.ones((1, n), np.int64)} for n in (1, 5, 12, 33)]
    with torch.no_grad():
        source = [{k: v.numpy() for k, v in tiny(torch.from_numpy(f["input_ids"]), torch.from_numpy(f["attention_mask"])).items()} for f in feeds]
    labels = np.array([int(o["intent"].argmax()) for o in source])
    for file, run in ((tmp_path / "m.xml", run_ir), (tmp_path / "m.onnx", run_onnx)):
        assert compare(source, run(file, feeds), labels, FLOAT, "intent", "embedding").problems == ()
        assert moves_with_its_shape(partial(run, file), feeds, "intent") == []


def test_a_prepared_run_keeps_the_hash_of_its_vocabulary(tmp_path: Path, small_sets: Path) -> None:
    """From the store's real pack and the real wordings, filled once; a run from before the hash was kept is still opened."""
    recipe = language_student.LanguageRecipe(fills=1, vocabulary=3000, exam=str(tmp_path / "none"))
    language.prepare(recipe, with_questions(small_sets, tmp_path / "data"), tmp_path)
    rows, words = language.load(tmp_path)
    assert json.loads((tmp_path / "prepared.json").read_text()) == {"vocabulary": vocabulary_hash(words)}
    (tmp_path / "prepared.json").unlink()
    assert len(language.load(tmp_path)[0]) == len(rows) > 0
