"""An import replaces the catalogue wholly or not at all, and the next question sees it."""

import os
import signal
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from kiosk.core import BrokenData, Language
from kiosk.store.catalogue import Store, open_live, open_store
from kiosk.store.checking import load_pack
from kiosk.store.database import connect
from kiosk.store.importing import MIGRATIONS, import_pack
from kiosk.store.search import Wanted
from tests.store.conftest import FILES, ROOT, write_pack

IMPORT_AND_DIE = """
import os, signal, sys
from pathlib import Path
from kiosk.store.checking import load_pack
from kiosk.store.database import connect
from kiosk.store.importing import MIGRATIONS, import_pack

connection = connect(Path(sys.argv[1]), MIGRATIONS)
seen = 0
def count(statement):
    global seen
    seen += 1
    if seen == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
connection.set_trace_callback(count)
import_pack(connection, load_pack(Path(sys.argv[2])))
print(seen)
"""


def dearer(folder: Path) -> Path:
    return write_pack(folder, products_csv=FILES["products.csv"].replace(",1.19,", ",1.25,").replace("Corner whole milk", "Corner fresh whole milk"))


def test_a_pack_comes_back_as_it_was_written(small_pack: Path, tmp_path: Path) -> None:
    store, pack = open_store(small_pack, tmp_path / "state"), load_pack(small_pack)
    assert tuple(store.products()) == pack.products
    assert (store.shop, store.floor, store.brands, store.offers, store.recalls) == (pack.shop, pack.floor, pack.brands, pack.offers, pack.recalls)
    assert (store.recipes, store.facilities, tuple(store.kinds.values()), store.digest) == (pack.recipes, pack.facilities, pack.kinds, pack.digest)
    assert store.order("h100") == pack.orders[0] and store.receipt(" 20261123001 ") == pack.receipts[0]


@pytest.mark.parametrize("statement", [2, 5, 9, 20, 30, 40])
def test_a_kill_in_the_middle_leaves_the_old_catalogue(statement: int, small_pack: Path, tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    import_pack(connect(file, MIGRATIONS), load_pack(small_pack))
    words = [sys.executable, "-c", IMPORT_AND_DIE, str(file), str(dearer(tmp_path / "new")), str(statement)]
    ended = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    store = Store(connect(file, MIGRATIONS))
    milk = store.product("corner-milk")
    assert milk and milk.price == Decimal("1.19") and store.generation == 1
    assert len(store.products()) == 7
    assert store.search(Wanted("whole milk", Language.en, ("whole milk",))).groups[0].hits[0].product.name_en in ("Corner whole milk", "Arla whole milk")
    assert store._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_an_import_that_fails_leaves_the_old_catalogue(small_pack: Path, tmp_path: Path) -> None:
    connection = connect(tmp_path / "store.sqlite", MIGRATIONS)
    import_pack(connection, load_pack(small_pack))
    pack = load_pack(dearer(tmp_path / "new"))
    connection.execute("CREATE TRIGGER full BEFORE INSERT ON products WHEN NEW.sku = 'arla-milk' BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    with pytest.raises(sqlite3.IntegrityError):
        import_pack(connection, pack)
    connection.execute("DROP TRIGGER full")
    milk = Store(connection).product("corner-milk")
    assert milk and milk.price == Decimal("1.19")


def test_a_price_changed_by_another_process_is_seen_by_the_next_question(small_pack: Path, tmp_path: Path) -> None:
    store = open_live(tmp_path / "state", small_pack)
    other = connect(tmp_path / "state" / "store.sqlite", MIGRATIONS)
    import_pack(other, load_pack(dearer(tmp_path / "new")))
    store.refresh()
    milk = store.product("corner-milk")
    assert milk and milk.price == Decimal("1.25") and store.generation == 2
    found = store.search(Wanted("corner fresh milk", Language.en, ("corner fresh milk",)))
    assert found.groups[0].hits[0].product.price == Decimal("1.25")


def test_readers_see_the_old_catalogue_while_an_import_runs(small_pack: Path, tmp_path: Path) -> None:
    store = open_live(tmp_path / "state", small_pack)
    other = connect(tmp_path / "state" / "store.sqlite", MIGRATIONS)
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM products")
    store.refresh()
    assert len(store.products()) == 7 and store.generation == 1
    other.execute("ROLLBACK")


def test_a_second_start_reads_the_cached_database(small_pack: Path, tmp_path: Path) -> None:
    open_store(small_pack, tmp_path / "state").close()
    again = open_store(small_pack, tmp_path / "state")
    assert again.generation == 1 and len(list((tmp_path / "state" / "stores").glob("*.sqlite"))) == 1


def test_a_catalogue_of_a_newer_program_is_refused(small_pack: Path, tmp_path: Path) -> None:
    open_live(tmp_path, small_pack).close()
    with sqlite3.connect(tmp_path / "store.sqlite") as newer:
        newer.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    with pytest.raises(BrokenData, match="newer"):
        open_live(tmp_path, small_pack)


def test_importing_the_same_pack_twice_changes_nothing_that_is_seen(small_pack: Path, tmp_path: Path) -> None:
    connection = connect(tmp_path / "store.sqlite", MIGRATIONS)
    pack = load_pack(small_pack)
    for _ in range(2):
        import_pack(connection, pack)
    assert len(Store(connection).products()) == 7
    assert connection.execute("SELECT count(*) FROM product_words").fetchone()[0] == 7


def test_a_catalogue_that_an_older_program_indexed_is_indexed_anew_when_opened(small_pack: Path, tmp_path: Path) -> None:
    open_live(tmp_path, small_pack).close()
    with sqlite3.connect(tmp_path / "store.sqlite") as older:
        older.execute("UPDATE meta SET value='0' WHERE name='index'")
        older.execute("DELETE FROM phrases")
        before = older.execute("SELECT source, id, body FROM rows ORDER BY 1, 2").fetchall()
    store = open_live(tmp_path, small_pack)
    assert store.generation == 2 and store.search(Wanted("pears", Language.en, ("pears",))).exact
    assert [tuple(r) for r in store._connection.execute("SELECT source, id, body FROM rows ORDER BY 1, 2")] == before
    assert tuple(store.products()) == load_pack(small_pack).products
