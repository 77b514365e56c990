"""How a visit by voice alone ends, and how it goes on: the count-down is stopped by words, and by nothing that the kiosk does itself."""

import pytest

from tests.fakes.talk import Microphone, Shop


def alone(shop: Shop, seconds: int) -> None:
    """The clock ticks so often, and only so."""
    shop.app._clock.stop()
    for _ in range(seconds):
        shop.app._second()


def counted_out(shop: Shop, words: str = "where is the oat milk") -> None:
    """A question is answered, nothing follows for 45 s, the warning is said and the microphone is open."""
    shop.ask_by_voice(words)
    shop.speaker.played()
    shop.until(lambda: shop.app.listening.property("state") == "listening")
    shop.ears.next.append("")
    shop.until(lambda: Microphone.opened == 0 and shop.app.listening.property("state") == "idle")
    alone(shop, 45)
    assert shop.app.idle.counting
    shop.until(lambda: shop.voice.texts[-1] == shop.app.property("words")["still_there_voice"])
    shop.until(lambda: shop.speaker.given[-1:] == [len(shop.voice.texts)])
    shop.speaker.played()
    shop.until(lambda: shop.app.listening.property("state") == "listening")


@pytest.mark.parametrize("words", ["where is the oat milk", "is there a person?"])
def test_a_visit_by_voice_that_nobody_is_at_ends(shop: Shop, words: str) -> None:
    """Bug: after a question of its own the kiosk listened again when its warning had been said, and that counted as somebody being there, for ever."""
    counted_out(shop, words)
    assert shop.app.idle.counting and shop.app.listening.property("state") == "listening"
    alone(shop, 20)
    assert shop.app.property("screen") == "attract"
    shop.until(lambda: Microphone.opened == 0 and shop.visit.resets == 1)


@pytest.mark.parametrize("words", ["yes", "and the toilets"])
def test_more_time_can_be_had_by_voice(shop: Shop, words: str) -> None:
    """The warning says so; a yes is nothing but that, and the kiosk asks what it can do."""
    counted_out(shop)
    shop.ears.next.append(words)
    shop.until(lambda: not shop.app.idle.counting)
    assert shop.app.property("screen") == "visit"
    if words == "yes":
        shop.until(lambda: shop.voice.texts[-1] == shop.app.property("words")["welcome"])
        assert shop.asked() == ["where is the oat milk"]
    else:
        shop.until(lambda: shop.asked()[-1:] == [words])


def test_who_is_in_the_middle_of_a_sentence_is_not_counted_out(shop: Shop) -> None:
    """Words that stand on the screen are a sign of life; an open microphone alone is none."""
    counted_out(shop)
    shop.ears.so_far = "and where are"
    shop.until(lambda: shop.app.listening.property("caption") != "")
    alone(shop, 30)
    assert shop.app.property("screen") == "visit" and not shop.app.idle.counting
