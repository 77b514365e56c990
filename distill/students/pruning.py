"""Smaller students cut out of larger models: attention heads, feed-forward neurons and vocabulary rows of BERT and its kin.

What must hold: the model given is not touched, and the one returned answers like it would with the units that went set to zero.
Models are those of Hugging Face whose `base_model` has BERT's `embeddings.word_embeddings` and `encoder.layer` (BERT, RoBERTa, XLM-R, E5,
`LanguageStudent`). Units are chosen by the size of their weights; a few passes of training after a cut win back what it cost.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TypeVar

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel
from transformers.pytorch_utils import prune_linear_layer

M = TypeVar("M", bound=PreTrainedModel)


def strongest_neurons(up: Tensor, down: Tensor, count: int) -> Tensor:
    """The feed-forward neurons with the largest ‖w_in‖ · ‖w_out‖, in their old order.

    The product does not change when a neuron's input is scaled up and its output down. Size as importance: Li et al., "Pruning Filters for
    Efficient ConvNets", 2017, section 3.1.

    Args:
        up: weights into the neurons, (ffn, hidden).
        down: weights out of them, (hidden, ffn).
        count: how many stay.

    Returns:
        (count,) int64 indices, rising.

    Raises:
        ValueError: the count is not from 1 to ffn.
    """
    return _strongest(up.norm(dim=1) * down.norm(dim=0), count)


def strongest_heads(value: Tensor, output: Tensor, heads: int, count: int) -> Tensor:
    """The attention heads with the largest ‖W_V‖ · ‖W_O‖ (Frobenius), in their old order.

    A head adds W_O W_V times a weighted mean of the states, so these two bound what is lost with it. That many heads can go at all:
    Michel, Levy and Neubig, "Are Sixteen Heads Really Better than One?", 2019.

    Args:
        value: the value projection's weights, (heads · d, hidden).
        output: the output projection's weights, (hidden, heads · d).
        heads: how many there are.
        count: how many stay.

    Returns:
        (count,) int64 indices, rising.

    Raises:
        ValueError: the count is not from 1 to heads.
    """
    inward, outward = value.reshape(heads, -1), output.T.reshape(heads, -1)  # a row a head
    return _strongest(inward.norm(dim=1) * outward.norm(dim=1), count)


def prune_heads(model: M, count: int) -> M:
    """A copy with the strongest `count` attention heads of each layer.

    Its config goes on telling the old number, as the width of a head is computed from it. So to load its weights, make a model from the config,
    prune it to the same count and give it the state dict.

    Raises:
        ValueError: a layer does not have that many heads.
    """
    small = copy.deepcopy(model)
    for layer in small.base_model.encoder.layer:
        attention, output = layer.attention.self, layer.attention.output
        width = attention.attention_head_size
        heads = strongest_heads(attention.value.weight, output.dense.weight, attention.num_attention_heads, count)
        keep = (heads[:, None] * width + torch.arange(width, device=heads.device)).flatten()
        for name in ("query", "key", "value"):
            setattr(attention, name, prune_linear_layer(getattr(attention, name), keep))
        output.dense = prune_linear_layer(output.dense, keep, dim=1)
        attention.num_attention_heads, attention.all_head_size = count, count * width
    return small


def prune_feed_forward(model: M, width: int) -> M:
    """A copy with the strongest `width` feed-forward neurons of each layer; its config says so.

    Raises:
        ValueError: a layer does not have that many neurons.
    """
    small = copy.deepcopy(model)
    for layer in small.base_model.encoder.layer:
        keep = strongest_neurons(layer.intermediate.dense.weight, layer.output.dense.weight, width)
        layer.intermediate.dense = prune_linear_layer(layer.intermediate.dense, keep)
        layer.output.dense = prune_linear_layer(layer.output.dense, keep, dim=1)
    small.config.intermediate_size = width
    return small


def prune_vocabulary(model: M, keep: Sequence[int], unknown: int) -> tuple[M, Tensor]:
    """A copy that knows fewer tokens, and the way to them; its config says so.

    Args:
        model: without a language-model head.
        keep: old ids in their new order; padding keeps its id, as positions are counted from it in some models.
        unknown: old id of the token that those dropped are read as; it is kept too.

    Returns:
        the model, and an int64 map (old vocabulary,) so that `small(ids_map[ids])` is `model(ids)` for ids that are kept.

    Raises:
        ValueError: ids twice or out of range, unknown not kept, padding moved, or the model has a language-model head.
    """
    if model.get_output_embeddings() is not None:
        raise ValueError("a model with a language-model head has a second vocabulary table, which would not follow")
    old: nn.Embedding = model.get_input_embeddings()
    size, padding = old.num_embeddings, model.config.pad_token_id
    if len(set(keep)) != len(keep) or not all(0 <= n < size for n in keep):
        raise ValueError(f"the ids to keep must be different and lie below {size}")
    if unknown not in keep:
        raise ValueError("the unknown token must be kept")
    if padding is not None and list(keep[padding : padding + 1]) != [padding]:
        raise ValueError(f"the padding token must keep its id, {padding}")
    rows = torch.tensor(keep, device=old.weight.device)
    ids_map = torch.full((size,), list(keep).index(unknown), device=old.weight.device)
    ids_map[rows] = torch.arange(len(keep), device=old.weight.device)
    small = copy.deepcopy(model)
    table = nn.Embedding.from_pretrained(old.weight.detach()[rows], freeze=False, padding_idx=padding)  # type: ignore[no-untyped-call]
    small.set_input_embeddings(table)
    small.config.vocab_size = len(keep)
    return small, ids_map


def _strongest(strength: Tensor, count: int) -> Tensor:
    if not 1 <= count <= len(strength):
        raise ValueError(f"{count} of {len(strength)} units cannot be kept")
    return strength.detach().topk(count).indices.sort().values
