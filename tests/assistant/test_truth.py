"""No reply holds a number, price, place or product that the database does not hold at that moment; an auditor of its own looks on."""

import csv
import shutil
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kiosk.assistant import Assistant, LanguageModel, Understander, VisitState
from kiosk.core import Language, Question
from kiosk.store.catalogue import Store, open_store
from kiosk.store.importing import import_pack
from kiosk.store.pack import read_pack
from kiosk.store.tickets import Tickets
from kiosk.store.words import bare_name
from tests.assistant.auditor import Auditor
from tests.assistant.conftest import PACK, Clock

TEMPLATES = {
    Language.en: (
        "where is the {p}", "how much is {p}", "have you got any {p} left", "where does the {p} come from", "is the {p} vegan", "does {p} contain milk",
        "how many calories does {p} have", "how do I keep {p}", "is {p} on offer", "what can I use instead of {p}", "is {p} recalled", "recommend me a {p}",
        "add two {p} to my list", "anything cheaper than {p}", "how big is {p}", "what's the difference between {p} and {q}", "who makes {p}",
        "the {p} I bought is mouldy", "I was charged too much for {p}", "can I return {p}", "how much are three {p}",
    ),
    Language.zh: (
        "{p}在哪里", "{p}多少钱", "{p}还有货吗", "{p}是哪里产的", "{p}是纯素的吗", "{p}含牛奶吗", "{p}热量多少", "{p}怎么保存", "{p}有优惠吗",
        "有什么可以代替{p}",
        "{p}被召回了吗", "推荐一款{p}", "把两个{p}加到清单", "有没有比{p}便宜的", "{p}多大一包", "{p}和{q}有什么区别", "{p}一斤多少钱", "我买的{p}坏了",
        "{p}收银多收了我钱",
    ),
}  # fmt: skip
GENERAL = (
    "hello", "any deals today", "when are you open", "are you open on sunday", "are you open on christmas day", "where are the toilets", "is parking free",
    "can I pay with alipay", "do you deliver", "how do I get a member card", "do you sell gift cards", "can I return something without a receipt",
    "where is my order H1042", "where is my order 99999", "any news on ticket 4711", "I need an invoice", "has anything been recalled", "I lost my umbrella",
    "your cashier was rude", "what do I need for pancakes", "what do I need for moussaka", "what's on my list", "I want to talk to a person",
    "somebody collapsed", "book me a flight", "are you a robot", "what can I ask you", "speak up please", "do you sell unicorn meat",
    "你好", "今天有什么优惠", "几点关门", "周日开门吗", "圣诞节开门吗", "洗手间在哪里", "停车收费吗", "可以用支付宝吗", "可以送货吗", "怎么办会员卡",
    "有礼品卡卖吗",
    "我的订单H1042到哪了", "有哪些召回", "我的钱包丢了", "收银员态度太差", "做麻婆豆腐要买什么", "清单里有什么", "我要找人工", "有人晕倒了", "明天股市会涨吗",
    "有没有龙肉",
)  # fmt: skip


def questions(store: Store, every: int) -> list[tuple[Language, str]]:
    """Templates by products, both languages: each template meets other products each time."""
    products = store.products()
    made: list[tuple[Language, str]] = []
    for language, templates in TEMPLATES.items():
        names = [bare_name(getattr(p, f"name_{language}")) for p in products]
        for n in range(0, len(products), every):
            for t, template in enumerate(templates):
                one, other = names[(n + 7 * t) % len(names)], names[(n + 7 * t + 31) % len(names)]
                made.append((language, template.format(p=one, q=other)))
    return made


def test_an_auditor_finds_nothing_in_thousands_of_replies(store: Store, student: LanguageModel, tickets: Tickets, clock: Clock, state_folder: Path) -> None:
    auditor = Auditor(next((state_folder / "stores").glob("*.sqlite")))
    auditor.soon = {((clock.now + timedelta(days=n)).month, (clock.now + timedelta(days=n)).day) for n in range(8)}
    assistant = Assistant(store, Understander(student), tickets, clock)
    asked = questions(store, every=15) + [(Language.zh if not q.isascii() else Language.en, q) for q in GENERAL]
    assert len(asked) > 2000
    wrong: list[str] = []
    told = 0
    for language, text in asked:
        answer, _ = assistant.answer(Question(text), VisitState.fresh(language))
        total = next((Decimal(c.value) for c in answer.citations if c.field in ("bill", "saved")), None)
        wrong += [f"{text!r} → {answer.text!r}: {w}" for w in auditor.audit(answer.text, text, total)]
        told += any(c.isdigit() for c in answer.text)
    assert told > len(asked) // 3, "the replies hardly tell anything"
    assert not wrong, "\n".join(wrong[:40])


def test_the_auditor_itself_notices_a_lie(store: Store, state_folder: Path) -> None:
    auditor = Auditor(next((state_folder / "stores").glob("*.sqlite")))
    product = store.products()[0]
    name = bare_name(product.name_en)
    assert auditor.audit(f"{name} is in aisle {product.aisle}, shelf {product.shelf}. It costs €{product.price:.2f}.") == []
    assert auditor.audit(f"{name} costs €{product.price + 1:.2f}.")
    assert auditor.audit(f"{name} is in aisle 99, shelf {product.shelf}.")
    assert auditor.audit("Zorblax cream is in stock.")
    assert auditor.audit(f"{name}: 987654 on the shelf.")


@pytest.fixture
def altered(tmp_path: Path) -> tuple[Path, dict[str, Decimal]]:
    """A copy of the pack with every price raised, and the new prices."""
    folder = tmp_path / "altered"
    shutil.copytree(PACK, folder)
    with (folder / "products.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    prices = {r["sku"]: Decimal(r["price"]) + Decimal("1.11") for r in rows}
    with (folder / "products.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows({**r, "price": f"{prices[r['sku']]:.2f}"} for r in rows)
    return folder, prices


def test_altered_prices_come_back_altered(
    altered: tuple[Path, dict[str, Decimal]], tmp_path: Path, student: LanguageModel, tickets: Tickets, clock: Clock
) -> None:
    folder, prices = altered
    store = open_store(folder, tmp_path / "state")
    assistant = Assistant(store, Understander(student), tickets, clock)
    right = 0
    for product in store.products()[::12]:
        answer, _ = assistant.answer(Question(f"how much is {bare_name(product.name_en)}"), VisitState.fresh())
        assert {p.sku: Decimal(p.price) for p in answer.products} == {p.sku: prices[p.sku] for p in answer.products}
        right += f"{prices[product.sku]:.2f}" in answer.text
    assert right >= 0.85 * len(store.products()[::12])


def test_a_price_change_is_answered_from_the_next_question_on(
    altered: tuple[Path, dict[str, Decimal]], tmp_path: Path, student: LanguageModel, tickets: Tickets, clock: Clock
) -> None:
    from kiosk.store.database import connect
    from kiosk.store.importing import MIGRATIONS

    store = open_store(PACK, tmp_path / "state")
    assistant = Assistant(store, Understander(student), tickets, clock)
    before, state = assistant.answer(Question("how much are the pink lady apples"), VisitState.fresh())
    other = connect(next((tmp_path / "state" / "stores").glob("*.sqlite")), MIGRATIONS)
    import_pack(other, read_pack(altered[0]))
    after, _ = assistant.answer(Question("how much are they"), state)
    assert before.products[0].sku == after.products[0].sku == "pink-lady"
    assert Decimal(after.products[0].price) == Decimal(before.products[0].price) + Decimal("1.11")
    assert after.products[0].price in after.text


def test_a_refused_claim_becomes_i_dont_know(store: Store, student: LanguageModel, tickets: Tickets, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk.assistant.facts import Facts
    from kiosk.assistant.words.wording import Fact

    honest = Facts.price
    monkeypatch.setattr(Facts, "price", lambda self, p: replace(honest(self, p), shown="€0.01") if isinstance(honest(self, p), Fact) else None)
    assistant = Assistant(store, Understander(student), tickets, clock)
    answer, state = assistant.answer(Question("how much are the pink lady apples"), VisitState.fresh())
    assert "0.01" not in answer.text
    assert not answer.answered
    assert state.pending is not None
    assert state.pending.kind == "staff"
