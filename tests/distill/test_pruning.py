"""A pruned model answers like the original with the units that went set to zero, on tiny models with random weights."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertForMaskedLM, BertModel, RobertaConfig, RobertaModel

from distill.students.language import LanguageStudent, start_from_teacher, student_config
from distill.students.pruning import prune_feed_forward, prune_heads, prune_vocabulary, strongest_heads, strongest_neurons

SIZES = {
    "vocab_size": 40, "hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 16, "max_position_embeddings": 20,
}  # fmt: skip
MODELS: dict[str, Callable[[], Any]] = {
    "student": lambda: LanguageStudent(student_config(40, layers=2, ffn=16, hidden=24, heads=4)),
    "bert": lambda: BertModel(BertConfig(**SIZES)),
    "roberta": lambda: RobertaModel(RobertaConfig(**SIZES, pad_token_id=1)),
}


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest) -> Any:
    """Large random weights, so that no unit is without effect."""
    torch.manual_seed(3)
    made = MODELS[request.param]().eval()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.normal_(std=0.3)
    return made


def answers(model: Any, ids: Tensor | None = None) -> Tensor:
    """All outputs of two sentences, the second of which is padded, as one vector."""
    given = torch.arange(4, 14).reshape(2, 5) if ids is None else ids
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    with torch.no_grad():
        said = model(input_ids=given, attention_mask=mask)
    parts = said.values() if isinstance(said, dict) else [said.last_hidden_state]
    return torch.cat([part.flatten() for part in parts])


def zeroed(model: Any, columns_of: Callable[[Any], tuple[nn.Linear, Tensor]]) -> Any:
    """A copy of the same size in which the output weights of some units of each layer are zero."""
    same = copy.deepcopy(model)
    with torch.no_grad():
        for layer in same.base_model.encoder.layer:
            output, columns = columns_of(layer)
            output.weight[:, columns] = 0.0
    return same


def without(kept: Tensor, size: int) -> Tensor:
    return torch.tensor([n for n in range(size) if n not in kept.tolist()])


def test_heads_that_go_are_heads_set_to_zero(model: Any) -> None:
    def lost(layer: Any) -> tuple[nn.Linear, Tensor]:
        output = layer.attention.output.dense
        gone = without(strongest_heads(layer.attention.self.value.weight, output.weight, 4, 3), 4)
        return output, (gone[:, None] * 6 + torch.arange(6)).flatten()

    small = prune_heads(model, 3)
    assert small.base_model.encoder.layer[1].attention.self.query.weight.shape == (18, 24)
    assert torch.allclose(answers(small), answers(zeroed(model, lost)), atol=1e-5)
    assert not torch.allclose(answers(small), answers(model), atol=1e-2)


def test_neurons_that_go_are_neurons_set_to_zero(model: Any) -> None:
    def lost(layer: Any) -> tuple[nn.Linear, Tensor]:
        up, output = layer.intermediate.dense, layer.output.dense
        return output, without(strongest_neurons(up.weight, output.weight, 10), 16)

    small = prune_feed_forward(model, 10)
    assert small.base_model.encoder.layer[1].intermediate.dense.weight.shape == (10, 24)
    assert torch.allclose(answers(small), answers(zeroed(model, lost)), atol=1e-5)
    assert not torch.allclose(answers(small), answers(model), atol=1e-2)


def test_kept_tokens_mean_what_they_meant(model: Any) -> None:
    """In whatever order they are kept; the others are read as unknown."""
    keep = [0, 1, *range(13, 3, -1), 30]
    small, ids_map = prune_vocabulary(model, keep, unknown=30)
    ids = torch.arange(4, 14).reshape(2, 5)
    assert small.get_input_embeddings().weight.shape == (13, 24)
    assert int(ids_map[13]) == 2
    assert torch.allclose(answers(small, ids_map[ids]), answers(model, ids), atol=1e-5)
    strange, unknown = ids.clone(), ids.clone()
    strange[0, 2], unknown[0, 2] = 37, 30
    assert torch.allclose(answers(small, ids_map[strange]), answers(model, unknown), atol=1e-5)


def test_padding_is_still_padding(model: Any) -> None:
    """It has no gradient, and the positions after it are those of before."""
    padding = model.config.pad_token_id
    small, ids_map = prune_vocabulary(model, [0, 1, *range(4, 14)], unknown=5)
    ids = torch.arange(4, 14).reshape(2, 5)
    ids[1, 3:] = padding
    assert int(ids_map[padding]) == padding == small.get_input_embeddings().padding_idx
    assert torch.allclose(answers(small, ids_map[ids]), answers(model, ids), atol=1e-5)


@pytest.mark.parametrize("prune", [lambda m: prune_heads(m, 2), lambda m: prune_feed_forward(m, 5), lambda m: prune_vocabulary(m, [0, 1, 2], 2)[0]])
def test_the_model_given_is_not_touched_and_the_new_one_learns(model: Any, prune: Callable[[Any], Any]) -> None:
    before, said, settings = copy.deepcopy(model.state_dict()), answers(model), model.config.to_dict()
    small = prune(model)
    with torch.no_grad():
        for parameter in small.parameters():
            assert parameter.requires_grad
            parameter.zero_()
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    assert torch.equal(answers(model), said)
    assert model.config.to_dict() == settings


def test_nothing_changes_where_all_are_kept(model: Any) -> None:
    small, ids_map = prune_vocabulary(prune_feed_forward(prune_heads(model, 4), 16), range(40), unknown=3)
    assert torch.allclose(answers(small), answers(model), atol=1e-6)
    assert ids_map.tolist() == list(range(40))


def test_a_model_cut_in_width_and_words_is_saved_and_loaded(model: Any, tmp_path: Path) -> None:
    small, _ = prune_vocabulary(prune_feed_forward(model, 10), range(14), unknown=3)
    small.save_pretrained(tmp_path)
    assert torch.allclose(answers(type(model).from_pretrained(tmp_path).eval()), answers(small), atol=1e-6)


def test_a_model_cut_in_heads_is_loaded_as_its_docstring_says(model: Any) -> None:
    small = prune_heads(model, 3)
    again = prune_heads(type(model)(small.config), 3).eval()
    again.load_state_dict(small.state_dict())
    assert torch.allclose(answers(again), answers(small), atol=1e-6)


def test_the_strongest_neurons_by_hand() -> None:
    """Norms in 1, 5, 2; out 4, 1, 3; products 4, 5, 6."""
    up, down = torch.tensor([[1.0, 0.0], [3.0, 4.0], [0.0, -2.0]]), torch.tensor([[4.0, 0.0, 3.0], [0.0, 1.0, 0.0]])
    assert strongest_neurons(up, down, 2).tolist() == [1, 2]
    assert strongest_neurons(up, down, 1).tolist() == [2]


def test_the_strongest_heads_by_hand() -> None:
    """Two heads of width 2: ‖W_V‖ 5 and 1, ‖W_O‖ 1 and 6: products 5 and 6."""
    value = torch.tensor([[3.0, 0.0], [0.0, 4.0], [1.0, 0.0], [0.0, 0.0]])
    output = torch.tensor([[0.0, 0.0, 0.0, -6.0], [1.0, 0.0, 0.0, 0.0]])
    assert strongest_heads(value, output, 2, 1).tolist() == [1]
    assert strongest_heads(value, output, 2, 2).tolist() == [0, 1]


def test_the_students_start_picks_the_same_neurons() -> None:
    """What is offered here is what `start_from_teacher` does."""
    torch.manual_seed(5)
    teacher = LanguageStudent(student_config(40, layers=2, ffn=16, hidden=24, heads=4)).bert
    student = LanguageStudent(student_config(40, layers=1, ffn=6, hidden=24, heads=4))
    start_from_teacher(student, teacher, torch.zeros(40, 24), (1,))
    cut = prune_feed_forward(teacher, 6).encoder.layer[1].intermediate.dense
    assert torch.equal(student.bert.encoder.layer[0].intermediate.dense.weight, cut.weight)


def test_counts_out_of_range_are_refused() -> None:
    model = MODELS["bert"]()
    for count in (0, 5):
        with pytest.raises(ValueError, match="cannot be kept"):
            prune_heads(model, count)
    with pytest.raises(ValueError, match="cannot be kept"):
        prune_feed_forward(model, 17)


@pytest.mark.parametrize(
    ("keep", "unknown", "reason"),
    [
        ([0, 1, 1], 1, "different"),
        ([0, 40], 0, "below 40"),
        ([0, -1], 0, "below 40"),
        ([0, 2], 1, "unknown"),
        ([1, 2], 1, "padding"),
        ([1, 0], 1, "padding"),
        ([], 0, "unknown"),
    ],
)
def test_vocabularies_that_make_no_sense_are_refused(keep: list[int], unknown: int, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        prune_vocabulary(MODELS["bert"](), keep, unknown)


def test_a_second_vocabulary_table_is_refused() -> None:
    """A language-model head would go on speaking the old ids."""
    with pytest.raises(ValueError, match="language-model head"):
        prune_vocabulary(BertForMaskedLM(BertConfig(**SIZES)), [0, 1], 1)
