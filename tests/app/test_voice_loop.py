"""Who speaks when: voice, interruption, back-channel, listening again. A real window over fake devices; the loudspeaker notes what it is given."""

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.fakes.talk import Microphone, Shop


def test_who_speaks_over_the_voice_silences_it_and_is_answered(shop: Shop) -> None:
    """The voice is held at once, stopped when the words are there, and they are the next question."""
    shop.ask_by_voice("where is the oat milk")
    shop.ears.next.append("and the toilets")
    shop.gate.spoken = True
    shop.until(lambda: shop.asked()[-1:] == ["and the toilets"])
    assert shop.speaker.told[shop.speaker.told.index("hold") :][:2] == ["hold", "stop"]


def test_whoever_goes_on_after_a_breath_is_answered_once_and_as_a_whole(shop: Shop) -> None:
    """Half a question is asked at once, and taken back when the shopper speaks on."""
    shop.voice.slow = True
    shop.ears.seemed.append("where is the oat")
    shop.app.listen()
    shop.until(lambda: shop.asked() == ["where is the oat"] and shop.voice.texts)
    assert shop.app.listening.property("state") == "idle" and shop.app.listening.property("open")
    shop.ears.seemed.append(None)
    shop.until(lambda: shop.app.listening.property("state") == "listening")
    assert shop.app.talk.property("reply") == ""
    shop.voice.slow = False
    shop.ears.seemed.append("where is the oat milk")
    shop.until(lambda: shop.asked()[-1:] == ["where is the oat milk"])
    assert [given.get("taken back", False) for given in shop.visit.given] == [True, False]
    shop.until(lambda: shop.app.talk.property("reply") == "reply to where is the oat milk")
    for _ in range(20):
        shop.voice.made.release()
    shop.until(lambda: shop.speaker.given)
    assert set(shop.speaker.given) == {2.0}, "nothing of the answer to half a question is heard"


def test_an_okay_that_goes_on_takes_back_nothing_that_was_asked_before(shop: Shop) -> None:
    """Bug: the question before it was taken back, and with it what it had put on the list."""
    shop.ask_by_voice("where is the oat milk")
    told = len(shop.speaker.told)
    shop.ears.seemed += ["okay", None]
    shop.gate.spoken = True
    shop.until(lambda: shop.speaker.told[told:] == ["hold", "go on", "stop"])
    shop.ears.next.append("okay and the toilets")
    shop.until(lambda: shop.asked() == ["where is the oat milk", "okay and the toilets"])
    assert not any("taken back" in given for given in shop.visit.given)


def test_the_answers_first_sound_ends_the_turn_and_it_can_be_spoken_over(shop: Shop) -> None:
    """The microphone that waited for more is the one beside the voice then."""
    shop.ears.seemed.append("where is the oat milk")
    shop.app.listen()
    shop.until(lambda: shop.asked() == ["where is the oat milk"] and shop.speaker.given and shop.gate.begun)
    shop.ears.next.append("and the toilets")
    shop.gate.spoken = True
    shop.until(lambda: shop.asked()[-1:] == ["and the toilets"])
    assert not any("taken back" in given for given in shop.visit.given)


@pytest.mark.parametrize("words", ["okay", "Mm-hm.", "yeah, right", "Mahamu", ""])
def test_agreeing_or_nothing_lets_the_voice_go_on(shop: Shop, words: str) -> None:
    """A back-channel asks nothing; the microphone stays open beside the voice."""
    shop.ask_by_voice("where is the oat milk")
    told = len(shop.speaker.told)
    shop.ears.next.append(words)
    shop.gate.spoken = True
    shop.until(lambda: shop.speaker.told[told:] == ["hold", "go on"])
    assert shop.asked() == ["where is the oat milk"]
    shop.until(lambda: shop.app.listening.property("open"))
    assert shop.gate.doubted == (words == "")


def test_a_yes_to_a_question_of_the_kiosk_is_an_answer(shop: Shop) -> None:
    """Said over the voice, where it is asking something."""
    shop.ask_by_voice("is there a person?")
    shop.ears.next.append("yes")
    shop.gate.spoken = True
    shop.until(lambda: shop.asked()[-1:] == ["yes"])


def test_after_a_question_of_its_own_it_listens_without_a_touch(shop: Shop) -> None:
    """By voice; silence then is no fault and says nothing."""
    shop.ask_by_voice("is there a person?")
    shop.speaker.played()
    shop.until(lambda: shop.app.listening.property("state") == "listening")
    shop.ears.next.append("")
    shop.until(lambda: shop.app.listening.property("state") == "idle")
    assert shop.app.talk.property("reply") == "reply to is there a person?"
    assert shop.asked() == ["is there a person?"]
    shop.until(lambda: Microphone.opened == 0)


def test_after_a_plain_answer_to_a_spoken_question_it_listens_for_the_next_one(shop: Shop) -> None:
    """Whoever cannot touch could otherwise ask one question and no second; who keeps silent is told nothing, and the microphone closes."""
    shop.ask_by_voice("where is the oat milk")
    shop.speaker.played()
    shop.until(lambda: shop.app.listening.property("state") == "listening")
    shop.ears.next.append("and the toilets")
    shop.until(lambda: shop.asked()[-1:] == ["and the toilets"])
    shop.until(lambda: shop.speaker.given[-1:] == [len(shop.voice.texts)] and shop.app.listening.property("open"))
    shop.speaker.played()
    shop.until(lambda: shop.app.listening.property("state") == "listening")
    shop.ears.next.append("")
    shop.until(lambda: Microphone.opened == 0 and shop.app.listening.property("state") == "idle")
    assert shop.app.talk.property("reply") == "reply to and the toilets"


@pytest.mark.parametrize("words", ["okay", "Mahamu"])
def test_agreeing_or_a_murmur_after_a_plain_answer_asks_nothing(shop: Shop, words: str) -> None:
    """The kiosk asked nothing, so there is nothing to say yes to."""
    shop.ask_by_voice("where is the oat milk")
    shop.speaker.played()
    shop.until(lambda: shop.app.listening.property("state") == "listening")
    shop.ears.next.append(words)
    shop.until(lambda: Microphone.opened == 0 and shop.app.listening.property("state") == "idle")
    assert shop.asked() == ["where is the oat milk"]


@pytest.mark.parametrize("words", ["where is the oat milk", "is there a person?"])
def test_after_an_answer_to_a_touch_the_microphone_closes(shop: Shop, words: str) -> None:
    """Who types or touches is not listened to, whatever the kiosk asks."""
    shop.app.talk.ask(words)
    shop.until(lambda: shop.speaker.given and shop.app.listening.property("open"))
    shop.speaker.played()
    shop.until(lambda: Microphone.opened == 0)
    assert shop.app.listening.property("state") == "idle" and not shop.app.listening.property("open")


def test_that_nothing_was_heard_is_said_aloud_and_it_listens_once_more(shop: Shop) -> None:
    """Whoever does not see the screen would not know that the microphone is shut."""
    shop.ears.next.append("")
    shop.app.listen()
    shop.until(lambda: shop.voice.texts == [shop.app.property("words")["nothing_heard"]] and shop.speaker.given)
    shop.speaker.played()
    shop.until(lambda: shop.app.listening.property("state") == "listening")
    shop.ears.next.append("")
    shop.until(lambda: Microphone.opened == 0 and shop.app.listening.property("state") == "idle")
    assert len(shop.voice.texts) == 1 and shop.asked() == []


def test_a_fault_is_said_aloud_too(shop: Shop) -> None:
    """As every reply is."""
    shop.ask_by_voice("crash")
    assert shop.voice.texts == [shop.app.property("words")["fault"]]


def test_after_a_goodbye_it_listens_no_more(shop: Shop) -> None:
    """The next one who speaks beside the kiosk is somebody else."""
    shop.ask_by_voice("goodbye")
    shop.speaker.played()
    shop.until(lambda: Microphone.opened == 0)
    assert shop.app.listening.property("state") == "idle"


def test_every_touch_silences_the_voice(shop: Shop) -> None:
    """Wherever it falls."""
    shop.ask_by_voice("where is the oat milk")
    told = len(shop.speaker.told)
    shop.qtbot.mousePress(shop.window.view, Qt.MouseButton.LeftButton, pos=QPoint(270, 5))  # type: ignore[no-untyped-call]  # pytest-qt leaves it untyped
    assert "stop" in shop.speaker.told[told:]
    assert shop.app.sound.property("speaking") is False
    shop.qtbot.mouseRelease(shop.window.view, Qt.MouseButton.LeftButton, pos=QPoint(270, 5))  # type: ignore[no-untyped-call]


def test_no_sample_of_an_old_answer_plays_however_late_it_is_made(shop: Shop) -> None:
    """The synthesiser is in the middle of the first answer when the second question comes."""
    shop.voice.slow = True
    shop.app.talk.ask("first one two three")
    shop.until(lambda: len(shop.voice.texts) == 1)
    shop.voice.made.release()
    shop.until(lambda: shop.speaker.given == [1.0])
    shop.app.talk.ask("second")
    shop.until(lambda: shop.app.talk.property("reply") == "reply to second")
    for _ in range(20):
        shop.voice.made.release()
    shop.until(lambda: shop.speaker.given.count(2.0) == 3)
    assert shop.speaker.given == [1.0, 2.0, 2.0, 2.0]


def test_an_answer_that_comes_while_the_shopper_asks_on_is_not_spoken(shop: Shop) -> None:
    """The microphone's button was touched before the answer was there."""
    with shop.visit.house.lock:
        shop.app.talk.ask("where is the oat milk")
    shop.app.listen()
    shop.until(lambda: shop.app.talk.property("reply") == "reply to where is the oat milk")
    assert shop.speaker.given == []


def test_the_voice_gets_ready_for_what_will_probably_be_said(shop: Shop) -> None:
    """In a pause, and for nothing any more where the shopper goes on."""
    shop.ask_by_voice("where is the oat milk")
    shop.ears.paused += ["is it", None, "is it cheap"]
    shop.speaker.played()
    shop.until(lambda: shop.voice.readied == ["reply to is it", "", "reply to is it cheap"])


def test_the_next_visitor_gets_the_shops_volume_and_pace(shop: Shop) -> None:
    """Whatever the last one chose."""
    shop.ask_by_voice("where is the oat milk")
    shop.app.sound.by("louder")
    shop.app.sound.by("slower")
    assert (shop.app.sound.property("volume"), shop.voice.speed) == (90, 0.85)
    shop.app.finish()
    assert (shop.app.sound.property("volume"), shop.voice.speed) == (70, 1.0)


def test_the_usual_pace_comes_back_when_it_is_asked_for(shop: Shop) -> None:
    """And the volume stays as it is."""
    shop.ask_by_voice("where is the oat milk")
    shop.app.sound.by("slower")
    shop.app.sound.by("normal")
    assert (shop.app.sound.property("volume"), shop.voice.speed) == (70, 1.0)


def test_the_last_answer_is_said_again(shop: Shop) -> None:
    """Word for word."""
    shop.ask_by_voice("where is the oat milk")
    shop.app.again()
    shop.until(lambda: shop.voice.texts == ["reply to where is the oat milk"] * 2)


def test_a_microphone_that_went_away_is_used_again_when_it_is_back(shop: Shop) -> None:
    """It says so, touch goes on, and nobody has to restart anything."""
    Microphone.lost = True
    shop.app.listen()
    shop.until(lambda: shop.app.listening.property("device") == "missing")
    shop.app.talk.ask("oat")
    shop.until(lambda: shop.app.talk.property("reply") == "reply to oat")
    Microphone.lost = False
    shop.until(lambda: shop.app.listening.property("device") == "back")
    shop.ask_by_voice("where is the oat milk")
    assert shop.app.listening.property("device") == "ok"


def test_words_stand_on_the_screen_while_they_are_said_and_go_with_the_turn(shop: Shop) -> None:
    """A deaf companion reads along, and whoever was misheard sees it at once; nothing of it stays for the next shopper."""
    shop.app.begin("speak")
    shop.ears.so_far = "where is the oat"
    shop.until(lambda: shop.app.listening.property("caption") == "where is the oat")
    shop.ears.so_far = ""
    shop.ears.next.append("where is the oat milk")
    shop.until(lambda: shop.asked()[-1:] == ["where is the oat milk"])
    shop.until(lambda: shop.app.listening.property("state") == "idle")
    assert shop.app.listening.property("caption") == ""
