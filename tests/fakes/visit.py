"""A visit over a store of three products, for tests of the window alone: it answers by the first word it knows. Rows are real rows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import RLock
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from kiosk.app.pinyin import Pinyin
from kiosk.core import Action, Answer, BrokenData, Intent, Language, ProductView, Sentiment
from kiosk.store import building, rows
from kiosk.store.catalogue import Store

KINDS = {
    "oat-milk": rows.Kind(kind="oat-milk", en="oat milk", zh="燕麦奶", department="plant-based", shape="carton"),
    "apple": rows.Kind(kind="apple", en="apple", zh="苹果", department="fruit", shape="round"),
}


def _product(sku: str, kind: str, name: str, name_zh: str, **more: Any) -> rows.Product:
    given: dict[str, Any] = {"amount": 1000, "unit": "ml", "price": Decimal("2.49"), "aisle": "4", "shelf": "7", "stock": 20, "stock_date": date(2026, 11, 22)} | more
    return rows.Product(sku=sku, kind=kind, name_en=name, name_zh=name_zh, description_en="x", description_zh="x", **given)


PRODUCTS = {
    p.sku: p
    for p in (
        _product("oat", "oat-milk", "Oat drink 1 l", "燕麦饮 1升", allergens="gluten", may_contain="nuts", colour="#3f8a8c"),
        _product("apple", "apple", "Granny Smith apples", "青苹果", unit="g", sold_by="kg", aisle="1", shelf="1", price=Decimal("2.69"), stock=0),
    )
}
FLOOR = building.Floor(
    width=30, height=20, kiosk_x=15, kiosk_y=18, entrance_x=16, entrance_y=19.5,
    aisles=tuple(building.Shelving(aisle=str(n), en=f"aisle {n}", zh=f"{n}号", x=4 * n, y=2, width=2, height=12) for n in (1, 2, 3, 4)),
)  # fmt: skip
TOILETS = building.Facility(id="toilets", en="toilets", zh="洗手间", where_en="left", where_zh="左边", x=2, y=17)


@dataclass(frozen=True)
class FakeState:
    """What the window reads of a visit's state."""

    language: Language = Language.en
    listed: tuple[tuple[str, str], ...] = ()
    calls: tuple[int, ...] = ()
    tickets: tuple[str, ...] = ()
    pending: None = None


class FakeStore:
    """Rows by key."""

    shop = SimpleNamespace(
        name_en="Test Shop", name_zh="测试店", service_desk_en="the desk", service_desk_zh="服务台", emergency_number="112", currency="EUR", demonstration=True
    )
    kinds, floor, facilities, recalls = KINDS, FLOOR, (TOILETS,), ()
    generation = 1
    counters, holidays, policies = (), (), ()
    unit_price = staticmethod(Store.unit_price)
    price_on, bill = Store.price_on, Store.bill

    def refresh(self) -> None:
        return

    def product(self, sku: str) -> rows.Product | None:
        return PRODUCTS.get(sku)

    def offers_on(self, day: date) -> list[rows.Offer]:
        return []

    def offers_for(self, product: rows.Product, day: date) -> list[rows.Offer]:
        return []


class FakeVisit:
    """Answers by the first word it knows; `acknowledged` is what staff did."""

    def __init__(self) -> None:
        self.state = FakeState()
        self.acknowledged = False
        self.resets = 0
        self.given: list[dict[str, Any]] = []
        tickets = SimpleNamespace(call=lambda number: SimpleNamespace(acknowledged=self.acknowledged))
        self.ears = FakeEars()
        self.house = SimpleNamespace(
            lock=RLock(), ears=self.ears, eyes=SimpleNamespace(warm_up=lambda: None), store=FakeStore(), assistant=None, tickets=tickets,
            now=lambda: datetime(2026, 11, 24, tzinfo=UTC),
        )  # fmt: skip

    def reset(self) -> None:
        self.resets += 1
        self.state = FakeState()

    def ask(self, text: str | None = None, images: Any = (), audio: Any = None, language: Language | None = None) -> Answer:
        self.given.append({"text": text, "images": len(images), "language": language})
        said = text or ""
        if "crash" in said:
            raise BrokenData("the store broke", "test", "none")
        actions: tuple[Action, ...] = ()
        products: tuple[ProductView, ...] = ()
        if "add" in said.lower():
            self.state = replace(self.state, listed=(("oat", "2"), ("apple", "0.5")))
            actions = (Action("list_add", {"sku": "oat", "quantity": "2"}),)
        elif "toilet" in said:
            actions = (Action("show_map", {"facility": "toilets"}),)
        elif "collapsed" in said:
            self.state = replace(self.state, calls=(2,))
            actions = (Action("raise_alarm", {"number": "112"}), Action("call_staff", {"reason": "emergency"}))
        elif "goodbye" in said:
            actions = (Action("end_visit", {}),)
        elif "person" in said:
            self.state = replace(self.state, calls=(1,))
            actions = (Action("call_staff", {"reason": "asked"}),)
        elif "oat" in said or images:
            actions = (Action("show_map", {"sku": "oat"}),)
            products = tuple(_view(p) for p in PRODUCTS.values())
        return Answer(
            f"reply to {said}", self.state.language, Intent.find_product, 1.0, Sentiment.neutral, products=products, actions=actions,
            suggestions=("one", "two"),
        )  # fmt: skip

    def rehearse(self, text: str, language: Language | None = None) -> Answer | None:
        return Answer(f"reply to {text}", self.state.language, Intent.find_product, 1.0, Sentiment.neutral)

    def take_back(self) -> bool:
        self.given[-1]["taken back"] = True
        return True

    @staticmethod
    def pinyin(words: tuple[str, ...]) -> Pinyin:
        return Pinyin({"你": 9.0, "好": 9.0, "你好": 5.0, "在": 9.0}, words)


def _view(p: rows.Product) -> ProductView:
    return ProductView(p.sku, p.kind, p.name_en, {"en": p.name_en, "zh": p.name_zh}, p.brand, f"{p.price:.2f}", p.aisle, p.shelf)


class FakeCamera:
    """A grey wall."""

    def frame(self) -> npt.NDArray[np.uint8]:
        return np.full((90, 160, 3), 128, np.uint8)

    def close(self) -> None:
        return


class FakeMicrophone:
    """Half a second of a tone, then quiet."""

    taken, clipping, silent = 0.0, False, False

    def __init__(self) -> None:
        self.closed = False

    def blocks(self) -> Iterator[npt.NDArray[np.float32]]:
        tone = np.sin(np.arange(512, dtype=np.float32) * 0.2) * 0.3
        for n in range(200):
            yield tone if 5 < n < 20 else np.full(512, 0.001, np.float32)

    def close(self) -> None:
        self.closed = True


class FakeEars:
    """Hears the oat milk in whatever is loud; `silent` hears nothing."""

    silent = False

    def listen(
        self, blocks: Iterator[npt.NDArray[np.float32]], language: Language | None, patience: float, **_: Any
    ) -> SimpleNamespace | None:  # fmt: skip
        loud = sum(float(np.abs(block).max()) > 0.1 for block in blocks)
        return SimpleNamespace(text="where is the oat milk", raw="where is the oat milk", language=Language.en, confidence=0.9) if loud and not self.silent else None
