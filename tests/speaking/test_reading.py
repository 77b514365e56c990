"""Reading aloud: the promises of kiosk.speaking.reading and the two languages' rules."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.core import Language
from kiosk.speaking.reading import MAX_READ, read

EN = [
    ("It costs 2.49 euros.", "It costs two euros forty-nine."), ("€2.49/kg", "two euros forty-nine per kilo"), ("€0.79", "seventy-nine cents"),
    ("€12.05", "twelve euros and five cents"), ("£1.01", "one pound and one penny"), ("1 euro", "one euro"), ("€3.00", "three euros"),
    ("2.49 euros per kg", "two euros forty-nine per kilo"), ("€2–€3", "two euros to three euros"),
    ("1 l, 1.5 l, 500 g, 750 ml", "one litre, one point five litres, five hundred grams, seven hundred and fifty millilitres"),
    ("4 × 125 g", "four times one hundred and twenty-five grams"), ("36% fat", "thirty-six percent fat"), ("-18 °C", "minus eighteen degrees"),
    ("until 21:00", "until nine PM"), ("at 9:30 a.m. sharp", "at nine thirty AM sharp"), ("at 12:00", "at twelve noon"), ("10:05", "ten oh five AM"),
    ("Mon–Fri 8:00–21:30", "Monday to Friday eight AM to nine thirty PM"),
    ("on 24 November 2026", "on the twenty-fourth of November twenty twenty-six"), ("2026-11-24", "the twenty-fourth of November twenty twenty-six"),
    ("November 24", "the twenty-fourth of November"), ("in 2026", "in twenty twenty-six"),
    ("aisle 4, shelf 2", "aisle four, shelf two"), ("aisle 12B", "aisle twelve B"), ("Vitamin B12", "Vitamin B twelve"), ("7Up", "seven Up"),
    ("ticket 1042", "ticket one zero four two"), ("Your ticket number is 1042.", "Your ticket number is one zero four two."),
    ("order A20417", "order A two zero four one seven"), ("Call 112 now", "Call one one two now"), ("10-15 minutes", "ten to fifteen minutes"),
    ("+44 20 7946 0958", "four four two zero seven nine four six zero nine five eight"), ("Ben & Jerry's", "Ben and Jerry's"), ("1/2 kilo", "a half kilo"),
    ("1,200 points", "one thousand two hundred points"), ("38 on the shelf", "thirty-eight on the shelf"), ("the 21st", "the twenty-first"),
]  # fmt: skip
ZH = [
    ("价格2.49欧元。", "价格二点四九欧元。"), ("€0.79", "七十九欧分"), ("2欧元", "两欧元"), ("3.50欧元", "三点五欧元"), ("¥12.50", "十二元五角"), ("2.5块钱", "两块五"),
    ("¥2.05", "两元零五分"), ("1升", "一升"), ("500 g", "五百克"), ("2 kg", "两公斤"), ("36%", "百分之三十六"), ("10-20%", "百分之十到百分之二十"),
    ("21:00", "晚上九点"), ("08:00-21:30", "早上八点到晚上九点半"), ("下午2:15", "下午两点十五分"), ("2点", "两点"), ("12:00", "中午十二点"),
    ("2026年11月24日", "二零二六年十一月二十四日"), ("2026-11-24", "二零二六年十一月二十四日"), ("2月2日", "二月二日"),
    ("4号通道2号货架", "四号通道二号货架"), ("第2个", "第二个"), ("2个", "两个"), ("22瓶", "二十二瓶"), ("2楼", "二楼"), ("还有38件", "还有三十八件"),
    ("您的工单号是1042。", "您的工单号是一零四二。"), ("订单A20417", "订单A二零四一七"), ("请拨打112", "请拨打幺幺二"), ("10-15分钟", "十到十五分钟"),
    ("4 × 125克", "四乘一百二十五克"), ("10包x15克", "十包,每包十五克"), ("1/2", "二分之一"), ("-18°C", "零下十八摄氏度"), ("买3付2", "买三付二"), ("在哪儿", "在哪里"),
    ("Oatly 燕麦饮 1升", "Oatly 燕麦饮 一升"),
]  # fmt: skip
NOTATIONS = st.text("0123456789.,:-–/%€£$ xkgml°年月日点号元个第A-Z", max_size=40)


@pytest.mark.parametrize(("written", "said"), EN)
def test_english_is_read_as_people_say_it(written: str, said: str) -> None:
    assert read(written, Language.en) == said


@pytest.mark.parametrize(("written", "said"), ZH)
def test_chinese_is_read_as_people_say_it(written: str, said: str) -> None:
    assert read(written, Language.zh) == said


@given(st.text(max_size=200) | NOTATIONS, st.sampled_from(Language))
@example("²³½①٣", Language.en)
@settings(max_examples=300)
def test_no_digit_is_left_and_nothing_fails(text: str, language: Language) -> None:
    said = read(text, language)
    assert not any(c.isdigit() or c.isdecimal() for c in said) and said.isprintable() and len(said) <= MAX_READ


@pytest.mark.parametrize(("said", "language"), [(said, Language.en) for _, said in EN] + [(said, Language.zh) for _, said in ZH])
def test_what_is_in_words_already_stays_as_it_is(said: str, language: Language) -> None:
    assert read(said, language) == said


@given(st.integers(0, 999), st.integers(0, 99))
def test_every_price_is_said_with_its_euros_and_cents(euros: int, cents: int) -> None:
    said = read(f"It costs {euros}.{cents:02d} euros.", Language.en)
    assert ("euro" in said) == (euros > 0 or cents == 0)
    assert ("cent" in said) == (0 < cents < 10 or (cents > 0 and euros == 0))


def test_a_long_text_is_bounded() -> None:
    assert len(read("7" * 100_000, Language.en)) <= MAX_READ
