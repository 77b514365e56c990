"""Cleaning keeps no twins and nothing that the evaluation has seen, changes nothing when run again, and leaves what is merely short or alike in kind."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.data.cleaning import MISSED, Cleaned, Cleaning, Dropped, Item, Reason, _Forms, _Index, bands, clean, key
from distill.data.wordings import read_wordings
from kiosk.core import BrokenData
from kiosk.core.text import normalise


def en(*texts: str, label: str = "a", split: str = "train") -> list[Item]:
    return [Item(text, "en", label, split) for text in texts]


def zh(*texts: str, label: str = "a", split: str = "train") -> list[Item]:
    return [Item(text, "zh", label, split) for text in texts]


def only(cleaned: Cleaned) -> Dropped:
    assert len(cleaned.dropped) == 1, cleaned
    return cleaned.dropped[0]


texts = st.one_of(
    st.text(alphabet="ab A?é\u3000苹果蘋\u200b", max_size=7),
    st.sampled_from(["where is the milk", "Where is the milk?", "where's the milk", "牛奶在哪里", "牛奶在哪里啊", "{product}", "{PRODUCT}", "x"]),
    st.text(max_size=12),
)
rows = st.lists(
    st.builds(
        Item, texts, st.sampled_from(["en", "zh"]), st.sampled_from("pq"), st.sampled_from(["train", "held_out", "test"]), st.sampled_from(["", "p"]),
        st.sampled_from(["", "where is the milk"]), st.sampled_from(["", "where is the {product}", "where is {product}"]),
    ), min_size=1, max_size=25,
)  # fmt: skip


def cleaned_or_none(given_rows: list[Item], exam: list[str]) -> Cleaned | None:
    try:
        return clean(given_rows, exam)
    except BrokenData:
        return None


@settings(max_examples=150)
@given(rows, st.lists(texts, max_size=3))
def test_no_two_rows_are_kept_that_are_equal_after_normalisation(given_rows: list[Item], exam: list[str]) -> None:
    """In one context; and between train and an evaluation split, or an exam, in none."""
    cleaned = cleaned_or_none(given_rows, exam)
    kept = [given_rows[n] for n in cleaned.kept] if cleaned else []
    assert len({(normalise(r.text), r.context) for r in kept}) == len(kept)
    taught = {normalise(t) for r in kept if r.split == "train" for t in (r.text, r.clean) if t}
    assert not taught & {normalise(t) for t in [*(t for r in kept if r.split != "train" for t in (r.text, r.clean)), *exam] if t}


@settings(max_examples=150)
@given(rows, st.lists(texts, max_size=3))
def test_cleaning_again_changes_nothing(given_rows: list[Item], exam: list[str]) -> None:
    cleaned = cleaned_or_none(given_rows, exam)
    if cleaned:
        again = clean([given_rows[n] for n in cleaned.kept], exam)
        assert again.dropped == () and again.kept == tuple(range(len(cleaned.kept)))


@settings(max_examples=150)
@given(rows, st.lists(texts, max_size=3))
def test_every_row_is_kept_or_dropped_for_a_reason(given_rows: list[Item], exam: list[str]) -> None:
    """Once, in order; a twin is another row that fits the reason."""
    cleaned = cleaned_or_none(given_rows, exam)
    if not cleaned:
        return
    assert sorted([*cleaned.kept, *(d.index for d in cleaned.dropped)]) == list(range(len(given_rows)))
    assert sum(cleaned.counts().values()) == len(cleaned.dropped)
    for drop in cleaned.dropped:
        alone = drop.reason in (Reason.unreadable, Reason.too_short, Reason.too_long, Reason.wrong_language)
        assert (drop.twin is None) == alone
        if drop.reason is Reason.near_exam:
            assert drop.twin is not None and 0 <= drop.twin < len(exam)
        elif drop.reason is Reason.two_labels:
            assert drop.twin is not None and given_rows[drop.twin].label != given_rows[drop.index].label
        elif drop.twin is not None:
            assert drop.twin in cleaned.kept and drop.twin != drop.index


COPIES = [
    ("en", "where do I find the oat milk", "Where do i find the oatmilk?"),
    ("en", "can I pay with my phone here", "can i pay with my fone here"),
    ("en", "what time do you close on sunday", "what time do you close on sunday please"),
    ("zh", "燕麦奶在哪一排货架上", "燕麦奶在那一排货架上"),
    ("zh", "请问你们几点关门", "请问你们几点关门啊"),
    ("zh", "这个可以用支付宝付款吗", "这个可以用支付寶付款嗎"),
    ("zh", "收现金吗", "收 现金 吗？"),
]


@pytest.mark.parametrize(("language", "asked", "copy"), COPIES)
def test_a_planted_near_copy_of_a_held_out_text_is_dropped_from_train(language: str, asked: str, copy: str) -> None:
    other = Item("I would like a receipt" if language == "en" else "我想要一张小票", language, "b")
    found = only(clean([Item(copy, language, "a"), other, Item(asked, language, "a", "held_out")]))
    assert found == Dropped(0, Reason.near_held_out, 2)


@pytest.mark.parametrize(("language", "asked", "copy"), COPIES)
def test_a_planted_near_copy_of_an_exam_question_is_dropped_from_every_training_row(language: str, asked: str, copy: str) -> None:
    """Also where only the text before slips is near; the exam itself is left alone."""
    slipped = Item("completely different" if language == "en" else "完全不一样的话", language, "a", clean=copy)
    other = Item("I would like a receipt" if language == "en" else "我想要一张小票", language, "b")
    cleaned = clean([Item(copy, language, "a"), other, slipped], ["something else", asked])
    assert cleaned.dropped == (Dropped(0, Reason.near_exam, 1), Dropped(2, Reason.near_exam, 1))


def test_a_wording_that_is_near_a_held_out_one_goes_with_all_its_fillings() -> None:
    """Although the texts, filled with other products, are not near."""
    texts = ("where is the oat milk", "where's the toothpaste", "where's the charcoal", "where's the way out")
    wordings = ("where is the {product}", "where's the {product}", "where's the {product}", "where's the way out")
    corpus = [Item(t, "en", "a", "train" if n else "held_out", wording=w) for n, (t, w) in enumerate(zip(texts, wordings, strict=True))]
    assert clean(corpus).dropped == (Dropped(1, Reason.near_wording, 0), Dropped(2, Reason.near_wording, 0))


def test_wordings_that_ask_with_other_slots_are_not_near() -> None:
    corpus = [Item("milk", "en", "a", wording="{product}"), Item("vegan", "en", "b", "held_out", wording="{diet_free}?")]
    assert clean(corpus).dropped == ()


def test_different_short_texts_are_kept() -> None:
    english = ["yes", "no", "yep", "ok", "milk", "silk", "1.5", "15", "size 3?", "size 4?", "louder", "help", "hello"]
    chinese = ["三号呢", "四号呢", "黄瓜呢", "冬瓜呢", "好", "行", "不要", "要", "收现金吗", "收卡吗", "几点开门", "几点关门"]
    kept = clean([*en(*english), *zh(*chinese)])
    assert kept.dropped == ()
    assert clean([*en(*english[::2]), *zh(*chinese[::2]), *en(*english[1::2], split="held_out"), *zh(*chinese[1::2], split="held_out")]).dropped == ()


def test_near_duplicates_of_one_label_are_kept_once() -> None:
    first, second = "could you please tell me where the oat milk is", "could you please tell me where the oat milk iss"
    assert only(clean(en(first, second))) == Dropped(1, Reason.near_duplicate, 0)
    assert (
        only(clean(zh("请问你能不能告诉我你们店里的燕麦奶放在哪一个货架上", "请问你能不能告诉我你们店里的燕麦奶放在那一个货架上"))).reason
        is Reason.near_duplicate
    )


def test_likeness_of_one_is_equality_but_for_marks() -> None:
    first, second = "could you please tell me where the oat milk is", "could you please tell me where the oat milk iss"
    assert only(clean(en(first, second, f"{first}?"), settings=Cleaning(near=1, leak=1))) == Dropped(2, Reason.near_duplicate, 0)


def test_rows_of_one_wording_or_of_two_labels_are_no_near_duplicates() -> None:
    """They differ by design: slips, other products, contrasts."""
    first, second = "could you please tell me where the oat milk is", "could you please tell me where the oat milk iss"
    assert clean([Item(t, "en", "a", wording="could you please tell me where the {product} is") for t in (first, second)]).dropped == ()
    assert clean([*en(first), *en(second, label="b")]).dropped == ()


def test_a_text_under_two_labels_goes_wholly() -> None:
    cleaned = clean([*en("pass", "something else"), *en("Pass", label="b")])
    assert cleaned.dropped == (Dropped(0, Reason.two_labels, 2), Dropped(2, Reason.two_labels, 0))


def test_a_follow_up_may_stand_under_the_label_of_each_question_before() -> None:
    assert clean([Item("and the pears?", "en", before, context=before) for before in ("product_price", "find_product")]).dropped == ()


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("where is the milk\x07", "en", Reason.unreadable), ("where is the m\ufffdlk", "en", Reason.unreadable), ("牛奶\u202e在哪", "zh", Reason.unreadable),
        ("a\ud800b", "en", Reason.unreadable), ("?!", "en", Reason.too_short), ("", "zh", Reason.too_short), ("milk " * 130, "en", Reason.too_long),
        ("请问牛奶在哪里", "en", Reason.wrong_language), ("where is the oat milk please", "zh", Reason.wrong_language),
        ("где у вас лежит молоко", "en", Reason.wrong_language),
    ],
)  # fmt: skip
def test_a_row_at_fault_is_dropped_for_it(text: str, language: str, reason: Reason) -> None:
    fine = Item("a fine question" if language == "en" else "好好的一个问题", language, "a")
    assert only(clean([fine, Item(text, language, "a")])) == Dropped(1, reason)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("OK", "zh"),
        ("中文", "en"),
        ("Oatly Barista 多少钱", "zh"),
        ("where's the 老干妈", "en"),
        ("12345", "zh"),
        ("Ｗｈｅｒｅ ｉｓ ｔｈｅ ｍｉｌｋ", "en"),
        ("两\t瓶\n", "zh"),
    ],
)
def test_mixed_speech_and_wide_letters_are_kept(text: str, language: str) -> None:
    assert clean([Item(text, language, "a")]).dropped == ()


def test_an_empty_corpus_is_one_clear_error() -> None:
    with pytest.raises(BrokenData, match="nothing to clean"):
        clean([])


def test_a_split_with_nothing_left_is_one_clear_error() -> None:
    with pytest.raises(BrokenData, match=r"split 'train' is left after cleaning \(2 near a held-out text\)"):
        clean([*en("where is the milk", "where is the milk?"), *en("where is the milk", split="held_out")])
    with pytest.raises(BrokenData, match="split 'train' is left"):
        clean(en("?", "!"))


def test_an_unknown_language_is_one_clear_error() -> None:
    with pytest.raises(BrokenData, match="does not know: fr"):
        clean([Item("où est le lait", "fr", "a")])


def test_what_equals_after_normalisation_has_one_key() -> None:
    assert key("Where's the MILK?!") == "where s the milk"
    assert key("{PRODUCT}") == key("{product}") == key("{product2}") != key("{category}")
    assert key("请问 {product:燕麦奶}，在哪里？") == "请问燕麦奶在哪里"


@pytest.mark.parametrize("likeness", [0.8, 0.85, 0.9, 0.95, 1.0])
def test_bands_miss_no_more_than_they_may(likeness: float) -> None:
    number, width = bands(likeness, 128)
    jaccard = (1 - 4 * (1 - likeness)) / (1 + 4 * (1 - likeness))
    assert number >= 2 and number * width <= 128 and (1 - jaccard**width) ** number <= MISSED


@pytest.mark.parametrize("language", ["en", "zh"])
def test_copies_with_one_letter_exchanged_are_found(language: str) -> None:
    """On 400 of our own wordings of seven letters or more: all but as many as the bands may miss."""
    random = Random(5)
    known = [k for k in dict.fromkeys(key(w.template) for w in read_wordings(language)) if len(k) >= 7]
    chosen = random.sample(known, 400)
    forms = _Forms([], Cleaning().permutations)
    index = _Index(0.85, forms)
    for number, text in enumerate(chosen):
        index.add(text, number)
    found = 0
    for number, text in enumerate(chosen):
        at = random.randrange(len(text))
        found += number in index.near(text[:at] + "另" + text[at + 1 :])
    assert found >= 400 * (1 - MISSED)
