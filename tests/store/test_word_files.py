"""The window's words: English and Chinese whole and in step, Qt's own tools reading the same, and other languages that cannot harm the window."""

import subprocess
from contextlib import suppress
from pathlib import Path
from shutil import which
from xml.etree import ElementTree

import PySide6
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QTranslator

from kiosk.core import Language, spoken
from kiosk.store.word_files import NAME, OWN, own_words, parse, places, read_languages
from tests.fakes.translator import GERMAN, hand_in, word_file

ENGLISH, CHINESE = own_words(Language.en), own_words(Language.zh)


def rows(language: Language) -> dict[str, ElementTree.Element]:
    """The messages of a file of ours as they stand in it."""
    return {str(m.get("id")): m for m in ElementTree.parse(OWN / f"kiosk_{language}.ts").getroot().iter("message")}


def test_both_languages_have_every_key_once_and_in_the_same_order() -> None:
    assert list(ENGLISH) == list(CHINESE) == list(rows(Language.en))
    assert [m.asked for m in ENGLISH.values()] == [m.asked for m in CHINESE.values()]
    for language in Language:
        assert len(list(ElementTree.parse(OWN / f"kiosk_{language}.ts").getroot().iter("message"))) == len(ENGLISH)


def test_both_languages_leave_the_same_places_open() -> None:
    assert [key for key, m in ENGLISH.items() if places(m.text) is None or places(m.text) != places(CHINESE[key].text)] == []


@pytest.mark.parametrize("language", Language)
def test_nothing_of_ours_is_empty_or_unfinished_and_the_english_beside_it_is_the_english_that_is_shown(language: Language) -> None:
    for key, row in rows(language).items():
        assert row.findtext("source") == ENGLISH[key].text, key
        translation = row.find("translation")
        assert translation is not None and translation.get("type") is None and (translation.text or "").strip(), key


@pytest.mark.parametrize("language", Language)
def test_qts_own_compiler_finds_no_fault_and_its_translator_says_the_same_words(language: Language, tmp_path: Path) -> None:
    tool, out = Path(PySide6.__file__).parent / "lrelease", tmp_path / "words.qm"
    if not tool.exists():
        pytest.skip("PySide6 brings no lrelease here")
    told = subprocess.run([tool, OWN / f"kiosk_{language}.ts", "-qm", out], capture_output=True, text=True, check=True)
    assert "warning" not in (told.stdout + told.stderr).lower()
    translator = QTranslator()
    assert translator.load(str(out))
    assert {key: translator.translate("", key) for key in ENGLISH} == {key: m.text for key, m in own_words(language).items()}


def test_make_begins_a_language_in_which_nothing_is_translated(tmp_path: Path) -> None:
    if not which("make"):
        pytest.skip("there is no make here")
    file = hand_in(tmp_path)
    subprocess.run(["make", "-s", "words", "CODE=de", f"WORDS={file}"], cwd=OWN.parents[2], check=True, capture_output=True)
    assert {key: m.text for key, m in parse(file.read_bytes()).items()} == dict.fromkeys(ENGLISH, "")
    assert ElementTree.parse(file).getroot().get("language") == "de"
    (fault,) = read_languages(tmp_path).faults
    assert NAME in fault.what, "it is of no use before it has a name"


def test_without_a_file_of_the_shop_there_are_english_and_chinese(tmp_path: Path) -> None:
    found = read_languages(tmp_path)
    assert (list(found.words), found.lacking, found.faults) == (["en", "zh"], {}, ())
    assert found.words["zh"] == {key: m.text for key, m in CHINESE.items()}


def test_a_third_language_is_a_file_and_what_it_lacks_is_english(tmp_path: Path) -> None:
    hand_in(tmp_path)
    found = read_languages(tmp_path)
    assert (list(found.words), found.faults) == (["en", "zh", "de"], ())
    german = found.words["de"]
    assert {key: german[key] for key in GERMAN} == GERMAN
    assert list(german) == list(ENGLISH)
    assert all(german[key] == m.text for key, m in ENGLISH.items() if key not in GERMAN)
    assert found.lacking["de"] == sum(not m.asked for m in ENGLISH.values()) - len(GERMAN)


def test_what_the_kiosk_asks_itself_or_says_aloud_stays_in_a_language_that_it_knows(tmp_path: Path) -> None:
    asked = [key for key, m in ENGLISH.items() if m.asked]
    assert {"say_staff", "say_add", "chip_1", "still_there_spoken", "volume_sentence"} <= set(asked)
    hand_in(tmp_path, messages=GERMAN | {key: ENGLISH[key].text + " (deutsch)" for key in asked})
    german = read_languages(tmp_path).words["de"]
    assert [german[key] for key in asked] == [ENGLISH[key].text for key in asked]


def test_another_chinese_falls_back_on_chinese_and_keeps_its_own_marks(tmp_path: Path) -> None:
    hand_in(tmp_path, "kiosk_zh_TW.ts", {NAME: "繁體中文", "hello": "“您好”"})
    found = read_languages(tmp_path).words["zh_TW"]
    assert (found["hello"], found["close"]) == ("“您好”", CHINESE["close"].text)
    assert (spoken("zh_TW"), spoken("zh"), spoken("en_GB"), spoken("de")) == (Language.zh, Language.zh, Language.en, Language.en)


def test_curved_marks_which_the_chinese_font_draws_wide_become_straight(tmp_path: Path) -> None:
    hand_in(tmp_path, messages=GERMAN | {"hello": "„Guten Tag“, wie geht’s?"})
    assert read_languages(tmp_path).words["de"]["hello"] == '"Guten Tag", wie geht\'s?'


@pytest.mark.parametrize(
    "wrong", ["auf Lager", "{anzahl} auf Lager", "{count} {count.real} auf Lager", "{count:>9} auf Lager", "{count auf Lager", "{} auf Lager"]
)
def test_a_message_with_other_places_than_ours_is_not_used_and_told(wrong: str, tmp_path: Path) -> None:
    file = hand_in(tmp_path, messages=GERMAN | {"in_stock": wrong})
    found = read_languages(tmp_path)
    assert (found.words["de"]["in_stock"], found.words["de"]["hello"]) == (ENGLISH["in_stock"].text, "Guten Tag!")
    (fault,) = found.faults
    assert "in_stock" in fault.what and fault.where == str(file) and fault.mend


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("kiosk_fr.ts", "", "no element found"),
        ("kiosk_fr.ts", "<TS><context>", "no element found"),
        ("kiosk_fr.ts", "<html></html>", "<html>"),
        ("kiosk_fr.ts", '<?xml version="1.0" encoding="nonsense"?><TS></TS>', "not a file of Qt Linguist"),
        ("kiosk_fr.ts", word_file({"hello": "Bonjour"}), NAME),
        ("kiosk_fr.ts", word_file({NAME: "English", "hello": "Bonjour"}), NAME),
        ("kiosk_fr.ts", "x" * 2_000_001, "more than 2 MB"),
        ("kiosk_FR.ts", word_file({NAME: "Français"}), "name"),
        ("french.ts", word_file({NAME: "Français"}), "name"),
        ("kiosk_fr.qm", "compiled", "name"),
        ("kiosk_en.ts", word_file({NAME: "English", "hello": "Hi"}), "the kiosk's own"),
    ],
)
def test_a_file_that_cannot_be_used_costs_its_language_and_is_told_in_one_line(name: str, text: str, told: str, tmp_path: Path) -> None:
    hand_in(tmp_path)
    file = hand_in(tmp_path, name)
    file.write_text(text, "utf-8")
    found = read_languages(tmp_path)
    assert list(found.words) == ["en", "zh", "de"]
    (fault,) = found.faults
    assert told in fault.line() and str(file) in fault.line() and fault.mend and "\n" not in fault.line()


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "words").write_text("")
    found = read_languages(tmp_path)
    assert list(found.words) == ["en", "zh"] and len(found.faults) == 1


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "words" / "kiosk_fr.ts").mkdir(parents=True)
    found = read_languages(tmp_path)
    assert list(found.words) == ["en", "zh"] and len(found.faults) == 1


def test_what_linguist_marks_as_gone_or_has_not_translated_is_not_used() -> None:
    text = "".join(
        f'<message id="{key}"><source>x</source><translation{mark}>{said}</translation></message>'
        for key, mark, said in [
            ("a", "", "A"),
            ("b", ' type="unfinished"', "B"),
            ("c", ' type="unfinished"', ""),
            ("d", ' type="vanished"', "D"),
            ("e", ' type="obsolete"', "E"),
        ]
    )
    found = parse(f"<TS><context><name></name>{text}<message><source>x</source><translation>no key</translation></message></context></TS>".encode())
    assert {key: m.text for key, m in found.items()} == {"a": "A", "b": "B", "c": ""}


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(alphabet="<>/TScontext message=\"id'&;!", max_size=80).map(lambda inner: f"<TS>{inner}</TS>".encode()))
def test_whatever_a_file_holds_it_is_read_or_refused(data: bytes) -> None:
    with suppress(ValueError):
        assert isinstance(parse(data), dict)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1))
def test_a_text_comes_out_as_it_was_put_in(text: str) -> None:
    assert parse(word_file({"key": text}).encode("utf-8"))["key"].text == text


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["{a}", "{a}", "{{", "}}", "{", "}", "{b}", "{a!x}", "{a!r}", "{a:}", "{a:9}", "{a:{b}}", "{a.b}", "{a[0]}", "{0}", "{}", "!", " "]),
        max_size=5,
    )
)
def test_a_text_with_our_places_can_be_filled(parts: list[str]) -> None:
    text = "".join(parts)
    if places(text) == places("{a}"):
        assert "x" in text.format(a="x")
