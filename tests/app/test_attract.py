"""What the attract screen and the notes tell is read from the store's rows: hours, offers, the shop's own sentence, a case."""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.bridge.attract import Attract
from kiosk.app.bridge.house import Today
from kiosk.app.bridge.jobs import Jobs
from kiosk.app.cards import read_words
from kiosk.app.main import Window
from kiosk.app.notes import policy_note, ticket_note, ticket_number
from kiosk.app.today import hours_today, offers_today
from kiosk.core import Answer, Citation, Intent, Language, Sentiment
from kiosk.store import rows
from kiosk.store.tickets import Ticket
from tests.fakes.visit import KINDS, PRODUCTS

ENGLISH, CHINESE = read_words(Language.en), read_words(Language.zh)
TUESDAY, SUNDAY, EVE = date(2026, 11, 24), date(2026, 11, 29), date(2026, 12, 24)
OPEN = rows.Span(opens=time(7), closes=time(22))
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
APPLES: dict[str, Any] = {
    "id": "apples",
    "type": "percent",
    "kinds": "apple",
    "percent": 20,
    "starts": TUESDAY,
    "ends": TUESDAY,
    "name_en": "20 % off",
    "name_zh": "八折",
}


def store(*offers: rows.Offer) -> Any:
    """A store with hours, a holiday, a policy and these offers."""
    week = {day: OPEN if day != "sunday" else rows.Span() for day in DAYS}
    return SimpleNamespace(
        counters=(rows.Counter(id="shop", en="shop", zh="店", week=week),),
        holidays=(rows.Holiday(date=EVE, en="Christmas Eve", zh="平安夜", hours=rows.Span(opens=time(8), closes=time(14, 30))),),
        policies=(rows.Policy(topic="parking", facts=(rows.Fact(id="cost", about_en="cost", about_zh="停车", answer_en="Two hours are free.", answer_zh="两小时免费。"),)),),
        offers_on=lambda day: [o for o in offers if o.starts <= day <= o.ends], product=PRODUCTS.get, kinds=KINDS, shop=SimpleNamespace(currency="EUR"),
        products_of=lambda kind, limit: [p for p in PRODUCTS.values() if p.kind == kind][:limit],
    )  # fmt: skip


@pytest.mark.parametrize(("day", "said"), [(TUESDAY, "Open today 7:00–22:00"), (SUNDAY, "Closed today"), (EVE, "Open today 8:00–14:30")])
def test_the_hours_are_those_of_the_day_and_a_holiday_goes_before_its_weekday(day: date, said: str) -> None:
    assert hours_today(store(), day, ENGLISH) == said


def test_an_offer_is_told_on_its_days_with_what_a_product_costs_today_and_a_members_offer_is_not() -> None:
    shop = store(rows.Offer(**APPLES), rows.Offer(**{**APPLES, "id": "members", "members_only": True}))
    (offer,) = offers_today(shop, TUESDAY, Language.zh)
    assert (offer["name"], offer["costs"]) == ("八折", "青苹果 · €2.15")
    assert offers_today(shop, SUNDAY, Language.en) == ()


def test_offers_take_turns_and_begin_again(qtbot: QtBot) -> None:
    jobs = Jobs("test")
    attract = Attract(lambda: {lang: Today("", ({"name": "one"}, {"name": "two"})) for lang in Language}, jobs)
    attract.open()
    qtbot.waitUntil(lambda: bool(attract.property("offers")))
    shown = []
    for _ in range(3):
        shown.append(attract.property("offer")["name"])
        attract.turn()
    assert shown == ["one", "two", "one"]
    attract.close()
    jobs.close()


def test_the_attract_screen_says_that_it_is_a_machine_and_does_not_record(window: Window) -> None:
    """The promise of the house: nothing of a visit outlives it but what the shopper said yes to."""
    words = dict(window.app.property("words"))
    assert "machine" in words["machine"]
    assert words["privacy_title"] == "No recording"
    assert "Nothing leaves this machine" in words["privacy"]
    assert "a case you agreed to, with a photo only if you said yes to it" in words["privacy"]


def _answer(*sources: str) -> Answer:
    return Answer("x", Language.en, Intent.parking, 1.0, Sentiment.neutral, citations=tuple(Citation(s, "answer_en", "x") for s in sources))


def test_a_policy_is_shown_with_the_sentence_it_comes_from() -> None:
    note = policy_note(store(), _answer("policy:parking/cost", "product:oat"), Language.zh)
    assert note == {"kind": "policy", "text": "两小时免费。"}
    assert policy_note(store(), _answer("product:oat"), Language.en) is None


def test_a_case_is_taken_on_only_where_staff_did() -> None:
    opened = datetime(2026, 11, 24, 10, tzinfo=UTC)
    ticket = Ticket("1001", "ticket", Language.en, Intent.complaint, "", "x", opened)
    waiting, taken = ticket_note(ticket, ENGLISH), ticket_note(Ticket("1001", "ticket", Language.en, Intent.complaint, "", "x", opened, opened, "Ana"), CHINESE)
    assert (waiting["taken"], waiting["text"]) == (False, "Nobody has taken it on yet.")
    assert (taken["taken"], taken["text"]) == (True, "店员已于11月24日开始处理。")
    assert ticket_number(_answer("ticket:1001")) == "1001"
