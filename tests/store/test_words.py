"""Words: no text makes them fail, and a key of a key is that key."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.store.words import bare_name, grams, join, key, segmented, sound_key, stem, tokens

TEXT = st.one_of(st.text(max_size=80), st.text("abcdefghijstuvxyz's -1290燕麦奶米生抽面é", max_size=40))


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_no_text_makes_them_fail_and_keys_are_stable(text: str) -> None:
    found = key(text)
    assert key(found) == found
    assert tokens(found) == tokens(text) or key(" ".join(tokens(text))) == found
    assert isinstance(sound_key(text), str) and isinstance(segmented(text, text), str)
    assert bare_name(text) or not text
    for run, places in grams(tokens(text)).items():
        for start, end in places:
            assert join(tokens(text)[start:end]) == run


@settings(max_examples=200, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=12))
def test_a_stem_is_its_own_stem(word: str) -> None:
    assert stem(stem(word)) == stem(word)


@pytest.mark.parametrize(
    ("many", "one"),
    [("tomatoes", "tomato"), ("berries", "berry"), ("glasses", "glass"), ("loaves", "loaf"), ("cookies", "cookie"), ("apples", "apple"), ("boxes", "box"),
     ("peaches", "peach"), ("radishes", "radish"), ("olives", "olive"), ("cheeses", "cheese"), ("juices", "juice"), ("knives", "knife"), ("chives", "chive")],
)  # fmt: skip
def test_plural_and_singular_have_one_stem(many: str, one: str) -> None:
    assert stem(many) == stem(one)


@pytest.mark.parametrize(("heard", "said"), [("夜卖奶", "燕麦奶"), ("司", "诗"), ("兰", "难"), ("金", "京"), ("fosfat", "phosphate")])
def test_what_sounds_alike_has_like_keys(heard: str, said: str) -> None:
    from rapidfuzz import fuzz

    assert fuzz.ratio(sound_key(heard), sound_key(said)) >= 75


@pytest.mark.parametrize(("name", "bare"), [
    ("Oatly oat drink 1 l", "Oatly oat drink"), ("Granny Smith apples", "Granny Smith apples"), ("Pepsi cans 6 x 330 ml", "Pepsi cans"),
    ("燕麦饮 1升", "燕麦饮"), ("7Up", "7Up"), ("500 g", "500 g"), ("抽纸 10包", "抽纸"),
])  # fmt: skip
def test_a_bare_name_has_no_size(name: str, bare: str) -> None:
    assert bare_name(name) == bare
