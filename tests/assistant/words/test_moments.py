"""Times of day as people say them, and what names none."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.assistant.words.moments import moments
from kiosk.core import Language
from kiosk.core.text import normalise


@pytest.mark.parametrize(("said", "meant"), [
    ("is anyone there at eight in the evening", [time(20)]), ("I get here at half past six at night", [time(18, 30)]), ("quarter to nine in the morning", [time(8, 45)]),
    ("open at 7:30pm", [time(19, 30)]), ("is it open at 20:15", [time(20, 15)]), ("still open at noon", [time(12)]), ("can I come at five", [time(5), time(17)]),
    ("half ten", [time(10, 30), time(22, 30)]), ("晚上八点还开吗", [time(20)]), ("早上七点半有人吗", [time(7, 30)]), ("下午三点一刻", [time(15, 15)]),
    ("九点四十过来行吗", [time(9, 40), time(21, 40)]), ("20:30还营业吗", [time(20, 30)]), ("中午十二点开吗", [time(12)]),
])  # fmt: skip
def test_a_time_is_read_as_it_is_said(said: str, meant: list[time]) -> None:
    language = Language.en if said.isascii() else Language.zh
    assert list(moments(normalise(said), language)) == meant


@pytest.mark.parametrize("said", ["when do you close", "half a kilo of ham", "I paid 7.30 for it", "table for six", "几点关门", "快一点说", "便宜一点", "一块五"])
def test_what_names_no_time_has_none(said: str) -> None:
    assert moments(normalise(said), Language.en if said.isascii() else Language.zh) == ()


@given(st.text(max_size=60))
def test_any_text_is_borne(said: str) -> None:
    for language in Language:
        assert len(moments(normalise(said), language)) <= 2
