"""A pack that is imported while the kiosk runs: what the next look and the next word know of it. The real store, students and recogniser."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp

from kiosk.core import Language
from kiosk.core.settings import load_settings
from kiosk.seeing.label import Line
from kiosk.store.database import connect
from kiosk.store.importing import MIGRATIONS, import_pack
from kiosk.store.pack import read_pack
from kiosk.visit import House, Visit
from tests.store.conftest import FILES, write_pack

SEEN = """\
granny-smith,apple,Granny Smith apples,澳洲青苹果,Orchard,1000,g,piece,2.99,2000000000046,1,1,9,2026-11-23,,,vegan,0,Tart,酸
"""
OTHER = FILES["brands.csv"] + "Orchard,果园,false\n"


def imports(state: Path, pack: Path) -> None:
    """What `kiosk store import` does, from another process's connection."""
    live = connect(state / "store.sqlite", MIGRATIONS)
    import_pack(live, read_pack(pack))
    live.close()


def code(digits: str) -> npt.NDArray[np.uint8]:
    """A barcode on a grey page, BGR."""
    bars = np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(digits, zxingcpp.BarcodeFormat.EAN13), scale=3))
    page = np.full((480, 640, 3), 230, np.uint8)
    page[20 : 20 + bars.shape[0], 20 : 20 + bars.shape[1]] = bars[:, :, None]
    return page


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A kiosk of the small shop, whose eyes have looked once."""
    imports(tmp_path / "state", write_pack(tmp_path / "pack"))
    house = House(load_settings(state=tmp_path / "state"))
    assert house.eyes.see(code("2000000000046"), {"barcode"}) == []
    return house


def test_the_next_look_knows_a_new_barcode_a_new_label_and_what_is_no_longer_sold(house: House, tmp_path: Path) -> None:
    blank = np.full((320, 320, 3), 200, np.uint8)
    opened = house.eyes.appearance
    assert house.eyes.see(blank, {"appearance"}) == []
    fewer = "\n".join(line for line in FILES["products.csv"].splitlines() if not line.startswith("corner-beer,")) + "\n"
    imports(house.settings.state, write_pack(tmp_path / "new", products_csv=fewer + SEEN, brands_csv=OTHER))
    (row,) = house.eyes.see(code("2000000000046"), {"barcode"})
    assert (row.sku, row.accepted) == ("granny-smith", True)
    assert [row.sku for row in house.eyes.see(blank, {"appearance"})] == ["granny-smith"]
    read = house.eyes.labels.match([Line("GRANNY SMITH", 0.99, (0, 0, 9, 9)), Line("ORCHARD", 0.99, (0, 9, 9, 9))])
    assert read[0].key == "granny-smith"
    assert all(m.key != "corner-beer" for m in house.eyes.labels.match([Line("CORNER LAGER", 0.99, (0, 0, 9, 9))]))
    assert house.eyes.appearance is opened, "no model is opened again"


def test_a_shopper_who_shows_a_new_product_gets_its_price_at_once(house: House, tmp_path: Path) -> None:
    visit = Visit(house)
    visit.ask("where is the milk")
    imports(house.settings.state, write_pack(tmp_path / "new", products_csv=FILES["products.csv"] + SEEN, brands_csv=OTHER))
    answer = visit.ask("how much is this", images=[code("2000000000046")])
    assert answer.products[0].sku == "granny-smith" and "2.99" in answer.text


def test_the_ears_are_given_the_words_of_the_pack_that_is_imported_now(house: House, tmp_path: Path) -> None:
    """And no word of the one before; the recogniser stays open."""
    ears = house.ears
    assert "granny smith apples" not in {w.lower() for w in ears.words["en"]}
    imports(house.settings.state, write_pack(tmp_path / "new", products_csv=FILES["products.csv"] + SEEN, brands_csv=OTHER))
    assert house.ears is ears and "granny smith apples" in {w.lower() for w in ears.words["en"]} and "澳洲青苹果" in ears.words["zh"]


def test_the_voice_says_the_brands_of_the_pack_that_is_imported_now_their_way(house: House, tmp_path: Path) -> None:
    """The voice stays open, and no prepared sound of the old respelling is said."""
    voice = house.voice
    before, key = voice.phonemes("Orchard", Language.en), voice._key("orchard", Language.en)
    said = FILES["brands.csv"].replace("brand,name_zh,own_brand", "brand,name_zh,own_brand,say_en").replace("true\n", "true,\n").replace("false\n", "false,\n")
    imports(house.settings.state, write_pack(tmp_path / "new", products_csv=FILES["products.csv"] + SEEN, brands_csv=said + "Orchard,果园,false,or-kade\n"))
    assert house.voice is voice
    assert voice.phonemes("Orchard", Language.en) not in ("", before)
    assert voice._key("orchard", Language.en) != key
    imports(house.settings.state, write_pack(tmp_path / "old"))
    assert house.voice.phonemes("Orchard", Language.en) == before
    voice.close()


def test_what_is_prepared_anew_is_what_the_shop_says_now(house: House, tmp_path: Path) -> None:
    voice = house.voice
    voice.pause()
    voice.prepare()
    assert "granny smith apples" not in voice._phrases[Language.en]
    imports(house.settings.state, write_pack(tmp_path / "new", products_csv=FILES["products.csv"].replace("Corner lager", "Corner stout") + SEEN, brands_csv=OTHER))
    house.voice.prepare()
    assert {"granny smith apples", "corner stout"} <= set(voice._phrases[Language.en])
    assert "corner lager" not in voice._phrases[Language.en]
    voice.close()


def test_the_digest_is_that_of_the_pack_that_is_imported_now(house: House, tmp_path: Path) -> None:
    before = house.store.digest
    imports(house.settings.state, write_pack(tmp_path / "new", products_csv=FILES["products.csv"] + SEEN, brands_csv=OTHER))
    house.store.refresh()
    assert house.store.digest != before
