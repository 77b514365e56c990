"""Nothing wrong with an export goes unnoticed: values, types, shapes, labels, classes, lengths."""

from typing import Any

import numpy as np
import pytest

from export.verify import FLOAT, INT8, GateClosed, Tolerance, compare, moves_with_its_shape, require

LABELS = np.arange(60) % 3


def outputs(seed: int = 1) -> list[dict[str, Any]]:
    random = np.random.default_rng(seed)
    found = []
    for label in LABELS:
        vector = random.normal(size=(1, 8)).astype(np.float32)
        logits = random.normal(size=(1, 3)).astype(np.float32)
        logits[0, label] += 4
        found.append({"logits": logits, "vector": vector / np.linalg.norm(vector)})
    return found


def verdict(other: list[dict[str, Any]], tolerance: Tolerance = FLOAT) -> Any:
    return compare(outputs(), other, LABELS, tolerance, "logits", "vector")


def test_the_same_graph_has_no_problem() -> None:
    same = verdict(outputs())
    assert same.problems == ()
    assert same.label_agreement == 1.0
    assert same.largest_error == 0.0


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda o: o | {"logits": o["logits"] * np.nan}, "not finite"),
        (lambda o: o | {"logits": o["logits"].astype(np.float64)}, "float64"),
        (lambda o: o | {"logits": o["logits"][:, :2]}, "shape"),
        (lambda o: {"logits": o["logits"]}, "no output `vector`"),
        (lambda o: o | {"logits": o["logits"] + 0.1}, "a logit is off by 0.1"),
        (lambda o: o | {"vector": -o["vector"]}, "cosine is -1.0"),
    ],
)
def test_what_is_wrong_with_one_sample_is_told(spoil: Any, told: str) -> None:
    other = outputs()
    other[17] = spoil(other[17])
    found = verdict(other)
    assert any(told in problem for problem in found.problems)
    with pytest.raises(GateClosed, match="int8"):
        require({"int8": found}, "here")


def test_answers_that_are_missing_are_told() -> None:
    assert "59 answers to 60 samples" in verdict(outputs()[:-1]).problems[0]


def test_a_class_that_is_lost_is_told_where_the_whole_looks_well() -> None:
    """Three of sixty: five points of all, fifteen of the class's twenty."""
    other = outputs()
    for n in [n for n in range(60) if LABELS[n] == 2][:4]:
        other[n] = other[n] | {"logits": np.array([[9.0, 0.0, 0.0]], np.float32)}
    wide = INT8.model_copy(update={"lost": 0.2, "label_agreement": 0.9})
    found = verdict(other, wide)
    assert found.worst_class == (2, pytest.approx(0.2))
    assert found.problems == ("class 2 loses 0.200 of its samples, 0.15 is allowed",)


def test_int8_may_move_a_logit_but_not_the_labels() -> None:
    other = [o | {"logits": o["logits"] + np.float32(0.3)} for o in outputs()]
    assert verdict(other, INT8).problems == ()
    other[0] = other[0] | {"logits": other[0]["logits"][:, ::-1].copy()}
    other[2] = other[2] | {"logits": other[2]["logits"][:, ::-1].copy()}
    assert any("labels agree" in p for p in verdict(other, INT8).problems)


def test_a_graph_that_minds_its_padding_is_told() -> None:
    feeds = [{"ids": np.ones((1, n)), "mask": np.ones((1, n))} for n in (3, 5)]

    def sound(given: Any) -> Any:
        return [{"logits": (f["ids"] * f["mask"]).sum(1, keepdims=True) / f["mask"].sum()} for f in given]

    def careless(given: Any) -> Any:
        return [{"logits": f["ids"].mean(1, keepdims=True)} for f in given]

    def fixed(given: Any) -> Any:
        if any(f["ids"].shape[1] > 5 for f in given):
            raise RuntimeError("the graph takes five tokens")
        return sound(given)

    assert moves_with_its_shape(sound, feeds, "logits") == []
    assert "padding moves a logit" in moves_with_its_shape(careless, feeds, "logits")[0]
    assert "another length is refused" in moves_with_its_shape(fixed, feeds, "logits")[0]
