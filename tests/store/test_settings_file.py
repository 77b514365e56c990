"""The settings file: all changes or none, checked before they are written, and the technician's own lines kept."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import BadInput, BrokenData
from kiosk.core.settings import load_settings
from kiosk.store.settings_file import FILE, changed, overruled, save_settings

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)


def test_a_value_is_found_again_and_comments_stay(tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_text('# ours\nvolume = 10 # quiet\nmicrophone = "Röde"\n', "utf-8")
    save_settings(tmp_path, {"volume": 40, "loudspeaker": '麦克 "X"', "hands_free": False})
    assert file.read_text("utf-8") == '# ours\nvolume = 40\nmicrophone = "Röde"\nloudspeaker = "麦克 \\"X\\""\nhands_free = false\n'
    found = load_settings(state=tmp_path)
    assert (found.volume, found.microphone, found.loudspeaker, found.hands_free) == (40, "Röde", '麦克 "X"', False)


@pytest.mark.parametrize("wrong", [{"volume": 101}, {"volume": 50, "camera": -2}, {"volum": 10}])
def test_a_value_out_of_bounds_changes_nothing(tmp_path: Path, wrong: dict[str, int]) -> None:
    (tmp_path / FILE).write_text("volume = 10\n", "utf-8")
    with pytest.raises(BadInput):
        save_settings(tmp_path, wrong)
    assert (tmp_path / FILE).read_text("utf-8") == "volume = 10\n"


@pytest.mark.parametrize("text", ["volume = = 1\n", "[table]\nx = 1\n", 'microphone = """\nvolume = 1\n"""\n'])
def test_a_file_that_cannot_be_changed_safely_stays_as_it_is(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(BadInput):
        save_settings(tmp_path, {"volume": 40})
    assert (tmp_path / FILE).read_text("utf-8") == text


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(BrokenData):
        save_settings(tmp_path / "state", {"volume": 40})


@given(NAMES, NAMES, st.integers(0, 100))
def test_whatever_a_device_is_called_is_read_back_as_written(first: str, second: str, volume: int) -> None:
    text = changed(changed("", {"microphone": first, "volume": 1}), {"microphone": second, "volume": volume})
    assert tomllib.loads(text) == {"microphone": second, "volume": volume}


def test_a_setting_of_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_VOLUME", "20")
    assert overruled(("volume", "camera")) == ["KIOSK_VOLUME"]
