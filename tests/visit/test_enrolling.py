"""A product that staff teach by camera: the real store and the shipped picture student, before drawn packs that it never saw."""

import json
from pathlib import Path

import numpy as np
import pytest
import zxingcpp

from kiosk.bundle.enrolment import Enrolled
from kiosk.core import BadInput, BrokenData
from kiosk.core.settings import load_settings
from kiosk.seeing.views import Fault
from kiosk.store.database import connect
from kiosk.store.enrolled import FILE
from kiosk.store.importing import MIGRATIONS, import_pack
from kiosk.store.pack import read_pack
from kiosk.visit import House
from kiosk.visit.enrolling import Enrolling, Known
from tests.fakes.products import view, views
from tests.store.conftest import FILES, write_pack


def opened(state: Path) -> House:
    """A kiosk of this state folder as it is after a start."""
    return House(load_settings(state=state))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state folder with the small shop imported."""
    import_pack(connect(tmp_path / "state" / "store.sqlite", MIGRATIONS), read_pack(write_pack(tmp_path / "pack")))
    return tmp_path / "state"


def teach(enrolling: Enrolling, sku: str, seed: int) -> None:
    enrolling.begin(sku)
    assert [enrolling.take(frame) for frame in views(seed)] == [None] * 8


def best(house: House, seed: int) -> tuple[str, bool]:
    """What the eyes say of a pack in a ninth view: held farther away, before another camera."""
    rows = house.eyes.see(view(seed, 7, (800, 600)), {"appearance"})
    return (rows[0].sku, rows[0].accepted) if rows else ("", False)


def test_it_is_found_at_once_after_a_restart_and_not_after_undo(state: Path) -> None:
    house = opened(state)
    assert best(house, 1) != ("pear", True)
    teach(house.enrolling, "pear", 1)
    check = house.enrolling.check()
    assert check.good and check.like == ()
    assert best(house, 1) != ("pear", True)
    house.enrolling.save()
    assert best(house, 1) == ("pear", True)
    assert [(one.sku, one.pictures, one.known) for one in house.enrolling.listed()] == [("pear", 8, Known.enrolled)]
    again = opened(state)
    assert best(again, 1) == ("pear", True) and again.enrolling.known("pear") is Known.enrolled
    assert again.enrolling.undo("pear") and not again.enrolling.undo("pear")
    assert best(again, 1) != ("pear", True) and best(house, 1) != ("pear", True)


def test_two_products_do_not_take_each_others_place(state: Path) -> None:
    house = opened(state)
    for sku, seed in (("pear", 1), ("corner-milk", 2), ("corner-beer", 3)):
        teach(house.enrolling, sku, seed)
        house.enrolling.save()
    assert [best(house, seed) for seed in (1, 2, 3)] == [("pear", True), ("corner-milk", True), ("corner-beer", True)]


def test_what_looks_like_another_product_is_told_before_it_is_saved(state: Path) -> None:
    house = opened(state)
    teach(house.enrolling, "pear", 1)
    house.enrolling.save()
    house.enrolling.begin("corner-milk")
    for number in range(8):
        house.enrolling.take(view(1 if number % 2 else 4, number))
    check = house.enrolling.check()
    assert not check.good and check.like[0][0] == "pear"
    house.enrolling.again()
    assert house.enrolling.taken == 0


def test_a_product_is_not_compared_with_its_own_older_pictures(state: Path) -> None:
    """Teaching it anew is judged by the new pictures alone, and takes the place of the old ones."""
    house = opened(state)
    teach(house.enrolling, "pear", 1)
    house.enrolling.save()
    house.enrolling.begin("pear")
    house.enrolling.take(view(1, 0))
    assert house.enrolling.check().found == 0
    old = house.enrolled.rows()["pear", house.sight].vectors
    teach(house.enrolling, "pear", 2)
    house.enrolling.save()
    (row,) = house.enrolled.rows().values()
    assert row.vectors.shape == old.shape and float((row.vectors @ old.T).max()) < 0.99


def test_a_refused_picture_is_not_kept_and_the_last_one_can_be_taken_again(state: Path) -> None:
    enrolling = opened(state).enrolling
    enrolling.begin("pear")
    assert enrolling.take(view(1, 0)) is None
    assert enrolling.take(view(1, 0)) is Fault.same and enrolling.taken == 1
    enrolling.retake()
    assert enrolling.taken == 0 and enrolling.take(view(1, 0)) is None
    assert enrolling.take(view(1, 0), strict=False) is None and enrolling.taken == 2


def test_only_what_the_shop_sells_is_taught(state: Path) -> None:
    with pytest.raises(BadInput, match="mango"):
        opened(state).enrolling.begin("mango")


def test_a_product_that_left_the_shop_is_ignored_and_comes_back_with_it(state: Path, tmp_path: Path) -> None:
    """Also in the running kiosk, which another process imports for."""
    house = opened(state)
    teach(house.enrolling, "pear", 1)
    house.enrolling.save()
    live = connect(state / "store.sqlite", MIGRATIONS)
    kept = "\n".join(line for line in FILES["products.csv"].splitlines() if not line.startswith("pear,")) + "\n"
    import_pack(live, read_pack(write_pack(tmp_path / "fewer", products_csv=kept)))
    assert best(house, 1) != ("pear", True)
    assert [one.known for one in house.enrolling.listed()] == [Known.gone]
    import_pack(live, read_pack(tmp_path / "pack"))
    assert best(house, 1) == ("pear", True)


def test_vectors_of_another_student_are_not_compared_and_ask_for_a_new_enrolment(state: Path) -> None:
    house = opened(state)
    teach(house.enrolling, "pear", 1)
    house.enrolling.save()
    row = house.enrolled.rows()["pear", house.sight]
    house.enrolled.remove("pear")
    house.enrolled.put(Enrolled("pear", "another student", row.day, np.ones((8, 16), np.float32) / 4))
    assert best(house, 1) != ("pear", True)
    assert house.enrolling.known("pear") is Known.stale and [one.known for one in house.enrolling.listed()] == [Known.stale]
    teach(house.enrolling, "pear", 1)
    house.enrolling.save()
    assert [one.known for one in house.enrolling.listed()] == [Known.enrolled] and best(house, 1) == ("pear", True)


def test_a_damaged_file_is_told_once_and_the_kiosk_goes_on_without(state: Path, caplog: pytest.LogCaptureFixture) -> None:
    house = opened(state)
    teach(house.enrolling, "pear", 1)
    house.enrolling.save()
    whole = (state / FILE).read_text()
    (state / FILE).write_text(whole[: len(whole) // 2])
    assert best(house, 1) != ("pear", True) and best(house, 2) != ("pear", True)
    assert len([record for record in caplog.records if "damaged" in record.message]) == 1
    with pytest.raises(BrokenData, match="damaged"):
        house.enrolling.listed()
    (state / FILE).write_text(whole)
    assert best(house, 1) == ("pear", True)


def test_the_file_holds_no_picture(state: Path) -> None:
    house = opened(state)
    teach(house.enrolling, "pear", 1)
    house.enrolling.save()
    (row,) = json.loads((state / FILE).read_text())["enrolled"]
    assert set(row) == {"sku", "student", "day", "count", "vectors"}
    assert row["count"] == 8 and len(row["vectors"]) < 8 * 1280 * 2 * 1.4


def test_a_product_is_found_by_a_part_of_its_name_in_both_languages_and_by_its_barcode(state: Path) -> None:
    enrolling = opened(state).enrolling
    assert [p.sku for p in enrolling.search("corn")][:1] == ["corner-apples"]
    assert {p.sku for p in enrolling.search("MILK whole")} == {"corner-milk", "arla-milk"}
    assert [p.sku for p in enrolling.search("全脂")] == ["corner-milk", "arla-milk"]
    assert enrolling.search("  ") == enrolling.search("mango") == []
    bars = np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode("2000000000022", zxingcpp.BarcodeFormat.EAN13), scale=3))
    frame = np.full((480, 640, 3), 230, np.uint8)
    frame[20 : 20 + bars.shape[0], 20 : 20 + bars.shape[1]] = bars[:, :, None]
    product, digits = enrolling.read_code(frame)
    assert product is not None and (product.sku, digits) == ("corner-milk", "2000000000022")
    assert enrolling.read_code(np.full((480, 640, 3), 230, np.uint8)) == (None, "")
