"""The file of enrolled products: whole or not at all, and nothing in it is lost by what comes and goes around it."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.bundle.enrolment import Enrolled
from kiosk.core import BrokenData, MissingPart
from kiosk.store.enrolled import FILE, EnrolledFile

DAY = date(2026, 11, 24)


def row(sku: str, student: str = "a", seed: int = 0) -> Enrolled:
    vectors = np.random.default_rng(seed).normal(size=(3, 4)).astype(np.float32)
    return Enrolled(sku, student, DAY, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


@pytest.fixture
def file(tmp_path: Path) -> EnrolledFile:
    made = EnrolledFile(tmp_path / FILE)
    made.put(row("tea"))
    made.put(row("soap", seed=1))
    return made


def test_what_was_put_is_there_after_a_restart(file: EnrolledFile, tmp_path: Path) -> None:
    rows = EnrolledFile(tmp_path / FILE).rows()
    assert list(rows) == [("tea", "a"), ("soap", "a")]
    found = rows["tea", "a"]
    assert (found.sku, found.student, found.day) == ("tea", "a", DAY)
    assert np.allclose(found.vectors, row("tea").vectors, atol=1e-3) and np.allclose(np.linalg.norm(found.vectors, axis=1), 1)


def test_no_file_holds_nothing(tmp_path: Path) -> None:
    assert EnrolledFile(tmp_path / FILE).rows() == {}
    assert not EnrolledFile(tmp_path / FILE).remove("tea")


def test_a_new_enrolment_takes_the_place_of_the_old_and_goes_to_the_end(file: EnrolledFile) -> None:
    file.put(row("tea", seed=2))
    assert list(file.rows()) == [("soap", "a"), ("tea", "a")]
    assert np.allclose(file.rows()["tea", "a"].vectors, row("tea", seed=2).vectors, atol=1e-3)


def test_two_students_keep_their_own_vectors_and_undo_takes_both(file: EnrolledFile) -> None:
    file.put(row("tea", "b"))
    assert set(file.rows()) == {("tea", "a"), ("tea", "b"), ("soap", "a")}
    assert file.remove("tea")
    assert set(file.rows()) == {("soap", "a")}


def test_another_process_is_noticed_and_the_same_rows_are_the_same_object(file: EnrolledFile, tmp_path: Path) -> None:
    before = file.rows()
    assert file.rows() is before
    EnrolledFile(tmp_path / FILE).put(row("jam"))
    assert ("jam", "a") in file.rows()


def test_a_file_that_is_cut_off_anywhere_is_told_and_never_half_read(file: EnrolledFile, tmp_path: Path) -> None:
    whole = (tmp_path / FILE).read_bytes()
    for end in range(len(whole) - 2):
        (tmp_path / "cut.json").write_bytes(whole[:end])
        with pytest.raises(BrokenData, match="damaged"):
            EnrolledFile(tmp_path / "cut.json").rows()


@given(data=st.data())
def test_a_file_that_was_altered_is_told_or_says_the_same(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("altered")
    EnrolledFile(folder / FILE).put(row("tea"))
    whole = bytearray((folder / FILE).read_bytes())
    whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    (folder / "altered.json").write_bytes(bytes(whole))
    with suppress(BrokenData):
        found = EnrolledFile(folder / "altered.json").rows()
        assert list(found) == [("tea", "a")] and np.array_equal(found["tea", "a"].vectors, EnrolledFile(folder / FILE).rows()["tea", "a"].vectors)


def test_a_damaged_file_is_set_aside_by_the_next_enrolment_and_not_by_an_undo(file: EnrolledFile, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("{")
    with pytest.raises(BrokenData):
        file.remove("tea")
    file.put(row("jam"))
    assert set(file.rows()) == {("jam", "a")} and (tmp_path / f"{FILE}.damaged").read_text() == "{"


def test_a_file_of_a_newer_kiosk_says_so(file: EnrolledFile, tmp_path: Path) -> None:
    text = (tmp_path / FILE).read_text()
    (tmp_path / FILE).write_text(text.replace('"version": 1', '"version": 2'))
    with pytest.raises(BrokenData, match="schema 2"):
        file.rows()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MissingPart):
        EnrolledFile(tmp_path / "file" / FILE).put(row("tea"))
