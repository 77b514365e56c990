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
    for cache in (ClauseCache(10**7, tmp_path), ClauseCache(10**7)):
        cache.put("shop", SECOND, prepared=True)
        cache.put("visit", SECOND)
        cache.forget_visit()
        assert "shop" in cache and "visit" not in cache


def test_prepared_phrases_lie_on_disk_and_take_memory_only_once_they_are_said(tmp_path: Path) -> None:
    cache = ClauseCache(10**7, tmp_path)
    cache.put("shop", SECOND, prepared=True)
    assert cache.bytes == 0
    assert cache.get("shop") is not None
    assert cache.bytes == SECOND.size * 2


def test_a_prepared_phrase_that_was_pushed_out_of_memory_is_read_again(tmp_path: Path) -> None:
    cache = ClauseCache(4 * SECOND.size * 2, tmp_path)
    for n in range(9):
        cache.put(str(n), SECOND, prepared=True)
    assert all(cache.get(str(n)) is not None for n in (*range(9), *range(9)))
    assert cache.bytes <= cache.max_bytes


def test_what_can_be_read_from_disk_goes_before_what_would_have_to_be_made(tmp_path: Path) -> None:
    cache = ClauseCache(4 * SECOND.size * 2, tmp_path)
    cache.put("visit", SECOND)
    for n in range(9):
        cache.put(str(n), SECOND, prepared=True)
        cache.get(str(n))
    assert "visit" in cache


def test_files_of_what_the_shop_does_not_say_any_more_are_removed(tmp_path: Path) -> None:
    cache = ClauseCache(10**7, tmp_path)
    for name in ("old", "new"):
        cache.put(name, SECOND, prepared=True)
    cache.keep_only(["new", "not made yet"])
    assert "new" in cache and "old" not in cache and len(list(tmp_path.iterdir())) == 1


def test_only_prepared_phrases_are_written(tmp_path: Path) -> None:
    cache = ClauseCache(10**7, tmp_path)
    cache.put("visit", SECOND)
    assert not list(tmp_path.iterdir())
    cache.put("shop", SECOND, prepared=True)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_prepared_phrase_comes_back_after_a_start_unchanged(tmp_path: Path) -> None:
    ClauseCache(10**7, tmp_path).put("shop", SECOND, prepared=True)
    again = ClauseCache(10**7, tmp_path)
    sound = again.get("shop")
    assert sound is not None and np.abs(sound - SECOND).max() < 1e-4


def test_a_damaged_file_is_removed_and_not_played(tmp_path: Path) -> None:
    ClauseCache(10**7, tmp_path).put("shop", SECOND, prepared=True)
    next(tmp_path.iterdir()).write_bytes(b"fLaC nonsense")
    cache = ClauseCache(10**7, tmp_path)
    assert cache.get("shop") is None and "shop" not in cache


def test_a_full_disk_allowance_writes_nothing_more(tmp_path: Path) -> None:
    ClauseCache(10**7, tmp_path, max_disk_bytes=0).put("shop", SECOND, prepared=True)
    assert not list(tmp_path.iterdir())


def test_case_spaces_and_closing_marks_do_not_count_in_a_key_but_a_question_mark_does() -> None:
    assert key("Hello  there.") == key("hello there,") != key("hello there?")
