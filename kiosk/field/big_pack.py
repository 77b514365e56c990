"""A large store for measuring: the products of a pack, multiplied by invented brands and sizes.

What must hold: the pack that is written is valid, the same for the same count, and its products spread over all kinds as the first
pack's do.
"""

import csv
import random
import shutil
from collections.abc import Iterator
from itertools import count as numbers
from pathlib import Path

from kiosk.core import BadInput
from kiosk.store.pack import pack_files, read_pack
from kiosk.store.rows import Brand, Product
from kiosk.store.words import bare_name

BRANDS = 1500
SYLLABLES = (
    "ba",
    "cor",
    "del",
    "fen",
    "gra",
    "hol",
    "jun",
    "kel",
    "lor",
    "mav",
    "nor",
    "ost",
    "pel",
    "quil",
    "rav",
    "sol",
    "tam",
    "ul",
    "vel",
    "wyn",
    "zar",
)
CHARACTERS = "安博晨东方丰谷海禾华佳嘉金康乐良美明宁平庆瑞山盛泰天旺香新兴雅益永裕源"
SIZES = {"g": (100, 150, 200, 250, 400, 500, 750, 1000), "ml": (200, 250, 330, 500, 750, 1000, 1500), "piece": (1, 2, 3, 4, 6, 8, 10, 12)}
UNITS_ZH = {"g": "克", "ml": "毫升", "piece": "件"}


def brands(count: int, seed: int = 11) -> list[Brand]:
    """Invented brands with a Latin and a Chinese name, all different."""
    chance = random.Random(seed)
    found: dict[str, str] = {}
    chinese: set[str] = set()
    while len(found) < count:
        name = "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3)))).capitalize()
        name_zh = "".join(chance.sample(CHARACTERS, 3))
        if name not in found and name_zh not in chinese:
            found[name] = name_zh
            chinese.add(name_zh)
    return [Brand(brand=name, name_zh=name_zh) for name, name_zh in found.items()]


def products(base: tuple[Product, ...], names: list[Brand], count: int, seed: int = 12) -> Iterator[Product]:
    """The base products, then invented ones up to `count`."""
    yield from base[:count]
    chance = random.Random(seed)
    taken = {p.sku for p in base}
    for number in numbers():
        if len(taken) >= count:
            return
        like, brand = base[number % len(base)], chance.choice(names)
        amount = chance.choice(SIZES[like.unit])
        sku = f"{like.kind}-{brand.brand.lower()}-{number}"[:64]
        if sku in taken:
            continue
        taken.add(sku)
        yield like.model_copy(
            update={
                "sku": sku, "brand": brand.brand, "ean": "", "amount": float(amount), "size": f"{amount} {like.unit}",
                "name_en": f"{brand.brand} {bare_name(like.name_en).removeprefix(like.brand).strip()} {amount} {like.unit}",
                "name_zh": f"{brand.name_zh} {bare_name(like.name_zh).removeprefix(like.brand).strip()} {amount}{UNITS_ZH[like.unit]}",
                "price": round(like.price * chance.randint(60, 180) / 100 + 1, 2), "synonyms_en": (), "synonyms_zh": (),
                "ingredients_en": "", "ingredients_zh": "",
                "shelf": str(chance.randint(1, 9)), "stock": chance.randint(0, 40),
            }
        )  # fmt: skip


def write_big_pack(source: Path, folder: Path, count: int) -> None:
    """Writes a pack of `count` products, like the pack in `source`, into an empty folder.

    Raises:
        BadInput: `count` is smaller than the source's own, or the folder is not empty.
        BrokenData, MissingPart: the source is no valid pack.
    """
    pack = read_pack(source)
    if count < len(pack.products):
        raise BadInput(f"a large pack of {count} is smaller than its source ({len(pack.products)})", str(source), "ask for more products")
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise BadInput("the folder is not empty", str(folder), "give a new one")
    for file in pack_files(source):
        if file.name not in ("products.csv", "brands.csv"):
            shutil.copy2(file, folder / file.name)
    known = {b.brand for b in pack.brands}
    names = [b for b in brands(min(BRANDS, count // 10 + 10)) if b.brand not in known]
    _write(folder / "brands.csv", Brand, [*pack.brands, *names])
    _write(folder / "products.csv", Product, products(pack.products, names, count))


def _write(file: Path, model: type[Brand] | type[Product], rows: Iterator[Product] | list[Brand]) -> None:
    with file.open("w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(model.model_fields)
        for row in rows:
            values = row.model_dump(mode="json").values()
            out.writerow(
                ["; ".join(v) if isinstance(v, list) else "" if v is None else str(v).lower() if isinstance(v, bool) else v for v in values]
            )
