"""A third language of the window: a file makes it, fingers and keys choose it, and the conversation goes on in a language that the models know."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMetaObject, QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.app import made_up
from kiosk.app.gallery import TALL, staged
from kiosk.app.main import Window
from kiosk.app.staff_states import PIN, to_step
from kiosk.app.stage import Stage, State
from kiosk.core import Action, Language
from kiosk.core.settings import load_settings
from tests.app import checks
from tests.app.conftest import no_speaker
from tests.app.staff import buttons, keys, press, seen, tab_to, touch
from tests.app.test_gallery import ALL, by_name, faults, show
from tests.fakes.translator import GERMAN, hand_in
from tests.fakes.visit import FakeCamera, FakeMicrophone, FakeVisit

ATTRACT = State("attract", lambda stage: None)
MANY = {"kiosk_id.ts": "Bahasa Indonesia", "kiosk_pt_BR.ts": "Português (Brasil)", "kiosk_ru.ts": "Русский", "kiosk_vi.ts": "Tiếng Việt"}
OPENER = "Language: English"


@contextmanager
def kiosk(folder: Path, state: State = ATTRACT, language: str = "en", size: tuple[int, int] = TALL) -> Iterator[Stage]:
    """A window that knows German."""
    hand_in(folder)
    with staged(state, language, size, words=folder / "words") as stage:
        yield stage


def now(stage: Stage) -> str:
    return str(stage.app.tongue.property("now"))


def test_a_finger_chooses_it_on_the_attract_screen_and_what_it_lacks_is_english(tmp_path: Path, qapp: object, complaints: list[str]) -> None:
    with kiosk(tmp_path) as stage:
        assert {"English", "中文", "Deutsch"} <= set(buttons(stage))
        touch(stage, "Deutsch")
        assert now(stage) == "de"
        assert {GERMAN["hello"], GERMAN["attract_title"], GERMAN["touch"], "Say it"} <= seen(stage)
        assert not {"Hello!", "What are you looking for?"} & seen(stage)
        touch(stage, "中文")
        assert "您在找什么？" in seen(stage)


def test_the_keys_choose_it_and_the_focus_stays_where_it_is(tmp_path: Path, qapp: object, complaints: list[str]) -> None:
    with kiosk(tmp_path) as stage:
        press(stage, "Deutsch")
        assert now(stage) == "de" and GERMAN["hello"] in seen(stage)
        item = stage.window.view.activeFocusItem()
        assert item is not None and item.property("name") == "Deutsch"


@pytest.mark.parametrize("by", [touch, press])
def test_in_a_visit_a_box_has_every_language_and_says_which_the_kiosk_speaks(by: object, tmp_path: Path, qapp: object, complaints: list[str]) -> None:
    assert callable(by)
    with kiosk(tmp_path, by_name("welcome")) as stage:
        by(stage, OPENER)
        assert {"English", "中文", "Deutsch"} <= set(buttons(stage))
        assert stage.word("questions_in") in seen(stage)
        by(stage, "Deutsch")
        assert now(stage) == "de" and "English" not in buttons(stage)
        assert any(GERMAN["questions_in"] in text for text in seen(stage)), "the welcome says so"


def test_a_question_is_answered_in_its_own_language_and_the_window_stays(tmp_path: Path, qapp: object, complaints: list[str]) -> None:
    with kiosk(tmp_path, by_name("welcome"), "de") as stage:
        stage.answer("where is the oat milk", made_up.answer("It is in aisle 4.", Language.en, skus=["oatly-oat-milk"]))
        product = stage.visit.house.store.product("oatly-oat-milk")
        assert product is not None and now(stage) == "de"
        assert {"It is in aisle 4.", product.name_en, GERMAN["place"].format(aisle=product.aisle, shelf=product.shelf)} <= seen(stage)
        stage.answer("燕麦奶在哪里", made_up.answer("在4号通道。", Language.zh, skus=["oatly-oat-milk"]))
        assert now(stage) == "de" and {"在4号通道。", GERMAN["start_over"]} <= seen(stage) | set(buttons(stage))


def test_the_real_assistant_answers_in_english_and_chinese_while_the_window_is_german(tmp_path: Path, qtbot: QtBot, complaints: list[str]) -> None:
    hand_in(tmp_path)
    made = Window(load_settings(state=tmp_path, voice=False, language="de"), speaker=no_speaker, width=540, height=960)
    made.open()
    qtbot.waitUntil(lambda: bool(made.app.property("ready")), timeout=120_000)
    made.app.begin("touch")
    for question, told in (("where is the oat milk", "aisle 4"), ("燕麦奶在哪里", "4号")):
        made.app.talk.ask(question)
        qtbot.waitUntil(lambda: not made.app.talk.property("busy"), timeout=120_000)
        assert told in made.app.talk.property("reply")
        assert made.app.tongue.property("now") == "de" and made.app.talk.property("cards")[0]["place"].startswith("Gang 4")
    made.close()


def test_it_goes_when_a_shopper_asks_for_a_language_that_the_kiosk_speaks(tmp_path: Path, qapp: object, complaints: list[str]) -> None:
    with kiosk(tmp_path, by_name("welcome"), "de") as stage:
        stage.answer("in chinese please", made_up.answer("好的，我说中文。", Language.zh, actions=[Action("set_language", {"language": "zh"})]))
        assert now(stage) == "zh" and stage.app.property("chinese")
        stage.answer("where is the milk", made_up.answer("In aisle 4.", Language.en))
        assert now(stage) == "en", "between the languages that it speaks the window follows by itself"


def test_what_the_kiosk_asks_itself_or_says_aloud_is_in_a_language_that_it_speaks(tmp_path: Path, qapp: object, complaints: list[str]) -> None:
    with kiosk(tmp_path, by_name("welcome"), "de") as stage:
        assert stage.app.talk.property("chips")[0] == "Where is the oat milk?"
        stage.visit.answers["I want to talk to a person"] = made_up.answer("Staff have been called.", Language.en)
        touch(stage, GERMAN["staff"])
        stage.until(lambda: stage.app.talk.property("reply") == "Staff have been called.", "the answer")
        assert stage.app.talk.aloud == ("Staff have been called.", Language.en)
        stage.app.talk.tell("place")
        assert stage.app.talk.property("reply") == GERMAN["place"]
        assert stage.app.talk.aloud == ("Aisle {aisle} · Shelf {shelf}", Language.en)
        stage.app.speak("zh")
        stage.answer("where is the milk", made_up.answer("In aisle 4.", Language.en))
        stage.app.speak("zh")
        assert stage.app.talk.aloud == ("In aisle 4.", Language.en), "an English reply is read in English, whatever the window is in"


def test_the_keyboard_types_pinyin_for_chinese_only(tmp_path: Path, qapp: object, complaints: list[str]) -> None:
    with kiosk(tmp_path) as stage:
        chinese = {}
        for code in ("zh", "de", "en"):
            stage.app.speak(code)
            chinese[code] = stage.app.keyboard.property("chinese")
        assert chinese == {"zh": True, "de": False, "en": False}


def test_a_visit_may_begin_in_it_and_the_next_one_does_again(tmp_path: Path, qapp: object, complaints: list[str]) -> None:
    with kiosk(tmp_path, language="de") as stage:
        assert GERMAN["hello"] in seen(stage)
        stage.app.begin("touch")
        stage.app.speak("zh")
        stage.app.finish()
        assert now(stage) == "de" and GERMAN["hello"] in seen(stage)


def test_a_language_whose_file_is_gone_gives_way_to_english(tmp_path: Path, qapp: object, complaints: list[str], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), staged(ATTRACT, "de") as stage:
        assert now(stage) == "en" and "Hello!" in seen(stage)
        assert any("de" in record.getMessage() for record in caplog.records)
        stage.app.speak("de")
        assert now(stage) == "en", "and cannot be chosen"


def test_first_start_offers_it_by_its_own_name_and_keeps_it(tmp_path: Path, qapp: object, complaints: list[str]) -> None:
    with kiosk(tmp_path, State("first", lambda stage: to_step(stage, "language"))) as stage:
        touch(stage, "Deutsch")
        assert now(stage) == "de" and GERMAN["first_next"] in buttons(stage)
        first = stage.app.first
        while first.property("step") != "done":
            for digit in f"{PIN}\n{PIN}\n" if first.property("step") == "pin" else "":
                first.submit() if digit == "\n" else first.press(digit)
            stage.until(lambda: first.property("step") in ("place", "done") or bool(first.property("choices")), "the choices")
            if first.property("step") != "done":
                first.next()
        assert "Deutsch" in seen(stage)
        stage.app.first.next()
        stage.until(lambda: stage.app.property("screen") == "attract", "what was chosen on the disk")
        assert load_settings(state=stage.folder).language == "de"


def test_escape_folds_the_box_of_staff_mode_and_then_leaves_it(tmp_path: Path, qapp: object, complaints: list[str]) -> None:
    with kiosk(tmp_path, by_name("staff-pin")) as stage:
        press(stage, OPENER)
        assert "Deutsch" in buttons(stage)
        QTest.keyClick(stage.window.view, Qt.Key.Key_Escape)
        assert "Deutsch" not in buttons(stage) and stage.app.property("screen") == "staff"
        tab_to(stage, OPENER)
        QTest.keyClick(stage.window.view, Qt.Key.Key_Return)
        touch(stage, "Deutsch")
        assert now(stage) == "de" and "Deutsch" not in buttons(stage)
        keys(stage, f"{PIN[:1]}")
        QTest.keyClick(stage.window.view, Qt.Key.Key_Escape)
        assert stage.app.property("screen") == "attract"


@pytest.mark.parametrize("broken", ["<TS>", "no xml at all", ""])
def test_a_broken_file_does_not_stop_the_window(broken: str, tmp_path: Path, qapp: object, complaints: list[str], caplog: pytest.LogCaptureFixture) -> None:
    file = hand_in(tmp_path)
    file.write_text(broken, "utf-8")
    visit = FakeVisit()
    made = Window(load_settings(state=tmp_path, voice=False), make=lambda: visit, microphone=FakeMicrophone, camera=FakeCamera, speaker=no_speaker)
    assert [one["name"] for one in made.app.tongue.property("all")] == ["English", "中文"]
    assert str(file) in caplog.text and "Linguist" in caplog.text
    made.close()


@pytest.mark.parametrize("number", range(0, len(ALL), 2))
@pytest.mark.parametrize("state", ["attract", "attract-box", "first-language", "languages"])
def test_many_languages_can_be_read_and_hit(state: str, number: int, tmp_path: Path, qapp: object, complaints: list[str]) -> None:
    for name, own in MANY.items():
        hand_in(tmp_path, name, {"language_name": own})
    combination = ALL[number]
    with kiosk(tmp_path, by_name("welcome" if state == "languages" else state.removesuffix("-box")), "de", combination[0][0]) as stage:
        show(stage, combination)
        if state in ("languages", "attract-box"):
            stage.press("Sprache: Deutsch")
        assert faults(stage, combination) == []
        if state != "attract":
            assert {"English", "中文", "Deutsch", *MANY.values()} <= set(buttons(stage))


@pytest.mark.parametrize("number", range(len(ALL)))
def test_three_languages_stand_beside_each_other_or_behind_one_button(number: int, tmp_path: Path, qapp: object, complaints: list[str]) -> None:
    combination = ALL[number]
    with kiosk(tmp_path, ATTRACT, "de", combination[0][0]) as stage:
        assert faults(stage, combination) == []
        assert {"English", "中文", "Deutsch"} <= set(buttons(stage)) or ("Sprache: Deutsch" in buttons(stage) and combination[1][1] == "largest")


def test_languages_for_which_there_is_no_room_lie_in_a_box_that_folds_by_itself(tmp_path: Path, qapp: object, complaints: list[str]) -> None:
    for name, own in MANY.items():
        hand_in(tmp_path, name, {"language_name": own})
    with kiosk(tmp_path) as stage:
        press(stage, OPENER)
        press(stage, "Русский")
        assert now(stage) == "ru" and "Hello!" in seen(stage) and "Deutsch" not in buttons(stage)
        touch(stage, "Language: Русский")
        assert "Deutsch" in buttons(stage)
        # Not o.metaObject(): PySide keeps the wrapper when QML lets go of the type, and takes the next item that lies at its address for it.
        folds = next(o for o in stage.window.view.findChildren(QObject) if o.inherits("QQmlTimer") and o.property("running"))
        QMetaObject.invokeMethod(folds, "triggered")
        assert "Deutsch" not in buttons(stage) and stage.app.property("screen") == "attract"


def test_the_keys_reach_every_language_of_the_box(tmp_path: Path, qapp: object, complaints: list[str]) -> None:
    with kiosk(tmp_path, by_name("welcome")) as stage:
        show(stage, ALL[4])
        stage.press(OPENER)
        assert checks.unreached(stage.window.view) == []
