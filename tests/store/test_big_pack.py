"""A large store is searched as well as a small one: the same names come first, and the time does not grow with it."""

import time
from pathlib import Path

import pytest

from kiosk.core import Language
from kiosk.field.big_pack import write_big_pack
from kiosk.store.catalogue import Store, open_store
from kiosk.store.checking import check_pack
from kiosk.store.search import Wanted
from tests.store.conftest import MARKET, TODAY

NAMES = ("lactose free arla milk", "oatly oat drink", "granny smith", "燕麦奶", "港湾 有机苹果", "spagetti", "夜卖奶", "organic bananas", "生抽")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("large")
    write_big_pack(MARKET, folder / "pack", 3000)
    return open_store(folder / "pack", folder / "state")


def test_the_generated_pack_has_no_problems(tmp_path: Path) -> None:
    write_big_pack(MARKET, tmp_path / "pack", 1200)
    assert check_pack(tmp_path / "pack", TODAY)[0] == []


def test_the_products_of_the_small_store_come_first_in_the_large_one_too(large: Store, market: Store) -> None:
    for name in NAMES:
        wanted = Wanted(name, Language.zh if "\u4e00" <= name[-1] <= "\u9fff" else Language.en, (name,))
        assert large.search(wanted).groups[0].hits[0].product.kind == market.search(wanted).groups[0].hits[0].product.kind


def test_a_search_takes_milliseconds_of_one_core(large: Store) -> None:
    """CPU time, so that what else the machine does is not counted; 19 of 20 searches within 25 ms among 3,000 products."""
    took = []
    for _ in range(5):
        for name in NAMES:
            before = time.process_time()
            large.search(Wanted(name, Language.en, (name,)))
            took.append(time.process_time() - before)
    assert sorted(took)[int(len(took) * 0.95)] < 0.025
