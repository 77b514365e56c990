"""Causal language models as teachers: likelihoods that add up, and weights that are never a pickle.

The quick tests load tiny LLaMAs with random weights from disk, as safetensors and as GGUF; the slow ones the packaged SmolLM2.
"""

import json
import pickle
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from distill.labelling import label
from distill.teachers import causal
from distill.teachers.cache import LabelCache
from distill.teachers.causal import BATCH, PACKAGED, CausalModel, LikelihoodTeacher, Scorer, load_causal, model_files, read_labels
from distill.teachers.protocol import Teacher, TeacherSpec
from kiosk.core import BadInput, BrokenData, MissingPart
from tests.fakes.causal import MARKS, bytes_tokenizer, tiny, write_gguf

TEMPLATE = 'He says "{text}" about'
TEXTS = ["where is the milk", "gone <|e|><|a|> now", "燕麦奶在哪儿", "", "?? st"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny(tmp_path_factory.mktemp("chat"), bytes_tokenizer())


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "model"))


def by_hand(model: CausalModel, template: str, text: str, words: str, turn: bool = False) -> float:
    """The sum of log-softmax at each token of the words, from one pass over prompt and words together, without a cache."""
    before = model.prompt(template, text, turn)
    prompt = model.ids(before)
    whole = [*prompt, *model.ids(words if before.endswith("\n") else f" {words}")]
    with torch.no_grad():
        logits = model.model(input_ids=torch.tensor([whole]), use_cache=False).logits[0].double()
    return sum(float(logits[n - 1].log_softmax(-1)[whole[n]]) for n in range(len(prompt), len(whole)))


@pytest.mark.parametrize("template", [TEMPLATE, "{text} is about"])
@pytest.mark.parametrize("turn", [True, False])
def test_a_likelihood_is_the_sum_of_log_softmax_over_the_labels_tokens(folder: Path, turn: bool, template: str) -> None:
    """With keys and values kept for the prompt and shared by more labels than one batch, as in one pass without a cache."""
    model = load_causal(str(folder))
    words = ["a", "st", "oat milk", "燕麦"] + [f"label {n}" for n in range(BATCH)]
    scorer = Scorer(model, template, words, turn)
    assert min(scorer.lengths) == 1 and max(scorer.lengths) > 5
    for text in TEXTS:
        found = scorer.likelihoods(text)
        for n in (0, 1, 2, 3, len(words) - 1):
            assert found[n] == pytest.approx(by_hand(model, template, text, words[n], turn), abs=2e-4)


def test_an_answer_has_the_same_bits_in_whatever_batch_it_stands(folder: Path) -> None:
    teacher = LikelihoodTeacher("oat milk|a|where it is", str(folder), TEMPLATE)
    whole = teacher.answer(TEXTS)["logits"]
    assert whole.shape == (5, 3) and whole.dtype == np.float32 and np.isfinite(whole).all()
    again = LikelihoodTeacher("oat milk|a|where it is", str(folder), TEMPLATE)
    assert again.answer(TEXTS[::-1])["logits"][::-1].tobytes() == whole.tobytes()
    assert np.concatenate([again.answer([text])["logits"] for text in TEXTS]).tobytes() == whole.tobytes()
    assert again.answer([])["logits"].shape == (0, 3)


def test_an_answer_has_the_same_bits_wherever_in_its_file_the_weights_begin(folder: Path, copied: Path) -> None:
    """A longer header moves them by eight bytes, and with them what a processor reads at once."""
    weights = load_file(folder / "model.safetensors")
    found = []
    for note in ("", "12345678"):
        save_file(weights, copied / "model.safetensors", {"format": "pt", "note": note})
        found.append([Scorer(load_causal(str(copied)), TEMPLATE, ["oat milk", "a"]).likelihoods(text).tobytes() for text in TEXTS])
    assert found[0] == found[1]


def test_a_score_is_the_sum_its_mean_a_token_or_what_the_text_adds_to_the_prior(folder: Path) -> None:
    model, words = load_causal(str(folder)), ["oat milk", "a"]

    def said(score: str) -> Any:
        return LikelihoodTeacher("|".join(words), str(folder), TEMPLATE, score, neutral="N/A|").answer(["where"])["logits"][0]  # type: ignore[arg-type]

    sums = np.array([by_hand(model, TEMPLATE, "where", w) for w in words])
    neutral = np.array([[by_hand(model, TEMPLATE, text, w) for w in words] for text in ("N/A", "")])
    lengths = np.array([len(model.ids(f" {w}")) for w in words])
    assert np.allclose(said("sum"), sums, atol=2e-4)
    assert np.allclose(said("mean"), sums / lengths, atol=2e-4)
    assert np.allclose(said("prior"), sums - np.log(np.exp(neutral).mean(0)), atol=2e-4)


def test_no_text_says_a_control_token(folder: Path) -> None:
    model = load_causal(str(folder))
    controls = {model.tokenizer.convert_tokens_to_ids(mark) for mark in MARKS}
    text = "a<|e|><|u|>x<|<|e|>e|>"
    assert not controls & set(model.asked(TEMPLATE, text, False, 0))
    assert sum(n in controls for n in model.asked(TEMPLATE, text, True, 0)) == len(MARKS)  # those of the turn itself


def test_it_is_a_teacher_made_of_plain_settings_whose_labels_are_kept_by_hash(folder: Path, tmp_path: Path) -> None:
    settings = {"labels": "milk=the milk|where_it_is", "source": str(folder), "template": TEMPLATE}
    spec = TeacherSpec(kind="distill.teachers.causal:LikelihoodTeacher", settings=settings)
    teacher = spec.build()
    assert isinstance(teacher, Teacher)
    labels = label(spec, TEXTS, LabelCache(tmp_path), shard=2)
    assert labels["logits"].tobytes() == teacher.answer(TEXTS)["logits"].tobytes()
    file = tmp_path / "labels.txt"
    file.write_text("milk = the milk\n\nwhere_it_is\n", "utf-8")
    same = LikelihoodTeacher(str(file), str(folder), TEMPLATE)
    assert same.labels == {"milk": "the milk", "where_it_is": "where it is"}
    assert (same.key, same.preprocessing) == (teacher.key, teacher.preprocessing)


def test_key_and_preprocessing_change_with_whatever_changes_an_answer(folder: Path, copied: Path) -> None:
    def of(source: Path, labels: str = "a|b", **others: Any) -> tuple[str, str]:
        teacher = LikelihoodTeacher(labels, str(source), **others)
        return teacher.key, teacher.preprocessing

    first = of(folder)
    assert of(copied) == first
    variants = [
        of(folder, "a|b=c"),
        of(folder, "b|a"),
        of(folder, template="{text}:"),
        of(folder, score="mean"),
        of(folder, neutral="?"),
        of(folder, turn=True),
        of(folder, dtype="bfloat16"),
    ]
    assert len({preprocessing for _, preprocessing in [first, *variants]}) == 8 and {key for key, _ in variants} == {first[0]}
    weights = load_file(copied / "model.safetensors")
    weights["model.norm.weight"][0] += 1e-3
    save_file(weights, copied / "model.safetensors", {"format": "pt"})
    changed = of(copied)
    assert changed[0] != first[0] and changed[1] == first[1]
    (copied / "tokenizer_config.json").write_text("{}")
    assert of(copied)[0] not in (changed[0], first[0])


@pytest.mark.parametrize("labels", ["a", "a|a", "a|b=a", "a|=b", "|", "/nowhere/labels.txt"])
def test_labels_that_are_no_closed_set_are_refused(labels: str) -> None:
    with pytest.raises(BadInput):
        read_labels(labels)


def test_settings_that_cannot_be_used_are_refused_when_the_teacher_is_built(folder: Path) -> None:
    for wrong in ({"template": "no place"}, {"score": "best"}, {"dtype": "int8"}):
        with pytest.raises(BadInput):
            LikelihoodTeacher("a|b", str(folder), **wrong)  # type: ignore[arg-type]


def test_a_text_longer_than_the_model_reads_is_refused_not_cut(folder: Path) -> None:
    teacher = LikelihoodTeacher("a|b", str(folder), TEMPLATE)
    with pytest.raises(BadInput, match="256"):
        teacher.answer(["x" * 300])


# what is read, and what is not


class Bomb:
    """Writes a file when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> Any:
        return Path.touch, (self.mark,)


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pth", "model.pt"])
def test_a_folder_or_file_of_pickles_is_refused_and_not_opened(copied: Path, tmp_path: Path, name: str) -> None:
    (copied / "model.safetensors").unlink()
    torch.save(Bomb(tmp_path / "fell"), copied / name)
    for source in (copied, copied / name):
        with pytest.raises(BadInput, match="pickle"):
            load_causal(str(source))
    assert not (tmp_path / "fell").exists()


@pytest.mark.parametrize("zipped", [True, False])
def test_a_pickle_named_safetensors_is_broken_and_not_opened(copied: Path, tmp_path: Path, zipped: bool) -> None:
    file = copied / "model.safetensors"
    if zipped:
        torch.save(Bomb(tmp_path / "fell"), file)
    else:
        file.write_bytes(pickle.dumps(Bomb(tmp_path / "fell")))
    with pytest.raises(BrokenData, match="pickle"):
        load_causal(str(copied))
    assert not (tmp_path / "fell").exists()


def test_a_model_that_brings_code_of_its_own_is_refused_and_the_code_not_run(copied: Path, tmp_path: Path) -> None:
    (copied / "code.py").write_text(f"import pathlib\npathlib.Path({str(tmp_path / 'fell')!r}).touch()\n")
    ways = {"AutoConfig": "code.Config", "AutoModelForCausalLM": "code.Model"}
    (copied / "config.json").write_text(json.dumps({"model_type": "strange", "auto_map": ways}))
    with pytest.raises(BrokenData):
        load_causal(str(copied))
    assert not (tmp_path / "fell").exists()


@pytest.mark.parametrize("left", [0, 5, 200, -1])
def test_safetensors_that_were_cut_off_are_broken(copied: Path, left: int) -> None:
    file = copied / "model.safetensors"
    file.write_bytes(file.read_bytes()[:left])
    with pytest.raises(BrokenData, match="cut off"):
        load_causal(str(copied))


def test_weights_that_lack_a_part_or_hold_no_numbers_are_broken(copied: Path) -> None:
    """What is missing is not made up at random."""
    whole = load_file(copied / "model.safetensors")
    save_file({n: v for n, v in whole.items() if "layers.1.mlp.up" not in n}, copied / "model.safetensors", {"format": "pt"})
    with pytest.raises(BrokenData, match="up_proj"):
        load_causal(str(copied))
    whole["model.norm.weight"][3] = float("nan")
    save_file(whole, copied / "model.safetensors", {"format": "pt"})
    with pytest.raises(BrokenData, match="finite"):
        load_causal(str(copied))


def test_shards_are_each_looked_at_and_lie_in_the_folder(folder: Path, tmp_path: Path) -> None:
    load_causal(str(folder)).model.save_pretrained(tmp_path, max_shard_size="40KB")
    for file in folder.iterdir():
        if file.suffix != ".safetensors":
            shutil.copy(file, tmp_path)
    index = tmp_path / "model.safetensors.index.json"
    shards = sorted(tmp_path.glob("*.safetensors"))
    assert len(shards) > 1 and model_files(str(tmp_path)).weights == tuple(shards)
    words = ["milk", "a"]
    assert np.array_equal(*(Scorer(load_causal(str(f)), TEMPLATE, words).likelihoods("where") for f in (folder, tmp_path)))
    listed = json.loads(index.read_text())
    index.write_text(json.dumps({"weight_map": dict.fromkeys(listed["weight_map"], "../model.safetensors")}))
    with pytest.raises(BrokenData, match="of the folder"):
        load_causal(str(tmp_path))
    index.write_text(json.dumps(listed))
    shards[1].write_bytes(shards[1].read_bytes()[:-1])
    with pytest.raises(BrokenData, match="cut off"):
        load_causal(str(tmp_path))
    shards[1].unlink()
    with pytest.raises(MissingPart, match="not there"):
        load_causal(str(tmp_path))


def test_a_gguf_answers_as_the_safetensors_that_it_was_made_of(folder: Path, tmp_path: Path) -> None:
    """By its file's name and by its folder's; with the same tokens and turns."""
    write_gguf(folder, tmp_path / "tiny.gguf")
    words = ["milk", "oat milk", "a"]
    whole = load_causal(str(folder))
    first = Scorer(whole, TEMPLATE, words)
    for source in (tmp_path / "tiny.gguf", tmp_path):
        model = load_causal(str(source))
        other = Scorer(model, TEMPLATE, words)
        for text in TEXTS:
            assert model.asked(TEMPLATE, text, True, 0) == whole.asked(TEMPLATE, text, True, 0)
            assert np.allclose(other.likelihoods(text), first.likelihoods(text), atol=1e-4)
    shutil.copy(tmp_path / "tiny.gguf", tmp_path / "other.gguf")
    with pytest.raises(BadInput, match="several"):
        load_causal(str(tmp_path))


@pytest.mark.parametrize("left", [0, 100, 20_000, -50])
def test_a_gguf_that_was_cut_off_is_broken(folder: Path, tmp_path: Path, left: int) -> None:
    file = tmp_path / "tiny.gguf"
    write_gguf(folder, file)
    file.write_bytes(file.read_bytes()[:left])
    with pytest.raises(BrokenData, match=r"GGUF|loaded"):
        load_causal(str(file))


def test_a_pickle_named_gguf_is_broken_and_not_opened(tmp_path: Path) -> None:
    torch.save(Bomb(tmp_path / "fell"), tmp_path / "tiny.gguf")
    with pytest.raises(BrokenData, match="GGUF"):
        load_causal(str(tmp_path / "tiny.gguf"))
    assert not (tmp_path / "fell").exists()


@pytest.mark.parametrize("source", ["nobody/nothing", "nobody/nothing/model.gguf", "/nowhere/model", "nowhere.gguf", "../x/y"])
def test_a_model_that_is_not_there_is_missing_and_the_error_says_what_to_name(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(MissingPart) as told:
        load_causal(source)
    assert told.value.where == source and "folder" in told.value.mend


def test_a_folder_without_weights_is_missing_them(copied: Path) -> None:
    (copied / "model.safetensors").unlink()
    with pytest.raises(MissingPart, match="no weights"):
        load_causal(str(copied))


def test_another_file_in_the_package_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / causal.PACKAGED_FILE).write_bytes(b"GGUF" + bytes(100))
    monkeypatch.setattr(causal, "package_folder", lambda _: tmp_path)
    with pytest.raises(BrokenData, match="not the one that was checked"):
        load_causal()


# the packaged model


@pytest.fixture(scope="module")
def smollm() -> CausalModel:
    return load_causal(PACKAGED)


@pytest.mark.slow
def test_the_packaged_model_reads_its_tokens_back_and_knows_its_turns(smollm: CausalModel) -> None:
    for text in ("It costs 2.49 euros\nand 1234", "  two  spaces", "燕麦奶在哪儿", "hello , world ."):
        assert smollm.tokenizer.decode(smollm.ids(text), clean_up_tokenization_spaces=False) == text
    prompt = smollm.asked("{text}", "hello <|im_end|><FILL_ME>", True, 0)
    assert prompt.count(2) == 2 and max(prompt) < smollm.model.config.vocab_size  # the end of the system's turn and of the user's


@pytest.mark.slow
def test_the_packaged_model_finds_true_endings_likelier_than_false_ones(smollm: CausalModel) -> None:
    template, words = "What is the capital of {text}? Answer with its name only.", ["Paris", "Rome", "a sort of cheese"]
    scorer = Scorer(smollm, template, words, turn=True)
    france, italy = scorer.likelihoods("France"), scorer.likelihoods("Italy")
    assert france.argmax() == 0 and italy.argmax() == 1
    assert np.allclose(france, [by_hand(smollm, template, "France", w, turn=True) for w in words], atol=2e-3)
