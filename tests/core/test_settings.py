"""Settings come from file and environment, and a bad one is told by name and place."""

from pathlib import Path

import pytest

from kiosk.core import BadInput
from kiosk.core.settings import load_settings


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kiosk.toml").write_text("volume = 10\nidle_seconds = 60\n")
    monkeypatch.setenv("KIOSK_STATE", str(tmp_path))
    monkeypatch.setenv("KIOSK_VOLUME", "20")
    found = load_settings()
    assert (found.volume, found.idle_seconds) == (20, 60)


def test_a_value_out_of_bounds_names_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_STATE", str(tmp_path))
    monkeypatch.setenv("KIOSK_VOLUME", "300")
    with pytest.raises(BadInput, match="KIOSK_VOLUME"):
        load_settings()


def test_an_unknown_name_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text("volum = 10\n")
    with pytest.raises(BadInput, match="volum"):
        load_settings(state=tmp_path)
