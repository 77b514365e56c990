"""A shopper's visit by voice alone, in both languages: a question, its answer heard, the list, goodbye; and a case told up to its number.

One touch begins it (the kiosk's microphone is shut while nobody is there, and its camera watches for nobody); after that nothing is touched.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from kiosk.app.main import Window
from kiosk.core import Intent, Language
from kiosk.core.settings import load_settings
from tests.app.journeys import DOTS, TALL, live, wiped
from tests.virtual.journeys import Speaker, said_by_a_test_voice
from tests.virtual.sound import VirtualSound

pytestmark = pytest.mark.slow
Samples = npt.NDArray[np.float32]
ERRAND = {
    Language.en: ("where can I find the oat milk", "put it on my list", "what does my list cost", "right, I am off, goodbye"),
    Language.zh: ("请问牛奶在哪里", "加到我的清单", "清单一共多少钱", "我先走了，再见"),
}
CASE = {
    Language.en: ("I want to complain about the way the security guard spoke to me", "yesterday afternoon", "at the entrance", "yes please"),
    Language.zh: ("我要投诉，保安的态度太差了", "昨天下午", "在门口", "好的，请记下来"),
}
FIGURES = str.maketrans("一二三四五六七八九零", "1234567890")


@pytest.fixture
def kiosk(virtual_sound: VirtualSound, qapp: object, tmp_path: Path) -> Iterator[Window]:
    """The real window, its microphone and loudspeaker the virtual ones, its voice its own."""
    window = Window(load_settings(state=tmp_path, microphone="shop_microphone", loudspeaker="shop_loudspeaker"), width=TALL[0], height=TALL[1])
    window.view.setProperty("dotsPerMm", DOTS)
    window.open()
    while not ((window.app.property("ready") and window.app.sound.property("available")) or window.app.property("broken")):
        live()
        time.sleep(0.02)
    assert window.app.property("broken") == ""
    yield window
    window.close()


@pytest.mark.parametrize("language", Language)
def test_a_shopper_asks_lists_and_says_goodbye(language: Language, kiosk: Window, virtual_sound: VirtualSound, complaints: list[str]) -> None:
    where, put, cost, bye = ERRAND[language]
    person = Speaker(kiosk, virtual_sound, said_by_a_test_voice(list(ERRAND[language]), language))
    app, store = person.app, kiosk.parts.visit.house.store
    person.press(person.word("way_say"))
    found = person.speaks(where)
    product = store.product(found.answer.products[0].sku)
    assert product.kind.endswith("milk") and product.aisle in found.answer.text and found.answer.language is language
    assert dict(app.talk.property("cards")[0])["sku"] == product.sku
    heard = person.hears(found).lower().translate(FIGURES).replace("four", "4")
    assert product.aisle in heard, f"whoever listens does not know the aisle: {heard}"
    person.speaks(put)
    assert [row["sku"] for row in app.talk.property("listed")] == [product.sku]
    total = person.speaks(cost)
    assert total.answer.intent is Intent.list_show and app.talk.property("panel") == "list" and app.talk.property("total").strip("€") in total.answer.text
    goodbye = person.speaks(bye)
    assert "end_visit" in [a.name for a in goodbye.answer.actions]
    person.keeps_silent()
    assert person.steps == 1
    person.leave()
    person.alone(65)
    wiped(person)
    print(f"{language}: {len(person.answers)} answers, {time.monotonic() - person.began:.0f} s; first answer heard as: {heard}")


@pytest.mark.parametrize("language", Language)
def test_a_case_is_told_up_to_its_number(language: Language, kiosk: Window, virtual_sound: VirtualSound, complaints: list[str]) -> None:
    first, *more, yes = CASE[language]
    person = Speaker(kiosk, virtual_sound, said_by_a_test_voice(list(CASE[language]), language))
    tickets = kiosk.parts.visit.house.tickets
    person.press(person.word("way_say"))
    reply = person.speaks(first)
    assert reply.answer.intent is Intent.complaint and person.app.talk.property("panel") == "trouble"
    for words in more:
        reply = person.speaks(words)
        assert not any(a.name == "open_ticket" for a in reply.answer.actions), "nothing is stored before a yes"
    reply = person.speaks(yes)
    opened = [a.args["number"] for a in reply.answer.actions if a.name == "open_ticket"]
    assert opened, f"heard: {[one.question for one in person.answers]}; said last: {reply.answer.text}"
    number = opened[0]
    assert number in reply.answer.text and tickets.get(number) is not None and person.steps == 1
    heard = person.hears(reply)
    person.keeps_silent()
    person.leave()
    person.alone(65)
    wiped(person)
    print(f"{language}: ticket {number}, {time.monotonic() - person.began:.0f} s; heard as: {heard}")
