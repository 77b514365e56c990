"""Values of a closed form in a text: written ones, misheard ones, and nothing where nothing was meant."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.assistant.words.closed import matched, words_of
from kiosk.store.forms import Form
from kiosk.store.pack import read_pack

ROOT = Path(__file__).parents[3]
FORM: Form = read_pack(ROOT / "assets" / "stores" / "coffee").forms[0]


def slots(text: str) -> dict[str, str]:
    return {name: FORM.fields[n].values_en[i] for name, (n, i) in matched(FORM, text).items()}


@pytest.mark.parametrize("column", ["values_en", "values_zh"])
def test_every_value_of_the_form_is_found_alone(column: str) -> None:
    for field in FORM.fields:
        for n, value in enumerate(getattr(field, column)):
            found = matched(FORM, value)
            assert list(found) == [field.id] and field.values_en[found[field.id][1]].lower() in {field.values_en[n].lower(), *_same(field.values_en[n])}, value


def _same(value: str) -> set[str]:
    """Values that one Chinese wording stands for: 脱脂奶 is skimmed milk and skim milk, 很多 a lot of and lots of."""
    ways = (("skimmed", "skim"), ("skim ", "skimmed "), ("lots of", "a lot of"), ("a lot of", "lots of"), ("without", "no"), ("no ", "without "))
    return {value.replace(one, other) for one, other in ways}


@pytest.mark.parametrize(("heard", "meant"), [
    ("a light rose 12 oz drip coffee", {"roast": "light roast", "size": "twelve ounce", "coffeeDrink": "drip coffee"}),
    ("60-nounce americana", {"size": "sixteen ounce", "coffeeDrink": "americano"}),
    ("an expresso with loads of sweetener", {"coffeeDrink": "espresso", "sugarAmount": "lots of sweetener"}),
    ("house coffee with little bit of cream", {"coffeeDrink": "house coffee", "milkAmount": "a little bit of cream"}),
    ("an ice mocha with a lot of skin milk", {"coffeeDrink": "iced mocha", "milkAmount": "a lot of skim milk"}),
    ("latte with milk and sugar", {"coffeeDrink": "latte", "milkAmount": "milk", "sugarAmount": "sugar"}),
])  # fmt: skip
def test_what_sounds_like_a_value_is_it(heard: str, meant: dict[str, str]) -> None:
    assert slots(heard) == meant


@pytest.mark.parametrize("text", ["", "where are the toilets", "what time do you close", "add like a friend", "have a nice day", "我想找洗手间", "几点关门"])
def test_other_words_fill_nothing(text: str) -> None:
    assert slots(text) == {}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read_without_a_fault_and_a_field_holds_one_value(text: str) -> None:
    found = matched(FORM, text)
    assert all(FORM.fields[n].id == name and 0 <= i < len(FORM.fields[n].values_en) for name, (n, i) in found.items())


@settings(max_examples=40, deadline=None)
@given(st.permutations(["large", "dark roast", "double shot", "latte", "with oat milk"]))
def test_the_order_of_the_words_does_not_matter(parts: list[str]) -> None:
    assert slots(" ".join(parts)) == {"size": "large", "roast": "dark roast", "numberOfShots": "double shot", "coffeeDrink": "latte", "milkAmount": "oat milk"}


def test_numbers_are_read_as_words() -> None:
    assert words_of("12-ounce, 2 shots") == ("twelve", "ounce", "two", "shot")
