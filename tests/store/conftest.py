"""A small valid pack to spoil, and the demo store opened once for all tests."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from kiosk.store.catalogue import Store, open_store

ROOT = Path(__file__).resolve().parents[2]
MARKET = ROOT / "assets" / "stores" / "market"
TODAY = date(2026, 11, 24)

FILES = {
    "store.yaml": """\
id: corner-shop
name_en: Corner Shop
name_zh: 街角小店
currency: EUR
timezone: Europe/Berlin
emergency_number: "112"
service_desk_en: the till
service_desk_zh: 收银台
departments:
  - {id: fruit, en: fruit, zh: 水果}
  - {id: dairy, en: dairy, zh: 乳制品}
  - {id: alcohol, en: alcohol, zh: 酒类}
groups:
  - {id: fruit-bowl, en: [fruit bowl], zh: [果盘], kinds: [apple, pear]}
""",
    "kinds.csv": """\
kind,en,zh,department,substitutes
apple,apple,苹果,fruit,pear
pear,pear,梨,fruit,apple
whole-milk,whole milk,全脂牛奶,dairy,
beer,beer,啤酒,alcohol,
""",
    "brands.csv": """\
brand,name_zh,own_brand
Corner,街角,true
Arla,阿尔拉,false
""",
    "products.csv": """\
sku,kind,name_en,name_zh,brand,amount,unit,sold_by,price,ean,aisle,shelf,stock,stock_date,allergens,may_contain,diets,age_limit,description_en,description_zh
red-apple,apple,Red apples,红苹果,,1000,g,kg,2.49,,1,1,9,2026-11-23,,,vegan,0,Sweet,甜
green-apple,apple,Green apples,青苹果,,1000,g,kg,2.69,,1,1,9,2026-11-23,,,vegan,0,Sour,酸
corner-apples,apple,Corner apples,街角苹果,Corner,1000,g,piece,2.29,2000000000015,1,1,9,2026-11-23,,,vegan,0,A bag,一袋
pear,pear,Pears,梨,,1000,g,kg,2.99,,1,2,9,2026-11-23,,,vegan,0,Juicy,多汁
corner-milk,whole-milk,Corner whole milk,街角全脂牛奶,Corner,1000,ml,piece,1.19,2000000000022,2,1,9,2026-11-23,milk,,vegetarian,0,Fresh,新鲜
arla-milk,whole-milk,Arla whole milk,阿尔拉全脂牛奶,Arla,1000,ml,piece,1.39,2000000000039,2,1,9,2026-11-23,milk,,vegetarian,0,Creamy,香浓
corner-beer,beer,Corner lager,街角啤酒,Corner,500,ml,piece,0.99,,2,2,9,2026-11-23,gluten,,,16,Cold,冰爽
""",
    "facilities.csv": """\
id,en,zh,where_en,where_zh,x,y
toilets,toilets,洗手间,by the door,门边,3,3
""",
    "offers.csv": """\
id,type,skus,kinds,price,percent,buy,pay,starts,ends,name_en,name_zh
milk-week,price,corner-milk,,0.99,,,,2026-11-01,2026-12-31,Milk week,牛奶周
apple-week,percent,,apple,,20,,,2026-11-01,2026-12-31,Apple week,苹果周
""",
    "recalls.csv": """\
id,sku,batch,date,reason_en,reason_zh,advice_en,advice_zh
recall-milk,corner-milk,L1,2026-11-20,Turns early,提前变质,Bring it back,请退回
""",
    "orders.csv": """\
number,status,placed,due,items
H100,ready,2026-11-23,2026-11-24,red-apple; corner-milk
""",
    "receipts.csv": """\
number,sold,till,total,items
20261123001,2026-11-23,1,3.68,red-apple; corner-milk
""",
    "recipes.yaml": """\
recipes:
  - id: fruit-salad
    en: fruit salad
    zh: 水果沙拉
    serves: 2
    ingredients:
      - {kind: apple}
      - {kind: pear}
""",
    "floor.yaml": """\
width: 20
height: 10
kiosk_x: 5
kiosk_y: 9
entrance_x: 10
entrance_y: 10
aisles:
  - {aisle: "1", en: fruit, zh: 水果, x: 1, y: 1, width: 2, height: 6}
  - {aisle: "2", en: drinks, zh: 饮料, x: 5, y: 1, width: 2, height: 6}
""",
}
"""Every kind of file that a pack may have, small."""


def write_pack(folder: Path, **changes: str) -> Path:
    """The small pack in a folder; `changes` replaces files, by name with `_` for the dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(changes.get(name.replace(".", "_"), text), "utf-8")
    return folder


@pytest.fixture
def small_pack(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "pack")


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(MARKET, tmp_path_factory.mktemp("state"))
    yield store
    store.close()


@pytest.fixture
def kiosk(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the real command line with a state folder of its own."""

    def run(*words: str, state: Path | None = None) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": "/usr/bin:/bin", "KIOSK_STATE": str(state or tmp_path / "state"), "PYTHONPATH": str(ROOT)}
        return subprocess.run([sys.executable, "-m", "kiosk.cli", *words], capture_output=True, text=True, env=environment, timeout=120, check=False)

    return run
