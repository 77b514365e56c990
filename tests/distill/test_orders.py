"""Orders by voice are scored as the labels have them: everything right, nothing more."""

from typing import Any

import pytest

from distill.evaluation.orders import filled, main, orders, turned_down
from kiosk.core import BadInput, BrokenData


def answer(form: str | None, **slots: str) -> dict[str, Any]:
    return {
        "heard": "x",
        "actions": [{"name": "show_product", "args": {"sku": "latte"}}, *([{"name": "fill_form", "args": {"form": form, "slots": slots}}] if form else [])],
    }


ROW = {"intent": "orderDrink", "slots": {"coffeeDrink": "latte", "size": "small"}}


@pytest.mark.parametrize(("given", "right"), [
    (answer("orderDrink", coffeeDrink="latte", size="small"), 1.0),
    (answer("orderDrink", coffeeDrink="latte"), 0.0),
    (answer("orderDrink", coffeeDrink="latte", size="small", roast="dark roast"), 0.0),
    (answer("orderDrink", coffeeDrink="mocha", size="small"), 0.0),
    (answer("order", coffeeDrink="latte", size="small"), 0.0),
    (answer(None), 0.0),
])  # fmt: skip
def test_an_order_is_right_only_as_a_whole(given: dict[str, Any], right: float) -> None:
    found = orders([(ROW, given)])
    assert found["all_right"] == right and found["clips"] == 1 and len(found["first_wrong"]) == 1 - right


def test_the_last_form_of_an_answer_counts() -> None:
    twice = {"actions": [*answer("orderDrink", size="small")["actions"], *answer("orderDrink", size="large")["actions"]]}
    assert filled(twice) == ("orderDrink", {"size": "large"}) and filled({"error": "none"}) is None


def test_speech_that_is_no_order_is_turned_down_or_told() -> None:
    found = turned_down([({}, answer(None)), ({}, answer("orderDrink", size="small"))])
    assert found["turned_down"] == 0.5 and found["taken"] == ["x"]


def test_no_figure_over_no_clips(tmp_path: Any) -> None:
    with pytest.raises((BadInput, BrokenData, ValueError)):
        orders([])
    with pytest.raises(BadInput, match="no figure"):
        main(["--data", str(tmp_path), "--limit", "0"])
