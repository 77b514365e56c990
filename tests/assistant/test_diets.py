"""What somebody must not have is heard, kept for the visit, never searched for and never suggested; yes and no answer what was asked."""

import pytest

from kiosk.assistant import VisitState
from kiosk.assistant.diets import fits, keeps, near_ones, only_tells, told, uncut
from kiosk.assistant.words.listening import lexicon
from kiosk.core import Intent, Language
from kiosk.core.text import normalise
from kiosk.store.catalogue import Store
from tests.assistant.conftest import Visit


@pytest.mark.parametrize(("text", "language", "codes"), [
    ("my grandson is allergic to sesame", Language.en, ("sesame",)), ("we don't eat pork", Language.en, ("pork",)),
    ("I have a soy allergy", Language.en, ("soy",)), ("my mum's a coeliac", Language.en, ("gluten",)), ("we're vegetarian", Language.en, ("vegetarian",)),
    ("he can't have fish or eggs", Language.en, ("eggs", "fish")), ("I am lactose intolerant", Language.en, ("lactose",)),
    ("宝宝牛奶蛋白过敏", Language.zh, ("milk",)), ("我妈对芝麻过敏", Language.zh, ("sesame",)), ("我们家不吃猪肉", Language.zh, ("pork",)), ("我女儿吃全素", Language.zh, ("vegan",)),
    ("他乳糖不耐受", Language.zh, ("lactose",)), ("我是穆斯林", Language.zh, ("halal",)), ("孩子吃不了鸡蛋", Language.zh, ("eggs",)),
])  # fmt: skip
def test_a_diet_is_heard(text: str, language: Language, codes: tuple[str, ...]) -> None:
    """Allergies and diets of people are told apart from questions, and ask for nothing by themselves."""
    lex, normal = lexicon(language), normalise(text)
    assert told(lex, normal) == codes
    assert only_tells(lex, normal)


@pytest.mark.parametrize(("text", "language"), [
    ("do you have any milk", Language.en), ("you don't have oat milk?", Language.en), ("is the tofu vegan", Language.en), ("I can't find the eggs", Language.en),
    ("有没有花生酱", Language.zh), ("鸡蛋还有没有", Language.zh), ("牛奶不要了", Language.zh), ("豆腐是纯素的吗", Language.zh),
])  # fmt: skip
def test_a_question_is_no_diet(text: str, language: Language) -> None:
    """Goods that are asked for are not avoided."""
    assert told(lexicon(language), normalise(text)) == ()


def test_what_is_left_out_is_no_search_term() -> None:
    """The avoided words are cut out of what is searched for, in both languages."""
    assert "sesame" not in uncut(lexicon(Language.en), "a snack without sesame please")
    assert "芝麻" not in uncut(lexicon(Language.zh), "来个没芝麻的点心")


@pytest.mark.parametrize(("tells", "asks", "code"), [
    ("my nephew is allergic to peanuts", "recommend something sweet", "peanuts"), ("I'm vegan", "suggest a dessert", "vegan"),
    ("we don't eat pork", "which sausages would you recommend", "pork"), ("我儿子对牛奶过敏", "推荐个甜点", "milk"),
    ("我不吃猪肉", "推荐点香肠", "pork"), ("我妈吃素", "推荐个汉堡肉饼", "vegetarian"),
])  # fmt: skip
def test_a_diet_is_kept_for_the_visit(visit: Visit, store: Store, tells: str, asks: str, code: str) -> None:
    """It is acknowledged without an alarm, and nothing that is suggested afterwards is against it."""
    noted = visit.say(tells)
    assert noted.intent == Intent.product_allergens
    assert not noted.actions
    assert visit.state.avoids == (code,)
    suggested = visit.say(asks)
    products = [p for v in suggested.products if (p := store.product(v.sku))]
    assert all(fits(p, code) for p in products), [p.sku for p in products]
    visit.say("start over")
    assert VisitState.fresh().avoids == ()


@pytest.mark.parametrize(("text", "code"), [
    ("recommend a snack without peanuts", "peanuts"), ("suggest chocolate, my wife can't have nuts", "nuts"), ("对花生过敏，推荐个零食", "peanuts"),
    ("推荐个不含牛奶的冰淇淋", "milk"),
])  # fmt: skip
def test_nothing_that_must_be_avoided_is_suggested(visit: Visit, store: Store, text: str, code: str) -> None:
    """In one sentence too, and whatever search found."""
    for v in visit.say(text).products:
        product = store.product(v.sku)
        assert product is not None
        assert keeps(product, (code,))


def test_danger_is_still_danger(visit: Visit) -> None:
    """An allergy with a reaction rings the bell as before."""
    assert visit.say("I'm allergic to fish and I can't breathe").intent == Intent.emergency


def test_the_named_product_beats_the_allergen(visit: Visit) -> None:
    """The answer is about the product and not about the milk that must be avoided."""
    answer = visit.say("is the nutella all right, my son can't have milk")
    assert answer.products[0].sku == "nutella"
    assert answer.text.startswith("No")


@pytest.mark.parametrize(("text", "yes"), [
    ("is there gelatine in the haribo goldbears", "Yes"), ("are the haribo goldbears free from gelatine", "No"),
    ("金熊软糖里有猪肉吗", "有"), ("金熊软糖是清真的吗", "不是"),
])  # fmt: skip
def test_yes_answers_what_was_asked(visit: Visit, text: str, yes: str) -> None:
    """Whoever hears only the first word hears the truth: "contains" and "free of" are answered the other way round."""
    assert visit.say(text).text.startswith(yes)


def test_the_product_in_hand_is_warned_of(visit: Visit) -> None:
    """Where the one thing asked for is against the diet, the reply says so."""
    visit.say("I'm allergic to nuts")
    assert "contains tree nuts" in visit.say("where is the nutella").text or "nut" in visit.say("where is the nutella").text.split("Mind:")[-1]


def test_what_is_labelled_is_offered_beside_what_is_not(visit: Visit) -> None:
    """Not halal is half an answer: the sausages that are stand on the same shelf."""
    assert "halal chicken" in visit.say("are the chicken frankfurters halal").text


def test_formula_is_for_the_age_of_the_baby(visit: Visit) -> None:
    """What is from six months is not for a newborn."""
    assert {p.sku for p in visit.say("which infant formula for a newborn").products} == {"aptamil-pronutra-1", "hipp-organic-pre"}


@pytest.mark.parametrize("text", ["do you sell paneer", "do you have marmite", "有没有鸭血"])
def test_nothing_far_fetched_is_offered(visit: Visit, text: str) -> None:
    """What only sounds a little alike, or shares no word, is not sold here: no product is put in its place."""
    answer = visit.say(text)
    assert not answer.citations
    assert "Yes" not in answer.text


def test_a_recall_is_of_what_was_named(visit: Visit) -> None:
    """The illness in the news is no product, and a brand that was named is answered for."""
    assert "eggs" in visit.say("I heard there is salmonella in the eggs").text
    assert "召回" in (said := visit.say("听说爱他美奶粉召回了").text)
    assert "花生" not in said


def test_a_comparison_concludes(visit: Visit) -> None:
    """Equal is said, and so is which has more."""
    assert "一样" in visit.say("海天味极鲜和李锦记特级生抽哪个盐多").text
    assert "更高" in visit.say("李锦记特级生抽和海天老抽哪个咸").text


@pytest.mark.parametrize(("tells", "asks", "code", "near"), [
    ("I'm allergic to peanuts", "recommend a snack", "peanuts", "nuts"), ("我对花生过敏", "推荐个零食", "peanuts", "nuts"),
    ("I'm allergic to peanuts", "recommend some nuts", "peanuts", "nuts"), ("我对花生过敏", "推荐点坚果", "peanuts", "nuts"),
    ("I'm allergic to peanuts", "recommend a chocolate bar", "peanuts", "nuts"), ("I'm allergic to crustaceans", "recommend some seafood", "crustaceans", "molluscs"),
    ("我对虾蟹过敏", "推荐点海鲜", "crustaceans", "molluscs"),
])  # fmt: skip
def test_what_often_goes_along_with_an_allergy_is_not_suggested_or_said(visit: Visit, store: Store, tells: str, asks: str, code: str, near: str) -> None:
    """Only what was named is kept to; a suggestion that holds, or may hold, the near one says so."""
    visit.say(tells)
    assert visit.state.avoids == (code,)
    answer = visit.say(asks)
    for v in answer.products[:1]:
        product = store.product(v.sku)
        assert product is not None
        assert keeps(product, (code,))
        if near_ones(product, (code,)):
            assert any(c.value == near for c in answer.citations if c.field in ("allergens", "may_contain"))
            assert "Mind" in answer.text or "提醒" in answer.text


@pytest.mark.parametrize(("tells", "asks", "traces"), [
    ("I'm allergic to peanuts", "do you have walnuts", "may contain peanuts"), ("我对花生过敏", "有核桃吗", "可能含有微量花生"),
    ("I'm allergic to peanuts", "where are the walnuts", "may contain peanuts"), ("我对花生过敏", "核桃在哪儿", "可能含有微量花生"),
])  # fmt: skip
def test_who_asks_for_another_nut_gets_it_with_its_traces(visit: Visit, store: Store, tells: str, asks: str, traces: str) -> None:
    visit.say(tells)
    answer = visit.say(asks)
    product = store.product(answer.products[0].sku)
    assert product is not None
    assert product.kind == "walnut"
    assert answer.text.count(traces) == 1
    assert any(c.field == "aisle" for c in answer.citations), answer.text
    assert "sorry" not in answer.text
    assert "不好意思" not in answer.text


def test_what_holds_it_is_not_given_for_being_asked_for(visit: Visit) -> None:
    """A trace is told of; what contains the allergen is no answer to who must not have it."""
    visit.say("I'm allergic to peanuts")
    assert "contain peanuts" in visit.say("do you have peanuts").text
    assert not any(c.field == "aisle" for c in visit.say("do you have peanut butter").citations)
