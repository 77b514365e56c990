"""The round past a list: the core that orders it, the places it is made of, and what the plan shows of it."""

import itertools
import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from kiosk.app import made_up
from kiosk.app.cards import read_words
from kiosk.app.gallery import staged
from kiosk.app.main import Window
from kiosk.app.places import whole_list
from kiosk.app.stage import State
from kiosk.app.touring import EXACT, metres_of, order, tour
from kiosk.core import Action, Intent, Language
from kiosk.store.building import Passage, Wall
from kiosk.store.walking import Ground, length
from tests.fakes.visit import FLOOR, TOILETS
from tests.store.test_walking import FULL, STEPS, floor

WORDS = {language: read_words(language) for language in Language}
PLACES = st.lists(st.tuples(st.floats(0, 60), st.floats(0, 40)), max_size=16)
SPOTS = st.lists(st.tuples(st.floats(1, 19), st.floats(1, 11)), max_size=6)
Ask = Callable[[str], None]


def given_metres(places: list[tuple[float, float]], ends: bool) -> tuple[list[float], list[list[float]], list[float]]:
    start, end = (27.0, 37.0), (38.0, 36.0)
    between = [[math.dist(a, b) for b in places] for a in places]
    return [math.dist(start, p) for p in places], between, [math.dist(end, p) if ends else 0.0 for p in places]


@given(places=PLACES, ends=st.booleans())
def test_every_stop_is_there_once_and_the_round_is_never_longer_than_the_list(places: list[tuple[float, float]], ends: bool) -> None:
    metres = given_metres(places, ends)
    found = order(*metres)
    assert sorted(found) == list(range(len(places)))
    assert metres_of(found, *metres) <= metres_of(list(range(len(places))), *metres) + 1e-6
    assert order(*metres) == found


@given(places=st.lists(st.tuples(st.floats(0, 60), st.floats(0, 40)), max_size=6), ends=st.booleans())
def test_of_few_stops_no_order_is_shorter(places: list[tuple[float, float]], ends: bool) -> None:
    metres = given_metres(places, ends)
    shortest = min(metres_of(o, *metres) for o in itertools.permutations(range(len(places))))
    assert metres_of(order(*metres), *metres) == pytest.approx(shortest)


def test_of_many_stops_the_round_is_not_much_longer_than_the_shortest() -> None:
    """A ring of stops: the best round goes round it, and listed crosswise it is found all the same."""
    count = EXACT + 6
    ring = [(30 + 15 * math.cos(2 * math.pi * n / count), 20 + 15 * math.sin(2 * math.pi * n / count)) for n in range(count)]
    shuffled = [ring[n * 7 % count] for n in range(count)]
    best, found = (metres_of(order(*m), *m) for m in (given_metres(ring, False), given_metres(shuffled, False)))
    assert found <= 1.15 * best


@given(spots=SPOTS, step_free=st.booleans())
def test_a_walk_begins_at_the_kiosk_and_comes_to_every_stop_that_can_be_reached(spots: list[tuple[float, float]], step_free: bool) -> None:
    ground = Ground(floor(walls=(Wall(x=9.8, y=0, width=0.4, height=9),)), step_free)
    made = tour(ground, spots, (10.0, 10.0))
    assert sorted((*made.order, *made.missed)) == list(range(len(spots)))
    assert made.walk[0] == ground.start and [n for n in range(len(spots)) if not ground.reaches(spots[n])] == list(made.missed)
    for stop, at in zip(made.order, made.reached, strict=True):
        assert math.dist(made.walk[at], spots[stop]) <= 1.5
    if made.order:
        assert math.dist(made.walk[-1], (10.0, 10.0)) <= 1.5


def test_without_steps_a_stop_that_only_steps_lead_to_is_missed_and_not_walked_to() -> None:
    hall = floor(walls=(FULL,), passages=(STEPS,))
    assert tour(Ground(hall), [(8.0, 5.0), (15.0, 11.0)]).missed == ()
    without = tour(Ground(hall, step_free=True), [(8.0, 5.0), (15.0, 11.0)])
    assert (without.missed, without.order) == ((0,), (1,))


def test_a_list_becomes_one_stop_a_shelf_and_what_is_out_of_stock_is_named() -> None:
    store = made_up.demo_store()
    shelves: dict[tuple[str, str], list[str]] = {}
    for product in store.products():
        if product.stock and product.sold_by == "piece":
            shelves.setdefault((product.aisle, product.shelf), []).append(product.sku)
    pair = next(skus for skus in shelves.values() if len(skus) > 1)[:2]
    out = next(p for p in store.products() if not p.stock)
    place = whole_list(store, [(pair[0], "2"), (out.sku, "1"), (pair[1], "1")], WORDS)
    assert place is not None and place.ends and place.facility == "tills"
    (stop,) = place.stops
    first = store.product(pair[0])
    assert first is not None
    assert f"2 × {first.name_zh}" in stop.goods[Language.zh] and stop.where[Language.en] == f"Aisle {first.aisle} · Shelf {first.shelf}"
    assert place.absent is not None and out.name_en in place.absent[Language.en] and out.name_en not in stop.goods[Language.en]


def test_an_empty_list_leads_nowhere() -> None:
    assert whole_list(made_up.demo_store(), [], WORDS) is None


def test_a_touch_shows_one_way_past_the_whole_list_and_back_leads_to_the_list(window: Window, ask: Ask, qtbot: QtBot) -> None:
    app = window.app
    app.begin("touch")
    ask("add oat and apple")
    assert app.talk.property("panel") == "list"
    app.talk.leadAll()
    qtbot.waitUntil(lambda: bool(app.plan.property("stops")))
    assert app.talk.property("panel") == "map"
    (stop,) = app.plan.property("stops")
    assert (stop["number"], stop["goods"], stop["where"]) == (1, "2 × Oat drink 1 l", "Aisle 4 · Shelf 7")
    assert "0.5 kg Granny Smith apples" in app.plan.property("leftOut")  # out of stock in the fake store
    assert [a["aisle"] for a in app.plan.property("aisles") if a["target"]] == ["4"]
    app.speak("zh")
    assert app.plan.property("stops")[0]["goods"] == "2 × 燕麦饮 1升" and "青苹果" in app.plan.property("leftOut")
    app.talk.back()
    assert app.talk.property("panel") == "list"
    app.talk.back()
    assert app.talk.property("panel") == "welcome"


@pytest.mark.parametrize("language", Language)
def test_asked_by_voice_the_round_comes_up_by_itself(language: Language, qapp: object, complaints: list[str]) -> None:
    with staged(State("asked"), language) as stage:
        stage.visit.state = replace(stage.visit.state, listed=(("lemon", "3"), ("oatly-oat-milk", "1")))
        given = made_up.answer("One walk.", language, Intent.list_show, actions=[Action("show_list", {"way": "all"})])
        stage.answer("take me to everything on my list", given)
        stage.until(lambda: len(stage.app.plan.property("stops")) == 2, "the round")
        assert stage.app.talk.property("panel") == "map"


def test_the_next_answer_with_a_place_takes_the_rounds_place(window: Window, ask: Ask, qtbot: QtBot) -> None:
    app = window.app
    app.begin("touch")
    ask("add oat")
    app.talk.leadAll()
    qtbot.waitUntil(lambda: bool(app.plan.property("stops")))
    ask("toilet")
    qtbot.waitUntil(lambda: bool(app.plan.property("way")))
    assert (app.plan.property("stops"), app.plan.property("round"), app.plan.property("name")) == ([], False, "toilets")


def test_step_free_is_a_wish_of_this_visit_and_looks_for_the_way_anew(window: Window, ask: Ask, qtbot: QtBot) -> None:
    """Where there is no such way, that is said in the shopper's language and nothing is drawn."""
    app = window.app
    steps = Passage(kind="steps", en="steps", zh="台阶", x=5, y=14, width=3, height=3)
    parted = FLOOR.model_copy(update={"walls": (Wall(x=0, y=15, width=30, height=0.4),), "passages": (steps,)})
    app.plan.open(parted, (TOILETS,))
    app.begin("touch")
    app.talk.lead("oat")
    qtbot.waitUntil(lambda: len(app.plan.property("way")) > 1)
    walked = length([(p["x"], p["y"]) for p in app.plan.property("way")])
    assert app.plan.property("noWay") == "" and abs(app.plan.property("metres") - walked) <= 2.5
    app.plan.setStepFree(True)
    qtbot.waitUntil(lambda: "without steps" in app.plan.property("noWay"))
    assert app.plan.property("way") == [] and app.plan.property("passages")[0]["shut"] and app.plan.property("metres") == 0
    app.speak("zh")
    assert "无台阶" in app.plan.property("noWay")
    app.finish()
    assert app.plan.property("stepFree") is False and app.plan.property("noWay") == "" and not app.plan.property("passages")[0]["shut"]


def test_a_place_that_nobody_reaches_is_said_to_have_no_way(window: Window, ask: Ask, qtbot: QtBot) -> None:
    window.app.plan.open(FLOOR.model_copy(update={"walls": (Wall(x=0, y=15, width=30, height=0.4),)}), (TOILETS,))
    window.app.begin("touch")
    window.app.talk.lead("oat")
    qtbot.waitUntil(lambda: "no way there on this plan" in window.app.plan.property("noWay"))
