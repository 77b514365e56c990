"""Sounds kept ready: the promises of kiosk.speaking.cache."""

from pathlib import Path

import numpy as np

from kiosk.speaking.cache import ClauseCache, key

SECOND = np.linspace(-0.5, 0.5, 24_000, dtype=np.float32)


def test_memory_never_exceeds_the_bound_and_the_oldest_go_first() -> None:
    cache = ClauseCache(5 * SECOND.size * 2)
    for n in range(9):
        cache.put(str(n), SECOND)
        assert cache.bytes <= cache.max_bytes
    assert "0" not in cache and "8" in cache


def test_what_a_visit_said_is_forgotten_and_what_was_prepared_stays(tmp_path: Path) -> None:
    cache = ClauseCache(10**7, tmp_path)
    cache.put("shop", SECOND, prepared=True)
    cache.put("visit", SECOND)
    cache.forget_visit()
    assert "shop" in cache and "visit" not in cache and cache.bytes == SECOND.size * 2


def test_only_prepared_phrases_are_written(tmp_path: Path) -> None:
    cache = ClauseCache(10**7, tmp_path)
    cache.put("visit", SECOND)
    assert not list(tmp_path.iterdir())
    cache.put("shop", SECOND, prepared=True)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_prepared_phrase_comes_back_after_a_start_unchanged(tmp_path: Path) -> None:
    ClauseCache(10**7, tmp_path).put("shop", SECOND, prepared=True)
    again = ClauseCache(10**7, tmp_path)
    assert again.load("shop")
    sound = again.get("shop")
    assert sound is not None and np.abs(sound - SECOND).max() < 1e-4


def test_a_damaged_file_is_not_played(tmp_path: Path) -> None:
    ClauseCache(10**7, tmp_path).put("shop", SECOND, prepared=True)
    next(tmp_path.iterdir()).write_bytes(b"fLaC nonsense")
    assert not ClauseCache(10**7, tmp_path).load("shop")


def test_a_full_disk_allowance_writes_nothing_more(tmp_path: Path) -> None:
    ClauseCache(10**7, tmp_path, max_disk_bytes=0).put("shop", SECOND, prepared=True)
    assert not list(tmp_path.iterdir())


def test_case_spaces_and_closing_marks_do_not_count_in_a_key_but_a_question_mark_does() -> None:
    assert key("Hello  there.") == key("hello there,") != key("hello there?")
