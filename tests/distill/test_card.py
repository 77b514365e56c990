"""The card counts what is there and quotes only our own; a folder of Parquet is whole or not there."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import datasets
import pyarrow.parquet as pq
import pytest

from distill.data.card import card, fingerprint_of, write_parquet
from distill.data.cleaning import Cleaned, Cleaning, Dropped, Item, Reason, clean
from distill.data.sources import Digest, Source, State
from kiosk.core import BrokenData, MissingPart

ROWS = [
    Item("where is the milk", "en", "find_product", source="ours"), Item("Where is the milk", "en", "find_product", source="ours"),
    Item("牛奶在哪里", "zh", "find_product", source="ours"), Item("see you | later", "en", "goodbye", source="ours"),
    Item("what is a tariff", "en", "out_of_scope", source="theirs"), Item("What is a tariff", "en", "out_of_scope", source="theirs"),
    Item("再见", "zh", "goodbye", "held_out", source="ours"), Item("how much is it", "en", "product_price", source="ours", wording="how much is it"),
]  # fmt: skip


def state(name: str, place: str, pinned: bool = True, found: bool = True) -> State:
    made = Source.model_validate(
        {"id": name, "title": f"Set {name}", "place": place, "path": name, "licence": "CC-BY-4.0", "origin": "o", "use": "train", "purpose": "p",
         "sha256": "a" * 64 if pinned else None}
    )  # fmt: skip
    return State(made, Digest(1, 2, "a" * 64) if found else None, None if found else MissingPart("not there"))


def made(rows: list[Item], exam: tuple[str, ...] = ()) -> str:
    sources = [state("ours", "repository", pinned=False), state("theirs", "data"), state("gone", "data", found=False)]
    return card("A corpus", "f" * 64, rows, sources, {"corpus": 2026}, (clean(rows, exam), Cleaning()))


def line(text: str, start: str) -> str:
    return next(row for row in text.splitlines() if row.startswith(f"| {start}"))


def test_a_card_counts_by_label_language_and_split() -> None:
    text = made(ROWS)
    assert line(text, "label") == "| label | train zh | train en | held_out zh |"
    assert line(text, "find_product") == "| find_product | 1 | 1 | 0 |"
    assert line(text, "all") == "| all | 1 | 4 | 1 |"
    assert "6 texts of 8; 2 were dropped" in text and "f" * 64 in text


def test_a_card_tells_lengths_seeds_and_settings() -> None:
    text = made(ROWS)
    assert line(text, "train | en") == "| train | en | 4 | 14 | 15.5 | 16 | 17 |"
    assert line(text, "corpus") == "| corpus | 2026 |" and "near 0.95" in text


def test_a_card_names_licence_hash_and_texts_of_each_source() -> None:
    text = made(ROWS)
    assert line(text, "ours") == f"| ours | Set ours | CC-BY-4.0 | train | o | 5 | `{'a' * 64}` (not pinned) |"
    assert line(text, "theirs") == f"| theirs | Set theirs | CC-BY-4.0 | train | o | 1 | `{'a' * 64}` |"
    assert line(text, "gone").endswith("| 0 | missing |")


def test_a_card_quotes_our_own_rows_only() -> None:
    """Neither other people's sentences nor what is measured on."""
    text = made(ROWS, ("how much is this",))
    assert "tariff" not in text and "(a text of theirs)" in text
    assert "“Where is the milk” (find_product) ← “where is the milk” (find_product)" in text
    assert line(text, Reason.near_exam) == f"| {Reason.near_exam} | 1 | “how much is it” (product_price) |"


def test_a_corpus_that_was_not_cleaned_has_all_its_rows_in_the_card() -> None:
    text = card("A corpus", "f" * 64, ROWS, [state("ours", "repository")], {})
    assert "\n8 texts. Fingerprint" in text and "Nothing was cleaned." in text
    assert line(text, "find_product") == "| find_product | 1 | 2 | 0 |"


def test_photos_have_a_class_and_no_language_or_length() -> None:
    text = card("Photos", "f" * 64, [Item("a.jpg", "", "kiwi", source="ours"), Item("b.jpg", "", "kiwi", "val", source="ours")],
                [state("ours", "repository")], {}, things="photos", label="class")  # fmt: skip
    assert line(text, "class") == "| class | val | train |" and line(text, "kiwi") == "| kiwi | 1 | 1 |"
    assert "\n2 photos. Fingerprint" in text and "## Photos by class" in text and "characters" not in text


def test_a_card_gives_three_examples_of_as_many_labels_as_there_are() -> None:
    rows = [Item(f"{mark}{n} {label}", "en", label) for label in ("a", "b") for n in range(4) for mark in ("question ", "Question ")]
    told = line(card("A corpus", "", rows, [], {}, (clean(rows), Cleaning())), Reason.duplicate)
    assert told.count("←") == 3 and "(a)" in told and "(b)" in told


def test_a_table_is_not_broken_by_what_it_quotes() -> None:
    rows = [Item("a | b", "en", "x"), Item("A | b", "en", "x"), Item("c\x07d", "en", "x")]
    text = card("A corpus", "", rows, [], {}, (clean(rows), Cleaning()))
    assert "“A \\| b”" in text and "c\\x07d" in text and "\x07" not in text


def test_a_card_of_nothing_is_one_clear_error() -> None:
    with pytest.raises(BrokenData, match="no row is left"):
        card("A corpus", "", ROWS[:1], [], {}, (Cleaned((), (Dropped(0, Reason.too_short),)), Cleaning()))


def plain(rows: list[Item]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]


def test_parquet_gives_back_the_rows_of_each_split(tmp_path: Path) -> None:
    write_parquet(plain(ROWS), tmp_path / "corpus")
    assert pq.read_table(tmp_path / "corpus" / "train.parquet").to_pylist() == [row for row in plain(ROWS) if row["split"] == "train"]
    assert pq.read_table(tmp_path / "corpus" / "held_out.parquet").to_pylist() == [row for row in plain(ROWS) if row["split"] == "held_out"]
    assert [f.name for f in tmp_path.iterdir()] == ["corpus"]


def test_the_fingerprint_is_of_the_rows_and_their_order() -> None:
    rows = plain(ROWS)
    assert fingerprint_of(rows) == fingerprint_of([dict(reversed(row.items())) for row in rows])
    changed = [{**rows[0], "label": "another"}, *rows[1:]]
    assert len({fingerprint_of(rows), fingerprint_of(rows[::-1]), fingerprint_of(changed), fingerprint_of(rows[1:])}) == 4


def test_writing_the_same_rows_again_does_nothing(tmp_path: Path) -> None:
    first = write_parquet(plain(ROWS), tmp_path / "corpus")
    written = (tmp_path / "corpus" / "train.parquet").stat()
    assert write_parquet(plain(ROWS), tmp_path / "corpus") == first
    assert (tmp_path / "corpus" / "train.parquet").stat().st_ino == written.st_ino


def test_other_rows_replace_the_folder_wholly(tmp_path: Path) -> None:
    write_parquet(plain(ROWS), tmp_path / "corpus")
    write_parquet(plain(ROWS[:3]), tmp_path / "corpus")
    assert sorted(f.name for f in (tmp_path / "corpus").iterdir()) == ["corpus.json", "train.parquet"]
    assert [f.name for f in tmp_path.iterdir()] == ["corpus"]


def test_a_folder_that_lost_a_file_is_written_anew(tmp_path: Path) -> None:
    write_parquet(plain(ROWS), tmp_path / "corpus")
    (tmp_path / "corpus" / "train.parquet").unlink()
    write_parquet(plain(ROWS), tmp_path / "corpus")
    assert (tmp_path / "corpus" / "train.parquet").is_file()


def test_a_write_that_breaks_off_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = write_parquet(plain(ROWS), tmp_path / "corpus")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(datasets.Dataset, "to_parquet", full)
        with pytest.raises(OSError, match="No space"):
            write_parquet(plain(ROWS[:3]), tmp_path / "corpus")
    assert write_parquet(plain(ROWS), tmp_path / "corpus") == first
    write_parquet(plain(ROWS[:3]), tmp_path / "corpus")
    assert [f.name for f in tmp_path.iterdir()] == ["corpus"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [([], "no rows"), ([{"split": "train", "text": "a"}, {"split": "train"}], "same columns"), ([{"text": "a"}], "no proper name"),
     ([{"split": "../train"}], "no proper name")],
)  # fmt: skip
def test_rows_that_cannot_be_written_are_one_clear_error(tmp_path: Path, rows: list[dict[str, Any]], told: str) -> None:
    with pytest.raises(BrokenData, match=told):
        write_parquet(rows, tmp_path / "corpus")
    assert not any(tmp_path.iterdir())
