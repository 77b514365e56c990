"""The check names each mistake by file, line, reason and mend."""

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from kiosk.core import BrokenData, MissingPart
from kiosk.store.catalogue import open_live, open_store
from kiosk.store.checking import check_pack, load_pack
from tests.store.conftest import FILES, MARKET, TODAY, write_pack


class Mistake(NamedTuple):
    """An edit of the small pack and what the check must say to it. `refuses` is false for a doubt."""

    file: str
    old: str
    new: str
    line: int
    reason: str
    mend: str
    refuses: bool = True


MISTAKES = {
    # one row
    "price of nought": Mistake("products.csv", "kg,2.49,", "kg,0,", 2, "price .*greater than 0", "correct price"),
    "price with three decimals": Mistake("products.csv", ",1.19,", ",1.195,", 6, "price", "correct price"),
    "price in words": Mistake("products.csv", ",1.19,", ",cheap,", 6, "price 'cheap'", "correct price"),
    "sku with spaces": Mistake("products.csv", "red-apple,apple", "Red Apple,apple", 2, "sku 'Red Apple' is not of the form", "write it as"),
    "sku twice": Mistake("products.csv", "green-apple,", "red-apple,", 3, "'red-apple' stands twice, first on line 2", "Remove or rename one"),
    "wrong check digit": Mistake("products.csv", "2000000000022", "2000000000023", 6, "check digit of EAN 2000000000023 is wrong, it should be 2", "correct"),
    "unknown allergen": Mistake("products.csv", "2026-11-23,gluten,", "2026-11-23,glutn,", 8, "allergens.*glutn", "correct allergens"),
    "allergen in both columns": Mistake("products.csv", "milk,,vegetarian,0,Fresh", "milk,milk,vegetarian,0,Fresh", 6, "milk is in allergens and in may_contain", "correct"),
    "vegan milk": Mistake("products.csv", "milk,,vegetarian,0,Creamy", "milk,,vegan,0,Creamy", 7, "says vegan but contains milk", "correct"),
    "stock below nought": Mistake("products.csv", ",1,2,9,", ",1,2,-1,", 5, "stock '-1'", "correct stock"),
    "date of no calendar": Mistake("products.csv", "1,2,9,2026-11-23", "1,2,9,2026-13-41", 5, "stock_date", "correct stock_date"),
    "a cell too many": Mistake("products.csv", "Sweet,甜", "Sweet, red,甜", 2, "has 21 cells where the header has 20", "Quote cells"),
    "unknown column": Mistake("products.csv", ",stock,", ",stok,", 1, "unknown column 'stok'", "The columns are"),
    "missing column": Mistake("kinds.csv", "kind,en,zh,department,substitutes", "kind,en,substitutes", 1, "column 'zh' is missing", "The columns are"),
    "offer that ends before it starts": Mistake("offers.csv", "20,,,2026-11-01,2026-12-31", "20,,,2026-11-01,2026-10-31", 3, "ends 2026-10-31 before it starts", "correct"),
    "offer without its price": Mistake("offers.csv", ",0.99,", ",,", 2, "an offer of type price needs price", "correct"),
    "YAML that is none": Mistake("floor.yaml", "height: 10", "height: [10", 3, "is not YAML", "indentation"),
    # several rows
    "product of an unknown kind": Mistake("products.csv", "pear,pear,Pears", "pear,paer,Pears", 5, "kind 'paer' is not in this pack", "Write 'pear' or add it"),
    "unknown department": Mistake("kinds.csv", "梨,fruit", "梨,garden", 3, "department 'garden' is not in this pack", "Add it"),
    "unknown substitute": Mistake("kinds.csv", "fruit,apple", "fruit,aple", 3, "substitute 'aple' is not in this pack", "Write 'apple'"),
    "own substitute": Mistake("kinds.csv", "fruit,apple", "fruit,pear", 3, "'pear' is a substitute of itself", "Remove it"),
    "barcode twice": Mistake("products.csv", "2000000000039", "2000000000022", 7, "EAN 2000000000022 is also that of 'corner-milk' on line 6", "one product"),
    "aisle that is nowhere": Mistake("products.csv", ",,1,2,9,", ",,9,2,9,", 5, "aisle 9 is not on the floor plan", "draw it in floor.yaml"),
    "offer on an unknown SKU": Mistake("offers.csv", "price,corner-milk", "price,corner-mlk", 2, "SKU 'corner-mlk' is not", "Write 'corner-milk'"),
    "offer on an unknown kind": Mistake("offers.csv", "percent,,apple", "percent,,quince", 3, "kind 'quince' is not", "Add it or remove"),
    "recall of an unknown SKU": Mistake("recalls.csv", "recall-milk,corner-milk", "recall-milk,gone-milk", 2, "SKU 'gone-milk' is not", "."),
    "recall of another's brand": Mistake("recalls.csv", "recall-milk,corner-milk", "recall-milk,arla-milk", 2, "not of the shop's own brand", "own_brand"),
    "order of an unknown SKU": Mistake("orders.csv", "red-apple; corner", "rad-apple; corner", 2, "SKU 'rad-apple' is not", "Write 'red-apple'"),
    "receipt of an unknown SKU": Mistake("receipts.csv", "red-apple; corner", "blue-plum; corner", 2, "SKU 'blue-plum' is not", "Add it"),
    "recipe with an unknown kind": Mistake("recipes.yaml", "kind: pear", "kind: pears", 2, "kind 'pears' is not", "Write 'pear'"),
    "group with an unknown kind": Mistake("store.yaml", "kinds: [apple, pear]", "kinds: [apple, plumb]", 14, "group 'fruit-bowl': kind 'plumb' is not", "Add it"),
    "department twice": Mistake("store.yaml", "{id: dairy, en: dairy", "{id: fruit, en: dairy", 10, "department 'fruit' stands twice", "rename"),
    "unknown time zone": Mistake("store.yaml", "Europe/Berlin", "Europe/Berlim", 5, "timezone 'Europe/Berlim' is not known", "Europe/Berlin"),
    "aisle outside the floor": Mistake("floor.yaml", "x: 5, y: 1", "x: 19, y: 1", 9, "aisle 2 lies outside the floor of 20 by 10", "Correct x"),
    "kiosk outside the floor": Mistake("floor.yaml", "kiosk_y: 9", "kiosk_y: 19", 3, "the kiosk lies outside the floor", "kiosk_x or kiosk_y"),
    "facility outside the floor": Mistake("facilities.csv", "门边,3,3", "门边,3,30", 2, "'toilets' lies outside the floor", "Correct x or y"),
    "shelves behind a wall": Mistake(
        "floor.yaml", "entrance_y: 10", "entrance_y: 10\nwalls: [{x: 0, y: 7.9, width: 20, height: 0.2}]", 9,
        "shelf 1, 2 of aisle 1 cannot be reached from the kiosk$", "passage through the wall",
    ),
    "passage of an unknown kind": Mistake(
        "floor.yaml", "entrance_y: 10", "entrance_y: 10\npassages: [{kind: stairs, en: stairs, zh: 楼梯, x: 1, y: 7, width: 2, height: 2}]", 1,
        "passages.0.kind", "correct passages",
    ),
    # implausible
    "shelves that only steps lead to": Mistake(
        "floor.yaml", "entrance_y: 10", "entrance_y: 10\nwalls: [{x: 0, y: 7.9, width: 20, height: 0.2}]\n"
        "passages: [{kind: steps, en: steps, zh: 台阶, x: 8, y: 7, width: 2, height: 2}]", 10, "aisle 1 cannot be reached from the kiosk without steps", "ramp", False,
    ),
    "apples at forty euros": Mistake("products.csv", "kg,2.69,", "kg,40,", 3, "40.00 for a kilogram is far from 2.39", "Check price, amount", False),
    "litre typed as one millilitre": Mistake("products.csv", "Corner,1000,g", "Corner,1,g", 4, "2290.00 for a kilogram is far from", "Check price, amount", False),
    "milk without milk": Mistake("products.csv", "23,milk,,vegetarian,0,Creamy", "23,,,vegetarian,0,Creamy", 7, "without the allergen milk", "Add milk", False),
    "milk that may contain milk": Mistake("products.csv", "23,milk,,vegetarian,0,Creamy", "23,,milk,vegetarian,0,Creamy", 7, "stands in may_contain", "Add", False),
    "beer for children": Mistake("products.csv", ",16,Cold", ",0,Cold", 8, "beer without an age limit", "16, 18 or 21", False),
    "stock of tomorrow": Mistake("products.csv", "1,2,9,2026-11-23", "1,2,9,2026-11-25", 5, "stock date 2026-11-25 is in the future", "last count", False),
    "unknown brand": Mistake("products.csv", "阿尔拉全脂牛奶,Arla", "阿尔拉全脂牛奶,Aral", 7, "brand 'Aral' is not in brands.csv", "Write 'Arla'", False),
    "kind that nothing is of": Mistake("kinds.csv", "beer,beer", "cider,cider,苹果酒,alcohol,\nbeer,beer", 5, "kind 'cider' has no product", "Add a product", False),
    "offer dearer than the shelf": Mistake("offers.csv", ",0.99,", ",1.29,", 2, "offer price 1.29 is not lower than 1.19", "Correct the offer", False),
    "two for more than twice the price": Mistake("offers.csv", "price,corner-milk,,0.99,,,", "multi-buy,corner-milk,,2.40,,2,", 2, "not lower than 2.38, the price of 2", "Correct", False),
}  # fmt: skip


def test_the_small_pack_has_nothing_to_tell(small_pack: Path) -> None:
    assert check_pack(small_pack, TODAY) == ([], [])
    assert len(load_pack(small_pack).products) == 7


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_file_line_reason_and_mend(name: str, small_pack: Path) -> None:
    mistake = MISTAKES[name]
    text = FILES[mistake.file]
    assert mistake.old in text, "the edit must change something"
    (small_pack / mistake.file).write_text(text.replace(mistake.old, mistake.new, 1), "utf-8")
    problems, doubts = check_pack(small_pack, TODAY)
    told = problems if mistake.refuses else doubts
    found = [p for p in told if re.search(mistake.reason, p.reason)]
    assert found, [str(p) for p in (*problems, *doubts)]
    assert (found[0].file, found[0].line) == (mistake.file, mistake.line)
    assert re.search(mistake.mend, found[0].mend)
    if mistake.refuses:
        with pytest.raises(BrokenData, match="store check"):
            load_pack(small_pack)
    else:
        assert problems == []
        load_pack(small_pack)


def test_all_mistakes_are_told_in_one_look(small_pack: Path) -> None:
    """One mistake does not hide the others, as far as its file can be read at all."""
    stopping = {"unknown column", "missing column", "YAML that is none"}
    changed, made = dict(FILES), []
    for name, mistake in MISTAKES.items():
        if name not in stopping and mistake.old in changed[mistake.file] and "\n" not in mistake.new:
            changed[mistake.file] = changed[mistake.file].replace(mistake.old, mistake.new, 1)
            made.append(mistake)
    assert len(made) >= 20
    folder = write_pack(small_pack, **{k.replace(".", "_"): v for k, v in changed.items()})
    problems, doubts = check_pack(folder, TODAY)
    files = {p.file for p in problems}
    assert files == {m.file for m in made if m.refuses}
    assert len(problems) + len(doubts) >= 20


def test_a_bad_row_is_told_once_and_not_again_by_those_who_refer_to_it(small_pack: Path) -> None:
    (small_pack / "products.csv").write_text(FILES["products.csv"].replace("kg,2.49,", "kg,0,"), "utf-8")
    problems, _ = check_pack(small_pack, TODAY)
    assert [(p.file, p.line) for p in problems] == [("products.csv", 2)]


def test_plant_milk_alcohol_free_beer_and_cooking_wine_raise_no_doubt(small_pack: Path) -> None:
    (small_pack / "kinds.csv").write_text(
        FILES["kinds.csv"] + "oat-milk,oat milk,燕麦奶,dairy,\nwine-vinegar,wine vinegar,葡萄酒醋,dairy,\npeanut-butter,peanut butter,花生酱,dairy,\n", "utf-8")  # fmt: skip
    row = "{0},{1},Name,名字,,1000,ml,piece,1.29,,2,1,9,2026-11-23,{2},,{3},0,Good,好\n"
    more = (row.format("oats", "oat-milk", "gluten", "vegan") + row.format("vinegar", "wine-vinegar", "", "") + row.format("nutty", "peanut-butter", "peanuts", "")
            + row.format("mild", "beer", "gluten", "alcohol-free"))  # fmt: skip
    (small_pack / "products.csv").write_text(FILES["products.csv"] + more, "utf-8")
    assert check_pack(small_pack, TODAY) == ([], [])


@pytest.mark.parametrize("name", ["market", "coffee"])
def test_the_shops_that_come_with_the_kiosk_have_no_problem_and_no_doubt(name: str) -> None:
    assert check_pack(MARKET.parent / name, TODAY) == ([], [])


def test_the_demo_store_is_doubted_where_its_milk_loses_its_allergen(tmp_path: Path) -> None:
    """The rules look at names, not at a list of identifiers: each food kind with milk, wheat, egg or fish in its name is covered."""
    for file in MARKET.iterdir():
        text = file.read_text("utf-8")
        if file.name == "products.csv":
            text = re.sub(r",(milk|gluten|eggs|fish)(; (milk|gluten|soy|eggs|fish))*,", ",,", text)
        (tmp_path / file.name).write_text(text, "utf-8")
    _, doubts = check_pack(tmp_path, TODAY)
    kinds = {d.reason.split(" without")[0] for d in doubts if "allergen" in d.reason}
    assert {"whole-milk", "cheddar", "butter", "white-bread", "spaghetti", "wheat-flour", "egg", "salmon-fillet", "mozzarella"} <= kinds


def test_the_date_that_is_judged_by_is_the_one_given(small_pack: Path) -> None:
    _, doubts = check_pack(small_pack, date(2026, 11, 1))
    assert len([d for d in doubts if "future" in d.reason]) == 7


def test_a_pack_with_a_broken_reference_is_not_opened_and_the_catalogue_is_not_made(small_pack: Path, tmp_path: Path) -> None:
    (small_pack / "offers.csv").write_text(FILES["offers.csv"].replace("corner-milk", "corner-mlk"), "utf-8")
    with pytest.raises(BrokenData) as told:
        open_store(small_pack, tmp_path / "state")
    assert "offers.csv:2" in told.value.what
    with pytest.raises(BrokenData):
        open_live(tmp_path / "state", small_pack)


def test_no_folder_is_a_missing_part(tmp_path: Path) -> None:
    with pytest.raises(MissingPart):
        check_pack(tmp_path / "nowhere", TODAY)


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"\x00\x01",
        b"\xff\xfe\x00",
        b'sku,kind\n"open',
        "价".encode() * 10,
        b"," * 1000,
        b"- 1\n- 2\n",
        b"recipes: &a [*a]\n",
        b"[" * 5000,
        b"recipes: [2026-99-99]",
    ],
)
@pytest.mark.parametrize("file", ["products.csv", "store.yaml", "floor.yaml", "recipes.yaml"])
def test_junk_in_a_file_is_a_problem_and_never_a_fault(file: str, junk: bytes, small_pack: Path) -> None:
    (small_pack / file).write_bytes(junk)
    problems, _ = check_pack(small_pack, TODAY)
    assert file == "recipes.yaml" or any(p.file == file for p in problems)
