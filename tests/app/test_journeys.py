"""A shopper's whole visit, from the attract screen to the next one, with a finger alone and with the keys of a keyboard alone, in both languages.

The real window over the real house: nothing is made up. `-rP` shows how many touches or keys and how long each took.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from kiosk.app.main import Window
from kiosk.core import Language
from tests.app.journeys import TALL, WIDE, Finger, Keys, Person, open_window, wiped

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Wording:
    """What the shopper writes, and in pinyin which candidates are taken; `own` is in no row of the shop."""

    where: tuple[str, tuple[str, ...]]
    own: str
    better: tuple[str, tuple[str, ...]]
    sour: tuple[str, tuple[str, ...]]


SAYS = {
    Language.en: Wording(("where are the bananas for ottilie", ()), "ottilie", ("compare oatly oat drink and alpro soya milk", ()), ("the milk from yesterday has gone sour", ())),
    Language.zh: Wording(
        ("zhao'xiangjiao", ("找", "香蕉")),
        "找香蕉",
        ("yanmainai'he'dounai'nage'pianyi", ("燕麦奶", "和", "豆奶", "哪个", "便宜")),
        ("niunai'huaile", ("牛奶", "坏了")),
    ),
}
WAYS = {"finger": Finger, "keys": Keys}


@pytest.fixture(scope="module")
def kiosk(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """One kiosk for all who come here, one after the other."""
    window = open_window(tmp_path_factory.mktemp("kiosk"))
    yield window
    window.close()


@pytest.mark.parametrize("size", [TALL, WIDE], ids=["upright", "lying"])
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("way", WAYS)
def test_a_shopper_finds_compares_lists_complains_and_leaves(way: str, language: Language, size: tuple[int, int], kiosk: Window, complaints: list[str]) -> None:
    kiosk.view.resize(*size)
    person = WAYS[way](kiosk)
    try:
        errands(person, language)
    finally:
        person.leave()
        kiosk.app.finish()
    print(f"{way}, {language}: {person.steps} touches or keys, {len(person.answers)} answers, {time.monotonic() - person.began:.0f} s")


def errands(person: Person, language: Language) -> None:
    """All of it; `person` stands before the attract screen at the end."""
    app, says, house = person.app, SAYS[language], person.window.parts.visit.house
    if language is Language.zh:
        person.press("中文")
    person.press(person.word("touch"))
    assert app.property("screen") == "visit"

    person.asks(lambda: person.press(person.word("chip_1")))
    found = dict(app.talk.property("cards")[0])
    product = house.store.product(found["sku"])
    assert product.kind == "oat-milk"
    person.sees(person.word("place", aisle=product.aisle, shelf=product.shelf))
    person.press(person.word("show_way"))
    person.sees(person.word("the_way", name=found["name"]))
    assert app.plan.property("aisle") == product.aisle and len(app.plan.property("way")) > 1
    person.press(person.word("back"))
    person.asks(lambda: person.press(person.word("add")))
    person.sees(person.word("list_total"))
    assert [row["sku"] for row in app.talk.property("listed")] == [product.sku]
    person.press(person.word("back"))

    assert "banana" in person.say(*says.where).products[0].kind
    compared = person.say(*says.better)
    assert app.talk.property("panel") == "compare" and len(compared.products) >= 2
    person.sees(str(app.talk.property("cards")[1]["price"]))
    person.press(f"{app.talk.property('cards')[0]['name']}, {person.word('show_way')}")
    person.sees(person.word("the_way", name=app.talk.property("cards")[0]["name"]))

    person.press(person.word("list"))
    person.press(person.word("round_all"))
    person.sees(person.word("the_round"))
    person.press(person.word("back"))
    person.press(person.word("take"))
    person.sees(person.word("take_how"))
    person.press(person.word("close"))

    person.press(person.word("looks"))
    person.press(person.word("text_largest"))
    person.press(person.word("looks_strong"))
    assert (app.looks.property("text"), app.looks.property("strong")) == ("largest", True)
    person.press(person.word("text_normal"))
    person.press(person.word("close"))

    person.say(*says.sour)
    assert app.talk.property("panel") == "trouble"
    noted = person.asks(lambda: person.press(person.word("case_yes")))
    number = next(a.args["number"] for a in noted.actions if a.name == "open_ticket")
    person.sees(number)
    assert house.tickets.get(number) is not None
    person.press(person.word("history"))
    person.press(person.word("back"))

    person.asks(lambda: person.press(person.word("staff")))
    person.sees(person.word("staff_waiting"))
    assert house.tickets.calls()

    person.alone(45)
    person.sees(person.word("still_there"))
    person.press(person.word("still_here"))
    assert app.property("screen") == "visit" and not app.idle.counting
    person.alone(65)
    wiped(person, says.own)
