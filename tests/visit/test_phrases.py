"""What a shop's kiosk says again and again: the promises of kiosk.visit.house.said_phrases."""

from pathlib import Path

import pytest

from kiosk.core import Language
from kiosk.core.settings import load_settings
from kiosk.speaking.phrases import BLANK
from kiosk.visit import House
from kiosk.visit.house import said_phrases

STORES = Path(__file__).parents[2] / "assets" / "stores"


@pytest.mark.parametrize("pack", ["market", "coffee"])
def test_every_product_and_kind_of_a_shop_is_among_its_phrases_in_both_languages_and_help_comes_first(pack: str, tmp_path: Path) -> None:
    store = House(load_settings(state=tmp_path, store=STORES / pack)).store
    phrases = said_phrases(store)
    assert len(phrases) == len(set(phrases)) and not any(BLANK in text for text, _ in phrases)
    for kind in store.kinds.values():
        assert (kind.en, Language.en) in phrases and (kind.zh, Language.zh) in phrases
    for _, name_en, name_zh, _ in store.names():
        assert any(name_en.startswith(text) for text, language in phrases if language is Language.en)
        assert any(name_zh.startswith(text) for text, language in phrases if language is Language.zh)
    first = [text for text, _ in phrases[:30]]
    assert "I don't know that." in first and any(store.shop.emergency_number in text for text in first)
